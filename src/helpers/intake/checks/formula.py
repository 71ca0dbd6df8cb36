"""Do the parts make up the totals, under a formula on file or under one that fits?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.errors import BadInputError, Clause, Words
from helpers.intake.checks.outcome import DOUBT, FAILED, NOT_POSSIBLE, Check, judged
from helpers.intake.table_values import TableValues
from helpers.sources.editions import Definitions, Formula
from helpers.sources.suggestions import nearest_choices
from helpers.statistics.composite_index import (
    pillar_error,
    recompute_pillars,
    recompute_total,
    total_error,
)
from helpers.statistics.formula_fit import FittedPoints, fit_points, scale_like
from helpers.statistics.relations import FLOAT_SLACK, half_unit

_FITTING_SHARE = 0.5


@dataclass(frozen=True)
class FormulaAnswer:
    """Which formula the table follows, and the checks that say so.

    `formula` is None where none can be told. `fit` is what a fit found where no formula on file
    reproduces the totals; `formula` is then new, and `fitted` in it is true.
    """

    formula: Formula | None
    checks: tuple[Check, ...]
    fit: FittedPoints | None = None


def check_formula(values: TableValues, definitions: Definitions, named: str = "") -> FormulaAnswer:
    """Which formula makes the totals, and which rows do not follow it?

    Asked in this order: the formula that a person named; that of the same edition over other
    units, or of the entry on file; of all formulas of the index the one that most full rows
    follow; points fitted on the full rows.

    Args:
        values: the table.
        definitions: formulas and editions on file.
        named: id of a formula, or "".

    Raises:
        BadInputError: the named formula is not on file.
    """
    if "overall" not in values.scores:
        return FormulaAnswer(
            _settled(values, definitions, named),
            (Check("totals_from_parts", NOT_POSSIBLE, Clause("checks.only_ranks")),),
        )
    settled = _settled(values, definitions, named)
    formula = settled or _best_fitting(values, definitions)
    if formula is not None and formula.weights:
        return FormulaAnswer(
            formula,
            (
                _check_totals(values, formula),
                _check_bounds(values, formula),
                *_check_pillars(values, formula),
            ),
        )
    return _fitted(values, definitions)


def _settled(values: TableValues, definitions: Definitions, named: str) -> Formula | None:
    if named:
        own = [f.formula_id for f in definitions.formulas.values() if f.index == values.index]
        if named not in own:
            near = nearest_choices(named, own)
            raise BadInputError("formula.unknown", named=named, index=values.index, near=near)
        return definitions.formulas[named]
    return next(
        (
            definitions.formulas[entry.formula]
            for entry in definitions.editions
            if (entry.index, entry.edition) == (values.index, values.edition) and entry.formula
        ),
        None,
    )


def _full_rows(values: TableValues, formula: Formula) -> pd.DataFrame:
    """Rows that print the total and every part of the formula."""
    needed = [*formula.weights, "overall"]
    if not set(needed) <= set(values.scores.columns):
        return values.scores.iloc[:0].reindex(columns=needed)
    return values.scores[needed].dropna()


def _allowed(values: TableValues, formula: Formula) -> float:
    return total_error(
        formula,
        {part: values.decimals[part] for part in formula.weights},
        values.decimals["overall"],
    )


def _errors(values: TableValues, formula: Formula) -> tuple[pd.Series, pd.Series]:
    """The recomputed totals of the full rows, and how far the printed ones lie from them."""
    rows = _full_rows(values, formula)
    totals = recompute_total(rows, formula)
    return totals, (totals - rows["overall"]).abs()


def _best_fitting(values: TableValues, definitions: Definitions) -> Formula | None:
    """The formula on file that most full rows follow, the newest of equals; at least half must."""
    own = {f.formula_id: f for f in definitions.formulas.values()
           if f.index == values.index and f.weights}  # fmt: skip
    newest = [
        e.formula for e in sorted(definitions.editions, key=lambda e: e.edition, reverse=True)
        if e.formula in own
    ]  # fmt: skip
    best, most = None, 0.0
    for formula_id in dict.fromkeys([*newest, *own]):
        _, errors = _errors(values, own[str(formula_id)])
        if len(errors):
            share = float((errors <= _allowed(values, own[str(formula_id)]) + FLOAT_SLACK).mean())
            if share >= _FITTING_SHARE and share > most:
                best, most = own[str(formula_id)], share
    return best


def _check_totals(values: TableValues, formula: Formula) -> Check:
    recomputed, errors = _errors(values, formula)
    if not len(errors):
        return Check(
            "totals_from_parts",
            NOT_POSSIBLE,
            Clause("checks.no_full_row", formula=Words(formula.name_vi, formula.name_en)),
        )
    allowed = _allowed(values, formula)
    wrong = errors[errors > allowed + FLOAT_SLACK].sort_values(ascending=False)
    return judged(
        "totals_from_parts",
        [
            values.finding(
                Clause(
                    "checks.total",
                    given=recomputed[unit],
                    total=values.scores.loc[unit, "overall"],
                    formula=Words(formula.name_vi, formula.name_en),
                ),
                str(unit),
                "overall.score",
            )
            for unit in wrong.index
        ],
        Clause(
            "checks.formula_ok",
            rows=len(errors),
            id=formula.formula_id,
            largest=errors.max(),
            name=Words(formula.name_vi, formula.name_en),
            allowed=allowed,
        ),
        Clause("checks.formula_not", id=formula.formula_id),
    )


def _check_bounds(values: TableValues, formula: Formula) -> Check:
    """Where some parts are printed: the others must be able to make up the rest of the total."""
    known = [part for part in formula.weights if part in values.scores]
    weights = pd.Series(formula.weights, dtype=float)
    parts = values.scores[known]
    partial = parts.isna().any(axis=1) | (len(known) < len(weights))
    rows = values.scores[partial & values.scores["overall"].notna()]
    if not known or rows.empty:
        return Check("totals_within_bounds", NOT_POSSIBLE, Clause("checks.no_partial"))
    points = weights.sum()
    least = rows[known].mul(weights[known]).sum(axis=1)
    most = least + points - rows[known].notna().mul(weights[known]).sum(axis=1)
    halves = pd.Series({part: half_unit(values.decimals[part]) for part in known})
    slack = (weights[known] * halves).sum() + points * half_unit(values.decimals["overall"])
    earned = points * rows["overall"]
    beyond = pd.concat([least - earned, earned - most], axis=1).max(axis=1)
    return judged(
        "totals_within_bounds",
        [
            values.finding(
                Clause(
                    "checks.bound", total=rows.loc[unit, "overall"], least=least[unit] / points,
                    most=most[unit] / points,
                ),
                str(unit), "overall.score",
            )
            for unit in beyond[beyond > slack + FLOAT_SLACK].index
        ],
        Clause("checks.bounds_ok", rows=len(rows), id=formula.formula_id),
        Clause("checks.bounds_not", id=formula.formula_id),
    )  # fmt: skip


def _check_pillars(values: TableValues, formula: Formula) -> Iterator[Check]:
    """Where pillars are printed beside the total and the activities: do they follow?"""
    printed = [pillar for pillar in formula.pillars if pillar in values.scores]
    needed = [*formula.pillars.values(), "overall"]
    if not printed or not set(needed) <= set(values.scores.columns):
        return
    pillars = recompute_pillars(values.scores["overall"], values.scores, formula)
    allowed = pillar_error(formula, min(values.decimals[name] for name in needed))
    differences = (pillars[printed] - values.scores[printed]).abs()
    yield judged(
        "pillars_from_parts",
        [
            values.finding(
                Clause(
                    "checks.pillar", given=pillars.loc[unit, pillar],
                    printed=values.scores.loc[unit, pillar],
                ),
                str(unit), f"{pillar}.score",
            )
            for pillar in printed
            for unit in differences.index[
                differences[pillar] > allowed + half_unit(values.decimals[pillar]) + FLOAT_SLACK
            ]
        ],
        Clause("checks.pillars_ok", id=formula.formula_id),
        Clause("checks.pillars_not", id=formula.formula_id),
    )  # fmt: skip


def _fitted(values: TableValues, definitions: Definitions) -> FormulaAnswer:
    """Points fitted on the full rows, where no formula on file does."""
    overlapping = {pillar for f in definitions.formulas.values() if f.index == values.index
                   for pillar in f.pillars}  # fmt: skip
    parts = [m for m in values.scores.columns if m != "overall" and m not in overlapping]
    if not parts:
        check = Check("totals_from_parts", NOT_POSSIBLE, Clause("checks.no_part"))
        return FormulaAnswer(None, (check,))
    halves = [half_unit(values.decimals[part]) for part in parts]
    allowed = max(halves) + half_unit(values.decimals["overall"])
    fit = fit_points(values.scores[parts], values.scores["overall"], allowed)
    if not fit.points:
        printed = values.scores[[*parts, "overall"]].dropna()
        status = FAILED if fit.outliers and len(printed) > len(parts) else NOT_POSSIBLE
        findings = tuple(
            values.finding(Clause("checks.no_weights"), unit, "overall.score")
            for unit in fit.outliers
        )
        message = Clause("checks.no_formula", problem=fit.problem)
        if len(set(values.scales.values())) > 1:
            shown = ", ".join(f"{m}.score {full:g}" for m, full in values.scales.items())
            message = Clause("checks.no_formula_of_scales", said=message, shown=shown)
        return FormulaAnswer(None, (Check("totals_from_parts", status, message, findings),), fit)
    formula = _new_formula(values, definitions, fit)
    shown = ", ".join(f"{part} {weight:g}" for part, weight in formula.weights.items())
    offered = Check(
        "formula",
        DOUBT,
        Clause(
            "checks.fitted",
            fitting=fit.rows - len(fit.outliers),
            rows=fit.rows,
            shown=shown,
            largest=fit.largest_error,
            sum=sum(formula.weights.values()),
            id=formula.formula_id,
        ),
    )
    return FormulaAnswer(
        formula,
        (
            offered,
            *_check_points_permuted(values, definitions, formula),
            _check_totals(values, formula),
            _check_bounds(values, formula),
        ),
        fit,
    )


def _check_points_permuted(
    values: TableValues, definitions: Definitions, fitted: Formula
) -> Iterator[Check]:
    """Are fitted points those of a formula on file in another order? Then headers, not points."""
    for known in definitions.formulas.values():
        # Fitted points are known up to a common factor.
        points = scale_like({p: int(w) for p, w in fitted.weights.items()}, known.weights)
        same = set(points) == set(known.weights)
        if known.index != values.index or not same or points == dict(known.weights):
            continue
        if sorted(points.values()) == sorted(known.weights.values()):
            yield judged(
                "points_permuted",
                [
                    values.column_finding(
                        Clause(
                            "checks.permuted_part",
                            part=part,
                            points=points[part],
                            id=known.formula_id,
                            known=known.weights[part],
                        ),
                        f"{part}.score",
                    )
                    for part in points
                    if points[part] != known.weights[part]
                ],
                "",
                Clause("checks.permuted", id=known.formula_id),
            )
            return


def _new_formula(values: TableValues, definitions: Definitions, fit: FittedPoints) -> Formula:
    latest = max(
        (e for e in definitions.editions if e.index == values.index and e.formula),
        key=lambda e: e.edition,
        default=None,
    )
    before = definitions.formula_of(latest) if latest else None
    points: Mapping[str, float] = scale_like(fit.points, before.weights if before else {})
    same_parts = before is not None and set(before.weights) == set(points)
    pillars = before.pillars if before is not None and same_parts else {}
    number = len(definitions.formulas)
    name = f"{values.index.lower()}-{values.edition}"
    return Formula(
        formula_id=name if name not in definitions.formulas else f"{name}-{number}",
        index=values.index,
        name_vi=f"Điểm {values.index} {values.edition}, ước lượng từ bảng",
        name_en=f"Points of {values.index} {values.edition}, fitted on its table",
        basis=f"Points fitted on {fit.rows - len(fit.outliers)} full rows of {values.index} "
        f"{values.edition} over {values.universe} units (largest error {fit.largest_error:.5f}); "
        "no printed table of points was read."
        + (" That pillars overlap as before is assumed." if pillars else ""),
        weights=points,
        pillars=pillars,
        fitted=True,
    )
