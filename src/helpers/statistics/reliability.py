"""How much of what a yearly survey says of a unit lasts, and how much is noise of one year?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.statistics.baseline import FEWEST_UNITS

_FEWEST_YEARS = 2
_FOR_CHANGES = 3


@dataclass(frozen=True)
class Reliability:
    """How well one year, and the mean of all years, tell the units apart: 0 to 1.

    `n` units with a figure of each of `years` years. What truly changed from year to year counts as
    noise, so that both are too low rather than too high.
    """

    n: int
    years: int
    one: float
    mean: float


def reliability(by_year: pd.DataFrame) -> Reliability | None:
    """Which share of the differences between units lasts over the years?

    Estimand: the intraclass correlation of consistency, of one year and of the mean of all.
    Assumption: a lasting level of each unit, a level of each year, and noise of one spread.
    Algorithm: two-way analysis of variance, ICC(C,1) and ICC(C,k) (McGraw and Wong 1996).

    Args:
        by_year: a row for each unit, a column for each year; units that lack a year are left out.

    Returns:
        None with fewer than two years or ten units, or where nothing differs. Not below 0.
    """
    values = by_year.dropna().to_numpy(dtype=float)
    n, years = values.shape
    if years < _FEWEST_YEARS or n < FEWEST_UNITS:
        return None
    rest = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0) + values.mean()
    noise = float((rest**2).sum()) / ((n - 1) * (years - 1))
    between = years * float(values.mean(axis=1).var(ddof=1))
    if between == 0:
        return None
    one = (between - noise) / (between + (years - 1) * noise)
    return Reliability(n, years, max(one, 0.0), max(1 - noise / between, 0.0))


def rebound_of_changes(by_year: pd.DataFrame) -> float | None:
    """How do changes of two years in a row go together: −0.5 where all change is noise?

    Each year is taken from its own mean first. Lasting changes that follow no rule give 0.

    Args:
        by_year: a row for each unit, a column for each year in order.

    Returns:
        The correlation over all units and pairs of changes in a row; None with fewer than ten.
    """
    values = by_year.astype(float)
    changes = (values - values.mean()).diff(axis=1).iloc[:, 1:].to_numpy()
    if changes.shape[1] < _FOR_CHANGES - 1:
        return None
    pairs = np.column_stack([changes[:, :-1].ravel(), changes[:, 1:].ravel()])
    pairs = pairs[~np.isnan(pairs).any(axis=1)]
    if len(pairs) < FEWEST_UNITS or (pairs.std(axis=0) == 0).any():
        return None
    return float(np.corrcoef(pairs.T)[0, 1])
