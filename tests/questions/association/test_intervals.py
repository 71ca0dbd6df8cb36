"""The intervals of the declared tests on the frozen panel: another implementation, other seeds."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.linear_model import OLS

from helpers.questions.association.choices import control_columns
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.digital_adoption.answer import level_predictor
from helpers.questions.digital_adoption.figures import all_figures
from helpers.questions.milestones.dates import (
    first_milestones,
    with_date_kinds,
    years_since,
)
from helpers.questions.online_services.portal import portal_predictors
from helpers.rankings.panel import build_panel
from helpers.sources.editions import Definitions, Edition
from helpers.statistics.evidence import evidence_table, gather_evidence, test_draws
from helpers.statistics.inversion import Reference, reference_of
from helpers.statistics.permutation import permutations_of

Columns = dict[str, np.ndarray]
PREDICTORS = ("papi_portal_access", "portal", "resolution_party", "ioc")


@pytest.fixture(scope="module")
def pair(definitions: Definitions) -> tuple[Edition, Edition]:
    before, after = (definitions.edition("DTI", year, "63") for year in ("2022", "2023"))
    return before, after


@pytest.fixture(scope="module")
def asked(
    clean: CleanFigures, definitions: Definitions, pair: tuple[Edition, Edition]
) -> dict[str, pd.DataFrame]:
    """Of each predictor a table of complete rows: after, x, before, controls."""
    tables = clean.tables
    panel = build_panel(tables["rankings"], definitions, *pair)
    controls = control_columns(tables["covariates"], pair[0])
    figures = all_figures(tables["adoption"], tables["covariates"])
    dated = with_date_kinds(tables["milestones"])
    day = pd.Timestamp(int(pair[1].edition), 12, 31).date()
    found = {
        "papi_portal_access": level_predictor(figures, "papi_portal_access", pair[0]),
        "portal": portal_predictors(tables["covariates"], "2022", "2023")[0],
    }
    for kind in ("resolution_party", "ioc"):
        found[kind] = years_since(first_milestones(dated, kind, "63"), day)
    base = panel[["score_after", "score_before"]].join(controls)
    return {name: base.assign(x=values).astype(float).dropna() for name, values in found.items()}


def columns_of(table: pd.DataFrame) -> Columns:
    rest = table.drop(columns=["score_after", "x"]).to_numpy()
    return {
        "y": table["score_after"].to_numpy(),
        "x": table["x"].to_numpy(),
        "rest": np.column_stack([np.ones(len(table)), rest]),
    }


def reference(table: pd.DataFrame, draws: int, seed: int) -> Reference:
    columns = columns_of(table)
    return reference_of(columns["y"], columns["x"], columns["rest"], draws=draws, seed=seed)


def by_statsmodels(columns: Columns, permuted: np.ndarray, value: float) -> float:
    """p of one value: every permuted predictor in a regression of its own, HC3 by statsmodels."""
    y = columns["y"] - value * columns["x"]

    def t(x: np.ndarray) -> float:
        fit = OLS(y, np.column_stack([columns["rest"], x])).fit(cov_type="HC3")
        return abs(float(fit.tvalues[-1]))

    own = t(columns["x"])
    extreme = sum(t(column) >= own - 1e-9 for column in permuted.T)
    return (1 + extreme) / (1 + permuted.shape[1])


@pytest.mark.parametrize("name", PREDICTORS)
def test_whole_tests_made_again_put_the_ends_in_the_same_place(
    asked: dict[str, pd.DataFrame], name: str
) -> None:
    columns, draws, seed = columns_of(asked[name]), 199, 5
    found = reference(asked[name], draws, seed)
    permuted = permutations_of(columns["x"], None, draws, (seed, 0))[0]
    interval = found.interval(0.05)
    near = 0.02 * found.error
    for end, out in ((interval.lower, -1), (interval.upper, 1)):
        inside, outside = end - out * near, end + out * near
        for value in (inside, outside):
            expected = by_statsmodels(columns, permuted, value)
            assert found.p_value(value) == pytest.approx(expected, abs=1e-9)
        step = out * 1e-5 * found.error
        assert by_statsmodels(columns, permuted, end - step) >= 0.05
        assert by_statsmodels(columns, permuted, end + step) < 0.05


@pytest.mark.slow
@pytest.mark.parametrize("name", PREDICTORS)
def test_no_printed_end_moves_by_more_than_one_of_its_last_digit(
    asked: dict[str, pd.DataFrame], name: str
) -> None:
    table = asked[name]
    deviation = table["score_after"].std()
    points, standardised = [], []
    for seed in range(8):
        found = reference(table, test_draws(10_000, len(table)), seed)
        scale = table["x"].std() / deviation
        # At the level of the test, and for all four tests of the largest family.
        own, all_at_once = found.interval(0.05), found.interval(0.05 / 4)
        ends = np.array([own.lower, own.upper, all_at_once.lower, all_at_once.upper]) * scale
        points.append(np.round(ends * deviation * 1000))
        standardised.append(np.round(ends[:2], 2))
    assert np.ptp(points, axis=0).max() <= 1
    assert np.ptp(standardised, axis=0).max() <= 0.01 + 1e-9


def test_points_and_places_are_those_of_the_later_edition(
    clean: CleanFigures, definitions: Definitions, pair: tuple[Edition, Edition],
    asked: dict[str, pd.DataFrame],
) -> None:  # fmt: skip
    panel = build_panel(clean.tables["rankings"], definitions, *pair)
    table = asked["portal"]
    controls = table.drop(columns=["score_after", "score_before", "x"])
    row = evidence_table(
        [gather_evidence("t", panel, table["x"].rename("x"), controls=controls, draws=200)]
    ).iloc[0]
    slope = np.linalg.lstsq(
        np.column_stack([columns_of(table)["rest"], table["x"]]), table["score_after"], rcond=None
    )[0][-1]
    assert row["points_found"] == pytest.approx(slope * table["x"].std() * 1000)
    # Of 63 units the quartiles stand 31 places apart; by hand on the sorted scores.
    scores = np.sort(panel["score_after"].to_numpy(dtype=float))
    quarter = (len(scores) - 1) / 4
    low, high = (
        scores[int(place)] + (place % 1) * (scores[int(place) + 1] - scores[int(place)])
        for place in (quarter, 3 * quarter)
    )
    places = slope * table["x"].std() * 31 / (high - low)
    assert row["places_found"] == pytest.approx(places)
    assert row["points_lower"] < row["points_found"] < row["points_upper"]
    ends = [row[f"points_{end}"] for end in ("lower", "upper")]
    assert ends == pytest.approx(
        [row[end] * table["score_after"].std() * 1000 for end in ("lower", "upper")]
    )


def test_the_interval_for_all_at_once_is_the_wider_one(asked: dict[str, pd.DataFrame]) -> None:
    found = reference(asked["papi_portal_access"], 4_000, 1)
    own, four = found.interval(0.05), found.interval(0.05 / 4)
    assert four.lower < own.lower < own.upper < four.upper
    assert all(a.upper <= b.upper for a, b in pairwise([own, four]))
