"""When did provinces reach a milestone, as far as the printed dates tell?

An unknown date is unknown: a province whose date is not known is never counted as one that has
yet to reach the milestone, and neither is a province of which no milestone is on file.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from helpers.questions.milestones.events import event_ids, own_numbers, perhaps_repeated

DATE_KINDS = ("dated", "by_then", "disputed", "unknown")
GROUPS = ("before", "between", "after", "date_unknown", "none_on_file")

# Words of the compiler beside a date: the milestone was there by that day, its own day is unknown.
_BY_THEN = ("by then", "in_use_by", "in use by", "upper bound", "source_date", "rollout_",
            "the decision itself is dated")  # fmt: skip
COUNTS = ("reports", "events", *DATE_KINDS, "repeats", "provinces", "since_merger")
_OF_THE_BEST = (
    "event_id", "unit_id", "universe", "milestone_type", "date_start", "date_end", "precision",
    "date_kind", "earliest", "latest",
)  # fmt: skip
_EVENT_COLUMNS = (*_OF_THE_BEST, "number", "reports", "figure_ids")
_Report = dict[Hashable, Any]
_DISPUTED = "two dates are printed"
_DAYS_A_YEAR = 365.25


def with_date_kinds(milestones: pd.DataFrame) -> pd.DataFrame:
    """How far the date of each report is known, and which milestone it speaks of.

    Args:
        milestones: as `milestones.csv`.

    Returns:
        All rows with `date_kind`, one of `DATE_KINDS`: "dated" (to the precision printed),
        "by_then" (there by that day, its own day unknown), "disputed" (sources print two dates),
        "unknown"; `earliest` and `latest`, the first and last day that it can have been (earliest
        missing for "by_then", both for "unknown"; for "disputed" from the first printed to the
        last of that milestone); `number` of `own_numbers`, `event_id` of `event_ids`, and
        `universe`, from the unit.
    """
    start, end = pd.to_datetime(milestones["date_start"]), pd.to_datetime(milestones["date_end"])
    kinds = [
        "unknown" if day is pd.NaT else _kind_by_words(basis)
        for basis, day in zip(milestones["basis"], end, strict=True)
    ]
    kind = pd.Series(kinds, index=milestones.index, dtype="str")
    numbers = own_numbers(milestones)
    events = event_ids(milestones.assign(number=numbers))
    earliest, latest = start.where(kind != "by_then"), end
    if "disputed" in kinds:
        dispute = events.where(kind == "disputed")
        earliest = earliest.groupby(dispute).transform("min").fillna(earliest)
        latest = latest.groupby(dispute).transform("max").fillna(latest)
    return milestones.assign(
        universe=milestones["unit_id"].str.extract(r"^vn(\d+)-", expand=False),
        date_kind=kind,
        number=numbers,
        event_id=events,
        earliest=earliest,
        latest=latest,
    )


def _kind_by_words(basis: object) -> str:
    """How a date is known, by the compiler's words beside it."""
    words = basis.casefold() if isinstance(basis, str) else ""
    if _DISPUTED in words:
        return "disputed"
    return "by_then" if any(said in words for said in _BY_THEN) else "dated"


def distinct_milestones(dated: pd.DataFrame) -> pd.DataFrame:
    """Which different milestones do the reports speak of, each with the best date on file?

    Dates of reports of one milestone that hold one another give the finest; those that exclude one
    another make it "disputed", from the first to the last. A report that it was there by a day, or
    one without a date, adds nothing beside a dated one.

    Args:
        dated: of `with_date_kinds`.

    Returns:
        A row for each milestone, sorted by `event_id`: `event_id`, `unit_id`, `universe`,
        `milestone_type`, `date_start`, `date_end`, `precision`, `date_kind`, `earliest`, `latest`,
        `number` (of its document; empty where none is printed), `reports` (how many), `figure_ids`
        (of them, with spaces between), and `perhaps_repeated`: whether it may be another milestone
        of its unit and type, because neither number nor date tells them apart.
    """
    ordered = dated.assign(
        order=dated["date_kind"].map(DATE_KINDS.index),
        span=pd.to_datetime(dated["latest"]) - pd.to_datetime(dated["earliest"]),
    ).sort_values(["order", "span", "latest", "figure_id"])
    reports: dict[str, list[_Report]] = {}
    for report in ordered.to_dict("records"):
        reports.setdefault(report["event_id"], []).append(report)
    events = pd.DataFrame(map(_milestone, reports.values()), columns=_EVENT_COLUMNS)
    for side in ("earliest", "latest"):
        events[side] = pd.to_datetime(events[side])
    events["perhaps_repeated"] = perhaps_repeated(events)
    return events.sort_values("event_id", ignore_index=True)


def _milestone(reports: Sequence[_Report]) -> _Report:
    """One milestone of its reports, the best dated first."""
    best = reports[0]
    known = [report for report in reports if report["date_kind"] == best["date_kind"]]
    row: _Report = {name: best[name] for name in _OF_THE_BEST} | {
        "number": next((report["number"] for report in reports if report["number"]), ""),
        "reports": len(reports),
        "figure_ids": " ".join(sorted(report["figure_id"] for report in reports)),
    }
    # Only dated and disputed reports are asked for their days, and all of these have both.
    if best["date_kind"] == "dated":
        row |= {
            "earliest": max(report["earliest"] for report in known),
            "latest": min(report["latest"] for report in known),
        }
    disputed = best["date_kind"] == "disputed" or (
        best["date_kind"] == "dated" and row["earliest"] > row["latest"]
    )
    if disputed:
        first = min(report["earliest"] for report in known)
        last = max(report["latest"] for report in known)
        row |= {"date_kind": "disputed", "earliest": first, "latest": last}
        row |= {"date_start": first.date(), "date_end": last.date(), "precision": "day"}
    return row


def counts_by_type(dated: pd.DataFrame, universe: str) -> pd.DataFrame:
    """How many milestones of each type are on file, in how many reports, and how well dated?

    Args:
        dated: of `with_date_kinds`. universe: the provinces before the mergers.

    Returns:
        `milestone_type`, `reports` (rows of the ledger), `events` (different milestones), of these
        one column for each of `DATE_KINDS` and `repeats` (those that may be another one of their
        province, see `distinct_milestones`), `provinces` (of the universe), `since_merger`
        (milestones of other units); the most frequent type first.
    """
    events = distinct_milestones(dated)
    kinds = pd.crosstab(events["milestone_type"], events["date_kind"])
    kinds = kinds.reindex(columns=list(DATE_KINDS), fill_value=0)
    groups = events.groupby("milestone_type")
    table = kinds.assign(
        reports=groups["reports"].sum(),
        events=groups.size(),
        repeats=groups["perhaps_repeated"].sum(),
        provinces=events[events["universe"] == universe]
        .groupby("milestone_type")["unit_id"]
        .nunique(),
        since_merger=events[events["universe"] != universe].groupby("milestone_type").size(),
    ).fillna({"provinces": 0, "since_merger": 0})
    table = table.astype(int).rename_axis(columns=None).reset_index()
    columns = ["milestone_type", *COUNTS]
    return table.sort_values(
        ["events", "milestone_type"], ascending=[False, True], ignore_index=True
    )[columns]


def first_milestones(dated: pd.DataFrame, milestone_type: str, universe: str) -> pd.DataFrame:
    """Which milestone of a type came first in each province, as far as dates tell?

    Args:
        dated: of `with_date_kinds`. universe: of which provinces.

    Returns:
        Index `unit_id` (of the provinces with a milestone of the type); `date_kind`, `earliest`,
        `latest` of the one that lies earliest, and `undated_beside`: whether another milestone
        of the type has no date, so that a still earlier one cannot be excluded.
    """
    rows = distinct_milestones(
        dated[(dated["milestone_type"] == milestone_type) & (dated["universe"] == universe)]
    )
    known = rows[rows["date_kind"] != "unknown"]
    order = known["date_kind"].map(DATE_KINDS.index)
    first = (
        known.assign(order=order)
        .sort_values(["unit_id", "latest", "order", "event_id"])
        .drop_duplicates("unit_id")
        .set_index("unit_id")[["date_kind", "earliest", "latest"]]
    )
    undated = set(rows.loc[rows["date_kind"] == "unknown", "unit_id"])
    first = first.reindex(sorted(set(rows["unit_id"])))
    first["date_kind"] = first["date_kind"].fillna("unknown")
    first["undated_beside"] = (first["date_kind"] != "unknown") & first.index.isin(undated)
    return first


def timing_groups(
    first: pd.DataFrame, unit_ids: Sequence[str], baseline: date, edition: date
) -> pd.Series:
    """Before, between or after two measurements: when did each province reach the milestone?

    "before" needs only that it was there by the baseline. "between" and "after" need a date that
    lies there wholly and no undated milestone beside it, which could be an earlier one. All else
    with a milestone on file is "date_unknown"; the rest "none_on_file", which is not "never".

    Args:
        first: of `first_milestones`. unit_ids: the provinces compared.
        baseline, edition: the two days of measurement.

    Returns:
        One of `GROUPS` for each unit.
    """
    before_day, after_day = pd.Timestamp(baseline), pd.Timestamp(edition)
    table = first.reindex(unit_ids)
    sure = table["date_kind"].isin(["dated", "disputed"]) & table["undated_beside"].eq(False)
    groups = pd.Series("date_unknown", index=table.index)
    groups[table["date_kind"].isna()] = "none_on_file"
    groups[sure & (table["earliest"] > after_day)] = "after"
    groups[sure & (table["earliest"] > before_day) & (table["latest"] <= after_day)] = "between"
    groups[table["latest"] <= before_day] = "before"
    return groups


def years_since(first: pd.DataFrame, measured: date, *, bounds: bool = False) -> pd.Series:
    """How many years had passed since each province's first milestone when it was measured?

    Only provinces whose first date is known and past; a date known to the month or year counts at
    its middle. A province with an undated milestone beside the dated one has no known first date.
    One whose first milestone on file came later has none here: an earlier one may not be on file.

    Args:
        first: of `first_milestones`. measured: the day of measurement.
        bounds: count a milestone that was in place by a day from that day; the time since is then
            the least that it can be.

    Returns:
        Years (of 365.25 days) by unit_id, missing where unknown.
    """
    day = pd.Timestamp(measured)
    kinds = ["dated", "by_then"] if bounds else ["dated"]
    known = first["date_kind"].isin(kinds) & ~first["undated_beside"].astype(bool)
    known &= first["latest"] <= day
    middle = first["earliest"] + (first["latest"] - first["earliest"]) / 2
    middle = middle.where(first["date_kind"] != "by_then", first["latest"])
    return ((day - middle).dt.days / _DAYS_A_YEAR).where(known)


def time_coverage(first: pd.DataFrame, unit_ids: Sequence[str], measured: date) -> dict[str, int]:
    """Of how many provinces is the time since the milestone known, and why not of the others?

    Returns:
        Counts that sum to the number of units: `known`, `later` (the first on file came after the
        day of measurement), `by_then`, `disputed`, `unknown` (no date at all), `undated_beside`,
        `none_on_file`.
    """
    reasons = dict.fromkeys(unit_ids, "none_on_file")
    years = years_since(first, measured)
    for unit_id, row in first.iterrows():
        if str(unit_id) not in reasons:
            continue
        if pd.notna(years[unit_id]):
            reason = "known"
        elif row["date_kind"] != "dated":
            reason = row["date_kind"]
        else:
            reason = "undated_beside" if row["undated_beside"] else "later"
        reasons[str(unit_id)] = reason
    names = ("known", "later", *DATE_KINDS[1:], "undated_beside", "none_on_file")
    return {name: list(reasons.values()).count(name) for name in names}


def busiest_years(days: pd.Series, share: float) -> tuple[int, int, int] | None:
    """Which fewest years in a row hold at least a share of the days, and how many of them?

    Args:
        days: timestamps, missing ones left out. share: 0 to 1.

    Returns:
        First year, last year, number of days in them; the earliest of equally short spans, the
        fullest first. None where there is no day.
    """
    years = days.dropna().dt.year
    if years.empty:
        return None
    counts = years.value_counts().reindex(range(years.min(), years.max() + 1), fill_value=0)
    for length in range(1, len(counts) + 1):
        sums = counts.rolling(length).sum().dropna()
        if sums.max() >= share * len(years):
            last = int(sums.idxmax())
            return last - length + 1, last, int(sums.max())
    raise AssertionError("all years together hold every day")
