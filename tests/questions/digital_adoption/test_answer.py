"""What notebook 05 asks: which figures count, of whom, and what they can and cannot show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from helpers.errors import BadInputError, NotComparableError, UnknownProvinceError
from helpers.questions.association.choices import control_columns
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.digital_adoption.answer import (
    OVERLAPS,
    AdoptionQuestion,
    adoption_tests,
    ask,
    change_predictor,
    level_predictor,
    one_year_predictor,
    survey_quality,
    why_missing,
)
from helpers.questions.digital_adoption.figures import (
    MEASURES,
    PAPI,
    levels,
)
from helpers.rankings.panel import build_panel
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statistics.evidence import evidence_table

Ask = Callable[..., AdoptionQuestion]
RawRows = Callable[[str], list[dict[str, str]]]
INTERNET_COLUMN = "SC82 Access to the Internet"


@pytest.fixture
def ask_for(definitions: Definitions, units: Units) -> Ask:
    def asked(**given: object) -> AdoptionQuestion:
        defaults = {
            "measure": "papi_internet_access", "baseline": "", "edition": "",
            "province": "Hậu Giang", "draws": 100,
        }  # fmt: skip
        return ask(definitions, units, **(defaults | given))  # type: ignore[arg-type]

    return asked


@pytest.fixture(scope="module")
def controls(clean: CleanFigures, definitions: Definitions) -> pd.DataFrame:
    baseline = definitions.edition("DTI", "2022", "63")
    return control_columns(clean.tables["covariates"], baseline)


# --- the question ---------------------------------------------------------------------------------


def test_defaults_are_the_latest_comparable_pair(ask_for: Ask) -> None:
    question = ask_for()
    assert (question.baseline.edition, question.edition.edition) == ("2022", "2023")
    assert question.unit.unit_id == "vn63-93"
    assert question.has_years
    assert not ask_for(measure="smartphone_share").has_years


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"measure": "smartphones_share"}, BadInputError, r"Did you mean: smartphone_share"),
        # Another measure in 2019, so it is not offered.
        ({"measure": "papi_e_responsiveness"}, BadInputError, "no adoption measure"),
        ({"measure": "target_online_dossier_share"}, BadInputError, "online_dossier_share"),
        ({"measure": ""}, BadInputError, "All: papi_portal_access, papi_internet_access"),
        ({"edition": "2032"}, BadInputError, "no edition '2032'"),
        ({"edition": 2023}, BadInputError, r"edition must be text, found 2023.*«-r edition 2023»"),
        ({"baseline": "2023", "edition": "2024"}, NotComparableError, "change of formula"),
        ({"province": "Hau Gian"}, UnknownProvinceError, "Did you mean: Hậu Giang"),
        ({"draws": 18}, BadInputError, "from 19 to 200000, found 18"),
        ({"draws": "many"}, BadInputError, "found 'many'"),
        ({"draws": True}, BadInputError, "found True"),
        ({"draws": 500.0}, BadInputError, r"found 500\.0"),
    ],
)
def test_wrong_values_are_refused_and_right_ones_named(
    ask_for: Ask, given: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ask_for(**given)


# --- predictors -----------------------------------------------------------------------------------


def test_survey_levels_and_changes_are_those_of_the_raw_file(
    survey: list[dict[str, str]], figures: pd.DataFrame, ask_for: Ask
) -> None:
    question = ask_for()
    raw = {(r["province_as_printed"], r["year"]): float(r[INTERNET_COLUMN]) for r in survey}
    level = level_predictor(figures, "papi_internet_access", question.baseline)
    # The mean of three years, each taken from its own mean; a province needs two of the three.
    years = ("2020", "2021", "2022")
    of_year = {year: [v for (_, y), v in raw.items() if y == year] for year in years}
    means = {year: sum(values) / len(values) for year, values in of_year.items()}
    apart = [raw["Hau Giang", year] - means[year] for year in years]
    expected = sum(apart) / 3 + sum(means.values()) / 3
    assert level["vn63-93"] == pytest.approx(expected)
    known = [name for name, _ in raw]
    assert len(level) == sum(
        sum((name, year) in raw for year in years) >= 2 for name in dict.fromkeys(known)
    )
    alone = one_year_predictor(figures, "papi_internet_access", question.baseline)
    assert alone["vn63-93"] == raw["Hau Giang", "2022"]
    assert len(alone) == len(of_year["2022"])
    change = change_predictor(figures, "papi_internet_access", question.baseline, question.edition)
    expected = raw["Hau Giang", "2023"] - raw["Hau Giang", "2022"]
    assert change["vn63-93"] == pytest.approx(expected)
    with pytest.raises(ValueError, match="no yearly survey"):
        change_predictor(figures, "smartphone_share", question.baseline, question.edition)


# --- who is missing -------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", MEASURES)
def test_every_province_is_used_or_missing_for_one_reason(
    measure: str,
    figures: pd.DataFrame,
    ask_for: Ask,
    clean: CleanFigures,
    definitions: Definitions,
    units: Units,
) -> None:
    question = ask_for(measure=measure)
    panel = build_panel(clean.tables["rankings"], definitions, question.baseline, question.edition)
    missing = why_missing(figures, question, panel, units)
    used = levels(figures, measure, question.baseline)
    assert missing["n"].sum() + len(used) == 63
    assert missing["reason"].is_unique
    named = [name for names in missing["provinces"] for name in names.split(", ")]
    assert len(named) == len(set(named)) == missing["n"].sum()


def test_the_reasons_are_told_apart(
    figures: pd.DataFrame,
    ask_for: Ask,
    clean: CleanFigures,
    definitions: Definitions,
    units: Units,
) -> None:
    question = ask_for()
    panel = build_panel(clean.tables["rankings"], definitions, question.baseline, question.edition)
    # The surveys of 2021 and 2022 lack Bắc Ninh; that of 2023 Quảng Ninh and Bình Dương.
    level = why_missing(figures, question, panel, units)
    assert level.to_dict("records") == [{"reason": "one year", "n": 1, "provinces": "Bắc Ninh"}]
    change = why_missing(figures, question, panel, units, kind="change")
    assert change["reason"].tolist() == ["one year"]
    assert change["provinces"].iloc[0] == "Quảng Ninh, Bắc Ninh, Bình Dương"
    teams = why_missing(figures, ask_for(measure="community_digital_teams"), panel, units)
    by_reason = teams.set_index("reason")["provinces"]
    assert by_reason["other count"] == "Hải Phòng"
    assert "Hà Nội" in by_reason["undated"].split(", ")
    # Đà Nẵng's teams are of 2023.
    assert "Đà Nẵng" in by_reason["outside"].split(", ")
    only_words = figures[figures["figure_id"] != "a098"]
    hau_giang = why_missing(
        only_words, ask_for(measure="community_digital_teams"), panel, units
    ).set_index("reason")["provinces"]
    assert hau_giang["no number"] == "Hậu Giang"
    # Two provinces without a score take no part either.
    hidden = panel.assign(score_after=panel["score_after"].drop(["vn63-01", "vn63-48"]))
    without = why_missing(figures, question, hidden, units).set_index("reason")
    assert without.loc["no score", "provinces"] == "Hà Nội, Đà Nẵng"


# --- the tests ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tests_table(
    clean: CleanFigures,
    definitions: Definitions,
    units: Units,
    figures: pd.DataFrame,
    controls: pd.DataFrame,
) -> pd.DataFrame:
    question = ask(
        definitions, units, measure="papi_internet_access", baseline="2022", edition="2023",
        province="Hậu Giang", draws=100,
    )  # fmt: skip
    rows = adoption_tests(clean.tables["rankings"], definitions, figures, controls, question)
    return evidence_table(rows)


def test_the_family_has_every_measure_and_counts_what_can_be_run(
    tests_table: pd.DataFrame,
) -> None:
    primary = tests_table[tests_table["role"] == "primary"].set_index("test_id")
    assert primary.index.tolist() == [f"{measure}-level" for measure in MEASURES]
    others = {f"{measure}-{kind}" for measure in PAPI
              for kind in ("no-controls", "without", "one-year", "change")}  # fmt: skip
    assert set(tests_table["test_id"]) == set(primary.index) | others
    assert primary.loc["papi_internet_access-level", "n"] == 62
    assert tests_table.set_index("test_id").loc["papi_internet_access-change", "n"] == 60
    # Of 2022: twelve of the ministry's report, Hồ Chí Minh and Đồng Tháp. Six coefficients need 16.
    assert primary.loc["digital_economy_share_of_grdp-level", "n"] == 14
    # Of all dossiers settled, of one source.
    assert primary.loc["online_dossier_share-level", "n"] == 10
    few = primary["problem"] == "too few"
    assert (primary.loc[few, "n"] < primary.loc[few, "columns"] + 10).all()
    assert set(primary.index[~few]) == {f"{measure}-level" for measure in PAPI}
    assert (primary.loc[few, "verdict"] == "cannot tell").all()
    assert (tests_table["tests"] == 2).all()
    assert primary.loc[~few, "specifications"].eq(18).all()
    assert primary.loc[~few, ["standardised", "p_value", "holm"]].notna().all(axis=None)


def test_a_coefficient_worked_out_by_hand(
    raw_rows: RawRows,
    survey: list[dict[str, str]],
    tests_table: pd.DataFrame,
    controls: pd.DataFrame,
    units: Units,
) -> None:
    """Least squares on the raw files: later score on the earlier, the level and the controls."""
    scores = {}
    for year in ("2022", "2023"):
        rows = raw_rows(f"dti_tables/dti_{year}_63.csv")
        for row in rows:
            unit = units.match(row["Tỉnh/Thành phố"], "63")
            assert unit is not None
            scores[unit.unit_id, year] = float(row["DTI"])
    lines = []
    for row in survey:
        unit = units.match(row["province_as_printed"], "63")
        assert unit is not None
        if row["year"] == "2022":
            key = unit.unit_id
            x = float(row["SC81 Access to E-Government Portals"])
            lines.append([scores[key, "2023"], 1, scores[key, "2022"], x, *controls.loc[key]])
    table = np.array(lines)
    slope = np.linalg.lstsq(table[:, 1:], table[:, 0], rcond=None)[0][2]
    standardised = slope * table[:, 3].std(ddof=1) / table[:, 0].std(ddof=1)
    row = tests_table.set_index("test_id").loc["papi_portal_access-one-year"]
    assert row["n"] == len(table)
    assert row["effect"] == pytest.approx(slope, rel=1e-6)
    assert row["standardised"] == pytest.approx(standardised, rel=1e-6)


def test_the_tests_do_not_depend_on_the_measure_shown(
    clean: CleanFigures,
    definitions: Definitions,
    figures: pd.DataFrame,
    controls: pd.DataFrame,
    ask_for: Ask,
    tests_table: pd.DataFrame,
) -> None:
    question = ask_for(measure="smartphone_share", province="Hà Nội")
    rows = adoption_tests(clean.tables["rankings"], definitions, figures, controls, question)
    pd.testing.assert_frame_equal(evidence_table(rows), tests_table)


def with_survey(figures: pd.DataFrame, values: pd.Series) -> pd.DataFrame:
    """The figures with another internet access in every year to 2022, by unit."""
    changed = figures.copy()
    rows = (changed["measure"] == "papi_internet_access") & (changed["year"] <= 2022)
    changed.loc[rows, "value"] = changed.loc[rows, "unit_id"].map(values)
    return changed


@pytest.mark.parametrize("planted", ["up", "down", "constant"])
def test_a_planted_effect_is_found_and_a_constant_is_none(
    planted: str,
    clean: CleanFigures,
    definitions: Definitions,
    figures: pd.DataFrame,
    controls: pd.DataFrame,
    ask_for: Ask,
) -> None:
    question = ask_for(draws=2000)
    panel = build_panel(clean.tables["rankings"], definitions, question.baseline, question.edition)
    gain = panel["score_after"] - panel["score_before"]
    noise = pd.Series(np.random.default_rng(1).normal(0, gain.std() / 2, 63), panel.index)
    values = {"up": gain + noise, "down": -gain + noise, "constant": gain * 0 + 2.0}[planted]
    rows = adoption_tests(
        clean.tables["rankings"], definitions, with_survey(figures, values), controls, question
    )
    row = evidence_table(rows).set_index("test_id").loc["papi_internet_access-level"]
    expected = {"up": "holds", "down": "contradicted", "constant": "cannot tell"}[planted]
    assert row["verdict"] == expected
    assert row["problem"] == ("constant" if planted == "constant" else "")


def test_provinces_without_a_score_leave_the_test(
    clean: CleanFigures,
    definitions: Definitions,
    figures: pd.DataFrame,
    controls: pd.DataFrame,
    ask_for: Ask,
) -> None:
    rankings = clean.tables["rankings"].copy()
    hidden = (
        rankings["unit_id"].isin(["vn63-01", "vn63-48"])
        & (rankings["measure"] == "overall") & (rankings["edition"] == "2023")
    )  # fmt: skip
    rankings.loc[hidden, "score"] = np.nan
    rows = adoption_tests(rankings, definitions, figures, controls, ask_for())
    n = evidence_table(rows).set_index("test_id")["n"]
    assert n["papi_internet_access-level"] == 62 - 2
    # Hà Nội and Đà Nẵng are among the 14 provinces with a share of the digital economy.
    assert n["digital_economy_share_of_grdp-level"] == 14 - 2


def test_the_quality_of_a_survey_is_that_of_its_three_years(
    figures: pd.DataFrame, survey: list[dict[str, str]], ask_for: Ask
) -> None:
    quality = survey_quality(figures, "papi_portal_access", ask_for().baseline)
    assert quality.found is not None
    assert (quality.first, quality.last, quality.found.years) == (2020, 2022, 3)
    column = "SC81 Access to E-Government Portals"
    raw = {(r["province_as_printed"], r["year"]): r[column] for r in survey if r[column]}
    years = ("2020", "2021", "2022")
    whole = [
        [float(raw[name, year]) for year in years]
        for name in dict.fromkeys(name for name, _ in raw)
        if all((name, year) in raw for year in years)
    ]
    assert quality.found.n == len(whole)
    # Cronbach's alpha of the three years, from sums of variances.
    table = np.array(whole)
    alpha = 3 / 2 * (1 - table.var(axis=0, ddof=1).sum() / table.sum(axis=1).var(ddof=1))
    assert quality.found.mean == pytest.approx(alpha)
    earlier = replace(ask_for().baseline, edition="2020")
    assert survey_quality(figures, "papi_portal_access", earlier).found is None


def test_every_overlap_is_a_part_with_points(definitions: Definitions, ask_for: Ask) -> None:
    formula = definitions.formula_of(ask_for().edition)
    assert formula is not None
    assert set(OVERLAPS) == set(MEASURES)
    assert all(formula.weights[part] > 0 for part in OVERLAPS.values())
