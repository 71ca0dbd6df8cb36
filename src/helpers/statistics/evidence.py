"""One predictor against one outcome, in the order of evidence.

What the data could show, the mechanical benchmark, the adjusted association, how sturdy it is, and
the verdict once the family of tests is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np
import pandas as pd

from helpers.statistics.association import (
    AdjustedAssociation,
    adjusted_association,
    decided_by_one_unit,
)
from helpers.statistics.baseline import mechanical_benchmark
from helpers.statistics.inversion import Reference
from helpers.statistics.multiplicity import adjust_family
from helpers.statistics.permutation import CannotTellError
from helpers.statistics.power import detectable_correlation
from helpers.statistics.ranks import places_mid_table
from helpers.statistics.specification_curve import Specification, specification_curve
from helpers.statistics.verdicts import LEVEL, association_verdict

OUTCOMES = ("score", "without", "minus_rank")
"""The score; the score without an overlapping part; minus the rank: more is better in each."""

ROLES = ("primary", "sensitivity")
"""The one declared test of a predictor, which counts in the family; or another way to ask."""

_FEWEST_FOR_POWER = 4
_UNITS_TIMES_DRAWS = 300


@dataclass(frozen=True)
class Evidence:
    """A row of `tests.csv`: everything known about one predictor and one outcome.

    `role` is one of `ROLES`, `kind` what sets a test apart from the primary one, `edition` the
    later one, `excludes` whether the interval excludes a link worth speaking of, as declared.
    `columns` counts the coefficients: intercept, baseline, predictor,
    controls. `detectable` is the smallest partial correlation that so many units find.
    `correlation`, `benchmark` and `excess` are of the rank gain; `standardised`, `t` and `p_value`
    of the baseline-adjusted association; `lower` and `upper` the ends of its 95 % interval by
    inverting the permutation test, standardised (infinite where the test excludes nothing on that
    side; `connected` is false where values in between are excluded too). `points` and `places` are
    what a standardised effect of 1 is in points of the later edition and in places of its middle
    half, `whole` the points of its formula, `left` what a partial correlation of 1 is as a
    standardised effect. `specifications`, `curve_median`, `curve_p` and `share_same_sign` of the
    specification curve. `problem` says why
    nothing could be told. `reference` is no column: it tests every other value and level.
    """

    test_id: str
    predictor: str
    outcome: str
    n: int
    detectable: float | None
    role: str = "primary"
    kind: str = ""
    edition: str = ""
    excludes: bool = False
    columns: int = 0
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
    lower: float | None = None
    upper: float | None = None
    connected: bool = True
    points: float | None = None
    whole: float = 1_000.0
    places: float | None = None
    left: float | None = None
    specifications: int = 0
    curve_median: float | None = None
    curve_p: float | None = None
    share_same_sign: float | None = None
    decided_by_one: bool = False
    problem: str = ""
    scale: float = 1.0
    reference: Reference | None = field(default=None, compare=False, repr=False)

    def interval(self, alpha: float) -> tuple[float, float, bool] | None:
        """The ends of the interval at another level, standardised, and whether it is connected."""
        if self.reference is None:
            return None
        found = self.reference.interval(alpha)
        return found.lower * self.scale, found.upper * self.scale, found.connected


def gather_evidence(
    test_id: str,
    panel: pd.DataFrame,
    predictor: pd.Series,
    *,
    outcome: str = "score",
    controls: pd.DataFrame | None = None,
    specifications: Sequence[Specification] = (),
    draws: int = 10_000,
    points: float = 1_000.0,
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
        draws: the curve uses `curve_draws` of them, the test and its interval `test_draws`.
        points: of the whole formula of the later edition (a score of 1).

    Returns:
        The evidence; `problem` is filled instead of numbers where the data cannot carry the
        question. Nothing is NaN that was computed. Its role is that of a primary test.
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
    n, columns = len(complete), complete.shape[1]  # Without the outcome, with the intercept.
    detectable = _detectable(n, columns)
    nothing = Evidence(test_id, name, outcome, n, detectable, columns=columns)
    try:
        main = adjusted_association(
            panel[f"{outcome}_after"],
            panel[f"{outcome}_before"],
            predictor.rename("x").to_frame().reindex(panel.index),
            controls=controls,
            draws=test_draws(draws, n),
        )[0]
        ranks = panel.loc[complete.index]
        mechanical = mechanical_benchmark(ranks["rank_before"], ranks["rank_after"], complete["x"])
        curve = (
            specification_curve(specifications, predictor, draws=curve_draws(draws))
            if specifications
            else None
        )
    except ValueError as error:
        return replace(nothing, problem=_reason(error))
    rest = np.column_stack([np.ones(n), complete.drop(columns=["after", "x"]).to_numpy()])
    sign = 1 if main.standardised > 0 else -1
    interval = main.reference.interval(LEVEL)
    in_points, in_places = _in_units(panel, outcome, main, points)
    return replace(
        nothing,
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
        lower=interval.lower * main.scale,
        upper=interval.upper * main.scale,
        connected=interval.connected,
        points=in_points,
        whole=points,
        places=in_places,
        left=main.left,
        specifications=len(curve.table) if curve else 0,
        curve_median=curve.median if curve else None,
        curve_p=curve.p_value if curve else None,
        share_same_sign=(
            (curve.share_positive if sign > 0 else 1 - curve.share_positive) if curve else None
        ),
        decided_by_one=decided_by_one_unit(
            complete["after"].to_numpy(),
            complete["x"].to_numpy(),
            rest,
            critical=main.reference.critical_t(LEVEL),
        ),
        scale=main.scale,
        reference=main.reference,
    )


def _detectable(n: int, columns: int, tests: int = 1) -> float | None:
    """The smallest partial correlation that the test can find; None where it is none at all."""
    covariates = columns - 2  # Neither the intercept nor the predictor.
    if n - covariates < _FEWEST_FOR_POWER:
        return None
    return detectable_correlation(n, alpha=LEVEL, covariates=covariates, tests=tests)


def _in_units(
    panel: pd.DataFrame, outcome: str, main: AdjustedAssociation, points: float
) -> tuple[float | None, float | None]:
    """What one standard deviation of the outcome is in points, and in places mid-table."""
    if outcome == "minus_rank":
        return None, main.deviation
    a_place = places_mid_table(panel["score_after"])
    places = None if a_place is None else main.deviation * a_place
    return main.deviation * points, places


def test_draws(draws: int, n: int) -> int:
    """How many permutations of a test and its interval go with so many asked for?

    The ends of an interval need more than its p-value, and those of few units more than those of
    many: about 48,000 of 63 units and 136,000 of 22 for 10,000, which cost the same.
    """
    return max(draws, draws * _UNITS_TIMES_DRAWS // max(n, 1))


test_draws.__test__ = False  # type: ignore[attr-defined]


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


_NO_COLUMNS = ("scale", "reference")
_NUMBERS = (
    "detectable", "correlation", "benchmark", "excess", "effect", "standardised", "standard_error",
    "t", "p_value", "lower", "upper", "points", "places", "left", "curve_median", "curve_p",
    "share_same_sign",
)  # fmt: skip


def evidence_table(rows: Iterable[Evidence], *, together: int | None = None) -> pd.DataFrame:
    """All tests of a family with adjusted p-values, intervals and verdicts.

    Args:
        together: over how many primary tests the interval for all at once is taken; those of
            `rows` that could be run (`count_primary`) if left out.

    Returns:
        The columns of `Evidence` and of `family_adjusted`, `verdict`, and the intervals:
        `points_…` and `places_…` (`found`, `lower`, `upper`: of one standard deviation of the
        predictor); `all_lower`, `all_upper` of primary tests (standardised, at the level that
        holds for all of them at once, Bonferroni), `points_all_…`, `places_all_…`. `detectable`
        counts the family as well; `detectable_effect` is the same as a standardised effect.
    """
    rows = list(rows)
    names = [one.name for one in fields(Evidence) if one.name not in _NO_COLUMNS]
    table = pd.DataFrame([[getattr(row, name) for name in names] for row in rows], columns=names)
    table[list(_NUMBERS)] = table[list(_NUMBERS)].astype(float)
    table = family_adjusted(table)
    tests = max(1, int(table["tests"].iloc[0]) if together is None else together)
    nothing = np.nan, np.nan, True
    ends = [
        (row.interval(LEVEL / tests) or nothing) if row.role == ROLES[0] else nothing
        for row in rows
    ]
    table[["all_lower", "all_upper"]] = np.array([end[:2] for end in ends], dtype=float)
    detectable = [_detectable(row.n, row.columns, tests) for row in rows]
    table["detectable"] = pd.Series(detectable, table.index, dtype=float)
    table["detectable_effect"] = table["detectable"] * table["left"]
    for unit in ("points", "places"):
        table[f"{unit}_found"] = table["standardised"] * table[unit]
        for end in ("lower", "upper", "all_lower", "all_upper"):
            table[f"{unit}_{end}"] = table[end] * table[unit]
    table["verdict"] = verdicts_of(table)
    return table


def count_primary(rows: Iterable[Evidence]) -> int:
    """How many primary tests could be run: those that are counted together."""
    return sum(row.role == ROLES[0] and not row.problem for row in rows)


def family_adjusted(table: pd.DataFrame) -> pd.DataFrame:
    """What remains of each p-value once the primary tests of the table are counted together?

    Args:
        table: `role`, `p_value`; of one notebook or of several.

    Returns:
        The same rows with `holm`, `benjamini_hochberg` (missing where a test is no primary one or
        could not be run) and `tests`, how many were counted.
    """
    counted = table["p_value"].where(table["role"] == ROLES[0])
    return table.assign(**adjust_family(counted).drop(columns="p_value"))


def verdicts_of(table: pd.DataFrame) -> list[str]:
    """What may be claimed of each test, given `holm` over whichever family it belongs to?

    Args:
        table: `problem`, `standardised`, `holm` (missing where the test is no primary one: nothing
            is claimed of it), `share_same_sign`, `decided_by_one`.
    """
    return [
        "cannot tell"
        if row.problem or np.isnan(row.share_same_sign) or np.isnan(row.holm)
        else association_verdict(
            row.standardised, row.holm, row.share_same_sign, bool(row.decided_by_one)
        )
        for row in table.itertuples(index=False)
    ]
