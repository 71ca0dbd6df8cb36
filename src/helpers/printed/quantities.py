"""How many, or what share, did a source print?

Reads counts and shares such as "1.258", "1 305", "hơn 1,3 triệu", "80,26%" and "53/53" in both
languages, under the mark rule of `printed_digits`; two readings are refused, never chosen between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from helpers.printed.digits import (
    COUNT_MARKS,
    DECIMAL_MARKS,
    DIGITS,
    ENGLISH_MARKS,
    RATE_MARKS,
    VIETNAMESE_MARKS,
    Marks,
    Number,
    read_digits,
)
from helpers.printed.words import CARDINALS, OF, Expected, any_of, clean_printed_text

_QUANTITY = Expected(
    "a count or share such as 1.258, 80,26%, 53/53 or 'hơn 1,3 triệu'",
    "số lượng hoặc tỷ lệ như 1.258, 80,26%, 53/53 hay 'hơn 1,3 triệu'",
)
_MAGNITUDES = {"nghìn": 3, "ngàn": 3, "thousand": 3, "triệu": 6, "million": 6}
_MAGNITUDES |= {"tỷ": 9, "tỉ": 9, "billion": 9, "nghìn tỷ": 12, "ngàn tỷ": 12, "trillion": 12}
_UNITS = dict.fromkeys(("%", "percent", "per cent", "phần trăm"), "percent")
_UNITS |= dict.fromkeys(("đồng", "dong", "vnd", "vnđ"), "dong")
_UNITS |= {"người": "people", "people": "people", "dịch vụ": "services", "services": "services"}
_UNITS |= {"thủ tục": "procedures", "procedures": "procedures"}
_UNITS |= {"hồ sơ": "dossiers", "dossiers": "dossiers"}
_QUALIFIERS = {
    "about": "khoảng|about|around|approximately|roughly|xấp xỉ|ước tính|ước đạt|ước",
    "more_than": "hơn|trên|vượt|tối thiểu|ít nhất|over|more than|above|upward|upwards of|at least"
    "|exceeds|exceeded|exceeding",
    "less_than": "gần|dưới|tối đa|nearly|almost|under|below|less than|at most",
}
_QUALIFIER_OF = {word: kind for kind, words in _QUALIFIERS.items() for word in words.split("|")}
_QUALIFIED = re.compile(rf"(?P<word>[<≤>≥]|{any_of('|'.join(_QUALIFIER_OF))}(?= )) ?(?P<rest>.+)")
_QUALIFIER_OF |= {"<": "less_than", "≤": "less_than", ">": "more_than", "≥": "more_than"}
_AT_LEAST = re.compile(r"(?P<rest>.+) (?:trở lên|or more)")
_AMOUNT = re.compile(
    rf"(?P<number>{DIGITS}|[^0-9%+/]+?) ?(?P<magnitude>{any_of('|'.join(_MAGNITUDES))})?"
    rf" ?(?P<unit>{any_of('|'.join(_UNITS))})?"
)
_RANGE = re.compile(
    r"(?:(?P<between>between )|(?:từ |from )?)(?P<lower>[0-9][^-+/]*?)"
    r" ?(?(between)and|(?:-|đến|to)) ?(?P<upper>[0-9].*)"
)
_PART_OF = re.compile(rf"(?P<part>.+?){OF}(?P<whole>.+)")


@dataclass(frozen=True, slots=True)
class PrintedQuantity:
    """How many, or what share, was printed?

    `value` is None for a range, which fills `lower` and `upper`. `unit` is "", "percent",
    "dong", "people", "services", "procedures" or "dossiers". `out_of` is the whole of "53/53".
    `qualifier` is "", "about", "more_than" (also "at least") or "less_than" (also "at most").
    The figure was published to 10**-`decimals`, so `decimals` is 2 for "80,26%", -5 for
    "1,3 triệu".
    """

    value: float | None
    lower: float | None
    upper: float | None
    unit: str
    out_of: float | None
    qualifier: str
    decimals: int


def parse_quantity(text: str) -> PrintedQuantity:
    """How many, or what share, does the text say?

    Reads counts, shares, ranges, parts of a whole, plain sums ("115 + 715"), numbers in words
    up to 100 and "chưa có" (0). Words of magnitude are multiplied in; a percentage stays in
    percent (80.26, not 0.8026). "khoảng trên 60%" counts as about.

    Raises:
        PrintedNumberError: empty or unknown text, two readings, a part above its whole.
    """
    cleaned = clean_printed_text(text)
    if cleaned in {"chưa có", "none yet"}:
        return PrintedQuantity(0.0, None, None, "", None, "", 0)
    qualifier, rest = _split_qualifier(cleaned, text)
    if match := _RANGE.fullmatch(rest):
        return _read_range(match["lower"], match["upper"], qualifier, text)
    if match := _PART_OF.fullmatch(rest):
        return _read_part(match["part"], match["whole"], qualifier, text)
    amount = _read_sum(rest, text) if "+" in rest else read_amount(rest, text)
    value = float(amount.value)
    return PrintedQuantity(value, None, None, amount.unit, None, qualifier, amount.decimals)


def _split_qualifier(cleaned: str, text: str) -> tuple[str, str]:
    kinds = set()
    if match := _AT_LEAST.fullmatch(cleaned):
        kinds.add("more_than")
        cleaned = match["rest"]
    while match := _QUALIFIED.fullmatch(cleaned):
        kinds.add(_QUALIFIER_OF[match["word"]])
        cleaned = match["rest"]
    if len(kinds) > 1:
        # A hedged bound ("khoảng trên 60%") no longer supports the bound.
        if kinds == set(_QUALIFIERS) or "about" not in kinds:
            _QUANTITY.refuse(text)
        return "about", cleaned
    return "".join(kinds), cleaned


def read_amount(piece: str, text: str, marks: Marks = COUNT_MARKS) -> Number:
    """Which amount does one piece of a form name, its words of magnitude multiplied in?

    Raises:
        PrintedNumberError: no amount, or two readings; it speaks about `text`, the whole form.
    """
    match = _AMOUNT.fullmatch(piece)
    if match is None:
        _QUANTITY.refuse(text)
    magnitude, unit = match["magnitude"], _UNITS.get(match["unit"] or "", "")
    if unit == "percent" and magnitude:
        _QUANTITY.refuse(text)
    word = magnitude or (match["unit"] if unit == "percent" else None)
    if word is not None:
        # Every word here is written in plain ASCII exactly when it is English.
        spelled = ENGLISH_MARKS if word.isascii() else VIETNAMESE_MARKS
        marks = DECIMAL_MARKS if word == "%" else spelled
    if match["number"][0] in "0123456789":
        number = read_digits(match["number"], marks, text)
    elif match["number"] in CARDINALS:
        number = Number(Decimal(CARDINALS[match["number"]]), 0)
    else:
        _QUANTITY.refuse(text)
    power = _MAGNITUDES.get(magnitude or "", 0)
    return Number(number.value * 10**power, number.decimals - power, unit)


def _read_sum(rest: str, text: str) -> Number:
    parts = [part.strip() for part in rest.split("+")]
    if not all(re.fullmatch(DIGITS, part) for part in parts):
        _QUANTITY.refuse(text)
    numbers = [read_digits(part, COUNT_MARKS, text) for part in parts]
    total = sum((number.value for number in numbers), Decimal(0))
    return Number(total, max(number.decimals for number in numbers))


def _read_range(lower: str, upper: str, qualifier: str, text: str) -> PrintedQuantity:
    if re.fullmatch(DIGITS, lower):
        # "1 - 2 triệu": what follows the second number holds for the first as well.
        lower += re.sub(f"^{DIGITS}", "", upper)
    low, high = read_amount(lower, text), read_amount(upper, text)
    if low.value >= high.value or low.unit not in ("", high.unit):
        _QUANTITY.refuse(text)
    decimals = max(low.decimals, high.decimals)
    bounds = float(low.value), float(high.value)
    return PrintedQuantity(None, *bounds, high.unit, None, qualifier, decimals)


def _read_part(part: str, whole: str, qualifier: str, text: str) -> PrintedQuantity:
    base = read_amount(whole, text)
    # "1.305/1 thousand people" may be 1.305 or 1305 in a thousand: a rate has no mark rule.
    amount = read_amount(part, text, RATE_MARKS if base.unit == "people" else COUNT_MARKS)
    above = amount.value > base.value and base.unit != "people"
    if amount.unit or base.unit == "percent" or base.value == 0 or above:
        _QUANTITY.refuse(text)
    numbers = float(amount.value), float(base.value)
    return PrintedQuantity(
        numbers[0], None, None, base.unit, numbers[1], qualifier, amount.decimals
    )
