"""The sentences of notebook 04: names, dates as far as known, claims in both languages."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.questions.milestone_dates import GROUPS
from helpers.sharing import milestones_sentences
from helpers.sharing.milestones_sentences import (
    NAMED_TYPES,
    comparison_sentence,
    comparison_table,
    date_words,
    milestone_claims,
    predictor_name,
    type_name,
)
from helpers.statistics.evidence import Evidence, evidence_table

PROJECT = Path(__file__).resolve().parents[2]


def test_every_type_on_file_has_a_name() -> None:
    path = PROJECT / "data/raw/milestones/milestones.csv"
    with path.open(encoding="utf-8", newline="") as file:
        types = {row["milestone_type"] for row in csv.DictReader(file)}
    assert types <= set(NAMED_TYPES)
    names = {lang: [type_name(kind, lang) for kind in NAMED_TYPES] for lang in ("vi", "en")}
    for shown in names.values():
        assert len(set(shown)) == len(NAMED_TYPES)
    assert type_name("resolution_party", "vi") == "Nghị quyết của cấp ủy"
    # A type that a later year brings is shown as it is filed.
    assert type_name("open_data_portal", "vi") == "open data portal"


def test_the_groups_are_those_of_the_question() -> None:
    assert milestones_sentences._GROUPS == GROUPS


@pytest.mark.parametrize(
    ("start", "end", "precision", "kind", "vi", "en"),
    [
        ("2020-12-02", "2020-12-02", "day", "dated", "2/12/2020", "2 December 2020"),
        ("2020-10-01", "2020-10-31", "month", "dated", "tháng 10/2020", "10/2020"),
        ("2018-01-01", "2018-12-31", "year", "dated", "2018", "2018"),
        ("2022-06-01", "2022-06-30", "month", "by_then", "muộn nhất tháng 6/2022", "by 6/2022"),
        (
            "2020-07-01", "2020-12-31", "half_year", "dated",
            "1/7/2020 – 31/12/2020", "1 July 2020 – 31 December 2020",
        ),
        ("", "", "unknown", "unknown", "không rõ ngày", "not known"),
        (
            "2021-04-02", "2021-04-02", "day", "disputed",
            "2/4/2021 (nguồn in hai ngày khác nhau)", "2 April 2021 (sources print two dates)",
        ),
    ],
)  # fmt: skip
def test_dates_as_far_as_they_are_known(
    start: str, end: str, precision: str, kind: str, vi: str, en: str
) -> None:
    row = SimpleNamespace(
        date_start=date.fromisoformat(start) if start else None,
        date_end=date.fromisoformat(end) if end else None,
        precision=precision,
        date_kind=kind,
    )
    assert date_words(row, "vi") == vi
    assert date_words(row, "en") == en


@pytest.fixture
def comparisons() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "milestone_type": "ioc", "baseline": "2022", "edition": "2023", "comparable": True,
                "units": 63, "before": 15, "between": 3, "after": 1, "date_unknown": 5,
                "none_on_file": 39, "comparisons": 1,
            }
        ]
    )  # fmt: skip


def test_a_comparison_in_words(comparisons: pd.DataFrame) -> None:
    row = next(comparisons.itertuples(index=False))
    text = comparison_sentence(row, "DTI", "en")
    assert text.startswith("“Intelligent operations centre (IOC)”, DTI 2022 to 2023: of 63")
    assert "3 reached it between" in text
    assert "none is on file (which does not mean never)" in text
    assert "không có nghĩa là chưa bao giờ có" in comparison_sentence(row, "DTI", "vi")
    table = comparison_table(comparisons, "DTI", "ioc", "vi")
    assert list(table.rows[0]) == [
        "Trung tâm điều hành thông minh (IOC)", "2022–2023", "cùng công thức",
        "63", "15", "3", "1", "5", "39", "1",
    ]  # fmt: skip
    assert table.highlighted == (True,)


def test_claims_of_tests_and_of_counts(comparisons: pd.DataFrame) -> None:
    tests = evidence_table(
        [
            Evidence(
                "ioc-score", "years_since_ioc", "score", 16, 0.65, correlation=-0.1,
                benchmark=-0.07, excess=-0.03, effect=0.001, standardised=0.02,
                standard_error=0.01, t=0.1, p_value=0.88, specifications=18, curve_median=-0.03,
                curve_p=0.8, share_same_sign=0.2,
            ),
            Evidence("lgsp-score", "years_since_lgsp", "score", 6, 0.92, problem="too few"),
        ]
    )  # fmt: skip
    claims = milestone_claims(tests, comparisons, "DTI")
    assert [claim.id for claim in claims] == [
        "04-milestones/ioc-score", "04-milestones/lgsp-score", "04-milestones/clean-ioc",
    ]  # fmt: skip
    assert [claim.verdict for claim in claims] == ["cannot tell", "cannot tell", "holds"]
    assert "chỉ 6 đơn vị có đủ số liệu" in claims[1].sentence_vi
    assert "p = 0.880 adjusted for 1 tests" in claims[0].sentence_en
    assert claims[2].value == 1
    assert not any("nan" in c.sentence_vi + c.sentence_en for c in claims)
    assert predictor_name("years_since_ioc", "en").endswith("centre (IOC)”")
