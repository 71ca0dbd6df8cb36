"""The tests of notebooks 03 to 05 as one family."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from helpers.questions.association.choices import control_columns
from helpers.questions.digital_adoption.answer import AdoptionQuestion, adoption_tests
from helpers.questions.digital_adoption.figures import MEASURES
from helpers.questions.milestones.answer import FAMILY, MilestoneQuestion, milestone_evidence
from helpers.questions.online_services.portal import (
    portal_evidence,
    portal_predictors,
    question_panel,
)
from helpers.questions.robustness.curves import FAMILIES, Pair, Sources
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Unit
from helpers.statistics.evidence import (
    count_primary,
    evidence_table,
    family_adjusted,
    verdicts_of,
)


def family_tests(sources: Sources, pair: Pair, unit: Unit, draws: int) -> pd.DataFrame:
    """The primary tests that notebooks 03, 04 and 05 make of one pair, made again here.

    Args:
        unit: any of the 63; the province in focus plays no part in a test.
        draws: permutations; with those of the notebooks the numbers are theirs.

    Returns:
        `notebook`, then the columns of `evidence_table`, with the intervals for all of them at once
        (`all_lower`, `points_all_lower`, …); the order of the notebooks.
    """
    rankings, covariates = sources.rankings, sources.covariates
    definitions = _primary_alone(sources.definitions)
    points = portal_predictors(covariates, pair[0].edition, pair[1].edition)
    panel = question_panel(rankings, definitions, *pair)
    question = MilestoneQuestion(FAMILY[0], *pair, unit)
    dated = milestone_evidence(sources.dated, rankings, covariates, definitions, question, draws)
    asked = control_columns(covariates, pair[0]), AdoptionQuestion(MEASURES[0], *pair, unit, draws)
    used = adoption_tests(rankings, definitions, sources.figures, *asked)
    services = portal_evidence(panel, covariates, points, definitions, pair, draws)
    together = count_primary([*services, *dated, *used])
    tables = [evidence_table(rows, together=together) for rows in (services, dated, used)]
    for notebook, table in zip(FAMILIES, tables, strict=True):
        table.insert(0, "notebook", notebook)
    return pd.concat(tables, ignore_index=True)


def _primary_alone(definitions: Definitions) -> Definitions:
    """The definitions without other ways to ask, which stand in the notebooks themselves."""
    declared = definitions.declared
    tests = {name: replace(test, sensitivity=()) for name, test in declared.tests.items()}
    return replace(definitions, declared=replace(declared, tests=tests))


def joint_family(tests: pd.DataFrame) -> pd.DataFrame:
    """What remains of each test once those of all three notebooks are counted together?

    Args:
        tests: as `family_tests`.

    Returns:
        The same rows; `holm`, `benjamini_hochberg`, `tests` and `verdict` are of the joint family,
        `own_holm`, `own_tests`, `own_verdict` of the notebook's own, `changed` says whether the
        verdict does.
    """
    own = {name: f"own_{name}" for name in ("holm", "tests", "verdict")}
    joint = tests.rename(columns=own).drop(columns="benjamini_hochberg", errors="ignore")
    joint = family_adjusted(joint)
    joint["verdict"] = verdicts_of(joint)
    joint["changed"] = joint["verdict"] != joint["own_verdict"]
    return joint
