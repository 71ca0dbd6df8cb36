"""Reading yearly figures of provinces: PAPI, PCI, the portal index, statistics."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from helpers.errors import RawFileError, Reason
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RawRow, RawTable, read_raw

# The page prints sums of the printed groups.
_SUM_ROUNDING = 0.005
# Percentages and points have a scale of a hundred at most; all else is counted or paid.
_SCALED = frozenset({"percent", "points", "points of 100"})
_PLAIN_NUMBER = {mark: re.compile(rf"-?\d+({re.escape(mark)}\d+)?") for mark in ".,"}


class Layout(NamedTuple):
    """Which columns of a file hold the province, the year and the figures, and how they are read.

    `measures`: measure and unit of every other column. `mark`: the decimal mark that is printed.
    """

    province: str
    year: str
    measures: Mapping[str, tuple[str, str]]
    mark: str = "."


# Where two files hold the same figure, the first is used and the other must agree with it.
_LAYOUTS: dict[str, Layout] = {
    "papi/papi_e_governance_2019_2024.csv": Layout(
        "province_as_printed",
        "year",
        {
            "SC81 Access to E-Government Portals": ("papi_portal_access", "points"),
            "SC82 Access to the Internet": ("papi_internet_access", "points"),
            "SC83 E-Responsiveness of Provincial Authorities": ("papi_e_responsiveness", "points"),
        },
    ),
    "pci/pci_overall_2016_2022.csv": Layout(
        "province_as_printed", "year", {"pci_overall": ("pci", "points of 100")}
    ),
    "portal_index/public_service_portal_index_2022_2024.csv": Layout(
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
    "province_statistics/province_statistics_2022_2024.csv": Layout(
        "Tỉnh/Thành phố",
        "Năm",
        {
            "Dân số (nghìn người)": ("population", "thousand people"),
            "Dân số thành thị (nghìn người)": ("urban_population", "thousand people"),
            "GRDP bình quân đầu người (triệu đồng)": ("grdp_per_head", "million dong"),
        },
    ),
    "province_statistics/grdp_per_head_2018_2022.csv": Layout(
        "province_as_printed", "year", {"grdp_per_head": ("grdp_per_head", "million dong")}
    ),
    "province_statistics/population_and_skills_2015_2020.csv": Layout(
        "province_as_printed",
        "year",
        {
            "population": ("population", "thousand people"),
            "urban_population": ("urban_population", "thousand people"),
            "literacy_rate_15plus": ("literacy", "percent"),
            "trained_labour_share_15plus": ("trained_labour", "percent"),
        },
        mark=",",
    ),
    "province_statistics/new_enterprises_2016_2022.csv": Layout(
        "province_as_printed", "year", {"new_enterprises": ("new_enterprises", "enterprises")}
    ),
}


def covariate_tables(root: Path) -> list[RawTable]:
    """The raw files that covariates come from."""
    return [read_raw(root, file) for file in _LAYOUTS]


def covariate_rows(table: RawTable, units: Units) -> list[dict[str, object]]:
    """One row for each unit, year and measure of one file; empty cells are not printed figures.

    Raises:
        RawFileError: a name that means no province, a province twice in a year, a cell that is
            not a plain number with the decimal mark of the file, a number that its unit does not
            allow, a year that is not one.
    """
    layout = _layout(table)
    unit_column, year_column = layout.province, layout.year
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
        for column, (measure, unit_of_measure) in layout.measures.items():
            if not row[column]:
                continue
            if not _PLAIN_NUMBER[layout.mark].fullmatch(row[column]):
                raise RawFileError(
                    table.file,
                    Reason("covariates.no_number"),
                    row=row.line,
                    column=column,
                    expected=Reason("covariates.digits", example=f"65{layout.mark}06"),
                    found=repr(row[column]),
                )
            _check_possible(table, row, column, layout)
            rows.append(
                {
                    "unit_id": unit.unit_id,
                    "year": int(year),
                    "measure": measure,
                    "value": float(row[column].replace(layout.mark, ".")),
                    "unit": unit_of_measure,
                    "doubt": _doubt(measure, int(year)),
                    "source_id": table.name,
                }
            )
    return rows


def _check_possible(table: RawTable, row: RawRow, column: str, layout: Layout) -> None:
    """Refuse a share or a score outside its scale, and a quantity of nothing."""
    value = float(row[column].replace(layout.mark, "."))
    unit = layout.measures[column][1]
    most = 100 if unit in _SCALED else math.inf
    if 0 < value <= most or (value == 0 and most < math.inf):
        return
    raise RawFileError(
        table.file,
        Reason("covariates.out_of_range"),
        row=row.line,
        column=column,
        expected=Reason("covariates.above_nothing")
        if math.isinf(most)
        else Reason("covariates.from_to", least=0, most=most),
        found=repr(row[column]),
    )


def _layout(table: RawTable) -> Layout:
    return _LAYOUTS[table.file.removeprefix("data/raw/")]


def all_covariates(tables: Iterable[RawTable], units: Units) -> list[dict[str, object]]:
    """Every covariate once: of a figure that two files hold, the row of the first.

    The two must agree at the coarser precision of their columns, to half a unit of its last place:
    trailing zeros are lost, and which way a half was rounded is not known.

    Args:
        tables: as `covariate_tables` gives them.

    Raises:
        RawFileError: as `covariate_rows`; or two files contradict each other.
    """
    kept: dict[tuple[object, ...], dict[str, object]] = {}
    places: dict[tuple[object, object], int] = {}
    for table in tables:
        rows = covariate_rows(table, units)
        for row in rows:
            column = table.name, row["measure"]
            places[column] = max(places.get(column, 0), _places(row["value"]))
        for row in rows:
            known = kept.setdefault((row["measure"], row["year"], row["unit_id"]), row)
            coarser = min(places[one["source_id"], one["measure"]] for one in (known, row))
            apart = abs(Decimal(str(known["value"])) - Decimal(str(row["value"])))
            if apart > Decimal(5).scaleb(-coarser - 1):
                raise _contradiction(table, row, known, units)
    return list(kept.values())


def _places(value: object) -> int:
    """How many decimals a printed number has, trailing zeros not counted."""
    return max(0, -int(Decimal(str(value)).normalize().as_tuple().exponent))


def _contradiction(
    table: RawTable, row: Mapping[str, object], known: Mapping[str, object], units: Units
) -> RawFileError:
    """What to say of a figure that another file prints otherwise."""
    layout = _layout(table)
    column = next(name for name, (code, _) in layout.measures.items() if code == row["measure"])
    unit = units.by_id(str(row["unit_id"]))
    raw = next(
        one
        for one in table
        if one[layout.year] == str(row["year"])
        and units.match(one[layout.province], units.base_universe) == unit
    )
    return RawFileError(
        table.file,
        Reason("covariates.contradicted", province=unit.province, year=row["year"]),
        row=raw.line,
        column=column,
        expected=Reason("covariates.as_in", value=known["value"], file=f"{known['source_id']}.csv"),
        found=repr(raw[column]),
    )


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
