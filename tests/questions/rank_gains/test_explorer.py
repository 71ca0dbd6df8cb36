"""The controls of explore.ipynb: what can be chosen, and what is asked at every change."""

from __future__ import annotations

import json

import ipywidgets
import pytest

from helpers.errors import BadInputError
from helpers.questions.rank_gains.explore import explore
from helpers.questions.rank_gains.explorer import explorer, sortable_table
from helpers.sources.editions import load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import load_units

from ...frozen_project import frozen_project

PROJECT = frozen_project()
DEFINITIONS, UNITS = load_definitions(PROJECT), load_units(PROJECT)
NAMES = ("lang", "index", "baseline", "edition", "measure", "province")

Asked = list[dict[str, str]]


@pytest.fixture
def asked() -> Asked:
    return []


@pytest.fixture
def controls(asked: Asked) -> dict[str, ipywidgets.Widget]:
    def show(**chosen: str) -> list[object]:
        asked.append(chosen)
        return []

    box, _ = explorer(DEFINITIONS, UNITS, show).children
    return dict(zip(NAMES, box.children, strict=True))


def offered(control: ipywidgets.Dropdown) -> list[str]:
    return [option[1] if isinstance(option, tuple) else option for option in control.options]


@pytest.mark.usefixtures("controls")
def test_asks_for_the_latest_comparable_pair_at_the_start(asked: Asked) -> None:
    assert asked[-1] == {
        "lang": "vi", "index": "DTI", "baseline": "2022", "edition": "2023",
        "measure": "overall", "province": "Hậu Giang",
    }  # fmt: skip


def test_only_later_editions_can_follow_an_earlier_one(
    controls: dict[str, ipywidgets.Widget], asked: Asked
) -> None:
    controls["baseline"].value = "2023"
    assert offered(controls["edition"]) == ["2024"]
    assert (asked[-1]["baseline"], asked[-1]["edition"]) == ("2023", "2024")
    controls["baseline"].value = "2021"
    assert (offered(controls["edition"]), asked[-1]["edition"]) == (
        ["2022", "2023", "2024"],
        "2024",
    )


def test_another_language_keeps_what_was_chosen(
    controls: dict[str, ipywidgets.Widget], asked: Asked
) -> None:
    controls["measure"].value = "pillar_economy"
    controls["baseline"].value = "2021"
    before = asked[-1]
    controls["lang"].value = "en"
    assert asked[-1] == before | {"lang": "en"}
    assert controls["measure"].options[0] == ("Total", "overall")


@pytest.mark.parametrize("index", list(DEFINITIONS.indices))
def test_every_choice_of_an_index_is_one_that_can_be_asked(
    index: str, controls: dict[str, ipywidgets.Widget], asked: Asked
) -> None:
    controls["measure"].value = "awareness"
    controls["index"].value = index
    assert offered(controls["measure"]) == list(DEFINITIONS.measures(index))
    rankings = read_processed(PROJECT, "rankings")
    for chosen in asked:
        given = {name: value for name, value in chosen.items() if name != "lang"}
        try:
            explore(rankings, DEFINITIONS, UNITS, **given)
        except BadInputError as error:
            pytest.fail(f"{chosen}: {error}")


def test_the_table_has_words_of_its_language() -> None:
    rankings = read_processed(PROJECT, "rankings")
    found = explore(
        rankings, DEFINITIONS, UNITS, index="DTI", baseline="2022", edition="2023",
        measure="overall", province="Hậu Giang",
    )  # fmt: skip
    vi, en = (sortable_table(found, lang).data for lang in ("vi", "en"))
    assert "Số bậc tăng" in vi
    assert "Places climbed" in en
    assert json.dumps("Dòng _START_ đến _END_ trong _TOTAL_")[1:-1] in vi
    assert "cdn" not in vi + en
