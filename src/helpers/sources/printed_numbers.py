"""Which number did a source print, and how exactly?

Sources print "1.258", "1 305", "hơn 1,3 triệu", "17/63", "thứ ba", "tăng 15 bậc" and
"0,714/1,000". Each function here reads one kind of figure in Vietnamese and English and raises
`PrintedNumberError` instead of choosing between two readings.

The mark rule. A mark (`.`, `,` or a space) followed by exactly three digits groups thousands in
a count and is the decimal mark in a score and before a percent sign. Before a word such as
"triệu" or "million" the word's language decides: "1,175 triệu" and "1.175 million" are
1 175 000, while "1.200 tỷ" and "1,200 billion" can be read two ways and are refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, NoReturn

from helpers.sources.errors import BadInputError

# 64 provinces before 2008 is the most there ever were.
MOST_PROVINCES = 64
# A float holds fifteen decimal digits exactly; more would be changed in silence.
_MOST_DIGITS = 15


class PrintedFormError(BadInputError):
    """What was printed, and what was expected in its place?

    `text` is the printed form, `expected` and `expected_vi` say what could have been read.
    """

    def __init__(self, text: str, expected: str, expected_vi: str) -> None:
        super().__init__(text, expected, expected_vi)
        self.text = text
        self.expected = expected
        self.expected_vi = expected_vi

    def __str__(self) -> str:
        return (
            f"Không đọc được {self.text!r}: cần {self.expected_vi}. Hãy đối chiếu với nguồn rồi"
            " sửa số nhập vào hoặc thêm một mục vào data/raw/corrections.yml. | "
            f"Cannot read {self.text!r}: expected {self.expected}. Check it against the source,"
            " then mend what was typed or add an entry to data/raw/corrections.yml."
        )


class PrintedNumberError(PrintedFormError):
    """Which printed number could not be read in exactly one way?"""


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


@dataclass(frozen=True, slots=True)
class PrintedRank:
    """Which place, or which group of places, was printed?

    `rank` is None where only a group or the last place is printed; `best` and `worst` are the
    places the words allow, None where they do not say. `from_bottom` counts places from the
    end: 1 for the last place, 3 for "among lowest three".
    """

    rank: int | None
    out_of: int | None
    best: int | None
    worst: int | None
    is_last: bool
    is_group: bool
    from_bottom: int | None = None


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


class _Number(NamedTuple):
    value: Decimal
    decimals: int
    unit: str = ""


class _Expected(NamedTuple):
    english: str
    vietnamese: str

    def refuse(self, text: str) -> NoReturn:
        raise PrintedNumberError(text, self.english, self.vietnamese)


_QUANTITY = _Expected(
    "a count or share such as 1.258, 80,26%, 53/53 or 'hơn 1,3 triệu'",
    "số lượng hoặc tỷ lệ như 1.258, 80,26%, 53/53 hay 'hơn 1,3 triệu'",
)
_RANK = _Expected(
    f"a place between 1 and {MOST_PROVINCES} such as 17/63, 29th, 'thứ ba' or 'top 10'",
    f"thứ hạng từ 1 đến {MOST_PROVINCES} như 17/63, 29th, 'thứ ba' hay 'top 10'",
)
_RANK_CHANGE = _Expected(
    f"a change of at most {MOST_PROVINCES - 1} places such as 'tăng 15 bậc', 'down 8 places', -1",
    f"số bậc thay đổi, nhiều nhất {MOST_PROVINCES - 1}, như 'tăng 15 bậc', 'down 8 places', -1",
)
_SCORE = _Expected(
    "a score such as 0,4332, 541,46/1.000 or 100/100, not above its scale",
    "điểm số như 0,4332, 541,46/1.000 hay 100/100, không vượt thang điểm",
)
_TOO_LONG = _Expected(f"at most {_MOST_DIGITS} digits", f"nhiều nhất {_MOST_DIGITS} chữ số")
_GRADE = _Expected("a score, but a grade is not a number", "điểm số, mà xếp loại không phải là số")
_SCORE_CHANGE = _Expected(
    "a change of score such as 'tăng 0,2052', '0.1545 higher' or -0,033",
    "mức thay đổi điểm như 'tăng 0,2052', '0.1545 higher' hay -0,033",
)
_GROWTH = _Expected(
    "growth in percent such as 'tăng 32,7%' or 94,69%",
    "mức tăng trưởng theo phần trăm như 'tăng 32,7%' hay 94,69%",
)


def clean_printed_text(text: str) -> str:
    """The printed text in one spelling: NFC, lower case, single spaces, plain digits and dashes.

    Full-width forms, every kind of space and dash, and invisible characters are made plain.
    """
    plain = []
    for character in text:
        category = unicodedata.category(character)
        if category == "Cf":
            continue
        if category == "Zs":
            plain.append(" ")
        elif category == "Pd" or character == "\N{MINUS SIGN}":
            plain.append("-")
        elif "\uff01" <= character <= "\uff5e":
            plain.append(chr(ord(character) - 0xFEE0))
        else:
            plain.append(character)
    return " ".join(unicodedata.normalize("NFC", "".join(plain)).lower().split())


def _english_words() -> tuple[dict[str, int], dict[str, int]]:
    units = "zero one two three four five six seven eight nine ten eleven twelve thirteen".split()
    units += "fourteen fifteen sixteen seventeen eighteen nineteen".split()
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    irregular = {"one": "first", "two": "second", "three": "third", "five": "fifth"}
    irregular |= {"eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
    cardinals = {word: number for number, word in enumerate(units)}
    ordinals = {irregular.get(word, f"{word}th"): n for word, n in cardinals.items() if n}
    for ten, word in zip(range(20, 100, 10), tens, strict=True):
        cardinals[word] = ten
        ordinals[f"{word[:-1]}ieth"] = ten
        for unit in range(1, 10):
            for joint in "- ":
                ordinal = irregular.get(units[unit], f"{units[unit]}th")
                cardinals[f"{word}{joint}{units[unit]}"] = ten + unit
                ordinals[f"{word}{joint}{ordinal}"] = ten + unit
    return cardinals | {"one hundred": 100}, ordinals


def _vietnamese_cardinals() -> dict[str, int]:
    units = "không một hai ba bốn năm sáu bảy tám chín mười".split()
    cardinals = {word: number for number, word in enumerate(units)} | {"bẩy": 7, "một trăm": 100}
    # "năm" also means year, so after a ten only "lăm" and "nhăm" stand for five.
    after_ten = dict(zip(units[1:10], range(1, 10), strict=True)) | {"bẩy": 7, "lăm": 5, "nhăm": 5}
    del after_ten["năm"]
    cardinals |= {f"mười {word}": 10 + unit for word, unit in after_ten.items()}
    after_ten |= {"mốt": 1, "tư": 4}
    for ten in range(2, 10):
        for tens_word in (word for word, unit in list(cardinals.items()) if unit == ten):
            cardinals[f"{tens_word} mươi"] = ten * 10
            for word, unit in after_ten.items():
                cardinals[f"{tens_word} mươi {word}"] = ten * 10 + unit
    return cardinals


_ENGLISH_CARDINALS, _ENGLISH_ORDINALS = _english_words()
_CARDINALS = _ENGLISH_CARDINALS | _vietnamese_cardinals()
_PLACE_WORDS = _ENGLISH_ORDINALS | {"nhất": 1, "nhì": 2, "á quân": 2}
_PLACE_WORDS |= {"runner-up": 2, "runner up": 2}
_PLACE_WORDS |= dict.fromkeys("leads|led|tops|topped|dẫn đầu|đứng đầu|xếp đầu".split("|"), 1)
_PLACE_WORDS |= dict.fromkeys("dẫn đầu bảng|đứng đầu bảng|đầu bảng|quán quân".split("|"), 1)


def _any_of(phrases: str) -> str:
    """A pattern for any of the phrases, given between bars, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(phrases.split("|"), key=len)[::-1])) + ")"


class _Marks(NamedTuple):
    """What `.` and `,` mean before exactly three digits; a mark in neither is refused."""

    grouping: str
    decimal: str


_COUNT_MARKS = _Marks(".,", "")
_DECIMAL_MARKS = _Marks("", ".,")
_ENGLISH_MARKS = _Marks("", ".")
_VIETNAMESE_MARKS = _Marks("", ",")
_RATE_MARKS = _Marks("", "")
_GROUP = 3

_DIGITS = r"[0-9]+(?:[., ][0-9]+)*"
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([., ])[0-9]{3}(?:\1[0-9]{3})*")
_FRACTIONAL = re.compile(r"(?:0|[1-9][0-9]*)[.,][0-9]+")


def _without_marks(digits: str) -> str:
    return re.sub("[., ]", "", digits)


def _two_readings(text: str, first: str, second: str) -> NoReturn:
    raise PrintedNumberError(
        text,
        f"a number with one reading, but this may be {first} or {second}",
        f"một số chỉ có một cách đọc, nhưng đây có thể là {first} hoặc {second}",
    )


def _read_digits(digits: str, marks: _Marks, text: str) -> _Number:
    """The number of a run of digits and marks such as "1.258"; an error speaks about `text`."""
    joined, used = _without_marks(digits), re.sub("[0-9]", "", digits)
    if len(joined) > _MOST_DIGITS:
        _TOO_LONG.refuse(text)
    if not used:
        return _Number(Decimal(joined), 0)
    whole, last, part = digits.rpartition(used[-1])
    pointed = f"{_without_marks(whole)}.{part}"
    grouped = bool(_GROUPED.fullmatch(digits))
    if len(used) > 1:
        mixed = last != " " and last not in used[:-1] and _GROUPED.fullmatch(whole)
        settled = grouped or bool(mixed)
    elif grouped:
        settled = last == " " or last in marks.grouping + marks.decimal
    else:
        # "1234.567": too long in front for a group, and three digits too exact for a count.
        long_group = len(whole) > _GROUP and len(part) == _GROUP and bool(marks.grouping)
        settled = bool(_FRACTIONAL.fullmatch(digits)) and not long_group
    if not settled:
        _two_readings(text, joined, pointed)
    if grouped and (len(used) > 1 or last not in marks.decimal):
        return _Number(Decimal(joined), 0)
    return _Number(Decimal(pointed), len(part))


_MAGNITUDES = {"nghìn": 3, "ngàn": 3, "thousand": 3, "triệu": 6, "million": 6}
_MAGNITUDES |= {"tỷ": 9, "tỉ": 9, "billion": 9, "nghìn tỷ": 12, "ngàn tỷ": 12, "trillion": 12}
_UNITS = dict.fromkeys(("%", "percent", "per cent", "phần trăm"), "percent")
_UNITS |= dict.fromkeys(("đồng", "dong", "vnd", "vnđ"), "dong")
_UNITS |= {"người": "people", "people": "people", "dịch vụ": "services", "services": "services"}
_UNITS |= {"thủ tục": "procedures", "procedures": "procedures"}
_UNITS |= {"hồ sơ": "dossiers", "dossiers": "dossiers"}
_QUALIFIERS = {
    "about": "khoảng|about|around|approximately|roughly|xấp xỉ|ước tính",
    "more_than": "hơn|trên|vượt|tối thiểu|ít nhất|over|more than|above|upward|upwards of|at least"
    "|exceeds|exceeded|exceeding",
    "less_than": "gần|dưới|tối đa|nearly|almost|under|below|less than|at most",
}
_QUALIFIER_OF = {word: kind for kind, words in _QUALIFIERS.items() for word in words.split("|")}
_QUALIFIED = re.compile(rf"(?P<word>{_any_of('|'.join(_QUALIFIER_OF))}) (?P<rest>.+)")
_AT_LEAST = re.compile(r"(?P<rest>.+) (?:trở lên|or more)")
_AMOUNT = re.compile(
    rf"(?P<number>{_DIGITS}|[^0-9%+/]+?) ?(?P<magnitude>{_any_of('|'.join(_MAGNITUDES))})?"
    rf" ?(?P<unit>{_any_of('|'.join(_UNITS))})?"
)
_RANGE = re.compile(
    r"(?:(?P<between>between )|(?:từ |from )?)(?P<lower>[0-9][^-+/]*?)"
    r" ?(?(between)and|(?:-|đến|to)) ?(?P<upper>[0-9].*)"
)
_OF = r"(?: ?/ ?| (?:out of|of|trên tổng số|trên|trong tổng số|trong số|trong) )"
_PART_OF = re.compile(rf"(?P<part>.+?){_OF}(?P<whole>.+)")


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
    amount = _read_sum(rest, text) if "+" in rest else _read_amount(rest, text)
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


def _read_amount(piece: str, text: str, marks: _Marks = _COUNT_MARKS) -> _Number:
    match = _AMOUNT.fullmatch(piece)
    if match is None:
        _QUANTITY.refuse(text)
    magnitude, unit = match["magnitude"], _UNITS.get(match["unit"] or "", "")
    if unit == "percent" and magnitude:
        _QUANTITY.refuse(text)
    word = magnitude or (match["unit"] if unit == "percent" else None)
    if word is not None:
        # Every word here is written in plain ASCII exactly when it is English.
        spelled = _ENGLISH_MARKS if word.isascii() else _VIETNAMESE_MARKS
        marks = _DECIMAL_MARKS if word == "%" else spelled
    if match["number"][0] in "0123456789":
        number = _read_digits(match["number"], marks, text)
    elif match["number"] in _CARDINALS:
        number = _Number(Decimal(_CARDINALS[match["number"]]), 0)
    else:
        _QUANTITY.refuse(text)
    power = _MAGNITUDES.get(magnitude or "", 0)
    return _Number(number.value * 10**power, number.decimals - power, unit)


def _read_sum(rest: str, text: str) -> _Number:
    parts = [part.strip() for part in rest.split("+")]
    if not all(re.fullmatch(_DIGITS, part) for part in parts):
        _QUANTITY.refuse(text)
    numbers = [_read_digits(part, _COUNT_MARKS, text) for part in parts]
    total = sum((number.value for number in numbers), Decimal(0))
    return _Number(total, max(number.decimals for number in numbers))


def _read_range(lower: str, upper: str, qualifier: str, text: str) -> PrintedQuantity:
    if re.fullmatch(_DIGITS, lower):
        # "1 - 2 triệu": what follows the second number holds for the first as well.
        lower += re.sub(f"^{_DIGITS}", "", upper)
    low, high = _read_amount(lower, text), _read_amount(upper, text)
    if low.value >= high.value or low.unit not in ("", high.unit):
        _QUANTITY.refuse(text)
    decimals = max(low.decimals, high.decimals)
    bounds = float(low.value), float(high.value)
    return PrintedQuantity(None, *bounds, high.unit, None, qualifier, decimals)


def _read_part(part: str, whole: str, qualifier: str, text: str) -> PrintedQuantity:
    base = _read_amount(whole, text)
    # "1.305/1 thousand people" may be 1.305 or 1305 in a thousand: a rate has no mark rule.
    amount = _read_amount(part, text, _RATE_MARKS if base.unit == "people" else _COUNT_MARKS)
    above = amount.value > base.value and base.unit != "people"
    if amount.unit or base.unit == "percent" or base.value == 0 or above:
        _QUANTITY.refuse(text)
    numbers = float(amount.value), float(base.value)
    return PrintedQuantity(
        numbers[0], None, None, base.unit, numbers[1], qualifier, amount.decimals
    )


_PROVINCES = _any_of(
    "tỉnh, thành phố|tỉnh, thành|tỉnh/thành|tỉnh thành|tỉnh|địa phương|đơn vị"
    "|provinces and cities|cities and provinces|provinces|localities"
)
_NATION = _any_of(
    "cả nước|toàn quốc|nationwide|nationally|in the country|in the nation|of the country"
    "|the country|the nation"
)
_TAIL = rf"(?:{_OF}(?:the )?(?P<out_of>[0-9]{{1,2}})(?: {_PROVINCES})?)?(?: {_NATION})?"
_STANDS = _any_of("xếp|đứng|giữ|ở|về|tại|vươn lên|ranked|ranks|ranking|placed|at")
_MARKER = _any_of(
    "đồng hạng|thứ hạng|vị trí|hạng|thứ|số|number|no.|no|rank|position|place|#|tied for|joint"
)
_PLACE = re.compile(
    rf"(?:{_STANDS} (?!đầu))*(?P<marker>(?:{_MARKER} ?)+)?(?:the )?"
    rf"(?P<place>[0-9]{{1,2}}(?:st|nd|rd|th)?|[^0-9/]+?)(?: place| position)?{_TAIL}"
)
_LAST = re.compile(
    rf"(?:(?:{_STANDS}|{_MARKER}|the) )*"
    rf"{_any_of('last|last place|cuối|cuối bảng|cuối cùng|chót|chót bảng|đội sổ')}{_TAIL}"
)
_COUNTED = r"(?P<size>[0-9]{1,2}|[^0-9/]+?)"
_AMONG_WORDS = "one of|among|in|within|the|lọt|vào|thuộc|nằm|trong|nhóm|1 trong|một trong"
_AMONG = f"(?:{_any_of(_AMONG_WORDS)} )*"
_LEADING_GROUP = re.compile(
    rf"{_AMONG}(?:(?:top|tốp) {_COUNTED}|{_COUNTED.replace('size', 'led')} {_PROVINCES}"
    rf" {_any_of('dẫn đầu|đứng đầu')}){_TAIL}"
)
_TRAILING_GROUP = re.compile(
    rf"{_AMONG}(?:(?:lowest|bottom|last) {_COUNTED}|{_COUNTED.replace('size', 'led')} {_PROVINCES}"
    rf" {_any_of('đứng cuối|xếp cuối|cuối bảng|thấp nhất')}){_TAIL}"
)
_UNORDERED_GROUP = re.compile(rf"one of (?:the )?{_COUNTED}")
_AHEAD = re.compile(r"(?:ahead of|above|xếp trên|đứng trên) [^()]+ \((?P<other>[^()]+)\)")


def parse_rank(text: str) -> PrintedRank:
    """Which place does the text name, or which places does it allow?

    Reads places in digits and in words of both languages, "đứng đầu", "last", groups ("top 10",
    "among lowest three"; "one of the five" names no places) and "ahead of Da Nang (4th)".
    A place within a region ("đứng đầu vùng") is refused: it is no national rank.

    Raises:
        PrintedNumberError: a grade, no place, a place above 64 or above the number of units.
    """
    cleaned = clean_printed_text(text)
    if match := _LAST.fullmatch(cleaned):
        return _from_bottom(1, _units(match, text), is_last=True)
    if match := _TRAILING_GROUP.fullmatch(cleaned):
        return _from_bottom(_group_size(match, text), _units(match, text), is_last=False)
    if match := _LEADING_GROUP.fullmatch(cleaned):
        return _up_to(_group_size(match, text), _units(match, text))
    if (match := _UNORDERED_GROUP.fullmatch(cleaned)) and match["size"] in _CARDINALS:
        return PrintedRank(None, None, None, None, is_last=False, is_group=True)
    if match := _AHEAD.fullmatch(cleaned):
        other = parse_rank(match["other"]).rank
        if other is None or other == 1:
            _RANK.refuse(text)
        return _up_to(other - 1, None)
    return _read_place(cleaned, text)


def _units(match: re.Match[str], text: str) -> int | None:
    if match["out_of"] is None:
        return None
    if not 1 <= int(match["out_of"]) <= MOST_PROVINCES:
        _RANK.refuse(text)
    return int(match["out_of"])


def _group_size(match: re.Match[str], text: str) -> int:
    words = match["size"] or match["led"]
    size = int(words) if words.isdecimal() else _CARDINALS.get(words, 0)
    if not 1 <= size <= (_units(match, text) or MOST_PROVINCES):
        _RANK.refuse(text)
    return size


def _up_to(worst: int, out_of: int | None) -> PrintedRank:
    """A place from the first to `worst`; only one place is left where that is the first."""
    alone = worst == 1
    return PrintedRank(1 if alone else None, out_of, 1, worst, is_last=False, is_group=not alone)


def _from_bottom(size: int, out_of: int | None, *, is_last: bool) -> PrintedRank:
    best = None if out_of is None else out_of - size + 1
    return PrintedRank(None, out_of, best, out_of, is_last, not is_last, from_bottom=size)


def _read_place(cleaned: str, text: str) -> PrintedRank:
    match = _PLACE.fullmatch(cleaned)
    if match is None:
        _RANK.refuse(text)
    out_of, words = _units(match, text), match["place"]
    if words[0].isdecimal():
        rank = int(re.sub("[a-z]", "", words))
    else:
        # A bare cardinal ("ba") is no place; "thứ ba" and "number three" are.
        known = _PLACE_WORDS | (_CARDINALS | {"tư": 4} if match["marker"] else {})
        rank = known.get(words, 0)
    if not 1 <= rank <= (out_of or MOST_PROVINCES):
        _RANK.refuse(text)
    return PrintedRank(rank, out_of, rank, rank, is_last=False, is_group=False)


_UP = (
    "tăng|tăng vọt|tăng mạnh|tăng thêm|nhảy|nhảy vọt|vươn lên|up|climb|climbs|climbed|climbing|rise"
    "|rises|rose|risen|rising|increase|increases|increased|increasing|an increase|surge|surges"
    "|surged|surging|jump|jumps|jumped|jumping|gain|gains|gained|moved up|higher"
)
_DOWN = (
    "giảm|giảm mạnh|tụt|rớt|sụt|sụt giảm|lùi|down|fall|falls|fell|fallen|falling|drop|drops|dropped"
    "|dropping|decline|declines|declined|decrease|decreases|decreased|a decrease|slip|slips"
    "|slipped|lost|moved down|lower"
)
_SIGNS = dict.fromkeys(_UP.split("|"), 1) | dict.fromkeys(_DOWN.split("|"), -1)
_SIGNS |= {"+": 1, "-": -1, "": 1}
_MOVED = re.compile(
    rf"(?:(?:has|have|had|đã) )?(?P<word>{_any_of(f'{_UP}|{_DOWN}')})(?: by| of)? (?P<rest>.+)"
)
_MOVED_AFTER = re.compile(r"(?P<rest>.+) (?P<word>higher|lower|up|down)")
_SIGNED = re.compile(r"(?P<word>[+-]?) ?(?P<rest>[0-9].*)")
_AGAINST = re.compile(
    r" (?:so với|compared with|compared to|against|vs\.?|from|over) (?:năm |the year )?"
    r"(?:(?:19|20)[0-9]{2}|năm trước|last year|the previous year)$"
)
_UNCHANGED = re.compile(
    r"(?:giữ nguyên|giữ vững|không đổi|không thay đổi|unchanged|no change|remains unchanged"
    r"|remained unchanged)(?: (?:vị trí|thứ hạng|thứ bậc|hạng))?"
)
_PLACES = _any_of("bậc|hạng|thứ hạng|vị trí|place|places|position|positions|spot|spots|rank|ranks")
_STEPS = re.compile(rf"(?P<number>[0-9]{{1,2}}|[^0-9]+?)(?: (?P<unit>{_PLACES}))?")


def _split_direction(text: str, expected: _Expected) -> tuple[str, str]:
    """The word or sign that gives the direction, and what moved; an unchanged figure moved 0."""
    cleaned = _AGAINST.sub("", clean_printed_text(text))
    if _UNCHANGED.fullmatch(cleaned):
        return "+", "0"
    matches = (pattern.fullmatch(cleaned) for pattern in (_MOVED, _MOVED_AFTER, _SIGNED))
    match = next(filter(None, matches), None)
    if match is None:
        expected.refuse(text)
    return match["word"], match["rest"]


def parse_rank_change(text: str) -> int:
    """How many places up (positive) or down (negative) does the text say?

    A bare number ("13", "-01") is taken as signed. A number of places without a direction
    ("5 bậc") and a place reached ("tăng lên hạng 5") are refused.

    Raises:
        PrintedNumberError: no direction or number of places, or more than 63 places.
    """
    word, rest = _split_direction(text, _RANK_CHANGE)
    match = _STEPS.fullmatch(rest)
    number = match["number"] if match else ""
    places = int(number) if number.isdecimal() else _CARDINALS.get(number, MOST_PROVINCES)
    # "vươn lên 5" may be a place, so only the plainest words may go without "bậc" or "places".
    unit_missing = match is None or (match["unit"] is None and word not in _PLAIN_DIRECTIONS)
    undirected = match is not None and match["unit"] is not None and word == ""
    if unit_missing or undirected or places >= MOST_PROVINCES:
        _RANK_CHANGE.refuse(text)
    return _SIGNS[word] * places


_PLAIN_DIRECTIONS = {"tăng", "giảm", "up", "down", "+", "-", ""}
_PERCENTAGE = re.compile(rf"{_DIGITS} ?(?:%|percent|per cent|phần trăm)")
_GRADE_WORDS = re.compile(
    r"(?:(?:level|grade|mức|mức độ|loại|hạng|xếp loại) )?(?:[a-f][+-]?|xuất sắc|giỏi|tốt|khá"
    r"|trung bình|yếu|kém|excellent|very good|good|fair|average|weak|poor)"
)
_MAXIMUM = {"maximum score", "maximum", "full marks", "điểm tối đa", "tối đa"}
_POINTS = r"(?: (?:điểm|points?))?"
_SCORED = re.compile(rf"(?P<value>{_DIGITS})(?:{_OF}(?P<scale>{_DIGITS}))?{_POINTS}")
_POINTS_MOVED = re.compile(rf"(?P<number>{_DIGITS}){_POINTS}")


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
    value = _read_digits(match["value"], _DECIMAL_MARKS, text)
    if match["scale"] is None:
        return PrintedScore(float(value.value), None, value.decimals)
    scale = _read_scale(match["scale"], match["value"], value, text)
    if scale == 0 or value.value > scale:
        _SCORE.refuse(text)
    return PrintedScore(float(value.value), float(scale), value.decimals)


def _read_scale(scale: str, score: str, value: _Number, text: str) -> Decimal:
    as_decimal = _read_digits(scale, _DECIMAL_MARKS, text).value
    as_thousands = Decimal(_without_marks(scale))
    if not _GROUPED.fullmatch(scale) or as_decimal == as_thousands:
        return as_decimal
    if as_decimal == 1 and value.decimals and value.value <= 1:
        return as_decimal
    if value.value <= as_decimal or _GROUPED.fullmatch(score):
        _two_readings(text, f"{score} / {as_thousands}", f"{score} / {as_decimal}")
    return as_thousands


def parse_score_change(text: str) -> float:
    """By how much did a score change, in the points of its own scale, up positive?

    Raises:
        PrintedNumberError: no number, two directions, a percentage, a grade.
    """
    word, rest = _split_direction(text, _SCORE_CHANGE)
    match = _POINTS_MOVED.fullmatch(rest)
    if match is None:
        _SCORE_CHANGE.refuse(text)
    points = _read_digits(match["number"], _DECIMAL_MARKS, text).value
    return float(_SIGNS[word] * points) if points else 0.0


def parse_growth_percent(text: str) -> float:
    """By how many percent did a figure grow (32.7 for "tăng 32,7%"), a fall negative?

    The percent sign or word must be printed; percentage points ("điểm phần trăm") are refused.

    Raises:
        PrintedNumberError: no percentage, or two directions.
    """
    word, rest = _split_direction(text, _GROWTH)
    if not _PERCENTAGE.fullmatch(rest):
        _GROWTH.refuse(text)
    percent = _read_amount(rest, text).value
    return float(_SIGNS[word] * percent) if percent else 0.0
