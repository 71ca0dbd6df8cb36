"""Of what is a bare number in a row of a table? What the head of its column says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from helpers.documents.document import Document, Paragraph
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.marks import Mark, Marker
from helpers.statements.statement import Statement

Heads = tuple[list[str], ...]

_BAR = "|"
_BARE = re.compile(r"[0-9][0-9.,]*(?: ?/ ?[0-9]+)?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# The head of the whole ranking, as beside those of its parts.
_OVERALL = re.compile(r"(?<!\w)chung(?!\w)", re.IGNORECASE)
_RANKS, _SCORES = {"rank_word", "stands"}, {"score_word", "score_verb"}
_TOLD = {"index", "measure", "year"}
_PLAIN = {*_RANKS, *_SCORES, *_TOLD, "universe", "unit", "self", "filler", "whole", "now"}
_OF_ALL = _PLAIN - {"measure", "year"}
_WHY = {
    "other_index": "another index", "goal": "target", "target": "target", "region": "region",
    "scope": "region", "part": "part of a province", "body": "part of a province",
}  # fmt: skip


def with_columns(
    document: Document, found: Sequence[Statement], definitions: Definitions, units: Units
) -> tuple[Statement, ...]:
    """Which statements do the bare numbers in rows make, once the heads of columns are heeded?

    A number under «Hạng DTI 2022» is of 2022, whatever the rest of the text is about. One under a
    head that names neither a rank nor a score, or whose head cannot be told, is not checked.
    """
    marker = Marker(definitions, units)
    starts = list(accumulate((len(one.text) + 1 for one in document.paragraphs), initial=0))
    above = _heads(document.paragraphs)
    told = []
    for one in found:
        row = bisect_right(starts, one.start) - 1
        text, cells = document.paragraphs[row].text, _cells(document.paragraphs[row].text)
        column = text.count(_BAR, 0, one.start - starts[row])
        is_open = above[row] and one.refusal in ("", "no edition")
        if is_open and _BARE.fullmatch(cells[column]):
            heads = _over(above[row], column, len(cells), marker)
            told.append(_told(one, heads, marker, definitions))
        else:
            told.append(one)
    return tuple(told)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split(_BAR)]


def _heads(paragraphs: Iterable[Paragraph]) -> list[Heads]:
    """The rows above each paragraph that head its table: the first, and those without a number."""
    found: list[Heads] = []
    heads: Heads = ()
    last, ended = 0, True
    for paragraph in paragraphs:
        row, cells = paragraph.place.row, _cells(paragraph.text)
        # A table that begins without its first row has no head.
        if row and row <= max(last, 1):
            heads, ended = (), row > 1
        found.append(heads if row else ())
        ended |= row > 0 and any(
            _BARE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in cells
        )
        if row and not ended:
            heads = (*heads, cells)
        last = row or last
    return found


def _over(heads: Heads, column: int, width: int, marker: Marker) -> list[str]:
    """What stands over a column, row by row; nothing where that cannot be told.

    A head over several columns stands over the first alone, or leaves its row with fewer cells:
    that says which column is meant only where it is said of all of them.
    """
    found = []
    for head in heads:
        if len(head) == width:
            # The last row has a head for each column.
            last = column if head is heads[-1] else next(
                (n for n in range(column, -1, -1) if head[n]), column)  # fmt: skip
            found.append(head[last])
        elif len(head) > 1:
            kinds = {mark.kind for mark in marker.marks(" ".join(head)) if mark.letter}
            if not kinds <= _OF_ALL:
                return []
    return found


def _told(
    one: Statement, heads: Sequence[str], marker: Marker, definitions: Definitions
) -> Statement:
    """The statement with what the head of its column says, or the reason that it is not checked."""
    marks = marker.marks(_OVERALL.sub("", " ".join(heads)))
    why = _refusal(one, marks)
    if why:
        return replace(one, refusal=why)
    said = {kind: {mark.value for mark in marks if mark.kind == kind} for kind in _TOLD}
    index = next(iter(said["index"]), one.index)
    edition = next(iter(said["year"]), one.edition)
    sizes = [mark.value for mark in marks if mark.kind == "universe"]
    universe = sizes[0] if sizes else one.universe if edition == one.edition else ""
    on_file = any(
        (known.index, known.edition) == (index, edition) for known in definitions.editions
    )
    unknown = "no such edition" if edition else "no edition"
    return replace(
        one, index=index, edition=edition, measure=next(iter(said["measure"]), one.measure),
        universe=universe, refusal="" if on_file else unknown,
    )  # fmt: skip


def _refusal(one: Statement, marks: Sequence[Mark]) -> str:
    kinds = {mark.kind for mark in marks if mark.kind.isidentifier()}
    for kind, why in _WHY.items():
        if kind in kinds:
            return why
    named = {kind: {mark.value for mark in marks if mark.kind == kind} for kind in _TOLD}
    if len(named["year"]) > 1:
        return "several editions"
    if len(named["index"]) > 1 or len(named["measure"]) > 1:
        return "not understood"
    of_kind = _SCORES if one.statistic.startswith("score") else _RANKS
    other = (_RANKS | _SCORES) - of_kind
    plain = kinds <= _PLAIN and kinds & (of_kind | _TOLD) and (kinds & of_kind or not kinds & other)
    return "" if plain else "not understood"
