"""A sentence while it is read: its marks and their letters, its clauses, its values."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from helpers.sources.editions import Definitions
from helpers.statements.marks import Mark
from helpers.statements.vocabulary import letters

_PUNCTUATION = {"comma": ",", "semicolon": ";", "colon": ":", "stop": r"\.", "open": r"\(",
                "close": r"\)", "dash": "-", "bar": r"\|", "exclaim": "!", "read": "·"}  # fmt: skip
BREAKS = ",;:.()!?-/→|&"
"""Letters that end a clause: punctuation, "and", "while"."""


@functools.lru_cache(maxsize=256)
def pattern(rule: str) -> re.Pattern[str]:
    """A rule in kinds of marks as a pattern over their letters; "(n=…)" names a part."""
    named = re.sub(r"\((\w+)=", r"(?P<\1>", rule)
    words = re.sub(
        r"(?<![<\w])[a-z_]+(?![>\w])",
        lambda word: _PUNCTUATION.get(word[0]) or re.escape(letters()[word[0]]),
        named,
    )
    return re.compile(words.replace(" ", ""))


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a sentence, at which marks it stands, and what is doubtful about it.

    `when` is "baseline" for the first place of "from 36th to 21st"; `nth` counts the values `of`
    "lần lượt", which are 0 elsewhere.
    """

    start: int
    end: int
    statistic: str
    value: float | None = None
    best: int | None = None
    worst: int | None = None
    from_bottom: int | None = None
    decimals: int | None = None
    universe: str = ""
    when: str = ""
    refusal: str = ""
    warning: str = ""
    nth: int = -1
    of: int = 0


@dataclass
class Carried:
    """What carries over from title, dateline and the sentence before; nothing in a headline.

    `mains` are the editions that a text is about, by index, `told` the one told last; `measure` is
    the part named last, `fragment` that of the sentence before; `aims` that targets are listed;
    `topic` is whom the text is about, `provinces` who was spoken of last; `own_universe` the units
    among which the topic is ranked today, `living` the names of today's units.
    """

    index: str = ""
    edition: str = ""
    mains: dict[str, str] = field(default_factory=dict)
    told: str = ""
    measure: str = ""
    fragment: str = ""
    on_file: dict[str, set[str]] = field(default_factory=dict)
    aims: bool = False
    universe: str = ""
    own_universe: str = ""
    topic: str = ""
    living: frozenset[str] = frozenset()
    provinces: tuple[str, ...] = ()


class Line:
    """A sentence: all its marks, those that rules see with their letters, and their clauses."""

    def __init__(self, text: str, all_marks: Sequence[Mark], *, assume: bool) -> None:
        self.text, self.all_marks, self.assume = text, all_marks, assume
        self.marks = [mark for mark in all_marks if mark.letter]
        self.letters = "".join(mark.letter for mark in self.marks)
        self.clauses = [0]
        # A year in brackets belongs to what stands before it.
        for letter in re.sub(r"\([YRU]\)", "   ", self.letters):
            self.clauses.append(self.clauses[-1] + (letter in BREAKS))
        self.aimed = False
        self.keep([])

    def keep(self, values: Iterable[Value]) -> None:
        """Take these for the values of the sentence."""
        self.values = sorted(values, key=lambda value: (value.start, value.end))
        self.starts = [value.start for value in self.values]
        self.ends = sorted(value.end for value in self.values)
        self.inside = {at for value in self.values for at in range(value.start, value.end)}
        self.with_values = {self.clauses[at] for at in self.starts}

    def of_kind(self, *kinds: str) -> list[int]:
        """Where marks of these kinds stand."""
        return [at for at, mark in enumerate(self.marks) if mark.kind in kinds]

    def has(self, *kinds: str) -> bool:
        """Whether there is any mark of these kinds, those that rules do not see as well."""
        return bool([mark for mark in self.all_marks if mark.kind in kinds])

    def words(self, start: int, end: int = 0) -> str:
        """The words of a mark, or from one mark to before another."""
        return self.text[self.marks[start].start : self.marks[(end or start + 1) - 1].end]


class Asked:
    """One value of a sentence, of which is asked what belongs to it.

    `first` is where the value before it ends, `last` where the next one begins; `own` its clause.
    """

    def __init__(self, line: Line, value: Value, known: Definitions, carried: Carried) -> None:
        self.line, self.value, self.definitions, self.carried = line, value, known, carried
        self.in_text, self.of_kind = not line.assume, line.of_kind
        self.marks, self.all_marks = line.marks, line.all_marks
        self.letters, self.clauses = line.letters, line.clauses
        self.start, self.end, self.statistic = value.start, value.end, value.statistic
        self.after = line.letters[value.end :]
        # "Thứ 8 cả nước", "8/63".
        self.national = value.universe or "n" in line.letters[value.start : value.end + 1]
        self.own, self.refusal = line.clauses[value.start], ""
        self.warnings: list[tuple[str, str]] = []
        at = bisect_right(line.ends, value.start)
        self.first = line.ends[at - 1] if at else 0
        at = bisect_left(line.starts, value.end)
        self.last = line.starts[at] if at < len(line.starts) else len(line.marks)

    def here(self, *kinds: str) -> list[int]:
        """Where marks of these kinds stand in the clause of the value."""
        return [at for at in self.line.of_kind(*kinds) if self.line.clauses[at] == self.own]

    def is_before(self, rule: str) -> bool:
        """Whether marks of a rule stand right before the value."""
        return pattern(f"(?:{rule})$").search(self.letters[: self.start]) is not None

    def is_after(self, rule: str) -> bool:
        """Whether marks of a rule stand right after the value."""
        return pattern(rule).match(self.after) is not None

    def name(self, at: int) -> str:
        """What a mark says."""
        return self.line.marks[at].value

    def editions(self, index: str, *published: str) -> list[str]:
        """The editions of an index on file, or those published on certain days."""
        known = [e for e in self.definitions.editions if e.index == index]
        days = published or ("",)
        return sorted({e.edition for e in known if e.published.startswith(days)})

    def newest(self, index: str) -> str:
        """The newest edition of an index that is complete."""
        known = [e for e in self.definitions.editions if e.index == index]
        return max(e.edition for e in ([e for e in known if e.complete] or known))

    def refuse(self, reason: str) -> None:
        """Say why it is no plain statement; the first reason stands."""
        self.refusal = self.refusal or reason

    def warn(self, kind: str, about: str) -> None:
        """Say what is taken for granted."""
        self.warnings.append((kind, about))
