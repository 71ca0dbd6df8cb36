"""Scores under another formula: bounds by an independent linear programme, ranks by all corners."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from helpers.sources.editions import Formula
from helpers.statistics.formula_swap import rank_span, swapped_scores


def by_linear_programme(
    total: float, parts: pd.Series, old: pd.Series, new: pd.Series, half_width: float
) -> list[float]:
    """Least and greatest score under the new points, by a general solver."""
    boxes = [
        (0, 1) if pd.isna(x) else (max(x - half_width, 0), min(x + half_width, 1)) for x in parts
    ]
    points = [old.sum() * (total - half_width), old.sum() * (total + half_width)]
    return [
        sign
        * linprog(
            sign * new / new.sum(), A_ub=np.array([-old, old]), b_ub=[-points[0], points[1]],
            bounds=boxes,
        ).fun
        for sign in (1, -1)
    ]  # fmt: skip


@pytest.mark.parametrize("half_width", [0.0, 0.5e-4, 0.02])
@pytest.mark.parametrize("seed", range(5))
def test_bounds_are_those_of_a_general_solver(seed: int, half_width: float) -> None:
    random = np.random.default_rng(seed)
    old = pd.Series(random.integers(10, 200, 6).astype(float), index=list("abcdef"))
    new = pd.Series(random.integers(0, 200, 6).astype(float), index=list("abcdef"))
    parts = pd.DataFrame(random.uniform(0, 1, (12, 6)), columns=list("abcdef"))
    totals = parts @ old / old.sum()
    parts = parts.mask(random.random((12, 6)) < 0.5)
    found = swapped_scores(totals, parts, old, new[list("fedcba")], half_width=half_width)
    for unit, row in found.iterrows():
        expected = by_linear_programme(totals[unit], parts.loc[unit], old, new, half_width)
        assert row[["lower", "upper"]].tolist() == pytest.approx(expected, abs=1e-7)


def test_the_truth_lies_within_the_bounds_when_parts_are_hidden(
    printed_tables: dict[str, pd.DataFrame], formulas: Mapping[str, Formula]
) -> None:
    new, old = (pd.Series(formulas[f].weights, dtype=float) for f in ("dti-922", "dti-405"))
    table = printed_tables["2024_34"]
    truth = table[list(new.index)] @ new / new.sum()
    hidden = ["awareness", "institutions", "human_resources", "cybersecurity"]
    found = swapped_scores(table["overall"], table.drop(columns=hidden).assign(
        **dict.fromkeys(hidden, np.nan)), old, new)  # fmt: skip
    assert found["score"].isna().all()
    # Parts as printed miss their total by up to 0.00007.
    assert truth.between(found["lower"] - 5e-5, found["upper"] + 5e-5).all()
    span = rank_span(found)
    rank = truth.rank(method="min", ascending=False)
    assert ((span["rank_best"] <= rank) & (rank <= span["rank_worst"])).all()
    known = swapped_scores(table["overall"], table, old, new)
    assert (known["score"] - truth).abs().max() < 1e-4
    assert (known["upper"] - known["lower"]).max() < 2e-4
    assert known["score"].between(known["lower"], known["upper"]).all()


def test_the_same_formula_gives_the_printed_total_back(
    printed_tables: dict[str, pd.DataFrame], formulas: Mapping[str, Formula]
) -> None:
    weights = pd.Series(formulas["dti-922"].weights, dtype=float)
    for year in ("2022_63", "2023_63"):
        totals = printed_tables[year]["overall"]
        found = swapped_scores(totals, printed_tables[year], weights, weights)
        # However the unknown parts share their points, they are worth the same.
        assert (found["lower"] - (totals - 0.5e-4)).abs().max() < 1e-4
        assert (found["upper"] - (totals + 0.5e-4)).abs().max() < 1e-4
        exact = swapped_scores(totals, printed_tables[year][[]].reindex(columns=weights.index),
                               weights, weights, half_width=0)  # fmt: skip
        assert (exact[["lower", "upper"]].sub(totals, axis=0)).abs().max(axis=None) < 1e-12


def test_the_span_of_ranks_is_that_of_all_corners() -> None:
    bounds = pd.DataFrame(
        {"lower": [0.5, 0.4, 0.55, 0.2, 0.2], "upper": [0.6, 0.52, 0.55, 0.3, 0.2]}
    )
    seen = [
        pd.Series(corner).rank(method="min", ascending=False)
        for corner in product(*bounds.to_numpy().tolist())
    ]
    ranks = pd.concat(seen, axis=1)
    found = rank_span(bounds)
    assert found["rank_best"].tolist() == ranks.min(axis=1).tolist()
    assert found["rank_worst"].tolist() == ranks.max(axis=1).tolist()


def test_what_cannot_be_answered_is_refused() -> None:
    weights = pd.Series({"a": 1.0, "b": 3.0})
    parts = pd.DataFrame({"a": [0.5], "b": [np.nan]}, index=["x"])
    with pytest.raises(ValueError, match=r"no parts from 0 to 1 give the total 0\.9 of x"):
        swapped_scores(pd.Series({"x": 0.9}), parts, weights, weights)
    with pytest.raises(ValueError, match=r"no parts from 0 to 1 give the total 0\.1 of x"):
        swapped_scores(pd.Series({"x": 0.1}), parts, weights, weights)
    with pytest.raises(ValueError, match="the same parts"):
        swapped_scores(pd.Series({"x": 0.5}), parts, weights, weights.rename({"b": "c"}))
    with pytest.raises(ValueError, match="points above 0"):
        swapped_scores(pd.Series({"x": 0.5}), parts, weights * [0, 1], weights)
