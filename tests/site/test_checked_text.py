"""The page of a text that was checked: marks at the words, signs beside them, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page

from helpers.documents.document import Document, Piece, numbered
from helpers.questions.press_check.checked_text import CheckedText
from helpers.questions.press_check.headline import Judged, Known
from helpers.site.checked_text import SIGNS, render_checked_text
from helpers.site.frame import Frame
from helpers.sources.editions import load_definitions
from helpers.statements.statement import Reading, Statement, UnreadNumber

from ..frozen_project import FROZEN
from ..sharing.test_terms import KEPT
from .test_words_of_pages import KEPT_ON_PAGES, foreign, said

HOSTILE = "</p><script>alert(1)</script> Tỉnh X & <b>Y</b> xếp thứ 3"
PARAGRAPHS = [
    Piece("title", "Tỉnh Huế lên hạng"),
    Piece("heading", "Kết quả"),
    Piece("paragraph", "Huế tăng 2 bậc lên thứ 2, đạt 0,75 điểm. Có 99 người dự."),
    Piece("row", "Huế | 2 | 7", opens=True),
    Piece("paragraph", HOSTILE),
]
TEXT = "\n".join(piece.text for piece in PARAGRAPHS)
# What is stated, and what became of it; the second shares its words with the first.
STATED = [
    ("tăng 2 bậc lên thứ 2", "agrees"),
    ("lên thứ 2", "disagrees"),
    ("0,75 điểm", "cannot be checked"),
    ("xếp thứ 3", "another edition"),
]


def statement(words: str, verdict: str) -> Statement:
    start = TEXT.index(words)
    return Statement(
        words, "Huế", "DTI", "2023", statistic="rank", value=2, best=2, worst=2, universe="63",
        refusal="hedge" if verdict == "cannot be checked" else "",
        start=start, end=start + len(words),
    )  # fmt: skip


@pytest.fixture(scope="module")
def checked() -> CheckedText:
    unread = tuple(
        UnreadNumber(at, at + len(number), at, at + 1)
        for number in ("99", "7")
        for at in [TEXT.rindex(number, 0, TEXT.index(HOSTILE))]
    )
    judged = tuple(
        Judged(made, verdict, (Known("63", "5", "table"),), reason=made.refusal)
        for words, verdict in STATED
        for made in [statement(words, verdict)]
    )
    given = Document("bài <i>.docx", numbered(PARAGRAPHS), ("menus",), ("2025-02-14",))
    return CheckedText(given, Reading(TEXT, tuple(j.statement for j in judged), unread), judged)


@pytest.fixture(scope="module")
def pages(checked: CheckedText) -> dict[str, str]:
    definitions = load_definitions(FROZEN)
    return {
        lang: render_checked_text(checked, definitions, lang, Frame("abcd"))
        for lang in ("vi", "en")
    }


@pytest.fixture(params=["vi", "en"])
def page(request: pytest.FixtureRequest, pages: dict[str, str]) -> BeautifulSoup:
    return BeautifulSoup(pages[request.param], "html.parser")


def without_signs(element: Tag) -> str:
    copy = BeautifulSoup(str(element), "html.parser")
    for sign in copy.select("a.sign"):
        sign.decompose()
    return copy.get_text()


def test_the_whole_text_stands_there_and_marks_hold_the_words_of_statements(
    page: BeautifulSoup,
) -> None:
    shown = [without_signs(p) for p in page.select(".placed > :first-child")]
    assert "\n".join(shown) == TEXT
    for number, (words, verdict) in enumerate(STATED, 1):
        marks = [m for m in page.select("mark") if str(number) in m["data-statements"].split()]
        assert "".join(mark.get_text() for mark in marks) == words
        sign = page.select_one(f"#s{number}")
        name = "contradicted" if verdict in ("disagrees", "another edition") else verdict
        assert sign.get_text() == f"{SIGNS[name]}{number}"
        # The sign stands right behind the last of the words.
        assert sign.find_previous("mark") is marks[-1]
        assert page.select_one(f"li#n{number} a")["href"] == f"#s{number}"
    # Of words that two share the contradiction shows.
    assert [m["class"] for m in page.select("mark")][:2] == [["agrees"], ["contradicted"]]
    assert [one.get_text() for one in page.select(".unread")] == ["99", "7"]


def test_the_summary_counts_and_says_what_is_contradicted(page: BeautifulSoup) -> None:
    counts = [item.get_text(" ", strip=True).split()[:2] for item in page.select(".counts li")]
    assert counts == [["✓", "1"], ["✗", "2"], ["?", "1"]]
    assert len(page.select(".contradictions li")) == 2
    open_ = [fold.has_attr("open") for fold in page.select("details.notes")]
    assert open_ == [True, True]


def test_hostile_text_stays_text_and_nothing_leads_away(pages: dict[str, str]) -> None:
    for html in pages.values():
        page = BeautifulSoup(html, "html.parser")
        assert not page.select("script, main b, main i, img, link[rel=stylesheet], nav")
        addresses = {a["href"] for a in page.select("[href]")} | {
            a["src"] for a in page.select("[src]")
        }
        assert {a for a in addresses if not a.startswith(("#", "data:image/"))} == set()
        assert "default-src 'none'" in html


def test_each_page_speaks_its_own_language(pages: dict[str, str]) -> None:
    quoted = [TEXT, "bài <i>.docx", *(words for words, _ in STATED)]
    assert (
        foreign(pages["vi"], quoted) - {word.lower() for word in {**KEPT, **KEPT_ON_PAGES}} == set()
    )
    english = " ".join(said(pages["en"], "en"))
    for word in ("không", "đúng", "bảng", "đoạn", "Số liệu"):
        assert word not in english


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_asks_for_nothing_and_nothing_runs_over_the_edge(
    browser: Browser, pages: dict[str, str], tmp_path: Path, width: int
) -> None:
    for lang, html in pages.items():
        path = tmp_path / f"{lang}.html"
        path.write_text(html, encoding="utf-8")
        opened = browser.new_page(viewport={"width": width, "height": 800})
        asked: list[str] = []
        told: list[str] = []
        opened.on("request", lambda request, asked=asked: asked.append(request.url))
        opened.on("console", lambda message, told=told: told.append(message.text))
        opened.goto(path.as_uri())
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
        assert told == []
        opened.close()


@pytest.fixture
def printed(browser: Browser, pages: dict[str, str]) -> Iterator[Page]:
    opened = browser.new_page()
    opened.set_content(pages["en"].replace('<details class="notes" open', '<details class="notes"'))
    opened.emulate_media(media="print")
    yield opened
    opened.close()


@pytest.mark.browser
def test_on_paper_what_is_folded_lies_open(printed: Page) -> None:
    visible = "(e) => e.checkVisibility({contentVisibilityAuto: true}) && e.offsetHeight > 0"
    assert printed.locator("li#n1").evaluate(visible)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(
    browser: Browser, pages: dict[str, str], axe: str, scheme: str, tmp_path: Path
) -> None:
    for html in pages.values():
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        opened = browser.new_page(viewport={"width": 390, "height": 800})
        opened.emulate_media(color_scheme=scheme)
        opened.goto(path.as_uri())
        opened.evaluate(axe)
        found = opened.evaluate("axe.run()")
        assert [
            (r["id"], [n["html"][:160] for n in r["nodes"]][:3]) for r in found["violations"]
        ] == []
        opened.close()
