"""The mechanical benchmark and the test of converging scores, by independent formulas."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers.statistics.baseline import FEWEST_UNITS, convergence, mechanical_benchmark

RANKINGS = st.integers(FEWEST_UNITS, 63).flatmap(lambda n: st.permutations(range(1, n + 1)))


@given(RANKINGS)
def test_gain_goes_with_the_starting_rank_by_arithmetic_alone(after: list[int]) -> None:
    n = len(after)
    before = list(range(1, n + 1))
    squares = sum((b - a) ** 2 for b, a in zip(before, after, strict=True))
    if squares == 0:
        with pytest.raises(ValueError, match="no unit changed its rank"):
            mechanical_benchmark(pd.Series(before), pd.Series(after))
        return
    rho = 1 - 6 * squares / (n * (n**2 - 1))
    found = mechanical_benchmark(pd.Series(before), pd.Series(after))
    assert found.n == n
    assert found.rank_correlation == pytest.approx(rho, abs=1e-9)
    assert found.benchmark == pytest.approx(math.sqrt((1 - rho) / 2), abs=1e-9)
    assert found.observed == pytest.approx(found.benchmark, abs=1e-9)
    assert found.excess == pytest.approx(0, abs=1e-9)


@given(st.integers(0, 2**32 - 1))
def test_the_benchmark_of_a_predictor(seed: int) -> None:
    random = np.random.default_rng(seed)
    before, after = random.permutation(30) + 1, random.permutation(30) + 1
    predictor = random.normal(size=30) + 0.1 * before
    found = mechanical_benchmark(*(pd.Series(v) for v in (before, after, predictor)))
    with_start = stats.pearsonr(predictor, before).statistic
    rho = stats.spearmanr(before, after).statistic
    assert found.benchmark == pytest.approx(with_start * math.sqrt((1 - rho) / 2))
    assert found.observed == pytest.approx(stats.pearsonr(predictor, before - after).statistic)
    assert found.excess == pytest.approx(found.observed - found.benchmark)


def test_units_without_all_values_are_left_out_and_the_rest_ranked_anew() -> None:
    before = pd.Series([5, *range(10, 21), None], dtype="Int64")
    after = pd.Series([None, *range(40, 51)[::-1], 3], dtype="Int64")
    found = mechanical_benchmark(before, after)
    assert found.n == 11
    assert found.rank_correlation == pytest.approx(-1)
    assert found.benchmark == pytest.approx(1)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (([*range(9)], [*range(9)][::-1]), "9 units with all values; at least 10 are needed"),
        (([*range(12)], [1] * 12), "constant"),
        (([*range(12)], [*range(12)][::-1], [3.0] * 12), "constant"),
    ],
)
def test_what_has_no_correlation_is_refused(columns: tuple[list[float], ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        mechanical_benchmark(*(pd.Series(values) for values in columns))


def test_the_published_panel_2022_to_2023(printed_tables: dict[str, pd.DataFrame]) -> None:
    scores = pd.concat(
        [printed_tables["2022_63"]["overall"], printed_tables["2023_63"]["overall"]],
        axis=1,
        keys=["before", "after"],
    )
    assert len(scores) == 63
    assert scores.notna().all(axis=None)
    ranks = scores.rank(ascending=False, method="min")
    found = mechanical_benchmark(ranks["before"], ranks["after"])
    assert round(found.rank_correlation, 2) == 0.86
    moved = convergence(scores["before"], scores["after"])
    assert moved.n == 63
    assert round(moved.deviation_before, 4) == 0.0786
    assert round(moved.deviation_after, 4) == 0.0601
    assert round(moved.p_value, 4) == 0.0001
    assert moved.t < 0


@given(st.integers(0, 2**32 - 1), st.integers(FEWEST_UNITS, 80))
def test_pitman_morgan_by_the_ratio_of_the_variances(seed: int, n: int) -> None:
    random = np.random.default_rng(seed)
    before = random.normal(0.6, 0.08, n)
    after = 0.5 * before + random.normal(0.3, random.uniform(0.02, 0.1), n)
    found = convergence(pd.Series(before), pd.Series(after))
    ratio = after.var(ddof=1) / before.var(ddof=1)
    r = stats.pearsonr(before, after).statistic
    t = (ratio - 1) * math.sqrt(n - 2) / (2 * math.sqrt(ratio * (1 - r**2)))
    assert found.t == pytest.approx(t, rel=1e-6, abs=1e-9)
    assert found.p_value == pytest.approx(2 * stats.t.cdf(-abs(t), n - 2), rel=1e-6)
    assert found.deviation_before == pytest.approx(before.std(ddof=1))
    assert found.deviation_after == pytest.approx(after.std(ddof=1))


def test_spread_needs_enough_units_and_scores_that_differ() -> None:
    scores = pd.Series(np.linspace(0.4, 0.8, 12))
    gaps = scores.where(scores > 0.5)
    with pytest.raises(ValueError, match="9 units with both scores; at least 10 are needed"):
        convergence(scores, gaps)
    with pytest.raises(ValueError, match="all scores of an edition are equal"):
        convergence(scores, pd.Series([0.5] * 12))
