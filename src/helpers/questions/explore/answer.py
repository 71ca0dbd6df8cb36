"""What do the choices of explore.ipynb ask: one or two editions, a measure, a region, provinces?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from helpers.questions.rank_gains.answer import GainQuestion, standing
from helpers.rankings.gains import gains_between
from helpers.sources.editions import Definitions, Edition, comparison_problem
from helpers.sources.provinces import Unit, Units
from helpers.sources.schemas import empty_table

MOST_COMPARED = 6
"""Provinces in one picture, the one in focus included: more lines cannot be told apart."""


@dataclass(frozen=True)
class Chosen:
    """What a person chose: names as on file, any usual spelling of a province.

    `baseline`: the earlier edition; empty: `edition` is shown alone. `region`: empty: all units.
    `others`: provinces beside the one in focus.
    """

    index: str
    universe: str
    baseline: str
    edition: str
    measure: str
    province: str
    region: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exploration:
    """One edition in one measure, beside an earlier one or alone, seen from one province.

    `gains`: as `rank_gains.csv`, no row where an edition is shown alone. `standing`: where every
    unit stands in the later edition. `units`: of the region, or all. `country`: how many there are
    in all, whose ranks these are. `compared`: the provinces chosen, the one in focus first; that
    one alone where there is no other. `history`: of `history_of` them.
    """

    question: GainQuestion
    measure: str
    region: str
    units: tuple[Unit, ...]
    country: int
    gains: pd.DataFrame
    standing: pd.DataFrame
    compared: tuple[Unit, ...]
    history: pd.DataFrame

    @property
    def size(self) -> int:
        """How many units are looked at."""
        return len(self.units)


def explore(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, chosen: Chosen
) -> Exploration:
    """What did a measure do between two editions, or where does it put every unit in one?

    Across a change of formula the difference of the published ranks is given, marked as not
    comparable (bridge `printed_ranks`): a person who plays sees what the numbers are worth instead
    of an error. Ranks are those among all units, also where a region is asked for.

    Raises:
        BadInputError: a value is not on file, or the baseline does not come first.
        UnknownProvinceError: a name means no unit of the universe.
    """
    index, universe, measure = chosen.index, chosen.universe, chosen.measure
    definitions.check_measure(index, measure)
    later = definitions.edition(index, chosen.edition, universe)
    everyone = units.all(universe)
    members = tuple(u for u in everyone if not chosen.region or u.region == chosen.region)
    wanted = [one.unit_id for one in members]
    unit = units.find(chosen.province, universe)
    beside = (units.find(name, universe) for name in chosen.others)
    compared = tuple(dict.fromkeys((unit, *beside)))

    def found(question: GainQuestion, gains: pd.DataFrame) -> Exploration:
        rows = gains[(gains["measure"] == measure) & gains["unit_id"].isin(wanted)]
        stands = standing(rankings, later, measure)
        return Exploration(
            question, measure, chosen.region, members, len(everyone),
            rows.reset_index(drop=True),
            stands[stands["unit_id"].isin(wanted)].reset_index(drop=True),
            compared, history_of(rankings, definitions, later, measure, compared),
        )  # fmt: skip

    if not chosen.baseline:
        alone = GainQuestion(None, later, unit, "", False, later)
        return found(alone, empty_table("rank_gains"))
    earlier = definitions.edition(index, chosen.baseline, universe)
    bridge = "" if comparison_problem(definitions, earlier, later) is None else "printed_ranks"
    gains = gains_between(rankings, definitions, earlier, later, bridge=bridge)
    return found(GainQuestion(earlier, later, unit, bridge, not bridge, later), gains)


def history_of(
    rankings: pd.DataFrame,
    definitions: Definitions,
    edition: Edition,
    measure: str,
    compared: tuple[Unit, ...],
) -> pd.DataFrame:
    """Where did some units stand in every edition of an index in which one of them has a rank?

    Args:
        edition: one of the index and of their universe. compared: the units, in their order.

    Returns:
        `unit_id`, `province`, `edition`, `rank`, `rank_best`, `rank_worst`, `score` and `follows`:
        whether the edition can be compared with the one before it here. By edition, then unit.
    """
    names = {unit.unit_id: unit.province for unit in compared}
    own = rankings[
        rankings["unit_id"].isin(names)
        & (rankings["index"] == edition.index)
        & (rankings["measure"] == measure)
    ].dropna(subset=["rank_best"])
    known = set(own["edition"])
    editions = [
        one
        for one in definitions.editions_of(edition.index, edition.universe)
        if one.edition in known
    ]
    follows = {
        after.edition: comparison_problem(definitions, before, after) is None
        for before, after in pairwise(editions)
    }
    years, places = [one.edition for one in editions], list(names)
    own = own.assign(
        follows=[follows.get(year, False) for year in own["edition"]],
        year=own["edition"].map(years.index),
        place=own["unit_id"].map(places.index),
    ).sort_values(["year", "place"], ignore_index=True)
    columns = "unit_id province edition rank rank_best rank_worst score follows".split()
    return own[columns]
