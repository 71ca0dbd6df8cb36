"""What would it take one province to gain five ranks? For notebook 09, as notebook 07 says it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.questions.province_brief.answer import BriefQuestion, Standing
from helpers.questions.province_brief.main_indices import MainIndices, single_rises
from helpers.questions.targets.answer import Gap, gap_to_rank
from helpers.questions.targets.steps import StepShare, past_steps, share_with_step
from helpers.rankings.index_parts import IndexParts

RANKS_UP = 5


@dataclass(frozen=True)
class Climb:
    """What some ranks more would take, the others standing still.

    `aim`: the rank, better than the one asked for where several units share the total it takes.
    `points`: what is missing, on the scale of the points; None where these are not known. `rises`:
    of `single_rises`. `share`: of those that began about as far from the mean in the comparable
    year, how many gained as much; None without such a year.
    """

    aim: int
    gap: Gap
    points: float | None
    rises: pd.DataFrame
    share: StepShare | None


def climb(
    question: BriefQuestion,
    stands: Standing,
    ranked: pd.DataFrame,
    found: MainIndices,
    year: tuple[IndexParts, IndexParts] | None,
    ranks_up: int = RANKS_UP,
) -> Climb | None:
    """What would some ranks more take, or the first place where that is nearer?

    Args:
        ranked: of `ranked_units`. year: of `parts_of_year`.

    Returns:
        None for the first of all, and where only ranks are published.
    """
    if stands.rank == 1 or stands.score is None:
        return None
    aim = max(1, stands.rank - ranks_up)
    totals = ranked.set_index("unit_id")["score"]
    gap = gap_to_rank(totals, question.unit.unit_id, aim)
    share = None
    if year is not None:
        share = share_with_step(past_steps(*year), gap.total - totals.mean(), gap.points)
    points = None if found.whole is None else gap.points * found.whole
    aim = gap.rank_then
    rises = single_rises(found, gap.points)
    return Climb(aim, gap, points, rises, share)
