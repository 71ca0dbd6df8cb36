"""What notebook 06 shows: charts, sentences, tables and claims, both languages."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

from helpers.questions.robustness import sentences
from helpers.questions.robustness.answer import ConvergenceAnswer, RobustnessQuestion
from helpers.questions.robustness.charts import bounds_chart, curves_chart
from helpers.questions.robustness.curves import PREDICTORS, REASONS
from helpers.questions.robustness.sentences import predictor_label, robustness_claims
from helpers.questions.robustness.tables import (
    convergence_table,
    curves_table,
    family_table,
    not_run_table,
    press_table,
    regions_table,
)
from helpers.sharing.drawing import UP, Chart
from helpers.sharing.wording import written
from helpers.sources.editions import load_definitions

from ...frozen_project import FROZEN

WORDS = {"title": "Cách tính", "source": "Nguồn: Bộ.", "alt": "Mô tả"}
FEW = ("papi_portal_access_level", "years_since_lgsp")
YEARS = ("2022", "2023")


@pytest.fixture
def specifications() -> pd.DataFrame:
    """Three of the earlier pair, two of the latest, one that could not be run."""
    rows = [("2021", "2022", effect, "") for effect in (0.3, -0.1, 0.0)]
    rows += [("2022", "2023", effect, "") for effect in (0.2, -0.4)]
    table = pd.DataFrame(rows, columns=["baseline", "edition", "effect", "reason"])
    table["predictor"] = FEW[0]
    absent = {"baseline": "2022", "edition": "2023", "effect": np.nan, "reason": "too few"}
    return pd.concat(
        [table, pd.DataFrame([absent | {"predictor": FEW[1]}])], ignore_index=True
    )  # fmt: skip


@pytest.fixture
def family() -> pd.DataFrame:
    """One test that changes its verdict and hangs on a province, one that could not be run."""
    rows = [
        {"predictor": FEW[0], "n": 62, "detectable": 0.35, "standardised": 0.4, "p_value": 0.00004,
         "own_holm": 0.00004, "holm": 0.00004, "benjamini_hochberg": 0.00004, "problem": "",
         "own_verdict": "holds", "verdict": "cannot tell", "decided_by_one": True,
         "points_found": 24.0, "points_lower": 12.0, "points_upper": 36.0,
         "points_all_lower": 9.0, "points_all_upper": 39.0, "all_lower": 0.15, "all_upper": 0.65},
        {"predictor": "portal_index_online_services", "n": 34, "detectable": 0.46,
         "standardised": -0.1, "p_value": 0.3, "own_holm": 0.3, "holm": 0.6,
         "benjamini_hochberg": 0.3, "problem": "", "own_verdict": "cannot tell",
         "verdict": "cannot tell", "decided_by_one": False,
         "points_found": -6.0, "points_lower": -20.0, "points_upper": 8.0,
         "points_all_lower": -np.inf, "points_all_upper": 12.0, "all_lower": -np.inf,
         "all_upper": 0.2},
        {"predictor": FEW[1], "n": 6, "problem": "too few", "own_verdict": "cannot tell",
         "verdict": "cannot tell", "decided_by_one": False},
    ]  # fmt: skip
    table = pd.DataFrame(rows).assign(
        outcome="score", notebook="05-digital-adoption", tests=2, edition="DTI 2023", whole=1000.0
    )
    return table.assign(changed=table["verdict"] != table["own_verdict"])


def verdict_row(predictor: str, **given: object) -> dict[str, Any]:
    row: dict[str, Any] = {
        "predictor": predictor, "declared": 18, "run": 15, "run_elsewhere": 4,
        "median": 0.1, "least": -0.2, "most": 0.3, "share_same_sign": 0.8, "holm": 1.0,
        "verdict": "cannot tell", "survives": False,
    }  # fmt: skip
    return row | given


@pytest.fixture
def verdicts() -> pd.DataFrame:
    nothing = dict.fromkeys(("median", "least", "most", "share_same_sign", "holm"), np.nan)
    return pd.DataFrame(
        [
            verdict_row(FEW[0]),
            verdict_row("online_dossier_share_level", run=0, run_elsewhere=2, **nothing),
            verdict_row(FEW[1], run=0, **nothing),
        ]
    )


@pytest.fixture
def bounds() -> pd.DataFrame:
    rows = [
        ("2019", 3, np.nan, np.nan, np.nan),
        ("2020", 38, 0.756, 0.376, 0.793),
        ("2021", 45, 0.2, -0.1, 0.4),
    ]
    table = pd.DataFrame(rows, columns=["edition", "seen", "correlation_seen", "lower", "upper"])
    return table.assign(units=63, intervals=1, mean_rank_seen=29.53, mean_rank_all=32.0)


@pytest.fixture
def question() -> RobustnessQuestion:
    definitions = load_definitions(FROZEN)
    editions = [definitions.edition("DTI", year, "63") for year in ("2021", *YEARS)]
    return RobustnessQuestion(tuple(pairwise(editions)), 19)


def draw(specifications: pd.DataFrame, lang: str) -> Chart:
    names = {predictor: predictor_label(predictor) for predictor in FEW}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return curves_chart(specifications, lang, names=names, **WORDS)


# --- charts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_charts_have_the_same_bytes_every_time(
    specifications: pd.DataFrame, bounds: pd.DataFrame, lang: str
) -> None:
    known = bounds.dropna()
    for one, other in (
        (draw(specifications, lang), draw(specifications, lang)),
        *[[bounds_chart(known, lang, axis_label="r", **WORDS) for _ in range(2)]],
    ):
        assert one.svg == other.svg
        assert one.alt == "Mô tả"
        assert "nan" not in one.svg.casefold()
    assert draw(specifications, "vi").svg != draw(specifications, "en").svg


def test_every_specification_that_ran_is_a_dot_in_order(
    specifications: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    dots: list[PathCollection] = []
    texts: list[str] = []
    scatter, annotate = Axes.scatter, Axes.annotate

    def record(self: Axes, *given: Any, **options: Any) -> PathCollection:  # noqa: ANN401
        dots.append(scatter(self, *given, **options))
        return dots[-1]

    def note(self: Axes, text: str, *rest: Any, **given: Any) -> object:  # noqa: ANN401
        texts.append(text)
        return annotate(self, text, *rest, **given)

    monkeypatch.setattr(Axes, "scatter", record)
    monkeypatch.setattr(Axes, "annotate", note)
    draw(specifications, "vi")
    drawn = [one for one in dots if len(one.get_offsets())]
    assert len(drawn) == 1
    effects, heights = drawn[0].get_offsets().T.tolist()
    colors = [to_hex(color) for color in drawn[0].get_facecolors()]
    assert effects == [-0.4, -0.1, 0.0, 0.2, 0.3]
    # The axis runs downwards: the least effect stands lowest.
    assert heights == sorted(heights, reverse=True)
    assert [color == UP for color in colors] == [True, False, False, True, False]
    assert texts.count("không đủ số liệu") == 1


def test_the_bounds_are_written_at_their_ends(
    bounds: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    annotate = Axes.annotate

    def note(self: Axes, text: str, *rest: Any, **given: Any) -> object:  # noqa: ANN401
        texts.append(text)
        return annotate(self, text, *rest, **given)

    monkeypatch.setattr(Axes, "annotate", note)
    bounds_chart(bounds.dropna(), "vi", axis_label="r", **WORDS)
    assert texts == ["2020", "2021", "0,38", "0,79", "−0,10", "0,40"]


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_predictor_has_a_name_of_its_own(lang: str) -> None:
    names = [written(predictor_label(predictor), lang) for predictor in PREDICTORS]
    assert len(set(names)) == len(PREDICTORS)
    assert not any("_" in name for name in names)


def test_the_power_and_the_family(family: pd.DataFrame, question: RobustnessQuestion) -> None:
    said = written(sentences.power(family), "vi")
    assert (
        "3 phép thử chính, mỗi yếu tố một phép; 2 phép đủ số liệu, mỗi phép với 34 đến 62" in said
    )
    assert "từ 0,46 (ít tỉnh nhất) hoặc từ 0,35 (nhiều tỉnh nhất)" in said
    said = written(sentences.family_answer(family, question), "en")
    assert "The 2 primary tests" in said
    assert "of 3 nothing can be told (including 1 without enough figures" in said
    assert "1 tests change their verdict" in said
    assert "p < 0.001 by Holm" in said
    none = family.assign(problem="too few")
    for text in (
        written(sentences.power(none), "vi"),
        written(sentences.family_answer(none, question), "vi"),
    ):
        assert text == "Ba trang 03, 04, 05 khai báo 3 phép thử, nhưng không phép nào đủ số liệu."


def test_a_province_is_asked_of_findings_only(family: pd.DataFrame) -> None:
    said = written(sentences.hanging(family), "en")
    assert said.startswith("1 of 2 tests are beyond their own threshold; 1 of them are lost")
    assert said.endswith("Use of government portals (PAPI): earlier level.")
    calm = written(sentences.hanging(family.assign(decided_by_one=False)), "vi")
    assert calm.startswith("1 trong 2 phép thử tự nó vượt ngưỡng của mình; không phép nào")
    # What is near nothing decides nothing, whatever its sign does.
    nothing = written(sentences.hanging(family.assign(p_value=0.4)), "en")
    assert nothing.startswith("None of the 2 tests that could be run is beyond its own threshold")


def test_all_tests_at_once_exclude_what_their_ends_say(family: pd.DataFrame) -> None:
    known, half, never = (
        written(sentences.together(row), "en") for row in family.itertuples(index=False)
    )
    assert "links below +9 or above +39 points of DTI 2023 (of 1,000) for a" in known
    assert "34 provinces exclude no link on at least one side" in half
    assert "could not be run with the 6 provinces" in never


def test_what_changes_within_regions() -> None:
    within = pd.DataFrame(
        {
            "predictor": FEW, "n": [62, 30], "alone": [0, 1], "p_value": [0.01, 0.2],
            "p_within": [0.2, 0.3], "holm": [0.02, 0.2], "holm_within": [0.4, 0.4],
            "verdict": ["holds", "cannot tell"], "verdict_within": ["cannot tell"] * 2,
        }
    )  # fmt: skip
    said = written(sentences.regions(within), "vi")
    assert "1 trong 2 phép thử đổi kết luận; p dưới 0,05 ở 0 phép thay vì 1" in said
    assert regions_table(within).written("en").rows[0][1:] == (
        "62", "0", "0.010", "0.200", "holds", "cannot tell",
    )  # fmt: skip
    assert "nothing to ask again" in written(sentences.regions(within.head(0)), "en")


def test_the_declared_choices_are_a_product(
    specifications: pd.DataFrame, question: RobustnessQuestion
) -> None:
    said = written(sentences.declared(specifications, question, 2), "vi")
    assert "2 yếu tố × 2 cặp kỳ (DTI 2021–2022, DTI 2022–2023) × 3 kết quả" in said
    assert "× 2 cách chọn biến kiểm soát = 6 cách tính" in said
    assert "5 cách chạy được. 1 cách không chạy được: 0 vì không tỉnh nào" in said
    assert "1 vì chưa đủ tỉnh (số tỉnh phải hơn số hệ số ít nhất 10)" in said


def test_what_the_draws_can_reach() -> None:
    # 19 / 1001 = 0.01898, 19 / 101 = 0.188.
    assert written(sentences.resolution(1_000, 19), "vi").endswith("có thể đạt là 0,0190.")
    coarse = written(sentences.resolution(100, 19), "en")
    assert "is 0.1881: with so few permutations no curve can hold" in coarse


def test_a_predictor_that_ran_in_part_or_never(
    verdicts: pd.DataFrame, question: RobustnessQuestion
) -> None:
    first, second, third = verdicts.itertuples(index=False)
    said = written(sentences.curve(first, 19, question), "vi")
    assert f"chuẩn hóa của DTI {YEARS[0]}–{YEARS[1]} là 0,10, giá trị p > 0,99" in said
    assert "Trong 15 cách tính đủ số liệu của cặp kỳ này, hệ số từ −0,20 đến 0,30" in said
    assert "80,0% cùng dấu với trung vị" in said
    assert "of other pairs 2 could be" in written(sentences.curve(second, 19, question), "en")
    assert "none of the 18 specifications declared of DTI 2022–2023" in written(
        sentences.curve(third, 19, question), "en"
    )
    assert "1 trong 1 yếu tố có hệ số" in written(sentences.curves_title(verdicts, question), "vi")
    alt = written(sentences.curves_alt(verdicts, question), "vi")
    assert alt.endswith("(LGSP)”: không đủ số liệu.")


def test_what_the_unseen_can_do(bounds: pd.DataFrame) -> None:
    few, firm, loose = bounds.itertuples(index=False)
    assert "3 trong 63 tỉnh (và 1 tỉnh chỉ biết một khoảng); cần ít nhất 10" in written(
        sentences.press(few, "2022"), "vi"
    )
    said = written(sentences.press(firm, "2022"), "vi")
    assert "Hạng trung bình của các tỉnh ấy là 29,5, của mọi tỉnh là 32,0" in said
    assert "hệ số tương quan (Pearson) giữa hạng 2020 và điểm 2022 là 0,76." in said
    assert "nằm từ 0,38 đến 0,79. Các tỉnh chưa biết không đổi được dấu" in said
    assert "could turn even the sign" in written(sentences.press(loose, "2022"), "en")
    assert written(sentences.press_title(bounds.dropna(), "2022"), "en").endswith(
        "edition 2021: 0.20 over those seen, −0.10 to 0.40 over all"
    )


@pytest.mark.parametrize(
    ("hangs", "words"), [(True, "it is lost"), (False, "it is not owed to a single province")]
)
def test_convergence_says_how_many_choices_agree(
    hangs: bool, words: str, question: RobustnessQuestion
) -> None:
    answer = ConvergenceAnswer(12, 11, 10, 0.107, 0.054, 0.0013, hangs, "holds")
    said = written(sentences.convergence(answer, question), "en")
    assert "under 11 of 12 choices" in said
    assert (
        "p is below 0.05 under 10, the largest p = 0.054 (adjusted for 12 choices p = 0.107)"
        in said
    )
    assert words in said
    assert "không đủ tỉnh" in written(sentences.convergence(None, question), "vi")


def test_what_survives_is_named(verdicts: pd.DataFrame) -> None:
    assert "không yếu tố nào" in written(sentences.surviving(verdicts), "vi")
    some = verdicts.assign(survives=[True, False, False])
    assert written(sentences.surviving(some), "en").endswith(
        "1 have a link that survives other ways of reckoning: "
        "Use of government portals (PAPI): earlier level."
    )


# --- tables and claims ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_table_shows_a_gap_as_a_number(
    lang: str,
    family: pd.DataFrame,
    specifications: pd.DataFrame,
    bounds: pd.DataFrame,
    question: RobustnessQuestion,
) -> None:
    failed = specifications.tail(1).assign(n=6, **dict.fromkeys(REASONS, 0))
    curves = specifications.assign(
        run=[18] * 5 + [0], n=62, median=0.1, share_positive=0.8, p_value=0.2, holm=np.nan
    )
    choices = pd.DataFrame(
        {
            "units": ["all", "without five lowest"], "scale": ["score", "log odds"],
            "spread": ["standard deviation", "interquartile range"], "n": [63, 5],
            "before": [0.0786, np.nan], "after": [0.0601, np.nan],
            "p_value": [0.0001, np.nan], "holm": [0.0012, np.nan],
        }
    )  # fmt: skip
    tables = {
        "family": family_table(family).written(lang),
        "failed": not_run_table(failed).written(lang),
        "curves": curves_table(curves).written(lang),
        "press": press_table(bounds, "2022").written(lang),
        "convergence": convergence_table(choices, question).written(lang),
    }
    for name, table in tables.items():
        assert not re.search(r"nan|0[.,]000\b", repr(table).casefold()), name
    assert [len(table.rows) for table in tables.values()] == [3, 1, 5, 3, 2]
    changed = {"vi": "có căn cứ → chưa thể kết luận", "en": "holds → cannot tell"}
    assert tables["family"].rows[0][-1] == changed[lang]
    # p of 0.0001, then the adjusted one.
    tiny = {"vi": "< 0,001", "en": "< 0.001"}
    assert tables["convergence"].rows[0][-2:] == (
        tiny[lang],
        tiny[lang].replace("< ", "")[:-1] + "1",
    )


PAIR = "DTI-63-2022-2023"


def test_the_claims_carry_number_bounds_and_verdict(
    family: pd.DataFrame, verdicts: pd.DataFrame, bounds: pd.DataFrame, question: RobustnessQuestion
) -> None:
    answer = ConvergenceAnswer(12, 12, 10, 0.107, 0.054, 0.0013, False, "holds")
    claims = {
        f"{claim.name} {claim.about}": claim
        for claim in robustness_claims(family, verdicts, 19, bounds, "2022", answer, question)
    }
    assert list(claims) == [
        *(f"{name} {PAIR}" for name in ("surviving", "family", "one-province", "convergence")),
        *(f"press DTI-63-{year}-2022" for year in ("2019", "2020", "2021")),
        *(f"together-{name} {PAIR}" for name in (
            "papi-portal-access-level", "portal-index-online-services", "years-since-lgsp"
        )),
        *(f"curve-{name} {PAIR}" for name in (
            "papi-portal-access-level", "online-dossier-share-level", "years-since-lgsp"
        )),
    ]  # fmt: skip
    press = claims["press DTI-63-2020-2022"]
    assert (press.value, press.lower, press.upper) == (0.756, 0.376, 0.793)
    assert (press.interval_kind, press.direction, press.verdict) == ("bounds", "up", "fact")
    assert (
        claims["press DTI-63-2021-2022"].verdict
        == claims["press DTI-63-2019-2022"].verdict
        == "cannot tell"
    )
    assert (
        claims["press DTI-63-2019-2022"].value,
        claims["press DTI-63-2019-2022"].interval_kind,
    ) == (None, "")
    assert (claims[f"convergence {PAIR}"].verdict, claims[f"convergence {PAIR}"].value) == (
        "holds",
        12,
    )
    assert claims[f"convergence {PAIR}"].direction == "down"
    assert claims[f"one-province {PAIR}"].value == 1
    # Quoted alone, each names its editions.
    named = ("surviving", "one-province", "together-papi-portal-access-level")
    for name in named:
        assert claims[f"{name} {PAIR}"].sentence_vi.startswith("DTI 2022–2023: ")
    assert claims[f"curve-years-since-lgsp {PAIR}"].value is None
    curve = claims[f"curve-papi-portal-access-level {PAIR}"]
    assert (curve.lower, curve.upper, curve.interval_kind) == (-0.2, 0.3, "sensitivity")
    known = claims[f"together-papi-portal-access-level {PAIR}"]
    assert (known.lower, known.upper) == (0.15, 0.65)
    assert known.interval_kind == "permutation, simultaneous"
    assert claims[f"together-portal-index-online-services {PAIR}"].interval_kind == ""
    assert all("nan" not in c.sentence_vi + c.sentence_en for c in claims.values())
    # The claim says itself of which editions it does not speak.
    later = [(replace(question.judged[1], edition="2031", formula="other"), 0.0789)]
    main = pd.Series({"before": 0.0786, "after": 0.0601})
    only = sentences.only_this_pair(main, later, question)
    told = robustness_claims(family, verdicts, 19, bounds, "2022", answer, question, only)[3]
    assert told.sentence_en.endswith(
        "the standard deviation of DTI 2031 (formula changed) is 0.0789, after 0.0786 and then "
        "0.0601."
    )
    without = robustness_claims(family, verdicts, 19, bounds, "2022", None, question)
    assert without[3].verdict == "cannot tell"
