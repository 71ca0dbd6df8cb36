"""How much of what a yearly survey tells of units is the units, and not the year's sample?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.statistics.baseline import FEWEST_UNITS

_FEWEST_CHANGES = 2


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far the years of a survey agree on the units.

    `year`: the reliability of one year (ICC), at most 1, with `lower` and `upper`; `mean`,
    `mean_lower`, `mean_upper`: of the mean of all `years`. Below 0 (years that agree less than by
    chance) the reliability is nil.
    """

    n: int
    years: int
    year: float
    lower: float
    upper: float

    @property
    def mean(self) -> float:
        """The reliability of the mean of all years."""
        return spearman_brown(self.year, self.years)

    @property
    def mean_lower(self) -> float:
        """The lower end of `mean`."""
        return spearman_brown(self.lower, self.years)

    @property
    def mean_upper(self) -> float:
        """The upper end of `mean`."""
        return spearman_brown(self.upper, self.years)


def reliability_of_years(values: pd.DataFrame, level: float = 0.95) -> Reliability | None:
    """How far do the years of a survey agree on the units?

    Estimand: ICC(C,1) of McGraw and Wong (1996): the variance between units over that between
    units plus what moves single units in single years. What moves all units in one year alike
    changes no order and is taken out; ICC(1) would count it as noise. Assumption: units are draws,
    deviations are independent with one variance and about normal. What really changed in a unit
    counts as noise, so that the reliability is understated where units change. Algorithm: analysis
    of variance of units by years; the interval is that of the F of units.

    Args:
        values: one row for each unit, one column for each year, two or more; units with a missing
            year are left out. level: of the interval, between 0 and 1.

    Returns:
        None with fewer than 10 units, or where no unit differs from another.
    """
    from scipy.special import fdtri  # noqa: PLC0415  (slow to import)

    table = values.astype(float).dropna().to_numpy()
    n, years = table.shape
    if n < FEWEST_UNITS or years < 2:  # noqa: PLR2004
        return None
    units, moments = table.mean(axis=1), table.mean(axis=0)
    residual = table - units[:, None] - moments[None, :] + table.mean()
    free = (n - 1) * (years - 1)
    between = years * float(((units - units.mean()) ** 2).sum()) / (n - 1)
    within = float((residual**2).sum()) / free
    if between + within == 0:
        return None
    if within == 0:
        return Reliability(n, years, 1.0, 1.0, 1.0)
    ratio, tail = between / within, (1 + level) / 2
    ends = ratio / float(fdtri(n - 1, free, tail)), ratio * float(fdtri(free, n - 1, tail))
    year, lower, upper = ((one - 1) / (one + years - 1) for one in (ratio, *ends))
    return Reliability(n, years, year, lower, upper)


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
    if changes.shape[1] < _FEWEST_CHANGES:
        return None
    pairs = np.column_stack([changes[:, :-1].ravel(), changes[:, 1:].ravel()])
    pairs = pairs[~np.isnan(pairs).any(axis=1)]
    if len(pairs) < FEWEST_UNITS or (pairs.std(axis=0) == 0).any():
        return None
    return float(np.corrcoef(pairs.T)[0, 1])


def spearman_brown(reliability: float, times: int) -> float:
    """How reliable is the mean of several years, when one of them is that reliable?

    Spearman (1910) and Brown (1910): k·r / (1 + (k - 1)·r).
    """
    return times * reliability / (1 + (times - 1) * reliability)


def at_most(correlation: float, reliability: float) -> float | None:
    """How large can a correlation be at most, once the noise of one side is taken out?

    Spearman's (1904) correction r / sqrt(reliability), cut off at -1 and 1. An upper bound where
    the reliability is understated.

    Returns:
        None where the reliability is nil: then nothing bounds it.
    """
    if reliability <= 0:
        return None
    return max(-1.0, min(1.0, correlation / math.sqrt(reliability)))
