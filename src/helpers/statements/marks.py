"""What matters in a text: every province, index, number and telling word, marked in one pass.

The words are data (`vocabulary.yml`). A phrase fits where its words stand in the text with the same
tone marks, or in a text that has none; the longest phrase is taken, so that nothing is read twice.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import helpers.statements.vocabulary as known
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units, fold_name

COUNTS = ("number", "five", "percent", "other_number", "universe")
"""Kinds of marks that count what is named after them."""


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
        return known.letters().get(self.kind, self.kind)


class Marker:
    """Marks texts, knowing the provinces and measures on file."""

    def __init__(self, definitions: Definitions, units: Units) -> None:
        self._own: known.Phrases = {}
        for index, lang in itertools.product(definitions.indices, ("vi", "en")):
            for measure in set(definitions.measures(index)) - {"overall"}:
                name = definitions.measure_name(index, measure, lang)
                known.add_phrase(self._own, name, "measure", measure)
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
                known.add_phrase(self._own, " ".join(dashed), "province", province)

    def marks(self, text: str) -> list[Mark]:
        """All marks of a text, in its order."""
        days = re.finditer(known.vocabulary()["no_place"], text, re.MULTILINE)
        found = [Mark("date", day.start(), day.end()) for day in days]
        found += [
            _number_mark(number)
            for number in known.numbers_pattern().finditer(known.fold_letters(text))
        ]
        taken = {place for mark in found for place in range(mark.start, mark.end)}
        words = [word for word in known.WORD.finditer(text) if word.start() not in taken]
        # Names have capitals, unless nothing has; tone marks are heeded, unless there are none.
        plain = not any(word[0][0].isupper() and not word[0].isupper() for word in words)
        toned = [word[0] for word in words if not word[0].isascii()]
        marked = any(word[0].islower() or word[:2].isupper() for word in toned)
        at = 0
        while at < len(words):
            mark, length = self._phrase(text, words, at, marked=marked, plain=plain)
            found.append(mark)
            at += length
        return list(_with_cities(_with_universes(sorted(found, key=lambda mark: mark.start)), text))

    def _phrase(
        self, text: str, words: Sequence[re.Match[str]], at: int, *, marked: bool, plain: bool
    ) -> tuple[Mark, int]:
        """The longest phrase that begins at a word, or the word, and how many words it takes."""
        first = known.fold_letters(words[at][0])
        options = {**known.fixed_phrases().get(first, {})}
        for key, entries in self._own.get(first, {}).items():
            options[key] = [*entries, *options.get(key, [])]
        for key in sorted(options, key=len, reverse=True):
            own = words[at : at + len(key)]
            if tuple(known.fold_letters(word[0]) for word in own) != key or any(
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
        kind = known.passed_over().get(first, "unknown") if first[0].isalpha() else first
        return Mark(kind, words[at].start(), words[at].end(), first), 1


def _is_spelled(words: Sequence[re.Match[str]], spelled: Sequence[str], *, marked: bool) -> bool:
    """Whether words have the tone marks of a phrase, or none at all in a text without any."""
    return all(
        (not marked and word[0].isascii()) or known.spelling(word[0]) == known.spelling(one)
        for word, one in zip(words, spelled, strict=True)
    )


def _number_mark(match: re.Match[str]) -> Mark:
    groups = {name: found for name, found in match.groupdict().items() if found}
    kind = next(name for name in known.vocabulary()["numbers"] if name in groups)
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
    return zip([Mark("", 0, -2), *marks], marks, [*marks[1:], Mark("", 0, -2)], strict=False)


def _with_universes(marks: list[Mark]) -> list[Mark]:
    """The number of all units of the country ("63", "34 provinces") is no place by itself."""
    told = {
        mark
        for before, mark, after in _beside([mark for mark in marks if mark.letter])
        if mark.kind == "number" and mark.value in ("63", "34")
        and (before.value == "so" or before.letter not in tuple("KGLVlxf"))
        and (before.letter not in ("W", "T") or after.kind == "unit")
        and (not after.letter or after.letter not in "CK")
    }  # fmt: skip
    return [replace(mark, kind="universe") if mark in told else mark for mark in marks]


def _with_cities(marks: list[Mark], text: str) -> Iterator[Mark]:
    """Cities that are no province ("TP Vinh", "Bien Hoa City"); "tỉnh", where none is counted."""
    cities, counted = known.words_of("cities"), set("N5UZz0tb3")
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
