"""What is not known of a province, computed from what is on file. For notebook 09."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.digital_adoption.figures import MEASURES, PAPI
from helpers.questions.online_services.answer import dated_counts, with_kinds
from helpers.questions.province_brief.answer import BriefQuestion
from helpers.questions.province_brief.record import rows_of
from helpers.rankings.index_parts import IndexParts
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit

INDICES = (INDEX, "ICT")
"""The rankings whose editions a province is missed in: those that come every year."""
PORTAL_TOTAL = "portal_index_total"


@dataclass(frozen=True)
class Unknowns:
    """What is not known, each part empty where nothing is missing.

    `parts`: of the latest edition, not printed separately for the unit. `editions`: by province,
    labels of the editions on file in which its rank is not known; `spans`: those in which it is
    known as a span only. `no_counts`, `no_milestones`, `no_portal`: provinces of which nothing is
    on file: no dated count of services by level, no milestone, no index of the national portal.
    `undated`: milestones without a date, of `milestones` altogether. `measures`: measures of
    digital adoption without any figure of any subject. `survey_years`: by province, years in which
    the survey PAPI gives others but not it. `doubted`: figures of services and adoption in doubt.
    """

    parts: tuple[str, ...] = ()
    editions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    spans: dict[str, tuple[str, ...]] = field(default_factory=dict)
    no_counts: tuple[str, ...] = ()
    no_milestones: tuple[str, ...] = ()
    no_portal: tuple[str, ...] = ()
    undated: int = 0
    milestones: int = 0
    measures: tuple[str, ...] = ()
    survey_years: dict[str, tuple[int, ...]] = field(default_factory=dict)
    doubted: int = 0


def what_is_not_known(
    question: BriefQuestion,
    known: IndexParts | None,
    history: pd.DataFrame,
    services: pd.DataFrame,
    own_milestones: pd.DataFrame,
    adoption: pd.DataFrame,
    covariates: pd.DataFrame,
    definitions: Definitions,
) -> Unknowns:
    """What is missing or in doubt about the unit and its members?

    Args:
        known: parts of the latest edition. history: of `editions_known`.
        services, adoption, covariates: as the processed tables. own_milestones: of `milestones_of`.
    """
    own_services = with_kinds(rows_of(services, question.subjects))
    own_adoption = rows_of(adoption, question.subjects)
    counted = set(dated_counts(own_services)["unit_id"])
    former = definitions.base_universe
    ranked = history[history["universe"] == former].dropna(subset=["rank_best"])
    asked = [one for index in INDICES for one in definitions.editions_of(index, former)]
    reached = set(own_adoption.loc[~own_adoption["target"], "measure"]) | set(
        rows_of(covariates, question.subjects)["measure"]
    )
    portal = set(covariates.loc[covariates["measure"] == PORTAL_TOTAL, "unit_id"])
    return Unknowns(
        parts=_missing_parts(known, question.unit),
        editions=_by_province(question, lambda unit: _missing_editions(ranked, unit, asked)),
        spans=_by_province(question, lambda unit: _spans(ranked, unit)),
        no_counts=_without(question.provinces, counted),
        no_milestones=_without(question.provinces, set(own_milestones["unit_id"])),
        no_portal=_without(question.provinces, portal),
        undated=int((own_milestones["date_kind"] == "unknown").sum()),
        milestones=len(own_milestones),
        measures=tuple(measure for measure in MEASURES if measure not in reached),
        survey_years=_by_province(question, lambda unit: _missed_surveys(covariates, unit)),
        doubted=int((own_services["doubt"] != "").sum() + (own_adoption["doubt"] != "").sum()),
    )


def _by_province(
    question: BriefQuestion, asked: Callable[[Unit], tuple[Any, ...]]
) -> dict[str, tuple[Any, ...]]:
    """What is asked of each province, by its name; provinces without an answer left out."""
    found = {unit.province: asked(unit) for unit in question.provinces}
    return {province: answer for province, answer in found.items() if answer}


def _without(provinces: Sequence[Unit], known: set[str]) -> tuple[str, ...]:
    return tuple(unit.province for unit in provinces if unit.unit_id not in known)


def _missing_parts(known: IndexParts | None, unit: Unit) -> tuple[str, ...]:
    if known is None:
        return ()
    own = known.parts.loc[unit.unit_id]
    return tuple(own.index[own.isna()])


def _missing_editions(
    ranked: pd.DataFrame, unit: Unit, asked: Sequence[Edition]
) -> tuple[str, ...]:
    own = ranked[ranked["unit_id"] == unit.unit_id]
    known = set(zip(own["index"], own["edition"], strict=True))
    return tuple(f"{e.index} {e.edition}" for e in asked if (e.index, e.edition) not in known)


def _spans(ranked: pd.DataFrame, unit: Unit) -> tuple[str, ...]:
    own = ranked[(ranked["unit_id"] == unit.unit_id) & (ranked["rank_best"] < ranked["rank_worst"])]
    return tuple(own["index"] + " " + own["edition"])


def _missed_surveys(covariates: pd.DataFrame, unit: Unit) -> tuple[int, ...]:
    survey = covariates[covariates["measure"] == PAPI[0]]
    own = set(survey.loc[survey["unit_id"] == unit.unit_id, "year"])
    return tuple(sorted(int(year) for year in set(survey["year"]) - own))
