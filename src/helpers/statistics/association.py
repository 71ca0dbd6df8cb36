"""Does a later outcome go with a predictor, once the starting point is taken into account?

The baseline-adjusted association (ANCOVA) regresses the later outcome on the earlier one, the
predictor and controls. A regression of the gain on the predictor alone would mix in the starting
point, which gains contain by construction (docs/methodology.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from helpers.statistics.inversion import Reference, reference_of
from helpers.statistics.permutation import (
    SEED,
    CannotTellError,
    Matrix,
    ResidualMaker,
    adjusted_t,
)

FEWEST_LEFT = 10
"""How many units more than coefficients a test needs."""


def enough_units(n: int, columns: int) -> bool:
    """Can so many units carry a test with so many coefficients?

    Args:
        n: units with all values. columns: of the model: intercept, baseline, predictor, controls.
    """
    return n - columns >= FEWEST_LEFT


def check_enough(n: int, columns: int) -> None:
    """Refuse a test that so few units cannot carry.

    Args:
        n, columns: as of `enough_units`.

    Raises:
        CannotTellError: of the kind «too few».
    """
    if not enough_units(n, columns):
        needed = columns + FEWEST_LEFT
        raise CannotTellError(
            "too few", f"{n} units have all values; {columns} coefficients need {needed}"
        )


@dataclass(frozen=True)
class AdjustedAssociation:
    """What one predictor adds to the baseline and the controls.

    `effect` is in units of the outcome per unit of the predictor, `standardised` in standard
    deviations of the outcome per standard deviation of the predictor (both over the units used);
    `t` and `standard_error` are HC3; `p_value` is by permutation, `exact` when every permutation
    was enumerated. `missing` gives the reason for each unit left out. `deviation` is the standard
    deviation of the outcome, `scale` what an effect is multiplied by to be standardised, `left`
    what the baseline and controls leave: the standardised effect of a partial correlation of 1.
    `reference` tests every other value of the effect too.
    """

    predictor: str
    n: int
    effect: float
    standardised: float
    standard_error: float
    t: float
    p_value: float
    permutations: int
    exact: bool
    missing: dict[str, str]
    columns: int
    deviation: float
    scale: float
    left: float
    reference: Reference = field(compare=False, repr=False)


def adjusted_association(
    outcome_after: pd.Series,
    outcome_before: pd.Series | None,
    predictors: pd.DataFrame,
    *,
    controls: pd.DataFrame | None = None,
    groups: pd.Series | None = None,
    draws: int = 10_000,
    seed: int = SEED,
) -> list[AdjustedAssociation]:
    """How does each predictor go with the later outcome, given the earlier one?

    Estimand: the coefficient of each predictor in a linear model of `outcome_after` on
    `outcome_before`, all predictors and controls. Assumption: linear in them; under the null the
    predictor is exchangeable over units (within `groups` where given). Algorithm: ordinary least
    squares with HC3 errors; the p-value permutes the predictor, residualises it on
    everything else again for every draw (Frisch-Waugh-Lovell) and compares the absolute HC3 t:
    p = (1 + as extreme) / (1 + draws), or exact over all permutations where they are few.

    Args:
        outcome_after, outcome_before: one number for each unit (score, or rank with 1 as best);
            None for `outcome_before` adjusts for nothing.
        predictors, controls: one column each, index as the outcomes.
        groups: permute within these groups only.
        draws: random permutations when they cannot be enumerated. seed: of the draws.

    Returns:
        One result for each predictor, in their order.

    Raises:
        CannotTellError: units with all values do not outnumber the coefficients by 10, the outcome
            or a predictor is constant, or a predictor is a linear combination of the rest; the
            message says which.
    """
    columns = {"outcome": outcome_after} | (
        {} if outcome_before is None else {"baseline": outcome_before}
    )
    table = pd.DataFrame(columns)
    control_names = [] if controls is None else list(controls.columns)
    for extra in (predictors, controls):
        if extra is not None:
            table = table.join(extra, how="left")
    table = table.astype(float)
    missing = _missing_reasons(table)
    used = table.dropna()
    _check_usable(used, list(predictors.columns))
    labels = None if groups is None else groups.reindex(used.index)
    base = [name for name in ("baseline",) if name in used] + control_names
    return [
        _associate(used, name, [*base, *(o for o in predictors.columns if o != name)],
                   labels, draws, seed, missing)
        for name in predictors.columns
    ]  # fmt: skip


def _missing_reasons(table: pd.DataFrame) -> dict[str, str]:
    """Which units lack a value, and of what."""
    return {
        str(unit): ", ".join(column for column in table.columns if pd.isna(row[column]))
        for unit, row in table.iterrows()
        if row.isna().any()
    }


def _check_usable(used: pd.DataFrame, predictors: list[str]) -> None:
    # The outcome is no column of the model, the intercept is.
    check_enough(len(used), used.shape[1])
    for name in ("outcome", *predictors):
        if used[name].nunique() == 1:
            raise CannotTellError("constant", f"{name} is the same for all {len(used)} units")


def _associate(
    used: pd.DataFrame,
    name: str,
    others: list[str],
    labels: pd.Series | None,
    draws: int,
    seed: int,
    missing: dict[str, str],
) -> AdjustedAssociation:
    x, y = used[name].to_numpy(), used["outcome"].to_numpy()
    rest = np.column_stack([np.ones(len(used)), used[others].to_numpy()])
    if ResidualMaker(rest).leaves_nothing(x):
        raise CannotTellError("collinear", f"{name} follows from {', '.join(others)}")
    # Least squares with HC3 errors, as statsmodels' OLS finds them too (tests).
    reference = reference_of(y, x, rest, groups=labels, draws=draws, seed=seed)
    scale = float(x.std(ddof=1) / y.std(ddof=1))
    projection = ResidualMaker(rest)
    left = np.linalg.norm(projection.residuals(y)) / np.linalg.norm(projection.residuals(x))
    return AdjustedAssociation(
        predictor=name,
        n=len(used),
        effect=reference.slope,
        standardised=reference.slope * scale,
        standard_error=reference.error,
        t=reference.t,
        p_value=reference.p_value(),
        permutations=reference.permutations,
        exact=reference.exact,
        missing=missing,
        columns=used.shape[1],
        deviation=float(y.std(ddof=1)),
        scale=scale,
        left=float(left) * scale,
        reference=reference,
    )


def decided_by_one_unit(
    outcome: Matrix, predictor: Matrix, rest: Matrix, *, critical: float
) -> bool:
    """Does the finding hang on a single unit?

    True when there is a finding, an absolute t of at least `critical`, and leaving out some unit
    changes the sign of the coefficient or brings the absolute t below it. What is no finding hangs
    on nobody: the sign of a coefficient near 0 says nothing.

    Args:
        outcome, predictor: n numbers. rest: n x k, intercept included.
        critical: the absolute t that counts as a finding (`Reference.critical_t`).
    """
    whole = float(adjusted_t(ResidualMaker(rest), outcome, predictor[:, None])[0])
    if abs(whole) < critical:
        return False
    for left_out in range(len(outcome)):
        kept = np.arange(len(outcome)) != left_out
        t = adjusted_t(ResidualMaker(rest[kept]), outcome[kept], predictor[kept][:, None])[0]
        if np.isnan(t) or np.sign(t) != np.sign(whole) or abs(t) < critical:
            return True
    return False
