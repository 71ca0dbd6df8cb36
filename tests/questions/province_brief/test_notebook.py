"""Notebook 09 as readers see it: two units at once, every unit among the slow tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from helpers.errors import UnknownProvinceError
from helpers.sources.provinces import load_units

from ...frozen_project import frozen_project

PROJECT = frozen_project()
NOTEBOOK = "09-province-brief"
ShowNotebook = Callable[..., list[str]]
GAPS = re.compile(r"\b(nan|NaN|NaT|inf)\b|<NA>|>None<")
HEAVIEST = 120_000
"""Characters of everything a brief shows: with its code and style a page of 150 kilobytes."""


def check_brief(shown: list[str]) -> None:
    assert len(shown) > 12
    assert "None" not in shown
    assert [text for text in shown if GAPS.search(re.sub(r"<svg.*?</svg>", "", text))] == []
    assert sum(map(len, shown)) < HEAVIEST


def test_a_province_of_the_63(tmp_path: Path, show_notebook: ShowNotebook) -> None:
    shown = show_notebook(NOTEBOOK, province="Hậu Giang", report=str(tmp_path))
    check_brief(shown)
    assert "Hậu Giang: hạng 33/63, DTI 2024, điểm 0,7093" in shown[0]
    files = tmp_path / "figures" / NOTEBOOK
    assert {path.name for path in files.iterdir()} == {"editions.csv", "moved.csv"}
    assert pd.read_csv(files / "moved.csv")["places"].sum() == pytest.approx(17 - 20)


def test_a_new_unit_has_no_past_of_its_own(tmp_path: Path, show_notebook: ShowNotebook) -> None:
    shown = show_notebook(NOTEBOOK, province="Cần Thơ", universe="34", report=str(tmp_path))
    check_brief(shown)
    assert "Cần Thơ: hạng 19/34, DTI 2024, điểm 0,7030" in shown[0]
    saved = pd.read_csv(tmp_path / "figures" / NOTEBOOK / "editions.csv")
    own = saved[saved["unit_id"] == "vn34-92"].dropna(subset=["rank"])
    assert own[["index", "edition", "rank"]].to_numpy().tolist() == [["DTI", 2024, 19]]


def test_a_unit_of_another_universe_is_refused(tmp_path: Path, show_notebook: ShowNotebook) -> None:
    with pytest.raises(UnknownProvinceError, match=r"went into Cần Thơ \(vn34-92\)"):
        show_notebook(NOTEBOOK, province="Hậu Giang", universe="34", report=str(tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("universe", ["63", "34"])
def test_every_unit_has_a_brief(
    universe: str, lang: str, tmp_path: Path, show_notebook: ShowNotebook
) -> None:
    for unit in load_units(PROJECT).all(universe):
        shown = show_notebook(
            NOTEBOOK, province=unit.province, universe=universe, lang=lang, report=str(tmp_path)
        )
        check_brief(shown)
        assert f"{unit.province}: " in shown[0]
        assert f"/{universe}," in shown[0] or f"of {universe}," in shown[0]
