"""Which statements of an article would be new rows of the ledger of rankings?

Proposed is what no table of a ministry can judge: ranks, scores and changes of editions, parts and
provinces that no table on file gives. A target, a negation, what speaks of a place within a
province, or what was not wholly understood is no figure and is not proposed. The ledger keeps
figures as they are printed: an edition that the words leave open stays open.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from helpers.documents.document import Document
from helpers.printed.words import PrintedFormError
from helpers.questions.press_check.headline import Judged
from helpers.questions.press_check.own_sources import text_digest
from helpers.questions.press_check.tables import REGIONAL
from helpers.sources.addresses import is_link
from helpers.sources.editions import Definitions
from helpers.sources.ledger_rankings import PrintedValue, read_value
from helpers.sources.provinces import Units
from helpers.statements.statement import Reading, Statement

MOST_WORDS = 20
"""How many words of an article are quoted around a figure."""
_STATISTICS = (
    "rank", "group", "list_position", REGIONAL, "score", "rank_change", "score_change",
    "score_growth",
)  # fmt: skip
_OPEN = ("", "no edition", "no such edition")
"""Refusals of a reader or a judge that leave a figure a figure."""
_JUDGED_OTHERWISE = ("universes differ", "not in universe", "words not understood")
_OF_A_TABLE = {"table", "recomputed"}
_EDITION_NOT_PRINTED = {
    "edition assumed", "edition after the baseline", "edition from publication", "relative year",
}  # fmt: skip
_LONGEST_NAME = 5
_EDGES = " .,;:!?()[]“”\"'«»"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article stands: days as YYYY-MM-DD, `text` the digest of what was read."""

    title: str = ""
    publisher: str = ""
    published: str = ""
    address: str = ""
    opened: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """One figure for the ledger, in the ledger's columns; `words` are those around it.

    `on_file` is what other sources print of it, `accepted` what a person says of it. `assumed` are
    the warnings of the reader, and `line` the row of a file that it was read from.
    """

    province_as_printed: str
    index: str
    edition: str
    universe: str
    measure: str
    statistic: str
    value_as_printed: str
    baseline: str = ""
    unit: str = ""
    doubt: str = ""
    words: str = ""
    on_file: str = ""
    accepted: bool = False
    assumed: tuple[tuple[str, str], ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Proposals:
    """The figures that an article offers, and the article; `lines` is where its facts stand."""

    source: Source
    rows: tuple[ProposedRow, ...]
    lines: dict[str, int] = field(default_factory=dict)


def source_of(document: Document, opened: datetime.date) -> Source:
    """What a document says of itself as a source; the rest is for a person to complete."""
    titles = [one.text for one in document.paragraphs if one.place.kind == "title"]
    return Source(
        title=next(iter(titles or [one.text for one in document.paragraphs]), ""),
        published=next(iter(document.published), ""),
        address=document.name if is_link(document.name) else "",
        opened=opened.isoformat(),
        text=text_digest(document.text),
    )


def propose(
    reading: Reading, judged: Sequence[Judged], definitions: Definitions, units: Units
) -> list[ProposedRow]:
    """Which rows of the ledger do the statements of a text that no table can judge make?

    Args:
        reading: the text as it was read. judged: what the tables say to each of its statements.

    Returns:
        The rows in the order of the text, none accepted; what is said twice is proposed once.
    """
    rows: dict[tuple[object, ...], ProposedRow] = {}
    for one in judged:
        if _is_open(one):
            said = one.statement
            row = _row(one, reading.text, definitions, units)
            figure = (said.province, row.index, row.edition, row.universe, row.measure)
            value = (row.statistic, row.baseline, said.value, said.best, said.worst)
            rows.setdefault(figure + value, row)
    return list(rows.values())


def _is_open(judged: Judged) -> bool:
    """Whether a statement is a figure, of one province, that no table of a ministry can judge."""
    one = judged.statement
    if one.statistic not in _STATISTICS or not one.province or one.unread:
        return False
    if one.refusal not in _OPEN or (one.scope and one.statistic != REGIONAL):
        return False
    if judged.verdict == "cannot be checked":
        return judged.reason not in _JUDGED_OTHERWISE
    return not any(known.provenance in _OF_A_TABLE for known in judged.said)


def _row(judged: Judged, text: str, definitions: Definitions, units: Units) -> ProposedRow:
    one = judged.statement
    doubts, edition = [], one.edition
    kinds = {kind for kind, _ in one.warnings}
    if kinds & _EDITION_NOT_PRINTED or not edition:
        doubts.append(f"index year not printed ({edition} likely)" if edition else
                      "index year not printed")  # fmt: skip
        edition = ""
    if "index assumed" in kinds:
        doubts.append("index not named")
    universes = _universes(judged, edition, definitions, units)
    if len(universes) > 1:
        doubts.append("number of units not printed")
    universe = universes[0]
    value = printed_value(one)
    return ProposedRow(
        province_as_printed=_printed_name(one, text, universe, units),
        index=one.index,
        edition=edition,
        universe=universe,
        measure=one.measure,
        statistic=one.statistic,
        value_as_printed=value,
        baseline=one.baseline,
        unit=_unit(one, value),
        doubt="; ".join(doubts),
        words=words_around(text, one),
        on_file="; ".join(dict.fromkeys(known.said for known in judged.said)) if edition else "",
        assumed=one.warnings,
    )


def _universes(judged: Judged, edition: str, definitions: Definitions, units: Units) -> list[str]:
    """Among which units the province may be ranked; the first is the likeliest."""
    one = judged.statement
    if one.universe or (edition and judged.universe):
        return [one.universe or judged.universe]
    own = [e for e in definitions.editions if e.index == one.index]
    ranked = [e.universe for e in own if edition in ("", e.edition)]
    known = dict.fromkeys(name for name in ranked if units.match(one.province, name) is not None)
    return list(known) or [definitions.base_universe]


def _unit(one: Statement, value: str) -> str:
    if one.statistic == REGIONAL:
        return one.scope or one.region
    if one.statistic == "rank_change":
        return "places"
    return f"of {one.universe}" if one.universe and one.universe in value else ""


def printed_value(one: Statement) -> str:
    """The longest part of a statement's words that the ledger reads as its value.

    All of its words where no part is read so.
    """
    words = one.words.split()
    for size in range(len(words), 0, -1):
        for first in range(len(words) - size + 1):
            part = " ".join(words[first : first + size]).strip(_EDGES)
            if part and _says(one, part):
                return part
    return one.words


def _says(one: Statement, text: str) -> bool:
    try:
        found = read_value(one.statistic, text)
    except PrintedFormError:
        return False
    if one.value is not None:
        return found.value is not None and abs(found.value - one.value) < 1e-9  # noqa: PLR2004
    return found.value is None and found != PrintedValue()


def _printed_name(one: Statement, text: str, universe: str, units: Units) -> str:
    """The province as the sentence spells it; by its usual name where it stands elsewhere."""
    meant = units.match(one.province, universe)
    words = text[one.sentence_start : one.sentence_end].split()
    for size in range(_LONGEST_NAME, 0, -1):
        for first in range(len(words) - size + 1):
            part = " ".join(words[first : first + size]).strip(_EDGES)
            if meant is not None and part and units.match(part, universe) == meant:
                return part
    return one.province


def words_around(text: str, one: Statement) -> str:
    """The words of a statement's sentence around its own, at most `MOST_WORDS`."""
    words = [
        (found.start(), found.end())
        for found in re.finditer(r"\S+", text[one.sentence_start : one.sentence_end])
    ]
    start, end = one.start - one.sentence_start, one.end - one.sentence_start
    own = [number for number, (a, b) in enumerate(words) if a < end and b > start] or [0]
    first, last = own[0], min(own[-1], own[0] + MOST_WORDS - 1)
    for number in _outwards(first, last, len(words)):
        if last - first + 1 == MOST_WORDS:
            break
        first, last = min(first, number), max(last, number)
    return " ".join(text[one.sentence_start + a : one.sentence_start + b]
                    for a, b in words[first : last + 1])  # fmt: skip


def _outwards(first: int, last: int, size: int) -> Iterator[int]:
    """Words before and after, the nearest first."""
    for step in range(1, size):
        if first - step >= 0:
            yield first - step
        if last + step < size:
            yield last + step
