"""The sheet of a notebook: its folder, its contract, its words, and charts of one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.axes import Axes

from helpers.errors import BadInputError
from helpers.notebook import Sheet, open_notebook
from helpers.sharing.drawing import Chart
from helpers.sharing.numbers import format_number
from helpers.sharing.tables import Header, TableOf
from helpers.sharing.wording import InBoth, Said, written

from .frozen_project import frozen_project

PROJECT = frozen_project()
TextsOf = Callable[[Chart], list[str]]
TABLE = pd.DataFrame({"province": ["Huế", "Cà Mau"], "rank": [3, 1260]})


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(
        PROJECT,
        "02-rank-gains",
        {"lang": "vi", "report": str(tmp_path)},
        inputs=["data/processed/units.csv"],
        outputs=["{report}/figures/02-rank-gains/gains.csv"],
    )


def test_a_picture_says_whose_copy_it_is_made_of(sheet: Sheet) -> None:
    own = sheet.definitions.edition("DTI", "2023", "63")
    copied = replace(own, transcribed_by="Báo A")
    editions = [copied if one == own else one for one in sheet.definitions.editions]
    sheet.definitions = replace(sheet.definitions, editions=tuple(editions))
    assert "DTI 2023 (63): bản do Báo A chép lại" in written(sheet.source(None, ["DTI 2023"]), "vi")
    assert "as transcribed by Báo A" in written(sheet.source(None, ["DTI"]), "en")
    assert "Báo A" not in written(sheet.source(None, ["DTI 2024"]), "vi")


def namespace(**given: object) -> dict[str, object]:
    """What a kernel holds after the cells of parameters and contract."""
    return {
        "__annotations__": {"lang": str, "index": str, "report": str, "extra": int},
        "lang": "vi", "index": "DTI", "report": "", "extra": 1, "inputs": [], "outputs": [],
    } | given  # fmt: skip


@pytest.fixture
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


@pytest.mark.usefixtures("_in_the_project")
def test_a_parameter_added_in_a_copy_makes_a_folder_of_its_own() -> None:
    # The notebook on file has no such parameter; the cell that ran has.
    opened = open_notebook("02-rank-gains", namespace())
    assert opened.values == {"lang": "vi", "index": "DTI", "report": "", "extra": 1}
    assert Path(opened.report).name == "extra=1"


@pytest.mark.usefixtures("_in_the_project")
def test_another_value_has_a_folder_of_its_own_and_the_language_has_not() -> None:
    plain = {"__annotations__": {"lang": str, "index": str, "report": str}}
    default = open_notebook("02-rank-gains", namespace(lang="en", **plain))
    assert default.report == open_notebook("02-rank-gains", namespace(**plain)).report
    other = open_notebook("02-rank-gains", namespace(index="ICT", **plain))
    assert other.report == f"{default.report}/index=ict"


@pytest.mark.usefixtures("_in_the_project")
def test_a_wrong_language_or_type_is_refused_when_it_is_opened() -> None:
    with pytest.raises(BadInputError, match="no language 'fr'"):
        open_notebook("02-rank-gains", namespace(lang="fr"))
    with pytest.raises(BadInputError, match="index"):
        open_notebook("02-rank-gains", namespace(index=2))


def test_what_the_contract_does_not_name_is_neither_read_nor_saved(sheet: Sheet) -> None:
    assert len(sheet.read("units")) > 90
    with pytest.raises(BadInputError, match=r"reads data/processed/rankings\.csv, which its contr"):
        sheet.read("rankings")
    sheet.save(TABLE, "gains")
    assert pd.read_csv(sheet.folder / "gains.csv").equals(TABLE)
    with pytest.raises(BadInputError, match=r"Add it to «outputs» in the cell of the contract"):
        sheet.save(TABLE, "other")
    assert [path.name for path in sheet.folder.iterdir()] == ["gains.csv"]


def test_words_and_tables_are_in_the_language_of_the_run(sheet: Sheet) -> None:
    assert repr(sheet.say("basis.printed")) == "được công bố"
    assert repr(sheet.paragraphs(InBoth("một", "one"), InBoth("một", "one"))) == "một"
    table = sheet.table(TABLE, InBoth("Hạng", "Ranks"), ("province", "rank"))
    assert repr(table).splitlines() == ["Hạng", "Tỉnh | Hạng", "Huế | 3", "Cà Mau | 1.260"]
    renamed = TableOf(
        TABLE.rename(columns={"rank": "own"}), "x", {"own": Header("of_points", points=1000)}
    )
    assert repr(sheet.written(renamed)).splitlines()[1] == "Theo thang 1.000 điểm"
    with pytest.raises(
        BadInputError, match=r"column «nothing», which src/helpers/wording/columns\.yml"
    ):
        sheet.table(TABLE, "x", {"rank": "nothing"})


def test_a_chart_of_ones_own_has_its_data_its_source_and_its_caveat(
    sheet: Sheet, texts_of: TextsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Chart] = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    sheet.caveat = Said("figure.about")
    with sheet.draw("by-region", TABLE, title="Vùng nào lên?", alt="Hai tỉnh.") as axes:
        assert isinstance(axes, Axes)
        axes.barh(TABLE["province"], TABLE["rank"])
    assert pd.read_csv(sheet.folder / "by-region.csv").equals(TABLE)
    (chart,) = shown
    texts = " ".join(texts_of(chart))
    assert chart.alt == "Hai tỉnh."
    for said in ("Vùng nào lên?", written(Said("figure.about"), "vi"), "Nguồn: Bộ", "Cà Mau"):
        assert said in texts
    with pytest.raises(BadInputError, match="keeps a figure «gains» of its own"):
        sheet.draw("gains", TABLE, title="x", alt="x").__enter__()


def test_what_limits_a_comparison_stands_in_the_picture_of_the_house(sheet: Sheet) -> None:
    def draw(_: pd.DataFrame, lang: str, **words: str) -> Chart:
        return Chart(words["source"], lang)

    limit = Said("figure.about")
    with_limit, without = (
        sheet.chart(draw, TABLE, title="x", alt="x", caveat=one) for one in (limit, None)
    )
    assert with_limit.svg == f"{without.svg} {written(limit, sheet.lang)}"


def test_a_drawing_that_fails_shows_nothing(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Chart] = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    with pytest.raises(ZeroDivisionError), sheet.draw("x", TABLE, title="x", alt="x"):
        _ = 1 / 0
    assert shown == []


def test_a_chart_of_the_house_is_given_finished_words(sheet: Sheet) -> None:
    def draw(data: pd.DataFrame, lang: str, **words: str) -> Chart:
        return Chart(f"{lang} {len(data)} {words}", words["alt"])

    chart = sheet.chart(
        draw, TABLE, title=InBoth("một", "one"), alt=Said("basis.derived"), label=InBoth("a", "b"),
        editions=[format_number(2023, "en")],
    )  # fmt: skip
    assert chart.alt == "suy ra từ số liệu khác"
    assert "'title': 'một'" in chart.svg
    assert "'label': 'a'" in chart.svg
    assert "Kỳ: 2,023" in chart.svg
