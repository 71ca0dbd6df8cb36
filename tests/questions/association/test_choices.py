"""The choices that notebooks 03 to 05 declare: controls by hand, every choice, who is set apart."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import pytest

from helpers.questions.association.choices import control_columns, declared_specifications
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.rankings.panel import build_panel
from helpers.sources.editions import Definitions
from helpers.statistics.evidence import OUTCOMES

RawRows = Callable[[str], list[dict[str, str]]]
HAU_GIANG = "vn63-93"


@pytest.fixture(scope="module")
def controls(clean: CleanFigures, definitions: Definitions) -> pd.DataFrame:
    baseline = definitions.edition("DTI", "2022", "63")
    return control_columns(clean.tables["covariates"], baseline)


@pytest.fixture(scope="module")
def panel(clean: CleanFigures, definitions: Definitions) -> pd.DataFrame:
    pair = (definitions.edition("DTI", year, "63") for year in ("2022", "2023"))
    return build_panel(clean.tables["rankings"], definitions, *pair, without="infrastructure")


def units_by_choice(
    panel: pd.DataFrame, controls: pd.DataFrame, predictor: pd.Series
) -> dict[str, set[str]]:
    """Units that each choice of units keeps, the same whatever the outcome and the controls."""
    found: dict[str, set[str]] = {}
    for one in declared_specifications(panel, controls, predictor):
        assert one.units is not None
        assert found.setdefault(one.choices["units"], set(one.units)) == set(one.units)
    return found


def test_controls_are_those_of_2022(raw_rows: RawRows, controls: pd.DataFrame) -> None:
    rows = raw_rows("province_statistics/province_statistics_2022_2024.csv")
    own = next(row for row in rows if row["Năm"] == "2022" and "Hậu Giang" in row["Tỉnh/Thành phố"])
    people, towns, wealth = (
        float(own[column])
        for column in (
            "Dân số (nghìn người)", "Dân số thành thị (nghìn người)",
            "GRDP bình quân đầu người (triệu đồng)",
        )
    )  # fmt: skip
    assert (people, towns, wealth) == (729.5, 205.0, 66.3)
    assert list(controls) == ["log_population", "urban_share", "log_grdp_per_head"]
    assert controls.loc[HAU_GIANG].tolist() == pytest.approx(
        [math.log(people), towns / people, math.log(wealth)]
    )


def test_controls_are_known_of_every_province(controls: pd.DataFrame) -> None:
    assert len(controls) == 63
    assert controls.notna().all(axis=None)
    assert controls["urban_share"].between(0, 1).all()


def test_every_choice_is_declared_once(panel: pd.DataFrame, controls: pd.DataFrame) -> None:
    declared = declared_specifications(panel, controls, panel["score_before"])
    assert len(declared) == len({tuple(one.choices.items()) for one in declared}) == 3 * 3 * 2
    for one in declared:
        assert one.outcome_before is not None
        outcome = one.choices["outcome"]
        pd.testing.assert_series_equal(one.outcome_after, panel[f"{outcome}_after"])
        pd.testing.assert_series_equal(one.outcome_before, panel[f"{outcome}_before"])
        assert (one.controls is None) == (one.choices["controls"] == "none")
        # More is better in every outcome: Đà Nẵng led both editions.
        assert one.outcome_after.idxmax() == one.outcome_before.idxmax() == "vn63-48"


def test_a_panel_without_an_overlapping_part_has_no_such_outcome(
    panel: pd.DataFrame, controls: pd.DataFrame
) -> None:
    narrow = panel.drop(columns=["without_before", "without_after"])
    declared = declared_specifications(narrow, controls, panel["score_before"])
    assert {one.choices["outcome"] for one in declared} == set(OUTCOMES) - {"without"}
    assert len(declared) == 2 * 3 * 2


def test_with_a_full_predictor_the_first_and_last_five_of_all_are_left_out(
    panel: pd.DataFrame, controls: pd.DataFrame
) -> None:
    kept = units_by_choice(panel, controls, panel["score_before"])
    ranks = panel["rank_before"]
    assert kept == {
        "all": set(panel.index),
        "without five highest": set(ranks[ranks > 5].index),
        "without five lowest": set(ranks[ranks < 59].index),
    }


def test_the_five_are_chosen_among_units_that_have_the_predictor(
    panel: pd.DataFrame, controls: pd.DataFrame
) -> None:
    places = panel["rank_before"].sort_values().index
    # Known of the 3rd, 6th, 9th … province; of the leader the figure is missing.
    predictor = pd.Series(1.0, index=places[2::3])
    predictor[places[0]] = float("nan")
    kept = units_by_choice(panel, controls, predictor)
    assert kept["all"] == set(panel.index)
    assert kept["all"] - kept["without five highest"] == set(places[2::3][:5])
    assert kept["all"] - kept["without five lowest"] == set(places[2::3][-5:])


def test_units_outside_the_panel_do_not_count(panel: pd.DataFrame, controls: pd.DataFrame) -> None:
    """A unit made in July 2025 may have the predictor, but no rank."""
    places = panel["rank_before"].sort_values().index
    predictor = pd.Series(1.0, index=[*places[:13], "vn34-92", "vn34-01"])
    kept = units_by_choice(panel, controls, predictor)
    assert kept["all"] - kept["without five highest"] == set(places[:5])
    assert kept["all"] - kept["without five lowest"] == set(places[8:13])


@pytest.mark.parametrize("turned", [False, True])
def test_of_units_that_share_a_rank_the_first_by_code_is_the_higher(
    panel: pd.DataFrame, controls: pd.DataFrame, turned: bool
) -> None:
    """Two provinces were 15th in 2022; here one of them is the fifth that has the predictor."""
    ranks = panel["rank_before"]
    first, second = sorted(ranks[ranks == 15].index)
    predictor = pd.Series(1.0, index=ranks[ranks > 10].index)
    kept = units_by_choice(panel[::-1] if turned else panel, controls, predictor)
    left_out = kept["all"] - kept["without five highest"]
    assert len(left_out) == 5
    assert first in left_out
    assert second not in left_out


def test_a_predictor_that_nobody_has_leaves_nobody_out(
    panel: pd.DataFrame, controls: pd.DataFrame
) -> None:
    kept = units_by_choice(panel, controls, pd.Series(dtype=float))
    assert all(units == set(panel.index) for units in kept.values())
