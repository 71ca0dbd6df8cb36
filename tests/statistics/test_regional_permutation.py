"""How often does a test find what is not there, over the country and within regions?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from helpers.statistics.permutation import Matrix, permutation_test

REGIONS = pd.Series(np.repeat([f"r{number}" for number in range(6)], [14, 11, 14, 5, 6, 13]))
"""As many provinces as the six regions of the 63 have."""
REPETITIONS, DRAWS = 2_000, 199


def panel(random: np.random.Generator, clusters: float) -> tuple[Matrix, Matrix, Matrix]:
    """Outcome, predictor and the rest; each has a part that a region shares, and no link."""

    def column() -> Matrix:
        shared = clusters * random.standard_normal(6)
        return np.asarray(random.standard_normal(63) + shared[REGIONS.str[1:].astype(int)])

    baseline = column()
    return 0.7 * baseline + column(), 0.5 * baseline + column(), np.column_stack(
        [np.ones(63), baseline]
    )  # fmt: skip


def sizes(clusters: float) -> tuple[float, float]:
    """Which share of tests is below 0.05, permuted over all and within regions."""
    found = np.zeros(2)
    for number in range(REPETITIONS):
        asked = panel(np.random.default_rng([7, number]), clusters)
        for place, groups in enumerate((None, REGIONS)):
            test = permutation_test(*asked, groups=groups, draws=DRAWS, seed=number)
            found[place] += test.p_value <= 0.05
    over_all, within = found / REPETITIONS
    return float(over_all), float(within)


@pytest.mark.slow
def test_without_clusters_both_find_nothing_in_about_one_of_twenty() -> None:
    over_all, within = sizes(0.0)
    assert 0.04 <= over_all <= 0.06
    assert 0.04 <= within <= 0.06


@pytest.mark.slow
def test_with_regional_clusters_only_permuting_within_regions_keeps_its_size() -> None:
    over_all, within = sizes(0.6)
    assert over_all > 0.08
    assert 0.04 <= within <= 0.06


def test_within_regions_nothing_leaves_its_region() -> None:
    # A predictor that is the same within each region cannot change at all.
    random = np.random.default_rng(1)
    predictor = REGIONS.str[1:].astype(float).to_numpy()
    outcome = predictor + random.standard_normal(63)
    rest = np.ones((63, 1))
    assert permutation_test(outcome, predictor, rest, groups=REGIONS, draws=99).p_value == 1
    assert permutation_test(outcome, predictor, rest, draws=99).p_value == 0.01
