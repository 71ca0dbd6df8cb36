"""Words and sentences for readers, in both languages: written down last, by whoever shows them.

The folder `helpers.wording` holds them, one file for each question. A module names the files whose
keys it says (`use_wording`), so that a change of a file runs again what says it and nothing else.
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterable, Mapping

from helpers import LANGUAGES
from helpers.errors import BadInputError
from helpers.sharing.literal_text import literal
from helpers.sharing.numbers import LocalFormatter, Phrase
from helpers.sharing.traced import with_figures
from helpers.sources.yaml_files import parse_yaml

_FOLDER = importlib.resources.files("helpers.wording")

Entry = Mapping[str, str]
"""One word or sentence: {"vi": …, "en": …}."""


@functools.cache
def read_wording(file: str) -> Mapping[str, Entry]:
    """All entries of one file of the wording, by their keys.

    Raises:
        BadInputError: an entry lacks a language, or stands twice.
    """
    entries: dict[str, dict[str, str]] = parse_yaml(_FOLDER.joinpath(file).read_text("utf-8"), file)
    for key, entry in entries.items():
        if set(entry) < set(LANGUAGES):
            raise BadInputError("wording.languages", file=file, key=key)
    return entries


_at_hand: dict[str, Entry] = {}


def use_wording(*files: str) -> None:
    """Have the entries of these files at hand.

    Said by each module that names their keys, when it is imported; so they are read once for all
    kernels that are forked from a process which has imported it.
    """
    for file in files:
        _at_hand.update(read_wording(file))


use_wording("words.yml")


def check_language(lang: str) -> str:
    """The language itself, when it is one of those offered.

    Raises:
        BadInputError: it is neither `vi` nor `en`.
    """
    if lang not in LANGUAGES:
        raise BadInputError("given.language", lang=lang, known=", ".join(LANGUAGES))
    return lang


def word(key: str, lang: str) -> str:
    """A word or phrase without values.

    Raises:
        KeyError: no file that is used has such an entry.
    """
    return _at_hand[key][check_language(lang)]


def sentence(key: str, lang: str, **values: object) -> str:
    """A sentence filled with values, numbers in the form of the language.

    Raises:
        KeyError: the wording has no such entry, or a value is missing.
    """
    return LocalFormatter(lang).format(word(key, lang), **values)


class Said(Phrase):
    """A sentence as a value: an entry of the wording and what it speaks of.

    The entry may name attributes of the values (`{gap.points:signed_score}`), and values may be
    phrases themselves.

    Args:
        key: names the entry. values: what stands in its braces.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        self.key, self.values = key, values

    def written(self, lang: str) -> str:
        """The sentence in one language.

        Raises:
            KeyError: the wording has no such entry, or a value is missing.
        """
        return sentence(self.key, lang, **self.values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Said) and (self.key, self.values) == (other.key, other.values)

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return (
            f"Said({', '.join([repr(self.key), *(f'{k}={v!r}' for k, v in self.values.items())])})"
        )


class InForm(Phrase):
    """A number or a day as a phrase, in one of the forms of `LocalFormatter`."""

    def __init__(self, value: object, form: str) -> None:
        self.value, self.form = value, form

    def written(self, lang: str) -> str:
        """The number or day as the language has it."""
        return LocalFormatter(lang).format_field(self.value, self.form)


class InBoth(Phrase):
    """A name or a phrase that each language has of its own."""

    def __init__(self, vi: Phrase | str, en: Phrase | str) -> None:
        self.said = {"vi": vi, "en": en}

    def written(self, lang: str) -> str:
        """What is said in one language."""
        return written(self.said[check_language(lang)], lang)


class Joined(Phrase):
    """Phrases and texts one after the other."""

    def __init__(self, parts: Iterable[Phrase | str], between: str = ", ") -> None:
        self.parts, self.between = tuple(parts), between

    def written(self, lang: str) -> str:
        """All parts in one language, with the same mark between them."""
        return self.between.join(written(part, lang) for part in self.parts)

    def pieces(self, lang: str) -> list[tuple[str, str]]:
        """Those of its parts, the marks between them in the language asked."""
        found: list[tuple[str, str]] = []
        for part in self.parts:
            found += [(self.between, lang)] if found else []
            found += part.pieces(lang) if isinstance(part, Phrase) else [(part, lang)]
        return found


class Linked(Phrase):
    """A name that a table links to an address, and what stands behind it without a link.

    Args:
        name: what the link says. address: where it leads; "" where there is no link.
    """

    def __init__(self, name: Phrase, address: str, behind: Phrase | str = "") -> None:
        self.name, self.address, self.behind = name, address, behind

    def written(self, lang: str) -> str:
        """The name and what stands behind it, in one language."""
        return "".join(text for text, _ in self.pieces(lang))

    def pieces(self, lang: str) -> list[tuple[str, str]]:
        """Those of the name, the first of which is the link, and those of what is behind it."""
        return self.name.pieces(lang) + Joined([self.behind], "").pieces(lang)


class Inline(Phrase):
    """A name inside a sentence, without its capital."""

    def __init__(self, name: Phrase | str) -> None:
        self.name = name

    def written(self, lang: str) -> str:
        """The name in one language, its first letter small."""
        name = written(self.name, lang)
        return name[:1].lower() + name[1:]


class Capital(Phrase):
    """A sentence that begins with a capital, whatever stands first in it."""

    def __init__(self, said: Phrase) -> None:
        self.said = said

    def written(self, lang: str) -> str:
        """The sentence in one language, its first letter large."""
        text = self.said.written(lang)
        return text[:1].upper() + text[1:]


def written(phrase: Phrase | str, lang: str) -> str:
    """What a phrase says in one language; a text is as it is."""
    return phrase if isinstance(phrase, str) else phrase.written(lang)


def written_down(phrase: Phrase | str, lang: str) -> str:
    """What a phrase says in one language, as it is shown: its figures name where they come from."""
    return with_figures(lambda: written(phrase, lang))


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
