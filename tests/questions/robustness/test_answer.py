"""Unseen ranks and convergence: which findings survive other reasonable choices?"""

from __future__ import annotations

import csv
import itertools
import statistics
from typing import Any

import numpy as np
import pandas as pd
import pytest

from helpers.errors import BadInputError, NotComparableError
from helpers.questions.association.choices import control_columns
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.robustness.answer import (
    SWAPS_PER_DRAW,
    ask,
    convergence_answer,
    convergence_choices,
    convergence_hangs,
    first_complete,
    press_bounds,
    swap_p_value,
)
from helpers.rankings.panel import build_panel
from helpers.sources.editions import Definitions

from ...frozen_project import FROZEN


@pytest.fixture(scope="module")
def controls(clean: CleanFigures, definitions: Definitions) -> pd.DataFrame:
    baseline = definitions.edition("DTI", "2022", "63")
    return control_columns(clean.tables["covariates"], baseline)


@pytest.fixture(scope="module")
def panel(clean: CleanFigures, definitions: Definitions) -> pd.DataFrame:
    judged = ask(definitions, baseline="", edition="", draws=19).judged
    return build_panel(clean.tables["rankings"], definitions, *judged)


# --- the question ---------------------------------------------------------------------------------


def test_the_pairs_are_all_comparable_neighbours(definitions: Definitions) -> None:
    question = ask(definitions, baseline="", edition="", draws=19)
    # 2020 and 2024 follow other formulas.
    years = [(before.edition, after.edition) for before, after in question.pairs]
    assert years == [("2021", "2022"), ("2022", "2023")]
    assert question.judged == question.pairs[1]


@pytest.mark.parametrize("draws", [18, 0, -1, 1.5, True, "100"])
def test_too_few_or_no_draws_are_refused(definitions: Definitions, draws: object) -> None:
    with pytest.raises(BadInputError, match=r"from 19 to 200000, found"):
        ask(definitions, baseline="", edition="", draws=draws)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"edition": "2042"}, BadInputError, "no edition '2042'"),
        ({"edition": 2023}, BadInputError, "edition must be text, found 2023"),
        ({"baseline": "2023", "edition": "2024"}, NotComparableError, "change of formula"),
        ({"baseline": "2023", "edition": "2022"}, BadInputError, "must come before"),
    ],
)
def test_a_pair_that_cannot_be_compared_is_refused(
    definitions: Definitions, given: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ask(definitions, **{"baseline": "", "edition": "", "draws": 19} | given)


def test_an_earlier_pair_is_judged_without_the_later_one(definitions: Definitions) -> None:
    question = ask(definitions, baseline="2021", edition="2022", draws=19)
    assert [(before.edition, after.edition) for before, after in question.pairs] == [
        ("2021", "2022")
    ]


# --- ranks that nobody printed --------------------------------------------------------------------


def made_up(ranks: dict[str, list[float | None]], scores: list[float]) -> pd.DataFrame:
    rows = []
    for edition, places in (ranks | {"2022": [None] * len(scores)}).items():
        for unit, place in enumerate(places):
            rows.append(
                {
                    "unit_id": f"vn63-{unit:02}", "index": "DTI", "universe": "63",
                    "edition": edition, "measure": "overall", "rank": place, "rank_best": place,
                    "score": scores[unit] if edition == "2022" else None,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def test_bounds_hold_every_order_of_the_unseen(definitions: Definitions) -> None:
    scores = [0.9, 0.8, 0.85, 0.7, 0.72, 0.6, 0.5, 0.55, 0.4, 0.3, 0.2, 0.35, 0.1]
    truth = [1, 3, 2, 4, 6, 5, 7, 9, 8, 10, 12, 11, 13]
    seen: list[float | None] = [None if n in (1, 7, 12) else r for n, r in enumerate(truth)]
    rankings = made_up({"2021": seen, "2020": [1.0] + [None] * 12}, scores)
    rankings.loc[(rankings["edition"] == "2021") & (rankings["unit_id"] == "vn63-12"),
                 "rank_best"] = 12.0  # fmt: skip
    bounds = press_bounds(rankings, definitions, first_complete(definitions)).set_index("edition")
    found = []
    for places in itertools.permutations([3, 9, 13]):
        ranks = list(truth)
        for unit, place in zip((1, 7, 12), places, strict=True):
            ranks[unit] = place
        found.append(statistics.correlation(ranks, [-score for score in scores]))
    own = bounds.loc["2021"]
    assert (own["lower"], own["upper"]) == pytest.approx((min(found), max(found)))
    assert (own["seen"], own["units"], own["intervals"]) == (10, 13, 1)
    assert own["mean_rank_all"] == 7
    # One rank is too few for anything.
    assert bounds.loc["2020", ["correlation_seen", "lower", "upper"]].isna().all()


def test_the_press_shows_the_upper_half_of_2020_and_2021(
    clean: CleanFigures, definitions: Definitions
) -> None:
    bounds = press_bounds(clean.tables["rankings"], definitions, first_complete(definitions))
    assert bounds["edition"].tolist() == ["2020", "2021"]
    # Yên Bái's source of 2020 contradicts itself.
    assert bounds["intervals"].tolist() == [1, 0]
    assert (bounds["mean_rank_seen"] < 32).all()
    assert (bounds["mean_rank_all"] == 32).all()
    assert (bounds["lower"] < bounds["correlation_seen"]).all()
    assert (bounds["correlation_seen"] < bounds["upper"]).all()


# --- convergence ----------------------------------------------------------------------------------


def raw_scores(year: str) -> dict[str, float]:
    path = FROZEN / "data" / "raw" / "dti_tables" / f"dti_{year}_63.csv"
    with path.open(encoding="utf-8-sig") as file:
        return {
            row["Tỉnh/Thành phố"]: float(row["DTI"].replace(",", "."))
            for row in csv.DictReader(file)
        }


def test_the_spreads_are_those_of_the_published_tables(
    panel: pd.DataFrame, controls: pd.DataFrame
) -> None:
    choices = convergence_choices(panel, controls, 99)
    assert len(choices) == 3 * 2 * 2
    before, after = (list(raw_scores(year).values()) for year in ("2022", "2023"))
    main = choices.iloc[0]
    assert main[["units", "scale", "spread", "n"]].tolist() == [
        "all", "score", "standard deviation", 63,
    ]  # fmt: skip
    assert main["before"] == pytest.approx(statistics.stdev(before))
    assert main["after"] == pytest.approx(statistics.stdev(after))
    quartiles = statistics.quantiles(before, n=4, method="inclusive")
    assert choices.iloc[1]["before"] == pytest.approx(quartiles[2] - quartiles[0])
    highest = sorted(before)[:-5]
    without = choices[choices["units"] == "without five highest"].iloc[0]
    assert (without["n"], without["before"]) == (58, pytest.approx(statistics.stdev(highest)))
    odds = [np.log(score / (1 - score)) for score in after]
    assert choices.iloc[2]["after"] == pytest.approx(statistics.stdev(odds))


def test_convergence_survives_on_the_real_scores(
    panel: pd.DataFrame, controls: pd.DataFrame
) -> None:
    table = convergence_choices(panel, controls, 999)
    answer = convergence_answer(table, panel)
    assert answer is not None
    assert (answer.narrower, answer.choices, answer.verdict) == (12, 12, "holds")
    # p of the main choice, about 0.0001, times 12.
    assert answer.holm == pytest.approx(12 * 0.000107, rel=0.01)
    # Honest about the choices that are not firm by themselves.
    assert answer.below < 12
    assert answer.largest_holm == table["holm"].max() > answer.largest_p
    assert answer.largest_p > 0.05


def test_the_opposite_and_nothing_are_told_apart(
    panel: pd.DataFrame, controls: pd.DataFrame
) -> None:
    turned = panel.assign(score_before=panel["score_after"], score_after=panel["score_before"])
    answer = convergence_answer(convergence_choices(turned, controls, 99), turned)
    assert answer is not None
    assert (answer.narrower, answer.verdict) == (0, "contradicted")
    noise = np.random.default_rng(5).normal(scale=0.01, size=63)
    same = panel.assign(score_after=panel["score_before"].sample(frac=1, random_state=2).to_numpy())
    same["score_after"] += noise
    answer = convergence_answer(convergence_choices(same, controls, 99), same)
    assert answer is not None
    assert answer.verdict == "cannot tell"


def test_one_province_can_decide(panel: pd.DataFrame) -> None:
    assert not convergence_hangs(panel)
    calm = panel.assign(score_after=panel["score_before"] + 0.001 * np.tile([1, -1, 0], 21))
    calm.loc[calm.index[0], ["score_before", "score_after"]] = [0.999, 0.6]
    assert convergence_hangs(calm)


def test_few_units_tell_nothing(panel: pd.DataFrame, controls: pd.DataFrame) -> None:
    few = panel.head(9)
    choices = convergence_choices(few, controls, 99)
    assert choices["p_value"].isna().all()
    assert convergence_answer(choices, few) is None


def test_scores_of_0_and_1_have_no_log_odds(panel: pd.DataFrame, controls: pd.DataFrame) -> None:
    edge = panel.copy()
    edge.iloc[0, edge.columns.get_loc("score_after")] = 1.0
    choices = convergence_choices(edge, controls, 19).set_index(["units", "scale"])
    assert choices.loc[("all", "score"), "n"].unique().tolist() == [63]
    assert choices.loc[("all", "log odds"), "n"].unique().tolist() == [62]
    assert choices["p_value"].notna().all()


def test_swaps_agree_with_all_that_there_are() -> None:
    generator = np.random.default_rng(11)
    before = pd.Series(generator.normal(scale=2.0, size=10))
    after = pd.Series(before / 3 + generator.normal(scale=0.4, size=10))
    first = (before - statistics.median(before)).tolist()
    second = (after - statistics.median(after)).tolist()

    def width(values: list[float]) -> float:
        quartiles = statistics.quantiles(values, n=4, method="inclusive")
        return quartiles[2] - quartiles[0]

    observed = abs(np.log(width(second) / width(first)))
    extreme = 0
    for swaps in itertools.product([False, True], repeat=10):
        pairs = zip(swaps, first, second, strict=True)
        one, two = zip(*((b, a) if swap else (a, b) for swap, a, b in pairs), strict=True)
        extreme += abs(np.log(width(list(two)) / width(list(one)))) >= observed - 1e-9
    exact = extreme / 2**10
    assert swap_p_value(before, after, draws=20_000) == pytest.approx(exact, abs=0.01)
    assert swap_p_value(before, before, draws=99) == 1


@pytest.mark.slow
def test_the_count_of_choices_below_the_level_does_not_change_with_the_seed(
    panel: pd.DataFrame, controls: pd.DataFrame
) -> None:
    swaps = SWAPS_PER_DRAW * 10_000
    assert swaps == 100_000
    tables = [convergence_choices(panel, controls, swaps, seed) for seed in range(5)]
    # Of adjusted p some lie at the level itself, so that their count is not told.
    assert len({int((table["p_value"] < 0.05).sum()) for table in tables}) == 1
    assert np.ptp([table["holm"].max() for table in tables]) < 0.004
    p_values = np.array([table["p_value"] for table in tables])
    # Not one printed p (three decimals) moves by more than its last digit.
    assert np.ptp(p_values, axis=0).max() < 0.002


def test_swaps_in_portions_are_those_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    before, after = (pd.Series(random.normal(size=20)) for _ in range(2))
    whole = swap_p_value(before, after, draws=300, seed=4)
    monkeypatch.setattr("helpers.questions.robustness.answer._SWAPS_AT_ONCE", 70)
    assert swap_p_value(before, after, draws=300, seed=4) == pytest.approx(whole, abs=0.05)


def test_without_an_edition_known_in_part_nothing_is_left_open(
    clean: CleanFigures, definitions: Definitions
) -> None:
    # As if the whole table of the first edition were on file: none comes before it.
    first = definitions.edition("DTI", "2020", "63")
    bounds = press_bounds(clean.tables["rankings"], definitions, first)
    assert bounds.dropna(subset=["lower", "upper"]).empty
