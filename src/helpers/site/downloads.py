"""What a reader can take away: every table as CSV and together as one workbook, and their page.

A cell of text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab
or a line break) has one more apostrophe in front of it in the CSV files; taking one away from every
text that begins with apostrophes and such a sign gives back what stood there. In the workbook such
cells are texts by type and stay as they are. Marks that turn the direction of text are shown by
their code in both, as on the pages.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from helpers.errors import BadInputError
from helpers.sharing.literal_text import shown_marks
from helpers.sharing.numbers import LocalFormatter
from helpers.sharing.remarks import Remark
from helpers.sharing.wording import use_wording, word
from helpers.site.frame import Frame, same_name
from helpers.site.rendering import render
from helpers.sources.schemas import TABLES, ColumnSchema, TableSchema

use_wording("site.yml")

FOLDER = "data"
WORKBOOK = "tangbac.xlsx"
_PROCESSED = Path("data") / "processed"
# The full-width signs are formulas in some East Asian versions.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)
# A workbook says when it was made; one moment for all keeps its bytes the same.
_MOMENT = datetime(2000, 1, 1)
_WIDEST = 60


@dataclass(frozen=True)
class Download:
    """A file to take away: `address` from the folder of a language, `size` in bytes."""

    name: str
    address: str
    rows: int
    size: int


def present_tables(root: Path) -> list[TableSchema]:
    """Which of the processed tables are there."""
    return [t for t in TABLES.values() if (root / _PROCESSED / f"{t.name}.csv").is_file()]


def safe_text(text: str) -> str:
    """A cell of text that no spreadsheet takes for a formula, or shows in another order."""
    shown = shown_marks(text)
    return f"'{shown}" if _FORMULA.match(shown) else shown


def table_csv(root: Path, table: TableSchema) -> bytes:
    """A processed table as CSV for spreadsheets: UTF-8 with a byte-order mark.

    Raises:
        BadInputError: the file has other columns than its schema.
    """
    rows = _read(root, table)
    texts = [column.kind == "text" for column in table.columns]
    shown = (
        [safe_text(cell) if text else cell for cell, text in zip(row, texts, strict=True)]
        for row in rows
    )
    return _csv([list(table.names), *shown])


def chart_csv(text: str) -> bytes:
    """The data of a chart as CSV for spreadsheets; what is a number stays one."""
    rows = csv.reader(io.StringIO(text, newline=""))
    return _csv([[c if _NUMBER.fullmatch(c) else safe_text(c) for c in row] for row in rows])


def workbook(root: Path, tables: Sequence[TableSchema]) -> bytes:
    """All tables as one Excel workbook: numbers as numbers, dates as dates, codes as text.

    The first sheet says what each sheet and column holds; the second has one row for each unit.

    Raises:
        BadInputError: a table has other columns than its schema, or a cell is too long for Excel.
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": "Tăng bậc", "created": _MOMENT})
    head, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    contents = book.add_worksheet("Nội dung – Contents")
    columns, rows = wide_table(root, tables)
    _fill(contents, _CONTENTS, list(_contents(tables, with_wide=bool(rows))), head, day)
    if rows:
        _fill(book.add_worksheet(_WIDE), columns, rows, head, day)
    for table in tables:
        _fill(book.add_worksheet(table.name), table.columns, _read(root, table), head, day)
    book.close()
    return buffer.getvalue()


def wide_table(
    root: Path, tables: Sequence[TableSchema]
) -> tuple[list[ColumnSchema], list[list[str]]]:
    """Every unit in one row, with its scores and ranks of all editions and measures side by side.

    Nothing where one of the two tables that it is made of is missing.
    """
    units, rankings = (TABLES[name] for name in _WIDE_OF)
    if not {units, rankings} <= set(tables):
        return [], []
    own = [column for column in units.columns if column.name in _OF_UNIT]
    told = {
        row[0]: [row[units.names.index(column.name)] for column in own]
        for row in _read(root, units)
    }
    values: dict[tuple[str, str, str, str], dict[str, str]] = {}
    for cells in _read(root, rankings):
        row = dict(zip(rankings.names, cells, strict=True))
        for part in ("score", "rank"):
            key = (row["index"], row["edition"], row["measure"], part)
            values.setdefault(key, {})[row["unit_id"]] = row[part]
    # By index and edition; within one the measures keep the order of the table.
    shown = sorted((key for key in values if any(values[key].values())), key=lambda key: key[:2])
    columns = [
        ColumnSchema("_".join(key), "number" if key[-1] == "score" else "integer", "")
        for key in shown
    ]
    ranked = {unit_id for found in values.values() for unit_id in found}
    rows = [
        [*about, *(values[key].get(unit_id, "") for key in shown)]
        for unit_id, about in told.items()
        if unit_id in ranked
    ]
    return [*own, *columns], rows


def render_downloads(
    lang: str,
    *,
    tables: Sequence[Download],
    book: Download,
    charts: Sequence[Download],
    frame: Frame,
) -> str:
    """The page that lists what can be taken away, as HTML."""
    formatter = LocalFormatter(lang)
    return render(
        "downloads.html.j2",
        lang,
        frame=frame,
        place=same_name("data", lang),
        tables=[
            {
                "download": found,
                "holds": table_holds(found.name, lang),
                "columns": [_meaning(column, lang) for column in TABLES[found.name].columns],
            }
            for found in tables
        ],
        book=book,
        charts=charts,
        number=lambda value: formatter.format_field(value, "int"),
        size=lambda size: formatter.format_field(max(1, round(size / 1000)), "int") + " kB",
    )


def table_holds(name: str, lang: str) -> str:
    """What a processed table holds, in words for readers."""
    return word(f"table_holds.{name}", lang)


def _meaning(column: ColumnSchema, lang: str) -> dict[str, str]:
    """What a column holds, and in which language that is said."""
    said = Remark(column.description)
    return {"name": column.name, "text": said.written(lang), "lang": said.spoken(lang)}


def _read(root: Path, table: TableSchema) -> list[list[str]]:
    """The cells of a processed table as they are written there, without its head."""
    path = root / _PROCESSED / f"{table.name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    if tuple(head) != table.names:
        shown, expected = (_PROCESSED / path.name).as_posix(), ", ".join(table.names)
        raise BadInputError(
            "downloads.columns", file=shown, expected=expected, found=", ".join(head)
        )
    return rows


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    # With these line ends a lone one within a cell is quoted, too.
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


_WIDE, _WIDE_OF = "wide", ("units", "rankings")
_OF_UNIT = ("unit_id", "universe", "province", "province_en", "region", "merged_into")
_CONTENTS = tuple(
    ColumnSchema(name, "text", "") for name in ("table", "column", "kind", "ý nghĩa", "meaning")
)


def _contents(tables: Sequence[TableSchema], *, with_wide: bool) -> Iterator[list[str]]:
    if with_wide:
        yield [_WIDE, "", "", *(word("downloads.wide", lang) for lang in ("vi", "en"))]
    for table in tables:
        yield [table.name, "", "", *(table_holds(table.name, lang) for lang in ("vi", "en"))]
        for column in table.columns:
            meaning = Remark(column.description)
            yield [table.name, column.name, column.kind, meaning.written("vi"), meaning.text]


def _fill(
    sheet: Worksheet,
    columns: Sequence[ColumnSchema],
    rows: Sequence[Sequence[str]],
    head: Format,
    day: Format,
) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name, head)
        longest = max((len(row[place]) for row in rows), default=0)
        sheet.set_column(place, place, min(_WIDEST, max(longest, len(column.name)) + 2))
    for line, row in enumerate(rows, start=1):
        for place, (column, text) in enumerate(zip(columns, row, strict=True)):
            if text and _write(sheet, line, place, column.kind, text, day) != 0:
                raise BadInputError(
                    "downloads.too_long", column=column.name, row=line, length=len(text)
                )
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _write(sheet: Worksheet, line: int, place: int, kind: str, text: str, day: Format) -> int:
    """Write one cell by its kind; gives 0 where it went in whole."""
    if kind in ("integer", "number"):
        return int(sheet.write_number(line, place, float(text)))
    if kind == "date":
        return int(sheet.write_datetime(line, place, date.fromisoformat(text), day))
    return int(sheet.write_string(line, place, shown_marks(text)))
