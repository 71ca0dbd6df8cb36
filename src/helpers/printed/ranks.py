"""Which place among the provinces did a source print?

Reads "17/63", "29th", "thứ ba", "đứng đầu" and groups such as "top 10" in both languages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers.printed.words import (
    CARDINALS,
    ENGLISH_ORDINALS,
    OF,
    Expected,
    any_of,
    clean_printed_text,
)

# 64 provinces before 2008 is the most there ever were.
MOST_PROVINCES = 64
_RANK = Expected(
    f"a place between 1 and {MOST_PROVINCES} such as 17/63, 29th, 'thứ ba' or 'top 10'",
    f"thứ hạng từ 1 đến {MOST_PROVINCES} như 17/63, 29th, 'thứ ba' hay 'top 10'",
)
_PLACE_WORDS = ENGLISH_ORDINALS | {"nhất": 1, "nhì": 2, "á quân": 2}
_PLACE_WORDS |= {"runner-up": 2, "runner up": 2}
_PLACE_WORDS |= dict.fromkeys("leads|led|tops|topped|dẫn đầu|đứng đầu|xếp đầu".split("|"), 1)
_PLACE_WORDS |= dict.fromkeys("dẫn đầu bảng|đứng đầu bảng|đầu bảng|quán quân".split("|"), 1)
_PROVINCES = any_of(
    "tỉnh, thành phố|tỉnh, thành|tỉnh/thành|tỉnh thành|tỉnh|địa phương|đơn vị"
    "|provinces and cities|cities and provinces|provinces|localities"
)
_NATION = any_of(
    "cả nước|toàn quốc|nationwide|nationally|in the country|in the nation|of the country"
    "|the country|the nation"
)
_TAIL = rf"(?:{OF}(?:the )?(?P<out_of>[0-9]{{1,2}})(?: {_PROVINCES})?)?(?: {_NATION})?"
_STANDS = any_of("xếp|đứng|giữ|ở|về|tại|vươn lên|ranked|ranks|ranking|placed|at")
_MARKER = any_of(
    "đồng hạng|thứ hạng|vị trí|hạng|thứ|số|number|no.|no|rank|position|place|#|tied for|joint"
)
_PLACE = re.compile(
    rf"(?:{_STANDS} (?!đầu))*(?P<marker>(?:{_MARKER} ?)+)?(?:the )?"
    rf"(?P<place>[0-9]{{1,2}}(?:st|nd|rd|th)?|[^0-9/]+?)(?: place| position)?{_TAIL}"
)
_LAST = re.compile(
    rf"(?:(?:{_STANDS}|{_MARKER}|the) )*"
    rf"{any_of('last|last place|cuối|cuối bảng|cuối cùng|chót|chót bảng|đội sổ')}{_TAIL}"
)
_COUNTED = r"(?P<size>[0-9]{1,2}|[^0-9/]+?)"
_AMONG_WORDS = "one of|among|in|within|the|lọt|vào|thuộc|nằm|trong|nhóm|1 trong|một trong"
_AMONG = f"(?:{any_of(_AMONG_WORDS)} )*"
_LEADING_GROUP = re.compile(
    rf"{_AMONG}(?:(?:top|tốp) {_COUNTED}|{_COUNTED.replace('size', 'led')} {_PROVINCES}"
    rf" {any_of('dẫn đầu|đứng đầu')}){_TAIL}"
)
_TRAILING_GROUP = re.compile(
    rf"{_AMONG}(?:(?:lowest|bottom|last) {_COUNTED}|{_COUNTED.replace('size', 'led')} {_PROVINCES}"
    rf" {any_of('đứng cuối|xếp cuối|cuối bảng|thấp nhất')}){_TAIL}"
)
_UNORDERED_GROUP = re.compile(rf"one of (?:the )?{_COUNTED}")
_AHEAD = re.compile(r"(?:ahead of|above|xếp trên|đứng trên) [^()]+ \((?P<other>[^()]+)\)")


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
    if (match := _UNORDERED_GROUP.fullmatch(cleaned)) and match["size"] in CARDINALS:
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
    size = int(words) if words.isdecimal() else CARDINALS.get(words, 0)
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
        known = _PLACE_WORDS | (CARDINALS | {"tư": 4} if match["marker"] else {})
        rank = known.get(words, 0)
    if not 1 <= rank <= (out_of or MOST_PROVINCES):
        _RANK.refuse(text)
    return PrintedRank(rank, out_of, rank, rank, is_last=False, is_group=False)
