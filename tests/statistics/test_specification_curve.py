"""Does a finding survive other reasonable choices?"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from helpers.statistics.association import adjusted_association
from helpers.statistics.permutation import CannotTellError
from helpers.statistics.specification_curve import Specification, specification_curve


def specifications(effect: float, seed: int) -> tuple[list[Specification], pd.Series]:
    generator = np.random.default_rng(seed)
    n = 50
    index = pd.Index([f"vn63-{i:02d}" for i in range(n)])
    before = pd.Series(generator.normal(size=n), index)
    x = pd.Series(generator.normal(size=n), index, name="x")
    after = 0.8 * before + effect * x + pd.Series(generator.normal(size=n), index)
    control = pd.DataFrame({"size": generator.normal(size=n)}, index)
    choices = product(
        {"score": after, "rank": after.rank()}.items(),
        {"none": None, "size": control}.items(),
        {"all": None, "without five": index[5:]}.items(),
    )
    made = [
        Specification({"outcome": o, "controls": c, "units": u}, outcome, before, controls, units)
        for (o, outcome), (c, controls), (u, units) in choices
    ]
    return made, x


def test_every_declared_choice_is_run_and_shown() -> None:
    made, x = specifications(effect=1.0, seed=1)
    curve = specification_curve(made, x, draws=200)
    assert len(curve.table) == 2 * 2 * 2 == len(made)
    assert set(curve.table.columns) == {
        "outcome", "controls", "units", "n", "effect", "t", "problem",
    }  # fmt: skip
    assert sorted(curve.table["n"].unique()) == [45, 50]
    assert curve.median == pytest.approx(curve.table["effect"].median())
    assert curve.share_positive == 1.0
    assert curve.p_value == pytest.approx(1 / 201)


def test_without_an_effect_the_median_is_near_nothing() -> None:
    medians, p_values = [], []
    for seed in range(40):
        made, x = specifications(effect=0.0, seed=seed)
        curve = specification_curve(made, x, draws=100, seed=seed)
        medians.append(curve.median)
        p_values.append(curve.p_value)
    assert abs(np.mean(medians)) < 0.05
    assert 0.3 < np.mean(p_values) < 0.7


def test_one_specification_is_the_plain_regression() -> None:
    made, x = specifications(effect=0.5, seed=3)
    curve = specification_curve(made[:1], x, draws=50)
    design = np.column_stack([np.ones(50), made[0].outcome_before, x])
    slope = np.linalg.lstsq(design, made[0].outcome_after.to_numpy(), rcond=None)[0][-1]
    expected = slope * x.std() / made[0].outcome_after.std()
    assert curve.table["effect"].iloc[0] == pytest.approx(expected, rel=1e-9)


def test_what_cannot_be_run_is_shown_and_counted() -> None:
    made, x = specifications(effect=0.5, seed=3)
    few = Specification({"units": "nine"}, made[0].outcome_after, units=x.index[:9])
    curve = specification_curve([*made, few], x, draws=50)
    assert curve.problems == 1
    assert curve.table["problem"].iloc[-1] == "9 units have all values; 2 coefficients need 12"
    with pytest.raises(CannotTellError, match="none of 1 specifications"):
        specification_curve([few], x, draws=50)


def test_as_many_units_are_needed_as_for_a_test() -> None:
    made, x = specifications(effect=0.5, seed=3)
    choice = made[0]  # Intercept, baseline and predictor: three coefficients.
    for n, problem in ((13, ""), (12, "12 units have all values; 3 coefficients need 13")):
        few = Specification({}, choice.outcome_after, choice.outcome_before, units=x.index[:n])
        curve = specification_curve([choice, few], x, draws=50)
        assert curve.table["problem"].iloc[-1] == problem
        panel = pd.DataFrame({"after": choice.outcome_after, "before": choice.outcome_before})
        own = panel.loc[x.index[:n]]
        asked = (own["after"], own["before"], x.to_frame())
        if problem:
            with pytest.raises(CannotTellError, match=problem):
                adjusted_association(*asked, draws=50)
        else:
            adjusted_association(*asked, draws=50)
