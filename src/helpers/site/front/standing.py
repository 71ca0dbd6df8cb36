"""Where every unit stands in the newest table, and what one can and cannot read from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.rankings.merged_units import member_totals
from helpers.rankings.panel import of_edition
from helpers.sources.editions import Definitions, Edition, load_definitions
from helpers.sources.origins import Figure, derived, stored
from helpers.sources.processed_files import PROCESSED, read_processed
from helpers.sources.provinces import Unit, Units, load_units
from helpers.sources.schemas import empty_table
from helpers.sources.shown import shown

MEASURE = "overall"
_LEADING = 3


@dataclass(frozen=True, eq=False)
class Tables:
    """What the front page reads. A table that is not there yet has no rows."""

    definitions: Definitions
    units: Units
    rankings: pd.DataFrame
    gains: pd.DataFrame
    intervals: pd.DataFrame
    checked: pd.DataFrame
    covariates: pd.DataFrame

    @classmethod
    def read(cls, root: Path) -> Tables:
        """All of a project.

        Raises:
            BadInputError: a processed table does not keep its schema.
        """

        def table(name: str) -> pd.DataFrame:
            there = (root / PROCESSED / f"{name}.csv").is_file()
            return read_processed(root, name) if there else empty_table(name)

        names = "rankings", "rank_gains", "rank_intervals", "press_check", "covariates"
        return cls(load_definitions(root), load_units(root), *map(table, names))

    @cached_property
    def newest(self) -> Edition:
        """The edition that leads the page."""
        return shown(self.definitions).edition

    @cached_property
    def former(self) -> Edition | None:
        """The latest complete edition over the units that those of the newest one were made of."""
        began = self.definitions.began
        return max(self._earlier, key=lambda one: (began(one.universe), one.edition), default=None)

    @cached_property
    def twin(self) -> Edition | None:
        """The edition over former units of the same year as the newest one."""
        same = (one for one in self._earlier if one.edition == self.newest.edition)
        return next(same, None)

    @property
    def _earlier(self) -> list[Edition]:
        began = self.definitions.began
        return [
            one
            for one in self.definitions.editions
            if one.index == self.newest.index
            and one.complete
            and began(one.universe) < began(self.newest.universe)
        ]

    def size(self, universe: str) -> Figure:
        """How many units there are of a universe."""
        return derived(len(self.units.all(universe)), "units", f"vn{universe}")

    def name(self, unit_id: str) -> str:
        """What a unit is called."""
        return self.units.by_id(unit_id).province


@dataclass(frozen=True)
class Member:
    """A unit of another universe that belongs to one; without a rank where years differ."""

    unit: Unit
    rank: tuple[Figure, ...] = ()
    score: Figure | None = None


@dataclass(frozen=True)
class Standing:
    """One unit in one edition. Of `rank` and `gain` one figure is exact, two are bounds.

    `could_be`: the ends of its interval of ranks. `gain`: of the latest comparable pair over its
    units. `members`: the former units it was made of, or the one that it went into.
    """

    unit: Unit
    rank: tuple[Figure, ...]
    score: Figure | None
    could_be: tuple[Figure, ...]
    gain: tuple[Figure, ...]
    members: tuple[Member, ...]

    @property
    def place(self) -> float:
        """Its rank as a number, the better of two; those without one come last."""
        return float(self.rank[0].value) if self.rank else float("inf")


def standings(tables: Tables, edition: Edition) -> list[Standing]:
    """Where does each unit of an edition stand? Those of one rank by their code."""
    ranked, intervals = _overall(tables.rankings, edition), _rows(tables.intervals, edition)
    gains = last_gains(tables, edition.universe)
    found = [
        Standing(
            unit,
            _span(ranked.get(unit.unit_id), "rankings", ("rank", "rank_best", "rank_worst")),
            _figure(ranked.get(unit.unit_id), "rankings", "score"),
            _ends(intervals.get(unit.unit_id)),
            _span(gains.get(unit.unit_id), "rank_gains", ("rank_gain", "gain_least", "gain_most")),
            _members(tables, unit, edition),
        )
        for unit in tables.units.all(edition.universe)
    ]
    return sorted(found, key=lambda one: (one.place, one.unit.unit_id))


def _members(tables: Tables, unit: Unit, edition: Edition) -> tuple[Member, ...]:
    """The former units with their standing in the same year, best first; or the unit since."""
    if unit.merged_into:
        return (Member(tables.units.by_id(unit.merged_into)),)
    former = tables.former
    if former is None or edition.universe == former.universe:
        return ()
    ranked = _overall(tables.rankings, tables.twin) if tables.twin else {}
    own = [
        Member(
            one,
            _span(ranked.get(one.unit_id), "rankings", ("rank", "rank_best", "rank_worst")),
            _figure(ranked.get(one.unit_id), "rankings", "score"),
        )
        for one in tables.units.members(unit, former.universe)
    ]
    last = float("inf")
    return tuple(
        sorted(own, key=lambda one: (one.rank[0].value if one.rank else last, one.unit.unit_id))
    )


def understated(tables: Tables, edition: Edition) -> bool:
    """Are intervals of an edition too narrow, since not all parts of every unit are known?"""
    return not bool(of_edition(tables.intervals, edition)["known_in_full"].all())


def last_gains(tables: Tables, universe: str) -> dict[str, Mapping[str, Any]]:
    """What did each unit gain in the latest comparable pair over these units? By unit_id."""
    pair = tables.definitions.comparable_pair(tables.definitions.default_index, universe)
    if pair is None:
        return {}
    gains = tables.gains
    own = gains[
        (gains["index"] == pair[1].index)
        & (gains["baseline"] == pair[0].edition)
        & (gains["edition"] == pair[1].edition)
        & (gains["measure"] == MEASURE)
        & gains["comparable"]
        & gains["unit_id"].str.startswith(f"vn{universe}-")
    ]
    return {row["unit_id"]: row for row in own.to_dict("records")}


# --- what the newest table says -------------------------------------------------------------------


@dataclass(frozen=True)
class Leaders:
    """Who is first and last, the best rows, and the mean of all."""

    first: tuple[Standing, ...]
    last: tuple[Standing, ...]
    best: tuple[Standing, ...]
    mean: Figure


def leaders(rows: Sequence[Standing], edition: Edition) -> Leaders | None:
    """Who leads the newest table? None unless every unit has a rank and a score."""
    scores = [one.score.value for one in rows if one.score]
    if len(scores) < len(rows) or any(len(one.rank) != 1 for one in rows):
        return None
    mean = derived(sum(scores) / len(scores), "mean", "rankings", _label(edition), MEASURE)
    ends = rows[0].place, rows[-1].place
    first, last = (tuple(one for one in rows if one.place == end) for end in ends)
    return Leaders(first, last, tuple(rows[:_LEADING]), mean)


@dataclass(frozen=True)
class Merger:
    """A unit that stands lower than the former one of its name, the best of its former ones."""

    merged: Standing
    best: Member
    others: tuple[Member, ...]


def steepest_merger(tables: Tables, rows: Sequence[Standing]) -> Merger | None:
    """Which merged unit stands furthest below the one it has its name from, by share of the table?

    Only units of which that one was the best: what pulled them down are the others alone. None
    where the newest table is no table of means of former units, of the same year.
    """
    means = member_totals(tables.rankings, tables.definitions, tables.units, tables.newest)
    if tables.twin is None or means is None:
        return None
    sizes = len(rows), len(tables.units.all(tables.twin.universe))

    def fall(one: Standing) -> Fraction:
        after, before = int(one.rank[0].value), int(one.members[0].rank[0].value)
        return Fraction(after, sizes[0]) - Fraction(before, sizes[1])

    merged = [
        one
        for one in rows
        if len(one.rank) == 1
        and len(one.members) > 1
        and all(len(member.rank) == 1 for member in one.members)
        and one.members[0].unit.province == one.unit.province
    ]
    found = max(merged, key=fall, default=None)
    if found is None or fall(found) <= 0:
        return None
    return Merger(found, found.members[0], found.members[1:])


@dataclass(frozen=True)
class Ties:
    """How far ranks move when the points change a little.

    `width`: so many places or fewer are true of half the units, `within`: of how many exactly.
    """

    width: Figure
    within: Figure
    widest: tuple[Standing, ...]


def ties(tables: Tables, rows: Sequence[Standing]) -> Ties | None:
    """How many places apart is no difference? None without a whole interval of every rank.

    Args:
        rows: of the newest edition.
    """
    edition = tables.newest
    if understated(tables, edition) or any(len(one.could_be) != 2 for one in rows):  # noqa: PLR2004
        return None
    widths = [int(one.could_be[1].value) - int(one.could_be[0].value) for one in rows]
    half = sorted(widths)[(len(widths) - 1) // 2]
    of = "rank_intervals", _label(edition)
    return Ties(
        derived(half, "median_width", *of),
        derived(sum(width <= half for width in widths), "no_wider", *of),
        tuple(one for one, width in zip(rows, widths, strict=True) if width == max(widths)),
    )


# --- rows of tables -------------------------------------------------------------------------------


def _label(edition: Edition) -> str:
    return f"{edition.index} {edition.edition}"


def _rows(table: pd.DataFrame, edition: Edition) -> dict[str, Mapping[str, Any]]:
    return {row["unit_id"]: row for row in of_edition(table, edition).to_dict("records")}


def _overall(rankings: pd.DataFrame, edition: Edition) -> dict[str, Mapping[str, Any]]:
    return _rows(rankings[rankings["measure"] == MEASURE], edition)


def _figure(row: Mapping[str, Any] | None, table: str, column: str) -> Figure | None:
    return None if row is None else stored(table, row, column)


def _span(
    row: Mapping[str, Any] | None, table: str, columns: tuple[str, str, str]
) -> tuple[Figure, ...]:
    """The exact figure, else its two bounds, else nothing."""
    exact, *bounds = (_figure(row, table, column) for column in columns)
    if exact is not None:
        return (exact,)
    return tuple(one for one in bounds if one is not None)


def _ends(row: Mapping[str, Any] | None) -> tuple[Figure, ...]:
    ends = (_figure(row, "rank_intervals", column) for column in ("rank_lower", "rank_upper"))
    return tuple(one for one in ends if one is not None)
