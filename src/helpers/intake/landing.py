"""Writing a new edition below `data/raw`, all of it or nothing.

Everything is first written aside into a copy of `data/raw`, which must pass what notebook 01 asks
of it. Only then are the files moved to their places; what they replace is kept until all are there,
so that a fault undoes the whole, and the next command undoes what a killed one left behind.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.atomic_files import replace_file, write_atomically
from helpers.errors import BadInputError, Reason
from helpers.intake.filing import Filing
from helpers.questions.clean_figures.answer import clean_figures
from helpers.sources.raw_files import RAW, UNFINISHED
from helpers.temporary_folders import temporary_folder


def check_as_filed(root: Path, filing: Filing) -> None:
    """Would notebook 01 take the raw figures with this edition among them? Writes nothing there.

    Raises:
        BadInputError: it would not; says why. Or the copy cannot be made.
    """
    with _said(root), temporary_folder() as folder:
        copy = folder.resolve()
        # Contents alone: raw figures that must not be written make no copy that cannot be.
        for source in (root / RAW).rglob("*"):
            if source.is_file():
                _write(copy / source.relative_to(root), source.read_bytes())
        for path, data in filing.files.items():
            _write(copy / RAW / path, data)
        for path in filing.removed:
            (copy / RAW / path).unlink()
        try:
            clean_figures(copy)
        except BadInputError as error:
            raise BadInputError("landing.check", error=error) from None


def land(root: Path, filing: Filing) -> None:
    """Move the files of an edition to their places, all or none.

    Raises:
        BadInputError: a file that would be new is there already, or the disk refuses; what was
            there before is restored.
    """
    with _said(root):
        _land(root, filing)


def _land(root: Path, filing: Filing) -> None:
    undo_unfinished(root)
    raw, aside = root / RAW, (root / UNFINISHED).parent
    for path in filing.files:
        if path not in filing.replaced and (raw / path).exists():
            raise BadInputError("landing.exists", path=(RAW / path).as_posix())
    try:
        for path, data in filing.files.items():
            _write(aside / "new" / path, data)
            if path in filing.replaced:
                _write(aside / "before" / path, (raw / path).read_bytes())
        for path in filing.removed:
            _write(aside / "before" / path, (raw / path).read_bytes())
        # From here on an undo has something to undo; before, nothing has moved.
        write_atomically(root / UNFINISHED, "\n".join([*filing.files, *filing.removed]))
        for path in filing.files:
            (raw / path).parent.mkdir(parents=True, exist_ok=True)
            replace_file(aside / "new" / path, raw / path)
        for path in filing.removed:
            (raw / path).unlink()
            _remove_empty_folders((raw / path).parent, raw)
    except BaseException:
        undo_unfinished(root)
        raise
    # The edition is filed once the list is gone; what else lies aside is only copies.
    (root / UNFINISHED).unlink()
    shutil.rmtree(aside)


def undo_unfinished(root: Path) -> bool:
    """Restore what was there before an intake that did not end; whether there was one.

    May itself be stopped at any point and done again.
    """
    raw, aside = root / RAW, (root / UNFINISHED).parent
    if aside.is_symlink():
        # We make a folder; a link was laid by another.
        aside.unlink()
    list_of_files = root / UNFINISHED
    begun = list_of_files.is_file()
    if begun:
        for path in list_of_files.read_text(encoding="utf-8").splitlines():
            before, new = aside / "before" / path, aside / "new" / path
            if before.is_file():
                _write(aside / "restored" / path, before.read_bytes())
                replace_file(aside / "restored" / path, raw / path)
            elif not new.is_file():
                (raw / path).unlink(missing_ok=True)
            _remove_empty_folders((raw / path).parent, raw)
        list_of_files.unlink()
    shutil.rmtree(aside, ignore_errors=True)
    return begun


@contextmanager
def _said(root: Path) -> Iterator[None]:
    """Say of a disk that refuses which folder is meant and what helps.

    Raises:
        BadInputError: in place of the disk's own error.
    """
    try:
        yield
    except OSError as error:
        at = Reason("landing.at", path=error.filename) if error.filename else ""
        raise BadInputError(
            "landing.disk", at=at, reason=error.strerror or error, raw=root / RAW,
            aside=(root / UNFINISHED).parent,
        ) from error  # fmt: skip


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # A rest of an undo that was stopped, or a link: neither is written through.
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(data)


def _remove_empty_folders(folder: Path, top: Path) -> None:
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
