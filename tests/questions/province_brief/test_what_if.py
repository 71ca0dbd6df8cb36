"""What a change of points would give, against fractions, for every unit of today."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from helpers.questions.province_brief.answer import ask, ranked_units
from helpers.questions.province_brief.main_indices import MainIndices, main_indices
from helpers.questions.province_brief.what_if import RaisedIndex, WhatIf, what_if
from helpers.sources.editions import Definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Unit, Units

from .raw_tables import POINTS, WHOLE, rank_of, scores


@pytest.fixture(scope="module")
def rankings(project: Path) -> pd.DataFrame:
    return read_processed(project, "rankings")


def asked(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, unit: Unit
) -> tuple[pd.DataFrame, MainIndices]:
    question = ask(rankings, definitions, units, province=unit.unit_id, universe=unit.universe)
    found = main_indices(rankings, definitions, question)
    return ranked_units(rankings, question.edition), found


def test_every_change_gives_the_rank_and_total_of_fractions(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    table = scores("dti_2024_34")
    for unit in units.all("34"):
        ranked, found = asked(rankings, definitions, units, unit)
        made = what_if(ranked, found, unit)
        assert made is not None
        own = table[unit.province]
        others = [one["overall"] for name, one in table.items() if name != unit.province]
        # No change gives what the ministry prints.
        printed = ranked.set_index("unit_id")["rank"][unit.unit_id]
        assert (made.rank(0), made.total(0)) == (printed, own["overall"] * 10_000)
        for change in (*range(-400, 401, 7), *range(-5, 6)):
            total = own["overall"] + Fraction(change, 10 * WHOLE)
            assert made.rank(change) == rank_of(total, others)
            # Half up, as sums are printed.
            assert made.total(change) == int(total * 10_000 + Fraction(1, 2))
        for part in made.parts:
            assert part.tenths == 10 * POINTS[part.part]
            most = (1 - own[part.part]) * part.tenths
            assert part.most <= most < part.most + 1
            assert part.least - 1 < -own[part.part] * part.tenths <= part.least <= 0


def test_equal_totals_share_the_better_rank() -> None:
    made = WhatIf(5000, (5001, 5000, 4999), 10_000, (RaisedIndex("a", 5000, 10_000),))
    assert [made.rank(change) for change in (-1, 0, 1, 2)] == [3, 2, 1, 1]
    # Half of the last place is rounded up.
    half = WhatIf(5000, (), 20_000, ())
    assert [half.total(change) for change in (-1, 0, 1, 2)] == [5000, 5000, 5001, 5001]


def test_nothing_is_tried_where_it_would_not_be_exact(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    former = units.find("Hậu Giang", "63")
    assert what_if(*asked(rankings, definitions, units, former), former) is None
    unit = units.find("Quảng Ngãi", "34")
    ranked, found = asked(rankings, definitions, units, unit)
    assert what_if(ranked, replace(found, whole=None), unit) is None
    odd = found.rows.assign(points=found.rows["points"] + 0.05)
    assert what_if(ranked, replace(found, rows=odd), unit) is None
    finer = found.rows.assign(score=found.rows["score"] + 0.00005)
    assert what_if(ranked, replace(found, rows=finer), unit) is None
    # The ministry ordered two units by digits that it does not print.
    swapped = ranked.assign(score=ranked["score"].round(1))
    assert what_if(swapped, found, unit) is None
