"""Everything that filing a new edition writes below `data/raw`, as bytes, before any is written."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from helpers.errors import BadInputError
from helpers.intake.checks.checks import Checked
from helpers.intake.definition_texts import add_corrections, add_edition, add_formula, add_measures
from helpers.intake.files.limits import ENDINGS
from helpers.intake.fuller import replaced_paths, superseded_files, unfit_corrections
from helpers.intake.map_entries import MapEntries
from helpers.intake.on_file import OnFile
from helpers.intake.transcription import PrintedColumn, Transcription
from helpers.sources.editions import Edition
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RAW

_DEFINITIONS = "definitions"


@dataclass(frozen=True)
class Facts:
    """What a person says about a published table, and the day it is filed (YYYY-MM-DD).

    `producer` is empty where it is that of the last table on file before it. `transcribed_by`
    is who copied the table, where that was not its publisher.
    """

    address: str
    published: str
    filed: str
    producer: str = ""
    transcribed_by: str = ""


@dataclass(frozen=True)
class Filing:
    """What is to be written below `data/raw`, by path from there; replaced ones are marked."""

    name: str
    files: Mapping[str, bytes]
    replaced: frozenset[str]
    removed: frozenset[str] = frozenset()
    """Files of a replaced table that no new one takes the place of; they are kept elsewhere."""


def table_name(index: str, edition: str, universe: str) -> str:
    """What the table of an edition is called, without an ending: dti_2024_34."""
    return f"{index.lower()}_{edition}_{universe}"


def filing_of(
    root: Path,
    checked: Checked,
    on_file: OnFile,
    facts: Facts,
    original: bytes,
    entries: MapEntries,
    replacing: Edition | None = None,
    beside: Filing | None = None,
) -> Filing:
    """The files of a new edition: original, table, metadata, kept map and definitions.

    Nothing in a name comes from the name of the file that was given, save its ending, which must
    be a known one.

    Args:
        root: the project's root.
        checked: the table as printed, with the formula it follows.
        on_file: the tables and definitions on file.
        facts: address, dates and producer.
        original: the bytes of the published file.
        entries: what the map says beyond the columns; its text is kept beside the original.
        replacing: the edition whose table this fuller one replaces; its files are kept apart.
        beside: what is filed of the table that prints this one, ranks of another edition, beside
            its own; the result holds both.

    Raises:
        BadInputError: the edition is on file already, the file's ending is not known, or a
            correction of the replaced table does not fit this one.
    """
    table = checked.transcription
    name = table_name(table.index, table.edition, table.universe)
    ending = table.path.suffix.lower()
    if ending not in ENDINGS:
        raise BadInputError("filing.ending", ending=ending, known=", ".join(ENDINGS))
    headers = _headers(table.columns)
    written = _table_csv(table, headers)
    kept = f"originals/{name}/published{ending}"
    metadata = _metadata(table, headers, on_file, facts, beside.name if beside else "")
    metadata |= {"rows": len(table.rows), "sha256": hashlib.sha256(written).hexdigest()}
    metadata["table"] = _layout(checked, headers, on_file.units)
    metadata["original"] = {
        "file": kept, "bytes": len(original), "sha256": hashlib.sha256(original).hexdigest(),
    }  # fmt: skip
    folder = f"{table.index.lower()}_tables"
    files = {kept: original, f"{folder}/{name}.csv": written}
    files[f"{folder}/{name}.yml"] = yaml.safe_dump(
        metadata, allow_unicode=True, sort_keys=False, width=100
    ).encode()
    if entries.text:
        files[f"originals/{name}/map.yml"] = entries.text.encode()
    changed = _definitions(root, checked, facts, entries, replacing, beside)
    if entries.corrections:
        listed = _corrections(table, headers, f"{folder}/{name}.csv", entries, facts)
        changed["corrections.yml"] = add_corrections(_read(root, "corrections.yml"), listed)
    texts = {path: text.encode() for path, text in changed.items()}
    if beside is not None:
        both = {**beside.files, **files, **texts}
        return replace(beside, files=both, replaced=beside.replaced | frozenset(texts))
    if replacing is None:
        return Filing(name, files | texts, frozenset(texts))
    cells = [dict(zip(headers.values(), row, strict=True)) for row in _cells(table)]
    by_row = {next(iter(row.values())): row for row in cells}
    unfit = unfit_corrections(root, f"{folder}/{replacing.table}.csv", by_row)
    if unfit:
        raise BadInputError("fuller.corrections", said="; ".join(unfit))
    before = replaced_paths(root, replacing)
    kept_apart = superseded_files(root, replacing, facts.filed)
    written_over = frozenset(before) & files.keys()
    return Filing(
        name,
        files | texts | kept_apart,
        frozenset(texts) | written_over,
        frozenset(before) - files.keys(),
    )


def _headers(columns: Sequence[PrintedColumn]) -> dict[int, str]:
    """A header for each column, as printed; an empty or doubled one gets its number."""
    headers: dict[int, str] = {}
    for column in columns:
        header = column.header or f"({column.number})"
        if header in headers.values():
            header = f"{header} ({column.number})"
        headers[column.number] = header
    return headers


def _unit_column(table: Transcription) -> int:
    return next(column.number for column in table.columns if column.holds == "unit")


def _cells(table: Transcription) -> list[list[str]]:
    unit = _unit_column(table)
    return [
        [
            row.name_as_printed
            if column.number == unit
            else row.cells[column.number].text if column.number in row.cells else ""
            for column in table.columns
        ]
        for row in table.rows
    ]  # fmt: skip


def _table_csv(table: Transcription, headers: Mapping[int, str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headers.values())
    writer.writerows(_cells(table))
    return text.getvalue().encode()


def _metadata(
    table: Transcription, headers: Mapping[int, str], on_file: OnFile, facts: Facts, beside: str
) -> dict[str, Any]:
    names = on_file.definitions.indices[table.index]
    number = len(table.rows)
    by = facts.transcribed_by
    return {
        "title": f"{names['name_vi']} {table.edition}, {number} tỉnh, thành phố"
        + (f", bản do {by} chép lại" if by else ""),
        "title_en": f"{names['name_en']}, {table.edition}, {number} provinces"
        + (f", as transcribed by {by}" if by else ""),
        "producer": by or facts.producer or on_file.producer(table.index, facts.published),
        "address": facts.address,
        "published": facts.published,
        "transcription": f"By «tangbac intake» on {facts.filed} from the published file, which is "
        "kept beside the figures (original). Cells are as printed; rows that are no province's "
        f"are left out.{_respelled(table)}{_beside(beside)}",
        "licence": f"Copied by {by}, not by the ministry; figures are facts."
        if by
        else "Published by a public body of Viet Nam; figures are facts.",
        "columns": list(headers.values()),
    }


def _beside(name: str) -> str:
    return f" The published file prints these ranks beside those of {name}." if name else ""


def _respelled(table: Transcription) -> str:
    if not table.respelled:
        return ""
    return (
        f" {table.respelled} figures that the file spells in another way (such as «,8220» or "
        "«82,20 điểm») stand as figures are usually printed."
    )


def _layout(checked: Checked, headers: Mapping[int, str], units: Units) -> dict[str, Any]:
    table, values = checked.transcription, checked.values
    ranks = int(values.ranks["overall"].count()) if "overall" in values.ranks else 0
    layout: dict[str, Any] = {
        "index": table.index,
        "edition": table.edition,
        "universe": table.universe,
        "unit_column": headers[_unit_column(table)],
        "rank_printed": "every row" if ranks == len(table.rows) else f"{ranks} rows",
    }
    scales = {
        headers[column.number]: scale
        for column in table.columns
        for measure, scale in values.scales.items()
        if column.holds == f"{measure}.score" and scale != 1
    }
    if scales:
        layout["scales"] = scales
    settled = {
        row.name_as_printed: row.unit_id
        for row in table.rows
        if (unit := units.match(row.name_as_printed, table.universe)) is None
        or unit.unit_id != row.unit_id
    }
    if settled:
        layout["names"] = settled
    layout["columns"] = {
        headers[column.number]: column.holds for column in table.columns if "." in column.holds
    }
    return layout


def _definitions(
    root: Path,
    checked: Checked,
    facts: Facts,
    entries: MapEntries,
    replacing: Edition | None,
    beside: Filing | None,
) -> dict[str, str]:
    """The definition files that change, by path below `data/raw`, with their new text."""
    table, formula = checked.transcription, checked.answer.formula
    name = table_name(table.index, table.edition, table.universe)
    on_one = checked.values.scales.get("overall") == 1
    mean = table.printed_means.get("overall.score", "") if on_one else ""
    edition = Edition(
        table.index,
        table.edition,
        table.universe,
        formula=formula.formula_id if formula else None,
        # Another edition was published when it was, not when its ranks were printed again.
        published="" if beside else facts.published,
        table=name,
        complete=_is_complete(checked),
        ranks_only="overall" not in checked.values.scores,
        mean=mean,
        mean_source=name if mean else "",
        transcribed_by=facts.transcribed_by,
    )
    texts: dict[str, str] = {}
    if entries.measures:
        path = f"{_DEFINITIONS}/measures.yml"
        texts[path] = add_measures(_read(root, path), table.index, entries.measures)
    if formula is not None and checked.answer.fit is not None:
        path = f"{_DEFINITIONS}/formulas.yml"
        texts[path] = add_formula(_read(root, path), formula)
    path = f"{_DEFINITIONS}/editions.yml"
    before = beside.files[path].decode() if beside else _read(root, path)
    texts[path] = add_edition(before, edition, replacing.table if replacing else "")
    return texts


def _is_complete(checked: Checked) -> bool:
    """Whether every unit has a row, and a rank where no totals are printed."""
    values = checked.values
    if "overall" in values.scores:
        return values.complete
    ranks = values.ranks.get("overall")
    return values.complete and ranks is not None and bool(ranks.notna().all())


def _corrections(
    table: Transcription, headers: Mapping[int, str], file: str, entries: MapEntries, facts: Facts
) -> list[dict[str, str]]:
    """The entries of corrections.yml: a row is named by its first cell."""
    first = {row.unit_id: cells[0] for row, cells in zip(table.rows, _cells(table), strict=True)}
    holds = {column.holds: headers[column.number] for column in table.columns}
    return [
        {
            "file": file,
            "figure": first[entry.unit_id],
            "column": holds[entry.column],
            "expect": entry.expect,
            "use": entry.use,
            "reason": entry.reason,
            "reason_vi": entry.reason_vi,
            "reported_by": entry.reported_by,
            "date": facts.filed,
        }
        for entry in entries.corrections
    ]


def _read(root: Path, file: str) -> str:
    return (root / RAW / file).read_text(encoding="utf-8")
