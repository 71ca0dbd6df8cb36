"""How much of a survey lasts: by hand, against least squares, and with planted noise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from helpers.statistics.reliability import rebound_of_changes, reliability


def planted(noise: float, units: int = 4000, years: int = 3) -> pd.DataFrame:
    generator = np.random.default_rng(3)
    level = generator.normal(size=(units, 1))
    values = level + generator.normal(size=years) + noise * generator.normal(size=(units, years))
    return pd.DataFrame(values, columns=range(2020, 2020 + years))


def test_a_planted_share_is_found() -> None:
    # Variance 1 that lasts, 4 that does not: one year 1/5, the mean of three 1 / (1 + 4/3).
    found = reliability(planted(noise=2.0))
    assert found is not None
    assert found.one == pytest.approx(1 / 5, abs=0.03)
    assert found.mean == pytest.approx(3 / 7, abs=0.04)
    assert (found.n, found.years) == (4000, 3)


def test_the_mean_of_years_is_that_of_spearman_and_brown_and_of_cronbach() -> None:
    table = planted(noise=1.0, units=60)
    found = reliability(table)
    assert found is not None
    assert found.mean == pytest.approx(3 * found.one / (1 + 2 * found.one))
    # Cronbach's alpha from its own definition.
    alpha = 3 / 2 * (1 - table.var().sum() / table.sum(axis=1).var())
    assert found.mean == pytest.approx(alpha)


def test_levels_of_years_are_no_noise() -> None:
    table = planted(noise=1.0, units=60)
    own, moved = (
        reliability(table),
        reliability(table + pd.Series({2020: 5.0, 2021: -3.0, 2022: 0})),
    )
    assert own is not None
    assert moved is not None
    assert moved.one == pytest.approx(own.one)


def test_too_little_is_told_nothing() -> None:
    table = planted(noise=1.0, units=9)
    assert reliability(table) is None
    assert reliability(planted(noise=1.0, units=20)[[2020]]) is None
    assert rebound_of_changes(planted(noise=1.0, units=20)[[2020, 2021]]) is None
    assert reliability(planted(noise=1.0, units=20) * 0) is None


def test_noise_rebounds_and_lasting_change_does_not() -> None:
    assert rebound_of_changes(planted(noise=1.0)) == pytest.approx(-0.5, abs=0.02)
    generator = np.random.default_rng(5)
    walk = pd.DataFrame(generator.normal(size=(4000, 4)).cumsum(axis=1))
    assert rebound_of_changes(walk) == pytest.approx(0.0, abs=0.03)
