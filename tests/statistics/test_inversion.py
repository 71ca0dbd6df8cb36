"""The test turned round: which links does it leave possible?"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from helpers.statistics.inversion import Reference, reference_of
from helpers.statistics.permutation import (
    CannotTellError,
    ResidualMaker,
    adjusted_t,
    permutation_test,
    permutations_of,
)

from .test_association import hc3_t, made_up

Arrays = dict[str, np.ndarray]


def enumerated(data: Arrays, value: float) -> float:
    """p of one value: every order, each a whole regression, HC3 from its definition."""
    y = data["y"] - value * data["x"]
    own = abs(hc3_t(y, data["x"], data["rest"]))
    orders = itertools.permutations(range(len(y)))
    found = [abs(hc3_t(y, data["x"][list(order)], data["rest"])) for order in orders]
    return float(np.mean([t >= own - 1e-9 for t in found]))


def reference(data: Arrays, **options: int) -> Reference:
    return reference_of(data["y"], data["x"], data["rest"], **options)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_value_is_tested_as_by_full_enumeration(seed: int) -> None:
    data = made_up(6, seed, effect=0.6)
    found = reference(data)
    assert (found.exact, found.permutations) == (True, 720)
    for step in (-3.0, -1.0, -0.2, 0.0, 0.4, 2.0):
        value = found.slope + step * found.error
        assert found.p_value(value) == pytest.approx(enumerated(data, value), abs=1e-12)


def test_the_ends_are_where_full_enumeration_puts_them() -> None:
    data = made_up(6, seed=4, effect=0.6)
    found = reference(data)
    interval = found.interval(0.2)
    for end, out in ((interval.lower, -1), (interval.upper, 1)):
        assert enumerated(data, end) >= 0.2
        assert enumerated(data, end + out * 1e-5 * found.error) < 0.2


def test_any_value_is_tested_as_by_testing_it_alone() -> None:
    # The closed form against the test of the outcome less b times the predictor, draw by draw.
    data = made_up(40, seed=5, effect=0.3, rho=0.6)
    permuted = permutations_of(data["x"], None, 500, (3, 0))[0]
    found = reference(data, draws=500, seed=3)
    projection = ResidualMaker(data["rest"])
    for value in (-2.0, -0.3, 0.0, 0.5, 1.7):
        y = data["y"] - value * data["x"]
        own = abs(adjusted_t(projection, y, data["x"][:, None])[0])
        extreme = (np.abs(adjusted_t(projection, y, permuted)) >= own - 1e-9).sum()
        assert found.p_value(value) == pytest.approx((1 + extreme) / 501, abs=1e-12)


def test_the_interval_holds_zero_exactly_where_the_test_does_not_reject() -> None:
    for seed in range(12):
        data = made_up(20, seed, effect=0.4)
        found = reference(data, draws=999, seed=seed)
        interval = found.interval(0.05)
        assert interval.connected
        assert (interval.lower <= 0 <= interval.upper) == (found.p_value() >= 0.05)
        reached = abs(found.t) >= found.critical_t(0.05)
        assert reached == (found.p_value() < 0.05) or found.p_value() == 0.05


def test_slope_and_error_are_those_of_the_test() -> None:
    data = made_up(30, seed=6, effect=0.5)
    found = reference(data, draws=99)
    test = permutation_test(data["y"], data["x"], data["rest"], draws=99)
    assert found.t == pytest.approx(test.t, rel=1e-12)
    design = np.column_stack([data["rest"], data["x"]])
    assert found.slope == pytest.approx(np.linalg.lstsq(design, data["y"], rcond=None)[0][-1])


def test_the_interval_moves_with_the_units_of_both() -> None:
    data = made_up(24, seed=7, effect=0.5)
    own = reference(data, draws=499).interval(0.1)
    scaled = data | {"y": 10 * data["y"] + 3 * data["x"], "x": data["x"]}
    other = reference(scaled, draws=499).interval(0.1)
    assert other.lower == pytest.approx(10 * own.lower + 3, rel=1e-5)
    assert other.upper == pytest.approx(10 * own.upper + 3, rel=1e-5)


def test_a_stricter_level_excludes_less() -> None:
    found = reference(made_up(30, seed=9), draws=1999)
    widths = [
        found.interval(alpha).upper - found.interval(alpha).lower for alpha in (0.2, 0.05, 0.01)
    ]
    assert widths == sorted(widths)


def test_too_few_permutations_exclude_nothing() -> None:
    # One unit in eleven has the thing: eleven different orders, so that no p is below 1/11.
    generator = np.random.default_rng(1)
    y, x = generator.normal(size=11), np.eye(11)[0]
    found = reference_of(y, x, np.ones((11, 1)), draws=999).interval(0.05)
    assert (found.lower, found.upper) == (-math.inf, math.inf)
    few = reference(made_up(20, seed=1), draws=9)
    assert few.interval(0.05).upper == math.inf
    assert few.critical_t(0.05) == math.inf


def test_values_excluded_in_between_are_told() -> None:
    # |t| = |4 - 4 u| / sqrt(1 + u²/10) is 4 at the slope, 0 at 1, and passes u again from about 2.
    zeros = np.zeros(3)
    bent = Reference(
        slope=0.0, error=1.0, constant=zeros + 4, linear=zeros + 4, v0=zeros + 1, v1=zeros,
        v2=zeros + 0.1, most=np.full(3, np.inf), exact=False,
    )  # fmt: skip
    grid = np.arange(0, 20, 0.001)
    possible = (4 - 4 * grid) ** 2 >= grid**2 * (1 + grid**2 / 10)
    interval = bent.interval(0.5)
    assert interval.upper == pytest.approx(grid[possible][-1], abs=0.002)
    assert not possible[: np.flatnonzero(possible)[-1]].all()
    assert not interval.connected


def test_the_largest_t_is_nowhere_passed() -> None:
    found = reference(made_up(15, seed=11, effect=0.3), draws=300)
    for step in np.linspace(-30, 30, 401):
        u = step * found.error
        variance = found.v0 + found.v1 * u + found.v2 * u**2
        t = np.abs(found.constant - found.linear * u) / np.sqrt(variance)
        assert (t <= found.most * (1 + 1e-9)).all()
    assert (np.diff(found.most) <= 0).all()


def test_what_leaves_nothing_to_compare_is_refused() -> None:
    data = made_up(20, seed=1)
    with pytest.raises(CannotTellError, match="follows"):
        reference(data | {"x": data["rest"][:, 1] * 2})
    with pytest.raises(CannotTellError, match="nothing"):
        reference(data | {"y": data["x"] * 0.0})
    with pytest.raises(ValueError, match="level"):
        reference(data, draws=9).interval(1.0)
