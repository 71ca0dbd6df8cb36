"""What notebook 07 says and draws, on gaps made for the purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from helpers.questions.targets.answer import EqualLift, Gap, MixOutcome
from helpers.questions.targets.answer import TargetQuestion as Question
from helpers.questions.targets.charts import gap_waterfall, steps_chart
from helpers.questions.targets.sentences import (
    assumption_sentences,
    cheapest_text,
    gap_text,
    ladder_table,
    lift_text,
    mix_text,
    moving_text,
    past_text,
    steps_table,
    target_claims,
)
from helpers.questions.targets.steps import MovingTarget, StepShare
from helpers.sharing.drawing import Chart
from helpers.sources.editions import load_definitions
from helpers.sources.provinces import load_units

PROJECT = Path(__file__).resolve().parents[3]
TextsOf = Callable[[Chart], list[str]]
DEFINITIONS = load_definitions(PROJECT)
YEAR = (DEFINITIONS.edition("DTI", "2022", "63"), DEFINITIONS.edition("DTI", "2023", "63"))
OPEN = Gap(20, 0.7092, 0.7353, 0.0261, False, None, ("vn63-77",), 10)
REACHED = Gap(20, 0.7092, 0.6855, -0.0237, True, 0.0237, ("vn63-33",), 30)


def question(**given: object) -> Question:
    values = {
        "edition": YEAR[1], "unit": load_units(PROJECT).find("Hậu Giang"), "target_rank": 10,
        "mix": {}, "draws": 1_000,
    }  # fmt: skip
    return Question(**values | given)  # type: ignore[arg-type]


def test_the_gap_is_given_on_both_scales() -> None:
    said = gap_text(OPEN, question(), "Bà Rịa - Vũng Tàu", 1000, "vi")
    assert "Hậu Giang xếp hạng 20 ở DTI 2023 với 0,7092." in said
    assert "còn thiếu 0,0261, tức 26,1 trong 1.000 điểm" in said
    said = gap_text(REACHED, question(target_rank=30), "Hưng Yên", 1000, "en")
    assert "rank 30 is reached already" in said
    assert "it can lose 0.0237 (23.7 of 1,000 points) and keep rank 30 (with Hưng Yên)" in said
    skipped = replace(OPEN, rank_then=9)
    assert "Để có hạng 10 trở lên khi" in gap_text(skipped, question(), "Hưng Yên", 1000, "vi")
    assert "For rank 10 or better while" in gap_text(skipped, question(), "Hưng Yên", 1000, "en")
    assert "Để có hạng 10 khi" in gap_text(OPEN, question(), "Hưng Yên", 1000, "vi")
    last = Gap(20, 0.7092, 0.7092, 0.0, True, None, (), 20)
    assert "Rank 63 is the last" in gap_text(last, question(target_rank=63), "", 1000, "en")


def test_the_formula_is_named_before_any_number() -> None:
    shown = repr(assumption_sentences(DEFINITIONS, question(), "vi"))
    assert "DTI 2023, tính theo Quyết định 922/QĐ-BTTTT: tổng 1.000 điểm" in shown
    assert "Không phần nào là dự báo" in shown


def test_a_lift_over_unknown_parts_is_a_lower_bound() -> None:
    assert lift_text(EqualLift(0.03, True, ()), DEFINITIONS, "en").endswith("rise by 0.0300.")
    assert "at least 0.0300" in lift_text(EqualLift(0.03, False, ()), DEFINITIONS, "en")
    capped = lift_text(EqualLift(0.03, True, ("awareness",)), DEFINITIONS, "vi")
    assert capped.endswith("Chạm mức tối đa: Nhận thức số.")
    assert "cũng không đủ" in lift_text(EqualLift(None, True, ()), DEFINITIONS, "vi")


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
    said = cheapest_text(steps(), DEFINITIONS, "en")
    assert "Digital government activity: 0.1000, from 0.8000 to 0.9000" in said
    assert "The smallest is not the easiest" in said
    assert said.endswith("unknown for this unit: 1.")
    none = cheapest_text(steps(government_activity=False, infrastructure=False), DEFINITIONS, "vi")
    assert none.startswith("Không phần nào đã biết điểm")
    shown = steps_table(steps(), DEFINITIONS, "vi")
    assert [row[-1] for row in shown.rows] == ["có", "có", "chưa biết điểm"]


def test_a_mix_that_cannot_be_says_so() -> None:
    asked = question(mix={"awareness": 0.5})
    outcome = MixOutcome(0.05, 0.7592, 7, True, ("awareness",), ())
    said = mix_text(outcome, asked, DEFINITIONS, "vi")
    assert "(Nhận thức số +0,5000), tổng thay đổi +0,0500 thành 0,7592: hạng 7" in said
    assert "Không thể được: Nhận thức số" in said
    unknown = MixOutcome(0.001, 0.7102, 19, False, (), ("awareness",))
    said = mix_text(unknown, asked, DEFINITIONS, "en")
    assert "does not reach the target of 10" in said
    assert "Whether there is room cannot be told" in said


@pytest.mark.parametrize(
    ("share", "gap", "words"),
    [
        (StepShare(23, 4, 0.048), OPEN, "4 of them gained at least 0.0261 on the mean"),
        (StepShare(23, 14, 0.048), REACHED, "14 of them lost no more"),
        (StepShare(3, 1, 0.01), OPEN, "is 3: too few to say"),
        (StepShare(23, 4, 0.048), OPEN, "The largest gain among them is +0.0480."),
        (StepShare(23, 0, -0.0139), OPEN, "None of them gained on the mean; the most favourable"),
        (StepShare(23, 4, 0.048), OPEN, "In the one comparable year with two full tables (DTI"),
    ],
)
def test_what_was_done_before(share: StepShare, gap: Gap, words: str) -> None:
    said = past_text(share, gap, YEAR, question(), DEFINITIONS, "en")
    assert words in said
    assert "order of magnitude" not in said


def test_steps_under_another_formula_are_called_that() -> None:
    later = question(edition=DEFINITIONS.edition("DTI", "2024", "34"))
    said = past_text(StepShare(23, 4, 0.048), OPEN, YEAR, later, DEFINITIONS, "en")
    assert "63 former provinces under Decision 922/QĐ-BTTTT" in said


def test_the_moving_view_gives_its_span_and_is_no_confidence_interval() -> None:
    moving = MovingTarget(0.01, -0.002, 0.03, 0.94, 1_000)
    said = moving_text(moving, OPEN, question(), YEAR, "vi")
    assert "+0,0100 (90 % số lần: từ −0,0020 đến +0,0300)" in said
    assert "đủ ở 94,0 % số lần. Khoảng này không phải khoảng tin cậy." in said


def test_nobody_has_to_gain_a_negative_amount() -> None:
    falling = MovingTarget(-0.0199, -0.03, -0.01, 1.0, 1_000)
    said = moving_text(falling, OPEN, question(), YEAR, "vi")
    assert "phải tăng" not in said
    assert "mức thay đổi cần có từ −0,0199 trở lên" in said
    assert "need not gain" in moving_text(falling, OPEN, question(), YEAR, "en")


def test_claims_carry_numbers_and_verdicts() -> None:
    texts = {name: {"vi": name, "en": name} for name in ("gap", "past", "moving")}
    moving = MovingTarget(0.01, -0.002, 0.03, 0.94, 1_000)
    claims = target_claims(OPEN, StepShare(3, 1, 0.01), moving, question(), texts)
    assert [claim.verdict for claim in claims] == ["holds", "cannot tell", "cannot tell"]
    assert [claim.value for claim in claims] == [0.0261, None, 0.01]
    assert (claims[2].lower, claims[2].upper, claims[2].interval_kind) == (
        -0.002, 0.03, "sensitivity",
    )  # fmt: skip
    assert len(target_claims(OPEN, None, None, question(), texts)) == 1


def test_the_ladder_shows_each_rank_with_its_holders() -> None:
    table = ladder_table({10: OPEN}, {"vn63-77": "Bà Rịa - Vũng Tàu"}, "vi", points=1000)
    assert table.rows == [("10", "Bà Rịa - Vũng Tàu", "0,7353", "+0,0261", "+26,1")]
    assert table.headers[-1] == "Theo thang 1.000 điểm"


def test_the_waterfall_ends_at_the_other_total(texts_of: TextsOf) -> None:
    parts = pd.DataFrame({"name": ["Hạ tầng số", "Nhân lực số"], "points": [0.03, -0.0039]})
    chart = gap_waterfall(
        parts, (0.7092, 0.7353), ("Hậu Giang", "Bà Rịa"), "vi", title="T", source="S", alt="A"
    )
    wanted = {"0,7092", "0,7353", "+0,0300", "−0,0039", "Hậu Giang", "Nhân lực số"}
    assert wanted <= set(texts_of(chart))


def test_the_steps_are_drawn_with_the_one_needed(texts_of: TextsOf) -> None:
    table = pd.DataFrame({"start": [-0.1, 0.0, 0.02, 0.2], "step": [0.05, 0.01, -0.01, -0.08]})
    chart = steps_chart(table, 0.01, 0.03, 0.03, "vi", title="T", source="S", alt="A")
    assert "xuất phát gần (± 0,03)" in texts_of(chart)
    assert chart.alt == "A"
