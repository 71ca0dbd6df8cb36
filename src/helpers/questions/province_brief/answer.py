"""Where does one province stand, and how did it get there? For notebook 09.

A brief is of one unit in one set of units. Of a unit made in July 2025 it shows the provinces it
was made of beside it, each with its own past: the new unit itself has none.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.errors import BadInputError
from helpers.questions.association.asked import INDEX, check_texts
from helpers.rankings.index_parts import IndexParts, can_be_recomputed, index_parts
from helpers.rankings.panel import of_edition
from helpers.sources.comparable import comparable_years
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit, Units
from helpers.sources.shown import example_unit, leading_edition, named_universe


@dataclass(frozen=True)
class BriefQuestion:
    """Of which unit a brief is, and in which edition it stands.

    `edition`: the latest complete one of its universe. `members`: the provinces that a unit of
    July 2025 was made of, empty for one of the 63. `successor`: the unit of today that one of the
    63 went into, and `companions` the provinces that went into it as well. `beside`: the edition of
    the other units that ranks the successor, or the one province that never merged; None where no
    such table is on file. `pair`: the latest comparable year of its own universe, None where there
    is none; `former_pair`: that of the 63. `is_example`: nobody named it.
    """

    unit: Unit
    edition: Edition
    members: tuple[Unit, ...]
    successor: Unit | None
    companions: tuple[Unit, ...]
    beside: Edition | None
    pair: tuple[Edition, Edition] | None
    former_pair: tuple[Edition, Edition] | None
    is_example: bool = False

    @property
    def provinces(self) -> tuple[Unit, ...]:
        """Whose past is shown: the members, or the unit itself."""
        return self.members or (self.unit,)

    @property
    def subjects(self) -> tuple[Unit, ...]:
        """Of whom figures are shown: the unit and its members."""
        return (self.unit, *self.members)

    @property
    def year(self) -> tuple[Edition, Edition] | None:
        """The latest comparable year: its own, else that of the 63."""
        return self.pair or self.former_pair

    @property
    def unchanged(self) -> bool:
        """Whether the unit is one province before and after July 2025."""
        return len(self.members) == 1 or (self.successor is not None and not self.companions)

    @property
    def counterpart(self) -> Unit | None:
        """Whom `beside` ranks: the unit of today of a former one, or the province unchanged."""
        return self.successor or (self.members[0] if self.unchanged else None)


def ask(
    rankings: pd.DataFrame,
    definitions: Definitions,
    units: Units,
    *,
    province: str,
    universe: str,
) -> BriefQuestion:
    """Which unit is asked for?

    Args:
        rankings: as `rankings.csv`.
        province: any usual spelling, or a unit id; empty: an example, see `example_unit`.
        universe: such as "34"; empty: the units that exist, or former ones where the name or id
            means none of these.

    Raises:
        BadInputError: no complete ranking of that universe is on file, or a value is not text.
        UnknownProvinceError: the name means no unit.
    """
    check_texts(province=province, universe=universe)
    complete_ones = (e for e in definitions.editions if e.index == INDEX and e.complete)
    editions = sorted(complete_ones, key=lambda one: one.edition)
    complete = {e.universe: e for e in editions}
    universe = universe or _universe(definitions, units, province)
    if universe not in complete:
        raise BadInputError(
            "province_brief.no_table",
            index=INDEX,
            universe=universe,
            universes=", ".join(sorted(complete)),
        )
    if province:
        unit = units.find(province, universe)
    else:
        unit = example_unit(rankings, definitions, units, universe)
    successor = units.by_id(unit.merged_into) if unit.merged_into else None
    together = _members(units, successor or unit)
    return BriefQuestion(
        unit,
        complete[unit.universe],
        () if successor else together,
        successor,
        tuple(one for one in together if one != unit) if successor else (),
        complete.get(successor.universe if successor else units.base_universe),
        comparable_years(definitions, unit.universe).year,
        comparable_years(definitions).year,
        not province,
    )


def _universe(definitions: Definitions, units: Units, province: str) -> str:
    if province:
        return named_universe(definitions, units, province)
    return leading_edition(definitions, INDEX).universe


def _members(units: Units, unit: Unit) -> tuple[Unit, ...]:
    return tuple(one for one in units.all(units.base_universe) if one.merged_into == unit.unit_id)


def edition_parts(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, edition: Edition
) -> IndexParts | None:
    """The parts of the totals of an edition, None where its points are not known."""
    if not can_be_recomputed(definitions, edition):
        return None
    return index_parts(rankings, definitions, units, edition)


def ranked_units(rankings: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Every unit of an edition: `unit_id`, `province`, `region`, `score`, `rank`; by rank."""
    rows = of_edition(rankings, edition)
    rows = rows[(rows["measure"] == "overall") & rows["rank"].notna()]
    columns = ["unit_id", "province", "region", "score", "rank"]
    return rows.sort_values(["rank", "unit_id"])[columns].reset_index(drop=True)


@dataclass(frozen=True)
class Standing:
    """Where a unit stands in an edition; `score` is None where only ranks are published.

    `tied`: names of the others with its rank. `lower`, `upper`, `kind`: of the sensitivity interval
    of its rank (`kind` empty where none can be computed). `known_in_full`: of how many units every
    part is known.
    """

    rank: int
    score: float | None
    size: int
    tied: tuple[str, ...]
    lower: int | None
    upper: int | None
    kind: str
    known_in_full: int


def standing_of(ranked: pd.DataFrame, intervals: pd.DataFrame, unit: Unit) -> Standing:
    """Where does a unit stand, and how firm is its rank?

    Args:
        ranked: of `ranked_units`. intervals: the rows of `rank_intervals.csv` of the same edition,
            none where its points are not known.
    """
    own = ranked[ranked["unit_id"] == unit.unit_id].iloc[0]
    same = ranked[(ranked["rank"] == own["rank"]) & (ranked["unit_id"] != unit.unit_id)]
    lower = upper = None
    kind, full = "", 0
    if len(intervals):
        interval = intervals.set_index("unit_id").loc[unit.unit_id]
        lower, upper = int(interval["rank_lower"]), int(interval["rank_upper"])
        kind, full = interval["interval_kind"], int(intervals["known_in_full"].sum())
    return Standing(
        int(own["rank"]), None if pd.isna(own["score"]) else float(own["score"]),
        len(ranked), tuple(same["province"]),
        lower, upper, kind, full,
    )  # fmt: skip


def parts_of_year(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, question: BriefQuestion
) -> tuple[IndexParts, IndexParts] | None:
    """The parts of both editions of the comparable year.

    None where there is no such year, or the points of its parts are not known.
    """
    if question.year is None:
        return None
    before, after = (edition_parts(rankings, definitions, units, one) for one in question.year)
    return None if before is None or after is None else (before, after)
