"""Notebook 09 as readers see it: two units at once, every unit among the slow tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from helpers.errors import UnknownProvinceError
from helpers.sources.provinces import load_units

from ...frozen_project import frozen_project
from .brief_pages import check_page, page_of

PROJECT = frozen_project()
NOTEBOOK = "09-province-brief"
ShowNotebook = Callable[..., list[str]]
GAPS = re.compile(r"\b(nan|NaN|NaT|inf)\b|<NA>|>None<")
HEAVIEST = 120_000
"""Characters of everything a brief shows: with its code and style a page of 150 kilobytes."""


def text_of(shown: str) -> str:
    return BeautifulSoup(shown, "html.parser").get_text()


def check_brief(shown: list[str]) -> None:
    assert len(shown) > 12
    assert "None" not in shown
    assert [text for text in shown if GAPS.search(re.sub(r"base64,[\w+/=]+", "", text))] == []
    assert sum(map(len, shown)) < HEAVIEST


def test_a_province_of_the_63(tmp_path: Path, show_notebook: ShowNotebook) -> None:
    shown = show_notebook(NOTEBOOK, province="Hậu Giang", report=str(tmp_path))
    check_brief(shown)
    assert "Từ 1/7/2025 Hậu Giang thuộc Cần Thơ (hạng 19/34)" in text_of(shown[0])
    assert "Hạng 33 trên 63. Trong 4 chỉ số chính được công bố, kém nhất ở" in text_of(shown[1])
    files = tmp_path / "figures" / NOTEBOOK
    assert {path.name for path in files.iterdir()} == {"editions.csv", "main-indices.csv"}
    saved = pd.read_csv(files / "main-indices.csv").set_index("part")
    assert saved.loc["economy_activity", "score"] == 0.5004


def test_a_new_unit_has_no_past_of_its_own(tmp_path: Path, show_notebook: ShowNotebook) -> None:
    shown = show_notebook(NOTEBOOK, province="Cần Thơ", universe="34", report=str(tmp_path))
    check_brief(shown)
    assert "Gồm Cần Thơ, Hậu Giang và Sóc Trăng cũ, từ 1/7/2025." in shown[0]
    assert "Hạng 19 trên 34." in text_of(shown[1])
    assert '<data value="0.703"' in shown[2]
    assert "0,7030" in shown[2]
    saved = pd.read_csv(tmp_path / "figures" / NOTEBOOK / "editions.csv")
    own = saved[saved["unit_id"] == "vn34-92"].dropna(subset=["rank"])
    assert own.loc[own["measure"] == "overall", ["edition", "rank"]].to_numpy().tolist() == [
        [2024, 19]
    ]


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
        check_page(page_of(shown), PROJECT, lang)
        assert f" {universe}" in text_of(shown[1])
