"""Every predictor of notebooks 03 to 05 under every declared choice: the curves of notebook 06."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.questions.association.choices import declared_specifications
from helpers.questions.digital_adoption.answer import OVERLAPS, level_predictor
from helpers.questions.digital_adoption.figures import MEASURES
from helpers.questions.milestones import answer as milestone
from helpers.questions.milestones.answer import FAMILY
from helpers.questions.milestones.dates import first_milestones, years_since
from helpers.questions.online_services.portal import (
    LEVEL_POINTS,
    portal_predictors,
    question_panel,
)
from helpers.rankings.panel import build_panel
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit
from helpers.statistics.association import enough_units
from helpers.statistics.evidence import OUTCOMES
from helpers.statistics.multiplicity import adjust_family
from helpers.statistics.permutation import CannotTellError
from helpers.statistics.specification_curve import Specification, specification_curve
from helpers.statistics.verdicts import association_verdict

FAMILIES = ("03-online-services", "04-milestones", "05-digital-adoption")
"""The notebooks whose tests are one family, and whose predictors are asked again."""

ASKED = dict(
    zip(
        FAMILIES,
        (
            (LEVEL_POINTS,),
            tuple(f"years_since_{kind}" for kind in FAMILY),
            tuple(f"{measure}_level" for measure in MEASURES),
        ),
        strict=True,
    )
)
"""Which predictors each of them has a primary test for."""

PREDICTORS = tuple(itertools.chain.from_iterable(ASKED.values()))
"""Every predictor with a primary test in notebooks 03 to 05, in their order."""

UNIT_CHOICES, CONTROL_CHOICES = 3, 2
DECLARED_EACH = len(OUTCOMES) * UNIT_CHOICES * CONTROL_CHOICES
"""Specifications of one predictor and one pair of editions: outcomes, units, controls."""

REASONS = ("no figure", "too few", "no variation")
"""Why a specification cannot be run: no unit has all values, fewer than `enough_units` have, or the
predictor is the same for all of them or follows from the baseline and the controls."""

Pair = tuple[Edition, Edition]


@dataclass(frozen=True)
class Sources:
    """The tables that predictors come from.

    `rankings`, `covariates` and `definitions` as on file; `dated` of `with_date_kinds`; `figures`
    of `all_figures`.
    """

    rankings: pd.DataFrame
    covariates: pd.DataFrame
    dated: pd.DataFrame
    figures: pd.DataFrame
    definitions: Definitions


@dataclass(frozen=True)
class Candidate:
    """One predictor (its name is that of `values`) and the panel that its notebook asks."""

    notebook: str
    values: pd.Series
    panel: pd.DataFrame


def candidates(sources: Sources, pair: Pair, unit: Unit) -> list[Candidate]:
    """Every predictor of `PREDICTORS` for two editions, empty where nothing is on file.

    Args:
        unit: any of the 63; a question about milestones has a province in focus, which plays no
            part in what is computed here.
    """
    rankings, definitions = sources.rankings, sources.definitions
    services, milestones, adoption = FAMILIES
    panel = question_panel(rankings, definitions, *pair)
    years = (pair[0].edition, pair[1].edition)
    found = [Candidate(services, portal_predictors(sources.covariates, *years)[0], panel)]
    for kind in FAMILY:
        question = milestone.MilestoneQuestion(kind, *pair, unit)
        first = first_milestones(sources.dated, kind, pair[1].universe)
        since = years_since(first, milestone.measured_on(pair[1]))
        panel = milestone.milestone_panel(rankings, definitions, question, kind)
        values = since.reindex(panel.index).rename(f"years_since_{kind}")
        found.append(Candidate(milestones, values, panel))
    for measure in MEASURES:
        panel = build_panel(rankings, definitions, *pair, without=OVERLAPS[measure])
        found.append(Candidate(adoption, level_predictor(sources.figures, measure, pair[0]), panel))
    return found


def run_choices(
    sources: Sources, pairs: Sequence[Pair], controls: pd.DataFrame, unit: Unit, draws: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every predictor under every declared choice: pairs of editions, outcome, units, controls.

    The permutation test of a median is made for each predictor and pair: a predictor has other
    values for another pair, so that one permutation cannot serve both.

    Returns:
        The specifications (`notebook`, `predictor`, `baseline`, `edition`, `outcome`, `units`,
        `controls`, `n`, `effect`, `t`, `reason`: one of `REASONS`, empty where it ran) and the
        curves (`notebook`, `predictor`, `baseline`, `edition`, `declared`, `run`, `n`: most units
        of a specification, `median`, `p_value`, `share_positive`, `holm`, `curves`: number of
        curves that were tested).
    """
    rows: list[dict[str, object]] = []
    curves = []
    for pair in pairs:
        for candidate in candidates(sources, pair, unit):
            own, curve = _run_candidate(candidate, controls, draws)
            head = {
                "notebook": candidate.notebook,
                "predictor": str(candidate.values.name),
                "baseline": pair[0].edition,
                "edition": pair[1].edition,
            }
            rows += [head | row for row in own]
            curves.append(head | curve)
    table = pd.DataFrame(curves)
    order = table["predictor"].map(PREDICTORS.index).sort_values(kind="stable").index
    table = table.loc[order].reset_index(drop=True)
    adjusted = adjust_family(table["p_value"])
    return pd.DataFrame(rows), table.assign(holm=adjusted["holm"], curves=adjusted["tests"])


def _run_candidate(
    candidate: Candidate, controls: pd.DataFrame, draws: int
) -> tuple[list[dict[str, object]], dict[str, object]]:
    specifications = declared_specifications(candidate.panel, controls, candidate.values)
    nothing = {"median": np.nan, "p_value": np.nan, "share_positive": np.nan}
    try:
        curve = specification_curve(specifications, candidate.values, draws=draws)
    except CannotTellError:
        results, summary = None, nothing
    else:
        results = curve.table
        summary = {
            "median": curve.median,
            "p_value": curve.p_value,
            "share_positive": curve.share_positive,
        }
    rows = []
    for number, specification in enumerate(specifications):
        n = units_with_all(specification, candidate.values)
        ran = results is not None and results["problem"].iloc[number] == ""
        rows.append(
            dict(specification.choices)
            | {
                "n": n,
                "effect": results["effect"].iloc[number] if results is not None else np.nan,
                "t": results["t"].iloc[number] if results is not None else np.nan,
                "reason": "" if ran else _reason(n, specification),
            }
        )
    run = sum(row["reason"] == "" for row in rows)
    most = max(row["n"] for row in rows)
    return rows, {"declared": len(rows), "run": run, "n": most} | summary


def units_with_all(specification: Specification, predictor: pd.Series) -> int:
    """How many units have every value that a specification needs?"""
    columns = [specification.outcome_after, predictor.reindex(specification.outcome_after.index)]
    if specification.outcome_before is not None:
        columns.append(specification.outcome_before)
    if specification.controls is not None:
        columns.append(specification.controls)
    complete = pd.concat(columns, axis=1).astype(float).dropna().index
    if specification.units is None:
        return len(complete)
    return len(complete.intersection(specification.units))


def _reason(n: int, specification: Specification) -> str:
    if n == 0:
        return "no figure"
    return "no variation" if enough_units(n, coefficients_of(specification)) else "too few"


def coefficients_of(specification: Specification) -> int:
    """How many coefficients its model has: intercept, predictor, baseline, controls."""
    controls = 0 if specification.controls is None else specification.controls.shape[1]
    return 2 + (specification.outcome_before is not None) + controls


def not_run(specifications: pd.DataFrame) -> pd.DataFrame:
    """How many specifications could not be run, and why?

    Returns:
        `predictor`, `baseline`, `edition`, a count for each of `REASONS`, `n` (most units that one
        of them has); only where there are some, in the order of the predictors.
    """
    failed = specifications[specifications["reason"] != ""]
    keys = [failed[key] for key in ("predictor", "baseline", "edition")]
    counts = pd.crosstab(keys, failed["reason"]).reindex(columns=list(REASONS), fill_value=0)
    table = counts.assign(n=failed.groupby(keys)["n"].max()).rename_axis(columns=None).reset_index()
    order = table["predictor"].map(PREDICTORS.index).sort_values(kind="stable").index
    return table.loc[order].reset_index(drop=True)


def predictor_verdicts(
    specifications: pd.DataFrame, curves: pd.DataFrame, family: pd.DataFrame, judged: Pair
) -> pd.DataFrame:
    """What do all choices together say about each predictor, and does any finding survive?

    The verdict follows the rule for associations: the median of the specifications of the judged
    pair and its Holm-adjusted p (over all curves), the share of them with the sign of that median,
    and whether leaving one province out decides the primary test. Other pairs play no part in it:
    a predictor has other values for them, so that their coefficients estimate something else.

    Args:
        family: as `joint_family`, of the judged pair.

    Returns:
        A row for each of `PREDICTORS`, of the judged pair: `notebook`, `predictor`, `declared`,
        `run`, `least`, `most`, `median`, `share_same_sign` and `holm` (missing where nothing could
        be run), `run_elsewhere` (specifications of other pairs), `decided_by_one`, `verdict`,
        `survives`: whether the test of the joint family has the same verdict and it is not "cannot
        tell".
    """
    rows = []
    for predictor, own in specifications.groupby("predictor", sort=False):
        of_pair = _of_pair(own, judged)
        effects = of_pair.loc[of_pair["reason"] == "", "effect"]
        curve = _of_pair(curves[curves["predictor"] == predictor], judged).iloc[0]
        median = float(curve["median"])
        agreeing = effects > 0 if median > 0 else effects < 0
        share = np.nan if np.isnan(median) else float(agreeing.mean())
        tests = family[family["predictor"] == predictor]
        hangs = bool(tests.loc[tests["problem"] == "", "decided_by_one"].any())
        verdict = association_verdict(median, float(curve["holm"]), share, hangs)
        rows.append(
            {
                "notebook": curve["notebook"],
                "predictor": predictor,
                "declared": len(of_pair),
                "run": len(effects),
                "run_elsewhere": int((own["reason"] == "").sum()) - len(effects),
                "least": float(effects.min()),
                "most": float(effects.max()),
                "median": median,
                "share_same_sign": share,
                "holm": curve["holm"],
                "decided_by_one": hangs,
                "verdict": verdict,
                "survives": verdict != "cannot tell" and verdict in set(tests["verdict"]),
            }
        )
    return pd.DataFrame(rows)


def _of_pair(rows: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    years = rows["baseline"] == pair[0].edition, rows["edition"] == pair[1].edition
    return rows[years[0] & years[1]]
