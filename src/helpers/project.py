"""Where the project lies on this machine, whatever the working directory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from helpers.errors import BadInputError
from helpers.sources.editions import load_definitions

_MARKER = Path("data") / "raw" / "definitions" / "editions.yml"


def project_root(start: Path | None = None) -> Path:
    """Which folder holds the project's notebooks and data.

    Looks upward from `start` (default: the working directory), then from the installed
    package, for the folder with `data/raw/definitions/editions.yml`, so that a notebook finds
    its files from JupyterLab, from papermill and from `tangbac`.

    Raises:
        BadInputError: neither place lies inside a checkout of the project.
    """
    begin = (start or Path.cwd()).resolve()
    for folder in (begin, *begin.parents, *Path(__file__).resolve().parents):
        if (folder / _MARKER).is_file():
            return folder
    raise BadInputError("project.none", begin=begin, marker=_MARKER.as_posix())


def data_version(root: Path, inputs: Iterable[str] = ("data/raw",)) -> str:
    """Which state of the data something was made from: eight digits over all of these files.

    A notebook names its inputs, so what it shows changes with the figures that it reads and with no
    other. Hidden files, which editors leave, do not count.

    Args:
        root: the project's folder.
        inputs: files, and folders with all that lies below, from the project's root; one that is
            missing counts as empty.
    """
    digest = hashlib.sha256()
    for name in sorted(inputs):
        place = root / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and not path.name.startswith("."):
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:8]


def default_report(root: Path) -> str:
    """Where a default run writes, from the project's root: `reports/<latest edition>`."""
    return f"reports/{load_definitions(root).latest_edition()}"


def processed_folder(root: Path, report: str) -> Path:
    """Where processed tables go: `data/processed` for a default run, else beside the report."""
    if report in ("", default_report(root)):
        return root / "data" / "processed"
    return root / report / "data"
