"""Which province does a cell of a table name?"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping

from helpers.sources.provinces import Units, fold_name

_NUMBER_BEFORE = re.compile(r"^\s*(?:[0-9]{1,2}|[IVX]{1,4})\s*[.)/]\s*")
_MARKS_AFTER = re.compile(r"[\s(\[]*[*†‡¹²³0-9]{1,3}[)\]\s]*$")
_PARTING = re.compile(r"\s*[,;/&+]\s*|\s+(?:và|and)\s+")
_LONGEST = 60
_MOST_NEAR = 3
_A_SLIP, _SOMEWHAT_ALIKE = 0.8, 0.4


class UnitNames:
    """The names of one universe, with the spellings that a map adds."""

    def __init__(self, units: Units, universe: str, added: Mapping[str, str] | None = None) -> None:
        self.units, self.universe = units, universe
        self._seen: dict[str, str] = {}
        self._added = {fold_name(text): unit_id for text, unit_id in (added or {}).items()}

    def match(self, text: str) -> str:
        """The unit that a cell names, or ""; numbering before and footnote marks after it aside."""
        if text not in self._seen:
            self._seen[text] = self._match(text)
        return self._seen[text]

    def _match(self, text: str) -> str:
        if len(text) > _LONGEST or not any(letter.isalpha() for letter in text):
            return ""
        added = self._added.get(fold_name(text))
        if added:
            return added
        for form in (text, _MARKS_AFTER.sub("", _NUMBER_BEFORE.sub("", text))):
            unit = self.units.match(form, self.universe) if form else None
            if unit is not None:
                return unit.unit_id
        return ""

    def names(self, text: str) -> bool:
        """Whether a cell names a province."""
        return bool(self.match(text))

    def usual(self) -> tuple[str, ...]:
        """The usual names of all units."""
        return tuple(unit.province for unit in self.units.all(self.universe))

    def several(self, text: str) -> tuple[str, ...]:
        """The units of a cell that names more than one, parted by marks or lines; else none."""
        words = text.split()
        cuts = [_PARTING.split(text)]
        cuts += [[" ".join(words[:i]), " ".join(words[i:])] for i in range(1, len(words))]
        named = ([self.match(part) for part in parts] for parts in cuts if len(parts) > 1)
        return next((tuple(units) for units in named if all(units)), ())

    def near(self, text: str) -> tuple[str, ...]:
        """The ids of the units whose names differ from a text by a slip only."""
        return self._closest(text, _A_SLIP)

    def nearest(self, text: str) -> tuple[str, ...]:
        """The ids of up to three units whose names are nearest to a text that names none.

        Where its letters begin the words of names («HN», «TP ĐN», «T.Hóa»), those names.
        """
        return self._abbreviated(text) or self._closest(text, _SOMEWHAT_ALIKE)

    def _abbreviated(self, text: str) -> tuple[str, ...]:
        *short, last = re.sub(r"^(?:tp|t p|tinh|thanh pho)\b ?", "", fold_name(text)).split() or [
            ""
        ]
        if not short:
            forms = {last, last.removeprefix("tp")}
            return self._with_words(lambda words: "".join(w[0] for w in words) in forms)
        return self._with_words(
            lambda words: (
                len(words) == len(short) + 1
                and words[-1] == last
                and all(word.startswith(part) for word, part in zip(words, short, strict=False))
            )
        )

    def _with_words(self, fits: Callable[[list[str]], bool]) -> tuple[str, ...]:
        units = self.units.all(self.universe)
        return tuple(u.unit_id for u in units if fits(fold_name(u.province).split()))[:_MOST_NEAR]

    def _closest(self, text: str, cutoff: float) -> tuple[str, ...]:
        by_name = {fold_name(unit.province): unit for unit in self.units.all(self.universe)}
        near = difflib.get_close_matches(fold_name(text), by_name, n=_MOST_NEAR, cutoff=cutoff)
        return tuple(by_name[name].unit_id for name in near)
