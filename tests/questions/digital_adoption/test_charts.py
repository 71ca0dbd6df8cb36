"""The charts, words and claims of notebook 05, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from matplotlib.axes import Axes

from helpers.questions.digital_adoption.answer import REASONS
from helpers.questions.digital_adoption.charts import dated_dots_chart, survey_lines_chart
from helpers.questions.digital_adoption.figures import USES
from helpers.questions.digital_adoption.sentences import (
    adoption_claims,
    breaks_of_survey,
    changes_sentence,
    dots_of,
    dots_title,
    known_sentence,
    overlap_sentences,
    predictor_names,
    survey_title,
    used_sentences,
)
from helpers.questions.digital_adoption.words import (
    count_shown,
    measure_name,
    number_shown,
    period_shown,
    place_shown,
    source_shown,
    use_shown,
)
from helpers.sharing.drawing import UNSURE, UP, Chart
from helpers.sharing.wording import InBoth, word, written
from helpers.sources.adoption_counts import NOT_STATED, load_adoption_counts
from helpers.sources.editions import Edition
from helpers.statistics.evidence import Evidence, evidence_table

from ...frozen_project import FROZEN

WORDS = {"title": "Tiêu đề", "source": "Nguồn: PAPI.", "alt": "Mô tả"}
NAMES = {"vn63-93": "Hậu Giang", "vn63-48": "Đà Nẵng", "vn34-51": "Quảng Ngãi"}
Draw = Callable[[str], Chart]
TextsOf = Callable[[Chart], list[str]]


def figure(**given: object) -> dict[str, object]:
    return {
        "figure_id": "a1", "unit_id": "vn63-93", "measure": "smartphone_share",
        "as_of_start": date(2022, 11, 1), "as_of_end": date(2022, 11, 30), "precision": "month",
        "value_as_printed": "75%", "value": 75.0, "unit": "of adults", "approximate": "",
        "doubt": "", "source_id": "s024", "year": 2022, "fitting": True, "counts": "adults",
        "standing": "used",
    } | given  # fmt: skip


def row(**given: object) -> SimpleNamespace:
    return SimpleNamespace(**figure(**given))


@pytest.fixture(scope="module")
def survey() -> pd.DataFrame:
    values = {
        "vn63-93": {2019: 1.18, 2020: 1.83, 2021: 1.97},
        "vn63-48": {2019: 2.5, 2021: 2.6},
        "vn63-01": {2019: 2.7, 2020: 2.7, 2021: 1.2},
    }
    return pd.DataFrame(
        [
            {"unit_id": unit, "year": year, "value": value}
            for unit, own in values.items()
            for year, value in own.items()
        ]
    )


@pytest.fixture(scope="module")
def dots() -> pd.DataFrame:
    return pd.DataFrame(
        [
            figure(),
            figure(
                figure_id="a2",
                unit_id="vn63-48",
                value=99.0,
                approximate="more_than",
                standing="other count",
                counts="households",
            ),
            figure(
                figure_id="a3", unit_id="vn34-51", value=80.5, as_of_end=None, standing="merged"
            ),
        ]
    )


@pytest.fixture(scope="module")
def drawings(survey: pd.DataFrame, dots: pd.DataFrame) -> dict[str, Draw]:
    return {
        "lines": lambda lang: survey_lines_chart(
            survey, lang, focus="vn63-93", breaks=breaks_of_survey(), axis_label="PAPI", **WORDS
        ),
        "dots": lambda lang: dated_dots_chart(
            dots_of(dots, NAMES), lang, focus="vn63-93", axis_label="%", **WORDS
        ),
    }


# --- charts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lines", "dots"])
def test_the_same_data_give_the_same_bytes(drawings: dict[str, Draw], name: str) -> None:
    first, second = drawings[name]("vi"), drawings[name]("vi")
    assert first.svg == second.svg
    assert drawings[name]("en").svg != first.svg
    assert first.alt == "Mô tả"


def test_the_lines_mark_both_breaks_and_the_focus(
    drawings: dict[str, Draw], texts_of: TextsOf
) -> None:
    shown = texts_of(drawings["lines"]("vi"))
    assert "2020: So sánh được từ năm 2020" in shown
    assert "2021: Mẫu khảo sát năm 2021 có thể đã đổi" in shown
    assert "trung vị các tỉnh" in shown
    assert [text for text in shown if text in ("1,18", "1,83", "1,97")] == ["1,18", "1,83", "1,97"]
    assert {"1.18", "2.5"} <= set(texts_of(drawings["lines"]("en")))


def test_a_year_without_a_figure_is_a_gap(survey: pd.DataFrame) -> None:
    """Đà Nẵng has no figure of 2020 here: its line must not run through that year."""
    filled = pd.concat(
        [survey, pd.DataFrame([{"unit_id": "vn63-48", "year": 2020, "value": 2.55}])]
    )
    joins = []
    for table in (survey, filled):
        svg = survey_lines_chart(
            table, "vi", focus="vn63-93", breaks={}, axis_label="", **WORDS
        ).svg
        own = re.findall(f'<path d="([^"]*)"[^>]*stroke="{UNSURE}" stroke-width="0.8"', svg)
        joins.append(sum(path.count("L") for path in own))
    # Two joins more once the year is known.
    assert joins[1] - joins[0] == 2


def test_the_median_of_each_year_is_drawn(
    survey: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    plot = Axes.plot

    def note(self: Axes, *given: object, **style: object) -> object:
        drawn.append((given, style.get("color")))
        return plot(self, *given, **style)

    monkeypatch.setattr(Axes, "plot", note)
    survey_lines_chart(survey, "vi", focus="vn63-93", breaks={}, axis_label="", **WORDS)
    ((_, values),) = [given for given, color in drawn if color == UP]
    # Of 1.18, 2.5, 2.7; of 1.83, 2.7; of 1.97, 2.6, 1.2.
    assert list(values) == pytest.approx([2.5, 2.265, 1.97])


def test_a_focus_without_figures_can_be_drawn(survey: pd.DataFrame) -> None:
    chart = survey_lines_chart(survey, "en", focus="vn63-27", breaks={}, axis_label="PAPI", **WORDS)
    assert chart.svg


def test_the_dots_show_dates_and_words(drawings: dict[str, Draw], texts_of: TextsOf) -> None:
    shown = [" ".join(texts_of(drawings["dots"]("vi")))]
    shown += texts_of(drawings["dots"]("vi"))
    labels = [
        "Đà Nẵng · 11/2022 · trên số hộ gia đình",
        "Quảng Ngãi (sau sáp nhập) · không rõ ngày",
        "Hậu Giang · 11/2022",
    ]
    assert all(label in shown[0] for label in labels)
    assert {"hơn 99%", "80,5%", "75%"} <= set(shown)
    english = texts_of(drawings["dots"]("en"))
    assert {"more than 99%", "80.5%"} <= set(english)
    assert "Đà Nẵng · November 2022 · of households" in " ".join(english)


def test_the_dots_are_in_order_and_marked_where_used(dots: pd.DataFrame) -> None:
    rows = dots_of(dots, NAMES)
    assert rows["figure_id"].tolist() == ["a2", "a3", "a1"]
    assert rows["used"].tolist() == [False, False, True]


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("precision", "start", "end", "vi", "en"),
    [
        ("day", (2022, 5, 31), (2022, 5, 31), "31/5/2022", "31 May 2022"),
        ("month", (2022, 11, 1), (2022, 11, 30), "11/2022", "November 2022"),
        ("quarter", (2026, 1, 1), (2026, 3, 31), "quý I/2026", "quarter I of 2026"),
        ("quarter", (2025, 10, 1), (2025, 12, 31), "quý IV/2025", "quarter IV of 2025"),
        ("year", (2022, 1, 1), (2022, 12, 31), "2022", "2022"),
        ("half_year", (2022, 1, 1), (2022, 6, 30), "1/1/2022 – 30/6/2022",
         "1 January 2022 – 30 June 2022"),
    ],
)  # fmt: skip
def test_a_date_is_as_exact_as_it_was_printed(
    precision: str, start: tuple[int, int, int], end: tuple[int, int, int], vi: str, en: str
) -> None:
    dated = row(precision=precision, as_of_start=date(*start), as_of_end=date(*end))
    assert (written(period_shown(dated), "vi"), written(period_shown(dated), "en")) == (vi, en)
    undated = row(precision="unknown", as_of_start=None, as_of_end=None)
    assert written(period_shown(undated), "en") == "undated"


@pytest.mark.parametrize(
    ("given", "vi", "en"),
    [
        ({"value": 1680.0, "measure": "community_digital_teams", "approximate": "more_than"},
         "hơn 1.680", "more than 1,680"),
        ({"value": 450.0, "measure": "community_digital_teams", "approximate": "less_than"},
         "gần 450", "nearly 450"),
        ({"value": 7.41, "approximate": "about"}, "khoảng 7,41%", "about 7.41%"),
        ({"value": 12.5, "measure": "digital_economy_share_of_grdp"}, "12,5%", "12.5%"),
        ({"value": 2.0382, "measure": "papi_internet_access"}, "2,04", "2.04"),
        ({"value": float("nan"), "value_as_printed": "75/75 + 525"}, "“75/75 + 525”",
         "“75/75 + 525”"),
    ],
)  # fmt: skip
def test_a_number_keeps_the_words_beside_it(given: dict[str, object], vi: str, en: str) -> None:
    assert (
        written(number_shown(row(**given)), "vi"),
        written(number_shown(row(**given)), "en"),
    ) == (vi, en)


def test_places_units_and_sources_are_named() -> None:
    assert written(place_shown(row(unit_id=""), NAMES), "vi") == "cả nước"
    assert (
        written(place_shown(row(unit_id="vn34-51"), NAMES), "en") == "Quảng Ngãi (after the merger)"
    )
    assert written(count_shown("adults"), "vi") == "trên số người trưởng thành"
    assert written(count_shown("points"), "vi") == "điểm"
    assert written(count_shown("students"), "en") == "students"
    assert written(source_shown("s024", {"s024": "Hậu Giang"}), "vi") == "s024: Hậu Giang"
    assert written(source_shown("papi_e_governance_2019_2024", {}), "en").startswith(
        "PAPI (CECODES"
    )


def test_everything_that_is_counted_has_words_in_both_languages() -> None:
    declared = load_adoption_counts(FROZEN)
    groups = {group for wordings in declared.values() for group in wordings.values()}
    assert NOT_STATED in groups
    for group in groups | {""}:
        shown = {written(count_shown(group), lang) for lang in ("vi", "en")}
        assert len(shown) == 2
        assert group not in shown
    for lang in ("vi", "en"):
        assert len({use_shown(standing).written(lang) for standing in USES}) == len(USES)


def test_every_predictor_has_a_name_in_both_languages() -> None:
    names = predictor_names("2022", "2023")
    vi, en = (
        {name: phrase.written(lang) for name, phrase in names.items()} for lang in ("vi", "en")
    )
    assert set(vi) == set(en)
    assert len(vi) == 11
    assert vi["papi_internet_access_change"] == "Tiếp cận Internet (PAPI), thay đổi 2022–2023"
    assert (
        en["smartphone_share_level"] == "Share using a smartphone, level nearest to the end of 2022"
    )
    assert all(vi[name] != en[name] for name in vi)


def test_the_title_says_where_the_focus_stands(survey: pd.DataFrame) -> None:
    # Of 2021: Đà Nẵng 2.6, Hậu Giang 1.97, Hà Nội 1.2.
    title = survey_title(survey, "vn63-93", "Hậu Giang").written("vi")
    assert title == "Hậu Giang: 1,97 điểm năm 2021, thứ 2 trong 3 tỉnh"
    assert survey_title(survey, "vn63-27", "Bắc Ninh").written("en") == "Bắc Ninh: no figure"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_is_known_is_said_for_the_measure_shown(lang: str) -> None:
    known = pd.DataFrame(
        [
            {"measure": measure, "figures": 24, "provinces": 16, "units_printed": 4,
             "approximate": 4, "doubtful": 17, "undated": 12, "unusable": 2, "merged": 2,
             "national": 1, "groups": 3, "other_count": 5}
            for measure in ("community_digital_teams", "papi_internet_access")
        ]
    )  # fmt: skip
    by_year = pd.DataFrame({"measure": known["measure"], "2019": [0, 63], "2020": [5, 60],
                            "2021": [0, 0]})  # fmt: skip
    teams = known_sentence(known, by_year, "community_digital_teams", "teams", 63).written(lang)
    assert re.findall(r"\d+", teams) == [
        "24", "3", "16", "63", "5", "2", "4", "17", "12", "2", "1",
    ]  # fmt: skip
    survey = known_sentence(known, by_year, "papi_internet_access", "points", 63).written(lang)
    assert re.findall(r"\d+", survey) == ["24", "60", "63", "63", "2019", "2020"]


def test_few_changes_are_said_to_be_too_few() -> None:
    changes = pd.DataFrame(
        {"measure": ["smartphone_share", "papi_internet_access", "households_fibre_share"],
         "in_question": [9, 10, 0], "province_pairs": [2, 302, 0]}
    )  # fmt: skip
    few = changes_sentence(changes, "smartphone_share", ("2022", "2023")).written("vi")
    assert "chỉ 9 tỉnh" in few
    assert "cần ít nhất 10" in few
    none = changes_sentence(changes, "households_fibre_share", ("2022", "2023")).written("vi")
    assert "không tỉnh nào có số liệu" in none
    assert "chỉ" not in none
    enough = changes_sentence(changes, "papi_internet_access", ("2022", "2023")).written("en")
    assert "10 provinces have figures of both 2022 and 2023" in enough


def test_what_the_test_rests_on_counts_doubts() -> None:
    used = pd.DataFrame(
        {"as_of_start": [date(2021, 3, 1), date(2022, 1, 1), date(2022, 11, 1)],
         "as_of_end": [date(2021, 3, 31), date(2022, 12, 31), date(2022, 11, 30)],
         "approximate": ["more_than", "", ""], "doubt": ["", "reposting site", ""],
         "conflicting": [0, 0, 2]}
    )  # fmt: skip
    asked = "online_dossier_share", "dossiers_settled", ("2022", "2023")
    lead, tested = (said.written("en") for said in used_sentences(used, 3, *asked))
    assert "(of all dossiers settled)" in lead
    assert "from 1 March 2021 to 31 December 2022" in lead
    assert re.findall(r"\d+", lead.split("2022. ")[1]) == ["1", "1", "1", "2022"]
    assert "All of these 3" in tested


@pytest.mark.parametrize(
    ("tested", "vi"),
    [
        (60, "Cả 60 tỉnh ấy đều có điểm DTI của 2021 và 2022"),
        (20, "20 trong 60 tỉnh ấy vào được phép thử; 40 tỉnh còn lại thiếu điểm DTI"),
        (0, "Không tỉnh nào trong 60 tỉnh ấy vào được phép thử"),
    ],
)
def test_known_and_used_are_told_apart(tested: int, vi: str) -> None:
    used = pd.DataFrame({"value": [2.0] * 60})
    said = used_sentences(used, tested, "papi_internet_access", "points", ("2021", "2022"))
    lead, reason = (one.written("vi") for one in said)
    assert lead.startswith("Tiếp cận Internet (PAPI): 60 tỉnh có điểm của ít nhất hai trong ba năm")
    assert reason.startswith(vi)


def test_nobody_is_not_said_with_a_number() -> None:
    (said,) = used_sentences(
        pd.DataFrame({"value": []}), 0, "smartphone_share", "adults", ("2021", "2022")
    )
    nobody = said.written("vi")
    assert "không tỉnh nào có số dùng làm mức" in nobody
    assert "0 tỉnh" not in nobody
    assert "không tỉnh nào" in dots_title(13, 0, "2021").written("vi")
    assert "2 tỉnh" in dots_title(13, 2, "2021").written("vi")


def test_reasons_are_said_in_words() -> None:
    for lang in ("vi", "en"):
        shown = {word(f"adoption.reason.{reason}", lang) for reason in REASONS}
        assert len(shown) == len(REASONS)
        assert not shown & set(REASONS) - {"undated"}


# --- claims ---------------------------------------------------------------------------------------


def evidence(test_id: str, predictor: str, outcome: str, **firm: float) -> Evidence:
    numbers = {
        "correlation": 0.1, "benchmark": -0.05, "excess": 0.15, "effect": 0.01, "t": 1.0,
        "standardised": 0.2, "standard_error": 0.01, "p_value": 0.4, "curve_median": 0.2,
        "curve_p": 0.3, "share_same_sign": 1.0,
    } | firm  # fmt: skip
    role = "primary" if outcome == "score" else "sensitivity"
    told = {"lower": -0.1, "upper": 0.4, "points": 60.0, "places": 32.0, "left": 0.6} | firm
    numbers |= {name: value for name, value in told.items() if name not in numbers}
    return Evidence(
        test_id, predictor, outcome, 62, 0.35, role, specifications=18, columns=6,
        excludes=True, edition="DTI 2023", **numbers,
    )  # fmt: skip


def family(p_value: float, sign: float = 1.0) -> pd.DataFrame:
    """Internet access with that p-value, and smartphones of six provinces."""
    firm = {"p_value": p_value, "standardised": 0.2 * sign}
    rows = []
    for kind, outcome in (("level", "score"), ("without", "without")):
        rows.append(
            evidence(f"papi_internet_access-{kind}", "papi_internet_access_level", outcome, **firm)
        )
    few = "smartphone_share-level", "smartphone_share_level", "score"
    rows.append(Evidence(*few, 6, 0.92, problem="too few", columns=6))
    return evidence_table(rows)


PAIR = (Edition("DTI", "2022", "63"), Edition("DTI", "2023", "63"))


def test_the_answer_is_cannot_tell_unless_a_test_is_firm() -> None:
    claims = adoption_claims(family(0.4), PAIR, 0.25)
    assert [claim.id for claim in claims] == [
        "05-digital-adoption/answer@DTI-63-2022-2023",
        "05-digital-adoption/papi_internet_access-level@DTI-63-2022-2023",
        "05-digital-adoption/smartphone_share-level@DTI-63-2022-2023",
    ]
    assert {claim.verdict for claim in claims} == {"cannot tell"}
    # One test can be run and excludes a large link; of two predictors one has too few provinces.
    found = re.findall(r"\d+", claims[0].sentence_en)
    assert found == ["1", "2022", "2023", "1", "25", "1", "2", "10"]
    assert "Trong 1 phép thử đủ số liệu" in claims[0].sentence_vi
    assert claims[2].value is None


@pytest.mark.parametrize(("sign", "verdict"), [(1.0, "holds"), (-1.0, "contradicted")])
def test_a_firm_test_is_named_in_the_answer(sign: float, verdict: str) -> None:
    claims = adoption_claims(family(0.001, sign), PAIR, 0.25)
    assert claims[0].value == 1
    assert "Access to the internet (PAPI), mean of three years to 2022" in claims[0].sentence_en
    assert "Tiếp cận Internet (PAPI), trung bình ba năm đến 2022" in claims[0].sentence_vi
    own = next(claim for claim in claims if claim.name == "papi_internet_access-level")
    assert own.verdict == verdict
    for claim in claims:
        assert not re.search(r"\bnan\b|None|[{}]", claim.sentence_vi + claim.sentence_en)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("measure", ["papi_internet_access", "smartphone_share"])
def test_the_overlap_is_said_with_and_without_numbers(measure: str, lang: str) -> None:
    names = predictor_names("2022", "2023")
    part = InBoth("Hạ tầng số", "Hạ tầng số")
    said = overlap_sentences(family(0.4), measure, part, names)
    shown = "\n".join(one.written(lang) for one in said)
    assert "“Hạ tầng số”" in shown
    assert measure_name(measure).written(lang) in shown
    assert "nan" not in shown
    expected = {"papi_internet_access": 2, "smartphone_share": 0}[measure]
    assert len(re.findall(r"0[.,]20", shown)) == expected
