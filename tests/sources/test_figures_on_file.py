"""How much is known of editions without a full table, counted straight from the raw files.

The counts are floors: what is on file grows, and what once was known does not go in silence.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from helpers.questions.clean_figures.answer import CleanFigures, clean_figures
from helpers.questions.milestones.dates import (
    first_milestones,
    time_coverage,
    with_date_kinds,
)
from helpers.rankings.shared_places import shared_places
from helpers.sources.provinces import Units, load_units

# Words that are places in the ledger's rows of totals; everything else there is in digits.
_WORDS = {
    "first": 1, "nhất": 1, "thứ nhất": 1, "topped": 1, "leads": 1, "led": 1, "dẫn đầu": 1,
    "đứng đầu": 1, "second": 2, "thứ hai": 2, "vị trí thứ hai": 2, "runner-up": 2, "third": 3,
    "thứ ba": 3, "fourth": 4, "thứ tư": 4, "fifth": 5, "thứ năm": 5, "thứ chín": 9,
    "tăng một hạng": 1, "tụt một hạng": -1, "climbed two spots": 2,
}  # fmt: skip
_NO_PLACE = ("top", "tốp", "last", "lowest", "cuối")
_DOWN = ("giảm", "tụt", "down", "fell", "drop", "lùi", "-")
Known = dict[str, set[int]]


def rows_of(root: Path, file: str) -> Iterator[dict[str, str]]:
    with (root / "data/raw" / file).open(encoding="utf-8-sig", newline="") as opened:
        yield from csv.DictReader(opened)


def yaml_of(root: Path, file: str) -> dict[str, Any]:
    entries: dict[str, Any] = yaml.safe_load((root / "data/raw" / file).read_text("utf-8"))
    return entries


@pytest.fixture(scope="module")
def found(checkout: Path) -> CleanFigures:
    return clean_figures(checkout)


@pytest.fixture(scope="module")
def provinces(checkout: Path) -> Units:
    return load_units(checkout)


@pytest.fixture(scope="module")
def settled(checkout: Path) -> dict[str, Any]:
    return yaml_of(checkout, "reported_rankings/settled_editions.yml")


def number_in(text: str) -> int | None:
    """The place or the step that a text names, by the first number in it."""
    plain = text.strip().lower()
    if any(word in plain for word in _NO_PLACE) and plain not in _WORDS:
        return None
    if plain in _WORDS:
        return _WORDS[plain]
    found = re.search(r"\d+", plain)
    if not found:
        return None
    return int(found[0]) * (-1 if plain.startswith(_DOWN) else 1)


def totals(root: Path, units: Units, settled: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Ranks, places and steps of totals, with unit, edition and number."""
    aside = yaml_of(root, "reported_rankings/set_aside.yml")
    for row in rows_of(root, "reported_rankings/reported_rankings.csv"):
        own = row["measure"] == "overall" and row["universe"] == "63"
        if not own or row["figure_id"] in aside:
            continue
        unit = units.match(row["province_as_printed"], "63")
        number = number_in(row["value_as_printed"])
        if unit is None or number is None:
            continue
        edition = settled.get(row["figure_id"], row)["edition"]
        yield row | {"unit": unit.unit_id, "number": number, "edition": edition}


def table_ranks(root: Path, units: Units, year: str) -> Known:
    """Ranks of an official table: printed, or by the order of its totals."""
    files = {"2021": "dti_2021_top18", "2022": "dti_2022_63", "2023": "dti_2023_63"}
    if year not in files:
        return {}
    rows = list(rows_of(root, f"dti_tables/{files[year]}.csv"))
    scores = [float(row["DTI"].replace(",", ".")) for row in rows]
    ranks: Known = {}
    for row, score in zip(rows, scores, strict=True):
        unit = units.match(row["Tỉnh/Thành phố"], "63")
        assert unit is not None
        place = 1 + sum(other > score for other in scores)
        assert row["Xếp hạng DTI"] in ("", str(place)), row
        ranks[unit.unit_id] = {place}
    return ranks


def known_ranks(
    root: Path, units: Units, settled: dict[str, Any], index: str, years: list[str]
) -> dict[str, Known]:
    """By year and unit: the places that sources print, and those one printed step away."""
    printed: dict[str, Known] = {year: defaultdict(set) for year in years}
    steps = []
    for row in totals(root, units, settled):
        if row["index"] != index or row["edition"] not in years:
            continue
        if row["statistic"] in ("rank", "list_position"):
            printed[row["edition"]][row["unit"]].add(row["number"])
        elif row["statistic"] == "rank_change":
            steps.append(row)
    if index == "DTI":
        printed |= {year: printed[year] | table_ranks(root, units, year) for year in years}
    known = {year: dict(ranks) for year, ranks in printed.items()}
    for row in steps:
        before = row["baseline"] or max((y for y in years if y < row["edition"]), default="")
        for start, end, step in ((row["edition"], before, 1), (before, row["edition"], -1)):
            at = printed.get(start, {}).get(row["unit"])
            if at and row["unit"] not in printed.get(end, {}) and end in years:
                places = known[end].setdefault(row["unit"], set())
                places |= {place + step * row["number"] for place in at}
    return known


@pytest.mark.parametrize(
    ("index", "edition", "at_least", "with_intervals"),
    [("DTI", "2020", 41, 42), ("DTI", "2021", 47, 47), ("ICT", "2019", 15, 15),
     ("ICT", "2018", 8, 8)],
)  # fmt: skip
def test_so_many_ranks_are_known(
    checkout: Path,
    provinces: Units,
    settled: dict[str, Any],
    found: CleanFigures,
    index: str,
    edition: str,
    *,
    at_least: int,
    with_intervals: int,
) -> None:
    editions = yaml_of(checkout, "definitions/editions.yml")["editions"]
    years = sorted({e["edition"] for e in editions if (e["index"], e["universe"]) == (index, "63")})
    counted = known_ranks(checkout, provinces, settled, index, years)[edition]
    assert len(counted) >= with_intervals
    assert sum(len(places) == 1 for places in counted.values()) >= at_least
    rankings = found.tables["rankings"]
    own = rankings[
        (rankings["index"] == index)
        & (rankings["edition"] == edition)
        & (rankings["universe"] == "63")
        & (rankings["measure"] == "overall")
    ]
    exact = own.dropna(subset=["rank"]).set_index("unit_id")["rank"].astype(int).to_dict()
    assert exact == {unit: min(ranks) for unit, ranks in counted.items() if unit in exact}
    assert len(exact) >= at_least
    assert int(own["rank_best"].notna().sum()) >= with_intervals


def test_settled_ranks_are_derived_and_say_how(
    found: CleanFigures, settled: dict[str, Any], provinces: Units
) -> None:
    rankings = found.tables["rankings"].query("index == 'DTI' and measure == 'overall'")
    for name, edition, way in (
        ("Đồng Nai", "2020", "elimination"),
        ("Hà Giang", "2020", "elimination"),
        ("Quảng Nam", "2020", "date"),
    ):
        unit = provinces.match(name, "63")
        assert unit is not None
        (row,) = rankings[
            (rankings["unit_id"] == unit.unit_id) & (rankings["edition"] == edition)
        ].to_dict("records")
        assert row["rank_basis"] == "derived"
        assert f"edition settled by {way}" in row["doubt"]
    figures = found.tables["reported_figures"].set_index("figure_id")
    for figure, entry in settled.items():
        assert figures.loc[figure, "settled"] == entry["by"]
        assert "edition settled by" in figures.loc[figure, "doubt"]
        assert not figures.loc[figure, "set_aside"]


def test_what_is_settled_here_is_never_counted_as_agreeing(
    found: CleanFigures, settled: dict[str, Any]
) -> None:
    own = found.statements[found.statements["figure_id"].isin(settled)]
    assert len(own) == len(settled)
    assert set(own["verdict"]) == {"cannot be checked"}
    assert set(own["cause"]) == {"edition settled here"}
    assert not set(found.tables["contradictions"]["figure_id"]) & set(settled)


def test_no_figure_filed_since_takes_a_place_that_is_taken(
    checkout: Path, found: CleanFigures, provinces: Units, settled: dict[str, Any]
) -> None:
    shared = shared_places(found.tables["rankings"])
    keys = ["index", "edition", "measure"]
    places = set(zip(*(shared[key] for key in keys), shared["unit_id"], strict=True))
    for row in rows_of(checkout, "reported_rankings/reported_rankings.csv"):
        if row["figure_id"] <= "r1206" and row["figure_id"] not in settled:
            continue
        unit = provinces.match(row["province_as_printed"], row["universe"])
        edition = settled.get(row["figure_id"], row)["edition"]
        assert unit is None or (row["index"], edition, row["measure"], unit.unit_id) not in places


def test_places_held_twice_are_found_and_not_listed(found: CleanFigures) -> None:
    """By brute force over all pairs of units of one edition and measure."""
    rankings = found.tables["rankings"]
    exact = rankings[rankings["rank"].notna() & (rankings["rank_best"] == rankings["rank_worst"])]
    twice = set()
    for _, own in exact.groupby(["index", "edition", "universe", "measure"]):
        rows = own.to_dict("records")
        for one in rows:
            for other in rows:
                if one["rank"] != other["rank"] or one["unit_id"] == other["unit_id"]:
                    continue
                both = {round(row["score"], 4) for row in (one, other) if pd.notna(row["score"])}
                known = pd.notna(one["score"]) and pd.notna(other["score"])
                tie = known and len(both) == 1
                full = one["rank"] == 1 and any(
                    row["score"] == 1 for row in rows if row["rank"] == 1
                )
                if not tie and not full:
                    twice.add((one["index"], one["edition"], one["measure"], one["unit_id"]))
    shared = shared_places(rankings)
    keys = ["index", "edition", "measure", "unit_id"]
    assert twice == set(shared[keys].itertuples(index=False, name=None))


def test_resolutions_and_centres_are_dated(
    checkout: Path, provinces: Units, found: CleanFigures
) -> None:
    bounded: dict[str, set[str]] = defaultdict(set)
    wrong = {"m074"}  # The centre of a city, filed as the province's: corrections.yml.
    for row in rows_of(checkout, "milestones/milestones.csv"):
        unit = provinces.match(row["province_as_printed"], "63")
        merged = "merged" in row["date_basis"]
        if unit and row["date_iso"] and row["figure_id"] not in wrong and not merged:
            bounded[row["milestone_type"]].add(unit.unit_id)
    assert len(bounded["resolution_party"]) >= 50
    dated = with_date_kinds(found.tables["milestones"])
    first = first_milestones(dated, "resolution_party", "63")
    assert set(first.index[first["latest"].notna()]) == bounded["resolution_party"]
    centres = first_milestones(dated, "ioc", "63")
    assert set(centres.index[centres["latest"].notna()]) == bounded["ioc"]
    complete = max(
        edition
        for edition in found.tables["rankings"].query("index == 'DTI'")["edition"].unique()
        if edition <= "2023"
    )
    units = [unit.unit_id for unit in provinces.all("63")]
    day = pd.Timestamp(f"{complete}-12-31").date()
    assert time_coverage(centres, units, day)["known"] >= 22


def test_lists_of_extremes_are_kept_and_never_tested(checkout: Path, found: CleanFigures) -> None:
    entries = yaml.safe_load((checkout / "data/raw/adoption/named_extremes.yml").read_text("utf-8"))
    lists = {(one["source"], measure) for one in entries for measure in one["measures"]}
    expected = {
        row["figure_id"]
        for row in rows_of(checkout, "adoption/adoption.csv")
        if (row["source_id"], row["measure"]) in lists and row["province_as_printed"] != "cả nước"
    }
    adoption = found.tables["adoption"]
    assert expected
    assert set(adoption.loc[adoption["counts"] == "named_extremes", "figure_id"]) == expected
