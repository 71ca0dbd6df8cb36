"""A figure as published: one number with its unit, edition, measure, precision and source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pandas as pd

TRANSCRIBED = "transcribed"
BASES = ("printed", "score_order", "recomputed", TRANSCRIBED, "list_position", "derived")
"""How a figure is known, the strongest first: printed by the source; the order of a complete table
of printed scores; recomputed by formula; read in a table that somebody else than its publisher
copied; a place in an ordered list that prints no rank; derived from other printed figures."""

SETTLED_BY = ("match", "date", "elimination")
"""By what an edition was settled that the source does not print: the figure equals what is on file
of it; the page is older than the next edition; nothing else is left, and no other unit holds the
place."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported ranking figure.

    `value` is the parsed number (a rank, a score from 0 to 1, places, percent), None where words
    name no number; `best` and `worst` are the places that a group such as "top 10" allows.
    `decimals` is the printed precision of a score, of its change or of its growth. `settled` is one
    of `SETTLED_BY` where the source does not print the edition; it is empty otherwise.
    """

    figure_id: str
    unit_id: str
    universe: str
    province_as_printed: str
    index: str
    edition: str
    measure: str
    statistic: str
    baseline: str
    value_as_printed: str
    value: float | None
    best: int | None
    worst: int | None
    decimals: int | None
    unit: str
    basis: str
    doubt: str
    source_id: str
    set_aside: bool = False
    settled: str = ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A raw cell that no reading fits, kept with its place and the reason."""

    file: str
    row: int
    column: str
    value: str
    reason: str
    reason_vi: str


@dataclass(frozen=True, slots=True)
class RowCount:
    """How many rows of a raw file were read, kept and rejected."""

    file: str
    rows_read: int
    rows_kept: int
    rows_rejected: int


def figures_of(table: pd.DataFrame) -> list[Figure]:
    """The figures of `reported_figures.csv`, as `figures_table` wrote them."""
    numbers = {"value": float, "best": int, "worst": int, "decimals": int}
    rows: list[dict[str, Any]] = [
        {
            name: (None if pd.isna(row[name]) else numbers[name](row[name]))
            if name in numbers
            else row[name]
            for name in Figure.__dataclass_fields__
        }
        for row in table.to_dict("records")
    ]
    return [Figure(**row) for row in rows]


def figures_table(figures: Iterable[Figure]) -> pd.DataFrame:
    """All figures as one table, a row each, integers nullable."""
    # Not `asdict`, which copies each value with all that it might hold.
    columns = list(Figure.__dataclass_fields__)
    table = pd.DataFrame(map(attrgetter(*columns), figures), columns=columns)
    for column in ("best", "worst", "decimals"):
        table[column] = table[column].astype("Int64")
    table["value"] = table["value"].astype(float)
    return table
