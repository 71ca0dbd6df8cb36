"""Main indices of a province against the printed tables, worked out in fractions."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from helpers.questions.province_brief.answer import ask, ranked_units, standing_of
from helpers.questions.province_brief.climb import climb
from helpers.questions.province_brief.main_indices import MainIndices, main_indices
from helpers.sources.editions import Definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Units

from .raw_tables import POINTS, WHOLE, rank_of, scores

SCORES = [Fraction(step, 10_000) for step in range(10_001)]
"""Every score that can be printed."""


def at_least(needed: Fraction) -> list[Fraction]:
    return SCORES[bisect_left(SCORES, needed) :]


@pytest.fixture(scope="module")
def rankings(project: Path) -> pd.DataFrame:
    return read_processed(project, "rankings")


def found_of(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, unit_id: str
) -> MainIndices:
    question = ask(rankings, definitions, units, province=unit_id, universe=unit_id[2:4])
    return main_indices(rankings, definitions, question)


def test_every_index_of_every_unit_of_today(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    table = scores("dti_2024_34")
    for unit in units.all("34"):
        found = found_of(rankings, definitions, units, unit.unit_id)
        assert (found.rest, found.rest_apart, found.whole) == ((), None, WHOLE)
        assert set(found.rows["part"]) == set(POINTS)
        assert found.rows["apart"].is_monotonic_increasing
        for row in found.rows.itertuples():
            values = [own[row.part] for own in table.values()]
            own, mean = table[unit.province][row.part], sum(values) / len(values)
            assert (row.score, row.rank, row.size) == (float(own), rank_of(own, values), 34)
            assert row.mean == pytest.approx(float(mean))
            assert (row.lowest, row.highest) == (float(min(values)), float(max(values)))
            assert row.apart == pytest.approx(float(POINTS[row.part] * (own - mean)))
        worst = max(found.rows["rank"])
        assert set(found.weakest["rank"]) == {worst}
        best = found.strongest
        assert best is None or best["apart"] == max(found.rows["apart"]) > 0


def test_what_is_not_printed_of_all_stands_together(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    table = scores("dti_2024_63")
    printed = {name for name in POINTS if all(name in own for own in table.values())}
    assert len(printed) == 4
    mean = {
        name: sum(own[name] for own in table.values()) / len(table)
        for name in (*printed, "overall")
    }
    # Hà Nội did not merge, so that its other parts are known: they have no mean and no rank.
    for province in ("Hậu Giang", "Hà Nội", "Hồ Chí Minh"):
        unit = units.find(province, "63")
        found = found_of(rankings, definitions, units, unit.unit_id)
        assert set(found.rows["part"]) == printed
        assert set(found.rest) == set(POINTS) - printed
        own = table[province]
        left = WHOLE * (own["overall"] - mean["overall"]) - sum(
            POINTS[name] * (own[name] - mean[name]) for name in printed
        )
        assert found.rest_apart == pytest.approx(float(left))


def test_without_points_or_parts(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    unknown = replace(
        definitions,
        editions=tuple(
            replace(one, formula=None) if one.edition == "2024" else one
            for one in definitions.editions
        ),
    )
    found = found_of(rankings, unknown, units, "vn34-51")
    assert found.whole is None
    assert found.strongest is None
    # Pillars stand above main indices and are none themselves.
    assert set(found.rows["part"]) == set(POINTS)
    assert found.rows["rank"].is_monotonic_decreasing
    assert found.weakest["part"].tolist() == ["infrastructure"]
    totals = rankings[rankings["measure"] == "overall"]
    nothing = found_of(totals, unknown, units, "vn34-51")
    assert nothing.rows.empty
    assert nothing.rest == ()
    bare = found_of(totals, definitions, units, "vn34-51")
    assert set(bare.rest) == set(POINTS)
    assert bare.rest_apart is not None


def test_one_index_alone_takes_just_as_much_as_the_rank_needs(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    table = scores("dti_2024_34")
    totals = {name: own["overall"] for name, own in table.items()}
    for unit in units.all("34"):
        question = ask(rankings, definitions, units, province=unit.unit_id, universe="34")
        ranked = ranked_units(rankings, question.edition)
        stands = standing_of(ranked, pd.DataFrame(), unit)
        found = main_indices(rankings, definitions, question)
        up = climb(question, stands, ranked, found, None)
        if stands.rank == 1:
            assert up is None
            continue
        assert up is not None
        others = [total for name, total in totals.items() if name != unit.province]
        wanted = max(1, stands.rank - 5)
        # Of all totals that others have, the least that gives the rank asked for or a better one.
        needed = min(total for total in others if rank_of(total, others) <= wanted)
        assert up.gap.needed == float(needed)
        assert up.aim == rank_of(needed, others)
        missing = WHOLE * (needed - totals[unit.province])
        assert up.points == pytest.approx(float(missing))
        rises = up.rises.set_index("part")["needed"]
        for part, points in POINTS.items():
            score = table[unit.province][part]
            enough = at_least(score + missing / points)
            assert (part in rises) == bool(enough)
            if enough:
                assert rises[part] == pytest.approx(float(enough[0]), abs=1e-9)
