"""Does every column, and every name, resemble itself in the newest other edition on file?

Provinces keep much of their order from one edition to the next. Where the order of one column is
that of another column before, or the order of one row that of its neighbour, headers or names have
most likely moved. Orders are compared by rank correlation over units known in both editions.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
import pandas as pd

from helpers.errors import Clause
from helpers.intake.checks.outcome import DOUBT, NOT_POSSIBLE, PASSED, Check, Finding, judged
from helpers.intake.on_file import FiledTable, OnFile
from helpers.intake.table_values import TableValues
from helpers.statistics.ranks import spearman

_FEWEST_UNITS = 10
_KEPT_SHARE = 0.5
_EXCHANGED = 3
_TOTAL = "overall"


def check_columns_exchanged(values: TableValues, on_file: OnFile) -> Check:
    """Do two columns each resemble what the other was before more than what they were themselves?

    Convention: columns a and b are taken to be exchanged where r(a, b before) + r(b, a before)
    exceeds r(a, a before) + r(b, b before) by more than three standard errors that the
    rank correlation of n unrelated units has, 3 / √(n - 1); n, at least 10, is the fewest units of
    the four. Two editions on file never come near: the most is 1.2 / √(n - 1).
    """
    name = "columns_exchanged"
    not_possible = Check(name, NOT_POSSIBLE, Clause("checks.too_few", number=_FEWEST_UNITS))
    before = on_file.newest_other(values.index, values.edition, values.universe)
    if before is None:
        return not_possible
    parts = [m for m in values.scores if m != _TOTAL and m in before.scores]
    compared = 0
    findings: list[Finding] = []
    for first, second in combinations(parts, 2):
        own = _resemblances(values.scores, before.scores, ((first, first), (second, second)))
        other = _resemblances(values.scores, before.scores, ((first, second), (second, first)))
        if own is None or other is None:
            continue
        compared += 1
        if other[0] - own[0] > _EXCHANGED * _standard_error(min(own[1], other[1])):
            findings += _exchanged(values, before, first, second, own[0], other[0])
    if not compared:
        return not_possible
    return judged(
        name,
        findings,
        Clause("checks.exchanged_ok", number=compared, before=before.edition.named),
        Clause("checks.exchanged_not"),
    )


def _resemblances(
    now: pd.DataFrame, before: pd.DataFrame, pairs: tuple[tuple[str, str], ...]
) -> tuple[float, int] | None:
    """The sum of rank correlations of columns now with columns before, and the fewest units."""
    found = [_resemblance(now[a], before[b]) for a, b in pairs]
    known = [pair for pair in found if pair is not None]
    if len(known) < len(found):
        return None
    return sum(r for r, _ in known), min(n for _, n in known)


def _resemblance(now: pd.Series, before: pd.Series) -> tuple[float, int] | None:
    """Rank correlation and number of units known in both; None where nothing can be told."""
    both = pd.concat([now, before], axis=1, join="inner").dropna()
    if len(both) < _FEWEST_UNITS or (both.nunique() == 1).any():
        return None
    return spearman(both.iloc[:, 0], both.iloc[:, 1]), len(both)


def _standard_error(units: int) -> float:
    return 1 / float(np.sqrt(units - 1))


def _exchanged(
    values: TableValues, before: FiledTable, first: str, second: str, own: float, other: float
) -> Iterator[Finding]:
    for one, two in ((first, second), (second, first)):
        yield values.column_finding(
            Clause(
                "checks.exchanged",
                one=one,
                two=two,
                before=before.edition.named,
                other=other,
                own=own,
            ),
            f"{one}.score",
        )


def check_names_shifted(values: TableValues, on_file: OnFile) -> Check:
    """Do the names stand beside their own scores, as far as another edition can tell?

    Convention: they do not where the rank correlation of the totals with the newest other edition
    of the same units is below half of the lowest seen between two consecutive editions of the same
    units on file. A table in the order of its totals keeps that order when names move by a row; so
    neither do they where the columns, with every name moved by one row up or down, resemble
    themselves more: the mean rank correlation over columns that half of the units have, by more
    than one standard error of the rank correlation of n unrelated units, 1 / √(n - 1).
    """
    name = "names_shifted"
    before = on_file.newest_other(values.index, values.edition, values.universe)
    if before is None:
        return Check(name, NOT_POSSIBLE, Clause("checks.no_other"))
    totals = _total_agreement(values.scores, before.scores)
    lowest = _lowest_agreement(values, on_file)
    findings = []
    if totals is not None and lowest is not None and totals < _KEPT_SHARE * lowest:
        text = Clause("checks.shifted", before=before.edition.named, totals=totals, lowest=lowest)
        findings.append(Finding(text, column="unit"))
    findings += _shifted_by_one(values, before)
    return judged(
        name,
        findings,
        Clause("checks.names_ok", before=before.edition.named),
        Clause("checks.names_not"),
    )


def _total_agreement(now: pd.DataFrame, before: pd.DataFrame) -> float | None:
    if _TOTAL not in now or _TOTAL not in before:
        return None
    found = _resemblance(now[_TOTAL], before[_TOTAL])
    return None if found is None else found[0]


def _lowest_agreement(values: TableValues, on_file: OnFile) -> float | None:
    """The lowest rank correlation of totals between consecutive editions of the same units."""
    own = (values.index, values.edition, values.universe)
    tables = sorted(
        (t for t in on_file.tables if t.edition.index == values.index
         and t.edition.key != own),
        key=lambda table: (table.edition.universe, table.edition.edition),
    )  # fmt: skip
    found = [
        _total_agreement(second.scores, first.scores)
        for first, second in pairwise(tables)
        if first.edition.universe == second.edition.universe
    ]
    return min((r for r in found if r is not None), default=None)


def _shifted_by_one(values: TableValues, before: FiledTable) -> Iterator[Finding]:
    rows = values.scores.loc[list(values.names)[::-1]]  # in the order of the file
    columns = [m for m in rows if m in before.scores and 2 * rows[m].count() >= len(rows)]
    for by, where in ((-1, "checks.row_below"), (1, "checks.row_above")):
        moved = rows.shift(by)
        pairs = [
            (own, other)
            for m in columns
            if (own := _resemblance(rows[m], before.scores[m]))
            and (other := _resemblance(moved[m], before.scores[m]))
        ]
        if not pairs:
            continue
        stays, moves = (float(np.mean([pair[n][0] for pair in pairs])) for n in (0, 1))
        if moves - stays > _standard_error(min(r[1] for pair in pairs for r in pair)):
            text = Clause(where, before=before.edition.named, moves=moves, stays=stays)
            yield Finding(text, column="unit")


def check_precision_before(values: TableValues, on_file: OnFile) -> Check:
    """Has a column fewer decimals than it had in the newest other edition?

    Both are counted on the scale 0 to 1. Never in the way: the ministry may print fewer.
    """
    before = on_file.newest_other(values.index, values.edition, values.universe)
    shared = [] if before is None else [m for m in values.decimals if m in before.scores]
    if before is None or not shared:
        return Check("precision_before", NOT_POSSIBLE, Clause("checks.no_other"))
    findings = []
    for measure in shared:
        now, then = values.decimals[measure], before.decimals[measure]
        if now < then:
            text = Clause(
                "checks.decimals", measure=measure, now=now, then=then, before=before.edition.named
            )
            findings.append(values.column_finding(text, f"{measure}.score"))
    if findings:
        message = Clause("checks.decimals_not", before=before.edition.named)
        return Check("precision_before", DOUBT, message, tuple(findings))
    message = Clause("checks.decimals_ok", before=before.edition.named)
    return Check("precision_before", PASSED, message)
