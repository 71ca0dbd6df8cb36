"""The words around a printed figure that more than one notebook needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import InBoth, InForm, Joined, Said
from helpers.sources.editions import Definitions, Edition, Formula

_NATIONAL_MEAN = "national_mean"
_APPROXIMATE = {
    "about": "figure.about",
    "more_than": "figure.more_than",
    "less_than": "figure.less_than",
}


def with_qualifier(number: Phrase | str, approximate: str) -> Phrase | str:
    """A number with the source's own «more than», «about» or «nearly».

    Args:
        number: as shown. approximate: as in `online_services.csv` and `adoption.csv`; empty
            for a number that stands alone.

    Raises:
        KeyError: `approximate` is none of these: a qualifier is never dropped.
    """
    return Joined([Said(_APPROXIMATE[approximate]), number], " ") if approximate else number


def with_copies(producer: Phrase, editions: Iterable[Edition]) -> Phrase:
    """Who published what a picture shows, and whose copies of tables are among it."""
    copies = [
        Said("producer.transcribed", editions=one.label, by=one.transcribed_by)
        for one in editions
        if one.transcribed_by
    ]
    return Joined([producer, *copies], "; ") if copies else producer


def intervals_beside(n: int) -> Phrase | str:
    """Behind a number of known ranks: of how many more an interval is known; empty for none."""
    return Joined(("", Said("figure.and_intervals", n=n)), " ") if n else ""


def _in_month(day: date) -> Phrase:
    return InForm(day, "month")


def period(
    start: date,
    end: date,
    precision: str,
    joint: str = "–",
    month: Callable[[date], Phrase] = _in_month,
) -> Phrase:
    """A span of time as exactly as it is known: 2021, 4/2021, 26/4/2021, or its two ends.

    Args:
        start, end: its first and its last day. precision: as in the processed tables; what is
            neither a year nor a month is given by its days.
        joint: what stands between two ends. month: how a month is written.
    """
    if precision == "year":
        return Joined(dict.fromkeys(str(day.year) for day in (start, end)), joint)
    if precision == "month":
        return Joined(map(month, dict.fromkeys(day.replace(day=1) for day in (start, end))), joint)
    return Joined((InForm(day, "date") for day in dict.fromkeys((start, end))), joint)


def measure_name(definitions: Definitions, index: str, measure: str) -> Phrase:
    """What readers call a measure of an index, the mean of all units included.

    Raises:
        KeyError: the index has no such measure.
    """
    names = definitions.indices[index]["measures"]
    if not measure.startswith(_NATIONAL_MEAN):
        return InBoth(**names[measure])
    part = measure.removeprefix(_NATIONAL_MEAN).removeprefix("_") or "overall"
    return Said("table.national_mean", measure=InBoth(**names[part]))


def formula_name(formula: Formula | None) -> InBoth | str:
    """What readers call a formula; nothing where it is unknown."""
    return "" if formula is None else InBoth(vi=formula.name_vi, en=formula.name_en)
