"""How lasting a rank is: against the printed formula term by term, derivatives, planted truth."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest

from helpers.statistics.rank_persistence import (
    Persistence,
    rank_agreement,
    rank_slope,
    stayed_first,
)

# Twelve units, two of them tied in the earlier and three in the later edition.
BEFORE = pd.Series([1, 2, 3, 4, 5, 5, 7, 8, 9, 10, 11, 12])
AFTER = pd.Series([2, 1, 6, 3, 4, 9, 5, 7, 7, 7, 12, 11])


def by_the_printed_formula(x: list[int], y: list[int]) -> tuple[Fraction, Fraction]:
    """Slope and the variance of the slope in whole fractions, each sum written out."""
    n = len(x)

    def below(u: int, v: int) -> Fraction:
        return Fraction(1) if u < v else Fraction(1, 2) if u == v else Fraction(0)

    def ranks(values: list[int]) -> list[Fraction]:
        return [(sum(below(u, v) for u in values) + Fraction(1, 2)) / n for v in values]

    rx, ry = ranks(x), ranks(y)
    mean_x, mean_y = sum(rx) / n, sum(ry) / n
    v = [r - mean_x for r in rx]
    square = sum(one * one for one in v) / n
    slope = sum(one * r for one, r in zip(v, ry, strict=True)) / n / square
    start = mean_y - slope * mean_x
    e = [b - start - slope * a for a, b in zip(rx, ry, strict=True)]
    total = Fraction(0)
    for i in range(n):
        h1 = e[i] * v[i]
        h2 = sum(
            (below(y[i], y[j]) - slope * below(x[i], x[j]) - start) * v[j] for j in range(n)
        ) / Fraction(n)
        h3 = sum(e[j] * (below(x[i], x[j]) - mean_x) for j in range(n)) / Fraction(n)
        total += (h1 + h2 + h3) ** 2
    return slope, total / n / square**2 / n


def weighted_slope(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> float:
    """The slope where units count unevenly; ranks are shares of the weight below."""
    rank_x, rank_y = (
        ((values[:, None] < values) + 0.5 * (values[:, None] == values)).T @ weights
        for values in (x, y)
    )
    mean = weights @ rank_x
    return float(weights @ ((rank_x - mean) * rank_y) / (weights @ (rank_x - mean) ** 2))


def equicorrelated(
    random: np.random.Generator, units: int, editions: int, correlation: float
) -> pd.DataFrame:
    """Scores of units that share a lasting part; every two editions have this correlation."""
    lasting = np.sqrt(correlation) * random.standard_normal((units, 1))
    return pd.DataFrame(
        lasting + np.sqrt(1 - correlation) * random.standard_normal((units, editions))
    )


def covers(found: Persistence, truth: float) -> bool:
    return found.lower <= truth <= found.upper


def test_slope_and_variance_are_those_of_the_printed_formula_in_fractions() -> None:
    found = rank_slope(BEFORE, AFTER)
    slope, variance = by_the_printed_formula(BEFORE.tolist(), AFTER.tolist())
    assert found.value == pytest.approx(float(slope), abs=1e-12)
    assert found.standard_error == pytest.approx(float(variance) ** 0.5, abs=1e-12)


def test_the_error_is_that_of_the_derivatives_of_the_slope() -> None:
    # The influence of a unit is how the slope moves as the unit gets a little more weight.
    x, y = BEFORE.to_numpy(float), AFTER.to_numpy(float)
    n, step = len(x), 1e-5
    even = np.full(n, 1 / n)
    slopes = [
        [
            weighted_slope(x, y, (1 - shift) * even + shift * np.eye(n)[unit])
            for shift in (step, -step)
        ]
        for unit in range(n)
    ]
    influence = np.array([(up - down) / (2 * step) for up, down in slopes])
    assert rank_slope(BEFORE, AFTER).standard_error == pytest.approx(
        np.sqrt((influence**2).mean() / n), rel=1e-6
    )


def test_without_ties_the_slope_is_spearmans_correlation_and_its_usual_error_is_another() -> None:
    random = np.random.default_rng(2)
    table = equicorrelated(random, 63, 2, 0.85)
    found = rank_slope(table[0], table[1])
    ranks = table.rank()
    differences = ((ranks[0] - ranks[1]) ** 2).sum()
    assert found.value == pytest.approx(1 - 6 * differences / (63 * (63**2 - 1)), abs=1e-12)
    rest = ranks[1] - ranks[1].mean() - found.value * (ranks[0] - ranks[0].mean())
    usual = np.sqrt((rest**2).sum() / 61 / ((ranks[0] - ranks[0].mean()) ** 2).sum())
    assert abs(found.standard_error / usual - 1) > 0.05


def test_ranks_and_scores_the_other_way_round_give_one_answer() -> None:
    scored, ranked = rank_slope(-BEFORE, -AFTER), rank_slope(BEFORE, AFTER)
    assert (scored.lower, scored.upper) == pytest.approx((ranked.lower, ranked.upper))
    turned = rank_slope(BEFORE, -AFTER)
    assert turned.value == pytest.approx(-rank_slope(BEFORE, AFTER).value)
    assert turned.lower == pytest.approx(-rank_slope(BEFORE, AFTER).upper)


def test_an_order_that_stays_or_turns_is_wholly_known() -> None:
    same = rank_slope(pd.Series(range(12)), pd.Series(range(12)))
    assert (same.value, same.lower, same.upper) == (1, 1, 1)
    turned = rank_slope(pd.Series(range(12)), -pd.Series(range(12)))
    assert turned.value == turned.lower == turned.upper == pytest.approx(-1)


def test_agreement_without_ties_is_the_mean_correlation_of_all_pairs_and_kendalls_w() -> None:
    table = equicorrelated(np.random.default_rng(4), 34, 4, 0.6)
    found = rank_agreement(table)
    ranks = table.rank()
    mean = np.mean([ranks[a].corr(ranks[b]) for a, b in combinations(ranks, 2)])
    assert found.value == pytest.approx(mean, abs=1e-12)
    sums = ranks.sum(axis=1)
    kendall = 12 * ((sums - sums.mean()) ** 2).sum() / (16 * (34**3 - 34))
    assert found.value == pytest.approx((4 * kendall - 1) / 3, abs=1e-12)


def test_agreement_of_two_editions_is_their_slope() -> None:
    table = equicorrelated(np.random.default_rng(5), 63, 2, 0.7)
    one, other = rank_agreement(table), rank_slope(table[0], table[1])
    for name in ("value", "standard_error", "lower", "upper"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-12)


def test_the_order_of_editions_does_not_matter_and_a_lasting_order_agrees_wholly() -> None:
    table = equicorrelated(np.random.default_rng(6), 20, 3, 0.5)
    values = {round(rank_agreement(table[list(p)]).standard_error, 12) for p in permutations(table)}
    assert len(values) == 1
    assert rank_agreement(pd.DataFrame({"a": range(12), "b": range(12)})).value == 1


def test_units_that_lack_an_edition_are_left_out_and_too_few_are_refused() -> None:
    assert rank_slope(BEFORE, AFTER.where(AFTER > 1)).n == 11
    with pytest.raises(ValueError, match="9 units have all values"):
        rank_slope(BEFORE[:9], AFTER[:9])
    with pytest.raises(ValueError, match="share one rank"):
        rank_slope(pd.Series([1] * 12), AFTER)
    with pytest.raises(ValueError, match="1 edition"):
        rank_agreement(BEFORE.to_frame())


def test_who_stays_first_is_counted_with_ties_at_the_last_place() -> None:
    before = pd.Series([1, 2, 3, 4, 5, 6], index=list("abcdef"))
    after = pd.Series([6, 1, 3, 2, 3, 5], index=list("abcdef"))
    found = stayed_first(before, after, first=3)
    # Before: a b c; later: b d and, sharing the third place, c e.
    assert (found.n, found.before, found.after, found.stayed) == (6, 3, 4, 2)
    draws = [len({0, 1, 2} & set(chosen)) for chosen in combinations(range(6), 4)]
    assert found.by_chance == pytest.approx(np.mean(draws))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("units", "correlation"), [(63, 0.0), (63, 0.5), (63, 0.88), (34, 0.5), (34, 0.88), (16, 0.88)]
)
def test_the_interval_of_the_slope_covers_the_truth(units: int, correlation: float) -> None:
    random = np.random.default_rng([units, int(100 * correlation)])
    # Spearman's correlation of two normal variables (Pearson 1907).
    truth = 6 / np.pi * np.arcsin(correlation / 2)
    tables = (equicorrelated(random, units, 2, correlation) for _ in range(2_000))
    share = np.mean([covers(rank_slope(table[0], table[1]), truth) for table in tables])
    assert 0.93 <= share <= 0.97


@pytest.mark.slow
def test_the_interval_of_agreement_covers_the_truth() -> None:
    random = np.random.default_rng(9)
    truth = 6 / np.pi * np.arcsin(0.8 / 2)
    tables = (equicorrelated(random, 63, 3, 0.8) for _ in range(2_000))
    assert 0.93 <= np.mean([covers(rank_agreement(table), truth) for table in tables]) <= 0.97
