"""`tangbac missing`: which published tables are not on file, and what each would bring."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from helpers import LANGUAGES
from helpers.commands import open_project

if TYPE_CHECKING:
    from helpers.commands import Commands
    from helpers.sources.published_tables import Gain


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    missing = commands.add_parser(
        "missing",
        help="show published tables that are not on file, and what each would bring",
        description="List whole tables that are published and not on file: what they would bring, "
        "where they lie, and the command that takes them in.",
    )
    missing.set_defaults(command=_missing)
    missing.add_argument("--lang", choices=LANGUAGES, default="vi", help="language of the text")


def _missing(options: argparse.Namespace) -> int:
    from helpers.questions.clean_figures.answer import clean_figures
    from helpers.sharing.wording import use_wording, word
    from helpers.sources.published_tables import gains_of, load_published_tables

    use_wording("missing.yml")
    root, definitions = open_project()
    tables = load_published_tables(root, definitions)
    gains = gains_of(tables, clean_figures(root).tables["coverage"], definitions)
    print(word("missing.lead" if gains else "missing.none", options.lang))
    for gain in gains:
        print("", *_lines(gain, options.lang), sep="\n")
    return 0


def _lines(gain: Gain, lang: str) -> list[str]:
    from helpers.sharing.wording import sentence, word

    table, edition = gain.table, gain.table.edition
    said = [sentence("missing.gain", lang, scores=gain.scores, ranks=gain.ranks)]
    if gain.known < gain.units:
        said.append(sentence("missing.known", lang, known=gain.known, units=gain.units))
    if gain.pairs:
        said.append(sentence("missing.pairs", lang, pairs=", ".join(gain.pairs)))
    where = table.address or word("missing.no_address", lang)
    if table.where and not table.address:
        where = f"{sentence('missing.where', lang, where=table.where)}; {where}"
    fuller = " --fuller" if edition.table else ""
    file = table.address or word("missing.file", lang)
    return [
        f"{table.titles[lang]} ({edition.label}, {table.form})",
        f"  {'; '.join(said)}",
        f"  {where}",
        f"  tangbac intake {file} --index {edition.index.lower()} --edition {edition.edition} "
        f"--universe {edition.universe}{fuller} --published YYYY-MM-DD",
    ]
