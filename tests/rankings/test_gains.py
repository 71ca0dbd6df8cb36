"""Rank gains: comparable or through a named bridge, never silently across a break."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.errors import BadInputError, NotComparableError
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.rankings.gains import GAIN_COLUMNS, all_gains, gains_between
from helpers.sources.editions import Definitions, Edition


def dti(definitions: Definitions, year: str, universe: str = "63") -> Edition:
    return definitions.edition("DTI", year, universe)


def overall(gains: pd.DataFrame) -> pd.DataFrame:
    return gains[gains["measure"] == "overall"].set_index("unit_id")


def test_hau_giang_fell_three_places_from_2022_to_2023(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    gains = gains_between(rankings, definitions, dti(definitions, "2022"), dti(definitions, "2023"))
    assert tuple(gains.columns) == GAIN_COLUMNS
    own = overall(gains).loc["vn63-93"]
    assert (own["rank_from"], own["rank_to"], own["rank_gain"]) == (17, 20, -3)
    assert own["comparable"]
    assert own["bridge"] == ""
    assert (own["gain_least"], own["gain_most"]) == (-3, -3)
    assert (own["score_from"], own["score_to"]) == (0.6342, 0.7092)
    assert own["score_change"] == pytest.approx(0.0750)


def test_ranks_2023_to_2024_are_compared_through_a_bridge_only(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    pair = dti(definitions, "2023"), dti(definitions, "2024")
    with pytest.raises(NotComparableError, match="a change of formula moves scores and ranks"):
        gains_between(rankings, definitions, *pair)
    gains = gains_between(rankings, definitions, *pair, bridge="printed_ranks")
    own = overall(gains).loc["vn63-93"]
    assert (own["rank_from"], own["rank_to"], own["rank_gain"]) == (20, 33, -13)
    assert not gains["comparable"].any()
    assert (gains["bridge"] == "printed_ranks").all()
    assert gains[["score_from", "score_to", "score_change"]].isna().all(axis=None)


@pytest.mark.parametrize("bridge", ["", "printed_ranks"])
def test_63_and_34_units_are_never_compared(
    rankings: pd.DataFrame, definitions: Definitions, bridge: str
) -> None:
    pair = dti(definitions, "2023"), dti(definitions, "2024", "34")
    with pytest.raises(NotComparableError, match="rank different sets of units"):
        gains_between(rankings, definitions, *pair, bridge=bridge)


def test_another_index_an_unknown_bridge_and_a_pair_backwards_are_refused(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    earlier, later = dti(definitions, "2022"), dti(definitions, "2023")
    ict = definitions.edition("ICT", "2023", "63")
    with pytest.raises(NotComparableError, match="different indices"):
        gains_between(rankings, definitions, earlier, ict, bridge="printed_ranks")
    with pytest.raises(BadInputError, match=r"no bridge 'printed_rank'.*printed_ranks"):
        gains_between(rankings, definitions, earlier, later, bridge="printed_rank")
    with pytest.raises(BadInputError, match="2023 must come before the edition 2022"):
        gains_between(rankings, definitions, later, earlier)


def test_gains_of_a_ranking_without_ties_sum_to_zero(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    tidy = rankings.copy()
    # The ties of both years broken by unit, so that each is a full order from 1 to 63.
    for year in ("2022", "2023"):
        rows = (tidy["edition"] == year) & (tidy["measure"] == "overall")
        rows &= tidy["index"] == "DTI"
        tidy.loc[rows, "rank"] = tidy.loc[rows, "rank"].rank(method="first").astype("Int64")
    gains = gains_between(tidy, definitions, dti(definitions, "2022"), dti(definitions, "2023"))
    assert len(overall(gains)) == 63
    assert overall(gains)["rank_gain"].sum() == 0


def test_a_gain_is_known_no_better_than_its_weaker_rank(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    gains = gains_between(rankings, definitions, dti(definitions, "2021"), dti(definitions, "2022"))
    # Hà Nội: 24 printed in 2022, 40 derived for 2021. Hải Phòng: both printed.
    bases = overall(gains)["basis"]
    assert (bases["vn63-01"], bases["vn63-31"]) == ("derived", "printed")


def test_an_interval_gives_the_least_and_most_of_a_gain(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    gains = gains_between(
        rankings, definitions, dti(definitions, "2020"), dti(definitions, "2021"),
        bridge="printed_ranks",
    )  # fmt: skip
    # Yên Bái: 40 or 44 in 2020, 27 in 2021.
    yen_bai = overall(gains).loc["vn63-15"]
    assert pd.isna(yen_bai["rank_from"])
    assert pd.isna(yen_bai["rank_gain"])
    assert yen_bai["rank_to"] == 27
    assert (yen_bai["gain_least"], yen_bai["gain_most"]) == (40 - 27, 44 - 27)
    assert yen_bai["basis"] == "derived"
    ben_tre = overall(gains).loc["vn63-83", ["rank_gain", "gain_least", "gain_most"]]
    assert ben_tre.tolist() == [33 - 31] * 3


def test_a_gain_of_a_recomputed_pillar_says_what_rounding_leaves_open(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    gains = gains_between(rankings, definitions, dti(definitions, "2022"), dti(definitions, "2023"))
    pillars = gains.set_index(["unit_id", "measure"])
    columns = ["rank_from", "rank_to", "rank_gain", "gain_least", "gain_most"]
    # Sóc Trăng: 32 or, rounded otherwise, 31; then 42.
    government = pillars.loc[("vn63-94", "pillar_government"), columns]
    assert government.tolist() == [32, 42, -10, -11, -10]
    # Quảng Ninh: 4, then 21 or 20. Hậu Giang: 13, then 10, both certain.
    assert pillars.loc[("vn63-22", "pillar_government"), columns].tolist() == [4, 21, -17, -17, -16]
    assert pillars.loc[("vn63-93", "pillar_government"), columns].tolist() == [13, 10, 3, 3, 3]
    # The totals are printed, so nothing is open.
    printed = gains[gains["measure"] == "overall"]
    assert len(printed) == 63
    assert (printed["gain_least"] == printed["gain_most"]).all()


def test_a_unit_of_which_nothing_is_known_in_one_edition_has_no_row(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    gains = gains_between(rankings, definitions, dti(definitions, "2021"), dti(definitions, "2022"))
    assert "vn63-75" not in overall(gains).index  # Đồng Nai is in a group of 2021 only

    assert gains[["gain_least", "gain_most"]].notna().all(axis=None)


def test_the_table_of_gains_has_every_comparable_pair_and_marked_neighbours(
    clean: CleanFigures, definitions: Definitions
) -> None:
    gains = clean.tables["rank_gains"]
    totals = gains[(gains["index"] == "DTI") & (gains["measure"] == "overall")]
    pairs = {
        key: bool(group["comparable"].all())
        for key, group in totals.groupby(["baseline", "edition"])
    }
    assert pairs == {
        ("2020", "2021"): False,
        ("2021", "2022"): True,
        ("2021", "2023"): True,
        ("2022", "2023"): True,
        ("2023", "2024"): False,
    }
    assert (gains["bridge"].eq("printed_ranks") == ~gains["comparable"]).all()
    assert gains.loc[~gains["comparable"], "score_change"].isna().all()
    exact = gains["rank_gain"].notna()
    difference = gains["rank_from"] - gains["rank_to"]
    assert (gains["rank_gain"] == difference)[exact].all()
    assert difference[~exact].isna().all()
    assert (gains["gain_least"] <= gains["gain_most"]).all()
    assert gains.loc[exact, "rank_gain"].between(
        gains.loc[exact, "gain_least"], gains.loc[exact, "gain_most"]
    ).all()  # fmt: skip
    open_rows = gains[~exact & (gains["index"] == "DTI") & (gains["measure"] == "overall")]
    assert open_rows[["unit_id", "baseline", "edition"]].to_numpy().tolist() == [
        ["vn63-15", "2020", "2021"],
    ]  # fmt: skip
    again = all_gains(clean.tables["rankings"], definitions)
    assert len(again) == len(gains)
