"""Former units side by side, and our own mean of them."""

from __future__ import annotations

import csv
from fractions import Fraction

import pandas as pd
import pytest

from helpers.rankings.merged_units import (
    FORMER_COLUMNS,
    former_means,
    former_values,
    weighted_ranks,
)
from helpers.sources.editions import Definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Units

from ..frozen_project import FROZEN, frozen_project


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


def printed_numbers(name: str, key: str, *columns: str) -> dict[str, list[float]]:
    """Columns of a raw file by another, read by the csv module alone."""
    path = FROZEN / "data" / "raw" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row[key]: [float(row[column].replace(",", ".")) for column in columns]
            for row in csv.DictReader(file)
        }


def test_weighted_ranks_are_those_of_exact_fractions(
    rankings: pd.DataFrame, covariates: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    edition = definitions.edition("DTI", "2024", "34")
    found = weighted_ranks(rankings, definitions, units, edition, covariates)
    assert found is not None
    scores = printed_numbers("dti_tables/dti_2024_63", "Tỉnh/Thành phố", "DTI")
    score = {units.find(name, "63").unit_id: one for name, (one,) in scores.items()}
    people = covariates[
        (covariates["measure"] == "population") & (covariates["year"] == 2024)
    ].set_index("unit_id")["value"]
    exact = {}
    for unit in units.all("34"):
        members = [one.unit_id for one in units.all("63") if one.merged_into == unit.unit_id]
        counts = [Fraction(str(people[one])) for one in members]
        earned = [Fraction(str(score[one])) * n for one, n in zip(members, counts, strict=True)]
        exact[unit.unit_id] = sum(earned) / sum(counts)
    table = found.set_index("unit_id")
    assert table["weighted"].to_dict() == pytest.approx({u: float(x) for u, x in exact.items()})
    ranks = {u: 1 + sum(other > x for other in exact.values()) for u, x in exact.items()}
    assert (
        (table["weighted_best"] <= pd.Series(ranks)) & (pd.Series(ranks) <= table["weighted_worst"])
    ).all()
    closed = table["weighted_rank"].dropna()
    assert closed.to_dict() == {u: ranks[u] for u in closed.index}
    # Whoever merged with nobody keeps the ministry's score.
    alone = table[table["members"] == 1]
    assert len(alone) == 11
    assert (alone["weighted"] - alone["score"]).abs().max() < 1e-9


def test_only_where_the_ministry_took_plain_means_are_there_weighted_ranks(
    rankings: pd.DataFrame, covariates: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    edition = definitions.edition("DTI", "2024", "34")
    row = (
        (rankings["universe"] == "34") & (rankings["measure"] == "overall")
        & (rankings["unit_id"] == "vn34-92")
    )  # fmt: skip
    moved = rankings.assign(score=rankings["score"].mask(row, rankings["score"] + 0.001))
    assert weighted_ranks(moved, definitions, units, edition, covariates) is None
    lacking = covariates[covariates["year"] != 2024]
    assert weighted_ranks(rankings, definitions, units, edition, lacking) is None
    former = definitions.edition("DTI", "2024", "63")
    assert weighted_ranks(rankings, definitions, units, former, covariates) is None
