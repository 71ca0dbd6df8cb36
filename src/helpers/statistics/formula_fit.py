"""Which points of its parts reproduce the printed totals of an index?

Every full row says: the points-weighted mean of the parts is the total, within rounding. So each
row bounds the weights from two sides, and what all rows leave open is found by linear programming,
exactly: no weight is called known that the rows leave open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import gcd

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from helpers.errors import Clause
from helpers.statistics.relations import FLOAT_SLACK

_MOST_POINTS = 2000
_LARGEST_SPAN = 0.01
_FITTING_SHARE = 0.8


@dataclass(frozen=True)
class FittedPoints:
    """Points that reproduce the totals, or why none can be told.

    Attributes:
        points: whole points by part; empty where `problem` says why.
        lowest, highest: the share of each part that the rows leave open, 0 to 1.
        largest_error: between a printed total and the one that the points give.
        outliers: rows that the points do not reproduce though the others fit.
        rows: full rows that were used.
    """

    points: Mapping[str, int] = field(default_factory=dict)
    lowest: Mapping[str, float] = field(default_factory=dict)
    highest: Mapping[str, float] = field(default_factory=dict)
    largest_error: float = float("nan")
    outliers: tuple[str, ...] = ()
    rows: int = 0
    problem: str = ""


def fit_points(parts: pd.DataFrame, totals: pd.Series, allowed: float) -> FittedPoints:
    """Which smallest whole points make the totals the weighted means of the parts?

    Weights are 0 or more and add up to 1. Rows are first fitted by least absolute errors, which a
    few wrong rows do not sway; those that stay far off are the outliers, and the weights must
    reproduce all others.

    Args:
        parts: one row for each unit, a column for each part, 0 to 1; rows with a missing part are
            left out.
        totals: printed totals, 0 to 1, same index.
        allowed: how far rounding alone can take a weighted mean from a printed total.

    Returns:
        The points; without them where there are too few rows, the columns are collinear, or no
        whole points up to 2000 reproduce the rows.
    """
    full = parts.notna().all(axis=1) & totals.notna()
    table, known = parts[full], totals[full]
    if len(table) <= len(parts.columns):
        return FittedPoints(
            rows=len(table),
            problem=Clause("fit.few_rows", rows=len(table), weights=len(parts.columns)),
        )
    values, printed = table.to_numpy(float), known.to_numpy(float)
    first = np.abs(values @ _least_absolute(values, printed) - printed)
    for slack in (2, 1):
        # The first weights may lie up to as far off again as the best ones.
        kept = first <= slack * allowed + FLOAT_SLACK
        spans = _spans(values[kept], printed[kept], allowed)
        if spans is not None:
            break
    outliers = tuple(map(str, table.index[~kept]))
    needed = max(_FITTING_SHARE * len(table), len(parts.columns) + 1)
    if spans is None or kept.sum() < needed:
        return FittedPoints(
            outliers=outliers,
            rows=len(table),
            problem=Clause("fit.no_weights", most=kept.sum(), rows=len(table)),
        )
    lowest, highest = (dict(zip(parts.columns, side.tolist(), strict=True)) for side in spans)
    facts = FittedPoints(lowest=lowest, highest=highest, outliers=outliers, rows=len(table))
    widest = max(lowest, key=lambda part: highest[part] - lowest[part])
    if highest[widest] - lowest[widest] > _LARGEST_SPAN:
        return replace(
            facts,
            problem=Clause("fit.open", part=widest, lowest=lowest[widest], highest=highest[widest]),
        )
    for points in _whole_points((spans[0] + spans[1]) / 2):
        errors = np.abs(values @ points / points.sum() - printed)
        if (errors[kept] <= allowed + FLOAT_SLACK).all():
            named = dict(zip(parts.columns, map(int, points), strict=True))
            return replace(facts, points=named, largest_error=float(errors[kept].max()))
    return replace(facts, problem=Clause("fit.no_points", most=_MOST_POINTS))


def scale_like(points: Mapping[str, int], other: Mapping[str, float]) -> dict[str, int]:
    """The same points, multiplied so that most parts have as many as in another formula.

    Points are known up to a common factor: 5 of 94 is 50 of 940. Where no factor gives any part the
    points of the other formula, they stay as they are.
    """
    shared = [part for part in points if other.get(part) and points[part]]
    factors = {other[part] / points[part] for part in shared}
    whole = sorted(f for f in factors if f >= 1 and float(f).is_integer())
    if not whole:
        return dict(points)
    best = max(whole, key=lambda f: sum(points[part] * f == other[part] for part in shared))
    return {part: int(value * best) for part, value in points.items()}


def _least_absolute(parts: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """Weights of 0 or more, together 1, with the smallest sum of absolute errors."""
    rows, columns = parts.shape
    cost = np.concatenate([np.zeros(columns), np.ones(2 * rows)])
    equal = np.hstack([parts, np.eye(rows), -np.eye(rows)])
    one = np.concatenate([np.ones(columns), np.zeros(2 * rows)])
    found = linprog(
        cost, A_eq=np.vstack([equal, one]), b_eq=np.concatenate([totals, [1.0]]), method="highs"
    )
    return np.asarray(found.x[:columns])


def _spans(
    parts: np.ndarray, totals: np.ndarray, allowed: float
) -> tuple[np.ndarray, np.ndarray] | None:
    """The lowest and the highest that each weight can be while every row fits; None: none can."""
    columns = parts.shape[1]
    sides = {
        "A_ub": np.vstack([parts, -parts]),
        "b_ub": np.concatenate([totals + allowed + FLOAT_SLACK, -totals + allowed + FLOAT_SLACK]),
        "A_eq": np.ones((1, columns)),
        "b_eq": [1.0],
        "method": "highs",
    }
    if not linprog(np.zeros(columns), **sides).success:
        return None
    lowest = [linprog(row, **sides).fun for row in np.eye(columns)]
    highest = [-linprog(-row, **sides).fun for row in np.eye(columns)]
    return np.array(lowest), np.array(highest)


def _whole_points(shares: np.ndarray) -> Iterator[np.ndarray]:
    """Whole points near the shares, the smallest sum first, none a multiple of one before."""
    for total in range(len(shares), _MOST_POINTS + 1):
        points = np.rint(shares * total).astype(int)
        if points.sum() == total and gcd(*map(int, points)) == 1:
            yield points
