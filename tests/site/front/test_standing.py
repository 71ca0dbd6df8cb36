"""Rules behind the facts: which merger is shown, what counts as a tie, what is not said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers.rankings.merged_units import member_totals
from helpers.site.front.climbed import climbs, newest_break
from helpers.site.front.standing import Tables, leaders, standings, steepest_merger, ties

from ...frozen_project import frozen_project


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables.read(frozen_project())


def test_the_merger_shown_is_the_one_that_pulled_its_best_down_furthest(tables: Tables) -> None:
    rows = standings(tables, tables.newest)
    found = steepest_merger(tables, rows)
    assert found is not None
    rankings = tables.rankings
    own = rankings[(rankings["measure"] == "overall") & (rankings["edition"] == "2024")]
    ranks = dict(zip(own["unit_id"], own["rank"].astype(float), strict=True))
    into: dict[str, list[str]] = {}
    for unit in tables.units.all("63"):
        into.setdefault(unit.merged_into, []).append(unit.unit_id)
    fall = {}
    for merged, members in into.items():
        best = min(members, key=ranks.__getitem__)
        same_name = tables.name(best) == tables.name(merged)
        if len(members) > 1 and same_name:
            fall[merged] = ranks[merged] / 34 - ranks[best] / 63
    assert found.merged.unit.unit_id == max(fall, key=fall.__getitem__)
    assert found.best.rank[0].value == min(ranks[one] for one in into[found.merged.unit.unit_id])


def test_no_merger_is_shown_where_one_printed_score_is_no_mean(tables: Tables) -> None:
    rankings = tables.rankings.copy()
    place = (
        (rankings["unit_id"] == "vn34-92")
        & (rankings["edition"] == "2024")
        & (rankings["measure"] == "overall")
    )
    rankings.loc[place, "score"] += 0.0005
    changed = replace(tables, rankings=rankings)
    means = member_totals(rankings, tables.definitions, tables.units, tables.newest)
    assert means is None
    assert steepest_merger(changed, standings(changed, changed.newest)) is None


def test_nothing_is_called_a_tie_where_an_interval_is_too_narrow(tables: Tables) -> None:
    rows = standings(tables, tables.newest)
    assert ties(tables, rows) is not None
    intervals = tables.intervals.copy()
    intervals.loc[intervals["unit_id"] == "vn34-92", "known_in_full"] = False
    assert ties(replace(tables, intervals=intervals), rows) is None


def test_who_shares_the_first_rank_is_named_with_it(tables: Tables) -> None:
    rankings = tables.rankings.copy()
    place = (
        (rankings["unit_id"] == "vn34-92")
        & (rankings["edition"] == "2024")
        & (rankings["measure"] == "overall")
    )
    rankings.loc[place, ["rank", "rank_best", "rank_worst"]] = 1
    changed = replace(tables, rankings=rankings)
    found = leaders(standings(changed, changed.newest), changed.newest)
    assert found is not None
    assert {one.unit.unit_id for one in found.first} == {"vn34-01", "vn34-92"}
    rankings.loc[place, "rank"] = None
    assert leaders(standings(changed, changed.newest), changed.newest) is None


def test_every_unit_gained_points_or_nobody_says_so(tables: Tables) -> None:
    found = climbs(tables)
    assert found is not None
    assert found.against == found.rows[-1]
    gains = tables.gains.copy()
    place = (gains["unit_id"] == "vn63-92") & (gains["edition"] == "2023")
    gains.loc[place & (gains["baseline"] == "2022"), "score_change"] = -0.001
    lost = climbs(replace(tables, gains=gains))
    assert lost is not None
    assert lost.against is None


def test_the_newest_edition_is_held_against_the_year_before_whichever_units_it_ranked(
    tables: Tables,
) -> None:
    found = newest_break(tables)
    assert found is not None
    assert found.before is not None
    assert (found.before.edition, found.before.universe) == ("2023", "63")
    assert (found.units, found.formula, found.newer) == (True, True, None)
