"""What matters in a text: every province, index, number and telling word, marked in one pass.

The words are data (`vocabulary.yml`). A phrase fits where its words stand in the text with the same
tone marks, or in a text that has none; the longest phrase is taken, so that nothing is read twice.
"""

from __future__ import annotations

import functools
import importlib.resources
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from helpers.printed.words import CARDINALS, ENGLISH_ORDINALS
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units, fold_name
from helpers.sources.yaml_files import parse_yaml

_WORD = re.compile(
    r"(?:tp|tx|vs|no|q|p|t\.p)\.(?=\s?\S)|[^\W\d_]+(?:['’&](?!s\b)[^\W\d_]+)*|#|%|→|[,;:.()|?!/]"
    r"|(?<=\s)-(?=\s)|^-(?=\s)",
    re.MULTILINE,
)
COUNTS = ("number", "five", "percent", "other_number", "universe")
"""Kinds of marks that count what is named after them."""

Phrases = dict[str, dict[tuple[str, ...], list[tuple[str, str, tuple[str, ...]]]]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text that matters: its kind, what it says, and where it stands."""

    kind: str
    start: int
    end: int
    value: str = ""
    other: str = ""

    @property
    def letter(self) -> str:
        """The letter that rules see; punctuation is its own, empty for what they do not see."""
        return letters().get(self.kind, self.kind)


@functools.lru_cache(maxsize=1)
def letters() -> dict[str, str]:
    """The letter of each kind of mark, none for those that rules do not see."""
    words = vocabulary()
    return words["letters"] | dict.fromkeys(words["skipped"].split(), "")  # type: ignore[no-any-return]  # of YAML


@functools.lru_cache(maxsize=1)
def vocabulary() -> dict[str, Any]:
    """The words of statements by kind (`vocabulary.yml`)."""
    file = importlib.resources.files("helpers.statements").joinpath("vocabulary.yml")
    words: dict[str, Any] = parse_yaml(file.read_text("utf-8"), file.name)
    return words


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


def _variants(phrases: str) -> Iterator[str]:
    """The phrases between bars, with and without each part in brackets."""
    for phrase in phrases.split("|"):
        parts = re.split(r"(\([^)]*\))", phrase)
        choices = [("", part[1:-1]) if part.startswith("(") else (part,) for part in parts]
        yield from (" ".join(chosen) for chosen in itertools.product(*choices))


def joined(phrases: str) -> str:
    """Phrases of the vocabulary as a pattern for text without tone marks, the longest first."""
    plain = {fold_letters(" ".join(one.split()).replace(" ,", ",")) for one in _variants(phrases)}
    return "|".join(map(re.escape, sorted(plain, key=len, reverse=True)))


def _add(phrases: Phrases, text: str, kind: str, value: str | None = None) -> None:
    words = tuple(match[0].lower() for match in _WORD.finditer(text))
    key = tuple(map(fold_letters, words))
    entry = (kind, " ".join(key) if value is None else value, words)
    phrases.setdefault(key[0], {}).setdefault(key, []).append(entry)


@functools.lru_cache(maxsize=1)
def _fixed_phrases() -> Phrases:
    phrases: Phrases = {}
    named = {"indices": "index", "measures": "measure", "regions": "region"}
    for kind, words in vocabulary().items():
        listed = words.items() if kind in named else [(None, words)] if kind in letters() else ()
        for value, text in listed:
            for phrase in _variants(text):
                _add(phrases, phrase, named.get(kind, kind), value)
    spelled = vocabulary()["spelled"]
    numbers = {"number": CARDINALS | spelled["number"], "ordinal": ENGLISH_ORDINALS}
    for kind, named_numbers in (numbers | {"best": spelled["best"]}).items():
        for word, number in named_numbers.items():
            _add(phrases, word, "five" if word == "năm" else kind, str(number))
    return phrases


@functools.lru_cache(maxsize=1)
def _numbers() -> re.Pattern[str]:
    words = vocabulary()
    parts = words["number_parts"] | {"documents": joined(words["documents"])}
    shapes = "|".join(f"(?P<{kind}>{'|'.join(shape)})" for kind, shape in words["numbers"].items())
    return re.compile(
        r"(?<![a-z0-9.,/])(?:" + re.sub(r"\{([a-z]+)\}", lambda part: parts[part[1]], shapes) + ")"
    )


@functools.lru_cache(maxsize=1)
def _passed() -> dict[str, str]:
    """The words that are passed over, and of which kind each is."""
    return {word: kind for kind in ("harmless", "fillers") for word in vocabulary()[kind].split()}


class Marker:
    """Marks texts, knowing the provinces and measures on file."""

    def __init__(self, definitions: Definitions, units: Units) -> None:
        self._own: Phrases = {}
        for index, lang in itertools.product(definitions.indices, ("vi", "en")):
            for measure in set(definitions.measures(index)) - {"overall"}:
                name = definitions.measure_name(index, measure, lang)
                _add(self._own, name, "measure", measure)
        names: dict[str, str] = {}
        for unit in units.units:
            names |= dict.fromkeys(map(fold_name, (unit.province, unit.province_en)), unit.province)
        for alias, code in units.aliases.items():
            bare = re.sub("^(?:ubnd )?(?:tinh|thanh pho|tp|t p) ", "", alias)
            names.setdefault(bare, units.of_code(code).province)
        names |= {name.replace(" ", ""): names[name] for name in ("ha noi", "da nang", "hai phong")}
        names["hcmc"] = names["ho chi minh"]
        for name, province in names.items():
            words = name.split()
            for gap in range(len(words)):
                dashed = [*words[:gap], "-", *words[gap:]] if gap else words
                _add(self._own, " ".join(dashed), "province", province)

    def marks(self, text: str) -> list[Mark]:
        """All marks of a text, in its order."""
        days = re.finditer(vocabulary()["no_place"], text, re.MULTILINE)
        found = [Mark("date", day.start(), day.end()) for day in days]
        found += [_number_mark(number) for number in _numbers().finditer(fold_letters(text))]
        taken = {place for mark in found for place in range(mark.start, mark.end)}
        words = [word for word in _WORD.finditer(text) if word.start() not in taken]
        # Names have capitals, unless nothing has; tone marks are heeded, unless there are none.
        plain = not any(word[0][0].isupper() and not word[0].isupper() for word in words)
        toned = [word[0] for word in words if not word[0].isascii()]
        marked = any(word[0].islower() or word[:2].isupper() for word in toned)
        at = 0
        while at < len(words):
            mark, length = self._phrase(text, words, at, marked=marked, plain=plain)
            found.append(mark)
            at += length
        ordered = sorted(found, key=lambda mark: mark.start)
        return list(_with_cities(_with_universes(ordered), text))

    def _phrase(
        self, text: str, words: Sequence[re.Match[str]], at: int, *, marked: bool, plain: bool
    ) -> tuple[Mark, int]:
        """The longest phrase that begins at a word, or the word, and how many words it takes."""
        first = fold_letters(words[at][0])
        options = {**_fixed_phrases().get(first, {})}
        for key, entries in self._own.get(first, {}).items():
            options[key] = [*entries, *options.get(key, [])]
        for key in sorted(options, key=len, reverse=True):
            own = words[at : at + len(key)]
            if tuple(fold_letters(word[0]) for word in own) != key or any(
                text[a.end() : b.start()].strip(" -'’") for a, b in itertools.pairwise(own)
            ):
                continue
            capital = plain or own[0][0][0].isupper()
            fitting = [
                (kind, value)
                for kind, value, spelled in options[key]
                if (capital if kind == "province" else _is_spelled(own, spelled, marked=marked))
            ]
            if fitting:
                kind, value = fitting[0]
                # Two indices may have parts of one name.
                others = "|".join(v for k, v in fitting[1:] if k == kind == "measure")
                return Mark(kind, own[0].start(), own[-1].end(), value, others), len(key)
        kind = _passed().get(first, "unknown") if first[0].isalpha() else first
        return Mark(kind, words[at].start(), words[at].end(), first), 1


def _is_spelled(words: Sequence[re.Match[str]], spelled: Sequence[str], *, marked: bool) -> bool:
    """Whether words have the tone marks of a phrase, or none at all in a text without any."""
    return all(
        (not marked and word[0].isascii()) or _spelling(word[0]) == _spelling(one)
        for word, one in zip(words, spelled, strict=True)
    )


def _number_mark(match: re.Match[str]) -> Mark:
    groups = {name: found for name, found in match.groupdict().items() if found}
    kind = next(name for name in vocabulary()["numbers"] if name in groups)
    value = groups.get(f"{kind}_value", "" if kind == "date" else match[0])
    other = groups.get(f"{kind}_other", "")
    if kind == "of":
        kind = "of_all" if other in ("63", "34", "64") else "of_some"
    elif kind == "measure":
        value = "all pillars"
    elif "month" in groups:
        value += f"-{int(re.split('[/.-]', groups['month'])[-1]):02}"
    return Mark(kind, match.start(), match.end(), value, other)


def _beside(marks: Sequence[Mark]) -> Iterator[tuple[Mark, Mark, Mark]]:
    """Each mark with those before and after it, empty ones at the ends."""
    none = Mark("", 0, -2)
    return zip([none, *marks], marks, [*marks[1:], none], strict=False)


def _with_universes(marks: list[Mark]) -> list[Mark]:
    """The number of all units of the country ("63", "34 provinces") is no place by itself."""
    told = {
        mark
        for before, mark, after in _beside([mark for mark in marks if mark.letter])
        if mark.kind == "number" and mark.value in ("63", "34")
        and (not before.letter or before.letter not in "KGLVlxfWT" or before.value == "so")
        and (not after.letter or after.letter not in "CK")
    }  # fmt: skip
    return [replace(mark, kind="universe") if mark in told else mark for mark in marks]


def _with_cities(marks: list[Mark], text: str) -> Iterator[Mark]:
    """Cities that are no province ("TP Vinh", "Bien Hoa City"); "tỉnh", where none is counted."""
    cities, counted = vocabulary()["cities"].split(" | "), set("N5UZz0tb3")
    for before, mark, after in _beside(marks):
        if mark.kind == "unit" and before.value not in ("cac", "nhung"):
            yield mark if before.letter in counted else replace(mark, kind="self")
            continue
        titled = before.kind == "city" and before.end + 2 > mark.start
        named = text[mark.start].isupper() and not text.isupper()
        ours = mark.kind == "province" and fold_name(mark.value) not in cities
        word = named and mark.kind in ("unknown", "harmless", "fillers")
        city = named and mark.kind == "unknown" and after.value == "city"
        yield replace(mark, kind="part") if (titled and (ours or word)) or city else mark
