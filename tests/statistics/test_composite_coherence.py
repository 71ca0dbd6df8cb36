"""Which parts of an index set the units apart, and do its parts go together?"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from helpers.statistics.composite_coherence import (
    cronbach_alpha,
    rest_correlations,
    variance_shares,
)
from helpers.statistics.resampling import Array, bca_interval, resampled_covariances


def parts(seed: int, n: int = 34) -> Array:
    generator = np.random.default_rng(seed)
    return np.asarray(
        generator.normal(size=(n, 1)) + generator.normal(size=(n, 4)) * [1, 2, 0.5, 1]
    )


def covariances(values: Array) -> Array:
    return np.asarray(np.cov(values, rowvar=False, bias=True))


def test_the_shares_are_those_of_exact_fractions() -> None:
    values = [[1, 5, 2], [2, 3, 9], [4, 4, 1], [7, 0, 3], [3, 8, 5]]
    totals = [sum(row) for row in values]
    mean = Fraction(sum(totals), 5)
    spread = sum((total - mean) ** 2 for total in totals)
    expected = [
        sum(row[j] * (total - mean) for row, total in zip(values, totals, strict=True)) / spread
        for j in range(3)
    ]
    assert sum(expected) == 1
    found = variance_shares(covariances(np.array(values)))
    assert found == pytest.approx([float(share) for share in expected])


def test_a_share_is_the_slope_of_the_part_on_the_total() -> None:
    values = parts(1)
    total = sm.add_constant(values.sum(axis=1))
    slopes = [sm.OLS(values[:, j], total).fit().params[1] for j in range(4)]
    assert variance_shares(covariances(values)) == pytest.approx(slopes)


def test_the_bootstrap_of_a_share_is_about_the_interval_of_that_slope() -> None:
    values = parts(2, n=200)
    found = resampled_covariances(values, 4_000)
    each = (variance_shares(one) for one in (found.observed, found.drawn, found.without))
    ends = np.transpose(bca_interval(*each))
    total = sm.add_constant(values.sum(axis=1))
    for j in range(4):
        robust = sm.OLS(values[:, j], total).fit(cov_type="HC3").conf_int()[1]
        assert ends[j] == pytest.approx(robust, abs=0.02)


def test_a_part_that_runs_against_the_others_has_less_than_nothing() -> None:
    generator = np.random.default_rng(3)
    first = generator.normal(size=1_000)
    shares = variance_shares(covariances(np.column_stack([first, -0.5 * first])))
    assert shares == pytest.approx([2, -1])
    assert np.isnan(variance_shares(np.zeros((2, 2)))).all()


def test_alpha_of_parts_that_are_alike_is_known() -> None:
    # Standardised parts of one correlation r: k r / (1 + (k - 1) r).
    for k, r in ((2, 0.5), (8, 0.3), (5, 0.0), (3, 1.0)):
        matrix = np.full((k, k), r) + (1 - r) * np.eye(k)
        assert cronbach_alpha(matrix)[0] == pytest.approx(k * r / (1 + (k - 1) * r))
    assert np.isnan(cronbach_alpha(np.zeros((2, 2)))[0])


def test_alpha_is_the_reliability_of_the_sum_of_parallel_parts() -> None:
    generator = np.random.default_rng(4)
    truth = generator.normal(size=(40_000, 1))
    values = truth + 1.5 * generator.normal(size=(40_000, 6))
    again = truth + 1.5 * generator.normal(size=(40_000, 6))
    agreed = np.corrcoef(values.sum(axis=1), again.sum(axis=1))[0, 1]
    assert cronbach_alpha(covariances(values))[0] == pytest.approx(agreed, abs=0.01)


def test_the_bootstrap_of_alpha_is_about_the_interval_of_feldt() -> None:
    generator = np.random.default_rng(5)
    n, k = 120, 6
    values = generator.normal(size=(n, 1)) + generator.normal(size=(n, k))
    found = resampled_covariances(values, 8_000)
    each = (cronbach_alpha(one) for one in (found.observed, found.drawn, found.without))
    lower, upper = bca_interval(*each)
    alpha = cronbach_alpha(found.observed)[0]
    quantiles = stats.f.ppf([0.975, 0.025], n - 1, (n - 1) * (k - 1))
    assert (lower[0], upper[0]) == pytest.approx(tuple(1 - (1 - alpha) * quantiles), abs=0.03)


def test_a_part_and_the_rest() -> None:
    values = parts(6)
    found = rest_correlations(covariances(values))
    for j in range(4):
        rest = np.delete(values, j, axis=1).sum(axis=1)
        assert found[j] == pytest.approx(np.corrcoef(values[:, j], rest)[0, 1])
    constant = np.column_stack([values[:, 0], np.ones(34)])
    assert np.isnan(rest_correlations(covariances(constant))).all()


def test_many_matrices_at_once_are_each_by_itself() -> None:
    several = np.array([covariances(parts(seed)) for seed in range(5)])
    for statistic in (variance_shares, cronbach_alpha, rest_correlations):
        expected = [statistic(one) for one in several]
        assert statistic(several) == pytest.approx(np.array(expected))
