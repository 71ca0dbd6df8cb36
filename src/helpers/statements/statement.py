"""One statement that a text makes, and what may be doubtful about it."""

from __future__ import annotations

from dataclasses import dataclass

REFUSALS = (
    "not understood", "no province", "several provinces", "part of a province", "another index",
    "no index", "no such measure", "no such edition", "no edition", "several editions", "hedge",
    "target", "negation", "region", "vague", "rumour", "scale", "growth of something",
)  # fmt: skip
"""Why a statement cannot be checked."""
WARNINGS = (
    "index assumed", "edition assumed", "edition after the baseline", "edition from publication",
    "relative year", "measure carried", "ignored words", "bare places", "group kept",
    "direction against places", "question", "compared with", "subject after", "34 assumed",
    "streak",
)  # fmt: skip
"""What was taken for granted, or left out."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a headline or of a sentence.

    `words` it was read from; `province` its usual name, empty where none is named; `statistic`,
    `value`, `best`, `worst`, `decimals`, `baseline` as in a figure, `statistic` empty where the
    words were not understood; `from_bottom` counts places from the last one; `universe` is empty
    where the headline does not say how many units are ranked; `refusal` is one of `REFUSALS` or
    empty; `warnings` are pairs of one of `WARNINGS` and what it is about; `scope` are the words
    that say among whom a place is counted where that is not the country (without a refusal: where
    it may not be), `region` the region on file that they name; `unread` are words of its clause
    that were not understood. `start` and `end` are where the words stand in the text read, and
    `sentence_start`, `sentence_end` where their sentence does.
    """

    words: str
    province: str = ""
    index: str = ""
    edition: str = ""
    baseline: str = ""
    measure: str = "overall"
    statistic: str = ""
    value: float | None = None
    best: int | None = None
    worst: int | None = None
    from_bottom: int | None = None
    decimals: int | None = None
    universe: str = ""
    refusal: str = ""
    warnings: tuple[tuple[str, str], ...] = ()
    scope: str = ""
    region: str = ""
    unread: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
    sentence_start: int = 0
    sentence_end: int = 0


@dataclass(frozen=True, slots=True)
class UnreadNumber:
    """A number of a text that is neither part of a statement nor known to be anything else."""

    start: int
    end: int
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a text: `text` in one spelling, which all places count in.

    Paragraphs are lines of `text`. Every number is part of a statement, known to be something else
    (a date, money, a count), or among `unread`.
    """

    text: str
    statements: tuple[Statement, ...]
    unread: tuple[UnreadNumber, ...]
