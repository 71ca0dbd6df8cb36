"""The tables against the raw files, read and reckoned here by other means."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import tangbac as tb
from helpers.errors import BadInputError, UnknownProvinceError

from .conftest import same_province

Raw = Callable[[str], list[dict[str, str]]]


def printed(rows: list[dict[str, str]], province: str, column: str, **where: str) -> float:
    name = next(iter({"Tỉnh/Thành phố", "province_as_printed"} & set(rows[0])))
    (found,) = (
        row
        for row in rows
        if same_province(row[name], province) and all(row[k] == v for k, v in where.items())
    )
    return float(found[column])


def test_gains_are_the_differences_of_the_printed_ranks_and_scores(raw: Raw) -> None:
    before, after = (raw(f"dti_tables/dti_{year}_63.csv") for year in (2022, 2023))
    gains = tb.gains(2022, "2023")
    assert len(gains) == 63
    assert gains["rank_gain"].is_monotonic_decreasing
    for one in gains.head(8).itertuples():
        was, now = (printed(rows, one.province, "DTI") for rows in (before, after))
        assert one.score_change == pytest.approx(now - was)
        ranks = [sum(float(r["DTI"]) > s for r in rows) + 1
                 for rows, s in ((before, was), (after, now))]  # fmt: skip
        assert one.rank_gain == ranks[0] - ranks[1]
    pd.testing.assert_frame_equal(gains, tb.gains())


def test_a_region_is_filtered_by_the_official_list(raw: Raw) -> None:
    listed = [r for r in raw("provinces/provinces.csv") if r["region"] == "Tây Nguyên"]
    for table in (tb.gains(region="tay nguyen"), tb.provinces(63, tb.region.tay_nguyen),
                  tb.rankings("DTI", 2024, 63, region="Tây Nguyên")):  # fmt: skip
        assert sorted(table["unit_id"]) == sorted(f"vn63-{r['gso_code']}" for r in listed)


def test_a_region_in_which_no_unit_of_today_lies_is_refused() -> None:
    with pytest.raises(BadInputError, match="universe=63"):
        tb.wide("DTI", 34, region="Tây Nguyên")


def test_rankings_are_of_the_newest_edition_and_of_the_units_asked_for() -> None:
    assert len(tb.rankings()) == 34
    assert len(tb.rankings("dti", 2023)) == 63
    assert set(tb.rankings(edition=2024, measure="all")["measure"]) > {"overall", "pillar_society"}
    assert list(tb.rankings(province="hau giang", edition="all")["edition"]) == [
        "2020", "2021", "2022", "2023", "2024",
    ]  # fmt: skip
    assert list(tb.rankings(province="Hậu Giang")["unit_id"]) == ["vn63-93"]
    # Naming the newest year changes nothing; another is of the units that it ranked.
    assert list(tb.rankings(edition=2024)["unit_id"]) == list(tb.rankings()["unit_id"])
    for year, meant in ((None, "vn34-92"), (2024, "vn34-92"), (2023, "vn63-92")):
        assert list(tb.rankings(edition=year, province="Cần Thơ")["unit_id"]) == [meant]
    assert list(tb.rankings(edition=2024, province="Hậu Giang")["unit_id"]) == ["vn63-93"]
    with pytest.raises(UnknownProvinceError, match="went into Cần Thơ"):
        tb.rankings(province="Hậu Giang", universe=34)


def test_wide_has_a_row_for_each_unit_and_says_what_each_column_is(raw: Raw) -> None:
    table = tb.wide("DTI", 63)
    assert list(table.columns[:6]) == [
        "unit_id", "province", "province_en", "region", "population_2024", "grdp_per_head_2024",
    ]  # fmt: skip
    assert table["unit_id"].is_unique
    assert len(table) == 63
    row = table[table["province"] == "Đà Nẵng"].iloc[0]
    rows = raw("dti_tables/dti_2023_63.csv")
    assert row["dti_overall_2023"] == printed(rows, "Đà Nẵng", "DTI")
    assert row["dti_infrastructure_2023"] == printed(rows, "Đà Nẵng", "Hạ tầng số")
    assert row["rank_dti_overall_2023"] == 1
    # A score derived for single units is in no correlation of the house.
    derived = tb.rankings(edition=2024, universe=63, measure="awareness")
    assert (derived["score_basis"] == "derived").any()
    assert "dti_awareness_2024" not in table
    assert len(tb.wide()) == 34


def test_figures_are_added_of_the_year_asked_for_or_that_of_the_edition(raw: Raw) -> None:
    rows = raw("papi/papi_e_governance_2019_2024.csv")
    table = tb.add(tb.gains(2022, 2023), "papi_internet_access", "pci")
    assert list(table.columns[-2:]) == ["papi_internet_access_2023", "pci_2022"]
    own = table[table["province"] == "An Giang"].iloc[0]
    internet = printed(rows, "An Giang", "SC82 Access to the Internet", year="2023")
    assert own["papi_internet_access_2023"] == internet
    older = tb.add(tb.wide("DTI", 63), "PAPI: tiếp cận Internet", year=2019)
    assert older["papi_internet_access_2019"].notna().all()
    # In 2019 another thing was asked.
    with pytest.raises(BadInputError, match="no papi_e_responsiveness of 2019"):
        tb.add(tb.wide("DTI", 63), "papi_e_responsiveness", year=2019)
    part = tb.add(tb.gains(2022, 2023), "Xã hội số")
    assert list(part.columns[-2:]) == ["dti_pillar_society_2023", "rank_dti_pillar_society_2023"]
    assert len(tb.add(part, "pillar_society").columns) == len(part.columns)


def test_of_merged_units_counts_add_up_and_surveys_do_not(raw: Raw) -> None:
    rows = raw("province_statistics/province_statistics_2022_2024.csv")
    members = ("Cần Thơ", "Hậu Giang", "Sóc Trăng")
    people, wealth = ([printed(rows, one, column, Năm="2024") for one in members]
                      for column in ("Dân số (nghìn người)",
                                     "GRDP bình quân đầu người (triệu đồng)"))  # fmt: skip
    own = tb.wide("DTI", 34).set_index("province").loc["Cần Thơ"]
    assert own["population_2024"] == pytest.approx(sum(people))
    whole = sum(a * b for a, b in zip(people, wealth, strict=True)) / sum(people)
    assert own["grdp_per_head_2024"] == pytest.approx(whole)
    with pytest.raises(BadInputError, match="universe=63"):
        tb.add(tb.wide("DTI", 34), "pci")


def test_a_table_must_say_whose_its_rows_are() -> None:
    with pytest.raises(BadInputError, match="no column unit_id"):
        tb.add(tb.wide()[["province"]], "population")
    mixed = pd.concat([tb.wide("DTI", 34), tb.wide("DTI", 63)])
    with pytest.raises(BadInputError, match="34, 63"):
        tb.add(mixed, "population")
    with pytest.raises(BadInputError, match="no part of DTI"):
        tb.rankings(measure="pci")
    with pytest.raises(BadInputError, match="2016, 2017"):
        tb.add(tb.wide("DTI", 63), "pci", year=2024)


def test_what_is_on_file_is_told_with_what_compares(raw: Raw) -> None:
    editions = tb.editions().set_index(["edition", "universe"])
    assert editions.loc[("2023", "63"), "compares_with"] == "2022"
    assert editions.loc[("2024", "63"), "compares_with"] == ""
    assert "đổi công thức" in editions.loc[("2024", "63"), "why_not"]
    assert editions.loc[("2024", "34"), "why_not"] == ""
    measures = tb.measures().set_index("measure")
    assert measures.loc["pci", "years"] == "2016, 2017, 2018, 2019, 2020, 2021, 2022"
    assert measures.loc["pillar_society", "kind"] == "index"
    assert measures.loc["overall", "whole"] == "2022 (63), 2023 (63), 2024 (34), 2024 (63)"
    column = "An toàn thông tin mạng"
    cells = {
        file: [row[column] for row in raw(f"dti_tables/{file}.csv")]
        for file in ("dti_2023_63", "dti_2024_34")
    }
    assert {file: all(found) for file, found in cells.items()} == {
        "dti_2023_63": False, "dti_2024_34": True,
    }  # fmt: skip
    assert measures.loc["cybersecurity", "whole"] == "2024 (34)"
    assert measures.loc["papi_e_responsiveness", "doubt"] != ""
    former = tb.provinces(63).set_index("province")
    assert former.loc["Hậu Giang", "went_into"] == "Cần Thơ"
    assert (tb.provinces()["went_into"] == "").all()


def test_a_table_is_a_copy() -> None:
    first = tb.rankings()
    first["score"] = 0.0
    assert tb.rankings()["score"].min() > 0
