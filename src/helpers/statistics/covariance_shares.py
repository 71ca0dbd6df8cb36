"""Which of the parts of a sum goes with its differences between units?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.statistics.composite_coherence import variance_shares
from helpers.statistics.resampling import resampled_covariances

LOWER, UPPER = 0.025, 0.975
DRAWS = 10_000


def share_intervals(
    parts: pd.DataFrame, seed: int, draws: int = DRAWS, *, among: Sequence[str] = ()
) -> pd.DataFrame:
    """Between which values do the shares of a variance lie, when other such units were there?

    Model: the units are independent draws from one population, each with its parts as they are.
    Algorithm: bootstrap over units, percentiles (Efron 1979). Draws whose units are all alike give
    no share and are left out.

    Args:
        parts: one row for each unit, three or more, one column for each part, none missing; rows
            add up to what is shared out.
        seed: of the draws. draws: how often units are drawn.
        among: the parts of which one is asked to be the first; all if none is named.

    Returns:
        Index the parts; `share` (of `variance_shares`), `lower` and `upper` (95 % of the draws),
        and `first`: in which share of the draws the part carries most (0 for one that is not
        `among` those asked).

    Raises:
        ValueError: as `resampled_covariances`; or the sum is the same for all units.
    """
    found = resampled_covariances(parts.to_numpy(float), draws, seed)
    share = variance_shares(found.observed)
    if not np.isfinite(share).all():
        raise ValueError("the sum must differ between units")
    drawn = variance_shares(found.drawn)
    drawn = drawn[np.isfinite(drawn).all(axis=1)]
    lower, upper = np.quantile(drawn, [LOWER, UPPER], axis=0)
    asked = parts.columns.isin(among) if among else np.full(len(share), True)
    most = np.where(asked, drawn, -np.inf).argmax(axis=1)
    first = np.bincount(most, minlength=len(share)) / len(drawn)
    return pd.DataFrame(
        {"share": share, "lower": lower, "upper": upper, "first": first}, index=parts.columns
    )
