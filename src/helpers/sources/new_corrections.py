"""Finding the cell that a correction speaks of, and writing the correction down."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

from helpers.atomic_files import write_atomically
from helpers.errors import BadInputError, Reason
from helpers.sources.ministry_tables import column_of
from helpers.sources.provinces import load_units
from helpers.sources.raw_files import (
    RAW,
    RawRow,
    RawTable,
    load_corrections,
    raw_tables,
    read_printed,
    rows_named,
)
from helpers.sources.suggestions import nearest_choices
from helpers.sources.yaml_files import parse_yaml

CORRECTIONS = RAW / "corrections.yml"
_ID, _VALUE = "figure_id", "value_as_printed"
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:[.,]\d{3})+")
_OF_TABLE = 4
"""Parts of the id of a figure of an official table: table, code, measure, statistic."""


@dataclass(frozen=True)
class RawCell:
    """One cell of a raw file: `file` below `data/raw`, `figure` the key of its row."""

    file: str
    figure: str
    column: str
    line: int
    printed: str

    @property
    def place(self) -> Reason:
        """Where it stands, for a message."""
        return Reason("correction.place", file=self.file, line=self.line, column=self.column)


def find_cell(root: Path, figure: str) -> RawCell:
    """Which cell of a raw file a person means by `figure`.

    Args:
        root: the project's root.
        figure: the id of a figure ("r0039", "m001:date_as_printed",
            "dti_2023_63:93:overall:score"), or "file:row:column", the file with or without folder
            and ending, the row as `rows_named` reads it.

    Raises:
        BadInputError: there is no such figure, file, row or column (names the nearest), or the
            key names several rows.
    """
    parts = [part.strip() for part in unicodedata.normalize("NFC", figure).split(":")]
    files = {Path(file).stem: file for file in raw_tables(root)}
    name = parts[0].removeprefix(f"{RAW.as_posix()}/").removesuffix(".csv").rpartition("/")[2]
    if name not in files:
        return _cell_by_id(root, figure, parts, files)
    if len(parts) == _OF_TABLE:
        return _cell_of_official_table(root, files[name], parts)
    if len(parts) != 3:  # noqa: PLR2004  (file, row, column)
        raise BadInputError("correction.no_cell", figure=figure, ways=Reason("correction.ways"))
    return _cell(read_printed(root, files[name]), parts[1], parts[2])


def _cell_by_id(root: Path, figure: str, parts: list[str], files: Mapping[str, str]) -> RawCell:
    ledgers = [
        table for file in files.values() if (table := read_printed(root, file)).columns[0] == _ID
    ]
    for table in ledgers:
        if rows_named(table, parts[0]) and len(parts) <= 2:  # noqa: PLR2004  (id, column)
            if len(parts) == 1 and _VALUE not in table.columns:
                raise BadInputError(
                    "correction.name_column",
                    figure=figure,
                    id=parts[0],
                    column=table.columns[2],
                    file=table.file,
                    columns=", ".join(table.columns),
                )
            return _cell(table, parts[0], [*parts, _VALUE][1])
    known = [row.printed(_ID) for table in ledgers for row in table] + list(files)
    raise BadInputError(
        "correction.no_figure",
        figure=figure,
        near=nearest_choices(parts[0], known),
        ways=Reason("correction.ways"),
    )


def _cell_of_official_table(root: Path, file: str, parts: list[str]) -> RawCell:
    table = read_printed(root, file)
    layout = table.metadata.get("table", {})
    meanings = [meaning.replace(".", ":") for meaning in layout.get("columns", {}).values()]
    _, code, measure, statistic = parts
    if f"{measure}:{statistic}" not in meanings:
        near = nearest_choices(f"{measure}:{statistic}", meanings) or Reason("correction.none")
        raise BadInputError(
            "correction.no_meaning", file=table.file, meaning=f"{measure}:{statistic}", near=near
        )
    units = load_units(root)
    by_code = {
        unit.province_code: row
        for row in table
        if (unit := units.match(row.printed(layout["unit_column"]), layout["universe"]))
    }
    if code not in by_code:
        raise BadInputError(
            "correction.no_code", file=table.file, code=code, near=nearest_choices(code, by_code)
        )
    return _cell(table, _key_of(table, by_code[code]), column_of(table, measure, statistic))


def _key_of(table: RawTable, row: RawRow) -> str:
    """The shortest key that names this row alone."""
    first = row.printed(table.columns[0])
    keys = [first, *(f"{first}|{row.printed(column)}" for column in table.columns[1:])]
    return next(key for key in keys if len(rows_named(table, key)) == 1)


def _cell(table: RawTable, key: str, column: str) -> RawCell:
    if column not in table.columns:
        raise BadInputError(
            "correction.no_column",
            file=table.file,
            column=column,
            near=nearest_choices(column, table.columns),
        )
    rows = rows_named(table, key)
    if not rows:
        keys = dict.fromkeys(row.printed(table.columns[0]) for row in table)
        raise BadInputError(
            "correction.no_row",
            file=table.file,
            row=key,
            column=table.columns[0],
            near=nearest_choices(key, keys),
        )
    if len(rows) > 1:
        lines = ", ".join(str(row.line) for row in rows[:5])
        raise BadInputError(
            "correction.rows", file=table.file, row=key, number=len(rows), lines=lines
        )
    file = table.file.removeprefix(f"{RAW.as_posix()}/")
    return RawCell(file, key, column, rows[0].line, rows[0].printed(column))


def check_correction(root: Path, cell: RawCell, expect: str, use: str) -> None:
    """Refuse a correction of a cell that says something else, or has one, or that changes nothing.

    Raises:
        BadInputError: says which, and what stands there.
    """
    expect, use = (unicodedata.normalize("NFC", text).strip() for text in (expect, use))
    if cell.printed != expect:
        raise BadInputError(
            "correction.expect", place=cell.place, printed=cell.printed, expect=expect
        )
    if not use:
        raise BadInputError("correction.empty", place=cell.place)
    if _same_number(use, expect):
        raise BadInputError("correction.same_number", place=cell.place, use=use, expect=expect)
    if use == expect:
        raise BadInputError("correction.same", place=cell.place, use=use)
    for entry in load_corrections(root):
        if (entry["file"], entry["column"]) != (cell.file, cell.column):
            continue
        rows = rows_named(read_printed(root, cell.file), entry["figure"])
        if any(row.line == cell.line for row in rows):
            raise BadInputError("correction.already", place=cell.place, **entry)


def _same_number(use: str, expect: str) -> bool:
    """Whether two texts are one number, written with another decimal mark or more zeros.

    Where the mark may part thousands (1.234), it carries the value, and texts are not the same.
    """
    texts = (use, expect)
    if use == expect or any(_THOUSANDS.fullmatch(text) for text in texts):
        return False
    if not all(_NUMBER.fullmatch(text) for text in texts):
        return False
    first, second = (Decimal(text.replace(",", ".")) for text in texts)
    return first == second


def append_correction(root: Path, entry: Mapping[str, str]) -> None:
    """Write one more entry at the end of `corrections.yml`; what stands there stays, comments too.

    Raises:
        BadInputError: the file would not hold the earlier entries and this one.
    """
    path = Path(root) / CORRECTIONS
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    text = before + yaml.safe_dump([dict(entry)], allow_unicode=True, sort_keys=False, width=2**20)
    expected = [*load_corrections(root), dict(entry)]
    try:
        found = parse_yaml(text, CORRECTIONS.as_posix())
    except BadInputError:
        found = None
    if found != expected:
        raise BadInputError("correction.form")
    write_atomically(path, text)


def corrections_on_file(root: Path) -> list[tuple[dict[str, str], str | None]]:
    """Which corrections there are, each with what its cell says now (None: there is no such cell).

    Raises:
        BadInputError: an entry is malformed, or its file is missing.
    """
    return [(entry, _stands_there(root, entry)) for entry in load_corrections(root)]


def _stands_there(root: Path, entry: Mapping[str, str]) -> str | None:
    table = read_printed(root, entry["file"])
    rows = rows_named(table, entry["figure"])
    if len(rows) != 1 or entry["column"] not in table.columns:
        return None
    return rows[0].printed(entry["column"])
