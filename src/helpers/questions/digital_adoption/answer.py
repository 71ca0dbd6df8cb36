"""Do gains go with digital adoption? The functions of notebook 05."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.errors import BadInputError
from helpers.questions.association.asked import ask_comparison, check_draws, check_texts
from helpers.questions.association.choices import declared_evidence
from helpers.questions.digital_adoption import figures as known
from helpers.questions.digital_adoption.figures import MEASURES, PAPI, levels
from helpers.rankings.panel import build_panel
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit, Units
from helpers.sources.suggestions import nearest_choices
from helpers.statistics.evidence import Evidence
from helpers.statistics.reliability import (
    Reliability,
    rebound_of_changes,
    reliability_of_years,
)

OVERLAPS = {
    "papi_portal_access": "government_activity",
    "papi_internet_access": "infrastructure",
    "digital_economy_share_of_grdp": "economy_activity",
    "community_digital_teams": "society_activity",
    "online_dossier_share": "government_activity",
    "households_fibre_share": "infrastructure",
    "smartphone_share": "infrastructure",
}
"""Which part of the index counts much the same thing. The components of Decision 922 are not on
file, so the part is chosen by what its name covers (docs/methodology.md)."""

REASONS = (
    "no figure", "no number", "other count", "undated", "outside", "one year", "no score",
)  # fmt: skip
"""Why a province takes no part in a test: what its best figure stops at, as `why_missing`."""


@dataclass(frozen=True)
class AdoptionQuestion:
    """What one run of notebook 05 asks, every part checked against what is on file."""

    measure: str
    baseline: Edition
    edition: Edition
    unit: Unit
    draws: int

    @property
    def has_years(self) -> bool:
        """Whether the measure is a yearly survey, so that changes can be asked of it too."""
        return self.measure in PAPI


def ask(
    definitions: Definitions, units: Units, *, measure: str, draws: int, **comparison: str
) -> AdoptionQuestion:
    """Which measure, which comparison and which province are asked for?

    Args:
        measure: one of `MEASURES`. draws: permutations of each test; see `check_draws`.
        comparison: baseline, edition and province, as `ask_comparison`.

    Raises:
        BadInputError: a value is not on file (names the nearest), or is not of its type.
        NotComparableError: the two editions do not follow one formula.
        UnknownProvinceError: the name means none of the 63 provinces.
    """
    check_texts(measure=measure)
    if measure not in MEASURES:
        raise BadInputError(
            "adoption.no_measure",
            measure=measure,
            near=nearest_choices(measure, MEASURES),
            measures=", ".join(MEASURES),
        )
    check_draws(draws)
    return AdoptionQuestion(measure, *ask_comparison(definitions, units, **comparison), draws)


def level_predictor(figures: pd.DataFrame, measure: str, baseline: Edition) -> pd.Series:
    """The level of each province at the end of the baseline's year, index `unit_id`.

    Of a yearly survey the mean of three years, the last of them the baseline's.
    """
    return levels(figures, measure, baseline)["value"].astype(float).rename(f"{measure}_level")


def one_year_predictor(figures: pd.DataFrame, measure: str, moment: Edition) -> pd.Series:
    """What a yearly survey says of the year of an edition alone, index `unit_id`.

    Raises:
        ValueError: the measure is not a yearly survey.
    """
    if measure not in PAPI:
        raise ValueError(f"{measure} is no yearly survey: its figures give no change for a panel")
    values = levels(figures, measure, moment, years=1)["value"].astype(float)
    return values.rename(f"{measure}_one_year")


def change_predictor(
    figures: pd.DataFrame, measure: str, baseline: Edition, edition: Edition
) -> pd.Series:
    """How far a yearly measure moved from the baseline's to the edition's year, index `unit_id`.

    Raises:
        ValueError: the measure is not a yearly survey.
    """
    before, after = (one_year_predictor(figures, measure, one) for one in (baseline, edition))
    return (after - before).dropna().rename(f"{measure}_change")


@dataclass(frozen=True)
class SurveyQuality:
    """How much of a yearly survey lasts, over the years that its level is the mean of.

    `found` is None where there are not enough years; `rebound` how changes in a row go together
    over all years up to the baseline's, see `rebound_of_changes`.
    """

    measure: str
    first: int
    last: int
    found: Reliability | None
    rebound: float | None


def survey_quality(figures: pd.DataFrame, measure: str, baseline: Edition) -> SurveyQuality:
    """How much of one survey lasts, as far as it was known by the baseline's year?"""
    own = figures[(figures["measure"] == measure) & figures["fitting"] & (figures["unit_id"] != "")]
    known_then = known.survey_by_year(own[own["year"] <= int(baseline.edition)])
    window = known.survey_by_year(own[known.in_window(own, baseline)])
    years = [int(year) for year in window.columns] or [int(baseline.edition)]
    full = len(window.columns) == known.SURVEY_YEARS
    found = reliability_of_years(window) if full else None
    return SurveyQuality(measure, years[0], years[-1], found, rebound_of_changes(known_then))


def why_missing(
    figures: pd.DataFrame,
    question: AdoptionQuestion,
    panel: pd.DataFrame,
    units: Units,
    *,
    kind: str = "level",
) -> pd.DataFrame:
    """Which of the 63 provinces take no part in a test of the measure shown, and why?

    Args:
        panel: scores of both editions. kind: "level", or "change" of a yearly survey.

    Returns:
        `reason` (of `REASONS`: "other count" where something else is counted, "outside" the time
        asked for, "one year" of a change only), `n`, `provinces` (names, by code), largest first.
        A province has the reason that its best figure stops at. No row where all take part.
    """
    pair = question.baseline, question.edition
    moments, years = (pair, 1) if kind == "change" else (pair[:1], known.SURVEY_YEARS)
    own = figures[figures["measure"] == question.measure]
    numbers = own[own["fitting"]]
    alike = own[known.counted_alike(figures)[own.index]]
    dated = alike.dropna(subset=["year"])
    near = dated[
        np.logical_or.reduce([known.in_window(dated, moment, years) for moment in moments])
    ]
    used = [set(levels(figures, question.measure, moment, years).index) for moment in moments]
    scored = set(panel.dropna(subset=["score_before", "score_after"]).index)
    passed = [set(table["unit_id"]) for table in (own, numbers, alike, dated, near)]
    stages = dict(zip(REASONS, (*passed, set.intersection(*used), scored), strict=True))
    found: dict[str, list[str]] = {}
    for unit in units.all():
        reason = next((name for name, kept in stages.items() if unit.unit_id not in kept), "")
        if reason:
            found.setdefault(reason, []).append(unit.province)
    rows = [
        {"reason": reason, "n": len(names), "provinces": ", ".join(names)}
        for reason, names in found.items()
    ]
    table = pd.DataFrame(rows, columns=["reason", "n", "provinces"])
    return table.sort_values(["n", "reason"], ascending=[False, True], ignore_index=True)


def adoption_tests(
    rankings: pd.DataFrame,
    definitions: Definitions,
    figures: pd.DataFrame,
    controls: pd.DataFrame,
    question: AdoptionQuestion,
) -> list[Evidence]:
    """What do the data say about every measure offered, whichever one is shown?

    The level of each measure against the later score given the earlier one, as declared; the other
    ways to ask are the version without the overlapping part of the index or without controls, and
    of the yearly surveys the change and one year alone.

    Returns:
        The primary test of each measure (`<measure>-level`), followed by its other tests.
    """
    pair = question.baseline, question.edition
    rows = []
    for measure in MEASURES:
        panel = build_panel(rankings, definitions, *pair, without=OVERLAPS[measure])
        others = {}
        if measure in PAPI:
            others["change"] = change_predictor(figures, measure, *pair)
            others["one year"] = one_year_predictor(figures, measure, pair[0])
        level = level_predictor(figures, measure, pair[0])
        asked = f"{measure}-level", panel, level, controls, definitions
        rows += declared_evidence(*asked, others=others, edition=pair[1], draws=question.draws)
    return rows
