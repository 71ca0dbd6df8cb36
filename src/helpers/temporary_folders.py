"""Folders that are gone when their work is done, or with a later run where that was killed.

What holds such a folder is a lock on it, which ends with the process that has it, whatever ended
that. So a folder that nobody holds is left over; one of another person is not ours to look at.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "tangbac-work-"
_SETTLED = 60.0
"""Seconds after which a folder that nobody holds is not just being made."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """An empty folder, removed at the end with all that is in it."""
    # A browser, for one, may still write while it ends.
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        descriptor = _held(Path(name))
        try:
            yield Path(name)
        finally:
            if descriptor is not None:
                os.close(descriptor)


def sweep_temporary_folders() -> None:
    """Remove what killed processes of this person have left in the system's temporary folder."""
    if not hasattr(os, "getuid"):
        # On Windows the system's own cleaning has to do: there is no telling whose a folder is.
        return
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and _is_ours_and_settled(entry):
                descriptor = _held(Path(entry.path))
                if descriptor is not None:
                    shutil.rmtree(entry.path, ignore_errors=True)
                    os.close(descriptor)


def _is_ours_and_settled(entry: os.DirEntry[str]) -> bool:
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    return is_ours and time.time() - found.st_mtime > _SETTLED


def _held(folder: Path) -> int | None:
    """An open lock on the folder; None where another has it, or the system has no such locks."""
    try:
        import fcntl  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
