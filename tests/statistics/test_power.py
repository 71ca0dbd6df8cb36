"""What could so many units show at all?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from helpers.statistics.power import detectable_correlation


@pytest.mark.parametrize(("n", "expected"), [(63, 0.35), (34, 0.46), (14, 0.69), (8, 0.85)])
def test_published_sizes(n: int, expected: float) -> None:
    assert round(detectable_correlation(n), 2) == expected


def test_covariates_and_the_family_are_counted() -> None:
    assert round(detectable_correlation(10), 2) == 0.79
    assert round(detectable_correlation(10, covariates=4), 2) == 0.92
    # Another way: the t of a partial correlation has n - 2 - 4 degrees of freedom; with rho at the
    # limit, its power by simulation of Wishart draws is 80 %.
    generator = np.random.default_rng(11)
    n, covariates, tests, panels = 40, 4, 3, 20_000
    rho = detectable_correlation(n, covariates=covariates, tests=tests)
    # What the covariates leave of both has n - 4 degrees of freedom and the same correlation.
    x = generator.normal(size=(panels, n - covariates))
    y = rho * x + np.sqrt(1 - rho**2) * generator.normal(size=(panels, n - covariates))
    x, y = x - x.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    r = (x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    freedom = n - covariates - 2
    t = r * np.sqrt(freedom / (1 - r**2))
    found = np.mean(np.abs(t) > stats.t.ppf(1 - 0.05 / tests / 2, freedom))
    assert abs(found - 0.8) < 0.02


@pytest.mark.slow
def test_a_correlation_of_that_size_is_found_four_times_in_five() -> None:
    generator = np.random.default_rng(7)
    n, panels = 34, 4000
    rho = detectable_correlation(n)
    x = generator.normal(size=(panels, n))
    y = rho * x + np.sqrt(1 - rho**2) * generator.normal(size=(panels, n))
    z = np.arctanh([np.corrcoef(a, b)[0, 1] for a, b in zip(x, y, strict=True)])
    found = np.mean(np.abs(z) * np.sqrt(n - 3) > 1.959964)
    assert abs(found - 0.8) < 0.025


@pytest.mark.parametrize(
    ("n", "power", "alpha"), [(3, 0.8, 0.05), (63, 0.04, 0.05), (63, 1.0, 0.05), (63, 0.8, 0.0)]
)
def test_impossible_questions_are_refused(n: int, power: float, alpha: float) -> None:
    with pytest.raises(ValueError, match=r"at least 4|expected 0 < alpha"):
        detectable_correlation(n, power, alpha)
