"""Ranks as the ministry gives them, and how far rounding can move them."""

from __future__ import annotations

import numpy as np
import pandas as pd

TIE_TOLERANCE = 1e-9
"""Scores of ours that lie closer than this are equal but for the arithmetic of the machine."""


def rank_scores(scores: pd.Series, decimals: int | None = 4) -> pd.Series:
    """Which rank does each score have, the highest first, equal scores sharing the lowest number?

    Args:
        scores: one score for each unit, 0 to 1; missing scores get no rank.
        decimals: the published precision at which scores count as equal; None ranks unrounded
            values (recomputed scores).

    Returns:
        Ranks as nullable integers, 17, 17, 19 for a tie (docs/methodology.md, "Ties").
    """
    compared = scores if decimals is None else scores.round(decimals)
    return compared.rank(method="min", ascending=False).astype("Int64")


def rank_bounds(scores: pd.Series, half_width: float) -> pd.DataFrame:
    """Between which ranks does each unit lie if every score may be off by `half_width`?

    Args:
        scores: one score for each unit; missing scores get missing bounds.
        half_width: largest possible error of any score, 0 or more.

    Returns:
        Columns `rank_best` and `rank_worst` (nullable integers), index of `scores`.
    """
    if half_width < 0:
        raise ValueError(f"half_width must be 0 or more, found {half_width}")
    known = scores.dropna().to_numpy(float)
    above = (known[None, :] - known[:, None]) > 2 * half_width
    may_pass = (known[None, :] - known[:, None]) > -2 * half_width
    bounds = pd.DataFrame(index=scores.index, columns=["rank_best", "rank_worst"], dtype="Int64")
    present = scores.notna().to_numpy()
    bounds.loc[present, "rank_best"] = 1 + above.sum(axis=1)
    # With no error a tie shares the lowest rank; with one, a near neighbour may pass (and every
    # unit is a near neighbour of itself). Where intervals only touch, the two can at most tie.
    worst = may_pass.sum(axis=1) if half_width > 0 else 1 + above.sum(axis=1)
    bounds.loc[present, "rank_worst"] = worst
    return bounds


def rank_gain(rank_before: pd.Series, rank_after: pd.Series) -> pd.Series:
    """How many places did each unit climb? Earlier rank minus later rank, so up is positive."""
    return (rank_before - rank_after).astype("Int64")


def spearman(first: pd.Series, second: pd.Series) -> float:
    """How closely do two orders agree, ties having average ranks? From -1 to 1."""
    pair = pd.concat([first, second], axis=1).dropna()
    ranks = pair.rank()
    return float(np.corrcoef(ranks.iloc[:, 0], ranks.iloc[:, 1])[0, 1])


def places_mid_table(scores: pd.Series) -> float | None:
    """How many places is a score of 1 worth in the middle of a table?

    The places between the quartiles over the distance of the two scores: the middle half alone,
    because the first and the last stand further apart.

    Args:
        scores: of all units ranked; missing ones are left out.

    Returns:
        Places for a whole unit of score; None where the middle half has one score.
    """
    known = scores.dropna().astype(float)
    width = float(known.quantile(0.75) - known.quantile(0.25)) if len(known) else 0.0
    return (len(known) - 1) / 2 / width if width > 0 else None
