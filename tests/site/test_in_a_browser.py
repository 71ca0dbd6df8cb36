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
        for name in (
            "02-rank-gains", "07-targets", "data", "sources", "provinces-63/hau-giang",
            "provinces/can-tho",
        )
    ),
    "vi/cach-doc.html", "en/how-to-read.html",
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


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_address_of_old_leads_to_the_page_of_now(page: Page, site: Path, lang: str) -> None:
    go(page, site, f"{lang}/provinces/vn63-93.html")
    page.wait_for_url(f"**/{lang}/provinces-63/hau-giang.html")
    assert page.errors == []


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_screen_needs_no_sideways_scrolling(
    page: Page, site: Path, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    go(page, site, name)
    page.wait_for_load_state("load")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (390, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible(
    page: Page, site: Path, axe: str, name: str, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    go(page, site, name)
    page.wait_for_load_state("load")
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    assert [
        (rule["id"], [node["html"][:160] for node in rule["nodes"]][:3])
        for rule in found["violations"]
    ] == []


def test_the_other_language_shows_the_same_province(page: Page, site: Path) -> None:
    go(page, site, "vi/provinces-63/hau-giang.html")
    assert page.url.endswith("/vi/provinces-63/hau-giang.html")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/provinces-63/hau-giang.html")
    assert page.inner_text("h1") == "Hậu Giang"
    page.locator(".notice").get_by_role("link", name="Cần Thơ").click()
    assert page.url.endswith("/en/provinces/can-tho.html")
    page.locator(".notice").get_by_role("link", name="Hậu Giang").click()
    assert page.url.endswith("/en/provinces-63/hau-giang.html")


@pytest.mark.parametrize("name", ["provinces-63/hau-giang", "provinces/can-tho"])
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


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_of_gains_prints_on_six_sheets_without_lone_headings(
    page: Page, site: Path, tmp_path: Path, lang: str
) -> None:
    go(page, site, f"{lang}/02-rank-gains.html")
    headings = page.locator("main h2").all_inner_texts()
    page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    with pdfplumber.open(tmp_path / "a.pdf") as printed:
        assert len(printed.pages) <= 6
        for sheet in printed.pages:
            # Nothing stands beyond the edges of its sheet.
            assert all(0 <= w["x0"] < w["x1"] <= sheet.width for w in sheet.extract_words())
            middle = sheet.width / 2
            for column in ((0, 0, middle, sheet.height), (middle, 0, sheet.width, sheet.height)):
                last = sheet.crop(column).extract_text().rpartition("\n")[2].strip()
                assert last not in {heading.removesuffix("¶").strip() for heading in headings}


def test_text_in_the_small_drawings_of_a_brief_is_found(page: Page, site: Path) -> None:
    for name in ("vi/provinces/can-tho", "en/provinces/can-tho"):
        go(page, site, f"{name}.html")
        assert page.locator("main img").count() == 0
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            names = page.locator(".pictures svg text", has_text="Hậu Giang")
            assert names.count() == 2
            assert all(one.is_visible() for one in names.all())
        ids = page.locator("svg [id]").evaluate_all("all => all.map((one) => one.id)")
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "name", ["index.html", "vi/02-rank-gains.html", "vi/provinces/can-tho.html", "vi/so-sanh.html"]
)
@pytest.mark.parametrize("width", [1280, 390])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    page: Page, site: Path, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    go(page, site, name)
    page.wait_for_load_state("load")
    stops = page.evaluate(
        """() => {
            const all = [...document.querySelectorAll(
                "a[href], button, input, select, summary, [tabindex='0']")];
            const stops = all.filter((one) => one.checkVisibility({ visibilityProperty: true }));
            stops.forEach((one, place) => { one.dataset.stop = place; });
            return stops.length;
        }"""
    )
    seen = set()
    for _ in range(stops):
        page.keyboard.press("Tab")
        stop, outline = page.evaluate(
            """() => {
                const one = document.activeElement;
                const { outlineStyle, outlineWidth } = getComputedStyle(one);
                return [one.dataset.stop, outlineStyle !== "none" && parseFloat(outlineWidth) > 1];
            }"""
        )
        assert outline, stop
        seen.add(stop)
    assert seen == {str(place) for place in range(stops)}


@pytest.mark.parametrize("name", ["provinces-63/hau-giang", "provinces/can-tho"])
def test_a_brief_fits_a_phone(browser: Browser, site: Path, name: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((site / f"vi/{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    cards = page.locator("table.peers tbody tr")
    assert cards.evaluate_all("rows => rows.every(row => row.scrollWidth <= 360)")
    page.close()


def test_a_reader_can_try_other_points(page: Page, site: Path) -> None:
    go(page, site, "vi/provinces/can-tho.html")
    box = page.locator(".what-if")
    assert "Hạng 19 → 19 · 0,7030 → 0,7030" in box.inner_text()
    assert "Đây không phải dự báo" in box.inner_text()


def test_a_dark_screen_gets_a_dark_page(browser: Browser, site: Path) -> None:
    page = browser.new_page(color_scheme="dark")
    for name in ("index.html", "vi/07-targets.html"):
        page.goto((site / name).as_uri())
        ground, letters = page.evaluate(
            "['backgroundColor', 'color'].map(name => getComputedStyle(document.body)[name]"
            ".match(/\\d+/g).map(Number))"
        )
        assert max(ground) < 60
        assert min(letters) > 200
    page.close()


def test_only_what_scrolls_is_a_stop_of_the_keyboard(page: Page, site: Path) -> None:
    stops = """[...document.querySelectorAll(".table, figure")].map(
        (e) => [e.tabIndex === 0, e.scrollWidth > e.clientWidth])"""
    for width in (1200, 340):
        page.set_viewport_size({"width": width, "height": 800})
        go(page, site, "vi/07-targets.html")
        page.wait_for_load_state("load")
        found = page.evaluate(stops)
        assert found
        assert all(stop == scrolls for stop, scrolls in found)


def test_a_card_shows_each_cell_with_its_header(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    go(page, site, "vi/sources.html")
    cell = page.locator("#s074 td[data-label]").first
    label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"Nơi công bố"'
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "block"
    assert page.get_by_role("rowheader", name="s074", exact=True).count() == 1


def test_links_are_large_enough_for_a_finger(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    for name in ("vi/07-targets.html", "vi/provinces/can-tho.html", "vi/cach-doc.html"):
        go(page, site, name)
        small = page.eval_on_selector_all(
            "nav a, footer a, summary, .anchor",
            """links => links.filter(link => link.checkVisibility()).map(link => {
                const {width, height} = link.getBoundingClientRect();
                return [link.textContent, width, height];
            }).filter(([, width, height]) => Math.min(width, height) < 24)""",
        )
        assert small == [], name


def test_the_next_province_is_two_clicks_away_without_a_script(
    browser: Browser, site: Path
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((site / "vi/provinces-63/hau-giang.html").as_uri())
    page.locator("nav.crumbs summary").click()
    page.locator("nav.crumbs ul a", has_text="Cần Thơ").click()
    assert page.url.endswith("/vi/provinces/can-tho.html")
    page.close()
