"""Patterns of unprinted parts: totals stay, parts stay in their scale, hidden widths return."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from helpers.sources.editions import Formula
from helpers.statistics.sensitivity import Choices, sensitivity_intervals
from helpers.statistics.unprinted import unprinted_patterns

WEIGHTS = pd.Series({"a": 1.0, "b": 2.0, "c": 1.0})


def filled(parts: pd.DataFrame, totals: pd.Series, weights: pd.Series) -> pd.DataFrame:
    """Unknown parts at the mean that the total leaves, row by row."""
    result = parts.copy()
    for unit, row in parts.iterrows():
        unknown = row.isna()
        rest = weights.sum() * totals[unit] - (row[~unknown] * weights[~unknown]).sum()
        if unknown.any():
            result.loc[unit, unknown] = rest / weights[unknown].sum()
    return result


def test_a_pattern_is_added_to_the_mean_and_shrunk_where_it_does_not_fit() -> None:
    parts = pd.DataFrame(
        {"a": [0.9, np.nan, np.nan], "b": [0.6, np.nan, np.nan], "c": [0.5, 0.5, 0.5]},
        index=list("xyz"),
    )
    # x: a and b have the mean (0.9 + 2 · 0.6) / 3 = 0.7, so that they lie 0.2 above and 0.1 below.
    totals = pd.Series({"x": 0.65, "y": 0.35, "z": 0.8})
    (table,) = unprinted_patterns(parts, filled(parts, totals, WEIGHTS), WEIGHTS)
    assert table.loc["x"].tolist() == [0.9, 0.6, 0.5]
    # y: (4 · 0.35 - 0.5) / 3 = 0.3; z: 0.9, of which only half of the pattern fits under 1.
    assert table.loc["y"].tolist() == pytest.approx([0.5, 0.2, 0.5])
    assert table.loc["z"].tolist() == pytest.approx([1.0, 0.85, 0.5])


def test_no_full_row_gives_no_pattern_and_full_rows_alone_need_none() -> None:
    parts = pd.DataFrame({"a": [np.nan, 0.2], "b": [0.5, np.nan], "c": [0.1, 0.4]})
    totals = pd.Series([0.4, 0.3])
    assert unprinted_patterns(parts, filled(parts, totals, WEIGHTS), WEIGHTS) == []
    whole = parts.fillna(0.5)
    assert unprinted_patterns(whole, whole, WEIGHTS) == []


@pytest.mark.parametrize("year", ["2022_63", "2023_63"])
def test_every_pattern_gives_the_printed_totals(
    year: str, printed_tables: dict[str, pd.DataFrame], formulas: Mapping[str, Formula]
) -> None:
    table = printed_tables[year]
    weights = pd.Series(formulas["dti-922"].weights, dtype=float)
    parts = table[list(weights.index)]
    start = filled(parts, table["overall"], weights)
    patterns = unprinted_patterns(parts, start, weights)
    assert len(patterns) == 10
    for pattern in patterns:
        assert pattern.min(axis=None) >= -1e-12
        assert pattern.max(axis=None) <= 1 + 1e-12
        assert pattern.where(parts.notna()).equals(parts)
        gap = (pattern @ weights - start @ weights).abs()
        assert gap.max() < 1e-9
    # In fractions, for one unit and one full row, by hand.
    unit, row = parts.index[20], parts.index[0]
    unknown = parts.columns[parts.loc[unit].isna()]
    points = {part: Fraction(int(weights[part])) for part in unknown}
    mean = sum(points[p] * Fraction(f"{parts.loc[row, p]:.4f}") for p in unknown) / sum(
        points.values()
    )
    shape = {p: Fraction(f"{parts.loc[row, p]:.4f}") - mean for p in unknown}
    level = Fraction(float(start.loc[unit, unknown[0]]))
    share = min(
        [Fraction(1)]
        + [(1 - level if shape[p] > 0 else level) / abs(shape[p]) for p in unknown if shape[p]]
    )
    for part in unknown:
        expected = level + share * shape[part]
        assert patterns[0].loc[unit, part] == pytest.approx(float(expected))


def test_draws_that_take_a_pattern_find_the_widths_that_equal_parts_hide() -> None:
    # All units lean to one of two parts by 0.3; of the last thirty this is not printed. Taken as
    # equal, no weights move them; with patterns they move as far as a lean drawn anew would.
    random = np.random.default_rng(1)
    totals = pd.Series(np.sort(random.uniform(0.45, 0.55, 40))[::-1])
    lean = np.where(random.random(40) < 0.5, 0.3, -0.3)
    hidden = pd.DataFrame({"a": totals + lean, "b": totals - lean})
    hidden.iloc[10:] = np.nan
    weights = pd.Series({"a": 1.0, "b": 1.0})
    equal = filled(hidden, totals, weights)
    patterns = unprinted_patterns(hidden, equal, weights)
    drawn = np.tile(lean, (20_000, 1))
    drawn[:, 10:] = random.choice(lean[:10], (20_000, 30))
    one, other = 1 + random.uniform(-0.25, 0.25, (2, 20_000, 1))
    level = totals.to_numpy()
    scores = ((level + drawn) * one + (level - drawn) * other) / (one + other)
    ends = np.quantile(scores.argsort(axis=1).argsort(axis=1), [0.05, 0.95], axis=0)

    def widths(parts: pd.DataFrame | list[pd.DataFrame]) -> np.ndarray:
        found = sensitivity_intervals(totals, parts, weights, Choices(0.25, 0), draws=20_000)
        return (found["rank_upper"] - found["rank_lower"]).to_numpy(float)

    expected = ends[1] - ends[0]
    assert np.abs(widths(patterns) - expected).mean() < 0.5
    assert np.abs(widths(patterns) - expected).max() <= 3
    assert widths(equal)[10:].mean() < 0.6 * expected[10:].mean()


def test_an_alternative_that_is_the_table_itself_changes_nothing() -> None:
    random = np.random.default_rng(2)
    parts = pd.DataFrame(random.uniform(0, 1, (12, 3)), columns=list("abc"))
    totals = parts @ WEIGHTS / WEIGHTS.sum()
    plain = sensitivity_intervals(totals, parts, WEIGHTS, Choices(0.3), draws=300, seed=3)
    twice = sensitivity_intervals(totals, [parts, parts], WEIGHTS, Choices(0.3), draws=300, seed=3)
    assert twice.equals(plain)


def test_each_unit_takes_each_alternative_equally_often() -> None:
    # With b left out x is first by its first table and last by its second; y does not move.
    totals = pd.Series({"x": 0.5, "y": 0.5})
    one = pd.DataFrame({"a": [0.9, 0.5], "b": [0.1, 0.5]}, index=["x", "y"])
    other = pd.DataFrame({"a": [0.1, 0.5], "b": [0.9, 0.5]}, index=["x", "y"])
    found = sensitivity_intervals(
        totals, [one, other], pd.Series({"a": 1.0, "b": 1.0}), Choices(0, 0, leave_out=True),
        draws=20_000, top=1,
    )  # fmt: skip
    # x first: one third with neither left out (a tie), a third of a or b left out and half of that.
    assert found.loc["x", "share_top"] == pytest.approx(1 / 3 + 2 / 3 / 2, abs=0.01)


def test_an_alternative_that_does_not_fit_is_refused() -> None:
    parts = pd.DataFrame({"a": [0.9, 0.5], "b": [0.1, 0.5], "c": [0.2, 0.2]})
    totals = parts @ WEIGHTS / WEIGHTS.sum()
    with pytest.raises(ValueError, match="columns of the weights"):
        sensitivity_intervals(totals, [parts, parts.iloc[:1]], WEIGHTS, Choices())
