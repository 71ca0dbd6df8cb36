"""Which links does a permutation test leave possible? The test turned round into an interval.

The test of a value b of the coefficient is the permutation test of the outcome less b times the
predictor. Every permuted predictor is residualised once; its HC3 t is then known in closed form for
every b: a numerator linear in b over the root of a quadratic.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.statistics.permutation import (
    COLLINEAR,
    SEED,
    TIE,
    CannotTellError,
    Matrix,
    ResidualMaker,
    blocks_of,
    is_enumerated,
    permutations_of,
)

_CHUNK = 32_000
"""Numbers held at once: what fits into the cache of a core is worked through the fastest."""
_STEPS = np.concatenate([np.arange(0.0, 8.0, 0.2), 8.0 * 1.5 ** np.arange(24)])
_HALVINGS = 24


@dataclass(frozen=True)
class PermutationInterval:
    """The values of a coefficient that the test leaves possible, from `lower` to `upper`.

    Both ends are in units of the outcome per unit of the predictor, infinite where the test can
    exclude nothing on that side (too few different permutations). `connected` is false where some
    values in between are excluded: the interval then holds more than the test leaves possible.
    """

    lower: float
    upper: float
    connected: bool


@dataclass(frozen=True)
class Reference:
    """A permutation test of every value of a coefficient at once.

    `slope` and `error` are the coefficient found and its HC3 error. Of each permuted predictor,
    at a distance u of the tested value from `slope`, the coefficient is `constant` - `linear` u
    and its variance `v0` + `v1` u + `v2` u²; `most` is the largest absolute t that it reaches at
    any u, and the draws stand in its order, the largest first. `exact` when these are all
    permutations.
    """

    slope: float
    error: float
    constant: Matrix
    linear: Matrix
    v0: Matrix
    v1: Matrix
    v2: Matrix
    most: Matrix
    exact: bool

    @property
    def permutations(self) -> int:
        """How many permuted predictors the found one is compared with."""
        return len(self.constant)

    @property
    def t(self) -> float:
        """The HC3 t of the predictor."""
        return self.slope / self.error

    def p_value(self, value: float = 0.0) -> float:
        """How often does a predictor handed out at random do as well, were the link `value`?"""
        return float(self._p_values(np.array([(value - self.slope) / self.error]))[0])

    def _p_values(self, steps: Matrix) -> Matrix:
        """P at `slope` + step x `error`, for each step."""
        added = 0 if self.exact else 1
        counts = np.array([self._as_extreme(float(step)) for step in steps], dtype=float)
        return (counts + added) / (self.permutations + added)

    def _as_extreme(self, step: float) -> int:
        needed = abs(step) * (1 - TIE) - TIE
        if needed <= 0:
            return self.permutations
        # Whoever nowhere reaches so large a t does not reach it here.
        able = slice(int(np.searchsorted(-self.most, -needed, side="right")))
        u = step * self.error
        variance = self.v0[able] + u * (self.v1[able] + u * self.v2[able])
        reached = (self.constant[able] - self.linear[able] * u) ** 2
        return int((reached >= needed**2 * variance).sum())

    def critical_t(self, alpha: float) -> float:
        """Which absolute t does the predictor need for p below `alpha`, were there no link?

        Infinite where no t is enough.
        """
        u = -self.slope
        variance = self.v0 + u * (self.v1 + u * self.v2)
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.abs(self.constant - self.linear * u) / np.sqrt(variance)
        ordered = np.sort(np.nan_to_num(t, nan=0.0, posinf=np.inf))[::-1]
        added = 0 if self.exact else 1
        # The fewest that must be as extreme for p to reach alpha.
        fewest = math.ceil(alpha * (self.permutations + added) - TIE) - added
        if fewest <= 0:
            return math.inf
        return float(ordered[min(fewest, len(ordered)) - 1])

    def interval(self, alpha: float = 0.05) -> PermutationInterval:
        """Which values does the test at level `alpha` leave possible?

        The least interval that holds {b: p(b) >= alpha}. The ends are bracketed from outside on
        steps of a fifth of the error, then halved; a value that is possible only between two such
        steps beyond an end would be missed.

        Args:
            alpha: between 0 and 1, exclusive.

        Raises:
            ValueError: alpha is out of range.
        """
        if not 0 < alpha < 1:
            raise ValueError(f"expected a level between 0 and 1, found {alpha}")
        (lower, below), (upper, above) = (self._end(side, alpha) for side in (-1.0, 1.0))
        return PermutationInterval(
            self.slope + self.error * lower, self.slope + self.error * upper, below and above
        )

    def _end(self, side: float, alpha: float) -> tuple[float, bool]:
        """The end on one side, in errors from the slope, and whether all before it is possible."""
        steps = side * _STEPS
        possible = self._p_values(steps) >= alpha
        last = int(np.flatnonzero(possible)[-1])  # The slope itself is possible always.
        connected = bool(possible[: last + 1].all())
        if last == len(steps) - 1:
            return side * math.inf, connected
        inside, outside = float(steps[last]), float(steps[last + 1])
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            if self._p_values(np.array([middle]))[0] >= alpha:
                inside = middle
            else:
                outside = middle
        return inside, connected


def reference_of(
    outcome: Matrix,
    predictor: Matrix,
    rest: Matrix,
    *,
    groups: pd.Series | None = None,
    draws: int = 10_000,
    seed: int = SEED,
) -> Reference:
    """What would predictors handed out at random do, whatever the link is?

    Estimand: the coefficient of `predictor` in a linear model of `outcome` on it and `rest`.
    Assumption: under each tested value b the predictor is exchangeable over the units (within
    `groups`), given what b times it leaves of the outcome. Algorithm: Frisch-Waugh-Lovell and
    HC3 as `adjusted_t`. With e the residuals of the full model, x and z those of the predictor
    and of a permuted one on `rest`, the outcome less b x is e - u x, u = b - slope: the
    coefficient of z and each residual are linear in u, the variance is quadratic.

    Args:
        outcome, predictor: n numbers. rest: n x k, intercept included.
        groups, draws, seed: see `permutations_of`.

    Raises:
        CannotTellError: the predictor follows from the rest, or the rest and it explain the outcome
            wholly, so that nothing is left to compare.
    """
    projection = ResidualMaker(rest)
    if projection.leaves_nothing(predictor):
        raise CannotTellError("collinear", "the predictor follows from the rest")
    x = projection.residuals(predictor)
    squares = float(x @ x)
    slope = float(x @ projection.residuals(outcome)) / squares
    e = projection.residuals(outcome) - slope * x
    kept = 1 - projection.leverage - x**2 / squares
    error = math.sqrt(float((x**2 * (e / np.maximum(kept, 1e-12)) ** 2).sum())) / squares
    if error <= COLLINEAR * abs(slope) or error == 0:
        raise CannotTellError("constant", "nothing of the outcome is left to explain")
    targets = np.column_stack([e, x]), np.column_stack([e * e, e * x, x * x])
    parts, exact = [], is_enumerated(blocks_of(len(predictor), groups))
    for permuted in _chunks(predictor, groups, draws, seed):
        parts.append(_of_chunk(projection, permuted, *targets))
    constant, linear, v0, v1, v2 = np.concatenate(parts, axis=1)
    most = _largest_t(constant, linear, v0, v1, v2)
    largest_first = np.argsort(-most, kind="stable")
    constant, linear, v0, v1, v2, most = (
        one[largest_first] for one in (constant, linear, v0, v1, v2, most)
    )
    return Reference(slope, error, constant, linear, v0, v1, v2, most, exact)


def _largest_t(constant: Matrix, linear: Matrix, v0: Matrix, v1: Matrix, v2: Matrix) -> Matrix:
    """The largest absolute t of each draw over all u, a trifle too large rather than too small.

    The square of t is a ratio of two quadratics in u whose numerator has a double root: it has one
    other stationary point, and the same limit on both sides.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        u = -(2 * linear * v0 + constant * v1) / (linear * v1 + 2 * constant * v2)
        top = (constant - linear * u) ** 2 / (v0 + u * (v1 + u * v2))
        limit = linear**2 / v2
    # What cannot be worked out, as of the order of the predictor itself, may reach anything.
    squares = np.maximum(np.nan_to_num(top, nan=np.inf), np.nan_to_num(limit, nan=np.inf))
    nothing = (constant == 0) & (linear == 0)
    return np.where(nothing, 0.0, np.sqrt(np.abs(squares)) * (1 + 1e-6))


def _of_chunk(
    projection: ResidualMaker, permuted: Matrix, linear: Matrix, products: Matrix
) -> Matrix:
    """Five numbers of each permuted predictor: its coefficient and variance as functions of u."""
    z = projection.residuals(permuted)
    zz = z * z
    squares = zz.sum(axis=0)
    spread = permuted[:, 0] - permuted[:, 0].mean()  # The same numbers in every column.
    usable = squares > COLLINEAR * float(spread @ spread)
    squares = np.where(usable, squares, 1.0)
    constant, slope = (linear.T @ z) / squares
    kept = np.maximum(1 - projection.leverage[:, None] - zz / squares, 1e-12)
    weight = zz / (kept * kept)
    ee, ex, xx = products.T @ weight
    weight *= z
    ez, xz = linear.T @ weight
    weight *= z
    rr = weight.sum(axis=0)
    scale = squares**2
    v0 = (ee - 2 * constant * ez + constant**2 * rr) / scale
    v1 = -2 * (ex - constant * xz - slope * ez + constant * slope * rr) / scale
    v2 = (xx - 2 * slope * xz + slope**2 * rr) / scale
    # A permutation that lies in the span of the rest says nothing against the null.
    found = np.vstack([constant, slope, v0, np.zeros_like(v0), np.zeros_like(v0)])
    found[3:] = v1, np.maximum(v2, 0.0)
    found[:, ~usable] = np.array([0.0, 0.0, 1.0, 0.0, 0.0])[:, None]
    return found


def _chunks(values: Matrix, groups: pd.Series | None, draws: int, seed: int) -> Iterator[Matrix]:
    """The columns of `permutations_of`, so many at a time that the cache holds them."""
    many = max(1, _CHUNK // len(values))
    if is_enumerated(blocks_of(len(values), groups)):
        permuted, _ = permutations_of(values, groups, draws, seed)
        for first in range(0, permuted.shape[1], many):
            yield permuted[:, first : first + many]
        return
    for number, first in enumerate(itertools.count(0, many)):
        if first >= draws:
            return
        yield permutations_of(values, groups, min(many, draws - first), (seed, number))[0]
