"""Reading .xlsx and .xls: the visible sheets, numbers as a person sees them there."""

from __future__ import annotations

import io
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from helpers.errors import BadInputError, Reason
from helpers.intake.files.grids import Grid, check_shape, make_grid
from helpers.intake.files.limits import SourceFile
from helpers.intake.files.number_formats import NumberFormat, sheet_formats
from helpers.intake.transcription import Place

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_DIGITS_KEPT = 15  # what a spreadsheet keeps of a number, and what is safe to show


def read_spreadsheet(source: SourceFile) -> list[Grid]:
    """The visible sheets of a workbook, cell by cell; merged cells show their text everywhere.

    A hidden sheet is not read, but named in the notes of every grid.

    Raises:
        BadInputError: the workbook cannot be opened, or a sheet is far larger than a table of
            provinces.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        formats = sheet_formats(source.name, source.data) if source.kind == "xlsx" else {}
        sheets = [s for s in workbook.sheets_metadata if s.typ is SheetTypeEnum.WorkSheet]
        visible = [s.name for s in sheets if s.visible is SheetVisibleEnum.Visible]
        hidden = [s.name for s in sheets if s.name not in visible]
        notes = [f"The sheet «{name}» is hidden and was not read." for name in hidden]
        return [
            _read_sheet(workbook.get_sheet_by_name(name), formats.get(name, {}), notes)
            for name in visible
        ]
    except CalamineError as error:
        raise BadInputError("spreadsheet.broken", name=source.name, error=error) from error


def _read_sheet(
    sheet: CalamineSheet, formats: dict[tuple[int, int], NumberFormat], notes: list[str]
) -> Grid:
    check_shape(Reason("grids.sheet", name=sheet.name), sheet.total_height, sheet.total_width)
    values = sheet.to_python(skip_empty_area=False)
    _spread_merged(values, sheet.merged_cell_ranges or [])
    bare: set[Place] = set()
    rows: list[list[str]] = []
    cut = 0
    for row, cells in enumerate(values, start=1):
        texts = []
        for column, value in enumerate(cells, start=1):
            shape = formats.get((row, column))
            texts.append(_shown(value, shape))
            if isinstance(value, int | float) and not isinstance(value, bool):
                cut += _is_cut(value, shape)
                if shape is None:
                    bare.add(Place(sheet.name, row, column))
        rows.append(texts)
    if cut:
        notes = [
            *notes,
            f"Sheet «{sheet.name}»: {cut} cells hold more digits than they show; what they show "
            "was taken.",
        ]
    grid = make_grid(sheet.name, rows, notes=notes)
    return Grid(grid.name, grid.rows, grid.notes, frozenset(bare))


def _spread_merged(
    values: list[list[Any]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    filled = 0
    for (top, left), (bottom, right) in ranges:
        filled += (min(bottom, len(values)) - top + 1) * (right - left + 1)
        check_shape(Reason("grids.merged_cells"), 1, 1, filled)
        if top >= len(values) or left >= len(values[top]):
            continue
        for row in range(top, min(bottom + 1, len(values))):
            for column in range(left, min(right + 1, len(values[row]))):
                values[row][column] = values[top][left]


def _shown(value: object, shape: NumberFormat | None) -> str:
    """A cell's value as a person sees it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        number = Decimal(f"{value:.{_DIGITS_KEPT}g}")
        if shape is None:
            return _plain(number)
        if shape.percent:
            number *= 100
        step = Decimal(1).scaleb(-shape.decimals)
        return f"{number.quantize(step, ROUND_HALF_UP):f}" + ("%" if shape.percent else "")
    return str(value)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _is_cut(value: int | float, shape: NumberFormat | None) -> bool:
    if shape is None:
        return False
    number = Decimal(f"{value:.{_DIGITS_KEPT}g}") * (100 if shape.percent else 1)
    return number != number.quantize(Decimal(1).scaleb(-shape.decimals), ROUND_HALF_UP)
