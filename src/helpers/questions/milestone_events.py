"""Which reports speak of one and the same milestone, and what do their words mix?

Several sources report one resolution or one opening. Reports are put together only where something
says that they belong together: the number of the document, or the date. Reports that nothing puts
together stay apart, and those that may still be repeats are counted as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

# Abbreviations of kinds of documents and of their issuers, without their marks, in the order in
# which a number carries them: 09-NQ/TU, 78/KH-UBND, 25/2020/NQ-HĐND, 06/TU.
_NUMBER = re.compile(
    r"(?<![\w/-])0*(\d+)(?:/(\d{4}))?[-/](NQ|QD|KHPH|KH|CTR|CT|DA|UBND|TU)(?:[-/]([A-Z]+))?(?![A-Z])"
)
_RESOLUTION = "resolution_"
_SECOND_SOURCE = "(second source)"

STAGES = ("project", "pilot", "built", "opening", "in_use", "regulation", "one_year", "period")
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

    Args:
        milestones: as `milestones.csv`, with `number` of `own_numbers`.

    Returns:
        By row: the `figure_id` of the first report of the milestone.
    """
    start, end = (pd.to_datetime(milestones[f"date_{side}"]) for side in ("start", "end"))
    rows = milestones.assign(start=start, end=end)
    same_day = rows.dropna(subset=["end"]).groupby(["unit_id", "milestone_type", "start", "end"])
    keys = rows["figure_id"].copy()
    keys[rows["number"] != ""] = "number " + rows["number"]
    for day, reports in same_day:
        unnumbered = reports.index[reports["number"] == ""]
        numbers = set(reports["number"]) - {""}
        keys[unnumbered] = f"number {numbers.pop()}" if len(numbers) == 1 else f"dates {day[2:]}"
    for index in rows.index[_second_sources(rows)]:
        row = rows.loc[index]
        own = rows[
            (rows["unit_id"] == row["unit_id"])
            & (rows["milestone_type"] == row["milestone_type"])
            & rows["end"].notna()
        ]
        if len(own):
            finest = own.assign(span=own["end"] - own["start"]).sort_values(
                ["span", "start", "figure_id"]
            )
            keys[index] = keys[finest.index[0]]
    groups = [rows["unit_id"], rows["milestone_type"], keys]
    return rows.groupby(groups)["figure_id"].transform("min").rename("event_id")


def own_numbers(milestones: pd.DataFrame) -> pd.Series:
    """Which document number is each report's own, in the form of `document_number`?

    The one that its description prints, or for a resolution the one that stands in place of the
    date: elsewhere a date may be told by the resolution that came before.
    """
    numbers = milestones["description"].fillna("").map(document_number)
    resolution = milestones["milestone_type"].str.startswith(_RESOLUTION) & (numbers == "")
    printed = milestones["date_as_printed"].fillna("").map(document_number)
    return numbers.where(~resolution, printed)


def _second_sources(rows: pd.DataFrame) -> pd.Series:
    called = rows["description"].fillna("").str.contains(_SECOND_SOURCE, regex=False)
    return called & rows["end"].isna() & (rows["number"] == "")


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
    repeated = pd.Series(False, index=events.index)
    for _, own in events.groupby(["unit_id", "milestone_type"]):
        taken: list[pd.Series] = []
        for index, event in own.iterrows():
            repeated[index] = not all(_surely_different(event, other) for other in taken)
            if not repeated[index]:
                taken.append(event)
    return repeated


def _surely_different(one: pd.Series, other: pd.Series) -> bool:
    if one["number"] and other["number"]:
        return bool(one["number"] != other["number"])
    return bool(one["latest"] < other["earliest"] or other["latest"] < one["earliest"])


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
