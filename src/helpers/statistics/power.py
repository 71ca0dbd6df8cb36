"""What could these data show at all?"""

from __future__ import annotations

import math
from statistics import NormalDist

_FEWEST_FOR_FISHER = 4


def detectable_correlation(
    n: int, power: float = 0.8, alpha: float = 0.05, *, covariates: int = 0, tests: int = 1
) -> float:
    """Which is the smallest correlation that `n` units find with the given power?

    Estimand: the true partial correlation, given the covariates, at which a two-sided test rejects
    with probability `power` at level `alpha` shared among `tests` (Bonferroni). Assumption: about
    multivariate normal. Algorithm: Fisher's z, whose standard error is 1 / sqrt(n - covariates - 3)
    (Fisher 1924); the far tail is left out, as usual.

    Args:
        n: number of units, at least 4 more than covariates.
        power, alpha: between 0 and 1, exclusive; power above alpha.
        covariates: columns that are taken into account beside the two. tests: of the family.

    Returns:
        A correlation between 0 and 1: 0.35 for 63 units, 0.46 for 34, 0.85 for 8; 0.92 for 10 with
        four covariates.

    Raises:
        ValueError: too few units, or power or alpha is out of range.
    """
    if n - covariates < _FEWEST_FOR_FISHER:
        raise ValueError(
            f"a correlation given {covariates} others needs at least "
            f"{_FEWEST_FOR_FISHER + covariates} units, found {n}"
        )
    if not 0 < alpha < power < 1:
        raise ValueError(f"expected 0 < alpha < power < 1, found alpha {alpha}, power {power}")
    normal = NormalDist()
    distance = normal.inv_cdf(1 - alpha / tests / 2) + normal.inv_cdf(power)
    return math.tanh(distance / math.sqrt(n - covariates - 3))
