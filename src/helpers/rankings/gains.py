"""Rank gains and score changes between two editions, comparable or through a named bridge."""

from __future__ import annotations

from itertools import combinations, pairwise

import pandas as pd

from helpers.rankings.panel import of_edition
from helpers.rankings.restated import restated_totals
from helpers.sources.editions import Definitions, Edition, check_comparable, comparison_problem
from helpers.sources.figures import BASES
from helpers.sources.provinces import Units
from helpers.statistics.ranks import rank_gain

GAIN_COLUMNS = (
    "unit_id", "province", "index", "baseline", "edition", "measure", "rank_from", "rank_to",
    "rank_gain", "gain_least", "gain_most", "score_from", "score_to", "score_change",
    "comparable", "bridge", "basis",
)  # fmt: skip


def gains_between(
    rankings: pd.DataFrame,
    definitions: Definitions,
    baseline: Edition,
    edition: Edition,
    *,
    bridge: str = "",
    units: Units | None = None,
) -> pd.DataFrame:
    """Who climbed between two editions, by how many places and points?

    Args:
        rankings: as `rankings.csv`.
        baseline, edition: the earlier and the later edition, over one universe.
        bridge: needed where the editions follow different formulas; see `BRIDGES`. Through
            `formula_bounds` the earlier edition is put under the formula of the later, which stays
            as printed; only the total can be.
        units: needed by `formula_bounds`.

    Returns:
        One row for each unit and measure whose rank, or an interval for it, is known in both
        editions, with `rank_gain` (earlier rank minus later rank: up is positive; missing for an
        interval) between `gain_least` and `gain_most`. Through a bridge `comparable` is False.
        Scores, which have no common meaning across a break, are then left out, save those that
        `formula_bounds` gives exactly.

    Raises:
        NotComparableError: no formula in common and no bridge named, or two universes.
        ValueError: `formula_bounds` without `units`.
    """
    comparable = check_comparable(definitions, baseline, edition, bridge)
    restated = not comparable and bridge == "formula_bounds"
    earlier, later = (_ranks_of(rankings, e) for e in (baseline, edition))
    if restated:
        if units is None:
            raise ValueError("the bridge formula_bounds needs the units")
        earlier = restated_totals(rankings, definitions, units, baseline, edition)
    both = earlier.merge(later, on=["unit_id", "province", "measure"], suffixes=("_from", "_to"))
    both = both.dropna(subset=["rank_best_from", "rank_best_to"])
    table = both.assign(
        index=edition.index,
        baseline=baseline.edition,
        edition=edition.edition,
        rank_gain=rank_gain(both["rank_from"], both["rank_to"]),
        gain_least=rank_gain(both["rank_best_from"], both["rank_worst_to"]),
        gain_most=rank_gain(both["rank_worst_from"], both["rank_best_to"]),
        comparable=comparable,
        bridge="" if comparable else bridge,
        basis=[
            max(pair, key=BASES.index)
            for pair in zip(both["rank_basis_from"], both["rank_basis_to"], strict=True)
        ],
    )
    if not comparable and not restated:
        table[["score_from", "score_to"]] = float("nan")
    table["score_change"] = table["score_to"] - table["score_from"]
    return table[list(GAIN_COLUMNS)].sort_values(["measure", "unit_id"], ignore_index=True)


def _ranks_of(rankings: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    chosen = of_edition(rankings, edition)
    columns = ["rank", "rank_best", "rank_worst", "score", "rank_basis"]
    return chosen[["unit_id", "province", "measure", *columns]]


def all_gains(rankings: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """The table `rank_gains.csv`: every comparable pair, and neighbours through `printed_ranks`.

    Neighbouring editions under different formulas are kept with `comparable` False, because the
    ministry itself prints such differences and readers ask for them.
    """
    tables = []
    for index in definitions.indices:
        for universe in definitions.universes:
            editions = definitions.editions_of(index, universe)
            neighbours = set(pairwise(editions))
            for pair in combinations(editions, 2):
                comparable = comparison_problem(definitions, *pair) is None
                if not comparable and pair not in neighbours:
                    continue
                bridge = "" if comparable else "printed_ranks"
                tables.append(gains_between(rankings, definitions, *pair, bridge=bridge))
    return pd.concat([table for table in tables if len(table)]).sort_values(
        ["index", "baseline", "edition", "measure", "unit_id"], ignore_index=True
    )
