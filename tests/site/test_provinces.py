"""The provinces of the front page: every number that of the tables, every name found as typed."""

from __future__ import annotations

import csv
import re
from functools import cache

import pytest
from bs4 import BeautifulSoup

from helpers.sharing.numbers import format_number, vietnamese_sort_key
from helpers.site.frame import Frame
from helpers.site.index import Landing, render_index
from helpers.site.provinces import Provinces, provinces_of
from helpers.site.units import related_pages
from helpers.sources.editions import load_definitions
from helpers.sources.provinces import load_units

from ..frozen_project import frozen_project

PROJECT = frozen_project()
BRIEFS = {"vn63-93": "vi/provinces/vn63-93.html", "vn34-92": "vi/provinces/vn34-92.html"}


@cache
def shown(lang: str) -> Provinces:
    return provinces_of(PROJECT, lang, BRIEFS)


@cache
def page(lang: str) -> BeautifulSoup:
    landing = Landing(lang, "2024", [], [], "c", Frame("v", has_tables=True), shown(lang))
    return BeautifulSoup(render_index(landing), "html.parser")


def processed(name: str) -> list[dict[str, str]]:
    with (PROJECT / f"data/processed/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("universe", ["63", "34"])
def test_every_number_of_the_table_is_that_of_the_rankings(lang: str, universe: str) -> None:
    rankings = {
        row["unit_id"]: row
        for row in processed("rankings")
        if (row["index"], row["edition"], row["universe"], row["measure"])
        == ("DTI", "2024", universe, "overall")
    }
    gains = {
        row["unit_id"]: row["rank_gain"]
        for row in processed("rank_gains")
        if (row["index"], row["baseline"], row["edition"], row["measure"])
        == ("DTI", "2022", "2023", "overall")
    }
    rows = page(lang).select(f"#units-{universe} tbody tr")
    found = {}
    for row in rows:
        rank, name, score, *rest = (
            cell.get_text(strip=True) for cell in row.find_all(["td", "th"])
        )
        found[name] = (rank, score, rest[0] if universe == "63" else "")
    expected = {
        row["province"]: (
            row["rank"],
            format_number(float(row["score"]), lang, 4),
            format_number(float(gains[unit_id]), lang, signed=True) if universe == "63" else "",
        )
        for unit_id, row in rankings.items()
    }
    assert len(expected) == int(universe)
    assert found == expected


def test_names_are_in_vietnamese_order_and_ranks_first() -> None:
    table = shown("vi").tables[0]
    assert [int(row.rank.place) for row in table.rows] == sorted(
        int(row.rank.place) for row in table.rows
    )
    by_place = sorted(table.rows, key=lambda row: int(row.name.place))
    names = [row.name.text for row in by_place]
    assert names == sorted(names, key=vietnamese_sort_key)
    assert names.index("Cần Thơ") < names.index("Đà Nẵng") < names.index("Gia Lai")
    assert names.index("Đắk Lắk") < names.index("Điện Biên")


def test_no_gain_is_shown_for_a_set_of_units_with_one_edition() -> None:
    small, large = shown("vi").tables
    assert large.gain_pair == "DTI 2022–2023"
    assert small.gain_pair == ""
    assert {row.gain.text for row in small.rows} == {"–"}


def test_links_lead_to_briefs_that_are_there_and_nowhere_else() -> None:
    soup = page("vi")
    linked = {a["href"] for a in soup.select("table.sortable a, .tiles a")}
    assert linked == set(BRIEFS.values())
    row = next(r for r in soup.select("#units-63 tbody tr") if "Sóc Trăng" in r.th.get_text())
    assert row.th.a is None
    assert row.find_all("td")[-1].a["href"] == BRIEFS["vn34-92"]


def test_members_and_the_unit_they_became_lead_to_each_other() -> None:
    units = load_units(PROJECT)
    everyone = {unit.unit_id: f"{unit.unit_id}.html" for unit in units.units}
    (of_34,) = related_pages(PROJECT, units.by_id("vn34-92"), "vi", everyone)
    assert of_34.label == "Trước 7/2025"
    assert [link.address for link in of_34.links] == [
        "vn63-92.html",
        "vn63-93.html",
        "vn63-94.html",
    ]
    linked = {"vn63-92": "../provinces-63/can-tho.html", "vn63-93": "hau-giang.html"}
    (of_63,) = related_pages(PROJECT, units.by_id("vn63-93"), "en", linked)
    assert of_63.label == "Since July 2025"
    assert [(link.text, link.address) for link in of_63.links] == [("Cần Thơ", "")]


def test_a_province_that_no_other_joined_leads_to_no_second_page_of_its_own() -> None:
    units = load_units(PROJECT)
    pages = {"vn34-46": "../provinces/hue.html", "vn34-04": "../provinces/cao-bang.html"}
    pages |= {"vn63-46": pages["vn34-46"], "vn63-04": pages["vn34-04"]}
    assert related_pages(PROJECT, units.by_id("vn34-04"), "vi", pages) == []
    (of_hue,) = related_pages(PROJECT, units.by_id("vn34-46"), "vi", pages)
    assert [(link.text, link.address) for link in of_hue.links] == [("Thừa Thiên Huế", "")]


def test_the_map_has_every_province_once_and_both_archipelagos() -> None:
    tiles = shown("vi").map.tiles
    own = [tile for tile in tiles if not tile.part_of]
    living = load_definitions(PROJECT).living_universe
    (table,) = (table for table in shown("vi").tables if table.universe == living)
    assert {tile.name: tile.rank for tile in own} == {
        row.name.text: row.rank.text for row in table.rows
    }
    assert len(own) == len(table.rows) == int(living)
    islands = {tile.name: tile for tile in tiles if tile.part_of}
    assert {name: tile.part_of for name, tile in islands.items()} == {
        "Hoàng Sa": "Đà Nẵng", "Trường Sa": "Khánh Hòa",
    }  # fmt: skip
    ranks = {tile.name: tile for tile in own}
    assert islands["Hoàng Sa"].rank_class == ranks["Đà Nẵng"].rank_class
    assert islands["Trường Sa"].rank_class == ranks["Khánh Hòa"].rank_class
    assert len({(tile.row, tile.column) for tile in tiles}) == len(tiles) == len(own) + 2
    spans = [tuple(map(int, span.split("–"))) for span in shown("vi").map.classes]
    for tile in own:
        first, last = spans[tile.rank_class - 1]
        assert first <= int(tile.rank) <= last


def test_the_map_says_of_which_units_it_is_and_is_as_wide_as_they_need() -> None:
    found = shown("vi").map
    (table,) = (table for table in shown("vi").tables if table.title == found.title)
    assert found.columns == max(tile.column for tile in found.tiles)
    soup = page("vi")
    assert soup.select_one("#map-title").get_text().endswith(f", {table.edition}: {table.title}")
    assert soup.select_one(".tiles")["style"] == f"--columns: {found.columns}"


def test_units_that_nobody_has_laid_out_give_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.site.provinces.load_tile_grid", lambda _: ())
    found = provinces_of(PROJECT, "vi", BRIEFS)
    assert found.map is None
    landing = Landing("vi", "2024", [], [], "c", Frame("v", has_tables=True), found)
    assert "Chưa có bản đồ ô" in render_index(landing)
    assert "Chưa có bản đồ ô" not in page("vi").get_text()


def test_a_merged_unit_is_found_by_its_members_but_not_the_other_way() -> None:
    large, small = shown("vi").tables
    names = {row.unit_id: row.names.split("|") for row in (*large.rows, *small.rows)}
    assert {"hau giang", "soc trang", "can tho"} <= set(names["vn34-92"])
    assert "can tho" not in names["vn63-93"]
    assert "hue" in names["vn63-46"]
    for spellings in names.values():
        for name in spellings:
            assert re.fullmatch(r"[^\W_]+( [^\W_]+)*", name), name


def test_parts_in_vietnamese_say_so_on_the_english_page() -> None:
    soup = page("en")
    row = soup.select("#units-63 tbody tr")[0]
    assert row.th.find(attrs={"lang": "vi"}).get_text() == "Hồ Chí Minh"
    assert all(cell.get("lang") == "vi" for cell in soup.select("td[data-place].text"))
