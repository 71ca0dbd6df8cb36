"""Which orders no points reverse: against the closed form, every corner solved, drawn points."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, pairwise, product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from helpers.sources.editions import Formula
from helpers.statistics.sensitivity import Choices
from helpers.statistics.settled_order import UNPRINTED, open_places, settled, settled_order

Index = tuple[pd.Series, pd.DataFrame, pd.Series]


def made_up(seed: int, units: int = 4, parts: int = 3, unknown: float = 0.4) -> Index:
    """Printed totals and parts to two decimals, some parts not printed."""
    random = np.random.default_rng(seed)
    names = [f"p{number}" for number in range(parts)]
    whole = pd.DataFrame(random.uniform(0.3, 1, (units, parts)), columns=names)
    weights = pd.Series(random.integers(1, 5, parts).astype(float), index=names)
    totals = (whole @ weights / weights.sum()).round(2)
    return totals, whole.round(2).mask(random.random(whole.shape) < unknown), weights


def least_lead(index: Index, one: int, other: int, choices: Choices, *, equal: bool) -> float:
    """The least that one unit can be ahead by, with a linear programme for each corner."""
    totals, parts, weights = index
    w, a, h = weights.to_numpy(), choices.weight_spread, choices.half_width
    count = len(w)
    bounds, sums, limits, alike, lines = [], [], [], [], []
    for place, unit in enumerate((one, other)):
        values = parts.iloc[unit]
        bounds += [
            (0, 1) if np.isnan(value) else (max(value - h, 0), min(value + h, 1))
            for value in values
        ]
        row = np.zeros(2 * count)
        row[place * count : (place + 1) * count] = w
        sums += [row, -row]
        limits += [w.sum() * (totals.iloc[unit] + h), -w.sum() * (totals.iloc[unit] - h)]
        for first, second in pairwise(np.flatnonzero(values.isna())) if equal else ():
            line = np.zeros(2 * count)
            line[place * count + first], line[place * count + second] = 1, -1
            lines.append(line)
            alike.append(0)
    leads = []
    for signs in product((-1, 1), repeat=count):
        factors = w * (1 + a * np.array(signs))
        solved = linprog(
            np.concatenate([factors, -factors]), A_ub=np.array(sums), b_ub=limits, bounds=bounds,
            A_eq=np.array(lines) if lines else None, b_eq=alike or None,
        )  # fmt: skip
        assert solved.success
        leads.append(solved.fun)
    return min(leads)


@pytest.fixture
def printed_2024(printed_tables: dict[str, pd.DataFrame], formulas: Mapping[str, Formula]) -> Index:
    """The only table that prints all parts of every unit."""
    table = printed_tables["2024_34"]
    weights = pd.Series(formulas["dti-405"].weights, dtype=float)
    return table["overall"], table[list(weights.index)], weights


def test_full_rows_without_rounding_follow_the_closed_form_in_fractions(
    printed_2024: Index,
) -> None:
    totals, parts, weights = printed_2024
    found = settled_order(totals, parts, weights, Choices(0.25, 0))
    points = [Fraction(int(w)) for w in weights]
    exact = [[Fraction(f"{value:.4f}") for value in row] for row in parts.to_numpy()]
    for one, other in combinations(range(len(totals)), 2):
        gaps = [w * (x - y) for w, x, y in zip(points, exact[one], exact[other], strict=True)]
        holds = abs(sum(gaps)) > Fraction(1, 4) * sum(map(abs, gaps))
        assert found.iat[one, other] == (holds and sum(gaps) > 0)
        assert found.iat[other, one] == (holds and sum(gaps) < 0)


@pytest.mark.parametrize("unprinted", UNPRINTED)
@pytest.mark.parametrize("seed", range(4))
def test_an_order_holds_where_every_corner_solved_leaves_a_lead(unprinted: str, seed: int) -> None:
    index, choices = made_up(seed), Choices(0.25, 0.5e-2)
    found = settled_order(*index, choices, unprinted=unprinted)
    leads = {
        pair: least_lead(index, *pair, choices, equal=unprinted == "equal")
        for pair in product(range(4), repeat=2)
        if pair[0] != pair[1]
    }
    assert any(lead > 0 for lead in leads.values())
    for (one, other), lead in leads.items():
        assert found.iat[one, other] == (lead > 1e-6), (one, other, lead)


def test_no_drawn_points_rounding_and_unprinted_parts_reverse_a_settled_order(
    printed_2024: Index,
) -> None:
    totals, parts, weights = printed_2024
    hidden = parts.copy()
    hidden.iloc[::2, [0, 1, 3]] = np.nan
    random = np.random.default_rng(8)
    for known, unprinted in ((parts, "equal"), (hidden, "free")):
        found = settled_order(totals, known, weights, Choices(), unprinted=unprinted).to_numpy()
        assert 0.2 < found.sum() / (34 * 33 / 2) < 0.9
        for _ in range(500):
            # Corners are drawn as well as points between them.
            u = random.choice([random.uniform(-0.25, 0.25, 8), random.choice([-0.25, 0.25], 8)])
            drawn = weights.to_numpy() * (1 + u)
            scores = parts.to_numpy() @ drawn / drawn.sum()
            assert (scores[:, None] - scores[None, :])[found].min() > 0


def test_a_wider_spread_or_freer_parts_settle_no_more() -> None:
    index = made_up(11, units=20)
    for unprinted in UNPRINTED:
        orders = [
            settled_order(*index, Choices(a, 0.5e-2), unprinted=unprinted) for a in (0, 0.1, 0.4)
        ]
        for narrow, wide in pairwise(orders):
            assert (narrow | ~wide).all(axis=None)
            assert narrow.sum(axis=None) > wide.sum(axis=None)
    equal, free = (settled_order(*index, Choices(), unprinted=one) for one in UNPRINTED)
    assert (equal | ~free).all(axis=None)
    assert not (equal & equal.T).any(axis=None)


def test_without_other_points_the_printed_totals_decide_up_to_rounding() -> None:
    totals = pd.Series([0.5, 0.5001, 0.5002])
    parts = pd.DataFrame({"a": [np.nan] * 3, "b": [np.nan] * 3})
    found = settled_order(totals, parts, pd.Series({"a": 1.0, "b": 3.0}), Choices(0, 0.5e-4))
    # One unit of the last digit apart, two may be equal; two units apart, they are not.
    assert found.to_numpy().tolist() == [[False] * 3, [False] * 3, [True, False, False]]


def test_what_does_not_fit_is_refused() -> None:
    totals, parts, weights = made_up(1)
    with pytest.raises(ValueError, match="equal, free"):
        settled_order(totals, parts, weights, Choices(), unprinted="open")
    with pytest.raises(ValueError, match="columns of the weights"):
        settled_order(totals, parts.iloc[:, ::-1], weights, Choices())
    many = pd.Series(dict.fromkeys(range(17), 1.0))
    with pytest.raises(ValueError, match="17 parts"):
        settled_order(totals, pd.DataFrame(0.5, totals.index, many.index), many, Choices())


def test_pairs_neighbours_and_the_widest_open_pair_are_counted_by_hand() -> None:
    ranks = pd.Series([3, 1, 2, 3], index=list("abcd"))
    order = pd.DataFrame(False, index=list("abcd"), columns=list("abcd"))
    order.loc["b", ["a", "c"]] = True
    found = settled(order, ranks)
    # In order b c a d: b is ahead of c and a; of b and d, two places apart, nobody can tell.
    assert (found.pairs, found.holding, found.neighbours, found.apart) == (6, 2, 3, (0,))
    assert (found.widest, found.widest_pair) == (2, ("b", "d"))
    assert found.share == pytest.approx(1 / 3)
    places = open_places(order, ranks)
    assert places.loc["b"].tolist() == [1, 3]
    assert places.loc["c"].tolist() == [2, 3]
    assert places.loc["d"].tolist() == [1, 3]
    everyone = pd.DataFrame(np.triu(np.ones((3, 3), dtype=bool), k=1))
    assert settled(everyone, pd.Series([1, 2, 3])).widest_pair is None
    assert settled(everyone.iloc[:1, :1], pd.Series([1])).pairs == 0
