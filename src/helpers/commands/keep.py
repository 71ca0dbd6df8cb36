"""`tangbac keep`: keep the present tables, so that later ones can be compared with them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from helpers.commands import open_project

if TYPE_CHECKING:
    from helpers.commands import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    keep = commands.add_parser(
        "keep", help="keep the present tables in data/releases, for a later «tangbac changes»"
    )
    keep.set_defaults(command=_keep)
    keep.add_argument(
        "--replace",
        action="store_true",
        help="put them in the place of another state of the same edition",
    )


def _keep(options: argparse.Namespace) -> int:
    from helpers.sources.kept_states import RELEASES, keep_state

    root, _ = open_project()
    edition, written = keep_state(root, replace=options.replace)
    place = (RELEASES / edition).as_posix()
    print(f"{place}: {'kept' if written else 'already kept'}")
    return 0
