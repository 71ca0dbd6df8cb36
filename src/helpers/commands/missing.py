"""`tangbac missing`: which published tables are not on file, and what each would bring."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from helpers.commands import open_project
from helpers.commands.terminal import add_language, language, say

if TYPE_CHECKING:
    from helpers.commands import Commands
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
    from helpers.sources.published_tables import gains_of, load_published_tables

    root, definitions = open_project()
    tables = load_published_tables(root, definitions)
    gains = gains_of(tables, clean_figures(root).tables["coverage"], definitions)
    print(say("missing.lead" if gains else "missing.none"))
    for gain in gains:
        print("", *_lines(gain), sep="\n")
    return 0


def _lines(gain: Gain) -> list[str]:
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
        f"  {where}",
        f"  tangbac intake {file} --index {edition.index.lower()} --edition {edition.edition} "
        f"--universe {edition.universe}{fuller} --published YYYY-MM-DD",
    ]
