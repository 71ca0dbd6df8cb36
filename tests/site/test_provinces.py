"""The provinces of the front page: every number that of the tables, every name found as typed."""

from __future__ import annotations

import csv
import re
from functools import cache

import pytest
from bs4 import BeautifulSoup

from helpers.sharing.numbers import format_number, vietnamese_sort_key
from helpers.site.frame import Frame
from helpers.site.front.page import front_of
from helpers.site.front.standing import Tables
from helpers.site.index import Landing, render_index
from helpers.site.provinces import ProvinceTable, province_tables
from helpers.site.units import related_pages
from helpers.sources.editions import load_definitions
from helpers.sources.provinces import load_units

from ..frozen_project import frozen_project

PROJECT = frozen_project()
BRIEFS = {"vn63-93": "vi/provinces/vn63-93.html", "vn34-92": "vi/provinces/vn34-92.html"}


@cache
def shown(lang: str) -> tuple[ProvinceTable, ...]:
    return province_tables(Tables.read(PROJECT), lang, BRIEFS)


@cache
def page(lang: str) -> BeautifulSoup:
    front = front_of(PROJECT, lang, BRIEFS, PROJECT / "none.csv")
    landing = Landing(lang, [], [], "c", Frame("v", has_tables=True), front, f"{lang}/x.html")
    return BeautifulSoup(render_index(landing), "html.parser")


def plain(text: object) -> str:
    return BeautifulSoup(str(text), "html.parser").get_text()


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
    ends = {
        row["unit_id"]: "–".join(dict.fromkeys((row["rank_lower"], row["rank_upper"])))
        for row in processed("rank_intervals")
        if (row["edition"], row["universe"]) == ("2024", universe)
    }
    found = {}
    for row in page(lang).select(f"#units-{universe} tbody tr"):
        cells = {
            name: row.select_one(f".of-{name}").get_text(strip=True)
            for name in ("rank", "score", "range", *(["gain"] if universe == "63" else []))
        }
        found[row["data-unit"]] = cells
    expected = {
        unit_id: {
            "rank": row["rank"],
            "score": format_number(float(row["score"]), lang, 4),
            "range": ends[unit_id],
        }
        | (
            {"gain": format_number(float(gains[unit_id]), lang, signed=True)}
            if universe == "63"
            else {}
        )
        for unit_id, row in rankings.items()
    }
    assert len(expected) == int(universe)
    assert found == expected


def test_names_are_in_vietnamese_order_and_ranks_first() -> None:
    table = shown("vi")[0]
    assert [int(row.rank.place) for row in table.rows] == sorted(
        int(row.rank.place) for row in table.rows
    )
    by_place = sorted(table.rows, key=lambda row: int(row.name.place))
    names = [row.name.text for row in by_place]
    assert names == sorted(names, key=vietnamese_sort_key)
    assert names.index("Cần Thơ") < names.index("Đà Nẵng") < names.index("Gia Lai")
    assert names.index("Đắk Lắk") < names.index("Điện Biên")


def test_no_gain_is_shown_for_a_set_of_units_with_one_edition() -> None:
    small, large = shown("vi")
    assert large.gain_pair == "DTI 2022–2023"
    assert small.gain_pair == ""
    assert page("vi").select("#units-34 .of-gain") == []


def test_former_units_stand_beside_what_they_became() -> None:
    merged = page("vi").select_one('#units-34 tr[data-unit="vn34-92"] .old')
    ranks = {
        row["province"]: row["rank"]
        for row in processed("rankings")
        if (row["edition"], row["universe"], row["measure"]) == ("2024", "63", "overall")
    }
    own = sorted(("Cần Thơ", "Hậu Giang", "Sóc Trăng"), key=lambda name: int(ranks[name]))
    assert merged.get_text() == ", ".join(f"{name} {ranks[name]}" for name in own)
    still = page("vi").select_one('#units-34 tr[data-unit="vn34-01"] .old').get_text()
    assert still == f"không sáp nhập ({ranks['Hà Nội']})"


def test_scores_of_merged_units_lie_in_the_middle_of_their_former_ones() -> None:
    for row in shown("vi")[0].rows:
        places = [float(place) for place in row.track.members]
        assert all(0 <= place <= 100 for place in (*places, float(row.track.own)))
        if places:
            assert float(row.track.own) == pytest.approx(sum(places) / len(places), abs=0.05)


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


@pytest.mark.parametrize("which", [0, 1])
def test_the_map_has_every_province_once_and_both_archipelagos(which: int) -> None:
    table = shown("vi")[which]
    tiles = table.map.tiles
    own = [tile for tile in tiles if not tile.part_of]
    assert {tile.name: tile.rank for tile in own} == {
        row.name.text: row.rank.text for row in table.rows
    }
    assert len(own) == len(table.rows) == int(table.universe)
    islands = {tile.name: tile for tile in tiles if tile.part_of}
    assert {name: tile.part_of for name, tile in islands.items()} == {
        "Hoàng Sa": "Đà Nẵng", "Trường Sa": "Khánh Hòa",
    }  # fmt: skip
    ranks = {tile.name: tile for tile in own}
    assert islands["Hoàng Sa"].rank_class == ranks["Đà Nẵng"].rank_class
    assert islands["Trường Sa"].rank_class == ranks["Khánh Hòa"].rank_class
    assert len({(tile.row, tile.column) for tile in tiles}) == len(tiles) == len(own) + 2
    spans = [tuple(map(int, plain(span).split("–"))) for span in table.map.classes]
    for tile in own:
        first, last = spans[tile.rank_class - 1]
        assert first <= int(plain(tile.rank)) <= last


def test_tiles_come_in_the_order_of_ranks_and_lie_where_they_belong() -> None:
    living = load_definitions(PROJECT).living_universe
    table = next(table for table in shown("vi") if table.universe == living)
    ranks = [int(plain(tile.rank)) for tile in table.map.tiles if not tile.part_of]
    assert ranks == sorted(ranks)
    tiles = page("vi").select(".mapcol .tile")
    assert [tile.select_one(".name").get_text() for tile in tiles[:2]] == ["Hà Nội", "Huế"]
    assert tiles[0]["style"].startswith("grid-area: ")
    assert table.map.columns == max(tile.column for tile in table.map.tiles)
    assert page("vi").select_one(".mapcol .tiles")["style"] == f"--columns: {table.map.columns}"


def test_units_that_nobody_has_laid_out_have_no_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.site.provinces.load_tile_grid", lambda _: ())
    front = front_of(PROJECT, "vi", BRIEFS, PROJECT / "none.csv")
    assert [table.map for table in front.tables] == [None, None]
    landing = Landing("vi", [], [], "c", Frame("v", has_tables=True), front, "vi/x.html")
    bare = BeautifulSoup(render_index(landing), "html.parser")
    assert bare.select(".tiles, .mapcol, .map-of") == []
    assert len(bare.select("#units-34 tbody tr")) == 34


def test_every_unit_is_found_by_its_spellings_and_leads_to_where_it_is_now() -> None:
    small, large = shown("vi")
    names = {row.unit_id: row.names.split("|") for row in (*large.rows, *small.rows)}
    assert "hau giang" in names["vn63-93"]
    assert "can tho" not in names["vn63-93"]
    assert {"hue", "thua thien hue"} <= {*names["vn63-46"]}
    assert "tphcm" in names["vn34-79"] or "hcm" in " ".join(names["vn34-79"])
    for spellings in names.values():
        for name in spellings:
            assert re.fullmatch(r"[^\W_]+( [^\W_]+)*", name), name
    assert {row.into for row in large.rows} == {row.unit_id for row in small.rows}
    assert {row.into for row in small.rows} == {""}


def test_parts_in_vietnamese_say_so_on_the_english_page() -> None:
    soup = page("en")
    row = soup.select("#units-63 tbody tr")[0]
    assert row.th.find(attrs={"lang": "vi"}).get_text() == "Hồ Chí Minh"
    assert all(cell.get("lang") == "vi" for cell in soup.select("td.of-region"))
