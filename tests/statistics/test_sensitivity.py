"""Sensitivity intervals of ranks: what must not move does not, what moves is counted exactly."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from helpers.sources.editions import Formula
from helpers.statistics.sensitivity import (
    Choices,
    interval_kind,
    ranks_without_each,
    sensitivity_intervals,
    total_effects,
)

STILL = Choices(weight_spread=0, half_width=0)
WEIGHTS = pd.Series({"a": 1.0, "b": 3.0})
PARTS = pd.DataFrame({"a": [0.9, 0.1, 0.05], "b": [0.5, 0.7, 0.3]}, index=list("xyz"))
TOTALS = (PARTS * WEIGHTS).sum(axis=1) / 4


def made_up(units: int, parts: int = 8) -> tuple[pd.Series, pd.DataFrame, pd.Series]:
    random = np.random.default_rng(3)
    names = [f"p{number}" for number in range(parts)]
    table = pd.DataFrame(random.uniform(0.2, 1, (units, parts)).round(4), columns=names)
    weights = pd.Series(random.integers(50, 200, parts).astype(float), index=names)
    return (table @ weights / weights.sum()).round(4), table, weights


@pytest.fixture
def printed_2024(
    printed_tables: dict[str, pd.DataFrame], formulas: Mapping[str, Formula]
) -> tuple[pd.Series, pd.DataFrame, pd.Series]:
    """The only table that prints all parts of every unit."""
    table = printed_tables["2024_34"]
    weights = pd.Series(formulas["dti-405"].weights, dtype=float)
    return table["overall"], table[list(weights.index)], weights


def test_without_other_choices_every_published_rank_stays_ties_included(
    printed_tables: dict[str, pd.DataFrame], formulas: Mapping[str, Formula]
) -> None:
    weights = pd.Series(formulas["dti-922"].weights, dtype=float)
    for year, tied in (("2022_63", 15), ("2023_63", 59)):
        totals = printed_tables[year]["overall"]
        parts = pd.DataFrame(dict.fromkeys(weights.index, totals))
        found = sensitivity_intervals(totals, parts, weights, STILL, draws=100)
        published = totals.rank(method="min", ascending=False).astype(int)
        assert (published == tied).sum() == 2
        for column in ("rank", "rank_median", "rank_lower", "rank_upper"):
            assert (found[column] == published).all()
        assert found["share_top"].tolist() == (published <= 10).astype(float).tolist()
        # Parts that are all alike: no set of weights can move anything.
        moved = Choices(weight_spread=0.9, half_width=0)
        assert sensitivity_intervals(totals, parts, weights, moved, draws=100).equals(found)


def test_equal_scores_tie_in_every_draw_whatever_the_machine_makes_of_them() -> None:
    totals = pd.Series([0.1 + 0.2, 0.3, 0.2])
    assert totals[0] > totals[1]
    parts = pd.DataFrame({"a": [0.1, 0.1, 0.9], "b": [0.5, 0.5, 0.1]})
    found = sensitivity_intervals(totals, parts, WEIGHTS, Choices(0.9, 0), draws=500)
    assert found.loc[0].equals(found.loc[1])
    assert found["rank"].tolist() == [1, 1, 3]


def test_the_distribution_of_a_rank_by_hand() -> None:
    # x (0.9, 0.5) passes y (0.1, 0.7) where 0.8 w_a > 0.2 w_b; with w = (1, 3) that is where
    # 4 (1 + u) > 3 (1 + v), u and v even from -a to a.
    found = sensitivity_intervals(
        TOTALS, PARTS, WEIGHTS, Choices(0.5, 0), draws=40_000, seed=5, top=1
    )
    u, v = np.meshgrid(*[np.linspace(-0.5, 0.5, 2001)] * 2)
    expected = (4 * (1 + u) > 3 * (1 + v)).mean()
    assert found.loc["x", "share_top"] == pytest.approx(expected, abs=0.01)
    assert found.loc["y", "share_top"] == pytest.approx(1 - expected, abs=0.01)
    assert found.loc["x"].tolist()[:4] == [1, 1, 1, 2]
    assert found.loc["z", ["rank_lower", "rank_upper"]].tolist() == [3, 3]


def test_rounding_alone_moves_only_what_rounding_can() -> None:
    totals = pd.Series([0.5, 0.50005, 0.6])
    parts = pd.DataFrame({"a": totals, "b": totals})
    found = sensitivity_intervals(totals, parts, WEIGHTS, Choices(0, 0.5e-4), draws=20_000, top=2)
    assert found.loc[2, ["rank_lower", "rank_upper"]].tolist() == [1, 1]
    # Half a unit apart: two even errors of half a unit each cross in one case of eight.
    assert found["share_top"].tolist() == pytest.approx([1 / 8, 7 / 8, 1], abs=0.01)


def test_leaving_out_takes_each_part_or_none_equally_often() -> None:
    # Without b x is first; without a, or with both, y is.
    found = sensitivity_intervals(
        pd.Series([0.6, 0.62], index=list("xy")), PARTS.loc[list("xy")].assign(b=[0.5, 0.8]),
        WEIGHTS, Choices(0, 0, leave_out=True), draws=30_000, top=1,
    )  # fmt: skip
    assert found["share_top"].tolist() == pytest.approx([1 / 3, 2 / 3], abs=0.01)


def test_quantiles_are_those_of_all_the_ranks(
    printed_2024: tuple[pd.Series, pd.DataFrame, pd.Series],
) -> None:
    totals, parts, weights = printed_2024
    found = sensitivity_intervals(totals, parts, weights, Choices(0.4, 0), draws=200, seed=9)
    # The same draws, made apart from the code under test.
    stream = np.random.default_rng(np.random.SeedSequence(9).spawn(3)[0])
    factors = 1 + 0.4 * (2 * stream.random((200, 8)) - 1)
    used = factors * weights.to_numpy()
    shares = used / used.sum(axis=1, keepdims=True) - (weights / weights.sum()).to_numpy()
    scores = pd.DataFrame(totals.to_numpy() + shares @ parts.to_numpy().T, columns=totals.index)
    ranks = scores.rank(axis=1, ascending=False, method="min")
    for column, level in (("rank_lower", 0.05), ("rank_median", 0.5), ("rank_upper", 0.95)):
        expected = np.quantile(ranks, level, axis=0, method="inverted_cdf")
        assert found[column].tolist() == expected.tolist()
    assert found["share_top"].tolist() == (ranks <= 10).mean().tolist()


def test_the_result_is_that_of_the_seed_and_not_of_the_memory_used() -> None:
    given = made_up(40)
    choices = Choices(0.3, leave_out=True)
    whole = sensitivity_intervals(*given, choices, draws=300, seed=4)
    portions = sensitivity_intervals(*given, choices, draws=300, seed=4, numbers_at_once=1500)
    assert portions.equals(whole)
    assert not sensitivity_intervals(*given, choices, draws=300, seed=5).equals(whole)
    effects = total_effects(*given, choices, draws=200, seed=4)
    other = total_effects(*given, choices, draws=200, seed=4, numbers_at_once=1500)
    assert effects.equals(other)


def test_ten_thousand_draws_of_63_units_take_a_second_or_two() -> None:
    given = made_up(63)
    start = time.process_time()
    sensitivity_intervals(*given, Choices(leave_out=True), draws=10_000)
    assert time.process_time() - start < 5


@pytest.mark.slow
def test_ten_thousand_units_in_bounded_memory_and_time() -> None:
    given = made_up(10_000)
    tracemalloc.start()
    spent = []
    for draws in (100, 400):
        start = time.process_time()
        found = sensitivity_intervals(*given, Choices(leave_out=True), draws=draws)
        spent.append(time.process_time() - start)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == 10_000
    assert (found["rank_lower"] <= found["rank_upper"]).all()
    assert peak < 600e6
    assert spent[1] < 6 * spent[0]


def test_ranks_without_each_part_are_those_of_the_parts_that_remain(
    printed_2024: tuple[pd.Series, pd.DataFrame, pd.Series],
) -> None:
    totals, parts, weights = printed_2024
    exact = parts @ weights / weights.sum()
    found = ranks_without_each(exact, parts, weights)
    for part in weights.index:
        rest = weights.drop(part)
        expected = (parts[rest.index] @ rest).rank(method="min", ascending=False)
        assert (found[part] == expected).all()
    # Of a part known for some only, no order follows; the known ones do not need it.
    gaps = ranks_without_each(totals, parts.assign(awareness=None), weights)
    assert gaps["awareness"].isna().all()
    assert gaps.drop(columns="awareness").notna().all(axis=None)


def test_a_factor_that_changes_nothing_has_no_effect_at_all(
    printed_2024: tuple[pd.Series, pd.DataFrame, pd.Series],
) -> None:
    totals, parts, weights = printed_2024
    # The points of Decision 922 name a smart city part that counts 0.
    with_dummy = parts.assign(smart_city=np.linspace(0, 1, len(parts)))
    points = pd.concat([weights, pd.Series({"smart_city": 0.0})])
    effects = total_effects(totals, with_dummy, points, Choices(half_width=0), draws=400)
    assert effects[["smart_city", "rounding", "left_out"]].tolist() == [0, 0, 0]
    assert (effects[weights.index] > 0).all()
    everything = total_effects(totals, parts, weights, Choices(leave_out=True), draws=400)
    assert everything["left_out"] == everything.max()
    assert total_effects(totals, parts, weights, STILL, draws=100).eq(0).all()


def test_a_factor_alone_has_the_whole_effect() -> None:
    totals, parts, weights = made_up(30)
    effects = total_effects(totals, parts, weights, Choices(0, 0, leave_out=True), draws=4000)
    assert effects["left_out"] == pytest.approx(1, abs=0.05)
    assert effects.drop("left_out").eq(0).all()


def test_effects_by_integrating_over_all_alternatives() -> None:
    # Two parts: the mean shift of rank depends on the weights alone, over a fine grid of both.
    effects = total_effects(TOTALS, PARTS, WEIGHTS, Choices(0.5, 0), draws=40_000, seed=2)
    grid = np.linspace(-0.5, 0.5, 401)
    u, v = np.meshgrid(grid, grid, indexing="ij")
    moved = np.where(4 * (1 + u) > 3 * (1 + v), 0.0, 2 / 3)
    for part, axis in (("a", 0), ("b", 1)):
        expected = moved.var(axis=axis).mean() / moved.var()
        assert effects[part] == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize("spread", [-0.1, 1.0, float("nan")])
def test_a_spread_that_makes_no_sense_is_refused(spread: float) -> None:
    with pytest.raises(ValueError, match="weight_spread must be 0 or more and below 1"):
        Choices(weight_spread=spread)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((TOTALS.mask(TOTALS > 0.5), PARTS, WEIGHTS), "known of every unit"),
        ((TOTALS, PARTS.where(PARTS > 0.2), WEIGHTS), "known of every unit"),
        ((TOTALS, PARTS[["b", "a"]], WEIGHTS), "the columns of the weights"),
        ((TOTALS, PARTS, WEIGHTS * 0), "not all 0"),
    ],
)
def test_tables_that_do_not_fit_are_refused(
    given: tuple[pd.Series, pd.DataFrame, pd.Series], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        sensitivity_intervals(*given, STILL)


def test_too_few_draws_and_negative_errors_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 100 draws are needed, found 99"):
        sensitivity_intervals(TOTALS, PARTS, WEIGHTS, STILL, draws=99)
    with pytest.raises(ValueError, match="half_width"):
        Choices(half_width=-1)


def test_what_an_interval_may_be_called() -> None:
    assert interval_kind(pd.Series([True, True])) == "sensitivity"
    assert interval_kind(pd.Series([True, False])) == "sensitivity, understated"
