"""Which rows and columns of a sheet does a person not see? They are read like the others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from helpers.errors import BadInputError, Clause
from helpers.intake.files.grids import Grid
from helpers.intake.files.limits import SourceFile
from helpers.intake.files.workbook_xml import local_name, sheets_of

_YES = {"1", "true"}
_MOST_SHOWN = 12


def hidden_notes(source: SourceFile, grid: Grid) -> tuple[str, ...]:
    """What a person should be told of hidden rows and columns of the table's sheet.

    Only .xlsx is looked at, and only rows and columns within the cells that are filled.

    Raises:
        BadInputError: a part of the workbook is not well-formed XML, or numbers a row by words.
    """
    if source.kind != "xlsx":
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as container:
            contents = {sheet.get("name", ""): content for sheet, content in sheets_of(container)}
        places = [cell.place for row in grid.rows for cell in row if cell.text]
        part = places[0].part if places else grid.name
        rows, columns = _hidden(contents.get(part, b"<none/>"))
    except (ET.ParseError, ValueError) as error:
        raise BadInputError("hidden_cells.xml", name=source.name, error=error) from error
    filled = {place.row for place in places}
    width = sorted({place.column for place in places if place.column is not None})
    found = [
        Clause(what, numbers=_shown(numbers))
        for what, numbers in (
            ("told.hidden_rows", sorted(rows & filled)),
            (
                "told.hidden_columns",
                [n for n in width if any(low <= n <= high for low, high in columns)],
            ),
        )
        if numbers
    ]
    if not found:
        return ()
    what = Clause("told.both", one=found[0], other=found[1]) if len(found) > 1 else found[0]
    return (Clause("told.hides", sheet=part, what=what),)


def _hidden(content: bytes) -> tuple[set[int], list[tuple[int, int]]]:
    """Numbers of the hidden rows, and first and last number of the hidden groups of columns."""
    rows: set[int] = set()
    columns: list[tuple[int, int]] = []
    number = 0
    for _, element in ET.iterparse(io.BytesIO(content)):
        if local_name(element.tag) == "row":
            # A row without a number follows the one before.
            number = int(element.get("r", number + 1))
            if element.get("hidden") in _YES:
                rows.add(number)
            element.clear()
        elif local_name(element.tag) == "col" and element.get("hidden") in _YES:
            columns.append((int(element.get("min", 0)), int(element.get("max", 0))))
    return rows, columns


def _shown(numbers: Sequence[int]) -> str:
    more = len(numbers) - _MOST_SHOWN
    shown = ", ".join(map(str, numbers[:_MOST_SHOWN]))
    return f"{shown} and {more} more" if more > 0 else shown
