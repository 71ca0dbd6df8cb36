"""What old editions say of the units that a later one was made of: as they are, side by side.

No ministry publishes an old edition for the units of a later universe. A mean over the former units
is a construction of this project and is made only where a person asks for it, without a rank. One
table of ranks is made of such means: of an edition in which the ministry's own rows of the merged
units are plain means, to show what weighting by population would change.
"""

from __future__ import annotations

import pandas as pd

from helpers.rankings.panel import of_edition
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit, Units
from helpers.statistics.ranks import TIE_TOLERANCE, rank_bounds

FORMER_COLUMNS = (
    "unit_id", "province", "member_id", "member", "index", "edition", "universe", "measure",
    "score", "rank", "rank_best", "rank_worst", "rank_basis", "doubt",
)  # fmt: skip
_POPULATION = "population"
HALF_UNIT = 0.5e-4
"""Largest rounding error of a printed score."""


def former_values(
    rankings: pd.DataFrame,
    definitions: Definitions,
    units: Units,
    unit: Unit,
    index: str,
    measure: str = "overall",
) -> pd.DataFrame:
    """Which scores and ranks did the former units of a unit have in the editions that ranked them?

    Args:
        rankings: as `rankings.csv`. unit: of a universe that followed another.

    Returns:
        `FORMER_COLUMNS`: a row for each edition over an earlier universe and each former unit,
        oldest edition first; score and rank missing where they are not known. Editions of which
        nothing is known of any of them are left out. No rows for a unit that followed nobody.
    """
    tables = []
    for edition in sorted(definitions.editions, key=lambda one: (one.edition, one.universe)):
        members = units.members(unit, edition.universe)
        if edition.index != index or edition.universe == unit.universe or not members:
            continue
        rows = of_edition(rankings, edition)
        rows = rows[rows["measure"] == measure].set_index("unit_id")
        own = rows.reindex([member.unit_id for member in members])
        if own["rank_best"].isna().all() and own["score"].isna().all():
            continue
        tables.append(
            own.rename_axis("member_id")
            .reset_index()
            .assign(
                unit_id=unit.unit_id,
                province=unit.province,
                member=[member.province for member in members],
                index=index,
                edition=edition.edition,
                universe=edition.universe,
                measure=measure,
            )[list(FORMER_COLUMNS)]
        )
    if not tables:
        return pd.DataFrame(columns=list(FORMER_COLUMNS))
    text = {"rank_basis": "", "doubt": ""}
    return pd.concat(tables, ignore_index=True).fillna(text)


def former_means(
    values: pd.DataFrame, rankings: pd.DataFrame, covariates: pd.DataFrame
) -> pd.DataFrame:
    """What would a mean over the former units be? A construction of ours, not the ministry's.

    Weighted by the population of the year that the edition measures; no other year is taken. For
    comparison the plain mean, which is what the ministry's own table of merged units is (notebook
    01 checks it, `merged_units_are_means`), and that table's value where it prints one.

    Args:
        values: of `former_values`. rankings: as `rankings.csv`. covariates: as `covariates.csv`.

    Returns:
        A row for each edition in `values`: `edition`, `universe`, `members`, `population_year`
        (missing without a population of every former unit in that year), `weighted_mean` and
        `plain_mean` (0 to 1; missing where a score or, for the first, a population is missing),
        `ministry` (what the ministry printed for the unit itself in that year, or missing),
        `without_score` and `without_population` (names of the former units that lack one).
    """
    people = covariates[covariates["measure"] == _POPULATION]
    rows = []
    for (edition, universe), group in values.groupby(["edition", "universe"], sort=False):
        own = people[people["year"].astype(str) == edition].set_index("unit_id")["value"]
        weights = group["member_id"].map(own).astype(float)
        scores = group["score"].astype(float)
        counted = weights.notna().all()
        complete = scores.notna().all()
        rows.append(
            {
                "edition": edition,
                "universe": universe,
                "members": len(group),
                "population_year": edition if counted else None,
                "weighted_mean": (scores * weights).sum() / weights.sum()
                if counted and complete
                else float("nan"),
                "plain_mean": scores.mean() if complete else float("nan"),
                "ministry": _printed(rankings, group.iloc[0]),
                "without_score": tuple(group.loc[scores.isna(), "member"]),
                "without_population": tuple(group.loc[weights.isna(), "member"]),
            }
        )
    return pd.DataFrame(rows)


def weighted_ranks(
    rankings: pd.DataFrame,
    definitions: Definitions,
    units: Units,
    edition: Edition,
    covariates: pd.DataFrame,
) -> pd.DataFrame | None:
    """Which rank would each unit have if its former units counted by their people? Ours.

    Args:
        rankings: as `rankings.csv`. covariates: as `covariates.csv`.
        edition: over merged units. The population is that of its year; no other is taken.

    Returns:
        A row for each unit: `unit_id`, `province`, `members`, `score` and `rank` (the ministry's),
        `weighted` (0 to 1, unrounded), `weighted_rank` (missing where rounding of the printed
        scores leaves it open) between `weighted_best` and `weighted_worst`. None unless the
        ministry prints, in one edition of the same year and index, the total of every former unit,
        and its row of every unit is their plain mean; or without the population of all of them.
    """
    table = member_totals(rankings, definitions, units, edition)
    people = covariates[covariates["measure"] == _POPULATION]
    people = people[people["year"].astype(str) == edition.edition].set_index("unit_id")["value"]
    if table is None:
        return None
    table = table.assign(people=table["member_id"].map(people).astype(float))
    if table["people"].isna().any():
        return None
    own = _totals(rankings, edition)
    printed = own["score"].reindex(sorted(set(table["unit_id"]))).astype(float)
    counted = table["score"] * table["people"]
    weighted = counted.groupby(table["unit_id"]).sum() / table.groupby("unit_id")["people"].sum()
    bounds = rank_bounds(weighted, HALF_UNIT)
    names = {unit.unit_id: unit.province for unit in units.all(edition.universe)}
    return pd.DataFrame(
        {
            "province": printed.index.map(names),
            "members": table.groupby("unit_id").size(),
            "score": printed,
            "rank": own["rank"].reindex(printed.index),
            "weighted": weighted,
            "weighted_rank": bounds["rank_best"].where(bounds["rank_best"] == bounds["rank_worst"]),
            "weighted_best": bounds["rank_best"],
            "weighted_worst": bounds["rank_worst"],
        },
        index=printed.index,
    ).rename_axis("unit_id").reset_index()  # fmt: skip


def member_totals(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, edition: Edition
) -> pd.DataFrame | None:
    """Which totals, in an edition of the same year, are the plain means of its units made of?

    Args:
        rankings: as `rankings.csv`. edition: over merged units.

    Returns:
        A row for each former unit: `unit_id` (of the merged one), `member_id`, `score` (0 to 1).
        None unless the ministry prints, in one edition of the same year and index, the total of
        every former unit, and its row of every unit is their plain mean.
    """
    former = _former_edition(definitions, units, edition)
    if former is None or not edition.totals_known:
        return None
    into = {
        member.unit_id: unit.unit_id
        for unit in units.all(edition.universe)
        for member in units.members(unit, former.universe)
    }
    scores = _totals(rankings, former)["score"]
    table = pd.DataFrame({"unit_id": list(into.values()), "member_id": list(into)})
    table = table.assign(score=table["member_id"].map(scores).astype(float))
    plain = table.groupby("unit_id")["score"].mean()
    printed = _totals(rankings, edition)["score"].reindex(plain.index).astype(float)
    known = table["score"].notna().all()
    means = (plain - printed).abs().le(2 * HALF_UNIT + TIE_TOLERANCE).all()
    return table if known and means else None


def _former_edition(definitions: Definitions, units: Units, edition: Edition) -> Edition | None:
    """The edition of the same year and index over the units that this one's were made of."""
    for one in definitions.editions:
        same = (one.index, one.edition) == (edition.index, edition.edition)
        earlier = definitions.began(one.universe) < definitions.began(edition.universe)
        if same and earlier and one.totals_known:
            gone = [units.successor(unit, edition.universe) for unit in units.all(one.universe)]
            return one if all(gone) else None
    return None


def _totals(rankings: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    rows = of_edition(rankings, edition)
    return rows[rows["measure"] == "overall"].set_index("unit_id")


def _printed(rankings: pd.DataFrame, row: pd.Series) -> float:
    """The score that the ministry printed for the unit itself in the same year, or missing."""
    same = rankings[
        (rankings["unit_id"] == row["unit_id"])
        & (rankings["index"] == row["index"])
        & (rankings["edition"] == row["edition"])
        & (rankings["measure"] == row["measure"])
        & (rankings["score_basis"] == "printed")
    ]
    return float(same["score"].iloc[0]) if len(same) else float("nan")
