"""Every predictor under every declared choice, and what all choices together say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from helpers.questions.association.choices import control_columns, declared_specifications
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.robustness import curves as robustness_curves
from helpers.questions.robustness.answer import ask
from helpers.questions.robustness.curves import (
    DECLARED_EACH,
    FAMILIES,
    PREDICTORS,
    Candidate,
    Pair,
    Sources,
    candidates,
    not_run,
    predictor_verdicts,
    run_choices,
    units_with_all,
)
from helpers.rankings.panel import build_panel
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statistics.specification_curve import specification_curve

Runs = tuple[pd.DataFrame, pd.DataFrame]


def pairs_asked(definitions: Definitions) -> tuple[Pair, ...]:
    return ask(definitions, baseline="", edition="", draws=19).pairs


@pytest.fixture(scope="module")
def controls(clean: CleanFigures, definitions: Definitions) -> pd.DataFrame:
    baseline = definitions.edition("DTI", "2022", "63")
    return control_columns(clean.tables["covariates"], baseline)


@pytest.fixture(scope="module")
def panel(clean: CleanFigures, definitions: Definitions) -> pd.DataFrame:
    return build_panel(clean.tables["rankings"], definitions, *pairs_asked(definitions)[-1])


@pytest.fixture(scope="module")
def runs(sources: Sources, controls: pd.DataFrame, definitions: Definitions, units: Units) -> Runs:
    return run_choices(sources, pairs_asked(definitions), controls, units.all("63")[0], 19)


def test_every_predictor_of_the_three_notebooks_is_asked_once(
    sources: Sources, definitions: Definitions, units: Units
) -> None:
    for pair in pairs_asked(definitions):
        found = candidates(sources, pair, units.all("63")[0])
        assert [str(one.values.name) for one in found] == list(PREDICTORS)
    assert len(PREDICTORS) == len(set(PREDICTORS)) == 1 + 4 + 7
    # One primary test is declared of each, and of no other.
    assert list(definitions.declared.tests) == list(PREDICTORS)


def test_the_unit_of_the_question_plays_no_part(
    sources: Sources, definitions: Definitions, units: Units
) -> None:
    pair = pairs_asked(definitions)[-1]
    first, last = (candidates(sources, pair, units.all("63")[n]) for n in (0, -1))
    for one, other in zip(first, last, strict=True):
        pd.testing.assert_series_equal(one.values, other.values)
        pd.testing.assert_frame_equal(one.panel, other.panel)


def test_the_number_of_specifications_is_the_product_of_the_choices(runs: Runs) -> None:
    specifications, curves = runs
    # Score, rank, without overlap; all, without the highest, the lowest; with and without controls.
    assert DECLARED_EACH == 3 * 3 * 2
    assert len(specifications) == 12 * 2 * 3 * 3 * 2 == 432
    choices = ["predictor", "baseline", "outcome", "units", "controls"]
    assert not specifications.duplicated(choices).any()
    assert [specifications[choice].nunique() for choice in choices] == [12, 2, 3, 3, 2]
    assert len(curves) == 24
    assert set(curves["declared"]) == {18}


def test_what_could_not_be_run_is_counted_with_its_reason(runs: Runs) -> None:
    specifications, curves = runs
    ran = specifications["reason"] == ""
    assert specifications.loc[ran, ["effect", "t"]].notna().all(axis=None)
    assert specifications.loc[~ran, "effect"].isna().all()
    # Intercept, baseline, predictor and three controls; ten units more than these.
    needed = specifications["controls"].map(lambda one: 13 if one == "none" else 16)
    assert (specifications.loc[ran, "n"] >= needed[ran]).all()
    few = specifications["reason"] == "too few"
    assert (specifications.loc[few, "n"] > 0).all()
    assert (specifications.loc[few, "n"] < needed[few]).all()
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
    found = candidates(sources, pairs_asked(definitions)[-1], units.all("63")[0])
    portal = next(one for one in found if one.values.name == "papi_portal_access_level")
    specifications = declared_specifications(portal.panel, controls, portal.values)
    curve = specification_curve(specifications, portal.values, draws=19)
    counted = [units_with_all(one, portal.values) for one in specifications]
    assert counted == curve.table["n"].tolist()
    assert counted[0] == 62


@pytest.mark.parametrize(
    ("known", "constant", "reason"),
    [(0, False, "no figure"), (12, False, "too few"), (40, True, "no variation"), (40, False, "")],
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
    pair = pairs_asked(definitions)[-1]
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


def family_of(decided_by_one: bool = False) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "predictor": list(PREDICTORS), "problem": "", "decided_by_one": decided_by_one,
            "verdict": "cannot tell",
        }
    )  # fmt: skip


def test_nothing_survives_on_the_real_figures(runs: Runs, definitions: Definitions) -> None:
    verdicts = predictor_verdicts(*runs, family_of(), pairs_asked(definitions)[-1])
    assert verdicts["predictor"].tolist() == list(PREDICTORS)
    assert set(verdicts["declared"]) == {18}
    assert not verdicts["survives"].any()
    never = set(verdicts.loc[verdicts["run"] == 0, "predictor"])
    assert never == {
        "years_since_lgsp", "community_digital_teams_level", "households_fibre_share_level",
        "online_dossier_share_level",
        "smartphone_share_level",
    }  # fmt: skip


def test_the_median_and_its_p_are_of_one_pair(runs: Runs, definitions: Definitions) -> None:
    """The p-value of one pair says nothing about the median over several."""
    specifications, curves = runs
    for pair in pairs_asked(definitions):
        verdicts = predictor_verdicts(*runs, family_of(), pair).set_index("predictor")
        own = specifications[specifications["baseline"] == pair[0].edition]
        medians = own[own["reason"] == ""].groupby("predictor")["effect"].median()
        expected = medians.reindex(verdicts.index)
        assert verdicts["median"].tolist() == pytest.approx(expected.tolist(), nan_ok=True)
        of_pair = curves[curves["baseline"] == pair[0].edition].set_index("predictor")
        assert verdicts["holm"].tolist() == pytest.approx(
            of_pair.loc[verdicts.index, "holm"].tolist(), nan_ok=True
        )
        ran = verdicts["median"].notna()
        assert verdicts.loc[ran, "share_same_sign"].between(0, 1).all()
        assert verdicts.loc[~ran, "verdict"].eq("cannot tell").all()


def test_another_pair_changes_nothing_of_what_is_said_of_one(
    runs: Runs, definitions: Definitions
) -> None:
    """Range, median, share of signs and verdict are one estimand: that of the judged pair."""
    specifications, curves = runs
    pair = pairs_asked(definitions)[-1]
    found = predictor_verdicts(*runs, family_of(), pair)
    other = specifications["baseline"] != pair[0].edition
    assert (specifications.loc[other, "reason"] == "").any()
    moved = specifications.assign(effect=specifications["effect"].where(~other, 9.0))
    pd.testing.assert_frame_equal(predictor_verdicts(moved, curves, family_of(), pair), found)
    own = specifications[~other & (specifications["reason"] == "")].groupby("predictor")["effect"]
    for row in found[found["run"] > 0].itertuples(index=False):
        effects = own.get_group(row.predictor)
        assert (row.least, row.most, row.run) == (effects.min(), effects.max(), len(effects))
        assert row.share_same_sign == ((effects > 0) == (row.median > 0)).mean()
        elsewhere = specifications[other & (specifications["predictor"] == row.predictor)]
        assert row.run_elsewhere == (elsewhere["reason"] == "").sum()
