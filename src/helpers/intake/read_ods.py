"""Reading .ods: the file holds for every cell the text that a person sees, and that is taken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from helpers.intake.grids import MOST_COLUMNS, MOST_ROWS, Grid, check_shape, make_grid
from helpers.intake.limits import Source
from helpers.sources.errors import BadInputError

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _STYLE, _TEXT = _NAMES % "table", _NAMES % "style", _NAMES % "text"
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_CONTENT = "content.xml"


def read_ods(source: Source) -> list[Grid]:
    """The visible sheets of an OpenDocument workbook; merged cells show their text everywhere.

    A hidden sheet is not read, but named in the notes of every grid.

    Raises:
        BadInputError: the content is missing or not well-formed, or a sheet is far larger than a
            table of provinces.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as container:
            root = ET.fromstring(container.read(_CONTENT))
    except (KeyError, ET.ParseError) as error:
        raise BadInputError(
            f"{source.name}: {_CONTENT} inside is missing or not well-formed ({error}). Open the "
            "file in LibreOffice, save it again and run again."
        ) from error
    hidden_styles = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }
    tables = [(t.get(f"{_TABLE}name", ""), t) for t in root.iter(f"{_TABLE}table")]
    hidden = [name for name, t in tables if t.get(f"{_TABLE}style-name") in hidden_styles]
    notes = [f"The sheet «{name}» is hidden and was not read." for name in hidden]
    return [
        make_grid(name, _rows(name, t), notes=notes) for name, t in tables if name not in hidden
    ]


def _rows(name: str, table: ET.Element) -> list[list[str]]:
    rows: list[list[str]] = []
    pending: dict[tuple[int, int], str] = {}
    empty_before = 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = _number(row, "number-rows-repeated")
        start = len(rows) + empty_before
        texts = _cells(name, row, start, pending)
        if not any(texts):
            empty_before += repeated
            continue
        check_shape(f"sheet «{name}»", start + repeated, len(texts))
        rows += [[]] * empty_before
        rows += [texts] * repeated
        empty_before = 0
    return rows


def _cells(
    name: str, row: ET.Element, number: int, pending: dict[tuple[int, int], str]
) -> list[str]:
    texts: list[str] = []
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        text = "\n".join("".join(_letters(p)) for p in cell.findall(f"{_TEXT}p"))
        text = text or pending.get((number, len(texts)), "")
        repeated = _number(cell, "number-columns-repeated")
        if text:
            check_shape(f"sheet «{name}»", 1, len(texts) + repeated)
            _mark_merged(cell, number, len(texts), text, pending)
        texts += [text] * min(repeated, MOST_COLUMNS - len(texts))
        if len(texts) >= MOST_COLUMNS:
            break
    return [text or pending.get((number, place), "") for place, text in enumerate(texts)]


def _mark_merged(
    cell: ET.Element, row: int, column: int, text: str, pending: dict[tuple[int, int], str]
) -> None:
    down = min(_number(cell, "number-rows-spanned"), MOST_ROWS)
    right = min(_number(cell, "number-columns-spanned"), MOST_COLUMNS)
    if down * right > 1:
        check_shape("a merged cell", down, right)
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
