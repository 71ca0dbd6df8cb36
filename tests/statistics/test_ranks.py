"""Ranks with ties, ranked before rounding, and how far rounding can move them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers.statistics.ranks import rank_bounds, rank_gain, rank_scores, spearman


def test_equal_scores_share_the_lowest_rank_and_the_next_is_skipped() -> None:
    above = [0.9 - 0.01 * place for place in range(16)]
    ranks = rank_scores(pd.Series([*above, 0.635, 0.635, 0.6342]))
    assert ranks.tolist() == [*range(1, 17), 17, 17, 19]


def test_scores_are_ranked_before_they_are_rounded() -> None:
    unrounded = pd.Series([0.63496, 0.63504, 0.63502])
    assert rank_scores(unrounded, decimals=None).tolist() == [3, 1, 2]
    assert rank_scores(unrounded, decimals=4).tolist() == [1, 1, 1]


def test_noise_of_floating_point_breaks_no_tie_at_the_published_precision() -> None:
    assert 0.1 + 0.2 != 0.3
    assert rank_scores(pd.Series([0.1 + 0.2, 0.3, 0.4])).tolist() == [2, 2, 1]


def test_a_missing_score_has_no_rank_and_pushes_nobody_down() -> None:
    ranks = rank_scores(pd.Series([0.5, None, 0.7], index=["a", "b", "c"]))
    assert ranks["a"] == 2
    assert pd.isna(ranks["b"])
    assert ranks["c"] == 1
    assert ranks.dtype == "Int64"


def test_the_ministrys_printed_ranks_are_the_order_of_its_totals(
    printed_tables: dict[str, pd.DataFrame],
) -> None:
    totals = printed_tables["2022_63"]["overall"]
    by_hand = [1 + sum(other > own for other in totals) for own in totals]
    assert rank_scores(totals).tolist() == by_hand
    assert rank_scores(totals)[["Thanh Hóa", "Yên Bái", "Hậu Giang"]].tolist() == [15, 15, 17]


# Eighths and sixteenths are exact in floating point, so the edges of intervals can really touch.
SCORES = st.lists(st.integers(0, 8).map(lambda eighths: eighths / 8), min_size=1, max_size=5)
HALF_WIDTHS = st.integers(0, 6).map(lambda sixteenths: sixteenths / 16)


@given(SCORES, HALF_WIDTHS)
def test_rank_bounds_are_those_of_every_possible_error(
    scores: list[float], half_width: float
) -> None:
    places: list[set[int]] = [set() for _ in scores]
    for errors in product((-half_width, 0.0, half_width), repeat=len(scores)):
        true = [score + error for score, error in zip(scores, errors, strict=True)]
        for unit, own in enumerate(true):
            places[unit].add(1 + sum(other > own for other in true))
    bounds = rank_bounds(pd.Series(scores), half_width)
    assert bounds["rank_best"].tolist() == [min(found) for found in places]
    assert bounds["rank_worst"].tolist() == [max(found) for found in places]


def test_rank_bounds_of_missing_scores_are_missing() -> None:
    bounds = rank_bounds(pd.Series([0.5, None, 0.7], index=["a", "b", "c"]), 0.01)
    assert bounds.loc["b"].isna().all()
    assert bounds.loc[["a", "c"]].to_numpy().tolist() == [[2, 2], [1, 1]]
    assert bounds.dtypes.tolist() == ["Int64", "Int64"]


def test_a_negative_error_is_refused() -> None:
    with pytest.raises(ValueError, match=r"0 or more, found -0\.1"):
        rank_bounds(pd.Series([0.5]), -0.1)


def test_up_is_positive() -> None:
    gains = rank_gain(
        pd.Series([20, 5, 7, None], dtype="Int64"), pd.Series([17, 9, 7, 3], dtype="Int64")
    )
    assert gains[:3].tolist() == [3, -4, 0]
    assert pd.isna(gains[3])
    assert gains.dtype == "Int64"


@given(st.integers(2, 63).flatmap(lambda n: st.permutations(range(1, n + 1))))
def test_gains_of_full_rankings_without_ties_sum_to_zero(after: list[int]) -> None:
    before = pd.Series(range(1, len(after) + 1))
    assert rank_gain(before, pd.Series(after)).sum() == 0


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=3, max_size=30).filter(
        lambda pairs: len({a for a, _ in pairs}) > 1 and len({b for _, b in pairs}) > 1
    )
)
def test_rank_correlation_uses_average_ranks(pairs: list[tuple[int, int]]) -> None:
    first, second = (pd.Series(values, dtype=float) for values in zip(*pairs, strict=True))
    expected = float(stats.spearmanr(first, second).statistic)
    assert spearman(first, second) == pytest.approx(expected, abs=1e-12)


def test_rank_correlation_leaves_out_units_that_lack_a_value() -> None:
    first = pd.Series([1.0, 2.0, 3.0, np.nan, 5.0])
    second = pd.Series([10.0, 30.0, 20.0, 40.0, np.nan])
    assert spearman(first, second) == pytest.approx(0.5)
