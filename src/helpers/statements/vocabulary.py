"""The words of statements as they are looked up: phrases, patterns of numbers, letters of kinds."""

from __future__ import annotations

import functools
import importlib.resources
import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from helpers.printed.words import CARDINALS, ENGLISH_ORDINALS
from helpers.sources.yaml_files import parse_yaml

WORD = re.compile(
    r"(?:tp|tx|vs|no|q|p|t\.p)\.(?=\s?\S)|[^\W\d_]+(?:['’&](?!s\b)[^\W\d_]+)*|#|%|→|[,;:.()|?!/]"
    r"|(?<=\s)-(?=\s)|^-(?=\s)",
    re.MULTILINE,
)
Phrases = dict[str, dict[tuple[str, ...], list[tuple[str, str, tuple[str, ...]]]]]


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
def spelling(word: str) -> tuple[str, ...]:
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


def add_phrase(phrases: Phrases, text: str, kind: str, value: str | None = None) -> None:
    """Take in a phrase of a kind, under its first word."""
    words = tuple(match[0].lower() for match in WORD.finditer(text))
    key = tuple(map(fold_letters, words))
    entry = (kind, " ".join(key) if value is None else value, words)
    phrases.setdefault(key[0], {}).setdefault(key, []).append(entry)


@functools.lru_cache(maxsize=1)
def fixed_phrases() -> Phrases:
    """All phrases of the vocabulary and the numbers in words."""
    phrases: Phrases = {}
    named = {"indices": "index", "measures": "measure", "regions": "region"}
    for kind, words in vocabulary().items():
        listed = words.items() if kind in named else [(None, words)] if kind in letters() else ()
        for value, text in listed:
            for phrase in _variants(text):
                add_phrase(phrases, phrase, named.get(kind, kind), value)
    spelled = vocabulary()["spelled"]
    numbers = {"number": CARDINALS | spelled["number"], "ordinal": ENGLISH_ORDINALS}
    for kind, named_numbers in (numbers | {"best": spelled["best"]}).items():
        for word, number in named_numbers.items():
            add_phrase(phrases, word, "five" if word == "năm" else kind, str(number))
    return phrases


@functools.lru_cache(maxsize=1)
def numbers_pattern() -> re.Pattern[str]:
    """What a number may be, in text without tone marks."""
    words = vocabulary()
    parts = words["number_parts"] | {"documents": joined(words["documents"])}
    shapes = "|".join(f"(?P<{kind}>{'|'.join(shape)})" for kind, shape in words["numbers"].items())
    return re.compile(
        r"(?<![a-z0-9.,/])(?:" + re.sub(r"\{([a-z]+)\}", lambda part: parts[part[1]], shapes) + ")"
    )


@functools.lru_cache(maxsize=1)
def passed_over() -> dict[str, str]:
    """The words that are passed over, and of which kind each is."""
    return {word: kind for kind in ("harmless", "fillers") for word in vocabulary()[kind].split()}


@functools.lru_cache(maxsize=32)
def words_of(key: str) -> tuple[str, ...]:
    """The words of one of the lists."""
    return tuple(vocabulary()["lists"][key].split(" | "))
