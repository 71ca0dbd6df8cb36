"""Who stands beside a province: in its region, in size and income."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers.questions.province_brief.peers import (
    nearest_in_size_and_income,
    region_place,
    size_and_income,
)
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Unit, Units


def unit(number: int, region: str = "A") -> Unit:
    return Unit(f"vn63-{number:02}", "63", f"{number:02}", f"P{number}", f"P{number}", region, "")


def ranking(ranks: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unit_id": [f"vn63-{place:02}" for place in range(len(ranks))],
            "province": [f"P{place}" for place in range(len(ranks))],
            "region": ["A" if place % 2 else "B" for place in range(len(ranks))],
            "score": [1 - rank / 100 for rank in ranks],
            "rank": ranks,
        }
    )


def test_the_place_in_a_region_is_shared_by_equal_ranks() -> None:
    ranked = ranking([1, 2, 3, 4, 5, 4])
    place = region_place(ranked, unit(5))
    assert place is not None
    assert (place.place, place.size) == (2, 3)
    ends = [(one.province, one.rank) for one in (place.first, place.last)]
    assert ends == [("P1", 2), ("P5", 4)]
    assert region_place(ranked, unit(5, "")) is None


def test_size_and_income_of_a_merged_unit_are_worked_out_of_its_members(
    project: Path, units: Units
) -> None:
    covariates = read_processed(project, "covariates")
    found = size_and_income(covariates, units, "34")
    assert found is not None
    sizes, year = found
    assert year == 2024
    assert len(sizes) == 34
    # Cần Thơ, Hậu Giang and Sóc Trăng as the yearbooks print them.
    people = np.array([1271.7, 730, 1205.3])
    produced = people * np.array([103.7, 99.6, 66.2])
    own = sizes.loc["vn34-92"]
    assert own["population"] == pytest.approx(3207.0)
    assert own["grdp_per_head"] == pytest.approx(produced.sum() / people.sum())
    former = size_and_income(covariates, units, "63")
    assert former is not None
    assert former[0].loc["vn63-93"].tolist() == [730.0, 99.6]


def test_a_year_that_lacks_a_province_is_not_taken(project: Path, units: Units) -> None:
    covariates = read_processed(project, "covariates")
    newest = (covariates["year"] == 2024) & (covariates["unit_id"] == "vn63-93")
    found = size_and_income(covariates[~newest], units, "63")
    assert found is not None
    assert found[1] == 2023
    assert size_and_income(covariates[covariates["unit_id"] != "vn63-93"], units, "63") is None


def test_the_nearest_are_nearest_in_logarithms() -> None:
    # In steps of one logarithm; both columns spread alike, so distances are those of the steps.
    sizes = pd.DataFrame(
        {"population": np.exp([0.0, 1, 4, 0, 3]), "grdp_per_head": np.exp([0.0, 0, 3, 4, 1])},
        index=[f"vn63-{place:02}" for place in range(5)],
    )
    scale = np.log(sizes).std()
    found = nearest_in_size_and_income(sizes, unit(0), 2)
    assert found.index.tolist() == ["vn63-00", "vn63-01", "vn63-04"]
    assert found["distance"].iloc[1] == pytest.approx(1 / scale["population"])
    assert found["distance"].iloc[0] == 0
