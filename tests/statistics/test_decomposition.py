"""Splits of a change: they sum exactly, and Shapley values are means over all orders."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from helpers.sources.editions import Formula
from helpers.statistics.decomposition import split_rank_change, split_score_change

Tables = tuple[tuple[pd.Series, pd.Series], tuple[pd.DataFrame, pd.DataFrame], pd.Series]


@pytest.fixture
def panel(printed_tables: dict[str, pd.DataFrame], formulas: Mapping[str, Formula]) -> Tables:
    """DTI 2022 and 2023 as printed: all parts of ten provinces, four of the others."""
    weights = pd.Series(formulas["dti-922"].weights, dtype=float)
    both = [printed_tables[year] for year in ("2022_63", "2023_63")]
    totals = tuple(table["overall"] for table in both)
    return totals, tuple(table[list(weights.index)] for table in both), weights  # type: ignore[return-value]


def made_up(seed: int, units: int, parts: int) -> tuple[tuple[pd.Series, pd.Series], pd.DataFrame]:
    random = np.random.default_rng(seed)
    # Few decimals make ties.
    before = pd.Series(random.integers(40, 80, units) / 100)
    split = pd.DataFrame(random.integers(-8, 9, (units, parts)) / 100)
    return (before, before + split.sum(axis=1)), split


def by_all_orders(
    totals: tuple[pd.Series, pd.Series], split: pd.DataFrame, unit: int
) -> list[Fraction]:
    """Mean gain of each player over every order of moving, in exact numbers."""

    def exact(value: float) -> Fraction:
        return Fraction(round(float(value) * 100), 100)

    others = [[exact(v) for at, v in t.items() if at != unit] for t in totals]
    changes = [exact(value) for value in split.loc[unit]]

    @cache
    def rank(moved: frozenset[int]) -> int:
        score = exact(totals[0][unit]) + sum(changes[p] for p in moved if p < len(changes))
        return 1 + sum(other > score for other in others[len(changes) in moved])

    orders = list(permutations(range(len(changes) + 1)))
    gained = [0] * (len(changes) + 1)
    for order in orders:
        for place, player in enumerate(order):
            moved = frozenset(order[:place])
            gained[player] += rank(moved) - rank(moved | {player})
    return [Fraction(total, len(orders)) for total in gained]


def test_the_parts_of_a_score_change_sum_to_the_change(panel: Tables) -> None:
    totals, parts, weights = panel
    split = split_score_change(totals, parts, weights)
    assert (split.sum(axis=1) - (totals[1] - totals[0])).abs().max() < 1e-12
    whole = split[list(weights.index)].notna().all(axis=1)
    # Seven provinces have all parts printed in both years.
    assert 0 < whole.sum() < 11
    assert (split.loc[whole, "remainder"] == 0).all()
    assert (split.loc[~whole, "rounding"] == 0).all()
    # Two totals and two sets of parts, each to half a unit of the fourth decimal.
    assert split.loc[whole, "rounding"].abs().max() <= 2e-4
    assert split.loc[~whole, "remainder"].abs().min() > 0


def test_a_score_change_by_hand() -> None:
    weights = pd.Series({"a": 1.0, "b": 3.0})
    before = pd.DataFrame({"a": [0.2, 0.2], "b": [0.5, np.nan]}, index=["x", "y"])
    after = pd.DataFrame({"b": [0.6, 0.9], "a": [0.4, 0.1]}, index=["y", "x"])
    totals = (pd.Series({"x": 0.4251, "y": 0.3}), pd.Series({"y": 0.6, "x": 0.7}))
    split = split_score_change(totals, (before, after), weights)
    assert split.loc["x", ["a", "b"]].tolist() == pytest.approx([-0.025, 0.3])
    assert split.loc["x", ["remainder", "rounding"]].tolist() == pytest.approx([0, -0.0001])
    assert split.loc["y"].tolist() == pytest.approx([0.05, np.nan, 0.25, 0], nan_ok=True)


def test_units_must_be_the_same() -> None:
    one = pd.Series({"x": 0.5})
    table = pd.DataFrame({"a": [0.5]}, index=["x"])
    with pytest.raises(ValueError, match="of the same units"):
        split_score_change((one, one.rename({"x": "y"})), (table, table), pd.Series({"a": 1.0}))


@pytest.mark.parametrize("parts", [1, 2, 4])
@pytest.mark.parametrize("seed", range(6))
def test_shapley_values_are_the_mean_over_all_orders(seed: int, parts: int) -> None:
    totals, split = made_up(seed, 9, parts)
    found = split_rank_change(totals, split)
    for unit in split.index:
        exact = [Fraction(int(n), found.denominator) for n in found.numerators.loc[unit]]
        assert exact == by_all_orders(totals, split, unit)


@pytest.mark.slow
def test_eight_parts_by_all_orders() -> None:
    totals, split = made_up(11, 7, 8)
    found = split_rank_change(totals, split)
    exact = [Fraction(int(n), found.denominator) for n in found.numerators.loc[3]]
    assert exact == by_all_orders(totals, split, 3)


@pytest.mark.parametrize("parts", [5, 8])
def test_parts_sum_exactly_and_what_did_not_change_gets_nothing(parts: int) -> None:
    totals, split = made_up(2, 63, parts)
    split[parts] = 0.0
    found = split_rank_change(totals, split)
    ranks = [t.round(6).rank(method="min", ascending=False).astype(int) for t in totals]
    assert (found.rank_before == ranks[0]).all()
    assert (found.rank_after == ranks[1]).all()
    change = ranks[0] - ranks[1]
    assert (found.numerators.sum(axis=1) == change * found.denominator).all()
    assert (found.numerators[parts] == 0).all()
    portions = split_rank_change(totals, split, numbers_at_once=600)
    assert portions.numerators.equals(found.numerators)


def test_the_published_gains_of_2023_split_exactly(panel: Tables) -> None:
    totals, parts, weights = panel
    split = split_score_change(totals, parts, weights)
    found = split_rank_change(totals, split)
    ranks = [t.rank(method="min", ascending=False).astype(int) for t in totals]
    ranks[1] = ranks[1].reindex(ranks[0].index)
    assert len(found.numerators) == 63
    assert (found.rank_before == ranks[0]).all()
    assert (found.rank_after == ranks[1]).all()
    change = ranks[0] - ranks[1]
    assert (found.numerators.sum(axis=1) == change * found.denominator).all()
    unknown = split.isna()
    assert (found.numerators[split.columns].where(unknown, 0) == 0).all(axis=None)
    still = (split == 0) & split.notna()
    assert (found.numerators[split.columns].where(still, 0) == 0).all(axis=None)


def test_quang_ngai_climbed_though_the_others_moved_more(panel: Tables) -> None:
    totals, parts, weights = panel
    found = split_rank_change(totals, split_score_change(totals, parts, weights))
    before, after, still = (
        int(ranks["Quảng Ngãi"])
        for ranks in (found.rank_before, found.rank_after, found.standing_still)
    )
    # Had it stood still it would have lost 31 places; its own change then gave it 36.
    assert (before - after, before - still, still - after) == (5, -31, 36)
    places = found.places.loc["Quảng Ngãi"]
    assert places.sum() == pytest.approx(5)
    assert places["others"] < 0 < places.drop("others").sum()


def test_a_split_that_does_not_fit_is_refused() -> None:
    totals, split = made_up(1, 5, 2)
    with pytest.raises(ValueError, match="do not sum to the change"):
        split_rank_change(totals, split + 0.01)
    with pytest.raises(ValueError, match="at most 13 parts, found 14"):
        split_rank_change(totals, pd.DataFrame(0.0, index=range(5), columns=range(14)))
    with pytest.raises(ValueError, match="known of every unit"):
        split_rank_change((totals[0].mask(totals[0] > 0), totals[1]), split)
