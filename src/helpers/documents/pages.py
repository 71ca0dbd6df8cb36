"""Which paragraphs stand on the pages of a PDF, column by column?

A column is told from a table by its lines, which are sentences and not cells. What stands at the
edge of several pages alike, and numbers of pages, are no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from helpers.documents.document import BETWEEN_CELLS, Piece

if TYPE_CHECKING:
    from pdfplumber.page import Page

# All in heights of a line's letters, where nothing else is said.
_SAME_LINE = 0.4
_CELL_GAP, _GUTTER = 2.5, 0.8
_RAISED, _SMALLER, _LARGER = 0.12, 0.8, 1.15
_NEW_PARAGRAPH, _INDENT = 1.35, 0.8  # the first in usual distances of lines
_FAR = 2.2  # from one line to the next, where something else begins
_EDGE, _FEWEST_PAGES = 0.12, 2  # of a page's height
_MIDDLE = (0.25, 0.75)  # of the text's width: where a gutter may lie
_FEWEST_LINES, _FEWEST_WORDS, _MOST_CROSSING = 3, 2.5, 0.45
_SHORT = 0.85  # of a column's width: a line that ends before was not full
_PAGE_NUMBER = re.compile(
    r"(?:trang|page)?\s*[-–—]?\s*\d{1,4}\s*(?:[-–—]|(?:/|of|trên)\s*\d{1,4})?", re.I
)
# A browser prints the address and the number below a page, the hour before the title above it.
_ADDRESS = re.compile(r"(?:https?|file)://\S+(?: \| \d+ ?/ ?\d+)?")
_HOUR = re.compile(
    r"(?:\d+[/.-]\d+[/.-]\d+,? \d+:\d\d(?: ?[APSC][MH])?|\d+:\d\d \d+[/.-]\d+[/.-]\d+)(?: \| |$)"
)
_BEGINS_ANEW = re.compile(r"(?:[-–—•*+]|\(?\w{1,3}[.)])\s")
_ENDS = (".", "!", "?", ":", ";", "…", "”", '"')
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")


@dataclass(frozen=True, slots=True)
class _Line:
    """Words that stand side by side: how they read, where, how large; and how many cells."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    page: int
    kind: str = "paragraph"
    column: tuple[float, float] = (0, 0)
    opens: bool = False

    @property
    def height(self) -> float:
        return self.bottom - self.top


Words = Sequence[dict[str, Any]]


def read_pages(pages: Sequence[Page]) -> tuple[list[Piece], list[str]]:
    """The paragraphs of the pages in the order in which a person reads them.

    Gives them and what was left out: lines at the edges that several pages share, page numbers.
    """
    of_pages = [list(_lines_of_page(page)) for page in pages]
    heights = [float(page.height) for page in pages]
    repeated = _repeated(of_pages, heights)
    lines = [
        replace(line, text=_HOUR.sub("", line.text, 1) if _is_at_edge(line, height) else line.text)
        for own, height in zip(of_pages, heights, strict=True)
        for line in own
        if not _is_margin(line, height, repeated)
    ]
    left_out = ["margins"] if sum(map(len, of_pages)) > len(lines) else []
    return list(_paragraphs(lines)), left_out


def _lines_of_page(page: Page) -> Iterator[_Line]:
    """The lines of a page in reading order: the rows of ruled tables in their place."""
    tables = [(table.bbox, table.extract()) for table in page.find_tables()]
    tables = [(box, rows) for box, rows in tables if len(rows) > 1 and len(rows[0]) > 1]
    words = [
        word
        for word in page.extract_words(x_tolerance=1.5, y_tolerance=2, extra_attrs=["size"])
        if not any(_stands_in(word, box) for box, _ in tables)
    ]
    number = page.page_number
    above = 0.0
    for box, rows in sorted(tables, key=lambda each: each[0][1]):
        yield from _in_order([w for w in words if above <= w["top"] < box[1]], number)
        above = box[1]
        for place, row in enumerate(rows):
            text = BETWEEN_CELLS.join(" ".join((cell or "").split()) for cell in row)
            yield _Line(text, box[0], box[2], box[1], box[3], 0, number, "row", opens=not place)
    yield from _in_order([word for word in words if word["top"] >= above], number)


def _stands_in(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] < x < box[2] and box[1] < y < box[3])


def _in_order(words: Words, page: int) -> Iterator[_Line]:
    """The lines of a part of a page; where it has columns, each of them from top to bottom."""
    if not words:
        return
    rows = _rows(words)
    gutter = _gutter(rows)
    if gutter is None:
        column = min(word["x0"] for word in words), max(word["x1"] for word in words)
        yield from (replace(_line(row, page), column=column) for row in rows)
        return
    block: list[Words] = []
    for row in [*rows, None]:
        if row is not None and not _crosses(row, gutter):
            block.append(row)
            continue
        beside, below = _parted(block, gutter)
        for side in (True, False):
            own = [word for one in beside for word in one if (word["x1"] <= gutter) is side]
            yield from _in_order(own, page)
        yield from _in_order([word for one in below for word in one], page)
        block = []
        if row is not None:
            line = _line(row, page)
            yield replace(line, column=(line.left, line.right))


def _parted(rows: Sequence[Words], gutter: float) -> tuple[Sequence[Words], Sequence[Words]]:
    """Rows of two columns, and those below them that begin anew where the right one has ended."""
    low = max((w["bottom"] for row in rows for w in row if w["x0"] >= gutter), default=0)
    usual = median([word["size"] for row in rows for word in row]) if rows else 0
    for number, row in enumerate(rows):
        above = rows[number - 1][0]["top"] if number else 0
        is_apart = row[0]["top"] - above > _FAR * usual or row[0]["size"] > _LARGER * usual
        if number and row[0]["top"] > low and is_apart:
            return rows[:number], rows[number:]
    return rows, []


def _rows(words: Words) -> list[list[dict[str, Any]]]:
    """Words whose middles are at one height, from left to right; rows from top to bottom."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda w: (w["top"] + w["bottom"], w["x0"])):
        height = word["bottom"] - word["top"]
        last = rows[-1][-1] if rows else None
        if last and _middle(word) - _middle(last) < _SAME_LINE * max(height, last["size"]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: float(w["x0"])) for row in rows]


def _middle(word: dict[str, Any]) -> float:
    return float(word["top"] + word["bottom"]) / 2


def _crosses(row: Words, gutter: float) -> bool:
    """Whether a row runs over the gutter: a word stands on it, or no wide gap is there."""
    left = max((w["x1"] for w in row if (w["x0"] + w["x1"]) / 2 < gutter), default=None)
    right = min((w["x0"] for w in row if (w["x0"] + w["x1"]) / 2 >= gutter), default=None)
    if left is None or right is None:
        return bool((left or 0) > gutter or (right is not None and right < gutter))
    return bool(left > gutter or right < gutter or right - left < _GUTTER * row[0]["size"])


def _gutter(rows: Sequence[Words]) -> float | None:
    """Where a blank stripe parts two columns of sentences; None where there is none."""
    left = min(row[0]["x0"] for row in rows)
    width = max(row[-1]["x1"] for row in rows) - left
    beside = [
        (before["x1"] + after["x0"]) / 2
        for row in rows
        for before, after in pairwise(row)
        if after["x0"] - before["x1"] >= _GUTTER * before["size"]
        and _MIDDLE[0] * width < (before["x1"] + after["x0"]) / 2 - left < _MIDDLE[1] * width
    ]
    # Columns whose lines are not at one height have a gap beside no word: the middle is tried.
    best = min(
        {*(round(x) for x in beside), round(left + width / 2)},
        key=lambda x: (sum(_crosses(row, x) for row in rows), x),
    )
    parted = [row for row in rows if not _crosses(row, best)]
    sides = (
        [[w for w in row if (w["x1"] <= best) is side] for row in parted] for side in (True, False)
    )
    for side in sides:
        filled = [len(row) for row in side if row]
        if len(filled) < _FEWEST_LINES or sum(filled) / len(filled) < _FEWEST_WORDS:
            return None
    crossing = sum(_crosses(row, best) for row in rows)
    return float(best) if crossing <= _MOST_CROSSING * len(rows) else None


def _line(row: Words, page: int) -> _Line:
    size = median(float(word["size"]) for word in row)
    words = _without_marks(row)
    cells: list[list[str]] = [[]]
    for before, word in zip([None, *words], words, strict=False):
        if before is not None and word["x0"] - before["x1"] > _CELL_GAP * size:
            cells.append([])
        cells[-1].append(word["text"])
    # A row of a table that has no rules.
    return _Line(
        BETWEEN_CELLS.join(map(" ".join, cells)),
        float(row[0]["x0"]), float(row[-1]["x1"]), min(float(w["top"]) for w in row),
        max(float(w["bottom"]) for w in row), size, page,
    )  # fmt: skip


def _without_marks(row: Words) -> list[dict[str, Any]]:
    """Words without the small raised numbers that lead to notes."""
    kept = [row[0]]
    for before, word in pairwise(row):
        is_small = word["size"] < _SMALLER * before["size"]
        is_raised = word["bottom"] < before["bottom"] - _RAISED * before["size"]
        if not (is_small and is_raised and word["text"].strip("()[]*").isdecimal()):
            kept.append(word)
    return kept


def _repeated(of_pages: Sequence[Sequence[_Line]], heights: Sequence[float]) -> set[str]:
    """What stands at an edge of several pages, but for its numbers."""
    found = Counter(
        text
        for lines, height in zip(of_pages, heights, strict=True)
        for text in {_shape(line) for line in lines if _is_at_edge(line, height)}
    )
    least = max(_FEWEST_PAGES, len(of_pages) // 3)
    return {text for text, pages in found.items() if pages >= least}


def _shape(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _is_at_edge(line: _Line, height: float) -> bool:
    return line.kind != "row" and (line.bottom < _EDGE * height or line.top > (1 - _EDGE) * height)


def _is_margin(line: _Line, height: float, repeated: set[str]) -> bool:
    if not _is_at_edge(line, height):
        return False
    alone = _PAGE_NUMBER.fullmatch(line.text) or _ADDRESS.fullmatch(line.text)
    return _shape(line) in repeated or alone is not None


def _paragraphs(lines: Sequence[_Line]) -> Iterator[Piece]:
    sizes = [line.size for line in lines if line.size]
    usual = median(sizes) if sizes else 0
    gaps = [b.top - a.top for a, b in pairwise(lines) if 0 < b.top - a.top < 3 * (a.height or 1)]
    gap = median(gaps) if gaps else 0
    paragraph: list[_Line] = []
    for line in lines:
        if paragraph and not _goes_on(paragraph, line, gap):
            yield _piece(paragraph, usual)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield _piece(paragraph, usual)


def _goes_on(paragraph: Sequence[_Line], line: _Line, gap: float) -> bool:
    """Whether a line belongs to the paragraph before it, on the same page or on the next."""
    before = paragraph[-1]
    is_table = "row" in (before.kind, line.kind) or any(
        BETWEEN_CELLS in one.text for one in (before, line)
    )
    if is_table:
        return False
    if not before.size / _LARGER < line.size < before.size * _LARGER:
        return False
    ended = before.text.endswith(_ENDS)
    if line.page != before.page or line.top < before.top:
        # In the next column or on the next page.
        return not ended or line.text[:1].islower()
    left, right = before.column
    was_full = before.right > left + _SHORT * (right - left)
    # "… xếp thứ" | "5. Năm ấy …" is no list: a full line without an end goes on.
    is_item = _BEGINS_ANEW.match(line.text) is not None and (ended or not was_full)
    is_indented = line.left > line.column[0] + _INDENT * line.size and before.left < line.left
    is_apart = line.top - before.top > _NEW_PARAGRAPH * gap
    return not (is_apart or is_indented or is_item) and (was_full or not ended)


def _piece(lines: Sequence[_Line], usual: float) -> Piece:
    first = lines[0]
    text = first.text
    for line in lines[1:]:
        is_broken = _BROKEN_WORD.search(text) and line.text[:1].islower()
        text = f"{text[:-1]}{line.text}" if is_broken else f"{text} {line.text}"
    if first.kind == "row":
        return Piece("row", text, first.page, first.opens)
    is_heading = first.size > _LARGER * usual
    return Piece("heading" if is_heading else "paragraph", text, first.page)
