"""Which day, month or other period did a source print?

Ledgers hold periods as the compiler filed them ("2021-10", "2025-Q3"), read by
`parse_iso_period`, and dates as sources print them in Vietnamese and English ("02/12/2020",
"tháng 7/2020", "May 18, 2021"), read by `parse_printed_date`. Numeric dates are read day first,
as Vietnam writes them: one that only makes sense month first is refused, and one that makes
sense either way is read day first even where its page is in English.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date

from helpers.printed.words import PrintedFormError, clean_printed_text

_MONTHS_A_YEAR = 12
_MONTHS_A_QUARTER = 3
_MONTHS_A_HALF = 6


class PrintedDateError(PrintedFormError):
    """Which printed date is impossible or could not be read in exactly one way?"""


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """From which day to which day does the printed period run, both included?

    `precision` is "day", "month", "quarter", "half_year", "year", "years" or "unknown", the
    smallest that holds the period; `start` and `end` are None only where it is "unknown" (no
    date, or one without a year). Two days joined ("28/9 - 02/10/2023") stay of precision "day".
    `bound` is "from" or "by" where such a word stands before the period ("Từ năm 2020",
    "by end of 2024"): what happened then lies on that side of the period or in it.
    """

    start: date | None
    end: date | None
    precision: str
    bound: str = ""


_UNKNOWN = PrintedDate(None, None, "unknown")
# Spelled out, because calendar.month_name follows the locale of the machine.
_MONTH_NAMES = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november"
        " december".split(),
        start=1,
    )
}
_MONTH_NAMES |= {name[:3]: number for name, number in _MONTH_NAMES.items()} | {"sept": 9}
_COUNT_WORDS = {"ba": 3, "sáu": 6, "chín": 9, "three": 3, "six": 6, "nine": 9}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTERS |= {"first": 1, "second": 2, "third": 3, "fourth": 4}
_HALVES = {"1": 1, "2": 2, "đầu": 1, "cuối": 2, "first": 1, "second": 2}

_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_LAST_YEAR = _YEAR.replace("year", "last_year")
_DAY = r"(?P<day>[0-9]{1,2})"
_MONTH = r"(?P<month>[0-9]{1,2})"
_MONTH_NAME = rf"(?P<name>{'|'.join(sorted(_MONTH_NAMES, key=len, reverse=True))})\.?"
_NAMED_DAY = r"(?:the )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_COUNTED = rf"(?P<count>[0-9]{{1,2}}|{'|'.join(_COUNT_WORDS)})"
_IN_YEAR = rf"(?: năm |,? of |, | ?/ ?| ?- ?| ){_YEAR}"

_ISO_FORMS = (
    rf"{_YEAR}",
    rf"{_YEAR}-(?P<month>[0-9]{{2}})",
    rf"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})",
    rf"{_YEAR}-h(?P<half>[12])",
    rf"{_YEAR}-q(?P<quarter>[1-4])",
    rf"{_YEAR}-{_LAST_YEAR}",
)
_PRINTED_FORMS = (
    rf"{_DAY} ?(?P<mark>[/.-]) ?{_MONTH} ?(?P=mark) ?{_YEAR}",
    rf"{_DAY} ?[/.-] ?{_MONTH} năm {_YEAR}",
    rf"{_DAY} tháng {_MONTH}(?: năm |, ?| ?[/.-] ?| ){_YEAR}",
    rf"{_MONTH_NAME} {_NAMED_DAY}(?:,? ){_YEAR}",
    rf"{_NAMED_DAY} (?:of )?{_MONTH_NAME},? {_YEAR}",
    rf"(?:tháng )?{_MONTH} ?[/.-] ?{_YEAR}",
    rf"tháng {_MONTH}(?: năm |, ?| ){_YEAR}",
    rf"{_MONTH_NAME}(?:,? of | |, ){_YEAR}",
    rf"(?:năm ){_YEAR}",
    rf"(?:quý |q)(?P<quarter>i{{1,3}}|iv|[1-4]){_IN_YEAR}",
    rf"(?:the )?(?P<quarter>first|second|third|fourth) quarter{_IN_YEAR}",
    rf"nửa (?P<half>đầu|cuối){_IN_YEAR}",
    rf"(?:the )?(?P<half>first|second) half{_IN_YEAR}",
    rf"{_COUNTED} tháng (?P<side>đầu|cuối){_IN_YEAR}",
    rf"(?:the )?(?P<side>first|last) {_COUNTED} months{_IN_YEAR}",
    rf"(?:giai đoạn |period |năm )?{_YEAR} ?(?:-|đến|to) ?(?:năm )?{_LAST_YEAR}",
)
_ISO = tuple(re.compile(form) for form in _ISO_FORMS)
_PRINTED = _ISO[:3] + tuple(re.compile(form) for form in _PRINTED_FORMS)

_REMARK = re.compile(r",? ?\([^()]*\)$|, (?:year not printed|không ghi năm)$")
_BOUNDS = {"từ": "from", "from": "from", "since": "from", "đến": "by", "by": "by", "until": "by"}
_PARTS_OF_DAY = "sáng nay|chiều nay|tối nay|sáng|chiều|tối|ngày|vào|on|in"
_PARTS_OF_PERIOD = (
    "giữa cuối|đầu|giữa|cuối|early|mid|late|the beginning of|beginning of|the start of|start of"
    "|the middle of|middle of|the end of|end of"
)
_LEAD = re.compile(rf"(?:(?P<bound>{'|'.join(_BOUNDS)})|{_PARTS_OF_DAY}|{_PARTS_OF_PERIOD}) ")
_YEARLESS = (
    re.compile(rf"(?<![0-9]){_DAY} ?[/.-] ?{_MONTH}(?![0-9])"),
    re.compile(rf"(?<![0-9]){_DAY} tháng {_MONTH}(?![0-9])"),
    re.compile(rf"\b{_MONTH_NAME} {_NAMED_DAY}(?![0-9])"),
    re.compile(rf"(?<![0-9]){_NAMED_DAY} (?:of )?{_MONTH_NAME}(?![\w])"),
    re.compile(rf"tháng {_MONTH}(?![0-9])"),
)
# A day printed without a year must exist in some year, so 29 February passes.
_LEAP_YEAR = 2000


def _not_understood(text: str) -> PrintedDateError:
    return PrintedDateError(
        text,
        "a date such as 02/12/2020 (day first), tháng 7/2020, quý III/2025 or May 18, 2021,"
        " with four digits for the year",
        "ngày tháng như 02/12/2020 (ngày trước), tháng 7/2020, quý III/2025 hay May 18, 2021,"
        " năm viết đủ bốn chữ số",
    )


def parse_iso_period(text: str) -> PrintedDate:
    """Which period does a ledger's own date say?

    Reads "", 2021, 2021-10, 2021-10-19, 2020-H2, 2025-Q3 and 2012-2013; "" is unknown.

    Raises:
        PrintedDateError: any other form, or a day or month that does not exist.
    """
    cleaned = clean_printed_text(text)
    if not cleaned:
        return _UNKNOWN
    for form in _ISO:
        if match := form.fullmatch(cleaned):
            return _period(match, text)
    raise PrintedDateError(
        text,
        "nothing, or a period such as 2021, 2021-10, 2021-10-19, 2020-H2, 2025-Q3, 2012-2013",
        "để trống, hoặc kỳ như 2021, 2021-10, 2021-10-19, 2020-H2, 2025-Q3, 2012-2013",
    )


def parse_printed_date(text: str) -> PrintedDate:
    """Which period does a date say as a source prints it, in Vietnamese or English?

    Words for a part of a period ("early 2022", "cuối năm 2022") give the whole period named.
    A remark in brackets at the end tells about the source, not about the event, and is not
    read. Text without a year, or without any date, is unknown: no year is ever guessed.

    Raises:
        PrintedDateError: a day or month that does not exist (31/02/2021), a year of two digits,
            a period that ends before it starts, or a year among words that are not understood.
    """
    cleaned = clean_printed_text(text)
    while (shorter := _REMARK.sub("", cleaned).strip()) != cleaned:
        cleaned = shorter
    bare, bound = cleaned, ""
    if dated := _read(bare, text):
        return dated
    while match := _LEAD.match(bare):
        bound = _BOUNDS[match["bound"]] if match["bound"] else bound
        bare = bare[match.end() :]
        if dated := _read(bare, text):
            # "từ 2021 đến 2025" closes on both sides: its "từ" is part of the period.
            closed = dated.precision == "years" or _joint_days(bare, text) is not None
            return dated if closed else replace(dated, bound=bound)
    return _without_year(cleaned, text)


def _read(bare: str, text: str) -> PrintedDate | None:
    for form in _PRINTED:
        if match := form.fullmatch(bare):
            return _period(match, text)
    return _joint_days(bare, text)


def _joint_days(bare: str, text: str) -> PrintedDate | None:
    """The days from the first to the last of "28/9 - 02/10/2023" or "6-8/11/2024"."""
    for joint in re.finditer(r" - |-| đến | to ", bare):
        first, last = bare[: joint.start()], bare[joint.end() :].removeprefix("ngày ")
        end = _read_day(last, text)
        if end is None:
            continue
        for completed in _completions(first, last, end):
            start = _read_day(completed, text)
            if start is not None:
                if start > end:
                    raise _not_understood(text)
                return PrintedDate(start, end, "day")
    return None


def _completions(first: str, last: str, end: date) -> tuple[str, ...]:
    """The first day as it stands, with the year, or with the month and year, of the last."""
    tail = f"/{end.month}/{end.year}"
    numeric = (f"{first}/{end.year}", first + tail) if last[0].isdigit() else ()
    return (first, *numeric, f"{first}, {end.year}")


def _read_day(piece: str, text: str) -> date | None:
    for form in _PRINTED:
        match = form.fullmatch(piece)
        if match and match.groupdict().get("day"):
            return _period(match, text).start
    return None


def _period(match: re.Match[str], text: str) -> PrintedDate:
    """The period that a form's named groups describe."""
    found = {name: value for name, value in match.groupdict().items() if value is not None}
    year = int(found["year"])
    if "last_year" in found:
        last_year = int(found["last_year"])
        if last_year <= year:
            raise _not_understood(text)
        return PrintedDate(date(year, 1, 1), date(last_year, 12, 31), "years")
    if "count" in found:
        return _counted_months(year, found["count"], found["side"], text)
    if "half" in found:
        return _months(year, 1 + _MONTHS_A_HALF * (_HALVES[found["half"]] - 1), _MONTHS_A_HALF)
    if "quarter" in found:
        first = 1 + _MONTHS_A_QUARTER * (_QUARTERS[found["quarter"]] - 1)
        return _months(year, first, _MONTHS_A_QUARTER)
    if "month" not in found and "name" not in found:
        return _months(year, 1, _MONTHS_A_YEAR)
    month = _MONTH_NAMES[found["name"]] if "name" in found else int(found["month"])
    day = _existing_day(year, month, int(found.get("day", 1)), text)
    return PrintedDate(day, day, "day") if "day" in found else _months(year, month, 1)


def _counted_months(year: int, count: str, side: str, text: str) -> PrintedDate:
    """The first or last months of a year, of the smallest precision that holds them."""
    months = int(count) if count.isdecimal() else _COUNT_WORDS[count]
    if not 1 <= months < _MONTHS_A_YEAR:
        raise _not_understood(text)
    at_start = side in {"đầu", "first"}
    return _months(year, 1 if at_start else _MONTHS_A_YEAR + 1 - months, months)


def _months(year: int, first: int, count: int) -> PrintedDate:
    last = first + count - 1
    sizes = (1, "month"), (_MONTHS_A_QUARTER, "quarter"), (_MONTHS_A_HALF, "half_year")
    precision = next((name for size, name in sizes if count <= size), "year")
    end = date(year, last, calendar.monthrange(year, last)[1])
    return PrintedDate(date(year, first, 1), end, precision)


def _existing_day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as problem:
        when = "any year" if year == _LEAP_YEAR else str(year)
        when_vi = "bất kỳ" if year == _LEAP_YEAR else str(year)
        hint, hint_vi = "", ""
        if month > _MONTHS_A_YEAR >= day:
            hint = "; it would only be a date month first, so write the month in words"
            hint_vi = "; chỉ đúng nếu đọc tháng trước, hãy viết tháng bằng chữ"
        raise PrintedDateError(
            text,
            f"a day that exists, but day {day} of month {month} of {when} does not{hint}",
            f"một ngày có thật, nhưng không có ngày {day} tháng {month} năm {when_vi}{hint_vi}",
        ) from problem


def _without_year(cleaned: str, text: str) -> PrintedDate:
    """Unknown, after making sure that no year and no impossible day hides in the text."""
    if re.search(r"[0-9]{3}|[0-9] ?[/.-] ?[0-9]{1,2} ?[/.-] ?[0-9]|năm [0-9]", cleaned):
        raise _not_understood(text)
    for form in _YEARLESS:
        for match in form.finditer(cleaned):
            found = match.groupdict()
            month = _MONTH_NAMES[found["name"]] if "name" in found else int(found["month"])
            _existing_day(_LEAP_YEAR, month, int(found.get("day") or 1), text)
    return _UNKNOWN
