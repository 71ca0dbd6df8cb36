"""Bounds of a spread: by all corners and a general solver; the order of middles misleads."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize

from helpers.statistics.spread import spread_bounds

Array = NDArray[np.float64]


def over_all_corners(lower: Array, upper: Array) -> float:
    """The greatest standard deviation of all combinations of ends."""
    return max(float(np.std(one, ddof=1)) for one in product(*zip(lower, upper, strict=True)))


def by_a_general_solver(lower: Array, upper: Array) -> float:
    """The least standard deviation, by a solver that knows nothing of its form."""
    found = minimize(
        lambda x: ((x - x.mean()) ** 2).sum(),
        (lower + upper) / 2,
        jac=lambda x: 2 * (x - x.mean()),
        bounds=list(zip(lower, upper, strict=True)),
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 5000},
    )
    return float(np.sqrt(found.fun / (len(lower) - 1)))


@pytest.mark.parametrize("width", [1e-4, 0.05, 0.4, 3.0])
@pytest.mark.parametrize("seed", range(8))
def test_both_ends_are_those_of_corners_and_of_a_general_solver(seed: int, width: float) -> None:
    random = np.random.default_rng(seed)
    n = int(random.integers(2, 11))
    lower = random.uniform(0.3, 0.9, n)
    upper = lower + random.uniform(0, width, n) * random.integers(0, 2, n)
    found = spread_bounds(lower, upper)
    assert found.exact
    assert found.greatest == pytest.approx(over_all_corners(lower, upper), abs=1e-12)
    assert found.least == pytest.approx(by_a_general_solver(lower, upper), abs=1e-6)


def test_the_order_of_the_middles_does_not_settle_the_greatest_spread() -> None:
    # All middles all but equal: the widths have to be parted evenly, 3 + 2 against 4 + 1.
    widths, middles = np.array([3.0, 1, 4, 2]), np.array([0, 1e-3, 2e-3, 3e-3])
    lower, upper = middles - widths / 2, middles + widths / 2
    by_order = max(
        float(np.std(np.where(np.arange(4) >= cut, upper, lower), ddof=1)) for cut in range(5)
    )
    found = spread_bounds(lower, upper)
    assert found.greatest == pytest.approx(over_all_corners(lower, upper), abs=1e-12)
    assert found.greatest > by_order + 0.02


def test_intervals_that_share_a_value_may_all_be_alike() -> None:
    found = spread_bounds(np.array([0.1, 0.4, 0.2]), np.array([0.5, 0.9, 0.45]))
    assert found.least == 0
    # Exact fractions: the corner 0.1, 0.9, 0.2 has the mean 0.4.
    squares = sum((Fraction(x, 10) - Fraction(4, 10)) ** 2 for x in (1, 9, 2))
    assert found.greatest == pytest.approx(float(squares / 2) ** 0.5)


def test_known_values_have_one_spread() -> None:
    values = np.array([0.2, 0.5, 0.5, 0.9])
    found = spread_bounds(values, values)
    assert found.least == pytest.approx(values.std(ddof=1), abs=1e-15)
    assert found.greatest == pytest.approx(values.std(ddof=1), abs=1e-15)


def test_too_many_open_values_are_bounded_from_above() -> None:
    lower, upper = np.full(20, 0.4), np.full(20, 0.6)
    found = spread_bounds(lower, upper)
    assert not found.exact
    assert found.least == pytest.approx(0, abs=1e-12)
    # Ten at either end are the farthest apart.
    assert found.greatest >= np.std([0.4] * 10 + [0.6] * 10, ddof=1) - 1e-12


@pytest.mark.parametrize(
    ("lower", "upper"), [([0.5], [0.6]), ([0.5, 0.2], [0.4, 0.3]), ([0.5, np.nan], [0.6, 0.7])]
)
def test_what_is_no_interval_is_refused(lower: list[float], upper: list[float]) -> None:
    with pytest.raises(ValueError, match="two intervals or more"):
        spread_bounds(np.array(lower), np.array(upper))
