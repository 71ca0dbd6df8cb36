"""How far do ranks depend on the points chosen, and which part moved a unit? For notebook 02.

Every edition with a complete table and known points can be recomputed (`rankings.index_parts`); of
the others nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import pandas as pd

from helpers.errors import BadInputError
from helpers.questions.association.asked import check_draws
from helpers.questions.rank_gains.answer import GainQuestion
from helpers.rankings.gains import gains_between
from helpers.rankings.index_parts import IndexParts, can_be_recomputed, index_parts
from helpers.rankings.rank_intervals import edition_intervals
from helpers.sources.editions import (
    Definitions,
    Edition,
    comparison_problem,
    formula_bounds_problem,
)
from helpers.sources.provinces import Unit, Units
from helpers.statistics.decomposition import REMAINDER, ROUNDING, split_rank_change
from helpers.statistics.decomposition import split_score_change as split_scores
from helpers.statistics.permutation import SEED
from helpers.statistics.sensitivity import FEWEST_DRAWS, Choices, ranks_without_each, total_effects

_EFFECT_DRAWS = 2_000
TOP = 10


def check_choices(weight_spread: object, draws: int) -> Choices:
    """Which other choices are tried, and is the number of tries enough?

    Args:
        weight_spread: by which share weights vary up and down, from 0 to below 1.
        draws: how often they are drawn, at least `FEWEST_DRAWS`; see `check_draws`.

    Raises:
        BadInputError: a value is no number or out of range.
    """
    number = isinstance(weight_spread, int | float) and not isinstance(weight_spread, bool)
    if not number or not 0 <= float(str(weight_spread)) < 1:
        raise BadInputError("workings.spread", spread=weight_spread)
    check_draws(draws, FEWEST_DRAWS)
    return Choices(weight_spread=float(str(weight_spread)))


def known_parts(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, question: GainQuestion
) -> list[IndexParts]:
    """The parts of the totals of the two editions asked for, where they can be recomputed."""
    return [
        index_parts(rankings, definitions, units, edition)
        for edition in question.editions
        if can_be_recomputed(definitions, edition)
    ]


def rank_intervals(
    parts: Sequence[IndexParts], names: Mapping[str, str], choices: Choices, draws: int
) -> pd.DataFrame:
    """Which ranks would each unit have had under other weights, and with a part left out as well?

    Args:
        parts: of each edition. names: unit_id -> province.

    Returns:
        One row for each edition, `leave_out` (no, yes) and unit: `edition`, `leave_out`, `unit_id`,
        `province`, `rank`, `rank_median`, `rank_lower`, `rank_upper`, `share_top` (share of the
        draws among the first `TOP`) and `interval_kind`; sorted by rank.
    """
    columns = ["edition", "leave_out", "unit_id", "province", "rank", "rank_median", "rank_lower",
               "rank_upper", "share_top", "interval_kind"]  # fmt: skip
    tables = []
    for known, leave_out in product(parts, (False, True)):
        found = edition_intervals(known, replace(choices, leave_out=leave_out), draws, top=TOP)
        found = found.assign(leave_out=leave_out, province=found["unit_id"].map(names))
        tables.append(found.sort_values(["rank", "unit_id"]))
    if not tables:
        return pd.DataFrame(columns=columns)
    return pd.concat(tables, ignore_index=True)[columns]


def ranks_without_parts(parts: Sequence[IndexParts], unit: Unit) -> pd.DataFrame:
    """Which rank would one unit have without each part that is known of all?

    Returns:
        `edition`, `part`, `rank`.
    """
    rows = []
    for known in parts:
        own = ranks_without_each(known.totals, known.parts, known.weights).loc[unit.unit_id]
        rows += [(known.edition.edition, part, rank) for part, rank in own.dropna().items()]
    return pd.DataFrame(rows, columns=["edition", "part", "rank"])


def weight_effects(known: IndexParts, choices: Choices) -> pd.Series:
    """Which choice moves the ranks of an edition most? Total effects, the largest first.

    Only what the intervals without a part left out are drawn from: weights and rounding.
    """
    effects = total_effects(
        known.totals, known.filled, known.weights, choices, draws=_EFFECT_DRAWS, seed=SEED
    )
    return effects.sort_values(ascending=False, kind="stable")


@dataclass(frozen=True)
class GainSplit:
    """How the gains of all units split over their own parts and the others.

    `table`: `unit_id`, `province`, `part` (a part of the formula, `remainder`, `rounding`,
    `others`), `score_points` (missing for `others`) and `places` (up positive); only the parts that
    a unit has. `ranks`: index `unit_id`; `rank_before`, `rank_after`, `standing_still` (the rank in
    the later edition with the earlier score).
    """

    table: pd.DataFrame
    ranks: pd.DataFrame

    def of(self, unit: Unit) -> pd.DataFrame:
        """The rows of one unit, in the order of the published tables."""
        return self.table[self.table["unit_id"] == unit.unit_id].reset_index(drop=True)


def split_gains(
    earlier: IndexParts,
    later: IndexParts,
    names: Mapping[str, str],
) -> GainSplit:
    """Which part moved each unit between two editions under one formula?

    Args:
        earlier, later: the same units under the same formula. names: unit_id -> province.

    Raises:
        ValueError: other units, or other formulas.
    """
    if earlier.formula != later.formula:
        raise ValueError(f"{earlier.edition} and {later.edition} follow different formulas")
    totals = (earlier.totals, later.totals)
    points = split_scores(totals, (earlier.parts, later.parts), earlier.weights)
    ranks = split_rank_change(totals, points)
    full = points[list(earlier.weights.index)].notna().all(axis=1)
    players = points.assign(
        **{REMAINDER: points[REMAINDER].mask(full), ROUNDING: points[ROUNDING].where(full)}
    )
    places = ranks.places.copy()
    places[players.columns] = places[players.columns].where(players.notna())
    table = places.rename_axis(index="unit_id", columns="part").stack().rename("places")
    long = table.reset_index().merge(
        players.rename_axis(index="unit_id", columns="part").stack().rename("score_points"),
        on=["unit_id", "part"],
        how="left",
    )
    split = long.dropna(subset="places").assign(province=long["unit_id"].map(names))
    kept = ("rank_before", "rank_after", "standing_still")
    return GainSplit(
        split[["unit_id", "province", "part", "score_points", "places"]],
        pd.DataFrame({name: getattr(ranks, name) for name in kept}).rename_axis("unit_id"),
    )


def bounds_pair(
    definitions: Definitions, question: GainQuestion, newest: tuple[Edition, Edition] | None
) -> tuple[Edition, Edition] | None:
    """Which break can be bridged by putting the earlier edition under the points of the later?

    The pair asked for where it follows two formulas, else the newest; None where it is comparable
    or the bridge does not lead across.
    """
    pair = newest if question.comparable or question.pair is None else question.pair
    if pair is None or comparison_problem(definitions, *pair) is None:
        return None
    return pair if formula_bounds_problem(definitions, *pair) is None else None


def bounded_gains(
    rankings: pd.DataFrame,
    definitions: Definitions,
    units: Units,
    pair: tuple[Edition, Edition] | None,
) -> pd.DataFrame | None:
    """Gains of a pair through the bridge `formula_bounds`; None without a pair."""
    if pair is None:
        return None
    return gains_between(rankings, definitions, *pair, bridge="formula_bounds", units=units)
