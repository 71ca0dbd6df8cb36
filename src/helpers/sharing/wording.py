"""One table of wording: every word and sentence that readers see, in both languages, once."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterable

import yaml

from helpers import LANGUAGES
from helpers.errors import BadInputError
from helpers.sharing.literal_text import literal
from helpers.sharing.numbers import LocalFormatter

# The loader in C reads the same ten times faster; PyYAML may be built without it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@functools.lru_cache(maxsize=1)
def load_wording() -> dict[str, dict[str, str]]:
    """All entries of `wording.yml`: key -> {"vi": …, "en": …}.

    Raises:
        BadInputError: an entry lacks a language.
    """
    text = importlib.resources.files("helpers.sharing").joinpath("wording.yml").read_text("utf-8")
    entries: dict[str, dict[str, str]] = yaml.load(text, Loader=_LOADER)
    for key, entry in entries.items():
        if set(entry) != set(LANGUAGES):
            raise BadInputError(f"wording.yml: {key!r} needs exactly the languages vi and en.")
    return entries


def check_language(lang: str) -> str:
    """The language itself, when it is one of those offered.

    Raises:
        BadInputError: it is neither `vi` nor `en`.
    """
    if lang not in LANGUAGES:
        raise BadInputError(f"There is no language {lang!r}. Choose one of: vi, en.")
    return lang


def word(key: str, lang: str) -> str:
    """A word or phrase without values.

    Raises:
        KeyError: the wording has no such entry.
    """
    return load_wording()[key][check_language(lang)]


def sentence(key: str, lang: str, **values: object) -> str:
    """A sentence filled with values, numbers in the form of the language.

    Raises:
        KeyError: the wording has no such entry, or a value is missing.
    """
    return LocalFormatter(lang).format(word(key, lang), **values)


class Sentence:
    """A sentence that a notebook shows as a paragraph."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f"<p>{literal(self.text)}</p>"


class Paragraphs:
    """Several sentences that a notebook shows one below the other, each said once."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self.sentences = tuple({one.text: one for one in sentences}.values())

    def __repr__(self) -> str:
        return "\n".join(one.text for one in self.sentences)

    def _repr_html_(self) -> str:
        return "\n".join(one._repr_html_() for one in self.sentences)


def say(key: str, lang: str, **values: object) -> Sentence:
    """A sentence of the wording as a paragraph of the page."""
    return Sentence(sentence(key, lang, **values))


# Read once for all kernels that are forked from a process which has imported this.
load_wording()
