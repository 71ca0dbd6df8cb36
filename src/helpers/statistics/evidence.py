"""One predictor against one outcome, in the order of evidence.

What the data could show, the mechanical benchmark, the adjusted association, how sturdy it is, and
the verdict once the family of tests is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from helpers.statistics.association import (
    CannotTellError,
    adjusted_association,
    decided_by_one_unit,
)
from helpers.statistics.baseline import mechanical_benchmark
from helpers.statistics.multiplicity import adjust_family
from helpers.statistics.power import detectable_correlation
from helpers.statistics.specification_curve import Specification, specification_curve
from helpers.statistics.verdicts import association_verdict

OUTCOMES = ("score", "without", "minus_rank")
"""The score; the score without an overlapping part; minus the rank: more is better in each."""

_CRITICAL_T = 2.0
_FEWEST_FOR_POWER = 4


@dataclass(frozen=True)
class Evidence:
    """A row of `tests.csv`: everything known about one predictor and one outcome.

    `correlation`, `benchmark` and `excess` are of the rank gain; `standardised`, `t` and `p_value`
    of the baseline-adjusted association; `specifications`, `curve_median`, `curve_p` and
    `share_same_sign` of the specification curve. `problem` says why nothing could be told.
    """

    test_id: str
    predictor: str
    outcome: str
    n: int
    detectable: float | None
    correlation: float | None = None
    benchmark: float | None = None
    excess: float | None = None
    effect: float | None = None
    standardised: float | None = None
    standard_error: float | None = None
    t: float | None = None
    p_value: float | None = None
    permutations: int = 0
    exact: bool = False
    specifications: int = 0
    curve_median: float | None = None
    curve_p: float | None = None
    share_same_sign: float | None = None
    decided_by_one: bool = False
    problem: str = ""


def gather_evidence(
    test_id: str,
    panel: pd.DataFrame,
    predictor: pd.Series,
    *,
    outcome: str = "score",
    controls: pd.DataFrame | None = None,
    specifications: Sequence[Specification] = (),
    draws: int = 10_000,
) -> Evidence:
    """What do the data say about a predictor, and how sturdy is it?

    Args:
        test_id: stable name of the test.
        panel: one row for each unit: `<outcome>_before`, `<outcome>_after`, `rank_before`,
            `rank_after`. Outcomes are oriented so that more is better.
        predictor: one number for each unit, missing where unknown; its name is shown.
        outcome: one of `OUTCOMES`, a pair of columns of the panel.
        controls: further columns to adjust for.
        specifications: the declared choices for the curve; empty for none.
        draws: permutations of the main test; the curve uses `curve_draws` of them.

    Returns:
        The evidence; `problem` is filled instead of numbers where the data cannot carry the
        question. Nothing is NaN that was computed.
    """
    name = str(predictor.name)
    complete = pd.DataFrame(
        {
            "after": panel[f"{outcome}_after"],
            "before": panel[f"{outcome}_before"],
            "x": predictor.reindex(panel.index),
        }
    )
    if controls is not None:
        complete = complete.join(controls)
    complete = complete.astype(float).dropna()
    n = len(complete)
    detectable = detectable_correlation(n) if n >= _FEWEST_FOR_POWER else None
    try:
        main = adjusted_association(
            panel[f"{outcome}_after"],
            panel[f"{outcome}_before"],
            predictor.rename("x").to_frame().reindex(panel.index),
            controls=controls,
            draws=draws,
        )[0]
        ranks = panel.loc[complete.index]
        mechanical = mechanical_benchmark(ranks["rank_before"], ranks["rank_after"], complete["x"])
        curve = (
            specification_curve(specifications, predictor, draws=curve_draws(draws))
            if specifications
            else None
        )
    except ValueError as error:
        return Evidence(test_id, name, outcome, n, detectable, problem=_reason(error))
    rest = np.column_stack([np.ones(n), complete.drop(columns=["after", "x"]).to_numpy()])
    sign = 1 if main.standardised > 0 else -1
    return Evidence(
        test_id=test_id,
        predictor=name,
        outcome=outcome,
        n=n,
        detectable=detectable,
        correlation=mechanical.observed,
        benchmark=mechanical.benchmark,
        excess=mechanical.excess,
        effect=main.effect,
        standardised=main.standardised,
        standard_error=main.standard_error,
        t=main.t,
        p_value=main.p_value,
        permutations=main.permutations,
        exact=main.exact,
        specifications=len(curve.table) if curve else 0,
        curve_median=curve.median if curve else None,
        curve_p=curve.p_value if curve else None,
        share_same_sign=(
            (curve.share_positive if sign > 0 else 1 - curve.share_positive) if curve else None
        ),
        decided_by_one=decided_by_one_unit(
            complete["after"].to_numpy(), complete["x"].to_numpy(), rest, critical=_CRITICAL_T
        ),
    )


def curve_draws(draws: int) -> int:
    """How many permutations of a specification curve go with so many of a single test?

    A tenth, at least 200: a curve costs as much as all its specifications.
    """
    return max(200, draws // 10)


def _reason(error: ValueError) -> str:
    """Which of the known reasons an error states; the wording has a sentence for each."""
    if isinstance(error, CannotTellError):
        return error.kind
    return "too few"


def evidence_table(rows: Iterable[Evidence]) -> pd.DataFrame:
    """All tests of a family with adjusted p-values and verdicts.

    Returns:
        The columns of `Evidence` and `holm`, `benjamini_hochberg`, `tests` (size of the family),
        `verdict`.
    """
    table = pd.DataFrame([asdict(row) for row in rows])
    numbers = [
        "detectable", "correlation", "benchmark", "excess", "effect", "standardised",
        "standard_error", "t", "p_value", "curve_median", "curve_p", "share_same_sign",
    ]  # fmt: skip
    table[numbers] = table[numbers].astype(float)
    adjusted = adjust_family(table["p_value"])
    table[["holm", "benjamini_hochberg"]] = adjusted[["holm", "benjamini_hochberg"]]
    table["tests"] = adjusted["tests"]
    table["verdict"] = verdicts_of(table)
    return table


def verdicts_of(table: pd.DataFrame) -> list[str]:
    """What may be claimed of each test, given `holm` over whichever family it belongs to?

    Args:
        table: `problem`, `standardised`, `holm`, `share_same_sign`, `decided_by_one`.
    """
    return [
        "cannot tell"
        if row.problem or np.isnan(row.share_same_sign)
        else association_verdict(
            row.standardised, row.holm, row.share_same_sign, bool(row.decided_by_one)
        )
        for row in table.itertuples(index=False)
    ]
