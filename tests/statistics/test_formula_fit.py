"""Points of a formula out of printed totals: found where the rows tell them, not told otherwise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from helpers.statistics.formula_fit import fit_points, scale_like

ALLOWED = 1e-4


def index_of(points: list[int], rows: int, seed: int = 1) -> tuple[pd.DataFrame, pd.Series]:
    """Parts drawn at random and their totals, all printed to four decimals."""
    rng = np.random.default_rng(seed)
    parts = rng.uniform(0.3, 1, (rows, len(points)))
    totals = parts @ np.array(points) / sum(points)
    names = [f"part{number}" for number in range(len(points))]
    index = [f"u{number}" for number in range(rows)]
    return pd.DataFrame(parts.round(4), index, names), pd.Series(totals.round(4), index)


@pytest.mark.parametrize(
    ("points", "smallest"),
    [
        ([50, 50, 140, 100, 100, 200, 150, 150], [5, 5, 14, 10, 10, 20, 15, 15]),
        ([100, 100, 100, 200], [1, 1, 1, 2]),
        ([1, 1, 1], [1, 1, 1]),
        ([0, 30, 70], [0, 3, 7]),
    ],
)
def test_points_are_found_up_to_a_common_factor(points: list[int], smallest: list[int]) -> None:
    parts, totals = index_of(points, 34)
    fit = fit_points(parts, totals, ALLOWED)
    assert list(fit.points.values()) == smallest
    assert fit.largest_error <= ALLOWED
    assert fit.outliers == ()
    share = smallest[0] / sum(smallest)
    assert fit.lowest["part0"] - 1e-6 <= share <= fit.highest["part0"] + 1e-6


def test_wrong_rows_are_named_and_do_not_sway_the_points() -> None:
    parts, totals = index_of([50, 50, 140, 100, 100, 200, 150, 150], 34)
    totals["u7"] -= 0.01
    parts.loc["u21", "part2"] = parts.loc["u21", "part2"] / 2
    fit = fit_points(parts, totals, ALLOWED)
    assert list(fit.points.values()) == [5, 5, 14, 10, 10, 20, 15, 15]
    assert set(fit.outliers) == {"u7", "u21"}


def test_too_few_full_rows_tell_nothing() -> None:
    parts, totals = index_of([1, 2, 3], 12)
    parts.iloc[3:, 0] = np.nan
    fit = fit_points(parts, totals, ALLOWED)
    assert fit.points == {}
    assert "3 full rows cannot tell 3 weights" in fit.problem


def test_columns_that_go_together_tell_nothing() -> None:
    parts, totals = index_of([1, 2, 3], 34)
    parts["part1"] = parts["part0"]
    totals = (parts @ np.array([1, 2, 3]) / 6).round(4)
    fit = fit_points(parts, totals, ALLOWED)
    assert fit.points == {}
    assert "open between" in fit.problem


def test_a_part_that_is_not_in_the_table_leaves_no_points() -> None:
    parts, totals = index_of([1, 2, 3, 4], 34)
    fit = fit_points(parts.drop(columns="part3"), totals, ALLOWED)
    assert fit.points == {}
    assert "no weights reproduce" in fit.problem


def test_points_are_scaled_to_those_of_the_formula_before() -> None:
    fitted = {"a": 5, "b": 14, "c": 20, "new": 8}
    assert scale_like(fitted, {"a": 100, "b": 100, "c": 200}) == {
        "a": 50, "b": 140, "c": 200, "new": 80,
    }  # fmt: skip
    assert scale_like(fitted, {}) == fitted
