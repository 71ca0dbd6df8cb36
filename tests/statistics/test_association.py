"""Does a later outcome go with a predictor, the starting point taken into account?"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from helpers.statistics.association import adjusted_association, decided_by_one_unit
from helpers.statistics.permutation import (
    CannotTellError,
    ResidualMaker,
    adjusted_t,
    permutation_test,
    permutations_of,
)


def hc3_t(y: np.ndarray, x: np.ndarray, rest: np.ndarray) -> float:
    """HC3 written out from its definition, with no shortcut."""
    design = np.column_stack([rest, x])
    bread = np.linalg.inv(design.T @ design)
    slope = bread @ design.T @ y
    error = y - design @ slope
    meat = np.zeros_like(bread)
    for row, e in zip(design, error, strict=True):
        leverage = row @ bread @ row
        meat += np.outer(row, row) * (e / (1 - leverage)) ** 2
    return float(slope[-1] / np.sqrt((bread @ meat @ bread)[-1, -1]))


def made_up(n: int, seed: int, effect: float = 0.0, rho: float = 0.0) -> dict[str, np.ndarray]:
    """A panel of ranks: a later outcome that follows the starting rank and, if asked, x."""
    generator = np.random.default_rng(seed)
    start = generator.normal(size=n)
    x = rho * start + np.sqrt(1 - rho**2) * generator.normal(size=n)
    rank = (-start).argsort().argsort() + 1.0
    y = -0.05 * rank + effect * x + generator.normal(size=n)
    return {"y": y, "x": x, "rest": np.column_stack([np.ones(n), rank])}


def test_hc3_equals_its_definition() -> None:
    data = made_up(12, seed=1, effect=0.5)
    found = adjusted_t(ResidualMaker(data["rest"]), data["y"], data["x"][:, None])[0]
    assert found == pytest.approx(hc3_t(data["y"], data["x"], data["rest"]), rel=1e-10)


def test_hc3_on_four_points_by_hand() -> None:
    # y on a constant and x = 0, 0, 1, 1: slope 2, errors -1, 1, -1, 1, every leverage 1/2, so
    # each error counts double: variance = sum((x - 1/2)^2 * 4) / 1 = 4, t = 2 / 2.
    x, y = np.array([0.0, 0, 1, 1]), np.array([0.0, 2, 2, 4])
    found = adjusted_t(ResidualMaker(np.ones((4, 1))), y, x[:, None])[0]
    assert found == pytest.approx(1.0, abs=1e-12)


def test_small_permutation_test_is_the_full_enumeration() -> None:
    data = made_up(7, seed=3, effect=0.7)
    own = abs(hc3_t(data["y"], data["x"], data["rest"]))
    orders = list(itertools.permutations(range(7)))
    reference = [abs(hc3_t(data["y"], data["x"][list(o)], data["rest"])) for o in orders]
    expected = np.mean([t >= own - 1e-9 for t in reference])
    found = permutation_test(data["y"], data["x"], data["rest"])
    assert (found.exact, found.permutations) == (True, 5040)
    assert found.p_value == pytest.approx(expected, abs=1e-12)


def test_permutations_stay_within_their_groups() -> None:
    values = np.arange(8.0)
    groups = pd.Series(["a"] * 3 + ["b"] * 5)
    orders, exact = permutations_of(values, groups, draws=10, seed=1)
    assert (exact, orders.shape) == (True, (8, 6 * 120))
    assert {frozenset(column) for column in orders[:3].T} == {frozenset({0.0, 1.0, 2.0})}
    assert len({tuple(column) for column in orders.T}) == 720
    many, exact = permutations_of(np.arange(30.0), None, draws=50, seed=1)
    again, _ = permutations_of(np.arange(30.0), None, draws=50, seed=1)
    assert (exact, many.shape) == (False, (30, 50))
    assert (np.sort(many, axis=0) == np.arange(30.0)[:, None]).all()
    assert (many == again).all()


@pytest.mark.slow
@pytest.mark.parametrize("rho", [0.0, 0.8])
def test_size_is_that_of_the_level_also_when_x_goes_with_the_start(rho: float) -> None:
    panels = 2000
    rejected = 0
    for seed in range(panels):
        data = made_up(63, seed, rho=rho)
        test = permutation_test(data["y"], data["x"], data["rest"], draws=399, seed=seed)
        rejected += test.p_value <= 0.05
    assert 0.03 <= rejected / panels <= 0.07


@pytest.mark.slow
def test_an_effect_of_one_residual_deviation_is_found() -> None:
    panels = 400
    found = 0
    for seed in range(panels):
        data = made_up(63, seed, effect=1.0)
        test = permutation_test(data["y"], data["x"], data["rest"], draws=399, seed=seed)
        found += test.p_value <= 0.05
    assert found / panels > 0.95


def frame(n: int = 30, seed: int = 2) -> tuple[pd.Series, pd.Series, pd.DataFrame]:
    data = made_up(n, seed, effect=0.8)
    index = [f"vn63-{i:02d}" for i in range(n)]
    return (
        pd.Series(data["y"], index),
        pd.Series(data["rest"][:, 1], index),
        pd.DataFrame({"portal": data["x"]}, index),
    )


def test_effects_are_those_of_least_squares() -> None:
    after, before, predictors = frame()
    found = adjusted_association(after, before, predictors, draws=200)[0]
    design = np.column_stack([np.ones(30), before, predictors["portal"]])
    slope = np.linalg.lstsq(design, after.to_numpy(), rcond=None)[0][-1]
    assert found.effect == pytest.approx(slope, rel=1e-9)
    scale = predictors["portal"].std() / after.std()
    assert found.standardised == pytest.approx(slope * scale, rel=1e-9)
    assert found.t == pytest.approx(
        hc3_t(after.to_numpy(), predictors["portal"].to_numpy(), design[:, :2]), rel=1e-9
    )
    assert (found.n, found.permutations, found.exact) == (30, 200, False)
    again = adjusted_association(after, before, predictors, draws=200)[0]
    assert again == found


def test_units_left_out_are_named_with_the_reason() -> None:
    after, before, predictors = frame()
    after.iloc[0], predictors.iloc[3, 0] = np.nan, np.nan
    found = adjusted_association(after, before, predictors, draws=99)[0]
    assert found.n == 28
    assert found.missing == {"vn63-00": "outcome", "vn63-03": "portal"}


def test_what_cannot_be_told_says_why() -> None:
    after, before, predictors = frame()
    for changed, kind in (
        (predictors * 0 + 3, "constant"),
        (predictors.iloc[:12], "too few"),  # 12 units and 3 coefficients: one unit short.
        (before.to_frame("portal") * 2 + 1, "collinear"),
    ):
        with pytest.raises(CannotTellError) as caught:
            adjusted_association(after, before, changed, draws=99)
        assert caught.value.kind == kind
    with pytest.raises(CannotTellError, match="outcome is the same for all 30 units"):
        adjusted_association(after * 0, before, predictors, draws=99)
    assert adjusted_association(after, before, predictors.iloc[:13], draws=99)[0].n == 13
    many = pd.DataFrame(np.random.default_rng(1).normal(size=(30, 27)), index=after.index)
    with pytest.raises(CannotTellError, match="30 units have all values; 30 coefficients need 40"):
        adjusted_association(after, before, predictors, controls=many.add_prefix("c"), draws=99)


def test_one_unit_that_decides_is_noticed() -> None:
    data = made_up(40, seed=8)
    x, y = data["x"].copy(), data["y"].copy()
    firm = decided_by_one_unit(y + 3 * x, x, data["rest"], critical=2.0)
    assert not firm
    # Without this unit there is no relation at all.
    x[0], y[0] = 30.0, 40.0
    t = adjusted_t(ResidualMaker(data["rest"]), y, x[:, None])[0]
    assert decided_by_one_unit(y, x, data["rest"], critical=abs(t) / 2)
    # What is no finding hangs on nobody, whatever its sign does.
    assert not decided_by_one_unit(y, x, data["rest"], critical=abs(t) * 1.01)
