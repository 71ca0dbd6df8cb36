"""An executed notebook without anything that differs between two equal runs."""

from __future__ import annotations

import copy

from nbformat import NotebookNode
from papermill.execute import ERROR_MARKER_TAG

from helpers.running.contract import INJECTED_TAG, LIVE_TAG
from helpers.running.stored_outputs import METADATA

KERNEL = "python3"
"""The kernelspec that every stored notebook names, whatever kernel ran it."""
_VOLATILE_CELL_KEYS = ("papermill", "execution", "ExecuteTime", "collapsed")
_VOLATILE_NOTEBOOK_KEYS = ("papermill", "widgets", METADATA)
# Said once per machine by libraries, about themselves; never about the data.
_KNOWN_NOISE = ("Matplotlib is building the font cache", "frozen modules are being used")


def cleaned(executed: NotebookNode, original: NotebookNode) -> NotebookNode:
    """The executed notebook without timings, paths, versions and random ids.

    Args:
        executed: the notebook as papermill leaves it.
        original: the same before it ran: its cells keep their ids and metadata.
    """
    known = {cell.id: cell for cell in original.cells}
    result = copy.deepcopy(executed)
    result.cells = [
        cell for cell in result.cells if ERROR_MARKER_TAG not in cell.metadata.get("tags", ())
    ]
    for cell in result.cells:
        if INJECTED_TAG in cell.metadata.get("tags", ()) and cell.id not in known:
            cell.id = INJECTED_TAG
            cell.metadata = NotebookNode(tags=[INJECTED_TAG])
        elif cell.id in known:
            cell.metadata = copy.deepcopy(known[cell.id].metadata)
        for key in _VOLATILE_CELL_KEYS:
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":
            live = LIVE_TAG in cell.metadata.get("tags", ())
            cell.outputs = [] if live else cleaned_outputs(cell.outputs)
    for key in _VOLATILE_NOTEBOOK_KEYS:
        result.metadata.pop(key, None)
    result.metadata.kernelspec = NotebookNode(
        display_name="Python 3 (ipykernel)", language="python", name=KERNEL
    )
    # The version of Python would make every machine's file another one.
    result.metadata.language_info = NotebookNode(
        file_extension=".py",
        mimetype="text/x-python",
        name="python",
        nbconvert_exporter="python",
        pygments_lexer="ipython3",
    )
    return result


def cleaned_outputs(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Outputs with the pieces of one stream joined: where it is cut depends on timing."""
    result: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream":
            if output.name == "stderr":
                output.text = _without_noise(output.text)
            if not output.text:
                continue
            if result and result[-1].get("name") == output.name:
                result[-1].text += output.text
                continue
        result.append(output)
    return result


def _without_noise(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not any(noise in line for noise in _KNOWN_NOISE))
