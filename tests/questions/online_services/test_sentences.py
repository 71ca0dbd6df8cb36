"""The words and sentences of notebook 03: names of levels, dates, answers, claims."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.questions.online_services.answer import (
    KINDS,
    REGIMES,
    FullestYear,
    tier_sums,
    with_kinds,
)
from helpers.questions.online_services.portal import PORTAL_MEASURES
from helpers.questions.online_services.sentences import (
    as_of,
    coverage_claim,
    coverage_sentence,
    level_name,
    overlap_sentence,
    payment_claim,
    plain_answer,
    plain_number,
    portal_focus_sentence,
    predictor_names,
    split_sentence,
    sturdy_sentence,
    tier_claims,
    tier_sentences,
    unit_label,
    value_with_qualifier,
)
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import InBoth, read_wording, word, written
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import load_units

from ...frozen_project import frozen_project

PROJECT = frozen_project()


def said(phrases: Sequence[Phrase], lang: str) -> str:
    """Several sentences as a page has them."""
    return "\n".join(phrase.written(lang) for phrase in phrases)


@pytest.fixture(scope="module")
def services() -> pd.DataFrame:
    return with_kinds(read_processed(PROJECT, "online_services"))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_level_kind_and_regime_on_file_has_a_name(services: pd.DataFrame, lang: str) -> None:
    for level in services["level"].unique():
        assert "_" not in written(level_name(level), lang)
    names = {written(level_name(level), lang) for level in services["level"].unique()}
    assert len(names) == services["level"].nunique()  # no two levels are called the same
    assert set(services["kind"]) <= set(KINDS)
    assert set(services["regime"]) <= set(REGIMES)
    names = {word(f"services.portal_measure.{measure}", lang) for measure in PORTAL_MEASURES}
    assert len(names) == 6


@pytest.mark.parametrize(
    ("level", "vi", "en"),
    [
        ("level_4", "Mức độ 4", "Level 4"),
        (
            "share_eligible_level_4",
            "Mức độ 4, tỷ lệ, của số đủ điều kiện",
            "Level 4, share, of the eligible",
        ),
        (
            "target_level_4_added_province_tier",
            "Mức độ 4, cấp tỉnh, phần tăng thêm trong kỳ, mục tiêu",
            "Level 4, province tier, added in a period, target",
        ),
        ("full_process", "Toàn trình", "Full process (toàn trình)"),
        ("a_new_level", "a_new_level", "a_new_level"),
    ],
)
def test_a_level_is_named_by_its_parts(level: str, vi: str, en: str) -> None:
    assert written(level_name(level), "vi") == vi
    assert written(level_name(level), "en") == en


@pytest.mark.parametrize(
    ("precision", "start", "end", "vi", "en"),
    [
        ("unknown", None, None, "không rõ", "unknown"),
        ("year", date(2020, 1, 1), date(2020, 12, 31), "2020", "2020"),
        ("month", date(2021, 10, 1), date(2021, 10, 31), "10/2021", "October 2021"),
        ("day", date(2020, 10, 2), date(2020, 10, 2), "2/10/2020", "2 October 2020"),
        (
            "day", date(2020, 7, 1), date(2020, 12, 31),
            "1/7/2020–31/12/2020", "1 July 2020–31 December 2020",
        ),
        ("month", date(2021, 1, 1), date(2021, 11, 30), "1/2021–11/2021",
         "January 2021–November 2021"),
    ],
)  # fmt: skip
def test_a_date_is_as_precise_as_known(
    precision: str, start: date | None, end: date | None, vi: str, en: str
) -> None:
    row = SimpleNamespace(precision=precision, as_of_start=start, as_of_end=end)
    assert as_of(row).written("vi") == vi
    assert as_of(row).written("en") == en


def test_values_keep_the_words_of_their_source() -> None:
    row = SimpleNamespace(value=1600.0, approximate="more_than")
    assert (written(value_with_qualifier(row), "vi"), written(value_with_qualifier(row), "en")) == (
        "hơn 1.600",
        "more than 1,600",
    )
    assert (
        written(value_with_qualifier(SimpleNamespace(value=41.11, approximate="")), "vi") == "41,11"
    )
    assert plain_number(float("nan")) == "–"


def test_a_merged_province_is_told_from_the_old_one() -> None:
    assert written(unit_label("vn63-52", "Gia Lai"), "vi") == "Gia Lai"
    assert written(unit_label("vn34-52", "Gia Lai"), "vi") == "Gia Lai (sau sáp nhập)"
    assert written(unit_label("vn34-52", "Gia Lai"), "en") == "Gia Lai (merged)"


def test_the_split_names_both_ends_the_middle_and_of_how_many_it_is_known() -> None:
    lists = pd.DataFrame({"province": ["A", "B", "C"], "full_share": [50.0, 40.0, 12.5]})
    said = split_sentence(lists, 34)
    assert "từ 12,5% (C) đến 50,0% (A) số thủ tục, ở giữa là 40,0%" in said.written("vi")
    assert "Known of 3 of 34 provinces" in said.written("en")


def test_why_counts_are_no_predictor() -> None:
    assert "chỉ có 7 tỉnh" in coverage_sentence(FullestYear("level_4", "2020", 7)).written("vi")
    # Enough for a test: the correlation that 14 units find is 0.69 (docs/methodology.md).
    assert "correlations of 0.69 or more" in coverage_sentence(
        FullestYear("level_4", "2020", 14)
    ).written("en")
    assert "No count is dated" in coverage_sentence(None).written("en")
    claim = coverage_claim(FullestYear("level_4", "2020", 7))
    assert (claim.value, claim.verdict, claim.n) == (7.0, "fact", 7)
    assert coverage_claim(None).verdict == "cannot tell"


def test_hau_giangs_tiers_are_said_and_registered(services: pd.DataFrame) -> None:
    sums = tier_sums(services[services["unit_id"] == "vn63-93"])
    shown = said(tier_sentences(sums, "Hậu Giang"), "vi")
    assert "1.029 cấp tỉnh + 143 cấp huyện + 88 cấp xã = 1.260" in shown
    assert "đúng bằng tổng đã in 1.260 (nguồn s003)" in shown
    (claim,) = tier_claims(sums)
    assert claim.id == "03-online-services/tiers-level-4-s003@vn63-93"
    assert claim.verdict == "fact"
    assert "1,029 province tier + 143 district tier + 88 commune tier" in claim.sentence_en


def test_sums_that_differ_or_cannot_be_checked(services: pd.DataFrame) -> None:
    sums = tier_sums(services)
    (claim,) = tier_claims(sums[sums["province"] == "Long An"])
    assert claim.verdict == "contradicted"
    assert "= 1,803, not the printed total of 1,778" in claim.sentence_en
    part = sums[sums["province"] == "Vĩnh Phúc"]
    assert tier_claims(part) == []
    assert "cannot be checked" in said(tier_sentences(part, "Vĩnh Phúc"), "en")
    nothing = said(tier_sentences(sums.head(0), "Đắk Nông"), "vi")
    assert nothing.startswith("Đắk Nông: không nguồn nào in")


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        (["cannot tell"] * 4, "Of the 4 tests on the portal points 2 exclude a large link"),
        (["holds", "cannot tell", "contradicted", "cannot tell"],
         "Of the 4 tests on the portal points 1 hold, 1 go against expectation and 2 cannot tell"),
    ],
)  # fmt: skip
def test_the_answer_follows_the_verdicts(verdicts: list[str], words: str) -> None:
    tests = pd.DataFrame({"verdict": verdicts, "excludes": [True, True, False, False]})
    assert words in plain_answer(tests).written("en")


def test_how_sturdy_a_result_is() -> None:
    row = SimpleNamespace(
        problem="", specifications=18, curve_median=-0.03, curve_p=0.75, share_same_sign=0.5556,
        decided_by_one=True, p_value=0.01,
    )  # fmt: skip
    text = sturdy_sentence(row, InBoth("X", "X")).written("vi")
    assert "qua 18 cách tính" in text
    assert "55,6%" in text
    assert "chỉ bỏ một tỉnh ra" in text
    row.decided_by_one = False
    assert "no result is owed to a single province" in sturdy_sentence(
        row, InBoth("X", "X")
    ).written("en")
    row.p_value = 0.4
    assert "there is no finding" in sturdy_sentence(row, InBoth("X", "X")).written("en")
    row.problem = "too few"
    assert "nan" not in sturdy_sentence(row, InBoth("X", "X")).written("vi")


def test_the_overlap_is_said_with_or_without_a_number() -> None:
    known = overlap_sentence(34, 0.41, 20.0, "2022").written("vi")
    assert "20,0%" in known
    assert "hệ số tương quan (Pearson) giữa hai điểm năm 2022 là 0,41" in known
    unknown = overlap_sentence(9, None, 20.0, "2021").written("en")
    assert "Only 9 provinces have both figures in 2021" in unknown


def test_payment_is_registered_as_what_it_is() -> None:
    usage = pd.DataFrame(
        {
            "measure": ["online_payment_share"] * 4 + ["online_dossier_share"],
            "unit_id": ["vn63-02", "vn63-02", "vn63-93", "vn63-93", "vn63-01"],
        }
    )
    claim = payment_claim(usage)
    assert (claim.verdict, claim.value) == ("cannot tell", 2.0)
    assert "chỉ có 4 số liệu của 2 tỉnh" in claim.sentence_vi


def test_predictors_are_named_with_their_years() -> None:
    names = predictor_names("2022", "2023")
    assert [name.written("en") for name in names.values()] == [
        "Points for online services 2022 (Decision 766)",
        "Change of points for online services 2022–2023 (Decision 766)",
    ]


def test_nothing_offered_is_called_caused() -> None:
    # Association only: the notebook's wording never says that one thing brings about another.
    own = {
        k: v for k, v in read_wording("online_services.yml").items() if k.startswith("services.")
    }
    assert len(own) > 90
    for entry in own.values():
        assert "because of" not in entry["en"]
        assert "dẫn đến" not in entry["vi"]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_province_has_words_for_its_sums(services: pd.DataFrame, lang: str) -> None:
    for unit in load_units(PROJECT).all("63"):
        own = services[services["unit_id"] == unit.unit_id]
        shown = said(tier_sentences(tier_sums(own), unit.province), lang)
        assert unit.province in shown
        assert "nan" not in shown


def test_a_year_without_points_is_joined_to_nobody() -> None:
    units = load_units(PROJECT)
    da_nang, hau_giang = units.find("Đà Nẵng"), units.find("Hậu Giang")
    points = pd.Series({da_nang.unit_id: 12.0})
    for unit, start in ((da_nang, "Đà Nẵng có trong"), (hau_giang, "Hậu Giang không có trong")):
        known = portal_focus_sentence(points.index, unit, 34, "2022").written("vi")
        assert known.startswith(start)
        assert "Số liệu 2022 được nối" in known
        unknown = portal_focus_sentence(points.iloc[:0].index, unit, 34, "2021").written("vi")
        assert "không có số liệu năm 2021" in unknown
        assert "được nối" not in unknown


def test_an_overlap_of_nobody_is_said_without_a_number() -> None:
    nobody = overlap_sentence(0, None, 20.0, "2021").written("vi")
    assert "Không tỉnh nào có cả hai số liệu năm 2021" in nobody
    assert "chỉ 0" not in nobody.lower()
    assert "9 tỉnh" in overlap_sentence(9, None, 20.0, "2021").written("vi")
