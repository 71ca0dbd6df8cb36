"""Where provinces stand and how they got there, by numbers worked out from the published tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from helpers.errors import BadInputError, UnknownProvinceError
from helpers.questions.province_brief.answer import (
    BREAKS,
    BriefQuestion,
    ask,
    comparable_gains,
    edition_parts,
    editions_known,
    moved_rows,
    newest_step,
    parts_of_year,
    ranked_units,
    split_of_year,
    standing_of,
)
from helpers.questions.province_brief.climb import climb
from helpers.questions.rank_gains.answer import focus_row
from helpers.questions.rank_gains.workings import rank_intervals
from helpers.rankings.panel import of_edition
from helpers.rankings.rank_intervals import DRAWS
from helpers.sources.editions import Definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Units
from helpers.statistics.sensitivity import Choices

NO_INTERVALS = pd.DataFrame()


@pytest.fixture(scope="module")
def rankings(project: Path) -> pd.DataFrame:
    return read_processed(project, "rankings")


def asked(
    definitions: Definitions, units: Units, province: str, universe: str = "63"
) -> BriefQuestion:
    return ask(pd.DataFrame(), definitions, units, province=province, universe=universe)


def test_a_province_is_asked_with_its_editions_and_what_became_of_it(
    definitions: Definitions, units: Units
) -> None:
    question = asked(definitions, units, "hau giang")
    assert question.unit.unit_id == "vn63-93"
    assert str(question.edition) == "DTI 2024 (63 units)"
    assert [edition.edition for edition in question.pair or ()] == ["2022", "2023"]
    assert question.successor is not None
    assert question.successor.unit_id == "vn34-92"
    assert [unit.province for unit in question.companions] == ["Cần Thơ", "Sóc Trăng"]
    assert question.subjects == question.provinces == question.movers == (question.unit,)


def test_a_new_unit_is_its_members_and_has_no_comparable_year(
    definitions: Definitions, units: Units
) -> None:
    question = asked(definitions, units, "Cần Thơ", "34")
    assert question.unit.unit_id == "vn34-92"
    assert [unit.unit_id for unit in question.members] == ["vn63-92", "vn63-93", "vn63-94"]
    assert question.pair is None
    assert question.year == question.former_pair
    assert question.movers == question.members
    assert not question.unchanged
    alone = asked(definitions, units, "Huế", "34")
    assert alone.unchanged
    assert [unit.province for unit in alone.members] == ["Thừa Thiên Huế"]


@pytest.mark.parametrize(
    ("province", "universe", "said"),
    [
        ("Atlantis", "", "Did you mean"),
        ("Atlantis", "63", "Did you mean"),
        ("Hậu Giang", "34", r"went into Cần Thơ \(vn34-92\)"),
        ("vn34-92", "63", "Choose --universe 34"),
    ],
)  # fmt: skip
def test_a_name_of_no_unit_is_refused_with_choices(
    definitions: Definitions, units: Units, province: str, universe: str, said: str
) -> None:
    with pytest.raises(UnknownProvinceError, match=said):
        asked(definitions, units, province, universe)


def test_what_one_name_or_id_alone_means_needs_no_universe(
    definitions: Definitions, units: Units
) -> None:
    assert asked(definitions, units, "Hậu Giang", "").unit.unit_id == "vn63-93"
    assert asked(definitions, units, "vn34-92", "").edition.universe == "34"
    # A name of both means the unit of today.
    assert asked(definitions, units, "Cần Thơ", "").unit.unit_id == "vn34-92"
    assert asked(definitions, units, "Thừa Thiên Huế", "").unit.unit_id == "vn34-46"
    with pytest.raises(BadInputError, match=r"universe '64'.*Choose one of: 34, 63"):
        asked(definitions, units, "vn64-28", "")
    with pytest.raises(BadInputError, match="Choose one of: 34, 63"):
        asked(definitions, units, "Hậu Giang", "64")
    with pytest.raises(BadInputError, match="must be text, found 34"):
        ask(pd.DataFrame(), definitions, units, province="Huế", universe=34)  # type: ignore[arg-type]


# Ranks and scores as the tables print them (the rank of 2024 by the order of the scores); the gain
# and the change of score 2022 to 2023 by hand: 17 - 20, 0.7092 - 0.6342 and so on.
@pytest.mark.parametrize(
    ("province", "now", "ranks", "change"),
    [
        ("Hậu Giang", (33, 0.7093), [17, 20, -3], 0.0750),
        ("Quảng Ngãi", (28, 0.7166), [26, 21, 5], 0.1044),
        ("Đà Nẵng", (2, 0.8335), [1, 1, 0], 0.0338),
    ],
)
def test_where_a_province_stands_and_its_last_comparable_gain(
    rankings: pd.DataFrame,
    definitions: Definitions,
    units: Units,
    province: str,
    now: tuple[int, float],
    ranks: list[int],
    change: float,
) -> None:
    question = asked(definitions, units, province)
    ranked = ranked_units(rankings, question.edition)
    found = standing_of(ranked, NO_INTERVALS, question.unit)
    assert (found.rank, found.score, found.size, found.tied) == (*now, 63, ())
    assert found.lower is None
    assert found.kind == ""
    gains = comparable_gains(rankings, definitions, question.pair)
    assert gains is not None
    own = focus_row(gains, question.unit)
    assert own is not None
    assert list(own[["rank_from", "rank_to", "rank_gain"]]) == ranks
    assert own["score_change"] == pytest.approx(change)
    assert comparable_gains(rankings, definitions, None) is None


def test_a_shared_rank_names_the_others(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    # Both 0,7583 in 2024; twelve have more.
    question = asked(definitions, units, "Yên Bái")
    found = standing_of(ranked_units(rankings, question.edition), NO_INTERVALS, question.unit)
    assert (found.rank, found.tied) == (13, ("Bắc Giang",))


def test_the_interval_is_that_of_notebook_02(
    project: Path, rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    question = asked(definitions, units, "Hậu Giang")
    on_file = of_edition(read_processed(project, "rank_intervals"), question.edition)
    found = standing_of(ranked_units(rankings, question.edition), on_file, question.unit)
    known = edition_parts(rankings, definitions, units, question.edition)
    assert known is not None
    intervals = rank_intervals([known], {}, Choices(), DRAWS)
    own = intervals[(intervals["unit_id"] == "vn63-93") & ~intervals["leave_out"].astype(bool)]
    assert [found.lower, found.upper] == own[["rank_lower", "rank_upper"]].iloc[0].tolist()
    # Eleven provinces did not merge; of the others the table of 63 prints four parts only.
    assert (found.kind, found.known_in_full) == ("sensitivity, understated", 11)


def test_ranks_through_the_editions_with_breaks(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    history = editions_known(rankings, definitions, asked(definitions, units, "Hậu Giang"))
    own = history[history["index"] == "DTI"].set_index("edition")
    assert own["rank"].tolist() == [28, 17, 17, 20, 33]
    assert own["step"].tolist() == [
        "first", "other_formula", "comparable", "comparable", "other_formula",
    ]  # fmt: skip
    # Whether the indicators of 2019 and 2020 are those of the edition before, nobody says.
    ict = history[history["index"] == "ICT"].set_index("edition")["step"]
    assert ict[["2016", "2017", "2018", "2019", "2020"]].tolist() == [
        "unknown_formula", "unknown_formula", "comparable", "unknown_formula", "unknown_formula",
    ]  # fmt: skip
    assert own["gain"].isna().tolist() == [True, True, False, False, True]
    assert own["gain"].dropna().tolist() == [0, -3]
    assert set(history["step"]) <= set(BREAKS)


def test_no_past_is_made_up_for_a_new_unit(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    question = asked(definitions, units, "Cần Thơ", "34")
    known = editions_known(rankings, definitions, question).dropna(subset=["rank_best"])
    own = known[known["unit_id"] == "vn34-92"]
    assert own[["index", "edition", "rank", "universe"]].to_numpy().tolist() == [
        ["DTI", "2024", 19, "34"]
    ]
    past = known[known["unit_id"] != "vn34-92"]
    assert set(past["unit_id"]) == {"vn63-92", "vn63-93", "vn63-94"}
    assert set(past["universe"]) == {"63"}
    # As printed for each province, nothing added up: 5 and 20 of 63 in 2023.
    ranks = past[(past["index"] == "DTI") & (past["edition"] == "2023")].set_index("unit_id")
    assert ranks["rank"].to_dict() == {"vn63-92": 5, "vn63-93": 20, "vn63-94": 45}


def test_what_moved_a_rank_sums_to_the_move(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    for province, universe, moves in (
        ("Hậu Giang", "63", {"vn63-93": -3}),
        ("Cần Thơ", "34", {"vn63-92": 0, "vn63-93": -3, "vn63-94": -9}),
    ):
        question = asked(definitions, units, province, universe)
        split = split_of_year(parts_of_year(rankings, definitions, units, question), question)
        rows = moved_rows(split, question)
        places = rows.groupby("unit_id")["places"].sum()
        assert places.to_dict() == pytest.approx(moves)
        own = rows[(rows["unit_id"] == "vn63-93") & (rows["part"] == "infrastructure")].iloc[0]
        # 100 of 1000 points, from 0.7273 to 0.7482.
        assert own["score_points"] == pytest.approx(0.1 * (0.7482 - 0.7273))
    assert moved_rows(None, question).empty


def test_the_newest_step_is_told_only_across_the_break(
    definitions: Definitions, units: Units
) -> None:
    step = newest_step(definitions, asked(definitions, units, "Hậu Giang"))
    assert step is not None
    assert [edition.edition for edition in step] == ["2023", "2024"]
    assert newest_step(definitions, asked(definitions, units, "Cần Thơ", "34")) is None


def test_five_ranks_more_as_notebook_07_says_it(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    def climbed(province: str) -> object:
        question = asked(definitions, units, province)
        parts = edition_parts(rankings, definitions, units, question.edition)
        stands = standing_of(ranked_units(rankings, question.edition), NO_INTERVALS, question.unit)
        year = parts_of_year(rankings, definitions, units, question)
        return climb(question, stands, parts, year)

    found = climbed("Hậu Giang")
    # From 33 to 28, held by Quảng Ngãi: 0.7166 - 0.7093.
    assert found.target.target_rank == 28
    assert found.gap.holders == ("vn63-51",)
    assert found.gap.points == pytest.approx(0.0073)
    assert found.share is not None
    # Second of all: the first place is nearer than five ranks.
    assert climbed("Đà Nẵng").target.target_rank == 1
    assert climbed("Hồ Chí Minh") is None
