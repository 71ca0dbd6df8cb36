"""Which of several columns that name provinces says whose figures stand in a row?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.errors import Clause
from helpers.intake.table_map import TableMap
from helpers.intake.transcription import PrintedCell, Question, Row
from helpers.intake.unit_names import UnitNames

FEWEST_PROVINCES = 3
"""A column with fewer of them names none."""


def other_names(
    rows: Sequence[Row],
    names: UnitNames,
    column: int,
    header: Sequence[Sequence[PrintedCell]],
    table_map: TableMap,
) -> Iterator[Question]:
    """Whose figures are these, where another column of the rows names other provinces?

    So stand the order of last year and that of this year side by side.

    Args:
        rows: of the table. names: of the provinces.
        column: the one taken for the names, from 0. header: its rows.
        table_map: where it says which column names them, nothing is asked.
    """
    if table_map.unit_column is not None:
        return
    kept = [row for row in rows if row.unit_id]
    for number in kept[0].cells if kept else ():
        told = {row.unit_id: names.match(row.cells[number].text) for row in kept}
        other = {unit: named for unit, named in told.items() if named and named != unit}
        if len({*told.values()} - {""}) < FEWEST_PROVINCES or not other:
            continue
        unit = next(iter(other))
        row = next(row for row in kept if row.unit_id == unit)
        shown = [
            Clause(
                "asked.name_column",
                number=n,
                text=row.cells[n].text,
                header=header[-1][n - 1].text if header else "",
            )
            for n in (column + 1, number)
        ]
        text = Clause("asked.two_names", rows=len(other), one=shown[0], other=shown[1])
        choices = tuple(f"{{{n}: unit}}" for n in (column + 1, number))
        yield Question("columns", text, choices, row.cells[number].place)
