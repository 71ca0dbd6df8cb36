"""By how much did a source say that a rank or a score moved, and which way?

Reads "tăng 15 bậc", "down 8 places", "tăng 0,2052" and "tăng 32,7%"; up is positive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers.printed.digits import DECIMAL_MARKS, DIGITS, Number, read_digits
from helpers.printed.quantities import read_amount
from helpers.printed.ranks import MOST_PROVINCES
from helpers.printed.scores import POINTS
from helpers.printed.words import CARDINALS, Expected, any_of, clean_printed_text

_RANK_CHANGE = Expected(
    f"a change of at most {MOST_PROVINCES - 1} places such as 'tăng 15 bậc', 'down 8 places', -1",
    f"số bậc thay đổi, nhiều nhất {MOST_PROVINCES - 1}, như 'tăng 15 bậc', 'down 8 places', -1",
)
_SCORE_CHANGE = Expected(
    "a change of score such as 'tăng 0,2052', '0.1545 higher' or -0,033",
    "mức thay đổi điểm như 'tăng 0,2052', '0.1545 higher' hay -0,033",
)
_GROWTH = Expected(
    "growth in percent such as 'tăng 32,7%' or 94,69%",
    "mức tăng trưởng theo phần trăm như 'tăng 32,7%' hay 94,69%",
)
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
    rf"(?:(?:has|have|had|đã) )?(?P<word>{any_of(f'{_UP}|{_DOWN}')})(?: by| of)? (?P<rest>.+)"
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
    r"|giữ (?:vị trí|thứ hạng|thứ bậc|hạng)"
)
_PLACES = any_of("bậc|hạng|thứ hạng|vị trí|place|places|position|positions|spot|spots|rank|ranks")
_STEPS = re.compile(rf"(?P<number>[0-9]{{1,2}}|[^0-9]+?)(?: (?P<unit>{_PLACES}))?")
_PLAIN_DIRECTIONS = {"tăng", "giảm", "up", "down", "+", "-", ""}
_PERCENTAGE = re.compile(rf"{DIGITS} ?(?:%|percent|per cent|phần trăm)")
_POINTS_MOVED = re.compile(rf"(?P<number>{DIGITS}){POINTS}")


def _split_direction(text: str, expected: Expected) -> tuple[str, str]:
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
    places = int(number) if number.isdecimal() else CARDINALS.get(number, MOST_PROVINCES)
    # "vươn lên 5" may be a place, so only the plainest words may go without "bậc" or "places".
    unit_missing = match is None or (match["unit"] is None and word not in _PLAIN_DIRECTIONS)
    undirected = match is not None and match["unit"] is not None and word == ""
    if unit_missing or undirected or places >= MOST_PROVINCES:
        _RANK_CHANGE.refuse(text)
    return _SIGNS[word] * places


@dataclass(frozen=True, slots=True)
class PrintedMove:
    """By how much, up positive, and to how many decimals was it printed?"""

    value: float
    decimals: int


def read_score_change(text: str) -> PrintedMove:
    """By how much did a score change, in the points of its own scale?

    Raises:
        PrintedNumberError: no number, two directions, a percentage, a grade.
    """
    word, rest = _split_direction(text, _SCORE_CHANGE)
    match = _POINTS_MOVED.fullmatch(rest)
    if match is None:
        _SCORE_CHANGE.refuse(text)
    return _move(word, read_digits(match["number"], DECIMAL_MARKS, text))


def read_growth(text: str) -> PrintedMove:
    """By how many percent did a figure grow (32.7 for "tăng 32,7%"), a fall negative?

    The percent sign or word must be printed; percentage points ("điểm phần trăm") are refused.

    Raises:
        PrintedNumberError: no percentage, or two directions.
    """
    word, rest = _split_direction(text, _GROWTH)
    if not _PERCENTAGE.fullmatch(rest):
        _GROWTH.refuse(text)
    return _move(word, read_amount(rest, text))


def _move(word: str, number: Number) -> PrintedMove:
    value = float(_SIGNS[word] * number.value) if number.value else 0.0
    return PrintedMove(value, number.decimals)
