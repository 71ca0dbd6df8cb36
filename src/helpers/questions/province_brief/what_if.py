"""Which rank would a province have with more or fewer points, the others standing still?

Everything is whole numbers: printed totals in ten-thousandths, points in tenths. So no change gives
the printed rank, and a page can work out the same as Python, digit by digit.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.questions.province_brief.main_indices import MainIndices
from helpers.sources.provinces import Unit
from helpers.statistics.ranks import rank_scores

UNIT = 10_000
"""Printed scores have four decimals."""
_TENTHS = 10
_EXACT = 1e-6


@dataclass(frozen=True)
class RaisedIndex:
    """A main index that can be raised or lowered: printed score × 10,000, points × 10."""

    part: str
    score: int
    tenths: int

    @property
    def most(self) -> int:
        """Tenths of points by which it can rise before it is full."""
        return (UNIT - self.score) * self.tenths // UNIT

    @property
    def least(self) -> int:
        """Tenths of points by which it can change downwards, 0 or negative."""
        return -(self.score * self.tenths // UNIT)


@dataclass(frozen=True)
class WhatIf:
    """The printed totals × 10,000 of one unit and of the others, and what it can change.

    `whole`: tenths of points of all main indices together.
    """

    own: int
    others: tuple[int, ...]
    whole: int
    parts: tuple[RaisedIndex, ...]

    def rank(self, change: int) -> int:
        """Which rank does a change of so many tenths of points give? Equal totals share it.

        A total t stands for t × whole of tenths × 10,000, so nothing is divided or rounded.
        """
        reached = self.own * self.whole + change * UNIT
        return 1 + sum(one * self.whole > reached for one in self.others)

    def total(self, change: int) -> int:
        """The total × 10,000 after the change, rounded half up as it would be printed."""
        reached = self.own * self.whole + change * UNIT
        return (2 * reached + self.whole) // (2 * self.whole)


def what_if(ranked: pd.DataFrame, found: MainIndices, unit: Unit) -> WhatIf | None:
    """What can be changed in the table that a unit stands in?

    Args:
        ranked: of `ranked_units`.

    Returns:
        None where a main index is not printed of all, points are no whole tenths or not known,
        scores have other than four decimals, or the ranks do not follow from the printed totals.
    """
    if found.rest or found.whole is None or found.rows.empty:
        return None
    totals = _whole(ranked["score"] * UNIT)
    scores, points = _whole(found.rows["score"] * UNIT), _whole(found.rows["points"] * _TENTHS)
    if totals is None or scores is None or points is None:
        return None
    if rank_scores(ranked["score"]).tolist() != ranked["rank"].tolist():
        return None
    own = ranked["unit_id"] == unit.unit_id
    parts = sorted(
        map(RaisedIndex, found.rows["part"], scores, points), key=lambda one: -one.tenths
    )
    return WhatIf(
        next(total for total, is_own in zip(totals, own, strict=True) if is_own),
        tuple(total for total, is_own in zip(totals, own, strict=True) if not is_own),
        sum(points),
        tuple(parts),
    )


def _whole(numbers: pd.Series) -> list[int] | None:
    """The numbers as integers, None where one is none."""
    rounded = numbers.round()
    if numbers.isna().any() or ((numbers - rounded).abs() > _EXACT).any():
        return None
    return [int(number) for number in rounded]
