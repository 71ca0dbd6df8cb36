"""`tangbac seal`: record a raw file that was changed on purpose."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.commands import open_project

if TYPE_CHECKING:
    from helpers.commands import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    sealing = commands.add_parser(
        "seal", help="record a changed raw file in the .yml beside it, when the change is meant"
    )
    sealing.set_defaults(command=_seal)
    sealing.add_argument("file", nargs="+", help="such as data/raw/dti_tables/dti_2023_63.csv")


def _seal(options: argparse.Namespace) -> int:
    from helpers.sources.raw_files import RAW, seal

    root, _ = open_project()
    for path in options.file:
        file = Path(path).as_posix().removeprefix(f"{RAW.as_posix()}/")
        changed = seal(root, file)
        print(f"{(RAW / file).as_posix()}: {'recorded' if changed else 'already recorded'}")
    return 0
