"""Taking the figures of an article that a person accepted into the ledger of rankings.

The accepted rows are read by the ledger's own reader, so that each check of the ledger names the
place in the person's file; what is asked of new rows alone follows. Nothing is written before the
raw figures with these rows among them pass what notebook 01 asks, and then all of it or nothing.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from helpers.errors import BadInputError, RawFileError, Reason, Words
from helpers.intake.filing import Filing
from helpers.intake.landing import check_as_filed, land
from helpers.intake.proposals import MOST_WORDS, Proposals, ProposedRow, Source
from helpers.intake.proposals_file import OF_LEDGER
from helpers.printed.words import clean_printed_text
from helpers.questions.press_check.own_sources import ARTICLES, address_key, load_articles
from helpers.sources.addresses import is_link
from helpers.sources.citations import SOURCES
from helpers.sources.editions import Definitions
from helpers.sources.figures import Figure
from helpers.sources.ledger_rankings import FILE as LEDGER
from helpers.sources.ledger_rankings import reported_figures
from helpers.sources.ledger_rows import source_dates
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RAW, RawRow, RawTable, read_printed, read_raw, sealed_text
from helpers.sources.suggestions import nearest_choices

NOT_IN_WORDS = "value not in the words of the source around it"
"""The doubt about a figure that a person changed to what the article does not say there."""
_ADVICE = "proposals.advice"


@dataclass(frozen=True)
class Confirmed:
    """What is to be taken in: the rows by the ids that they get, and of which source.

    `filing` is empty where every row is on file already; `known` are then their ids. `changed` are
    ids of figures that the words around them do not say.
    """

    source_id: str
    figures: tuple[Figure, ...]
    known: tuple[str, ...]
    changed: tuple[str, ...]
    is_new_source: bool
    filing: Filing | None


def confirm(
    root: Path, file: str, proposals: Proposals, definitions: Definitions, units: Units,
    today: datetime.date,
) -> Confirmed:  # fmt: skip
    """What would the ledger be with the accepted rows of an article? Writes nothing.

    Args:
        root: the project's root. file: the name of the person's file, for messages.
        proposals: as `read_proposals` gives them. today: no day lies after it.

    Raises:
        RawFileError: a fact of the article or a cell of an accepted row is missing or wrong.
        BadInputError: no row is accepted, or the raw figures would not pass notebook 01.
    """
    _check_source(file, proposals, today)
    rows = [row for row in proposals.rows if row.accepted]
    if not rows:
        raise BadInputError("proposals.none_accepted", file=file, rows=len(proposals.rows))
    sources, ledger = read_printed(root, SOURCES), read_printed(root, LEDGER)
    source_id = _source_on_file(root, proposals.source, sources)
    new_source = not source_id
    source_id = source_id or _next_id("s", (row["source_id"] for row in sources))
    ids = _next_ids("r", (row["figure_id"] for row in ledger), len(rows))
    for row in rows:
        _check_row(file, row, definitions)
    figures = _figures(file, rows, ids, source_id, definitions, units)
    on_file = {} if new_source else _on_file(root, source_id, definitions, units)
    known = _known(file, rows, figures, on_file)
    if known:
        return Confirmed(source_id, (), known, (), is_new_source=False, filing=None)
    changed = {f.figure_id for row, f in zip(rows, figures, strict=True) if not _is_said(row)}
    figures = tuple(
        replace(f, doubt="; ".join(filter(None, (f.doubt, NOT_IN_WORDS))))
        if f.figure_id in changed else f
        for f in figures
    )  # fmt: skip
    filing = _filing(root, proposals.source, source_id, new_source, figures, (sources, ledger))
    return Confirmed(
        source_id, figures, (), tuple(sorted(changed)), is_new_source=new_source, filing=filing
    )


def take_in(root: Path, filing: Filing) -> None:
    """Write the rows, the source and their seals, all or none.

    Raises:
        BadInputError: the raw figures would not pass notebook 01, or the disk refuses.
    """
    try_out(root, filing)
    land(root, filing)


def try_out(root: Path, filing: Filing) -> None:
    """Whether notebook 01 would take the raw figures with these rows; writes nothing there.

    Raises:
        BadInputError: it would not; says why.
    """
    try:
        check_as_filed(root, filing)
    except BadInputError as error:
        raise BadInputError(
            "proposals.check", error=error.reason.values.get("error", error)
        ) from None


def _check_source(file: str, proposals: Proposals, today: datetime.date) -> None:
    """Refuse an article that nobody could find again."""
    source = proposals.source

    def refuse(fact: str, problem: str, expected: Reason, found: str) -> None:
        raise RawFileError(
            file, Reason(problem), row=proposals.lines.get(fact), column=fact,
            expected=expected, found=repr(found), advice=Reason(_ADVICE),
        )  # fmt: skip

    for fact in ("title", "publisher", "published", "address", "opened"):
        if not getattr(source, fact):
            refuse(fact, "proposals.no_fact", Reason(f"proposals.fact_{fact}"), "")
    if not is_link(source.address):
        refuse("address", "proposals.no_address", Reason("proposals.fact_address"), source.address)
    days = {}
    for fact in ("published", "opened"):
        day = _day(getattr(source, fact))
        if day is None or day > today:
            refuse(fact, "proposals.no_day", Reason(f"proposals.fact_{fact}"),
                   getattr(source, fact))  # fmt: skip
        else:
            days[fact] = day
    if days["opened"] < days["published"]:
        refuse("opened", "proposals.opened_before", Reason("proposals.fact_opened"), source.opened)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _source_on_file(root: Path, source: Source, sources: RawTable) -> str:
    """The id of an article that is listed already, by its address or its text; "" for a new one."""
    own = address_key(source.address)
    by_address = [row["source_id"] for row in sources if address_key(row["url"]) == own]
    listed = {row["source_id"] for row in sources}
    by_text = [name for name, one in load_articles(root).items() if one["text"] == source.text]
    return next((name for name in by_address + by_text if name in listed), "")


def _check_row(file: str, row: ProposedRow, definitions: Definitions) -> None:
    """Refuse an index, part or edition that is not defined, and too long a quotation."""
    _check_known(file, row, "universe", definitions.universes)
    _check_known(file, row, "index", definitions.indices)
    _check_known(file, row, "measure", definitions.measures(row.index))
    editions = {edition.edition for edition in definitions.editions_of(row.index, row.universe)}
    for column in ("edition", "baseline"):
        if getattr(row, column):
            _check_known(file, row, column, sorted(editions))
    words = len(row.words.split())
    if words > MOST_WORDS:
        raise RawFileError(
            file, Reason("proposals.too_long"), row=row.line, column="words",
            expected=Reason("proposals.words", most=MOST_WORDS),
            found=Reason("proposals.words", most=words), advice=Reason(_ADVICE),
        )  # fmt: skip


def _check_known(file: str, row: ProposedRow, column: str, known: Iterable[str]) -> None:
    found, allowed = getattr(row, column), tuple(known)
    if found not in allowed:
        # A year is not misspelt: all that are on file.
        is_year = column in ("edition", "baseline")
        near = (not is_year and nearest_choices(found, allowed)) or ", ".join(allowed)
        raise RawFileError(
            file, Reason(f"proposals.unknown_{column}", index=row.index, universe=row.universe),
            row=row.line, column=column, expected=near, found=repr(found), advice=Reason(_ADVICE),
        )  # fmt: skip


def _figures(
    file: str, rows: Sequence[ProposedRow], ids: Sequence[str], source_id: str,
    definitions: Definitions, units: Units,
) -> tuple[Figure, ...]:  # fmt: skip
    """The rows as the ledger's own reader has them, its refusals naming the person's file."""
    cells = [
        {"figure_id": figure_id, "source_id": source_id}
        | {column: getattr(row, column) for column in OF_LEDGER}
        for figure_id, row in zip(ids, rows, strict=True)
    ]
    lines = [RawRow(row.line, one) for row, one in zip(rows, cells, strict=True)]
    table = RawTable(file, tuple(cells[0]), lines, {}, "")
    try:
        figures, rejected = reported_figures(table, definitions, units, {source_id: None}, {}, {})
    except RawFileError as error:
        error.reason.values["advice"] = Reason(_ADVICE)
        raise
    if rejected:
        first = rejected[0]
        raise RawFileError(
            file, Reason("proposals.unread"), row=first.row, column=first.column,
            expected=Words(first.reason_vi.removeprefix("cần "),
                           first.reason.removeprefix("expected ")),
            found=repr(first.value), advice=Reason(_ADVICE),
        )  # fmt: skip
    return tuple(figures)


def _on_file(
    root: Path, source_id: str, definitions: Definitions, units: Units
) -> dict[tuple[object, ...], str]:
    """What the ledger has of a source: each figure's id."""
    ledger = read_raw(root, LEDGER)
    own = replace(ledger, rows=[row for row in ledger if row["source_id"] == source_id])
    if not own.rows:
        return {}
    dates = source_dates(read_raw(root, SOURCES))
    figures, _ = reported_figures(own, definitions, units, dates, {}, {})
    return {_same(figure): figure.figure_id for figure in figures}


def _same(figure: Figure) -> tuple[object, ...]:
    """What makes two rows of one source the same figure."""
    value = (figure.value, figure.best, figure.worst)
    said = clean_printed_text(figure.value_as_printed) if value == (None, None, None) else value
    return (figure.unit_id, figure.index, figure.edition, figure.universe, figure.measure,
            figure.statistic, figure.baseline, said)  # fmt: skip


def _known(
    file: str, rows: Sequence[ProposedRow], figures: Sequence[Figure],
    on_file: Mapping[tuple[object, ...], str],
) -> tuple[str, ...]:  # fmt: skip
    """The ids of the rows where every one is on file; refuses where only some are, or one twice."""
    seen: dict[tuple[object, ...], int] = {}
    double: list[tuple[ProposedRow, Reason]] = []
    known = [on_file[_same(figure)] for figure in figures if _same(figure) in on_file]
    if len(known) == len(figures):
        return tuple(dict.fromkeys(known))
    for row, figure in zip(rows, figures, strict=True):
        same = _same(figure)
        if same in on_file:
            double.append((row, Reason("proposals.on_file", figure=on_file[same])))
        elif same in seen:
            double.append((row, Reason("proposals.on_line", line=seen[same])))
        seen.setdefault(same, row.line)
    if double:
        row, where = double[0]
        raise RawFileError(
            file, Reason("proposals.twice"), row=row.line, column="accept",
            expected=Reason("proposals.not_x"), found=where, advice=Reason(_ADVICE),
        )  # fmt: skip
    return ()


def _is_said(row: ProposedRow) -> bool:
    value, words = (f" {clean_printed_text(t)} " for t in (row.value_as_printed, row.words))
    return re.search(rf"(?<![\w.,]){re.escape(value.strip())}(?!\w|[.,]\d)", words) is not None


def _filing(
    root: Path,
    source: Source,
    source_id: str,
    new_source: bool,
    figures: Sequence[Figure],
    tables: tuple[RawTable, RawTable],
) -> Filing:
    """The files with the new rows at their ends, and the seals that fit them."""
    sources, ledger = tables
    cells = [{column: getattr(figure, column) for column in ledger.columns} for figure in figures]
    files = _extended(root, ledger, cells)
    if new_source:
        listed = {
            "source_id": source_id,
            "title": f"{source.title} ({source.publisher})",
            "url": source.address,
            "date_as_printed": source.published,
        }
        files |= _extended(root, sources, [listed])
    if source_id not in load_articles(root):
        path = root / RAW / ARTICLES
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        entry = {source_id: {"opened": source.opened, "text": source.text}}
        added = yaml.safe_dump(entry, allow_unicode=True, sort_keys=False)
        files[ARTICLES] = (before + added).encode()
    replaced = frozenset(path for path in files if (root / RAW / path).is_file())
    return Filing(source_id, files, replaced)


def _extended(root: Path, table: RawTable, rows: Sequence[Mapping[str, str]]) -> dict[str, bytes]:
    """A raw file with more rows at its end, and its metadata with the seal of both."""
    path = Path(root) / table.file
    text = io.StringIO()
    writer = csv.DictWriter(text, table.columns, lineterminator="\n")
    writer.writerows(rows)
    before = path.read_bytes()
    data = before + (b"" if before.endswith(b"\n") else b"\n") + text.getvalue().encode()
    metadata = path.with_suffix(".yml").read_text(encoding="utf-8")
    number = len(table) + len(rows)
    sealed = sealed_text(metadata, table, number, hashlib.sha256(data).hexdigest())
    name = path.relative_to(Path(root) / RAW)
    return {name.as_posix(): data, name.with_suffix(".yml").as_posix(): sealed.encode()}


def _next_id(letter: str, known: Iterable[str]) -> str:
    return _next_ids(letter, known, 1)[0]


def _next_ids(letter: str, known: Iterable[str], number: int) -> list[str]:
    """The ids behind the last that was ever given, each with as many digits as that."""
    given = [name for name in known if re.fullmatch(rf"{letter}\d+", name)]
    last = max((int(name[1:]) for name in given), default=0)
    digits = max((len(name) - 1 for name in given), default=3)
    return [f"{letter}{last + step:0{digits}}" for step in range(1, number + 1)]
