from __future__ import annotations

import copy
import csv
from pathlib import Path

import pytest

from helpers.errors import RawFileError
from helpers.sources.editions import Definitions
from helpers.sources.ministry_tables import column_of, ministry_figures, read_ministry_tables
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RawTable, read_raw

NAME, RANK, TOTAL = "Tỉnh/Thành phố", "Xếp hạng DTI", "DTI"


@pytest.fixture(scope="session")
def official(root: Path) -> dict[str, RawTable]:
    return {table.name: table for table in read_ministry_tables(root)}


@pytest.fixture
def table(official: dict[str, RawTable]) -> RawTable:
    """DTI 2022, to be broken in memory."""
    return copy.deepcopy(official["dti_2022_63"])


def test_the_official_tables_on_file(official: dict[str, RawTable]) -> None:
    assert {name: len(table) for name, table in official.items()} == {
        "dti_2021_top18": 18,
        "dti_2022_63": 63,
        "dti_2023_63": 63,
        "dti_2024_63": 63,
        "dti_2024_34": 34,
        "egov_2017_63": 53,
    }


@pytest.mark.parametrize(
    "name",
    ["dti_2021_top18", "dti_2022_63", "dti_2023_63", "dti_2024_63", "dti_2024_34", "egov_2017_63"],
)
def test_every_printed_cell_is_one_figure_and_nothing_else_is(
    root: Path, official: dict[str, RawTable], definitions: Definitions, units: Units, name: str
) -> None:
    layout = official[name].metadata["table"]
    with (root / official[name].file).open(encoding="utf-8-sig", newline="") as file:
        cells = {
            (row[NAME], column): row[column]
            for row in csv.DictReader(file)
            for column in layout["columns"]
            if row[column]
        }
    figures = ministry_figures(official[name], definitions, units)
    found = {
        (f.province_as_printed, column_of(official[name], f.measure, f.statistic)): f
        for f in figures
    }
    assert len(found) == len(figures)
    assert found.keys() == cells.keys()
    for place, figure in found.items():
        assert figure.value_as_printed == cells[place]
        number = cells[place].replace(",", ".")
        assert figure.value == float(number)
        part = number.partition(".")[2]
        assert figure.decimals == (len(part) if figure.statistic == "score" else None)
        assert figure.source_id == name
        assert (figure.index, figure.edition, figure.universe) == (
            layout["index"], layout["edition"], layout["universe"],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "figure_id", "value", "basis"),
    [
        ("dti_2022_63", "dti_2022_63:48:overall:score", 0.8002, "printed"),
        ("dti_2022_63", "dti_2022_63:93:overall:rank", 17, "printed"),
        ("dti_2022_63", "dti_2022_63:38:overall:rank", 15, "printed"),
        ("dti_2022_63", "dti_2022_63:38:overall:list_position", 16, "list_position"),
        ("dti_2023_63", "dti_2023_63:54:overall:rank", 59, "printed"),
        ("dti_2024_63", "dti_2024_63:79:infrastructure:score", 1.0, "printed"),
        ("dti_2024_34", "dti_2024_34:46:overall:score", 0.7951, "printed"),
        ("dti_2021_top18", "dti_2021_top18:26:pillar_economy:rank", 4, "printed"),
        ("egov_2017_63", "egov_2017_63:46:overall:score", 0.727, "printed"),
    ],
)
def test_figures_seen_on_the_page(
    official: dict[str, RawTable],
    definitions: Definitions,
    units: Units,
    name: str,
    figure_id: str,
    value: float,
    basis: str,
) -> None:
    figures = {f.figure_id: f for f in ministry_figures(official[name], definitions, units)}
    assert (figures[figure_id].value, figures[figure_id].basis) == (value, basis)


def test_scores_out_of_a_hundred_are_figures_from_0_to_1(
    table: RawTable, definitions: Definitions, units: Units
) -> None:
    table.metadata["table"]["scales"] = {TOTAL: 100}
    for row in table:
        row.cells[TOTAL] = f"{float(row.cells[TOTAL]) * 100:.2f}".replace(".", ",")
    figures = ministry_figures(table, definitions, units)
    (first,) = [f for f in figures if f.figure_id == "dti_2022_63:48:overall:score"]
    assert (first.value_as_printed, first.value, first.decimals) == ("80,02", 0.8002, 4)
    table.rows[4].cells[TOTAL] = "100,01"
    with pytest.raises(RawFileError, match=r"line 6.*a score from 0 to 100"):
        ministry_figures(table, definitions, units)


def test_percent_signs_are_read_where_the_table_says_a_hundred(
    table: RawTable, definitions: Definitions, units: Units
) -> None:
    for row in table:
        row.cells[TOTAL] = f"{float(row.cells[TOTAL]) * 100:.2f} %".replace(".", ",")
    with pytest.raises(RawFileError, match=r"a score from 0 to 1\..*80,02 %"):
        ministry_figures(table, definitions, units)
    table.metadata["table"]["scales"] = {TOTAL: 100}
    figures = ministry_figures(table, definitions, units)
    (first,) = [f for f in figures if f.figure_id == "dti_2022_63:48:overall:score"]
    assert (first.value_as_printed, first.value, first.decimals) == ("80,02 %", 0.8002, 4)


def test_a_spelling_of_one_table_means_the_unit_that_its_metadata_names(
    table: RawTable, definitions: Definitions, units: Units
) -> None:
    table.rows[0].cells[NAME] = "Thành phố bên sông Hàn"
    with pytest.raises(RawFileError, match="the name means no province"):
        ministry_figures(table, definitions, units)
    table.metadata["table"]["names"] = {"Thành phố bên sông Hàn": "vn63-48"}
    figures = ministry_figures(table, definitions, units)
    (total,) = [f for f in figures if f.figure_id == "dti_2022_63:48:overall:score"]
    assert total.province_as_printed == "Thành phố bên sông Hàn"


def test_a_table_without_printed_ranks_gives_none(
    official: dict[str, RawTable], definitions: Definitions, units: Units
) -> None:
    figures = ministry_figures(official["dti_2024_63"], definitions, units)
    assert not [f for f in figures if f.statistic == "rank"]
    with_ranks = ministry_figures(official["dti_2023_63"], definitions, units)
    assert len([f for f in with_ranks if f.statistic == "rank"]) == 10


@pytest.mark.parametrize(
    ("line", "column", "text", "problem"),
    [
        (19, NAME, "Hậu Giangg", "the name means no province"),
        (19, NAME, "TP. Đà Nẵng", "Đà Nẵng stands twice"),
        (19, RANK, "64", "not a rank of this table"),
        (19, RANK, "0", "not a rank of this table"),
        (19, RANK, "top 10", "not a rank of this table"),
        (19, RANK, "mười bảy a", "not a rank of this table"),
        (19, TOTAL, "1.2", "not a score of this table"),
        (19, TOTAL, "63,42", "not a score of this table"),
        (19, TOTAL, "0.6342/1", "not a score of this table"),
        (19, TOTAL, "tốt", "not a score of this table"),
        (19, TOTAL, "-0.6342", "not a score of this table"),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(
    table: RawTable,
    definitions: Definitions,
    units: Units,
    line: int,
    column: str,
    text: str,
    problem: str,
) -> None:
    next(row for row in table if row.line == line).cells[column] = text
    with pytest.raises(RawFileError, match=problem) as caught:
        ministry_figures(table, definitions, units)
    error = caught.value
    assert (error.file, error.row, error.column) == (table.file, line, column)
    assert text in str(error.found)
    assert str(error.expected)


def test_a_missing_province_is_named(
    table: RawTable, definitions: Definitions, units: Units
) -> None:
    del table.rows[17 - 1]
    with pytest.raises(RawFileError, match="provinces are missing") as caught:
        ministry_figures(table, definitions, units)
    assert str(caught.value.found) == "62 units, without Hậu Giang"


# Lines of DTI 2022: 16 and 17 are Yên Bái and Thanh Hóa, both 15th at 0.6350.
@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({(19, TOTAL): "0.6392"}, 19),
        ({(17, RANK): "16"}, 17),
        ({(17, RANK): "15", (17, TOTAL): "0.6349"}, 17),
        ({(18, RANK): "16"}, 18),
        ({(2, RANK): "2", (3, RANK): "1"}, 2),
        ({(2, "TT"): "2", (3, "TT"): "1"}, 2),
        ({(64, RANK): "62"}, 64),
    ],
)
def test_ranks_that_are_not_the_order_of_the_scores_are_refused(
    table: RawTable,
    definitions: Definitions,
    units: Units,
    changes: dict[tuple[int, str], str],
    place: int,
) -> None:
    for (line, column), text in changes.items():
        next(row for row in table if row.line == line).cells[column] = text
    with pytest.raises(RawFileError, match="disagree") as caught:
        ministry_figures(table, definitions, units)
    assert caught.value.row is not None
    assert abs(caught.value.row - place) <= 1
    assert caught.value.column in (RANK, "TT")
    assert "score" in str(caught.value.found)


def test_a_correction_that_breaks_the_order_is_named_beside_what_is_printed(
    table: RawTable, definitions: Definitions, units: Units
) -> None:
    printed = table.rows[16].printed(TOTAL)
    table.rows[16].corrected[TOTAL] = "0.6392"
    with pytest.raises(RawFileError, match="disagree") as caught:
        ministry_figures(table, definitions, units)
    said = str(caught.value)
    assert f"{printed} as printed, in whose place a correction uses 0.6392" in said


def test_two_rows_cannot_have_one_place_in_the_list(
    table: RawTable, definitions: Definitions, units: Units
) -> None:
    table.rows[16].cells["TT"] = "16"
    with pytest.raises(RawFileError, match="list position and score") as caught:
        ministry_figures(table, definitions, units)
    assert (caught.value.row, caught.value.column) == (18, "TT")


# DTI 2021 lists 18 provinces, so only neighbours can be compared: 12th twice at 0,4880, then 14th.
@pytest.mark.parametrize(
    ("column", "text"), [("Xếp hạng DTI", "13"), ("DTI", "0,4879"), ("DTI", "0,4890")]
)
def test_a_tie_of_an_incomplete_table_must_be_one(
    official: dict[str, RawTable],
    definitions: Definitions,
    units: Units,
    column: str,
    text: str,
) -> None:
    broken = copy.deepcopy(official["dti_2021_top18"])
    assert broken.rows[12]["Xếp hạng DTI"] == "12"
    broken.rows[12].cells[column] = text
    with pytest.raises(RawFileError, match="rank and score of «overall» disagree") as caught:
        ministry_figures(broken, definitions, units)
    assert caught.value.row in (13, 14)


def test_a_table_that_an_edition_names_must_be_there(project: Path) -> None:
    folder = project / "data" / "raw" / "dti_tables"
    (folder / "dti_2021_top18.csv").unlink()
    with pytest.raises(RawFileError, match=r"dti_2021_top18.csv: the file is missing"):
        read_ministry_tables(project)
    (folder / "dti_2021_top18.yml").unlink()
    with pytest.raises(RawFileError, match="table of DTI 2021") as caught:
        read_ministry_tables(project)
    assert str(caught.value.expected).startswith("dti_2021_top18.csv")


def test_metadata_must_say_what_the_columns_mean(project: Path) -> None:
    path = project / "data" / "raw" / "dti_tables" / "dti_2024_34.yml"
    path.write_text(path.read_text("utf-8").split("table:\n")[0], "utf-8")
    with pytest.raises(RawFileError, match=r"what the columns mean.*unit_column"):
        read_ministry_tables(project)


def test_the_column_of_a_measure(root: Path) -> None:
    table = read_raw(root, "dti_tables/dti_2021_top18.csv")
    assert column_of(table, "pillar_economy", "rank") == "Xếp hạng kinh tế số"
