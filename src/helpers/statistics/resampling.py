"""Between which values may a statistic of units lie, when other such units might have been drawn?

The bootstrap over units, for whatever follows from their covariances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20260701
ROUNDING = 8 * float(np.finfo(float).eps)
"""Of the size of what is added, what may be left where nothing should be."""
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Resampled:
    """Covariances of some columns: over the units, over resampled units, and without one unit.

    `observed`: (columns, columns). `drawn`: (draws, columns, columns). `without`: (units, columns,
    columns), each with another unit left out.
    """

    observed: Array
    drawn: Array
    without: Array


def resampled_covariances(values: Array, draws: int = 20_000, seed: int = SEED) -> Resampled:
    """Which covariances do the columns have, here and in units drawn from these with replacement?

    Args:
        values: one row for each unit, one column for each variable, nothing missing.
        draws: how many times all units are drawn. seed: of the draws.

    Raises:
        ValueError: a value is missing, or there are fewer than three units.
    """
    n = len(values)
    if n < 3 or not np.isfinite(values).all():  # noqa: PLR2004
        raise ValueError("at least three units, and no missing value")
    centred = values - values.mean(axis=0)
    generator = np.random.default_rng(seed)
    counts = generator.multinomial(n, np.full(n, 1 / n), size=draws).astype(float)
    return Resampled(
        _covariances(centred, np.ones((1, n)))[0],
        _covariances(centred, counts),
        _covariances(centred, 1 - np.eye(n)),
    )


def _covariances(values: Array, weights: Array) -> Array:
    """For each row of weights the covariance matrix of the weighted units, over their number."""
    n, columns = values.shape
    shares = weights / weights.sum(axis=1, keepdims=True)
    products = (values[:, :, None] * values[:, None, :]).reshape(n, -1)
    means = shares @ values
    second = (shares @ products).reshape(-1, columns, columns)
    found = np.asarray(second - means[:, :, None] * means[:, None, :])
    # What rounding of the machine leaves of units that are all alike is no covariance.
    size = np.abs(values).max(axis=0)
    found[np.abs(found) <= ROUNDING * np.outer(size, size)] = 0.0
    return found


def bca_interval(
    observed: Array, drawn: Array, without: Array, level: float = 0.95
) -> tuple[Array, Array]:
    """Which interval do the draws of several statistics give?

    Estimand: each statistic in the population that the units stand for. Assumption: the units are
    independent draws of it. Algorithm: bias-corrected and accelerated bootstrap (Efron 1987), the
    acceleration by the jackknife; draws that give no number are left out.

    Args:
        observed: one value a statistic. drawn: (draws, statistics). without: (units, statistics).
        level: between 0 and 1.

    Returns:
        Lower and upper ends, one a statistic; the value itself where no draw differs from it.
    """
    from scipy.special import ndtr, ndtri  # noqa: PLC0415  (slow to import)

    reach = float(ndtri((1 + level) / 2))
    lower, upper = np.array(observed, dtype=float), np.array(observed, dtype=float)
    for place, value in enumerate(observed):
        own = drawn[np.isfinite(drawn[:, place]), place]
        if not len(own) or np.ptp(own) == 0:
            continue
        below = np.mean(own < value) + np.mean(own == value) / 2
        bias = float(ndtri(np.clip(below, 1 / len(own), 1 - 1 / len(own))))
        apart = without[:, place].mean() - without[:, place]
        spread = float((apart**2).sum()) ** 1.5
        tilt = float((apart**3).sum()) / (6 * spread) if spread else 0.0
        places = [
            ndtr(bias + (bias + side) / (1 - tilt * (bias + side))) for side in (-reach, reach)
        ]
        lower[place], upper[place] = np.quantile(own, places)
    return lower, upper
