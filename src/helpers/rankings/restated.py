"""One edition under the formula of a later one: totals and ranks, exact or between bounds.

Only the points of the parts change. What is counted inside a part changed as well (Decision 922 has
98 components, Decision 405 has 47), and no figure published tells what that did; so the result is
never called comparable.
"""

from __future__ import annotations

import pandas as pd

from helpers.rankings.index_parts import index_parts
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Units
from helpers.statistics.formula_swap import rank_span, swapped_scores


def restated_scores(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, edition: Edition, under: Edition
) -> pd.DataFrame:
    """Which score would each unit of an edition have under the points of another?

    Args:
        rankings: as `rankings.csv`.
        edition: what is restated. under: the edition whose formula is used; both complete, with
            known points of the same parts (`formula_bounds_problem`). The same edition gives its
            printed scores with their rounding.

    Returns:
        Index `unit_id`; `score` (0 to 1, missing where a part is unknown), `lower` and `upper`
        (whatever the unknown parts are, rounding included), and `equal` (with the unknown parts of
        a unit equal to one another).

    Raises:
        BadInputError: an edition has no complete table or no known points.
    """
    known = index_parts(rankings, definitions, units, edition)
    points = index_parts(rankings, definitions, units, under).weights
    found = swapped_scores(known.totals, known.parts, known.weights, points)
    equal = known.filled.mul(points).sum(axis=1) / points.sum()
    return found.assign(equal=equal).rename_axis("unit_id")


def restated_totals(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, edition: Edition, under: Edition
) -> pd.DataFrame:
    """Which total and rank would an edition have given under the formula of another?

    Args:
        rankings: as `rankings.csv`.
        edition: what is restated. under: the edition whose formula is used; both complete, with
            known points of the same parts (`formula_bounds_problem`).

    Returns:
        One row for each unit: `unit_id`, `province`, `measure` ("overall"), `rank` (missing for an
        interval), `rank_best`, `rank_worst`, `score` (0 to 1, missing where a part is unknown) and
        `rank_basis` ("recomputed").

    Raises:
        BadInputError: an edition has no complete table or no known points.
    """
    bounds = restated_scores(rankings, definitions, units, edition, under)
    span = rank_span(bounds).astype("Int64")
    names = {unit.unit_id: unit.province for unit in units.all(edition.universe)}
    table = span.assign(
        province=span.index.map(names),
        measure="overall",
        rank=span["rank_best"].where(span["rank_best"] == span["rank_worst"]),
        score=bounds["score"],
        rank_basis="recomputed",
    )
    columns = ["province", "measure", "rank", "rank_best", "rank_worst", "score", "rank_basis"]
    return table[columns].rename_axis("unit_id").reset_index()
