"""What a person plays with in explore.ipynb: one comparison, one measure, one province."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.rankings.gains import gains_between
from helpers.sources.editions import Definitions, Edition, comparison_problem
from helpers.sources.provinces import Unit, Units


@dataclass(frozen=True)
class Exploration:
    """One comparison of two editions in one measure, seen from one province."""

    gains: pd.DataFrame
    measure: str
    unit: Unit
    baseline: Edition
    edition: Edition
    comparable: bool

    @property
    def editions(self) -> tuple[Edition, Edition]:
        """The editions compared, the earlier first."""
        return (self.baseline, self.edition)


def explore(
    rankings: pd.DataFrame,
    definitions: Definitions,
    units: Units,
    *,
    index: str,
    baseline: str,
    edition: str,
    measure: str,
    province: str,
) -> Exploration:
    """What did a measure do between two editions?

    Across a change of formula the difference of the published ranks is given, marked as not
    comparable (bridge `printed_ranks`): a person who plays sees what the numbers are worth instead
    of an error.

    Args:
        index, baseline, edition, measure: as on file, over the 63 provinces.
        province: any usual spelling.

    Raises:
        BadInputError: a value is not on file, or the baseline does not come first.
        UnknownProvinceError: the name means no province.
    """
    definitions.check_measure(index, measure)
    universe = definitions.default_universe
    pair = [definitions.edition(index, year, universe) for year in (baseline, edition)]
    comparable = comparison_problem(definitions, pair[0], pair[1]) is None
    bridge = "" if comparable else "printed_ranks"
    gains = gains_between(rankings, definitions, pair[0], pair[1], bridge=bridge)
    chosen = gains[gains["measure"] == measure].reset_index(drop=True)
    return Exploration(chosen, measure, units.find(province), pair[0], pair[1], comparable)
