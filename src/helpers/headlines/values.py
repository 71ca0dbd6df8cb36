"""Which places, moves and scores does a headline state?

A value found here is written again in its usual form ("tăng 5 bậc", "21/63") and read by the reader
of printed numbers, so that a headline allows what a ledger allows and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from helpers.headlines.words import Headline, Span, fold_letters, phrase
from helpers.printed.changes import parse_rank_change, read_growth, read_score_change
from helpers.printed.ranks import PrintedRank, parse_rank
from helpers.printed.scores import parse_score
from helpers.printed.words import (
    CARDINALS,
    ENGLISH_ORDINALS,
    PrintedNumberError,
    any_of,
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a headline, where it stands, and what is doubtful about it.

    `statistic`, `value`, `best`, `worst` and `decimals` as in a figure; `from_bottom` counts places
    from the last one; `universe` is the number of units that stands beside a place, or empty;
    `when` is "baseline" for the first place of "from 36th to 21st"; `refusal` says why it cannot be
    compared, and `warning` what was taken for granted.
    """

    start: int
    end: int
    statistic: str
    value: float | None = None
    best: int | None = None
    worst: int | None = None
    from_bottom: int | None = None
    decimals: int | None = None
    universe: str = ""
    when: str = ""
    refusal: str = ""
    warning: str = ""


_CARDINALS = {fold_letters(word): n for word, n in CARDINALS.items() if 1 <= n <= 64}  # noqa: PLR2004
CARDINAL_WORDS = any_of("|".join(_CARDINALS))
"""A pattern for any number in Vietnamese or English words."""
_ORDINALS = {word: n for word, n in ENGLISH_ORDINALS.items() if n <= 64}  # noqa: PLR2004
_AFTER_THU = {"nhat": 1, "nhi": 2, "tu": 4}
_NUMBER = rf"(?:[0-9]{{1,2}}(?![0-9]|[.,][0-9])|{CARDINAL_WORDS})"
_ORDINAL = rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)|{any_of('|'.join(_ORDINALS))})"
_B, _A = r"(?<![a-z0-9])", r"(?![a-z0-9])"
_UNITS, _RANK_WORD, _STANDS = phrase("units"), phrase("rank_words"), phrase("stands")
_UP, _DOWN, _LEAD, _LAST = phrase("up"), phrase("down"), phrase("leads"), phrase("lasts")
_SIZE = (
    rf"(?:(?: ?/ ?| (?:out )?of (?:the )?(?:all )?| trong (?:tong )?(?:so )?"
    rf"| tren (?:tong )?(?:so )?| among (?:the )?| cua (?:ca )?)(?P<size>63|64|34)(?: {_UNITS})?)?"
)
# What a number counts when it is no place: of these, no rank is read.
_NO_PLACE = rf"(?!,? ?{phrase('counted')}(?![a-z0-9]))(?! (?:[0-9]|half|to [a-z]))"
_HEDGE = rf"(?:(?P<hedge>{phrase('hedges')}) )?"
_PLACES = rf"{phrase('places')}(?! (?:muc|viec lam|luong|thoi gian)){_A}"
_BY = (
    r"(?: (?:by|len|xuong|them|toi|duoc|manh|lien|ngay|thang|lien tiep|mot lan|tong cong"
    r"|a total of))*"
)
_KEEP = rf"(?:tiep tuc |van |still )?{phrase('keeps')}(?: (?:steady|unchanged|on))?"
_SPOT = r"(?: place| position| spot)?"
_ONE_OF = r"(?:(?:mot|1) )?(?:trong )?(?:nhom )?"
_NEXT = r"[ ¤§@(),:]*"


def read_values(headline: Headline) -> list[Value]:
    """All values of a headline, in its order; what was read is masked."""
    values: list[Value] = []
    for pattern, make in _PATTERNS:
        for match in list(re.finditer(f"{_B}{pattern}", headline.folded)):
            words = headline.text[match.start() : match.end()]
            if not headline.is_spelled(match.start(), match.end()) or _WEEKDAY.search(words):
                continue
            found = _made(make, match)
            if found:
                values += found
                headline.mask(Span(match.start(), match.end(), "value"))
    return sorted(values, key=lambda value: (value.start, value.end))


def _made(make: Callable[[re.Match[str]], list[Value]], match: re.Match[str]) -> list[Value]:
    try:
        return make(match)
    except PrintedNumberError:
        return []


def _number(words: str) -> int:
    if words[0].isdecimal():
        return int(re.sub("[a-z]", "", words))
    return (_CARDINALS | _ORDINALS | _AFTER_THU)[words]


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {name: text for name, text in match.groupdict().items() if text}


def _value(match: re.Match[str], statistic: str, **fields: object) -> Value:
    groups = _groups(match)
    defaults = {
        "universe": groups.get("size", ""),
        "refusal": "hedge" if "hedge" in groups else "",
    }
    fields = defaults | fields
    return Value(match.start(), match.end(), statistic, **fields)  # type: ignore[arg-type]  # by name


def _ranked(match: re.Match[str], printed: PrintedRank, **fields: object) -> Value:
    return _value(
        match,
        "rank" if printed.rank is not None and not printed.is_group else "group",
        value=None if printed.rank is None else float(printed.rank),
        best=printed.best,
        worst=printed.worst,
        from_bottom=printed.from_bottom,
        **fields,
    )


_WEEKDAY = re.compile(r"[Tt]hứ (?:Hai|Ba|Tư|Năm|Sáu|Bảy)")


def _rank(match: re.Match[str]) -> list[Value]:
    size = _groups(match).get("size", "")
    return [_ranked(match, parse_rank(f"{_number(match['n'])}" + (f"/{size}" if size else "")))]


def _kept_rank(match: re.Match[str]) -> list[Value]:
    if _groups(match).get("lead"):
        same = [_ranked(match, parse_rank("1"))]
    elif _groups(match).get("top"):
        # A place within a group may change while the group is kept.
        return [_ranked(match, parse_rank(f"top {_number(match['top'])}"), warning="group kept")]
    else:
        same = _rank(match)
    return [*same, _value(match, "rank_change", value=0.0, universe="")]


def _kept(match: re.Match[str]) -> list[Value]:
    return [_value(match, "rank_change", value=0.0)]


def _lead(match: re.Match[str]) -> list[Value]:
    return [_ranked(match, parse_rank("1"))]


def _second(match: re.Match[str]) -> list[Value]:
    return [_ranked(match, parse_rank("2"))]


def _last(match: re.Match[str]) -> list[Value]:
    return [_ranked(match, parse_rank("last"))]


def _top(match: re.Match[str]) -> list[Value]:
    return [_ranked(match, parse_rank(f"top {_number(match['n'])}"))]


def _bottom(match: re.Match[str]) -> list[Value]:
    return [_ranked(match, parse_rank(f"bottom {_number(match['n'])}"))]


def _change(match: re.Match[str]) -> list[Value]:
    way = "tăng" if _groups(match).get("up") else "giảm"
    return [
        _value(
            match, "rank_change", value=float(parse_rank_change(f"{way} {_number(match['n'])} bậc"))
        )
    ]


def _from_to(match: re.Match[str]) -> list[Value]:
    groups = _groups(match)
    first, last = _number(match["n"]), _number(match["m"])
    warning = (
        "" if groups.get("word") or groups.get("word2") or groups.get("size") else "bare places"
    )
    down = re.search(rf"(?:{_DOWN})", groups.get("way", "")) is not None
    if (down and last < first) or (groups.get("up") and last > first):
        warning = "direction against places"
    middle, end = match.start("way"), match.end()
    sizes = groups.get("size", "") or groups.get("size1", "")
    pair = []
    for start, stop, place, when in (
        (match.start(), middle, first, "baseline"),
        (middle, end, last, ""),
    ):
        printed = parse_rank(f"{place}/{sizes}" if sizes else str(place))
        found = _ranked(match, printed, universe=sizes, when=when, warning=warning)
        pair.append(
            Value(**{n: getattr(found, n) for n in Value.__slots__} | {"start": start, "end": stop})
        )
    return pair


def _scores_from_to(match: re.Match[str]) -> list[Value]:
    middle = match.start("way")
    pair = []
    for start, stop, text, when in (
        (match.start(), middle, match["x"], "baseline"),
        (middle, match.end(), match["y"], ""),
    ):
        score = parse_score(text)
        refusal = "" if score.value is not None and score.value <= 1 else "scale"
        pair.append(
            Value(
                start,
                stop,
                "score",
                score.value,
                decimals=score.decimals,
                when=when,
                refusal=refusal,
            )
        )
    return pair


def _growth(match: re.Match[str]) -> list[Value]:
    way = "tăng" if _groups(match).get("up") else "giảm"
    move = read_growth(f"{way} {match['x']}%")
    return [_value(match, "score_growth", value=move.value, decimals=move.decimals)]


def _score_change(match: re.Match[str]) -> list[Value]:
    way = "tăng" if _groups(match).get("up") else "giảm"
    move = read_score_change(f"{way} {match['x']}")
    scale = {} if abs(move.value) <= 1 and move.decimals else {"refusal": "scale"}
    return [_value(match, "score_change", value=move.value, decimals=move.decimals, **scale)]


def _score(match: re.Match[str]) -> list[Value]:
    scale = _groups(match).get("scale")
    score = parse_score(f"{match['x']}/{scale}" if scale else match["x"])
    value = score.fraction if scale else score.value
    # A score of 1,000 points carries three more decimals once it is a share of its scale.
    shift = len(str(int(score.scale))) - 1 if score.scale else 0
    outside = {} if value is not None and value <= 1 and score.decimals else {"refusal": "scale"}
    return [_value(match, "score", value=value, decimals=score.decimals + shift, **outside)]


_X = r"(?P<x>[0-9]+(?:[.,][0-9]+)?)"
_Y = r"(?P<y>[0-9][.,][0-9]+)"
_TO = r"(?:(?:[a-z]+ )?(?:len|xuong|den|toi|ve|to|into)|vuon len)"
_OF_UNITS = _SIZE.replace("?P<size>", "?P<size1>")
_NATION = r"(?: (?:tren )?(?:ca nuoc|toan quoc|nationwide|nationally|in the country))?"
# "Nhóm dẫn đầu", "các tỉnh dẫn đầu": a group whose size is not said.
_ALONE = "".join(
    f"(?<!{word} )"
    for word in ("nhom", "tinh", "phuong", "cac", "thanh", "provinces", "top", "tinh,", "cao")
)
_GROUP_TAIL = rf"(?: {_UNITS})?(?: (?:dan dau|dung dau|cao nhat|hang dau|nationwide))?"
_PATTERNS: tuple[tuple[str, Callable[[re.Match[str]], list[Value]]], ...] = (
    (
        rf"(?:(?P<up>{_UP}|improv\w+)\b[ ]?)?(?:hang |bac )?(?:tu|from) (?:{_HEDGE})(?:diem )?"
        rf"(?P<x>[0-9][.,][0-9]+){_NEXT}(?:diem|points)?{_NEXT}(?P<way>{_TO}) {_Y}{_NEXT}"
        r"(?:diem|points)?",
        _scores_from_to,
    ),
    (
        rf"(?:(?P<up>{_UP}){_BY} )?(?:tu|from)(?: the)? (?P<word>(?:{_RANK_WORD} ?)+)?"
        rf"(?P<n>{_ORDINAL}|{_NUMBER}|nhat|nhi)(?: place| position| spot)?{_OF_UNITS}{_NEXT}"
        rf"(?P<way>{_TO}) (?:the )?(?P<word2>(?:{_RANK_WORD} ?)+)?"
        rf"(?P<m>{_ORDINAL}|{_NUMBER}|nhat|nhi)(?: place| position| spot)?{_SIZE}{_A}{_NO_PLACE}",
        _from_to,
    ),
    (rf"(?:(?P<up>{_UP})|{_DOWN}){_BY} {_HEDGE}(?P<n>{_NUMBER}) {_PLACES}", _change),
    (
        rf"(?P<n>{_NUMBER})[- ]?(?:place|position|spot|notch)s? (?:(?P<up>climb|rise|jump|gain"
        rf"|improvement|increase|surge|higher)|drop|fall|decline|slide|slip|lower){_A}",
        _change,
    ),
    (
        rf"{_KEEP} (?:(?:its|their|the|vi tri|ngoi|thu hang|hang|thu|xep|rank|place|position|at|in"
        rf"|ranked|nhom|trong) )*"
        rf"(?:(?P<lead>{_LEAD}|dau|so 1|nhat|first)|(?:top|top-)[ -]?(?P<top>{_NUMBER})"
        rf"|(?P<n>{_ORDINAL}|{_NUMBER}|nhat|nhi|tu){_SPOT}{_SIZE}){_A}{_NO_PLACE}",
        _kept_rank,
    ),
    (
        rf"(?:{_KEEP} (?:its |their |the )?(?:same )?(?:vi tri|thu hang|thu bac|xep hang|hang|ngoi"
        rf"|rank|ranking|place|position|spot)|khong thay doi(?: vi tri| thu hang| thu bac)?"
        rf"|khong doi(?: hang)?|(?:(?:its )?(?:rank|ranking|position) )?(?:is |was |remains? "
        rf"|remained )?unchanged|no change(?: in rank| in ranking)?){_A}",
        _kept,
    ),
    (
        rf"(?:(?:lot|vao|thuoc|nam|trong|in|into|enters?|entered|among|the|makes|made|joins?"
        rf"|o) )*(?:top|top-|nhom|tops?)"
        rf"[ -]?{_HEDGE}(?P<n>{_NUMBER}){_SIZE}{_GROUP_TAIL}{_A}",
        _top,
    ),
    (
        rf"{_ONE_OF}(?:so )?(?P<n>{_NUMBER}) {_UNITS} (?:co [§@¤ ]*)?"
        rf"(?:dan dau|dung dau|cao nhat|tot nhat)",
        _top,
    ),
    (
        rf"(?:(?:among|in|one|of) )+(?:the )?(?:(?:top|best|leading|highest)[ -]?)?(?P<n>{_NUMBER})"
        rf" (?:(?:best|top|leading|highest)[- ]?)(?:perform(?:ers|ing)|scor(?:ers|ing)|ranked"
        rf"|placed)?(?: {_UNITS})?{_A}",
        _top,
    ),
    (
        rf"(?:(?:among|in|the|one|of) )*(?:bottom|lowest) (?P<n>{_NUMBER}){_A}",
        _bottom,
    ),
    (
        rf"{_ONE_OF}(?P<n>{_NUMBER}) {_UNITS} (?:dung cuoi|xep cuoi|cuoi bang|thap nhat)",
        _bottom,
    ),
    (
        rf"(?:(?P<up>{_UP})|{_DOWN}){_BY} {_HEDGE}{_X} ?(?:%|phan tram|percent|per cent)",
        _growth,
    ),
    (
        rf"(?:(?P<up>tang|tang them|up|rose|rises|gained|gains|increased|increases|climbed)"
        rf"|giam|down|fell|falls|dropped|drops|lost|decreased|declined)(?: by| them)? {_HEDGE}{_X}"
        rf"(?: (?:diem|points?){_A}|(?<=[.,][0-9]{{2}})(?![0-9])|(?<=[.,][0-9]{{3}})(?![0-9])"
        rf"|(?<=[.,][0-9]{{4}})(?![0-9]))",
        _score_change,
    ),
    (rf"{_HEDGE}{_X} ?/ ?(?P<scale>1[.,]?000|1(?:[.,]0+)?|100)(?![0-9])(?: diem| points)?", _score),
    (rf"{_HEDGE}(?P<x>0[.,][0-9]{{1,4}})(?![0-9])(?: diem| points)?", _score),
    (
        rf"(?:dat|diem|diem so|score[ds]?(?: of)?|with) {_HEDGE}(?P<x>[0-9]{{1,4}}(?:[.,][0-9]+)?)"
        rf" ?(?:diem|points){_A}",
        _score,
    ),
    (
        rf"(?:(?:{_STANDS}|the) )*(?:{_RANK_WORD} ?)*{_HEDGE}(?P<n>{_ORDINAL}|{_NUMBER})"
        rf"(?: place)?{_SIZE.rstrip('?')}",
        _rank,
    ),
    (
        rf"(?:{_STANDS} )*(?:{_RANK_WORD} ?)*(?:thu|hang) (?P<n>nhat|nhi|tu){_SIZE}{_A}{_NO_PLACE}",
        _rank,
    ),
    (
        rf"(?:{_STANDS} )*(?:{_RANK_WORD} )*{_RANK_WORD} ?{_HEDGE}(?P<n>{_NUMBER})"
        rf"{_SIZE}{_A}{_NO_PLACE}",
        _rank,
    ),
    (
        rf"(?:ranked|ranks|ranking|placed|stands|stood|came|comes|finished|finishes|sits|at|to|in|is"
        rf"|tied for|joint|xep|dung) (?:the )?{_HEDGE}(?P<n>{_ORDINAL})"
        rf"{_SPOT}{_SIZE}{_A}{_NO_PLACE}",
        _rank,
    ),
    (rf"(?P<n>{_ORDINAL})(?= (?:in|for|on|by) (?:the )?§| ?¤)", _rank),
    (rf"(?P<n>{_ORDINAL}) (?:place|position|spot|nationwide|nationally|in the country){_A}", _rank),
    (rf"(?:ranked|ranks|xep|dung) {_HEDGE}(?P<n>[0-9]{{1,2}}){_SIZE}{_A}{_NO_PLACE}", _rank),
    (rf"{_ALONE}{_LEAD}{_NATION}{_A}(?! (?:nhom|top))", _lead),
    (rf"{phrase('seconds')}{_A}", _second),
    (rf"(?:(?P<hedge>ap|ke|gan|near|off|from the) )?{_LAST}{_NATION}{_A}", _last),
)
