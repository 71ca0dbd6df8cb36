"""One run at a time in a project: a second one is refused, so that nothing is mixed.

The lock belongs to the process: it is gone when the process is, whatever ended it. What a killed
process left half-written lies under names of its own, and is removed by the next run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.atomic_files import open_without_links, refusals_name
from helpers.errors import BadInputError
from helpers.temporary_folders import sweep_temporary_folders

_FILE = ".lock"
_PART = ".part-"


@contextmanager
def only_run(root: Path) -> Iterator[None]:
    """Hold the project's reports for this process.

    Raises:
        BadInputError: another process holds them; says which.
    """
    path = root / "reports" / _FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with open_without_links(path, "a+") as file:
        if not _locked(file.fileno()):
            file.seek(0)
            raise BadInputError("folder_lock.busy", process=file.read().strip() or "?")
        with refusals_name(path):
            file.truncate(0)
            # At once: what waits for the end of the file would be tried there again.
            os.write(file.fileno(), f"{os.getpid()}\n".encode())
        sweep_temporary_folders()
        yield


def _locked(descriptor: int) -> bool:
    """Whether this process now holds the lock on the open file; it is freed when that closes."""
    try:
        import fcntl
    except ImportError:
        return _locked_on_windows(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _locked_on_windows(descriptor: int) -> bool:
    import msvcrt

    # One byte far behind the text, so that the number of the process can still be read.
    os.lseek(descriptor, 1 << 20, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # on Windows
    except OSError:
        return False
    return True


def remove_leftovers(files: Iterable[Path]) -> None:
    """Remove what a killed run had begun to write in place of these files."""
    names: dict[Path, list[str]] = {}
    for path in files:
        names.setdefault(path.parent, []).append(path.name)
    for folder, written in names.items():
        beginnings = tuple(f".{name}." for name in written)
        for begun in _hidden_files(folder):
            if begun.name.endswith(".tmp") and begun.name.startswith(beginnings):
                begun.unlink(missing_ok=True)
            elif begun.name.startswith(_PART):
                # Tables are written aside together, in a folder beside their place.
                shutil.rmtree(begun, ignore_errors=True)


def _hidden_files(folder: Path) -> list[Path]:
    try:
        names = os.listdir(folder)  # noqa: PTH208  (names alone, several times quicker)
    except FileNotFoundError:
        return []
    return [folder / name for name in names if name.startswith(".")]
