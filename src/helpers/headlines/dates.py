"""Which words of a headline are days, years, counts of years or numbers of documents?"""

from __future__ import annotations

import re

from helpers.headlines.words import Headline, Span

_BEFORE, _AFTER = r"(?<![a-z0-9])", r"(?![a-z0-9])"
_YEAR = r"((?:19|20)[0-9]{2})(?![0-9])"
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb"
    "|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_SMALL_NUMBERS = (
    "hai|ba|tu|nam|sau|bay|tam|chin|muoi|two|three|four|five|six|seven|eight|nine|ten|second|third"
    "|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
)


def read_dates(headline: Headline) -> None:
    """Days and months, which are no ranks; years of publication, which are no editions."""
    day = r"[0-9]{1,2}"
    for pattern in (
        rf"{_BEFORE}(?:ngay )?{day}[/.-]{day}[/.-]{_YEAR}",
        rf"{_BEFORE}(?:ngay )?{day} thang {day}(?: nam |[/ ,-]+){_YEAR}",
        rf"{_BEFORE}(?:thang {day}|quy [ivx0-9]+)(?: nam |[/-]){_YEAR}",
        rf"{_BEFORE}{day}/{_YEAR}",
        rf"{_BEFORE}(?:{day} )?(?:{_MONTHS})(?: {day},?)? {_YEAR}",
        rf"{_BEFORE}(?:cong bo|ra mat|phat hanh|published|released|announced|issued)"
        rf"(?: chinh thuc)?(?: vao| trong| in| dau| cuoi| early in| late in)?(?: nam)? {_YEAR}",
    ):
        headline.read(pattern, "published", "¤")
    headline.read(rf"{_BEFORE}ngay {day}[/-]{day}{_AFTER}", "day", "¤")
    number = rf"(?:{day}(?:st|nd|rd|th)?|{_SMALL_NUMBERS})"
    headline.read(
        rf"{_BEFORE}(?:(?:lan|nam|ky) thu {number}(?: lien tiep| lien tuc)?"
        rf"|{number} (?:nam|lan|ky) (?:lien tiep|lien tuc|lien)"
        rf"|(?:for )?(?:the |a )?{number} (?:consecutive|straight|successive) (?:year|time)s?"
        rf"|{number} years (?:running|in a row)|for (?:the )?{number} (?:years?|time)){_AFTER}",
        "streak",
        "~",
    )
    headline.read(rf"{_BEFORE}(?:nhom thu|group) {number}{_AFTER}", "vague", "~")
    headline.read(
        rf"{_BEFORE}(?:(?:nghi quyet|quyet dinh|ke hoach|de an|chi thi|decision|resolution|decree)"
        rf"(?: so)? [0-9]+[0-9a-z/-]*"
        rf"|(?:ky hop|phien hop|hoi nghi|dai hoi|khoa|nhiem ky|session)"
        rf"(?: (?:lan )?thu (?:{day}|[ivx]+|nhat|{_SMALL_NUMBERS})| {day})"
        rf"|bi thu thu nhat){_AFTER}",
        "document",
        "~",
    )


def read_years(headline: Headline) -> None:
    """Years that an index measures: `edition`, `baseline` (compared with), `relative`."""
    against = (
        r"(?:so voi|so cung ky|tinh tu|ke tu|compared (?:with|to)|against|versus|vs\.?|over|from|on"
        r"|than|since|since the)"
    )
    before = r"(?:truoc do|lien truoc|lien ke|truoc|ngoai)"
    headline.read(
        rf"{_BEFORE}(?:{against} )?(?:nam|ky|cung ky|ky danh gia|ket qua)(?: nam)? {before}{_AFTER}"
        rf"|{_BEFORE}{against} cung ky{_AFTER}"
        rf"|{_BEFORE}(?:(?:chi )?sau|trong(?: vong)?) (?:1|mot) nam(?: qua)?{_AFTER}"
        rf"|{_BEFORE}(?:in|within|after|over) (?:just )?(?:a|one|1) year{_AFTER}"
        rf"|{_BEFORE}(?:(?:{against} )?(?:the )?(?:previous|last|prior|preceding) (?:year|edition)"
        rf"|(?:a|one) year (?:earlier|before)|year[- ]on[- ]year|yoy){_AFTER}",
        "previous", "¤", "",
    )  # fmt: skip
    headline.read(
        rf"{_BEFORE}(?:nam nay|nam qua|nam vua qua|this year|ky nay|moi nhat|latest|newest)"
        rf"{_AFTER}",
        "relative", "¤",
    )  # fmt: skip
    ranges = re.finditer(
        rf"{_BEFORE}(?:giai doan |tu nam |tu |trong |(?P<both>between )|from )?{_YEAR}"
        rf" ?(?(both)and|(?:-|den(?: nam)?|to|sang(?: nam)?)) ?{_YEAR}",
        headline.folded,
    )
    for match in list(ranges):
        headline.mask(Span(match.start(), match.start(3), "baseline", match[2]), "¤")
        headline.mask(Span(match.start(3), match.end(), "edition", match[3]), "¤")
    headline.read(
        rf"{_BEFORE}{against} (?:§+ )?(?:nam |the year |ky |ket qua (?:nam )?)?{_YEAR}",
        "baseline",
        "¤",
    )
    headline.read(
        rf"{_BEFORE}(?:(?:vao |trong |cua |in |for |of |the )?(?:nam|ky|year|edition|in|for|of) )?"
        rf"{_YEAR}",
        "edition",
        "¤",
    )
