"""Places within a region: counted anew from the printed list, and where none is told."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from helpers.rankings.regions import (
    place_bounds,
    regional_gains,
    regional_places,
    regions_known,
)
from helpers.sources.editions import Definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Units

from ..frozen_project import FROZEN, frozen_project


@pytest.fixture(scope="module")
def rankings() -> pd.DataFrame:
    return read_processed(frozen_project(), "rankings")


def printed_places(table: str, column: str, units: Units) -> dict[str, int]:
    """The place of every unit within its region by the scores of a printed table."""
    with (FROZEN / "data/raw/provinces/provinces.csv").open(encoding="utf-8", newline="") as file:
        region = {f"vn63-{row['gso_code']}": row["region"] for row in csv.DictReader(file)}
    path = FROZEN / "data" / "raw" / "dti_tables" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        score = {
            units.find(row["Tỉnh/Thành phố"], "63").unit_id: float(row[column].replace(",", "."))
            for row in csv.DictReader(file)
        }
    return {
        one: 1 + sum(score[two] > score[one] for two in score if region[two] == region[one])
        for one in score
    }


@pytest.mark.parametrize("year", ["2022", "2023", "2024"])
@pytest.mark.parametrize(
    ("measure", "column"),
    [("overall", "DTI"), ("infrastructure", "Hạ tầng số"),
     ("society_activity", "Hoạt động xã hội số")],
)  # fmt: skip
def test_places_are_those_of_the_printed_scores(
    rankings: pd.DataFrame, definitions: Definitions, units: Units,
    year: str, measure: str, column: str,
) -> None:  # fmt: skip
    found = regional_places(rankings, units, definitions.edition("DTI", year, "63"))
    own = found[found["measure"] == measure].set_index("unit_id")
    assert own["place"].to_dict() == printed_places(f"dti_{year}_63", column, units)
    sizes = own.groupby("region").size()
    assert (own["units"] == own["region"].map(sizes)).all()
    assert sizes.sum() == 63
    # Of a measure that is printed for some units only nobody's place in the region is told.
    assert "awareness" not in set(found["measure"])


def test_a_rank_that_rounding_leaves_open_leaves_the_place_open(units: Units) -> None:
    region = units.all("63")[0].region
    names = [unit.unit_id for unit in units.all("63") if unit.region == region]
    spans = [(1, 1), (2, 3), (2, 3), *((n, n) for n in range(4, len(names) + 1))]
    edition = "2999"
    made = pd.DataFrame(
        {
            "unit_id": names, "index": "DTI", "edition": edition, "universe": "63",
            "measure": "overall", "rank_best": [a for a, _ in spans],
            "rank_worst": [b for _, b in spans], "score": 0.5,
        }
    )  # fmt: skip
    asked = type("Asked", (), {"index": "DTI", "edition": edition, "universe": "63"})()
    found = regional_places(made, units, asked).set_index("unit_id")
    assert found.loc[names[0], "place"] == 1
    assert found.loc[names[1], ["place_best", "place_worst"]].tolist() == [2, 3]
    assert pd.isna(found.loc[names[1], "place"])
    assert found.loc[names[3], "place"] == 4


def test_gains_are_differences_of_places(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    before, after = (
        regional_places(rankings, units, definitions.edition("DTI", year, "63"))
        for year in ("2022", "2023")
    )
    found = regional_gains(before, after)
    own = found[found["measure"] == "overall"].set_index("unit_id")
    places = [printed_places(f"dti_{year}_63", "DTI", units) for year in ("2022", "2023")]
    assert own["rank_gain"].to_dict() == {u: places[0][u] - places[1][u] for u in places[0]}
    assert (found["gain_least"] <= found["gain_most"]).all()
    # Places within a region are shared out anew: what one gains others lose, but for ties.
    assert own.groupby("region")["rank_gain"].sum().abs().max() <= 1


def test_of_units_without_a_region_nothing_is_told(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    assert regions_known(units, "63")
    assert not regions_known(units, "34")
    assert regional_places(rankings, units, definitions.edition("DTI", "2024", "34")).empty


@pytest.mark.parametrize(
    ("own", "ranks", "bounds"),
    [
        # a, b and c make the region; d to j lie elsewhere: ten units.
        ("a", {"a": (2, 2), "b": (5, 5), "c": (9, 9)}, (1, 1)),
        ("b", {"a": (5, 5), "b": (5, 5), "c": (2, 2)}, (2, 2)),
        # Of c nothing is known, and four may be ahead of b.
        ("b", {"a": (2, 2), "b": (5, 5)}, (2, 3)),
        # The four ahead of b are known, so that c is not among them.
        ("b", {"a": (1, 1), "d": (2, 2), "e": (3, 3), "f": (4, 4), "b": (5, 5)}, (2, 2)),
        # One of the four is not known: it may be c.
        ("b", {"a": (1, 1), "d": (2, 2), "e": (3, 3), "b": (5, 5)}, (2, 3)),
        # Three of the four are known: the last one may be a or c, not both.
        ("b", {"d": (1, 1), "e": (2, 2), "f": (3, 3), "b": (5, 5)}, (1, 2)),
        # The first three are taken, so that c comes after a and, at best, with e.
        ("c", {"a": (1, 1), "d": (2, 2), "e": (3, 3)}, (2, 3)),
        # A place is free before e: c may have it, before a.
        ("c", {"d": (1, 1), "e": (3, 3), "a": (4, 4)}, (1, 3)),
        # Rounding leaves open whether a or b is ahead.
        ("a", {"a": (4, 5), "b": (4, 5), "c": (9, 9)}, (1, 2)),
        ("a", {}, (1, 3)),
    ],
)
def test_limits_of_a_place_where_some_ranks_are_not_known(
    own: str, ranks: dict[str, tuple[int, int]], bounds: tuple[int, int]
) -> None:
    assert place_bounds(own, ["a", "b", "c"], ranks, 10) == bounds
