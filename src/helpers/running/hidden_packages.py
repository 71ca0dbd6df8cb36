"""Which file of a person has the name of a package of ours, so that notebooks find it first?"""

from __future__ import annotations

from pathlib import Path

import helpers

PACKAGES = ("helpers", "tangbac")
"""What notebooks import of this project; the second is the front door to the first."""
SOURCES = Path(helpers.__file__).resolve().parent.parent
"""The folder that both lie in."""
_FAILS_SO = ("ModuleNotFoundError", "ImportError", "AttributeError")


def hides_a_package(folder: Path) -> Path | None:
    """Which file or folder there is imported in place of a package of ours, or None.

    Args:
        folder: that a kernel works in, which Python searches first.
    """
    if folder.resolve() == SOURCES:
        return None
    for name in PACKAGES:
        for found in (folder / name / "__init__.py", folder / f"{name}.py"):
            if found.is_file():
                return found.parent if found.name == "__init__.py" else found
    return None


def hidden_behind(error: str, folder: Path) -> Path | None:
    """Which file may be the cause of an error of that kind in a cell, or None."""
    return hides_a_package(folder) if error in _FAILS_SO else None
