"""Who really climbed: the latest comparable pair, and what can be told of the newest one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpers.rankings.gains import gains_between
from helpers.site.front.standing import MEASURE, Tables, last_gains
from helpers.sources.editions import (
    Edition,
    comparison_problem,
    formula_bounds_problem,
    formulas_differ,
)
from helpers.sources.origins import Figure, derived, stored
from helpers.sources.provinces import Unit
from helpers.sources.shown import shown

_ENDS = 7
"""How many bars stand at each end."""


@dataclass(frozen=True)
class Climb:
    """One unit: from which rank to which, and how many places, up positive."""

    unit: Unit
    before: Figure
    after: Figure
    gain: Figure
    score: Figure | None


@dataclass(frozen=True)
class Climbs:
    """All exact gains of a pair of editions, the largest first.

    `against`: who fell furthest, where every unit gained points all the same.
    """

    pair: tuple[Edition, Edition]
    rows: tuple[Climb, ...]
    rose: Figure
    fell: Figure
    same: Figure
    known: Figure
    against: Climb | None

    @property
    def top(self) -> tuple[Climb, ...]:
        """Those who climbed most."""
        return tuple(one for one in self.rows[:_ENDS] if one.gain.value > 0)

    @property
    def bottom(self) -> tuple[Climb, ...]:
        """Those who fell most, the deepest last."""
        return tuple(one for one in self.rows[-_ENDS:] if one.gain.value < 0)

    @property
    def longest(self) -> int:
        """The longest bar, in places."""
        return max((abs(one.gain.value) for one in self.rows), default=0)


def climbs(tables: Tables) -> Climbs | None:
    """Who climbed between the latest two editions that can be compared? None where none can."""
    pair = shown(tables.definitions).pair
    if pair is None:
        return None
    gained = last_gains(tables, pair[1].universe).values()
    rows = [one for row in gained if (one := _climb(tables, row))]
    rows.sort(key=lambda one: (-one.gain.value, one.after.value))
    if not rows:
        return None
    of = "rank_gains", f"{pair[1].index} {pair[0].edition}–{pair[1].edition}", MEASURE
    gains = [one.gain.value for one in rows]
    gained_points = [one for one in rows if one.score is not None and one.score.value > 0]
    everybody = len(gained_points) == len(tables.units.all(pair[1].universe))
    return Climbs(
        pair,
        tuple(rows),
        derived(sum(gain > 0 for gain in gains), "rose", *of),
        derived(sum(gain < 0 for gain in gains), "fell", *of),
        derived(sum(gain == 0 for gain in gains), "same", *of),
        derived(len(rows), "known", *of),
        rows[-1] if everybody and rows[-1].gain.value < 0 else None,
    )


def _climb(tables: Tables, row: Mapping[str, Any]) -> Climb | None:
    """One exact gain; None where only bounds of it are known."""
    before, after, gain, score = (
        stored("rank_gains", row, name)
        for name in ("rank_from", "rank_to", "rank_gain", "score_change")
    )
    if before is None or after is None or gain is None:
        return None
    return Climb(tables.units.by_id(row["unit_id"]), before, after, gain, score)


# --- the newest edition against the one before ----------------------------------------------------


@dataclass(frozen=True)
class Break:
    """Why nobody can be said to have risen or fallen since the year before.

    `before`: the newest earlier edition, over whichever units; None: there is none. `units`: other
    ones were ranked. `formula`: whether another formula is known (True), one formula is known
    (False), or nobody can tell (None). `newer`: a newer edition, over former units.
    """

    before: Edition | None
    units: bool
    formula: bool | None
    newer: Edition | None


def newest_break(tables: Tables) -> Break | None:
    """Why can the newest edition not be compared with the one before? None where it can."""
    definitions, newest = tables.definitions, tables.newest
    pair = shown(definitions).pair
    own = [one for one in definitions.editions if one.index == newest.index]
    newer = max(own, key=lambda one: one.edition)
    found = None if newer.edition <= newest.edition else newer
    if pair is not None and pair[1] == newest:
        return None
    earlier = [one for one in own if one.edition < newest.edition]
    # Of one year, the edition over the same units; else that over units still known.
    before = max(
        earlier,
        key=lambda one: (one.edition, one.universe == newest.universe, one.complete),
        default=None,
    )
    if before is None:
        return Break(None, False, None, found)
    differ: bool | None = formulas_differ(before, newest)
    if not differ and before.formula != newest.formula:
        differ = None
    return Break(before, before.universe != newest.universe, differ, found)


@dataclass(frozen=True)
class Bounds:
    """Of the newest pair of former units under one set of points: who rose or fell for sure."""

    pair: tuple[Edition, Edition]
    up: Figure
    down: Figure
    open: Figure
    sure: Figure


def newest_bounds(tables: Tables) -> Bounds | None:
    """What do the points of the newest edition tell of the one before? None where nothing.

    The pair is the newest two over one set of units, of the newest year, that no formula joins.
    """
    definitions = tables.definitions
    for universe in sorted(definitions.universes, key=definitions.began, reverse=True):
        own = definitions.editions_of(definitions.default_index, universe)[-2:]
        if len(own) < 2 or own[1].edition < tables.newest.edition:  # noqa: PLR2004
            continue
        before, after = own
        crossed = comparison_problem(definitions, before, after) is not None
        if not crossed or formula_bounds_problem(definitions, before, after) is not None:
            return None
        found = gains_between(
            tables.rankings, definitions, before, after,
            bridge="formula_bounds", units=tables.units,
        )  # fmt: skip
        up, down = int((found["gain_least"] > 0).sum()), int((found["gain_most"] < 0).sum())
        of = "formula_bounds", f"{after.index} {before.edition}–{after.edition}"
        return Bounds(
            (before, after),
            derived(up, "up", *of),
            derived(down, "down", *of),
            derived(len(found) - up - down, "open", *of),
            derived(up + down, "sure", *of),
        )
    return None
