"""The sentences of notebook 04: names of milestones, dates as far as known, its claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.milestones.answer import KEPT_PARTS, OVERLAPS, MilestoneQuestion
from helpers.questions.milestones.dates import busiest_years
from helpers.questions.milestones.events import STAGES
from helpers.sharing.claims import About, Claim, claim_id
from helpers.sharing.figure_words import measure_name, period
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import Joined, Said, read_wording, use_wording
from helpers.sources.editions import Definitions

use_wording("milestones.yml", "figures.yml")

_FEWEST_UNLIKE = 2
_PREDICTOR = "years_since_"
_KINDS = {"QD": "QĐ", "CTR": "CTr"}
_ISSUERS = {"HDND": "HĐND"}
_OF_THE_PARTY = "TU"
_NOTEBOOK = "04-milestones"


# --- names and dates ------------------------------------------------------------------------------


def type_name(milestone_type: str) -> Phrase:
    """What a type of milestone is called; a type that has no name yet keeps the one on file."""
    if f"milestones.type.{milestone_type}" in read_wording("milestones.yml"):
        return Said(f"milestones.type.{milestone_type}")
    return Joined([milestone_type.replace("_", " ")])


def predictor_name(predictor: str) -> Phrase:
    """The predictor of a test (`years_since_<type>`) in words."""
    return Said("milestones.predictor", milestone=_type_of(predictor))


def _type_of(predictor: str) -> Phrase:
    return type_name(predictor.removeprefix(_PREDICTOR))


def date_words(row: Any) -> Phrase:  # noqa: ANN401  (a row of milestones)
    """When a milestone was, as far as it is known.

    Args:
        row: `date_start`, `date_end` (days, missing where unknown), `precision`, `date_kind`.
    """
    if row.date_kind == "unknown":
        return Said("milestones.date_unknown")
    known = period(row.date_start, row.date_end, row.precision, " – ", _month)
    if row.date_kind == "dated":
        return known
    by_then = row.date_kind == "by_then"
    key = "milestones.date_by_then" if by_then else "milestones.date_disputed"
    return Said(key, period=known)


def _month(day: date) -> Phrase:
    return Said("milestones.month", day=day)


def number_words(number: str) -> str:
    """A document number as such documents bear it: 09-NQ/TU, 78/KH-UBND, 25/2020/NQ-HĐND.

    Args:
        number: of `document_number`, such as "9 NQ TU"; empty for none.
    """
    if not number:
        return "–"
    count, *rest = number.split()
    count = count.zfill(2)
    if rest[-1] == _OF_THE_PARTY and len(rest) > 1:
        return f"{count}-{_KINDS.get(rest[0], rest[0])}/{_OF_THE_PARTY}"
    year = [rest.pop(0)] if rest[0].isdecimal() else []
    kind = "-".join(_KINDS.get(part, _ISSUERS.get(part, part)) for part in rest)
    return "/".join([count, *year, kind])


# --- what is on file ------------------------------------------------------------------------------


def timeline_title(sure: pd.DataFrame) -> Phrase | None:
    """In which years most of the surely dated milestones lie; None where there is none.

    Args:
        sure: the dated rows of `distinct_milestones`.
    """
    busy = busiest_years(sure["latest"], share=0.6)
    if busy is None:
        return None
    first, last, count = busy
    return Said("milestones.timeline_title", first=first, last=last, count=count, total=len(sure))


def timeline_alt(by_year: pd.DataFrame) -> Phrase:
    """How many milestones of each type in which year, in words.

    Args:
        by_year: of `counts_by_year`.
    """
    listed = []
    for kind, counts in by_year.iterrows():
        some = Joined(
            Said("figures.in_year", year=str(year), count=int(count))
            for year, count in counts[counts > 0].items()
        )
        listed.append(Joined([type_name(str(kind)), some], ": "))
    return Said("figures.years_alt", list=Joined(listed, "; "))


def reports_of_type(counts: Any, events: pd.DataFrame) -> Phrase:  # noqa: ANN401
    """How many reports and milestones of one type, and in which years do the dated ones lie?

    Args:
        counts: the row of the type, of `counts_by_type`. events: of `distinct_milestones`.
    """
    kind = counts.milestone_type
    sure = events[(events["milestone_type"] == kind) & (events["date_kind"] == "dated")]
    if sure.empty:
        return Said("milestones.type_undated", milestone=type_name(kind), counts=counts)
    years = {"first": sure["earliest"].dt.year.min(), "last": sure["latest"].dt.year.max()}
    known = {"dated": len(sure), "provinces": sure["unit_id"].nunique()}
    return Said("milestones.type_years", milestone=type_name(kind), counts=counts, **known, **years)


def unlike_things(stages: Mapping[str, int], milestone_type: str) -> Phrase:
    """Which unlike things does one type put together, as far as the notes name them?

    Args:
        stages: of `stages_named`.
    """
    named = [name for name in STAGES if name in stages]
    said = {"milestone": type_name(milestone_type), "reports": stages["reports"]}
    if len(named) < _FEWEST_UNLIKE:
        return Said("milestones.not_mixed", **said)
    listed = Joined(
        Said("milestones.stage_count", stage=Said(f"milestones.stage.{name}"), count=stages[name])
        for name in named
    )
    return Said("milestones.mixed", **said, list=listed, none=stages["none"])


# --- comparisons and tests ------------------------------------------------------------------------


def comparison(row: Any, entry: str = "milestones.clean") -> Phrase:  # noqa: ANN401
    """How many clean comparisons does one type give between two editions?

    Args:
        row: of `clean_comparisons`. entry: of the wording; all numbers unless another is named.
    """
    count = row.comparisons
    key = "none" if count == 0 else "one" if count == 1 else "some"
    return Said(
        entry,
        milestone=type_name(row.milestone_type),
        index=INDEX,
        found=row,
        comparisons=Said(f"milestones.comparisons.{key}", count=count),
    )


def nobody(predictor: str) -> Phrase:
    """That no province can take part in the test of a type, by its name or that of its test."""
    return Said("milestones.nobody", milestone=_type_of(predictor))


def of_test(sentence: Callable[[Any, Phrase], Phrase], test: Any) -> Phrase:  # noqa: ANN401
    """A sentence about one test such as `answer_sentence`, or that no province is in it."""
    if test.n == 0:
        return nobody(test.predictor)
    return sentence(test, predictor_name(test.predictor))


def time_known(coverage: Mapping[str, int], milestone_type: str) -> Phrase:
    """Of how many provinces is the time since a milestone known; of `time_coverage`."""
    return Said("milestones.time_known", milestone=type_name(milestone_type), **coverage)


def used_in_test(used: int, lacking: Mapping[str, int], question: MilestoneQuestion) -> Phrase:
    """Of the provinces with a known time, how many does the test use, and why not the others?

    Args:
        used, lacking: of `why_unused`.
    """
    known = used + sum(lacking.values())
    if known == 0:
        return nobody(question.milestone_type)
    if used == known:
        return Said("milestones.used_all", known=known, index=INDEX)
    listed = Joined(
        Said(f"milestones.lacking.{name}", count=count, asked=question)
        for name, count in lacking.items()
        if count
    )
    key = "milestones.used_some" if used else "milestones.used_none"
    return Said(key, used=used, known=known, index=INDEX, list=listed)


def years_of_first(since: pd.DataFrame, first: pd.DataFrame, question: MilestoneQuestion) -> Phrase:
    """In which years do the first milestones of the provinces used lie, and how far apart?

    Args:
        since: a row for each province used, `years` since its milestone.
        first: of `first_milestones`.
    """
    if since.empty:
        return nobody(question.milestone_type)
    span = busiest_years(first.loc[first.index.isin(since.index), "latest"], share=0.9)
    if span is None or len(since) == 1:
        return Said("milestones.one_province", milestone=type_name(question.milestone_type))
    said = dict(zip(("first", "last", "count"), span, strict=True))
    total, deviation = len(since), since["years"].std()
    return Said("milestones.years_of_first", **said, total=total, deviation=deviation)


def since_title(since: pd.DataFrame, test: Any, question: MilestoneQuestion) -> Phrase:  # noqa: ANN401
    """The takeaway of the chart of scores by time since the milestone."""
    said = {"milestone": type_name(question.milestone_type), "index": INDEX, "n": len(since)}
    return Said("milestones.since_title", **said, verdict=Said(f"verdict.{test.verdict}"))


def since_alt(since: pd.DataFrame, question: MilestoneQuestion) -> Phrase:
    """The same chart in words."""
    said = {"milestone": type_name(question.milestone_type), "index": INDEX, "n": len(since)}
    ends = {"least": since["years"].min(), "most": since["years"].max()}
    return Said("milestones.since_alt", asked=question, **said, **ends)


def overlap(panel: pd.DataFrame, milestone_type: str, definitions: Definitions) -> Phrase:
    """Which part of the index may count the milestone itself, and can it be left out?

    Args:
        panel: of `milestone_panel`.
    """
    part = OVERLAPS.get(milestone_type)
    if part is None or "without_after" not in panel:
        return Said("milestones.overlap_none")
    usable = panel[["without_before", "without_after"]].notna().all(axis=1).sum()
    key = "milestones.overlap" if part in KEPT_PARTS else "milestones.overlap_wide"
    return Said(
        key if usable else "milestones.overlap_unknown",
        part=measure_name(definitions, INDEX, part),
        units=len(panel),
        n=usable,
        kept=Joined(measure_name(definitions, INDEX, one) for one in KEPT_PARTS),
    )


def comparison_claims(comparisons: pd.DataFrame, about: About) -> list[Claim]:
    """The clean comparisons of each type.

    Args:
        comparisons: rows of `clean_comparisons` of one pair. about: that pair.
    """
    return [
        Claim(
            id=claim_id(_NOTEBOOK, f"clean-{row.milestone_type}", about),
            said=comparison(row, "milestones.clean_claim"),
            value=float(row.comparisons),
            verdict="fact",
            n=int(row.units),
            counted="units",
            method="provinces counted by the date of their first milestone on file",
        )
        for row in comparisons.itertuples(index=False)
    ]
