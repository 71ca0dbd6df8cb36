"""Reading the tables of a web page, spans of rows and columns filled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helpers.errors import BadInputError, Clause
from helpers.intake.files.grids import (
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    check_shape,
    clean_text,
    make_grid,
)
from helpers.intake.files.limits import SourceFile
from helpers.intake.files.text import decode
from helpers.intake.transcription import Place, PrintedCell

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_MOST_TABLES = 500
_NOTED = ("x:err", "x:num", "sdval")  # Excel's error and number, LibreOffice's number
_TITLES = ["title", "h1", "h2", "h3", "h4", "h5", "h6"]


def read_html(source: SourceFile) -> list[Grid]:
    """Every table of a page that holds no table itself, in the order of the page.

    Raises:
        BadInputError: the encoding is not known, there are far too many tables, or one is far
            larger than a table of provinces.
    """
    from bs4 import BeautifulSoup

    text, encoding = decode(source)
    page = BeautifulSoup(text, "html.parser")
    tables = page.find_all("table", limit=_MOST_TABLES + 1)
    if len(tables) > _MOST_TABLES:
        raise BadInputError("html.tables", name=source.name, most=_MOST_TABLES)
    notes = [Clause("told.encoding", encoding=encoding)]
    grids = [
        (table, make_grid(f"table {number}", _rows(f"table {number}", table), notes=notes))
        for number, table in enumerate(tables, start=1)
        if table.find("table") is None
    ]
    return [replace(grid, around=_around(page, table)) for table, grid in grids]


def _around(page: BeautifulSoup, table: Tag) -> tuple[PrintedCell, ...]:
    """The titles of a page, the caption of a table and the paragraph before it."""
    before = table.find_previous("p")
    own = [table.find("caption"), before if before and not before.find_parent("table") else None]
    found = [*page.find_all(_TITLES, limit=_MOST_TABLES), *(tag for tag in own if tag)]
    texts = [(tag.name, clean_text(tag.get_text(" "))) for tag in found]
    return tuple(
        PrintedCell(text, Place(f"<{name}>", number))
        for number, (name, text) in enumerate(texts, 1)
        if text
    )


def _rows(name: str, table: Tag) -> list[list[str]]:
    lines = table.find_all("tr", limit=MOST_ROWS + 1)
    check_shape(name, len(lines), 1)
    filled: dict[tuple[int, int], str] = {}
    for row, line in enumerate(lines):
        column = 0
        for cell in line.find_all(["td", "th"]):
            while (row, column) in filled:
                column += 1
            down = min(_span(cell, "rowspan") or len(lines), len(lines) - row)
            right = _span(cell, "colspan") or 1
            check_shape(name, len(lines), column + right)
            text = _text(cell)
            for i in range(down):
                for j in range(right):
                    filled.setdefault((row + i, column + j), text)
            column += right
    width = max((column + 1 for _, column in filled), default=0)
    return [[filled.get((row, c), "") for c in range(width)] for row in range(len(lines))]


def _text(cell: Tag) -> str:
    """What a cell shows; the value that a spreadsheet noted beside it where it shows nothing."""
    text = cell.get_text(" ")
    if clean_text(text):
        return text
    return next((str(value) for name in _NOTED if (value := cell.get(name))), "")


def _span(cell: Tag, attribute: str) -> int:
    """The span that is written; 0 means "to the end"; what is no number counts as 1."""
    text = str(cell.get(attribute, "1")).strip()
    if not text.isdecimal():
        return 1
    return min(int(text[:9]), MOST_ROWS if attribute == "rowspan" else MOST_COLUMNS + 1)
