"""Scores of parts that follow from the table of merged units of the same year.

The ministry's row of a merged unit is the plain mean of the rows of its former units (notebook 01
checks every cell that both tables print). A part that only the table of merged units prints is
therefore known of a former unit in two cases: it went into the new unit alone, or the mean is full
marks, which nobody could then have missed. What follows is marked `derived`, never `printed`, and
nothing is derived from it. It has no rank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from helpers.rankings.derived_ranks import RankingCell
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Units
from helpers.statistics.relations import half_unit

DERIVED = "derived"
_FULL_MARKS = 1.0
_MINISTRY_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class KnownScore:
    """A score from 0 to 1, or None where sources disagree."""

    value: float | None
    basis: str
    source_id: str
    doubt: str = ""


def tables_before_and_after(definitions: Definitions) -> Iterator[tuple[Edition, Edition]]:
    """Which complete tables rank the units before and after a merger in one year (old, new)?"""
    for new in definitions.editions:
        if not new.complete or definitions.universes[new.universe]["units"] != "merged":
            continue
        for old in definitions.editions:
            same = (old.index, old.edition, old.complete) == (new.index, new.edition, True)
            if same and old.universe != new.universe:
                yield old, new
                break


def derived_scores(
    scores: Mapping[RankingCell, KnownScore], definitions: Definitions, units: Units
) -> dict[RankingCell, KnownScore]:
    """Which parts of former units, not on file themselves, follow from the table of merged units?

    Only printed scores of the ministry's own table are taken, and only where both tables follow
    one formula.

    Args:
        scores: everything known otherwise; a cell there is never derived again.

    Returns:
        Scores with basis `derived`, the table of merged units as source and the step as doubt.
    """
    found: dict[RankingCell, KnownScore] = {}
    for old, new in tables_before_and_after(definitions):
        formula = definitions.formula_of(new)
        if formula is None or old.formula != new.formula:
            continue
        for unit in units.all(new.universe):
            members = units.members(unit, old.universe)
            for part in formula.weights:
                mean = scores.get((unit.unit_id, new.index, part, new.edition))
                if mean is None or (mean.basis, mean.source_id) != ("printed", new.table):
                    continue
                doubt = _step(mean.value, len(members), unit.province, new)
                cells = [(m.unit_id, old.index, part, old.edition) for m in members]
                if doubt:
                    known = KnownScore(mean.value, DERIVED, new.table, doubt)
                    found |= {cell: known for cell in cells if cell not in scores}
    return found


def _step(mean: float | None, members: int, name: str, new: Edition) -> str:
    """How the members' score follows from the mean of their unit; empty where it does not."""
    if members == 1:
        return f"the row of {name} in {new.label}: nobody else went into it"
    if mean == _FULL_MARKS:
        least = 1 - members * half_unit(_MINISTRY_DECIMALS)
        return (
            f"full marks, as the mean of {name} in {new.label} is full marks;"
            f" by rounding at least {least:.5f}"
        )
    return ""
