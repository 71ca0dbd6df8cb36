"""Does a later outcome go with a predictor, once the starting point is taken into account?

The baseline-adjusted association (ANCOVA) regresses the later outcome on the earlier one, the
predictor and controls. A regression of the gain on the predictor alone would mix in the starting
point, which gains contain by construction (docs/methodology.md).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.statistics.baseline import FEWEST_UNITS

SEED = 20260701
_MOST_ENUMERATED = 50_000
_COLLINEAR = 1e-8
_TIE = 1e-9

CANNOT_TELL_KINDS = ("too few", "constant", "collinear")

Matrix = NDArray[np.float64]


class CannotTellError(ValueError):
    """The data cannot carry the question; `kind` is one of `CANNOT_TELL_KINDS`."""

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(message)


@dataclass(frozen=True)
class AdjustedAssociation:
    """What one predictor adds to the baseline and the controls.

    `effect` is in units of the outcome per unit of the predictor, `standardised` in standard
    deviations of the outcome per standard deviation of the predictor (both over the units used);
    `t` and `standard_error` are HC3; `p_value` is by permutation, `exact` when every permutation
    was enumerated. `missing` gives the reason for each unit left out.
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
    squares (statsmodels) with HC3 errors; the p-value permutes the predictor, residualises it on
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
        CannotTellError: fewer than 10 units have all values, fewer than 3 degrees of freedom
            remain, the outcome or a predictor is constant, or a predictor is a linear combination
            of the rest; the message says which.
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
    if len(used) < FEWEST_UNITS:
        raise CannotTellError(
            "too few", f"{len(used)} units have all values; {FEWEST_UNITS} are needed"
        )
    if len(used) - used.shape[1] < 3:  # noqa: PLR2004  (fewer leave no error to estimate)
        raise CannotTellError(
            "too few", f"{used.shape[1]} columns are too many for {len(used)} units"
        )
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
    # Slow to import, and statsmodels.api twice as slow.
    from statsmodels.regression.linear_model import OLS  # noqa: PLC0415

    x, y = used[name].to_numpy(), used["outcome"].to_numpy()
    rest = np.column_stack([np.ones(len(used)), used[others].to_numpy()])
    if ResidualMaker(rest).leaves_nothing(x):
        raise CannotTellError("collinear", f"{name} follows from {', '.join(others)}")
    model = OLS(y, np.column_stack([rest, x])).fit(cov_type="HC3")
    test = permutation_test(y, x, rest, groups=labels, draws=draws, seed=seed)
    return AdjustedAssociation(
        predictor=name,
        n=len(used),
        effect=float(model.params[-1]),
        standardised=float(model.params[-1] * x.std(ddof=1) / y.std(ddof=1)),
        standard_error=float(model.bse[-1]),
        t=float(model.tvalues[-1]),
        p_value=test.p_value,
        permutations=test.permutations,
        exact=test.exact,
        missing=missing,
    )


@dataclass(frozen=True)
class PermutationTest:
    """How often a permuted predictor does as well: `exact` when all permutations were tried."""

    t: float
    p_value: float
    permutations: int
    exact: bool


def permutation_test(
    outcome: Matrix,
    predictor: Matrix,
    rest: Matrix,
    *,
    groups: pd.Series | None = None,
    draws: int = 10_000,
    seed: int = SEED,
) -> PermutationTest:
    """How often would a predictor handed out at random do as well as the real one?

    Estimand: the probability, under exchangeability of the predictor (within `groups`), of an
    absolute HC3 t at least as large as the observed one. Each permuted predictor is residualised
    on `rest` again; permuting raw values with the coefficient itself has the wrong size when the
    predictor goes with the baseline.

    Args:
        outcome, predictor: n numbers. rest: n x k, intercept included.
        groups, draws, seed: see `permutations_of`.
    """
    projection = ResidualMaker(rest)
    permuted, exact = permutations_of(predictor, groups, draws, seed)
    # A permutation that lies in the span of the rest says nothing against the null.
    reference = np.nan_to_num(np.abs(adjusted_t(projection, outcome, permuted)), nan=0.0)
    observed = float(adjusted_t(projection, outcome, predictor[:, None])[0])
    extreme = int((reference >= abs(observed) - _TIE).sum())
    count = len(reference)
    p_value = extreme / count if exact else (1 + extreme) / (1 + count)
    return PermutationTest(observed, p_value, count, exact)


class ResidualMaker:
    """Takes out of any vector what a set of columns explains, without an n x n matrix."""

    def __init__(self, columns: Matrix) -> None:
        self.basis, _ = np.linalg.qr(columns)
        rank = int(np.linalg.matrix_rank(columns))
        if rank < columns.shape[1]:
            left, values, _ = np.linalg.svd(columns, full_matrices=False)
            self.basis = left[:, values > values[0] * _COLLINEAR]
        self.leverage: Matrix = (self.basis**2).sum(axis=1)

    def residuals(self, values: Matrix) -> Matrix:
        """What the columns leave of `values` (n, or n x draws)."""
        return values - self.basis @ (self.basis.T @ values)

    def leaves_nothing(self, values: Matrix) -> bool:
        """Whether the columns explain `values` wholly."""
        spread = float(((values - values.mean()) ** 2).sum())
        return float((self.residuals(values) ** 2).sum()) <= _COLLINEAR * spread


def adjusted_t(projection: ResidualMaker, outcome: Matrix, predictors: Matrix) -> Matrix:
    """The HC3 t of each predictor column, given the columns of `projection`.

    By Frisch-Waugh-Lovell: residuals on residuals; HC3 divides each squared error by (1 - h)^2
    with h the leverage in the full model (MacKinnon and White 1985).

    Args:
        outcome: n numbers. predictors: n x draws.

    Returns:
        One t for each column; NaN where a column is explained by the rest.
    """
    y = projection.residuals(outcome)[:, None]
    x = projection.residuals(predictors)
    squares = (x**2).sum(axis=0)
    spread = ((predictors - predictors.mean(axis=0)) ** 2).sum(axis=0)
    usable = squares > _COLLINEAR * np.maximum(spread, np.finfo(float).tiny)
    safe = np.where(usable, squares, 1.0)
    slope = (x * y).sum(axis=0) / safe
    error = y - x * slope
    leverage = projection.leverage[:, None] + x**2 / safe
    variance = (x**2 * error**2 / np.maximum(1 - leverage, 1e-12) ** 2).sum(axis=0) / safe**2
    with np.errstate(divide="ignore", invalid="ignore"):
        t = slope / np.sqrt(variance)
    return np.where(usable, t, np.nan)


def permutations_of(
    values: Matrix, groups: pd.Series | None, draws: int, seed: int
) -> tuple[Matrix, bool]:
    """Orders of `values` under the null: all of them where they are few, else random ones.

    Args:
        values: n numbers. groups: permute within these only. draws, seed: of random orders.

    Returns:
        n x permutations, and whether they are all there are.
    """
    blocks = _blocks(len(values), groups)
    count = math.prod(math.factorial(len(block)) for block in blocks)
    if count <= _MOST_ENUMERATED:
        orders = itertools.product(*(itertools.permutations(block) for block in blocks))
        result = np.empty((len(values), count))
        for column, parts in enumerate(orders):
            for block, part in zip(blocks, parts, strict=True):
                result[list(block), column] = values[list(part)]
        return result, True
    generator = np.random.default_rng(seed)
    result = np.repeat(values[:, None].astype(float), draws, axis=1)
    for block in blocks:
        result[list(block)] = generator.permuted(result[list(block)], axis=0)
    return result, False


def _blocks(n: int, groups: pd.Series | None) -> list[tuple[int, ...]]:
    if groups is None:
        return [tuple(range(n))]
    positions = pd.Series(range(n)).groupby(groups.astype(str).to_numpy())
    return [tuple(block) for _, block in positions]


def decided_by_one_unit(
    outcome: Matrix, predictor: Matrix, rest: Matrix, *, critical: float
) -> bool:
    """Does the finding hang on a single unit?

    True when leaving out some unit changes the sign of the coefficient, or brings an absolute t
    that reached `critical` below it.

    Args:
        outcome, predictor: n numbers. rest: n x k, intercept included.
        critical: the absolute t that counts as a finding.
    """
    whole = float(adjusted_t(ResidualMaker(rest), outcome, predictor[:, None])[0])
    for left_out in range(len(outcome)):
        kept = np.arange(len(outcome)) != left_out
        t = adjusted_t(ResidualMaker(rest[kept]), outcome[kept], predictor[kept][:, None])[0]
        lost = abs(whole) >= critical > abs(t)
        if np.isnan(t) or np.sign(t) != np.sign(whole) or lost:
            return True
    return False
