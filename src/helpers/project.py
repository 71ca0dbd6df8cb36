"""Where the project lies on this machine, whatever the working directory."""

from __future__ import annotations

import hashlib
from pathlib import Path

from helpers.sources.editions import load_definitions
from helpers.sources.errors import BadInputError

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
    raise BadInputError(
        f"No project folder found from {begin}: expected a folder that holds "
        f"{_MARKER.as_posix()}. Change into the folder of the checkout and try again."
    )


def data_version(root: Path) -> str:
    """Which state of the raw data a report was made from: eight digits over all of `data/raw`."""
    digest = hashlib.sha256()
    folder = root / "data" / "raw"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
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
