"""The front page and the comparison as readers meet them: search, map, former units, addresses."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser, Page

from helpers.sharing.numbers import vietnamese_sort_key

pytestmark = pytest.mark.browser
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
FRONT = ("index.html", "index.en.html")
COMPARE = ("vi/so-sanh.html", "en/compare.html")
LARGEST = 600_000


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport=DESKTOP)
    opened.errors = []
    opened.on("console", lambda message: opened.errors.append(message.text))
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    yield opened
    opened.close()
    assert opened.errors == []


def go(page: Page, site: Path, name: str, fragment: str = "") -> None:
    page.goto((site / name).as_uri() + fragment)


def hits(page: Page) -> list[str]:
    return page.locator("#hits li").all_inner_texts()


def rows(page: Page, universe: str) -> list[str]:
    shown = page.locator(f"#units-{universe} tbody tr:visible th")
    return [text.partition("\n")[0] for text in shown.all_inner_texts()]


# --- the first screen -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", FRONT)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_search_and_the_whole_map_stand_on_the_first_screen(
    page: Page, site: Path, size: dict[str, int], name: str
) -> None:
    page.set_viewport_size(size)
    go(page, site, name)
    boxes = [page.locator("#find").bounding_box()]
    tiles = page.locator(".tile:visible")
    assert tiles.count() == 36
    boxes += [tile.bounding_box() for tile in tiles.all()]
    assert min(box["y"] for box in boxes) >= 0
    assert max(box["y"] + box["height"] for box in boxes) <= size["height"]
    assert max(box["x"] + box["width"] for box in boxes) <= size["width"]


@pytest.mark.parametrize("fragment", ["", "#u=63"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_names_of_tiles_are_whole_and_eleven_pixels_high(
    page: Page, site: Path, size: dict[str, int], fragment: str
) -> None:
    page.set_viewport_size(size)
    go(page, site, "index.html", fragment)
    tiles = page.locator(".tile:visible > *")
    assert tiles.count() in (36, 65)
    found = tiles.evaluate_all(
        """tiles => tiles.map((tile) => [
            parseFloat(getComputedStyle(tile).fontSize), tile.textContent,
            tile.scrollWidth - tile.clientWidth, tile.scrollHeight - tile.clientHeight])"""
    )
    assert min(letters for letters, *_ in found) >= 11
    assert [(text, wide, high) for _, text, wide, high in found if wide > 1 or high > 1] == []


@pytest.mark.parametrize("name", FRONT)
def test_on_a_phone_each_header_stands_above_its_column(page: Page, site: Path, name: str) -> None:
    page.set_viewport_size(PHONE)
    go(page, site, name)
    heads, cells = (
        [
            page.locator(f"#units-34 {part} .{kind}-{column}").first.bounding_box()
            for column in ("rank", "name", "score", "range")
        ]
        for part, kind in (("thead", "head"), ("tbody", "of"))
    )
    assert {head["y"] for head in heads} == {heads[0]["y"]}
    assert [(h["x"], h["width"]) for h in heads] == [(c["x"], c["width"]) for c in cells]


@pytest.mark.parametrize("name", FRONT)
def test_a_phone_needs_no_sideways_scrolling_and_no_endless_page(
    page: Page, site: Path, name: str
) -> None:
    page.set_viewport_size(PHONE)
    go(page, site, name)
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth") <= PHONE["width"]
    assert page.evaluate(f"{root}.scrollHeight") <= 10_000


@pytest.mark.parametrize("name", [*FRONT, *COMPARE])
def test_no_page_is_heavy(site: Path, name: str) -> None:
    assert (site / name).stat().st_size < LARGEST


# --- search ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hau giang", {"Hậu Giang → Cần Thơ"}),
        ("tỉnh Hậu Giang", {"Hậu Giang → Cần Thơ"}),
        ("haugiang", {"Hậu Giang → Cần Thơ"}),
        (unicodedata.normalize("NFC", "đà nẵng"), {"Đà Nẵng"}),
        (unicodedata.normalize("NFD", "đà nẵng"), {"Đà Nẵng"}),
        ("TP. Đà Nẵng", {"Đà Nẵng"}),
        ("TP.HCM", {"Hồ Chí Minh"}),
        ("hue", {"Huế", "Thừa Thiên Huế → Huế"}),
        ("dak", {"Đắk Lắk", "Đắk Nông → Lâm Đồng"}),
        ("quang n", {"Quảng Ninh", "Quảng Ngãi", "Quảng Nam → Đà Nẵng"}),
        ("", set()),
        ("<script>", set()),
        ("xyz", set()),
    ],
)
def test_search_lists_what_is_meant_under_the_box(
    page: Page, site: Path, typed: str, found: set[str]
) -> None:
    page.set_viewport_size(PHONE)
    go(page, site, "index.html")
    page.fill("#find", typed)
    assert set(hits(page)) == found
    for hit in page.locator("#hits li").all():
        box = hit.bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"]
    told = page.inner_text("#told")
    assert (told == "") == (typed == "")
    assert (str(len(found)) in told) == bool(found)


def test_what_is_found_stands_out_on_the_map(page: Page, site: Path) -> None:
    go(page, site, "index.html")
    page.fill("#find", "quang nam")
    bright = page.locator(".tile:visible:not(.dim)").all_inner_texts()
    assert {text.split("\n")[0].strip() for text in bright} == {"Đà Nẵng", "Hoàng Sa"}
    page.keyboard.press("Escape")
    assert page.locator(".tile.dim").count() == 0
    assert hits(page) == []


def test_enter_opens_the_first_hit_and_arrows_reach_the_others(page: Page, site: Path) -> None:
    go(page, site, "index.html")
    page.fill("#find", "hau giang")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vi/provinces/can-tho.html")
    go(page, site, "index.en.html")
    page.fill("#find", "can tho")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Cần Thơ"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "find"


def test_search_answers_within_a_tenth_of_a_second(page: Page, site: Path) -> None:
    go(page, site, "index.html")
    taken = page.evaluate(
        """() => ["h", "ha", "hau giang", "đà nẵng", ""].map((text) => {
            const box = document.getElementById("find");
            const begin = performance.now();
            box.value = text;
            box.dispatchEvent(new Event("input"));
            document.body.getBoundingClientRect();
            return performance.now() - begin;
        })"""
    )
    assert len(taken) == 5
    assert max(taken) < 100


def test_a_province_is_one_tap_away(page: Page, site: Path) -> None:
    page.set_viewport_size(PHONE)
    go(page, site, "index.html")
    page.locator(".tile a", has_text="Cần Thơ").first.click()
    assert page.url.endswith("/vi/provinces/can-tho.html")


# --- former units, order, addresses ---------------------------------------------------------------


def test_former_units_take_the_place_of_those_of_today_and_back(page: Page, site: Path) -> None:
    go(page, site, "index.html")
    assert len(rows(page, "34")) == 34
    assert rows(page, "63") == []
    page.click('[data-shows="63"]')
    assert page.url.endswith("#u=63")
    assert (len(rows(page, "63")), rows(page, "34")) == (63, [])
    assert page.locator(".tile:visible").count() == 65
    page.select_option("[data-regions]", label="Tây Nguyên")
    assert page.url.endswith("#u=63&r=tay-nguyen")
    assert set(rows(page, "63")) == {"Kon Tum", "Gia Lai", "Đắk Lắk", "Đắk Nông", "Lâm Đồng"}
    assert page.locator(".tile:visible:not(.outside)").count() == 5
    page.go_back()
    assert len(rows(page, "63")) == 63
    page.go_back()
    assert len(rows(page, "34")) == 34
    assert page.get_attribute('[data-shows="34"]', "aria-pressed") == "true"


def test_an_address_brings_back_what_was_shown(page: Page, site: Path) -> None:
    go(page, site, "index.en.html", "#u=63&r=tay-nguyen")
    assert len(rows(page, "63")) == 5
    assert page.input_value("[data-regions]") == "tay-nguyen"
    go(page, site, "index.html", "#u=99&r=<b>")
    assert len(rows(page, "34")) == 34


def test_sorting_by_name_follows_the_vietnamese_alphabet(page: Page, site: Path) -> None:
    go(page, site, "index.html", "#u=63")
    head = page.locator("#units-63 thead th").nth(1)
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    names = rows(page, "63")
    assert names == sorted(names, key=vietnamese_sort_key)
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert rows(page, "63") == names[::-1]
    assert page.locator("#units-63 thead th[aria-sort]").count() == 1


def test_sorting_by_gain_takes_numbers_as_numbers(page: Page, site: Path) -> None:
    go(page, site, "index.html", "#u=63")
    page.locator("#units-63 thead th").nth(3).get_by_role("button").click()
    cells = page.locator("#units-63 .of-gain").all_inner_texts()
    gains = [int(cell.replace("\N{MINUS SIGN}", "-")) for cell in cells]
    assert gains == sorted(gains)
    assert gains[0] < -9 < 9 < gains[-1]


def test_without_scripts_everything_but_search_and_order_is_there(
    browser: Browser, site: Path
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((site / "index.html").as_uri())
    assert len(rows(page, "34")) == 34
    assert not page.locator("#find").is_visible()
    assert not page.locator(".choice").is_visible()
    assert page.locator("th button").count() == 0
    page.locator("#former > summary").click()
    assert len(rows(page, "63")) == 63
    assert page.locator(".tile:visible").count() == 36 + 65
    page.locator("#units-63 th a").first.click()
    assert "/vi/provinces" in page.url
    page.goto((site / "vi/so-sanh.html").as_uri())
    assert page.locator("#all-units tbody tr:visible").count() == 34
    assert not page.locator(".compare").is_visible()
    page.close()


# --- looks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*FRONT, *COMPARE])
def test_a_dark_screen_is_as_legible(browser: Browser, site: Path, axe: str, name: str) -> None:
    page = browser.new_page(color_scheme="dark", viewport=PHONE)
    page.goto((site / name).as_uri())
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 23, 29)"
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    assert [
        (rule["id"], [node["html"][:160] for node in rule["nodes"]][:3])
        for rule in found["violations"]
    ] == []
    page.close()


def test_forced_colours_keep_the_classes_of_the_map(browser: Browser, site: Path) -> None:
    page = browser.new_page(forced_colors="active")
    page.goto((site / "index.html").as_uri())
    colors = {
        page.evaluate(f"getComputedStyle(document.querySelector('{part}')).backgroundColor")
        for part in [f".legend .rank-{place}" for place in range(1, 6)]
    }
    assert len(colors) == 5
    border = "getComputedStyle(document.querySelector('.tile')).borderTopStyle"
    assert page.evaluate(border) == "solid"
    page.close()


@pytest.mark.parametrize("name", FRONT)
def test_the_front_page_prints_on_five_sheets_with_the_map_whole(
    page: Page, site: Path, tmp_path: Path, name: str
) -> None:
    go(page, site, name)
    page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    with pdfplumber.open(tmp_path / "a.pdf") as printed:
        texts = [sheet.extract_text() for sheet in printed.pages]
    assert len(texts) <= 5
    # The most northern and the most southern tile stand on one sheet.
    assert "Cao" in texts[0]
    assert "Hoàng Sa" in texts[0] or "Hoang Sa" in texts[0]
    assert "Trường Sa" in texts[0] or "Truong Sa" in texts[0]


# --- comparison -----------------------------------------------------------------------------------


def compared(page: Page) -> list[str]:
    return page.locator("#side thead th").all_inner_texts()[1:]


def test_provinces_named_in_the_address_stand_side_by_side(page: Page, site: Path) -> None:
    go(page, site, "vi/so-sanh.html", "#quang-ngai,vn34-48,xyz,quang-ngai")
    assert compared(page) == ["Quảng Ngãi", "Đà Nẵng"]
    row = page.locator('#all-units tr[data-slug="da-nang"] td').all_inner_texts()
    side = page.locator("#side tbody tr td:last-child").all_inner_texts()
    assert side == row
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/compare.html#quang-ngai,da-nang")
    assert compared(page) == ["Quảng Ngãi", "Đà Nẵng"]


def test_choosing_changes_the_address_and_back_undoes_it(page: Page, site: Path) -> None:
    go(page, site, "en/compare.html")
    assert not page.locator("#side").is_visible()
    page.locator(".choose select").nth(0).select_option("hue")
    assert page.inner_text(".compare [role=status]") != ""
    page.locator(".choose select").nth(1).select_option("ha-noi")
    assert page.url.endswith("#hue,ha-noi")
    assert compared(page) == ["Huế", "Hà Nội"]
    assert page.inner_text(".compare [role=status]") == ""
    page.go_back()
    assert not page.locator("#side").is_visible()


def test_five_provinces_scroll_within_their_table_on_a_phone(page: Page, site: Path) -> None:
    page.set_viewport_size(PHONE)
    go(page, site, "vi/so-sanh.html", "#hue,ha-noi,da-nang,can-tho,ca-mau,an-giang")
    assert len(compared(page)) == 5
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
