"""What could these data show at all?"""

from __future__ import annotations

import math
from statistics import NormalDist

_FEWEST_FOR_FISHER = 4


def detectable_correlation(n: int, power: float = 0.8, alpha: float = 0.05) -> float:
    """Which is the smallest correlation that `n` units find with the given power?

    Estimand: the true correlation at which a two-sided test at level `alpha` rejects with
    probability `power`. Assumption: pairs about bivariate normal. Algorithm: Fisher's z, whose
    standard error is 1 / sqrt(n - 3) (Fisher 1921); the far tail is left out, as usual.

    Args:
        n: number of units, at least 4.
        power, alpha: between 0 and 1, exclusive; power above alpha.

    Returns:
        A correlation between 0 and 1: 0.35 for 63 units, 0.46 for 34, 0.85 for 8.

    Raises:
        ValueError: n is below 4, or power or alpha is out of range.
    """
    if n < _FEWEST_FOR_FISHER:
        raise ValueError(f"a correlation needs at least {_FEWEST_FOR_FISHER} units, found {n}")
    if not 0 < alpha < power < 1:
        raise ValueError(f"expected 0 < alpha < power < 1, found alpha {alpha}, power {power}")
    normal = NormalDist()
    distance = normal.inv_cdf(1 - alpha / 2) + normal.inv_cdf(power)
    return math.tanh(distance / math.sqrt(n - 3))
