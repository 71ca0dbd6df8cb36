"""Names and figures that hold tags, formulas, quotes, turned or marked-up text are shown as text.

They stand in the raw files of a copy of the project, and all notebooks run over it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pdfplumber
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page
from python_calamine import CalamineWorkbook

from helpers.cli import main
from helpers.export.files import exported
from helpers.export.page import page_charts
from helpers.running.contract import numbered_notebooks
from helpers.sharing.compact_svg import CHART_MIME
from helpers.sharing.drawing import text_width
from helpers.site.pictures import ELEMENTS
from helpers.sources.schemas import TABLES

from ..frozen_project import CHECKOUT
from ..planted_text import (
    ADDRESSES,
    FIGURES,
    FORMULA,
    LETTERS,
    NAMES,
    REGION,
    SAID,
    SCRIPT,
    TITLE,
    UNMERGED,
)

pytestmark = pytest.mark.slow

MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)
FORMULA_SIGNS = tuple("=+-@\t\r＝＋－＠")
OWN_TAGS = set(
    "a b bdi br button caption code data dd details div dl dt figcaption figure footer h1 h2 h3 "
    "header i img input label li main nav ol option p pre section select small span strong summary "
    "table tbody td th thead tr ul".split()
)
"""Of pages and outputs; nothing planted is one of them."""
WORD_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def seen(text: str) -> str:
    """A text as a reader sees it: marks by their code, spaces that break or not as one."""
    return " ".join(MARKS.sub(lambda mark: f"[U+{ord(mark[0]):04X}]", text).split())


@pytest.fixture
def report(planted: Path) -> Path:
    (folder,) = (planted / "reports").glob("2*")
    return folder


def page(report: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((report / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def brief_of(report: Path, lang: str, unit_id: str) -> BeautifulSoup:
    """The page of a unit, whatever its name has made of its address."""
    (link,) = page(report, f"{lang}/provinces/{unit_id}").find_all("a")
    address = re.fullmatch(r"\.\./(provinces(?:-63)?/[a-z0-9-]+)\.html", link["href"])
    return page(report, f"{lang}/{address[1]}")


def text_of(soup: BeautifulSoup) -> str:
    for code in soup.select("details.code, style, script"):
        code.decompose()
    return " ".join(soup.get_text(" ").split())


def test_no_page_holds_a_tag_a_script_or_a_mark_from_the_data(report: Path) -> None:
    pages = sorted(report.rglob("*.html"))
    notebooks = len(numbered_notebooks(CHECKOUT))
    # Data, sources, how to read, compare; a brief and where it once was, of some under two ids.
    units = len(NAMES) + 2
    assert len(pages) == 2 + 2 * 4 + notebooks + 2 * (units + units + len(UNMERGED))
    for path in pages:
        html = path.read_text(encoding="utf-8")
        soup = BeautifulSoup(html, "html.parser")
        assert not MARKS.search(html), path
        assert len(soup.body.find_all("script")) <= 1, path
        assert not soup.find(lambda tag: any(name.startswith("on") for name in tag.attrs)), path
        addresses = [a["href"] for a in soup.find_all("a", href=True)]
        safe = re.compile(r"https?://\w|#|[\w./-]+(#[\w-]+)?$")
        assert [address for address in addresses if not safe.match(address)] == [], path
        for element in soup.select("details.code, script, .chart svg"):
            element.decompose()
        assert {tag.name for tag in soup.body.find_all(True)} <= OWN_TAGS, path


@pytest.mark.parametrize("code", NAMES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_brief_calls_its_province_by_every_letter_of_its_name(
    report: Path, lang: str, code: str
) -> None:
    brief, name = brief_of(report, lang, f"vn63-{code}"), seen(NAMES[code])
    assert seen(brief.h1.get_text()) == name
    assert seen(brief.title.get_text()).startswith(f"{name}: ")
    assert name in seen(brief.select_one("p.notice").get_text())
    assert name in " ".join(seen(cell.get_text()) for cell in brief.select("tbody th"))
    assert name in " ".join(seen(one["aria-label"]) for one in brief.select("figure svg"))


def test_words_of_the_ledgers_and_lists_are_text(report: Path) -> None:
    cleaned = text_of(page(report, "vi/01-clean-figures"))
    for figure in FIGURES.values():
        assert seen(figure) in cleaned
    assert seen(SAID) in cleaned
    assert REGION in text_of(brief_of(report, "vi", "vn63-79"))
    sources = page(report, "vi/sources")
    assert sources.find(id="dti_2024_63").td.contents[0].startswith(TITLE)
    for source_id, address in ADDRESSES.items():
        row = sources.find(id=source_id)
        assert row.a is None
        assert address in row.get_text()
    index = page(report, "index")
    assert sum(cell.get_text() == REGION for cell in index.select("#units-63 td")) == 6


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_letter_comes_from_the_raw_file_to_the_page_in_one_form(
    report: Path, lang: str
) -> None:
    assert len(set(LETTERS)) == len(LETTERS) == 146
    # One source writes them in one character each, the other in up to three.
    assert page(report, f"{lang}/sources").get_text().count(LETTERS) == 2


def test_charts_are_pictures_and_nothing_else(report: Path) -> None:
    shown = 0
    for path in sorted(report.rglob("*.html")):
        for chart in page_charts(path.read_text(encoding="utf-8")):
            root = ElementTree.fromstring(chart.svg)
            tags = {element.tag.rpartition("}")[2] for element in root.iter()}
            assert tags <= ELEMENTS
            assert not any(name.startswith("on") for e in root.iter() for name in e.attrib)
            shown += 1
    assert shown > 20


def test_every_chart_of_a_notebook_can_be_read_on_a_phone(report: Path) -> None:
    """358 pixels wide, letters of 11 and more, none beyond the edge, even of the longest names."""
    seen = 0
    for path, data in outputs(report):
        own = data.get(CHART_MIME)
        # The chart of a brief is narrow enough for its page by rules of its own.
        if own is None or "province-brief" in path.name or not own["narrow"]:
            assert own is None or "province-brief" in path.name, path
            continue
        for svg, most in (("".join(data["image/svg+xml"]), 736), (own["narrow"], 358)):
            root = ElementTree.fromstring(svg)
            width = float(root.get("width", "").removesuffix("pt"))
            assert width / 0.75 <= most
            for text in root.iter("{http://www.w3.org/2000/svg}text"):
                size = float(text.get("font-size", ""))
                assert size / 0.75 >= 11
                bold = text.get("font-weight") == "700"
                letters = 72 * text_width("".join(text.itertext()), size, bold=bold)
                start = {"middle": letters / 2, "end": letters}.get(text.get("text-anchor", ""), 0)
                moved = re.match(r"translate\(([\d.-]+)", text.get("transform", ""))
                left = float(moved[1] if moved else text.get("x", "")) - start
                assert left >= -1, (path, text.text)
                assert left + letters <= width + 1, (path, text.text)
        seen += 1
    assert seen > 20


def outputs(report: Path) -> Iterator[tuple[Path, dict[str, object]]]:
    for path in sorted(report.rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                yield path, output.get("data", {})


def test_a_notebook_read_in_jupyterlab_shows_the_same_text(report: Path) -> None:
    mathematics = 0
    for path, data in outputs(report):
        assert "text/markdown" not in data, path
        assert "text/latex" not in data, path
        html = "".join(data.get("text/html", ()))
        assert not MARKS.search(html), path
        soup = BeautifulSoup(html, "html.parser")
        assert {tag.name for tag in soup.find_all(True)} <= OWN_TAGS, path
        for text in soup.find_all(string=re.compile(r"[$\\]")):
            assert text.find_parent(class_="mathjax_ignore") is not None, (path, text)
            mathematics += 1
    assert mathematics > 10


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_no_cell_of_a_download_is_a_formula_or_turned(report: Path) -> None:
    files = sorted((report / "data").rglob("*.csv"))
    assert len(files) > len(TABLES)
    for path in files:
        for row in read_csv(path.read_bytes()):
            risky = [cell for cell in row if cell.startswith(FORMULA_SIGNS)]
            assert [cell for cell in risky if not NUMBER.fullmatch(cell)] == [], path
            assert not MARKS.search("".join(row)), path
    units = {row[0]: row for row in read_csv((report / "data/units.csv").read_bytes())}
    assert f"'{FORMULA}" in units["vn63-48"]
    for code in NAMES.keys() - {"48"}:
        assert MARKS.sub(lambda m: f"[U+{ord(m[0]):04X}]", NAMES[code]) in units[f"vn63-{code}"]


def test_numbers_of_a_download_stay_numbers(planted: Path, report: Path) -> None:
    negative = 0
    for table in TABLES.values():
        written = read_csv((planted / "data/processed" / f"{table.name}.csv").read_bytes())
        shown = read_csv((report / "data" / f"{table.name}.csv").read_bytes())
        for place, column in enumerate(table.columns):
            if column.kind in ("integer", "number"):
                cells = [row[place] for row in shown]
                assert cells == [row[place] for row in written], (table.name, column.name)
                negative += sum(cell.startswith("-") for cell in cells)
    assert negative > 100


def test_the_workbook_holds_texts_and_numbers_and_no_formula(report: Path) -> None:
    path = report / "data" / "tangbac.xlsx"
    with zipfile.ZipFile(path) as files:
        sheets = [files.read(name).decode() for name in files.namelist() if "/sheet" in name]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    book = CalamineWorkbook.from_path(path)
    head, *rows = book.get_sheet_by_name("units").to_python()
    names = {row[0]: row[head.index("province")] for row in rows}
    assert names["vn63-48"] == FORMULA
    assert names["vn63-01"] == SCRIPT
    for sheet in book.sheet_names:
        cells = [cell for row in book.get_sheet_by_name(sheet).to_python() for cell in row]
        assert not any(isinstance(cell, str) and MARKS.search(cell) for cell in cells), sheet
    head, *rows = book.get_sheet_by_name("rank_gains").to_python()
    gains = [row[head.index("rank_gain")] for row in rows]
    assert min(gain for gain in gains if gain != "") < 0


@pytest.fixture
def exports(planted: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The brief of the province called a formula, as Word document and as one page."""
    monkeypatch.chdir(planted)
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT / "src"))
    for form in ("docx", "html"):
        file = tmp_path / f"x.{form}"
        asked = ["--to", form, "--province", "vn63-48", "-o", str(file), "--quiet"]
        assert main(["export", "brief", *asked]) == 0
    return tmp_path


def test_exported_documents_hold_names_as_text(exports: Path) -> None:
    alone = BeautifulSoup((exports / "x.html").read_text(encoding="utf-8"), "html.parser")
    with zipfile.ZipFile(exports / "x.docx") as files:
        document = ElementTree.fromstring(files.read("word/document.xml"))
        links = files.read("word/_rels/document.xml.rels").decode()
    written = "".join(element.text or "" for element in document.iter(WORD_TEXT))
    for text in (alone.main.get_text(), written):
        assert seen(FORMULA) in seen(text)
    for drawing in alone.select(".chart svg"):
        drawing.decompose()
    assert {tag.name for tag in alone.main.find_all(True)} <= OWN_TAGS
    assert alone.find("script") is None
    assert "javascript" not in links
    assert not [e for e in document.iter() if e.tag.endswith(("instrText", "fldSimple", "oMath"))]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    """A page that takes note of dialogs, requests and errors."""
    page = browser.new_page()
    page.dialogs, page.requests, page.errors = [], [], []

    def note(dialog: object) -> None:
        page.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("console", lambda message: page.errors.append(message.text))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    page.close()


@pytest.mark.browser
def test_a_browser_runs_asks_and_complains_of_nothing(report: Path, opened: Page) -> None:
    for path in sorted(report.rglob("*.html")):
        opened.requests.clear()
        opened.goto(path.as_uri())
        opened.wait_for_load_state("networkidle")
        fetched = [url for url in opened.requests if not url.startswith("data:image/")]
        assert fetched[0] == path.as_uri()
        assert len(fetched) == 1 + path.name.startswith("vn")
        assert opened.dialogs == [], path
        assert opened.errors == [], path
        assert opened.locator("[onerror], main script").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES.values())
def test_search_finds_every_name_as_it_is_written(report: Path, opened: Page, name: str) -> None:
    opened.goto((report / "index.html").as_uri())
    opened.fill("input[type=search]", name)
    hits = [seen(text).split(" → ")[0] for text in opened.locator("#hits li").all_inner_texts()]
    assert set(hits) == {seen(name)}
    assert opened.dialogs == []


@pytest.mark.browser
def test_names_are_printed(report: Path) -> None:
    html = str(brief_of(report, "vi", "vn63-48"))
    (content,) = exported(html, "pdf", "vi", Path("x.pdf")).values()
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        printed = "".join("".join(page.extract_text().split()) for page in pdf.pages)
    printed = unicodedata.normalize("NFC", printed)
    assert printed.count("".join(FORMULA.split())) > 3
