"""Totals and pillars of an index, recomputed from its parts under a named formula.

Every relation was proved on published rows (docs/methodology.md). With W the sum of all points, C
the points of the parts that every pillar shares, F their points earned and w the points of a
pillar's own activity a::

    W * total = F + sum(w * a)            pillar = (F + w * a) / (C + w)

so the total and the activities give the pillars, and the total and the pillars give the
activities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from helpers.sources.editions import Formula
from helpers.statistics.relations import half_unit


def recompute_total(parts: pd.DataFrame, formula: Formula) -> pd.Series:
    """What total do the parts give?

    Args:
        parts: one row for each unit, one column for each part of `formula.weights`, 0 to 1.
        formula: its weights.

    Returns:
        Totals from 0 to 1, unrounded; missing where any part is missing.

    Raises:
        ValueError: the weights of the formula are unknown, or a column is missing.
    """
    weights = _weights(formula)
    _check_columns(parts, weights.index)
    return parts[weights.index].mul(weights).sum(axis=1, skipna=False) / weights.sum()


def total_error(formula: Formula, part_decimals: Mapping[str, int], total_decimals: int) -> float:
    """How far can a recomputed total lie from the printed one by rounding alone?

    Args:
        formula: its weights.
        part_decimals: printed decimals of each part (the press prints some parts to two).
        total_decimals: printed decimals of the total.

    Raises:
        ValueError: the weights of the formula are unknown.
    """
    weights = _weights(formula)
    half_units = pd.Series({part: half_unit(part_decimals[part]) for part in weights.index})
    return float((weights * half_units).sum() / weights.sum() + half_unit(total_decimals))


def common_points(total: pd.Series, activities: pd.DataFrame, formula: Formula) -> pd.Series:
    """How many points do the parts that all pillars share earn together (F)?

    Args:
        total: 0 to 1. activities: one column for each value of `formula.pillars`, 0 to 1.

    Returns:
        Points from 0 to C (500 under Decision 922, 440 under Decision 405).
    """
    weights = _weights(formula)
    own = weights[list(formula.pillars.values())]
    _check_columns(activities, own.index)
    return weights.sum() * total - activities[own.index].mul(own).sum(axis=1, skipna=False)


def recompute_pillars(total: pd.Series, activities: pd.DataFrame, formula: Formula) -> pd.DataFrame:
    """What are the pillars' scores, which the ministry's tables leave out?

    Args:
        total: printed totals, 0 to 1.
        activities: printed scores of the three activities, 0 to 1.
        formula: one with overlapping pillars.

    Returns:
        One column for each pillar, 0 to 1, unrounded; missing where an input is missing.

    Raises:
        ValueError: the formula has no overlapping pillars, or a column is missing.
    """
    weights = _pillar_weights(formula)
    common = common_points(total, activities, formula)
    shared = weights[list(formula.common)].sum()
    return pd.DataFrame(
        {
            pillar: (common + weights[own] * activities[own]) / (shared + weights[own])
            for pillar, own in formula.pillars.items()
        }
    )


def pillar_error(formula: Formula, decimals: int = 4) -> float:
    """How far can a recomputed pillar lie from the ministry's own by rounding alone?

    The largest sum of coefficients over the pillars, times half a unit of the last decimal.
    """
    weights = _pillar_weights(formula)
    shared = weights[list(formula.common)].sum()
    own = weights[list(formula.pillars.values())]
    worst = max(
        (weights.sum() + own.drop(activity).sum()) / (shared + weights[activity])
        for activity in own.index
    )
    return float(worst * half_unit(decimals))


def recompute_activities(total: pd.Series, pillars: pd.DataFrame, formula: Formula) -> pd.DataFrame:
    """What are the activities' scores where only the total and the pillars are printed?

    The inverse of `recompute_pillars`: F = (sum((C + w) * pillar) - W * total) / (n - 1) for n
    pillars.

    Returns:
        One column for each activity, 0 to 1, unrounded; missing where an input is missing.

    Raises:
        ValueError: the formula has no overlapping pillars, or a column is missing.
    """
    weights = _pillar_weights(formula)
    _check_columns(pillars, formula.pillars)
    shared = weights[list(formula.common)].sum()
    size = pd.Series({pillar: shared + weights[own] for pillar, own in formula.pillars.items()})
    points = pillars[size.index].mul(size)
    common = (points.sum(axis=1, skipna=False) - weights.sum() * total) / (len(size) - 1)
    return pd.DataFrame(
        {own: (points[pillar] - common) / weights[own] for pillar, own in formula.pillars.items()}
    )


def activity_error(formula: Formula, decimals: int = 4) -> float:
    """How far can a recomputed activity lie from the ministry's own by rounding alone?"""
    weights = _pillar_weights(formula)
    shared = weights[list(formula.common)].sum()
    sizes = {own: shared + weights[own] for own in formula.pillars.values()}
    divisor = len(sizes) - 1
    worst = max(
        (
            size * (divisor - 1)
            + sum(s for other, s in sizes.items() if other != own)
            + weights.sum()
        )
        / divisor
        / weights[own]
        for own, size in sizes.items()
    )
    return float(worst * half_unit(decimals))


def _weights(formula: Formula) -> pd.Series:
    if not formula.weights:
        raise ValueError(f"the weights of {formula.name_en} are unknown")
    return pd.Series(formula.weights, dtype=float)


def _pillar_weights(formula: Formula) -> pd.Series:
    if not formula.pillars:
        raise ValueError(f"{formula.name_en} has no overlapping pillars")
    return _weights(formula)


def _check_columns(table: pd.DataFrame, needed: Iterable[str]) -> None:
    missing = [name for name in needed if name not in table.columns]
    if missing:
        raise ValueError(f"missing columns: {', '.join(missing)}")
