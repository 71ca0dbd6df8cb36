"""Sources and limits: text stays text, addresses are links only where they are addresses."""

from __future__ import annotations

import csv
import re
import shutil
import unicodedata
from base64 import b64encode
from hashlib import sha256
from itertools import product
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from helpers.site.frame import Frame
from helpers.site.sources import document_tables, render_sources
from helpers.sources.citations import known_sources
from helpers.sources.raw_files import seal

from ..frozen_project import FROZEN

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
