"""Of which state of the data the outputs are that a notebook stores in its own file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from helpers.atomic_files import write_atomically
from helpers.project import data_version
from helpers.running.contract import Notebook, read_notebook
from helpers.running.plan import Step

METADATA = "tangbac"
"""The entry of a notebook's metadata; a copy that is run has none."""
_VERSION, _DIGEST = "data_version", "outputs_sha256"


def present_version(root: Path, step: Step) -> str:
    """Which state of its inputs a notebook would show now; of all figures where it names none."""
    return data_version(root, step.contract.inputs or ("data/raw",))


def stored_version(notebook: Notebook) -> str:
    """Of which state the stored outputs are; "" where nobody noted it."""
    return _noted(notebook, _VERSION)


def are_as_noted(notebook: Notebook) -> bool:
    """Whether the outputs are still those that were stored with the note; not where none is."""
    return _noted(notebook, _DIGEST) == _digest(notebook)


def note_version(root: Path, step: Step) -> None:
    """Note beside the outputs, once they are stored, of which state they are, and a digest."""
    import nbformat

    document = nbformat.read(step.output, as_version=4)
    document.metadata[METADATA] = {
        _VERSION: present_version(root, step),
        _DIGEST: _digest(read_notebook(step.output)),
    }
    write_atomically(step.output, nbformat.writes(document) + "\n")


def _noted(notebook: Notebook, key: str) -> str:
    noted = notebook.metadata.get(METADATA)
    return str(noted.get(key, "")) if isinstance(noted, dict) else ""


def _digest(notebook: Notebook) -> str:
    """Over the outputs of all cells as they stand in the file, whatever its layout."""
    outputs = [cell.outputs for cell in notebook.cells]
    text = json.dumps(outputs, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
