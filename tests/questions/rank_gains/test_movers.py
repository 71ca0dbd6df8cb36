"""What moved the country: shares by definition, Shapley values by all orders."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.rank_gains.movers import Movers, largest_counts, movers
from helpers.rankings.index_parts import IndexParts, index_parts
from helpers.sources.editions import Definitions, Formula
from helpers.sources.provinces import Units

NAMED = ["infrastructure", "government_activity", "economy_activity", "society_activity"]


@pytest.fixture(scope="module")
def parts(clean: CleanFigures, definitions: Definitions, units: Units) -> list[IndexParts]:
    rankings = clean.tables["rankings"]
    return [
        index_parts(rankings, definitions, units, definitions.edition("DTI", year, "63"))
        for year in ("2022", "2023")
    ]


@pytest.fixture(scope="module")
def found(parts: list[IndexParts]) -> Movers:
    shown = movers(*parts)
    assert shown is not None
    return shown


def by_part(found: Movers) -> pd.DataFrame:
    return found.table.set_index("part")


def test_the_mean_rise_is_that_of_the_parts(found: Movers, parts: list[IndexParts]) -> None:
    table = by_part(found)
    rise = parts[1].totals.mean() - parts[0].totals.mean()
    assert table["rise"].sum() == pytest.approx(rise, abs=1e-12)
    for part, points in zip(NAMED, (100, 200, 150, 150), strict=True):
        means = [known.parts[part].mean() for known in parts]
        assert table.loc[part, "rise"] == pytest.approx(points * (means[1] - means[0]) / 1000)
        assert table.loc[part, "rise_share"] == pytest.approx(table.loc[part, "rise"] / rise)
    # Ten rows have all parts printed; they are in the block with all others.
    assert found.block == "remainder"
    assert list(table.index) == [*NAMED, "remainder", "others"]
    assert found.points["remainder"].notna().all()


@pytest.mark.parametrize("name", ["score", "rank"])
def test_shares_are_covariances_with_the_gain(
    found: Movers, parts: list[IndexParts], name: str
) -> None:
    before, after = parts[0].totals, parts[1].totals
    ranks = [-one.rank(ascending=False, method="min") for one in (before, after)]
    gain = after - before if name == "score" else ranks[1] - ranks[0]
    for part, column in (found.points if name == "score" else found.places).items():
        share = column.cov(gain.loc[column.index]) / gain.var()
        assert by_part(found).loc[part, f"{name}_share"] == pytest.approx(share, abs=1e-9)
    assert by_part(found)[f"{name}_share"].sum() == pytest.approx(1)


def test_places_are_shapley_values_over_all_orders(found: Movers, parts: list[IndexParts]) -> None:
    before, after = (one.totals for one in parts)
    players = [*found.points.columns, "others"]
    orders = list(permutations(players))
    for unit in ("vn63-12", "vn63-93"):
        rivals_of = [one.drop(unit).to_numpy() + 1e-9 for one in (before, after)]
        points = found.points.loc[unit].to_dict()
        given = dict.fromkeys(players, 0)
        for order in orders:
            own, moment = before[unit], 0
            rank = (rivals_of[0] - 2e-9 >= own).sum()
            for player in order:
                own, moment = own + points.get(player, 0.0), moment or int(player == "others")
                moved = (rivals_of[moment] - 2e-9 >= own).sum()
                given[player] += int(rank - moved)
                rank = moved
        assert found.places.loc[unit].to_dict() == pytest.approx(
            {player: places / len(orders) for player, places in given.items()}
        )


def test_the_largest_mover_is_counted_for_each_that_ties() -> None:
    moved = pd.DataFrame(
        {"a": [3.0, -1, 0, 2], "b": [1.0, 4, 0, -2], "c": [0.0, 0, 0, 0.5]}, index=list("wxyz")
    )
    # w: a; x: b; y: nothing moved; z: both a and b.
    assert largest_counts(moved).to_dict() == {"a": 2, "b": 2, "c": 0}


def test_the_counts_on_the_real_pair(found: Movers) -> None:
    table = by_part(found)
    counted = dict.fromkeys(found.points, 0)
    for _, row in found.points.iterrows():
        counted[max(row.index, key=lambda part: abs(row[part]))] += 1
    assert table["score_largest"].dropna().to_dict() == counted
    assert sum(counted.values()) == 63


def test_a_planted_mover_is_found(parts: list[IndexParts]) -> None:
    # Only the society activity of the later edition changes, by amounts of its own.
    later = parts[0].parts.copy()
    step = pd.Series(range(63), index=later.index) / 1000
    later["society_activity"] = (later["society_activity"] + step).clip(upper=1)
    change = (later - parts[0].parts)["society_activity"] * 0.15
    shown = movers(parts[0], replace(parts[1], parts=later, totals=parts[0].totals + change))
    assert shown is not None
    table = by_part(shown)
    assert table.loc["society_activity", "score_share"] == pytest.approx(1)
    assert table.loc["society_activity", "rank_first"] == 1
    assert table.loc["infrastructure", ["score_share", "rank_share"]].tolist() == [0, 0]


def test_where_all_change_alike_there_is_nothing_to_share_out(parts: list[IndexParts]) -> None:
    alike = replace(parts[1], totals=parts[0].totals + 0.01, parts=parts[0].parts + 0.01)
    assert movers(parts[0], alike) is None


def test_two_formulas_are_refused(parts: list[IndexParts]) -> None:
    other = replace(parts[1], formula=Formula("other", "DTI", "", "", ""))
    with pytest.raises(ValueError, match="different formulas"):
        movers(parts[0], other)
