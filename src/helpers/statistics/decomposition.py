"""Which part of an index moved a unit? Exact splits of a change of score and of a change of rank.

A total is a weighted mean, so the change of a score is the sum over the parts of weight · change. A
rank also depends on what the others did, and not in a sum; its change is split by Shapley values
(Shapley 1953): the mean over all orders in which the unit's own parts and one more player, «the
others», can be moved from the earlier edition to the later. Without that player the parts could not
sum to the published change.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from math import factorial

import numpy as np
import pandas as pd

from helpers.statistics.ranks import TIE_TOLERANCE

REMAINDER, ROUNDING, OTHERS = "remainder", "rounding", "others"
MOST_PLAYERS = 14
_NUMBERS_AT_ONCE = 4_000_000


def split_score_change(
    totals: tuple[pd.Series, pd.Series],
    parts: tuple[pd.DataFrame, pd.DataFrame],
    weights: pd.Series,
) -> pd.DataFrame:
    """How much of a unit's change of score comes from each part?

    Exact arithmetic, no assumption beyond one formula for both editions.

    Args:
        totals: printed totals, 0 to 1, of the earlier and the later edition, the same units.
        parts: 0 to 1, missing where unknown, of the earlier and the later edition.
        weights: points of each part, the same in both editions.

    Returns:
        Index of the earlier totals. One column for each part (points of the total, 0 to 1; missing
        where the part is not known in both editions), then `remainder`, what the unknown parts and
        the rounding changed together, and `rounding`, by which a unit with all parts known misses
        its total; 0 where it has no part. The known columns sum to the change of the total.

    Raises:
        ValueError: the units or the parts are not the same in all tables.
    """
    (before, after), (parts_before, parts_after) = totals, parts
    for table in (after, parts_before, parts_after):
        if set(table.index) != set(before.index) or not table.index.is_unique:
            raise ValueError("totals and parts must be of the same units in both editions")
    names = list(weights.index)
    change = parts_after.loc[before.index, names] - parts_before.loc[before.index, names]
    split = change.mul(weights / weights.sum())
    rest = after.loc[before.index] - before - split.sum(axis=1)
    full = split.notna().all(axis=1)
    return split.assign(**{REMAINDER: rest.mask(full, 0.0), ROUNDING: rest.where(full, 0.0)})


@dataclass(frozen=True)
class RankSplit:
    """Changes of rank split exactly: places are `numerators / denominator`, up is positive.

    `numerators`: one row for each unit, one column for each part of the change of score and
    `others`; whole numbers that sum to the change of rank times `denominator`. `standing_still`:
    the rank that a unit would have had in the later edition with its earlier score.
    """

    numerators: pd.DataFrame
    denominator: int
    rank_before: pd.Series
    rank_after: pd.Series
    standing_still: pd.Series

    @property
    def places(self) -> pd.DataFrame:
        """Places that each part and the others gave, up positive, as decimal numbers."""
        return self.numerators / self.denominator


def split_rank_change(
    totals: tuple[pd.Series, pd.Series],
    score_split: pd.DataFrame,
    *,
    numbers_at_once: int = _NUMBERS_AT_ONCE,
) -> RankSplit:
    """How many places of a unit's change of rank come from each part, and from the others?

    For each unit the players are its own parts and the others, who move all at once from their
    earlier to their later totals. The worth of a set of players is the gain in rank when only they
    have moved; every set is computed. A part that did not change gets exactly 0.

    Args:
        totals: printed totals, 0 to 1, of the earlier and the later edition, the same units, none
            missing.
        score_split: of `split_score_change`, or any split whose rows sum to the change of the
            totals; missing is not a player of its own. Rows of all units, or of those alone whose
            change is to be split.
        numbers_at_once: memory used in one go; the result does not depend on it.

    Returns:
        See `RankSplit`; index of `score_split`. Ties share the lowest rank.

    Raises:
        ValueError: more parts than can be worked out exactly, a total is missing, or a row of the
            split does not sum to the change.
    """
    players = score_split.shape[1] + 1
    if players > MOST_PLAYERS:
        raise ValueError(f"at most {MOST_PLAYERS - 1} parts, found {players - 1}")
    everyone = [total.reindex(totals[0].index).to_numpy(float) for total in totals]
    before, after = (total.reindex(score_split.index).to_numpy(float) for total in totals)
    changes = score_split.fillna(0.0).to_numpy(float)
    if any(np.isnan(values).any() for values in (*everyone, before, after)):
        raise ValueError("totals must be known of every unit in both editions")
    if not np.allclose(changes.sum(axis=1), after - before, rtol=0, atol=TIE_TOLERANCE):
        raise ValueError("the parts of a unit do not sum to the change of its total")
    own = players - 1
    sets = np.arange(2**own)
    members = (sets[:, None] >> np.arange(own)) & 1
    numerators = np.empty((len(changes), players), dtype=np.int64)
    ends = np.empty((len(changes), 3), dtype=np.int64)
    for start in range(0, len(changes), block := max(1, numbers_at_once // len(sets))):
        rows = slice(start, start + block)
        scores = before[rows, None] + changes[rows] @ members.T.astype(float)
        ranks = np.stack(
            [
                _ranks_among(scores, others, own_total[rows])
                for others, own_total in zip(everyone, (before, after), strict=True)
            ],
            axis=-1,
        )
        numerators[rows] = _shapley_numerators(ranks[:, :1, :1] - ranks, members)
        ends[rows] = np.stack([ranks[:, 0, 0], ranks[:, -1, 1], ranks[:, 0, 1]], axis=1)
    columns = (pd.Series(ends[:, place], index=score_split.index) for place in range(3))
    names = list(chain(score_split.columns, [OTHERS]))
    table = pd.DataFrame(numerators, index=score_split.index, columns=names)
    return RankSplit(table, factorial(players), *columns)


def _ranks_among(scores: np.ndarray, totals: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Rank of each score (units × sets) among the totals of all units but the unit's own."""
    bar = scores + TIE_TOLERANCE
    above = len(totals) - np.searchsorted(np.sort(totals), bar, side="right")
    return 1 + above - (own[:, None] > bar)


def _shapley_numerators(worth: np.ndarray, members: np.ndarray) -> np.ndarray:
    """Shapley values times the factorial of the number of players, in whole numbers.

    Args:
        worth: units × sets of own parts × (others still, others moved).
        members: sets × own parts, 1 where the part is in the set.
    """
    own = members.shape[1]
    players = own + 1
    sizes = members.sum(axis=1)
    orders = np.array([factorial(size) * factorial(players - size - 1) for size in range(players)])
    found = np.empty((len(worth), players), dtype=np.int64)
    for part in range(own):
        without = np.flatnonzero(members[:, part] == 0)
        added = worth[:, without + (1 << part)] - worth[:, without]
        joint = np.stack([orders[sizes[without]], orders[sizes[without] + 1]], axis=-1)
        found[:, part] = (added * joint).sum(axis=(1, 2))
    found[:, own] = ((worth[:, :, 1] - worth[:, :, 0]) * orders[sizes]).sum(axis=1)
    return found
