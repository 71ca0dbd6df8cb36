"""What is said of a family of tests: every branch of every sentence, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from helpers.questions.association.sentences import (
    answer_sentence,
    benchmark_sentence,
    detail_sentence,
    evidence_claim,
    power_sentence,
    table_of_tests,
)
from helpers.sharing.claims import About
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import InBoth
from helpers.statistics.evidence import OUTCOMES, Evidence, evidence_table
from helpers.statistics.permutation import CANNOT_TELL_KINDS
from helpers.statistics.verdicts import ASSOCIATION_VERDICTS

NAMES = {"vi": "Điểm Cổng", "en": "Portal points"}
NAME = InBoth(**NAMES)
ABOUT = About("DTI", "63", ("2022", "2023"))
NUMBERS: dict[str, Any] = {
    "correlation": -0.25, "benchmark": -0.1, "excess": -0.15, "effect": 0.0123,
    "standardised": 0.3149, "standard_error": 0.004, "t": 3.0, "p_value": 0.0004,
    "permutations": 10_000, "specifications": 18, "curve_median": 0.3, "curve_p": 0.002,
    "share_same_sign": 17 / 18, "lower": 0.05, "upper": 0.58, "points": 60.0, "places": 32.0,
    "left": 0.5, "columns": 6, "edition": "DTI 2023", "excludes": True,
}  # fmt: skip
# What of the numbers above makes each verdict.
VERDICTS: dict[str, dict[str, Any]] = {
    "holds": {},
    "contradicted": {"standardised": -0.3149, "effect": -0.0123, "lower": -0.58, "upper": -0.05},
    "cannot tell": {"p_value": 0.4321, "lower": -0.25, "upper": 0.2},
}


def evidence(n: int = 34, detectable: float | None = 0.4624, **given: object) -> Evidence:
    outcome = str(given.pop("outcome", "score"))
    test_id = str(given.pop("test_id", "points-score"))
    numbers = {"columns": 6} if "problem" in given else NUMBERS
    return Evidence(test_id, "points", outcome, n, detectable, **(numbers | given))  # type: ignore[arg-type]


def row_of(*tests: Evidence) -> Any:  # noqa: ANN401  (a row of tests)
    """The first of a family."""
    return next(evidence_table(tests).itertuples(index=False))


def numbers_in(text: str, lang: str) -> list[float]:
    """Every number that a sentence says, read as that language writes it."""
    found = re.findall(r"−?\d[\d.,]*\d|−?\d", text)
    marks = str.maketrans(",.", ".,") if lang == "vi" else {}
    return [float(one.translate(marks).replace(",", "").replace("−", "-")) for one in found]


# --- what the data could show ---------------------------------------------------------------------


def test_power_is_said_before_looking() -> None:
    row = row_of(evidence())
    vi, en = (power_sentence(row, NAME).written(lang) for lang in NAMES)
    # tanh(2.8016 / sqrt(34 - 4 - 3)) = 0.49; half of it, of 60 points a deviation, is 15.
    assert en == (
        "Portal points: with 34 provinces the test finds only links that are strong enough: a "
        "correlation coefficient of 0.49 or more. That is about 15 points (of 1,000) for a "
        "standard deviation of the predictor. 4 other things and the family of 1 tests are "
        "counted; power 80%."
    )
    assert vi.startswith("Điểm Cổng: với 34 tỉnh, phép thử chỉ nhận ra được mối liên hệ đủ mạnh")
    assert numbers_in(vi, "vi") == numbers_in(en, "en")


@pytest.mark.parametrize("n", [9, 3, 0])
def test_too_few_units_can_show_nothing(n: int) -> None:
    row = row_of(evidence(n, None, problem="too few"), evidence())
    vi, en = (power_sentence(row, NAME).written(lang) for lang in NAMES)
    assert en.endswith(f"provinces with figures is {n}, too few to find any link.")
    assert f"Điểm Cổng: số tỉnh có số liệu là {n}, quá ít" in vi
    assert numbers_in(vi, "vi") == numbers_in(en, "en") == [n]


# --- the mechanical benchmark ---------------------------------------------------------------------


def test_the_benchmark_tells_arithmetic_from_the_rest() -> None:
    row = row_of(evidence())
    vi, en = (benchmark_sentence(row, NAME).written(lang) for lang in NAMES)
    assert en == (
        "Portal points: ranked anew among the 34 provinces with figures, the correlation "
        "coefficient with the rank gain is −0.25. The way gains are worked out gives about −0.10 "
        "by itself; the difference (before rounding) is −0.15."
    )
    assert vi.startswith(
        "Điểm Cổng: xếp hạng lại trong 34 tỉnh có số liệu, hệ số tương quan với số bậc tăng, giảm "
        "là −0,25."
    )
    assert numbers_in(vi, "vi") == numbers_in(en, "en") == [34, -0.25, -0.1, -0.15]


# --- the answer -----------------------------------------------------------------------------------

PROBLEMS = {
    "too few": ("Chỉ có 6 tỉnh đủ số liệu; mô hình có 6 hệ số nên cần ít nhất 16 tỉnh",
                "Provinces with all the figures: 6; a model of 6 coefficients needs at least 16"),
    "constant": ("mọi tỉnh có cùng giá trị", "all provinces have the same value"),
    "collinear": ("giá trị suy ra được từ điểm xuất phát và các biến kiểm soát",
                  "it follows from the baseline and the controls"),
}  # fmt: skip


def test_every_kind_of_problem_and_verdict_is_tested_here() -> None:
    assert set(PROBLEMS) == set(CANNOT_TELL_KINDS)
    assert set(VERDICTS) == set(ASSOCIATION_VERDICTS)


@pytest.mark.parametrize("problem", CANNOT_TELL_KINDS)
@pytest.mark.parametrize("say_of", [benchmark_sentence, answer_sentence])
def test_a_problem_is_said_instead_of_numbers(say_of: Callable[..., Phrase], problem: str) -> None:
    row = row_of(evidence(6, 0.92, problem=problem), evidence())
    for lang, reason in zip(("vi", "en"), PROBLEMS[problem], strict=True):
        text = say_of(row, NAME).written(lang)
        opening = {"vi": "chưa thể kết luận", "en": "cannot tell"}[lang]
        assert text.startswith(f"{NAMES[lang]}: {opening}")
        assert text.endswith(f" {reason}.")
    claim = evidence_claim("03-online-services", row, answer_sentence(row, NAME), ABOUT)
    assert PROBLEMS[problem][0] in claim.sentence_vi
    assert PROBLEMS[problem][1] in claim.sentence_en
    assert (claim.verdict, claim.value, claim.direction, claim.n) == ("cannot tell", None, "", 6)


WORDS = {
    "holds": ("Điểm Cổng cao hơn thì điểm DTI kỳ sau (đã tính đến điểm kỳ trước) cũng cao hơn:",
              "Portal points goes with a higher later DTI score given the earlier one:"),
    "contradicted": ("Điểm Cổng cao hơn thì điểm DTI kỳ sau (đã tính đến điểm kỳ trước) lại thấp",
                     "Portal points goes with a lower later DTI score given the earlier one:"),
    "cannot tell": ("Điểm Cổng: số liệu loại trừ mối liên hệ quá ±15 điểm DTI 2023 (thang 1.000;",
                    "Portal points: the figures exclude a link beyond ±15 points of DTI 2023 (of"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "numbers"),
    [
        # Both ends in points: 60 points to a standard deviation of the outcome; the edition.
        ("holds", [3, 35, 2023, 1000]),
        ("contradicted", [-35, -3, 2023, 1000]),
        # The further end, in points and in places: 32 places to a standard deviation.
        ("cannot tell", [15, 2023, 1000, 8]),
    ],
)
def test_each_verdict_says_first_what_can_be_told(verdict: str, numbers: list[float]) -> None:
    row = row_of(evidence(**VERDICTS[verdict]), evidence(test_id="other", p_value=0.9))
    assert row.verdict == verdict
    causing = {"vi": "chưa phải là nguyên nhân", "en": "A link is not yet a cause"}
    for lang, start in zip(("vi", "en"), WORDS[verdict], strict=True):
        text = answer_sentence(row, NAME).written(lang)
        assert text.startswith(start)
        assert numbers_in(text, lang) == numbers
        assert (causing[lang] in text) == (verdict == "holds")


def test_what_excludes_nothing_says_so() -> None:
    calm = {"p_value": 0.4321, "lower": -0.5, "upper": 0.9}
    little = row_of(evidence(16, **calm, excludes=False))
    assert answer_sentence(little, NAME).written("en") == (
        "Portal points: there is not enough evidence of a link (16 provinces). Even one of ±54 "
        "points of DTI 2023 (of 1,000; about 29 places mid-table) stays possible."
    )
    endless = row_of(evidence(16, **(calm | {"upper": float("inf")}), excludes=False))
    assert "too few different values" in answer_sentence(endless, NAME).written("en")
    claim = evidence_claim("04-milestones", endless, answer_sentence(endless, NAME), ABOUT)
    assert (claim.lower, claim.upper, claim.interval_kind) == (None, None, "")


def test_the_detail_has_every_number() -> None:
    row = row_of(evidence(**VERDICTS["cannot tell"]), evidence(test_id="other", p_value=0.9))
    row = row._replace(points_all_lower=-21.0, points_all_upper=18.0)
    for lang in NAMES:
        found = numbers_in(detail_sentence(row, NAME).written(lang), lang)
        expected = [34, 19, -15, 12, 0.31, -0.25, 0.2, 0.864, 2, 94.4, 2, -21, 18]
        assert found == expected
    single = row_of(evidence(**VERDICTS["cannot tell"]))
    assert "at once" not in detail_sentence(single, NAME).written("en")
    torn = row_of(evidence(**VERDICTS["cannot tell"], connected=False))
    assert detail_sentence(torn, NAME).written("en").endswith("are in fact excluded as well.")


@pytest.mark.parametrize("verdict", ["holds", "contradicted"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_outcome_is_named(outcome: str, verdict: str) -> None:
    row = row_of(evidence(outcome=outcome, **VERDICTS[verdict]))
    words = {
        "score": ("điểm DTI kỳ sau (đã tính đến", "later DTI score given the earlier one"),
        "without": ("đã trừ chỉ số trùng lặp", "less the overlapping index"),
        "minus_rank": ("thứ hạng kỳ sau", "later rank given the earlier one"),
    }[outcome]
    for lang, own in zip(("vi", "en"), words, strict=True):
        assert own in answer_sentence(row, NAME).written(lang)


# --- the claim ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verdict", "given"), VERDICTS.items())
def test_a_claim_says_what_the_notebook_says(verdict: str, given: dict[str, Any]) -> None:
    row = row_of(evidence(**given))
    claim = evidence_claim("03-online-services", row, answer_sentence(row, NAME), ABOUT)
    assert claim.id == "03-online-services/points-score@DTI-63-2022-2023"
    assert claim.notebook == "03-online-services"
    assert claim.sentence_vi == answer_sentence(row, NAME).written("vi")
    assert claim.sentence_en == answer_sentence(row, NAME).written("en")
    assert (claim.verdict, claim.n) == (verdict, 34)
    assert claim.value == pytest.approx(row.standardised)
    assert claim.direction == ("down" if verdict == "contradicted" else "up")
    assert "Holm" in claim.method
    assert (claim.lower, claim.upper) == (row.lower, row.upper)
    assert claim.interval_kind == "permutation"


# --- the table ------------------------------------------------------------------------------------


@pytest.fixture
def tests() -> pd.DataFrame:
    rows = [
        evidence(p_value=0.0012),
        evidence(test_id="points-without", outcome="without", kind="without", role="sensitivity",
                 p_value=0.25, standardised=-0.0501, lower=-0.2, upper=0.1),
        evidence(3, None, test_id="points-rank", outcome="minus_rank", problem="too few"),
    ]  # fmt: skip
    return evidence_table(rows)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("vi", [
            ("Điểm Cổng", "chính", "điểm DTI kỳ sau (đã tính đến điểm kỳ trước)", "34", "15", "+19",
             "+3 đến +35", "–", "+2 đến +19", "0,31", "0,001", "0,001", "94,4", "có căn cứ"),
            ("Điểm Cổng", "độ nhạy",
             "điểm DTI kỳ sau đã trừ chỉ số trùng lặp (đã tính đến điểm kỳ trước)",
             "34", "15", "−3",
             "−12 đến +6", "–", "−6 đến +3", "−0,05", "0,250", "–", "94,4", "chưa thể kết luận"),
            ("Điểm Cổng", "chính", "thứ hạng kỳ sau (đã tính đến thứ hạng kỳ trước)", "3", "–",
             "–", "–", "–", "–", "–", "–", "–", "–", "chưa thể kết luận"),
        ]),
        ("en", [
            ("Portal points", "primary", "later DTI score given the earlier one", "34", "15", "+19",
             "+3 to +35", "–", "+2 to +19", "0.31", "0.001", "0.001", "94.4", "holds"),
            ("Portal points", "sensitivity", "later DTI score less the overlapping index", "34",
             "15", "−3", "−12 to +6", "–", "−6 to +3", "−0.05", "0.250", "–", "94.4",
             "cannot tell"),
            ("Portal points", "primary", "later rank given the earlier one", "3", "–", "–", "–",
             "–", "–", "–", "–", "–", "–", "cannot tell"),
        ]),
    ],
)  # fmt: skip
def test_the_table_shows_every_test(
    tests: pd.DataFrame, lang: str, expected: list[tuple[str, ...]]
) -> None:
    table = table_of_tests(tests, {"points": NAME}).written(lang)
    assert [tuple(row) for row in table.rows] == expected
    assert len(table.headers) == len(set(table.headers)) == len(expected[0])
    words = {0, 1, 2, 6, 7, 8, 13}
    assert [place for place, one in enumerate(table.numeric) if not one] == sorted(words)
    assert "Holm" in table.caption


def test_the_table_needs_a_name_for_every_predictor(tests: pd.DataFrame) -> None:
    with pytest.raises(KeyError, match="points"):
        table_of_tests(tests, {"something_else": NAME})
