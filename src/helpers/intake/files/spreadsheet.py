"""Reading .xlsx and .xls: the visible sheets, numbers as a person sees them there."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from helpers.errors import BadInputError, Clause, Reason
from helpers.intake.files.grids import Grid, check_shape, make_grid
from helpers.intake.files.legacy_workbook import legacy_cells
from helpers.intake.files.limits import SourceFile
from helpers.intake.files.number_formats import NumberFormat, SheetCells, sheet_cells, shown_number
from helpers.intake.transcription import Place

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_DIGITS_KEPT = 15  # what a spreadsheet keeps of a number, and what is safe to show
_DIGITS_SEEN = 9  # what it shows of a number that no format gives decimals


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
        known = [sheet.name for sheet in workbook.sheets_metadata]
        said = (
            sheet_cells(source.name, source.data)
            if source.kind == "xlsx"
            else legacy_cells(source.name, source.data, known)
        )
        sheets = [s for s in workbook.sheets_metadata if s.typ is SheetTypeEnum.WorkSheet]
        visible = [s.name for s in sheets if s.visible is SheetVisibleEnum.Visible]
        hidden = [s.name for s in sheets if s.name not in visible]
        notes = [Clause("told.hidden_sheet", name=name) for name in hidden]
        for name in visible:
            # Where a sheet cannot be asked for its errors, they would be read as empty cells.
            if name not in said:
                raise BadInputError("spreadsheet.unseen", name=source.name, sheet=name)
        return [
            _read_sheet(workbook.get_sheet_by_name(name), said[name], notes) for name in visible
        ]
    except CalamineError as error:
        raise BadInputError("spreadsheet.broken", name=source.name, error=error) from error


def _read_sheet(sheet: CalamineSheet, said: SheetCells, notes: Sequence[str]) -> Grid:
    check_shape(Reason("grids.sheet", name=sheet.name), sheet.total_height, sheet.total_width)
    values: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    _put_errors(sheet.name, values, said.errors)
    _spread_merged(values, sheet.merged_cell_ranges or [])
    bare: set[Place] = set()
    rows: list[list[str]] = []
    cut = 0
    for row, cells in enumerate(values, start=1):
        texts = []
        for column, value in enumerate(cells, start=1):
            shape = said.formats.get((row, column))
            texts.append(_shown(value, shape))
            if isinstance(value, int | float) and not isinstance(value, bool):
                cut += _is_cut(value, shape)
                if shape is None:
                    bare.add(Place(sheet.name, row, column))
        rows.append(texts)
    if cut:
        notes = [
            *notes,
            Clause("told.cut", sheet=sheet.name, cut=cut),
        ]
    grid = make_grid(sheet.name, rows, notes=notes)
    return Grid(grid.name, grid.rows, grid.notes, frozenset(bare))


def _put_errors(name: str, values: list[list[Any]], errors: dict[tuple[int, int], str]) -> None:
    """Write the error values down where they stand; the reader of the values leaves them empty."""
    height = max((row for row, _ in errors), default=0)
    width = max([*map(len, values), *(column for _, column in errors)], default=0)
    check_shape(Reason("grids.sheet", name=name), height, width)
    values += [[] for _ in range(height - len(values))]
    for cells in values:
        cells.extend([""] * (width - len(cells)))
    for (row, column), text in errors.items():
        values[row - 1][column - 1] = text


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
        # A whole number is shown whole.
        if shape or float(value).is_integer():
            return shown_number(Decimal(f"{value:.{_DIGITS_KEPT}g}"), shape)
        return shown_number(Decimal(_seen(value)), shape)
    return str(value)


def _seen(value: float) -> str:
    """A number without a format as it is seen; one kept in 32 bits by the digits that it has."""
    for digits in range(1, _DIGITS_SEEN):
        text = f"{value:.{digits}g}"
        kept = struct.unpack("f", struct.pack("f", float(text)))[0]
        if f"{kept:.{_DIGITS_SEEN}g}" == f"{value:.{_DIGITS_SEEN}g}":
            return text
    return f"{value:.{_DIGITS_SEEN}g}"


def _is_cut(value: int | float, shape: NumberFormat | None) -> bool:
    number = Decimal(f"{value:.{_DIGITS_KEPT}g}")
    if not number.is_finite():
        return False
    if shape is None:
        return not float(value).is_integer() and number != Decimal(_seen(value))
    whole = number.scaleb(shape.decimals + (2 if shape.percent else 0))
    return whole != whole.to_integral_value()
