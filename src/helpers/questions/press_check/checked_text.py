"""What do the tables say to each statement of a whole text, and which numbers were not read?"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

import pandas as pd

from helpers.documents.document import Document, Paragraph
from helpers.questions.press_check.answer import CONTRADICTED
from helpers.questions.press_check.columns import with_columns
from helpers.questions.press_check.headline import Judged, judge_statements
from helpers.questions.press_check.other_readings import with_other_readings
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.reader import read_text
from helpers.statements.statement import Reading, Statement, UnreadNumber

OUTCOMES = ("agrees", "contradicted", "cannot be checked")
"""What became of a statement: the verdicts that say it is not true count as one."""


@dataclass(frozen=True)
class CheckedText:
    """A document as it was read, and a verdict for each of its statements, in their order."""

    document: Document
    reading: Reading
    judged: tuple[Judged, ...]

    def __post_init__(self) -> None:
        """A line of the text that was read is a paragraph of the document, or places are wrong."""
        if self.reading.text != self.document.text:
            raise ValueError("the text was read in another spelling than the document has")

    @property
    def counts(self) -> Mapping[str, int]:
        """How many statements had each of `OUTCOMES`?"""
        found = Counter(outcome(one) for one in self.judged)
        return {name: found[name] for name in OUTCOMES}

    @property
    def starts(self) -> list[int]:
        """Where each paragraph begins in the text."""
        lengths = (len(paragraph.text) + 1 for paragraph in self.document.paragraphs)
        return list(accumulate(lengths, initial=0))[:-1]

    def sentence(self, one: Statement | UnreadNumber) -> str:
        """Which sentence does a statement or a number stand in?"""
        return self.reading.text[one.sentence_start : one.sentence_end].strip()

    def paragraphs(self) -> list[Paragraph]:
        """In which paragraph does each statement stand?"""
        return self._paragraphs_of([one.statement.start for one in self.judged])

    def paragraphs_of_unread(self) -> list[Paragraph]:
        """In which paragraph does each number stand that was not read?"""
        return self._paragraphs_of([one.start for one in self.reading.unread])

    def _paragraphs_of(self, places: list[int]) -> list[Paragraph]:
        starts = self.starts
        return [self.document.paragraphs[bisect_right(starts, at) - 1] for at in places]


def outcome(one: Judged) -> str:
    """Which of `OUTCOMES` is a verdict?"""
    return "contradicted" if one.verdict in CONTRADICTED else one.verdict


def check_text(
    document: Document, rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> CheckedText:
    """What do the tables say to each statement of a document?

    Args:
        document: what was read of a file. rankings: as `rankings.csv`.
    """
    reading = read_text(document.text, definitions, units)
    statements = with_columns(document, reading.statements, definitions, units)
    reading = replace(reading, statements=statements)
    judged = judge_statements(statements, rankings, definitions, units)
    told = with_other_readings(reading, judged, rankings, definitions, units)
    return CheckedText(document, reading, tuple(told))


def record(one: Judged, sentence: str) -> dict[str, object]:
    """A statement and its verdict as a row for programs.

    `universe` and `unit_id` are empty where several sets of units were asked, and `documented` then
    says for each what is on file; `value` of a group is its size; `cause` says why a statement
    cannot be checked, or where its number may come from.
    """
    statement = one.statement
    universe = one.universe or statement.universe
    sizes = (statement.value, statement.from_bottom, statement.worst)
    said = dict.fromkeys((known.universe, known.said) for known in one.said)
    return {
        "sentence": sentence,
        "province": statement.province,
        "unit_id": one.unit_id,
        "index": statement.index,
        "edition": statement.edition,
        "universe": universe,
        "measure": statement.measure,
        "statistic": statement.statistic,
        "value": next((size for size in sizes if size is not None), None),
        "verdict": one.verdict,
        "cause": one.cause,
        "documented": "; ".join(text if universe else f"{of}: {text}" for of, text in said),
    }
