"""Does the file itself say that it measures the year that is asked for?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.errors import Clause
from helpers.intake.checks.outcome import DOUBT, FAILED, NOT_POSSIBLE, PASSED, Check, Finding
from helpers.intake.transcription import Place, Transcription

_YEAR = re.compile(r"(?<![\d.,])20\d\d(?!\d|[.,]\d)")
_NOT_MEASURED = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"  # a day
    r"|tháng\s+\d{1,2}\s*(?:năm|[/.-])\s*\d{4}|(?<!\d)\d{1,2}\s*/\s*\d{4}(?!\d)"  # a month
    r"|\d+/\d{4}/\w+",  # the number of a resolution
    re.IGNORECASE,
)


def check_year(table: Transcription) -> Check:
    """Do titles, notes, sheet names and headers of used columns name the edition's year?

    Days, months and numbers of resolutions name no year that is measured. Where another year is
    named beside the asked one, that is a doubt: a title may compare. Where only others are named,
    or the asked one only in a note below the table and others above it, the table is most likely
    of another edition, and the check fails.
    """
    named: set[str] = set()
    in_titles: set[str] = set()
    findings: list[Finding] = []
    for text, place, column in texts_around(table):
        years = set(_YEAR.findall(_NOT_MEASURED.sub(" ", text)))
        named |= years
        in_titles |= years if not is_note(table, place) else set()
        findings += [
            Finding(
                Clause("checks.other_year", text=text, year=year, edition=table.edition),
                place,
                column=column,
            )
            for year in sorted(years - {table.edition})
        ]
    if not named:
        return Check("year", NOT_POSSIBLE, Clause("checks.no_year"))
    if not findings:
        return Check("year", PASSED, Clause("checks.year_ok", edition=table.edition))
    if table.edition in (in_titles or named):
        message = Clause("checks.years", edition=table.edition)
        return Check("year", DOUBT, message, tuple(findings))
    key = "checks.year_below" if table.edition in named else "checks.year_nowhere"
    message = Clause(key, edition=table.edition)
    return Check("year", FAILED, message, tuple(findings))


def is_note(table: Transcription, place: Place | None) -> bool:
    """Whether a text stands below the last province, on the same sheet or page."""
    if place is None or not table.rows:
        return False
    last = table.rows[-1].place
    return place.part == last.part and place.row > last.row


def texts_around(table: Transcription) -> Iterator[tuple[str, Place | None, str]]:
    """Whatever may say what a table is of: text, place, and what its column holds ("" for none)."""
    parts = dict.fromkeys(row.place.part for row in table.rows)
    for part in parts:
        if part != table.path.name:
            yield part, Place(part, 1), ""
    for cell in table.around:
        yield cell.text, cell.place, ""
    for dropped in table.dropped:
        yield dropped.text, dropped.place, ""
    first = table.rows[0].place if table.rows else None
    for column in table.columns:
        if column.holds:
            # The header stands above the first row; its own row is not kept.
            place = first and Place(first.part, max(1, first.row - 1), column.number)
            yield column.header, place, column.holds
