"""The table `rank_intervals.csv`: how far each rank depends on the points that somebody chose."""

from __future__ import annotations

import pandas as pd

from helpers.rankings.index_parts import can_be_recomputed, index_parts
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.sources.schemas import empty_table
from helpers.statistics.association import SEED
from helpers.statistics.sensitivity import Choices, interval_kind, sensitivity_intervals

DRAWS = 10_000
"""Fewer would move some ends of the intervals."""


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
        intervals = sensitivity_intervals(
            known.totals, known.filled, known.weights, Choices(), draws=DRAWS, seed=SEED
        )
        tables.append(
            intervals.rename_axis("unit_id")
            .reset_index()
            .assign(
                universe=edition.universe,
                index=edition.index,
                edition=edition.edition,
                interval_kind=interval_kind(known.full),
                known_in_full=known.full.to_numpy(),
            )
        )
    if not tables:
        return empty_table("rank_intervals")
    names = {unit.unit_id: unit.province for unit in units.units}
    whole = pd.concat(tables, ignore_index=True)
    return whole.assign(province=whole["unit_id"].map(names))
