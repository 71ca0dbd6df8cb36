"""Yearly figures of provinces for units that were merged: what adds up, and nothing else.

Counts are sums over the former units, GRDP per head is weighted by population. Scores, shares and
surveys of former units say nothing of the whole and are not carried over.
"""

from __future__ import annotations

import pandas as pd

from helpers.sources.provinces import Units

_COUNTS = ("thousand people", "enterprises")
"""Units of measures that add up."""
_PER_HEAD, _POPULATION = "grdp_per_head", "population"


def figures_of_merged(
    covariates: pd.DataFrame, units: Units, universe: str, measure: str
) -> pd.DataFrame:
    """What is known of a measure, over the units of a universe?

    Args:
        covariates: as `covariates.csv`.

    Returns:
        `unit_id`, `year`, `value`: as filed, where it is filed under units of that universe; else
        of the years in which it is known of all former units and adds up. No rows otherwise.
    """
    own = covariates[covariates["measure"] == measure]
    filed = {unit.unit_id for unit in units.all(universe)}
    as_filed = own[own["unit_id"].isin(filed)]
    if len(as_filed):
        return as_filed[["unit_id", "year", "value"]]
    if measure == _PER_HEAD:
        people = covariates[covariates["measure"] == _POPULATION]
        both = own.merge(people, on=["unit_id", "year"], suffixes=("", "_of"))
        weighted = both.assign(value=both["value"] * both["value_of"])
        whole = _sums(weighted, units, universe)
        heads = _sums(both.assign(value=both["value_of"]), units, universe)
        return whole.assign(value=whole["value"] / heads["value"])
    counts = own[own["unit"].isin(_COUNTS)]
    return _sums(counts, units, universe)


def _sums(own: pd.DataFrame, units: Units, universe: str) -> pd.DataFrame:
    """Sums over the former units of each unit, where all of them are known."""
    former = [unit for unit in units.units if unit.unit_id in set(own["unit_id"])]
    rows = []
    for universe_before in dict.fromkeys(unit.universe for unit in former):
        for unit in units.all(universe):
            members = [one.unit_id for one in units.members(unit, universe_before)]
            known = own[own["unit_id"].isin(members)].groupby("year")["value"]
            whole = known.sum()[known.size() == len(members)]
            rows += [(unit.unit_id, year, value) for year, value in whole.items()]
    return pd.DataFrame(rows, columns=["unit_id", "year", "value"])
