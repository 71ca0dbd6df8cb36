"""Checks that every ledger shares: ids, sources, names of provinces, dates and refused values.

A ledger holds single figures as portals and newspapers print them. A cell that cannot be read stops
nothing else: the row keeps its words, and the reason goes to the rejections. What breaks the
contract of the file (a name that means no province, a source that is not listed, a figure twice)
stops the run.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from helpers.errors import RawFileError, Reason, Words
from helpers.printed.dates import PrintedDate, parse_iso_period
from helpers.printed.words import PrintedFormError
from helpers.sources.figures import Rejection
from helpers.sources.provinces import Unit, Units
from helpers.sources.raw_files import RawRow, RawTable

_NATIONAL_PLACES = ("(mean of", "(Viet Nam", "cả nước")


def is_national(place: str) -> bool:
    """Whether a place is the nation or the mean of the provinces, not a province."""
    return place.startswith(_NATIONAL_PLACES)


def source_dates(sources: RawTable) -> dict[str, date | None]:
    """When was each source published, where a whole date is printed? One entry a source.

    Raises:
        RawFileError: a source stands twice or has no id, or a date does not exist.
    """
    dates: dict[str, date | None] = {}
    for row in sources:
        if not row["source_id"] or row["source_id"] in dates:
            raise RawFileError(
                sources.file,
                Reason("ledger.source_twice"),
                row=row.line,
                column="source_id",
                expected=Reason("ledger.source_id"),
                found=repr(row["source_id"]),
            )
        printed = row["date_as_printed"]
        whole = len(printed) == len("2021-05-26") and printed[4] == "-"
        dates[row["source_id"]] = (
            period_of(sources, row, "date_as_printed").start if whole else None
        )
    return dates


def check_ids(table: RawTable, sources: Mapping[str, object]) -> None:
    """Whether every figure has an id of its own, a listed source and a value; refuses if not.

    Raises:
        RawFileError: a figure stands twice or has no id, its source is not listed, or
            nothing is printed.
    """
    seen: dict[str, int] = {}
    for row in table:
        figure_id = row["figure_id"]
        if not figure_id or figure_id in seen:
            raise RawFileError(
                table.file,
                Reason("ledger.figure_twice"),
                row=row.line,
                column="figure_id",
                expected=Reason("ledger.figure_id"),
                found=Reason("raw.already", found=figure_id, line=seen[figure_id])
                if figure_id
                else repr(figure_id),
            )
        seen[figure_id] = row.line
        if row["source_id"] not in sources:
            raise RawFileError(
                table.file,
                Reason("ledger.no_source"),
                row=row.line,
                column="source_id",
                expected=Reason("ledger.listed"),
                found=repr(row["source_id"]),
            )
        if "value_as_printed" in table.columns and not row["value_as_printed"]:
            raise RawFileError(
                table.file,
                Reason("ledger.no_value"),
                row=row.line,
                column="value_as_printed",
                expected=Reason("ledger.value"),
                found=repr(row["value_as_printed"]),
            )


def match_unit(table: RawTable, row: RawRow, universe: str, units: Units) -> Unit | None:
    """Which unit of a universe the row speaks of; None for the nation.

    Raises:
        RawFileError: the name means no unit of the universe.
    """
    printed = row["province_as_printed"]
    if is_national(printed):
        return None
    unit = units.match(printed, universe)
    if unit is None:
        raise RawFileError(
            table.file,
            Reason("raw.no_province"),
            row=row.line,
            column="province_as_printed",
            expected=Reason("ledger.unit", universe=universe),
            found=repr(printed),
        )
    return unit


def period_of(table: RawTable, row: RawRow, column: str) -> PrintedDate:
    """Which days the date or period in a column spans; an empty cell is an unknown date.

    Raises:
        RawFileError: the words are no date or period, or the date does not exist.
    """
    try:
        return parse_iso_period(row[column])
    except PrintedFormError as error:
        raise RawFileError(
            table.file,
            Reason("ledger.no_date"),
            row=row.line,
            column=column,
            expected=Words(error.expected_vi, error.expected),
            found=repr(row[column]),
        ) from None


def rejection_of(table: RawTable, row: RawRow, error: PrintedFormError) -> Rejection:
    """The rejection of a row's value that cannot be read, with what was expected (vi and en)."""
    return Rejection(
        table.file,
        row.line,
        "value_as_printed",
        row["value_as_printed"],
        f"expected {error.expected}",
        f"cần {error.expected_vi}",
    )
