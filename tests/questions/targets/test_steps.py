"""Steps that provinces have made, and targets that move, against figures worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.questions.targets.answer import gap_to_rank
from helpers.questions.targets.steps import (
    moving_target,
    past_steps,
    share_with_step,
)
from helpers.rankings.index_parts import IndexParts


def test_past_steps_are_relative_to_the_mean(parts_of: dict[str, IndexParts]) -> None:
    steps = past_steps(parts_of["2022/63"], parts_of["2023/63"])
    assert steps["start"].sum() == pytest.approx(0, abs=1e-9)
    assert steps["step"].sum() == pytest.approx(0, abs=1e-9)
    # Means 0.5787 and 0.6783: a province that gained 0.0996 gained nothing on the mean.
    totals = [parts_of[f"{year}/63"].totals["vn63-93"] for year in ("2022", "2023")]
    assert steps.loc["vn63-93", "step"] == pytest.approx(
        totals[1] - totals[0] - (0.6783 - 0.5787), abs=1e-4
    )


def test_the_share_counts_those_that_began_near() -> None:
    steps = pd.DataFrame({"start": [0.0, 0.01, 0.03, -0.03, 0.031, 0.02], "step": 0.0})
    steps["step"] = [0.05, 0.01, 0.02, -0.01, 0.5, 0.02]
    share = share_with_step(steps, 0.0, 0.02)
    assert (share.n, share.made, share.largest, share.known) == (5, 3, 0.05, True)
    few = share_with_step(steps, 0.5, 0.0)
    assert (few.n, few.made, few.largest, few.known) == (0, 0, None, False)


def test_where_all_made_one_step_the_moving_view_is_the_standing_one(
    parts_of: dict[str, IndexParts],
) -> None:
    totals = parts_of["2023/63"].totals
    same = pd.DataFrame({"start": totals - totals.mean(), "step": 0.02})
    still = gap_to_rank(totals, "vn63-93", 10).points
    moving = moving_target(totals, same, "vn63-93", 10, still=still, draws=50)
    assert moving.median == moving.lower == moving.upper == pytest.approx(still + 0.02)
    assert moving.share_enough == 0
    none = moving_target(totals, same.assign(step=0.0), "vn63-93", 10, still=still, draws=50)
    assert none.share_enough == 1
    assert moving_target(totals, same, "vn63-93", 63, still=0, draws=50) is None


def test_others_draw_from_those_that_began_near_them() -> None:
    # Twelve began low and gained 0.1, twelve began high and lost 0.1.
    steps = pd.DataFrame({"start": [-0.2] * 12 + [0.2] * 12, "step": [0.1] * 12 + [-0.1] * 12})
    totals = pd.Series({"own": 0.5, "low": 0.3, "high": 0.7})
    moving = moving_target(totals, steps, "own", 1, still=0.2, draws=20)
    # low to 0.4, high to 0.6: 0.1 more than the unit has.
    assert moving.median == moving.upper == pytest.approx(0.1)


def test_the_draws_are_the_same_every_time(parts_of: dict[str, IndexParts]) -> None:
    steps = past_steps(parts_of["2022/63"], parts_of["2023/63"])
    totals = parts_of["2023/63"].totals
    first, second = (
        moving_target(totals, steps, "vn63-93", 10, still=0.02, draws=500) for _ in range(2)
    )
    assert first == second
    assert first.lower <= first.median <= first.upper
