"""Do DTI gains go with the points of the national public-service portal's index?

The portal's index covers 34 governments in the years 2022 to 2024, under the names that the merged
provinces of July 2025 kept; the values of 2022 and 2023 join to the old province of that name. Its
points for online services are the one measure of services that is on file for enough provinces in
one year to be asked about gains. Online services are part of the DTI's government activity, so each
test is repeated with that part taken out of both years.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.questions.association.choices import control_columns, declared_evidence
from helpers.rankings.panel import build_panel, of_edition, published_scores
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit
from helpers.statistics.baseline import FEWEST_UNITS
from helpers.statistics.evidence import Evidence

LEVEL_POINTS = "portal_index_online_services"
CHANGE_OF_POINTS = "portal_index_online_services_change"
PORTAL_MEASURES = (
    "portal_index_total",
    "portal_index_transparency",
    "portal_index_timeliness",
    LEVEL_POINTS,
    "portal_index_satisfaction",
    "portal_index_digitisation",
)
"""The total and the groups of the portal index, in the order of the published table."""
PREDICTORS = (LEVEL_POINTS, CHANGE_OF_POINTS)
OVERLAP = "government_activity"
"""The part of the DTI that online services belong to (docs/methodology.md)."""


def yearly(covariates: pd.DataFrame, measure: str, year: int) -> pd.Series:
    """One measure of one year, index `unit_id`; empty where none is on file."""
    chosen = covariates[(covariates["measure"] == measure) & (covariates["year"] == year)]
    return chosen.set_index("unit_id")["value"].rename(measure)


def portal_predictors(covariates: pd.DataFrame, baseline: str, edition: str) -> list[pd.Series]:
    """Portal points for online services in the baseline's year, and their change to the edition's.

    Both in points of the portal index; named as in `PREDICTORS`; empty where a year is not on file.
    """
    before, after = (yearly(covariates, LEVEL_POINTS, int(year)) for year in (baseline, edition))
    return [before, (after - before).dropna().rename(CHANGE_OF_POINTS)]


def portal_context(covariates: pd.DataFrame, unit: Unit, years: Sequence[str]) -> pd.DataFrame:
    """The portal index beside its parts: total and five groups, in the years of the question.

    Returns:
        `measure`, `year`, `n`, `mean`, `lowest`, `highest`, `own` (the unit's value, missing where
        it has none), in the order of `PORTAL_MEASURES`; no row for a year that is not on file.
    """
    chosen = covariates[
        covariates["measure"].str.startswith("portal_index_")
        & covariates["year"].isin([int(year) for year in years])
    ]
    table = chosen.groupby(["measure", "year"], as_index=False).agg(
        n=("unit_id", "nunique"),
        mean=("value", "mean"),
        lowest=("value", "min"),
        highest=("value", "max"),
    )
    own = chosen[chosen["unit_id"] == unit.unit_id][["measure", "year", "value"]]
    table = table.merge(own.rename(columns={"value": "own"}), how="left", on=["measure", "year"])
    place = table["measure"].map(PORTAL_MEASURES.index)
    return table.iloc[np.lexsort((table["year"], place))].reset_index(drop=True)


def question_panel(
    rankings: pd.DataFrame, definitions: Definitions, baseline: Edition, edition: Edition
) -> pd.DataFrame:
    """Scores and ranks of both editions, with and without the part that holds online services."""
    return build_panel(rankings, definitions, baseline, edition, without=OVERLAP)


def portal_picture(panel: pd.DataFrame, predictor: pd.Series) -> pd.DataFrame:
    """What the picture shows: points, score of the baseline and its change, for each unit.

    Returns:
        `unit_id`, `province`, `points`, `score_before`, `score_after`, `score_change`; only units
        with all of them.
    """
    table = panel[["province", "score_before", "score_after"]].copy()
    table.insert(1, "points", predictor.reindex(panel.index).astype(float))
    table["score_change"] = table["score_after"] - table["score_before"]
    return table.dropna().rename_axis("unit_id").reset_index()


def portal_evidence(
    panel: pd.DataFrame,
    covariates: pd.DataFrame,
    predictors: Sequence[pd.Series],
    definitions: Definitions,
    pair: tuple[Edition, Edition],
    draws: int,
) -> list[Evidence]:
    """The tests of notebook 03: portal points as declared, and other ways to ask.

    Args:
        panel: as `question_panel`. predictors: as `portal_predictors`.
    """
    level, change = predictors
    return declared_evidence(
        f"{LEVEL_POINTS.replace('_', '-')}-score",
        panel,
        level,
        control_columns(covariates, pair[0]),
        definitions,
        others={"change": change},
        edition=pair[1],
        draws=draws,
    )


def overlap_correlation(
    rankings: pd.DataFrame, edition: Edition, predictor: pd.Series
) -> tuple[int, float | None]:
    """How do portal points go with the part of the DTI that is to be taken out, in one edition?

    Returns:
        Number of units, and Pearson's correlation; None with fewer than 10 units or no spread.
    """
    chosen = published_scores(of_edition(rankings, edition))
    chosen = chosen[chosen["measure"] == OVERLAP]
    both = pd.DataFrame({"part": chosen.set_index("unit_id")["score"], "points": predictor})
    both = both.dropna()
    if len(both) < FEWEST_UNITS or (both.nunique() == 1).any():
        return len(both), None
    return len(both), float(np.corrcoef(both["part"], both["points"])[0, 1])
