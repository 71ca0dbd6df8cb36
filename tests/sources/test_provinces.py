from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import BadInputError, RawFileError, UnknownProvinceError
from helpers.sources.provinces import Units, fold_name, load_units, short_name
from helpers.sources.raw_files import seal

from ..frozen_project import FROZEN

RAW = FROZEN / "data" / "raw" / "provinces"


def printed_rows(name: str) -> list[dict[str, str]]:
    with (RAW / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROVINCES = printed_rows("provinces.csv")
ALIASES = printed_rows("province_aliases.csv")
NAMES = [row["name_vi"].removeprefix("Tỉnh ").removeprefix("Thành phố ") for row in PROVINCES]


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("Hậu Giang", "hau giang"),
        ("HẬU GIANG", "hau giang"),
        ("Ðà Nẵng", "da nang"),
        ("Đà Nẵng", "da nang"),
        ("đắk lắk", "dak lak"),
        ("ðắk lắk", "dak lak"),
        ("Hoà Bình", "hoa binh"),
        ("Hòa Bình", "hoa binh"),
        ("Bà Rịa – Vũng Tàu", "ba ria vung tau"),
        ("Bà Rịa-Vũng Tàu", "ba ria vung tau"),
        ("  TP.\u00a0Hồ   Chí Minh ", "tp ho chi minh"),
        ("Thừa Thiên - Huế", "thua thien hue"),
        ("", ""),
    ],
)
def test_folding(printed: str, folded: str) -> None:
    assert fold_name(printed) == folded


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30))
def test_folding_does_not_see_the_unicode_form(text: str) -> None:
    folded = fold_name(text)
    assert fold_name(unicodedata.normalize("NFC", text)) == folded
    assert fold_name(unicodedata.normalize("NFD", text)) == folded
    assert fold_name(f"  {text}\u00a0") == folded


SPELLINGS = st.sampled_from(
    [
        str,
        str.upper,
        str.lower,
        str.swapcase,
        lambda name: unicodedata.normalize("NFD", name),
        lambda name: unicodedata.normalize("NFD", name).upper(),
        lambda name: name.replace("Đ", "Ð").replace("đ", "ð"),
        lambda name: name.replace("Hòa", "Hoà").replace("Hóa", "Hoá"),
        lambda name: name.replace(" ", "  ").replace("-", "–"),
        fold_name,
    ]
)
PREFIXES = st.sampled_from(
    [
        "",
        "Tỉnh ",
        "tỉnh ",
        "TP. ",
        "TP.",
        "Tp ",
        "T.P. ",
        "Thành phố ",
        "UBND tỉnh ",
        "UBND TP. ",
        "Ủy ban nhân dân tỉnh ",
        "UỶ BAN NHÂN DÂN THÀNH PHỐ ",
    ]
)


@given(st.sampled_from(range(63)), SPELLINGS, PREFIXES, st.sampled_from(["", " Province", " City"]))
def test_any_usual_spelling_means_its_province(
    units: Units, position: int, spell: object, prefix: str, suffix: str
) -> None:
    assert callable(spell)
    typed = prefix + spell(NAMES[position]) + suffix
    assert units.find(typed).province_code == PROVINCES[position]["gso_code"]


def test_all_spellings_met_in_the_sources_map_to_their_code(units: Units) -> None:
    assert len(ALIASES) == 306
    for row in ALIASES:
        for form in ("NFC", "NFD"):
            printed = unicodedata.normalize(form, row["province_as_printed"])
            unit = units.match(printed, "63")
            assert unit is not None, printed
            assert unit.unit_id == f"vn63-{row['gso_code']}", printed


def test_all_english_names_of_the_list_map_to_their_code(units: Units) -> None:
    for row in PROVINCES:
        assert units.find(row["name_en"]).province_code == row["gso_code"]


@pytest.mark.parametrize(
    ("typed", "universe", "unit_id"),
    [
        ("hau giang", "63", "vn63-93"),
        ("Hậu Giang", "63", "vn63-93"),
        ("vn63-93", "63", "vn63-93"),
        ("Cần Thơ", "63", "vn63-92"),
        ("Cần Thơ", "34", "vn34-92"),
        ("tay ninh", "63", "vn63-72"),
        ("tay ninh", "34", "vn34-80"),
        ("Long An", "63", "vn63-80"),
        ("Huế", "63", "vn63-46"),
        ("Thừa Thiên - Huế", "63", "vn63-46"),
        ("TT-Huế", "34", "vn34-46"),
        ("Thừa Thiên Huế", "34", "vn34-46"),
        ("Huế", "34", "vn34-46"),
        ("TP.HCM", "34", "vn34-79"),
        ("TPHCM", "63", "vn63-79"),
        ("Bắc Ninh", "34", "vn34-24"),
        ("Hà Tây", "64", "vn64-28"),
        ("Hà Nội", "64", "vn64-01"),
        ("Đồng Tháp", "34", "vn34-82"),
    ],
)
def test_a_name_is_matched_within_one_universe(
    units: Units, typed: str, universe: str, unit_id: str
) -> None:
    assert units.find(typed, universe).unit_id == unit_id


def test_a_merged_name_in_universe_34_says_where_it_went(units: Units) -> None:
    assert units.match("Hậu Giang", "34") is None
    with pytest.raises(UnknownProvinceError, match=r"went into Cần Thơ \(vn34-92\)\."):
        units.find("hau giang", "34")


def test_a_unit_is_followed_through_the_universes(units: Units) -> None:
    ha_tay, ha_noi = units.by_id("vn64-28"), units.by_id("vn34-01")
    assert units.successor(ha_tay, "34") == ha_noi
    assert units.successor(ha_noi, "63") is None
    assert [u.unit_id for u in units.members(ha_noi, "64")] == ["vn64-01", "vn64-28"]
    assert [u.unit_id for u in units.members(ha_noi, "63")] == ["vn63-01"]


def _add_universe_33(project: Path, hue_goes_to: tuple[str, str]) -> None:
    """A further merger, as data: two columns of the list and an entry of universes.yml."""
    path = project / "data" / "raw" / "provinces" / "provinces.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        code, name = row["merged_into_code_2025"], row["merged_into_name_2025"]
        code, name = hue_goes_to if row["gso_code"] == "46" else (code, name)
        row |= {"merged_into_code_2027": code, "merged_into_name_2027": name}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    metadata = path.with_suffix(".yml")
    old = "- merged_into_name_2025\n"
    new = f"{old}- merged_into_code_2027\n- merged_into_name_2027\n"
    metadata.write_text(metadata.read_text("utf-8").replace(old, new), "utf-8")
    universes = project / "data" / "raw" / "definitions" / "universes.yml"
    entry = '"33": {units: merged, since: "2027-01-01", basis: Made up.}\n'
    universes.write_text(universes.read_text("utf-8") + entry, "utf-8")


def test_a_further_universe_takes_data_alone(project: Path) -> None:
    _add_universe_33(project, ("48", "Thành phố Đà Nẵng"))
    units = load_units(project)
    assert len(units.all("33")) == 33
    hue, da_nang = units.by_id("vn34-46"), units.by_id("vn33-48")
    assert hue.merged_into == da_nang.unit_id
    former = units.members(da_nang, "63")
    assert [unit.province for unit in former] == ["Thừa Thiên Huế", "Đà Nẵng", "Quảng Nam"]
    with pytest.raises(UnknownProvinceError, match=r"not one of the 33 units.*\(vn33-48\)"):
        units.find("Thừa Thiên Huế", "33")


def test_a_unit_cannot_be_split_between_two(project: Path) -> None:
    _add_universe_33(project, ("48", "Thành phố Đà Nẵng"))
    path = project / "data" / "raw" / "provinces" / "provinces.csv"
    text = path.read_text("utf-8")
    line = next(one for one in text.splitlines() if one.startswith("49,"))
    moved = line.rsplit(",", 2)[0] + ",51,Tỉnh Quảng Ngãi"
    path.write_text(text.replace(line, moved), "utf-8")
    with pytest.raises(BadInputError, match=r"Đà Nẵng \(code 48\) would go into vn33-48, vn33-51"):
        load_units(project)


def test_an_id_of_another_universe_is_refused(units: Units) -> None:
    with pytest.raises(UnknownProvinceError, match=r"vn63-93 \(Hậu Giang\).*--universe 63"):
        units.find("vn63-93", "34")
    with pytest.raises(UnknownProvinceError, match="no unit 'vn63-03'"):
        units.find("vn63-03")


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("Hau Gian", "Hậu Giang"), ("Cantho", "Cần Thơ"), ("Tỉnh Ha Jang", "Hà Giang"),
        ("Quang Nin", "Quảng Ninh"), ("Thanh Hoaa", "Thanh Hóa"), ("Dak Lac", "Đắk Lắk"),
    ],
)  # fmt: skip
def test_a_mistyped_name_gets_the_nearest(units: Units, typed: str, nearest: str) -> None:
    with pytest.raises(UnknownProvinceError, match="Did you mean") as caught:
        units.find(typed)
    assert nearest in str(caught.value)


@pytest.mark.parametrize("typed", ["", "   ", "Tỉnh", "Gotham", "cả nước", "63"])
def test_what_is_no_province_means_none(units: Units, typed: str) -> None:
    assert units.match(typed, "63") is None
    with pytest.raises(UnknownProvinceError):
        units.find(typed)


def test_ha_tay_is_a_unit_before_2008_only(units: Units) -> None:
    assert units.match("Hà Tây", "63") is None
    assert units.find("Hà Tây", "64").merged_into == "vn63-01"


def test_an_unknown_universe_is_refused(units: Units) -> None:
    with pytest.raises(BadInputError, match=r"no universe '35'.*34, 63, 64"):
        units.match("Hà Nội", "35")


def test_the_mergers_of_resolution_202(units: Units) -> None:
    assert {u: len(units.all(u)) for u in ("34", "63", "64")} == {"34": 34, "63": 63, "64": 64}
    members = Counter(unit.merged_into for unit in units.all("63"))
    assert set(members) == {unit.unit_id for unit in units.all("34")}
    sizes = Counter(members.values())
    # 11 provinces stayed as they were; 52 went into 23.
    assert sizes[1] == 11
    assert sum(size * count for size, count in sizes.items() if size > 1) == 52
    assert sum(count for size, count in sizes.items() if size > 1) == 23
    into = {unit.province: unit.merged_into for unit in units.all("63")}
    assert into["Hậu Giang"] == into["Sóc Trăng"] == into["Cần Thơ"] == "vn34-92"
    assert all(unit.merged_into == "" for unit in units.all("34"))


def test_names_have_one_spelling(units: Units) -> None:
    names = {unit.unit_id: (unit.province, unit.province_en) for unit in units.units}
    assert names["vn63-17"] == ("Hòa Bình", "Hoa Binh")
    assert names["vn63-38"] == ("Thanh Hóa", "Thanh Hoa")
    assert names["vn63-79"] == ("Hồ Chí Minh", "Ho Chi Minh")
    assert names["vn63-46"] == ("Thừa Thiên Huế", "Thua Thien Hue")
    assert names["vn34-46"] == ("Huế", "Hue")
    assert names["vn34-92"] == ("Cần Thơ", "Can Tho")
    assert all(unicodedata.is_normalized("NFC", name) for pair in names.values() for name in pair)
    assert len(names) == len(units.units) == 63 + 34 + 64


def test_a_merged_unit_in_two_regions_has_none(units: Units) -> None:
    # Phú Thọ and Hòa Bình lie in the northern uplands, Vĩnh Phúc in the Red River delta.
    assert units.by_id("vn34-25").region == ""
    assert units.by_id("vn34-92").region == "Đồng bằng sông Cửu Long"


@pytest.mark.parametrize(
    ("official", "short"),
    [
        ("Thành phố Hồ Chí Minh", "Hồ Chí Minh"),
        ("Tỉnh Hoà Bình", "Hòa Bình"),
        (unicodedata.normalize("NFD", "Tỉnh Thanh Hoá"), "Thanh Hóa"),
        ("Ba Ria - Vung Tau Province", "Ba Ria - Vung Tau"),
    ],
)
def test_short_names(official: str, short: str) -> None:
    assert short_name(official) == short


def replace_once(project: Path, file: str, old: str, new: str) -> None:
    path = project / "data" / "raw" / "provinces" / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    seal(project, f"provinces/{file}")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("province_aliases.csv", "Hanoi,01", "Hanoi,03", "line 3.*'03'"),
        ("province_aliases.csv", "Hanoi,01", "HÀ NỘI.,02", "'HÀ NỘI.' -> '02'"),
        ("provinces.csv", "02,Tỉnh Hà Giang", "01,Tỉnh Hà Giang", "line 3.*gso_code.*line 2"),
        ("provinces.csv", "02,Tỉnh Hà Giang", "02,Tỉnh HÀ NAM", "name_vi.*twice"),
        (
            "provinces.csv",
            "92,Thành phố Cần Thơ\n94",
            "91,Thành phố Cần Thơ\n94",
            "line 61.*merged_into_code_2025.*An Giang",
        ),
    ],
)
def test_a_broken_list_of_provinces_is_refused(
    project: Path, file: str, old: str, new: str, message: str
) -> None:
    replace_once(project, file, old, new)
    with pytest.raises(BadInputError, match=message) as caught:
        load_units(project)
    assert f"data/raw/provinces/{file}" in str(caught.value)


def test_a_province_missing_from_the_list_is_refused(project: Path) -> None:
    path = project / "data" / "raw" / "provinces" / "provinces.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n", "utf-8")
    with pytest.raises(RawFileError, match=r"universe \d+ has another number of units") as caught:
        load_units(project)
    assert str(caught.value.found) in {"62 units", "63 units", "33 units"}
