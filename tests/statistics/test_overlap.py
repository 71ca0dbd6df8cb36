"""What is an index without one of its parts?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from helpers.sources.editions import Formula
from helpers.statistics.overlap import without_component

FORMULA = Formula("f", "DTI", "Công thức", "Formula", "", {"a": 100, "b": 200, "c": 700})


def test_the_rest_is_the_weighted_mean_of_the_other_parts() -> None:
    parts = pd.DataFrame({"a": [0.2, 1.0], "b": [0.5, 0.0], "c": [0.4, 0.3]})
    total = 0.1 * parts["a"] + 0.2 * parts["b"] + 0.7 * parts["c"]
    rest = without_component(total, parts["b"], "b", FORMULA)
    # By hand: (100 * 0.2 + 700 * 0.4) / 800 and (100 * 1 + 700 * 0.3) / 800.
    assert rest.tolist() == pytest.approx([0.375, 0.3875], abs=1e-12)


def test_independent_parts_leave_no_correlation_once_the_part_is_out() -> None:
    generator = np.random.default_rng(3)
    parts = pd.DataFrame(generator.normal(size=(200_000, 3)), columns=list("abc"))
    total = 0.1 * parts["a"] + 0.2 * parts["b"] + 0.7 * parts["c"]
    # Algebra: 0.2 / sqrt(0.1^2 + 0.2^2 + 0.7^2) = 0.2722.
    assert np.corrcoef(total, parts["b"])[0, 1] == pytest.approx(0.2722, abs=0.01)
    rest = without_component(total, parts["b"], "b", FORMULA)
    assert np.corrcoef(rest, parts["b"])[0, 1] == pytest.approx(0, abs=0.01)


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(ValueError, match="gives no weight to 'd'"):
        without_component(pd.Series([0.5]), pd.Series([0.5]), "d", FORMULA)
