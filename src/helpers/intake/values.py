"""What kind of figures does a column hold, by its cells alone?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from helpers.intake.files.error_values import is_error
from helpers.intake.rows import is_number
from helpers.intake.table_map import SCALES
from helpers.printed.scores import PERCENT, split_percent

_WHOLE = re.compile(r"([0-9]{1,4})(?:\s*/\s*[0-9]{1,2})?")
_NOTHING = frozenset("- – — ... … n/a na n.a. x /".split())
_MOSTLY = 0.8
_IN_ORDER = 0.9
_ONE_IN, _FAR = 20, 100


@dataclass(frozen=True)
class Values:
    """The texts of one column, row by row; "" where nothing is printed."""

    texts: tuple[str, ...]

    @property
    def printed(self) -> tuple[str, ...]:
        """The texts of the cells that hold any, error values left out: they say nothing of kind."""
        return tuple(t for t in self.texts if not says_nothing(t) and not is_error(t))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is printed in the whole column, or error values alone."""
        return not self.printed

    @property
    def errors(self) -> tuple[str, ...]:
        """The error values, such as "#N/A"."""
        return tuple(text for text in self.texts if is_error(text))

    @property
    def is_numeric(self) -> bool:
        """Whether most printed cells are figures."""
        numbers = sum(is_number(text) for text in self.printed)
        return bool(self.printed) and numbers >= _MOSTLY * len(self.printed)

    @property
    def whole(self) -> list[int] | None:
        """The figures as whole numbers ("17/63" is 17), or None where one is not whole."""
        matches = [_WHOLE.fullmatch(text) for text in self.printed]
        return [int(m[1]) for m in matches if m] if all(matches) and matches else None

    @property
    def numbers(self) -> list[float | None]:
        """The figures by row, either mark read as the decimal mark; None where there is none."""
        return [as_number(text) for text in self.texts]

    def like_ranks(self, most: int) -> bool:
        """Whether the figures can be places among `most` units and little else: whole, spread."""
        whole = self.whole
        return (
            whole is not None
            and all(1 <= number <= most for number in whole)
            and len(set(whole)) >= min(_MOSTLY * len(whole), most)
            and len(whole) > 1
        )

    def mostly_places(self, most: int) -> bool:
        """Whether most printed cells are places among `most` units."""
        matches = [_WHOLE.fullmatch(text) for text in self.printed]
        places = sum(1 <= int(match[1]) <= most for match in matches if match)
        return bool(self.printed) and places >= _MOSTLY * len(self.printed)

    def counts_rows(self) -> bool:
        """Whether the column counts the rows from 1 on, each once and in order."""
        return self.whole == list(range(1, len(self.texts) + 1))

    @property
    def signs(self) -> int:
        """How many cells carry a percent sign."""
        return sum(split_percent(text)[1] for text in self.printed)

    @property
    def has_percent(self) -> bool:
        """Whether any cell carries a percent sign."""
        return self.signs > 0

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The figures without a percent sign; 0 is 0 of any scale."""
        return tuple(
            text for text in self.printed if not split_percent(text)[1] and as_number(text) != 0
        )

    def scale(self) -> str:
        """The smallest usual full score that no figure exceeds, or "" where none fits.

        A figure or two that lie far beyond all others have lost their decimal mark, and say nothing
        of the scale.
        """
        numbers = sorted(number for number in self.numbers if number is not None)
        if self.has_percent:
            return str(PERCENT)
        few = max(1, len(numbers) // _ONE_IN)
        for most in (numbers[: -few or None], numbers):
            scale = next((scale for scale in SCALES if most and most[-1] <= int(scale)), "")
            beyond = [number for number in numbers if scale and number > int(scale)]
            if scale and all(number > _FAR * int(scale) for number in beyond):
                return scale
        return ""


def says_nothing(text: str) -> bool:
    """Whether a cell holds no figure: empty, or a mark such as "-" that stands for none."""
    return not text or text.casefold() in _NOTHING


def as_number(text: str) -> float | None:
    """The figure in a cell, "0,8002" and "0.8002" alike; None for anything else."""
    plain = text.replace("%", "").replace(",", ".").strip()
    try:
        return float(plain) if is_number(text) and "/" not in plain else None
    except ValueError:
        return None


def in_order(scores: Sequence[float | None]) -> bool:
    """Whether rows stand in the order of their scores, a slip or two apart."""
    known = [score for score in scores if score is not None]
    steps = [above >= below for above, below in pairwise(known)]
    return sum(steps) >= _IN_ORDER * len(steps)
