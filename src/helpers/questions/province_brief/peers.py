"""Beside whom does a province stand: in its region, in size and income? For notebook 09."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.sources.provinces import Unit, Units

PEERS = 5
_POPULATION, _INCOME = "population", "grdp_per_head"


@dataclass(frozen=True)
class RegionPlace:
    """Where a unit stands among those of its region: `place` of `size`, and the first and last.

    `place` is shared by equal ranks.
    """

    region: str
    place: int
    size: int
    first: RankedUnit
    last: RankedUnit


@dataclass(frozen=True)
class RankedUnit:
    """A unit and its rank."""

    unit_id: str
    province: str
    rank: int


def region_place(ranked: pd.DataFrame, unit: Unit) -> RegionPlace | None:
    """Where does a unit stand in its region?

    None where its members lie in two of the former regions: it then belongs to none of them.
    """
    if not unit.region:
        return None
    own = ranked[ranked["region"] == unit.region]
    rank = own.loc[own["unit_id"] == unit.unit_id, "rank"].iloc[0]
    ends = (
        RankedUnit(str(row["unit_id"]), str(row["province"]), int(row["rank"]))
        for _, row in own.iloc[[0, -1]].iterrows()
    )
    return RegionPlace(unit.region, 1 + int((own["rank"] < rank).sum()), len(own), *ends)


def size_and_income(
    covariates: pd.DataFrame, units: Units, universe: str
) -> tuple[pd.DataFrame, int] | None:
    """How many people has each unit, and what do they produce a head, in which year?

    Figures are published for the 63 provinces. Of a unit of July 2025 the population is the sum of
    its members, and the GRDP per head their GRDP together by their population together.

    Returns:
        Index `unit_id` of the universe: `population` (thousands), `grdp_per_head` (million dong);
        and the year, the newest in which both are on file of all 63. None where there is no such
        year.
    """
    former = units.all(units.base_universe)
    rows = covariates[covariates["measure"].isin([_POPULATION, _INCOME])]
    wide = rows.pivot(index=["year", "unit_id"], columns="measure", values="value").dropna()
    counts = wide.groupby(level="year").size()
    years = counts.index[counts == len(former)]
    if wide.empty or years.empty:
        return None
    year = int(years.max())
    own = wide.loc[year]
    if universe == units.base_universe:
        return own[[_POPULATION, _INCOME]].rename_axis(columns=None), year
    into = pd.Series({unit.unit_id: unit.merged_into for unit in former})
    produced = (own[_POPULATION] * own[_INCOME]).groupby(into).sum()
    people = own[_POPULATION].groupby(into).sum()
    return pd.DataFrame({_POPULATION: people, _INCOME: produced / people}), year


def nearest_in_size_and_income(sizes: pd.DataFrame, unit: Unit, count: int = PEERS) -> pd.DataFrame:
    """Which units are most alike in population and GRDP per head?

    Rule: logarithms of both, each divided by its standard deviation over all units; the nearest by
    straight distance, the unit itself first.

    Args:
        sizes: of `size_and_income`.

    Returns:
        The rows of `sizes` of the unit and the `count` nearest, with `distance`.
    """
    logs = np.log(sizes)
    apart = (logs - logs.loc[unit.unit_id]) / logs.std()
    distance = np.sqrt((apart**2).sum(axis=1))
    order = distance.sort_values(kind="stable").index[: count + 1]
    return sizes.loc[order].assign(distance=distance)
