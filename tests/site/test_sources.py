"""Sources and limits: text stays text, addresses are links only where they are addresses."""

from __future__ import annotations

import csv
import re
import shutil
import unicodedata
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import product
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from helpers.questions.missing_tables.answer import Question
from helpers.site.frame import Frame
from helpers.site.missing_tables import missing_on_file, written
from helpers.site.sources import document_tables, render_sources
from helpers.sources.citations import known_sources
from helpers.sources.editions import load_definitions
from helpers.sources.published_tables import Gain, PublishedTable
from helpers.sources.raw_files import seal

from ..frozen_project import CHECKOUT, FROZEN

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product(VOWELS, TONES)] + [
    "đ"
]
LETTERS += [letter.upper() for letter in LETTERS]
CLAIM = {
    "id": "02-x-1", "notebook": "02-x", "sentence_vi": "Huế <b>chưa</b>.",
    "sentence_en": "Huế <b>not</b>.", "verdict": "cannot tell",
}  # fmt: skip

FACT = CLAIM | {"id": "02-x-2", "sentence_vi": "Có.", "sentence_en": "Yes.", "verdict": "fact"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Raw data as it is, and processed tables in which one source of each kind is used."""
    shutil.copytree(FROZEN / "data/raw", tmp_path / "data/raw")
    folder = tmp_path / "data/processed"
    folder.mkdir()
    rows = [["figure_id", "source_id"], ["a", "s061"], ["b", "s061 s121"], ["c", "dti_2024_63"]]
    with (folder / "reported_figures.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return tmp_path


def plant(root: Path, **cells: str) -> None:
    """Other cells in the row of source s061."""
    path = root / "data/raw/sources/sources.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["source_id"] == "s061":
            row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    seal(root, "sources/sources.csv")


def page(root: Path, lang: str = "vi") -> BeautifulSoup:
    html = render_sources(root, lang, claims=[CLAIM, FACT], coverage="DTI", frame=Frame("v"))
    return BeautifulSoup(html, "html.parser")


def test_every_source_is_listed_with_how_often_it_is_used(root: Path) -> None:
    soup = page(root)
    rows = {row["id"]: row for row in soup.select("tbody tr[id]")}
    assert rows.keys() == known_sources(root)
    used = {name: row.find_all("td")[-1].get_text() for name, row in rows.items()}
    assert {name: times for name, times in used.items() if times != "–"} == {
        "dti_2024_63": "1", "s061": "2", "s121": "1",
    }  # fmt: skip
    assert rows["s061"].a["href"] == rows["s061"].a.get_text()
    assert "antoanthongtin.gov.vn" in rows["s061"].find_all("td")[1].get_text()


@pytest.mark.parametrize(
    ("lang", "publisher", "none", "each"),
    [
        ("vi", "Bộ Khoa học và Công nghệ", "Không lưu địa chỉ", "Mỗi dòng có nguồn riêng"),
        ("en", "Ministry of Science and Technology", "No address was kept", "Each row has"),
    ],
)
def test_sets_and_sources_without_an_address_say_so_in_the_language(
    root: Path, lang: str, publisher: str, none: str, each: str
) -> None:
    plant(root, url="")
    soup = page(root, lang)
    table = soup.find(id="dti_2024_34")
    assert table.find_all("td")[1].get_text() == publisher
    assert table.a["href"] == "https://dti.gov.vn/xep-hang-2024"
    assert none in soup.find(id="s061").get_text()
    assert each in soup.find(id="reported_rankings").get_text()
    copied = soup.find(id="papi_e_governance_2019_2024")
    assert copied.a["href"] == "https://github.com/hnks-gh/ml-mcdm"


def test_titles_say_their_language(root: Path) -> None:
    vi, en = page(root), page(root, "en")
    assert vi.find(id="s121").td.span["lang"] == "en"
    assert not vi.find(id="s061").td.span.has_attr("lang")
    assert en.find(id="s061").td.span["lang"] == "vi"
    assert not en.find(id="s121").td.span.has_attr("lang")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_all_letters_of_vietnamese_survive_from_the_raw_file_to_the_page(
    root: Path, form: str
) -> None:
    assert len(set(LETTERS)) == 146
    assert all(len(letter) == 1 for letter in LETTERS)
    text = " ".join(LETTERS)
    plant(root, title=unicodedata.normalize(form, text))
    assert page(root).find(id="s061").td.contents[0] == text


def test_what_bites_is_shown_as_text(root: Path) -> None:
    title = "=cmd|' /C calc'!A0 <script>alert(1)</script> \"x\" & 'y' 12\u202e34\u2066"
    plant(root, title=title, url="javascript:alert(1)")
    soup = page(root)
    row = soup.find(id="s061")
    shown = title.replace("\u202e", "[U+202E]").replace("\u2066", "[U+2066]")
    assert row.td.span.get_text() == shown
    assert row.a is None
    assert "javascript:alert(1)" in row.get_text()
    assert len(soup.find_all("script")) == 1
    assert "<b>chưa</b>" in soup.get_text()
    # What simply holds is no limit.
    assert [li.get_text() for li in soup.select("ul.claims li")] == ["Huế <b>chưa</b>."]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", str(soup))


@pytest.mark.parametrize(
    "address",
    ["data:text/html,x", "//x.org", "http://a b", "https://a\"b'", "https://[a", "https:///b"],
)
def test_only_a_plain_address_is_a_link(root: Path, address: str) -> None:
    plant(root, url=address)
    assert page(root).find(id="s061").a is None


def test_the_policy_lets_only_the_pages_own_script_run(root: Path) -> None:
    soup = page(root)
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    own = b64encode(sha256(soup.script.string.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert re.findall(r"script-src ([^;]*)", policy) == [f"'sha256-{own}'"]


def test_tables_of_a_document_are_read_with_their_headings(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# A\n\n## B\n\n| x | y |\n|---|---|\n| `1` | 2 |\n\ntext\n", encoding="utf-8")
    (table,) = document_tables(path)
    assert (table.heading, table.head, table.rows) == ("B", ["x", "y"], [["1", "2"]])
    assert document_tables(tmp_path / "none.md") == []


# --- search ---------------------------------------------------------------------------------------

SEARCH = """queries => queries.map((query) => {
    const box = document.querySelector("input[data-prefixes]");
    box.value = query;
    box.dispatchEvent(new Event("input"));
    return [...document.querySelectorAll("tbody tr[id]")]
        .filter((row) => row.checkVisibility()).map((row) => row.id);
})"""


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_search_finds_ids_titles_and_publishers(root: Path, lang: str, browser: Browser) -> None:
    plant(root, title="Tỉnh Đắk Lắk (bài đăng lại)", url="https://www.báo.vn/x")
    path = root / "page.html"
    html = render_sources(root, lang, claims=[], coverage="DTI", frame=Frame("v"))
    path.write_text(html, encoding="utf-8")
    opened = browser.new_page()
    opened.goto(path.as_uri())
    found = opened.evaluate(
        SEARCH,
        ["s061", "DAK LAK", "đắk lắk tinh", "tinhdaklak", "bao.vn", "x", "đăng lại", "s061 tinh",
         "bộ thông tin", "Ministry of Science", "", "zzz"],
    )  # fmt: skip
    opened.close()
    # A name is meant by the beginning of any of its words; an address beyond the host is none.
    by_id, by_words, turned, joined, by_host, by_path, by_rest, across, vi, en, every, none = found
    assert by_id == joined == ["s061"]
    assert "s061" in by_words
    assert "s061" in by_host
    assert not {"s061"} & {*turned, *by_path, *across, *none}
    assert ("s061" in by_rest) == ("(bài đăng lại)" in page(root).find(id="s061").td.contents[0])
    # A set of figures is found by its producer in either language.
    assert {"dti_2022_63"} <= set(vi)
    assert {"dti_2024_34"} <= set(en)
    assert set(every) == known_sources(root)


# --- tables that are not on file ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("vi", ["B", "dx.gov.vn, chưa biết địa chỉ trọn vẹn", "PDF",
                "Thêm 174 điểm và 1.134 thứ hạng. Nay biết hạng chung của 47/63 tỉnh. "
                "Khi ấy so được trọn vẹn với kỳ 2022, 2023.",
                "Tỉnh nào tăng hạng nhiều nhất, DTI 2021–2022. 2 phép kiểm đã định trước về điều "
                "đi cùng điểm số (trang 04, 05), DTI 2021–2022."]),
        ("en", ["B", "dx.gov.vn, whole address not known", "PDF",
                "174 more scores and 1,134 more ranks. The overall rank of 47 of 63 provinces is "
                "known now. Then comparable in full with 2022, 2023.",
                "Which province climbed most, DTI 2021–2022. 2 declared tests of what goes along "
                "with the score (pages 04, 05), DTI 2021–2022."]),
    ],
)  # fmt: skip
def test_tables_that_are_not_on_file_are_told(root: Path, lang: str, told: list[str]) -> None:
    definitions = load_definitions(root)
    table = PublishedTable(
        definitions.edition("DTI", "2021", "63"), ("overall",), "pdf", "", "dx.gov.vn",
        {"vi": "B", "en": "B"},
    )  # fmt: skip
    about = ("DTI", "63", ("2021", "2022"))
    questions = (
        Question("02-rank-gains", "largest-climb", *about),
        Question("04-milestones", "ioc-score", *about),
        Question("05-digital-adoption", "x-level", *about),
    )
    # One with an address, that opens the agreement of another ranking with three editions.
    ict = replace(table, edition=definitions.edition("ICT", "2018", "63"), address="https://a.vn/b")
    asked = Question("10-x", "agrees-ict-2018", "DTI", "63", ("2022", "2023", "2024"))
    gains = [Gain(table, 174, 1134, ("2022", "2023"), 47, 63), Gain(ict, 1, 2, (), 63, 63)]
    rows = written(zip(gains, (questions, (asked,)), strict=True), lang)
    html = render_sources(root, lang, claims=[], coverage="DTI", frame=Frame("v"), missing=rows)
    tables = BeautifulSoup(html, "html.parser").select("main table")
    first, second = tables[-3].select("tbody tr")
    assert [cell.get_text() for cell in first.find_all(["th", "td"])] == told
    assert second.a["href"] == second.a.get_text() == "https://a.vn/b"
    assert "ICT 2018" in second.get_text()
    assert "DTI 2022–2024" in second.get_text()


def test_every_question_that_a_listed_table_opens_has_words() -> None:
    """Of the tables on file, whatever they are: a question without words would be an error."""
    found = missing_on_file(CHECKOUT)
    for lang in ("vi", "en"):
        rows = written(found, lang)
        assert len(rows) == len(found)
        assert all(row.brings for row in rows)


def test_without_a_list_the_page_says_nothing_of_them(root: Path) -> None:
    assert missing_on_file(root) == []
    assert "tangbac missing" not in page(root, "en").get_text()
