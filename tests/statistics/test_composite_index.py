"""Index arithmetic against published rows, and rounding errors against every corner."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.sources.editions import Formula
from helpers.statistics.composite_index import (
    activity_error,
    common_points,
    pillar_error,
    recompute_activities,
    recompute_pillars,
    recompute_total,
    total_error,
)
from helpers.statistics.ranks import rank_scores

Formulas = Mapping[str, Formula]
PILLARS = ["pillar_government", "pillar_economy", "pillar_society"]
ACTIVITIES = ["government_activity", "economy_activity", "society_activity"]


def row(**parts: float) -> pd.DataFrame:
    return pd.DataFrame([parts], dtype=float)


def test_da_nang_2022_all_eight_parts_give_the_printed_total(formulas: Formulas) -> None:
    parts = row(
        awareness=1.0, institutions=0.9, infrastructure=0.8253, human_resources=0.8487,
        cybersecurity=0.7578, government_activity=0.8575, economy_activity=0.7836,
        society_activity=0.5197,
    )  # fmt: skip
    total = recompute_total(parts, formulas["dti-922"])
    # 100 (1 + 0,9 + 0,8253 + 0,8487 + 0,7578) + 200 · 0,8575 + 150 (0,7836 + 0,5197), of 1000
    assert total[0] == pytest.approx(0.800175, abs=1e-12)
    assert round(total[0], 4) == 0.8002


@pytest.mark.parametrize(
    ("formula", "parts", "printed", "decimals"),
    [
        ("dti-1726", dict(zip(PILLARS, (0.4449, 0.3668, 0.4052), strict=True)), 0.4096, 4),
        (
            "ict-2019",
            {"technical_infrastructure": 0.7925, "human_infrastructure": 0.9538,
             "it_application": 0.85},
            0.8654,
            4,
        ),
    ],
)  # fmt: skip
def test_rows_printed_by_the_press_give_their_totals(
    formulas: Formulas, formula: str, parts: dict[str, float], printed: float, decimals: int
) -> None:
    total = recompute_total(row(**parts), formulas[formula])
    assert round(total[0], decimals) == printed


@pytest.mark.parametrize(
    ("table", "formula", "full_rows"),
    [("2022_63", "dti-922", 10), ("2023_63", "dti-922", 10), ("2024_34", "dti-405", 34)],
)
def test_every_full_row_of_the_ministry_gives_its_total(
    formulas: Formulas,
    printed_tables: dict[str, pd.DataFrame],
    table: str,
    formula: str,
    full_rows: int,
) -> None:
    printed = printed_tables[table]
    difference = (recompute_total(printed, formulas[formula]) - printed["overall"]).dropna()
    assert len(difference) == full_rows
    # All are printed to four decimals: half a unit for the parts together, half for the total.
    assert difference.abs().max() <= 0.0001


def test_tra_vinh_2022_pillars_and_their_ranks(
    formulas: Formulas, printed_tables: dict[str, pd.DataFrame]
) -> None:
    printed = printed_tables["2022_63"]
    pillars = recompute_pillars(printed["overall"], printed, formulas["dti-922"])
    assert pillars.loc["Trà Vinh"].tolist() == pytest.approx([0.6683, 0.6647, 0.5991], abs=0.0002)
    ranks = [int(rank_scores(pillars[name], None)["Trà Vinh"]) for name in PILLARS]
    assert ranks == [29, 27, 26]


def test_national_pillar_means_of_2024_are_the_printed_ones(
    formulas: Formulas, printed_tables: dict[str, pd.DataFrame]
) -> None:
    printed = printed_tables["2024_63"]
    pillars = recompute_pillars(printed["overall"], printed, formulas["dti-405"])
    assert [round(pillars[name].mean(), 4) for name in PILLARS] == [0.7582, 0.7723, 0.7692]


def test_common_points_are_those_of_the_five_shared_parts(
    formulas: Formulas, printed_tables: dict[str, pd.DataFrame]
) -> None:
    printed = printed_tables["2022_63"].loc[["Đà Nẵng"]]
    points = common_points(printed["overall"], printed, formulas["dti-922"])
    by_hand = 100 * (1.0 + 0.9 + 0.8253 + 0.8487 + 0.7578)
    assert points["Đà Nẵng"] == pytest.approx(by_hand, abs=0.1)


SHARES = st.floats(0, 1, allow_nan=False)


@given(st.lists(SHARES, min_size=8, max_size=8), st.sampled_from(["dti-922", "dti-405"]))
def test_pillars_and_activities_give_one_another_back(
    formulas: Formulas, shares: list[float], name: str
) -> None:
    formula = formulas[name]
    parts = row(**dict(zip(formula.weights, shares, strict=True)))
    total = recompute_total(parts, formula)
    pillars = recompute_pillars(total, parts, formula)
    activities = recompute_activities(total, pillars, formula)
    assert activities[ACTIVITIES].to_numpy() == pytest.approx(
        parts[ACTIVITIES].to_numpy(), abs=1e-9
    )
    # The pillar by its definition: the shared parts and its own activity, by points.
    weights = formula.weights
    shared = [part for part in weights if part not in ACTIVITIES]
    for pillar, activity in zip(PILLARS, ACTIVITIES, strict=True):
        members = [*shared, activity]
        expected = sum(weights[m] * parts[m][0] for m in members) / sum(weights[m] for m in members)
        assert pillars[pillar][0] == pytest.approx(expected, abs=1e-9)


SEEDS = st.integers(0, 2**32 - 1)


@given(SEEDS, st.sampled_from(["dti-922", "ict-2016", "dti-1726"]))
def test_total_error_is_the_largest_that_rounding_can_make(
    formulas: Formulas, seed: int, name: str
) -> None:
    formula = formulas[name]
    random = np.random.default_rng(seed)
    decimals = {part: int(random.integers(1, 5)) for part in formula.weights}
    total_decimals = int(random.integers(1, 5))
    true = {part: float(random.uniform(0.2, 0.8)) for part in formula.weights}
    signs = pd.DataFrame(list(product((-1, 1), repeat=len(true))), columns=list(true))
    shifted = pd.DataFrame(
        {part: true[part] + signs[part] * 0.5 * 10.0 ** -decimals[part] for part in true}
    )
    exact = recompute_total(row(**true), formula)[0]
    moved = recompute_total(shifted, formula) - exact
    printed_off = 0.5 * 10.0**-total_decimals
    worst = max((moved - printed_off).abs().max(), (moved + printed_off).abs().max())
    assert total_error(formula, decimals, total_decimals) == pytest.approx(worst, abs=1e-12)


@given(SEEDS, st.sampled_from(["dti-922", "dti-405"]), st.integers(2, 4))
def test_pillar_error_is_the_largest_that_rounding_can_make(
    formulas: Formulas, seed: int, name: str, decimals: int
) -> None:
    formula = formulas[name]
    true = np.random.default_rng(seed).uniform(0.2, 0.8, 4)
    signs = np.array(list(product((-1, 0, 1), repeat=4)))
    moved = pd.DataFrame(true + signs * 0.5 * 10.0**-decimals, columns=["overall", *ACTIVITIES])
    exact = pd.DataFrame([true], columns=moved.columns)
    difference = (
        recompute_pillars(moved["overall"], moved, formula)
        - recompute_pillars(exact["overall"], exact, formula).iloc[0]
    )
    assert pillar_error(formula, decimals) == pytest.approx(
        difference.abs().to_numpy().max(), abs=1e-12
    )


@given(SEEDS, st.sampled_from(["dti-922", "dti-405"]), st.integers(2, 4))
def test_activity_error_is_the_largest_that_rounding_can_make(
    formulas: Formulas, seed: int, name: str, decimals: int
) -> None:
    formula = formulas[name]
    true = np.random.default_rng(seed).uniform(0.2, 0.8, 4)
    signs = np.array(list(product((-1, 0, 1), repeat=4)))
    moved = pd.DataFrame(true + signs * 0.5 * 10.0**-decimals, columns=["overall", *PILLARS])
    exact = pd.DataFrame([true], columns=moved.columns)
    difference = (
        recompute_activities(moved["overall"], moved, formula)
        - recompute_activities(exact["overall"], exact, formula).iloc[0]
    )
    assert activity_error(formula, decimals) == pytest.approx(
        difference.abs().to_numpy().max(), abs=1e-12
    )


def test_pillar_error_worked_by_hand(formulas: Formulas) -> None:
    # Economy under Decision 922: (1000 T − 200 g − 150 s) / 650.
    assert pillar_error(formulas["dti-922"]) == pytest.approx(1350 / 650 * 0.00005)
    # Economy under Decision 405: (940 T − 200 g − 150 s) / 590.
    assert pillar_error(formulas["dti-405"]) == pytest.approx(1290 / 590 * 0.00005)


def test_what_is_missing_stays_missing(formulas: Formulas) -> None:
    formula = formulas["dti-922"]
    parts = pd.DataFrame(0.5, index=[0, 1], columns=list(formula.weights))
    parts.loc[1, "awareness"] = None
    assert recompute_total(parts, formula).isna().tolist() == [False, True]
    parts.loc[1, "society_activity"] = None
    total = pd.Series([0.5, 0.5])
    assert recompute_pillars(total, parts, formula).isna().to_numpy().tolist() == [
        [False] * 3, [True] * 3,
    ]  # fmt: skip


def test_an_unknown_formula_is_refused(formulas: Formulas) -> None:
    parts = row(awareness=0.5)
    with pytest.raises(ValueError, match=r"weights of ICT Index, indicators of 2020 are unknown"):
        recompute_total(parts, formulas["ict-2020"])
    with pytest.raises(ValueError, match="weights of ICT Index, indicators of 2020 are unknown"):
        total_error(formulas["ict-2020"], {}, 4)
    for function in (pillar_error, activity_error):
        with pytest.raises(ValueError, match=r"Decision 1726\S+ has no overlapping pillars"):
            function(formulas["dti-1726"])
    with pytest.raises(ValueError, match="has no overlapping pillars"):
        recompute_pillars(pd.Series([0.5]), parts, formulas["dti-1726"])


def test_a_missing_column_is_named(formulas: Formulas) -> None:
    with pytest.raises(ValueError, match="missing columns: pillar_economy, pillar_society"):
        recompute_total(row(pillar_government=0.5), formulas["dti-1726"])
    with pytest.raises(ValueError, match="missing columns: society_activity"):
        recompute_pillars(
            pd.Series([0.5]),
            row(government_activity=0.5, economy_activity=0.5),
            formulas["dti-922"],
        )
    with pytest.raises(ValueError, match="missing columns: pillar_society"):
        recompute_activities(
            pd.Series([0.5]), row(pillar_government=0.5, pillar_economy=0.5), formulas["dti-922"]
        )
