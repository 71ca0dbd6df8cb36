"""Does a finding survive other reasonable choices? All of them run, all of them shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from helpers.statistics.association import check_enough
from helpers.statistics.permutation import SEED, CannotTellError, Matrix, ResidualMaker, adjusted_t


@dataclass(frozen=True)
class Specification:
    """One way to ask: the choices by name, and the columns they lead to.

    `outcome_after` and `outcome_before` are oriented so that more is better (a score, or minus a
    rank). `units` limits the units (None: all).
    """

    choices: Mapping[str, str]
    outcome_after: pd.Series
    outcome_before: pd.Series | None = None
    controls: pd.DataFrame | None = None
    units: pd.Index | None = None


@dataclass(frozen=True)
class SpecificationCurve:
    """Every specification with its effect, and what the whole curve says.

    `table` has a row for each specification: its choices, `n`, `effect` (standardised), `t`, and
    `problem` where it could not be run. `median` is that of the effects, `p_value` the share of
    permuted predictors whose median is as far from 0, `share_positive` of the effects that are
    positive.
    """

    table: pd.DataFrame
    median: float
    p_value: float
    share_positive: float
    draws: int
    problems: int = field(default=0)


def specification_curve(
    specifications: Sequence[Specification],
    predictor: pd.Series,
    *,
    draws: int = 1_000,
    seed: int = SEED,
) -> SpecificationCurve:
    """What do all reasonable choices together say about a predictor?

    Estimand: the median standardised effect over the declared specifications. Assumption: under
    the null the predictor is exchangeable over the units that have it. Algorithm (Simonsohn,
    Simmons and Nelson 2020): every specification is run; then the predictor is permuted over the
    units, the same permutation in every specification, and the median taken again.

    Args:
        specifications: all declared ones; none may be dropped after looking.
        predictor: one number for each unit; units without one take part nowhere.
        draws: permutations. seed: of them.

    Raises:
        CannotTellError: no specification can be run.
    """
    values = predictor.dropna().astype(float)
    generator = np.random.default_rng(seed)
    # A copy: numpy shuffles an empty array, which nothing can share, in place.
    columns = [values.to_numpy(copy=True)]
    columns += [generator.permutation(columns[0]) for _ in range(draws)]
    shuffled = pd.DataFrame(np.column_stack(columns), index=values.index)
    rows, effects = [], []
    for specification in specifications:
        row: dict[str, object] = dict(specification.choices)
        try:
            n, effect, t = _run(specification, shuffled)
        except CannotTellError as error:
            rows.append(row | {"n": 0, "effect": np.nan, "t": np.nan, "problem": str(error)})
            continue
        effects.append(effect)
        rows.append(row | {"n": n, "effect": float(effect[0]), "t": t, "problem": ""})
    if not effects:
        raise CannotTellError("too few", f"none of {len(specifications)} specifications can be run")
    medians = np.nanmedian(np.vstack(effects), axis=0)
    extreme = int((np.abs(medians[1:]) >= abs(medians[0]) - 1e-9).sum())
    return SpecificationCurve(
        table=pd.DataFrame(rows),
        median=float(medians[0]),
        p_value=(1 + extreme) / (1 + draws),
        share_positive=float(np.mean([effect[0] > 0 for effect in effects])),
        draws=draws,
        problems=len(specifications) - len(effects),
    )


def _run(specification: Specification, shuffled: pd.DataFrame) -> tuple[int, Matrix, float]:
    """Units used, the standardised effect of the real and every permuted predictor, and its t."""
    table = pd.DataFrame({"outcome": specification.outcome_after})
    if specification.outcome_before is not None:
        table["baseline"] = specification.outcome_before
    if specification.controls is not None:
        table = table.join(specification.controls, how="left")
    units = shuffled.index if specification.units is None else specification.units
    table = table.astype(float).dropna()
    table = table.loc[table.index.intersection(units).intersection(shuffled.index)]
    # The outcome is no column of the model, the intercept and the predictor are.
    check_enough(len(table), table.shape[1] + 1)
    predictors = shuffled.loc[table.index].to_numpy()
    y = table["outcome"].to_numpy()
    if predictors[:, 0].std() == 0 or y.std() == 0:
        raise CannotTellError("constant", "the predictor or the outcome is the same for all units")
    rest = np.column_stack([np.ones(len(table)), table.drop(columns="outcome").to_numpy()])
    projection = ResidualMaker(rest)
    if projection.leaves_nothing(predictors[:, 0]):
        raise CannotTellError(
            "collinear", "the predictor follows from the baseline and the controls"
        )
    x = projection.residuals(predictors)
    slopes = (x * projection.residuals(y)[:, None]).sum(axis=0) / (x**2).sum(axis=0)
    effects = slopes * predictors.std(axis=0, ddof=1) / y.std(ddof=1)
    t = float(adjusted_t(projection, y, predictors[:, :1])[0])
    return len(table), effects, t
