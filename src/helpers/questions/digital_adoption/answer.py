"""Do gains go with digital adoption? The functions of notebook 05."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.errors import BadInputError
from helpers.questions.association.asked import ask_comparison, check_draws, check_texts
from helpers.questions.association.choices import declared_test
from helpers.questions.digital_adoption import figures as known
from helpers.questions.digital_adoption.figures import MEASURES, PAPI, levels
from helpers.rankings.panel import build_panel
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit, Units
from helpers.sources.suggestions import nearest_choices
from helpers.statistics.evidence import Evidence

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
    """The level of each province at the end of the baseline's year, index `unit_id`."""
    return levels(figures, measure, baseline)["value"].astype(float).rename(f"{measure}_level")


def change_predictor(
    figures: pd.DataFrame, measure: str, baseline: Edition, edition: Edition
) -> pd.Series:
    """How far a yearly measure moved from the baseline's to the edition's year, index `unit_id`.

    Raises:
        ValueError: the measure is not a yearly survey.
    """
    if measure not in PAPI:
        raise ValueError(f"{measure} is no yearly survey: its figures give no change for a panel")
    before, after = (level_predictor(figures, measure, moment) for moment in (baseline, edition))
    return (after - before).dropna().rename(f"{measure}_change")


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
    moments = pair if kind == "change" else pair[:1]
    own = figures[figures["measure"] == question.measure]
    numbers = own[own["fitting"]]
    alike = own[known.counted_alike(figures)[own.index]]
    dated = alike.dropna(subset=["year"])
    near = dated[np.logical_or.reduce([known.in_window(dated, moment) for moment in moments])]
    used = [set(levels(figures, question.measure, moment).index) for moment in moments]
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

    The family: the level of each measure and, for the yearly surveys, its change, against the
    later score given the earlier one and the controls; and each of these again with the
    overlapping part of the index taken out of both years.

    Returns:
        One `Evidence` a test; ids `<measure>-level`, `<measure>-change`, with `-without` where the
        overlapping part is taken out.
    """
    pair = question.baseline, question.edition
    rows = []
    for measure in MEASURES:
        panel = build_panel(rankings, definitions, *pair, without=OVERLAPS[measure])
        predictors = {"level": level_predictor(figures, measure, question.baseline)}
        if measure in PAPI:
            predictors["change"] = change_predictor(figures, measure, *pair)
        for kind, outcome in itertools.product(predictors, ("score", "without")):
            test_id = f"{measure}-{kind}" + ("-without" if outcome == "without" else "")
            asked = test_id, panel, predictors[kind], controls
            options = {"outcome": outcome, "controls": controls, "draws": question.draws}
            rows.append(declared_test(*asked, **options))
    return rows
