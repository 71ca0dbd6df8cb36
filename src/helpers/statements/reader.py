"""Which statements about ranks and scores does a headline or a whole text make, and where?

Reads Vietnamese, with or without diacritics, and English. What a headline leaves out is assumed and
said (`warnings`); in a text it carries over or stays open. What is no plain statement of fact is
kept with the reason (`refusal`), and every number that was not understood is named.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from helpers.printed.words import one_spelling
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.marks import Mark, Marker
from helpers.statements.rules import VALUES, aims_on, carry_on, statements_of, told_by_title
from helpers.statements.sentence import Asked, Carried, Line
from helpers.statements.statement import Reading, Statement, UnreadNumber
from helpers.statements.text import plain_text, sentences
from helpers.statements.values import read_values

_NUMBERS = ("number", "other_number", "percent", "of_some", "of_all", "ordinal", "score", "money")
_COUNTED = ("unknown", "counted", "part", "body", "unit", "self", "fillers", "harmless", "measure",
            "document", "other_index", "ministry", "ignored")  # fmt: skip


def read_headline(text: str, definitions: Definitions, units: Units) -> list[Statement]:
    """Which statements does a headline make? Without a `statistic`: what was not understood."""
    plain = one_spelling(text)
    line = Line(plain, Marker(definitions, units).marks(plain), assume=True)
    found = _read(line, definitions, Carried())
    left = _left(line)
    if left or not found:
        start = max(0, plain.rfind(" ", 0, max(0, left[0].start - 12)) + 1) if left else 0
        words = plain[start : left[0].end + 16].strip() if left else plain
        found.append(Statement(words, refusal="not understood"))
    return found


def read_text(text: str, definitions: Definitions, units: Units) -> Reading:
    """Which statements does a text make, whose first line is its title, and what is not read?"""
    plain = plain_text(text)
    marks = Marker(definitions, units).marks(plain)
    carried = told_by_title(plain, marks, definitions, units)
    statements: list[Statement] = []
    unread: list[UnreadNumber] = []
    starts = [mark.start for mark in marks]
    for sentence in sentences(plain):
        if sentence.opens:
            # A paragraph speaks of the text's own edition and units again.
            carried.universe = carried.own_universe
            carried.edition = carried.mains.get(carried.index, carried.edition)
        own = slice(bisect_left(starts, sentence.start), bisect_left(starts, sentence.end))
        line = Line(plain, marks[own], assume=False)
        line.aimed = carried.aims
        found = [
            replace(one, sentence_start=sentence.start, sentence_end=sentence.end)
            for one in _read(line, definitions, carried)
        ]
        statements += found
        unread += [
            UnreadNumber(mark.start, mark.end, sentence.start, sentence.end)
            for mark in _left(line)
            if mark.kind not in ("percent", "money") and not _counts(line, mark)
        ]
        carry_on(line, found, carried)
        carried.aims = aims_on(plain, sentence, line, aims=carried.aims)
    return Reading(plain, tuple(statements), tuple(unread))


def _read(line: Line, definitions: Definitions, carried: Carried) -> list[Statement]:
    read_values(line, VALUES)
    asked = (Asked(line, value, definitions, carried) for value in line.values)
    return [statement for one in asked for statement in statements_of(one)]


def _left(line: Line) -> list[Mark]:
    """Numbers in digits that no value took and that are not known to be anything else."""
    taken = {line.marks[at] for at in line.inside}
    numbers = [mark for mark in line.all_marks if mark.kind in _NUMBERS and mark not in taken]
    return [mark for mark in numbers if line.text[mark.start].isdecimal()]


def _counts(line: Line, mark: Mark) -> bool:
    """Whether a number counts what is named after it ("42 phóng viên") or a row of a list."""
    after = next((other.kind for other in line.all_marks if other.start >= mark.end), "")
    led = line.text[max(0, mark.start - 3) : mark.start].rstrip(" (")[-1:]
    row = mark == line.all_marks[0] or (after == ")" and led in tuple(";:,."))
    return after in _COUNTED or (after in tuple("|-.)") and row)
