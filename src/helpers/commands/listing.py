"""`tangbac list`: notebooks, editions, measures and provinces on file."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from helpers.commands import open_project

if TYPE_CHECKING:
    from helpers.commands import Commands

_SECTIONS = ("notebooks", "editions", "measures", "provinces")


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    listing = commands.add_parser("list", help="show notebooks, editions, measures or provinces")
    listing.set_defaults(command=_list)
    listing.add_argument("section", nargs="?", choices=_SECTIONS, help="default: all")
    listing.add_argument("--json", action="store_true", help="print JSON instead of tables")


def _list(options: argparse.Namespace) -> int:
    from helpers.listing import SECTIONS, text_table

    root, definitions = open_project()
    names = [options.section] if options.section else list(SECTIONS)
    sections = {name: SECTIONS[name](root, definitions) for name in names}
    if options.json:
        print(json.dumps(sections, ensure_ascii=False, indent=2))
        return 0
    print("\n\n".join(f"{name.upper()}\n\n{text_table(rows)}" for name, rows in sections.items()))
    return 0
