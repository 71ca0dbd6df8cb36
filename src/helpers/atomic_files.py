"""Writing a file whole or not at all, and through no link that another has laid.

A folder may be one that others write to as well. So what is not finished has a name that nobody can
guess, and is made by the call that writes it or not at all.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""What a disk says that is full, a quota that is used up, or a limit on the size of files."""
PLACE_REFUSED = frozenset(
    {
        errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST,
        errno.ENAMETOOLONG, errno.ELOOP, errno.EIO, errno.ENOTEMPTY, errno.EBUSY, errno.ETXTBSY,
        errno.EXDEV, errno.EMFILE, errno.ENFILE, getattr(errno, "ESTALE", errno.EIO),
    }
)  # fmt: skip
"""What a person's disk says of a place, not what the program did wrong."""


def write_atomically(path: Path, content: str | bytes) -> None:
    r"""Write to `path`, whole or not at all, text as UTF-8 with `\n`; makes the folder.

    Raises:
        OSError: the disk refuses; it names `path` where it would name no file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}.tmp")
    try:
        with refusals_name(path), temporary.open("xb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
        replace_file(temporary, path)
    except BaseException:
        # A disk that takes no file lets none be removed either, and has said why.
        with suppress(OSError):
            temporary.unlink()
        raise


@contextmanager
def refusals_name(path: Path) -> Iterator[None]:
    """Have an error of the disk name this file: one that is full names none, or a name of ours."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def replace_file(written: Path, path: Path) -> None:
    """Move a finished file to its place, with the rights of the one that it replaces.

    Those of another owner's file say nothing of ours; and where its group cannot be kept, neither
    can what it allows its group.
    """
    try:
        old = path.lstat()
    except FileNotFoundError:
        old = None
    new = written.lstat()
    if old is not None and stat.S_ISREG(old.st_mode) and old.st_uid == new.st_uid:
        _take_rights(written, old, new)
    with refusals_name(path):
        written.replace(path)


def _take_rights(written: Path, old: os.stat_result, new: os.stat_result) -> None:
    if old.st_gid != new.st_gid:
        try:
            os.chown(written, -1, old.st_gid)
        except PermissionError:
            return
    written.chmod(stat.S_IMODE(old.st_mode))


def open_without_links(path: Path, mode: str) -> IO[str]:
    """Open a text that stays open while it grows, unless its last name is a link.

    Raises:
        OSError: it is one, or the disk refuses.
    """

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)

    return open(path, mode, encoding="utf-8", newline="\n", opener=opener)
