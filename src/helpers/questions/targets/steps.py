"""Which steps have provinces made in a year, and what if the others move too? For notebook 07."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.rankings.index_parts import IndexParts
from helpers.statistics.permutation import SEED
from helpers.statistics.ranks import TIE_TOLERANCE
from helpers.statistics.sensitivity import LOWER_SHARE, UPPER_SHARE

NEIGHBOURHOOD = 0.03
"""Provinces that began so near, in score above or below the mean, are compared with."""
FEWEST_NEIGHBOURS = 5
_NEAREST = 10


def past_steps(earlier: IndexParts, later: IndexParts) -> pd.DataFrame:
    """Which step did each unit make between two comparable editions, relative to the mean?

    A rise that all share changes no rank, so both totals are taken as distances from the mean.

    Returns:
        Index `unit_id`; `start` (distance from the mean before) and `step` (its change).
    """
    start = earlier.totals - earlier.totals.mean()
    end = later.totals - later.totals.mean()
    return pd.DataFrame({"start": start, "step": end - start})


@dataclass(frozen=True)
class StepShare:
    """Of the `n` units that began near a unit's place, `made` made at least a step."""

    n: int
    made: int
    largest: float | None

    @property
    def known(self) -> bool:
        """Whether enough units began near enough to say anything."""
        return self.n >= FEWEST_NEIGHBOURS


def share_with_step(steps: pd.DataFrame, start: float, step: float) -> StepShare:
    """How many of those that began about as far from the mean made such a step?

    Args:
        steps: of `past_steps`. start: distance from the mean where the unit stands now.
        step: what it would have to gain on the mean.
    """
    near = steps[(steps["start"] - start).abs() <= NEIGHBOURHOOD + TIE_TOLERANCE]
    return StepShare(
        len(near),
        int((near["step"] >= step - TIE_TOLERANCE).sum()),
        float(near["step"].max()) if len(near) else None,
    )


@dataclass(frozen=True)
class MovingTarget:
    """What is needed relative to the mean when the others move too.

    `median`, `lower`, `upper`: of the draws (50, 5 and 95 %); `share_enough`: share of the draws in
    which the gap of the standing view would be enough.
    """

    median: float
    lower: float
    upper: float
    share_enough: float
    draws: int


def moving_target(
    totals: pd.Series,
    steps: pd.DataFrame,
    unit_id: str,
    target_rank: int,
    *,
    still: float,
    draws: int,
) -> MovingTarget | None:
    """How much would the unit have to gain on the mean if the others moved as others have before?

    Assumption: each other unit makes the step that one of the ten units that began nearest to its
    distance from the mean made in the comparable year, drawn with replacement, independently. Low
    scorers gained more in that year, and that is kept.

    Args:
        totals: of the edition asked about. steps: of `past_steps`.
        still: what is missing while the others stand still (`Gap.points`).

    Returns:
        None where the target is the last place, which is anybody's.
    """
    others = totals.drop(unit_id)
    if target_rank > len(others):
        return None
    places = (others - totals.mean()).to_numpy(float)
    distance = np.abs(steps["start"].to_numpy(float)[None, :] - places[:, None])
    nearest = np.argsort(distance, axis=1, kind="stable")[:, :_NEAREST]
    generator = np.random.default_rng(SEED)
    picked = generator.integers(0, nearest.shape[1], size=(draws, len(others)))
    moved = steps["step"].to_numpy(float)[nearest][np.arange(len(others)), picked]
    # In place, for there are many: the highest first.
    moved += places
    np.negative(moved, out=moved)
    moved.partition(target_rank - 1, axis=1)
    bar = -moved[:, target_rank - 1]
    needed = bar - (float(totals[unit_id]) - totals.mean())
    median, lower, upper = np.quantile(needed, [0.5, LOWER_SHARE, UPPER_SHARE])
    return MovingTarget(
        float(median), float(lower), float(upper),
        float((needed <= max(still, 0.0) + TIE_TOLERANCE).mean()), draws,
    )  # fmt: skip
