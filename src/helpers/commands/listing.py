"""`tangbac list`: notebooks, editions, measures and provinces on file."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from helpers.commands import open_project
from helpers.commands.terminal import add_language, language, line_width, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpers.commands import Commands

_OTHER = {"vi": "_en", "en": "_vi"}
"""How names of columns end that are in the other language."""
_ONLY_IN_JSON = ("question_vi", "question_en")
"""Whole paragraphs."""
_WORDS = ("unknown", "yes", "no")
"""Cells that are words."""
_SECTIONS = ("notebooks", "editions", "measures", "provinces")


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    listing = commands.add_parser("list", help=say("list.help"))
    listing.set_defaults(command=_list)
    listing.add_argument("section", nargs="?", choices=_SECTIONS, help=say("list.section"))
    listing.add_argument("--json", action="store_true", help=say("list.json"))
    add_language(listing)


def _list(options: argparse.Namespace) -> int:
    from helpers.listing import SECTIONS, text_table

    root, definitions = open_project()
    names = [options.section] if options.section else list(SECTIONS)
    sections = {name: SECTIONS[name](root, definitions) for name in names}
    if options.json:
        print(json.dumps(sections, ensure_ascii=False, indent=2))
        return 0
    tables = {name: text_table(_shown(rows), line_width()) for name, rows in sections.items()}
    print(
        "\n\n".join(
            f"{say(f'list.{name}')}\n\n{table or say('list.none')}"
            for name, table in tables.items()
        )
    )
    return 0


def _shown(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The rows under headings in the language of the terminal, without what stands in the other."""
    wanted = {
        name: say(f"list.{name.removesuffix(f'_{language()}')}")
        for name in (rows[0] if rows else ())
        if name not in _ONLY_IN_JSON and name.removesuffix(_OTHER[language()]) == name
    } | ({"province_en": say("list.province_en")} if rows and "province_en" in rows[0] else {})
    return [
        {
            heading: say(f"list.{row[name]}") if row[name] in _WORDS else row[name]
            for name, heading in wanted.items()
        }
        for row in rows
    ]
