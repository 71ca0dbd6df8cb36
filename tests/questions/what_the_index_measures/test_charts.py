"""The pictures of notebook 10: what they draw, and that a telephone can show them."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from helpers.questions.what_the_index_measures.charts import forest_chart, points_chart
from helpers.sharing.drawing import QUIET, UP, Chart
from helpers.sharing.wording import InBoth

from ...conftest import TextsOf

WORDS = {"title": "Tiêu đề", "source": "Nguồn: Bộ.", "alt": "Mô tả"}


@pytest.fixture
def compared() -> pd.DataFrame:
    rows = [
        ("pci", False, 0.4, 0.2, 0.6, 0.1, 0.7),
        ("pci", True, 0.3, 0.0, 0.5, -0.1, 0.6),
        ("EGOV 2017", False, np.nan, 0.0, 0.5, -0.1, 0.6),
    ]
    columns = ["other", "given", "rho", "lower", "upper", "lower_all", "upper_all"]
    names = [InBoth("Cạnh tranh", "Competition")] * 2 + [InBoth("Xếp hạng", "Ranking")]
    return pd.DataFrame(rows, columns=columns).assign(name=names)


@pytest.fixture
def bought() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": [InBoth("Nhận thức số", "Awareness"), InBoth("Thể chế số", "Institutions")],
            "points_share": [25.0, 75.0], "share": [3.0, 97.0], "lower": [-1.0, 90.0],
            "upper": [6.0, 99.0], "full": [30.0, np.nan], "n": 34,
        }
    )  # fmt: skip


def charts_of(compared: pd.DataFrame, bought: pd.DataFrame, lang: str) -> list[Chart]:
    return [forest_chart(compared, lang, **WORDS), points_chart(bought, lang, **WORDS)]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_charts_have_the_same_bytes_every_time(
    compared: pd.DataFrame, bought: pd.DataFrame, lang: str
) -> None:
    for one, other in zip(*(charts_of(compared, bought, lang) for _ in range(2)), strict=True):
        assert one.svg == other.svg
        assert one.alt == "Mô tả"
        assert "nan" not in one.svg.casefold()


def test_every_comparison_has_a_name_and_a_line_of_its_kind(
    compared: pd.DataFrame, texts_of: TextsOf
) -> None:
    chart = forest_chart(compared, "en", **WORDS)
    texts = texts_of(chart)
    assert [texts.count(name) for name in ("Competition", "Ranking")] == [1, 1]
    assert "alike in wealth, towns, size" in texts
    # Two raw lines, thick and thin, one given.
    lines = re.findall(r'<path d="M[^"]*" clip-path="[^"]*" fill="none" stroke="(#\w+)"', chart.svg)
    assert (lines.count(QUIET), lines.count(UP)) == (4, 2)


def test_full_marks_stand_beside_the_part_that_has_them(
    bought: pd.DataFrame, texts_of: TextsOf
) -> None:
    texts = texts_of(points_chart(bought, "vi", **WORDS))
    assert [text for text in texts if "tối đa" in text] == ["30/34 đạt tối đa"]
    assert {"số điểm", "chênh lệch điểm tổng", "Phần trăm (%)"} <= set(texts)
