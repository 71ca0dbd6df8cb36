"""What would it take one province to gain five ranks? For notebook 09, as notebook 07 says it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.questions.province_brief.answer import BriefQuestion, Standing
from helpers.questions.targets.answer import Gap, TargetQuestion, gap_to_rank, single_steps
from helpers.questions.targets.steps import (
    MovingTarget,
    StepShare,
    moving_target,
    past_steps,
    share_with_step,
)
from helpers.rankings.index_parts import IndexParts

RANKS_UP = 5
_DRAWS = 10_000


@dataclass(frozen=True)
class Climb:
    """What some ranks more would take.

    `steps`: of `single_steps`. `share`, `moving`: what was done in the comparable year, and what is
    needed if the others move as units moved then; None without one.
    """

    target: TargetQuestion
    gap: Gap
    steps: pd.DataFrame
    share: StepShare | None
    moving: MovingTarget | None


def climb(
    question: BriefQuestion,
    stands: Standing,
    known: IndexParts | None,
    year: tuple[IndexParts, IndexParts] | None,
    ranks_up: int = RANKS_UP,
) -> Climb | None:
    """What would some ranks more take, or the first place where that is nearer?

    Args:
        known: of `edition_parts`, the edition that the unit stands in. year: of `parts_of_year`.

    Returns:
        None for the first of all, and where the points of the parts are not known.
    """
    if stands.rank == 1 or known is None:
        return None
    aim = max(1, stands.rank - ranks_up)
    target = TargetQuestion(question.edition, question.unit, aim, {}, _DRAWS)
    gap = gap_to_rank(known.totals, question.unit.unit_id, aim)
    share = moving = None
    if year is not None:
        steps = past_steps(*year)
        share = share_with_step(steps, gap.total - known.totals.mean(), gap.points)
        moving = moving_target(
            known.totals, steps, question.unit.unit_id, aim, still=gap.points, draws=_DRAWS
        )
    return Climb(target, gap, single_steps(known, gap, question.unit), share, moving)
