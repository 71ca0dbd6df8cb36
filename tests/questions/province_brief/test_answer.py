"""Where provinces stand and how they got there, by numbers worked out from the published tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from helpers.errors import BadInputError, UnknownProvinceError
from helpers.questions.province_brief.answer import (
    BriefQuestion,
    ask,
    edition_parts,
    ranked_units,
    standing_of,
)
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
    assert question.subjects == question.provinces == (question.unit,)
    assert (question.counterpart, str(question.beside)) == (
        question.successor,
        "DTI 2024 (34 units)",
    )


def test_a_new_unit_is_its_members_and_has_no_comparable_year(
    definitions: Definitions, units: Units
) -> None:
    question = asked(definitions, units, "Cần Thơ", "34")
    assert question.unit.unit_id == "vn34-92"
    assert [unit.unit_id for unit in question.members] == ["vn63-92", "vn63-93", "vn63-94"]
    assert question.pair is None
    assert question.year == question.former_pair
    assert not question.unchanged
    assert question.counterpart is None
    alone = asked(definitions, units, "Huế", "34")
    assert alone.unchanged
    assert [unit.province for unit in alone.members] == ["Thừa Thiên Huế"]
    # Each is ranked in the table of the other units as well.
    former = asked(definitions, units, "Thừa Thiên Huế")
    assert (alone.counterpart, former.counterpart) == (former.unit, alone.unit)
    assert (str(alone.beside), str(former.beside)) == tuple(
        f"DTI 2024 ({size} units)" for size in (63, 34)
    )
    assert former.unchanged


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


# Ranks and scores as the tables print them (the rank of 2024 by the order of the scores).
@pytest.mark.parametrize(
    ("province", "now"),
    [("Hậu Giang", (33, 0.7093)), ("Quảng Ngãi", (28, 0.7166)), ("Đà Nẵng", (2, 0.8335))],
)
def test_where_a_province_stands(
    rankings: pd.DataFrame,
    definitions: Definitions,
    units: Units,
    province: str,
    now: tuple[int, float],
) -> None:
    question = asked(definitions, units, province)
    ranked = ranked_units(rankings, question.edition)
    found = standing_of(ranked, NO_INTERVALS, question.unit)
    assert (found.rank, found.score, found.size, found.tied) == (*now, 63, ())
    assert found.lower is None
    assert found.kind == ""


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
