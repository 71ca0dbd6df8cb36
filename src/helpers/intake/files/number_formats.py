"""How many decimals does a cell of an .xlsx workbook show? Its number format says so.

The spreadsheet holds 1 where a person sees 1.0000; how exact a figure is printed decides what it
can be checked against, so the format is read beside the value.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import join, normpath
from xml.etree import ElementTree as ET

from helpers.errors import BadInputError
from helpers.intake.files.containers import column_number

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NEEDED = frozenset({"xl/workbook.xml", "xl/_rels/workbook.xml.rels"})
_CELL = re.compile(r"([A-Z]+)([0-9]+)")
_FIXED = re.compile(r"[#?0,]*0(?:\.(0+))?(%?)")
_UNSEEN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
# The formats that every workbook knows without saying so (ECMA-376, part 1, 18.8.30).
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format with a fixed number of decimals."""

    decimals: int
    percent: bool


def read_format(code: str) -> NumberFormat | None:
    """What a format code says of decimals; None where it leaves them open or is no number's."""
    match = _FIXED.fullmatch(_UNSEEN.sub("", code.split(";", maxsplit=1)[0]).strip())
    return NumberFormat(len(match[1] or ""), bool(match[2])) if match else None


def sheet_formats(name: str, data: bytes) -> dict[str, dict[tuple[int, int], NumberFormat]]:
    """For every sheet by name, the fixed formats of its cells by row and column from 1.

    Args:
        name: what messages call the workbook. data: its bytes.

    Raises:
        BadInputError: a part of the workbook is not well-formed XML, or a visible sheet holds a
            formula without its result, which would be read as an empty cell.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        if not {"xl/styles.xml", *_NEEDED} <= set(container.namelist()):
            return {}
        try:
            styles = _styles(ET.fromstring(container.read("xl/styles.xml")))
            return {
                sheet.get("name", ""): _cell_formats(name, sheet, content, styles)
                for sheet, content in sheets_of(container)
            }
        except ET.ParseError as error:
            raise BadInputError("number_formats.xml", name=name, error=error) from error


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
    for sheet in ET.fromstring(container.read("xl/workbook.xml")).iter(f"{MAIN}sheet"):
        target = targets.get(sheet.get(_OFFICE), "")
        if target in names:
            yield sheet, container.read(target)


def _styles(root: ET.Element) -> list[NumberFormat | None]:
    """The number format of every cell style, by the style's number."""
    codes = dict(_BUILT_IN)
    for entry in root.iter(f"{MAIN}numFmt"):
        number = entry.get("numFmtId", "")
        if number.isdecimal():
            codes[int(number)] = entry.get("formatCode", "")
    styles = root.find(f"{MAIN}cellXfs")
    ids = [style.get("numFmtId", "0") for style in (styles if styles is not None else ())]
    return [read_format(codes.get(int(i), "")) if i.isdecimal() else None for i in ids]


def _cell_formats(
    name: str, sheet: ET.Element, content: bytes, styles: list[NumberFormat | None]
) -> dict[tuple[int, int], NumberFormat]:
    found: dict[tuple[int, int], NumberFormat] = {}
    uncalculated: list[str] = []
    for _, cell in ET.iterparse(io.BytesIO(content)):
        if cell.tag != f"{MAIN}c":
            continue
        if _lacks_result(cell):
            uncalculated.append(cell.get("r", ""))
        place, style = _CELL.fullmatch(cell.get("r", "")), cell.get("s", "0")
        if place and style.isdecimal() and int(style) < len(styles):
            shape = styles[int(style)]
            if shape is not None:
                found[int(place[2]), column_number(place[1])] = shape
        cell.clear()
    if uncalculated and sheet.get("state", "visible") == "visible":
        raise BadInputError(
            "number_formats.no_result", name=name, sheet=sheet.get("name", ""),
            cell=uncalculated[0], count=len(uncalculated),
        )  # fmt: skip
    return found


def _lacks_result(cell: ET.Element) -> bool:
    """Whether a cell holds a formula that nobody has worked out; its result may be empty text."""
    result = cell.find(f"{MAIN}v")
    empty = result is None or not result.text
    return cell.find(f"{MAIN}f") is not None and empty and cell.get("t") != "str"
