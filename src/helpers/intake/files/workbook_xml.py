"""What the XML of an .xlsx workbook says of its sheets and cells, beside their values."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from posixpath import join, normpath
from xml.etree import ElementTree as ET

from helpers.intake.files.containers import column_number

_NEEDED = frozenset({"xl/workbook.xml", "xl/_rels/workbook.xml.rels"})
_CELL = re.compile(r"\$?([A-Za-z]+)\$?([0-9]+)")


def local_name(name: str) -> str:
    """The name of an element or attribute without its namespace, which «strict» files change."""
    return name.rpartition("}")[2]


def sheets_of(container: zipfile.ZipFile) -> Iterator[tuple[ET.Element, bytes]]:
    """The sheets of a workbook: what it says of each (its name, whether it is hidden), and its XML.

    Raises:
        ET.ParseError: a part of the workbook is not well-formed XML.
    """
    names = set(container.namelist())
    if not names >= _NEEDED:
        return
    targets = {
        relation.get("Id"): normpath(join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in ET.fromstring(container.read("xl/_rels/workbook.xml.rels"))
    }
    for sheet in ET.fromstring(container.read("xl/workbook.xml")).iter():
        if local_name(sheet.tag) != "sheet":
            continue
        ids = [value for name, value in sheet.items() if name.endswith("}id")]
        target = targets.get(ids[0] if ids else "", "")
        if target in names:
            yield sheet, container.read(target)


def cells_of(content: bytes) -> Iterator[tuple[tuple[int, int], ET.Element]]:
    """The cells of a sheet with row and column from 1; one that says no place follows the last.

    Raises:
        ET.ParseError: the sheet is not well-formed XML.
        ValueError: a row is numbered by words.
    """
    row = column = 0
    for event, element in ET.iterparse(io.BytesIO(content), ("start", "end")):
        kind = local_name(element.tag)
        if event == "start" and kind == "row":
            row, column = int(element.get("r", row + 1)), 0
        elif event == "end" and kind == "c":
            place = _CELL.fullmatch(element.get("r", ""))
            row, column = (int(place[2]), column_number(place[1])) if place else (row, column + 1)
            yield (row, column), element
        if event == "end" and kind in {"c", "row"}:
            element.clear()


def child_text(cell: ET.Element, name: str) -> str | None:
    """What an element within a cell says, "" for an empty one; None where there is none."""
    found = next((child for child in cell if local_name(child.tag) == name), None)
    return None if found is None else found.text or ""
