"""Places within a region in 07: against the printed list, by hand, and where none is told."""

from __future__ import annotations

import csv
from dataclasses import replace

import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.targets.answer import TargetQuestion
from helpers.questions.targets.regions import region_gap
from helpers.questions.targets.sentences import region_claims, region_sentences
from helpers.rankings.index_parts import IndexParts, index_parts
from helpers.sharing.wording import written
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units

from ...frozen_project import FROZEN


@pytest.fixture(scope="module")
def known(clean: CleanFigures, definitions: Definitions, units: Units) -> IndexParts:
    edition = definitions.edition("DTI", "2023", "63")
    return index_parts(clean.tables["rankings"], definitions, units, edition)


def printed(units: Units) -> pd.DataFrame:
    """Every unit with its region and its printed total, by the csv module alone."""
    with (FROZEN / "data/raw/provinces/provinces.csv").open(encoding="utf-8", newline="") as file:
        region = {f"vn63-{row['gso_code']}": row["region"] for row in csv.DictReader(file)}
    path = FROZEN / "data" / "raw" / "dti_tables" / "dti_2023_63.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (units.find(row["Tỉnh/Thành phố"], "63").unit_id, float(row["DTI"].replace(",", ".")))
            for row in csv.DictReader(file)
        ]
    return pd.DataFrame(
        [(one, region[one], total) for one, total in rows], columns=["unit", "region", "total"]
    )


def test_every_unit_against_the_printed_list(known: IndexParts, units: Units) -> None:
    everyone = printed(units)
    for unit in units.all("63"):
        found = region_gap(known, units, unit)
        assert found is not None
        own = everyone[everyone["unit"] == unit.unit_id].iloc[0]
        rivals = everyone[
            (everyone["region"] == own["region"]) & (everyone["unit"] != unit.unit_id)
        ]["total"].sort_values(ascending=False)
        place = 1 + int((rivals > own["total"]).sum())
        assert (found.place, found.units) == (place, len(rivals) + 1)
        for aim, gap in found.upward.items():
            # With so much more nobody but aim - 1 is ahead; with a hair less somebody is.
            reached = own["total"] + gap.points
            assert (rivals > reached + 1e-9).sum() <= aim - 1 < (rivals > reached - 1e-6).sum()
        assert set(found.upward) == {place - 1, 1} - {0, place}
        if place == 1:
            assert found.ahead is not None
            assert found.ahead.cushion == pytest.approx(own["total"] - rivals.iloc[0])


def question(definitions: Definitions, units: Units, unit_id: str, universe: str) -> TargetQuestion:
    year = "2023" if universe == "63" else "2024"
    edition = definitions.edition("DTI", year, universe)
    return TargetQuestion(edition, units.by_id(unit_id), 1, {}, 100)


def test_what_is_said_of_the_next_and_the_first_place(
    known: IndexParts, definitions: Definitions, units: Units
) -> None:
    asked = question(definitions, units, "vn63-12", "63")
    names = {unit.unit_id: unit.province for unit in units.all("63")}
    found = region_gap(known, units, asked.unit)
    (said,) = region_sentences(found, asked, names)
    everyone = printed(units)
    own = everyone[everyone["unit"] == "vn63-12"].iloc[0]
    rivals = everyone[(everyone["region"] == own["region"]) & (everyone["total"] > own["total"])]
    assert f"Lai Châu xếp thứ {len(rivals) + 1}." in written(said, "vi")
    for ahead in (rivals.nsmallest(1, "total"), rivals.nlargest(1, "total")):
        (row,) = ahead.to_dict("records")
        missing = f"{row['total'] - own['total']:.4f}"
        assert missing.replace(".", ",") in written(said, "vi")
        assert f"that of {names[row['unit']]}" in written(said, "en")
    (claim,) = region_claims(found, asked, names)
    assert (claim.verdict, claim.n, claim.counted) == ("fact", 14, "units")
    assert claim.value == pytest.approx(rivals["total"].min() - own["total"])


def test_the_first_of_a_region_can_only_lose(
    known: IndexParts, definitions: Definitions, units: Units
) -> None:
    names = {unit.unit_id: unit.province for unit in units.all("63")}
    asked = question(definitions, units, "vn63-48", "63")
    found = region_gap(known, units, asked.unit)
    assert found is not None
    (said,) = region_sentences(found, asked, names)
    assert "Đà Nẵng đứng đầu, hơn" in written(said, "vi")
    assert region_claims(found, asked, names)[0].value is None
    shared = replace(found, ahead=replace(found.ahead, cushion=0.0))
    assert "bằng điểm với" in written(region_sentences(shared, asked, names)[0], "vi")
    alone = replace(found, ahead=None, units=1)
    assert "tỉnh duy nhất" in written(region_sentences(alone, asked, names)[0], "vi")


def test_of_units_without_a_region_none_is_told(
    known: IndexParts, definitions: Definitions, units: Units
) -> None:
    asked = question(definitions, units, "vn34-92", "34")
    # Cần Thơ lies in one region; who else does is not known.
    assert asked.unit.region
    assert region_gap(known, units, asked.unit) is None
    (said,) = region_sentences(None, asked, {})
    assert "chưa nói được" in written(said, "vi")
    assert "34 provinces" in written(said, "en")
    assert region_claims(None, asked, {}) == []
