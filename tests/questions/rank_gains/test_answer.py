"""What notebook 02 asks: defaults, neighbours, refusals that name what is on file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from helpers.errors import BadInputError, NotComparableError, UnknownProvinceError
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.rank_gains.answer import (
    GainQuestion,
    ask,
    asked_gains,
    focus_row,
    largest_moves,
    newest_edition,
    newest_gains,
    own_standing,
    printed_component_gains,
    province_history,
    standing,
    with_new_measures,
)
from helpers.questions.rank_gains.standing_sentences import own_table
from helpers.rankings.gains import gains_between
from helpers.sharing.tables import TableOf
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units

Ask = Callable[..., GainQuestion]


@pytest.fixture
def ask_for(definitions: Definitions, units: Units, clean: CleanFigures) -> Ask:
    def asked(baseline: str = "", edition: str = "", **given: object) -> GainQuestion:
        defaults = {"index": "DTI", "universe": "63", "province": "Hậu Giang", "bridge": ""}
        rankings, years = clean.tables["rankings"], (baseline, edition)
        return ask(rankings, definitions, units, years=years, **(defaults | given))  # type: ignore[arg-type]

    return asked


def years(question: GainQuestion) -> tuple[str, str]:
    return question.baseline.edition, question.edition.edition


def test_defaults_are_the_latest_comparable_pair(ask_for: Ask) -> None:
    question = ask_for()
    assert years(question) == ("2022", "2023")
    assert question.comparable
    assert question.bridge == ""
    assert question.unit.unit_id == "vn63-93"


@pytest.mark.parametrize(
    ("given", "pair"),
    [
        ({"edition": "2022"}, ("2021", "2022")),
        ({"baseline": "2021"}, ("2021", "2022")),
        ({"baseline": "2022"}, ("2022", "2023")),
        ({"baseline": "2021", "edition": "2023"}, ("2021", "2023")),
        ({"index": "ICT"}, ("2017", "2018")),
    ],
)
def test_a_side_that_is_not_given_is_its_neighbour(
    ask_for: Ask, given: dict[str, str], pair: tuple[str, str]
) -> None:
    question = ask_for(**given)
    assert years(question) == pair
    assert question.comparable


def test_a_bridge_is_named_or_the_pair_is_refused(ask_for: Ask) -> None:
    for given in ({"edition": "2024"}, {"baseline": "2023"}, {"baseline": "2020"}):
        with pytest.raises(NotComparableError, match="change of formula moves scores and ranks"):
            ask_for(**given)
        question = ask_for(**given, bridge="printed_ranks")
        assert not question.comparable
        assert question.bridge == "printed_ranks"
    # Where it is not needed, the bridge is not used.
    assert ask_for(bridge="printed_ranks").bridge == ""


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"index": "DTL"}, r"no index 'DTL'.*DTI"),
        ({"edition": "2032"}, r"no edition '2032'.*2022, 2023, 2024"),
        ({"universe": "34", "baseline": "2023", "edition": "2024"}, r"2023 ranks no universe '34'"),
        ({"province": "Hau Gian"}, r"Did you mean: Hậu Giang"),
        ({"province": "Huê Thừa"}, r"no province 'Huê Thừa'"),
        ({"edition": "2024", "bridge": "printed-ranks"}, r"no bridge.*printed_ranks"),
        ({"baseline": "2023", "edition": "2022"}, "2023 must come before the edition 2022"),
        ({"edition": "2020"}, "oldest edition on file"),
        ({"baseline": "2024"}, "newest edition on file"),
        ({"universe": "34", "baseline": "2024"}, "nothing to compare it with yet.*--universe 63"),
        (
            {"index": "EGOV", "bridge": "printed_ranks"},
            r"No two editions of EGOV.*2016, 2017, 2018, 2019.*--bridge printed_ranks",
        ),
        ({"universe": "99"}, "99"),
        ({"edition": 2023}, r"edition must be text, found 2023.*«-r edition 2023»"),
        ({"universe": 63}, r"universe must be text, found 63"),
    ],
)
def test_wrong_values_are_refused_and_right_ones_named(
    ask_for: Ask, given: dict[str, object], message: str
) -> None:
    with pytest.raises(BadInputError, match=message):
        ask_for(**given)


def test_a_name_of_another_universe_says_where_it_went(units: Units) -> None:
    with pytest.raises(UnknownProvinceError, match="went into Cần Thơ"):
        units.find("Hậu Giang", "34")


@pytest.mark.parametrize("spelling", ["hau giang", "HẬU GIANG", "tỉnh Hậu Giang", "vn63-93"])
def test_any_usual_spelling_is_understood(ask_for: Ask, spelling: str) -> None:
    assert ask_for(province=spelling).unit.province == "Hậu Giang"


@pytest.mark.parametrize(
    ("given", "edition"),
    [
        ({"universe": "34"}, "DTI 2024 (34)"),
        ({"universe": "34", "edition": "2024"}, "DTI 2024 (34)"),
        ({"index": "EGOV"}, "EGOV 2019 (63)"),
        ({"index": "ICT", "universe": "64", "province": "Hà Tây"}, "ICT 2006 (64)"),
    ],
)
def test_without_two_comparable_editions_the_newest_is_shown_alone(
    ask_for: Ask,
    clean: CleanFigures,
    definitions: Definitions,
    units: Units,
    given: dict[str, str],
    edition: str,
) -> None:
    question = ask_for(**given)
    assert question.pair is None
    assert not question.comparable
    assert [one.label for one in question.editions] == [edition]
    gains = asked_gains(clean.tables["rankings"], definitions, units, question)
    assert gains.empty
    assert not standing(clean.tables["rankings"], question.edition).empty


def test_a_former_province_stands_for_the_unit_it_went_into(ask_for: Ask) -> None:
    merged = ask_for(universe="34", province="hau giang")
    assert (merged.unit.unit_id, merged.former) == ("vn34-92", "Hậu Giang")
    assert ask_for(universe="34", province="vn63-93").unit == merged.unit
    # A name that the universe itself has means its own unit.
    assert ask_for(universe="34", province="Cần Thơ").former == ""
    assert ask_for().former == ""


def test_the_newest_edition_stands_beside(
    ask_for: Ask, definitions: Definitions, units: Units, clean: CleanFigures
) -> None:
    found = newest_edition(definitions, units, ask_for())
    assert found is not None
    assert found.pair is not None
    pair = found.pair
    # Of two editions of one year the one over the units asked about.
    assert [one.label for one in pair] == ["DTI 2023 (63)", "DTI 2024 (63)"]
    newest = newest_gains(clean.tables["rankings"], definitions, pair)
    assert newest is not None
    own = focus_row(newest, ask_for().unit)
    assert own is not None
    assert (own["rank_from"], own["rank_to"], own["rank_gain"]) == (20, 33, -13)
    assert not own["comparable"]
    bridged = ask_for(edition="2024", bridge="printed_ranks")
    assert newest_edition(definitions, units, bridged) is None
    assert newest_edition(definitions, units, ask_for(universe="34")) is None
    assert newest_gains(clean.tables["rankings"], definitions, None) is None


def test_a_newer_edition_over_other_units_is_the_newest(
    ask_for: Ask, definitions: Definitions, units: Units
) -> None:
    later = replace(definitions.edition("DTI", "2024", "34"), edition="2025")
    grown = replace(definitions, editions=(*definitions.editions, later))
    found = newest_edition(grown, units, ask_for())
    assert found is not None
    assert found.pair is not None
    assert [one.label for one in found.pair] == ["DTI 2024 (34)", "DTI 2025 (34)"]
    assert found.unit.unit_id == "vn34-92"


def test_who_moved_most(definitions: Definitions, clean: CleanFigures) -> None:
    pair = [definitions.edition("DTI", year, "63") for year in ("2022", "2023")]
    gains = gains_between(clean.tables["rankings"], definitions, *pair)
    climbed, fell = largest_moves(gains[gains["measure"] == "overall"])
    # Cà Mau: 58 in the table of 2022, 35 in that of 2023.
    assert climbed[["province", "rank_from", "rank_to"]].iloc[0].tolist() == ["Cà Mau", 58, 35]
    assert climbed["rank_gain"].is_monotonic_decreasing
    assert fell["rank_gain"].is_monotonic_increasing
    assert (fell["rank_gain"] < 0).all()


def test_all_that_tie_with_the_last_place_are_named() -> None:
    gains = pd.DataFrame(
        {
            "province": list("abcdefgh"),
            "rank_gain": [9, 5, 5, 5, 0, -1, -8, -8],
            "rank_to": [1, 30, 10, 20, 5, 6, 7, 17],
        }
    )
    climbed, fell = largest_moves(gains, count=2)
    assert climbed["province"].tolist() == ["a", "c", "d", "b"]
    # Of two that fell as far, the one that is further down comes first.
    assert fell["province"].tolist() == ["h", "g"]


def test_history_shows_every_edition_and_its_gaps(
    definitions: Definitions, units: Units, clean: CleanFigures
) -> None:
    history = province_history(clean.tables["rankings"], definitions, units.by_id("vn63-93"))
    dti = history[history["index"] == "DTI"].set_index("edition")
    assert dti["rank"].to_dict() == {"2020": 28, "2021": 17, "2022": 17, "2023": 20, "2024": 33}
    ict = history[history["index"] == "ICT"].set_index("edition")
    assert ict.index.tolist() == [e.edition for e in definitions.editions_of("ICT")]
    assert ict.loc["2020", ["rank", "rank_basis"]].tolist() == [32, "printed"]
    assert ict.loc["2019", ["rank", "rank_basis"]].tolist() == [47, "derived"]
    assert pd.isna(ict.loc["2018", "rank"])
    assert ict.loc["2018", "rank_basis"] == ""


def test_printed_gains_by_component_of_hau_giang(
    definitions: Definitions, units: Units, clean: CleanFigures
) -> None:
    parts = printed_component_gains(
        clean.tables["reported_figures"], units.by_id("vn63-93"), definitions
    )
    assert list(zip(parts["measure"], parts["value"], strict=True)) == [
        ("overall", 15),
        ("technical_infrastructure", 7),
        ("human_infrastructure", 8),
        ("it_application", 18),
        ("online_services", 16),
    ]
    assert set(parts["edition"]) == {"2020"}
    # Of Bạc Liêu no source prints any.
    nothing = printed_component_gains(
        clean.tables["reported_figures"], units.by_id("vn63-95"), definitions
    )
    assert nothing.empty


def test_a_part_that_the_edition_before_did_not_have_is_shown_with_its_rank() -> None:
    ranks = ["rank_from", "rank_to", "rank_gain", "gain_least", "gain_most"]
    gains = pd.DataFrame([("overall", 3, 2, 1, 1, 1)], columns=["measure", *ranks])
    own = pd.DataFrame({"measure": ["overall", "skills", "untold"], "rank": [2, 7, None]})
    shown = with_new_measures(gains, own)
    assert list(shown["measure"]) == ["overall", "skills"]
    assert list(shown["rank_to"]) == [2, 7]
    assert shown.loc[1, ["rank_from", "rank_gain", "gain_least"]].isna().all()


def test_scores_that_are_only_derived_are_shown_with_their_basis_and_no_rank(
    clean: CleanFigures, definitions: Definitions, units: Units
) -> None:
    # Bắc Giang went into Bắc Ninh, whose awareness is printed 1.0000; its row prints four parts.
    edition, unit = definitions.edition("DTI", "2024", "63"), units.find("Bắc Giang", "63")
    rows = own_standing(clean.tables["rankings"], edition, unit)
    shown = own_table(rows, definitions, edition, unit)
    assert isinstance(shown, TableOf)
    (own,) = (row for row in shown.written("en").rows if "awareness" in row[0].lower())
    assert own[1:] == ("–", "1.0000", "derived from other figures")
    ranked = [row for row in shown.written("en").rows if row[1] != "–"]
    assert len(ranked) == 8
