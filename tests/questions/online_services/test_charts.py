"""The charts of notebook 03: what they show, apart by regime, the same bytes for the same data."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from helpers.questions.online_services import charts
from helpers.questions.online_services.answer import (
    dated_counts,
    in_whole_lists,
    usage_figures,
    with_kinds,
)
from helpers.questions.online_services.charts import (
    Block,
    ChartColumn,
    count_columns,
    dated_figures_chart,
    points_and_scores_chart,
    usage_columns,
)
from helpers.questions.online_services.sentences import units_of_levels
from helpers.sharing.drawing import Chart
from helpers.sources.processed_files import read_processed

from ...frozen_project import frozen_project

PROJECT = frozen_project()
WORDS = {"title": "Hai cách đếm", "source": "Nguồn: Bộ.", "alt": "Mô tả"}
TextsOf = Callable[[Chart], list[str]]


@pytest.fixture(scope="module")
def counts() -> pd.DataFrame:
    services = with_kinds(read_processed(PROJECT, "online_services"))
    return dated_counts(services[~in_whole_lists(services)])


def test_the_two_decrees_stand_in_columns_of_their_own(counts: pd.DataFrame) -> None:
    old, new = count_columns(counts, "en")
    assert (old.title, new.title) == ("Decree 43/2011/NĐ-CP", "Decree 42/2022/NĐ-CP")
    for column, regime in ((old, "decree-43"), (new, "decree-42")):
        shown = pd.concat([block.figures for block in column.blocks])
        assert set(shown["regime"]) == {regime}
        assert len(shown) == (counts["regime"] == regime).sum()
    assert old.blocks[1].heading == "Level 4: 17 provinces"


def test_a_decree_without_counts_has_no_column(counts: pd.DataFrame) -> None:
    (column,) = count_columns(counts[counts["level"] == "level_4"], "vi")
    assert [block.heading for block in column.blocks] == ["Mức độ 4: 17 tỉnh"]


def test_every_unit_and_every_year_is_written(counts: pd.DataFrame, texts_of: TextsOf) -> None:
    chart = dated_figures_chart(count_columns(counts, "vi"), "vi", focus="vn63-93", **WORDS)
    shown = texts_of(chart)
    for row in counts.itertuples():
        assert row.province in " ".join(shown)
        assert f"{row.year % 100:02d}" in shown
    rows = counts.groupby("level")["unit_id"].nunique()
    assert shown.count("Hậu Giang") == 3  # levels 3, 4, and both together
    assert "Gia Lai (sau sáp nhập)" in shown
    assert "Gia Lai" not in shown
    assert f"Toàn trình: {rows['full_process']} tỉnh" in shown
    # Its names are bold, as headings, titles and digits are.
    bold = re.findall(r'font-weight="700"[^>]*>([^<]*)<', chart.svg)
    assert bold.count("Hậu Giang") == 3
    assert "Hà Nội" not in bold


def test_dots_that_would_hide_one_another_stand_in_lanes() -> None:
    figures = pd.DataFrame(
        {"year": [2020, 2021, 2022, 2023, 2023], "value": [1.0, 1.5, 1.9, 3.0, 3.0]}
    )
    dots, lanes = charts._in_lanes(figures, near=1.0)
    # 1.9 lies within 1 of both before it; 3.0 is far enough from 1.9 and from all others.
    assert dots == [(2020, 1.0, 0), (2021, 1.5, 1), (2022, 1.9, 2), (2023, 3.0, 0)]
    assert lanes == 3


def test_numbers_have_the_form_of_the_language(counts: pd.DataFrame, texts_of: TextsOf) -> None:
    for lang in ("vi", "en"):
        chart = dated_figures_chart(count_columns(counts, lang), lang, focus="", **WORDS)
        form = {"vi": r"\d\.\d{3}", "en": r"\d,\d{3}"}
        for one, pattern in form.items():
            found = [text for text in texts_of(chart) if re.fullmatch(pattern, text)]
            assert bool(found) == (one == lang)


def test_the_same_data_give_the_same_bytes(counts: pd.DataFrame) -> None:
    drawn = [
        dated_figures_chart(count_columns(counts, "vi"), "vi", focus="vn63-93", **WORDS).svg
        for _ in range(2)
    ]
    assert drawn[0] == drawn[1]


def test_one_figure_of_nought_is_drawn(texts_of: TextsOf) -> None:
    figures = pd.DataFrame({"unit_id": ["a"], "label": ["Huế"], "year": [2016], "value": [0.0]})
    column = ChartColumn("T", "X", [Block("B", figures)])
    chart = dated_figures_chart([column], "en", focus="a", **WORDS)
    assert {"Huế", "16", "B"} <= set(texts_of(chart))
    assert chart.alt == "Mô tả"


def test_shares_are_drawn_on_one_scale_to_a_hundred(texts_of: TextsOf) -> None:
    usage = usage_figures(read_processed(PROJECT, "adoption"))
    columns = usage_columns(usage[usage["dated"]], "vi")
    assert [column.limit for column in columns] == [100, 100]
    assert columns[1].blocks[0].figures["value"].max() == 90
    shown = texts_of(dated_figures_chart(columns, "vi", focus="vn63-02", **WORDS))
    assert shown.count("Hà Giang") == 2
    assert shown.count("100") == 2


def test_levels_are_listed_for_the_alt_text(counts: pd.DataFrame) -> None:
    text = units_of_levels(counts, "decree-42").written("en")
    assert text == "Full process (toàn trình): 11 provinces; Partial (một phần): 5 provinces"


@pytest.mark.parametrize(("focus", "marked"), [("u3", True), ("nowhere", False)])
def test_points_and_scores(focus: str, marked: bool, texts_of: TextsOf) -> None:
    table = pd.DataFrame(
        {
            "unit_id": [f"u{n}" for n in range(8)], "province": [f"P{n}" for n in range(8)],
            "points": [2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0],
            "score_before": [0.5 + 0.02 * n for n in range(8)],
            "score_change": [0.1 - 0.01 * n for n in range(8)],
        }
    )  # fmt: skip
    chart = points_and_scores_chart(
        table, "vi", focus=focus, axis_label="Điểm", **WORDS,
        panels={"score_before": "Điểm DTI", "score_change": "Thay đổi"},
    )  # fmt: skip
    shown = texts_of(chart)
    assert {"Điểm DTI", "Thay đổi"} <= set(shown)
    assert any(re.fullmatch(r"\d,\d", text) for text in shown)
    # The two least and the two most, and the focus, in both panels.
    assert {name: shown.count(name) for name in ("P0", "P1", "P6", "P7", "P4")} == {
        "P0": 2, "P1": 2, "P6": 2, "P7": 2, "P4": 0,
    }  # fmt: skip
    assert shown.count("P3") == (2 if marked else 0)
