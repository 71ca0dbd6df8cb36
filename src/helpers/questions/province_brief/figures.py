"""The figures of a brief, each with the place that it comes from."""

from __future__ import annotations

from typing import Any

from helpers.questions.association.asked import INDEX
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import InForm, Joined
from helpers.sources.editions import Edition
from helpers.sources.origins import Figure, derived, filed

TOTAL = "overall"


def ranked(
    value: object, edition: str, unit_id: str, measure: str = TOTAL, column: str = "rank"
) -> Figure:
    """A figure of the rankings, by default the rank in the whole."""
    return filed(value, "rankings", (f"{INDEX} {edition}", unit_id, measure), column)


def worked_out(value: object, edition: Edition, unit_id: str, *what: str) -> Figure:
    """What is worked out of a unit in an edition; first of `what` is what it is."""
    name, *about = what
    return derived(value, name, f"{edition.index} {edition.edition}", unit_id, *about)


def size_of(universe: str) -> Figure:
    """How many units a ranking has."""
    return derived(int(universe), "units", f"vn{universe}")


def place_of(row: Any) -> Phrase:  # noqa: ANN401  (a row of `ranks_through`)
    """A rank, or the span that it is known to lie in."""
    ends = {"rank_best": int(row.rank_best), "rank_worst": int(row.rank_worst)}
    if row.rank_best == row.rank_worst:
        del ends["rank_worst"]
    return Joined(
        (
            InForm(ranked(end, row.edition, row.unit_id, row.measure, column), "int")
            for column, end in ends.items()
        ),
        "–",
    )
