"""Do ranks and list positions follow the scores, ties sharing the lowest rank?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from helpers.intake.outcome import NOT_POSSIBLE, Check, Finding, judged
from helpers.intake.table_values import TableValues


def check_ranks(values: TableValues) -> Check:
    """Is every printed rank one more than the number of higher scores at the printed precision?

    Where rows or scores are missing, only the order is asked; where no score is printed, whether
    the ranks can be ranks at all: 17, 17, 19 and not 17, 17, 18.
    """
    findings = []
    for measure in values.ranks.columns:
        ranks = values.ranks[measure].dropna()
        scores = values.scores.get(measure, pd.Series(dtype=float)).dropna()
        column = f"{measure}.rank"
        if len(scores) == values.size:
            expected = scores.rank(method="min", ascending=False)
            findings += _rank_findings(values, ranks, expected, column, "the scores give")
        elif len(scores):
            findings += _order_findings(values, ranks, scores, column, shares_places=True)
        elif len(ranks) == values.size:
            expected = ranks.rank(method="min")
            findings += _rank_findings(values, ranks, expected, column, "the other ranks leave")
    if values.ranks.empty or values.ranks.isna().all(axis=None):
        return Check("ranks", NOT_POSSIBLE, "no rank is printed")
    return judged(
        "ranks",
        findings,
        f"{int(values.ranks.notna().sum().sum())} ranks follow the scores, ties included",
        "ranks that the scores do not give (equal scores share the lowest rank)",
    )


def check_positions(values: TableValues) -> Check:
    """Are list positions 1 to n, each once, and in the order of scores and ranks?"""
    findings = []
    for measure in values.positions.columns:
        places = values.positions[measure].dropna()
        column = f"{measure}.list_position"
        doubled = places[places.duplicated(keep=False)]
        findings += [
            values.finding(f"list position {int(place)} stands twice", str(unit), column)
            for unit, place in doubled.items()
        ]
        gaps = set(range(1, len(places) + 1)) - {int(place) for place in places}
        if gaps and not len(doubled):
            findings.append(
                Finding(f"list position {min(gaps)} of {len(places)} is missing", column=column)
            )
        for other, sign in ((values.scores, 1), (values.ranks, -1)):
            if measure in other:
                findings += _order_findings(
                    values, places, sign * other[measure].dropna(), column, shares_places=False
                )
    if values.positions.empty:
        return Check("list_positions", NOT_POSSIBLE, "no list position is printed")
    return judged(
        "list_positions",
        findings,
        "list positions count up and follow the scores",
        "list positions that do not count up or do not follow the scores",
    )


def _rank_findings(
    values: TableValues, ranks: pd.Series, expected: pd.Series, column: str, who: str
) -> Iterator[Finding]:
    # The row that is farthest off first: one wrong score moves many ranks by one.
    difference = (ranks - expected.reindex(ranks.index)).abs()
    for unit in difference[difference > 0].sort_values(ascending=False).index:
        text = f"rank {int(ranks[unit])} is printed, {who} {int(expected[unit])}"
        yield values.finding(text, str(unit), column)


def _order_findings(
    values: TableValues, places: pd.Series, scores: pd.Series, column: str, *, shares_places: bool
) -> Iterator[Finding]:
    """Neighbours by place whose scores are in another order, both of them named."""
    ordered = places[places.index.isin(scores.index)].sort_values(kind="stable")
    for above, below in pairwise(ordered.index):
        same_place, same_score = places[above] == places[below], scores[above] == scores[below]
        tie_differs = shares_places and same_place != same_score
        if scores[below] > scores[above] or tie_differs:
            for unit, other in ((below, above), (above, below)):
                yield values.finding(
                    f"place {int(places[unit])} does not fit that of {values.names[str(other)]} "
                    f"({int(places[other])}) by their scores or ranks",
                    str(unit), column,
                )  # fmt: skip
