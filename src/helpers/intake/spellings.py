"""Which figure does a cell spell in a way that databases, spreadsheets and typists have?

A figure is filed as printed, but for these: `,8220`, `0, 8220`, `82,20 điểm`, `Hạng 5`,
`="0,8220"`, `'0,8220`, `8,220E-01`, marks of footnotes, full-width digits. They say
the figure without doubt, and no reader of figures knows them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from helpers.errors import Clause
from helpers.intake.files.grids import Grid
from helpers.intake.layout import PrintedTable
from helpers.intake.rows import is_number
from helpers.intake.transcription import Place, PrintedCell, Row
from helpers.sources.provinces import fold_name

_WIDE_MARKS = {
    ord("·"): ",",
    ord("，"): ",",
    ord("．"): ".",
    ord("％"): "%",
    ord("／"): "/",
    ord("٫"): ",",
}
_GUARD = re.compile(r"=\s*\"([^\"]*)\"|['‘’`]\s*([0-9].*)|[\"“”„]([^\"“”„]*)[\"“”]")
_LOOSE = re.compile(r"\+?([-−]?[0-9]*)\s*([.,])\s*([0-9]+)(\s*%?)")
_SCIENTIFIC = re.compile(r"([0-9]+)(?:([.,])([0-9]+))?\s*[eE]\s*([+-]?[0-9]{1,2})")
_RANK_WORD = re.compile(r"(?i)(?:xếp |đứng )?(?:thứ(?: hạng)?|hạng|vị trí|no\.?|#)\s*([0-9]{1,2})")
_POINTS_WORD = re.compile(r"(?i)([0-9][0-9.,]*)\s*(?:điểm|đ|points?|pts)\.?")
_OF_SCALE = re.compile(r"([0-9]+)(?:([.,])([0-9]+))?\s*/\s*(100|1[.,]?000)")
_MOVED = re.compile(r"([0-9]{1,2})\s*(?:\(\s*[▲▼△▽↑↓+=–-]\s*[0-9]{0,2}\s*\)|[▲▼△▽↑↓]\s*[0-9]{0,2})")
_CHANGED = re.compile(r"([0-9]+[.,][0-9]+)\s*\(\s*[▲▼△▽↑↓+−–-]\s*[0-9]*[.,]?[0-9]+\s*%?\s*\)")
_TIED = re.compile(r"[=T]\s*([0-9]{1,2})|([0-9]{1,2})\s*=")
_TIMES_TEN = re.compile(r"([0-9]+)(?:([.,])([0-9]+))?\s*[×x]\s*10\^?([+-]?[0-9]{1,2})")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_MARKED = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\*+)")
"""A figure with the mark of a footnote, which is no digit of it."""
_PERCENT_WORD = re.compile(r"(?i)([0-9][0-9.,]*)\s*(?:phần trăm|per ?cent)")
_MOSTLY = 0.8


def plain_figure(text: str) -> str:
    """The figure that a cell spells in another way, as it is usually printed; else ""."""
    if not any(letter.isdecimal() for letter in text) or (
        is_number(text) and text.isascii() and text[0] != "+"
    ):
        return ""
    marked = _MARKED.fullmatch(text)
    if marked:
        return marked[1]
    bare = _unguarded("".join(map(_plain_digit, text)).translate(_WIDE_MARKS))
    for pattern, say in _SPELLINGS:
        match = pattern.fullmatch(bare)
        if match:
            bare = say(match)
    return bare if bare != text and is_number(bare) else ""


def is_scientific(text: str) -> bool:
    """Whether a figure is spelled as 8,22E-01, which does not say how many decimals it has."""
    bare = "".join(map(_plain_digit, _unguarded(text)))
    return any(pattern.fullmatch(bare) for pattern in (_SCIENTIFIC, _TIMES_TEN))


def respelled(grid: Grid) -> Grid:
    """A grid with its figures as usually printed; a note says how many, and shows one."""
    seen: Counter[Place] = Counter()
    shown: str = ""
    bare = set(grid.bare_numbers)
    rows = []
    for row in grid.rows:
        cells = []
        for cell in row:
            figure = plain_figure(cell.text)
            if figure:
                seen[cell.place] += 1
                shown = shown or Clause("told.spelled_as", text=cell.text, figure=figure)
                bare |= {cell.place} if is_scientific(cell.text) else set()
            cells.append(PrintedCell(figure, cell.place) if figure else cell)
        rows.append(tuple(cells))
    if not seen:
        return grid
    note = Clause("told.respelled", number=len(seen), name=grid.name, shown=shown)
    return replace(
        grid,
        rows=tuple(rows),
        notes=(*grid.notes, note),
        bare_numbers=frozenset(bare),
        respelled=len(seen),
    )


def without_labels(table: PrintedTable) -> PrintedTable:
    """A table whose cells repeat their header, as pages for phones do: «DTI: 0,8220»."""
    columns = range(1, len(table.grid.rows[0]) + 1)
    labels = {
        number: {fold_name(row[number - 1].text) for row in table.header} - {""}
        for number in columns
    }
    stripped = {
        number: texts
        for number in columns
        if number != table.unit_column
        and (texts := _without_label(table.rows, number, labels[number]))
    }
    rows = tuple(
        replace(row, cells={
            number: replace(cell, text=stripped[number].get(cell.place, cell.text))
            if number in stripped else cell
            for number, cell in row.cells.items()
        })
        for row in table.rows
    )  # fmt: skip
    return replace(table, rows=rows) if stripped else table


def _without_label(rows: tuple[Row, ...], number: int, labels: set[str]) -> dict[Place, str]:
    """The texts of a column's cells behind their label, where nearly all of them have it."""
    cells = [row.cells[number] for row in rows if row.cells[number].text]
    parts = ((cell, re.match(r"(.*?\D)\s*([0-9][0-9.,]*\s*%?)$", cell.text)) for cell in cells)
    found = {
        cell.place: match[2] for cell, match in parts if match and fold_name(match[1]) in labels
    }
    return found if len(found) >= _MOSTLY * max(len(cells), 1) else {}


def _plain_digit(letter: str) -> str:
    if letter in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺":
        return letter.translate(_RAISED)
    if letter.isascii() or not letter.isdecimal():
        return letter
    return str(unicodedata.decimal(letter))


def _unguarded(text: str) -> str:
    """A text without the marks that keep a spreadsheet from taking it for a number."""
    match = _GUARD.fullmatch(text)
    return next(filter(None, match.groups()), "").strip() if match else text


def _decimal(match: re.Match[str]) -> str:
    sign_and_whole = match[1] if match[1] not in ("", "-", "+", "−") else f"{match[1]}0"
    return f"{sign_and_whole}{match[2]}{match[3]}{match[4]}"


def _of_one(match: re.Match[str]) -> str:
    """A score with its scale as one from 0 to 1: 8,50/100 must not pass for 8,50 of 10."""
    places = len(re.sub("[.,]", "", match[4])) - 1
    digits = f"{match[1]}.{match[3] or ''}"
    text = f"{Decimal(digits).scaleb(-places):f}"
    return text.replace(".", match[2] or ",")


def _shifted(match: re.Match[str]) -> str:
    digits = f"{match[1]}.{match[3] or '0'}"
    text = f"{Decimal(digits).scaleb(int(match[4])).normalize():f}"
    return text.replace(".", match[2] or ".")


_SPELLINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_RANK_WORD, lambda match: match[1]),
    (_POINTS_WORD, lambda match: match[1]),
    (_PERCENT_WORD, lambda match: f"{match[1]}%"),
    (_OF_SCALE, _of_one),
    (_MOVED, lambda match: match[1]),
    (_CHANGED, lambda match: match[1]),
    (_TIED, lambda match: match[1] or match[2]),
    (_SCIENTIFIC, _shifted),
    (_TIMES_TEN, _shifted),
    (_LOOSE, _decimal),
)
