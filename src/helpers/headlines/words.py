"""Which words of a headline name a province, an index, a measure, a year or a doubt?

All patterns are written without diacritics and are searched in folded text, so that one pattern
reads `tăng 5 bậc`, `tang 5 bac` and the decomposed form. What a pattern has read is masked, so that
nothing is read twice, and what is left at the end was not understood.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from helpers.printed.words import one_spelling
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units, fold_name
from helpers.sources.yaml_files import parse_yaml

_BEFORE, _AFTER = r"(?<![a-z0-9])", r"(?![a-z0-9])"
# Words whose folded form means something else when its tone marks are others.
_PROPER = {
    "thu": {"thứ"},
    "hang": {"hạng"},
    "bac": {"bậc"},
    "tu": {"từ", "tư"},
    "nam": {"năm", "nằm"},
}
_SPELLED_DOUBTS = {
    "can": {"cần", "cận"},
    "chang": {"chẳng"},
    "chua": {"chưa"},
    "gan": {"gần"},
    "khong": {"không"},
    "muon": {"muốn"},
    "neu": {"nếu"},
    "nham": {"nhằm"},
    "phai": {"phải"},
    "sat": {"sát"},
    "se": {"sẽ"},
    "tru": {"trừ"},
    "uoc": {"ước"},
}


@functools.lru_cache(maxsize=1)
def vocabulary() -> dict[str, Any]:
    """The words of headlines (`vocabulary.yml`): patterns without diacritics."""
    file = importlib.resources.files("helpers.headlines").joinpath("vocabulary.yml")
    words: dict[str, Any] = parse_yaml(file.read_text("utf-8"), file.name)
    return words


def phrase(key: str) -> str:
    """A pattern for any of the phrases of one entry of the vocabulary, the longest first."""
    return f"(?:{joined(vocabulary()[key])})"


def joined(phrases: str) -> str:
    """Phrases between bars as one pattern, the longest first."""
    parts = _alternatives(re.sub(r" *\| *", "|", phrases))
    return "|".join(sorted(parts, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the headline that was read: what kind of thing it is, and what it says."""

    start: int
    end: int
    kind: str
    value: str = ""


_START = attrgetter("start")


@dataclass
class Headline:
    """A headline while it is read: its words, the folded ones, and what was read so far."""

    text: str
    folded: str
    spans: list[Span] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Headline:
        """The headline in one spelling, nothing read yet."""
        plain = one_spelling(text)
        return cls(plain, fold_letters(plain))

    def mask(self, span: Span, letter: str = "^") -> None:
        """Keep what was read, and hide it from further patterns."""
        self.spans.append(span)
        hidden = letter * (span.end - span.start)
        self.folded = self.folded[: span.start] + hidden + self.folded[span.end :]

    def read(self, pattern: str, kind: str, letter: str = "^", value: str | None = None) -> None:
        """Read every match of a pattern; its value is its first group, or the one given."""
        for match in list(re.finditer(pattern, self.folded)):
            found = value if value is not None else next(filter(None, match.groups()), match[0])
            self.mask(Span(match.start(), match.end(), kind, found), letter)

    def of_kind(self, *kinds: str) -> list[Span]:
        """What was read of these kinds, in the order of the headline."""
        return sorted([s for s in self.spans if s.kind in kinds], key=_START)

    def is_spelled(self, start: int, end: int, spellings: Mapping[str, set[str]] = _PROPER) -> bool:
        """Whether the words have the tone marks that the pattern means, where there are any."""
        words = re.finditer(r"[^\W\d_]+", self.text[start:end])
        return all(self._fits(word[0].lower(), spellings) for word in words)

    def _fits(self, word: str, spellings: Mapping[str, set[str]]) -> bool:
        proper = spellings.get(fold_letters(word))
        return proper is None or word in proper or (word.isascii() and not self.has_marks)

    @property
    def has_marks(self) -> bool:
        """Whether the headline is written with tone marks, names of provinces aside."""
        names = {i for s in self.of_kind("province", "compared") for i in range(s.start, s.end)}
        return any(
            not c.isascii() and c.isalpha() for i, c in enumerate(self.text) if i not in names
        )


def fold_letters(text: str) -> str:
    """The text without case and diacritics, letter for letter, so that places stay the same."""
    return "".join(map(_fold_letter, text))


@functools.lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if letter in "ĐđÐð":
        return "d"
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return plain if len(plain) == 1 else letter


JOINS = r"(?:cung(?: voi)?|(?:together|along) with|alongside)"
"""What joins two provinces that are both spoken of."""
# The cities of the central level; any other «thành phố» of a province's name is a part of it.
_CITIES = {"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue", "thua thien hue"}


def read_provinces(headline: Headline, units: Units) -> None:
    """Provinces: those spoken of, those only compared with, and places that are parts of one."""
    names: dict[str, str] = {}
    for unit in units.units:
        names |= {
            fold_name(unit.province): unit.province,
            fold_name(unit.province_en): unit.province,
        }
    for alias, code in units.aliases.items():
        home = units.of_code(code)
        # What stands before a name is looked at later: it may be a part of the province.
        names.setdefault(re.sub("^(?:ubnd )?(?:tinh|thanh pho|tp|t p) ", "", alias), home.province)
    names |= {name.replace(" ", ""): names[name] for name in ("ha noi", "da nang")}
    shapes = {
        r"[ .–-]+".join(map(re.escape, name.split())): canonical
        for name, canonical in names.items()
        if name.isascii()
    }
    headline.read(rf"{_BEFORE}thai binh duong{_AFTER}", "ignored", "~")
    ordered = sorted(shapes, key=len, reverse=True)
    for match in list(re.finditer(rf"{_BEFORE}(?:{'|'.join(ordered)}){_AFTER}", headline.folded)):
        if not _is_name(headline.text, match.start()):
            continue
        canonical = next(c for shape, c in shapes.items() if re.fullmatch(shape, match[0]))
        role = _role(headline, match, canonical)
        title = re.search(
            r"(?:ubnd )?(?:tinh|thanh pho|tp\.?) ?$", headline.folded[: match.start()]
        )
        start = title.start() if title and role != "part" else match.start()
        headline.mask(Span(start, match.end(), role, canonical), "@")


def _is_name(text: str, start: int) -> bool:
    """A name has capitals (not `cao bằng`, as high as), unless the whole headline has none."""
    if text[start].isupper():
        return True
    words = re.findall(r"[^\W\d_]+", text)
    return not any(word[0].isupper() and not word.isupper() for word in words)


def _role(headline: Headline, match: re.Match[str], canonical: str) -> str:
    before = headline.folded[: match.start()].rstrip()
    before = re.sub(r"(?: tinh| province of)$", "", before)
    if re.search(rf"{_BEFORE}{phrase('parts')}$", before):
        return "part"
    city = re.search(rf"{_BEFORE}(?:tp\.?|thanh pho)$", before) or re.match(
        r" (?:city|town|university)", headline.folded[match.end() :]
    )
    if city and fold_name(canonical) not in _CITIES:
        return "part"
    before = re.sub(r" (?:tp\.?|thanh pho)$", "", before)
    # "Vĩnh Long cùng Bến Tre": both are spoken of.
    if re.search(rf"@ {JOINS}$", before):
        return "province"
    # "Sau Đà Nẵng và Hà Nội": both are only compared with.
    joined = re.search(r"(@+) (?:va|and)$", before)
    last = headline.of_kind("compared")[-1:]
    if joined and last and last[0].end == joined.end(1):
        return "compared"
    return "compared" if re.search(rf"{_BEFORE}{phrase('compared')}$", before) else "province"


def read_indices(headline: Headline) -> None:
    """The indices on file, and names of others that nothing is known of here."""
    headline.read(rf"{_BEFORE}{phrase('other_indices')}{_AFTER}", "other index", "§")
    for index, phrases in vocabulary()["indices"].items():
        headline.read(rf"{_BEFORE}(?:{joined(phrases)}){_AFTER}", "index", "§", index)


_SOME_PILLARS = (
    r"(?:[12]|mot|hai|one|two)(?: ?/ ?(?:3|ba)| trong (?:so )?(?:3|ba)| (?:out )?of (?:the )?(?:3"
    r"|three))? (?:tru cot|pillars?)"
)
_ALL_PILLARS = (
    r"(?:ca )?(?:ba|3) (?:tru cot|linh vuc)|all three pillars|(?:all )?(?:three|3) pillars"
)


def read_measures(headline: Headline, definitions: Definitions) -> None:
    """Pillars and parts of the indices; whether the index has them is asked later."""
    headline.read(rf"{_BEFORE}(?:{_SOME_PILLARS}){_AFTER}", "vague", "~")
    headline.read(rf"{_BEFORE}(?:{_ALL_PILLARS}){_AFTER}", "measure", "§", "all pillars")
    names = {name: joined(phrases) for name, phrases in vocabulary()["measures"].items()}
    for index in definitions.indices:
        for measure in definitions.measures(index):
            if measure != "overall":
                own = {definitions.measure_name(index, measure, lang) for lang in ("vi", "en")}
                shapes = "|".join(re.escape(fold_name(name)) for name in sorted(own))
                names[measure] = f"{names[measure]}|{shapes}" if measure in names else shapes
    longest_first = sorted(
        ((part, measure) for measure, shapes in names.items() for part in _alternatives(shapes)),
        key=lambda pair: -len(pair[0]),
    )
    for shape, measure in longest_first:
        headline.read(rf"{_BEFORE}{shape}{_AFTER}", "measure", "§", measure)


def _alternatives(shapes: str) -> Iterator[str]:
    """The alternatives of a pattern, not split inside brackets."""
    depth, part = 0, ""
    for letter in shapes:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "|" and depth == 0:
            yield part
            part = ""
        else:
            part += letter
    yield part


def read_doubts(headline: Headline) -> None:
    """Words after which a statement is no plain statement of a place in the country."""
    for kind, phrases in vocabulary()["doubts"].items():
        pattern = rf"{_BEFORE}(?:{joined(phrases)}){_AFTER}"
        for match in list(re.finditer(pattern, headline.folded)):
            # "Gắn với" is not "gần", nor is "cán bộ" "cần".
            if headline.is_spelled(match.start(), match.end(), _SPELLED_DOUBTS):
                headline.mask(Span(match.start(), match.end(), kind, match[0]), "~")


def ignored_words(headline: Headline) -> tuple[Span, ...]:
    """Which words were neither read nor are known to say nothing of their own?

    Of kind "harmless" are those that only praise or report; any other may change what is said.
    """
    fillers, harmless = (set(vocabulary()[key].split()) for key in ("fillers", "harmless"))
    words = []
    for match in re.finditer(r"[a-z0-9][a-z0-9&/.,%-]*", headline.folded):
        word = match[0].strip(".,-/")
        if word and word not in fillers:
            start, end = match.start(), match.start() + len(word)
            kind = "harmless" if word in harmless else "unread"
            words.append(Span(start, end, kind, headline.text[start:end]))
    return tuple(words)
