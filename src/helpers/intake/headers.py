"""What does a header say its column holds? By the words of `headers.yml` and of the measures."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.errors import Clause
from helpers.sources.provinces import fold_name
from helpers.sources.yaml_files import read_yaml

Measures = Mapping[str, Mapping[str, str]]
"""Names of an index's measures by language, as `Definitions.indices[index]["measures"]`."""

_YEAR = re.compile(r"\b(20[0-9]{2})\b")
_NUMBERING = re.compile(r"^(?:[0-9]{1,2}|[ivx]{1,4}|[a-h])\b ?(?=\w)")
_SCALE = re.compile(r"\b(?:thang diem )?(?:10|100|1000)\b(?: diem)?$")
_FULL = r"([0-9]{1,3}(?:[.,][0-9]{3})|[0-9]+(?:[.,][0-9]{1,2})?)"
_POINTS = r"(?:\s*(?:điểm|đ|points?|pts)\b\.?)"
_SAID_MAXIMUM = re.compile(
    r"(?i)[(\[]?\s*\b(?:(?:điểm|số điểm)\s+)?"
    r"(?:tối đa|thang(?: điểm)?|max(?:imum)?\.?|full score|out of)"
    rf"\s*(?:là|of|:|=)?\s*{_FULL}{_POINTS}?\s*[)\]]?|[(\[]\s*{_FULL}{_POINTS}\s*[)\]]"
)
_LOOSE_MAXIMUM = re.compile(r"\(\s*((?!(?:19|20)[0-9]{2}\s*\))[0-9]{1,5})\s*\)")
_FEWEST_DIGITS = 2


@functools.cache
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = read_yaml(Path(__file__).parent, "headers.yml")
    return words


@functools.cache
def header_words() -> Mapping[str, Any]:
    """The words of `headers.yml`, folded, in the shape of the file."""
    words: Mapping[str, Any] = folded_words(_words())
    return words


def words_as_written(group: str, kind: str) -> list[str]:
    """The words of one list of `headers.yml` with their tone marks, in small letters."""
    return [word.casefold() for word in _words()[group][kind]]


def folded_words(value: Any) -> Any:  # noqa: ANN401  (lists and mappings of words, at any depth)
    """Lists and mappings of words with every word folded."""
    if isinstance(value, Mapping):
        return {key: folded_words(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return tuple(fold_name(word) for word in value)
    return value


def said_maximum(header: str) -> str:
    """The full score that a header names in words, «(tối đa 100 điểm)», or ""."""
    match = _SAID_MAXIMUM.search(header)
    return next(filter(None, match.groups()), "") if match else ""


def loose_maximum(header: str) -> str:
    """A number in parentheses, «Nhận thức số (100)», that may be a full score; or ""."""
    match = _LOOSE_MAXIMUM.search(header)
    return match[1] if match and len(match[1]) >= _FEWEST_DIGITS else ""


def _without_maximum(text: str) -> str:
    return _LOOSE_MAXIMUM.sub(" ", _SAID_MAXIMUM.sub(" ", text))


@dataclass(frozen=True)
class Meaning:
    """What a header says: a measure and a statistic, each "" where it does not say.

    `other_use` says why the column holds no figure of this edition: "" where it may; `edition` is
    the other one that it names, where it names one alone.
    """

    measure: str = ""
    statistic: str = ""
    words: str = ""
    other_use: str = ""
    edition: str = ""


class Headers:
    """Reads headers of one index's table for one edition."""

    def __init__(self, index: str, edition: str, measures: Measures) -> None:
        self.edition = edition
        words = header_words()
        self._measures = {
            word: measure
            for measure, known in words["measures"].get(index, {}).items()
            for word in known
            if measure in measures
        }
        for measure, names in measures.items():
            for name in names.values():
                self._measures.setdefault(fold_name(name), measure)
        self._statistics = {
            word: statistic for statistic, known in words["statistics"].items() for word in known
        }
        around = [w for w, s in self._statistics.items() if s != "list_position"]
        self._around = sorted([*around, *words["fillers"]], key=len, reverse=True)

    def read(self, levels: Sequence[str]) -> Meaning:
        """What the header of one column says.

        A measure must be named by the lowest level, alone or together with what stands above it;
        a level above names the measure only where the lowest names a statistic and nothing more.

        Args:
            levels: the texts of the header's rows over this column, from top to bottom.
        """
        texts = list(_distinct(levels))
        if not texts:
            return Meaning()
        for first in range(len(texts)):
            meaning = self._read_text(" ".join(texts[first:]))
            if meaning is not None:
                return self._with_upper(meaning, texts[:first])
        return Meaning(words=texts[-1])

    def is_year(self, text: str) -> bool:
        """Whether a header says a year and nothing else: «2018», «Năm 2018»."""
        rest = _YEAR.sub(" ", fold_name(text)).split()
        return bool(_YEAR.search(text)) and set(rest) <= {"nam"}

    def _with_upper(self, meaning: Meaning, upper: Sequence[str]) -> Meaning:
        """What the levels above add to a header that says only half."""
        for text in reversed(upper):
            above = self._read_text(text)
            if above is None or above.other_use or meaning.other_use:
                continue
            if not meaning.measure and meaning.statistic != "list_position":
                meaning = Meaning(above.measure, meaning.statistic, meaning.words)
            if not meaning.statistic:
                meaning = Meaning(meaning.measure, above.statistic, meaning.words)
        return meaning

    def _read_text(self, text: str) -> Meaning | None:
        """What one text says; None where it names neither measure nor statistic nor another use."""
        words = header_words()
        folded = fold_name(_without_maximum(text))
        years = set(_YEAR.findall(folded)) - {self.edition}
        bare = " ".join(_YEAR.sub(" ", folded).split())
        if any(bare == word or bare.startswith(f"{word} ") for word in words["changes"]):
            return Meaning(words=text, other_use=Clause("told.use_change"))
        if bare in words["not_used"]:
            return Meaning(words=text, other_use=Clause("told.use_none"))
        measure, statistic = self._parts(bare)
        if not measure and not statistic:
            return None
        if years and not any(self.edition in part for part in _YEAR.findall(folded)):
            other_use = Clause("told.use_years", years=", ".join(sorted(years)))
            alone = next(iter(years)) if len(years) == 1 else ""
            return Meaning(measure, statistic, text, other_use, alone)
        return Meaning(measure, statistic, text)

    def _parts(self, bare: str) -> tuple[str, str]:
        if bare in header_words()["total_score"]:
            return "", "score"
        statistic = ""
        rest = bare
        while rest:
            if rest in self._measures:
                return self._measures[rest], statistic
            if rest in self._statistics and not statistic:
                return "", self._statistics[rest]
            shorter, word = self._without_word(rest)
            if shorter == rest:
                return "", ""
            statistic = statistic or self._statistics.get(word, "")
            rest = shorter
        return "", statistic

    def _without_word(self, text: str) -> tuple[str, str]:
        """The text without one word around a measure, and that word.

        Words at the end go first: what stands lowest in a header says what the column holds.
        """
        for word in self._around:
            if text == word:
                return "", word
            if text.endswith(f" {word}"):
                return text[: -len(word) - 1], word
        for word in self._around:
            if text.startswith(f"{word} "):
                return text[len(word) + 1 :], word
        for pattern in (_SCALE, _NUMBERING):
            shorter = pattern.sub("", text).strip()
            if shorter != text:
                return shorter, ""
        return text, ""


def _distinct(levels: Iterable[str]) -> Iterator[str]:
    """The levels that say something; a merged cell repeats its text and counts once."""
    before = ""
    for text in levels:
        if text and text != before:
            yield text
        before = text or before
