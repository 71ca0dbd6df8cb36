"""What leads where nothing is asked for: the newest edition of the units that exist."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from helpers.errors import BadInputError
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.sources.shown import example_unit, leading_edition, namesake, shown


@pytest.fixture
def later(definitions: Definitions) -> Definitions:
    """The editions on file, and a comparable next one of the units that exist."""
    newest = leading_edition(definitions)
    following = replace(newest, edition=str(int(newest.edition) + 1))
    return replace(definitions, editions=(*definitions.editions, following))


def test_the_newest_edition_of_the_units_that_exist_leads(definitions: Definitions) -> None:
    found = shown(definitions)
    living = [
        one
        for one in definitions.editions
        if one.index == definitions.default_index and one.universe == definitions.living_universe
    ]
    assert found.edition == max(living, key=lambda one: one.edition)
    assert "until" not in definitions.universes[found.universe]


def test_a_pair_of_the_units_that_exist_comes_before_one_of_former_units(
    later: Definitions,
) -> None:
    found = shown(later)
    assert found.has_own_pair
    assert found.pair is not None
    assert found.pair[1] == found.edition
    assert int(found.pair[1].edition) - int(found.pair[0].edition) == 1


def test_under_a_new_formula_the_pair_stays_and_the_edition_leads(later: Definitions) -> None:
    *before, newest = later.editions
    other = next(
        key
        for key, formula in later.formulas.items()
        if formula.index == newest.index and key != newest.formula
    )
    changed = replace(later, editions=(*before, replace(newest, formula=other)))
    found = shown(changed)
    assert found.edition.edition == newest.edition
    assert found.pair == shown(replace(later, editions=tuple(before))).pair


def test_an_edition_of_former_units_does_not_lead(definitions: Definitions) -> None:
    newest = leading_edition(definitions)
    former = replace(newest, edition="2999", universe=definitions.base_universe)
    changed = replace(definitions, editions=(*definitions.editions, former))
    assert leading_edition(changed) == newest
    assert shown(changed, universe=definitions.base_universe).edition == former


def test_an_edition_known_in_part_does_not_lead(later: Definitions) -> None:
    *before, newest = later.editions
    changed = replace(later, editions=(*before, replace(newest, complete=False)))
    assert leading_edition(changed).edition < newest.edition


def test_an_index_that_former_units_alone_have_shows_theirs(definitions: Definitions) -> None:
    found = shown(definitions, "ICT")
    assert found.edition == max(definitions.editions_of("ICT"), key=lambda one: one.edition)
    with pytest.raises(BadInputError, match=f"no universe '{definitions.living_universe}'"):
        shown(definitions, "ICT", definitions.living_universe)


def test_the_example_stands_in_the_middle_and_lives(definitions: Definitions, units: Units) -> None:
    edition = leading_edition(definitions)
    everyone = units.all(edition.universe)
    rows = [
        {
            "index": edition.index, "edition": edition.edition, "universe": edition.universe,
            "measure": "overall", "unit_id": unit.unit_id, "rank_best": rank,
        }
        for rank, unit in enumerate(everyone, start=1)
    ]  # fmt: skip
    found = example_unit(pd.DataFrame(rows), definitions, units, edition.universe)
    assert everyone.index(found) in (len(everyone) // 2 - 1, len(everyone) // 2)
    former = example_unit(pd.DataFrame(rows), definitions, units, definitions.base_universe)
    assert former.merged_into == found.unit_id
    assert former.province == found.province


def test_every_unit_has_a_namesake_among_the_former_ones(
    definitions: Definitions, units: Units
) -> None:
    for unit in units.all(definitions.living_universe):
        former = namesake(units, unit, definitions.base_universe)
        assert former.merged_into == unit.unit_id
        assert namesake(units, former, definitions.living_universe) == unit
