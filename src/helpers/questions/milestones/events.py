"""Which reports speak of one and the same milestone, and what do their words mix?

Several sources report one resolution or one opening. Reports are put together only where something
says that they belong together: the number of the document, or the date. Reports that nothing puts
together stay apart, and those that may still be repeats are counted as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

# Abbreviations of kinds of documents and of their issuers, without their marks, in the order in
# which a number carries them: 09-NQ/TU, 78/KH-UBND, 25/2020/NQ-HĐND, 06/TU.
_NUMBER = re.compile(
    r"(?<![\w/-])0*(\d+)(?:/(\d{4}))?[-/](NQ|QD|KHPH|KH|CTR|CT|DA|UBND|TU)(?:[-/]([A-Z]+))?(?![A-Z])"
)
_RESOLUTION = "resolution_"
_SECOND_SOURCE = "(second source)"

STAGES = ("project", "pilot", "built", "opening", "in_use", "regulation", "one_year", "period")
"""What the compiler's notes may name, in the order shown."""
# What the compiler's English notes call a stage, and for which years a plan is made.
_STAGE_WORDS = dict(
    zip(
        STAGES,
        (
            r"project started",
            r"pilot",
            r"\bbuilt|established|completed",
            r"opened|inaugurated|unveiled|launch|put into operation",
            r"in[ _]use|in operation|operating by|already operating|in place by|in service"
            r"|already connected",
            r"regulation on",
            r"\b(?:in|for|of|the|plan|transformation|project) 20\d\d\b(?![- –]20\d\d)|annual",
            r"20\d\d[- –]20\d\d|\bto 20\d\d|scheme 20\d\d",
        ),
        strict=True,
    )
)
_PLAN = "plan"
_PLAN_STAGES = ("one_year", "period")


def document_number(text: str) -> str:
    """Which number does a document bear, as far as a text prints it?

    Returns:
        The first number with its kind and issuer in one form, such as "9 NQ TU" for 09-NQ/TU,
        09/NQ-TU and «Nghị quyết số 09-NQ/TU»; empty where none is printed.
    """
    # Capitals without the mark of Đ: the ledger writes NQ-HDND as well.
    found = _NUMBER.search(text.upper().replace("Đ", "D"))
    return " ".join(part for part in found.groups() if part) if found else ""


def event_ids(milestones: pd.DataFrame) -> pd.Series:
    """Which milestone does each report speak of?

    Two reports speak of one milestone where unit and type are the same and either both print the
    same document number, or both print the same date and not two different numbers. An undated
    report without a number that the compiler calls a second source is of the most finely dated
    milestone of its unit and type. One number under two dates is one document whose date is
    disputed, although numbers start anew every year: the dates are then shown as they are printed.
    A report that is filed as dating another one is of the milestone of that one, with all that
    belongs to either.

    Args:
        milestones: as `milestones.csv`, with `number` of `own_numbers`.

    Returns:
        By row: the `figure_id` of the first report of the milestone.
    """
    names = ("unit_id", "milestone_type", "figure_id", "number", "description", "dates")
    dates = (pd.to_datetime(milestones[f"date_{side}"]) for side in ("start", "end"))
    columns = (*(milestones[name] for name in names), *dates)
    # A brief asks this of a few reports at a time: row by row is the quickest.
    reports = [_Report(*row) for row in zip(*columns, strict=True)]
    keys = {one: f"number {one.number}" if one.number else one.figure_id for one in reports}
    dated: dict[tuple[object, ...], list[_Report]] = {}
    for one in reports:
        if one.is_dated:
            dated.setdefault((*one.kind, one.start, one.end), []).append(one)
    for (_, _, *days), together in dated.items():
        numbers = {one.number for one in together} - {""}
        key = f"number {numbers.pop()}" if len(numbers) == 1 else f"dates {days}"
        keys |= {one: key for one in together if not one.number}
    for one in filter(_is_second_source, reports):
        own = [other for other in reports if other.is_dated and other.kind == one.kind]
        if own:
            keys[one] = keys[min(own, key=_fineness)]
    by_id = {one.figure_id: one for one in reports}
    for one in reports:
        other = by_id.get(one.dates)
        if other is not None and keys[one] != keys[other]:
            left = keys[other]
            keys |= {each: keys[one] for each in reports
                     if each.kind == one.kind and keys[each] == left}  # fmt: skip
    first: dict[tuple[object, ...], str] = {}
    for one in reports:
        event = (*one.kind, keys[one])
        first[event] = min(one.figure_id, first.get(event, one.figure_id))
    found = [first[(*one.kind, keys[one])] for one in reports]
    return pd.Series(found, index=milestones.index, name="event_id", dtype="str")


class _Report(NamedTuple):
    unit_id: str
    milestone_type: str
    figure_id: str
    number: str
    description: str
    dates: str
    start: pd.Timestamp
    end: pd.Timestamp

    @property
    def kind(self) -> tuple[str, str]:
        return self.unit_id, self.milestone_type

    @property
    def is_dated(self) -> bool:
        return self.start is not pd.NaT and self.end is not pd.NaT


def _fineness(report: _Report) -> tuple[pd.Timedelta, pd.Timestamp, str]:
    return report.end - report.start, report.start, report.figure_id


def _is_second_source(report: _Report) -> bool:
    called = isinstance(report.description, str) and _SECOND_SOURCE in report.description
    return called and report.end is pd.NaT and not report.number


def own_numbers(milestones: pd.DataFrame) -> pd.Series:
    """Which document number is each report's own, in the form of `document_number`?

    The one that its description prints, or for a resolution the one that stands in place of the
    date: elsewhere a date may be told by the resolution that came before.
    """
    columns = (milestones[name] for name in ("description", "milestone_type", "date_as_printed"))
    found = []
    for description, milestone_type, date_as_printed in zip(*columns, strict=True):
        number = _number_in(description)
        if not number and milestone_type.startswith(_RESOLUTION):
            number = _number_in(date_as_printed)
        found.append(number)
    return pd.Series(found, index=milestones.index, dtype="str")


def _number_in(text: object) -> str:
    return document_number(text) if isinstance(text, str) else ""


def perhaps_repeated(events: pd.DataFrame) -> pd.Series:
    """Which milestones may be others of the same unit and type, under a vaguer date?

    Two are surely different where both print a number and the numbers differ, or where one was
    wholly past, or there already, before the other began. Milestones are taken from the best dated
    on; one that is not surely different from all taken before it may be a repeat.

    Args:
        events: `unit_id`, `milestone_type`, `number`, `earliest`, `latest`, the best dated first.

    Returns:
        True or False by row. Those with False are all surely different.
    """
    names = ("unit_id", "milestone_type", "number", "earliest", "latest")
    taken: dict[tuple[object, object], list[_Span]] = {}
    repeated = []
    for unit_id, milestone_type, *span in zip(*(events[name] for name in names), strict=True):
        others = taken.setdefault((unit_id, milestone_type), [])
        event = _Span(*span)
        repeated.append(not all(_surely_different(event, other) for other in others))
        if not repeated[-1]:
            others.append(event)
    return pd.Series(repeated, index=events.index, dtype=bool)


class _Span(NamedTuple):
    number: str
    earliest: pd.Timestamp
    latest: pd.Timestamp


def _surely_different(one: _Span, other: _Span) -> bool:
    if one.number and other.number:
        return one.number != other.number
    return bool(one.latest < other.earliest or other.latest < one.earliest)


def stages_named(reports: pd.DataFrame, milestone_type: str) -> dict[str, int]:
    """How many reports of a type name which stage, or which years a plan is for?

    Only what the compiler's notes say: a report may name several stages, and most name none.

    Args:
        reports: as `milestones.csv`.

    Returns:
        By the names of `STAGES` that occur at all: number of reports; "none" for the reports that
        name none, and "reports" for all of the type.
    """
    own = reports[reports["milestone_type"] == milestone_type]
    notes = (own["description"].fillna("") + " | " + own["basis"].fillna("")).str.casefold()
    asked = _PLAN_STAGES if milestone_type == _PLAN else _without(STAGES, _PLAN_STAGES)
    found = pd.DataFrame({name: notes.str.contains(_STAGE_WORDS[name]) for name in asked})
    counts = {name: int(found[name].sum()) for name in asked if found[name].any()}
    return counts | {"none": int((~found.any(axis=1)).sum()), "reports": len(own)}


def _without(names: Iterable[str], left_out: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in set(left_out))
