"""The site as a reader meets it: search, sort, languages, small screens, no request, no error."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser, Page

from helpers.questions.province_brief.answer import ask, ranked_units
from helpers.questions.province_brief.main_indices import main_indices
from helpers.questions.province_brief.shown import ForScript
from helpers.questions.province_brief.tables import Tables
from helpers.questions.province_brief.what_if import what_if
from helpers.sharing.numbers import format_number, vietnamese_sort_key
from helpers.sources.editions import load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import load_units

from ..frozen_project import FROZEN, frozen_project

pytestmark = pytest.mark.browser
PAGES = [
    "index.html", "index.en.html",
    *(
        f"{lang}/{name}.html"
        for lang in ("vi", "en")
        for name in ("07-targets", "data", "sources", "provinces/vn63-93", "provinces/vn34-92")
    ),
]  # fmt: skip


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page that takes note of every request and of every error."""
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    opened.requests, opened.errors = [], []
    opened.on("request", lambda request: opened.requests.append(request.url))
    opened.on("console", lambda message: opened.errors.append(message.text))
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    yield opened
    opened.close()


def go(page: Page, site: Path, name: str) -> str:
    address = (site / name).as_uri()
    page.goto(address)
    return address


def shown_names(page: Page, universe: str = "63") -> list[str]:
    return page.eval_on_selector_all(
        f"#units-{universe} tbody tr:not([hidden]) th",
        "cells => cells.map(cell => cell.textContent.trim())",
    )


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_of_anyone_and_nothing_goes_wrong(
    page: Page, site: Path, name: str
) -> None:
    address = go(page, site, name)
    page.wait_for_load_state("networkidle")
    fetched = [url for url in page.requests if not url.startswith("data:image/")]
    assert fetched == [address]
    assert page.errors == []
    broken = "[...document.images].filter(i => !i.complete || !i.naturalWidth).map(i => i.alt)"
    assert page.evaluate(broken) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page, site: Path, name: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    go(page, site, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible(page: Page, site: Path, axe: str, name: str) -> None:
    go(page, site, name)
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    assert [
        (rule["id"], [node["html"][:160] for node in rule["nodes"]][:3])
        for rule in found["violations"]
    ] == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hau giang", {"Hậu Giang"}),
        ("HẬU GIANG", {"Hậu Giang"}),
        ("tỉnh Hậu Giang", {"Hậu Giang"}),
        ("haugiang", {"Hậu Giang"}),
        (unicodedata.normalize("NFC", "đà nẵng"), {"Đà Nẵng"}),
        (unicodedata.normalize("NFD", "đà nẵng"), {"Đà Nẵng"}),
        ("da nang", {"Đà Nẵng"}),
        ("TP. Đà Nẵng", {"Đà Nẵng"}),
        ("TP.HCM", {"Hồ Chí Minh"}),
        ("hue", {"Thừa Thiên Huế"}),
        ("dak", {"Đắk Lắk", "Đắk Nông"}),
        ("<script>", set()),
        ("xyz", set()),
    ],
)
def test_search_finds_a_province_however_it_is_typed(
    page: Page, site: Path, typed: str, found: set[str]
) -> None:
    go(page, site, "index.html")
    page.fill("input[type=search]", typed)
    assert set(shown_names(page)) == found
    page.fill("input[type=search]", "")
    assert len(shown_names(page)) == 63


def test_search_leads_from_an_old_province_to_the_new_one(page: Page, site: Path) -> None:
    go(page, site, "index.en.html")
    page.fill("input[type=search]", "hau giang")
    assert shown_names(page, "34") == ["Cần Thơ"]
    # Who looks for a former province finds it unfolded.
    assert page.locator("#units-63 tbody tr:visible").count() == 1
    assert "2" in page.inner_text("[role=status]")
    dim = "tiles => tiles.filter(t => !t.classList.contains('dim')).map(t => t.innerText)"
    (left,) = page.eval_on_selector_all(".tile", dim)
    assert "Cần Thơ" in left


def test_search_answers_within_a_tenth_of_a_second(page: Page, site: Path) -> None:
    go(page, site, "index.html")
    taken = page.evaluate(
        """() => {
            const box = document.querySelector("input[type=search]");
            return ["h", "ha", "hau giang", "đà nẵng", ""].map((text) => {
                const begin = performance.now();
                box.value = text;
                box.dispatchEvent(new Event("input"));
                document.body.getBoundingClientRect();
                return performance.now() - begin;
            });
        }"""
    )
    assert len(taken) == 5
    assert max(taken) < 100


def unfold_former_units(page: Page) -> None:
    """The former units stand folded below those of today."""
    page.locator("details", has=page.locator("#units-63")).locator("summary").click()


def test_sorting_by_name_follows_the_vietnamese_alphabet(page: Page, site: Path) -> None:
    go(page, site, "index.html")
    unfold_former_units(page)
    head = page.locator("#units-63 thead th").nth(1)
    button = head.get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")
    names = shown_names(page)
    assert names == sorted(names, key=vietnamese_sort_key)
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert shown_names(page) == names[::-1]
    assert head.get_attribute("aria-sort") == "descending"
    assert page.locator("#units-63 thead th[aria-sort]").count() == 1
    assert len(shown_names(page, "34")) == 34


def test_sorting_by_gain_takes_numbers_as_numbers(page: Page, site: Path) -> None:
    go(page, site, "index.html")
    unfold_former_units(page)
    page.locator("#units-63 thead th").nth(3).get_by_role("button").click()
    cells = page.eval_on_selector_all(
        "#units-63 tbody tr", "rows => rows.map(row => row.cells[3].textContent)"
    )
    gains = [int(cell.replace("\N{MINUS SIGN}", "-")) for cell in cells]
    assert gains == sorted(gains)
    assert gains[0] < -9 < 9 < gains[-1]


def test_the_other_language_shows_the_same_province(page: Page, site: Path) -> None:
    go(page, site, "index.html")
    page.get_by_role("link", name="Hậu Giang").last.click()
    assert page.url.endswith("/vi/provinces/vn63-93.html")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/provinces/vn63-93.html")
    assert page.inner_text("h1") == "Hậu Giang"
    page.locator("header").get_by_role("link", name="Cần Thơ").click()
    assert page.url.endswith("/en/provinces/vn34-92.html")
    page.get_by_role("link", name="Hậu Giang").first.click()
    assert page.url.endswith("/en/provinces/vn63-93.html")


def test_without_scripts_the_tables_are_plain_and_whole(browser: Browser, site: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((site / "index.html").as_uri())
    assert page.locator("#units-63 tbody tr:visible").count() == 0
    unfold_former_units(page)
    assert page.locator("#units-63 tbody tr:visible").count() == 63
    assert page.locator("#units-34 tbody tr:visible").count() == 34
    assert not page.locator("input[type=search]").is_visible()
    assert page.locator("th button").count() == 0
    page.locator("#units-63 th a").first.click()
    assert "/vi/provinces/" in page.url
    page.close()


@pytest.mark.parametrize("name", ["provinces/vn63-93", "provinces/vn34-92"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_brief_prints_on_two_sheets(
    page: Page, site: Path, tmp_path: Path, lang: str, name: str
) -> None:
    go(page, site, f"{lang}/{name}.html")
    page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    with pdfplumber.open(tmp_path / "a.pdf") as printed:
        assert len(printed.pages) <= 2
        width, height = printed.pages[0].width, printed.pages[0].height
        assert (round(width), round(height)) == (595, 842)
        text = printed.pages[0].extract_text()
    assert "English" not in text
    assert "Tiếng Việt" not in text


@pytest.mark.parametrize("name", ["provinces/vn63-93", "provinces/vn34-92"])
def test_a_brief_fits_a_phone(browser: Browser, site: Path, name: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((site / f"vi/{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    cards = page.locator("table.peers tbody tr")
    assert cards.evaluate_all("rows => rows.every(row => row.scrollWidth <= 360)")
    page.close()


def test_other_points_give_the_rank_that_python_works_out(
    page: Page, browser: Browser, site: Path
) -> None:
    rankings = read_processed(frozen_project(), "rankings")
    definitions, units = load_definitions(FROZEN), load_units(FROZEN)
    go(page, site, "vi/provinces/vn34-92.html")
    box = page.locator(".what-if")
    assert "Hạng 19 → 19 · 0,7030 → 0,7030" in box.inner_text()
    assert "Đây không phải dự báo" in box.inner_text()
    (script,) = page.locator("script").all_inner_texts()
    page = browser.new_page()
    drawn = random.Random(1)
    for unit in drawn.sample(units.all("34"), 10):
        question = ask(rankings, definitions, units, province=unit.unit_id, universe="34")
        found = main_indices(rankings, definitions, question)
        made = what_if(ranked_units(rankings, question.edition), found, unit)
        block = ForScript("what-if", Tables(question, definitions, "vi").what_if(made))
        page.set_content(f'<html lang="vi"><body>{block._repr_html_()}<script>{script}</script>')
        for _ in range(5):
            changes = [drawn.randint(part.least, part.most) for part in made.parts]
            page.locator(".what-if input").evaluate_all(
                """(inputs, values) => inputs.forEach((input, place) => {
                    input.value = values[place];
                    input.dispatchEvent(new Event("input", { bubbles: true }));
                })""",
                changes,
            )
            shown = page.locator(".what-if p").inner_text()
            rank, total = made.rank(sum(changes)), made.total(sum(changes))
            assert f"→ {rank} · " in shown
            assert f"→ {format_number(total / 10_000, 'vi', 4)} (" in shown
            ranges = "inputs => inputs.map(input => [Number(input.min), Number(input.max)])"
            assert page.locator(".what-if input").evaluate_all(ranges) == [
                [part.least, part.most] for part in made.parts
            ]
        page.locator(".what-if button").click()
        shown = page.locator(".what-if p").inner_text()
        assert f"Hạng {made.rank(0)} → {made.rank(0)} · " in shown
    page.close()


def test_a_dark_screen_changes_nothing(browser: Browser, site: Path) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto((site / "index.html").as_uri())
    colors = (
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert page.evaluate(colors) == ["rgb(255, 255, 255)", "rgb(28, 36, 48)"]
    page.close()
