"""What rounding allows, and the means of merged units."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.statistics.relations import half_unit, mean_error, member_means


def test_rounding_allows_half_a_unit_of_the_last_decimal() -> None:
    assert half_unit(0) == 0.5
    assert half_unit(4) == pytest.approx(0.00005)
    assert mean_error(2, 4) == pytest.approx(0.00505)


def test_a_merged_unit_has_a_mean_only_where_every_member_has_a_score() -> None:
    into = {"a": "x", "b": "x", "c": "y", "d": "y"}
    scores = pd.Series({"a": 0.5, "b": 0.7, "c": 0.4, "d": None, "stranger": 1.0})
    assert member_means(scores, into).to_dict() == {"x": pytest.approx(0.6)}
    assert member_means(scores.drop("d"), into).to_dict() == {"x": pytest.approx(0.6)}
