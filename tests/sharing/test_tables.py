"""Tables for readers: text escaped, numbers in the form of the language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from helpers.sharing import drawing
from helpers.sharing.figure_words import measure_name
from helpers.sharing.remarks import AsPrinted, SourceTitle
from helpers.sharing.tables import DOWN, UP, Folded, Header, ReaderTable, Stacked, TableOf
from helpers.sharing.wording import Joined, Linked, read_wording, written
from helpers.sources.editions import load_definitions

from ..frozen_project import CHECKOUT, FROZEN

TABLE = pd.DataFrame(
    {
        "province": ["Hậu Giang", '<script>alert("x")</script>', "A & B"],
        "rank": pd.array([17, None, 1260], dtype="Int64"),
        "change": [-0.0723, 0.5, None],
    }
)
COLUMNS = {
    "province": ("Tỉnh <b>", ""),
    "rank": ("Hạng", "int"),
    "change": ("Thay đổi", "signed_score"),
}


def reader_table(
    rows: pd.DataFrame,
    lang: str,
    caption: str,
    columns: Mapping[str, tuple[str, str]],
    **options: Any,  # noqa: ANN401  (those of TableOf)
) -> ReaderTable:
    """A table whose headers and forms of numbers are given here, not in columns.yml."""
    headers = {column: Given(*header) for column, header in columns.items()}
    return TableOf(rows, caption, headers, **options).written(lang)


class Given(Header):
    """A header of a test."""

    def __init__(self, text: str, form: str) -> None:
        super().__init__("province")
        self.text, self.own_form = text, form

    @property
    def form(self) -> str:
        return self.own_form

    def written(self, lang: str) -> str:  # noqa: ARG002  (the same in both languages)
        return self.text


def cells(lang: str) -> list[list[str]]:
    page = BeautifulSoup(reader_table(TABLE, lang, "x", COLUMNS)._repr_html_(), "html.parser")
    return [[cell.get_text() for cell in row.find_all("td")] for row in page.find_all("tr")[1:]]


def test_numbers_are_in_the_form_of_the_language_and_gaps_are_dashes() -> None:
    name = '<script>alert("x")</script>'
    assert cells("vi") == [
        ["Hậu Giang", "17", "−0,0723"], [name, "–", "+0,5000"], ["A & B", "1.260", "–"],
    ]  # fmt: skip
    assert cells("en") == [
        ["Hậu Giang", "17", "−0.0723"], [name, "–", "+0.5000"], ["A & B", "1,260", "–"],
    ]  # fmt: skip


def test_text_from_the_data_stays_text() -> None:
    shown = reader_table(TABLE, "vi", "Chú thích <i>", COLUMNS)._repr_html_()
    page = BeautifulSoup(shown, "html.parser")
    assert page.find(["script", "b", "i"]) is None
    assert page.find("caption").get_text() == "Chú thích <i>"
    assert [head.get_text() for head in page.find_all("th")] == ["Tỉnh <b>", "Hạng", "Thay đổi"]
    assert "A &amp; B" in shown


def test_columns_of_numbers_and_rows_in_focus_are_marked() -> None:
    table = reader_table(
        TABLE, "vi", "x", COLUMNS, highlight=lambda row: row.province == "Hậu Giang"
    )
    page = BeautifulSoup(table._repr_html_(), "html.parser")
    assert [head["class"] for head in page.find_all("th")] == [["text"], ["number"], ["number"]]
    rows = page.find("tbody").find_all("tr")
    assert [row.get("class") for row in rows] == [["focus"], None, None]


def test_finished_text_may_stand_in_a_column_of_numbers() -> None:
    table = pd.DataFrame({"gain": ["+3", "+13 đến +17", None]})
    shown = reader_table(table, "vi", "x", {"gain": ("Số bậc", "text_right")})
    page = BeautifulSoup(shown._repr_html_(), "html.parser")
    assert page.find("th")["class"] == ["number"]
    found = [(cell["class"], cell.get_text()) for cell in page.find_all("td")]
    assert found == [(["number"], text) for text in ("+3", "+13 đến +17", "–")]


@pytest.mark.parametrize(
    ("index", "measure", "vi", "en"),
    [
        ("DTI", "awareness", "Nhận thức số", "Digital awareness"),
        ("DTI", "pillar_economy", "Kinh tế số", "Digital economy"),
        (
            "DTI", "national_mean_pillar_economy",
            "Kinh tế số, trung bình các tỉnh", "Digital economy, mean of the provinces",
        ),
    ],
)  # fmt: skip
def test_measures_are_named_in_both_languages(index: str, measure: str, vi: str, en: str) -> None:
    definitions = load_definitions(FROZEN)
    assert written(measure_name(definitions, index, measure), "vi") == vi
    assert written(measure_name(definitions, index, measure), "en") == en


def test_the_mean_of_all_units_without_a_part_is_that_of_the_total() -> None:
    definitions = load_definitions(FROZEN)
    for lang, words in (("vi", ", trung bình các tỉnh"), ("en", ", mean of the provinces")):
        total = written(measure_name(definitions, "DTI", "overall"), lang)
        assert written(measure_name(definitions, "DTI", "national_mean"), lang) == total + words
    with pytest.raises(KeyError, match="pillar_econ"):
        written(measure_name(definitions, "DTI", "national_mean_pillar_econ"), "vi")


def test_as_plain_text_it_has_the_same_cells() -> None:
    text = repr(reader_table(TABLE, "vi", "Chú thích", COLUMNS))
    lines = text.splitlines()
    assert lines[0] == "Chú thích"
    assert [line.split(" | ") for line in lines[2:]] == cells("vi")


def test_a_table_without_rows_still_has_its_head() -> None:
    table = reader_table(TABLE.iloc[:0], "vi", "x", COLUMNS, highlight=lambda row: row.rank == 1)
    page = BeautifulSoup(table._repr_html_(), "html.parser")
    assert len(page.find_all("th")) == 3
    assert page.find("td") is None


def test_cells_in_another_language_say_so() -> None:
    table = pd.DataFrame(
        {"note": [AsPrinted("<b>opened</b> in"), AsPrinted("mở"), AsPrinted("7/63")], "n": 1}
    )
    columns = {"note": ("Nội dung", ""), "n": ("n", "int")}
    page = reader_table(table, "vi", "x", columns)._repr_html_()
    assert '<td class="text" lang="en">&lt;b&gt;opened&lt;/b&gt; in</td>' in page
    assert '<td class="text">mở</td>' in page
    assert page.count("lang=") == 1
    english = reader_table(table, "en", "x", columns)._repr_html_()
    assert '<td class="text" lang="vi">mở</td>' in english
    assert english.count("lang=") == 1


def test_a_cell_may_have_pieces_in_several_languages() -> None:
    titles = ("Da Nang leads (title from address)", "Huế (title from address)")
    table = pd.DataFrame(
        {"source": [Joined(("s001", SourceTitle(title)), ": ") for title in titles]}
    )
    columns = {"source": ("Nguồn", "")}
    page = reader_table(table, "vi", "x", columns)._repr_html_()
    note = "(tên bài suy ra từ địa chỉ)"
    assert f'<td class="text">s001: <span lang="en">Da Nang leads</span> {note}</td>' in page
    assert f'<td class="text">s001: Huế {note}</td>' in page
    english = reader_table(table, "en", "x", columns)
    assert '<td class="text">s001: <span lang="vi">Huế</span> (title' in english._repr_html_()
    assert english.rows[0][0] == f"s001: {titles[0]}"


def test_a_linked_name_leads_to_its_address_and_what_is_behind_it_does_not() -> None:
    title = Linked(SourceTitle("Who <leads>?"), "https://bao.vn/?a=1&b=2", " – bao.vn")
    alone = Linked(SourceTitle("Ai dẫn đầu?"), "", " – không có địa chỉ")
    rows = pd.DataFrame({"source": [title, alone]})
    table = TableOf(rows, "Nguồn", ("source",)).written("vi")
    first, second = BeautifulSoup(table._repr_html_(), "html.parser").find_all("td")
    (link,) = first.find_all("a")
    assert link["href"] == "https://bao.vn/?a=1&b=2"
    assert (link.get_text(), link["lang"]) == ("Who <leads>?", "en")
    assert first.get_text() == "Who <leads>? – bao.vn"
    assert second.find("a") is None
    assert table.rows == [("Who <leads>? – bao.vn",), ("Ai dẫn đầu? – không có địa chỉ",)]


def test_a_bar_shows_side_and_size_of_its_number() -> None:
    rows = pd.DataFrame({"name": ["a", "b", "c"], "places": [2.0, -4.0, 0.0]})
    columns = {"name": ("Tên", ""), "places": ("Bậc", "signed")}
    table = reader_table(rows, "vi", "c", columns, bar="places")
    assert table.bars == (0.5, -1.0, 0.0)
    cells = re.findall(
        r'<td class="number">(.*?)<span aria-hidden="true" (.*?)>', table._repr_html_()
    )
    assert [number for number, _ in cells] == ["+2", "−4", "0"]
    bars = [re.search(r"transparent ([\d.]+)%,(#\w+) \1% ([\d.]+)%", style) for _, style in cells]
    assert [found and found.groups() for found in bars] == [
        ("50.0", UP, "75.0"), ("0.0", DOWN, "50.0"), ("50.0", DOWN, "50.0"),
    ]  # fmt: skip
    assert (drawing.UP, drawing.DOWN) == (UP, DOWN)
    assert "span" not in reader_table(rows, "vi", "c", columns)._repr_html_()


def test_every_column_of_the_wording_is_used_and_says_both_languages() -> None:
    files = [*(CHECKOUT / "src").rglob("*.py"), *(CHECKOUT / "src").rglob("*.j2")]
    sources = "\n".join(path.read_text("utf-8") for path in files)
    columns = read_wording("columns.yml")
    assert [name for name in columns if f'"{name}"' not in sources] == []
    assert list(columns) == sorted(columns)
    for entry in columns.values():
        assert set(entry) - {"form"} == {"vi", "en"}


def test_what_is_folded_stands_behind_one_line() -> None:
    table = TableOf(pd.DataFrame({"rank": [17]}), "Bảng", ("rank",)).written("vi")
    folded = Folded("Mở <ra>", table)
    page = BeautifulSoup(Stacked([table, folded])._repr_html_(), "html.parser")
    (fold,) = page.find_all("details")
    assert not fold.has_attr("open")
    summary = fold.find("summary")
    assert summary is not None
    assert summary.get_text() == "Mở <ra>"
    assert [len(part.find_all("table")) for part in (page, fold)] == [2, 1]
    # As plain text, and so for whoever reads aloud, all of it is there.
    assert repr(folded) == f"Mở <ra>\n{table!r}"
