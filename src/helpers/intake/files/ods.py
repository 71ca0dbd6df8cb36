"""Reading .ods: the file holds for every cell the text that a person sees, and that is taken.

Some programs write the value alone; then the value is read, as its style would show it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as ET

from helpers.errors import BadInputError, Clause, Reason
from helpers.intake.files.containers import cell_name
from helpers.intake.files.grids import MOST_COLUMNS, MOST_ROWS, Grid, check_shape, make_grid
from helpers.intake.files.limits import SourceFile
from helpers.intake.files.number_formats import NumberFormat, shown_number
from helpers.intake.transcription import Place

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _STYLE, _TEXT = _NAMES % "table", _NAMES % "style", _NAMES % "text"
_OFFICE, _DATA_STYLE = _NAMES % "office", _NAMES % "datastyle"
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_NUMBERS = {"float", "percentage", "currency"}
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")


def read_ods(source: SourceFile) -> list[Grid]:
    """The visible sheets of an OpenDocument workbook; merged cells show their text everywhere.

    A hidden sheet is not read, but named in the notes of every grid.

    Raises:
        BadInputError: the content is missing or not well-formed, or a sheet is far larger than a
            table of provinces, or holds a formula without its result.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as container:
            root = ET.fromstring(container.read("content.xml"))
    except (KeyError, ET.ParseError) as error:
        raise BadInputError("ods.content", name=source.name, error=error) from error
    hidden_styles = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }
    tables = [(t.get(f"{_TABLE}name", ""), t) for t in root.iter(f"{_TABLE}table")]
    hidden = [name for name, t in tables if t.get(f"{_TABLE}style-name") in hidden_styles]
    notes = [Clause("told.hidden_sheet", name=name) for name in hidden]
    fixed = _fixed_styles(root)
    grids = []
    for name, table in tables:
        if name not in hidden:
            sheet = _Sheet(name, fixed)
            sheet.read(table)
            if sheet.unknown:
                raise BadInputError(
                    "number_formats.no_result", name=source.name, sheet=name,
                    cell=sheet.unknown[0], count=len(sheet.unknown),
                )  # fmt: skip
            grid = make_grid(name, sheet.rows, notes=notes)
            grids.append(replace(grid, bare_numbers=frozenset(sheet.bare)))
    return grids


def _fixed_styles(root: ET.Element) -> dict[str, NumberFormat]:
    """The cell styles that fix the number of decimals a person sees."""
    formats: dict[str | None, NumberFormat] = {}
    for style in root.iter():
        if not style.tag.startswith(_DATA_STYLE):
            continue
        places = [part.get(f"{_DATA_STYLE}decimal-places", "") for part in style]
        fixed = [int(text) for text in places if text.isdecimal() and len(text) == 1]
        if fixed:
            is_percent = style.tag == f"{_DATA_STYLE}percentage-style"
            formats[style.get(f"{_STYLE}name")] = NumberFormat(fixed[0], is_percent)
    return {
        style.get(f"{_STYLE}name", ""): formats[style.get(f"{_STYLE}data-style-name")]
        for style in root.iter(f"{_STYLE}style")
        if style.get(f"{_STYLE}data-style-name") in formats
    }


class _Sheet:
    """Gathers the rows of one sheet, and which cells are numbers without fixed decimals."""

    def __init__(self, name: str, fixed: dict[str, NumberFormat]) -> None:
        self.name, self.fixed = name, fixed
        self.rows: list[list[str]] = []
        self.bare: set[Place] = set()
        self.unknown: list[str] = []
        """Cells that hold something of which the file says neither text nor value."""
        self.pending: dict[tuple[int, int], str] = {}

    def read(self, table: ET.Element) -> None:
        """Take the rows of a table; empty ones at its end, however many, are left out."""
        empty_before = 0
        for row in table.iter(f"{_TABLE}table-row"):
            repeated = _number(row, "number-rows-repeated")
            start = len(self.rows) + empty_before
            texts = self._cells(row, start)
            if not any(texts):
                empty_before += repeated
                continue
            check_shape(Reason("grids.sheet", name=self.name), start + repeated, len(texts))
            self.rows += [[]] * empty_before
            self.rows += [texts] * repeated
            empty_before = 0

    def _cells(self, row: ET.Element, number: int) -> list[str]:
        texts: list[str] = []
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            text = "\n".join("".join(_letters(p)) for p in cell.findall(f"{_TEXT}p"))
            if not text.strip():
                text = self._value(cell, number, len(texts))
            repeated = _number(cell, "number-columns-repeated")
            if text:
                check_shape(Reason("grids.sheet", name=self.name), 1, len(texts) + repeated)
                _mark_merged(cell, number, len(texts), text, self.pending)
                if self._is_bare(cell):
                    columns = range(len(texts) + 1, len(texts) + repeated + 1)
                    self.bare |= {Place(self.name, number + 1, column) for column in columns}
            texts += [text] * min(repeated, MOST_COLUMNS - len(texts))
        return [text or self.pending.get((number, place), "") for place, text in enumerate(texts)]

    def _value(self, cell: ET.Element, row: int, column: int) -> str:
        """What a cell without text holds, as its style shows it; "" where it holds nothing."""
        kind = cell.get(f"{_OFFICE}value-type", "")
        value = next((v for name in _VALUES if (v := cell.get(f"{_OFFICE}{name}"))), "")
        if not value:
            typed = {kind for name, kind in cell.items() if name.endswith("}value-type")}
            is_formula = bool(cell.get(f"{_TABLE}formula"))
            if typed - {"string"} or (is_formula and not typed):
                self.unknown.append(cell_name(row + 1, column + 1))
            return ""
        if kind not in _NUMBERS:
            return value.upper() if kind == "boolean" else value
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value
        shape = self.fixed.get(cell.get(f"{_TABLE}style-name", ""))
        if shape is None and kind == "percentage":
            return f"{shown_number(number * 100, None)}%"
        return shown_number(number, shape)

    def _is_bare(self, cell: ET.Element) -> bool:
        is_number = cell.get(f"{_OFFICE}value-type") == "float"
        return is_number and cell.get(f"{_TABLE}style-name", "") not in self.fixed


def _mark_merged(
    cell: ET.Element, row: int, column: int, text: str, pending: dict[tuple[int, int], str]
) -> None:
    down = min(_number(cell, "number-rows-spanned"), MOST_ROWS)
    right = min(_number(cell, "number-columns-spanned"), MOST_COLUMNS)
    if down * right > 1:
        check_shape(Reason("grids.merged_cell"), down, right)
        for i in range(down):
            for j in range(right):
                pending.setdefault((row + i, column + j), text)


def _letters(paragraph: ET.Element) -> Iterator[str]:
    """The text of a paragraph; OpenDocument writes runs of blanks and breaks as elements."""
    yield paragraph.text or ""
    for child in paragraph:
        if child.tag in {f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"}:
            yield " "
        else:
            yield from _letters(child)
        yield child.tail or ""


def _number(element: ET.Element, attribute: str) -> int:
    text = element.get(f"{_TABLE}{attribute}", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) <= 9 else 1  # noqa: PLR2004
