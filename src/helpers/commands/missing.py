"""`tangbac missing`: which published tables are not on file, and what each would bring."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from helpers.commands import open_project
from helpers.commands.terminal import add_language, language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpers.commands import Commands
    from helpers.questions.missing_tables.answer import Question
    from helpers.sources.published_tables import Gain


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    missing = commands.add_parser(
        "missing",
        help=say("missing.help"),
        description=say("missing.description"),
    )
    missing.set_defaults(command=_missing)
    add_language(missing)


def _missing(options: argparse.Namespace) -> int:
    del options
    from helpers.questions.clean_figures.answer import clean_figures
    from helpers.questions.missing_tables.answer import Known, opened_by
    from helpers.sources.provinces import load_units
    from helpers.sources.published_tables import gains_of, load_published_tables

    root, definitions = open_project()
    published = load_published_tables(root, definitions)
    tables = clean_figures(root).tables
    gains = gains_of(published, tables["coverage"], definitions)
    opened = opened_by(gains, Known(tables, definitions, load_units(root)))
    print(say("missing.lead" if gains else "missing.none"))
    for gain, questions in zip(gains, opened, strict=True):
        print("", *_lines(gain, questions), sep="\n")
    return 0


def _lines(gain: Gain, questions: Sequence[Question]) -> list[str]:
    table, edition = gain.table, gain.table.edition
    said = [say("missing.gain", scores=gain.scores, ranks=gain.ranks)]
    if gain.known < gain.units:
        said.append(say("missing.known", known=gain.known, units=gain.units))
    if gain.pairs:
        said.append(say("missing.pairs", pairs=", ".join(gain.pairs)))
    where = table.address or say("missing.no_address")
    if table.where and not table.address:
        where = f"{say('missing.where', where=table.where)}; {where}"
    fuller = " --fuller" if edition.table else ""
    file = table.address or say("missing.file")
    return [
        f"{table.titles[language()]} ({edition.label}, {table.form})",
        f"  {'; '.join(said)}",
        *([f"  {say('missing.testable')}"] if questions else []),
        *(f"    {question.claim}" for question in questions),
        f"  {where}",
        f"  tangbac intake {file} --index {edition.index.lower()} --edition {edition.edition} "
        f"--universe {edition.universe}{fuller} --published YYYY-MM-DD",
    ]
