"""What does a cell of an .xlsx workbook show beside its value: how many decimals, which error?

The spreadsheet holds 1 where a person sees 1.0000; how exact a figure is printed decides what it
can be checked against, so the format is read beside the value. An error is no value at all.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from xml.etree import ElementTree as ET

from helpers.errors import BadInputError
from helpers.intake.files.containers import cell_name
from helpers.intake.files.workbook_xml import cells_of, child_text, local_name, sheets_of

_MOST_DIGITS = 15  # no figure of a ranking has more before or after its decimal mark
_STYLES = "xl/styles.xml"
_FIXED = re.compile(r"[#?0,]*0(?:\.(0+))?(%?)")
_UNSEEN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
# The formats that every workbook knows without saying so (ECMA-376, part 1, 18.8.30).
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format with a fixed number of decimals."""

    decimals: int
    percent: bool


@dataclass(frozen=True, slots=True)
class SheetCells:
    """What a sheet says of its cells, by row and column from 1."""

    formats: dict[tuple[int, int], NumberFormat] = field(default_factory=dict)
    """The fixed formats."""
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """The error values, such as "#N/A"."""


def read_format(code: str) -> NumberFormat | None:
    """What a format code says of decimals; None where it leaves them open or is no number's."""
    match = _FIXED.fullmatch(_UNSEEN.sub("", code.split(";", maxsplit=1)[0]).strip())
    return NumberFormat(len(match[1] or ""), bool(match[2])) if match else None


def shown_number(number: Decimal, shape: NumberFormat | None) -> str:
    """A number as a person sees it; without a fixed format, without zeros at the end."""
    if not number.is_finite() or number.adjusted() > _MOST_DIGITS:
        return str(number)
    if shape is None and number.adjusted() < -_MOST_DIGITS:
        return str(number)
    if shape is None:
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if shape.percent:
        number *= 100
    step = Decimal(1).scaleb(-shape.decimals)
    return f"{number.quantize(step, ROUND_HALF_UP):f}" + ("%" if shape.percent else "")


def sheet_cells(name: str, data: bytes) -> dict[str, SheetCells]:
    """For every sheet by name, what its XML says of cells beside their values.

    Args:
        name: what messages call the workbook. data: its bytes.

    Raises:
        BadInputError: a part of the workbook is not well-formed XML, or a visible sheet holds a
            formula without its result, which would be read as an empty cell.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        try:
            styles = _styles(container)
            return {
                sheet.get("name", ""): _sheet_cells(name, sheet, content, styles)
                for sheet, content in sheets_of(container)
            }
        except BadInputError:
            raise
        except (ET.ParseError, ValueError) as error:
            raise BadInputError("number_formats.xml", name=name, error=error) from error


def _styles(container: zipfile.ZipFile) -> list[NumberFormat | None]:
    """The number format of every cell style, by the style's number."""
    if _STYLES not in container.namelist():
        return []
    root = ET.fromstring(container.read(_STYLES))
    codes = dict(_BUILT_IN)
    ids: list[str] = []
    for entry in root.iter():
        number = entry.get("numFmtId", "0")
        if local_name(entry.tag) == "numFmt" and number.isdecimal():
            codes[int(number)] = entry.get("formatCode", "")
        elif local_name(entry.tag) == "cellXfs":
            ids = [style.get("numFmtId", "0") for style in entry]
    return [read_format(codes.get(int(i), "")) if i.isdecimal() else None for i in ids]


def _sheet_cells(
    name: str, sheet: ET.Element, content: bytes, styles: list[NumberFormat | None]
) -> SheetCells:
    found = SheetCells()
    uncalculated: list[str] = []
    for place, cell in cells_of(content):
        style, result = cell.get("s", "0"), child_text(cell, "v")
        if _lacks_result(cell, result):
            uncalculated.append(cell_name(*place))
        elif cell.get("t") == "e":
            found.errors[place] = result or ""
        if style.isdecimal() and int(style) < len(styles):
            shape = styles[int(style)]
            if shape is not None:
                found.formats[place] = shape
    if uncalculated and sheet.get("state", "visible") == "visible":
        raise BadInputError(
            "number_formats.no_result", name=name, sheet=sheet.get("name", ""),
            cell=uncalculated[0], count=len(uncalculated),
        )  # fmt: skip
    return found


def _lacks_result(cell: ET.Element, result: str | None) -> bool:
    """Whether a cell holds a formula that nobody has worked out, or an error that it does not name.

    The result of a formula may be an empty text; then it says that it has one.
    """
    if cell.get("t") == "e":
        return not result
    is_text = cell.get("t") == "str" and result is not None
    return child_text(cell, "f") is not None and not result and not is_text
