"""Whose number it is, for every number on file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.rankings.provenance import PROVENANCES, provenance, provenance_of_both
from helpers.sources.editions import Definitions


@pytest.mark.parametrize(
    ("basis", "source", "edition", "whose"),
    [
        ("printed", "dti_2023_63", ("DTI", "2023", "63"), "table"),
        ("score_order", "dti_2023_63", ("DTI", "2023", "63"), "table"),
        ("recomputed", "dti_2023_63", ("DTI", "2023", "63"), "recomputed"),
        ("printed", "s011", ("DTI", "2021", "63"), "beside the table"),
        ("list_position", "s011", ("DTI", "2020", "63"), "press"),
        ("printed", "s011 s012", ("ICT", "2020", "63"), "press"),
        ("derived", "s011", ("DTI", "2021", "63"), "derived"),
        ("derived", "s011", ("DTI", "2020", "63"), "derived"),
    ],
)
def test_whose_number_it_is(
    definitions: Definitions, basis: str, source: str, edition: tuple[str, str, str], whose: str
) -> None:
    assert provenance(basis, source, definitions.edition(*edition)) == whose


@pytest.mark.parametrize(
    ("basis", "source", "whose"),
    [
        ("transcribed", "dti_2023_63", "transcribed"),
        ("recomputed", "dti_2023_63", "transcribed"),
        ("printed", "s011", "press"),
        ("derived", "dti_2023_63", "derived"),
    ],
)
def test_a_copied_table_is_never_the_ministrys(
    definitions: Definitions, basis: str, source: str, whose: str
) -> None:
    copied = replace(definitions.edition("DTI", "2023", "63"), transcribed_by="Báo A")
    assert provenance(basis, source, copied) == whose


def test_no_pillar_of_a_table_that_prints_none_is_called_printed(
    clean: CleanFigures, definitions: Definitions
) -> None:
    # The tables of 2022 and later print parts and totals; docs/data-log.md.
    rankings = clean.tables["rankings"]
    own = rankings[rankings["measure"].str.startswith("pillar_") & (rankings["index"] == "DTI")]
    keys = own[["rank_basis", "rank_source_id", "edition", "universe"]].drop_duplicates()
    for basis, source, year, universe in keys.itertuples(index=False):
        whose = provenance(basis, source, definitions.edition("DTI", year, universe))
        assert whose in PROVENANCES
        assert (whose == "table") == (source == "dti_2021_top18"), (basis, source, year)


@pytest.mark.parametrize(
    ("first", "second", "whose"),
    [
        ("table", "table", "table"),
        ("press", "press", "press"),
        ("table", "recomputed", "recomputed"),
        ("press", "table", "mixed"),
        ("beside the table", "press", "mixed"),
        ("press", "derived", "derived"),
        ("table", "transcribed", "transcribed"),
        ("transcribed", "derived", "derived"),
    ],
)
def test_a_difference_is_no_better_known_than_its_numbers(
    first: str, second: str, whose: str
) -> None:
    assert provenance_of_both(first, second) == provenance_of_both(second, first) == whose
