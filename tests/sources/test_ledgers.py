from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from helpers.sources.editions import Definitions
from helpers.sources.errors import BadInputError, RawFileError
from helpers.sources.figures import Figure, Rejection
from helpers.sources.ledgers import (
    adoption_rows,
    is_national,
    load_set_aside,
    milestone_rows,
    online_service_rows,
    reported_figures,
    service_regime,
    source_dates,
)
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RawTable, read_raw

MakeTable = Callable[..., RawTable]
RANKINGS = "reported_rankings/reported_rankings.csv"
RANKING_COLUMNS = (
    "figure_id", "index", "edition", "universe", "province_as_printed", "measure", "statistic",
    "value_as_printed", "doubt", "source_id", "unit", "baseline",
)  # fmt: skip
DATED_COLUMNS = (
    "figure_id", "province_as_printed", "as_of", "measure", "level", "value_as_printed", "unit",
    "doubt", "source_id",
)  # fmt: skip
OLD, NEW, UNDATED = "s-old", "s-new", "s-undated"
SOURCES: Mapping[str, date | None] = {
    OLD: date(2025, 3, 1), NEW: date(2025, 11, 26), UNDATED: None,
}  # fmt: skip
RANK = {
    "figure_id": "r1", "index": "DTI", "edition": "2022", "universe": "63",
    "province_as_printed": "hau giang", "measure": "overall", "statistic": "rank",
    "value_as_printed": "17/63", "source_id": OLD,
}  # fmt: skip


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


def figures_of(
    make_table: MakeTable,
    definitions: Definitions,
    units: Units,
    *rows: Mapping[str, str],
    set_aside: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[list[Figure], list[Rejection]]:
    table = make_table("data/raw/" + RANKINGS, RANKING_COLUMNS, [RANK | dict(row) for row in rows])
    return reported_figures(table, definitions, units, SOURCES, set_aside or {})


@pytest.mark.parametrize(
    ("row", "value", "best", "worst", "decimals"),
    [
        ({}, 17, 17, 17, None),
        ({"value_as_printed": "thứ ba"}, 3, 3, 3, None),
        ({"value_as_printed": "top 10"}, None, 1, 10, None),
        ({"value_as_printed": "last"}, None, None, None, None),
        ({"statistic": "list_position", "value_as_printed": "5"}, 5, 5, 5, None),
        ({"statistic": "group", "value_as_printed": "one of the top five"}, None, 1, 5, None),
        ({"statistic": "score", "value_as_printed": "0,4332"}, 0.4332, None, None, 4),
        ({"statistic": "score", "value_as_printed": "0,607/1,000"}, 0.607, None, None, 3),
        ({"statistic": "score", "value_as_printed": "541,46/1.000"}, 0.54146, None, None, 5),
        ({"statistic": "score", "value_as_printed": "maximum score"}, 1, None, None, None),
        ({"statistic": "rank_change", "value_as_printed": "tụt 10 bậc"}, -10, None, None, None),
        ({"statistic": "score_change", "value_as_printed": "giảm 0,033"}, -0.033, None, None, None),
        ({"statistic": "score_growth", "value_as_printed": "tăng 32,7%"}, 32.7, None, None, None),
        ({"statistic": "share", "index": "OTHER", "value_as_printed": "98%"}, 98, None, None, None),
        (
            {"statistic": "score", "index": "PAR", "value_as_printed": "82,01"},
            82.01, None, None, 2,
        ),
    ],
)  # fmt: skip
def test_every_statistic_is_read_in_its_own_way(
    make_table: MakeTable,
    definitions: Definitions,
    units: Units,
    row: dict[str, str],
    value: float | None,
    best: int | None,
    worst: int | None,
    decimals: int | None,
) -> None:
    (figure,), rejections = figures_of(make_table, definitions, units, row)
    assert rejections == []
    assert (figure.value, figure.best, figure.worst, figure.decimals) == (
        value if value is None else pytest.approx(value, abs=1e-12), best, worst, decimals,
    )  # fmt: skip
    assert figure.unit_id == "vn63-93"
    listed = row.get("statistic") == "list_position"
    assert figure.basis == ("list_position" if listed else "printed")


def test_words_that_name_no_number_are_kept_and_rejected_with_a_reason(
    make_table: MakeTable, definitions: Definitions, units: Units
) -> None:
    figures, rejections = figures_of(
        make_table,
        definitions,
        units,
        {},
        {"figure_id": "r2", "statistic": "score", "value_as_printed": "tốt", "doubt": "a grade"},
    )
    assert [f.value_as_printed for f in figures] == ["17/63", "tốt"]
    assert figures[1].value is None
    assert figures[1].doubt.startswith("a grade; expected a score")
    (rejection,) = rejections
    assert (rejection.row, rejection.column, rejection.value) == (3, "value_as_printed", "tốt")
    assert "grade is not a number" in rejection.reason
    assert "không phải là số" in rejection.reason_vi


def test_a_figure_set_aside_says_why(
    make_table: MakeTable, definitions: Definitions, units: Units
) -> None:
    aside = {"r1": {"en": "a digit seems lost", "vi": "có lẽ mất một chữ số"}}
    (figure,), _ = figures_of(make_table, definitions, units, {}, set_aside=aside)
    assert figure.set_aside
    assert figure.doubt == "a digit seems lost"


def test_a_nation_has_no_unit_and_other_names_of_a_measure_are_one(
    make_table: MakeTable, definitions: Definitions, units: Units
) -> None:
    (figure,), _ = figures_of(
        make_table,
        definitions,
        units,
        {
            "province_as_printed": "cả nước",
            "statistic": "score",
            "value_as_printed": "0,3026",
            "measure": "use of electronic documents",
        },
    )
    assert (figure.unit_id, figure.measure) == ("", "use_of_electronic_documents")


def test_a_name_means_the_unit_of_its_universe(
    make_table: MakeTable, definitions: Definitions, units: Units
) -> None:
    figures, _ = figures_of(
        make_table,
        definitions,
        units,
        {"province_as_printed": "Cần Thơ"},
        {"figure_id": "r2", "province_as_printed": "Cần Thơ", "universe": "34",
         "value_as_printed": "9/34", "edition": "2024"},
    )  # fmt: skip
    assert [f.unit_id for f in figures] == ["vn63-92", "vn34-92"]


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        ({"province_as_printed": "Hậu Giangg"}, "province_as_printed", "means no province"),
        ({"province_as_printed": "Hậu Giang", "universe": "34"}, "province_as_printed", "means no"),
        ({"universe": "35"}, "universe", "the universe is not on file"),
        ({"index": "2022"}, "index", "the index is not on file"),
        ({"statistic": "overall"}, "statistic", "the statistic is not on file"),
        ({"edition": "DTI"}, "edition", "not a date or period"),
        ({"edition": "2022-13"}, "edition", "not a date or period"),
        ({"source_id": "s9999"}, "source_id", "the source is not listed"),
        ({"figure_id": ""}, "figure_id", "stands twice or has no id"),
        ({"value_as_printed": "64"}, "value_as_printed", "not a possible rank"),
        ({"value_as_printed": "65"}, "value_as_printed", "not a possible rank"),
        ({"value_as_printed": "64/63"}, "value_as_printed", "not a possible rank"),
        ({"value_as_printed": "0"}, "value_as_printed", "not a possible rank"),
        ({"value_as_printed": "35", "universe": "34", "province_as_printed": "Huế"},
         "value_as_printed", "not a possible rank"),
        ({"statistic": "list_position", "value_as_printed": "64"}, "value_as_printed",
         "not a possible list position"),
        ({"statistic": "score", "value_as_printed": "1.2"}, "value_as_printed",
         "not a possible score"),
        ({"statistic": "score", "index": "ICT", "value_as_printed": "43,32"}, "value_as_printed",
         "not a possible score"),
    ],
)  # fmt: skip
def test_what_breaks_the_contract_is_named_by_line_and_column(
    make_table: MakeTable,
    definitions: Definitions,
    units: Units,
    row: dict[str, str],
    column: str,
    problem: str,
) -> None:
    with pytest.raises(RawFileError, match=problem) as caught:
        figures_of(make_table, definitions, units, {"figure_id": "r0"}, row)
    error = caught.value
    assert (error.file, error.row, error.column) == ("data/raw/" + RANKINGS, 3, column)
    assert repr(row[column]) in error.found
    assert error.expected


def test_universe_64_has_64_places(
    make_table: MakeTable, definitions: Definitions, units: Units
) -> None:
    row = {
        "universe": "64", "index": "ICT", "edition": "2006", "value_as_printed": "64",
        "province_as_printed": "Hà Tây",
    }  # fmt: skip
    (figure,), _ = figures_of(make_table, definitions, units, row)
    assert (figure.unit_id, figure.value) == ("vn64-28", 64)


def test_a_figure_that_stands_twice_names_both_lines(
    make_table: MakeTable, definitions: Definitions, units: Units
) -> None:
    with pytest.raises(RawFileError, match="stands twice") as caught:
        figures_of(make_table, definitions, units, {}, {"value_as_printed": "20/63"})
    assert caught.value.row == 3
    assert "already on line 2" in caught.value.found


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
    assert "4433 or 44.33" in str(refused["doubt"])


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
    assert (error.row, error.column, error.found) == (2, "as_of", repr(period))


def test_milestones_keep_the_precision_of_their_date(make_table: MakeTable, units: Units) -> None:
    base = {
        "province_as_printed": "Hậu Giang", "milestone_type": "plan", "description": "x",
        "source_id": OLD,
    }  # fmt: skip
    table = make_table(
        "data/raw/milestones/milestones.csv",
        ("figure_id", "province_as_printed", "date_as_printed", "date_iso", "milestone_type",
         "description", "date_basis", "source_id"),
        [
            base | {"figure_id": "m1", "date_iso": "2021-10-19"},
            base | {"figure_id": "m2", "date_iso": "2020-H2"},
            base | {"figure_id": "m3", "date_iso": "", "date_as_printed": "27/10"},
        ],
    )  # fmt: skip
    rows, rejections = milestone_rows(table, units, SOURCES)
    assert rejections == []
    assert [(r["date_start"], r["date_end"], r["precision"]) for r in rows] == [
        (date(2021, 10, 19), date(2021, 10, 19), "day"),
        (date(2020, 7, 1), date(2020, 12, 31), "half_year"),
        (None, None, "unknown"),
    ]
    assert rows[2]["date_as_printed"] == "27/10"


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


@pytest.fixture(scope="session")
def ledger(root: Path) -> RawTable:
    return read_raw(root, RANKINGS)


@pytest.fixture(scope="session")
def reported(
    root: Path, ledger: RawTable, definitions: Definitions, units: Units
) -> dict[str, Figure]:
    dates = source_dates(read_raw(root, "sources/sources.csv"))
    figures, _ = reported_figures(ledger, definitions, units, dates, load_set_aside(root, ledger))
    return {figure.figure_id: figure for figure in figures}


def test_no_row_of_the_ledger_is_lost_and_every_word_stays(
    root: Path, reported: dict[str, Figure]
) -> None:
    with (root / "data" / "raw" / RANKINGS).open(encoding="utf-8-sig", newline="") as file:
        printed = {row["figure_id"]: row["value_as_printed"] for row in csv.DictReader(file)}
    assert len(printed) == 1206
    assert {f.figure_id: f.value_as_printed for f in reported.values()} == printed


def test_a_corrected_figure_shows_what_was_printed_and_what_is_used(
    reported: dict[str, Figure],
) -> None:
    figure = reported["r0638"]
    assert (figure.value_as_printed, figure.value) == ("tăng 4,7%", 1.0)
    assert "corrected, see corrections.yml" in figure.doubt


def test_a_mean_with_a_lost_digit_is_set_aside(reported: dict[str, Figure]) -> None:
    assert reported["r0039"].value_as_printed == "0,326"
    assert reported["r0039"].set_aside
    assert not reported["r0001"].set_aside


def test_an_entry_set_aside_that_is_no_figure_is_refused(project: Path, ledger: RawTable) -> None:
    path = project / "data" / "raw" / "reported_rankings" / "set_aside.yml"
    path.write_text(path.read_text("utf-8") + '\nr9999:\n  vi: "x"\n  en: "x"\n', "utf-8")
    with pytest.raises(BadInputError, match=r"set_aside.yml: r9999 is not a figure"):
        load_set_aside(project, ledger)
