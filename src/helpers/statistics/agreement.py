"""How closely do two orders of the same units agree, and between which values may that lie?

Spearman's correlation, raw and given what else sets units apart, with an interval in closed form:
no draws, so no seed moves its ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.statistics.baseline import FEWEST_UNITS

_ALONE = 1e-8
"""What is left of ranks that follow from others is no more than this, of their own spread."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Spearman's correlation of two orders over `n` units, given `controls` further columns.

    `rho`: from -1 to 1; None where `problem` says why not: "too few" units, "constant" ranks, or
    ranks that "follow" from the controls.
    """

    n: int
    controls: int
    rho: float | None
    problem: str = ""

    def interval(self, level: float = 0.95) -> tuple[float, float] | None:
        """Between which values may the agreement lie? None where there is none.

        Raises:
            ValueError: as `spearman_interval`.
        """
        if self.rho is None:
            return None
        return spearman_interval(self.rho, self.n, self.controls, level)


def agreement(
    first: pd.Series, second: pd.Series, controls: pd.DataFrame | None = None
) -> Agreement:
    """How closely do two orders agree, given the controls?

    Estimand: Spearman's correlation; with controls the partial one, which is the correlation of
    what the ranks of the controls leave of the two ranks (least squares). Ties have average ranks,
    so that only the order of any column counts and a logarithm changes nothing.

    Args:
        first, second: one number for each unit, index `unit_id`; missing ones are left out.
        controls: one column each, index as the others.
    """
    ranks = _complete(first, second, controls).rank().to_numpy()
    n, given = len(ranks), ranks.shape[1] - 2
    # Besides the two orders and the controls there is the mean.
    if n < FEWEST_UNITS + given:
        return Agreement(n, given, None, "too few")
    centred = ranks - ranks.mean(axis=0)
    pair, others = centred[:, :2], centred[:, 2:]
    spread = np.linalg.norm(pair, axis=0)
    if not spread.all():
        return Agreement(n, given, None, "constant")
    left = _left_by(others, pair)
    size = np.linalg.norm(left, axis=0)
    if (size < _ALONE * spread).any():
        return Agreement(n, given, None, "follows")
    return Agreement(n, given, float(left[:, 0] @ left[:, 1] / (size[0] * size[1])))


def _complete(first: pd.Series, second: pd.Series, controls: pd.DataFrame | None) -> pd.DataFrame:
    table = pd.concat([first.rename("first"), second.rename("second")], axis=1)
    if controls is not None:
        table = table.join(controls)
    return table.astype(float).dropna()


def without_each(
    first: pd.Series, second: pd.Series, controls: pd.DataFrame | None = None
) -> pd.Series:
    """What is the agreement without each single unit?

    Args:
        first, second, controls: as `agreement`, which must be able to tell it.

    Returns:
        The agreement, by the unit that is left out; missing where the others are all equal.
    """
    table = _complete(first, second, controls)
    values, ranks = table.to_numpy(), table.rank().to_numpy()
    # A unit that goes lets those above it down by a rank, its equals by half of one.
    above, equal = values[None] > values[:, None], values[None] == values[:, None]
    others = ranks[None] - above - equal / 2
    present = 1 - np.eye(len(values))[:, :, None]
    centred = (others - (others * present).sum(axis=1, keepdims=True) / (len(values) - 1)) * present
    inverse = np.linalg.pinv(np.swapaxes(centred, 1, 2) @ centred, hermitian=True)
    with np.errstate(invalid="ignore"):
        rhos = -inverse[:, 0, 1] / np.sqrt(inverse[:, 0, 0] * inverse[:, 1, 1])
    return pd.Series(rhos, index=table.index)


def _left_by(others: NDArray[np.float64], pair: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is left of columns once others are taken out by least squares; all are centred."""
    if not others.shape[1]:
        return pair
    return np.asarray(pair - others @ np.linalg.lstsq(others, pair, rcond=None)[0])


def spearman_interval(
    rho: float, n: int, controls: int = 0, level: float = 0.95
) -> tuple[float, float]:
    """Between which values may Spearman's correlation lie?

    Estimand: the correlation of ranks in the population that these units stand for. Assumption:
    the units are independent draws of it, their two orders about as two normal variables have them.
    Algorithm: Fisher's z with the variance (1 + rho²/2) / (n - 3 - controls) of Bonett and Wright
    (2000), which keeps its level for strong correlations, where 1.06 / (n - 3) does not.

    Args:
        rho: -1 to 1. n: units, more than 3 + `controls`. level: between 0 and 1.

    Raises:
        ValueError: a value is out of range.
    """
    if not -1 <= rho <= 1 or not 0 < level < 1 or n <= 3 + controls or controls < 0:
        raise ValueError(f"no interval for rho {rho}, n {n}, controls {controls}, level {level}")
    if abs(rho) == 1:
        return rho, rho
    reach = NormalDist().inv_cdf((1 + level) / 2)
    half = reach * math.sqrt((1 + rho * rho / 2) / (n - 3 - controls))
    return math.tanh(math.atanh(rho) - half), math.tanh(math.atanh(rho) + half)


def level_for_all(level: float, intervals: int) -> float:
    """Which level must each of several intervals have, so that all hold at once with `level`?

    Bonferroni: whatever the dependence between them.

    Raises:
        ValueError: there are none.
    """
    if intervals < 1:
        raise ValueError(f"expected at least one interval, found {intervals}")
    return 1 - (1 - level) / intervals
