"""How far do ranks depend on the points that somebody chose? Sensitivity intervals of ranks.

No error model of the scores is published, so nothing here is a confidence interval: it shows what
other reasonable choices would have given (Saisana, Saltelli and Tarantola, «Uncertainty and
sensitivity analysis techniques as tools for the quality assessment of composite indicators»,
Journal of the Royal Statistical Society A 168, 2005; OECD and JRC, «Handbook on Constructing
Composite Indicators», 2008, step 7).

With T the printed total of a unit, x its parts, w their shares of all points and w' those of a
draw, its score in that draw is::

    T + t + sum((w' - w) * (x + e))

with t and e the rounding of total and parts. So a draw that changes nothing gives back the printed
total, and the published rank, exactly. One set of weights a draw serves all units.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.statistics.ranks import TIE_TOLERANCE

INTERVAL_KINDS = ("sensitivity", "sensitivity, understated")
LOWER_SHARE, UPPER_SHARE = 0.05, 0.95
ROUNDING, LEFT_OUT = "rounding", "left_out"
FEWEST_DRAWS = 100
_NUMBERS_AT_ONCE = 250_000
"""What a processor keeps at hand: more at once is slower, not faster."""


@dataclass(frozen=True)
class Choices:
    """What may have been chosen otherwise.

    `weight_spread`: each weight is multiplied by 1 + U(-a, a), then all are brought back to the
    same sum; 0 keeps them. `half_width`: largest rounding error of a printed total or part (0.00005
    for four decimals), uniform; 0 for none. `leave_out`: each draw also leaves out one part or
    none, all alternatives being equally likely.

    Raises:
        ValueError: `weight_spread` is not from 0 to below 1, or `half_width` is negative.
    """

    weight_spread: float = 0.25
    half_width: float = 0.5e-4
    leave_out: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.weight_spread < 1:
            raise ValueError(f"weight_spread must be 0 or more and below 1: {self.weight_spread}")
        if not self.half_width >= 0:
            raise ValueError(f"half_width must be 0 or more: {self.half_width}")


def interval_kind(full: pd.Series) -> str:
    """What may an interval over these units be called?

    Args:
        full: whether every part of a unit is known (`IndexParts.full`).

    Returns:
        "sensitivity" where all are; otherwise "sensitivity, understated", because weights that move
        apart within the unknown parts of a unit move nothing. Never a confidence interval.
    """
    return INTERVAL_KINDS[0] if bool(full.all()) else INTERVAL_KINDS[1]


def sensitivity_intervals(
    totals: pd.Series,
    parts: pd.DataFrame | Sequence[pd.DataFrame],
    weights: pd.Series,
    choices: Choices,
    *,
    draws: int = 10_000,
    seed: int = 0,
    top: int = 10,
    numbers_at_once: int = _NUMBERS_AT_ONCE,
) -> pd.DataFrame:
    """Which ranks would each unit have had under other choices?

    Estimand: the distribution of each unit's rank over `choices`, by drawing. Assumes that the
    weights vary independently of each other and of the rounding. Time grows as units · log(units) ·
    draws; memory as units squared, whatever the number of draws.

    Args:
        totals: printed totals, 0 to 1, none missing.
        parts: one row for each unit of `totals`, one column for each part, 0 to 1, none missing
            (`IndexParts.filled`). Of several such tables each draw takes one for each unit, all
            equally likely (`helpers.statistics.unprinted`).
        weights: points of each part.
        draws: at least 100. seed: the same seed gives the same result.
        top: a rank; how often is each unit at it or above?
        numbers_at_once: memory used in one go; the result does not depend on it.

    Returns:
        Index of `totals`; `rank` (as published), `rank_median`, `rank_lower`, `rank_upper` (the
        smallest ranks that 50, 5 and 95 % of the draws do not exceed) and `share_top` (0 to 1).

    Raises:
        ValueError: a value is missing, the weights do not fit the parts, or too few draws.
    """
    index = _Index.of(totals, parts, weights)
    if draws < FEWEST_DRAWS:
        raise ValueError(f"at least {FEWEST_DRAWS} draws are needed, found {draws}")
    size = len(index.totals)
    counts = np.zeros((size, size), dtype=np.min_scalar_type(draws))
    flat, first = counts.reshape(-1), np.arange(size) * size - 1
    for draw in _draws(index, choices, draws, np.random.SeedSequence(seed), numbers_at_once):
        reached = _competition_ranks(index.scores(draw)) + first
        np.add.at(flat, reached.ravel(), flat.dtype.type(1))
    places = {name: np.empty(size, dtype=np.int64) for name in ("median", "lower", "upper")}
    share = np.empty(size)
    for start in range(0, size, block := max(1, numbers_at_once // size)):
        part = slice(start, start + block)
        reached = np.cumsum(counts[part], axis=1, dtype=np.int64)
        for name, level in (("median", 0.5), ("lower", LOWER_SHARE), ("upper", UPPER_SHARE)):
            # A share of the draws may lie a hair above the whole number that it stands for.
            places[name][part] = 1 + (reached < level * draws - 1e-6).sum(axis=1)
        share[part] = reached[:, min(top, size) - 1] / draws if top > 0 else 0.0
    return pd.DataFrame(
        {
            "rank": _competition_ranks(index.totals[None, :])[0],
            **{f"rank_{name}": found for name, found in places.items()},
            "share_top": share,
        },
        index=totals.index,
    )


def ranks_without_each(totals: pd.Series, parts: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """Which rank would each unit have without one part, the others keeping their proportions?

    Exact wherever the part left out is known, because the others together are what remains of the
    total: (W · T − w · x) / (W − w).

    Args:
        totals: printed totals, 0 to 1. parts: 0 to 1, missing where unknown.
        weights: points of each part.

    Returns:
        Index of `totals`, one column for each part, nullable integers; a column is missing where
        the part is not known of every unit.
    """
    whole = float(weights.sum())
    ranks = pd.DataFrame(index=totals.index, columns=list(weights.index), dtype="Int64")
    for part, weight in weights.items():
        if parts[part].notna().all():
            rest = (whole * totals - weight * parts[part]) / (whole - weight)
            ranks[part] = _competition_ranks(rest.to_numpy(float)[None, :])[0]
    return ranks.astype("Int64")


def total_effects(
    totals: pd.Series,
    parts: pd.DataFrame,
    weights: pd.Series,
    choices: Choices,
    *,
    draws: int = 2_000,
    seed: int = 0,
    numbers_at_once: int = _NUMBERS_AT_ONCE,
) -> pd.Series:
    """Which choice moves the ranks most, alone and together with the others?

    Estimand: the total-effect Sobol' index of each factor on the mean over units of the absolute
    difference from the published rank; Jansen's estimator, E[(f(A) − f(A with the factor of B))²] /
    2 Var f, over two independent sets A and B of draws.

    Args:
        totals, parts, weights, choices, seed, numbers_at_once: as of `sensitivity_intervals`.
        draws: of each set; the ranks are computed (factors + 2) times as often.

    Returns:
        One number for each part (its weight), `rounding` and `left_out`. A factor that changes
        nothing has exactly 0; where no factor changes a rank, all have 0. Sums above 1 mean that
        factors work together.
    """
    index = _Index.of(totals, parts, weights)
    published = _competition_ranks(index.totals[None, :])[0]
    first, second = np.random.SeedSequence(seed).spawn(2)
    factors = [*weights.index, ROUNDING, LEFT_OUT]
    shifts: dict[object, list[np.ndarray]] = {key: [] for key in ("A", "B", *factors)}
    pairs = zip(
        _draws(index, choices, draws, first, numbers_at_once),
        _draws(index, choices, draws, second, numbers_at_once),
        strict=True,
    )
    for one, other in pairs:
        mixed = {factor: one.with_factor(place, other) for place, factor in enumerate(factors)}
        for key, draw in {"A": one, "B": other, **mixed}.items():
            moved = np.abs(_competition_ranks(index.scores(draw)) - published)
            shifts[key].append(moved.mean(axis=1))
    outcome = {key: np.concatenate(found) for key, found in shifts.items()}
    variance = np.concatenate([outcome["A"], outcome["B"]]).var(ddof=1)
    effects = {
        factor: float(((outcome["A"] - outcome[factor]) ** 2).mean() / (2 * variance))
        if variance > 0
        else 0.0
        for factor in factors
    }
    return pd.Series(effects, name="total_effect")


@dataclass(frozen=True)
class _Draw:
    """Some draws at once: factors of the weights, the part left out, rounding of total and parts.

    `factors`: draws × parts. `left_out`: one part for each draw, the number of parts for none.
    `rounding`: draws × units × (parts + 1), the total last; None where nothing is rounded.
    `taken`: draws × units, which table of the parts; None where there is one.
    """

    factors: np.ndarray
    left_out: np.ndarray
    rounding: np.ndarray | None
    taken: np.ndarray | None = None

    def with_factor(self, place: int, other: _Draw) -> _Draw:
        """The same draws with one factor of others: a weight, then rounding, then what is left out.

        `place` counts the parts first.
        """
        parts = self.factors.shape[1]
        if place == parts:
            return _Draw(self.factors, self.left_out, other.rounding)
        if place == parts + 1:
            return _Draw(self.factors, other.left_out, self.rounding)
        factors = self.factors.copy()
        factors[:, place] = other.factors[:, place]
        return _Draw(factors, self.left_out, self.rounding)


@dataclass(frozen=True)
class _Index:
    """Totals (units), parts (tables × units × parts) and weights (parts) as plain arrays."""

    totals: np.ndarray
    parts: np.ndarray
    weights: np.ndarray

    @classmethod
    def of(
        cls, totals: pd.Series, parts: pd.DataFrame | Sequence[pd.DataFrame], weights: pd.Series
    ) -> _Index:
        """The arrays of an index without gaps."""
        tables = [parts] if isinstance(parts, pd.DataFrame) else list(parts)
        for table in tables:
            if list(table.columns) != list(weights.index) or not table.index.equals(totals.index):
                raise ValueError(
                    "the parts must have the columns of the weights and the totals' rows"
                )
            if totals.empty or totals.isna().any() or table.isna().any(axis=None):
                raise ValueError("totals and parts must be known of every unit, at least of one")
        if not (weights >= 0).all() or not weights.sum() > 0:
            raise ValueError("the points must be 0 or more, and not all 0")
        return cls(
            totals.to_numpy(float),
            np.stack([table.to_numpy(float) for table in tables]),
            weights.to_numpy(float),
        )

    def scores(self, draw: _Draw) -> np.ndarray:
        """Scores of every draw (rows) and unit."""
        used = self.weights * draw.factors
        left = np.flatnonzero(draw.left_out < used.shape[1])
        used[left, draw.left_out[left]] = 0.0
        change = used / used.sum(axis=1, keepdims=True) - self.weights / self.weights.sum()
        scores: np.ndarray = self.totals + self._moved(change, draw.taken)
        if draw.rounding is not None:
            scores += draw.rounding[:, :, -1]
            scores += np.einsum("dp,dup->du", change, draw.rounding[:, :, :-1])
        return scores

    def _moved(self, change: np.ndarray, taken: np.ndarray | None) -> np.ndarray:
        """By how much other weights move each unit (columns), with the parts taken in each draw."""
        if taken is None:
            return np.asarray(change @ self.parts[0].T)
        chosen = self.parts[taken, np.arange(taken.shape[1])]
        return np.asarray(np.einsum("dp,dup->du", change, chosen))


def _draws(
    index: _Index, choices: Choices, draws: int, seed: np.random.SeedSequence, numbers_at_once: int
) -> Iterator[_Draw]:
    """All draws, some at a time; each factor has its own stream, so that portions do not matter."""
    weight, left, rounding, other = (np.random.default_rng(child) for child in seed.spawn(4))
    tables, units, parts = index.parts.shape
    portion = max(1, numbers_at_once // (units * (parts + 1)))
    for start in range(0, draws, portion):
        count = min(portion, draws - start)
        yield _Draw(
            1 + choices.weight_spread * (2 * weight.random((count, parts)) - 1),
            np.floor(left.random(count) * (parts + 1)).astype(np.intp)
            if choices.leave_out and parts > 1
            else np.full(count, parts),
            _uniform(rounding, (count, units, parts + 1), choices.half_width)
            if choices.half_width > 0
            else None,
            other.integers(tables, size=(count, units)) if tables > 1 else None,
        )


def _competition_ranks(scores: np.ndarray) -> np.ndarray:
    """Ranks along each row, the highest first, equal scores sharing the lowest number."""
    order = np.argsort(-scores, axis=1)
    ordered = np.take_along_axis(scores, order, axis=1)
    places = np.broadcast_to(np.arange(1, scores.shape[1] + 1), scores.shape)
    apart = np.ones(scores.shape, dtype=bool)
    apart[:, 1:] = ordered[:, :-1] - ordered[:, 1:] > TIE_TOLERANCE
    shared = np.maximum.accumulate(np.where(apart, places, 0), axis=1)
    ranks = np.empty(scores.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, shared, axis=1)
    return ranks


def _uniform(
    generator: np.random.Generator, shape: tuple[int, ...], half_width: float
) -> np.ndarray:
    """Uniform numbers from −`half_width` to `half_width`; in place, for there are many."""
    numbers = generator.random(shape)
    numbers *= 2
    numbers -= 1
    numbers *= half_width
    return numbers
