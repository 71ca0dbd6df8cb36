"""Which editions can be compared: of the editions on file, and of ones added to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers.sources.comparable import Comparable, comparable_years
from helpers.sources.editions import Definitions, Edition


def years_of(pairs: tuple[tuple[Edition, Edition], ...]) -> list[tuple[str, str]]:
    return [(before.edition, after.edition) for before, after in pairs]


def with_editions(definitions: Definitions, *added: Edition) -> Definitions:
    return replace(definitions, editions=(*definitions.editions, *added))


def full(year: str, universe: str, formula: str) -> Edition:
    return Edition("DTI", year, universe, formula=formula, complete=True)


def test_the_63_have_one_pair_of_full_tables_and_one_of_which_some_totals_are_known(
    definitions: Definitions,
) -> None:
    found = comparable_years(definitions)
    assert years_of(found.full) == [("2022", "2023")]
    assert years_of(found.in_part) == [("2021", "2022")]
    assert found.year == found.pair == found.full[0]
    assert found.is_only
    ((edition, reason),) = found.left_out
    assert edition.label == "DTI 2024 (63)"
    assert "Quyết định 922" in reason.said("vi")
    assert "Decision 405" in reason.said("en")


def test_one_edition_alone_leaves_nothing_out(definitions: Definitions) -> None:
    found = comparable_years(definitions, "34")
    assert found == Comparable("DTI", "34", (), (), ())
    assert (found.year, found.pair) == (None, None)


def test_the_ict_index_has_a_pair_of_which_some_totals_are_known(definitions: Definitions) -> None:
    found = comparable_years(definitions, index="ICT")
    assert found.year is None
    assert years_of((found.pair,) if found.pair else ()) == [("2017", "2018")]
    assert found.is_only
    assert [edition.edition for edition, _ in found.left_out] == ["2019", "2020", "2022", "2023"]


@pytest.mark.parametrize(("formula", "pairs", "out"), [("dti-405", 1, 0), ("dti-922", 0, 1)])
def test_a_second_edition_of_the_34_is_the_pair_or_is_left_out_by_its_formula(
    definitions: Definitions, formula: str, pairs: int, out: int
) -> None:
    found = comparable_years(with_editions(definitions, full("2025", "34", formula)), "34")
    assert (len(found.full), len(found.left_out)) == (pairs, out)


def test_a_later_pair_is_the_latest_and_no_longer_the_only_one(definitions: Definitions) -> None:
    found = comparable_years(with_editions(definitions, full("2025", "63", "dti-405")))
    assert years_of(found.full) == [("2022", "2023"), ("2024", "2025")]
    assert found.year == found.full[1]
    assert not found.is_only
    assert found.left_out == ()


def test_a_later_pair_of_ranks_alone_does_not_lead_before_full_tables(
    definitions: Definitions,
) -> None:
    ranks = replace(full("2025", "63", "dti-405"), ranks_only=True)
    found = comparable_years(with_editions(definitions, ranks))
    assert years_of(found.full) == [("2022", "2023")]
    assert years_of(found.in_part) == [("2021", "2022"), ("2024", "2025")]
    assert found.pair == found.year == definitions.comparable_pair("DTI", "63")
