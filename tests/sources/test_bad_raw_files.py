"""Acceptance: a broken raw file stops the run by its place, and no processed table changes."""

from __future__ import annotations

import csv
import io
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.errors import BadInputError, RawFileError
from helpers.questions.clean_figures.answer import clean_figures
from helpers.sources.processed_files import write_processed
from helpers.sources.raw_files import raw_tables, seal

from ..frozen_project import FROZEN, frozen_project

DTI_2021 = "dti_tables/dti_2021_top18.csv"
DTI_2022 = "dti_tables/dti_2022_63.csv"
DTI_2023 = "dti_tables/dti_2023_63.csv"
DTI_2024 = "dti_tables/dti_2024_34.csv"
DTI_2024_OLD = "dti_tables/dti_2024_63.csv"
RANKINGS = "reported_rankings/reported_rankings.csv"
SERVICES = "online_services/online_services.csv"
ADOPTION = "adoption/adoption.csv"
MILESTONES = "milestones/milestones.csv"
PAPI = "papi/papi_e_governance_2019_2024.csv"
PORTAL = "portal_index/public_service_portal_index_2022_2024.csv"
PROVINCES = "provinces/provinces.csv"
NAME, PRINTED, TOTAL = "Tỉnh/Thành phố", "province_as_printed", "DTI"
Rows = list[list[str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The raw figures and the processed tables, in a folder of their own."""
    folder = tmp_path / "project"
    shutil.copytree(frozen_project() / "data", folder / "data")
    return folder


def processed(project: Path) -> dict[str, tuple[bytes, int]]:
    folder = project / "data" / "processed"
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


def refresh(project: Path) -> None:
    """What notebook 01 does with the figures."""
    write_processed(clean_figures(project).tables, project / "data" / "processed")


def edit(project: Path, file: str, change: Callable[[Rows], None]) -> None:
    """Change the rows of a file; row 0 is the header, so a row's line is its position plus one."""
    path = project / "data" / "raw" / file
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    change(rows)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), "utf-8")


def put(line: int, column: str, old: str, new: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        position = rows[0].index(column)
        assert rows[line - 1][position] == old
        rows[line - 1][position] = new

    return change


def put_anywhere(column: str, old: str, new: str) -> Callable[[Rows], None]:
    """The first cell of a column that has the old value."""

    def change(rows: Rows) -> None:
        position = rows[0].index(column)
        next(row for row in rows if row[position] == old)[position] = new

    return change


def swap_data(first: str, second: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        a, b = rows[0].index(first), rows[0].index(second)
        for row in rows[1:]:
            row[a], row[b] = row[b], row[a]

    return change


def swap_header(first: str, second: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        a, b = rows[0].index(first), rows[0].index(second)
        rows[0][a], rows[0][b] = rows[0][b], rows[0][a]

    return change


def name_again(first: str, second: str) -> Callable[[Rows], None]:
    """The second column bears the name of the first."""

    def change(rows: Rows) -> None:
        rows[0][rows[0].index(second)] = first

    return change


def repeat(line: int) -> Callable[[Rows], None]:
    return lambda rows: rows.insert(line, list(rows[line - 1]))


def drop(line: int) -> Callable[[Rows], None]:
    return lambda rows: rows.pop(line - 1) and None


def refused(project: Path) -> BadInputError:
    """The refusal of a refresh that must leave the processed tables as they were."""
    before = processed(project)
    with pytest.raises(BadInputError) as caught:
        refresh(project)
    assert processed(project) == before
    return caught.value


# Each case: file, change, line, column, words of the message, what was expected, what was found.
BROKEN = {
    "a duplicated province": (
        DTI_2023, repeat(2), 3, NAME, "Đà Nẵng stands twice", "every province once", "line 2",
    ),
    "a missing province": (
        DTI_2022, drop(18), None, NAME, "provinces are missing", "all 63 units", "Hậu Giang",
    ),
    "a missing merged province": (
        DTI_2024, drop(3), None, NAME, "provinces are missing", "all 34 units", "Huế",
    ),
    "a rank of 64": (
        DTI_2022, put(64, "Xếp hạng DTI", "63", "64"), 64, "Xếp hạng DTI", "not a rank",
        "a rank from 1 to 63", "'64'",
    ),
    "a reported rank of 64": (
        RANKINGS, put(2, "value_as_printed", "9/63", "64/63"), 2, "value_as_printed",
        "not a possible rank", "a rank from 1 to 63", "'64/63'",
    ),
    "a score of 1.2": (
        DTI_2022, put(2, "Nhận thức số", "1.0000", "1.2"), 2, "Nhận thức số", "not a score",
        "a score from 0 to 1", "'1.2'",
    ),
    "a total of 1.2": (
        DTI_2024, put(2, TOTAL, "0.8241", "1.2"), 2, TOTAL, "not a score", "from 0 to 1", "'1.2'",
    ),
    "two columns swapped in the header": (
        DTI_2023, swap_header("Hạ tầng số", "Nhân lực số"), 1, "Nhân lực số",
        "columns are swapped", "Hạ tầng số, Nhân lực số", "Nhân lực số, Hạ tầng số",
    ),
    "two columns swapped in the header of a ledger": (
        RANKINGS, swap_header("edition", "universe"), 1, "universe", "columns are swapped",
        "edition, universe", "universe, edition",
    ),
    "the data of two columns swapped": (
        DTI_2023, swap_data("Hạ tầng số", "Hoạt động chính quyền số"), 2, TOTAL,
        "the total is not the sum of its parts", "the weighted mean of the parts", "0.8340",
    ),
    "the data of rank and score swapped": (
        DTI_2021, swap_data("Xếp hạng DTI", "DTI"), 2, "Xếp hạng DTI", "not a rank", "1 to 63",
        "0,6419",
    ),
    "the data of measure and statistic swapped": (
        RANKINGS, swap_data("measure", "statistic"), 2, "statistic",
        "the statistic is not on file", "rank_change", "'overall'",
    ),
    "the data of edition and index swapped": (
        RANKINGS, swap_data("index", "edition"), 2, "index", "the index is not on file", "DTI",
        "''",
    ),
    "the data of value and unit swapped": (
        ADOPTION, swap_data("value_as_printed", "unit"), None, "value_as_printed",
        "nothing is written down", "the number", "''",
    ),
    "the data of date and level swapped": (
        SERVICES, swap_data("as_of", "level"), 2, "as_of", "not a date", "", "'full_process'",
    ),
    "a name that means nothing": (
        DTI_2022, put(18, NAME, "Hậu Giang", "Hậu Giangg"), 18, NAME, "means no province",
        "63 units", "'Hậu Giangg'",
    ),
    "a reported name that means nothing": (
        RANKINGS, put(2, PRINTED, "Bình Phước", "Bình Phướcc"), 2, PRINTED, "means no province",
        "universe 63", "'Bình Phướcc'",
    ),
    "a surveyed name that means nothing": (
        PAPI, put(2, PRINTED, "An Giang", "An Gian"), 2, PRINTED, "not read", "a province",
        "'An Gian'",
    ),
    "a changed digit in a total with all its parts": (
        DTI_2022, put(2, TOTAL, "0.8002", "0.8012"), 2, TOTAL, "the total is not the sum", "0.8002",
        "0.8012",
    ),
    "a changed digit in a total without its parts": (
        DTI_2024_OLD, put(2, TOTAL, "0.8373", "0.9373"), None, TOTAL, "the mean of the totals",
        "0,6961", "0.697",
    ),
    "a changed digit that changes the order": (
        DTI_2022, put(18, TOTAL, "0.6342", "0.6392"), 18, "TT", "disagree", "the order",
        "0.6392",
    ),
    "a changed digit in a total of the merged provinces": (
        DTI_2024, put(3, TOTAL, "0.7951", "0.7961"), 3, TOTAL, "the total is not the sum", "0.7952",
        "0.7961",
    ),
    "a changed digit of a part in a full row": (
        DTI_2023, put(2, "Nhân lực số", "0.8476", "0.8576"), 2, TOTAL, "the total is not the sum",
        "0.8350", "0.8340",
    ),
    "a changed digit of a part of the merged provinces": (
        DTI_2024, put(2, "Hạ tầng số", "0.9286", "0.9186"), 2, TOTAL, "the total is not the sum",
        "0.8227", "0.8241",
    ),
    "a bad universe": (
        RANKINGS, put(2, "universe", "63", "36"), 2, "universe", "the universe is not on file",
        "63", "'36'",
    ),
    "a date that does not exist": (
        SERVICES, put(2, "as_of", "2025-05-21", "2025-02-30"), 2, "as_of", "not a date", "",
        "'2025-02-30'",
    ),
    "a word for a date": (
        MILESTONES, put(2, "date_iso", "2022-10-27", "hôm qua"), 2, "date_iso", "not a date", "",
        "'hôm qua'",
    ),
    "a month that does not exist": (
        ADOPTION, put(2, "as_of", "2025-06", "2025-13"), 2, "as_of", "not a date", "",
        "'2025-13'",
    ),
    "a changed digit in a total of the portal": (
        PORTAL, put(2, "Tổng điểm", "65.06", "65.16"), 2, "Tổng điểm",
        "the total is not the sum of its groups", "65.06", "'65.16'",
    ),
    "a changed digit in a group of the portal": (
        PORTAL, put(2, "Dịch vụ trực tuyến", "6.9", "7.9"), 2, "Tổng điểm",
        "the total is not the sum of its groups", "66.06", "'65.06'",
    ),
    "a share that no whole can have": (
        ADOPTION, put(2, "value_as_printed", "99,9%", "999%"), 2, "value_as_printed",
        "not a possible share", "about 100 % at most", "'999%'",
    ),
    "a share of services that no whole can have": (
        SERVICES, put_anywhere("value_as_printed", "100%", "1000%"), None, "value_as_printed",
        "not a possible share", "about 100 % at most", "'1000%'",
    ),
    "two columns of one name": (
        ADOPTION, name_again("measure", "unit"), 1, "measure", "a column stands twice", "", "",
    ),
    "a province twice in the list": (
        PROVINCES, repeat(2), 3, "gso_code", "the province stands twice", "once", "line 2",
    ),
    "points of another formula": (
        "index_structure/index_structure.csv", None, None, "max_points_or_weight",
        "are not those of formula dti-922", "100", "110",
    ),
}  # fmt: skip


def change_points(rows: Rows) -> None:
    position = {name: place for place, name in enumerate(rows[0])}
    row = next(
        row
        for row in rows
        if row[position["index_year"]] == "2022" and row[position["name_vi"]] == "Nhận thức số"
    )
    row[position["max_points_or_weight"]] = "110"


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_stops_the_run_by_its_place(project: Path, case: str) -> None:
    file, change, line, column, words, expected, found = BROKEN[case]
    edit(project, file, change or change_points)
    try:
        seal(project, file)
    except RawFileError:
        # A header that breaks the contract cannot be sealed; the refusal below is the same.
        assert line == 1
    error = refused(project)
    assert isinstance(error, RawFileError)
    assert error.file == f"data/raw/{file}"
    assert error.column == column
    if line is not None:
        assert error.row == line
    assert words in str(error)
    assert expected in str(error.expected)
    assert found in str(error.found)
    for part in (error.file, f"«{error.column}»", str(error.expected), str(error.found)):
        assert part in str(error)


@pytest.mark.parametrize("file", [RANKINGS, SERVICES, ADOPTION, MILESTONES])
def test_a_source_that_is_not_listed_stops_the_run(project: Path, file: str) -> None:
    def change(rows: Rows) -> None:
        rows[4][rows[0].index("source_id")] = "s9999"

    edit(project, file, change)
    seal(project, file)
    error = refused(project)
    assert isinstance(error, RawFileError)
    assert (error.file, error.row, error.column) == (f"data/raw/{file}", 5, "source_id")
    assert (str(error.expected), str(error.found)) == (
        "a source_id of data/raw/sources/sources.csv", "'s9999'",
    )  # fmt: skip


@pytest.mark.parametrize("file", [RANKINGS, SERVICES, ADOPTION, MILESTONES])
def test_a_doubled_figure_stops_the_run(project: Path, file: str) -> None:
    edit(project, file, repeat(5))
    if file != RANKINGS:
        seal(project, file)
    error = refused(project)
    assert isinstance(error, RawFileError)
    assert (error.file, error.row, error.column) == (f"data/raw/{file}", 6, "figure_id")
    assert "already on line 5" in str(error.found)


def windows_1258(text: str) -> bytes:
    """Vietnamese as old Windows programs save it: the tone as a sign of its own."""
    written = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            written.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            signs = unicodedata.normalize("NFD", letter)
            tones = [sign for sign in signs if sign in "\u0300\u0301\u0303\u0309\u0323"]
            base = "".join(sign for sign in signs if sign not in tones)
            plain = unicodedata.normalize("NFC", base) + "".join(tones)
            written.append(plain.encode("cp1258", errors="replace"))
    return b"".join(written)


@pytest.mark.parametrize("file", [DTI_2022, RANKINGS, PROVINCES])
@pytest.mark.parametrize("encode", [windows_1258, lambda text: text.encode("utf-16")])
def test_another_encoding_stops_the_run(
    project: Path, file: str, encode: Callable[[str], bytes]
) -> None:
    path = project / "data" / "raw" / file
    path.write_bytes(encode(path.read_text("utf-8")))
    error = refused(project)
    assert isinstance(error, RawFileError)
    assert error.file == f"data/raw/{file}"
    assert "the file is not UTF-8" in str(error)
    assert "UTF-8" in str(error.expected)
    assert str(error.found).startswith("byte 0x")
    assert error.row is not None


ONE_OF_EACH = [DTI_2021, RANKINGS, PAPI, "sources/sources.csv"]


@pytest.mark.parametrize(
    ("file", "with_metadata"),
    [(file, True) for file in raw_tables(FROZEN)] + [(file, False) for file in ONE_OF_EACH],
)
def test_a_missing_file_stops_the_run(project: Path, file: str, with_metadata: bool) -> None:
    path = project / "data" / "raw" / file
    path.unlink()
    if with_metadata:
        path.with_suffix(".yml").unlink()
    message = str(refused(project))
    assert "is missing" in message
    assert path.stem in message


@pytest.mark.parametrize("file", ONE_OF_EACH)
@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("empty", "the file is empty"),
        ("header only", "the file has no rows"),
        ("without metadata", "its metadata file is missing"),
    ],
)
def test_an_empty_file_stops_the_run(project: Path, file: str, what: str, words: str) -> None:
    path = project / "data" / "raw" / file
    if what == "empty":
        path.write_bytes(b"")
    elif what == "header only":
        path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")
    else:
        path.with_suffix(".yml").unlink()
    error = refused(project)
    assert isinstance(error, RawFileError)
    assert error.file == f"data/raw/{file}"
    assert words in str(error)
    assert str(error.expected)


def test_a_total_that_differs_between_the_old_and_the_merged_table_names_both(
    project: Path,
) -> None:
    # The mean of 63 totals is too coarse to see one in the third decimal; the merged unit sees it.
    edit(project, DTI_2024_OLD, put(2, TOTAL, "0.8373", "0.8383"))
    seal(project, DTI_2024_OLD)
    message = str(refused(project))
    assert "Hồ Chí Minh is not the mean of its members" in message
    assert f"data/raw/{DTI_2024}" in message
    assert f"data/raw/{DTI_2024_OLD}" in message


def test_a_correction_whose_figure_has_changed_stops_the_run(project: Path) -> None:
    def change(rows: Rows) -> None:
        row = next(row for row in rows if row[0] == "r0039")
        row[rows[0].index("value_as_printed")] = "0,3260"

    edit(project, RANKINGS, change)
    message = str(refused(project))
    assert "data/raw/corrections.yml: figure r0039" in message
    assert "«value_as_printed»: expected '0,326', found '0,3260'" in message


def test_a_change_is_refused_until_it_is_sealed_and_then_shows(project: Path) -> None:
    before = processed(project)
    edit(project, ADOPTION, put(2, "value_as_printed", "99,9%", "99,8%"))
    error = refused(project)
    assert "not the one that was filed" in str(error)
    assert f"tangbac seal data/raw/{ADOPTION}" in str(error)
    assert seal(project, ADOPTION) is True
    refresh(project)
    changed = {
        name: (before[name][0].decode().splitlines(), text.decode().splitlines())
        for name, (text, _) in processed(project).items()
        if text != before[name][0]
    }
    assert set(changed) == {"adoption.csv"}
    differing = [pair for pair in zip(*changed["adoption.csv"], strict=True) if pair[0] != pair[1]]
    ((old, new),) = differing
    assert old.startswith("a001,")
    assert new == old.replace('"99,9%",99.9,', '"99,8%",99.8,')


def test_even_a_space_is_refused_until_it_is_sealed(project: Path) -> None:
    path = project / "data" / "raw" / PAPI
    path.write_bytes(path.read_bytes() + b"\n")
    assert "not the one that was filed" in str(refused(project))
