"""What would the scores of one edition be under the points of another formula?

Where all parts of a unit are known the answer is a number. Elsewhere the unknown parts share a
known sum of points, so the answer is a pair of bounds: the least and the greatest value of a linear
function over a box with one equation, which the order of the ratios new points / old points solves
exactly (the continuous knapsack; Dantzig 1957). Only the points change: what is measured inside a
part is taken as it was.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.statistics.ranks import TIE_TOLERANCE

_HALF_UNIT = 0.5e-4


def swapped_scores(
    totals: pd.Series,
    parts: pd.DataFrame,
    weights: pd.Series,
    other_weights: pd.Series,
    *,
    half_width: float = _HALF_UNIT,
) -> pd.DataFrame:
    """What score does each unit have under other points, or between which bounds does it lie?

    Args:
        totals: printed totals under `weights`, 0 to 1.
        parts: 0 to 1, missing where unknown.
        weights: points of each part, all above 0. other_weights: those of the other formula.
        half_width: largest rounding error of every printed number; 0 for none.

    Returns:
        Index of `totals`; `score`, from the parts as printed, missing where one is unknown; `lower`
        and `upper`, which allow for rounding, of every unit. All 0 to 1, unrounded.

    Raises:
        ValueError: the two formulas have different parts, points are not above 0, or no parts from
            0 to 1 give a total.
    """
    names = list(weights.index)
    if set(names) != set(other_weights.index) or not {*names} <= {*parts.columns}:
        raise ValueError("both formulas and the table must have the same parts")
    if not (weights > 0).all() or not (other_weights >= 0).all():
        raise ValueError("every part needs points above 0, and 0 or more under the other formula")
    known = parts.loc[totals.index, names]
    old, new = weights.to_numpy(float), other_weights[names].to_numpy(float)
    least = (known - half_width).clip(0, 1).fillna(0.0).to_numpy()
    most = (known + half_width).clip(0, 1).fillna(1.0).to_numpy()
    points = [old.sum() * (totals.to_numpy(float) + shift) for shift in (-half_width, half_width)]
    # What the total leaves to give out beyond the least that every part can have.
    spare = [np.minimum(p, most @ old) - least @ old for p in points]
    impossible = (spare[1] < -TIE_TOLERANCE) | (points[0] > most @ old + TIE_TOLERANCE)
    if impossible.any():
        unit = totals.index[impossible][0]
        raise ValueError(f"no parts from 0 to 1 give the total {totals[unit]} of {unit}")
    room = (most - least) * old
    ratio = new / old
    bounds = [
        (least @ new + _given_out(np.maximum(extra, 0.0), room, ratio, order)) / new.sum()
        for extra, order in ((spare[0], np.argsort(ratio)), (spare[1], np.argsort(-ratio)))
    ]
    printed = known.mul(new).sum(axis=1, skipna=False) / new.sum()
    # Parts as printed may miss their total by a hair more than its own rounding.
    return pd.DataFrame(
        {"score": printed.clip(*bounds), "lower": bounds[0], "upper": bounds[1]}, index=totals.index
    )


def _given_out(
    extra: np.ndarray, room: np.ndarray, ratio: np.ndarray, order: np.ndarray
) -> np.ndarray:
    """Points under the other formula of `extra` old points that fill the parts in this order."""
    filled = np.zeros(len(extra))
    left = extra.copy()
    for part in order:
        taken = np.minimum(left, room[:, part])
        filled += ratio[part] * taken
        left -= taken
    return filled


def rank_span(bounds: pd.DataFrame) -> pd.DataFrame:
    """Between which ranks does each unit lie, whatever the scores are within their bounds?

    The span is exact: a unit has its best rank when it has its upper bound and all others their
    lower.

    Args:
        bounds: `lower` and `upper` of each unit, none missing.

    Returns:
        Columns `rank_best` and `rank_worst`, index of `bounds`; ties share the lowest rank.
    """
    lower, upper = (bounds[name].to_numpy(float) for name in ("lower", "upper"))
    ordered_lower, ordered_upper = np.sort(lower), np.sort(upper)
    size = len(bounds)
    ahead = size - np.searchsorted(ordered_lower, upper + TIE_TOLERANCE, side="right")
    may_be_ahead = size - np.searchsorted(ordered_upper, lower + TIE_TOLERANCE, side="right")
    # The unit itself is no rival, though its own upper bound lies above its lower.
    may_be_ahead -= upper > lower + TIE_TOLERANCE
    return pd.DataFrame(
        {"rank_best": 1 + ahead, "rank_worst": 1 + may_be_ahead}, index=bounds.index
    )
