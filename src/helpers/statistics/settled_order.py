"""Of which pairs of units can no other points reverse the order?

Points w of the parts may have been chosen otherwise, each times 1 + u with u from -a to a, all then
brought back to one sum. That sum is positive and the same for both units of a pair, so that it
never turns their order: only the sign of ``sum(w (1 + u) d)`` counts, with d the differences of the
parts. It is linear in each u, so that it is least where each u is -a or a, against the sign of its
d. Of fully printed rows without rounding the order therefore holds exactly where::

    sum(w d) > a sum(w |d|)

Rounding and parts that are not printed add unknowns: each part of a unit lies in an interval (as
printed ± rounding, or 0 to 1), and its points together give the printed total ± rounding. For fixed
u the points of a unit are least where its total is, and where what is left to hand out goes to the
parts that then count least; those of the other unit are most where it goes to those that count most
(a linear programme with one constraint: the fractional knapsack). The least over all u and all
unknowns is the least over the corners of u, of which there are 2 to the number of parts: all of
them are tried, so that nothing is approximated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.statistics.ranks import TIE_TOLERANCE
from helpers.statistics.sensitivity import Choices

UNPRINTED = ("equal", "free")
"""Parts that are not printed: all equal within a unit, or anything that gives its total."""

_MOST_PARTS = 16

Numbers = NDArray[np.float64]


def settled_order(
    totals: pd.Series,
    parts: pd.DataFrame,
    weights: pd.Series,
    choices: Choices,
    *,
    unprinted: str = UNPRINTED[0],
) -> pd.DataFrame:
    """Which unit is ahead of which, whatever the points, the rounding and what is not printed?

    Args:
        totals: printed totals, 0 to 1, none missing.
        parts: a row for each unit of `totals`, a column for each part, 0 to 1, missing where it is
            not printed.
        weights: points of each part, not negative, in the order of the columns.
        choices: `weight_spread` and `half_width` are taken; leaving out a part is not.
        unprinted: one of `UNPRINTED`.

    Returns:
        True in the row of one unit and the column of another where the first is ahead under all of
        them. A pair is open where neither is.

    Raises:
        ValueError: `unprinted` is unknown, the tables do not fit, or there are more than 16 parts.
    """
    if unprinted not in UNPRINTED:
        raise ValueError(f"unprinted must be one of {', '.join(UNPRINTED)}: {unprinted!r}")
    if list(parts.columns) != list(weights.index) or not parts.index.equals(totals.index):
        raise ValueError("the parts must have the columns of the weights and the totals' rows")
    if len(weights) > _MOST_PARTS:
        raise ValueError(f"{len(weights)} parts have too many corners; at most {_MOST_PARTS}")
    rows = _Rows.of(totals, parts, weights, choices.half_width)
    signs = (np.arange(2 ** len(weights))[:, None] >> np.arange(len(weights))) & 1
    factors = np.asarray(1 + choices.weight_spread * (2.0 * signs - 1), dtype=np.float64)
    least = rows.points(factors, least=True, equal=unprinted == UNPRINTED[0])
    most = rows.points(factors, least=False, equal=unprinted == UNPRINTED[0])
    gap = np.min(least[:, None, :] - most[None, :, :], axis=2) / float(weights.sum())
    return pd.DataFrame(gap > TIE_TOLERANCE, index=totals.index, columns=totals.index)


@dataclass(frozen=True)
class _Rows:
    """What is known of each unit, in points.

    `base`: the least that each part earns (units × parts); `room`: how much more it may; `open`:
    whether it is not printed; `least`, `most`: what all together earn at least and at most.
    """

    base: Numbers
    room: Numbers
    open: NDArray[np.bool_]
    least: Numbers
    most: Numbers

    @classmethod
    def of(
        cls, totals: pd.Series, parts: pd.DataFrame, weights: pd.Series, half_width: float
    ) -> _Rows:
        points, values = weights.to_numpy(float), parts.to_numpy(float)
        unknown = np.isnan(values)
        low = np.where(unknown, 0.0, np.clip(values - half_width, 0, 1)) * points
        high = np.where(unknown, 1.0, np.clip(values + half_width, 0, 1)) * points
        printed, whole = totals.to_numpy(float), points.sum()
        least, most = (
            np.clip(whole * (printed + shift), low.sum(axis=1), high.sum(axis=1))
            for shift in (-half_width, half_width)
        )
        return cls(low, high - low, unknown, least, most)

    def points(self, factors: Numbers, *, least: bool, equal: bool) -> Numbers:
        """The least or most points of each unit (row) with each corner of the factors (column).

        What remains between the base and the total goes to the parts that count least, or most,
        first; parts that are not printed count as one, by the mean of their factors, where they
        are equal.
        """
        low, high = factors.min(), factors.max()
        is_low = (factors == low).astype(float)
        own = np.where(self.open, 0.0, self.room) if equal else self.room
        room_low, room_all = own @ is_low.T, own.sum(axis=1, keepdims=True)
        block = np.where(self.open, self.room, 0.0) if equal else np.zeros_like(self.room)
        room_block = block.sum(axis=1, keepdims=True)
        mean = (block @ factors.T) / np.where(room_block > 0, room_block, 1.0)
        tiers = [(low, room_low), (mean, room_block), (high, room_all - room_low)]
        rest = (self.least if least else self.most)[:, None] - self.base.sum(axis=1, keepdims=True)
        points = self.base @ factors.T
        for factor, room in tiers if least else tiers[::-1]:
            taken = np.minimum(rest, room)
            points = points + factor * taken
            rest = rest - taken
        return np.asarray(points)


@dataclass(frozen=True)
class Settled:
    """How much of an order is settled.

    `pairs` of units with different ranks or not, `holding` of them in every case; `neighbours` (one
    fewer than units) and those `apart`, as the places in the order of the one ahead; `widest`: the
    most places that a pair lies apart and can still be reversed (0: none), and its two units.
    """

    units: int
    pairs: int
    holding: int
    neighbours: int
    apart: tuple[int, ...]
    widest: int
    widest_pair: tuple[str, str] | None

    @property
    def share(self) -> float:
        """Which share of all pairs holds, 0 to 1."""
        return self.holding / self.pairs if self.pairs else 0.0


def settled(order: pd.DataFrame, ranks: pd.Series) -> Settled:
    """How many pairs hold, which neighbours do, and how far apart can a pair be and be reversed?

    Args:
        order: as `settled_order`.
        ranks: published ranks, index as `order`; units that share one are taken in its order.
    """
    units = list(ranks.astype(int).sort_values(kind="stable").index)
    ahead = order.loc[units, units].to_numpy(bool)
    places = ranks.loc[units].astype(int).to_numpy()
    upper = np.triu_indices(len(units), k=1)
    holding = ahead[upper]
    gaps = np.where(holding, -1, places[upper[1]] - places[upper[0]])
    widest = int(np.argmax(gaps)) if len(gaps) else -1
    open_pair = widest >= 0 and gaps[widest] > 0
    pair = (str(units[upper[0][widest]]), str(units[upper[1][widest]])) if open_pair else None
    beside = np.diagonal(ahead, offset=1) if len(units) > 1 else np.zeros(0, dtype=bool)
    return Settled(
        units=len(units),
        pairs=len(holding),
        holding=int(holding.sum()),
        neighbours=len(beside),
        apart=tuple(int(place) for place in np.flatnonzero(beside)),
        widest=int(gaps[widest]) if open_pair else 0,
        widest_pair=pair,
    )


def open_places(order: pd.DataFrame, ranks: pd.Series) -> pd.DataFrame:
    """Up to which places does each unit have others whose order against it is not settled?

    Args:
        order, ranks: as of `settled`.

    Returns:
        Index of `ranks`; `best`, `worst`: the least and greatest rank of the unit itself and of
        those that could be on its other side.
    """
    units = ranks.index
    known = order.loc[units, units].to_numpy(bool)
    places = ranks.astype(int).to_numpy()
    undecided = ~(known | known.T)
    best = np.where(undecided, places[None, :], places.max()).min(axis=1)
    worst = np.where(undecided, places[None, :], 0).max(axis=1)
    return pd.DataFrame({"best": best, "worst": worst}, index=units)
