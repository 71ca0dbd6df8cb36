"""The charts of notebook 04: the same bytes, what they mark and count, both languages."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from helpers.questions.milestones.charts import counts_by_year, since_chart, years_chart
from helpers.questions.milestones.sentences import timeline_alt, type_name
from helpers.sharing.drawing import Chart
from helpers.sharing.wording import written

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


def draw(table: pd.DataFrame, lang: str, *, narrow: bool = False) -> Chart:
    types = ("ioc", "lgsp")
    names = {kind: type_name(kind) for kind in types}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return years_chart(table, lang, types=types, names=names, narrow=narrow, **WORDS)


def test_only_what_surely_falls_in_a_year_is_counted(some: pd.DataFrame) -> None:
    across = marks(("ioc", "vn63-08", "2020-12-01", "2021-01-31", "dated"))
    counts = counts_by_year(pd.concat([some, across]), ("ioc", "lgsp", "plan"))
    assert counts.index.tolist() == ["ioc", "lgsp", "plan"]
    # Two to the day, one to the year; in place by 2022, or over two years, is no year.
    assert counts.loc["ioc"].to_dict() == {2020: 2, 2021: 1}
    assert counts.loc["lgsp"].sum() == counts.loc["plan"].sum() == 0
    assert counts_by_year(some, ("lgsp",)).empty


def test_the_few_long_before_all_others_are_counted_with_the_first_year(
    some: pd.DataFrame, texts_of: TextsOf
) -> None:
    early = marks(("lgsp", "vn63-10", "2002-01-01", "2002-12-31", "dated"))
    many = pd.concat([*[some] * 20, early], ignore_index=True)
    counts = counts_by_year(many, ("ioc", "lgsp"))
    assert counts.columns.tolist() == [2020, 2021]
    assert counts.loc["lgsp"].tolist() == [1, 0]
    assert "≤ 2020" in texts_of(draw(many, "vi"))
    assert "2020" in texts_of(draw(some, "vi"))


@pytest.mark.parametrize("narrow", [False, True])
def test_every_type_has_its_counts_and_says_how_many_are_not_dated(
    some: pd.DataFrame, narrow: bool, texts_of: TextsOf
) -> None:
    shown = texts_of(draw(some, "vi", narrow=narrow))
    headings = " ".join(shown)
    assert "3 mốc biết năm, 2 mốc không rõ năm" in headings
    assert "0 mốc biết năm, 1 mốc không rõ năm" in headings
    assert [text for text in shown if text in ("2", "1")] == ["2", "1"]


def test_both_languages_and_the_same_bytes(some: pd.DataFrame) -> None:
    vi, en = draw(some, "vi"), draw(some, "en")
    assert vi.svg == draw(some, "vi").svg
    assert vi.svg != en.svg
    assert vi.alt == "Mô tả"
    alt = timeline_alt(counts_by_year(some, ("ioc",)))
    assert written(alt, "vi").endswith("năm 2020 2 mốc, năm 2021 1 mốc.")


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


def test_a_dot_for_each_change_and_their_mean(panel: pd.DataFrame, texts_of: TextsOf) -> None:
    panel = panel.assign(province=["Hậu Giang", "Hà Nội", "Hà Giang"])
    drawn = {
        lang: since_chart(panel, lang, focus=HAU_GIANG, axis_label="x", **WORDS)
        for lang in ("vi", "en")
    }
    # +0.0750, +0.1000 and −0.0500.
    assert "trung bình: +0,0417" in texts_of(drawn["vi"])
    assert "mean: +0.0417" in texts_of(drawn["en"])
    assert "Hậu Giang" in texts_of(drawn["vi"])
    elsewhere = since_chart(panel, "vi", focus="vn63-99", axis_label="x", **WORDS)
    assert "Hậu Giang" not in texts_of(elsewhere)
    again = since_chart(panel, "vi", focus=HAU_GIANG, axis_label="x", **WORDS)
    assert drawn["vi"].svg == again.svg


def test_one_province_alone_can_be_drawn(panel: pd.DataFrame) -> None:
    same = panel.head(1).assign(score_after=0.6342, province="Hậu Giang")
    assert since_chart(same, "vi", focus=HAU_GIANG, axis_label="x", **WORDS).svg
