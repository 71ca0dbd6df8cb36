"""`run.json`: what each step of a report took, depended on and wrote.

It stands in the report's folder, and tells the next run what needs to be done. It is written after
every step, whole or not at all, so a run that was interrupted, even killed, goes on where it
stopped.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from helpers import __version__
from helpers.atomic_files import write_atomically
from helpers.errors import Reason
from helpers.running.fingerprints import Fingerprint, Fingerprints, differences, shortened
from helpers.running.plan import Step

Entry = dict[str, Any]

_FILE = "run.json"
_FORMAT = 2
_PACKAGES = ("papermill", "nbclient", "ipykernel", "nbconvert", "pandas")


class RunRecord:
    """The record of one report's folder.

    A file that is missing, damaged or of another format counts as empty: then everything runs.

    Args:
        folder: the folder of the report.
        root: the project's folder.
    """

    def __init__(self, folder: Path, root: Path) -> None:
        self._path = folder / _FILE
        self._root = root
        document = _read(self._path)
        self._entries: dict[str, Entry] = {entry["output"]: entry for entry in document["runs"]}
        self.pages: dict[str, dict[str, str]] = document["pages"]

    def reason_to_run(self, step: Step, now: Fingerprint, files: Fingerprints) -> Reason | None:
        """Why the step has to run, in a clause; None where its last run still holds."""
        entry = self._entries.get(files.name(step.output))
        if entry is None:
            return Reason("why.not_run")
        if entry["status"] != "ok":
            return Reason("why.not_finished")
        changes = differences(entry["fingerprint"], now)
        if changes:
            return shortened(changes)
        for name in entry["outputs"]:
            found = files.of_file(self._root / name)
            if found is None:
                return Reason("why.missing", name=name)
            if found != self._last_written(name):
                return Reason("why.changed_since", name=name)
        return None

    def _last_written(self, name: str) -> str:
        """What the last step that wrote the file left in it: entries stand in the order of runs."""
        written: list[str] = [
            e["outputs"][name] for e in self._entries.values() if name in e["outputs"]
        ]
        return written[-1]

    def add(self, step: Step, entry: Entry, order: Iterable[Step]) -> None:
        """Put in what a step took, and write the file; entries keep to `order`."""
        self._entries[_name(step, self._root)] = {
            "notebook": step.notebook.name,
            "lang": step.lang,
            "output": _name(step, self._root),
            "parameters": {name: _plain(value) for name, value in step.parameters.items()},
        } | entry
        places = {_name(step, self._root): place for place, step in enumerate(order)}
        ordered = sorted(self._entries.values(), key=lambda e: places.get(e["output"], -1))
        self._entries = {entry["output"]: entry for entry in ordered}
        self.write()

    def fail(self, step: Step, message: str) -> None:
        """Take note that what the step wrote cannot be used after all."""
        self._entries[_name(step, self._root)] |= {"status": "failed", "message": message}

    @property
    def content(self) -> str:
        """All that the record says of steps and pages, as text."""
        return json.dumps([list(self._entries.values()), self.pages])

    def write(self) -> None:
        """Write the file."""
        document = {
            "format": _FORMAT,
            "python": platform.python_version(),
            "packages": {"tangbac": __version__} | {name: version(name) for name in _PACKAGES},
            "runs": list(self._entries.values()),
            "pages": self.pages,
        }
        write_atomically(self._path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _name(step: Step, root: Path) -> str:
    return step.output.relative_to(root).as_posix()


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _read(path: Path) -> dict[str, Any]:
    empty: dict[str, Any] = {"runs": [], "pages": {}}
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return empty
    is_ours = isinstance(document, dict) and document.get("format") == _FORMAT
    return document if is_ours else empty
