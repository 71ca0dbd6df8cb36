"""How far do the points alone move ranks, where two editions follow different formulas? For 02."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.rankings.panel import of_edition
from helpers.rankings.restated import restated_scores
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Units
from helpers.statistics.formula_swap import rank_span
from helpers.statistics.ranks import rank_scores


@dataclass(frozen=True)
class PointsAlone:
    """How far the points of the later edition alone move the ranks of the earlier, in places.

    `mean`, `largest`: with the unprinted parts of a unit equal to one another. `lower`, `upper`: of
    the mean, whatever these parts are (each unit at its own least and greatest, which may not be
    reached by all at once). `published`: by how much the published ranks moved on average.
    """

    mean: float
    largest: int
    lower: float
    upper: float
    published: float


def points_alone(
    rankings: pd.DataFrame,
    definitions: Definitions,
    units: Units,
    pair: tuple[Edition, Edition] | None,
) -> PointsAlone | None:
    """How far would the ranks of the earlier edition have moved under the later points?

    Args:
        rankings: as `rankings.csv`. pair: of `bounds_pair`, or None.

    Returns:
        None without a pair.
    """
    if pair is None:
        return None
    earlier, later = (_ranks(rankings, one) for one in pair)
    scores = restated_scores(rankings, definitions, units, *pair).reindex(earlier.index)
    span = rank_span(scores)
    equal = rank_scores(scores["equal"], decimals=9).astype(int)
    moved = (earlier - equal).abs()
    ends = pd.concat([(earlier - span[name]).abs() for name in span], axis=1)
    inside = earlier.between(span["rank_best"], span["rank_worst"])
    return PointsAlone(
        float(moved.mean()),
        int(moved.max()),
        float(ends.min(axis=1).mask(inside, 0).mean()),
        float(ends.max(axis=1).mean()),
        float((earlier - later.reindex(earlier.index)).abs().mean()),
    )


def _ranks(rankings: pd.DataFrame, edition: Edition) -> pd.Series:
    rows = of_edition(rankings, edition)
    return rows[rows["measure"] == "overall"].set_index("unit_id")["rank"].astype(int)
