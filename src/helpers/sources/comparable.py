"""Which editions of one set of units can be compared? Every page asks here, so that all agree."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.errors import Reason
from helpers.sources.editions import Definitions, Edition, comparison_problem

Pair = tuple[Edition, Edition]


@dataclass(frozen=True)
class Comparable:
    """What can be compared of one index over one set of units; pairs are of neighbours, in order.

    `full`: pairs under one formula of which all totals of both are printed. `in_part`: pairs under
    one formula of which the totals of some units only are known, or ranks alone. `left_out`: the
    editions after `pair` (without one, all but the oldest), each with why it cannot be compared
    with the one before it.
    """

    index: str
    universe: str
    full: tuple[Pair, ...]
    in_part: tuple[Pair, ...]
    left_out: tuple[tuple[Edition, Reason], ...]

    @property
    def year(self) -> Pair | None:
        """The latest pair with two full tables, or None."""
        return self.full[-1] if self.full else None

    @property
    def pair(self) -> Pair | None:
        """The latest pair with full tables, else the latest in part; None where there is none."""
        return self.year or (self.in_part[-1] if self.in_part else None)

    @property
    def is_only(self) -> bool:
        """Whether `pair` is the only one of its kind."""
        return len(self.full or self.in_part) == 1


def comparable_years(
    definitions: Definitions, universe: str | None = None, index: str | None = None
) -> Comparable:
    """Which editions can be compared, which pair is the latest, and what stands outside it?

    Args:
        universe, index: which units and which ranking; by default the usual ones.

    Raises:
        BadInputError: the index is not on file.
    """
    index = index or definitions.default_index
    universe = universe or definitions.default_universe
    full, in_part = definitions.comparable_pairs(index, universe)
    latest = (full or in_part)[-1:]
    editions = definitions.editions_of(index, universe)
    later = [one for one in editions if not latest or one.edition > latest[0][1].edition]
    left_out = []
    for one in later:
        before = definitions.previous_edition(one)
        problem = comparison_problem(definitions, before, one) if before else None
        if problem is not None:
            left_out.append((one, problem))
    return Comparable(index, universe, full, in_part, tuple(left_out))
