"""Covariances of resampled units, and the intervals that they give."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from helpers.statistics.composite_coherence import variance_shares
from helpers.statistics.resampling import (
    SEED,
    Array,
    bca_interval,
    resampled_covariances,
)


def terms(seed: int, n: int = 34) -> Array:
    generator = np.random.default_rng(seed)
    shared = generator.normal(size=(n, 1))
    return np.asarray(shared * [0.5, 1.0, 0.2] + generator.normal(size=(n, 3)) * [1.0, 2.0, 0.5])


def test_every_covariance_is_that_of_the_units_it_is_of() -> None:
    values = terms(1)
    found = resampled_covariances(values, draws=50)
    assert found.observed == pytest.approx(np.cov(values, rowvar=False, bias=True))
    for unit, left in enumerate(found.without):
        others = np.delete(values, unit, axis=0)
        assert left == pytest.approx(np.cov(others, rowvar=False, bias=True))
    counts = np.random.default_rng(SEED).multinomial(34, np.full(34, 1 / 34), size=50)
    for drawn, count in zip(found.drawn, counts, strict=True):
        units = np.repeat(values, count, axis=0)
        assert len(units) == 34
        assert drawn == pytest.approx(np.cov(units, rowvar=False, bias=True))


def test_what_cannot_be_drawn_from_is_refused() -> None:
    for values in (np.zeros((2, 3)), np.array([[1.0, np.nan]] * 5)):
        with pytest.raises(ValueError, match="three units"):
            resampled_covariances(values)


def interval_of(values: Array, seed: int, level: float = 0.95) -> tuple[Array, Array]:
    found = resampled_covariances(values, 20_000, seed)
    each = (variance_shares(one) for one in (found.observed, found.drawn, found.without))
    return bca_interval(*each, level)


def test_the_interval_is_that_of_scipy() -> None:
    values = terms(2)

    def first_share(*columns: Array) -> Array:
        total = sum(columns)
        return np.asarray(np.cov(columns[0], total)[0, 1] / np.var(total, ddof=1))

    expected = stats.bootstrap(
        tuple(values.T), first_share, paired=True, vectorized=False, n_resamples=5_000,
        rng=np.random.default_rng(3),
    ).confidence_interval  # fmt: skip
    lower, upper = interval_of(values, SEED)
    assert (lower[0], upper[0]) == pytest.approx((expected.low, expected.high), abs=0.01)


def test_the_ends_are_moved_by_bias_and_skewness() -> None:
    generator = np.random.default_rng(8)
    drawn = generator.exponential(size=5_000)
    without = 1 + generator.exponential(size=20) ** 2 / 10
    (lower,), (upper,) = bca_interval(np.array([0.9]), drawn[:, None], without[:, None], 0.9)
    # Efron and Tibshirani (1993), section 14.3, one end at a time.
    bias = stats.norm.ppf(sum(value < 0.9 for value in drawn) / 5_000)
    apart = [without.mean() - value for value in without]
    tilt = sum(a**3 for a in apart) / (6 * sum(a**2 for a in apart) ** 1.5)
    assert abs(tilt) > 0.05
    for end, share in ((lower, 0.05), (upper, 0.95)):
        moved = bias + stats.norm.ppf(share)
        place = stats.norm.cdf(bias + moved / (1 - tilt * moved))
        assert end == pytest.approx(np.quantile(drawn, place))


def test_another_seed_moves_no_end_by_a_percentage_point() -> None:
    values = terms(4)
    for level in (0.95, 0.99375):
        one, other = interval_of(values, SEED, level), interval_of(values, 7, level)
        assert np.abs(np.subtract(one, other)).max() < 0.01


def test_what_never_differs_has_no_width() -> None:
    draws, units = np.ones((100, 1)), np.ones((5, 1))
    assert [ends.tolist() for ends in bca_interval(np.ones(1), draws, units)] == [[1.0], [1.0]]
    # Draws that give no number are left out.
    draws[:50] = np.nan
    assert bca_interval(np.ones(1), draws, units)[0].tolist() == [1.0]


@pytest.mark.slow
@pytest.mark.parametrize("n", [63, 34])
def test_the_interval_covers_the_truth(n: int) -> None:
    # Normal terms: a shared one with 0.5, 1.0, 0.2, own ones with 1.0, 2.0, 0.5.
    shared, own = np.array([0.5, 1.0, 0.2]), np.array([1.0, 2.0, 0.5])
    truth = variance_shares(np.outer(shared, shared) + np.diag(own**2))
    covered = np.zeros(3)
    for seed in range(4_000):
        found = resampled_covariances(terms(seed, n), 400, seed)
        each = (variance_shares(one) for one in (found.observed, found.drawn, found.without))
        lower, upper = bca_interval(*each)
        covered += (lower <= truth) & (truth <= upper)
    # Units so few, and tails of so few draws: a little less than promised.
    assert ((covered / 4_000 >= 0.92) & (covered / 4_000 <= 0.97)).all(), covered / 4_000
