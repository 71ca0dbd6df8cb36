"""Running one notebook to a clean file: the same inputs give the same bytes.

papermill does the running, in a kernel of this very environment. Around it: an unknown parameter is
refused before anything starts, Vietnamese stays readable in the injected cell, and what differs
from run to run (timings, paths, versions, random ids) is removed. A file appears whole or not
at all.
"""

from __future__ import annotations

import copy
import json
import os
import re
import tempfile
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
import zmq
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import ERROR_MARKER_TAG, execute_notebook
from papermill.translators import PythonTranslator, papermill_translators
from traitlets import default

from helpers.atomic_files import write_atomically
from helpers.running.contract import FAILED_SUFFIX, INJECTED_TAG, LIVE_TAG, read_notebook
from helpers.running.parameters import Value, check_names, read_parameters
from helpers.sources.errors import BadInputError

_KERNEL = "python3"
_ENGINE = "tangbac"
_BAD_INPUT = f"{BadInputError.__module__}.{BadInputError.__qualname__}"
# Names of the error's class and of all it derives from, asked of the kernel where it was raised.
_ERROR_KINDS = (
    "[kind.__module__ + '.' + kind.__qualname__ "
    "for kind in type(__import__('sys').last_value).__mro__]"
)
_VOLATILE_CELL_KEYS = ("papermill", "execution", "ExecuteTime", "collapsed")
_VOLATILE_NOTEBOOK_KEYS = ("papermill", "widgets")
# Said once per machine by libraries, about themselves; never about the data.
_KNOWN_NOISE = ("Matplotlib is building the font cache", "frozen modules are being used")
_SOURCE_LINES, _CAUSE_LINES, _LINE_LENGTH = 6, 12, 160


class NotebookFailedError(Exception):
    """A notebook stopped; the message says where and why, and fits on one screen.

    Args:
        notebook: name of the notebook.
        place: which cell, for a person.
        source: source of that cell.
        cause: what went wrong.
        kept: the partly executed copy.
    """

    def __init__(self, notebook: str, place: str, source: str, cause: str, kept: Path) -> None:
        self.notebook, self.place, self.cause, self.kept = notebook, place, cause, kept
        lines = [f"{notebook} stopped in {place}:", ""]
        lines += [f"    {line}" for line in _shortened(source.splitlines(), _SOURCE_LINES)]
        lines += ["", *_shortened(cause.splitlines(), _CAUSE_LINES), ""]
        lines += [f"The run up to there is kept for inspection in {kept}"]
        super().__init__("\n".join(lines))


def execute(source: Path, output: Path, *, root: Path, parameters: Mapping[str, Value]) -> None:
    """Run the notebook `source` with `parameters` from the folder `root`, and write `output`.

    Without parameters no cell is injected, so `output` may be `source` itself: its cells and ids
    stay, its outputs are set. Values are passed as they are; papermill's guessing of types is not
    involved.

    Raises:
        BadInputError: the notebook has no such parameter, or cannot be read.
        NotebookFailedError: a cell failed, or the kernel died. `output` stays as it was; the partly
            executed notebook lies beside it, as <name>.failed.ipynb.
    """
    declared = read_notebook(source)
    check_names(declared.name, read_parameters(declared), parameters)
    original = _read_with_ids(source)
    kept = output.with_name(output.stem + FAILED_SUFFIX)
    run = _Run()
    papermill_engines.register(_ENGINE, _Engine)
    papermill_translators.register(_KERNEL, _ReadableTranslator)
    try:
        executed = execute_notebook(
            copy.deepcopy(original),
            None,
            parameters=dict(parameters),
            engine_name=_ENGINE,
            kernel_name=_KERNEL,
            language="python",
            progress_bar=False,
            run=run,
            root=root,
        )
    except (PapermillExecutionError, DeadKernelError) as error:
        write_atomically(kept, nbformat.writes(_cleaned(run.notebook, original)) + "\n")
        raise _failure(declared.name, run, error, kept) from None
    write_atomically(output, nbformat.writes(_cleaned(executed, original)) + "\n")
    kept.unlink(missing_ok=True)


@dataclass
class _Run:
    """What is known of a run while it goes on, for the report if it fails."""

    notebook: NotebookNode | None = None
    cell: int = 0
    error_kinds: str = ""


class _KernelManager(AsyncKernelManager):
    """The kernel of this environment, whatever other `python3` a person has installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        # Shutting down, the kernel would call its own interruption an error; cells have their own.
        return KernelSpec(**get_kernel_dict(["--IPKernelApp.log_level=CRITICAL"]))

    @default("transport_encryption")
    def _encrypt_where_possible(self) -> str:
        # On a shared machine others can listen to the loopback; unencrypted kernels warn of it.
        return "auto" if zmq.has("curve") else "disabled"


class _Client(PapermillNotebookClient):
    """papermill's client, which asks the kernel what kind of error stopped it."""

    def __init__(self, manager: NotebookExecutionManager, run: _Run, **options: object) -> None:
        super().__init__(manager, **options)
        self._run = run

    def papermill_execute_cells(self) -> None:
        try:
            super().papermill_execute_cells()
        except KeyboardInterrupt:
            # A kernel asked politely in the middle of a cell would print its own traceback.
            self.shutdown_kernel = "immediate"
            raise
        if any(
            output.output_type == "error"
            for cell in self.nb.cells
            for output in cell.get("outputs", ())
        ):
            request = self.kc.execute("", silent=True, user_expressions={"kinds": _ERROR_KINDS})
            answers = self.wait_for_reply(request)["content"].get("user_expressions", {})
            self._run.error_kinds = str(answers.get("kinds", {}).get("data", ""))

    def stop(self) -> None:
        """Shut the kernel down, also where Ctrl-C came before the client was ready for it."""
        if self.km is not None and self.km.has_kernel:
            self._cleanup_kernel()


class _Engine(NBClientEngine):
    """papermill's engine with our kernel and our environment for it."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        run: _Run,
        root: Path,
        **options: object,
    ) -> None:
        run.notebook = nb_man.nb
        with tempfile.TemporaryDirectory(prefix="tangbac-") as profile:
            client = _Client(
                nb_man,
                run,
                kernel_name=kernel_name,
                kernel_manager_class=_KernelManager,
                resources={"metadata": {"path": str(root)}},
                timeout=None,
                startup_timeout=options["start_timeout"],
                on_cell_start=lambda cell_index, **_: setattr(run, "cell", cell_index),
            )
            try:
                client.execute(env=_kernel_environment(profile))
            finally:
                client.stop()


class _ReadableTranslator(PythonTranslator):
    """Writes text into the injected cell as itself: "Hậu Giang", not backslash escapes."""

    @classmethod
    def translate_escaped_str(cls, str_val: str) -> str:
        # Every escape of JSON means the same in Python.
        return json.dumps(str(str_val), ensure_ascii=False)


def _read_with_ids(source: Path) -> NotebookNode:
    """The notebook; cells of an old format get ids by their place instead of random ones."""
    document = json.loads(source.read_text(encoding="utf-8"))
    for number, cell in enumerate(document["cells"], start=1):
        cell.setdefault("id", f"cell-{number}")
    document["nbformat_minor"] = max(document.get("nbformat_minor", 0), 5)
    return nbformat.reads(json.dumps(document), as_version=4)


def _kernel_environment(profile: str) -> dict[str, str]:
    return os.environ | {
        "PYTHONHASHSEED": "0",
        # Charts are drawn and shown by the helpers; a window or a second picture never appears.
        "MPLBACKEND": "agg",
        # A person's own start-up files must not change a published number.
        "IPYTHONDIR": profile,
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def _cleaned(executed: NotebookNode, original: NotebookNode) -> NotebookNode:
    """The executed notebook without anything that differs between two equal runs."""
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
            cell.outputs = [] if live else _cleaned_outputs(cell.outputs)
    for key in _VOLATILE_NOTEBOOK_KEYS:
        result.metadata.pop(key, None)
    result.metadata.kernelspec = NotebookNode(
        display_name="Python 3 (ipykernel)", language="python", name=_KERNEL
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


def _cleaned_outputs(outputs: list[NotebookNode]) -> list[NotebookNode]:
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


def _failure(name: str, run: _Run, error: Exception, kept: Path) -> NotebookFailedError:
    cells = [
        cell for cell in run.notebook.cells if ERROR_MARKER_TAG not in cell.metadata.get("tags", ())
    ]
    index = run.cell
    # A person counts the cells of the notebook as it was written.
    injected = [i for i, cell in enumerate(cells) if INJECTED_TAG in cell.metadata.get("tags", ())]
    before = sum(1 for i in injected if i < index)
    place = f"cell {index + 1 - before} of {len(cells) - len(injected)}"
    if index in injected:
        place = "the cell of injected parameters"
    if not isinstance(error, PapermillExecutionError):
        cause = (
            f"The kernel died ({error}). The usual reason is too little memory: close other "
            "programs and run again."
        )
    elif _BAD_INPUT in run.error_kinds:
        cause = "\n".join(textwrap.wrap(error.evalue, width=100))
    else:
        trace = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback)).splitlines()
        cause = "\n".join([line for line in trace if line.strip()][-_CAUSE_LINES + 2 :])
        if error.ename not in cause:
            cause = f"{error.ename}: {error.evalue}"
    return NotebookFailedError(name, place, cells[index].source, cause, kept)


def _shortened(lines: list[str], most: int) -> list[str]:
    cut = [line if len(line) <= _LINE_LENGTH else line[: _LINE_LENGTH - 1] + "…" for line in lines]
    return cut if len(cut) <= most else [*cut[: most - 1], "…"]
