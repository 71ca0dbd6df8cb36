"""How lasting is a rank, which neighbours are really apart, how understated is an interval?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.rankings.index_parts import IndexParts, can_be_recomputed, index_parts
from helpers.rankings.panel import of_edition
from helpers.rankings.rank_intervals import DRAWS
from helpers.sources.editions import Definitions, Edition, comparison_problem
from helpers.sources.provinces import Units
from helpers.statistics.baseline import FEWEST_UNITS
from helpers.statistics.permutation import SEED
from helpers.statistics.rank_persistence import (
    Persistence,
    Stayed,
    rank_agreement,
    rank_slope,
    stayed_first,
)
from helpers.statistics.sensitivity import Choices, sensitivity_intervals
from helpers.statistics.settled_order import (
    UNPRINTED,
    Settled,
    open_places,
    settled,
    settled_order,
)
from helpers.statistics.unprinted import unprinted_patterns

FIRST = 10
"""How many places of a ranking are its first."""
CHOICES = Choices()
"""The declared spread of the points and the rounding, those of `rank_intervals.csv`."""


# --- how lasting is a rank? -----------------------------------------------------------------------


@dataclass(frozen=True)
class Lasting:
    """How far the ranks of one edition last to the next full one of the same units.

    `comparable`: one formula; else it is the published rank that lasts or not, whatever a unit did.
    """

    before: Edition
    after: Edition
    slope: Persistence
    first: Stayed
    comparable: bool


@dataclass(frozen=True)
class Agreement:
    """How much of the differences of rank all full editions of one set of units share."""

    editions: tuple[Edition, ...]
    found: Persistence


def ranks_of(rankings: pd.DataFrame, edition: Edition) -> pd.Series:
    """The published rank of every unit in one edition, index `unit_id`.

    Args:
        rankings: as `rankings.csv`.
    """
    own = of_edition(rankings, edition)
    return own[own["measure"] == "overall"].set_index("unit_id")["rank"].astype(float)


def full_editions(definitions: Definitions) -> list[tuple[Edition, ...]]:
    """The editions of the index that rank every unit, oldest first, for each set of units."""
    ordered = sorted(definitions.universes, key=definitions.began)
    found = [
        tuple(one for one in definitions.editions_of(INDEX, universe) if one.complete)
        for universe in ordered
    ]
    return [editions for editions in found if editions]


def lasting_ranks(rankings: pd.DataFrame, definitions: Definitions) -> list[Lasting]:
    """How far do ranks last between neighbouring full editions, of each set of units?

    Pairs with fewer than 10 units ranked in both are left out.
    """
    found = []
    for editions in full_editions(definitions):
        for before, after in pairwise(editions):
            ranks = ranks_of(rankings, before), ranks_of(rankings, after)
            if len(pd.concat(ranks, axis=1).dropna()) < FEWEST_UNITS:
                continue
            comparable = comparison_problem(definitions, before, after) is None
            slope, first = rank_slope(*ranks), stayed_first(*ranks, FIRST)
            found.append(Lasting(before, after, slope, first, comparable))
    return found


def rank_agreements(rankings: pd.DataFrame, definitions: Definitions) -> list[Agreement]:
    """How much of the differences of rank is the same in three full editions or more?

    Of two editions it is their slope, which `lasting_ranks` tells.
    """
    found = []
    for editions in full_editions(definitions):
        table = pd.concat([ranks_of(rankings, one) for one in editions], axis=1).dropna()
        if len(editions) > 2 and len(table) >= FEWEST_UNITS:  # noqa: PLR2004
            found.append(Agreement(editions, rank_agreement(table)))
    return found


# --- are two neighbours really apart? -------------------------------------------------------------


@dataclass(frozen=True)
class Apart:
    """What no points within the declared spread reverse in one edition.

    `known`: its parts. `ranks`: published. `orders`: as `settled_order` for each of `UNPRINTED`; of
    units printed in full the two are one.
    """

    known: IndexParts
    ranks: pd.Series
    orders: dict[str, pd.DataFrame]

    @property
    def edition(self) -> Edition:
        """The edition that it speaks of."""
        return self.known.edition

    @property
    def printed_in_full(self) -> bool:
        """Whether every part of every unit is printed."""
        return bool(self.known.full.all())

    @cached_property
    def settled(self) -> dict[str, Settled]:
        """How much of the order is settled, for each of `UNPRINTED`."""
        return {name: settled(order, self.ranks) for name, order in self.orders.items()}

    @cached_property
    def units(self) -> list[str]:
        """The units in the order of their ranks, as `settled` takes it."""
        return list(self.ranks.astype(int).sort_values(kind="stable").index)

    def ladder(self, names: dict[str, str]) -> pd.DataFrame:
        """The numbers of the picture: a row for each unit in the order of ranks.

        Args:
            names: what each unit is called, by id.

        Returns:
            `unit_id`, `province`, `rank`, `best` and `worst` (the places of those whose order
            against it can be reversed), `apart` (whether no points bring the next one up).
        """
        order = self.orders[UNPRINTED[0]]
        places = open_places(order, self.ranks).loc[self.units]
        apart = set(self.settled[UNPRINTED[0]].apart)
        return pd.DataFrame(
            {
                "unit_id": self.units,
                "province": [names[unit] for unit in self.units],
                "rank": self.ranks.loc[self.units].astype(int).to_numpy(),
                "best": places["best"].to_numpy(),
                "worst": places["worst"].to_numpy(),
                "apart": [place in apart for place in range(len(self.units))],
            }
        )


def settled_in(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, edition: Edition
) -> Apart:
    """Which orders of an edition do no points within the declared spread reverse?

    Args:
        rankings: as `rankings.csv`. edition: one whose points are known and totals all printed.

    Raises:
        BadInputError: see `index_parts`.
    """
    known = index_parts(rankings, definitions, units, edition)
    asked = UNPRINTED if not known.full.all() else UNPRINTED[:1]
    orders = {
        name: settled_order(known.totals, known.parts, known.weights, CHOICES, unprinted=name)
        for name in asked
    }
    return Apart(known, ranks_of(rankings, edition).loc[known.totals.index], orders)


def all_settled(rankings: pd.DataFrame, definitions: Definitions, units: Units) -> list[Apart]:
    """`settled_in` of every edition whose points are known: newest units and editions first."""
    asked = [one for one in definitions.editions if can_be_recomputed(definitions, one)]
    asked.sort(key=lambda one: (definitions.began(one.universe), one.edition), reverse=True)
    own = [one for one in asked if one.index == INDEX]
    return [settled_in(rankings, definitions, units, one) for one in own]


# --- how understated is "understated"? ------------------------------------------------------------


@dataclass(frozen=True)
class Understated:
    """How wide sensitivity intervals are with unprinted parts equal, and as uneven as printed ones.

    `in_part`: units whose parts are not all printed, of which the means of widths (in places, the
    last less the first) are; `wider`: those whose interval grows. `first_third`, `middle`,
    `last_third`: where the units printed in full stand, whose patterns are drawn.
    """

    edition: Edition
    in_part: int
    width_equal: float
    width_drawn: float
    wider: int
    first_third: int
    middle: int
    last_third: int

    @property
    def full(self) -> int:
        """How many units are printed in full."""
        return self.first_third + self.middle + self.last_third


def understated(one: Apart, intervals: pd.DataFrame, draws: int = DRAWS) -> Understated | None:
    """How understated are the intervals of an edition that is printed in part?

    Args:
        one: of `settled_in`. draws: of each interval.
        intervals: as `rank_intervals.csv`; those with unprinted parts equal.

    Returns:
        None where all units are printed in full, or none is.
    """
    known, full = one.known, one.known.full
    patterns = unprinted_patterns(known.parts, known.filled, known.weights)
    if not patterns:
        return None
    drawn = sensitivity_intervals(
        known.totals, patterns, known.weights, CHOICES, draws=draws, seed=SEED
    )
    equal = of_edition(intervals, one.edition).set_index("unit_id").loc[full[~full].index]
    before = (equal["rank_upper"] - equal["rank_lower"]).astype(float)
    after = (drawn["rank_upper"] - drawn["rank_lower"]).astype(float).loc[before.index]
    ranks, third = one.ranks[full], len(full) / 3
    first, last = int((ranks <= third).sum()), int((ranks > 2 * third).sum())
    return Understated(
        edition=one.edition,
        in_part=len(before),
        width_equal=float(before.mean()),
        width_drawn=float(after.mean()),
        wider=int((after > before).sum()),
        first_third=first,
        middle=len(ranks) - first - last,
        last_third=last,
    )
