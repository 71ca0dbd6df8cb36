"""How far does rounding alone let printed figures stray from the relations that they keep?

Asked of what is on file (rankings/reconciliation.py), of a table before it is filed
(intake/checks) and of statements (questions/press_check): each says in its own words what broke.
Totals and pillars, which take a formula, stand in composite_index.py.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

FLOAT_SLACK = 1e-9
"""By so little more than rounding allows a figure may be off: the arithmetic of the machine."""


def half_unit(decimals: int) -> float:
    """How far can a printed number lie from the unrounded one? Half a unit of its last decimal."""
    return 0.5 * 10.0**-decimals


def mean_error(mean_decimals: int, score_decimals: int) -> float:
    """How far can the mean of printed scores lie from the printed mean by rounding alone?

    Every score is rounded on its own, and so is the mean.
    """
    return half_unit(mean_decimals) + half_unit(score_decimals)


def member_means(scores: pd.Series, into: Mapping[str, str]) -> pd.Series:
    """Which mean do the members of each merged unit have?

    Args:
        scores: of the members, by unit_id. into: the merged unit of every member.

    Returns:
        Means by the id of the merged unit; only of those whose members all have a score.
    """
    known = scores.reindex(list(into))
    return known.groupby(into).mean()[known.notna().groupby(into).all()]
