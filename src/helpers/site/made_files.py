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

    def matches(self, path: Path, made_of: object) -> bool:
        """Whether the file is as it was made, of the same as now."""
        entry = self._entry(path, made_of)
        return self._record.pages.get(self._files.name(path)) == entry and bool(entry["is"])

    def is_whole(self, folder: Path) -> bool:
        """Whether every file that was made below the folder is as it was made."""
        start = f"{self._files.name(folder)}/"
        made = {name: page for name, page in self._record.pages.items() if name.startswith(start)}
        return all(self._files.of_name(name) == page["is"] for name, page in made.items())

    def is_current(self, path: Path, made_of: object) -> bool:
        """Whether the file matches; if not, takes note of what it is to be made of."""
        if self.matches(path, made_of):
            return True
        self._record.pages[self._files.name(path)] = self._entry(path, made_of)
        return False

    def _entry(self, path: Path, made_of: object) -> dict[str, str]:
        return {"of": digest(repr(made_of).encode()), "is": self._files.of_file(path) or ""}

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
