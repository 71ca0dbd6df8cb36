"""The controls of explore.ipynb: what can be chosen, and what is asked at every change."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import ipywidgets
import pytest

from helpers.errors import BadInputError
from helpers.questions.rank_gains.controls import explorer
from helpers.questions.rank_gains.explore import Chosen, explore
from helpers.questions.rank_gains.explorer import Desk, table_of, to_sort
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import vietnamese_sort_key
from helpers.sharing.tables import TableOf
from helpers.sources.editions import comparison_problem, load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Unit, load_units
from helpers.sources.shown import example_unit, shown

from ...frozen_project import frozen_project

PROJECT = frozen_project()
DEFINITIONS, UNITS = load_definitions(PROJECT), load_units(PROJECT)
RANKINGS = read_processed(PROJECT, "rankings")
DESK = Desk(PROJECT)
LEADS = shown(DEFINITIONS)
NAMES = ("lang", "index", "universe", "baseline", "edition", "measure", "province")

TextsOf = Callable[[Chart], list[str]]
Asked = list[dict[str, str]]
Controls = dict[str, ipywidgets.Widget]


def example(universe: str) -> Unit:
    return example_unit(RANKINGS, DEFINITIONS, UNITS, universe)


def explored(**chosen: str) -> tuple[list[object], str]:
    """What is shown of a choice, and all of it that is text."""
    items = DESK.show("vi", **chosen)
    return items, "\n".join(map(repr, items))


def chosen(index: str, universe: str, baseline: str, edition: str, **other: str) -> dict[str, str]:
    province = example(universe).province
    asked = {"index": index, "universe": universe, "baseline": baseline, "edition": edition}
    return asked | {"measure": "overall", "province": province} | other


@pytest.fixture
def asked() -> Asked:
    return []


@pytest.fixture
def controls(asked: Asked) -> Controls:
    def show(**chosen: str) -> list[object]:
        asked.append(chosen)
        return []

    box, _ = explorer(DEFINITIONS, UNITS, show, example).children
    return dict(zip(NAMES, box.children, strict=True))


def offered(control: ipywidgets.Dropdown) -> list[str]:
    return [option[1] if isinstance(option, tuple) else option for option in control.options]


@pytest.mark.usefixtures("controls")
def test_opens_with_the_edition_that_leads_and_its_own_pair_if_it_has_one(asked: Asked) -> None:
    own = LEADS.pair if LEADS.has_own_pair else None
    assert asked[-1] == {
        "lang": "vi", "index": LEADS.edition.index, "universe": DEFINITIONS.living_universe,
        "baseline": own[0].edition if own else "", "edition": LEADS.edition.edition,
        "measure": "overall", "province": example(LEADS.universe).province,
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
            explore(RANKINGS, DEFINITIONS, UNITS, Chosen(**own))
        except BadInputError as error:
            pytest.fail(f"{given}: {error}")


EVERY_PAIR = [
    (later.index, later.universe, "" if before is None else before.edition, later.edition)
    for later in DEFINITIONS.editions
    for before in dict.fromkeys((None, DEFINITIONS.previous_edition(later)))
]


@pytest.mark.parametrize(("index", "universe", "baseline", "edition"), EVERY_PAIR)
def test_every_edition_shows_where_the_province_stands_and_what_can_be_compared(
    index: str, universe: str, baseline: str, edition: str
) -> None:
    items, text = explored(**chosen(index, universe, baseline, edition))
    later = DEFINITIONS.edition(index, edition, universe)
    own = RANKINGS[
        (RANKINGS["index"] == index) & (RANKINGS["edition"] == edition)
        & (RANKINGS["universe"] == universe) & (RANKINGS["measure"] == "overall")
        & (RANKINGS["unit_id"] == example(universe).unit_id)
    ].dropna(subset=["rank"])  # fmt: skip
    for rank in own["rank"]:
        assert f"xếp {example(universe).province} hạng {rank} trong {universe} tỉnh" in text
    assert "chỉ là ví dụ" in text
    pictures = [item for item in items if isinstance(item, Chart)]
    if not baseline:
        assert pictures == []
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
            items = DESK.show(lang, **chosen(index, universe, baseline, edition))
            for picture in items:
                if isinstance(picture, Chart):
                    assert (limit in " ".join(texts_of(picture))) == broken, (pair, lang)
                    seen += broken
    assert seen > 0


def test_a_picture_of_a_part_names_the_part(texts_of: TextsOf) -> None:
    pair = [one.edition for one in DEFINITIONS.comparable_pair("DTI", "63")]
    asked = chosen("DTI", "63", *pair, measure="pillar_economy")
    name = DEFINITIONS.measure_name("DTI", "pillar_economy", "vi")
    pictures = [item for item in DESK.show("vi", **asked) if isinstance(item, Chart)]
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
    asked = Chosen(**chosen(index, universe, baseline, edition))
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
