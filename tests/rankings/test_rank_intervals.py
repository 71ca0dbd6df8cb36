"""The intervals on file are those of the editions whose points are known, and of no other."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.rankings.index_parts import can_be_recomputed, index_parts
from helpers.rankings.panel import of_edition
from helpers.rankings.rank_intervals import DRAWS
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statistics.permutation import SEED
from helpers.statistics.sensitivity import Choices, sensitivity_intervals


@pytest.fixture(scope="module")
def intervals(clean: CleanFigures) -> pd.DataFrame:
    return clean.tables["rank_intervals"]


def test_every_edition_whose_points_are_known_has_all_its_units(
    intervals: pd.DataFrame, definitions: Definitions
) -> None:
    found = intervals.groupby(["index", "edition", "universe"]).size().to_dict()
    usable = [e for e in definitions.editions if can_be_recomputed(definitions, e)]
    assert found == {(e.index, e.edition, e.universe): int(e.universe) for e in usable}
    assert ("DTI", "2024", "34") in found
    assert ("DTI", "2021", "63") not in found


def test_a_published_rank_nearly_always_lies_within_its_interval(intervals: pd.DataFrame) -> None:
    """Five of a hundred draws lie on either side, so the rank itself nearly always lies within."""
    assert (intervals["rank_lower"] <= intervals["rank_upper"]).all()
    outside = (intervals["rank"] < intervals["rank_lower"]) | (
        intervals["rank"] > intervals["rank_upper"]
    )
    assert outside.mean() < 0.05


def test_an_interval_is_understated_where_any_part_is_unknown(intervals: pd.DataFrame) -> None:
    full = intervals.groupby(["edition", "universe"])["known_in_full"].transform("all")
    assert (intervals.loc[full, "interval_kind"] == "sensitivity").all()
    assert (intervals.loc[~full, "interval_kind"] == "sensitivity, understated").all()
    own = intervals[(intervals["edition"] == "2024") & (intervals["universe"] == "63")]
    # Eleven provinces did not merge; of the others the table of 63 prints four parts only.
    assert own["known_in_full"].sum() == 11


def test_the_seed_gives_the_same_again(
    clean: CleanFigures, intervals: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    rankings = clean.tables["rankings"]
    edition = definitions.edition("DTI", "2023", "63")
    known = index_parts(rankings, definitions, units, edition)
    again = sensitivity_intervals(
        known.totals, known.filled, known.weights, Choices(), draws=DRAWS, seed=SEED
    )
    own = of_edition(intervals, edition).set_index("unit_id")
    for name in ("rank", "rank_lower", "rank_upper"):
        assert own[name].astype(int).to_dict() == again[name].to_dict()
