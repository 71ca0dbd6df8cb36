"""What old editions say of the units that a later one was made of: as they are, side by side.

No ministry publishes an old edition for the units of a later universe. A mean over the former units
is a construction of this project; it has no rank, and is made only where a person asks for it.
"""

from __future__ import annotations

import pandas as pd

from helpers.rankings.panel import of_edition
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Unit, Units

FORMER_COLUMNS = (
    "unit_id", "province", "member_id", "member", "index", "edition", "universe", "measure",
    "score", "rank", "rank_best", "rank_worst", "rank_basis", "doubt",
)  # fmt: skip
_POPULATION = "population"


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
