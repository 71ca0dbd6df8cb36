"""Downloads: nothing runs as a formula, numbers are numbers, codes text, Vietnamese whole."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from helpers.errors import BadInputError
from helpers.site.downloads import (
    Download,
    chart_csv,
    present_tables,
    render_downloads,
    safe_text,
    table_csv,
    workbook,
)
from helpers.site.frame import Frame
from helpers.sources.schemas import TABLES

from ..frozen_project import frozen_project

PROJECT = frozen_project()
NASTY = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\tx", "\rx", "＝1", "'=1", "''=1"]


def cells(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """Processed tables with a value in every text column of the milestones that bites."""
    folder = tmp_path / "data" / "processed"
    folder.mkdir(parents=True)
    shutil.copy(PROJECT / "data/processed/units.csv", folder)
    spec = TABLES["milestones"]
    rows = [
        [
            text if column.kind == "text" else "2022-10-27" if column.name == "date_start" else ""
            for column in spec.columns
        ]
        for text in [*NASTY, "Hậu Giang", "https://example.org", "05"]
    ]
    with (folder / "milestones.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows([spec.names, *rows])
    return tmp_path


@pytest.mark.parametrize("text", NASTY)
def test_no_text_begins_as_a_formula_and_one_apostrophe_less_gives_it_back(text: str) -> None:
    safe = safe_text(text)
    assert safe[0] == "'"
    assert safe[1:] == text


@pytest.mark.parametrize("text", ["Hậu Giang", "", "'", "O'Neill", "1 = 1", "–5"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("12\u202e34", "12[U+202E]34"), ("\u200f=1", "[U+200F]=1"), ("=\u20661", "'=[U+2066]1")],
)
def test_marks_that_turn_text_are_shown_by_their_code(text: str, shown: str) -> None:
    assert safe_text(text) == shown
    assert cells(chart_csv(f"a\n{text}\n")) == [["a"], [shown]]


def test_marks_are_shown_by_their_code_in_the_workbook(planted: Path, tmp_path: Path) -> None:
    source = planted / "data/processed/milestones.csv"
    source.write_bytes(source.read_bytes().replace(b"Giang", "\u202eGiang".encode()))
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(planted, present_tables(planted)))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("milestones").to_python()
    assert any("Hậu [U+202E]Giang" in row for row in rows)
    assert "\u202e" not in str(rows)


def test_planted_formulas_are_text_in_the_csv(planted: Path) -> None:
    rows = cells(table_csv(planted, TABLES["milestones"]))
    place = rows[0].index("description")
    assert [row[place] for row in rows[1:]] == [
        *(f"'{text}" for text in NASTY), "Hậu Giang", "https://example.org", "05",
    ]  # fmt: skip


def test_planted_formulas_are_text_in_the_workbook(planted: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(planted, present_tables(planted)))
    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name("milestones").to_python()
    place, day = head.index("description"), head.index("date_start")
    found = [row[place] for row in rows]
    assert [text.replace("_x000D_", "\r") for text in found] == [
        *NASTY, "Hậu Giang", "https://example.org", "05",
    ]  # fmt: skip
    assert {row[day] for row in rows} == {date(2022, 10, 27)}
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "/sheet" in n]
        assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
        assert all('state="frozen"' in sheet for sheet in sheets)


def test_the_csv_of_every_table_says_what_the_table_says() -> None:
    for table in TABLES.values():
        path = PROJECT / "data" / "processed" / f"{table.name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            expected = list(csv.reader(file))
        found = cells(table_csv(PROJECT, table))
        # The rule that the page gives readers, in other words than the code's.
        plain = [
            [cell[1:] if re.match(r"'+[-=+@\s]", cell) else cell for cell in row] for row in found
        ]
        assert plain == expected, table.name


def test_a_real_workbook_has_every_table_with_its_types(tmp_path: Path) -> None:
    tables = [TABLES["units"], TABLES["coverage"], TABLES["contradictions"]]
    path = tmp_path / "a.xlsx"
    content = workbook(PROJECT, tables)
    assert workbook(PROJECT, tables) == content
    path.write_bytes(content)
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names[1:] == ["units", "coverage", "contradictions"]
    head, *rows = book.get_sheet_by_name("units").to_python()
    codes = {row[head.index("unit_id")]: row[head.index("province_code")] for row in rows}
    assert codes["vn63-01"] == "01"
    assert {row[head.index("province")] for row in rows} >= {"Hậu Giang", "Đắk Lắk"}
    head, *rows = book.get_sheet_by_name("coverage").to_python()
    assert {type(row[head.index("ranked")]) for row in rows} <= {int, float}
    assert {type(row[head.index("edition")]) for row in rows} == {str}


def test_a_cell_too_long_for_excel_is_refused_not_lost(planted: Path) -> None:
    path = planted / "data/processed/milestones.csv"
    path.write_bytes(path.read_bytes().replace("Hậu Giang".encode(), b"x" * 33_000))
    with pytest.raises(BadInputError, match="33000 characters"):
        workbook(planted, present_tables(planted))


def test_another_header_is_refused(planted: Path) -> None:
    path = planted / "data/processed/milestones.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"milestones\.csv: expected the columns figure_id"):
        table_csv(planted, TABLES["milestones"])


def test_numbers_of_a_chart_stay_numbers() -> None:
    rows = cells(chart_csv("province,gain\nHậu Giang,-3\n=x,+1.5e-3\n"))
    assert rows == [["province", "gain"], ["Hậu Giang", "-3"], ["'=x", "+1.5e-3"]]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_lists_every_table_with_its_columns(lang: str) -> None:
    tables = [Download(name, f"../data/{name}.csv", 1234, 5678) for name in TABLES]
    html = render_downloads(
        lang, tables=tables, book=Download("b.xlsx", "../data/b.xlsx", 0, 10), charts=[],
        frame=Frame("v"),
    )  # fmt: skip
    soup = BeautifulSoup(html, "html.parser")
    assert {a["href"] for a in soup.select("main a")} == {
        "../data/b.xlsx", *(f"../data/{name}.csv" for name in TABLES),
    }  # fmt: skip
    assert {dt.get_text() for dt in soup.find_all("dt")} == {
        column.name for table in TABLES.values() for column in table.columns
    }
    assert soup.get_text().count("1.234" if lang == "vi" else "1,234") == len(TABLES)


def test_one_sheet_has_every_unit_in_one_row(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(PROJECT, present_tables(PROJECT)))
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names[1] == "wide"
    head, *rows = book.get_sheet_by_name("wide").to_python()
    units = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert len(units) == len(rows)
    with (PROJECT / "data/processed/rankings.csv").open(encoding="utf-8", newline="") as file:
        rankings = list(csv.DictReader(file))
    assert units.keys() == {row["unit_id"] for row in rankings}
    told = 0
    for row in rankings:
        for part in ("score", "rank"):
            if row[part]:
                name = "_".join((row["index"], row["edition"], row["measure"], part))
                assert units[row["unit_id"]][name] == float(row[part]), (row["unit_id"], name)
                told += 1
    filled = [cell for row in rows for cell in row[head.index("merged_into") + 1 :] if cell != ""]
    assert len(filled) == told > 1000


def test_columns_are_explained_in_vietnamese() -> None:
    tables = [Download("units", "../data/units.csv", 1, 1)]
    html = render_downloads(
        "vi", tables=tables, book=Download("b", "../b", 0, 1), charts=[], frame=Frame("v")
    )
    soup = BeautifulSoup(html, "html.parser")
    meanings = {dt.get_text(): dt.find_next("dd") for dt in soup.find_all("dt")}
    assert len(meanings) == len(TABLES["units"].columns)
    assert not any(meaning.has_attr("lang") for meaning in meanings.values())
