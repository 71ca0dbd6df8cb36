"""Reading the tables of a PDF, with rules or without, over several pages."""

from __future__ import annotations

import io
import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Any

from helpers.errors import BadInputError, Reason
from helpers.intake.files.grids import Grid, NamesUnit, check_shape, clean_text, make_grid
from helpers.intake.files.limits import SourceFile
from helpers.intake.files.unruled_tables import (
    Line,
    body_lines,
    mend_wrapped,
    page_lines,
    unruled_rows,
)
from helpers.intake.transcription import Place, PrintedCell

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

MOST_PAGES = 80
_MOST_LETTERS = 60_000
_FEWEST_UNNAMED, _MOST_UNNAMED, _MOSTLY = 5, 0.02, 0.8
_EMPTY_FORM = "please wait"  # what a form shows where no reader of forms is at hand
_FEWEST_KIND = 3
_FEWEST_LETTERS = 300  # fewer beside a picture: a scan with a line of text
_WATERMARK = 2.5  # times the usual size of letters
_SAME_EDGE = 2.0  # points: edges of cells this near are one


@dataclass(frozen=True)
class _Piece:
    """What one page gives: rows of texts, each with the page and its number on it."""

    rows: list[list[str]]
    places: list[tuple[str, int]]
    around: tuple[PrintedCell, ...] = ()
    """The lines of the page outside its tables."""

    @property
    def width(self) -> int:
        return max(len(row) for row in self.rows)


def read_pdf(source: SourceFile, names_unit: NamesUnit) -> list[Grid]:
    """The tables of a PDF; a table that goes on over pages is one grid.

    A page's rules are followed where they bring out as many provinces as its words alone do;
    otherwise columns are the gaps that no row of a province crosses.

    Args:
        source: the file.
        names_unit: whether a text is a province's name.

    Raises:
        BadInputError: the file cannot be opened, has too many pages, or holds no text (a scan).
    """
    with opened_pages(source) as pages:
        pieces = _read_pages(source.name, pages, names_unit)
    return _join(pieces, names_unit)


@contextmanager
def opened_pages(source: SourceFile) -> Iterator[Sequence[Page]]:
    """The pages of a PDF, for as long as they are read.

    Raises:
        BadInputError: the file cannot be opened or read, or has too many pages.
    """
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(source.data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise BadInputError(
                    "pdf.pages", name=source.name, pages=len(document.pages), most=MOST_PAGES
                )
            yield document.pages
    except BadInputError:
        raise
    except Exception as error:  # broken PDFs fail in as many ways as there are
        kind = type(error).__name__
        raise BadInputError("pdf.broken", name=source.name, kind=kind, error=error) from error


def _read_pages(name: str, pages: Sequence[Page], names_unit: NamesUnit) -> list[_Piece]:
    ruled: list[list[_Piece]] = []
    lines: list[list[Line]] = []
    large: list[PrintedCell] = []
    for whole in pages:
        page, said = readable_page(name, whole)
        large += said
        ruled.append(_ruled(page))
        lines.append(page_lines(page))
        whole.close()
    written = sum(len(phrase.text) for page in lines for line in page for phrase in line)
    pictures = any(page.images for page in pages)
    refuse_scan(name, written, pictures=pictures)
    opening = () if body_lines(lines[0], names_unit) else _texts(1, lines[0])
    unruled = unruled_rows(lines, names_unit)
    result: list[_Piece] = []
    for number, (tables, read, rows) in enumerate(zip(ruled, lines, unruled, strict=True), start=1):
        found = sum(
            any(names_unit(clean_text(text)) for text in row)
            for piece in tables
            for row in piece.rows
        )
        if tables and found >= len(body_lines(read, names_unit)):
            result += tables
        elif rows:
            places = [(f"page {number}", line) for line in range(1, len(rows) + 1)]
            result.append(_Piece(rows, places))
    # A report names its year on its first page, wherever the table stands.
    return [replace(piece, around=(*large, *opening, *piece.around)) for piece in result]


def refuse_scan(name: str, written: int, *, pictures: bool) -> None:
    """Refuse pages without text, or with little beside pictures.

    Raises:
        BadInputError: it is a scan.
    """
    if not written or (pictures and written < _FEWEST_LETTERS):
        raise BadInputError("pdf.scan", name=name)


def readable_page(name: str, whole: Page) -> tuple[Page, list[PrintedCell]]:
    """A page without what lies across it, and what that says.

    Raises:
        BadInputError: its letters are too many, or do not say what a person sees.
    """
    if len(whole.chars) > _MOST_LETTERS:
        raise BadInputError(
            "pdf.letters", name=name, page=whole.page_number, letters=len(whole.chars),
            most=_MOST_LETTERS,
        )  # fmt: skip
    _check_letters(name, whole)
    return _without_watermark(whole.dedupe_chars())  # drawn twice to look bold


def _check_letters(name: str, page: Page) -> None:
    """Refuse a page whose letters do not say what a person sees."""
    letters = page.chars
    number = page.page_number
    unnamed = sum(char["text"].startswith("(cid:") for char in letters)
    if unnamed > _FEWEST_UNNAMED and unnamed > _MOST_UNNAMED * len(letters):
        raise BadInputError("pdf.unnamed", name=name, page=number, unnamed=unnamed)
    turned = sum(not char["upright"] or char["matrix"][0] < 0 for char in letters)
    if turned > _MOSTLY * len(letters) > 0:
        raise BadInputError("pdf.turned", name=name, page=number)
    if _EMPTY_FORM in " ".join("".join(char["text"] for char in letters).split()).casefold():
        raise BadInputError("pdf.form", name=name)


def _without_watermark(page: Page) -> tuple[Page, list[PrintedCell]]:
    """The page without letters far larger than most, which lie across tables, and what they say.

    They are still heard where titles are, for a title may be as large.
    """
    sizes = [char["size"] for char in page.chars]
    most = _WATERMARK * median(sizes) if sizes else 0
    large = "".join(char["text"] for char in page.chars if char["size"] > most)
    if not large:
        return page, []
    rest = page.filter(lambda thing: thing["object_type"] != "char" or thing["size"] <= most)
    return rest, [PrintedCell(clean_text(large), Place(f"page {page.page_number}, large", 1))]


def _texts(page: int, lines: Sequence[Line]) -> tuple[PrintedCell, ...]:
    return tuple(
        PrintedCell(" ".join(phrase.text for phrase in line), Place(f"page {page}, text", number))
        for number, line in enumerate(lines, start=1)
    )


def _join(pieces: list[_Piece], names_unit: NamesUnit) -> list[Grid]:
    grids = []
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups and _goes_on(groups[-1][-1], piece, names_unit):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    for number, same in enumerate(groups, start=1):
        rows = mend_wrapped([row for piece in same for row in piece.rows], names_unit)
        places = [place for piece in same for place in piece.places]
        around = tuple(dict.fromkeys(cell for piece in same for cell in piece.around))
        grids.append(replace(make_grid(f"table {number}", rows, places), around=around))
    return grids


def _goes_on(before: _Piece, piece: _Piece, names_unit: NamesUnit) -> bool:
    """Whether a page has the columns of the one before: as many, and none of words for figures."""
    if before.width != piece.width:
        return False
    kinds = zip(_kinds(before, names_unit), _kinds(piece, names_unit), strict=True)
    return all(one == other or "" in (one, other) for one, other in kinds)


def _kinds(piece: _Piece, names_unit: NamesUnit) -> list[str]:
    """Whether figures or words stand in each column, in the rows of provinces; "" for neither."""
    named = [row for row in piece.rows if any(names_unit(clean_text(text)) for text in row)]
    kinds = []
    for number in range(piece.width):
        texts = [row[number] for row in named if number < len(row) and row[number].strip()]
        figures = sum(any(map(str.isdecimal, text)) for text in texts)
        mixed = len(texts) < _FEWEST_KIND or 0 < figures < len(texts)
        kinds.append("" if mixed else "figures" if figures else "words")
    return kinds


def _ruled(page: Page) -> list[_Piece]:
    """The tables that rules enclose, merged cells filled; a frame around text is none."""
    pieces, boxes = [], []
    row_number = 0
    for table in page.find_tables():
        rows = _filled(table)
        check_shape(
            Reason("grids.page", number=page.page_number), len(rows), max(map(len, rows), default=0)
        )
        if len(rows) > 1 and len(rows[0]) > 1:
            places = [(f"page {page.page_number}", row_number + i + 1) for i in range(len(rows))]
            pieces.append(_Piece(rows, places))
            boxes.append(table.bbox)
            row_number += len(rows)
    around = _texts(page.page_number, page_lines(_outside(page, boxes))) if pieces else ()
    return [replace(piece, around=around) for piece in pieces]


def _outside(page: Page, boxes: Sequence[tuple[float, float, float, float]]) -> Page:
    """The page without the letters that stand inside the boxes."""

    def stands(thing: dict[str, Any]) -> bool:
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(left < x < right and top < y < low for left, top, right, low in boxes)

    return page.filter(stands)


def _filled(table: Table) -> list[list[str]]:
    """The texts of a table on the grid of all its edges."""
    cells = list(_cells(table))
    lefts = _edges([box[0] for box, _ in cells])
    tops = _edges([box[1] for box, _ in cells])
    filled = [[""] * len(lefts) for _ in tops]
    for (left, top, right, bottom), text in cells:
        for row in range(_first(tops, top), _first(tops, bottom)):
            for column in range(_first(lefts, left), _first(lefts, right)):
                filled[row][column] = text
    return filled


def _cells(table: Table) -> Iterator[tuple[tuple[float, float, float, float], str]]:
    turned = [char for char in table.page.chars if not char["upright"]]
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, texts, strict=True):
            if box is not None:
                yield box, _turned_text(turned, box) or _text(text)


def _turned_text(letters: Sequence[dict[str, Any]], box: tuple[float, float, float, float]) -> str:
    """What a cell says whose letters stand on their side: upwards, or downwards if they lean so."""
    left, top, right, low = box
    own = [
        char
        for char in letters
        if left < (char["x0"] + char["x1"]) / 2 < right
        and top < (char["top"] + char["bottom"]) / 2 < low
    ]
    if not own:
        return ""
    upwards = 1 if own[0]["matrix"][1] > 0 else -1
    lines = _edges([char["x0"] for char in own])
    ordered = sorted(
        own, key=lambda char: (upwards * _first(lines, char["x0"]), -upwards * char["top"])
    )
    pieces = itertools.groupby(ordered, key=lambda char: _first(lines, char["x0"]))
    return "\n".join("".join(char["text"] for char in piece) for _, piece in pieces)


def _text(value: Any) -> str:  # noqa: ANN401  (pdfplumber gives a text or None)
    return value or ""


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME_EDGE:
            edges.append(value)
    return edges


def _first(edges: Sequence[float], value: float) -> int:
    """How many edges lie before `value`, near ones not counted."""
    return bisect_left(edges, value - _SAME_EDGE)
