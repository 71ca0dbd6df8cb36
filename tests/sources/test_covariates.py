from __future__ import annotations

import copy
import csv
from pathlib import Path

import pytest

from helpers.errors import RawFileError
from helpers.sources.covariates import all_covariates, covariate_rows, covariate_tables
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RawTable

SKILLS = "population_and_skills_2015_2020"
UNITS_AND_YEARS = {"province_as_printed", "year", "Đơn vị", "Năm", "Tỉnh/Thành phố"}


@pytest.fixture(scope="session")
def tables(root: Path) -> dict[str, RawTable]:
    return {table.name: table for table in covariate_tables(root)}


def test_every_printed_number_is_one_row(
    root: Path, tables: dict[str, RawTable], units: Units
) -> None:
    for table in tables.values():
        with (root / table.file).open(encoding="utf-8-sig", newline="") as file:
            numbers = [
                float(cell.replace(",", "."))
                for row in csv.DictReader(file)
                for column, cell in row.items()
                if column not in UNITS_AND_YEARS and cell.strip()
            ]
        rows = covariate_rows(table, units)
        assert sorted(row["value"] for row in rows) == sorted(numbers)
        assert len({(r["unit_id"], r["year"], r["measure"]) for r in rows}) == len(rows)
        assert {row["source_id"] for row in rows} == {table.name}


# An Giang is 89, Hà Nội 01, Khánh Hòa 56.
@pytest.mark.parametrize(
    ("name", "unit_id", "year", "measure", "value", "unit"),
    [
        ("papi_e_governance_2019_2024", "vn63-89", 2019, "papi_portal_access", 0.3598, "points"),
        ("papi_e_governance_2019_2024", "vn63-89", 2020, "papi_e_responsiveness", 0.3775, "points"),
        (
            "public_service_portal_index_2022_2024", "vn63-56", 2022,
            "portal_index_online_services", 6.9, "points",
        ),
        (
            "public_service_portal_index_2022_2024", "vn63-56", 2022,
            "portal_index_total", 65.06, "points of 100",
        ),
        (
            "province_statistics_2022_2024", "vn63-01", 2022,
            "urban_population", 4138.5, "thousand people",
        ),
        (
            "province_statistics_2022_2024", "vn63-01", 2022,
            "grdp_per_head", 141.6, "million dong",
        ),
        ("grdp_per_head_2018_2022", "vn63-01", 2018, "grdp_per_head", 111.6, "million dong"),
        (SKILLS, "vn63-89", 2015, "population", 2000.9, "thousand people"),
        (SKILLS, "vn63-89", 2020, "literacy", 90.7, "percent"),
        ("new_enterprises_2016_2022", "vn63-01", 2019, "new_enterprises", 27711, "enterprises"),
        ("pci_overall_2016_2022", "vn63-01", 2020, "pci", 66.93, "points of 100"),
    ],
)  # fmt: skip
def test_figures_seen_in_the_files(
    tables: dict[str, RawTable],
    units: Units,
    name: str,
    unit_id: str,
    year: int,
    measure: str,
    value: float,
    unit: str,
) -> None:
    chosen = [
        (row["value"], row["unit"])
        for row in covariate_rows(tables[name], units)
        if (row["unit_id"], row["year"], row["measure"]) == (unit_id, year, measure)
    ]
    assert chosen == [(value, unit)]


def test_breaks_of_a_series_are_said(tables: dict[str, RawTable], units: Units) -> None:
    papi = covariate_rows(tables["papi_e_governance_2019_2024"], units)
    doubted = {(r["measure"], r["year"]) for r in papi if r["doubt"]}
    assert doubted == {("papi_e_responsiveness", 2019)}
    portal = covariate_rows(tables["public_service_portal_index_2022_2024"], units)
    assert {r["year"] for r in portal if r["doubt"]} == {2024}
    assert all(r["doubt"] for r in portal if r["year"] == 2024)


@pytest.mark.parametrize(
    ("column", "text", "problem"),
    [
        ("Tỉnh/Thành phố", "Atlantis", "not read"),
        ("Tỉnh/Thành phố", "Vĩnh Phúc", "Vĩnh Phúc stands twice in 2022"),
        ("Năm", "22", "not read"),
        ("Dân số (nghìn người)", "8.435,7", "not a plain number"),
        ("Dân số (nghìn người)", "8435,7", "not a plain number"),
        ("Dân số (nghìn người)", "nan", "not a plain number"),
        ("Dân số (nghìn người)", "1e4", "not a plain number"),
        ("Dân số (nghìn người)", "-5", "not a possible figure"),
        ("Dân số (nghìn người)", "0", "not a possible figure"),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(
    tables: dict[str, RawTable], units: Units, column: str, text: str, problem: str
) -> None:
    table = copy.deepcopy(tables["province_statistics_2022_2024"])
    table.rows[0].cells[column] = text
    with pytest.raises(RawFileError, match=problem) as caught:
        covariate_rows(table, units)
    error = caught.value
    assert (error.file, error.column) == (table.file, column)
    assert error.row in (2, 3)
    assert str(error.expected)
    assert text in str(error.found)


@pytest.mark.parametrize("text", ["2000.9", "2.000,9", "2000,", ""])
def test_a_file_with_decimal_commas_is_read_with_commas_alone(
    tables: dict[str, RawTable], units: Units, text: str
) -> None:
    table = copy.deepcopy(tables[SKILLS])
    before = len(covariate_rows(table, units))
    table.rows[0].cells["population"] = text
    if not text:
        assert len(covariate_rows(table, units)) == before - 1
        return
    with pytest.raises(RawFileError, match="not a plain number") as caught:
        covariate_rows(table, units)
    assert (caught.value.row, caught.value.column) == (2, "population")
    assert "65,06" in str(caught.value.expected)


def test_each_year_of_the_added_statistics_is_known_of_all_63(
    tables: dict[str, RawTable], units: Units
) -> None:
    counted: dict[tuple[object, object], set[object]] = {}
    for row in all_covariates(tables.values(), units):
        counted.setdefault((row["measure"], row["year"]), set()).add(row["unit_id"])
    spans = {
        "population": (2015, 2020), "urban_population": (2015, 2020), "literacy": (2015, 2020),
        "trained_labour": (2015, 2020), "grdp_per_head": (2018, 2024),
        "new_enterprises": (2016, 2022), "pci": (2016, 2022),
    }  # fmt: skip
    for measure, (first, last) in spans.items():
        for year in range(first, last + 1):
            assert len(counted[measure, year]) == 63, (measure, year)


def test_of_a_figure_that_two_files_hold_the_first_is_used(
    tables: dict[str, RawTable], units: Units
) -> None:
    joined = all_covariates(tables.values(), units)
    keys = [(row["measure"], row["year"], row["unit_id"]) for row in joined]
    assert len(set(keys)) == len(keys)
    everything = [row for table in tables.values() for row in covariate_rows(table, units)]
    # The two files share the 63 figures of one year, 2022, and nothing else.
    assert len(everything) - len(joined) == 63
    sources = {row["year"]: row["source_id"] for row in joined if row["measure"] == "grdp_per_head"}
    assert sources == dict.fromkeys(range(2018, 2022), "grdp_per_head_2018_2022") | dict.fromkeys(
        range(2022, 2025), "province_statistics_2022_2024"
    )


# Hà Nội 2022 is printed 141.6 in one file; the other has two decimals.
@pytest.mark.parametrize(
    ("text", "agrees"),
    [("141.55", True), ("141.65", True), ("141.66", False), ("141.54", False), ("114.6", False)],
)
def test_two_files_must_agree_to_half_a_unit_of_the_coarser(
    tables: dict[str, RawTable], units: Units, text: str, agrees: bool
) -> None:
    changed = copy.deepcopy(tables)
    table = changed["grdp_per_head_2018_2022"]
    row = next(
        row for row in table if (row["province_as_printed"], row["year"]) == ("Ha Noi", "2022")
    )
    row.cells["grdp_per_head"] = text
    if agrees:
        assert len(all_covariates(changed.values(), units))
        return
    with pytest.raises(RawFileError, match="two files contradict each other") as caught:
        all_covariates(changed.values(), units)
    error = caught.value
    assert (error.file, error.row, error.column) == (table.file, row.line, "grdp_per_head")
    assert "141.6" in str(error.expected)
    assert text in str(error.found)


PORTAL = "public_service_portal_index_2022_2024"


# Khánh Hòa 2022: 9.24 + 19.05 + 6.9 + 17.68 + 12.19 = 65.06.
@pytest.mark.parametrize(
    ("column", "text", "total"),
    [
        ("Tổng điểm", "65.07", "65.06"),
        ("Tổng điểm", "56.06", "65.06"),
        ("Công khai, minh bạch", "9.42", "65.24"),
        ("Tiến độ giải quyết", "19.5", "65.51"),
        ("Dịch vụ trực tuyến", "9.6", "67.76"),
        ("Mức độ hài lòng", "17.86", "65.24"),
        ("Số hóa hồ sơ", "12.91", "65.78"),
    ],
)
def test_a_total_of_the_portal_that_is_not_the_sum_of_its_groups_is_refused(
    tables: dict[str, RawTable], units: Units, column: str, text: str, total: str
) -> None:
    table = copy.deepcopy(tables[PORTAL])
    assert table.rows[0]["Đơn vị"] == "UBND tỉnh Khánh Hòa"
    table.rows[0].cells[column] = text
    with pytest.raises(RawFileError, match="not the sum of its groups") as caught:
        covariate_rows(table, units)
    error = caught.value
    assert (error.file, error.row, error.column) == (table.file, 2, "Tổng điểm")
    assert (str(error.expected), str(error.found)) == (total, repr(table.rows[0]["Tổng điểm"]))


@pytest.mark.parametrize(("column", "text"), [("Tổng điểm", "65,06"), ("Số hóa hồ sơ", "nan?")])
def test_a_cell_of_the_portal_that_is_no_number_is_named_itself(
    tables: dict[str, RawTable], units: Units, column: str, text: str
) -> None:
    table = copy.deepcopy(tables[PORTAL])
    table.rows[0].cells[column] = text
    with pytest.raises(RawFileError, match="not a plain number") as caught:
        covariate_rows(table, units)
    assert (caught.value.row, caught.value.column) == (2, column)


def test_a_group_that_is_not_printed_leaves_nothing_to_add_up(
    tables: dict[str, RawTable], units: Units
) -> None:
    table = copy.deepcopy(tables[PORTAL])
    before = len(covariate_rows(table, units))
    table.rows[0].cells["Số hóa hồ sơ"] = ""
    assert len(covariate_rows(table, units)) == before - 1


def test_an_empty_cell_is_no_figure(tables: dict[str, RawTable], units: Units) -> None:
    table = copy.deepcopy(tables["province_statistics_2022_2024"])
    before = len(covariate_rows(table, units))
    table.rows[0].cells["Dân số (nghìn người)"] = ""
    assert len(covariate_rows(table, units)) == before - 1


@pytest.mark.parametrize(
    ("name", "column", "text"),
    [
        ("pci_overall_2016_2022", "pci_overall", "100.1"),
        ("papi_e_governance_2019_2024", "SC82 Access to the Internet", "-0.1"),
        (SKILLS, "literacy_rate_15plus", "905"),
    ],
)
def test_a_share_or_a_score_lies_within_its_scale(
    tables: dict[str, RawTable], units: Units, name: str, column: str, text: str
) -> None:
    table = copy.deepcopy(tables[name])
    for possible in ("0", "100"):
        table.rows[0].cells[column] = possible
        covariate_rows(table, units)
    table.rows[0].cells[column] = text
    with pytest.raises(RawFileError, match=r"not a possible figure.*from 0 to 100"):
        covariate_rows(table, units)
