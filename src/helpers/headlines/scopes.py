"""Among whom is a place counted, where it is not among all units of the country?

A place within a region, a cluster, a class of units ("các tỉnh ven biển") or a number of them
("3/13") is no national rank, wherever in the headline that is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from helpers.headlines.values import CARDINAL_WORDS, Value
from helpers.headlines.words import Headline, Span, fold_letters, joined, phrase, vocabulary

_BEFORE, _AFTER = r"(?<![a-z0-9])", r"(?![a-z0-9])"
# Words whose folded form means something else when its tone marks are others.
_SPELLED: Mapping[str, set[str]] = {
    "bac": {"bắc"},
    "bang": {"bằng"},
    "bien": {"biển", "biên"},
    "bo": {"bộ"},
    "cum": {"cụm"},
    "dong": {"đông", "đồng"},
    "gioi": {"giới"},
    "khoi": {"khối"},
    "mien": {"miền"},
    "nam": {"nam"},
    "nui": {"núi"},
    "phia": {"phía"},
    "tay": {"tây"},
    "vung": {"vùng"},
}
_NUMBER = rf"(?!(?:63|64|34)(?![0-9]))(?:[0-9]{{1,2}}(?![0-9]|[.,][0-9])|{CARDINAL_WORDS})"
_UNITS = (
    r"(?:(?:[a-z]+(?:ly)?[ -]){0,3}(?:provinces|cities|municipalities|localities)"
    r"|tinh|thanh(?: pho)?|do thi|dia phuong|don vi)"
)
_AMONG = r"(?:trong|tren|giua|cua|(?:out )?of|among|in)(?: (?:tong|so|ca|the|all))*"
_NATION = (
    r"(?:(?:tren|trong|cua|tai|o) )?(?:ca nuoc|toan quoc)|nationwide|nationally|in the country"
)
_PLACES = ("rank", "group", "rank_change")


def read_scopes(headline: Headline) -> None:
    """Regions, classes and numbers of units (`region`); the value names a region on file."""
    for name, shapes in vocabulary()["regions"].items():
        _read(headline, rf"(?:{phrase('region_words')} )?(?:{joined(shapes)})", name)
    _read(headline, phrase("scopes"), "")
    # "3/13 tỉnh"; "trong 13 tỉnh", wherever it stands; "third out of 13", which may be a misprint
    # and is left for what was not understood.
    _read(headline, rf"(?<=\^) ?/ ?{_NUMBER} {_UNITS}", "", before="")
    _read(headline, rf"{_AMONG} {_NUMBER} {_UNITS}", "")
    for match in re.finditer(rf"(?<=\^) ?(?:/ ?|{_AMONG} ){_NUMBER}{_AFTER}", headline.folded):
        headline.spans.append(Span(match.start(), match.end(), "region"))


def _read(headline: Headline, pattern: str, name: str, before: str = _BEFORE) -> None:
    for match in list(re.finditer(rf"{before}{pattern}{_AFTER}", headline.folded)):
        if headline.is_spelled(match.start(), match.end(), _SPELLED):
            headline.mask(Span(match.start(), match.end(), "region", name), "~")


def scopes_of(
    headline: Headline, clause: Callable[[int], int], values: Sequence[Value], value: Value
) -> list[Span]:
    """Where it is said among whom a value is counted; empty: in the country.

    In its own clause; in one that states nothing itself ("Vùng ĐBSCL: …", "… (vùng ĐBSCL)"); or of
    a value before, as long as the country is not named: "Cần Thơ dẫn đầu ĐBSCL, Long An thứ hai".
    """
    spans = headline.of_kind("region")
    own = clause(value.start)
    inside = [span for span in spans if clause(span.start) == own]
    national = _is_national(headline, value)
    if inside and not (national and all(span.end <= value.start for span in inside)):
        return inside
    if national or inside or value.statistic not in _PLACES:
        return []
    taken = {clause(other.start) for other in values}
    return [s for s in spans if clause(s.start) not in taken or clause(s.start) < own]


def possible_scopes(headline: Headline, value: Value) -> list[Span]:
    """Where a later value is counted, if this one may be too: "A thứ 2, B thứ 3 vùng ĐBSCL"."""
    placed = value.statistic in _PLACES and not _is_national(headline, value)
    return headline.of_kind("region") if placed else []


def scope_words(headline: Headline, spans: Sequence[Span]) -> str:
    """The words that say among whom, without what leads to them; one after the other."""
    words = (headline.text[span.start : span.end].strip(" /") for span in spans)
    return ", ".join(dict.fromkeys(_without_preposition(one) for one in words))


def region_of(headline: Headline, spans: Sequence[Span]) -> str:
    """The region on file that is meant, where nothing else is said of among whom; or empty."""
    named = {span.value for span in headline.of_kind("region")}
    return named.pop() if spans and len(named) == 1 else ""


def _without_preposition(words: str) -> str:
    lead = re.match(rf"(?:{_AMONG} )", fold_letters(words))
    return words[lead.end() :] if lead else words


def _is_national(headline: Headline, value: Value) -> bool:
    """Whether a value is said to be counted in the country: "thứ 8 cả nước", "8/63"."""
    words = fold_letters(headline.text[value.start : value.end])
    after = fold_letters(headline.text[value.end :])
    named = re.search(rf"{_BEFORE}(?:{_NATION})$", words) or re.match(rf" (?:{_NATION})", after)
    return bool(value.universe) or named is not None
