from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from helpers.errors import BadInputError, RawFileError
from helpers.sources.editions import Definitions
from helpers.sources.figures import Figure, Rejection
from helpers.sources.ledger_rankings import load_set_aside, reported_figures
from helpers.sources.ledger_rows import source_dates
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RawTable, read_raw
from helpers.sources.settled_editions import SettledEdition

MakeTable = Callable[..., RawTable]
RANKINGS = "reported_rankings/reported_rankings.csv"
RANKING_COLUMNS = (
    "figure_id", "index", "edition", "universe", "province_as_printed", "measure", "statistic",
    "value_as_printed", "doubt", "source_id", "unit", "baseline",
)  # fmt: skip
OLD = "s-old"
SOURCES: Mapping[str, date | None] = {OLD: date(2025, 3, 1)}
RANK = {
    "figure_id": "r1", "index": "DTI", "edition": "2022", "universe": "63",
    "province_as_printed": "hau giang", "measure": "overall", "statistic": "rank",
    "value_as_printed": "17/63", "source_id": OLD,
}  # fmt: skip


def figures_of(
    make_table: MakeTable,
    definitions: Definitions,
    units: Units,
    *rows: Mapping[str, str],
    set_aside: Mapping[str, Mapping[str, str]] | None = None,
    settled: Mapping[str, SettledEdition] | None = None,
) -> tuple[list[Figure], list[Rejection]]:
    table = make_table("data/raw/" + RANKINGS, RANKING_COLUMNS, [RANK | dict(row) for row in rows])
    return reported_figures(table, definitions, units, SOURCES, set_aside or {}, settled or {})


@pytest.mark.parametrize(
    ("row", "value", "best", "worst", "decimals"),
    [
        ({}, 17, 17, 17, None),
        ({"value_as_printed": "thứ ba"}, 3, 3, 3, None),
        ({"value_as_printed": "top 10"}, None, 1, 10, None),
        ({"value_as_printed": "last"}, None, None, None, None),
        ({"statistic": "list_position", "value_as_printed": "5"}, 5, 5, 5, None),
        ({"statistic": "group", "value_as_printed": "one of the top five"}, None, 1, 5, None),
        ({"statistic": "group", "value_as_printed": "1 trong 9 địa phương đứng đầu"},
         None, 1, 9, None),
        # A group is no printed rank, however small it is.
        ({"statistic": "group", "value_as_printed": "top 1"}, None, 1, 1, None),
        ({"statistic": "score", "value_as_printed": "0,4332"}, 0.4332, None, None, 4),
        ({"statistic": "score", "value_as_printed": "0,607/1,000"}, 0.607, None, None, 3),
        ({"statistic": "score", "value_as_printed": "541,46/1.000"}, 0.54146, None, None, 5),
        ({"statistic": "score", "value_as_printed": "maximum score"}, 1, None, None, None),
        ({"statistic": "rank_change", "value_as_printed": "tụt 10 bậc"}, -10, None, None, None),
        ({"statistic": "score_change", "value_as_printed": "giảm 0,033"}, -0.033, None, None, 3),
        ({"statistic": "score_growth", "value_as_printed": "tăng 32,7%"}, 32.7, None, None, 1),
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
    assert repr(row[column]) in str(error.found)
    assert str(error.expected)


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
    assert "already on line 2" in str(caught.value.found)


@pytest.fixture(scope="session")
def ledger(root: Path) -> RawTable:
    return read_raw(root, RANKINGS)


@pytest.fixture(scope="session")
def reported(
    root: Path, ledger: RawTable, definitions: Definitions, units: Units
) -> dict[str, Figure]:
    dates = source_dates(read_raw(root, "sources/sources.csv"))
    aside = load_set_aside(root, ledger)
    figures, _ = reported_figures(ledger, definitions, units, dates, aside, {})
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
    figure = reported["r0039"]
    assert (figure.value_as_printed, figure.value, figure.decimals) == ("0,326", 0.3026, 4)
    assert "corrected, see corrections.yml" in figure.doubt
    assert (figure.basis, figure.set_aside) == ("printed", False)
    assert [f.figure_id for f in reported.values() if "corrected, see" in f.doubt] == ["r0039"]


@pytest.mark.parametrize(
    ("figure_id", "printed", "percent"),
    [("r0636", "tăng 13,3%", 13.3), ("r0638", "tăng 4,7%", 4.7), ("r0640", "tăng 13,4%", 13.4)],
)
def test_growth_that_disagrees_with_the_tables_stays_as_printed(
    reported: dict[str, Figure], figure_id: str, printed: str, percent: float
) -> None:
    figure = reported[figure_id]
    assert (figure.value_as_printed, figure.value) == (printed, percent)
    assert (figure.basis, figure.set_aside) == ("printed", False)


def test_the_figures_set_aside_are_those_of_the_file(
    root: Path, reported: dict[str, Figure]
) -> None:
    path = root / "data" / "raw" / "reported_rankings" / "set_aside.yml"
    listed = set(re.findall(r"^(r[0-9]{4}):", path.read_text("utf-8"), re.MULTILINE))
    assert listed
    assert {f.figure_id for f in reported.values() if f.set_aside} == listed
    assert "r0068" in listed


def test_a_settled_edition_is_used_and_leaves_a_doubt(
    make_table: MakeTable, definitions: Definitions, units: Units
) -> None:
    settled = SettledEdition("", "2020", "elimination", "medium", "chỉ còn kỳ này", "nothing else")
    rows = {"figure_id": "r1", "edition": "", "doubt": "no year"}, {"figure_id": "r2"}
    (one, other), _ = figures_of(make_table, definitions, units, *rows, settled={"r1": settled})
    assert (one.edition, one.settled, one.value_as_printed) == ("2020", "elimination", "17/63")
    assert one.doubt == ("no year; edition settled by elimination, medium confidence: nothing else")
    assert (other.edition, other.settled, other.doubt) == ("2022", "", "")


def test_an_entry_set_aside_that_is_no_figure_is_refused(project: Path, ledger: RawTable) -> None:
    path = project / "data" / "raw" / "reported_rankings" / "set_aside.yml"
    path.write_text(path.read_text("utf-8") + '\nr9999:\n  vi: "x"\n  en: "x"\n', "utf-8")
    with pytest.raises(BadInputError, match=r"set_aside.yml: r9999 is not a figure"):
        load_set_aside(project, ledger)
