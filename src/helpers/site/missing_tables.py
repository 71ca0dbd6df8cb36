"""What the page of sources says of tables that are published and not on file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from helpers.questions.missing_tables.answer import Known, Question, opened_by
from helpers.questions.robustness.curves import FAMILIES
from helpers.sharing.wording import sentence, use_wording, word
from helpers.sources.editions import load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import load_units
from helpers.sources.published_tables import Gain, gains_of, load_published_tables

use_wording("missing_tables.yml")

_ASKED = ("rankings", "covariates", "milestones", "adoption")
_AGREES = "agrees-"


@dataclass(frozen=True)
class MissingTable:
    """One of them as a row: what it is, where, in which form, what it brings, what it opens.

    `address` is empty where it is not known whole; `where` then says what is known.
    """

    title: str
    form: str
    address: str
    where: str
    brings: Sequence[str]
    opens: Sequence[str]


def missing_on_file(root: Path) -> list[tuple[Gain, tuple[Question, ...]]]:
    """What each would bring and which questions it would open, from the processed tables."""
    definitions = load_definitions(root)
    listed = load_published_tables(root, definitions)
    if not listed:
        return []
    gains = gains_of(listed, read_processed(root, "coverage"), definitions)
    tables = {name: read_processed(root, name) for name in _ASKED}
    opened = opened_by(gains, Known(tables, definitions, load_units(root)))
    return list(zip(gains, opened, strict=True))


def written(missing: Iterable[tuple[Gain, Sequence[Question]]], lang: str) -> list[MissingTable]:
    """The rows in one language."""
    return [
        MissingTable(
            title=gain.table.titles[lang],
            form=word(f"not_on_file.form.{gain.table.form}", lang),
            address=gain.table.address,
            where=_where(gain.table.where, lang),
            brings=list(_brings(gain, lang)),
            opens=list(_opens(questions, lang)),
        )
        for gain, questions in missing
    ]


def _where(where: str, lang: str) -> str:
    if not where:
        return word("not_on_file.nowhere", lang)
    return sentence("not_on_file.site", lang, where=where)


def _brings(gain: Gain, lang: str) -> Iterator[str]:
    yield sentence("not_on_file.gain", lang, gain=gain)
    if gain.known < gain.units:
        yield sentence("not_on_file.known", lang, gain=gain)
    if gain.pairs:
        yield sentence("not_on_file.pairs", lang, years=", ".join(gain.pairs))


def _opens(questions: Iterable[Question], lang: str) -> Iterator[str]:
    """What could be asked then: each question, the declared tests of one pair in one sentence."""

    def of_pair(question: Question) -> tuple[bool, tuple[str, ...]]:
        return question.notebook in FAMILIES, question.years

    for (is_test, years), own in groupby(sorted(questions, key=of_pair), of_pair):
        asked = list(own)
        about = f"{asked[0].index} {'–'.join(dict.fromkeys((years[0], years[-1])))}"
        if is_test:
            pages = ", ".join(sorted({one.notebook.partition("-")[0] for one in asked}))
            yield sentence("not_on_file.tests", lang, n=len(asked), pages=pages, about=about)
            continue
        for one in asked:
            if one.name.startswith(_AGREES):
                other = one.name.removeprefix(_AGREES).replace("-", " ").upper()
                yield sentence("not_on_file.agrees", lang, about=about, other=other)
            else:
                yield sentence(f"not_on_file.question.{one.name}", lang, about=about)
