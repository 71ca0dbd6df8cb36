"""`tangbac keep`: keep the present tables, so that later ones can be compared with them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from helpers.commands import open_project
from helpers.commands.terminal import add_language, say

if TYPE_CHECKING:
    from helpers.commands import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    keep = commands.add_parser("keep", help=say("keep.help"))
    keep.set_defaults(command=_keep)
    keep.add_argument(
        "--replace",
        action="store_true",
        help=say("keep.replace"),
    )
    add_language(keep)


def _keep(options: argparse.Namespace) -> int:
    from helpers.sources.kept_states import RELEASES, keep_state

    root, _ = open_project()
    edition, written = keep_state(root, replace=options.replace)
    place = (RELEASES / edition).as_posix()
    print(say("keep.kept" if written else "keep.already", place=place))
    return 0
