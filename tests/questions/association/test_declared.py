"""What pages show and what is declared are the same primary tests, no more and no fewer."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from helpers.questions.association.choices import control_columns, declared_evidence
from helpers.questions.association.sentences import declared_table, seen_sentence
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.digital_adoption.answer import AdoptionQuestion, adoption_tests
from helpers.questions.digital_adoption.figures import MEASURES, all_figures
from helpers.questions.milestones.answer import FAMILY, MilestoneQuestion, milestone_evidence
from helpers.questions.milestones.dates import with_date_kinds
from helpers.questions.online_services.portal import (
    portal_evidence,
    portal_predictors,
    question_panel,
)
from helpers.rankings.panel import build_panel
from helpers.sharing.wording import InBoth
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Units
from helpers.statistics.evidence import Evidence

Pair = tuple[Edition, Edition]


@pytest.fixture(scope="module")
def pair(definitions: Definitions) -> Pair:
    before, after = (definitions.edition("DTI", year, "63") for year in ("2022", "2023"))
    return before, after


@pytest.fixture(scope="module")
def shown(
    clean: CleanFigures, definitions: Definitions, units: Units, pair: Pair
) -> dict[str, list[Evidence]]:
    """What each notebook tests; few permutations, of which nothing here depends."""
    tables, unit = clean.tables, units.all("63")[0]
    rankings, covariates = tables["rankings"], tables["covariates"]
    panel = question_panel(rankings, definitions, *pair)
    predictors = portal_predictors(covariates, pair[0].edition, pair[1].edition)
    figures = all_figures(tables["adoption"], covariates)
    return {
        "03-online-services": portal_evidence(
            panel, covariates, predictors, definitions, pair, 40
        ),
        "04-milestones": milestone_evidence(
            with_date_kinds(tables["milestones"]), rankings, covariates, definitions,
            MilestoneQuestion(FAMILY[0], *pair, unit), 40,
        ),
        "05-digital-adoption": adoption_tests(
            rankings, definitions, figures, control_columns(covariates, pair[0]),
            AdoptionQuestion(MEASURES[0], *pair, unit, 40),
        ),
    }  # fmt: skip


def test_every_primary_test_is_declared_and_every_declared_one_is_shown(
    shown: dict[str, list[Evidence]], definitions: Definitions
) -> None:
    for notebook, tests in shown.items():
        primary = [test.predictor for test in tests if test.role == "primary"]
        declared = [one.predictor for one in definitions.declared.of_notebook(notebook)]
        assert primary == declared
    assert sum(map(len, (definitions.declared.of_notebook(one) for one in shown))) == len(
        definitions.declared.tests
    )


def test_each_test_is_made_as_it_is_declared(
    shown: dict[str, list[Evidence]], definitions: Definitions
) -> None:
    for tests in shown.values():
        for test in tests:
            if test.role != "primary":
                continue
            declared = definitions.declared.tests[test.predictor]
            assert test.outcome == declared.outcome
            # Intercept, baseline, predictor, controls.
            assert test.columns == 3 + len(declared.controls)
            beside = tests[tests.index(test) + 1 :][: len(declared.sensitivity)]
            if not test.problem:
                assert tuple(one.kind for one in beside) == declared.sensitivity
                assert {one.role for one in beside} == {"sensitivity"}


def test_every_association_that_could_be_run_has_an_interval(
    shown: dict[str, list[Evidence]],
) -> None:
    run = [test for tests in shown.values() for test in tests if not test.problem]
    assert len(run) > 10
    for test in run:
        assert test.lower is not None
        assert test.upper is not None
        assert test.standardised is not None
        assert test.lower < test.standardised < test.upper


def test_a_predictor_that_is_not_declared_is_never_primary(
    clean: CleanFigures, definitions: Definitions, pair: Pair
) -> None:
    panel = build_panel(clean.tables["rankings"], definitions, *pair)
    controls = control_columns(clean.tables["covariates"], pair[0])
    asked = panel, panel["score_before"].rank().mod(7).rename("news"), controls, definitions
    rows = declared_evidence("news-score", *asked, edition=pair[1], draws=40)
    assert [(row.role, row.predictor) for row in rows] == [("sensitivity", "news")]


def test_fewer_controls_are_taken_where_fewer_are_declared(
    clean: CleanFigures, definitions: Definitions, pair: Pair
) -> None:
    panel = build_panel(clean.tables["rankings"], definitions, *pair)
    controls = control_columns(clean.tables["covariates"], pair[0])
    name = "portal_index_online_services"
    own = dataclasses.replace(
        definitions.declared.tests[name], controls=("urban_share",), sensitivity=("change",)
    )
    changed = dataclasses.replace(
        definitions, declared=dataclasses.replace(definitions.declared, tests={name: own})
    )
    x = panel["score_before"].rank().mod(7).rename(name)
    other = panel["score_before"].rank().mod(5).rename("other")
    rows = declared_evidence(
        "a-b", panel, x, controls, changed, others={"change": other}, edition=pair[1], draws=40
    )
    assert [(row.test_id, row.predictor, row.columns) for row in rows] == [
        ("a-b", name, 4), ("a-change", "other", 4),
    ]  # fmt: skip


def test_what_had_been_seen_is_said(definitions: Definitions, pair: Pair) -> None:
    assert "were known before" in seen_sentence(definitions, *pair).written("en")
    later = (
        dataclasses.replace(pair[0], edition="2025"),
        dataclasses.replace(pair[1], edition="2026"),
    )
    assert "declared before" in seen_sentence(definitions, *later).written("en")


def test_the_reader_sees_controls_and_reason(definitions: Definitions) -> None:
    declared = definitions.declared.of_notebook("05-digital-adoption")
    names = {one.predictor: InBoth("tên", "name") for one in declared}
    table = declared_table(declared, names).written("en")
    assert len(table.rows) == len(MEASURES)
    assert table.rows[0][2] == "population (log), urban share, GRDP per head (log)"
    assert table.rows[0][3] == declared[0].reason["en"]


def test_controls_are_the_newest_by_the_baseline_else_the_first_after() -> None:
    def row(year: int, measure: str, value: float) -> dict[str, object]:
        return {"unit_id": "vn63-01", "year": year, "measure": measure, "value": value}

    covariates = pd.DataFrame(
        [row(year, "grdp_per_head", year) for year in (2019, 2021, 2023)]
        + [row(year, "population", 100.0) for year in (2020, 2024)]
        + [row(2024, "urban_population", 30.0)]
    )
    for baseline, wealth in (("2022", 2021), ("2021", 2021), ("2018", 2019)):
        edition = Edition("DTI", baseline, "63")
        found = control_columns(covariates, edition).loc["vn63-01"]
        assert 2.718281828 ** found["log_grdp_per_head"] == pytest.approx(wealth)
        # Both figures of a share are of one year, here the only one that has both.
        assert found["urban_share"] == pytest.approx(0.3)
