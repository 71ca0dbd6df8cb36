"""Which of the parts of a sum goes with its differences between units?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

LOWER, UPPER = 0.025, 0.975
DRAWS = 10_000


def covariance_shares(parts: pd.DataFrame) -> pd.Series:
    """Which share of the variance of a sum does each of its parts carry?

    The covariance of the part with the sum, over the variance of the sum. The shares add up to 1;
    one is below 0 where the part runs against the sum.

    Args:
        parts: one row for each unit, one column for each part, none missing; rows add up to what
            is shared out.

    Raises:
        ValueError: a part is missing, or the sum is the same for all units.
    """
    values = parts.to_numpy(float)
    found = _shares(values, np.full((1, len(values)), 1.0))[0]
    if not np.isfinite(found).all():
        raise ValueError("no part may be missing, and the sum must differ between units")
    return pd.Series(found, index=parts.columns)


def share_intervals(
    parts: pd.DataFrame, seed: int, draws: int = DRAWS, *, among: Sequence[str] = ()
) -> pd.DataFrame:
    """Between which values do the shares lie when other such units might have been there?

    Model: the units are independent draws from one population, each with its parts as they are.
    Algorithm: bootstrap over units, percentiles (Efron 1979). Draws whose units are all alike give
    no share and are left out.

    Args:
        parts: as of `covariance_shares`. seed: of the draws. draws: how often units are drawn.
        among: the parts of which one is asked to be the first; all if none is named.

    Returns:
        Index the parts; `share`, `lower` and `upper` (95 % of the draws), and `first`: in which
        share of the draws the part carries most (0 for one that is not `among` those asked).
    """
    values = parts.to_numpy(float)
    n = len(values)
    generator = np.random.default_rng(seed)
    counts = generator.multinomial(n, np.full(n, 1 / n), size=draws).astype(float)
    drawn = _shares(values, counts)
    drawn = drawn[np.isfinite(drawn).all(axis=1)]
    lower, upper = np.quantile(drawn, [LOWER, UPPER], axis=0)
    asked = parts.columns.isin(among) if among else np.full(values.shape[1], True)
    most = np.where(asked, drawn, -np.inf).argmax(axis=1)
    first = np.bincount(most, minlength=values.shape[1]) / len(drawn)
    return pd.DataFrame(
        {"share": covariance_shares(parts), "lower": lower, "upper": upper, "first": first},
        index=parts.columns,
    )


def _shares(values: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """For each row of counts the shares over units that often: counts × parts."""
    values = values - values.mean(axis=0)
    whole = values.sum(axis=1)
    weights = counts / counts.sum(axis=1, keepdims=True)
    mean = weights @ whole
    with_sum = weights @ (values * whole[:, None]) - (weights @ values) * mean[:, None]
    variance = with_sum.sum(axis=1, keepdims=True)
    # What rounding of the machine leaves of a constant is no variance.
    least = np.finfo(float).eps * max(float((whole**2).max()), np.finfo(float).tiny)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(variance > least, with_sum / variance, np.nan)
