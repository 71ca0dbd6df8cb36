"""Former units side by side, and our own mean of them."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.rankings.merged_units import FORMER_COLUMNS, former_means, former_values
from helpers.sources.editions import Definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Units

from ..frozen_project import frozen_project


@pytest.fixture(scope="module")
def rankings() -> pd.DataFrame:
    return read_processed(frozen_project(), "rankings")


@pytest.fixture(scope="module")
def covariates() -> pd.DataFrame:
    return read_processed(frozen_project(), "covariates")


@pytest.fixture
def can_tho(rankings: pd.DataFrame, definitions: Definitions, units: Units) -> pd.DataFrame:
    return former_values(rankings, definitions, units, units.by_id("vn34-92"), "DTI")


def test_former_units_stand_side_by_side_as_published(can_tho: pd.DataFrame) -> None:
    assert tuple(can_tho.columns) == FORMER_COLUMNS
    assert list(can_tho["edition"].unique()) == ["2020", "2021", "2022", "2023", "2024"]
    own = can_tho[can_tho["edition"] == "2024"].set_index("member_id")
    assert list(own["member"]) == ["Cần Thơ", "Hậu Giang", "Sóc Trăng"]
    assert own.loc["vn63-93", ["score", "rank", "universe"]].tolist() == [0.7093, 33, "63"]
    assert (can_tho["unit_id"] == "vn34-92").all()


def test_a_unit_that_followed_nobody_has_none(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    found = former_values(rankings, definitions, units, units.by_id("vn64-28"), "ICT")
    assert found.empty
    assert tuple(found.columns) == FORMER_COLUMNS


def test_the_ministry_prints_plain_means_of_the_former_units(
    rankings: pd.DataFrame, covariates: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    largest = 0.0
    for unit in units.all("34"):
        means = former_means(
            former_values(rankings, definitions, units, unit, "DTI"), rankings, covariates
        )
        printed = means[means["ministry"].notna()]
        assert list(printed["edition"]) == ["2024"]
        largest = max(largest, float((printed["plain_mean"] - printed["ministry"]).abs().max()))
    assert 0 < largest < 1e-4  # rounding, and nothing but rounding


def test_the_weighted_mean_needs_the_population_of_that_year(
    can_tho: pd.DataFrame, rankings: pd.DataFrame, covariates: pd.DataFrame
) -> None:
    means = former_means(can_tho, rankings, covariates).set_index("edition")
    people = covariates[(covariates["measure"] == "population") & (covariates["year"] == 2023)]
    people = people.set_index("unit_id")["value"]
    rows = can_tho[can_tho["edition"] == "2023"]
    weights = rows["member_id"].map(people)
    expected = float((rows["score"] * weights).sum() / weights.sum())
    assert means.loc["2023", "weighted_mean"] == pytest.approx(expected)
    assert means.loc["2023", "population_year"] == "2023"
    # No population of 2021 is on file, and no other year stands in for it.
    assert pd.isna(means.loc["2021", "weighted_mean"])
    assert means.loc["2021", "without_population"] == ("Cần Thơ", "Hậu Giang", "Sóc Trăng")
    assert means.loc["2021", "without_score"] == ("Sóc Trăng",)


def test_one_population_missing_gives_no_mean_and_says_whose(
    can_tho: pd.DataFrame, rankings: pd.DataFrame, covariates: pd.DataFrame
) -> None:
    lost = (covariates["unit_id"] == "vn63-94") & (covariates["measure"] == "population")
    means = former_means(can_tho, rankings, covariates[~lost]).set_index("edition")
    assert means["weighted_mean"].isna().all()
    assert means.loc["2023", "without_population"] == ("Sóc Trăng",)
    assert means.loc["2023", "plain_mean"] == pytest.approx(0.7048)
