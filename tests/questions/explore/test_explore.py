"""The controls of explore.ipynb: what can be chosen, and what is asked at every change."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import ipywidgets
import pandas as pd
import pytest

from helpers.errors import BadInputError
from helpers.questions.explore.answer import MOST_COMPARED, Chosen, explore
from helpers.questions.explore.charts import parted
from helpers.questions.explore.controls import BOXES, Explorer
from helpers.questions.explore.notebook import Desk, Fitting, to_sort
from helpers.questions.explore.sentences import table_of
from helpers.questions.explore.sortable import in_order
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import vietnamese_sort_key
from helpers.sharing.tables import TableOf
from helpers.sources.editions import Edition, comparison_problem, load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Unit, load_units
from helpers.sources.shown import example_unit, shown

from ...frozen_project import frozen_project

PROJECT = frozen_project()
DEFINITIONS, UNITS = load_definitions(PROJECT), load_units(PROJECT)
RANKINGS = read_processed(PROJECT, "rankings")
DESK = Desk(PROJECT)
SHOW = cache(DESK.show)
"""What is shown of a choice; what was asked before is not drawn anew."""
LEADS = shown(DEFINITIONS)

RawRows = Callable[[str], list[dict[str, str]]]
TextsOf = Callable[[Chart], list[str]]
Asked = list[dict[str, object]]
Controls = dict[str, ipywidgets.Widget]


def example(universe: str) -> Unit:
    return example_unit(RANKINGS, DEFINITIONS, UNITS, universe)


def explored(asked: Chosen) -> tuple[list[object], str]:
    """What is shown of a choice, and all of it that is text."""
    items = SHOW("vi", asked)
    return items, "\n".join(map(repr, items))


def pictures_of(items: list[object]) -> list[Chart]:
    return [item.chart for item in items if isinstance(item, Fitting)]


def chosen(
    index: str,
    universe: str,
    baseline: str,
    edition: str,
    measure: str = "overall",
    province: str = "",
    **other: Any,  # noqa: ANN401  (region and others)
) -> Chosen:
    province = province or example(universe).province
    return Chosen(index, universe, baseline, edition, measure, province, **other)


@pytest.fixture
def asked() -> Asked:
    return []


@pytest.fixture
def controls(asked: Asked) -> Controls:
    def show(lang: str, chosen: Chosen) -> list[object]:
        asked.append({"lang": lang, **vars(chosen)})
        return []

    return Explorer(DEFINITIONS, UNITS, show, example).controls


def offered(control: ipywidgets.Dropdown) -> list[str]:
    return [option[1] if isinstance(option, tuple) else option for option in control.options]


@pytest.mark.usefixtures("controls")
def test_opens_with_the_edition_that_leads_and_its_own_pair_if_it_has_one(asked: Asked) -> None:
    own = LEADS.pair if LEADS.has_own_pair else None
    assert asked[-1] == {
        "lang": "vi", "index": LEADS.edition.index, "universe": DEFINITIONS.living_universe,
        "baseline": own[0].edition if own else "", "edition": LEADS.edition.edition,
        "measure": "overall", "province": example(LEADS.universe).province,
        "region": "", "others": (),
    }  # fmt: skip


def test_the_units_that_exist_are_offered_first_and_provinces_follow_them(
    controls: Controls, asked: Asked
) -> None:
    assert offered(controls["universe"])[0] == DEFINITIONS.living_universe
    for universe in offered(controls["universe"]):
        controls["universe"].value = universe
        names = [unit.province for unit in UNITS.all(universe)]
        assert offered(controls["province"]) == sorted(names, key=vietnamese_sort_key)
        assert asked[-1]["province"] in names
        for measure in offered(controls["measure"]):
            controls["measure"].value = measure


def test_other_units_keep_the_place_that_was_chosen(controls: Controls, asked: Asked) -> None:
    controls["universe"].value = "34"
    controls["province"].value = "Phú Thọ"
    controls["universe"].value = "63"
    assert asked[-1]["province"] == "Phú Thọ"
    controls["province"].value = "Vĩnh Phúc"
    controls["universe"].value = "34"
    # It went into Phú Thọ.
    assert asked[-1]["province"] == "Phú Thọ"


def test_former_units_open_with_the_pair_that_may_be_compared(
    controls: Controls, asked: Asked
) -> None:
    controls["universe"].value = "63"
    before, after = DEFINITIONS.comparable_pair("DTI", "63")
    assert (asked[-1]["baseline"], asked[-1]["edition"]) == (before.edition, after.edition)


def test_only_later_editions_can_follow_an_earlier_one(controls: Controls, asked: Asked) -> None:
    controls["universe"].value = "63"
    years = [one.edition for one in DEFINITIONS.editions_of("DTI", "63")]
    assert offered(controls["baseline"]) == [*years[:-1], ""]
    for year in years[:-1]:
        controls["baseline"].value = year
        assert offered(controls["edition"]) == [one for one in years if one > year]
        assert asked[-1]["edition"] > asked[-1]["baseline"] == year
    controls["baseline"].value = ""
    assert offered(controls["edition"]) == years


def test_another_language_keeps_what_was_chosen(controls: Controls, asked: Asked) -> None:
    controls["universe"].value = "63"
    controls["measure"].value = "pillar_economy"
    controls["baseline"].value = "2021"
    before = asked[-1]
    controls["lang"].value = "en"
    assert asked[-1] == before | {"lang": "en"}
    assert controls["measure"].options[0] == ("Total", "overall")


@pytest.mark.parametrize("index", list(DEFINITIONS.indices))
def test_every_choice_of_an_index_is_one_that_can_be_asked(
    index: str, controls: Controls, asked: Asked
) -> None:
    controls["measure"].value = "awareness"
    controls["index"].value = index
    assert offered(controls["measure"]) == list(DEFINITIONS.measures(index))
    for universe in offered(controls["universe"]):
        controls["universe"].value = universe
    for given in asked:
        own = {name: value for name, value in given.items() if name != "lang"}
        try:
            explore(RANKINGS, DEFINITIONS, UNITS, Chosen(**own))  # type: ignore[arg-type]
        except BadInputError as error:
            pytest.fail(f"{given}: {error}")


def known(edition: Edition) -> pd.DataFrame:
    """The rows of the total of an edition with a rank, or a span of ranks."""
    return RANKINGS[
        (RANKINGS["index"] == edition.index) & (RANKINGS["edition"] == edition.edition)
        & (RANKINGS["universe"] == edition.universe) & (RANKINGS["measure"] == "overall")
    ].dropna(subset=["rank_best"])  # fmt: skip


EVERY_PAIR = [
    (later.index, later.universe, "" if before is None else before.edition, later.edition)
    for later in DEFINITIONS.editions
    for before in dict.fromkeys((None, DEFINITIONS.previous_edition(later)))
]


@pytest.mark.parametrize(("index", "universe", "baseline", "edition"), EVERY_PAIR)
def test_every_edition_shows_where_the_province_stands_and_what_can_be_compared(
    index: str, universe: str, baseline: str, edition: str
) -> None:
    items, text = explored(chosen(index, universe, baseline, edition))
    later = DEFINITIONS.edition(index, edition, universe)
    own = known(later).dropna(subset=["rank"])
    for rank in own.loc[own["unit_id"] == example(universe).unit_id, "rank"]:
        assert f"xếp {example(universe).province} hạng {rank} trong {universe} tỉnh" in text
    assert "chỉ là ví dụ" in text
    pictures = pictures_of(items)
    if not baseline:
        assert len(pictures) == (not known(later).empty)
        alone = DEFINITIONS.comparable_pair(index, universe) is None
        assert ("chưa thể nói tỉnh nào lên hạng" in text) == alone
        return
    compares = comparison_problem(
        DEFINITIONS, DEFINITIONS.edition(index, baseline, universe), later
    )
    assert ("so sánh được." in text.splitlines()[1]) == (compares is None)


def test_every_picture_of_editions_that_cannot_be_compared_says_so_inside(
    texts_of: TextsOf,
) -> None:
    seen = 0
    for index, universe, baseline, edition in EVERY_PAIR:
        if not baseline:
            continue
        pair = [DEFINITIONS.edition(index, year, universe) for year in (baseline, edition)]
        broken = comparison_problem(DEFINITIONS, *pair) is not None
        for lang, limit in (("vi", "Hai kỳ không so sánh được"), ("en", "cannot be compared")):
            for picture in pictures_of(SHOW(lang, chosen(index, universe, baseline, edition))):
                assert (limit in " ".join(texts_of(picture))) == broken, (pair, lang)
                seen += broken
    assert seen > 0


def test_a_picture_of_a_part_names_the_part(texts_of: TextsOf) -> None:
    pair = [one.edition for one in DEFINITIONS.comparable_pair("DTI", "63")]
    asked = chosen("DTI", "63", *pair, measure="pillar_economy")
    name = DEFINITIONS.measure_name("DTI", "pillar_economy", "vi")
    pictures = pictures_of(SHOW("vi", asked))
    assert len(pictures) == 2
    for picture in pictures:
        assert picture.alt.startswith(f"{name}: ")
        assert name in " ".join(texts_of(picture))


def test_the_default_needs_no_kernel_and_leads_with_the_units_that_exist(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    displayed: list[object] = []
    monkeypatch.setattr("IPython.display.display", displayed.append)
    DESK.default()
    text = "\n".join(map(repr, displayed))
    place = f"trong {DEFINITIONS.living_universe} tỉnh"
    assert place in text
    assert text.count("chỉ là ví dụ") == 1
    if not LEADS.has_own_pair:
        former = f"không so được với {LEADS.edition.universe} tỉnh hiện nay"
        assert text.index(place) < text.index(former) < text.index("cùng theo")
    tables = repr(DESK.default_table())
    assert LEADS.edition.label in tables
    assert LEADS.has_own_pair or f"{LEADS.pair[1].universe} tỉnh theo hạng" in tables


def of(index: str, universe: str, baseline: str, edition: str) -> tuple[object, TableOf]:
    asked = chosen(index, universe, baseline, edition)
    found = explore(RANKINGS, DEFINITIONS, UNITS, asked)
    table = table_of(found, DEFINITIONS)
    assert isinstance(table, TableOf)
    return found, table


def test_the_table_of_all_says_that_it_is_of_all_and_opens_by_rank() -> None:
    pair = [one.edition for one in DEFINITIONS.comparable_pair("DTI", "63")]
    _, table = of("DTI", "63", *pair)
    shown_table = table.written("vi")
    assert shown_table.caption.startswith(f"63 tỉnh theo hạng DTI {pair[1]}")
    assert table.written("en").caption.startswith(f"63 provinces by their rank in DTI {pair[1]}")
    ranks = [(int(row[2]), vietnamese_sort_key(row[0])) for row in shown_table.rows]
    assert ranks == sorted(ranks)
    assert len(ranks) == 63
    assert "Tăng/giảm (bậc)" in shown_table.headers
    assert "Change (places)" in table.written("en").headers


def data_of(html: str) -> tuple[list[list[object]], dict[str, object]]:
    """Rows and options that DataTables is given."""
    options = html[html.index("let dt_args = ") + len("let dt_args = ") :]
    args, _ = json.JSONDecoder().raw_decode(options)
    return json.loads(args["data_json"]), args


def number(text: object) -> float | None:
    """The number in a cell in Vietnamese form; None where it is no single one."""
    plain = str(text).split(" (")[0].replace("−", "-").replace(",", ".")
    return float(plain) if re.fullmatch(r"[+-]?[\d.]+", plain) else None


@pytest.mark.parametrize(
    ("pair", "exact"),
    [(("DTI", "63", "2022", "2023"), True), (("DTI", "63", "2020", "2021"), False)],
)
def test_the_table_to_sort_shows_the_form_of_the_language_and_sorts_by_number(
    pair: tuple[str, str, str, str], exact: bool
) -> None:
    found, table = of(*pair)
    rows, args = data_of(to_sort(found, table, "vi").data)
    assert len(rows) == len(table.rows)
    size = 5
    names = [str(row[0]) for row in rows]
    assert [names[i] for i in sorted(range(len(rows)), key=lambda i: rows[i][size])] == sorted(
        names, key=vietnamese_sort_key
    )
    for place in range(1, size):
        assert not any("." in str(row[place]) for row in rows)
        known = [(number(row[place]), row[size + place]) for row in rows]
        keys = [key for value, key in sorted((v, k) for v, k in known if v is not None)]
        assert keys == sorted(keys)
        assert len(set(keys)) == len({value for value, _ in known if value is not None}), place
        # Unknown ones after all others.
        assert all(key > max(keys, default=0) for value, key in known if value is None)
    # At opening in the order of the rank, ties in Vietnamese order, what is not exact at the end.
    flags = [row[-1] for row in rows]
    assert flags == [int(number(row[3]) is None) for row in rows]
    assert (max(flags) == 0) == exact
    opening = [row for row in rows if not row[-1]]
    assert [row[7] for row in opening] == sorted(row[7] for row in opening)
    assert args["orderFixed"] == {"pre": [[2 * size, "asc"]]}
    assert args["order"] == []
    assert {"targets": [3], "orderData": [8]} in args["columnDefs"]
    # itables hands this on where the words of a header can be marked: then they do not sort.
    assert "text_in_header_can_be_selected" not in args
    assert "render" not in json.dumps(args["columnDefs"])


def test_the_table_to_sort_of_an_edition_alone_opens_with_the_first_rank() -> None:
    edition = LEADS.edition
    found, table = of(edition.index, edition.universe, "", edition.edition)
    rows, _ = data_of(to_sort(found, table, "vi").data)
    assert [int(str(row[0])) for row in rows] == list(range(1, int(edition.universe) + 1))
    assert all(re.fullmatch(r"0,\d{4}", str(row[2])) for row in rows)


def test_the_table_to_sort_has_words_of_its_language() -> None:
    found, table = of("DTI", "63", "2022", "2023")
    vi, en = (to_sort(found, table, lang).data for lang in ("vi", "en"))
    assert "Tăng/giảm (bậc)" in vi
    assert "Change (places)" in en
    assert json.dumps("Dòng _START_ đến _END_ trong _TOTAL_")[1:-1] in vi
    assert "cdn" not in vi + en


HIGHLANDS = ("Kon Tum", "Gia Lai", "Đắk Lắk", "Đắk Nông", "Lâm Đồng")
"""Tây Nguyên, of the former provinces."""


def raw_ranks(raw_rows: RawRows, year: str) -> dict[str, int]:
    """Province -> rank of the total of the 63 provinces, from the table of the ministry itself."""
    rows = raw_rows(f"dti_tables/dti_{year}_63.csv")
    totals = {plain(row["Tỉnh/Thành phố"]): float(row["DTI"]) for row in rows}
    printed = {plain(row["Tỉnh/Thành phố"]): row["Xếp hạng DTI"] for row in rows}
    # Where the table prints no rank, the order of the totals tells it.
    return {
        name: int(printed[name] or 1 + sum(one > total for one in totals.values()))
        for name, total in totals.items()
    }


def plain(printed: str) -> str:
    return re.sub(r"^(Tỉnh|Thành phố|TP\.?) ", "", printed)


def test_a_region_shows_its_own_provinces_and_their_ranks_among_all(
    raw_rows: RawRows, texts_of: TextsOf
) -> None:
    before, after = (raw_ranks(raw_rows, year) for year in ("2022", "2023"))
    asked = chosen("DTI", "63", "2022", "2023", region="Tây Nguyên", province="Kon Tum")
    items, text = explored(asked)
    (bars,) = pictures_of(items)
    shown_texts = texts_of(bars)
    for name in HIGHLANDS:
        assert name in shown_texts
        assert f"{before[name]} → {after[name]}" in shown_texts
    assert "Lai Châu" not in shown_texts
    assert sum(" → " in one for one in shown_texts) == len(HIGHLANDS) + 1  # and the subtitle
    assert "thứ hạng là trong cả 63 tỉnh" in " ".join(shown_texts)
    assert "Tây Nguyên: 5 trong 5 tỉnh" in text
    # What holds of all units is not said of a region.
    assert "Pearson" not in text


def test_regions_can_be_chosen_where_every_unit_has_one(controls: Controls, asked: Asked) -> None:
    controls["universe"].value = "34"
    assert controls["region"].disabled
    assert offered(controls["region"]) == [""]
    controls["universe"].value = "63"
    assert not controls["region"].disabled
    regions = {unit.region for unit in UNITS.all("63")}
    assert offered(controls["region"]) == ["", *sorted(regions, key=vietnamese_sort_key)]
    controls["province"].value = "Cà Mau"
    controls["region"].value = "Tây Nguyên"
    assert offered(controls["province"]) == sorted(HIGHLANDS, key=vietnamese_sort_key)
    # A place that is not there gives way to one that is.
    assert asked[-1]["province"] in HIGHLANDS
    controls["universe"].value = "34"
    assert asked[-1]["region"] == ""


def test_why_no_region_can_be_chosen_is_said_beside_the_boxes() -> None:
    explorer = Explorer(DEFINITIONS, UNITS, lambda *_: [], example)
    explorer.controls["universe"].value = "34"
    assert "Chưa chọn vùng được với 34 tỉnh" in explorer.notes.value
    explorer.controls["lang"].value = "en"
    assert "No region can be chosen among the 34 provinces" in explorer.notes.value
    explorer.controls["universe"].value = "63"
    assert "No region" not in explorer.notes.value


def test_a_box_with_nothing_to_choose_cannot_be_opened(controls: Controls) -> None:
    for index in DEFINITIONS.indices:
        controls["index"].value = index
        for universe in offered(controls["universe"]):
            controls["universe"].value = universe
            for name in BOXES[1:]:
                assert controls[name].disabled == (len(controls[name].options) == 1), (index, name)


def test_every_word_of_the_controls_is_of_the_language_chosen(controls: Controls) -> None:
    vietnamese = {name: control.description for name, control in controls.items()}
    controls["lang"].value = "en"
    english = {name: control.description for name, control in controls.items()}
    assert vietnamese["others"] == "So với tỉnh"
    assert english["others"] == "Compare with"
    assert not set(vietnamese.values()) & set(english.values())
    assert controls["region"].options[0] == ("whole country", "")


def test_english_readers_find_names_by_their_plain_letters(controls: Controls) -> None:
    controls["universe"].value = "63"
    names = offered(controls["province"])
    # Đ follows D, whatever stands behind it.
    assert names.index("Điện Biên") > names.index("Đắk Nông") > names.index("Cần Thơ")
    assert in_order(["Đà Nẵng", "Dong", "Dak"], "vi") == ["Dak", "Dong", "Đà Nẵng"]
    assert in_order(["Dong", "Đà Nẵng", "Dak"], "en") == ["Đà Nẵng", "Dak", "Dong"]
    controls["lang"].value = "en"
    assert offered(controls["province"])[0] == "An Giang"


def test_provinces_stand_side_by_side_in_every_edition(
    raw_rows: RawRows, texts_of: TextsOf, controls: Controls, asked: Asked
) -> None:
    controls["universe"].value = "63"
    controls["province"].value = "Kon Tum"
    controls["others"].value = ("Gia Lai", "Kon Tum", "Cà Mau")
    # In the order of the box, and the province in focus once.
    assert asked[-1]["others"] == ("Cà Mau", "Gia Lai")
    names = ("Kon Tum", "Gia Lai", "Cà Mau")
    items, text = explored(chosen("DTI", "63", "2022", "2023", province=names[0], others=names[1:]))
    picture = pictures_of(items)[0]
    shown_texts = texts_of(picture)
    for year in ("2022", "2023"):
        ranks = raw_ranks(raw_rows, year)
        for name in names:
            assert str(ranks[name]) in shown_texts
            assert f"{name} {year}: hạng {ranks[name]}" in picture.alt
    newest = raw_ranks(raw_rows, "2024")
    for name in names:
        assert f"{newest[name]} {name}" in shown_texts
    assert "Các kỳ ở hai bên vạch đứt không so sánh được" in " ".join(shown_texts)
    # What was asked for comes first.
    assert text.index("Biểu đồ đường") < text.index("cùng theo")


def test_lines_join_editions_of_one_formula_alone() -> None:
    found = explore(
        RANKINGS, DEFINITIONS, UNITS,
        chosen("DTI", "63", "2022", "2023", province="Kon Tum", others=("Gia Lai",)),
    )  # fmt: skip
    follows = dict(zip(found.history["edition"], found.history["follows"], strict=True))
    # 2021 to 2023 follow Decision 922; the one before and the one after do not.
    assert follows == {"2020": False, "2021": False, "2022": True, "2023": True, "2024": False}


def test_too_many_provinces_are_answered_with_a_sentence() -> None:
    names = [unit.province for unit in UNITS.all("63")]
    few = chosen("DTI", "63", "2022", "2023", province=names[0], others=tuple(names[1:6]))
    many = chosen("DTI", "63", "2022", "2023", province=names[0], others=tuple(names[1:7]))
    assert len(pictures_of(explored(few)[0])) == 3
    items, text = explored(many)
    assert len(pictures_of(items)) == 2
    assert f"Đang chọn 7 tỉnh; một hình chỉ so được nhiều nhất {MOST_COMPARED}" in text


def test_one_edition_alone_shows_its_scores_or_else_its_ranks(
    raw_rows: RawRows, texts_of: TextsOf
) -> None:
    rows = raw_rows("dti_tables/dti_2024_34.csv")
    (scored,) = pictures_of(SHOW("vi", chosen("DTI", "34", "", "2024")))
    shown_texts = texts_of(scored)
    for row in rows:
        place = f"{row['Xếp hạng DTI']} · {row['DTI']}"
        assert place.replace(".", ",") in shown_texts, place
    assert "Chỉ một kỳ" in " ".join(shown_texts)
    (english,) = pictures_of(SHOW("en", chosen("DTI", "34", "", "2024")))
    assert place in texts_of(english)
    (ranked,) = pictures_of(SHOW("vi", chosen("DTI", "63", "", "2020")))
    assert "Thứ hạng" in texts_of(ranked)
    assert not any(" · " in text for text in texts_of(ranked))


def test_a_measure_of_which_nothing_is_known_is_answered_with_a_sentence() -> None:
    items, text = explored(chosen("ICT", "64", "", "2006", measure="it_application"))
    assert pictures_of(items) == []
    assert "Chưa biết thứ hạng nào ở ICT 2006 (64)" in text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_picture_names_its_source_and_what_limits_it(lang: str, texts_of: TextsOf) -> None:
    asked = [
        chosen("DTI", "34", "", "2024", others=("Gia Lai",)),
        chosen("DTI", "63", "2021", "2024", province="Huế", others=("Gia Lai",)),
        chosen("ICT", "63", "2017", "2018", others=("Gia Lai", "Đà Nẵng")),
        chosen("EGOV", "63", "", "2017", region="Tây Nguyên", province="Kon Tum"),
    ]
    source = {"vi": "Nguồn: ", "en": "Source: "}[lang]
    limits = {
        "vi": ("không so sánh được", "Chỉ một kỳ", "Hạng chỉ để so với nhau"),
        "en": ("cannot be compared", "One edition alone", "Ranks are relative"),
    }[lang]
    pictures = [picture for one in asked for picture in pictures_of(SHOW(lang, one))]
    assert len(pictures) >= 7
    for picture in pictures:
        for drawing in (picture, Chart(picture.narrow, picture.alt)):
            text = " ".join(texts_of(drawing))
            assert source in text
            assert any(limit in text for limit in limits), text


def test_labels_are_parted_and_keep_their_order() -> None:
    assert parted([5, 40, 6, 63], 3, 63) == [5, 40, 8, 63]
    assert parted([63, 62, 61], 3, 63) == [63, 60, 57]
    assert parted([1], 3, 63) == [1]


def test_a_picture_fits_the_room_beside_it() -> None:
    items = SHOW("vi", chosen("DTI", "34", "", "2024"))
    (shown_picture,) = (item for item in items if isinstance(item, Fitting))
    html = shown_picture._repr_html_()
    assert html.count("<img") == 2
    assert html.count('alt="') == 2
    assert "@container" in html
    assert "http" not in re.sub(r"base64,[^\"]*", "", html)


def test_going_back_draws_nothing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(PROJECT)
    asked = chosen("DTI", "34", "", "2024")
    first = desk.show("vi", asked)
    monkeypatch.setattr(
        "helpers.questions.explore.notebook.drawn_twice", lambda *_, **__: pytest.fail("drawn")
    )
    assert desk.show("vi", asked) == first


def test_changes_in_quick_succession_are_drawn_once() -> None:
    drawn: list[str] = []

    def show(_: str, chosen: Chosen) -> list[object]:
        drawn.append(chosen.province)
        return []

    async def hold_a_key_down() -> None:
        explorer = Explorer(DEFINITIONS, UNITS, show, example)
        drawn.clear()
        for name in ("An Giang", "Bắc Ninh", "Cà Mau"):
            explorer.controls["province"].value = name
        for _ in range(1000):
            if drawn:
                break
            await asyncio.sleep(0.01)

    asyncio.run(hold_a_key_down())
    assert drawn == ["Cà Mau"]
