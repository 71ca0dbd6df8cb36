"""Between which values does an answer lie, whatever the ranks are that nobody printed?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.statistics.baseline import FEWEST_UNITS


@dataclass(frozen=True, slots=True)
class CorrelationBounds:
    """The correlation over the units seen, and the least and most it can be over all."""

    seen: int
    units: int
    correlation_seen: float
    lower: float
    upper: float


def bounds_for_missing(ranks: pd.Series, predictor: pd.Series) -> CorrelationBounds:
    """How far can the ranks nobody printed move the correlation of rank and predictor?

    Estimand: the correlation over all units. Assumption: the unseen units share the places that
    the seen ones leave free, in any order; nothing else. Algorithm: with all places given, mean
    and spread of the ranks are fixed, so the correlation is least and greatest where the free
    places go to the unseen units in the order of the predictor, or in the reverse (rearrangement
    inequality). The bounds are sharp.

    Args:
        ranks: 1..n over all n units, missing where not printed; ties share the lowest place and
            take up the next ones.
        predictor: one number for every unit.

    Raises:
        ValueError: a predictor is missing or constant, two ranks claim one place or one is out of
            range, or fewer than 10 units are seen.
    """
    table = pd.DataFrame({"rank": ranks.astype(float), "predictor": predictor.astype(float)})
    n, seen = len(table), table["rank"].notna()
    known = table.loc[seen, "rank"]
    if table["predictor"].isna().any() or table["predictor"].nunique() == 1:
        raise ValueError("the predictor must be known for every unit and not constant")
    taken = known.rank(method="first") - known.rank(method="min") + known
    if taken.duplicated().any() or not taken.between(1, n).all():
        raise ValueError(f"ranks must be places from 1 to {n}, ties sharing the lowest")
    if len(known) < FEWEST_UNITS:
        raise ValueError(f"{len(known)} units are seen; {FEWEST_UNITS} are needed")
    free = np.setdiff1d(np.arange(1, n + 1), taken.to_numpy())
    # Correlations use average ranks.
    table.loc[seen, "rank"] = taken.groupby(known).transform("mean")
    unseen = table.loc[~seen, "predictor"].sort_values().index
    ends = []
    for places in (free, free[::-1]):
        filled = table["rank"].copy()
        filled.loc[unseen] = places
        ends.append(float(np.corrcoef(filled, table["predictor"])[0, 1]))
    over_seen = table[seen]
    correlation = float(np.corrcoef(over_seen["rank"], over_seen["predictor"])[0, 1])
    return CorrelationBounds(len(known), n, correlation, min(ends), max(ends))
