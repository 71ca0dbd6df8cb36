"""Taking a component out of an index, where a predictor measures the same thing."""

from __future__ import annotations

import pandas as pd

from helpers.sources.editions import Formula


def without_component(
    total: pd.Series, component: pd.Series, name: str, formula: Formula
) -> pd.Series:
    """What would the total be if one component had no weight?

    Estimand: the weighted mean of the other components, on the scale 0 to 1. Algorithm: with W all
    points and w those of the component, (W * total - w * component) / (W - w).

    Args:
        total, component: scores from 0 to 1, one for each unit; missing where either is missing.
        name: which part of `formula.weights` the component is.

    Raises:
        ValueError: the formula gives no weight to `name`.
    """
    if name not in formula.weights:
        raise ValueError(f"{formula.name_en} gives no weight to {name!r}")
    points = sum(formula.weights.values())
    own = formula.weights[name]
    return (points * total - own * component) / (points - own)
