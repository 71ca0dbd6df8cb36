from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from helpers.errors import RawFileError
from helpers.sources.ledger_rows import check_ids, is_national, source_dates
from helpers.sources.raw_files import RawTable

MakeTable = Callable[..., RawTable]


@pytest.mark.parametrize(
    ("place", "national"),
    [
        ("(mean of 63 provinces)", True),
        ("cả nước", True),
        ("(Viet Nam)", True),
        ("Hậu Giang", False),
        ("", False),
    ],
)
def test_national_places(place: str, national: bool) -> None:
    assert is_national(place) is national


def test_only_a_whole_date_of_a_source_counts(make_table: MakeTable) -> None:
    columns = ("source_id", "title", "url", "date_as_printed")
    table = make_table(
        "data/raw/sources/sources.csv",
        columns,
        [
            {"source_id": "s1", "date_as_printed": "2021-05-26"},
            {"source_id": "s2", "date_as_printed": "2021"},
            {"source_id": "s3", "date_as_printed": "26/05/2021"},
            {"source_id": "s4"},
        ],
    )
    assert source_dates(table) == {"s1": date(2021, 5, 26), "s2": None, "s3": None, "s4": None}


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        ({"source_id": "s1"}, "source_id", "stands twice"),
        ({"source_id": ""}, "source_id", "has no id"),
        ({"source_id": "s2", "date_as_printed": "2021-02-30"}, "date_as_printed", "not a date"),
    ],
)
def test_a_broken_list_of_sources_is_refused(
    make_table: MakeTable, row: dict[str, str], column: str, problem: str
) -> None:
    columns = ("source_id", "title", "url", "date_as_printed")
    table = make_table("data/raw/sources/sources.csv", columns, [{"source_id": "s1"}, row])
    with pytest.raises(RawFileError, match=problem) as caught:
        source_dates(table)
    assert (caught.value.row, caught.value.column) == (3, column)


def test_a_figure_without_a_value_is_refused(make_table: MakeTable) -> None:
    columns = ("figure_id", "source_id", "value_as_printed")
    rows = [
        {"figure_id": "o1", "source_id": "s1", "value_as_printed": "12"},
        {"figure_id": "o2", "source_id": "s1", "value_as_printed": ""},
    ]
    table = make_table("data/raw/online_services/online_services.csv", columns, rows)
    with pytest.raises(RawFileError, match="nothing is written down") as caught:
        check_ids(table, {"s1": None})
    assert (caught.value.row, caught.value.column) == (3, "value_as_printed")
