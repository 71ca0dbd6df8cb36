"""The table `rank_intervals.csv`: how far each rank depends on the points that somebody chose."""

from __future__ import annotations

import pandas as pd

from helpers.rankings.index_parts import IndexParts, can_be_recomputed, index_parts
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.sources.schemas import empty_table
from helpers.statistics.permutation import SEED
from helpers.statistics.sensitivity import Choices, interval_kind, sensitivity_intervals

DRAWS = 10_000
"""An end on the very edge of the 90 % still moves by a rank with other draws."""


def edition_intervals(
    known: IndexParts, choices: Choices, draws: int, *, top: int = 10
) -> pd.DataFrame:
    """Which ranks would each unit of an edition have had under other choices?

    Args:
        choices, draws, top: as of `sensitivity_intervals`.

    Returns:
        The columns of `sensitivity_intervals`, and `unit_id`, `edition`, `interval_kind` and
        `known_in_full` (whether every part of the unit is known); one row for each unit.
    """
    found = sensitivity_intervals(
        known.totals, known.filled, known.weights, choices, draws=draws, seed=SEED, top=top
    )
    return (
        found.assign(
            edition=known.edition.edition,
            interval_kind=interval_kind(known.full),
            known_in_full=known.full,
        )
        .rename_axis("unit_id")
        .reset_index()
    )


def all_intervals(rankings: pd.DataFrame, definitions: Definitions, units: Units) -> pd.DataFrame:
    """The sensitivity interval of every rank of the editions whose points are known.

    The choices are those of notebook 02 before anything is chosen there: weights × (1 ± 0.25),
    rounding, `DRAWS` draws, no part left out.

    Args:
        rankings: as `rankings.csv`.
    """
    tables = []
    for edition in definitions.editions:
        if not can_be_recomputed(definitions, edition):
            continue
        known = index_parts(rankings, definitions, units, edition)
        found = edition_intervals(known, Choices(), DRAWS)
        tables.append(found.assign(universe=edition.universe, index=edition.index))
    if not tables:
        return empty_table("rank_intervals")
    names = {unit.unit_id: unit.province for unit in units.units}
    whole = pd.concat(tables, ignore_index=True)
    return whole.assign(province=whole["unit_id"].map(names))
