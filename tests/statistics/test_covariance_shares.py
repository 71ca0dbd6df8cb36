"""Shares of a variance: in exact fractions, by all samples of a small case, planted."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest

from helpers.statistics.covariance_shares import share_intervals

SMALL = pd.DataFrame({"a": [1, 4, 2, 9], "b": [0, -2, 5, 1], "c": [3, 3, 3, 3]}, index=list("wxyz"))


def in_fractions(rows: Sequence[Sequence[int | Fraction]]) -> list[Fraction] | None:
    """The shares by their definition; None where the sums do not differ."""
    n = len(rows)
    sums = [sum(map(Fraction, row), Fraction(0)) for row in rows]
    mean = sum(sums) / n
    variance = sum((one - mean) ** 2 for one in sums)
    if not variance:
        return None
    columns = list(zip(*rows, strict=True))
    return [
        sum((Fraction(x) - sum(map(Fraction, column), Fraction(0)) / n) * (s - mean)
            for x, s in zip(column, sums, strict=True)) / variance
        for column in columns
    ]  # fmt: skip


def test_shares_are_covariances_over_the_variance() -> None:
    exact = in_fractions(SMALL.to_numpy().tolist())
    assert exact is not None
    assert sum(exact) == 1
    found = share_intervals(SMALL, seed=1, draws=10)["share"]
    assert found.to_numpy() == pytest.approx([float(one) for one in exact], abs=1e-12)
    assert found["c"] == 0


def test_a_part_that_runs_against_the_sum_has_a_share_below_zero() -> None:
    x = np.arange(10.0)
    found = share_intervals(pd.DataFrame({"up": 3 * x, "down": -x}), seed=1, draws=10)["share"]
    assert found.to_dict() == pytest.approx({"up": 1.5, "down": -0.5})


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"a": [1, 1, 1, 1]}, "must differ between units"),
        # The parts differ and cancel out, to within the rounding of the machine.
        ({"a": [0.1, 0.2, 0.7, 0.3], "b": [0.2, 0.1, -0.4, 0.0]}, "must differ between units"),
        ({"a": [1, 2, None, 4]}, "no missing value"),
    ],
)
def test_where_nothing_differs_or_is_missing_there_is_no_share(
    parts: dict[str, list[float | None]], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        share_intervals(pd.DataFrame(parts), seed=1, draws=10)


def test_draws_of_units_that_are_all_alike_are_left_out() -> None:
    # In thirds nothing is exact: what rounding leaves of one unit drawn each time is no share.
    parts = pd.DataFrame({"a": [1 / 3, 2 / 3, 7 / 3], "b": [0.1, -0.7, 1.1]})
    found = share_intervals(parts, seed=3, draws=20_000)
    rows = [[Fraction(x) for x in row] for row in parts.to_numpy().tolist()]
    samples = [in_fractions(sample) for sample in product(rows, repeat=3)]
    shares = [float(one[0]) for one in samples if one is not None]
    assert len(shares) == 27 - 3
    assert found.loc["a", "lower"] >= min(shares) - 1e-9
    assert found.loc["a", "upper"] <= max(shares) + 1e-9
    above = np.mean(np.array(shares) > 0.5)
    assert found.loc["a", "first"] == pytest.approx(above, abs=0.02)


def test_the_bootstrap_agrees_with_all_samples_of_a_small_case() -> None:
    rows = SMALL.to_numpy().tolist()
    found = share_intervals(SMALL, seed=1, draws=100_000)
    all_samples = [in_fractions(sample) for sample in product(rows, repeat=len(rows))]
    exact = np.array([[float(x) for x in one] for one in all_samples if one is not None])
    # With few units the percentiles lie on steps, so how many draws lie at or below counts.
    for place, part in enumerate(SMALL.columns):
        for end, level in (("lower", 0.025), ("upper", 0.975)):
            below = (exact[:, place] < found.loc[part, end] - 1e-9).mean()
            up_to = (exact[:, place] <= found.loc[part, end] + 1e-9).mean()
            assert below - 0.005 <= level <= up_to + 0.005
    first = np.bincount(exact.argmax(axis=1), minlength=3) / len(exact)
    assert found["first"].to_numpy() == pytest.approx(first, abs=0.01)


def test_the_interval_holds_the_planted_share_as_often_as_it_says() -> None:
    # a and b independent, with variances 4 and 1: the true shares are 0.8 and 0.2.
    random = np.random.default_rng(5)
    held = 0
    for seed in range(200):
        sample = pd.DataFrame({"a": random.normal(0, 2, 63), "b": random.normal(0, 1, 63)})
        found = share_intervals(sample, seed=seed, draws=400)
        held += found.loc["a", "lower"] <= 0.8 <= found.loc["a", "upper"]
    assert 0.88 <= held / 200 <= 0.98


def test_no_printed_end_moves_with_another_seed() -> None:
    random = np.random.default_rng(7)
    sample = pd.DataFrame(random.normal(0, [1, 2, 3], (63, 3)), columns=list("abc"))
    ends = [100 * share_intervals(sample, seed=s)[["lower", "upper"]] for s in (1, 2)]
    assert (ends[0] - ends[1]).abs().to_numpy().max() < 1
