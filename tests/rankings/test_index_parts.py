"""What is known of the parts of every total, and that nothing is made up for the rest."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.errors import BadInputError
from helpers.rankings.index_parts import index_parts
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units

EDITIONS = [("2022", "63", 10), ("2023", "63", 10), ("2024", "63", 11), ("2024", "34", 34)]
PRINTED_FOR_ALL = {
    "infrastructure", "government_activity", "economy_activity", "society_activity",
}  # fmt: skip


@pytest.mark.parametrize(("year", "universe", "full"), EDITIONS)
def test_every_complete_table(
    rankings: pd.DataFrame,
    definitions: Definitions,
    units: Units,
    year: str,
    universe: str,
    full: int,
) -> None:
    known = index_parts(rankings, definitions, units, definitions.edition("DTI", year, universe))
    assert len(known.totals) == int(universe)
    assert known.totals.notna().all()
    assert known.full.sum() == full
    assert list(known.parts.columns) == list(known.weights.index)
    everywhere = set(known.parts.columns[known.parts.notna().all()])
    assert everywhere >= PRINTED_FOR_ALL
    assert (everywhere == PRINTED_FOR_ALL) == (universe == "63")
    # The printed parts of every full row give its printed total.
    whole = known.parts[known.full] @ known.weights / known.weights.sum()
    assert (whole - known.totals[known.full]).abs().max() < 1e-4


def test_what_is_filled_in_gives_the_printed_total_and_no_more(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    known = index_parts(rankings, definitions, units, definitions.edition("DTI", "2023", "63"))
    assert known.filled.where(known.parts.notna()).equals(known.parts)
    partial = known.filled[~known.full]
    totals = partial @ known.weights / known.weights.sum()
    assert (totals - known.totals[~known.full]).abs().max() < 1e-12
    # The unknown parts of a unit share what the known ones leave, all at the same score.
    unknown = partial.mask(known.parts[~known.full].notna())
    assert (unknown.max(axis=1) - unknown.min(axis=1)).abs().max() == 0
    assert partial.min(axis=None) >= 0
    assert partial.max(axis=None) <= 1
    assert (known.remainder_points[known.full] == 0).all()


def test_provinces_that_did_not_merge_take_their_parts_from_the_table_of_34(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    old, new = (
        index_parts(rankings, definitions, units, definitions.edition("DTI", "2024", universe))
        for universe in ("63", "34")
    )
    for unit_id in old.full[old.full].index:
        twin = units.by_id(unit_id).merged_into
        assert old.parts.loc[unit_id].tolist() == new.parts.loc[twin].tolist()
        assert old.totals[unit_id] == new.totals[twin]


@pytest.mark.parametrize(("index", "year"), [("DTI", "2021"), ("ICT", "2019"), ("EGOV", "2017")])
def test_an_edition_without_a_complete_table_is_refused(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, index: str, year: str
) -> None:
    edition = definitions.edition(index, year, "63")
    with pytest.raises(BadInputError, match=r"cannot be recomputed.*DTI 2024 \(34 units\)"):
        index_parts(rankings, definitions, units, edition)
