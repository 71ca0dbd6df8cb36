"""What every reader gives back, whatever the format: cells as printed, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from helpers.errors import BadInputError, Reason
from helpers.intake.transcription import Place, PrintedCell

MOST_ROWS = 10_000
MOST_COLUMNS = 256
_MOST_CELLS = 500_000
_LONGEST_CELL = 32_767
_THIN_SPACE = re.compile("(?<=[0-9])[\u2006\u2008-\u200a\u202f](?=[0-9])")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))

NamesUnit = Callable[[str], bool]
"""Whether a text is the name of a province, in the universe that is asked for."""


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet or table, every row as long as the longest; `name` says which."""

    name: str
    rows: tuple[tuple[PrintedCell, ...], ...]
    notes: tuple[str, ...] = ()
    bare_numbers: frozenset[Place] = frozenset()
    """Cells that are numbers in a spreadsheet without a format that says how many decimals a
    person sees: zeros at the end are lost there."""
    respelled: int = 0
    """How many of its figures were spelled in another way than tables usually do."""
    around: tuple[PrintedCell, ...] = ()
    """What the file says outside the table: titles and headings, lines of the page, sheets before
    it. No figure is read there."""


def clean_text(text: str) -> str:
    """A printed text in NFC, without what is not seen, line breaks and blanks as one space.

    A thin space between digits groups them, as typesetters do: 0,82 20 is 0,8220.
    """
    seen = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return " ".join(_THIN_SPACE.sub("", seen).split())


def make_grid(
    name: str,
    rows: Sequence[Sequence[str]],
    places: Sequence[tuple[str, int]] | None = None,
    notes: Sequence[str] = (),
) -> Grid:
    """A grid from texts; rows at the end that hold nothing are left out.

    Args:
        name: of the sheet or table.
        rows: texts, not yet cleaned.
        places: part and row of each row; by default `name` and the number of the row from 1.
        notes: what the reader of the file should be told.

    Raises:
        BadInputError: more rows or columns, or a longer cell, than any official table has.
    """
    width = max((len(row) for row in rows), default=0)
    check_shape(name, len(rows), width)
    longest = max((len(text) for row in rows for text in row), default=0)
    if longest > _LONGEST_CELL:
        raise BadInputError("grids.longest_cell", name=name, longest=longest, most=_LONGEST_CELL)
    where = places or [(name, number) for number in range(1, len(rows) + 1)]
    cells = [
        tuple(
            PrintedCell(
                clean_text(row[column]) if column < len(row) else "", Place(*place, column + 1)
            )
            for column in range(width)
        )
        for row, place in zip(rows, where, strict=True)
    ]
    while cells and not any(cell.text for cell in cells[-1]):
        cells.pop()
    return Grid(name, tuple(cells), tuple(notes))


def check_shape(name: str | Reason, rows: int, columns: int, cells: int = 0) -> None:
    """Refuse a table that is far larger than a table of provinces can be.

    Raises:
        BadInputError: with the numbers found and the limits.
    """
    for found, most, what in (
        (rows, MOST_ROWS, "grids.rows"),
        (columns, MOST_COLUMNS, "grids.columns"),
        (max(rows * columns, cells), _MOST_CELLS, "grids.cells"),
    ):
        if found > most:
            raise BadInputError("grids.shape", name=name, found=found, most=most, what=Reason(what))
