"""The sub-commands of `tangbac`, one module each: `add` declares it, the function it names runs it.

A command runs with the parsed options and gives the exit status. Heavy imports wait inside it, so
that help and refusals answer at once.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.sources.editions import Definitions

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def open_project() -> tuple[Path, Definitions]:
    """The project's folder, and what is defined there."""
    from helpers.project import project_root
    from helpers.sources.editions import load_definitions

    root = project_root()
    return root, load_definitions(root)
