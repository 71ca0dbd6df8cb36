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
    "share_same_sign": 17 / 18,
}  # fmt: skip
# What of the numbers above makes each verdict.
VERDICTS: dict[str, dict[str, Any]] = {
    "holds": {},
    "contradicted": {"standardised": -0.3149, "effect": -0.0123},
    "cannot tell": {"p_value": 0.4321},
}


def evidence(n: int = 34, detectable: float | None = 0.4624, **given: object) -> Evidence:
    outcome = str(given.pop("outcome", "score"))
    test_id = str(given.pop("test_id", "points-score"))
    numbers = {} if "problem" in given else NUMBERS
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
    assert en == (
        "Before looking: Portal points is known for 34 units; that many can find correlations of "
        "0.46 or more (power 80 %, level 5 %)."
    )
    assert vi.startswith("Xem trước khi tính: Điểm Cổng có số liệu của 34 đơn vị;")
    assert numbers_in(vi, "vi") == numbers_in(en, "en") == [34, 0.46, 80.0, 5.0]


@pytest.mark.parametrize(
    ("n", "detectable"),
    # Below ten there is no test, whatever the formula gives; below four it gives nothing.
    [(9, 0.81), (3, None), (0, None)],
)
def test_too_few_units_can_show_nothing(n: int, detectable: float | None) -> None:
    row = row_of(evidence(n, detectable, problem="too few"), evidence())
    vi, en = (power_sentence(row, NAME).written(lang) for lang in NAMES)
    assert en.endswith(f"units with figures of Portal points is {n}, too few to find anything.")
    assert f"số đơn vị có số liệu về Điểm Cổng là {n}, quá ít" in vi
    assert numbers_in(vi, "vi") == numbers_in(en, "en") == [n]


def test_ten_units_are_enough_to_say_what_they_can_show() -> None:
    row = row_of(evidence(10, 0.7599))
    assert numbers_in(power_sentence(row, NAME).written("en"), "en")[:2] == [10, 0.76]


# --- the mechanical benchmark ---------------------------------------------------------------------


def test_the_benchmark_tells_arithmetic_from_the_rest() -> None:
    row = row_of(evidence())
    vi, en = (benchmark_sentence(row, NAME).written(lang) for lang in NAMES)
    assert en == (
        "Portal points: ranked anew among the 34 provinces with figures, the correlation with the "
        "rank gain is −0.25. That a gain contains the starting rank alone gives about −0.10; the "
        "difference (before rounding) is −0.15."
    )
    assert vi.startswith(
        "Điểm Cổng: xếp hạng lại trong 34 tỉnh có số liệu, tương quan với số bậc tăng là −0,25."
    )
    assert numbers_in(vi, "vi") == numbers_in(en, "en") == [34, -0.25, -0.1, -0.15]


# --- the answer -----------------------------------------------------------------------------------

PROBLEMS = {
    "too few": ("số đơn vị có đủ số liệu là 6 (cần ít nhất 10)",
                "the number of units with all the figures is 6 (10 are needed)"),
    "constant": ("mọi đơn vị đều có cùng giá trị", "all units have the same value"),
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
        opening = {"vi": "chưa thể kết luận, vì", "en": "cannot tell, because"}[lang]
        assert text == f"{NAMES[lang]}: {opening} {reason}."
    claim = evidence_claim("03-online-services", row, answer_sentence(row, NAME), ABOUT)
    assert PROBLEMS[problem][0] in claim.sentence_vi
    assert PROBLEMS[problem][1] in claim.sentence_en
    assert (claim.verdict, claim.value, claim.direction, claim.n) == ("cannot tell", None, "", 6)


WORDS = {
    "holds": ("Điểm Cổng đi cùng với điểm kỳ sau (đã tính đến điểm kỳ trước) cao hơn:",
              "Portal points goes with a higher later score given the earlier one:"),
    "contradicted": ("Điểm Cổng đi cùng với điểm kỳ sau (đã tính đến điểm kỳ trước) thấp hơn:",
                     "Portal points goes with a lower later score given the earlier one:"),
    "cannot tell": ("Điểm Cổng: chưa đủ căn cứ để nói có liên hệ với điểm kỳ sau",
                    "Portal points: whether it goes with later score given the earlier one cannot"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "numbers"),
    [
        # Coefficient, p-value (Holm: twice the smaller of two), tests, share with the same sign.
        ("holds", [0.31, 0.001, 2, 94.4]),
        ("contradicted", [-0.31, 0.001, 2, 94.4]),
        ("cannot tell", [34, 0.31, 0.864, 2, 94.4]),
    ],
)
def test_each_verdict_has_its_sentence_and_all_its_numbers(
    verdict: str, numbers: list[float]
) -> None:
    row = row_of(evidence(**VERDICTS[verdict]), evidence(test_id="other", p_value=0.9))
    assert row.verdict == verdict
    causing = {"vi": "không có nghĩa là gây ra", "en": "Going with is not causing"}
    for lang, start in zip(("vi", "en"), WORDS[verdict], strict=True):
        text = answer_sentence(row, NAME).written(lang)
        assert text.startswith(start)
        assert numbers_in(text, lang) == numbers
        # A p-value below the last digit shown is given as a bound, never as nought.
        assert ("p < 0" in text) == (verdict != "cannot tell")
        assert (causing[lang] in text) == (verdict == "holds")


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_outcome_is_named(outcome: str) -> None:
    row = row_of(evidence(outcome=outcome))
    words = {
        "score": ("điểm kỳ sau (đã tính đến", "later score given the earlier one"),
        "without": ("khi bỏ phần trùng lặp", "without the overlapping part"),
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


# --- the table ------------------------------------------------------------------------------------


@pytest.fixture
def tests() -> pd.DataFrame:
    rows = [
        evidence(p_value=0.0012),
        evidence(test_id="points-without", outcome="without", p_value=0.25, standardised=-0.0501),
        evidence(3, None, test_id="points-rank", outcome="minus_rank", problem="too few"),
    ]
    return evidence_table(rows)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("vi", [
            ("Điểm Cổng", "điểm kỳ sau (đã tính đến điểm kỳ trước)", "34", "0,46", "0,31", "0,001",
             "0,002", "94,4", "đúng"),
            ("Điểm Cổng", "điểm kỳ sau khi bỏ phần trùng lặp", "34", "0,46", "−0,05", "0,250",
             "0,250", "94,4", "chưa thể kết luận"),
            ("Điểm Cổng", "thứ hạng kỳ sau (đã tính đến thứ hạng kỳ trước)", "3", "–", "–", "–",
             "–", "–", "chưa thể kết luận"),
        ]),
        ("en", [
            ("Portal points", "later score given the earlier one", "34", "0.46", "0.31", "0.001",
             "0.002", "94.4", "holds"),
            ("Portal points", "later score without the overlapping part", "34", "0.46", "−0.05",
             "0.250", "0.250", "94.4", "cannot tell"),
            ("Portal points", "later rank given the earlier one", "3", "–", "–", "–", "–", "–",
             "cannot tell"),
        ]),
    ],
)  # fmt: skip
def test_the_table_shows_every_test(
    tests: pd.DataFrame, lang: str, expected: list[tuple[str, ...]]
) -> None:
    table = table_of_tests(tests, {"points": NAME}).written(lang)
    assert [tuple(row) for row in table.rows] == expected
    assert len(table.headers) == len(set(table.headers)) == len(expected[0])
    assert list(table.numeric) == [False, False, *[True] * 6, False]
    assert "Holm" in table.caption


def test_the_table_needs_a_name_for_every_predictor(tests: pd.DataFrame) -> None:
    with pytest.raises(KeyError, match="points"):
        table_of_tests(tests, {"something_else": NAME})
