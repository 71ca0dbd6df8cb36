"""What matters in a text: every province, index, number and telling word, marked in one pass.

The words are data (`vocabulary.yml`). A phrase fits where its words stand in the text with the same
tone marks, or in a text that has none; the longest phrase is taken, so that nothing is read twice.
"""

from __future__ import annotations

import bisect
import functools
import importlib.resources
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from helpers.printed.words import CARDINALS, ENGLISH_ORDINALS
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units, fold_name
from helpers.sources.yaml_files import parse_yaml

LETTERS: Mapping[str, str] = {
    "province": "P", "index": "X", "other_index": "O", "measure": "M", "number": "N", "five": "5",
    "ordinal": "o", "best": "A", "of_all": "Z", "of_some": "z", "score": "S", "year": "Y",
    "years": "I", "published": "D", "previous": "R", "following": "E", "relative": "r",
    "against": "B", "from": "f", "to": "T", "upto": "l", "downto": "x", "universe": "U",
    "whole": "n", "merged": "m", "former": "c", "rank_word": "K", "notch": "C", "stands": "W",
    "up": "G", "down": "L", "pass": "V", "keeps": "e", "unchanged": "=", "lead": "1",
    "second": "2", "last": "9", "next_to_last": "8", "top": "t", "bottom": "b", "highest": "3",
    "lowest": "4", "unit": "u", "score_word": "s", "score_verb": "v", "hedges": "h",
    "compared": "Q", "ties": "y", "distances": "d", "each": "j", "and": "&", "clause": "/",
    "target": "J", "negation": "q", "rumour": "i", "vague": "6", "body": "p", "part": "a",
    "region": "H", "scope": "g", "ministry": "7", "counted": "k", "pushed": "<", "amounts": ">",
    "percent": "%", "other_number": "0", "unknown": "w", "harmless": "w", "full_marks": "+", "goal": "*", "that_year": "r", "now": "@", "next": "^",
}  # fmt: skip
"""The letter of each kind of mark; rules are patterns over the letters of a sentence."""
SKIPPED = ("self", "filler", "city", "document", "streak", "money", "ignored", "percent_word", "documents",
           "date")  # fmt: skip
"""Kinds that have no letter: rules do not see them."""
_CITIES = {"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue", "thua thien hue"}
_YEAR, _DAY, _X = r"(?:19|20)[0-9]{2}(?![0-9.,]?[0-9])", "[0-9]{1,2}", r"[0-9]+(?:[.,][0-9]+)*"
_SMALL = "hai|ba|tu|nam|sau|bay|tam|chin|muoi|nhat|two|three|four|five|six|seven|eight|nine|ten|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"  # noqa: E501
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_NUMBERS: tuple[tuple[str, str], ...] = (
    (
        "published",
        rf"(?:cong bo|ra mat|phat hanh|published|released|announced|issued)(?: chinh thuc)?(?: vao| trong| in| dau| cuoi| early in| late in)?(?: vao)?(?: nam| ngay| thang)? (?:(?P<published_month>(?:{_DAY}[/.-])?{_DAY})(?: nam |[/.-]))?(?P<published_year>{_YEAR})",
    ),  # noqa: E501
    (
        "date",
        rf"(?:(?:ngay|sang|chieu|toi|trua) )?{_DAY}[/.-]{_DAY}[/.-](?P<date_year>{_YEAR})(?: \d\d?:\d\d)?|(?:ngay )?{_DAY} thang {_DAY}(?:(?: nam |[/ ,-]+){_YEAR})?|(?:thang {_DAY}|quy [ivx0-9]+)(?: nam |[/ -]){_YEAR}|{_DAY}/{_YEAR}|(?:ngay|sang|chieu|toi|trua) {_DAY}[/-]{_DAY}|(?:{_DAY} )?{_MONTH}(?: {_DAY},?)? {_YEAR}|{_DAY} {_MONTH}(?![a-z])|{_MONTH} {_DAY}(?![0-9])|\d\d?:\d\d|\d\d?h\d\d|(?:thang|quy) [0-9ivx]{{1,3}}(?![0-9a-z])",
    ),  # noqa: E501
    (
        "document",
        r"(?:{documents})(?: so)?:? \(?[0-9][0-9a-z/.-]*|[0-9]+/(?:[0-9]{4}/)?[a-z]{2,}[0-9a-z-]*|[0-9]+-[a-z]{2,}/[a-z]+|0[0-9]{2,3}[. -][0-9]{3,4}[. -]?[0-9x]{3,4}|(?:ky hop|phien hop|hoi nghi|dai hoi|khoa|nhiem ky|session)(?: (?:lan )?thu (?:[0-9]{1,2}|[ivx]+|{small}))",
    ),  # noqa: E501
    (
        "streak",
        r"(?:lan|nam|ky) thu (?:[0-9]{1,2}|{small})(?: lien tiep| lien tuc)?|(?:[0-9]{1,2}|{small}) (?:nam|lan|ky) (?:lien tiep|lien tuc|lien)|(?:for )?(?:the |a )?(?:[0-9]{1,2}(?:st|nd|rd|th)?|{small}) (?:consecutive|straight|successive) (?:year|time)s?|(?:[0-9]{1,2}|{small}) years (?:running|in a row)|(?:the )?(?:{small}|[0-9](?:st|nd|rd|th)) edition(?: in a row)?|for (?:the )?(?:[0-9]{1,2}(?:st|nd|rd|th)?|{small}) (?:years?|time)",
    ),  # noqa: E501
    (
        "vague",
        r"(?:nhom thu|group) (?:[0-9]{1,2}|{small})(?![a-z0-9])|(?:[12]|mot|hai|one|two)(?: ?/ ?(?:3|ba)| trong (?:so )?(?:3|ba)| (?:out )?of (?:the )?(?:3|three))? (?:tru cot|pillars?)|(?:sau|trong|over|in|within|after) [2-9] (?:nam|years)(?![a-z])",
    ),  # noqa: E501
    ("measure", r"(?:ca )?3 (?:tru cot|linh vuc)|(?:all )?3 pillars"),
    ("previous", r"(?:chi )?sau 1 nam|trong(?: vong)? 1 nam"),
    ("other_index", r"766(?![0-9])|vnr500"),
    ("percent", rf"{_X} ?(?:%|phan tram(?![a-z])|per ?cent(?![a-z]))"),
    (
        "score",
        rf"(?P<scaled>{_X}) ?/ ?(?P<scale>1[.,]?000|1(?:[.,]0+)?|100)(?![0-9])|(?!1[.,]000 (?:points|diem))(?:0[.,][0-9]{{1,4}}|1[.,]0{{1,4}})(?![0-9]|[.,][0-9])",
    ),  # noqa: E501
    ("of", r"(?P<place>[0-9]{1,2}) ?/ ?(?P<size>[0-9]{1,2})(?![0-9/]|[.,][0-9])"),
    ("money", r"(?:vnd|usd|\$|eur) ?[0-9][0-9.,]*(?: (?:ty|trieu|nghin|billion|million))?"),
    (
        "years",
        rf"(?:(?:giai doan|tu nam|tu|trong|from|between) )?(?P<first>{_YEAR}) ?(?:-|den(?: nam)?|to|sang(?: nam)?|and) ?(?P<second>{_YEAR})",
    ),  # noqa: E501
    (
        "year",
        rf"(?:(?:vao |trong |cua |in |for |of |the )?(?:nam|ky|year|edition|in|for|of)(?: danh gia)? )?(?P<edition>{_YEAR})",
    ),  # noqa: E501
    ("ordinal", r"(?P<place2>[0-9]{1,2})(?:st|nd|rd|th)(?![a-z])"),
    ("number", r"(?P<small>[0-9]{1,2})(?![0-9]|[.,/][0-9])"),
    ("other_number", rf"{_X}[a-z0-9]*"),
)
_WORD = re.compile(
    r"(?:tp|tx|vs|no|q|p|t\.p)\.(?=\s?\S)|[^\W\d_]+(?:['’&](?!s\b)[^\W\d_]+)*|#|%|→|[,;:.()|?!/]|(?<=\s)-(?=\s)|^-(?=\s)",
    re.MULTILINE,
)  # noqa: E501
# "Thứ Hai" is a Monday; "Thứ nhất, …" counts what is said.
_NO_PLACE = re.compile(
    r"(?<!\w)[Tt]hứ (?:Hai|Ba|Tư|Năm|Sáu|Bảy)(?!\w)"
    r"|(?:^|(?<=[.:;] ))Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám)(?=[,:])",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text that matters: its kind (`LETTERS`), what it says, and where it stands."""

    kind: str
    start: int
    end: int
    value: str = ""
    other: str = ""

    @property
    def letter(self) -> str:
        """The letter that rules see; punctuation is its own, empty for what they do not see."""
        return "" if self.kind in SKIPPED else LETTERS.get(self.kind, self.kind)


Entry = tuple[str, str, tuple[str, ...]]
Phrases = dict[str, dict[tuple[str, ...], list[Entry]]]


def fold_letters(text: str) -> str:
    """The text without case and diacritics, letter for letter, so that places stay the same."""
    return "".join(map(_fold_letter, text))


@functools.lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if letter in "ĐđÐð":
        return "d"
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return plain if len(plain) == 1 else letter


@functools.lru_cache(maxsize=8192)
def _spelling(word: str) -> tuple[str, ...]:
    """The letters and marks of a word, wherever its tone mark is placed: "hoà" is "hòa"."""
    return tuple(sorted(unicodedata.normalize("NFD", word.lower())))


@functools.lru_cache(maxsize=1)
def vocabulary() -> dict[str, Any]:
    """The words of statements by kind (`vocabulary.yml`)."""
    file = importlib.resources.files("helpers.statements").joinpath("vocabulary.yml")
    words: dict[str, Any] = parse_yaml(file.read_text("utf-8"), file.name)
    return words


def variants(phrases: str) -> Iterator[str]:
    """The phrases between bars, with and without each part in brackets."""
    for phrase in phrases.split("|"):
        parts = re.split(r"(\([^)]*\))", phrase)
        # "(dti)" as well as "dti": brackets are no words of a phrase.
        choices = [("", part[1:-1]) if part.startswith("(") else (part,) for part in parts]
        for chosen in itertools.product(*choices):
            yield " ".join(" ".join(chosen).split())


def _add(phrases: Phrases, text: str, kind: str, value: str) -> None:
    words = tuple(match[0].lower() for match in _WORD.finditer(text))
    if words:
        key = tuple(map(fold_letters, words))
        phrases.setdefault(key[0], {}).setdefault(key, []).append((kind, value, words))


@functools.lru_cache(maxsize=1)
def _fixed_phrases() -> Phrases:
    phrases: Phrases = {}
    for kind, words in vocabulary().items():
        named = {"indices": "index", "measures": "measure", "regions": "region"}.get(kind)
        for value, listed in words.items() if named else [(kind, words)]:
            if kind in ("fillers", "harmless"):
                continue
            for phrase in variants(listed):
                _add(phrases, phrase, named or kind, value if named else fold_letters(phrase))
    for word, number in CARDINALS.items():
        if 1 <= number <= 64:  # noqa: PLR2004
            _add(phrases, word, "five" if word == "năm" else "number", str(number))
    for (ten, word), (unit, last) in itertools.product(
        (("hai", 20), ("ba", 30), ("bốn", 40), ("năm", 50)), (("mốt", 1), ("tư", 4), ("lăm", 5))
    ):
        _add(phrases, f"{ten} {unit}", "number", str(word + last))
    for word, number in ENGLISH_ORDINALS.items():
        if number <= 64:  # noqa: PLR2004
            _add(phrases, word, "ordinal", str(number))
    for word, number in {"nhất": 1, "nhì": 2, "tư": 4}.items():
        _add(phrases, word, "best", str(number))
    return phrases


class Marker:
    """Marks texts, knowing the provinces and measures on file."""

    def __init__(self, definitions: Definitions, units: Units) -> None:
        self._own: Phrases = {}
        for index in definitions.indices:
            for measure in definitions.measures(index):
                for lang in ("vi", "en") if measure != "overall" else ():
                    _add(
                        self._own,
                        definitions.measure_name(index, measure, lang),
                        "measure",
                        measure,
                    )
        names: dict[str, str] = {}
        for unit in units.units:
            names |= dict.fromkeys(map(fold_name, (unit.province, unit.province_en)), unit.province)
        for alias, code in units.aliases.items():
            bare = re.sub("^(?:ubnd )?(?:tinh|thanh pho|tp|t p) ", "", alias)
            names.setdefault(bare, units.of_code(code).province)
        names |= {name.replace(" ", ""): names[name] for name in ("ha noi", "da nang")}
        names |= {"haiphong": names["hai phong"], "hcmc": names["ho chi minh"]}
        for name, province in names.items():
            words = name.split()
            for gap in range(len(words)):
                dashed = [*words[:gap], "-", *words[gap:]] if gap else words
                _add(self._own, " ".join(dashed), "province", province)

    def marks(self, text: str) -> list[Mark]:
        """All marks of a text, in its order."""
        folded = fold_letters(text)
        plain = not any(
            word[0][0].isupper() and not word[0].isupper() for word in _WORD.finditer(text)
        )
        days = list(_NO_PLACE.finditer(text))
        numbers = list(_numbers().finditer(folded))
        inside = sorted((m.start(), m.end()) for m in [*numbers, *days])
        words = [
            m for m in _WORD.finditer(text)
            if not any(s <= m.start() < e for s, e in _near(inside, m.start()))
        ]  # fmt: skip
        marked = self._has_marks(words)
        found = [_number_mark(m) for m in numbers] + [
            Mark("date", m.start(), m.end()) for m in days
        ]
        at, fillers = 0, _listed("fillers")
        while at < len(words):
            mark, taken = self._phrase(text, words, at, marked=marked, plain=plain)
            if mark is None:
                word = fold_letters(words[at][0])
                kind = (
                    word
                    if not word[0].isalpha()
                    else (
                        "filler"
                        if word in fillers
                        else "harmless"
                        if word in _listed("harmless")
                        else "unknown"
                    )
                )
                mark = Mark(kind, words[at].start(), words[at].end(), word)
            found.append(mark)
            at += taken
        ordered = sorted(found, key=lambda mark: mark.start)
        return list(_with_cities(_with_universes(_counted_units(ordered)), text))

    def _has_marks(self, words: list[re.Match[str]]) -> bool:
        """Whether the text is written with tone marks, names (with capitals) aside."""
        return any(
            not word[0].isascii()
            and (word[0][0].islower() or (word[0].isupper() and len(word[0]) > 1))
            for word in words
            if word[0][0].isalpha()
        )

    def _phrase(
        self, text: str, words: list[re.Match[str]], at: int, *, marked: bool, plain: bool
    ) -> tuple[Mark | None, int]:
        """The longest phrase that begins at a word, and how many words it takes."""
        first = fold_letters(words[at][0])
        options = {**_fixed_phrases().get(first, {})}
        for key, entries in self._own.get(first, {}).items():
            options[key] = [*entries, *options.get(key, [])]
        for key in sorted(options, key=len, reverse=True):
            own = words[at : at + len(key)]
            if len(own) < len(key) or tuple(fold_letters(word[0]) for word in own) != key:
                continue
            if any(text[a.end() : b.start()].strip(" -'’") for a, b in itertools.pairwise(own)):
                continue  # A number stands between.
            fitting: list[tuple[str, str]] = []
            for kind, value, spelled in options[key]:
                if kind == "province":
                    fits = text[own[0].start()].isupper() or plain
                else:
                    fits = all(
                        (not marked and word[0].isascii()) or _spelling(word[0]) == _spelling(one)
                        for word, one in zip(own, spelled, strict=True)
                    )
                if fits:
                    fitting.append((kind, value))
            if fitting:
                kind, value = fitting[0]
                # Two indices may have parts of one name.
                others = "|".join(v for k, v in fitting[1:] if k == kind == "measure")
                return Mark(kind, own[0].start(), own[-1].end(), value, others), len(key)
        return None, 1


def _near(spans: list[tuple[int, int]], place: int) -> Iterable[tuple[int, int]]:
    at = bisect.bisect_right(spans, (place, 1 << 60))
    return spans[max(0, at - 1) : at]


@functools.lru_cache(maxsize=2)
def _listed(key: str) -> frozenset[str]:
    return frozenset(vocabulary()[key].split())


@functools.lru_cache(maxsize=1)
def _numbers() -> re.Pattern[str]:
    documents = "|".join(
        sorted((fold_letters(p.strip()) for p in vocabulary()["documents"].split("|")), key=len)[
            ::-1
        ]
    )
    shapes = (
        f"(?P<{kind}>{shape.replace('{documents}', documents).replace('{small}', _SMALL)})"
        for kind, shape in _NUMBERS
    )
    return re.compile(r"(?<![a-z0-9.,/])(?:" + "|".join(shapes) + ")")


def _number_mark(match: re.Match[str]) -> Mark:
    kind, groups = match.lastgroup or "", match.groupdict()
    kind = next(name for name, _ in _NUMBERS if groups[name])
    value, other = match[0], ""
    if kind == "of":
        kind, value, other = "of_some", groups["place"], groups["size"]
        kind = "of_all" if other in ("63", "34", "64") else kind
    elif kind == "measure":
        value = "all pillars"
    elif kind == "score" and groups["scale"]:
        value, other = groups["scaled"], groups["scale"]
    elif kind == "streak":
        value = match[0]
    elif kind in ("year", "ordinal", "number", "years", "published", "date"):
        value = groups[{"year": "edition", "ordinal": "place2", "number": "small", "years": "first",
                        "published": "published_year", "date": "date_year"}[kind]] or ""  # fmt: skip
        other = groups["second"] or "" if kind == "years" else ""
        if kind == "published" and groups["published_month"]:
            month = re.split("[/.-]", groups["published_month"])[-1]
            value = f"{value}-{int(month):02}"
    return Mark(kind, match.start(), match.end(), value, other)


def _with_universes(marks: list[Mark]) -> list[Mark]:
    """The number of all units of the country ("63", "34 provinces") is no place by itself."""
    seen = [mark for mark in marks if mark.letter]
    beside = dict(zip(seen, zip([None, *seen], [*seen[1:], None], strict=False), strict=False))
    found = []
    for mark in marks:
        if mark.kind == "number" and mark.value in ("63", "34"):
            before, after = beside[mark]
            led = before is not None and before.letter in "KGLVlxfWT" and before.value != "so"
            if not led and not (after is not None and after.letter in "CK"):
                mark = Mark("universe", mark.start, mark.end, mark.value)
        found.append(mark)
    return found


def _with_cities(marks: list[Mark], text: str) -> Iterator[Mark]:
    """A city that is no province ("TP Vinh", "Bien Hoa City") is a part of one."""
    for n, mark in enumerate(marks):
        before = marks[n - 1] if n else None
        after = marks[n + 1] if n + 1 < len(marks) else None
        titled = before is not None and before.kind == "city" and before.end + 2 > mark.start
        named = text[mark.start].isupper() and not text.isupper()
        if titled and mark.kind == "province" and fold_name(mark.value) not in _CITIES:
            mark = Mark("part", mark.start, mark.end, mark.value)
        elif titled and named and mark.kind in ("unknown", "harmless", "filler"):
            mark = Mark("part", mark.start, mark.end, mark.value)
        elif named and after is not None and after.value == "city" and mark.kind == "unknown":
            mark = Mark("part", mark.start, mark.end, mark.value)
        yield mark


def _counted_units(marks: list[Mark]) -> list[Mark]:
    """Units are units where they are counted or a group; "tỉnh" alone stands for the province."""
    found: list[Mark] = []
    for mark in marks:
        before = found[-1] if found else None
        counted = before is not None and (
            before.letter in ("N", "5", "U", "Z", "z", "0", "t", "b", "3")
            or before.value in ("cac", "nhung")
        )
        if mark.kind == "unit" and not counted:
            mark = Mark("self", mark.start, mark.end, mark.value)
        found.append(mark)
    return found
