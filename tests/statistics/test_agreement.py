"""How closely do two orders agree, and between which values may that lie?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers.statistics.agreement import (
    agreement,
    level_for_all,
    spearman_interval,
    without_each,
)

REPETITIONS = 4_000


def units(seed: int, n: int = 30, columns: int = 5) -> pd.DataFrame:
    """Columns that go together somewhat, with ties."""
    generator = np.random.default_rng(seed)
    shared = generator.normal(size=(n, 1))
    table = (shared + generator.normal(size=(n, columns))).round(1)
    return pd.DataFrame(table, columns=list("xyabc"[:columns]))


@given(seed=st.integers(0, 10_000))
def test_the_raw_agreement_is_that_of_scipy(seed: int) -> None:
    table = units(seed)
    table.loc[[3, 7], "y"] = np.nan
    found = agreement(table["x"], table["y"])
    complete = table.dropna()
    assert found.n == 28
    assert found.rho == pytest.approx(stats.spearmanr(complete["x"], complete["y"]).statistic)


@given(seed=st.integers(0, 10_000))
def test_the_partial_agreement_is_that_of_the_inverted_matrix(seed: int) -> None:
    table = units(seed)
    found = agreement(table["x"], table["y"], table[["a", "b", "c"]])
    inverse = np.linalg.inv(np.corrcoef(table.rank().to_numpy(), rowvar=False))
    expected = -inverse[0, 1] / math.sqrt(inverse[0, 0] * inverse[1, 1])
    assert (found.n, found.controls) == (30, 3)
    assert found.rho == pytest.approx(expected, abs=1e-9)


def test_a_common_cause_is_taken_out() -> None:
    generator = np.random.default_rng(1)
    wealth = pd.Series(generator.normal(size=4_000))
    x, y = (wealth + generator.normal(size=4_000) for _ in range(2))
    raw, given = agreement(x, y), agreement(x, y, wealth.to_frame("wealth"))
    assert raw.rho == pytest.approx(6 / math.pi * math.asin(0.25), abs=0.03)
    assert given.rho == pytest.approx(0, abs=0.04)


@given(seed=st.integers(0, 10_000))
def test_without_a_unit_the_others_are_ranked_anew(seed: int) -> None:
    table = units(seed, n=25)
    table.loc[4, "a"] = np.nan
    for controls in (None, table[["a", "b"]]):
        found = without_each(table["x"], table["y"], controls)
        complete = table.index if controls is None else table.index.drop(4)
        assert list(found.index) == list(complete)
        for unit in complete[:6]:
            left = complete.drop(unit)
            expected = agreement(table["x"][left], table["y"], controls).rho
            assert found[unit] == pytest.approx(expected, abs=1e-9)


def test_without_the_only_one_that_differs_there_is_no_agreement() -> None:
    first = pd.Series(range(12), dtype=float)
    second = (first == 3).astype(float)
    found = without_each(first, second)
    assert list(found.index[found.isna()]) == [3]


def test_only_the_order_of_a_column_counts() -> None:
    table = units(2).abs() + 1
    found = agreement(table["x"], table["y"], table[["a"]])
    assert found == agreement(table["x"] ** 3, np.log(table["y"]), np.exp(table[["a"]]))


def test_a_unit_is_found_by_its_name() -> None:
    table = units(3)
    assert agreement(table["x"], table["y"].sample(frac=1, random_state=1)) == agreement(
        table["x"], table["y"]
    )


def test_what_cannot_be_told_has_a_reason() -> None:
    table = units(4)
    few = table.head(12)
    assert agreement(few["x"], few["y"]).problem == ""
    assert agreement(few["x"], few["y"], few[["a", "b", "c"]]).problem == "too few"
    assert agreement(table["x"], table["y"] * 0).problem == "constant"
    follows = agreement(table["x"], table["y"], table[["y"]].rename(columns={"y": "same"}))
    assert (follows.problem, follows.rho, follows.interval()) == ("follows", None, None)


@pytest.mark.parametrize(("n", "controls"), [(63, 0), (63, 3), (34, 0), (16, 2)])
@pytest.mark.parametrize("rho", [-0.7, 0.0, 0.4])
def test_the_interval_is_that_of_bonett_and_wright(n: int, controls: int, rho: float) -> None:
    lower, upper = spearman_interval(rho, n, controls, 0.9)
    error = math.sqrt((1 + rho**2 / 2) / (n - controls - 3))
    # Both ends lie the same number of standard errors from the value, on Fisher's scale.
    for end, side in ((lower, -1), (upper, 1)):
        z = 0.5 * math.log((1 + end) / (1 - end)) - 0.5 * math.log((1 + rho) / (1 - rho))
        assert stats.norm.cdf(z / error) == pytest.approx(0.5 + side * 0.45)
    assert spearman_interval(-rho, n, controls, 0.9) == pytest.approx((-upper, -lower))
    wider = spearman_interval(rho, n, controls, 0.99)
    assert wider[0] < lower < rho < upper < wider[1]


def test_the_interval_is_about_that_of_the_bootstrap() -> None:
    generator = np.random.default_rng(5)
    x = generator.normal(size=63)
    y = 0.6 * x + 0.8 * generator.normal(size=63)
    found = agreement(pd.Series(x), pd.Series(y)).interval()
    drawn = stats.bootstrap(
        (x, y), lambda a, b: stats.spearmanr(a, b).statistic, paired=True, vectorized=False,
        n_resamples=2_000, rng=np.random.default_rng(6),
    ).confidence_interval  # fmt: skip
    assert found == pytest.approx((drawn.low, drawn.high), abs=0.06)


def test_what_is_out_of_range_is_refused() -> None:
    assert spearman_interval(1.0, 20) == (1.0, 1.0)
    for rho, n, controls, level in ((1.1, 20, 0, 0.95), (0.1, 6, 3, 0.95), (0.1, 20, 0, 1.0)):
        with pytest.raises(ValueError, match="no interval"):
            spearman_interval(rho, n, controls, level)
    with pytest.raises(ValueError, match="at least one"):
        level_for_all(0.95, 0)


def test_all_intervals_hold_at_once() -> None:
    assert level_for_all(0.95, 1) == pytest.approx(0.95)
    each = level_for_all(0.95, 13)
    # Independent ones miss least often together, and then too they hold often enough.
    assert 0.95 <= each**13 < 0.952


@pytest.mark.slow
@pytest.mark.parametrize("n", [63, 34, 16])
@pytest.mark.parametrize("correlation", [0.0, 0.4, 0.7])
def test_the_interval_covers_the_truth(n: int, correlation: float) -> None:
    generator = np.random.default_rng(n)
    x = generator.normal(size=(REPETITIONS, n))
    noise = generator.normal(size=(REPETITIONS, n))
    y = correlation * x + math.sqrt(1 - correlation**2) * noise
    truth = 6 / math.pi * math.asin(correlation / 2)
    ranks = [column.argsort(axis=1).argsort(axis=1) for column in (x, y)]
    rhos = 1 - 6 * ((ranks[0] - ranks[1]) ** 2).sum(axis=1) / (n**3 - n)
    ends = [spearman_interval(rho, n) for rho in rhos]
    assert 0.93 <= np.mean([lower <= truth <= upper for lower, upper in ends]) <= 0.97


@pytest.mark.slow
@pytest.mark.parametrize("n", [63, 34])
def test_the_interval_covers_the_truth_given_others(n: int) -> None:
    generator = np.random.default_rng(n)

    def draw(size: int) -> tuple[pd.Series, pd.Series, pd.DataFrame]:
        others = generator.normal(size=(size, 3))
        shared = generator.normal(size=size)
        x, y = (others @ [0.5, 0.3, 0.1] + shared + generator.normal(size=size) for _ in range(2))
        return pd.Series(x), pd.Series(y), pd.DataFrame(others, columns=list("abc"))

    truth = agreement(*draw(400_000)).rho
    assert truth is not None
    covered = 0
    for _ in range(REPETITIONS):
        interval = agreement(*draw(n)).interval()
        assert interval is not None
        covered += interval[0] <= truth <= interval[1]
    assert 0.93 <= covered / REPETITIONS <= 0.97
