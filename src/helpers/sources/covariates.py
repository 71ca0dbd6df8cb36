"""Reading yearly figures of provinces: PAPI, the portal index, statistics."""

from __future__ import annotations

import re
from pathlib import Path

from helpers.errors import RawFileError, Reason
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RawRow, RawTable, read_raw

# The page prints sums of the printed groups.
_SUM_ROUNDING = 0.005
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")

# file -> (column of the province, column of the year, unit and measure of every other column)
_LAYOUTS: dict[str, tuple[str, str, dict[str, tuple[str, str]]]] = {
    "papi/papi_e_governance_2019_2024.csv": (
        "province_as_printed",
        "year",
        {
            "SC81 Access to E-Government Portals": ("papi_portal_access", "points"),
            "SC82 Access to the Internet": ("papi_internet_access", "points"),
            "SC83 E-Responsiveness of Provincial Authorities": ("papi_e_responsiveness", "points"),
        },
    ),
    "portal_index/public_service_portal_index_2022_2024.csv": (
        "Đơn vị",
        "Năm",
        {
            "Tổng điểm": ("portal_index_total", "points of 100"),
            "Công khai, minh bạch": ("portal_index_transparency", "points"),
            "Tiến độ giải quyết": ("portal_index_timeliness", "points"),
            "Dịch vụ trực tuyến": ("portal_index_online_services", "points"),
            "Mức độ hài lòng": ("portal_index_satisfaction", "points"),
            "Số hóa hồ sơ": ("portal_index_digitisation", "points"),
        },
    ),
    "province_statistics/province_statistics_2022_2024.csv": (
        "Tỉnh/Thành phố",
        "Năm",
        {
            "Dân số (nghìn người)": ("population", "thousand people"),
            "Dân số thành thị (nghìn người)": ("urban_population", "thousand people"),
            "GRDP bình quân đầu người (triệu đồng)": ("grdp_per_head", "million dong"),
        },
    ),
}


def covariate_tables(root: Path) -> list[RawTable]:
    """The raw files that covariates come from."""
    return [read_raw(root, file) for file in _LAYOUTS]


def covariate_rows(table: RawTable, units: Units) -> list[dict[str, object]]:
    """One row for each unit, year and measure of one file; empty cells are not printed figures.

    Raises:
        RawFileError: a name that means no province, a province twice in a year, a cell that is
            not a plain number with a decimal point, a year that is not one.
    """
    unit_column, year_column, measures = _LAYOUTS[table.file.removeprefix("data/raw/")]
    rows: list[dict[str, object]] = []
    seen: dict[tuple[str, str], int] = {}
    for row in table:
        unit = units.match(row[unit_column], units.base_universe)
        year = row[year_column]
        if unit is None or not re.fullmatch(r"20\d\d", year):
            column, expected = (
                (unit_column, Reason("covariates.province", universe=units.base_universe))
                if unit is None
                else (year_column, Reason("covariates.year"))
            )
            raise RawFileError(
                table.file,
                Reason("covariates.not_read"),
                row=row.line,
                column=column,
                expected=expected,
                found=repr(row[column]),
            )
        if (unit.unit_id, year) in seen:
            raise RawFileError(
                table.file,
                Reason("covariates.twice", province=unit.province, year=year),
                row=row.line,
                column=unit_column,
                expected=Reason("covariates.once"),
                found=Reason("raw.already", found=row[unit_column], line=seen[unit.unit_id, year]),
            )
        seen[unit.unit_id, year] = row.line
        _check_sum(table, row)
        for column, (measure, unit_of_measure) in measures.items():
            if not row[column]:
                continue
            if not _PLAIN_NUMBER.fullmatch(row[column]):
                raise RawFileError(
                    table.file,
                    Reason("covariates.no_number"),
                    row=row.line,
                    column=column,
                    expected=Reason("covariates.digits"),
                    found=repr(row[column]),
                )
            rows.append(
                {
                    "unit_id": unit.unit_id,
                    "year": int(year),
                    "measure": measure,
                    "value": float(row[column]),
                    "unit": unit_of_measure,
                    "doubt": _doubt(measure, int(year)),
                    "source_id": table.name,
                }
            )
    return rows


_TOTAL = "Tổng điểm"
_GROUPS = (
    "Công khai, minh bạch",
    "Tiến độ giải quyết",
    "Dịch vụ trực tuyến",
    "Mức độ hài lòng",
    "Số hóa hồ sơ",
)


def _check_sum(table: RawTable, row: RawRow) -> None:
    """The total of the portal index is the sum of its five groups, to within rounding."""
    if _TOTAL not in table.columns or not all(row[column] for column in (_TOTAL, *_GROUPS)):
        return
    try:
        total, groups = float(row[_TOTAL]), sum(float(row[column]) for column in _GROUPS)
    except ValueError:
        return  # which cell is no number is said where it is read
    if abs(total - groups) > _SUM_ROUNDING:
        raise RawFileError(
            table.file,
            Reason("covariates.sum"),
            row=row.line,
            column=_TOTAL,
            expected=f"{groups:.2f}",
            found=repr(row[_TOTAL]),
        )


_DOUBTS = {
    ("papi_e_responsiveness", 2019): "another measure in 2019; comparable from 2020 on",
    (
        "portal_index",
        2024,
    ): "whether the government before or after July 2025 is meant is not stated",
}


def _doubt(measure: str, year: int) -> str:
    kind = "portal_index" if measure.startswith("portal_index") else measure
    return _DOUBTS.get((kind, year), "")
