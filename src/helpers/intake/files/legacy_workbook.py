"""Which cells of an .xls workbook are error values? Its records say so ([MS-XLS])."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence

import olefile

from helpers.errors import BadInputError
from helpers.intake.files.containers import cell_name
from helpers.intake.files.number_formats import SheetCells

_STREAMS = ("Workbook", "Book")
_BEGIN, _END, _SHEET = 0x0809, 0x000A, 0x0085
_VALUE = 0x0205  # a truth or an error
_FORMULAS = {0x0006, 0x0206, 0x0406}
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
_NO_NUMBER = 0xFFFF
_KIND_ERROR, _KIND_EMPTY = 2, 3
_HIDDEN = 3
_ROOM = bytes(8)  # a truth or an error is shorter than a formula


def legacy_cells(name: str, data: bytes, sheets: Sequence[str]) -> dict[str, SheetCells]:
    """For every sheet by name, its error values.

    Args:
        name: what messages call the workbook.
        data: its bytes.
        sheets: the names of all its sheets, in their order.

    Raises:
        BadInputError: the records cannot be read, or no formula of a visible sheet has a result,
            which would be read as empty cells.
    """
    try:
        return dict(zip(sheets, _sheets(name, _stream(data), sheets), strict=True))
    except BadInputError:
        raise
    except Exception as error:  # broken containers fail in as many ways as there are
        raise BadInputError("spreadsheet.broken", name=name, error=error) from error


def _stream(data: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        found = next(inner for inner in _STREAMS if container.exists(inner))
        return bytes(container.openstream(found).read())


def _sheets(name: str, stream: bytes, sheets: Sequence[str]) -> Iterator[SheetCells]:
    listed = [record for kind, record in _records(stream, 0) if kind == _SHEET]
    for sheet, record in zip(sheets, listed, strict=True):
        start, state = struct.unpack_from("<IB", record)
        cells, uncalculated = _sheet_cells(_records(stream, start))
        if uncalculated and not state & _HIDDEN:
            raise BadInputError(
                "number_formats.no_result", name=name, sheet=sheet, cell=uncalculated[0],
                count=len(uncalculated),
            )  # fmt: skip
        yield cells


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of the records from a beginning to its end, without those of charts within.

    Raises:
        ValueError, struct.error: nothing begins there, or it never ends.
    """
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, start)
        if not depth and kind != _BEGIN:
            raise ValueError(hex(kind))
        depth += (kind == _BEGIN) - (kind == _END)
        if not depth:
            return
        if depth == 1:
            yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def _sheet_cells(records: Iterator[tuple[int, bytes]]) -> tuple[SheetCells, list[str]]:
    """What a sheet says of its cells, and its formulas where none of them has a result.

    A formula may well give an empty text; where all do, no program has worked them out.
    """
    found = SheetCells()
    formulas = 0
    empty: list[str] = []
    for kind, record in records:
        if kind != _VALUE and kind not in _FORMULAS:
            continue
        row, column, first, second, third, mark = struct.unpack_from("<HHxxBBBxxxH", record + _ROOM)
        place = row + 1, column + 1
        if kind == _VALUE:
            if second:
                found.errors[place] = _ERRORS.get(first, f"#ERR{first}!")
            continue
        formulas += 1
        if mark == _NO_NUMBER and first == _KIND_ERROR:
            found.errors[place] = _ERRORS.get(third, f"#ERR{third}!")
        elif mark == _NO_NUMBER and first == _KIND_EMPTY:
            empty.append(cell_name(*place))
    return found, empty if len(empty) == formulas else []
