"""What a person plays with in explore.ipynb: one comparison, one measure, one province."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.questions.rank_gains.answer import GainQuestion, standing
from helpers.rankings.gains import gains_between
from helpers.sources.editions import Definitions, comparison_problem
from helpers.sources.provinces import Units
from helpers.sources.schemas import empty_table


@dataclass(frozen=True)
class Exploration:
    """One edition in one measure, beside an earlier one or alone, seen from one province.

    `gains`: as `rank_gains.csv`, no row where an edition is shown alone. `standing`: where every
    unit stands in the later edition. `size`: units of the universe.
    """

    question: GainQuestion
    measure: str
    gains: pd.DataFrame
    standing: pd.DataFrame
    size: int


@dataclass(frozen=True)
class Chosen:
    """What a person chose: names as on file, any usual spelling of the province.

    `baseline`: the earlier edition; empty: `edition` is shown alone.
    """

    index: str
    universe: str
    baseline: str
    edition: str
    measure: str
    province: str


def explore(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, chosen: Chosen
) -> Exploration:
    """What did a measure do between two editions, or where does it put every unit in one?

    Across a change of formula the difference of the published ranks is given, marked as not
    comparable (bridge `printed_ranks`): a person who plays sees what the numbers are worth instead
    of an error.

    Raises:
        BadInputError: a value is not on file, or the baseline does not come first.
        UnknownProvinceError: the name means no unit of the universe.
    """
    index, universe, measure = chosen.index, chosen.universe, chosen.measure
    definitions.check_measure(index, measure)
    later = definitions.edition(index, chosen.edition, universe)
    unit, size = units.find(chosen.province, universe), len(units.all(universe))
    stands = standing(rankings, later, measure)
    if not chosen.baseline:
        alone = GainQuestion(None, later, unit, "", False, later)
        return Exploration(alone, measure, empty_table("rank_gains"), stands, size)
    earlier = definitions.edition(index, chosen.baseline, universe)
    comparable = comparison_problem(definitions, earlier, later) is None
    bridge = "" if comparable else "printed_ranks"
    gains = gains_between(rankings, definitions, earlier, later, bridge=bridge)
    own = gains[gains["measure"] == measure].reset_index(drop=True)
    question = GainQuestion(earlier, later, unit, bridge, comparable, later)
    return Exploration(question, measure, own, stands, size)
