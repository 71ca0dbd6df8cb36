"""`tangbac seal`: record a raw file that was changed on purpose."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.commands import open_project
from helpers.commands.terminal import add_language, say

if TYPE_CHECKING:
    from helpers.commands import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    sealing = commands.add_parser("seal", help=say("seal.help"))
    sealing.set_defaults(command=_seal)
    sealing.add_argument("file", nargs="+", help=say("seal.file"))
    add_language(sealing)


def _seal(options: argparse.Namespace) -> int:
    from helpers.sources.raw_files import RAW, seal

    root, _ = open_project()
    for path in options.file:
        file = Path(path).as_posix().removeprefix(f"{RAW.as_posix()}/")
        changed = seal(root, file)
        place = (RAW / file).as_posix()
        print(say("seal.recorded" if changed else "seal.already", path=place))
    return 0
