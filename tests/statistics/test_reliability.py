"""How much of what a yearly survey tells of units is the units?"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers.statistics.reliability import (
    at_most,
    rebound_of_changes,
    reliability_of_years,
    spearman_brown,
)


def survey(
    seed: int, n: int = 60, years: int = 3, noise: float = 1.0, rise: float = 0.0
) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    units = generator.normal(size=(n, 1))
    values = units + noise * generator.normal(size=(n, years)) + rise * np.arange(years)
    return pd.DataFrame(values)


def by_fractions(table: list[list[int]]) -> Fraction:
    """ICC(C,1) by sums of squares, nothing rounded."""
    n, k = len(table), len(table[0])
    grand = Fraction(sum(map(sum, table)), n * k)
    rows = [Fraction(sum(row), k) for row in table]
    columns = [Fraction(sum(row[j] for row in table), n) for j in range(k)]
    between = k * sum((row - grand) ** 2 for row in rows) / Fraction(n - 1)
    left = sum(
        (table[i][j] - rows[i] - columns[j] + grand) ** 2 for i in range(n) for j in range(k)
    ) / Fraction((n - 1) * (k - 1))
    return (between - left) / (between + (k - 1) * left)


def test_the_reliability_is_that_of_exact_fractions() -> None:
    generator = np.random.default_rng(3)
    table = (generator.integers(0, 9, size=(11, 1)) + generator.integers(0, 5, (11, 4))).tolist()
    found = reliability_of_years(pd.DataFrame(table))
    assert found is not None
    assert found.year == pytest.approx(float(by_fractions(table)), abs=1e-12)


def test_the_reliability_of_the_mean_is_that_of_its_own_variance() -> None:
    table = survey(4)
    found = reliability_of_years(table)
    assert found is not None
    # 1 - noise of the mean / its variance, the noise from what units and years leave.
    left = table.sub(table.mean(axis=1), axis=0) - table.mean() + table.to_numpy().mean()
    noise = (left.to_numpy() ** 2).sum() / (59 * 2)
    assert found.mean == pytest.approx(1 - noise / 3 / table.mean(axis=1).var(), abs=1e-12)


@pytest.mark.parametrize(("noise", "truth"), [(1.0, 0.5), (2.0, 0.2), (0.5, 0.8)])
def test_a_planted_reliability_is_found(noise: float, truth: float) -> None:
    found = reliability_of_years(survey(5, n=20_000, noise=noise, rise=3.0))
    assert found is not None
    assert found.year == pytest.approx(truth, abs=0.02)
    assert found.mean == pytest.approx(3 * truth / (1 + 2 * truth), abs=0.02)
    # And two years of other draws correlate as much as one year is reliable.
    years = survey(6, n=20_000, noise=noise)
    assert np.corrcoef(years[0], years[1])[0, 1] == pytest.approx(truth, abs=0.02)


def test_what_all_units_share_in_a_year_changes_nothing() -> None:
    one, other = reliability_of_years(survey(7)), reliability_of_years(survey(7, rise=5.0))
    assert one is not None
    assert other is not None
    assert one.year == pytest.approx(other.year, abs=1e-12)


def test_the_interval_is_that_of_the_distribution_of_f() -> None:
    found = reliability_of_years(survey(8))
    assert found is not None
    ratio = (1 + 2 * found.year) / (1 - found.year)
    for end, share in ((found.lower, 0.975), (found.upper, 0.025)):
        at_end = (1 + 2 * end) / (1 - end)
        assert stats.f.cdf(ratio / at_end, 59, 118) == pytest.approx(share)
    assert found.mean_lower < found.mean < found.mean_upper


def test_what_is_missing_is_left_out_and_what_is_too_little_is_not_told() -> None:
    table = survey(9, n=12)
    table.iloc[0, 1] = np.nan
    found = reliability_of_years(table)
    assert found is not None
    assert (found.n, found.years) == (11, 3)
    assert reliability_of_years(table.head(10)) is None
    assert reliability_of_years(table[[0]]) is None
    assert reliability_of_years(table * 0) is None
    same = reliability_of_years(pd.DataFrame({0: range(10), 1: range(10)}))
    assert same is not None
    assert (same.year, same.lower, same.mean) == (1, 1, 1)


def test_the_noise_taken_out() -> None:
    assert spearman_brown(0.5, 2) == pytest.approx(2 / 3)
    assert spearman_brown(0.4, 1) == 0.4
    assert at_most(0.3, 0.25) == pytest.approx(0.6)
    assert at_most(-0.9, 0.25) == -1
    assert at_most(0.3, -0.1) is None


def test_a_correlation_without_noise_is_found_again() -> None:
    generator = np.random.default_rng(10)
    truth = generator.normal(size=50_000)
    other = 0.7 * truth + np.sqrt(1 - 0.49) * generator.normal(size=50_000)
    years = pd.DataFrame(truth[:, None] + 1.5 * generator.normal(size=(50_000, 3)))
    found = reliability_of_years(years)
    assert found is not None
    seen = np.corrcoef(years.mean(axis=1), other)[0, 1]
    assert seen < 0.6
    assert at_most(seen, found.mean) == pytest.approx(0.7, abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("noise", [1.0, 2.0])
def test_the_interval_covers_the_truth(noise: float) -> None:
    truth = 1 / (1 + noise**2)
    covered = 0
    for seed in range(4_000):
        found = reliability_of_years(survey(seed, noise=noise))
        assert found is not None
        covered += found.lower <= truth <= found.upper
    assert 0.93 <= covered / 4_000 <= 0.97


def test_noise_rebounds_and_lasting_change_does_not() -> None:
    assert rebound_of_changes(survey(3, n=4000)) == pytest.approx(-0.5, abs=0.02)
    generator = np.random.default_rng(5)
    walk = pd.DataFrame(generator.normal(size=(4000, 4)).cumsum(axis=1))
    assert rebound_of_changes(walk) == pytest.approx(0.0, abs=0.03)


def test_too_few_changes_tell_of_no_rebound() -> None:
    assert rebound_of_changes(survey(3, n=9, years=2)) is None
    assert rebound_of_changes(survey(3, n=20, years=2)) is None


def test_the_reliability_of_the_mean_is_alpha_of_cronbach() -> None:
    table = survey(11)
    found = reliability_of_years(table)
    assert found is not None
    assert found.mean == pytest.approx(3 / 2 * (1 - table.var().sum() / table.sum(axis=1).var()))
