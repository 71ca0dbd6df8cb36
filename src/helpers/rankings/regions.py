"""Where does a unit stand within its region? Only of units that all have one.

The six regions are those of the former provinces. Of a unit merged across two of them no source
says to which it belongs, so that nobody's place in a region of such units can be told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from helpers.rankings.panel import of_edition
from helpers.sources.editions import Edition
from helpers.sources.provinces import Units

COLUMNS = (
    "unit_id", "province", "region", "measure", "units",
    "place", "place_best", "place_worst", "score",
)  # fmt: skip


def regions_known(units: Units, universe: str) -> bool:
    """Whether every unit of a universe has a region, so that places within regions can be told."""
    return all(unit.region for unit in units.all(universe))


def regional_places(rankings: pd.DataFrame, units: Units, edition: Edition) -> pd.DataFrame:
    """Which place has every unit within its region, in every measure?

    Args:
        rankings: as `rankings.csv`.

    Returns:
        `COLUMNS`: a row for each measure and unit of a region of which every unit is ranked in that
        measure. `units`: how many the region has. `place` (equal ranks share it) is missing where
        rounding leaves it open, between `place_best` and `place_worst`. No rows where a unit of the
        universe has no region.
    """
    if not regions_known(units, edition.universe):
        return pd.DataFrame(columns=list(COLUMNS))
    everyone = pd.DataFrame(units.all(edition.universe))[["unit_id", "province", "region"]]
    ranked = of_edition(rankings, edition)[
        ["unit_id", "measure", "rank_best", "rank_worst", "score"]
    ].dropna(subset=["rank_best"])
    rows = ranked.merge(everyone, on="unit_id")
    rows["units"] = rows["region"].map(everyone["region"].value_counts())
    group = rows.groupby(["region", "measure"])
    rows = rows[group["unit_id"].transform("size") == rows["units"]].reset_index(drop=True)
    # Those of one region and measure side by side, each with each.
    key = ["region", "measure"]
    pairs = rows[[*key, "unit_id", "rank_best", "rank_worst"]].merge(
        rows[[*key, "unit_id", "rank_best", "rank_worst"]], on=key, suffixes=("", "_other")
    )
    pairs = pairs[pairs["unit_id"] != pairs["unit_id_other"]]
    ahead = pairs.assign(
        surely=pairs["rank_worst_other"] < pairs["rank_best"],
        perhaps=pairs["rank_best_other"] < pairs["rank_worst"],
    ).groupby([*key, "unit_id"])[["surely", "perhaps"]].sum()  # fmt: skip
    rows = rows.merge(ahead, how="left", left_on=[*key, "unit_id"], right_index=True)
    best, worst = ((1 + rows[name].fillna(0)).astype("Int64") for name in ("surely", "perhaps"))
    rows = rows.assign(place_best=best, place_worst=worst, place=best.where(best == worst))
    return rows[list(COLUMNS)].sort_values(["measure", "region", "place_best", "unit_id"],
                                           ignore_index=True)  # fmt: skip


def place_bounds(
    unit_id: str, members: Collection[str], ranks: Mapping[str, tuple[int, int]], units: int
) -> tuple[int, int]:
    """Between which places does a unit stand within its region, where some ranks are not known?

    A rank is one more than the number of units ahead (equal ones share it). So where every place
    before a known rank is taken, no other unit comes before it; and of a unit with a known rank it
    is known how many are ahead of it in the country.

    Args:
        unit_id: whose place. members: all units of its region. ranks: of any units of the country,
            the best and the worst that each may have. units: how many the country has.
    """
    exact = sorted(best for best, worst in ranks.values() if best == worst)
    # `exact.index` counts the known ranks before the first of its value.
    taken = max((rank for rank in exact if exact.index(rank) == rank - 1), default=1)
    best, worst = ranks.get(unit_id, (taken, units))
    others = [ranks.get(one, (taken, units)) for one in members if one != unit_id]
    surely = sum(other_worst < best for _, other_worst in others)
    perhaps = sum(other_best < worst for other_best, _ in others)
    if best == worst:
        ahead = sum(other_worst < best for _, other_worst in ranks.values())
        perhaps = min(perhaps, surely + max(0, best - 1 - ahead))
    return 1 + surely, 1 + perhaps


def regional_gains(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Who gained how many places within the region between two editions?

    Args:
        before, after: of `regional_places`, of the same universe.

    Returns:
        A row for each unit and measure in both: `unit_id`, `province`, `region`, `measure`,
        `units`, `place_from`, `place_to` (missing where open), `rank_gain` (missing where open)
        between `gain_least` and `gain_most`, and the ends of both places.
    """
    key = ["unit_id", "province", "region", "measure", "units"]
    both = before.merge(after, on=key, suffixes=("_from", "_to"))
    return both.assign(
        rank_gain=both["place_from"] - both["place_to"],
        gain_least=both["place_best_from"] - both["place_worst_to"],
        gain_most=both["place_worst_from"] - both["place_best_to"],
    )
