"""What changes where predictors are handed out within the regions only?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.questions.robustness.curves import Candidate, Pair, Sources, candidates
from helpers.sources.declared_tests import DeclaredTest
from helpers.sources.provinces import Unit
from helpers.statistics.association import adjusted_association
from helpers.statistics.evidence import family_adjusted, test_draws, verdicts_of
from helpers.statistics.permutation import CannotTellError

SIZES = {"plain": (0.057, 0.057), "clusters": (0.112, 0.066)}
"""Which share of tests finds a link at 5 % where there is none: permuted over the country and
within six regions of 63 units; with predictor, baseline and outcome apart from the regions, or each
with a part that a region shares (`tests/questions/robustness/test_regions.py` simulates them)."""


def within_regions(
    sources: Sources,
    pair: Pair,
    unit: Unit,
    controls: pd.DataFrame,
    tests: pd.DataFrame,
    draws: int,
) -> pd.DataFrame:
    """The p-value and verdict of every primary test if predictors change places within regions.

    Neighbours are alike in much that no control knows. Handing a predictor out over the whole
    country then finds links too often; within the regions of the former provinces hardly more than
    it should (`SIZES`), at the price of the differences between them.

    Args:
        unit: any of the 63. controls: as `control_columns`. tests: as `joint_family`.
        draws: as of the tests themselves.

    Returns:
        A row for each primary test that could be run: `predictor`, `n`, `alone` (units that are
        the only one of their region with a figure, and keep their own), `p_value`, `holm`,
        `verdict` as they are; `p_within`, `holm_within`, `verdict_within`.
    """
    run = tests[tests["problem"] == ""].reset_index(drop=True)
    found = {str(one.values.name): one for one in candidates(sources, pair, unit)}
    declared = sources.definitions.declared.tests
    rows = [
        _within(found[name], declared[name], controls, draws, int(n))
        for name, n in zip(run["predictor"], run["n"], strict=True)
    ]
    within = run.assign(p_value=[p_value for p_value, _ in rows])
    within = family_adjusted(within.drop(columns=["holm", "benjamini_hochberg", "tests"]))
    return run[["predictor", "n", "p_value", "holm", "verdict"]].assign(
        alone=[alone for _, alone in rows],
        p_within=within["p_value"],
        holm_within=within["holm"],
        verdict_within=verdicts_of(within),
    )


def _within(
    one: Candidate, declared: DeclaredTest, controls: pd.DataFrame, draws: int, n: int
) -> tuple[float, int]:
    """The p-value within regions, and how many units are alone in theirs."""
    after, before = (one.panel[f"{declared.outcome}_{moment}"] for moment in ("after", "before"))
    predictor = one.values.reindex(one.panel.index).to_frame()
    asked = controls[list(declared.controls)]
    regions = one.panel["region"]
    used = pd.concat([after, before, predictor], axis=1).join(asked).astype(float).dropna().index
    alone = int((regions[used].value_counts() == 1).sum())
    try:
        test = adjusted_association(
            after, before, predictor, controls=asked, groups=regions, draws=test_draws(draws, n)
        )[0]
    except CannotTellError:
        return np.nan, alone
    return test.p_value, alone
