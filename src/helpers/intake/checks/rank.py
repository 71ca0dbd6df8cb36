"""Do ranks and list positions follow the scores, ties sharing the lowest rank?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from helpers.errors import Clause
from helpers.intake.checks.outcome import NOT_POSSIBLE, Check, Finding, judged
from helpers.intake.table_values import TableValues
from helpers.statistics.ranks import rank_scores


def check_ranks(values: TableValues) -> Check:
    """Is every printed rank one more than the number of higher scores at the printed precision?

    Where rows or scores are missing, the units without one must fit between: none of them above a
    higher score that is not above a lower one, and no more than there are. Where no score is
    printed: whether the ranks can be ranks at all, 17, 17, 19 and not 17, 17, 18.
    """
    findings: list[Finding] = []
    for measure in values.ranks.columns:
        ranks = values.ranks[measure].dropna()
        scores = values.scores.get(measure, pd.Series(dtype=float)).dropna()
        column = f"{measure}.rank"
        if len(scores) == values.size:
            expected = rank_scores(scores, None)
            findings += _rank_findings(values, ranks, expected, column, "checks.rank_by_scores")
        elif len(scores):
            findings += _partial_findings(values, ranks, scores, column)
        elif len(ranks) == values.size:
            expected = ranks.rank(method="min")
            findings += _rank_findings(values, ranks, expected, column, "checks.rank_by_ranks")
    if values.ranks.empty or values.ranks.isna().all(axis=None):
        return Check("ranks", NOT_POSSIBLE, Clause("checks.no_rank"))
    return judged(
        "ranks",
        findings,
        Clause("checks.ranks_ok", number=int(values.ranks.notna().sum().sum())),
        Clause("checks.ranks_not"),
    )


def check_positions(values: TableValues) -> Check:
    """Are list positions 1 to n, each once, and in the order of scores and ranks?"""
    findings = []
    for measure in values.positions.columns:
        places = values.positions[measure].dropna()
        column = f"{measure}.list_position"
        doubled = places[places.duplicated(keep=False)]
        findings += [
            values.finding(Clause("checks.position_twice", place=int(place)), str(unit), column)
            for unit, place in doubled.items()
        ]
        gaps = set(range(1, len(places) + 1)) - {int(place) for place in places}
        if gaps and not len(doubled):
            findings.append(
                Finding(
                    Clause("checks.position_gap", place=min(gaps), places=len(places)),
                    column=column,
                )
            )
        for other, sign in ((values.scores, 1), (values.ranks, -1)):
            if measure in other:
                findings += _order_findings(values, places, sign * other[measure].dropna(), column)
    if values.positions.empty:
        return Check("list_positions", NOT_POSSIBLE, Clause("checks.no_position"))
    return judged(
        "list_positions",
        findings,
        Clause("checks.positions_ok"),
        Clause("checks.positions_not"),
    )


def _rank_findings(
    values: TableValues, ranks: pd.Series, expected: pd.Series, column: str, who: str
) -> Iterator[Finding]:
    # The row that is farthest off first: one wrong score moves many ranks by one.
    difference = (ranks - expected.reindex(ranks.index)).abs()
    for unit in difference[difference > 0].sort_values(ascending=False).index:
        text = Clause(who, rank=int(ranks[unit]), expected=int(expected[unit]))
        yield values.finding(text, str(unit), column)


def _partial_findings(
    values: TableValues, ranks: pd.Series, scores: pd.Series, column: str
) -> Iterator[Finding]:
    """Ranks for which the units without a score cannot be placed, neighbours both named."""
    unknown = values.size - len(scores)
    lowest = rank_scores(scores, None)
    above = (ranks - lowest).dropna()  # so many of the unknown units stand above
    for unit in above.index[(above < 0) | (above > unknown)]:
        best = int(lowest[unit])
        text = Clause("checks.rank_between", rank=int(ranks[unit]), best=best, worst=best + unknown)
        yield values.finding(text, str(unit), column)
    ordered = scores[scores.index.isin(above.index)].sort_values(ascending=False, kind="stable")
    for higher, lower in pairwise(ordered.index):
        tied = scores[higher] == scores[lower]
        if above[higher] > above[lower] or (tied and above[higher] != above[lower]):
            yield from _neighbours(values, ranks, higher, lower, column)


def _order_findings(
    values: TableValues, places: pd.Series, scores: pd.Series, column: str
) -> Iterator[Finding]:
    """Neighbours by place whose scores are in another order, both of them named."""
    ordered = places[places.index.isin(scores.index)].sort_values(kind="stable")
    for above, below in pairwise(ordered.index):
        if scores[below] > scores[above]:
            yield from _neighbours(values, places, above, below, column)


def _neighbours(
    values: TableValues, places: pd.Series, above: object, below: object, column: str
) -> Iterator[Finding]:
    for unit, other in ((below, above), (above, below)):
        yield values.finding(
            Clause(
                "checks.place", place=int(places[unit]), other=values.names[str(other)],
                theirs=int(places[other]),
            ),
            str(unit), column,
        )  # fmt: skip
