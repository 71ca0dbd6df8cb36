"""What did a refresh change? Two states of the processed tables, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.sources.schemas import TABLES

KINDS = ("revised", "gone", "new")
"""What may become of a row, what needs reading first at the front."""
ORDER = (
    "rankings", "coverage", "reported_figures", "online_services", "milestones", "adoption",
    "covariates", "contradictions", "rejected", "rank_gains", "rank_intervals", "press_check",
    "units",
)  # fmt: skip
"""The compared tables in the order of the report; of `claims` see `sharing.claim_changes`."""
_TOTAL = "overall"
# A rank or a gain that is known exactly stands in three columns; its change is one change.
_REPEATED = {
    "rank_best": "rank",
    "rank_worst": "rank",
    "gain_least": "rank_gain",
    "gain_most": "rank_gain",
}


@dataclass(frozen=True)
class CellChange:
    """One cell: what it said and what it says, as in the CSV ("" for empty)."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """One row that is new, gone or revised.

    `row` holds its cells as they are now; of a row that is gone, as they were. `cells` holds what
    changed in a revised row and is empty otherwise.
    """

    table: str
    kind: str
    row: Mapping[str, str]
    cells: tuple[CellChange, ...] = ()

    @property
    def changes_a_number(self) -> bool:
        """Whether a number or a date changed, not only words about it."""
        kinds = {column.name: column.kind for column in TABLES[self.table].columns}
        return any(kinds.get(cell.column) in ("integer", "number", "date") for cell in self.cells)


@dataclass(frozen=True)
class TableChanges:
    """What became of one table.

    `rows_before` is None where the table did not exist. Columns that only one state has are named
    and not compared.
    """

    table: str
    rows_before: int | None
    rows_after: int
    rows: tuple[RowChange, ...]
    columns_new: tuple[str, ...] = ()
    columns_gone: tuple[str, ...] = ()

    def of(self, kind: str) -> tuple[RowChange, ...]:
        """The rows of one kind, in order."""
        return tuple(change for change in self.rows if change.kind == kind)

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing at all differs."""
        return not (self.rows or self.columns_new or self.columns_gone or self.rows_before is None)


def compare_states(
    older: Mapping[str, pd.DataFrame], newer: Mapping[str, pd.DataFrame]
) -> tuple[TableChanges, ...]:
    """What differs between two states of the processed tables, but for the claims?

    Args:
        older, newer: tables by name, every cell as text, each key once; `older` may lack tables.

    Returns:
        An entry for each table of `newer`, changed or not, in `ORDER`.
    """
    return tuple(
        compare_tables(name, older.get(name), newer[name]) for name in ORDER if name in newer
    )


def compare_tables(name: str, older: pd.DataFrame | None, newer: pd.DataFrame) -> TableChanges:
    """Which rows of a table are new, gone or revised, followed by the table's key?

    Args:
        name: which table. older: None where it did not exist. newer: as it is now.

    Returns:
        Revised rows first (those with another number before those with other words), then rows
        that are gone, then new ones; each in the order of the key, totals before parts.
    """
    key = list(TABLES[name].key)
    before = {} if older is None else _by_key(older, key)
    after = _by_key(newer, key)
    shared = [] if older is None else [c for c in newer.columns if c in older.columns]
    revised = [
        RowChange(name, "revised", after[place], cells)
        for place in _in_order(before.keys() & after.keys())
        if (cells := _changed_cells(before[place], after[place], shared))
    ]
    revised.sort(key=lambda change: not change.changes_a_number)
    gone = [RowChange(name, "gone", before[place]) for place in _in_order(before.keys() - after)]
    new = [RowChange(name, "new", after[place]) for place in _in_order(after.keys() - before)]
    return TableChanges(
        table=name,
        rows_before=None if older is None else len(older),
        rows_after=len(newer),
        rows=(*revised, *gone, *new),
        columns_new=() if older is None else tuple(c for c in newer if c not in older),
        columns_gone=() if older is None else tuple(c for c in older if c not in newer),
    )


def _in_order(places: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return sorted(places, key=lambda place: (_TOTAL not in place, place))


def _by_key(table: pd.DataFrame, key: list[str]) -> dict[tuple[str, ...], dict[str, str]]:
    rows = table.to_dict("records")
    return {tuple(str(row[column]) for column in key): row for row in rows}


def _changed_cells(
    before: Mapping[str, str], after: Mapping[str, str], columns: list[str]
) -> tuple[CellChange, ...]:
    changed = [
        CellChange(column, before[column], after[column])
        for column in columns
        if before[column] != after[column]
    ]
    named = {cell.column: cell for cell in changed}

    def repeats(cell: CellChange) -> bool:
        first = named.get(_REPEATED.get(cell.column, ""))
        return first is not None and (first.before, first.after) == (cell.before, cell.after)

    return tuple(cell for cell in changed if not repeats(cell))
