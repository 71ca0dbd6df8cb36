"""What a gain in rank says by itself: the mechanical benchmark, and whether scores converged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.statistics.ranks import spearman

FEWEST_UNITS = 10
"""Below this many units no correlation or spread is computed."""


@dataclass(frozen=True, slots=True)
class MechanicalBenchmark:
    """How a gain goes with the starting rank, or with a predictor, when nothing happened.

    `n` units; `rank_correlation` is Spearman's between the two rankings; `benchmark` is the
    correlation that arithmetic alone gives, `observed` the one found, `excess` their difference.
    """

    n: int
    rank_correlation: float
    benchmark: float
    observed: float
    excess: float


def mechanical_benchmark(
    rank_before: pd.Series, rank_after: pd.Series, predictor: pd.Series | None = None
) -> MechanicalBenchmark:
    """How strongly does rank gain go with the starting rank by arithmetic alone?

    Estimand: the correlation of the gain (rank before minus rank after) with the starting rank or
    with a predictor. Identity: two full rankings of the same units have equal variance, so with
    Spearman's rho corr(r1, r1 - r2) = sqrt((1 - rho) / 2) whatever happened; for a predictor X the
    benchmark is corr(X, r1) * sqrt((1 - rho) / 2). Ranks alone can therefore say nothing about
    catching up (docs/methodology.md).

    Args:
        rank_before, rank_after: ranks, 1 is best; units with a missing rank are left out, ties
            get average ranks.
        predictor: one number for each unit, or None for the starting rank itself.

    Raises:
        ValueError: fewer than 10 units have all values, or a column is constant.
    """
    columns = {"before": rank_before, "after": rank_after}
    if predictor is not None:
        columns["predictor"] = predictor
    table = pd.DataFrame(columns).astype(float).dropna()
    if len(table) < FEWEST_UNITS:
        raise ValueError(f"{len(table)} units with all values; at least {FEWEST_UNITS} are needed")
    if (table.nunique() == 1).any():
        raise ValueError("a constant column has no correlation")
    before, after = table["before"].rank(), table["after"].rank()
    rho = spearman(before, after)
    mechanical = float(np.sqrt((1 - rho) / 2))
    gain = before - after
    start = before if predictor is None else table["predictor"]
    if gain.nunique() == 1:
        raise ValueError("no unit changed its rank")
    observed = float(np.corrcoef(start, gain)[0, 1])
    benchmark = float(np.corrcoef(start, before)[0, 1]) * mechanical
    return MechanicalBenchmark(len(table), rho, benchmark, observed, observed - benchmark)


@dataclass(frozen=True, slots=True)
class Convergence:
    """Whether scores moved together: standard deviations before and after, and Pitman-Morgan."""

    n: int
    deviation_before: float
    deviation_after: float
    t: float
    p_value: float


def convergence(score_before: pd.Series, score_after: pd.Series) -> Convergence:
    """Did the scores move closer together between two editions?

    Estimand: the ratio of the two standard deviations over the same units. Assumption: pairs of
    scores are about bivariate normal. Algorithm: Pitman-Morgan; the variances are equal exactly
    when sum and difference of the pairs are uncorrelated, so t is that of their correlation with
    n - 2 degrees of freedom (Pitman 1939; Morgan 1939).

    Args:
        score_before, score_after: scores from 0 to 1; units with a missing score are left out.

    Raises:
        ValueError: fewer than 10 units have both scores, or all scores are equal.
    """
    from scipy import stats  # noqa: PLC0415  (half a second that only this test needs)

    table = pd.DataFrame({"before": score_before, "after": score_after}).astype(float).dropna()
    if len(table) < FEWEST_UNITS:
        raise ValueError(f"{len(table)} units with both scores; at least {FEWEST_UNITS} are needed")
    if (table.nunique() == 1).any():
        raise ValueError("all scores of an edition are equal")
    total, difference = table["before"] + table["after"], table["after"] - table["before"]
    correlation = float(np.corrcoef(total, difference)[0, 1])
    freedom = len(table) - 2
    t = correlation * np.sqrt(freedom / (1 - correlation**2))
    return Convergence(
        len(table),
        float(table["before"].std()),
        float(table["after"].std()),
        float(t),
        float(2 * stats.t.sf(abs(t), freedom)),
    )
