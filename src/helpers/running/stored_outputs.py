"""Of which state of the data the outputs are that a notebook stores in its own file."""

from __future__ import annotations

from pathlib import Path

from helpers.atomic_files import write_atomically
from helpers.project import data_version
from helpers.running.contract import Notebook
from helpers.running.plan import Step

METADATA = "tangbac"
"""The entry of a notebook's metadata; a copy that is run has none."""
_VERSION = "data_version"


def present_version(root: Path, step: Step) -> str:
    """Which state of its inputs a notebook would show now; of all figures where it names none."""
    return data_version(root, step.contract.inputs or ("data/raw",))


def stored_version(notebook: Notebook) -> str:
    """Of which state the stored outputs are; "" where nobody noted it."""
    noted = notebook.metadata.get(METADATA)
    return str(noted.get(_VERSION, "")) if isinstance(noted, dict) else ""


def note_version(root: Path, step: Step) -> None:
    """Note beside the outputs, once they are stored, of which state they are."""
    import nbformat

    document = nbformat.read(step.output, as_version=4)
    document.metadata[METADATA] = {_VERSION: present_version(root, step)}
    write_atomically(step.output, nbformat.writes(document) + "\n")
