"""The charts of notebook 04: the same bytes, what they mark and count, both languages."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from helpers.questions.milestones import charts as milestones_charts
from helpers.questions.milestones.charts import since_chart, timeline_chart
from helpers.questions.milestones.sentences import type_name
from helpers.sharing.drawing import FOCUS, UP, Chart

TextsOf = Callable[[Chart], list[str]]
WORDS = {"title": "Mốc", "source": "Nguồn: báo chí.", "alt": "Mô tả"}
HAU_GIANG = "vn63-93"


def marks(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    """Type, unit, first day, last day (empty: unknown), kind of date."""
    return pd.DataFrame(
        [
            {
                "milestone_type": kind,
                "unit_id": unit,
                "date_start": date.fromisoformat(start) if start else None,
                "date_end": date.fromisoformat(end) if end else None,
                "date_kind": known,
            }
            for kind, unit, start, end, known in rows
        ]
    )


@pytest.fixture
def some() -> pd.DataFrame:
    return marks(
        ("ioc", HAU_GIANG, "2020-10-02", "2020-10-02", "dated"),
        ("ioc", "vn63-01", "2020-10-02", "2020-10-02", "dated"),
        ("ioc", "vn63-02", "2021-01-01", "2021-12-31", "dated"),
        ("ioc", "vn63-04", "2022-06-01", "2022-06-30", "by_then"),
        ("ioc", "vn63-06", "", "", "unknown"),
        ("lgsp", "vn63-06", "", "", "unknown"),
    )


def draw(table: pd.DataFrame, lang: str, focus: str = HAU_GIANG) -> Chart:
    names = {kind: type_name(kind) for kind in table["milestone_type"]}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return timeline_chart(table, lang, focus=focus, names=names, **WORDS)


def test_the_timeline_draws_what_is_dated_and_counts_the_rest(
    some: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[str, bool]] = []
    texts: list[str] = []
    original = milestones_charts._draw_mark

    def record(axes: object, row: object, height: float, left: float, in_focus: bool) -> None:
        drawn.append((row.unit_id, in_focus))  # type: ignore[attr-defined]
        original(axes, row, height, left, in_focus)  # type: ignore[arg-type]

    monkeypatch.setattr(milestones_charts, "_draw_mark", record)
    monkeypatch.setattr(
        milestones_charts, "sentence", lambda key, _, **v: texts.append(f"{v}") or key
    )
    draw(some, "vi")
    assert sorted(drawn) == [
        ("vn63-01", False), ("vn63-02", False), ("vn63-04", False), (HAU_GIANG, True),
    ]  # fmt: skip
    # One undated row of each type.
    assert texts == ["{'count': 1}", "{'count': 1}"]


def test_both_languages_and_the_same_bytes(some: pd.DataFrame) -> None:
    vi, en = draw(some, "vi"), draw(some, "en")
    assert vi.svg == draw(some, "vi").svg
    assert vi.svg != en.svg
    assert vi.alt == "Mô tả"
    assert FOCUS in vi.svg
    assert UP in vi.svg
    # Nobody in focus leaves orange to the legend alone.
    assert draw(some, "vi", "vn63-99").svg.count(FOCUS) < vi.svg.count(FOCUS)


def test_marks_at_one_time_stand_on_lines_of_their_own() -> None:
    rows = pd.DataFrame({"start": [0.0, 0.0, 10.0, 200.0], "end": [0.0, 365.0, 10.0, 200.0]})
    lanes = milestones_charts._lanes(rows, -100.0)
    assert len({lanes[0], lanes[1], lanes[2]}) == 3
    assert lanes[3] in {lanes[0], lanes[2]}
    assert milestones_charts._lanes(rows.head(0), 0.0) == []


def test_before_the_axis_has_a_mark_and_a_legend_of_its_own(
    some: pd.DataFrame, texts_of: TextsOf
) -> None:
    early = marks(("plan", "vn63-10", "2002-01-01", "2002-12-31", "dated"))
    many = pd.concat([some] * 20, ignore_index=True)
    wide = draw(pd.concat([many, early], ignore_index=True), "vi")
    texts = texts_of(wide)
    assert "2002" in texts
    assert "có ngày, trước khung thời gian (ghi năm)" in texts
    assert "đã có từ lúc đó trở về trước" in texts
    assert milestones_charts._EARLIER["marker"] != 4
    by_then = early.assign(date_kind="by_then")
    assert "≤ 2002" in texts_of(draw(pd.concat([many, by_then], ignore_index=True), "vi"))
    # Nothing before the axis, nothing to explain.
    assert not any("trước khung" in text for text in texts_of(draw(some, "vi")))


def test_nothing_stands_on_the_year_of_one_before_the_axis() -> None:
    rows = pd.DataFrame({"start": [-900.0, 100.0, 400.0], "end": [-600.0, 100.0, 400.0]})
    lanes = milestones_charts._lanes(rows, 0.0)
    assert lanes[0] != lanes[1]
    assert lanes[0] == lanes[2]


def test_a_type_without_any_date_alone_is_still_drawn() -> None:
    assert "<svg" in draw(marks(("lgsp", "vn63-06", "", "", "unknown")), "en").svg


@pytest.fixture
def panel() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "years": [3.1, 1.2, 2.0],
            "score_before": [0.6342, 0.5, 0.6],
            "score_after": [0.7092, 0.6, 0.55],
        },
        index=[HAU_GIANG, "vn63-01", "vn63-02"],
    )


def test_arrows_from_the_earlier_to_the_later_score(panel: pd.DataFrame) -> None:
    charts = {
        lang: since_chart(panel, lang, focus=HAU_GIANG, axis_label="x", **WORDS)
        for lang in ("vi", "en")
    }
    assert charts["vi"].svg != charts["en"].svg
    assert charts["vi"].svg == since_chart(
        panel, "vi", focus=HAU_GIANG, axis_label="x", **WORDS
    ).svg  # fmt: skip
    elsewhere = since_chart(panel, "vi", focus="vn63-99", axis_label="x", **WORDS)
    assert elsewhere.svg.count(FOCUS) < charts["vi"].svg.count(FOCUS)
    assert re.search(r"<svg", elsewhere.svg)


def test_one_province_alone_can_be_drawn(panel: pd.DataFrame) -> None:
    same = panel.head(1).assign(score_after=0.6342)
    assert since_chart(same, "vi", focus=HAU_GIANG, axis_label="x", **WORDS).svg
