"""Which findings survive: the joint family, every specification, unseen ranks, convergence."""

from __future__ import annotations

import csv
import itertools
import statistics
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from helpers.questions import robustness_curves
from helpers.questions.adoption_figures import all_figures
from helpers.questions.clean_figures import CleanFigures
from helpers.questions.declared_choices import control_columns, declared_specifications
from helpers.questions.milestone_dates import with_date_kinds
from helpers.questions.robustness import (
    FAMILIES,
    ask,
    convergence_answer,
    convergence_choices,
    convergence_hangs,
    first_complete,
    joint_family,
    press_bounds,
    read_tests,
    swap_p_value,
)
from helpers.questions.robustness_curves import (
    DECLARED_EACH,
    PREDICTORS,
    Candidate,
    Sources,
    candidates,
    not_run,
    predictor_verdicts,
    run_choices,
    units_with_all,
)
from helpers.rankings.panel import build_panel
from helpers.sources.editions import Definitions
from helpers.sources.errors import BadInputError
from helpers.sources.provinces import Units
from helpers.statistics.evidence import Evidence, evidence_table
from helpers.statistics.specification_curve import specification_curve

PROJECT = Path(__file__).resolve().parents[2]
Runs = tuple[pd.DataFrame, pd.DataFrame]


def row_of(test_id: str, p_value: float | None, **given: object) -> Evidence:
    """A test that ran (or, without a p-value, did not), agreeing in all specifications."""
    numbers: dict[str, Any] = {
        "test_id": test_id, "predictor": "papi_portal_access_level", "outcome": "score",
        "n": 60, "detectable": 0.35,
    }  # fmt: skip
    if p_value is None:
        return Evidence(**numbers | {"n": 4, "problem": "too few"} | given)
    numbers |= {"standardised": 0.4, "p_value": p_value, "share_same_sign": 1.0}
    return Evidence(**numbers | given)


def write_tests(report: Path, rows: dict[str, list[Evidence]]) -> Path:
    for notebook in FAMILIES:
        folder = report / "figures" / notebook
        folder.mkdir(parents=True)
        evidence_table(rows[notebook]).to_csv(folder / "tests.csv", index=False)
    return report


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """What the three notebooks leave: every predictor once, lgsp and the fibre without figures."""
    rows: dict[str, list[Evidence]] = {name: [] for name in FAMILIES}
    for place, predictor in enumerate(PREDICTORS):
        notebook = FAMILIES[0 if place < 2 else 1 if place < 6 else 2]
        absent = predictor in ("years_since_lgsp", "households_fibre_share_level")
        rows[notebook].append(
            row_of(
                predictor, None if absent else 0.3, predictor=predictor, decided_by_one=place == 3
            )
        )
    return write_tests(tmp_path, rows)


@pytest.fixture(scope="module")
def sources(clean: CleanFigures, definitions: Definitions) -> Sources:
    tables = clean.tables
    return Sources(
        tables["rankings"],
        tables["covariates"],
        with_date_kinds(tables["milestones"]),
        all_figures(tables["adoption"], tables["covariates"]),
        definitions,
    )


@pytest.fixture(scope="module")
def controls(clean: CleanFigures) -> pd.DataFrame:
    return control_columns(clean.tables["covariates"])


@pytest.fixture(scope="module")
def panel(clean: CleanFigures, definitions: Definitions) -> pd.DataFrame:
    return build_panel(
        clean.tables["rankings"], definitions, *ask(definitions, draws=19).latest
    )  # fmt: skip


@pytest.fixture(scope="module")
def runs(sources: Sources, controls: pd.DataFrame, definitions: Definitions, units: Units) -> Runs:
    question = ask(definitions, draws=19)
    return run_choices(sources, question.pairs, controls, units.all("63")[0], question.draws)


# --- the question ---------------------------------------------------------------------------------


def test_the_pairs_are_all_comparable_neighbours(definitions: Definitions) -> None:
    question = ask(definitions, draws=19)
    # 2020 and 2024 follow other formulas.
    years = [(before.edition, after.edition) for before, after in question.pairs]
    assert years == [("2021", "2022"), ("2022", "2023")]
    assert question.latest == question.pairs[1]


@pytest.mark.parametrize("draws", [18, 0, -1, 1.5, True, "100"])
def test_too_few_or_no_draws_are_refused(definitions: Definitions, draws: object) -> None:
    with pytest.raises(BadInputError, match=r"from 19 to 200000, found"):
        ask(definitions, draws=draws)  # type: ignore[arg-type]


# --- one family -----------------------------------------------------------------------------------


def test_tests_of_the_three_notebooks_are_read_in_order(report: Path) -> None:
    tests = read_tests(report)
    assert tests["predictor"].tolist() == list(PREDICTORS)
    assert tests["notebook"].drop_duplicates().tolist() == list(FAMILIES)
    assert tests.loc[tests["problem"] != "", "test_id"].tolist() == [
        "years_since_lgsp", "households_fibre_share_level",
    ]  # fmt: skip


@pytest.mark.parametrize("notebook", FAMILIES)
def test_a_missing_file_says_what_to_run_first(report: Path, notebook: str) -> None:
    (report / "figures" / notebook / "tests.csv").unlink()
    with pytest.raises(BadInputError, match=f"{notebook} writes it. Run notebooks 03, 04 and 05"):
        read_tests(report)


def test_a_table_that_is_no_table_of_tests_is_refused(report: Path) -> None:
    path = report / "figures" / FAMILIES[0] / "tests.csv"
    pd.read_csv(path).drop(columns="p_value").to_csv(path, index=False)
    with pytest.raises(BadInputError, match="expected a column «p_value»"):
        read_tests(report)


def test_the_joint_family_is_stricter_than_each_notebooks_own(tmp_path: Path) -> None:
    # Own family of one: 0.02 holds. Jointly of four: 4 * 0.02 = 0.08; 3 * 0.03 = 0.09.
    rows = {
        FAMILIES[0]: [row_of("a", 0.02)],
        FAMILIES[1]: [row_of("b", 0.03), row_of("c", None)],
        FAMILIES[2]: [row_of("d", 0.5), row_of("e", 0.6)],
    }
    family = joint_family(read_tests(write_tests(tmp_path, rows))).set_index("test_id")
    assert family["tests"].unique().tolist() == [4]
    assert family["holm"].tolist()[:2] == pytest.approx([0.08, 0.09])
    # 4 / 1 * 0.02, but no more than 4 / 2 * 0.03.
    assert family.loc[["a", "b"], "benjamini_hochberg"].tolist() == pytest.approx([0.06, 0.06])
    assert np.isnan(family.loc["c", "holm"])
    assert family["own_verdict"].tolist() == ["holds", "holds"] + ["cannot tell"] * 3
    assert family["verdict"].unique().tolist() == ["cannot tell"]
    assert family["changed"].tolist() == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({}, "holds"),
        ({"standardised": -0.4}, "contradicted"),
        ({"share_same_sign": 0.85}, "cannot tell"),
        ({"decided_by_one": True}, "cannot tell"),
    ],
)
def test_a_strong_test_needs_more_than_its_p(
    tmp_path: Path, given: dict[str, Any], verdict: str
) -> None:
    rows = {name: [row_of(name, 0.4)] for name in FAMILIES}
    rows[FAMILIES[0]] = [row_of("strong", 0.001, **given)]
    family = joint_family(read_tests(write_tests(tmp_path, rows))).set_index("test_id")
    assert family.loc["strong", "verdict"] == verdict
    assert not family["changed"].any()


# --- every specification --------------------------------------------------------------------------


def test_every_predictor_of_the_three_notebooks_is_asked_once(
    sources: Sources, definitions: Definitions, units: Units
) -> None:
    for pair in ask(definitions, draws=19).pairs:
        found = candidates(sources, pair, units.all("63")[0])
        assert [str(one.values.name) for one in found] == list(PREDICTORS)
    assert len(PREDICTORS) == len(set(PREDICTORS)) == 2 + 4 + 9


def test_the_unit_of_the_question_plays_no_part(
    sources: Sources, definitions: Definitions, units: Units
) -> None:
    pair = ask(definitions, draws=19).latest
    first, last = (candidates(sources, pair, units.all("63")[n]) for n in (0, -1))
    for one, other in zip(first, last, strict=True):
        pd.testing.assert_series_equal(one.values, other.values)
        pd.testing.assert_frame_equal(one.panel, other.panel)


def test_the_number_of_specifications_is_the_product_of_the_choices(runs: Runs) -> None:
    specifications, curves = runs
    # Score, rank, without overlap; all, without the highest, the lowest; with and without controls.
    assert DECLARED_EACH == 3 * 3 * 2
    assert len(specifications) == 15 * 2 * 3 * 3 * 2 == 540
    choices = ["predictor", "baseline", "outcome", "units", "controls"]
    assert not specifications.duplicated(choices).any()
    assert [specifications[choice].nunique() for choice in choices] == [15, 2, 3, 3, 2]
    assert len(curves) == 30
    assert set(curves["declared"]) == {18}


def test_what_could_not_be_run_is_counted_with_its_reason(runs: Runs) -> None:
    specifications, curves = runs
    ran = specifications["reason"] == ""
    assert specifications.loc[ran, ["effect", "t"]].notna().all(axis=None)
    assert specifications.loc[~ran, "effect"].isna().all()
    assert (specifications.loc[ran, "n"] >= 10).all()
    assert (specifications.loc[specifications["reason"] == "too few", "n"].between(1, 9)).all()
    assert (specifications.loc[specifications["reason"] == "no figure", "n"] == 0).all()
    assert curves["run"].sum() == ran.sum()
    failed = not_run(specifications)
    assert failed[["no figure", "too few", "no variation"]].sum().sum() == (~ran).sum()
    # The portal index begins with 2022.
    portal = failed[failed["predictor"] == "portal_index_online_services"]
    assert portal[["baseline", "no figure"]].to_numpy().tolist() == [["2021", 18]]
    # Of six provinces the date of an LGSP is known by the end of 2023.
    lgsp = failed[(failed["predictor"] == "years_since_lgsp") & (failed["baseline"] == "2022")]
    assert lgsp[["too few", "n"]].to_numpy().tolist() == [[18, 6]]


def test_counted_units_are_those_that_the_curve_uses(
    sources: Sources, controls: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    found = candidates(sources, ask(definitions, draws=19).latest, units.all("63")[0])
    portal = next(one for one in found if one.values.name == "papi_portal_access_level")
    specifications = declared_specifications(portal.panel, controls, portal.values)
    curve = specification_curve(specifications, portal.values, draws=19)
    counted = [units_with_all(one, portal.values) for one in specifications]
    assert counted == curve.table["n"].tolist()
    assert counted[0] == 62


@pytest.mark.parametrize(
    ("known", "constant", "reason"),
    [(0, False, "no figure"), (9, False, "too few"), (40, True, "no variation"), (40, False, "")],
)
def test_the_reason_of_a_predictor(
    panel: pd.DataFrame, controls: pd.DataFrame, known: int, constant: bool, reason: str
) -> None:
    values = pd.Series(np.arange(63.0), index=panel.sample(63, random_state=1).index, name="x")
    values = (values * 0 if constant else values).head(known)
    candidate = Candidate("03-online-services", values, panel)
    rows, curve = robustness_curves._run_candidate(candidate, controls, 19)
    assert {row["reason"] for row in rows} == {reason}
    # Score and minus rank, three sets of units, two of controls.
    assert (curve["declared"], curve["run"]) == (12, 0 if reason else 12)
    assert np.isnan(curve["median"]) == bool(reason)


def test_a_planted_effect_survives_and_noise_does_not(
    panel: pd.DataFrame, controls: pd.DataFrame, definitions: Definitions
) -> None:
    generator = np.random.default_rng(3)
    planted = pd.Series(generator.normal(size=63), index=panel.index, name="planted")
    noise = pd.Series(generator.normal(size=63), index=panel.index, name="noise")
    outcome = panel["score_before"] + 0.05 * planted
    made = panel.assign(
        score_after=outcome, rank_after=(-outcome).rank(), minus_rank_after=-(-outcome).rank()
    )
    pair = ask(definitions, draws=19).latest
    rows, curves = [], []
    for values in (planted, noise):
        head = {"predictor": values.name, "notebook": FAMILIES[0]}
        head |= {"baseline": pair[0].edition, "edition": pair[1].edition}
        own, curve = robustness_curves._run_candidate(
            Candidate(FAMILIES[0], values, made), controls, 199
        )
        rows += [head | row for row in own]
        curves.append(head | curve)
    table = pd.DataFrame(curves)
    family = pd.DataFrame(
        {
            "predictor": ["planted", "noise"], "problem": "", "decided_by_one": False,
            "verdict": ["holds", "cannot tell"],
        }
    )  # fmt: skip

    def verdicts(**given: object) -> pd.DataFrame:
        tables = pd.DataFrame(rows), table.assign(holm=table["p_value"]), family.assign(**given)
        return predictor_verdicts(*tables, pair).set_index("predictor")

    found = verdicts()
    assert found["verdict"].tolist() == ["holds", "cannot tell"]
    assert found["survives"].tolist() == [True, False]
    assert found.loc["planted", "share_same_sign"] == 1
    # A test that hangs on one province, or does not agree, takes the finding away.
    assert verdicts(decided_by_one=True).loc["planted", "verdict"] == "cannot tell"
    assert not verdicts(verdict="cannot tell")["survives"].any()


def test_nothing_survives_on_the_real_figures(
    runs: Runs, report: Path, definitions: Definitions
) -> None:
    family = joint_family(read_tests(report))
    verdicts = predictor_verdicts(*runs, family, ask(definitions, draws=19).latest)
    assert verdicts["predictor"].tolist() == list(PREDICTORS)
    assert set(verdicts["declared"]) == {36}
    assert not verdicts["survives"].any()
    never = set(verdicts.loc[verdicts["run"] == 0, "predictor"])
    assert never == {
        "years_since_lgsp", "community_digital_teams_level", "households_fibre_share_level",
        "smartphone_share_level",
    }  # fmt: skip


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
    path = PROJECT / "data" / "raw" / "dti_tables" / f"dti_{year}_63.csv"
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
    answer = convergence_answer(convergence_choices(panel, controls, 999), panel)
    assert answer is not None
    assert (answer.narrower, answer.choices, answer.verdict) == (12, 12, "holds")
    # p of the main choice, about 0.0001, times 12.
    assert answer.holm == pytest.approx(12 * 0.000107, rel=0.01)
    # Honest about the choices that are not firm by themselves.
    assert answer.firm < answer.below < 12
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
