"""What notebook 07 says and draws, on gaps made for the purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from helpers.questions.targets.answer import EqualLift, Gap, MixOutcome
from helpers.questions.targets.answer import TargetQuestion as Question
from helpers.questions.targets.charts import gap_waterfall, steps_chart
from helpers.questions.targets.sentences import (
    assumptions,
    cheapest_sentence,
    gap_sentence,
    ladder_table,
    lift_sentence,
    mix_sentences,
    moving_sentence,
    next_aim_sentence,
    parts_table,
    past_sentences,
    steps_table,
    target_claims,
    waterfall_alt,
    waterfall_title,
)
from helpers.questions.targets.steps import MovingTarget, StepShare
from helpers.sharing.drawing import Chart
from helpers.sharing.wording import InBoth, Joined
from helpers.sources.editions import load_definitions
from helpers.sources.provinces import load_units

from ...frozen_project import FROZEN

TextsOf = Callable[[Chart], list[str]]
DEFINITIONS = load_definitions(FROZEN)
YEAR = (DEFINITIONS.edition("DTI", "2022", "63"), DEFINITIONS.edition("DTI", "2023", "63"))
OPEN = Gap(20, 0.7092, 0.7353, 0.0261, False, None, ("vn63-77",), 10)
REACHED = Gap(20, 0.7092, 0.6855, -0.0237, True, 0.0237, ("vn63-33",), 30)


def question(**given: object) -> Question:
    values = {
        "edition": YEAR[1], "unit": load_units(FROZEN).find("Hậu Giang"), "target_rank": 10,
        "mix": {}, "draws": 1_000,
    }  # fmt: skip
    return Question(**values | given)  # type: ignore[arg-type]


def test_the_gap_is_given_on_both_scales() -> None:
    said = gap_sentence(OPEN, question(), "Bà Rịa - Vũng Tàu", 1000).written("vi")
    assert "Hậu Giang xếp hạng 20 ở DTI 2023, điểm 0,7092." in said
    assert "Còn thiếu 0,0261, tức 26,1 trong 1.000 điểm" in said
    said = gap_sentence(REACHED, question(target_rank=30), "Hưng Yên", 1000).written("en")
    assert "rank 30 is reached already" in said
    assert "it keeps rank 30 like Hưng Yên even with 23.7 points (of 1,000) less" in said
    skipped = replace(OPEN, rank_then=9)
    assert "Muốn có hạng 10 hoặc cao hơn khi" in gap_sentence(
        skipped, question(), "Hưng Yên", 1000
    ).written("vi")
    assert "For rank 10 or better while" in gap_sentence(
        skipped, question(), "Hưng Yên", 1000
    ).written("en")
    assert "Muốn có hạng 10 khi" in gap_sentence(OPEN, question(), "Hưng Yên", 1000).written("vi")
    last = Gap(20, 0.7092, 0.7092, 0.0, True, None, (), 20)
    assert "Rank 63 is the last" in gap_sentence(last, question(target_rank=63), "", 1000).written(
        "en"
    )


LAST = Gap(63, 0.4, 0.4, 0.0, True, None, (), 63)
SHARED = Gap(13, 0.7, 0.7, 0.0, True, 0.0, ("vn63-33",), 13)


def test_nothing_is_lost_nor_kept_at_the_last_place() -> None:
    asked, share = question(target_rank=63), StepShare(23, 14, 0.048)
    said = gap_sentence(LAST, asked, "", 1000)
    assert "không tỉnh nào có thể tụt thấp hơn" in said.written("vi")
    past = past_sentences(share, LAST, YEAR, asked, DEFINITIONS)
    assert "cannot fall further" in past.written("en")
    assert "14" not in past.written("vi")
    claims = target_claims(LAST, share, None, asked, {"gap": said, "past": past})
    assert [(claim.value, claim.verdict) for claim in claims] == [(None, "fact")]


def test_who_shares_a_rank_has_nothing_to_lose() -> None:
    said = gap_sentence(SHARED, question(target_rank=13), "Hưng Yên", 1000)
    assert "mất bất cứ điểm nào cũng mất hạng 13" in said.written("vi")
    assert "can lose" not in said.written("en")


def test_the_ladder_misses_nothing_of_a_rank_that_is_reached() -> None:
    names = {"vn63-77": "Bà Rịa - Vũng Tàu", "vn63-33": "Hưng Yên"}
    table = ladder_table({63: LAST, 30: REACHED, 10: OPEN}, names, 1000)
    assert table.written("en").rows == [
        ("63", "", "any", "has it", "–"),
        ("30", "Hưng Yên", "0.6855", "has it", "–"),
        ("10", "Bà Rịa - Vũng Tàu", "0.7353", "+0.0261", "+26.1"),
    ]


def test_a_rank_that_nobody_can_hold_is_aimed_at_as_that_or_better() -> None:
    assert "hạng 10 hoặc cao hơn, còn thiếu" in next_aim_sentence(
        10, replace(OPEN, rank_then=9)
    ).written("vi")
    assert "rank 10, 0.0261 missing" in next_aim_sentence(10, OPEN).written("en")


def test_the_formula_is_named_before_any_number() -> None:
    shown = Joined(assumptions(DEFINITIONS, question()), "\n").written("vi")
    assert "DTI 2023, tính theo Quyết định 922/QĐ-BTTTT: tổng 1.000 điểm" in shown
    assert "Không phần nào là dự báo" in shown


def test_a_lift_over_unknown_parts_is_a_lower_bound() -> None:
    assert (
        lift_sentence(EqualLift(0.03, True, ()), DEFINITIONS)
        .written("en")
        .endswith("rise by 0.0300.")
    )
    assert "at least 0.0300" in lift_sentence(EqualLift(0.03, False, ()), DEFINITIONS).written("en")
    capped = lift_sentence(EqualLift(0.03, True, ("awareness",)), DEFINITIONS).written("vi")
    assert capped.endswith("Chạm mức tối đa: Nhận thức số.")
    assert "cũng không đủ" in lift_sentence(EqualLift(None, True, ()), DEFINITIONS).written("vi")


def steps(**possible: bool) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "part": ["government_activity", "infrastructure", "awareness"],
            "points": [200.0, 100.0, 100.0],
            "score": [0.8, 0.7, float("nan")],
            "step": [0.1, 0.2, 0.2],
            "reaches": [0.9, 0.9, float("nan")],
        }
    )
    return table.assign(possible=[possible.get(part, True) for part in table["part"]]).assign(
        possible=lambda t: t["possible"] & t["score"].notna()
    )


def test_the_cheapest_part_is_not_called_the_easiest() -> None:
    said = cheapest_sentence(steps(), DEFINITIONS).written("en")
    assert "Digital government activity: 0.1000, from 0.8000 to 0.9000" in said
    assert "The smallest is not the easiest" in said
    assert said.endswith("Main indices whose score is not published: 1.")
    all_known = cheapest_sentence(steps().dropna(subset="score"), DEFINITIONS).written("en")
    assert all_known.endswith("is not published.")
    none = cheapest_sentence(
        steps(government_activity=False, infrastructure=False), DEFINITIONS
    ).written("vi")
    assert none.startswith("Không chỉ số chính nào đã biết điểm")
    shown = steps_table(steps(), DEFINITIONS).written("vi")
    assert [row[-1] for row in shown.rows] == ["có", "có", "chưa công bố"]


def test_a_mix_that_cannot_be_says_so() -> None:
    asked = question(mix={"awareness": 0.5})
    outcome = MixOutcome(0.05, 0.7592, 7, True, ("awareness",), ())
    said = mix_sentences(outcome, asked, DEFINITIONS).written("vi")
    assert "(Nhận thức số +0,5000), điểm thay đổi +0,0500 thành 0,7592: hạng 7" in said
    assert "Không thể được: Nhận thức số" in said
    unknown = MixOutcome(0.001, 0.7102, 19, False, (), ("awareness",))
    said = mix_sentences(unknown, asked, DEFINITIONS).written("en")
    assert "does not reach the target of 10" in said
    assert "Whether there is room cannot be told" in said


@pytest.mark.parametrize(
    ("share", "gap", "words"),
    [
        (StepShare(23, 4, 0.048), OPEN, "4 of them gained at least 0.0261 more than the mean"),
        (StepShare(23, 14, 0.048), REACHED, "14 of them kept that distance."),
        (StepShare(3, 1, 0.01), OPEN, "is 3: too few to say"),
        (StepShare(23, 4, 0.048), OPEN, "The largest gain among them is +0.0480."),
        (StepShare(23, 0, -0.0139), OPEN, "None of them gained on the mean; the most favourable"),
        (
            StepShare(23, 4, 0.048),
            OPEN,
            "In the one comparable pair of editions of the 63 provinces with two full tables (DTI",
        ),
    ],
)
def test_what_was_done_before(share: StepShare, gap: Gap, words: str) -> None:
    said = past_sentences(share, gap, YEAR, question(), DEFINITIONS).written("en")
    assert words in said
    assert "order of magnitude" not in said


def test_steps_under_another_formula_are_called_that() -> None:
    later = question(edition=DEFINITIONS.edition("DTI", "2024", "34"))
    said = past_sentences(StepShare(23, 4, 0.048), OPEN, YEAR, later, DEFINITIONS).written("en")
    assert "63 former provinces under Decision 922/QĐ-BTTTT" in said


def test_the_moving_view_gives_its_span_and_is_no_confidence_interval() -> None:
    moving = MovingTarget(0.01, -0.002, 0.03, 0.94, 1_000)
    said = moving_sentence(moving, OPEN, question(), YEAR).written("vi")
    assert "phải tăng nhiều hơn mức trung bình 0,0100 điểm" in said
    assert "Trong 90% số lần, mức cần có từ −0,0020 đến +0,0300" in said
    assert "; đó không phải khoảng tin cậy. " in said
    assert said.endswith("thì đạt hạng ấy ở 94,0% số lần.")


@pytest.mark.parametrize(
    ("asked", "vi", "en"),
    [
        (("2023", "63"), "(1.000 lần rút)", "(1,000 draws)"),
        (
            ("2024", "34"),
            "(1.000 lần rút từ mức tăng của 63 tỉnh cũ, theo công thức khác)",
            "(1,000 draws from steps of the 63 former provinces, under another formula)",
        ),
        (
            ("2024", "63"),
            "(1.000 lần rút từ mức tăng theo công thức khác)",
            "(1,000 draws from steps under another formula)",
        ),
    ],
)
@pytest.mark.parametrize(("median", "gap"), [(0.01, OPEN), (-0.01, OPEN), (0.01, REACHED)])
def test_the_moving_view_itself_says_whose_steps_it_draws(
    asked: tuple[str, str], vi: str, en: str, median: float, gap: Gap
) -> None:
    moving = MovingTarget(median, -0.02, 0.03, 0.94, 1_000)
    about = question(edition=DEFINITIONS.edition("DTI", *asked))
    said = moving_sentence(moving, gap, about, YEAR)
    assert vi in said.written("vi")
    assert en in said.written("en")


def test_steps_of_other_units_under_the_same_formula_are_called_that() -> None:
    moving = MovingTarget(0.01, -0.002, 0.03, 0.94, 1_000)
    about = question(edition=replace(YEAR[1], universe="34"))
    said = moving_sentence(moving, OPEN, about, YEAR).written("vi")
    assert "(1.000 lần rút từ mức tăng của 63 tỉnh cũ)" in said


def test_points_that_were_fitted_are_called_that_once() -> None:
    formula = replace(DEFINITIONS.formula_of(YEAR[1]), fitted=True)
    changed = replace(DEFINITIONS, formulas={**DEFINITIONS.formulas, formula.formula_id: formula})
    shown = Joined(assumptions(changed, question()), "\n").written("vi")
    fitted = "Điểm tối đa từng chỉ số chính của DTI 2023 (63) được ước lượng từ bảng điểm kỳ 2021"
    assert shown.count(fitted) == 1
    assert "ước lượng" not in Joined(assumptions(DEFINITIONS, question()), "\n").written("vi")


def test_nobody_has_to_gain_a_negative_amount() -> None:
    falling = MovingTarget(-0.0199, -0.03, -0.01, 1.0, 1_000)
    said = moving_sentence(falling, OPEN, question(), YEAR).written("vi")
    assert "phải tăng" not in said
    assert "thay đổi so với trung bình từ −0,0199 trở lên" in said
    assert "without gaining more than the mean" in moving_sentence(
        falling, OPEN, question(), YEAR
    ).written("en")


@pytest.mark.parametrize(
    ("median", "words"),
    [
        (-0.0228, "chỉ mất hạng 10 khi tụt lại so với trung bình quá 0,0228 điểm"),
        (0.01, "phải tăng nhiều hơn mức trung bình ít nhất 0,0100 điểm để giữ hạng 10"),
    ],
)
def test_what_keeps_a_rank_is_said_without_a_minus(median: float, words: str) -> None:
    moving = MovingTarget(median, -0.03, 0.03, 0.9, 1_000)
    assert words in moving_sentence(moving, REACHED, question(), YEAR).written("vi")


def test_claims_carry_numbers_and_verdicts() -> None:
    said = {name: InBoth(name, name.upper()) for name in ("gap", "past", "moving")}
    moving = MovingTarget(0.01, -0.002, 0.03, 0.94, 1_000)
    claims = target_claims(OPEN, StepShare(3, 1, 0.01), moving, question(), said)
    assert [claim.verdict for claim in claims] == ["fact", "cannot tell", "cannot tell"]
    assert [claim.value for claim in claims] == [0.0261, None, 0.01]
    assert (claims[2].lower, claims[2].upper, claims[2].interval_kind) == (
        -0.002, 0.03, "sensitivity",
    )  # fmt: skip
    assert [claim.n for claim in claims] == [63, 3, 63]
    # Another rank, another province or another edition is another claim.
    asked = question()
    about = f"DTI-63-2023:{asked.unit.unit_id}:rank{asked.target_rank}"
    assert {claim.about for claim in claims} == {about}
    assert [claim.sentence_en for claim in claims] == ["GAP", "PAST", "MOVING"]
    assert len(target_claims(OPEN, None, None, question(), said)) == 1


def test_the_ladder_shows_each_rank_with_its_holders() -> None:
    table = ladder_table({10: OPEN}, {"vn63-77": "Bà Rịa - Vũng Tàu"}, 1000).written("vi")
    assert table.rows == [("10", "Bà Rịa - Vũng Tàu", "0,7353", "+0,0261", "+26,1")]
    assert table.headers[-1] == "Theo thang 1.000 điểm"


PARTS = pd.DataFrame(
    {
        "name": [InBoth("Hạ tầng số", "Digital infrastructure"), InBoth("Nhân lực số", "Skills")],
        "own": [0.5, 0.6], "other": [0.8, 0.5], "points": [0.03, -0.0039],
    }
)  # fmt: skip
PAIR = ("Hậu Giang", "Bà Rịa")


def test_the_gap_is_told_part_by_part() -> None:
    assert waterfall_title(PARTS, PAIR, OPEN, 10).written("vi") == (
        "Hậu Giang còn cách Bà Rịa (hạng 10) 0,0261 điểm; nhiều nhất ở Hạ tầng số (+0,0300)"
    )
    assert (
        waterfall_alt(PARTS, PAIR, OPEN)
        .written("en")
        .endswith("(0.7353): Digital infrastructure +0.0300; Skills −0.0039.")
    )
    table = parts_table(PARTS, PAIR).written("vi")
    assert table.headers == ("Chỉ số", *PAIR, "Góp vào khoảng cách")
    assert table.rows[0] == ("Hạ tầng số", "0,5000", "0,8000", "+0,0300")


def test_the_largest_part_is_one_that_makes_up_the_gap() -> None:
    parts = PARTS.assign(points=[0.03, -0.0539])
    ahead = replace(OPEN, points=-0.0239)
    for gap, name in ((OPEN, "Hạ tầng số (+0,0300)"), (ahead, "Nhân lực số (−0,0539)")):
        title = waterfall_title(parts, PAIR, gap, 10).written("vi")
        assert title.endswith(name)
        assert ("Hậu Giang hơn Bà Rịa" in title) == (gap is ahead)


def test_the_waterfall_ends_at_the_other_total(texts_of: TextsOf) -> None:
    chart = gap_waterfall(PARTS, (0.7092, 0.7353), PAIR, "vi", title="T", source="S", alt="A")
    wanted = {"0,7092", "0,7353", "+0,0300", "−0,0039", "Hậu Giang", "Nhân lực số"}
    assert wanted <= set(texts_of(chart))


def test_the_steps_are_drawn_with_the_one_needed(texts_of: TextsOf) -> None:
    table = pd.DataFrame({"start": [-0.1, 0.0, 0.02, 0.2], "step": [0.05, 0.01, -0.01, -0.08]})
    chart = steps_chart(table, 0.01, 0.03, 0.03, "vi", title="T", source="S", alt="A")
    assert "xuất phát gần (± 0,03)" in texts_of(chart)
    assert chart.alt == "A"
