"""What lies behind a rank: choices that make sense, intervals, splits, bridged breaks."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.errors import BadInputError
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.rank_gains.answer import GainQuestion, ask, newest_edition
from helpers.questions.rank_gains.workings import (
    bounded_gains,
    bounds_pair,
    check_choices,
    known_parts,
    rank_intervals,
    ranks_without_parts,
    split_gains,
    weight_effects,
)
from helpers.rankings.index_parts import IndexParts
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statistics.sensitivity import Choices


def question_of(
    definitions: Definitions, units: Units, baseline: str = "", edition: str = "", **given: str
) -> GainQuestion:
    defaults = {"index": "DTI", "universe": "63", "province": "Hậu Giang", "bridge": ""}
    no_rankings = pd.DataFrame()
    return ask(no_rankings, definitions, units, years=(baseline, edition), **(defaults | given))


@pytest.fixture(scope="module")
def names(units: Units) -> dict[str, str]:
    return {unit.unit_id: unit.province for unit in units.all("63")}


@pytest.fixture(scope="module")
def parts(clean: CleanFigures, definitions: Definitions, units: Units) -> list[IndexParts]:
    question = question_of(definitions, units)
    return known_parts(clean.tables["rankings"], definitions, units, question)


@pytest.mark.parametrize("spread", [0, 0.25, 0.99])
def test_a_spread_from_nothing_to_almost_all_is_taken(spread: float) -> None:
    assert check_choices(spread, 100).weight_spread == spread


@pytest.mark.parametrize("spread", [-0.01, 1, 25, float("nan"), "0.25", True, None])
def test_any_other_spread_is_refused_and_the_default_named(spread: object) -> None:
    with pytest.raises(BadInputError, match=r"weight_spread.*from 0 to below 1.*default is 0\.25"):
        check_choices(spread, 1000)


@pytest.mark.parametrize("draws", [99, 0, -5, 1e4, "10000", True])
def test_too_few_draws_are_refused(draws: object) -> None:
    with pytest.raises(BadInputError, match=r"draws.*from 100 to 200000, found"):
        check_choices(0.25, draws)


@pytest.mark.parametrize(
    ("given", "years"),
    [
        ({}, ["2022", "2023"]),
        ({"edition": "2022"}, ["2022"]),
        ({"baseline": "2023", "bridge": "formula_bounds"}, ["2023", "2024"]),
        ({"index": "ICT"}, []),
    ],
)
def test_only_editions_with_a_complete_table_are_recomputed(
    clean: CleanFigures,
    definitions: Definitions,
    units: Units,
    given: dict[str, str],
    years: list[str],
) -> None:
    question = question_of(definitions, units, **given)
    found = known_parts(clean.tables["rankings"], definitions, units, question)
    assert [one.edition.edition for one in found] == years


def test_intervals_of_both_editions(parts: list[IndexParts], names: dict[str, str]) -> None:
    found = rank_intervals(parts, names, Choices(0.25), 400)
    assert len(found) == 2 * 2 * 63
    assert set(found["interval_kind"]) == {"sensitivity, understated"}
    key = ["edition", "unit_id"]
    narrow, wide = (
        found[found["leave_out"] == flag].set_index(key).sort_index() for flag in (False, True)
    )
    width = {
        name: (table["rank_upper"] - table["rank_lower"]).mean()
        for name, table in (("narrow", narrow), ("wide", wide))
    }
    assert 0 < width["narrow"] < width["wide"]
    assert narrow["rank"].equals(wide["rank"])
    # Both leaders of 2023 are ahead by so much that no weights change it.
    assert narrow.loc[("2023", "vn63-48"), ["rank", "rank_lower", "rank_upper"]].tolist() == [1] * 3
    still = rank_intervals(parts, names, Choices(0, 0), 100)
    still = still[~still["leave_out"].astype(bool)]
    assert (still["rank_lower"] == still["rank"]).all()
    assert (still["rank_upper"] == still["rank"]).all()
    nothing = rank_intervals([], names, Choices(), 100)
    assert nothing.empty
    assert list(nothing.columns) == list(found.columns)


def test_ranks_without_a_part_only_where_it_is_known_of_all(
    parts: list[IndexParts], units: Units
) -> None:
    found = ranks_without_parts(parts, units.by_id("vn63-93"))
    printed = ["infrastructure", "government_activity", "economy_activity", "society_activity"]
    assert found["part"].tolist() == printed * 2
    assert found["edition"].tolist() == ["2022"] * 4 + ["2023"] * 4
    totals, known = parts[1].totals, parts[1].parts["economy_activity"]
    rest = (1000 * totals - 150 * known).rank(method="min", ascending=False)
    own = found[(found["edition"] == "2023") & (found["part"] == "economy_activity")]
    assert own["rank"].iloc[0] == rest["vn63-93"]


def test_effects_come_largest_first(parts: list[IndexParts]) -> None:
    effects = weight_effects(parts[1], Choices(0.25))
    assert effects.is_monotonic_decreasing
    assert effects["left_out"] == 0
    assert effects.iloc[0] > 0


def test_every_gain_is_split_and_only_over_what_a_unit_has(
    parts: list[IndexParts], names: dict[str, str], units: Units
) -> None:
    split = split_gains(*parts, names)
    wide = split.table.pivot(index="unit_id", columns="part", values="places")
    gain = split.ranks["rank_before"] - split.ranks["rank_after"]
    assert (wide.sum(axis=1) - gain).abs().max() < 1e-9
    whole = parts[0].full & parts[1].full
    assert wide["rounding"].notna().equals(whole[wide.index].rename("rounding"))
    assert wide["remainder"].notna().equals(~whole[wide.index].rename("remainder"))
    points = split.table.groupby("unit_id")["score_points"].sum()
    change = (parts[1].totals - parts[0].totals)[points.index]
    assert (points - change).abs().max() < 1e-12
    own = split.of(units.by_id("vn63-93"))
    assert own["part"].tolist() == [
        "infrastructure", "government_activity", "economy_activity", "society_activity",
        "remainder", "others",
    ]  # fmt: skip
    assert own["score_points"].isna().tolist() == [False] * 5 + [True]


def test_editions_under_two_formulas_are_not_split(
    clean: CleanFigures, definitions: Definitions, units: Units, names: dict[str, str]
) -> None:
    question = question_of(definitions, units, baseline="2023", bridge="printed_ranks")
    found = known_parts(clean.tables["rankings"], definitions, units, question)
    with pytest.raises(ValueError, match="different formulas"):
        split_gains(*found, names)


@pytest.mark.parametrize(
    ("given", "years"),
    [
        ({}, ("2023", "2024")),
        ({"baseline": "2023", "bridge": "printed_ranks"}, ("2023", "2024")),
        ({"baseline": "2022", "edition": "2024", "bridge": "formula_bounds"}, ("2022", "2024")),
        ({"baseline": "2020", "bridge": "printed_ranks"}, None),
        ({"index": "ICT"}, None),
    ],
)
def test_the_break_that_is_bridged(
    clean: CleanFigures,
    definitions: Definitions,
    units: Units,
    given: dict[str, str],
    years: tuple[str, str] | None,
) -> None:
    question = question_of(definitions, units, **given)
    newest = newest_edition(definitions, units, question)
    pair = bounds_pair(definitions, question, newest.pair if newest else None)
    assert (pair and (pair[0].edition, pair[1].edition)) == years
    bounded = bounded_gains(clean.tables["rankings"], definitions, units, pair)
    assert (bounded is None) == (years is None)
    if bounded is not None:
        assert isinstance(bounded, pd.DataFrame)
        assert set(bounded["bridge"]) == {"formula_bounds"}
        assert len(bounded) == 63
