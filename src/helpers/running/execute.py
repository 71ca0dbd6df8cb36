"""Running one notebook to a clean file: the same inputs give the same bytes.

papermill does the running, in a kernel of this very environment. Around it: an unknown parameter or
a value of another type is refused before anything starts, Vietnamese stays readable in the injected
cell, and what differs from run to run is removed. A file appears whole or not at all.
"""

from __future__ import annotations

import copy
import json
import logging
import re
import signal
import sys
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import ERROR_MARKER_TAG, raise_for_execution_errors
from papermill.parameterize import parameterize_notebook

from helpers.atomic_files import NO_ROOM, PLACE_REFUSED, write_atomically
from helpers.errors import BadInputError, Reason, Words
from helpers.running.clean_copy import KERNEL, cleaned
from helpers.running.contract import FAILED_SUFFIX, INJECTED_TAG, read_notebook
from helpers.running.engine import (
    ENGINE,
    DateText,
    KernelEndedError,
    KernelNotStartedError,
    Run,
)
from helpers.running.hidden_packages import hidden_behind
from helpers.running.parameter_values import Value
from helpers.running.parameters import plain_values, read_parameters
from helpers.running.watch import Watch

_BAD_INPUT = f"{BadInputError.__module__}.{BadInputError.__qualname__}"
# It warns of every parameter whose type it cannot read; ours are checked before it runs.
logging.getLogger("papermill").setLevel(logging.ERROR)
_SOURCE_LINES, _CAUSE_LINES, _LINE_LENGTH = 6, 12, 160
_START_SECONDS = 60
_STARTS = 3
"""How often a kernel is started that ends before it answers: its ports may have been taken."""


class StoppedError(Exception):
    """A notebook was stopped from outside, as by Ctrl-C."""


class NotebookFailedError(Exception):
    """A notebook stopped; the message says where and why, and fits on one screen.

    Args:
        notebook: name of the notebook.
        place: which cell, for a person.
        source: source of that cell.
        cause: what went wrong; a text is taken as it is.
        kept: the partly executed copy.
    """

    def __init__(
        self, notebook: str, place: Reason, source: str, cause: str | Reason, kept: Path
    ) -> None:
        self.cause, self.kept = cause, kept
        self.reason = _Stopped(
            Reason("failed.stopped", notebook=notebook, place=place),
            source,
            cause,
            Reason("failed.kept", file=kept),
        )
        super().__init__(str(self.reason))


class _Stopped(Reason):
    """Where a notebook stopped and why, over several lines.

    Args:
        where, kept: the first line and the last.
        source, cause: as of `NotebookFailedError`.
    """

    def __init__(self, where: Reason, source: str, cause: str | Reason, kept: Reason) -> None:
        super().__init__("")
        self._where, self._source, self._cause, self._kept = where, source, cause, kept

    def said(self, lang: str) -> str:
        """What they are in one language, "vi" or "en"."""
        why = self._cause
        cause = textwrap.wrap(why.said(lang), 100) if isinstance(why, Reason) else why.splitlines()
        source = _shortened(self._source.splitlines(), _SOURCE_LINES)
        lines = [self._where.said(lang), "", *(f"    {line}" for line in source)]
        lines += ["", *_shortened(cause, _CAUSE_LINES), "", self._kept.said(lang)]
        return "\n".join(lines)


@dataclass(frozen=True)
class Executed:
    """What a run took: seconds of its cells, and the most memory of its kernel in MB, if known."""

    cell_seconds: float
    memory: float | None


def execute(
    source: Path,
    output: Path,
    *,
    root: Path,
    parameters: Mapping[str, object],
    preload: Sequence[str] | None = (),
    late: Sequence[str] = (),
    watch: Watch | None = None,
    cell_timeout: int | None = None,
) -> Executed:
    """Run the notebook `source` with `parameters` from the folder `root`, and write `output`.

    Without parameters no cell is injected, so `output` may be `source` itself: its cells and ids
    stay, its outputs are set. Values are passed as they are; papermill's guessing of types is not
    involved.

    Args:
        source, output: the notebook, and the file to write.
        root: the folder it runs in.
        parameters: values by name.
        preload: modules to import before a kernel is forked; None: start the stock kernel.
        late: modules that the notebook may import late; those that it did are imported for the
            next kernels to be forked.
        watch: who is told of the cells, and may stop the run.
        cell_timeout: seconds that one cell may take; None: as long as it likes.

    Raises:
        BadInputError: the notebook has no such parameter, a value is not of its type, or the
            notebook cannot be read.
        NotebookFailedError: a cell failed or took too long, or the kernel died. `output` stays as
            it was; the partly executed notebook lies beside it, as <name>.failed.ipynb.
        StoppedError: `watch` stopped it; nothing is written.
        KernelNotStartedError: no kernel can be had.
        OSError: the disk is full, here or in a cell; nothing is written.
    """
    declared = read_notebook(source)
    values = plain_values(declared.name, read_parameters(declared), parameters)
    original = _read_with_ids(source)
    kept = output.with_name(output.stem + FAILED_SUFFIX)
    noted = {name: _noted(value) for name, value in values.items()}
    run = Run(root, preload, late, watch or Watch(), cell_timeout)
    try:
        executed = _executed(original, noted, run)
    except (PapermillExecutionError, CellTimeoutError, RuntimeError) as error:
        if run.watch.is_stopped:
            raise StoppedError from None
        if not isinstance(error, PapermillExecutionError | CellTimeoutError | DeadKernelError):
            if run.watch.status is not None or run.cell == 0:
                raise KernelNotStartedError("kernel.not_started", reason=error) from None
            raise
        if run.refusal is not None and run.refusal[0] in NO_ROOM:
            # No fault of the notebook, and there is no room for what was run of it either.
            raise OSError(*run.refusal) from None
        assert run.notebook is not None
        write_atomically(kept, nbformat.writes(cleaned(run.notebook, original)) + "\n")
        raise _failure(declared.name, run, error, kept) from None
    write_atomically(output, nbformat.writes(cleaned(executed, original)) + "\n")
    kept.unlink(missing_ok=True)
    return Executed(run.cell_seconds, _megabytes(run.memory))


def _executed(original: NotebookNode, noted: Mapping[str, object], run: Run) -> NotebookNode:
    """The notebook with its outputs; a kernel that ends before it answers is started again."""
    for starts_left in reversed(range(_STARTS)):
        try:
            return _executed_once(original, noted, run)
        except KernelEndedError:
            if not starts_left or run.watch.is_stopped:
                raise
    raise AssertionError


def _executed_once(original: NotebookNode, noted: Mapping[str, object], run: Run) -> NotebookNode:
    """The steps of papermill's `execute_notebook` without those that serve files.

    That one writes and reads the whole notebook three times, and warns of parameters whose types
    it cannot read (`int | None`), which are checked before.
    """
    notebook = copy.deepcopy(original)
    for part in (notebook, *notebook.cells):
        part.metadata["papermill"] = NotebookNode()
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    if noted:
        notebook = parameterize_notebook(
            notebook, noted, kernel_name=KERNEL, language="python", engine_name=ENGINE
        )
    executed: NotebookNode = papermill_engines.execute_notebook_with_engine(
        ENGINE, notebook, KERNEL, progress_bar=False, start_timeout=_START_SECONDS, run=run
    )
    raise_for_execution_errors(executed, None)
    return executed


def _noted(value: Value) -> object:
    if isinstance(value, list):
        return [_noted(item) for item in value]
    return DateText(value.isoformat()) if isinstance(value, date) else value


def _megabytes(most: int | None) -> float | None:
    # The unit of ru_maxrss is a kilobyte, but a byte on macOS.
    return None if most is None else round(most / (2**20 if sys.platform == "darwin" else 2**10), 1)


def _read_with_ids(source: Path) -> NotebookNode:
    """The notebook without outputs; cells of an old format get ids by place, not random ones."""
    document = json.loads(source.read_text(encoding="utf-8"))
    for number, cell in enumerate(document["cells"], start=1):
        cell.setdefault("id", f"cell-{number}")
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    document["nbformat_minor"] = max(document.get("nbformat_minor", 0), 5)
    notebook: NotebookNode = nbformat.reads(json.dumps(document), as_version=4)
    return notebook


def _failure(name: str, run: Run, error: Exception, kept: Path) -> NotebookFailedError:
    assert run.notebook is not None
    cells = [
        cell for cell in run.notebook.cells if ERROR_MARKER_TAG not in cell.metadata.get("tags", ())
    ]
    index = run.cell
    # A person counts the cells of the notebook as it was written.
    injected = [i for i, cell in enumerate(cells) if INJECTED_TAG in cell.metadata.get("tags", ())]
    before = sum(1 for i in injected if i < index)
    place = Reason("failed.cell", number=index + 1 - before, of=len(cells) - len(injected))
    if index in injected:
        place = Reason("failed.injected")
    return NotebookFailedError(name, place, cells[index].source, _cause(run, error), kept)


def _cause(run: Run, error: Exception) -> str | Reason:
    if isinstance(error, CellTimeoutError):
        return Reason("kernel.cell_too_long", seconds=run.cell_timeout)
    if not isinstance(error, PapermillExecutionError):
        return _end_of_kernel(run.watch.status)
    if run.refusal is not None and run.refusal[0] in PLACE_REFUSED and run.refusal[2]:
        return Reason("disk.refused", place=run.refusal[2], reason=run.refusal[1])
    if _BAD_INPUT in run.error_kinds and run.said:
        return Words(*run.said)
    if (hiding := hidden_behind(error.ename, run.root)) is not None:
        return Reason("tangbac.hidden", file=hiding)
    trace = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback)).splitlines()
    cause = "\n".join([line for line in trace if line.strip()][-_CAUSE_LINES + 2 :])
    return cause if error.ename in cause else f"{error.ename}: {error.evalue}"


def _end_of_kernel(status: int | None) -> Reason:
    """How a kernel ended by itself: killed from outside, crashed, or left by what a cell calls."""
    if status is None:
        return Reason("kernel.gone")
    if status >= 0:
        return Reason("kernel.left", status=status)
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = str(-status)
    # The system kills what needs more memory than there is, and says so to nobody.
    return Reason("kernel.killed" if name == "SIGKILL" else "kernel.crashed", signal=name)


def _shortened(lines: list[str], most: int) -> list[str]:
    cut = [line if len(line) <= _LINE_LENGTH else line[: _LINE_LENGTH - 1] + "…" for line in lines]
    return cut if len(cut) <= most else [*cut[: most - 1], "…"]
