"""Figures of digital adoption: none lost, how firm they are, which one stands for a province."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.digital_adoption import figures as adoption_figures
from helpers.questions.digital_adoption.figures import (
    MEASURES,
    PAPI,
    all_figures,
    focus_figures,
    group_in_test,
    in_window,
    known_changes,
    known_levels,
    levels,
    survey_means,
    things_counted,
    what_is_known,
    with_uses,
)
from helpers.sources.adoption_counts import NOT_STATED
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Units

RawRows = Callable[[str], list[dict[str, str]]]
Pair = tuple[Edition, Edition]
SURVEY_COLUMNS = {
    "papi_portal_access": "SC81 Access to E-Government Portals",
    "papi_internet_access": "SC82 Access to the Internet",
}


@pytest.fixture(scope="module")
def pair(definitions: Definitions) -> Pair:
    return definitions.edition("DTI", "2022", "63"), definitions.edition("DTI", "2023", "63")


# --- what is known --------------------------------------------------------------------------------


def test_no_figure_is_lost_and_no_target_is_counted(
    raw_rows: RawRows, survey: list[dict[str, str]], figures: pd.DataFrame
) -> None:
    ledger = Counter(row["measure"] for row in raw_rows("adoption/adoption.csv"))
    expected = {
        measure: (
            sum(bool(row[SURVEY_COLUMNS[measure]]) for row in survey)
            if measure in PAPI
            else ledger[measure]
        )
        for measure in MEASURES
    }
    assert figures["measure"].value_counts().to_dict() == expected
    assert ledger["target_online_dossier_share"] > 0
    assert figures["figure_id"].is_unique


def test_a_target_of_an_offered_measure_is_no_figure(clean: CleanFigures) -> None:
    adoption, covariates = clean.tables["adoption"], clean.tables["covariates"]
    marked = adoption.assign(target=adoption["target"] | (adoption["figure_id"] == "a382"))
    assert "a382" in set(all_figures(adoption, covariates)["figure_id"])
    assert "a382" not in set(all_figures(marked, covariates)["figure_id"])


def test_levels_are_counted_by_year(survey: list[dict[str, str]], figures: pd.DataFrame) -> None:
    wide = known_levels(figures).set_index("measure")
    for measure, column in SURVEY_COLUMNS.items():
        expected = Counter(row["year"] for row in survey if row[column])
        assert {year: n for year, n in wide.loc[measure].items() if n} == dict(expected)
    # «Of all dossiers settled» was printed of ten provinces at one time; other shares are apart.
    dossiers = wide.loc["online_dossier_share"]
    assert {year: n for year, n in dossiers.items() if n} == {"2022": 10}
    # Thái Nguyên, Lạng Sơn, Sơn La, Bạc Liêu, Phú Thọ: the count for 34 provinces is no province.
    assert wide.loc["community_digital_teams", "2022"] == 5


def test_changes_need_both_ends(
    figures: pd.DataFrame, pair: Pair, survey: list[dict[str, str]]
) -> None:
    baseline, edition = pair
    changes = known_changes(figures, baseline, edition).set_index("measure")
    years: dict[str, set[int]] = {}
    for row in survey:
        if row["SC82 Access to the Internet"]:
            years.setdefault(row["province_as_printed"], set()).add(int(row["year"]))
    pairs = sum(year + 1 in known for known in years.values() for year in known)
    both = sum({2022, 2023} <= known for known in years.values())
    own = changes.loc["papi_internet_access"]
    assert own.tolist() == [5, pairs, 63, both]
    # Đà Nẵng (19.76 and 20.7 %) and Đồng Tháp (3.7 and 6.42 %) alone.
    assert changes.loc["digital_economy_share_of_grdp", "in_question"] == 2
    assert changes.loc["community_digital_teams"].tolist() == [0, 0, 0, 0]


def test_how_firm_the_teams_are(figures: pd.DataFrame) -> None:
    own = what_is_known(figures).set_index("measure").loc["community_digital_teams"]
    # a093, a096, a097 «gần»/«nearly», a102 «hơn»; a105 and a107 after the merger; a114 national.
    assert own["figures"] == 24
    assert (own["approximate"], own["merged"], own["national"]) == (4, 2, 1)
    # Hậu Giang's «75/75 + 525» is no number; Hải Phòng counts workgroups for Project 06.
    teams = figures[figures["measure"] == "community_digital_teams"]
    assert set(teams.loc[~teams["fitting"], "figure_id"]) == {"a099"}
    assert set(teams.loc[teams["counts"] == "groups_with_project_06", "figure_id"]) == {"a095"}
    assert (own["unusable"], own["other_count"], own["groups"]) == (1, 1, 2)


def test_shares_of_different_wholes_are_told_apart(
    raw_rows: RawRows, figures: pd.DataFrame
) -> None:
    wordings = Counter(
        row["unit"] for row in raw_rows("adoption/adoption.csv")
        if row["measure"] == "online_dossier_share"
    )  # fmt: skip
    settled = wordings["of all dossiers settled"]
    known = what_is_known(figures).set_index("measure")
    assert settled == known.loc["online_dossier_share", "provinces"] == 10
    assert known.loc["online_dossier_share", "other_count"] == sum(wordings.values()) - settled
    # Adults, people, households and mobile subscribers.
    assert known.loc["smartphone_share", "groups"] == 4
    assert known.loc["papi_internet_access", "other_count"] == 0


def test_what_is_counted_is_listed_with_what_the_test_takes(
    figures: pd.DataFrame, pair: Pair
) -> None:
    things = things_counted(figures, "online_dossier_share", pair[0]).set_index("counts")
    assert things.index[0] == group_in_test(figures, "online_dossier_share") == "dossiers_settled"
    assert things.iloc[0].tolist() == [10, 10, 10, True]
    assert not things["in_test"].iloc[1:].any()
    # Đà Nẵng and Bạc Liêu of November, Kon Tum of 2022; those of 2023 and later are no start.
    assert things.loc["dossiers", ["figures", "in_window"]].tolist() == [12, 3]
    assert things["figures"].sum() == (figures["measure"] == "online_dossier_share").sum()


def test_the_largest_group_is_that_of_most_provinces_in_one_year(
    figures: pd.DataFrame, pair: Pair
) -> None:
    own = figures[figures["measure"] == "online_dossier_share"]
    settled = own["counts"] == "dossiers_settled"
    assert group_in_test(own[~settled], "online_dossier_share") == "dossiers"
    # A wording that says nothing is no group, however often it is printed.
    silent = own.assign(counts=own["counts"].where(settled, NOT_STATED))
    assert group_in_test(silent, "online_dossier_share") == "dossiers_settled"
    assert group_in_test(silent[~settled], "online_dossier_share") == ""
    assert levels(silent[~settled], "online_dossier_share", pair[0]).empty


def test_every_wording_of_an_offered_measure_is_declared(figures: pd.DataFrame) -> None:
    assert figures.loc[figures["counts"] == "", "unit"].tolist() == []


def test_a_share_is_a_percentage(figures: pd.DataFrame) -> None:
    row = figures[figures["figure_id"] == "a274"].iloc[0].to_dict()
    made_up = pd.DataFrame(
        [
            row | {"value_as_printed": printed, "unit": unit, "value": value}
            for printed, unit, value in (
                ("61%", "of households", 61.0),
                ("61 per cent", "", 61.0),
                ("61", "percent of households", 61.0),
                ("6100", "households", 6100.0),
                ("0.61", "of households", 0.61),
                ("161%", "of households", 161.0),
                ("chưa rõ %", "of households", None),
            )
        ]
    )
    assert adoption_figures._fits(made_up).tolist() == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip


# --- the figure that stands for a province --------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "unit_id", "figure_id", "conflicting"),
    [
        # Đà Nẵng: 67 % of all dossiers settled; 71 % of the city's dossiers and 94 % in 12/2023.
        ("online_dossier_share", "vn63-48", "a380", 0),
        # Bạc Liêu: 7,4% of all settled; «khoảng 7,41%» does not say of which dossiers.
        ("online_dossier_share", "vn63-95", "a351", 0),
        # Hồ Chí Minh: 18,66% before 18.7 per cent.
        ("digital_economy_share_of_grdp", "vn63-79", "a156", 1),
        # Đồng Tháp: 3,7% of 2022, not the doubted 6,42% of 9/2023; Đà Nẵng: not 20.7% of 2023.
        ("digital_economy_share_of_grdp", "vn63-87", "a168", 0),
        ("digital_economy_share_of_grdp", "vn63-48", "a167", 0),
        # Tiền Giang: «2022» ends later than «6/2022», though it is doubted.
        ("households_fibre_share", "vn63-82", "a279", 0),
        ("community_digital_teams", "vn63-20", "a102", 0),
    ],
)
def test_which_figure_stands_for_a_province(
    figures: pd.DataFrame,
    pair: Pair,
    measure: str,
    unit_id: str,
    figure_id: str,
    conflicting: int,
) -> None:
    chosen = levels(figures, measure, pair[0])
    assert chosen.index.is_unique
    assert chosen.loc[unit_id, ["figure_id", "conflicting"]].tolist() == [figure_id, conflicting]


def test_undated_merged_and_national_figures_stand_for_nobody(
    figures: pd.DataFrame, pair: Pair
) -> None:
    for measure in MEASURES:
        used = levels(figures, measure, pair[0])
        assert used["year"].notna().all()
        assert used.index.str.startswith("vn63-").all()
    # Hậu Giang's 600 teams have no year.
    assert "vn63-93" not in levels(figures, "community_digital_teams", pair[0]).index


@pytest.mark.parametrize("measure", MEASURES)
def test_no_level_is_later_than_its_baseline(
    measure: str, figures: pd.DataFrame, pair: Pair
) -> None:
    used = levels(figures, measure, pair[0])
    assert len(used) > 0
    assert used["as_of_end"].max() <= date(2022, 12, 31)
    assert used["as_of_start"].min() >= date(2021, 1, 1)
    assert used["counts"].nunique() == 1


def made_up(figures: pd.DataFrame, *rows: dict[str, object]) -> pd.DataFrame:
    """One province's share of the digital economy, printed as often as there are rows."""
    row = figures[figures["figure_id"] == "a167"].iloc[0].to_dict()
    return pd.DataFrame([row | {"figure_id": f"a{n}"} | own for n, own in enumerate(rows)])


VAGUE = {"approximate": "about"}


@pytest.mark.parametrize(
    ("first", "second", "figure_id"),
    [
        (VAGUE, {"as_of_end": date(2022, 6, 30)}, "a0"),
        (VAGUE, {"doubt": "source_date"}, "a0"),
        (VAGUE, {"value": 19.7}, "a1"),
        ({"value": 19.7}, {}, "a1"),
        ({}, {"value": 19.84}, "a0"),
        (VAGUE, {"counts": NOT_STATED}, "a0"),
    ],
    ids=["nearest", "undoubted", "exact", "decimals", "first filed", "same thing"],
)
def test_the_nearest_figure_stands_then_the_undoubted_then_the_exact(
    figures: pd.DataFrame,
    pair: Pair,
    first: dict[str, object],
    second: dict[str, object],
    figure_id: str,
) -> None:
    chosen = levels(made_up(figures, first, second), "digital_economy_share_of_grdp", pair[0])
    assert chosen["figure_id"].tolist() == [figure_id]


def test_every_figure_has_one_standing(figures: pd.DataFrame, pair: Pair) -> None:
    standing = with_uses(figures, pair[0]).set_index("figure_id")["standing"]
    assert set(standing) == set(adoption_figures.USES)
    expected = {
        "a114": "national", "a105": "merged", "a099": "no number", "a382": "other count",
        "a098": "undated", "a274": "outside", "a380": "used", "a146": "nearer",
    }  # fmt: skip
    assert standing[list(expected)].to_dict() == expected
    measures = [measure for measure in MEASURES if measure not in PAPI]
    used = set(pd.concat(levels(figures, measure, pair[0])["figure_id"] for measure in measures))
    # Of a survey every figure of the three years, of the provinces that have two of them.
    for measure in PAPI:
        units = set(levels(figures, measure, pair[0]).index)
        own = figures[(figures["measure"] == measure) & figures["year"].between(2020, 2022)]
        used |= set(own.loc[own["unit_id"].isin(units), "figure_id"])
    assert set(standing.index[standing == "used"]) == used


def test_the_window_is_the_year_and_the_one_before_and_three_years_of_the_survey(
    pair: Pair,
) -> None:
    spans = [(2020, 2020), (2021, 2021), (2022, 2022), (2023, 2023), (2024, 2024), (2020, 2021)]
    surveys = (2019, 2020, 2021, 2022, 2023)
    table = pd.DataFrame(
        {
            "measure": ["smartphone_share"] * 7 + ["papi_portal_access"] * 5,
            "as_of_start": [date(a, 1, 1) for a, _ in spans] + [None]
            + [date(year, 1, 1) for year in surveys],
            "year": pd.array([b for _, b in spans] + [None, *surveys], dtype="Int64"),
        }
    )  # fmt: skip
    others = [False, True, True, False, False, False, False]
    assert in_window(table, pair[0]).tolist() == [*others, False, True, True, True, False]
    assert in_window(table, pair[0], 1).tolist() == [*others, False, False, False, True, False]


def test_a_year_that_a_province_lacks_does_not_put_it_low() -> None:
    # All stand at 1, 5 and 3 in three years, b one higher; c lacks the high year, d all but one.
    by_year = pd.DataFrame(
        {2020: [1, 2, 1.5, None], 2021: [5, 6, None, None], 2022: [3, 4, 3.5, 3]},
        index=list("abcd"),
    )
    means = survey_means(by_year)
    assert means.index.tolist() == ["a", "b", "c"]
    # By hand: means of the years 1.5, 5.5 and 3.375, together 10.375 / 3.
    assert means.tolist() == pytest.approx(
        [10.375 / 3 + part for part in (-1.375 / 3, 1.625 / 3, 0.125 / 2)]
    )


# --- the province in focus ------------------------------------------------------------------------


def test_everything_on_file_about_hau_giang(figures: pd.DataFrame, units: Units) -> None:
    own = focus_figures(figures, units.find("Hậu Giang"))
    assert own["measure"].value_counts().to_dict() == {
        "papi_portal_access": 6, "papi_internet_access": 6, "community_digital_teams": 2,
        "households_fibre_share": 1, "smartphone_share": 1,
    }  # fmt: skip
    reported = own[~own["measure"].isin(PAPI)]
    assert reported["value_as_printed"].tolist() == ["75/75 + 525", "600", "61%", "75%"]
    assert pd.isna(reported["as_of_end"].iloc[1])
    assert focus_figures(figures.iloc[:0], units.find("Hậu Giang")).empty
