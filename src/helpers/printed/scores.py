"""Which score did a source print, and on which scale?

Reads "0,4332", "0.403", "541,46/1.000" and "maximum score"; a grade is not a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from helpers.printed.digits import (
    DECIMAL_MARKS,
    DIGITS,
    GROUPED,
    Number,
    read_digits,
    refuse_two_readings,
    without_marks,
)
from helpers.printed.words import OF, Expected, clean_printed_text

PERCENT = 100
_DIGITS = 12
_SCORE = Expected(
    "a score such as 0,4332, 541,46/1.000 or 100/100, not above its scale",
    "điểm số như 0,4332, 541,46/1.000 hay 100/100, không vượt thang điểm",
)
_GRADE = Expected("a score, but a grade is not a number", "điểm số, mà xếp loại không phải là số")
_GRADE_WORDS = re.compile(
    r"(?:(?:level|grade|mức|mức độ|loại|hạng|xếp loại) )?(?:[a-f][+-]?|xuất sắc|giỏi|tốt|khá"
    r"|trung bình|yếu|kém|excellent|very good|good|fair|average|weak|poor)"
)
_MAXIMUM = {"maximum score", "maximum", "full marks", "điểm tối đa", "tối đa"}
POINTS = r"(?: (?:điểm|points?))?"
_SCORED = re.compile(rf"(?P<value>{DIGITS})(?:{OF}(?P<scale>{DIGITS}))?{POINTS}")


@dataclass(frozen=True, slots=True)
class PrintedScore:
    """Which score was printed, on which scale, to how many decimals?

    `scale` is None where none is printed. "maximum score" has no `value` and `is_maximum`.
    """

    value: float | None
    scale: float | None
    decimals: int
    is_maximum: bool = False

    @property
    def fraction(self) -> float | None:
        """The score as a share of its scale, 0 to 1; None where no scale is printed."""
        if self.is_maximum:
            return 1.0
        if self.value is None or self.scale is None:
            return None
        return self.value / self.scale


def parse_score(text: str) -> PrintedScore:
    """Which score does the text say, and on which scale?

    A mark is the decimal mark. A scale such as "1.000" is 1 for a score up to 1 printed with
    decimals ("0,714/1,000") and 1000 for a score above 1 ("541,46/1.000").

    Raises:
        PrintedNumberError: a grade, a percentage, a score above its scale, two readings.
    """
    cleaned = clean_printed_text(text)
    if cleaned in _MAXIMUM:
        return PrintedScore(None, None, 0, is_maximum=True)
    if _GRADE_WORDS.fullmatch(cleaned):
        _GRADE.refuse(text)
    match = _SCORED.fullmatch(cleaned)
    if match is None:
        _SCORE.refuse(text)
    value = read_digits(match["value"], DECIMAL_MARKS, text)
    if match["scale"] is None:
        return PrintedScore(float(value.value), None, value.decimals)
    scale = _read_scale(match["scale"], match["value"], value, text)
    if scale == 0 or value.value > scale:
        _SCORE.refuse(text)
    return PrintedScore(float(value.value), float(scale), value.decimals)


def split_percent(text: str) -> tuple[str, bool]:
    """The text of a score in a table without its percent sign, and whether it has one.

    A score in percent is one of 100: where a whole column prints the sign, `scales` of the table
    says so. Nowhere else may a percentage pass for a score.
    """
    bare = text.rstrip()
    return (bare[:-1].rstrip(), True) if bare.endswith("%") else (text, False)


def on_one(value: float, decimals: int, full: float) -> tuple[float, int]:
    """A score and its decimals on the scale 0 to 1: 80.02 of 100 is the number that 0.8002 is.

    Of a full score that is no power of ten, such as 140, more digits are kept than the decimals
    say, so that two printed scores never become one; the decimals bound the rounding from above.
    """
    return round(value / full, _DIGITS), decimals + len(str(int(full))) - 1


def _read_scale(scale: str, score: str, value: Number, text: str) -> Decimal:
    as_decimal = read_digits(scale, DECIMAL_MARKS, text).value
    as_thousands = Decimal(without_marks(scale))
    if not GROUPED.fullmatch(scale) or as_decimal == as_thousands:
        return as_decimal
    if as_decimal == 1 and value.decimals and value.value <= 1:
        return as_decimal
    if value.value <= as_decimal or GROUPED.fullmatch(score):
        refuse_two_readings(text, f"{score} / {as_thousands}", f"{score} / {as_decimal}")
    return as_thousands
