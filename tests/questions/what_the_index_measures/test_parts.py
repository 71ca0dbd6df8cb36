"""What do the points of an index buy, and do its parts go together?"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.what_the_index_measures.parts import (
    Apart,
    decides,
    editions_taken_apart,
    terms_of,
)
from helpers.sources.editions import Definitions
from helpers.statistics.composite_coherence import rest_correlations, variance_shares
from helpers.statistics.resampling import bca_interval, resampled_covariances

RawRows = Callable[[str], list[dict[str, str]]]
POINTS = {
    "Nhận thức số": 50, "Thể chế số": 50, "Hạ tầng số": 140, "Nhân lực số": 100,
    "An toàn thông tin mạng": 100, "Hoạt động chính quyền số": 200, "Hoạt động kinh tế số": 150,
    "Hoạt động xã hội số": 150,
}  # fmt: skip
DRAWS = 20_000


@pytest.fixture(scope="module")
def rankings(clean: CleanFigures) -> pd.DataFrame:
    return clean.tables["rankings"]


@pytest.fixture(scope="module")
def lead(rankings: pd.DataFrame, definitions: Definitions) -> Apart:
    terms, _ = editions_taken_apart(rankings, definitions)
    assert terms is not None
    return Apart(terms, DRAWS)


@pytest.fixture(scope="module")
def printed(raw_rows: RawRows) -> pd.DataFrame:
    """The parts of the 34 as they are printed, in points of 1."""
    rows = raw_rows("dti_tables/dti_2024_34.csv")
    table = pd.DataFrame([{part: float(row[part]) for part in POINTS} for row in rows])
    return table * pd.Series(POINTS) / sum(POINTS.values())


def test_which_editions_are_taken_apart(rankings: pd.DataFrame, definitions: Definitions) -> None:
    lead, others = editions_taken_apart(rankings, definitions)
    assert lead is not None
    assert (lead.edition.label, lead.full) == ("DTI 2024 (34)", True)
    labels = [one.edition.label for one in others]
    assert labels == ["DTI 2024 (63)", "DTI 2023 (63)", "DTI 2022 (63)"]
    assert not any(one.full for one in others)


def test_an_edition_of_ranks_alone_or_without_points_does_not_lead(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    newest = definitions.edition("DTI", "2024", "34")
    for change in ({"ranks_only": True}, {"formula": None}, {"complete": False}):
        later = dataclasses.replace(newest, edition="2025", **change)
        more = dataclasses.replace(definitions, editions=(*definitions.editions, later))
        lead, _ = editions_taken_apart(rankings, more)
        assert lead is not None
        assert lead.edition == newest


def test_a_newer_whole_edition_leads(rankings: pd.DataFrame, definitions: Definitions) -> None:
    newest = definitions.edition("DTI", "2024", "34")
    later = dataclasses.replace(newest, edition="2025")
    more = dataclasses.replace(definitions, editions=(*definitions.editions, later))
    own = rankings[(rankings["edition"] == "2024") & (rankings["universe"] == "34")]
    both = pd.concat([rankings, own.assign(edition="2025")])
    lead, _ = editions_taken_apart(both, more)
    assert lead is not None
    assert lead.edition == later


def test_without_a_whole_edition_none_leads(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    only = tuple(one for one in definitions.editions if one.universe == "63")
    lead, others = editions_taken_apart(rankings, dataclasses.replace(definitions, editions=only))
    assert lead is None
    assert len(others) == 3


def test_the_shares_are_those_of_the_printed_table(lead: Apart, printed: pd.DataFrame) -> None:
    bought = lead.points_bought().set_index("part")
    total = printed.sum(axis=1)
    expected = [100 * np.cov(printed[part], total)[0, 1] / total.var() for part in POINTS]
    assert bought["share"].tolist() == pytest.approx(expected)
    assert bought["share"].sum() == pytest.approx(100)
    assert bought["points"].tolist() == list(POINTS.values())
    assert bought.loc["awareness", "points_share"] == pytest.approx(100 * 50 / 940)


def test_full_marks_are_counted_as_they_are_printed(lead: Apart, raw_rows: RawRows) -> None:
    rows = raw_rows("dti_tables/dti_2024_34.csv")
    counted = [sum(float(row[part]) == 1 for row in rows) for part in POINTS]
    assert max(counted) > 17
    bought = lead.points_bought()
    assert bought["full"].tolist() == counted
    assert set(bought["n"]) == {34}


@pytest.mark.parametrize("year", ["2022", "2023", "2024"])
def test_what_is_not_printed_for_all_is_one_block(
    year: str, rankings: pd.DataFrame, definitions: Definitions, raw_rows: RawRows
) -> None:
    edition = definitions.edition("DTI", year, "63")
    terms = terms_of(rankings, definitions, edition)
    known = [part for part in POINTS if all(row.get(part) for row in
             raw_rows(f"dti_tables/dti_{year}_63.csv"))]  # fmt: skip
    formula = definitions.formula_of(edition)
    assert formula is not None
    assert len(terms.terms.columns) == len(known) + 1 == 5
    assert terms.points.sum() == sum(formula.weights.values())
    rows = raw_rows(f"dti_tables/dti_{year}_63.csv")
    totals = sorted(float(row["DTI"]) for row in rows)
    assert sorted(terms.terms.sum(axis=1)) == pytest.approx(totals)
    bought = Apart(terms, 1_000).points_bought()
    assert bought["share"].sum() == pytest.approx(100)
    assert bought.iloc[-1]["part"] == "remainder"
    assert np.isnan(bought.iloc[-1]["full"])


def test_derived_scores_of_single_units_enter_no_variance(
    rankings: pd.DataFrame, definitions: Definitions
) -> None:
    edition = definitions.edition("DTI", "2024", "63")
    before = terms_of(rankings, definitions, edition)
    like = rankings[
        (rankings["edition"] == "2024")
        & (rankings["universe"] == "63")
        & (rankings["measure"] == "infrastructure")
    ]
    more = pd.concat([rankings, like.assign(measure="awareness", score_basis="derived")])
    after = terms_of(more, definitions, edition)
    pd.testing.assert_frame_equal(after.terms, before.terms)


def test_each_part_and_the_rest_of_the_total(lead: Apart, printed: pd.DataFrame) -> None:
    found = lead.with_the_rest()
    for place, part in enumerate(POINTS):
        rest = printed.drop(columns=part).sum(axis=1)
        expected = np.corrcoef(printed[part], rest)[0, 1]
        assert found["value"].iloc[place] == pytest.approx(expected)
    assert (found["lower"] < found["value"]).all()
    assert (found["value"] < found["upper"]).all()


def test_alpha_counts_each_score_alike(lead: Apart, printed: pd.DataFrame) -> None:
    scores = printed / pd.Series(POINTS) * sum(POINTS.values())
    expected = 8 / 7 * (1 - scores.var().sum() / scores.sum(axis=1).var())
    found = lead.alpha()
    assert found["value"] == pytest.approx(expected)
    assert found["lower"] < expected < found["upper"] < 1


def test_another_seed_moves_no_printed_end_by_more_than_one(
    lead: Apart, printed: pd.DataFrame
) -> None:
    other = resampled_covariances(printed.to_numpy(), DRAWS, seed=99)
    for found, statistic, digits, scale in (
        (lead.points_bought(), variance_shares, 0, 100),
        (lead.with_the_rest(), rest_correlations, 2, 1),
    ):
        each = (statistic(one) for one in (other.observed, other.drawn, other.without))
        for column, ends in zip(("lower", "upper"), bca_interval(*each, 1 - 0.05 / 8), strict=True):
            moved = (scale * ends).round(digits) - found[column].to_numpy().round(digits)
            assert np.abs(moved).max() <= 10.0**-digits + 1e-9, column


def test_a_part_decides_by_its_whole_interval() -> None:
    rows = [
        {"points_share": 10.0, "lower": lower, "upper": upper}
        for lower, upper in ((2.0, 9.9), (2.0, 10.0), (10.0, 30.0), (10.1, 30.0))
    ]
    assert [decides(pd.Series(row)) for row in rows] == ["less", "open", "open", "more"]
