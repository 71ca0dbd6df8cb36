"""How lasting is a rank? The slope of later ranks on earlier ones, and their agreement.

The ranks of one edition are computed from all of its units, so that their errors go together and
the usual standard errors of a regression are wrong. The variance here is that of Chetverikov and
Wilhelm, «Inference for rank-rank regressions» (arXiv 2310.15512): with R the ranks over n
(mid-ranks where units tie), e the residuals of the later on the earlier, v the earlier less its
mean, and I(u, x) = 1 where u < x and 1/2 where u = x, the influence of one unit (x, y) on the slope
is (h1 + h2 + h3) over the mean of v², where::

    h1 = e v                                      its own residual
    h2 = mean over all of (I(y, Y) - slope I(x, X) - intercept) v   what it does to others' ranks
    h3 = mean over all of e (I(x, X) - mean R)    the same of the earlier ranks

and the variance of the slope the mean square of the influences over n.

Model of every interval here: the units are independent draws of pairs (or rows) of scores. They are
all the units that there are, so that an interval says how far another such country could differ,
never how exactly a rank is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.statistics.baseline import FEWEST_UNITS
from helpers.statistics.ranks import TIE_TOLERANCE

_Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""
_FEWEST_EDITIONS = 2

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Persistence:
    """How far ranks last: `value` (1: wholly, 0: not at all), its error and 95 % interval.

    The interval is taken on Fisher's scale (artanh), on which it is nearly symmetric, and brought
    back, so that it stays within -1 to 1. Where no unit moves there is nothing to estimate an error
    from, and the interval is the value.
    """

    n: int
    value: float
    standard_error: float
    lower: float
    upper: float


def rank_slope(before: pd.Series, after: pd.Series) -> Persistence:
    """By how many places do units differ later for each place that they differed before?

    Estimand: the slope of later mid-ranks on earlier ones; without ties it is Spearman's
    correlation. Interval: see the module.

    Args:
        before, after: ranks (1 is best) or scores of both editions, oriented alike; units that lack
            one are left out.

    Raises:
        ValueError: fewer than 10 units have both, or all share one rank.
    """
    table = _usable(pd.DataFrame({"before": before, "after": after}))
    slope, influence = _slope(table["before"].to_numpy(), table["after"].to_numpy())
    return _persistence(slope, influence)


def rank_agreement(ranks: pd.DataFrame) -> Persistence:
    """How much of the differences of rank is the same in every edition?

    Estimand: the intraclass correlation ICC(C,1) of mid-ranks (McGraw and Wong 1996): the share of
    the variance of a single edition's ranks that lies between units and lasts. Algorithm: two-way
    analysis of variance; without ties it is the mean of Spearman's correlations over all pairs of
    editions, so that its influences are the means of theirs.

    Args:
        ranks: a row for each unit, a column for each edition, two at least; units that lack one are
            left out.

    Raises:
        ValueError: fewer than 10 units have all, all share one rank, or there is one edition only.
    """
    if ranks.shape[1] < _FEWEST_EDITIONS:
        raise ValueError(f"{ranks.shape[1]} edition; agreement needs {_FEWEST_EDITIONS} at least")
    table = _usable(ranks)
    values = table.rank().to_numpy()
    n, count = values.shape
    rows = values.mean(axis=1, keepdims=True)
    rest = values - rows - values.mean(axis=0, keepdims=True) + values.mean()
    between = count * float(((rows - values.mean()) ** 2).sum()) / (n - 1)
    within = float((rest**2).sum()) / ((n - 1) * (count - 1))
    agreement = (between - within) / (between + (count - 1) * within)
    pairs = permutations(table.to_numpy().T, 2)
    influence = np.mean([_slope(one, other)[1] for one, other in pairs], axis=0)
    return _persistence(agreement, influence)


@dataclass(frozen=True, slots=True)
class Stayed:
    """How many of the `before` first are among the `after` first later: `stayed` of them.

    More than the number asked for are first where units share the last of the places. `by_chance`:
    how many would be expected to if the later order had nothing to do with the earlier.
    """

    n: int
    before: int
    after: int
    stayed: int
    by_chance: float


def stayed_first(before: pd.Series, after: pd.Series, first: int = 10) -> Stayed:
    """How many of the first units of one edition are among the first of the next?

    Args:
        before, after: ranks, 1 is best; units that lack one are left out.
        first: the last place that counts.
    """
    ranks = pd.DataFrame({"before": before, "after": after}).astype(float).dropna()
    one, other = ranks["before"] <= first, ranks["after"] <= first
    n, least, most = len(ranks), int(one.sum()), int(other.sum())
    return Stayed(n, least, most, int((one & other).sum()), least * most / n if n else 0.0)


def _usable(table: pd.DataFrame) -> pd.DataFrame:
    used = table.astype(float).dropna()
    if len(used) < FEWEST_UNITS:
        raise ValueError(f"{len(used)} units have all values; at least {FEWEST_UNITS} are needed")
    if (used.nunique() == 1).any():
        raise ValueError("all units of an edition share one rank")
    return used


def _slope(x: Numbers, y: Numbers) -> tuple[float, Numbers]:
    """The slope of the mid-ranks of y on those of x, and the influence of each unit on it."""
    below_x, below_y = _is_below(x), _is_below(y)
    n = len(x)
    ranks_x, ranks_y = below_x.mean(axis=0) + 0.5 / n, below_y.mean(axis=0) + 0.5 / n
    v = ranks_x - ranks_x.mean()
    square = float((v**2).mean())
    slope = float((v * ranks_y).mean()) / square
    intercept = float(ranks_y.mean() - slope * ranks_x.mean())
    e = ranks_y - intercept - slope * ranks_x
    own = e * v
    on_others = ((below_y - slope * below_x - intercept) * v).mean(axis=1)
    on_earlier = (e * (below_x - ranks_x.mean())).mean(axis=1)
    return slope, (own + on_others + on_earlier) / square


def _is_below(values: Numbers) -> Numbers:
    """I(u, x) of every unit (row) and every other (column)."""
    return np.asarray(
        0.5 * (values[:, None] <= values[None, :]) + 0.5 * (values[:, None] < values[None, :])
    )


def _persistence(value: float, influence: Numbers) -> Persistence:
    n = len(influence)
    error = float(np.sqrt((influence**2).mean() / n))
    if 1 - abs(value) < TIE_TOLERANCE:
        whole = float(np.sign(value))
        return Persistence(n, whole, 0.0, whole, whole)
    center, half = np.arctanh(value), _Z * error / (1 - value**2)
    return Persistence(
        n, value, error, float(np.tanh(center - half)), float(np.tanh(center + half))
    )
