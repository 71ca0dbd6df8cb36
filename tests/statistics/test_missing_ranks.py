"""How far can ranks that nobody printed move a correlation?"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.statistics.missing_ranks import bounds_for_missing


def panel(seed: int, hidden: int) -> tuple[pd.Series, pd.Series, pd.Series]:
    generator = np.random.default_rng(seed)
    n = 14
    ranks = pd.Series(generator.permutation(n) + 1.0)
    predictor = pd.Series(generator.normal(size=n))
    seen = ranks.copy()
    seen.iloc[generator.choice(n, hidden, replace=False)] = np.nan
    return ranks, seen, predictor


def test_bounds_are_those_of_every_possible_filling() -> None:
    _, seen, predictor = panel(seed=5, hidden=4)
    free = sorted(set(range(1, 15)) - set(seen.dropna()))
    correlations = []
    for order in itertools.permutations(free):
        filled = seen.copy()
        filled[seen.isna()] = order
        correlations.append(np.corrcoef(filled, predictor)[0, 1])
    found = bounds_for_missing(seen, predictor)
    assert (found.seen, found.units) == (10, 14)
    assert found.lower == pytest.approx(min(correlations), abs=1e-12)
    assert found.upper == pytest.approx(max(correlations), abs=1e-12)


@given(seed=st.integers(0, 10_000), hidden=st.integers(0, 4))
@settings(max_examples=60)
def test_bounds_contain_the_truth(seed: int, hidden: int) -> None:
    ranks, seen, predictor = panel(seed, hidden)
    found = bounds_for_missing(seen, predictor)
    truth = np.corrcoef(ranks, predictor)[0, 1]
    assert found.lower - 1e-9 <= truth <= found.upper + 1e-9


def test_ties_share_the_lowest_place_and_count_as_average_ranks() -> None:
    ranks, _, predictor = panel(seed=2, hidden=0)
    tied = ranks.replace(2.0, 1.0)
    found = bounds_for_missing(tied, predictor)
    averaged = tied.replace(1.0, 1.5)
    assert found.correlation_seen == pytest.approx(np.corrcoef(averaged, predictor)[0, 1])
    assert found.lower == found.upper == found.correlation_seen


def test_what_cannot_be_bounded_is_refused() -> None:
    ranks, seen, predictor = panel(seed=1, hidden=4)
    with pytest.raises(ValueError, match="must be known for every unit"):
        bounds_for_missing(ranks, predictor.mask(predictor.index == 0))
    with pytest.raises(ValueError, match="not constant"):
        bounds_for_missing(ranks, predictor * 0)
    with pytest.raises(ValueError, match="places from 1 to 14, ties sharing the lowest"):
        # Two at 1 take up place 2 as well, which a third claims.
        bounds_for_missing(ranks.replace(3.0, 1.0), predictor)
    with pytest.raises(ValueError, match="9 units are seen; 10 are needed"):
        bounds_for_missing(seen.where(seen.rank() > 1), predictor)
