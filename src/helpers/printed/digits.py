"""Which number do digits and marks such as "1.258" name, and to how many decimals?

The mark rule. A mark (`.`, `,` or a space) followed by exactly three digits groups thousands in
a count and is the decimal mark in a score and before a percent sign. Before a word such as
"triệu" or "million" the word's language decides: "1,175 triệu" and "1.175 million" are
1 175 000, while "1.200 tỷ" and "1,200 billion" can be read two ways and are refused.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple, NoReturn

from helpers.printed.words import Expected, PrintedNumberError

# A float holds fifteen decimal digits exactly; more would be changed in silence.
_MOST_DIGITS = 15
_TOO_LONG = Expected(f"at most {_MOST_DIGITS} digits", f"nhiều nhất {_MOST_DIGITS} chữ số")


class Number(NamedTuple):
    """Which number was read, to how many decimals (negative: to tens and up), in which unit?"""

    value: Decimal
    decimals: int
    unit: str = ""


class Marks(NamedTuple):
    """What `.` and `,` mean before exactly three digits; a mark in neither is refused."""

    grouping: str
    decimal: str


COUNT_MARKS = Marks(".,", "")
DECIMAL_MARKS = Marks("", ".,")
ENGLISH_MARKS = Marks("", ".")
VIETNAMESE_MARKS = Marks("", ",")
RATE_MARKS = Marks("", "")
_GROUP = 3

DIGITS = r"[0-9]+(?:[., ][0-9]+)*"
GROUPED = re.compile(r"[1-9][0-9]{0,2}([., ])[0-9]{3}(?:\1[0-9]{3})*")
_THOUSANDS = re.compile(r"([1-9][0-9]{0,2})(?:\.([0-9]{0,2}[1-9]))?|0")
_THOUSANDS_EXPECTED = Expected(
    "a whole number whose dot stands between thousands, such as 2.154, 1.29 or 288",
    "số nguyên có dấu chấm ngăn hàng nghìn, như 2.154, 1.29 hay 288",
)
_FRACTIONAL = re.compile(r"(?:0|[1-9][0-9]*)[.,][0-9]+")


def without_marks(digits: str) -> str:
    """The digits alone: "1.258" without its mark is "1258"."""
    return re.sub("[., ]", "", digits)


def refuse_two_readings(text: str, first: str, second: str) -> NoReturn:
    """Refuse a form that names two numbers, and name both.

    Raises:
        PrintedNumberError: always.
    """
    raise PrintedNumberError(
        text,
        f"a number with one reading, but this may be {first} or {second}",
        f"một số chỉ có một cách đọc, nhưng đây có thể là {first} hoặc {second}",
    )


def read_digits(digits: str, marks: Marks, text: str) -> Number:
    """Which number does a run of digits and marks such as "1.258" name, under `marks`?

    Raises:
        PrintedNumberError: two readings, or more than fifteen digits; it speaks about `text`, the
            whole printed form.
    """
    joined, used = without_marks(digits), re.sub("[0-9]", "", digits)
    if len(joined) > _MOST_DIGITS:
        _TOO_LONG.refuse(text)
    if not used:
        return Number(Decimal(joined), 0)
    whole, last, part = digits.rpartition(used[-1])
    pointed = f"{without_marks(whole)}.{part}"
    grouped = bool(GROUPED.fullmatch(digits))
    if len(used) > 1:
        mixed = last != " " and last not in used[:-1] and GROUPED.fullmatch(whole)
        settled = grouped or bool(mixed)
    elif grouped:
        settled = last == " " or last in marks.grouping + marks.decimal
    else:
        # "1234.567": too long in front for a group, and three digits too exact for a count.
        long_group = len(whole) > _GROUP and len(part) == _GROUP and bool(marks.grouping)
        settled = bool(_FRACTIONAL.fullmatch(digits)) and not long_group
    if not settled:
        refuse_two_readings(text, joined, pointed)
    if grouped and (len(used) > 1 or last not in marks.decimal):
        return Number(Decimal(joined), 0)
    return Number(Decimal(pointed), len(part))


def thousands_without_last_zeros(text: str) -> int:
    """Which count is "1.29" on a copy that took the dots between thousands for decimal marks?

    It lost the zeros at the end: "1.29" is 1 290. A whole number of thousands ("2" for 2 000)
    cannot be told from a small one and is read as printed, so that only a sum shows it.

    Raises:
        PrintedNumberError: any other form, one that ends in a zero after the dot among them.
    """
    match = _THOUSANDS.fullmatch(text)
    if match is None:
        _THOUSANDS_EXPECTED.refuse(text)
    thousands, rest = match.groups()
    return int(thousands + rest.ljust(_GROUP, "0")) if rest else int(text)
