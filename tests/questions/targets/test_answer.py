"""What a rank takes, against figures worked out by hand and against the published tables."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from helpers.errors import BadInputError, UnknownProvinceError
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.targets.answer import (
    ask,
    asked_edition,
    equal_lift,
    gap_by_part,
    gap_to_rank,
    mix_outcome,
    next_aim,
    read_mix,
    single_steps,
)
from helpers.rankings.index_parts import IndexParts, index_parts
from helpers.sources.editions import Definitions, Edition, Formula
from helpers.sources.provinces import Unit, Units

PARTS = ("awareness", "infrastructure")


def made_up(totals: dict[str, float], parts: dict[str, tuple[float, float]]) -> IndexParts:
    """An index of two parts of 100 and 300 points."""
    formula = Formula("f", "DTI", "f", "f", "", dict(zip(PARTS, (100.0, 300.0), strict=True)))
    table = pd.DataFrame(parts, index=list(PARTS)).T.reindex(list(totals))
    return IndexParts(Edition("DTI", "2023", "63", "f"), formula, pd.Series(totals), table)


def unit(unit_id: str) -> Unit:
    return Unit(unit_id, "63", "", unit_id, unit_id, "", "")


@pytest.fixture
def three() -> IndexParts:
    # 0.25 * awareness + 0.75 * infrastructure
    return made_up(
        {"a": 0.8, "b": 0.6, "c": 0.5},
        {"a": (0.8, 0.8), "b": (0.9, 0.5), "c": (0.8, 0.4)},
    )


# --- the question ---------------------------------------------------------------------------------


def asked(definitions: Definitions, units: Units, **given: object) -> object:
    where = {"edition": "", "universe": "63", "province": "hau giang"}
    place = tuple(given.pop(name, value) for name, value in where.items())
    values = {"place": place, "target_rank": 30, "mix": "", "draws": 100}
    return ask(pd.DataFrame(), definitions, units, **values | given)  # type: ignore[arg-type]


def test_by_default_the_newest_edition_of_the_units_that_exist(
    definitions: Definitions, units: Units
) -> None:
    assert asked_edition(definitions, "", "63").label == "DTI 2024 (63)"
    assert asked_edition(definitions, "", "").label == "DTI 2024 (34)"
    assert asked_edition(definitions, "2023", "").label == "DTI 2023 (63)"
    question = asked(definitions, units)
    assert (question.edition.edition, question.unit.unit_id) == ("2024", "vn63-93")


def test_without_a_target_it_is_five_ranks_up_and_never_one_that_is_reached(
    clean: CleanFigures, definitions: Definitions, units: Units
) -> None:
    rankings = clean.tables["rankings"]
    for universe in ("34", "63"):
        for unit in units.all(universe):
            place = ("", universe, unit.unit_id)
            question = ask(
                rankings, definitions, units, place=place, target_rank=None, mix="", draws=19
            )
            totals = index_parts(rankings, definitions, units, question.edition).totals
            gap = gap_to_rank(totals, unit.unit_id, question.target_rank)
            if gap.rank > 5:
                assert (gap.rank - question.target_rank, gap.reached) == (5, False)
            else:
                assert question.target_rank == gap.rank
                assert gap.cushion is not None


def test_an_edition_whose_points_are_unknown_is_named_and_not_worked_with(
    definitions: Definitions, units: Units
) -> None:
    newest = asked_edition(definitions, "", "")
    unknown = replace(newest, edition=str(int(newest.edition) + 1), formula=None)
    changed = replace(definitions, editions=(*definitions.editions, unknown))
    question = asked(changed, units, universe="", province="Huế", target_rank=1)
    assert (question.edition, question.newer) == (newest, unknown)
    assert asked(definitions, units, universe="", province="Huế", target_rank=1).newer is None


UNUSABLE = "cannot be recomputed: .*Choose one of: .*DTI 2023"


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"target_rank": 0}, BadInputError, "from 1 to 63, because DTI 2024 .* found 0"),
        ({"target_rank": 64}, BadInputError, "found 64"),
        ({"target_rank": True}, BadInputError, "found True"),
        ({"target_rank": 30.0}, BadInputError, r"found 30\.0"),
        ({"target_rank": "30"}, BadInputError, "found '30'"),
        ({"universe": "34", "province": "Cần Thơ", "target_rank": 35}, BadInputError, "1 to 34"),
        ({"province": "Saigon City"}, UnknownProvinceError, "Saigon City"),
        ({"province": "vn34-92"}, UnknownProvinceError, "one of the 34 units, not of the 63"),
        ({"edition": "2042"}, BadInputError, "no edition '2042'"),
        ({"draws": 0}, BadInputError, "from 19 to 200000, found 0"),
        ({"draws": "many"}, BadInputError, "found 'many'"),
        ({"universe": "99"}, BadInputError, "no complete table of totals over '99'"),
        ({"edition": "2021", "target_rank": None}, BadInputError, UNUSABLE),
        ({"edition": "2020", "universe": "", "target_rank": None}, BadInputError, UNUSABLE),
        ({"edition": "2021", "target_rank": 3}, BadInputError, UNUSABLE),
        ({"mix": "awarenes 0.1"}, BadInputError, "Did you mean awareness"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    definitions: Definitions, units: Units, given: dict[str, object], error: type, message: str
) -> None:
    with pytest.raises(error, match=message):
        asked(definitions, units, **given)


@pytest.mark.parametrize(
    ("text", "mix"),
    [
        ("", {}),
        ("awareness=0.05", {"awareness": 0.05}),
        ("awareness 0.05, infrastructure: -0.1", {"awareness": 0.05, "infrastructure": -0.1}),
        ("awareness = 0,05; infrastructure=0,1;", {"awareness": 0.05, "infrastructure": 0.1}),
    ],
)
def test_steps_of_a_mix_are_read(text: str, mix: dict[str, float]) -> None:
    assert read_mix(text, PARTS) == mix


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("awareness", "Expected steps such as"),
        ("awareness=much", "Expected a step from -1 to 1"),
        ("awareness=0,05", "Expected steps such as|Expected a step"),
        ("awareness=2", "Expected a step from -1 to 1"),
        ("awareness=nan", "Expected a step from -1 to 1"),
        ("awareness=0.1, awareness=0.2", "names awareness twice"),
    ],
)
def test_a_mix_that_cannot_be_read_says_why(text: str, message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        read_mix(text, PARTS)


# --- the gap --------------------------------------------------------------------------------------


def test_the_gap_is_to_the_total_that_gives_the_rank() -> None:
    totals = pd.Series({"a": 0.9, "b": 0.7, "c": 0.7, "d": 0.5})
    gap = gap_to_rank(totals, "d", 2)
    # With 0.7 the unit would be one of three that share rank 2.
    assert (gap.rank, gap.needed, gap.holders, gap.rank_then) == (4, 0.7, ("b", "c"), 2)
    assert gap.points == pytest.approx(0.2)
    # Nobody can have rank 3 behind these two.
    assert (gap_to_rank(totals, "d", 3).needed, gap_to_rank(totals, "d", 3).rank_then) == (0.7, 2)
    assert not gap.reached
    shared = gap_to_rank(totals, "b", 2)
    assert (shared.rank, shared.reached, shared.cushion) == (2, True, 0.0)
    last = gap_to_rank(totals, "d", 4)
    assert (last.reached, last.cushion, last.holders) == (True, None, ())


def test_the_gap_of_every_province_to_every_rank_gives_that_rank(
    parts_of: dict[str, IndexParts],
) -> None:
    """Put the needed total in place of the unit's own, and rank the printed totals anew."""
    for known in parts_of.values():
        totals = known.totals
        for unit_id, target in product(totals.index[::3], range(1, len(totals) + 1, 4)):
            gap = gap_to_rank(totals, unit_id, target)
            others = totals.drop(unit_id)
            assert gap.reached == (1 + (others > totals[unit_id]).sum() <= target)
            if not gap.reached:
                assert 1 + (others > gap.needed).sum() <= target
                # With one unit of the last decimal less it would not do.
                assert 1 + (others > gap.needed - 1e-4).sum() > target
                assert gap.points == pytest.approx(gap.needed - totals[unit_id])


def test_hau_giang_2023_by_hand(parts_of: dict[str, IndexParts]) -> None:
    # Printed: Hậu Giang 0.7092 (rank 20), Hưng Yên 0.6855 (30), Ninh Bình 0.7094 (19).
    known = parts_of["2023/63"]
    gap = gap_to_rank(known.totals, "vn63-93", 30)
    assert (gap.rank, gap.reached, gap.needed) == (20, True, 0.6855)
    assert gap.cushion == pytest.approx(0.0237)
    assert gap_to_rank(known.totals, "vn63-93", 19).points == pytest.approx(0.0002)


# --- closing it -----------------------------------------------------------------------------------


def test_steps_of_single_parts_by_hand(three: IndexParts) -> None:
    gap = gap_to_rank(three.totals, "c", 1)
    steps = single_steps(three, gap, unit("c")).set_index("part")
    # 0.3 of the total: 0.3 / 0.75 of infrastructure, 0.3 / 0.25 of awareness.
    assert steps["step"].to_dict() == pytest.approx({"infrastructure": 0.4, "awareness": 1.2})
    assert steps["reaches"].to_dict() == pytest.approx({"infrastructure": 0.8, "awareness": 2.0})
    assert steps["possible"].to_dict() == {"infrastructure": True, "awareness": False}
    assert steps.index[0] == "infrastructure"


def test_a_part_that_nobody_printed_cannot_be_the_way() -> None:
    known = made_up({"a": 0.8, "b": 0.5}, {"a": (0.8, 0.8), "b": (np.nan, 0.4)})
    steps = single_steps(known, gap_to_rank(known.totals, "b", 1), unit("b")).set_index("part")
    assert not steps.loc["awareness", "possible"]
    assert np.isnan(steps.loc["awareness", "score"])


def test_equal_lift_by_hand(three: IndexParts) -> None:
    # b: 0.9 and 0.5. Up to 0.1 both rise; then infrastructure alone: 0.1 + (0.2 - 0.1) / 0.75.
    lift = equal_lift(three, gap_to_rank(three.totals, "b", 1), unit("b"))
    assert lift.lift == pytest.approx(0.1 + 0.1 / 0.75)
    assert (lift.exact, lift.capped) == (True, ("awareness",))
    # c: 0.8 and 0.4, 0.1 missing to b: no part reaches 1.
    lift = equal_lift(three, gap_to_rank(three.totals, "c", 2), unit("c"))
    assert lift.lift == pytest.approx(0.1)
    assert lift.capped == ()


def test_the_equal_lift_closes_every_gap_of_every_full_row(
    parts_of: dict[str, IndexParts],
) -> None:
    known = parts_of["2024/34"]
    weights = known.weights / known.weights.sum()
    for unit_id, target in product(known.totals.index, (1, 5, 10, 20)):
        gap = gap_to_rank(known.totals, unit_id, target)
        if gap.reached:
            continue
        lift = equal_lift(known, gap, unit(unit_id))
        scores = known.parts.loc[unit_id]
        gained = (weights * ((scores + lift.lift).clip(upper=1) - scores)).sum()
        assert gained == pytest.approx(gap.points, abs=1e-9)


def test_what_full_marks_cannot_reach_is_said() -> None:
    # The printed totals leave more than the parts can give.
    known = made_up({"a": 1.0, "b": 0.5}, {"a": (1.0, 1.0), "b": (1.0, 1.0)})
    assert equal_lift(known, gap_to_rank(known.totals, "b", 1), unit("b")).lift is None


def test_a_mix_by_hand(three: IndexParts) -> None:
    found = mix_outcome(three, unit("c"), {"awareness": 0.1, "infrastructure": 0.2}, 2)
    assert found.points == pytest.approx(0.025 + 0.15)
    assert (found.rank, found.reaches, found.too_high, found.unknown) == (2, True, (), ())
    beyond = mix_outcome(three, unit("c"), {"awareness": 0.3}, 1)
    assert (beyond.reaches, beyond.too_high) == (False, ("awareness",))


def test_the_next_aim_is_the_rank_above_where_the_target_is_reached(
    definitions: Definitions, units: Units, parts_of: dict[str, IndexParts]
) -> None:
    known = parts_of["2023/63"]
    question = asked(definitions, units)
    rank, gap = next_aim(known, gap_to_rank(known.totals, "vn63-93", 30), question)
    assert (rank, gap.needed) == (19, 0.7094)
    first = str(known.totals.idxmax())
    assert next_aim(known, gap_to_rank(known.totals, first, 5), question) is None
    open_gap = gap_to_rank(known.totals, "vn63-93", 10)
    assert next_aim(known, open_gap, asked(definitions, units, target_rank=10)) == (10, open_gap)


def test_parts_of_a_gap_sum_to_it(parts_of: dict[str, IndexParts]) -> None:
    for known in parts_of.values():
        ids = list(known.totals.index)
        for one, other in zip(ids, ids[1:] + ids[:1], strict=True):
            parts = gap_by_part(known, one, other)
            whole = known.totals[other] - known.totals[one]
            assert abs(parts["points"].sum() - whole) < 1e-12
            assert parts["part"].is_unique


STEP = 0.0001
"""What totals are printed to."""


def rank_with(totals: pd.Series, unit_id: str, total: float) -> int:
    """The rank of a unit if it had another total: the others with more, counted one by one."""
    return 1 + sum(
        round(other, 4) > round(total, 4) for one, other in totals.items() if one != unit_id
    )


@pytest.mark.parametrize("edition", ["2022/63", "2023/63", "2024/63", "2024/34"])
def test_no_gap_or_cushion_is_other_than_what_a_unit_can_gain_or_lose(
    parts_of: dict[str, IndexParts], edition: str
) -> None:
    totals = parts_of[edition].totals
    size = len(totals)
    for unit_id, own in totals.items():
        rank = rank_with(totals, str(unit_id), own)
        near = {rank - 1, rank, rank + 1, 1, size - 1, size} & set(range(1, size + 1))
        for target in near:
            gap = gap_to_rank(totals, str(unit_id), target)
            about = (unit_id, target)
            assert (gap.rank, gap.reached) == (rank, rank <= target), about
            if target == size:
                # Nobody can fall below the last place.
                assert gap.is_last, about
                assert rank_with(totals, str(unit_id), 0) <= size
                continue
            assert not gap.is_last, about
            assert rank_with(totals, str(unit_id), gap.needed) <= target, about
            assert rank_with(totals, str(unit_id), gap.needed - STEP) > target, about
            assert (gap.cushion is None) == (gap.points > 0), about
            assert gap.is_shared == (gap.cushion is not None and gap.cushion < STEP / 2), about
