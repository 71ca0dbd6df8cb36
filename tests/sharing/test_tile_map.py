"""The grid of tiles: every unit once, neighbours near each other, the archipelagos at sea."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pandas as pd
import pytest

from helpers.sharing.drawing import Chart
from helpers.sharing.tile_map import GridTile, load_tile_grid, tile_map
from helpers.sources.editions import load_definitions

from ..frozen_project import frozen_project

PROJECT = frozen_project()
DEFINITIONS = load_definitions(PROJECT)
WORDS = {"title": "Tên", "source": "Nguồn", "alt": "Mô tả"}
LAID_OUT = [universe for universe in DEFINITIONS.universes if load_tile_grid(universe)]

# Land borders of the units since July 2025: those of their members, less the ones within a unit.
BORDERS = """
Lai Châu: Điện Biên, Sơn La, Lào Cai
Điện Biên: Sơn La
Sơn La: Lào Cai, Phú Thọ, Thanh Hóa
Lào Cai: Tuyên Quang, Phú Thọ
Tuyên Quang: Cao Bằng, Thái Nguyên, Phú Thọ
Cao Bằng: Thái Nguyên, Lạng Sơn
Lạng Sơn: Thái Nguyên, Bắc Ninh, Quảng Ninh
Thái Nguyên: Phú Thọ, Hà Nội, Bắc Ninh
Phú Thọ: Hà Nội, Ninh Bình, Thanh Hóa
Hà Nội: Bắc Ninh, Hưng Yên, Ninh Bình
Bắc Ninh: Hưng Yên, Hải Phòng, Quảng Ninh
Quảng Ninh: Hải Phòng
Hải Phòng: Hưng Yên
Hưng Yên: Ninh Bình
Ninh Bình: Thanh Hóa
Thanh Hóa: Nghệ An
Nghệ An: Hà Tĩnh
Hà Tĩnh: Quảng Trị
Quảng Trị: Huế
Huế: Đà Nẵng
Đà Nẵng: Quảng Ngãi
Quảng Ngãi: Gia Lai
Gia Lai: Đắk Lắk
Đắk Lắk: Khánh Hòa, Lâm Đồng
Khánh Hòa: Lâm Đồng
Lâm Đồng: Đồng Nai, Hồ Chí Minh
Đồng Nai: Hồ Chí Minh, Tây Ninh
Hồ Chí Minh: Tây Ninh, Đồng Tháp
Tây Ninh: Đồng Tháp
Đồng Tháp: An Giang, Cần Thơ, Vĩnh Long
An Giang: Cần Thơ, Cà Mau
Cần Thơ: Vĩnh Long, Cà Mau
"""
SINCE_JULY_2025 = "34"


def units(universe: str) -> dict[str, str]:
    """Name -> code of every unit, from the list as it is on file."""
    with (PROJECT / "data/raw/provinces/provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {"63": ("name_vi", "gso_code"),
               "34": ("merged_into_name_2025", "merged_into_code_2025")}  # fmt: skip
    name, code = columns[universe]
    return {row[name].removeprefix("Tỉnh ").removeprefix("Thành phố "): row[code] for row in rows}


def mainland(universe: str) -> dict[str, GridTile]:
    """Code -> tile."""
    tiles = load_tile_grid(universe)
    return {tile.province_code: tile for tile in tiles if not tile.labels}


def borders() -> list[tuple[str, str]]:
    pairs = []
    for line in BORDERS.strip().splitlines():
        one, others = line.split(": ")
        pairs += [(one, other) for other in others.split(", ")]
    return pairs


def test_the_units_that_exist_are_laid_out() -> None:
    assert DEFINITIONS.living_universe in LAID_OUT
    assert load_tile_grid("64") == ()


@pytest.mark.parametrize("universe", LAID_OUT)
def test_every_unit_has_one_tile_and_the_archipelagos_lie_at_sea(universe: str) -> None:
    tiles = load_tile_grid(universe)
    own = [tile.province_code for tile in tiles if not tile.labels]
    assert sorted(own) == sorted(units(universe).values())
    assert len(own) == int(universe)
    islands = {tile.labels["vi"]: tile for tile in tiles if tile.labels}
    codes = {name: tile.province_code for name, tile in islands.items()}
    by_name = units(universe)
    assert codes == {
        "Hoàng Sa (Đà Nẵng)": by_name["Đà Nẵng"], "Trường Sa (Khánh Hòa)": by_name["Khánh Hòa"],
    }  # fmt: skip
    assert {tile.labels["en"] for tile in islands.values()} == {
        "Hoang Sa (Da Nang)", "Truong Sa (Khanh Hoa)",
    }  # fmt: skip
    assert max(Counter((tile.row, tile.column) for tile in tiles).values()) == 1
    # Water between: no tile beside them, and none further east on their row.
    for island in islands.values():
        for tile in tiles:
            apart = max(abs(tile.row - island.row), abs(tile.column - island.column))
            assert tile == island or apart > 1, (island, tile)
            assert tile == island or tile.row != island.row or tile.column < island.column
    hoang_sa, truong_sa = islands["Hoàng Sa (Đà Nẵng)"], islands["Trường Sa (Khánh Hòa)"]
    own_tiles = mainland(universe)
    assert hoang_sa.row == own_tiles[by_name["Đà Nẵng"]].row
    assert truong_sa.row > hoang_sa.row


def test_units_that_border_each_other_lie_near_each_other() -> None:
    codes, tiles = units(SINCE_JULY_2025), mainland(SINCE_JULY_2025)
    pairs = borders()
    assert {name for pair in pairs for name in pair} == set(codes)
    places = {name: (tiles[code].row, tiles[code].column) for name, code in codes.items()}
    apart = {
        (one, other): max(abs(a - b) for a, b in zip(places[one], places[other], strict=True))
        for one, other in pairs
    }
    # Thanh Hóa reaches far inland, to Sơn La; nine of ten touch, and squares cannot keep all.
    assert max(apart.values()) <= 3
    assert sum(distance > 1 for distance in apart.values()) <= len(pairs) / 10
    # And nobody touches along an edge whom no border, or one unit between, joins.
    near = {name: {name} for name in codes}
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    for one, other in combinations(places, 2):
        (row, column), (row_of_other, column_of_other) = places[one], places[other]
        if abs(row - row_of_other) + abs(column - column_of_other) == 1:
            assert near[one] & near[other], (one, other)


@pytest.mark.parametrize("universe", LAID_OUT)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_map_of_any_units_shows_each_value_where_its_unit_lies(universe: str, lang: str) -> None:
    names = units(universe)
    values = pd.DataFrame(
        {
            "unit_id": [f"vn{universe}-{code}" for code in names.values()],
            "province_code": list(names.values()),
            "province": list(names),
            "value": pd.array(range(-5, len(names) - 5), dtype="Int64"),
        }
    )
    chart = tile_map(values, lang, universe=universe, focus="", **WORDS)
    assert isinstance(chart, Chart)
    root = ElementTree.fromstring(chart.svg)
    width = float(root.get("width", "").removesuffix("pt"))
    shown: dict[str, list[tuple[float, float]]] = {}
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        place = float(text.get("x", 0)), float(text.get("y", 0))
        shown.setdefault("".join(text.itertext()), []).append(place)
    tiles = load_tile_grid(universe)
    columns = 1 + max(tile.column for tile in tiles)
    by_code = dict(zip(values["province_code"], values["value"], strict=True))
    heights: dict[int, set[float]] = {}
    for tile in tiles:
        value = by_code[tile.province_code]
        text = f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"
        # The middle of its column: a twentieth of a tile, and of an inch, lie beside them.
        middle = 3.6 + (tile.column + 0.55) / (columns + 0.1) * (width - 7.2)
        (height,) = [y for x, y in shown[text] if abs(x - middle) < 0.5]
        heights.setdefault(tile.row, set()).add(height)
    # Rows from the top, each in a strip of its own.
    rows = [heights[row] for row in sorted(heights)]
    assert all(max(above) < min(below) for above, below in pairwise(rows))
