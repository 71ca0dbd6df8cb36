"""The sub-commands of `tangbac`, one module each: `add` declares it, the function it names runs it.

A command runs with the parsed options and gives the exit status. Heavy imports wait inside it, so
that help and refusals answer at once.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.commands.terminal import say

if TYPE_CHECKING:
    from helpers.sources.editions import Definitions

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def open_project() -> tuple[Path, Definitions]:
    """The project's folder, and what is defined there; undoes an intake that was killed."""
    from helpers.project import project_root
    from helpers.sources.editions import load_definitions
    from helpers.sources.raw_files import UNFINISHED

    root = project_root()
    if (root / UNFINISHED).is_file():
        undo_killed_intake(root)
    return root, load_definitions(root)


def undo_killed_intake(root: Path) -> None:
    """Remove the half of an edition that a killed intake left, and say so.

    Raises:
        BadInputError: another process is at work in the project, perhaps that intake.
    """
    from helpers.intake.landing import undo_unfinished
    from helpers.running.folder_lock import only_run

    with only_run(root):
        if undo_unfinished(root):
            print(say("program.undone"), file=sys.stderr)
