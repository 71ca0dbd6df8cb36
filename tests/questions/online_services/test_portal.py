"""The tests on portal points: joins, declared choices, the overlap, and what cannot be told."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from helpers.errors import NotComparableError
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.online_services.portal import (
    CHANGE_OF_POINTS,
    LEVEL_POINTS,
    overlap_correlation,
    portal_context,
    portal_evidence,
    portal_picture,
    portal_predictors,
    question_panel,
)
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statistics.evidence import evidence_table

RawRows = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="module")
def covariates(clean: CleanFigures) -> pd.DataFrame:
    return clean.tables["covariates"]


@pytest.fixture(scope="module")
def panel(clean: CleanFigures, definitions: Definitions) -> pd.DataFrame:
    pair = (definitions.edition("DTI", year, "63") for year in ("2022", "2023"))
    return question_panel(clean.tables["rankings"], definitions, *pair)


def printed_points(raw_rows: RawRows, year: str) -> dict[str, float]:
    return {
        row["Đơn vị"]: float(row["Dịch vụ trực tuyến"])
        for row in raw_rows("portal_index/public_service_portal_index_2022_2024.csv")
        if row["Năm"] == year
    }


def test_predictors_are_the_printed_points_and_their_change(
    covariates: pd.DataFrame, raw_rows: RawRows, units: Units
) -> None:
    level, change = portal_predictors(covariates, "2022", "2023")
    before, after = printed_points(raw_rows, "2022"), printed_points(raw_rows, "2023")
    assert (len(level), len(change)) == (34, 34)
    assert (level.name, change.name) == (LEVEL_POINTS, CHANGE_OF_POINTS)
    for name, points in before.items():
        unit = units.match(name, "63")
        assert unit is not None
        assert level[unit.unit_id] == points
        assert change[unit.unit_id] == pytest.approx(after[name] - points)


def test_a_year_that_is_not_on_file_gives_empty_predictors(covariates: pd.DataFrame) -> None:
    level, change = portal_predictors(covariates, "2021", "2022")
    assert level.empty
    assert change.empty


def test_the_panel_takes_government_activity_out_by_its_points(
    panel: pd.DataFrame, clean: CleanFigures
) -> None:
    # Points of Decision 922: 200 of 1,000 for government activity.
    rankings = clean.tables["rankings"]
    chosen = rankings[
        (rankings["index"] == "DTI") & (rankings["edition"] == "2022")
        & (rankings["universe"] == "63") & (rankings["unit_id"] == "vn63-48")
    ].set_index("measure")["score"]  # fmt: skip
    expected = (1000 * chosen["overall"] - 200 * chosen["government_activity"]) / 800
    assert panel.loc["vn63-48", "without_before"] == pytest.approx(expected)


def test_the_picture_holds_only_units_with_every_value(
    panel: pd.DataFrame, covariates: pd.DataFrame
) -> None:
    picture = portal_picture(panel, portal_predictors(covariates, "2022", "2023")[0])
    assert len(picture) == 34
    assert picture.notna().all(axis=None)
    assert "vn63-93" not in set(picture["unit_id"])  # Hậu Giang's name did not remain
    row = picture.set_index("unit_id").loc["vn63-48"]
    assert row["score_change"] == pytest.approx(row["score_after"] - row["score_before"])
    assert portal_picture(panel, pd.Series(dtype=float)).empty


def family_of(
    panel: pd.DataFrame, covariates: pd.DataFrame, definitions: Definitions, level: pd.Series
) -> pd.DataFrame:
    pair = tuple(definitions.edition("DTI", year, "63") for year in ("2022", "2023"))
    change = portal_predictors(covariates, "2022", "2023")[1]
    asked = panel, covariates, [level.rename(LEVEL_POINTS), change], definitions, pair, 200
    return evidence_table(portal_evidence(*asked))  # type: ignore[arg-type]


def test_one_primary_test_over_34_units_and_three_other_ways_to_ask(
    panel: pd.DataFrame, covariates: pd.DataFrame, definitions: Definitions
) -> None:
    level, _ = portal_predictors(covariates, "2022", "2023")
    tests = family_of(panel, covariates, definitions, level).set_index("kind")
    assert tests["test_id"].is_unique
    assert tests["role"].tolist() == ["primary"] + ["sensitivity"] * 3
    assert list(tests.index) == ["", "no controls", "without", "change"]
    assert tests["n"].tolist() == [34] * 4
    assert tests["specifications"].tolist() == [18, 0, 0, 0]
    # The coefficients by plain least squares, standardised over the 34.
    used = panel.loc[level.index]
    columns = np.column_stack([np.ones(34), used["score_before"], level])
    slope = np.linalg.lstsq(columns, used["score_after"], rcond=None)[0][2]
    expected = slope * level.std() / used["score_after"].std()
    assert tests.loc["no controls", "standardised"] == pytest.approx(expected)
    assert tests.loc["no controls", "points_found"] == pytest.approx(1000 * slope * level.std())
    wide = covariates[(covariates["year"] == 2022)].pivot(
        index="unit_id", columns="measure", values="value"
    )
    wide = wide.loc[level.index].astype(float)
    controls = [
        np.log(wide["population"]),
        wide["urban_population"] / wide["population"],
        np.log(wide["grdp_per_head"]),
    ]
    slope = np.linalg.lstsq(
        np.column_stack([columns, *controls]), used["score_after"].to_numpy(), rcond=None
    )[0][2]
    assert tests.loc["", "standardised"] == pytest.approx(
        slope * level.std() / used["score_after"].std()
    )
    # One primary test: nothing to adjust for, and nothing is claimed of the others.
    assert tests.loc["", "holm"] == tests.loc["", "p_value"]
    assert tests["holm"].isna().tolist() == [False, True, True, True]


@pytest.mark.parametrize(
    ("predictor", "problem"),
    [
        (pd.Series(dtype=float), "too few"),
        (pd.Series(1.0, index=[f"vn63-{code}" for code in ("01", "02", "04")]), "too few"),
        ("constant", "constant"),
        ("baseline", "collinear"),
    ],
)
def test_what_cannot_be_told_says_why_and_shows_no_number(
    panel: pd.DataFrame,
    covariates: pd.DataFrame,
    definitions: Definitions,
    predictor: pd.Series | str,
    problem: str,
) -> None:
    if isinstance(predictor, str):
        predictor = (
            panel["score_before"] if predictor == "baseline" else pd.Series(5.0, index=panel.index)
        )
    tests = family_of(panel, covariates, definitions, predictor)
    assert len(tests) == 1
    assert tests.loc[0, "problem"] == problem
    assert tests["verdict"].eq("cannot tell").all()
    told = tests[tests["problem"] != ""]
    assert told[["standardised", "p_value", "holm"]].isna().all(axis=None)


def test_every_pair_that_may_be_compared_is_answered(
    clean: CleanFigures, definitions: Definitions, covariates: pd.DataFrame
) -> None:
    answered = 0
    for before, after in combinations(definitions.editions_of("DTI", "63"), 2):
        try:
            own = question_panel(clean.tables["rankings"], definitions, before, after)
        except NotComparableError:
            continue
        predictors = portal_predictors(covariates, before.edition, after.edition)
        asked = own, covariates, predictors, definitions, (before, after), 50
        tests = evidence_table(portal_evidence(*asked))
        answered += 1
        if before.edition == "2021":  # the portal index begins in 2022
            assert tests["problem"].tolist() == ["too few"]
        else:
            assert tests["problem"].tolist() == [""] * 4
    assert answered == 3


def test_the_overlap_is_shown_or_said_to_be_unknown(
    clean: CleanFigures, definitions: Definitions, covariates: pd.DataFrame
) -> None:
    rankings, edition = clean.tables["rankings"], definitions.edition("DTI", "2022", "63")
    level, _ = portal_predictors(covariates, "2022", "2023")
    n, correlation = overlap_correlation(rankings, edition, level)
    chosen = rankings[
        (rankings["index"] == "DTI") & (rankings["edition"] == "2022")
        & (rankings["universe"] == "63") & (rankings["measure"] == "government_activity")
    ].set_index("unit_id")["score"]  # fmt: skip
    expected = chosen.reindex(level.index).astype(float).corr(level)
    assert (n, correlation) == (34, pytest.approx(expected))
    assert overlap_correlation(rankings, edition, level.head(9)) == (9, None)
    assert overlap_correlation(rankings, edition, level * 0) == (34, None)


def test_the_portal_index_beside_its_parts(
    covariates: pd.DataFrame, units: Units, raw_rows: RawRows
) -> None:
    table = portal_context(covariates, units.find("Hà Nội"), ("2022", "2023"))
    assert len(table) == 6 * 2
    row = table.set_index(["measure", "year"]).loc[(LEVEL_POINTS, 2022)]
    points = printed_points(raw_rows, "2022")
    assert (row["n"], row["lowest"], row["highest"]) == (
        34, min(points.values()), max(points.values()),
    )  # fmt: skip
    assert row["mean"] == pytest.approx(sum(points.values()) / 34)
    assert row["own"] == next(v for name, v in points.items() if "Hà Nội" in name)
    assert portal_context(covariates, units.by_id("vn63-93"), ("2022",))["own"].isna().all()
    assert portal_context(covariates, units.by_id("vn63-93"), ("2020", "2021")).empty
