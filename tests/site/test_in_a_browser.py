"""The site as a reader meets it: languages, small screens, no request, no error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PAGES = [
    "index.html", "index.en.html",
    *(
        f"{lang}/{name}.html"
        for lang in ("vi", "en")
        for name in ("07-targets", "data", "sources", "provinces/vn63-93", "provinces/vn34-92")
    ),
    "vi/so-sanh.html", "en/compare.html",
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


def test_the_other_language_shows_the_same_province(page: Page, site: Path) -> None:
    go(page, site, "vi/provinces/vn63-93.html")
    assert page.url.endswith("/vi/provinces/vn63-93.html")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/provinces/vn63-93.html")
    assert page.inner_text("h1") == "Hậu Giang"
    page.locator("header").get_by_role("link", name="Cần Thơ").click()
    assert page.url.endswith("/en/provinces/vn34-92.html")
    page.get_by_role("link", name="Hậu Giang").first.click()
    assert page.url.endswith("/en/provinces/vn63-93.html")


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
