"""The permutation test of a coefficient, and what it is made of: residuals, HC3, permutations."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SEED = 20260701
COLLINEAR = 1e-8
"""Of the spread of a column, what may be left where the others explain it."""
TIE = 1e-9
"""By how much less a permuted t still counts as large as the one found."""
_MOST_ENUMERATED = 50_000

CANNOT_TELL_KINDS = ("too few", "constant", "collinear")

Matrix = NDArray[np.float64]


class CannotTellError(ValueError):
    """The data cannot carry the question; `kind` is one of `CANNOT_TELL_KINDS`."""

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(message)


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
    extreme = int((reference >= abs(observed) - TIE).sum())
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
            self.basis = left[:, values > values[0] * COLLINEAR]
        self.leverage: Matrix = (self.basis**2).sum(axis=1)

    def residuals(self, values: Matrix) -> Matrix:
        """What the columns leave of `values` (n, or n x draws)."""
        return values - self.basis @ (self.basis.T @ values)

    def leaves_nothing(self, values: Matrix) -> bool:
        """Whether the columns explain `values` wholly."""
        spread = float(((values - values.mean()) ** 2).sum())
        return float((self.residuals(values) ** 2).sum()) <= COLLINEAR * spread


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
    usable = squares > COLLINEAR * np.maximum(spread, np.finfo(float).tiny)
    safe = np.where(usable, squares, 1.0)
    slope = (x * y).sum(axis=0) / safe
    error = y - x * slope
    leverage = projection.leverage[:, None] + x**2 / safe
    variance = (x**2 * error**2 / np.maximum(1 - leverage, 1e-12) ** 2).sum(axis=0) / safe**2
    with np.errstate(divide="ignore", invalid="ignore"):
        t = slope / np.sqrt(variance)
    return np.where(usable, t, np.nan)


def permutations_of(
    values: Matrix, groups: pd.Series | None, draws: int, seed: int | Sequence[int]
) -> tuple[Matrix, bool]:
    """Orders of `values` under the null: all of them where they are few, else random ones.

    Args:
        values: n numbers. groups: permute within these only. draws, seed: of random orders.

    Returns:
        n x permutations, and whether they are all there are.
    """
    blocks = blocks_of(len(values), groups)
    if is_enumerated(blocks):
        count = _orders(blocks)
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


def is_enumerated(blocks: Sequence[Sequence[int]]) -> bool:
    """Are the orders within these blocks so few that all of them are tried?"""
    return _orders(blocks) <= _MOST_ENUMERATED


def _orders(blocks: Sequence[Sequence[int]]) -> int:
    return math.prod(math.factorial(len(block)) for block in blocks)


def blocks_of(n: int, groups: pd.Series | None) -> list[tuple[int, ...]]:
    """Which of n places may be exchanged with each other? All, or those of one group."""
    if groups is None:
        return [tuple(range(n))]
    positions = pd.Series(range(n)).groupby(groups.astype(str).to_numpy())
    return [tuple(block) for _, block in positions]
