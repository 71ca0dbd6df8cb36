"""What would it take a unit to climb within its region? For notebook 07."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.questions.targets.answer import Gap, gap_to_rank
from helpers.rankings.index_parts import IndexParts
from helpers.rankings.regions import regions_known
from helpers.sources.provinces import Unit, Units


@dataclass(frozen=True)
class RegionGap:
    """Where a unit stands within its region, and what it takes to climb there.

    `place`: equal totals share it. `upward`: to the next place, and to the first where that is
    another; by the place aimed at. `ahead`: of the first, what it can lose before it is no longer
    ahead or even, and to whom; None elsewhere, and where it is alone in its region.
    """

    region: str
    units: int
    place: int
    upward: dict[int, Gap]
    ahead: Gap | None


def region_gap(known: IndexParts, units: Units, unit: Unit) -> RegionGap | None:
    """How far is a unit from the places above it in its region, the others standing still?

    Returns:
        None where a unit of the universe has no region: then nobody's place in one is known.
    """
    if not regions_known(units, unit.universe):
        return None
    # The unit in focus may be named with its universe; the list knows it by its id.
    region = units.by_id(unit.unit_id).region
    members = [one.unit_id for one in units.all(unit.universe) if one.region == region]
    totals = known.totals.loc[members]
    place = gap_to_rank(totals, unit.unit_id, 1).rank
    aims = sorted({place - 1, 1} - {0, place}, reverse=True)
    upward = {aim: gap_to_rank(totals, unit.unit_id, aim) for aim in aims}
    alone = len(members) == 1
    ahead = None if place > 1 or alone else gap_to_rank(totals, unit.unit_id, 1)
    return RegionGap(region, len(members), place, upward, ahead)
