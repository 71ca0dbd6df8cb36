from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from helpers.errors import RawFileError
from helpers.sources.ledger_dated_figures import (
    adoption_rows,
    milestone_rows,
    online_service_rows,
    service_regime,
)
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RawTable

MakeTable = Callable[..., RawTable]
DATED_COLUMNS = (
    "figure_id", "province_as_printed", "as_of", "measure", "level", "value_as_printed", "unit",
    "counts_what", "doubt", "source_id",
)  # fmt: skip
OLD, NEW, UNDATED = "s-old", "s-new", "s-undated"
SOURCES: Mapping[str, date | None] = {
    OLD: date(2025, 3, 1), NEW: date(2025, 11, 26), UNDATED: None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("level", "regime"),
    [
        ("level_4", "decree-43"),
        ("levels_3_4", "decree-43"),
        ("level_4_province_tier", "decree-43"),
        ("share_eligible_level_4", "decree-43"),
        ("target_share_level_4", "decree-43"),
        ("on_national_portal_level_4", "decree-43"),
        ("full_process", "decree-42"),
        ("share_eligible_full_process", "decree-42"),
        ("partial_process", "decree-42"),
        ("online_total", "none"),
        ("total_procedures", "none"),
        ("information_only", "none"),
    ],
)
def test_level_words_belong_to_their_decree(level: str, regime: str) -> None:
    assert service_regime(level) == regime


def dated(make_table: MakeTable, *rows: Mapping[str, str], columns: tuple[str, ...]) -> RawTable:
    base = {
        "figure_id": "a1", "province_as_printed": "Hải Phòng", "as_of": "2021-10",
        "measure": "online_dossiers", "level": "level_4", "value_as_printed": "hơn 1,3 triệu",
        "source_id": UNDATED,
    }  # fmt: skip
    return make_table("data/raw/adoption/adoption.csv", columns, [base | dict(r) for r in rows])


@pytest.mark.parametrize(
    ("row", "unit_id", "doubted"),
    [
        ({"as_of": "2024"}, "vn63-31", False),
        ({"as_of": "2025-06"}, "vn63-31", False),
        ({"as_of": "2025-07"}, "vn34-31", False),
        ({"as_of": "2025-07-01"}, "vn34-31", False),
        ({"as_of": "2025", "source_id": OLD}, "vn63-31", False),
        ({"as_of": "2025", "source_id": NEW}, "vn34-31", False),
        ({"as_of": "2025"}, "vn63-31", True),
        ({"as_of": ""}, "vn63-31", True),
        ({"as_of": "", "source_id": NEW}, "vn34-31", False),
        ({"as_of": "2021", "source_id": NEW}, "vn63-31", False),
        # A target for 2030 that was printed before the mergers is one of the old province.
        ({"as_of": "2030", "source_id": OLD}, "vn63-31", False),
        ({"as_of": "2025-08", "doubt": "before merger"}, "vn63-31", False),
        ({"as_of": "2025", "doubt": "merged province"}, "vn34-31", False),
        ({"as_of": "2025", "doubt": "perhaps the merged province"}, "vn63-31", True),
        ({"as_of": "2025-08", "province_as_printed": "Hậu Giang"}, "vn63-93", False),
        ({"as_of": "2025-08", "province_as_printed": "Huế"}, "vn34-46", False),
        ({"as_of": "2024", "province_as_printed": "Huế"}, "vn63-46", False),
        ({"as_of": "2025-08", "province_as_printed": "cả nước"}, "", False),
    ],
)
def test_a_name_means_the_old_or_the_merged_unit_by_note_and_date(
    make_table: MakeTable, units: Units, row: dict[str, str], unit_id: str, doubted: bool
) -> None:
    (found,), _ = adoption_rows(dated(make_table, row, columns=DATED_COLUMNS), units, SOURCES)
    assert found["unit_id"] == unit_id
    assert ("mergers of July 2025 is not stated" in str(found["doubt"])) is doubted


def test_a_count_keeps_its_words_bounds_and_date(make_table: MakeTable, units: Units) -> None:
    table = dated(
        make_table,
        {},
        {"figure_id": "a2", "value_as_printed": "97.5 - 99.9 percent", "measure": "target_x"},
        {"figure_id": "a3", "value_as_printed": "53/53", "unit": "services"},
        {"figure_id": "a4", "value_as_printed": "17/63", "measure": "x_rank"},
        {"figure_id": "a5", "value_as_printed": "44 33"},
        columns=DATED_COLUMNS,
    )
    rows, rejections = adoption_rows(table, units, SOURCES)
    first, target, part, rank, refused = rows
    assert (first["value"], first["approximate"], first["target"]) == (
        1_300_000,
        "more_than",
        False,
    )
    assert (first["as_of_start"], first["as_of_end"], first["precision"]) == (
        date(2021, 10, 1), date(2021, 10, 31), "month",
    )  # fmt: skip
    assert first["value_as_printed"] == "hơn 1,3 triệu"
    assert (target["value"], target["lower"], target["upper"]) == (None, 97.5, 99.9)
    assert (target["unit"], target["target"]) == ("percent", True)
    assert (part["value"], part["out_of"], part["unit"]) == (53, 53, "services")
    assert (rank["value"], rank["out_of"], rank["unit"]) == (17, 63, "rank")
    assert refused["value"] is None
    assert [(r.row, r.value) for r in rejections] == [(6, "44 33")]
    assert "4433 or 44.33" in rejections[0].reason
    # What the parser says is no note about the figure.
    assert refused["doubt"] == ""


@pytest.mark.parametrize("read", [adoption_rows, online_service_rows])
@pytest.mark.parametrize(
    ("printed", "share"), [("101,3%", 101.3), ("150%", 150), ("151%", None), ("trên 300%", None)]
)
def test_a_share_far_over_the_whole_is_refused(
    make_table: MakeTable,
    units: Units,
    read: Callable[..., tuple[list[dict[str, object]], object]],
    printed: str,
    share: float | None,
) -> None:
    # 101.3 % of all people is printed where the users are counted against another base.
    table = dated(make_table, {}, {"figure_id": "a2", "value_as_printed": printed},
                  columns=DATED_COLUMNS)  # fmt: skip
    if share is not None:
        rows, rejections = read(table, units, SOURCES)
        assert (rows[1]["value"], rows[1]["unit"], rejections) == (share, "percent", [])
        return
    with pytest.raises(RawFileError, match="not a possible share") as caught:
        read(table, units, SOURCES)
    error = caught.value
    assert (error.row, error.column, str(error.found)) == (3, "value_as_printed", repr(printed))


@pytest.mark.parametrize(
    ("printed", "unit", "value", "shown"),
    [
        ("hơn 127 tỷ đồng", "billion VND", 127_000_000_000, "VND"),
        ("hơn 56 tỷ đồng", "VND", 56_000_000_000, "VND"),
        ("3,5 triệu đồng", "", 3_500_000, "VND"),
        # No word for money: the unit is the ledger's.
        ("30 tỷ", "VND", 30_000_000_000, "VND"),
        ("143", "services", 143, "services"),
        ("143", "", 143, ""),
    ],
)
def test_money_is_in_dong_whatever_word_the_ledger_gives(
    make_table: MakeTable, units: Units, printed: str, unit: str, value: float, shown: str
) -> None:
    row = {"value_as_printed": printed, "unit": unit}
    (found,), _ = adoption_rows(dated(make_table, row, columns=DATED_COLUMNS), units, SOURCES)
    assert (found["value"], found["unit"]) == (value, shown)


def test_services_carry_the_decree_of_their_words(make_table: MakeTable, units: Units) -> None:
    table = dated(
        make_table,
        {"value_as_printed": "143"},
        {"figure_id": "a2", "level": "target_share_level_4", "value_as_printed": "100%"},
        {"figure_id": "a3", "level": "full_process", "as_of": "2022-12-31"},
        columns=DATED_COLUMNS,
    )
    rows, _ = online_service_rows(table, units, SOURCES)
    assert [(r["level"], r["regime"], r["target"]) for r in rows] == [
        ("level_4", "decree-43", False),
        ("target_share_level_4", "decree-43", True),
        ("full_process", "decree-42", False),
    ]


@pytest.mark.parametrize("read", [adoption_rows, online_service_rows])
@pytest.mark.parametrize("period", ["2021-13", "31/12/2021", "hôm qua", "2021-02-30"])
def test_what_is_no_period_is_refused(
    make_table: MakeTable, units: Units, read: Callable[..., object], period: str
) -> None:
    with pytest.raises(RawFileError, match="not a date or period") as caught:
        read(dated(make_table, {"as_of": period}, columns=DATED_COLUMNS), units, SOURCES)
    error = caught.value
    assert (error.row, error.column, str(error.found)) == (2, "as_of", repr(period))


def milestones(make_table: MakeTable, *rows: Mapping[str, str]) -> RawTable:
    base = {
        "province_as_printed": "Hậu Giang", "milestone_type": "plan", "description": "x",
        "source_id": OLD,
    }  # fmt: skip
    columns = (
        "figure_id", "province_as_printed", "date_as_printed", "date_iso", "milestone_type",
        "description", "date_basis", "dates", "source_id",
    )  # fmt: skip
    return make_table(
        "data/raw/milestones/milestones.csv",
        columns,
        [base | {"figure_id": f"m{number}"} | dict(r) for number, r in enumerate(rows, start=1)],
    )


def test_milestones_keep_the_precision_of_their_date(make_table: MakeTable, units: Units) -> None:
    table = milestones(
        make_table,
        {"date_iso": "2021-10-19"},
        {"date_iso": "2020-H2"},
        {"date_iso": "", "date_as_printed": "27/10"},
    )
    rows, rejections = milestone_rows(table, units, SOURCES)
    assert rejections == []
    assert [(r["date_start"], r["date_end"], r["precision"]) for r in rows] == [
        (date(2021, 10, 19), date(2021, 10, 19), "day"),
        (date(2020, 7, 1), date(2020, 12, 31), "half_year"),
        (None, None, "unknown"),
    ]
    assert rows[2]["date_as_printed"] == "27/10"


DATED, UNDATED_ROW = {"date_iso": "2021-10-19", "dates": "m2"}, {"date_iso": ""}


def test_a_report_may_date_another_of_the_same_milestone(
    make_table: MakeTable, units: Units
) -> None:
    rows, _ = milestone_rows(milestones(make_table, DATED, UNDATED_ROW), units, SOURCES)
    assert [row["dates"] for row in rows] == ["m2", ""]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (DATED, UNDATED_ROW | {"figure_id": "m9"}),
        (DATED, UNDATED_ROW | {"milestone_type": "ioc"}),
        (DATED, UNDATED_ROW | {"province_as_printed": "Hải Phòng"}),
        (DATED | {"date_iso": ""}, UNDATED_ROW),
        (DATED | {"dates": "m1"}, UNDATED_ROW),
    ],
)
def test_a_report_that_dates_no_other_of_its_milestone_is_refused(
    make_table: MakeTable, units: Units, first: Mapping[str, str], second: Mapping[str, str]
) -> None:
    with pytest.raises(RawFileError, match="not of the same milestone") as caught:
        milestone_rows(milestones(make_table, first, second), units, SOURCES)
    assert (caught.value.row, caught.value.column) == (2, "dates")


@pytest.mark.parametrize(
    ("kind", "description", "fits"),
    [
        ("resolution_party", "Resolution 09-NQ/TU", True),
        ("resolution_people_council", "Resolution 25/2020/NQ-HĐND", True),
        ("resolution_party", "Directive 19-CT/TU", False),
        ("directive", "Directive 19-CT/TU", True),
        ("directive", "Resolution 09-NQ/TU", False),
        # A plan may carry out either, and an action programme (CTr) is no directive.
        ("plan", "Plan 38/KH-UBND carrying out Resolution 13-NQ/TU", True),
        ("resolution_party", "Action programme 33-CTr/TU", True),
    ],
)
def test_a_directive_is_no_resolution(
    make_table: MakeTable, units: Units, kind: str, description: str, *, fits: bool
) -> None:
    table = milestones(make_table, {"milestone_type": kind, "description": description})
    if fits:
        assert milestone_rows(table, units, SOURCES)[0][0]["milestone_type"] == kind
        return
    with pytest.raises(RawFileError, match="number of a directive") as caught:
        milestone_rows(table, units, SOURCES)
    assert (caught.value.row, caught.value.column) == (2, "milestone_type")


@pytest.mark.parametrize(
    ("printed", "value", "lower", "upper", "words", "rejected"),
    [
        ("<10", 10, None, None, "less_than", 0),
        ("ước 7,18", 7.18, None, None, "about", 0),
        ("2.72-5.76", None, 2.72, 5.76, "", 0),
        # Words that name a group say no number; nothing in them is unreadable.
        ("among five lowest", None, None, None, "", 0),
        ("among the five highest", None, None, None, "", 0),
        ("among many", None, None, None, "", 1),
    ],
)
def test_bounds_estimates_and_groups_are_read(
    make_table: MakeTable,
    units: Units,
    *,
    printed: str,
    value: float | None,
    lower: float | None,
    upper: float | None,
    words: str,
    rejected: int,
) -> None:
    row = {"value_as_printed": printed, "unit": "%", "counts_what": "dossiers of a year"}
    table = dated(make_table, row, columns=DATED_COLUMNS)
    (read,), rejections = adoption_rows(table, units, SOURCES)
    assert [read[name] for name in ("value", "lower", "upper")] == [value, lower, upper]
    assert (read["approximate"], read["counts_what"]) == (words, "dossiers of a year")
    assert (read["value_as_printed"], len(rejections)) == (printed, rejected)


LEDGER_34 = {
    "ledger": {
        "universe": "34",
        "numbers": "thousands_without_last_zeros",
        "sums": {"total_procedures": ["full_process", "partial_process", "not_online"]},
    }
}


def split_of(make_table: MakeTable, **counts: str) -> RawTable:
    """One unit's procedures and their parts, as a copy of the national portal's page has them."""
    base = {"province_as_printed": "TP.Hải Phòng", "as_of": "2025-11", "source_id": NEW}
    rows = [
        base | {"figure_id": f"a{number}", "level": level, "value_as_printed": count}
        for number, (level, count) in enumerate(counts.items())
    ]
    file = "data/raw/online_services/online_services_34units_2025.csv"
    return make_table(file, DATED_COLUMNS, rows, LEDGER_34)


def test_a_file_of_merged_units_means_no_former_province_and_puts_lost_zeros_back(
    make_table: MakeTable, units: Units
) -> None:
    table = split_of(
        make_table,
        total_procedures="2.253", full_process="806", partial_process="1.19", not_online="257",
    )  # fmt: skip
    rows, rejected = online_service_rows(table, units, SOURCES)
    assert not rejected
    # New Hải Phòng keeps the code 31 of the old one.
    assert {row["unit_id"] for row in rows} == {"vn34-31"}
    assert [row["value"] for row in rows] == [2253, 806, 1190, 257]
    assert [row["value_as_printed"] for row in rows] == ["2.253", "806", "1.19", "257"]
    assert [row["doubt"] for row in rows] == [
        "", "", "zeros at the end lost on the copy: 1.19 is 1,190", "",
    ]  # fmt: skip


def test_counts_that_do_not_add_up_are_named_with_their_sum(
    make_table: MakeTable, units: Units
) -> None:
    # "2" may have been 2.000: only the sum can tell.
    parts = {"full_process": "806", "partial_process": "1.19", "not_online": "4"}
    with pytest.raises(RawFileError, match="must be the sum of") as caught:
        online_service_rows(split_of(make_table, total_procedures="2", **parts), units, SOURCES)
    error = caught.value
    assert (error.row, error.column) == (2, "value_as_printed")
    assert (str(error.expected), str(error.found)) == ("2000", "2")
    # A part that is not printed, or cannot be read, leaves nothing to add up.
    rows, rejected = online_service_rows(
        split_of(make_table, total_procedures="2", full_process="1.290"), units, SOURCES
    )
    assert [row["value"] for row in rows] == [2, None]
    assert [one.value for one in rejected] == ["1.290"]
