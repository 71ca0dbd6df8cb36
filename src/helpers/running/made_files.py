"""Files that are made of others: made anew only when something they are made of has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from helpers.atomic_files import write_atomically
from helpers.running.fingerprints import Fingerprints, digest
from helpers.running.run_record import RunRecord


class MadeFiles:
    """What `run.json` says of the pages of a report, kept up to date.

    Args:
        files: the digests of the project's files.
        record: that of the report's folder.
    """

    def __init__(self, files: Fingerprints, record: RunRecord) -> None:
        self._files, self._record = files, record

    def is_current(self, path: Path, made_of: object) -> bool:
        """Whether the file is as it was made, of the same as now; else takes note of what it is."""
        entry = {"of": digest(repr(made_of).encode()), "is": self._files.of_file(path) or ""}
        name = self._files.name(path)
        if self._record.pages.get(name) == entry and entry["is"]:
            return True
        self._record.pages[name] = entry
        return False

    def make(self, path: Path, made_of: object, make: Callable[[], str | bytes]) -> None:
        """Write what `make` gives, unless the file is current; takes no note where it fails."""
        if self.is_current(path, made_of):
            return
        name = self._files.name(path)
        try:
            content = make()
        except BaseException:
            del self._record.pages[name]
            raise
        write_atomically(path, content)
        self.written(path, content.encode() if isinstance(content, str) else content)

    def written(self, path: Path, content: bytes) -> None:
        """Take note of what the file holds now; empty: it is not there."""
        self._record.pages[self._files.name(path)]["is"] = digest(content) if content else ""
