"""Figures that know where they come from: a value, and the place in the processed tables.

They know no words. Whoever writes one down marks it with its place (`helpers.sharing.traced`), so
that a page can be checked against the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

BETWEEN = "|"
DERIVED = "derived"


@dataclass(frozen=True)
class Figure:
    """One number, or text with numbers, that readers see.

    `origin`: the table, the key of the row and the column, or `derived` and what worked it out.
    """

    value: Any
    origin: str

    @property
    def exact(self) -> str:
        """The value as the tables write it."""
        if isinstance(self.value, float):
            return f"{self.value:.10g}"
        return str(self.value)


def stored(table: str, row: Mapping[str, Any], column: str) -> Figure | None:
    """A figure of a processed table, as it stands there; None where the cell is empty.

    Args:
        row: of the table, its key among it.
    """
    value = row[column]
    if pd.isna(value) or value == "":
        return None
    return filed(value, table, key_of(table, row), column)


def filed(value: Any, table: str, key: tuple[str, ...], column: str) -> Figure:  # noqa: ANN401
    """A figure of a processed table by the key of its row, as `key_of` has it."""
    plain = value.item() if hasattr(value, "item") else value
    return Figure(plain, BETWEEN.join((table, *key, column)))


def key_of(table: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells a row of a processed table from the others, as origins name it.

    Raises:
        KeyError: no figure of this table is shown.
    """
    key = tuple(str(row[column]) for column in KEYS[table])
    if KEYS[table][0] != "index":
        return key
    # «DTI 2024», «DTI 2022–2023»: as readers call it.
    index, *years = key[: 3 if table == "rank_gains" else 2]
    return (f"{index} {'–'.join(years)}", *key[1 + len(years) :])


KEYS: Mapping[str, tuple[str, ...]] = {
    "rankings": ("index", "edition", "unit_id", "measure"),
    "rank_intervals": ("index", "edition", "unit_id"),
    "rank_gains": ("index", "baseline", "edition", "unit_id", "measure"),
    "press_check": ("figure_id",),
    "adoption": ("figure_id",),
    "online_services": ("figure_id",),
    "covariates": ("unit_id", "year", "measure"),
}
"""The columns that tell the rows of each table apart."""


def derived(value: Any, *names: str) -> Figure:  # noqa: ANN401  (whatever a table holds)
    """A figure that no table holds; `names`: what worked it out, and of what."""
    return Figure(value, BETWEEN.join((DERIVED, *names)))
