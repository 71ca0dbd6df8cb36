"""Does the file itself say that it prints the ranking that is asked for, all of it, and finally?"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.errors import Clause
from helpers.intake.checks.outcome import DOUBT, FAILED, NOT_POSSIBLE, PASSED, Check, Finding
from helpers.intake.checks.year import is_note, texts_around
from helpers.intake.headers import folded_words, header_words
from helpers.intake.transcription import Place, Transcription
from helpers.sources.editions import Definitions
from helpers.sources.provinces import fold_name
from helpers.sources.yaml_files import read_yaml

_OVERALL = "overall"


@dataclass(frozen=True)
class _Text:
    """A text around the table and the words of the rankings, measures or editions in it."""

    text: str
    place: Place | None
    is_note: bool
    named: frozenset[tuple[str, str]]
    """Kind ("index", "other", "measure", "preliminary") and what is named."""

    def names(self, kind: str) -> set[str]:
        return {name for found, name in self.named if found == kind}


def check_title(table: Transcription, definitions: Definitions) -> list[Check]:
    """Do titles, notes and sheet names name the index, all of it, and no preliminary figures?

    `index`: where a title names another ranking and none of them the asked one, the file is most
    likely of that other, and the check fails; both named is a doubt, for a title may compare.
    `whole_index`: fails where a title names one part of the index alone and the table's only
    figures were taken as those of the whole. `final`: a doubt where the file calls itself
    preliminary; there is no such check where it does not.
    """
    texts = list(_texts(table, definitions))
    whole = _whole_index(table, definitions, texts)
    return [_index(table, texts), *whole, *_final(texts)]


def _index(table: Transcription, texts: Iterable[_Text]) -> Check:
    asked, in_titles, others_in_titles = False, False, False
    findings: list[Finding] = []
    for text in texts:
        indices = text.names("index")
        others = [*sorted(indices - {table.index}), *sorted(text.names("other"))]
        asked |= table.index in indices
        in_titles |= table.index in indices and not text.is_note
        others_in_titles |= bool(others) and not text.is_note
        findings += [
            Finding(
                Clause("checks.other_index", text=text.text, other=other, index=table.index),
                text.place,
            )
            for other in others
        ]
    if not findings:
        if asked:
            return Check("index", PASSED, Clause("checks.index_ok", index=table.index))
        return Check("index", NOT_POSSIBLE, Clause("checks.no_ranking"))
    if in_titles or not others_in_titles:
        message = Clause("checks.rankings", index=table.index)
        return Check("index", DOUBT, message, tuple(findings))
    key = "checks.index_below" if asked else "checks.index_nowhere"
    message = Clause(key, index=table.index)
    return Check("index", FAILED, message, tuple(findings))


def _whole_index(
    table: Transcription, definitions: Definitions, texts: Iterable[_Text]
) -> Iterator[Check]:
    """Whether the one ranking of a table is that of a part, which its title names."""
    held = {column.holds.partition(".")[0] for column in table.columns if "." in column.holds}
    if held != {_OVERALL}:
        return
    first = {row.place.part: row.place for row in reversed(table.rows)}
    findings, parts = [], set()
    for text in texts:
        below = text.place and text.place.part in first
        if below and text.place and text.place.row > first[text.place.part].row:
            continue
        for part in sorted(text.names("measure")):
            parts.add(part)
            name = definitions.indices[table.index]["measures"][part]["vi"]
            said = Clause("checks.names_part", text=text.text, name=name, part=part)
            findings.append(Finding(said, text.place, column="overall.score"))
    if not findings:
        return
    status = FAILED if len(parts) == 1 else DOUBT
    message = Clause("checks.whole", index=table.index)
    yield Check("whole_index", status, message, tuple(findings))


def _final(texts: Iterable[_Text]) -> Iterator[Check]:
    findings = tuple(
        Finding(f"«{text.text}»", text.place) for text in texts if text.names("preliminary")
    )
    if findings:
        message = Clause("checks.preliminary")
        yield Check("final", DOUBT, message, findings)


def _texts(table: Transcription, definitions: Definitions) -> Iterator[_Text]:
    words = _words(table.index, definitions)
    longest = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    for text, place, column in texts_around(table):
        if not column:
            found = pattern.findall(fold_name(text))
            named = frozenset(words[word] for word in found)
            yield _Text(text, place, is_note(table, place), named)


def _words(index: str, definitions: Definitions) -> Mapping[str, tuple[str, str]]:
    """What each folded word names; words of the asked index win over those of others."""
    known = _vocabulary()
    words: dict[str, tuple[str, str]] = {}
    for word in known["no_ranking"]:
        words[word] = ("none", word)
    for word in known["preliminary"]:
        words[word] = ("preliminary", word)
    for measure, names in definitions.indices[index]["measures"].items():
        if measure != _OVERALL:
            more = header_words()["measures"].get(index, {}).get(measure, ())
            for word in (*more, *map(fold_name, names.values())):
                words[word] = ("measure", measure)
    for name in [index, *definitions.indices]:
        about = definitions.indices[name]
        own = (name, about["name_vi"], about["name_en"])
        for word in (*known["indices"].get(name, ()), *map(fold_name, own)):
            words.setdefault(word, ("index", name))
    for name, others in known["others"].items():
        for word in others:
            words.setdefault(word, ("other", name))
    return words


@functools.cache
def _vocabulary() -> Mapping[str, Any]:
    """The words of `title_words.yml`, folded, in the shape of the file."""
    words: Mapping[str, Any] = folded_words(read_yaml(Path(__file__).parent, "title_words.yml"))
    return words
