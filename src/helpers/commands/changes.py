"""`tangbac changes`: what differs from an earlier state of the processed tables."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from helpers.commands import open_project
from helpers.commands.terminal import add_language, language, say, table_width

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.commands import Commands
    from helpers.questions.changes.sentences import Refreshed
    from helpers.sources.editions import Definitions


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    changes = commands.add_parser(
        "changes",
        help=say("changes.help"),
        description=say("changes.description"),
    )
    changes.set_defaults(command=_changes)
    changes.add_argument(
        "--since",
        required=True,
        help=say("changes.since"),
    )
    add_language(changes)


def _changes(options: argparse.Namespace) -> int:
    root, definitions = open_project()
    refreshed = _compared(root, definitions, options.since)
    pages = _write_pages(root, definitions, refreshed)
    from helpers.listing import text_table
    from helpers.questions.changes.sentences import change_lines, since_sentence, summary_rows
    from helpers.sharing.wording import word

    lang = language()
    print(since_sentence(refreshed, lang))
    if refreshed.is_unchanged:
        print(word("changes.nothing", lang))
    else:
        print(text_table(summary_rows(refreshed, lang), table_width()))
        print()
        page = pages[lang].relative_to(root).as_posix()
        print("\n".join(change_lines(refreshed, lang, page)))
    print()
    for page_path in pages.values():
        print(page_path.relative_to(root).as_posix())
    return 0


def _compared(root: Path, definitions: Definitions, since: str) -> Refreshed:
    from helpers.questions.changes.answer import compare_states
    from helpers.questions.changes.sentences import Refreshed, claim_changes
    from helpers.sources.kept_states import read_present, read_state

    older, newer = read_state(root, since), read_present(root)
    units = newer["units"]
    return Refreshed(
        since=older.name,
        kind=older.kind,
        tables=compare_states(older.tables, newer),
        claims=claim_changes(older.tables.get("claims"), newer["claims"]),
        definitions=definitions,
        provinces=dict(zip(units["unit_id"], units["province"], strict=True)),
    )


def _write_pages(root: Path, definitions: Definitions, refreshed: Refreshed) -> dict[str, Path]:
    from helpers.atomic_files import write_atomically
    from helpers.project import data_version, default_report
    from helpers.site.changes import render_changes
    from helpers.site.frame import NEWS, Frame
    from helpers.site.site_facts import site_facts

    edition = definitions.latest_edition()
    frame = Frame(data_version(root), site=site_facts(root))
    pages = {lang: root / default_report(root) / name for lang, name in NEWS.items()}
    for lang, path in pages.items():
        page = render_changes(refreshed, lang, edition=edition, frame=frame)
        write_atomically(path, page)
    return pages
