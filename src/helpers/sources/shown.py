"""Which edition leads a page, with which pair, where a reader asks for neither?

The newest edition of the units that exist leads; former units stand behind, a parameter away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit, Units

if TYPE_CHECKING:
    import pandas as pd  # asked for what to run, a command answers without it


@dataclass(frozen=True)
class Shown:
    """What leads where nothing else is asked for.

    `edition`: the newest. `pair`: the latest two that may be compared, of the same units where
    these have a pair, else of former units; None where nothing can be compared.
    """

    edition: Edition
    pair: tuple[Edition, Edition] | None

    @property
    def universe(self) -> str:
        """Which units the newest edition ranks."""
        return self.edition.universe

    @property
    def has_own_pair(self) -> bool:
        """Whether the pair is of the same units as the newest edition."""
        return self.pair is not None and self.pair[1].universe == self.edition.universe


def shown(definitions: Definitions, index: str = "", universe: str = "") -> Shown:
    """Which edition of an index leads, and which pair is compared?

    Args:
        index: empty: the usual one.
        universe: empty: the units that exist, where an edition ranks them, else the latest that
            the index ranked; their pair may then be one of former units.

    Raises:
        BadInputError: the index is not on file, or not over that universe.
    """
    index = index or definitions.default_index
    edition = leading_edition(definitions, index, universe)
    pair = definitions.comparable_pair(index, edition.universe)
    if pair is None and not universe:
        others = (definitions.comparable_pair(index, one) for one in definitions.universes)
        pair = max(filter(None, others), key=lambda found: found[1].edition, default=None)
    return Shown(edition, pair)


def leading_edition(definitions: Definitions, index: str = "", universe: str = "") -> Edition:
    """Which is the newest edition of an index (by default the usual one) that can lead a page?

    One that ranks every unit goes before one that is known in part; args and errors as of `shown`.
    """
    index = index or definitions.default_index
    definitions.check_index(index)
    own = [one for one in definitions.editions if one.index == index]
    if universe:
        asked = [one for one in own if one.universe == universe]
        if not asked:
            definitions.edition(index, max(one.edition for one in own), universe)
        own = asked
    else:
        own = [one for one in own if one.universe == definitions.living_universe] or own
    return max(own, key=lambda one: (one.complete, one.edition))


def asked_universe(definitions: Definitions, index: str, years: tuple[str, str]) -> str:
    """Over which units is a comparison asked for where a reader names none?

    Those of `shown`, of whose pair the question is; with years, the latest units that were ranked
    in each of them.

    Args:
        years: baseline and edition; an empty one is not named.
    """
    named = {year for year in years if year}
    if named:
        ranked = {
            universe: {one.edition for one in definitions.editions_of(index, universe)}
            for universe in definitions.universes
        }
        # A baseline alone is compared with what followed, so that there has to be something.
        able = [
            name
            for name, on_file in ranked.items()
            if named <= on_file and (len(on_file) > 1 or not years[0])
        ]
        if able:
            return max(able, key=definitions.began)
    found = shown(definitions, index)
    return found.pair[1].universe if found.pair else found.universe


def named_universe(definitions: Definitions, units: Units, province: str) -> str:
    """Among which units does a name or id mean one: those that exist, or else the latest before?

    Of a name that means none, and of an index that ranks them not, those that lead.
    """
    if any(unit.unit_id == province for unit in units.units):
        return units.by_id(province).universe
    ranked = {
        one.universe for one in definitions.editions if one.index == definitions.default_index
    }
    latest_first = sorted(ranked, key=definitions.began, reverse=True)
    meant = [one for one in latest_first if units.match(province, one) is not None]
    return (meant or latest_first)[0]


def example_unit(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, universe: str, index: str = ""
) -> Unit:
    """Which unit of a universe serves as the example where a reader names none?

    One in the middle of the newest ranking of the units that exist; of former units the one that
    gave it its name, so that all pages show the same place.

    Args:
        rankings: as `rankings.csv`. index: another one than usual may rank none of today's units:
            then one in the middle of what it ranked last.
    """
    edition = leading_edition(definitions, index)
    everyone = units.all(edition.universe)
    ranked = rankings[
        (rankings["index"] == edition.index)
        & (rankings["edition"] == edition.edition)
        & (rankings["universe"] == edition.universe)
        & (rankings["measure"] == "overall")
    ].dropna(subset=["rank_best"])
    middle = (len(everyone) + 1) / 2
    distance = (ranked["rank_best"].astype(float) - middle).abs()
    order = ranked.assign(distance=distance).sort_values(["distance", "unit_id"])["unit_id"]
    return namesake(units, units.by_id(str(order.iloc[0])), universe)


def namesake(units: Units, unit: Unit, universe: str) -> Unit:
    """Which unit of another universe is the same place: its successor, or who gave it its name?"""
    later = units.successor(unit, universe)
    if later is not None:
        return later
    named = units.match(unit.province, universe)
    return named or units.members(unit, universe)[0]
