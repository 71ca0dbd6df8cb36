"""The sentences of notebook 04: names, dates as far as known, claims in both languages."""

from __future__ import annotations

import csv
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.questions.association.sentences import (
    answer_sentence,
    benchmark_sentence,
    evidence_claim,
    power_sentence,
)
from helpers.questions.milestones import events as milestone_events
from helpers.questions.milestones.answer import MilestoneQuestion
from helpers.questions.milestones.sentences import (
    comparison,
    comparison_claims,
    date_words,
    number_words,
    of_test,
    predictor_name,
    reports_of_type,
    type_name,
    unlike_things,
    used_in_test,
)
from helpers.questions.milestones.tables import comparison_table, focus_table
from helpers.sharing.claims import About, Claim
from helpers.sources.editions import load_definitions
from helpers.sources.provinces import load_units
from helpers.statistics.evidence import Evidence, evidence_table

from ...frozen_project import FROZEN


def question(milestone_type: str) -> MilestoneQuestion:
    """The type between the editions of 2021 and 2022, of any province."""
    definitions = load_definitions(FROZEN)
    pair = [definitions.edition("DTI", year, "63") for year in ("2021", "2022")]
    return MilestoneQuestion(milestone_type, *pair, load_units(FROZEN).all("63")[0])


ABOUT = About("DTI", "63", ("2021", "2022"))


def registered(tests: pd.DataFrame) -> list[Claim]:
    """What notebook 04 registers of its tests."""
    return [
        evidence_claim("04-milestones", test, of_test(answer_sentence, test), ABOUT)
        for test in tests.itertuples(index=False)
    ]


def test_every_type_on_file_has_a_name() -> None:
    path = FROZEN / "data/raw/milestones/milestones.csv"
    with path.open(encoding="utf-8", newline="") as file:
        types = {row["milestone_type"] for row in csv.DictReader(file)}
    for lang in ("vi", "en"):
        names = {type_name(kind).written(lang) for kind in types}
        assert len(names) == len(types)
        assert names.isdisjoint(kind.replace("_", " ") for kind in types)
    assert type_name("resolution_party").written("vi") == "Nghị quyết của cấp ủy"
    # A type that a later year brings is shown as it is filed.
    assert type_name("open_data_portal").written("vi") == "open data portal"


@pytest.mark.parametrize(
    ("start", "end", "precision", "kind", "vi", "en"),
    [
        ("2020-12-02", "2020-12-02", "day", "dated", "2/12/2020", "2 December 2020"),
        ("2020-10-01", "2020-10-31", "month", "dated", "tháng 10/2020", "October 2020"),
        ("2018-01-01", "2018-12-31", "year", "dated", "2018", "2018"),
        (
            "2022-06-01", "2022-06-30", "month", "by_then",
            "có từ tháng 6/2022 trở về trước", "by June 2022",
        ),
        (
            "2020-07-01", "2020-12-31", "half_year", "dated",
            "1/7/2020 – 31/12/2020", "1 July 2020 – 31 December 2020",
        ),
        ("", "", "unknown", "unknown", "không rõ ngày", "not known"),
        (
            "2021-04-02", "2021-04-02", "day", "disputed",
            "2/4/2021 (các nguồn in hai ngày khác nhau)", "2 April 2021 (sources print two dates)",
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
    assert date_words(row).written("vi") == vi
    assert date_words(row).written("en") == en


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
    text = comparison(row).written("en")
    assert text.startswith("“Intelligent operations centre (IOC)”, DTI 2022 to 2023: 15 of 63")
    assert text.endswith("; at most 1 pair can be compared.")
    none, two = (row._replace(comparisons=n) for n in (0, 2))
    assert comparison(none).written("vi").endswith("; không có cặp tỉnh nào để so sánh.")
    assert comparison(two).written("en").endswith("; at most 2 pairs can be compared.")
    assert "3 reached it between" in text
    assert "none is on file (which does not mean never)" in text
    assert "không có nghĩa là chưa bao giờ có" in comparison(row).written("vi")
    table = comparison_table(comparisons, "ioc").written("vi")
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
                curve_p=0.8, share_same_sign=0.2, columns=6, lower=-0.36, upper=0.43, points=75,
                places=41, left=0.6, edition="DTI 2022",
            ),
            Evidence(
                "lgsp-score", "years_since_lgsp", "score", 6, 0.92, problem="too few", columns=6
            ),
        ]
    )  # fmt: skip
    claims = [*registered(tests), *comparison_claims(comparisons, ABOUT)]
    assert [claim.id for claim in claims] == [
        "04-milestones/ioc-score@DTI-63-2021-2022",
        "04-milestones/lgsp-score@DTI-63-2021-2022",
        "04-milestones/clean-ioc@DTI-63-2021-2022",
    ]
    assert [claim.verdict for claim in claims] == ["cannot tell", "cannot tell", "fact"]
    assert "Chỉ có 6 tỉnh đủ số liệu" in claims[1].sentence_vi
    assert "(16 provinces). Even one of ±32 points of DTI 2022" in claims[0].sentence_en
    assert claims[2].value == 1
    assert not any("nan" in c.sentence_vi + c.sentence_en for c in claims)
    assert predictor_name("years_since_ioc").written("en").endswith("centre (IOC)”")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("9 NQ TU", "09-NQ/TU"), ("78 KH UBND", "78/KH-UBND"), ("2314 QD UBND", "2314/QĐ-UBND"),
        ("25 2020 NQ HDND", "25/2020/NQ-HĐND"), ("33 CTR TU", "33-CTr/TU"), ("6 TU", "06/TU"),
        ("", "–"),
    ],
)  # fmt: skip
def test_numbers_as_documents_bear_them(number: str, shown: str) -> None:
    assert number_words(number) == shown
    assert milestone_events.document_number(shown) == number


def test_the_milestones_of_a_province_in_one_table() -> None:
    own = pd.DataFrame(
        [
            {
                "milestone_type": "plan", "date_kind": "dated", "precision": "day",
                "date_start": date(2021, 4, 27), "date_end": date(2021, 4, 27), "reports": 2,
                "number": "78 KH UBND", "perhaps_repeated": False, "source_ids": ["s1", "s2"],
                "descriptions": ["plan 78", "scheme"], "dates_as_printed": ["27/4/2021"],
            },
            {
                "milestone_type": "ioc", "date_kind": "by_then", "precision": "month",
                "date_start": date(2022, 6, 1), "date_end": date(2022, 6, 30), "reports": 1,
                "number": "", "perhaps_repeated": True, "source_ids": ["s1"],
                "descriptions": ["already operating"], "dates_as_printed": ["Up to now"],
            },
        ]
    )  # fmt: skip
    titles = {"s1": "Báo", "s2": "Cổng"}
    table = focus_table(own, titles, "Hậu Giang").written("vi")
    assert table.caption.startswith("Hậu Giang: 2 mốc khác nhau trong 3 lượt nhắc đến; 1 mốc có")
    assert list(table.rows[0]) == [
        "27/4/2021", "Kế hoạch, đề án, chương trình", "78/KH-UBND", "2", "plan 78; scheme",
        "27/4/2021", "Báo (s1); Cổng (s2)",
    ]  # fmt: skip
    assert table.rows[1][1].endswith("(IOC) (có thể trùng với mốc khác cùng loại)")
    assert "tiếng Anh" in table.headers[4]
    page = table._repr_html_()
    assert '<td class="text" lang="en">already operating</td>' in page
    assert '<td class="text" lang="en">Up to now</td>' in page
    english = focus_table(own, titles, "Hậu Giang").written("en")
    assert 'lang="en"' not in english._repr_html_()


def test_known_and_used_in_words() -> None:
    asked = question("ioc")
    some = used_in_test(15, {"before": 11, "after": 0, "both": 0}, asked).written("vi")
    assert "chỉ dùng được 15 trong 26 tỉnh" in some
    assert "11 tỉnh không rõ điểm kỳ 2021;" in some
    none = used_in_test(0, {"before": 1, "after": 2, "both": 1}, asked).written("en")
    assert "can use none of these 4" in none
    assert "of 1 the score of 2021 is not known, of 2 the score of 2022" in none
    every = used_in_test(9, {"before": 0, "after": 0, "both": 0}, asked).written("vi")
    assert "dùng cả 9 tỉnh" in every
    nobody = used_in_test(0, {"before": 0, "after": 0, "both": 0}, asked).written("vi")
    assert "không tỉnh nào" in nobody


def test_a_test_without_any_province_says_so() -> None:
    tests = evidence_table(
        [
            Evidence("app-score", "years_since_app", "score", 0, None, problem="too few"),
            Evidence("ioc-score", "years_since_ioc", "score", 6, 0.9, problem="too few"),
        ]
    )
    nobody, few = tests.itertuples(index=False)
    for tell in (power_sentence, benchmark_sentence, answer_sentence):
        assert "không tỉnh nào" in of_test(tell, nobody).written("vi")
        assert of_test(tell, few) == tell(few, predictor_name("years_since_ioc"))
    claims = registered(tests)
    assert "không tỉnh nào" in claims[0].sentence_vi
    assert "no province has both" in claims[0].sentence_en
    assert "0" not in claims[0].sentence_vi
    assert "6" in claims[1].sentence_vi


def test_what_a_type_mixes_in_words() -> None:
    mixed = unlike_things({"pilot": 6, "opening": 12, "none": 6, "reports": 24}, "ioc").written(
        "vi"
    )
    assert "thử nghiệm (6), khai trương, đưa vào vận hành (12); 6 lượt không nêu gì" in mixed
    alike = unlike_things({"opening": 1, "none": 2, "reports": 3}, "ioc").written("en")
    assert "name no unlike things" in alike


def test_one_type_in_reports_and_milestones() -> None:
    events = pd.DataFrame(
        {
            "milestone_type": ["ioc", "ioc", "plan"],
            "date_kind": ["dated", "dated", "dated"],
            "unit_id": ["vn63-01", "vn63-01", "vn63-02"],
            "earliest": pd.to_datetime(["2020-05-01", "2021-01-01", "2015-01-01"]),
            "latest": pd.to_datetime(["2020-05-01", "2021-12-31", "2015-01-01"]),
        }
    )
    counts = SimpleNamespace(milestone_type="ioc", reports=5, events=3)
    text = reports_of_type(counts, events).written("en")
    assert "5 reports, 3 different milestones. 2 are dated, in 1 provinces" in text
    assert text.endswith("the earliest in 2020, the latest in 2021.")
    undated = reports_of_type(counts, events[events["milestone_type"] == "plan"]).written("vi")
    assert "không mốc nào có ngày" in undated
