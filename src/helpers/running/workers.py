"""Running the steps of a plan: those that need it, each after what it waits for, several at once.

Every decision is taken in the thread that calls: the workers only run notebooks. So an interruption
arrives in one place, which ends every kernel before it goes on its way.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import IO

from helpers import LANGUAGES
from helpers.atomic_files import open_without_links, refusals_name
from helpers.errors import BadInputError, Reason, Words
from helpers.running.fingerprints import Fingerprint, Fingerprints
from helpers.running.graph import steps_before
from helpers.running.plan import Step
from helpers.running.quick_imports import without_what_is_not_used
from helpers.running.run_record import RunRecord
from helpers.running.watch import Watch

ASKED_FOR = Reason("why.asked_for")
_IMPORTING = threading.Lock()


@dataclass(frozen=True)
class Outcome:
    """How a step ended: `status` is "ok", "unchanged", "failed" or "skipped".

    `reason` says why it was run, `message` why it failed or was skipped.
    """

    step: Step
    seconds: float
    status: str
    message: str | Reason | BadInputError = ""
    reason: str | Reason = ""

    @property
    def is_good(self) -> bool:
        """Whether what the step writes is there, and up to date."""
        return self.status in ("ok", "unchanged")


class Reporter:
    """Is told of the steps of a run; this one says nothing. Cells are told from other threads."""

    def started(self, step: Step, reason: str | Reason) -> None:
        """A step starts, for this reason."""

    def cell(self, step: Step, number: int, of: int) -> None:
        """A cell of a step starts; numbers from 1."""

    def ended(self, outcome: Outcome) -> None:
        """A step is over, or was found to need no run."""


@dataclass(frozen=True)
class Job:
    """One notebook to run, in words that another process or machine understands."""

    root: Path
    source: Path
    output: Path
    parameters: Mapping[str, object]
    promised: tuple[str, ...]
    preload: tuple[str, ...] | None
    late: tuple[str, ...]
    cell_timeout: int | None


@dataclass(frozen=True)
class JobResult:
    """How a job ended: `message` is empty where it went well; memory in MB, if it is known."""

    seconds: float
    message: str | Reason = ""
    cell_seconds: float = 0.0
    memory: float | None = None


@dataclass(frozen=True)
class RunOptions:
    """How steps are run.

    Args:
        workers: how many at once.
        reason: why every step is run, needed or not; empty: only those that need it.
        stock_kernel: whether in jupyter_client's own kernel instead of a forked one.
        executor: where jobs go; None: threads of this process.
        cell_timeout: seconds that one cell may take; None: as long as it likes.
    """

    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    reason: str | Reason = ""
    stock_kernel: bool = False
    executor: Executor | None = None
    cell_timeout: int | None = None


def run_job(job: Job, watch: Watch | None = None) -> JobResult:
    """Run one notebook, and see that it wrote what its contract promises.

    Raises:
        StoppedError: `watch` stopped it.
        KernelNotStartedError: no kernel can be had.
    """
    # Two threads that import what imports each other may find a module half made.
    with _IMPORTING, without_what_is_not_used():
        from helpers.running.engine import KernelNotStartedError
        from helpers.running.execute import NotebookFailedError, execute

    begin = time.monotonic()
    try:
        done = execute(
            job.source,
            job.output,
            root=job.root,
            parameters=job.parameters,
            preload=job.preload,
            late=job.late,
            watch=watch,
            cell_timeout=job.cell_timeout,
        )
    except KernelNotStartedError:
        # Neither can the next notebook have one.
        raise
    except NotebookFailedError as error:
        return JobResult(time.monotonic() - begin, error.reason)
    except BadInputError as error:
        said = Words(*(error.said(lang) for lang in LANGUAGES))
        return JobResult(time.monotonic() - begin, said)
    seconds = time.monotonic() - begin
    absent = [path for path in job.promised if not (job.root / path).exists()]
    if absent:
        unwritten = Reason("why.unwritten", name=job.source.stem, paths=", ".join(absent))
        return JobResult(seconds, unwritten)
    return JobResult(seconds, "", done.cell_seconds, done.memory)


def run_steps(
    root: Path, steps: Sequence[Step], reporter: Reporter, options: RunOptions
) -> list[Outcome]:
    """How each step ended, in their order; those that need what a failed one writes are skipped."""
    return _Running(root, steps, reporter, options).outcomes()


def reasons_to_run(
    root: Path, steps: Sequence[Step], reason: str | Reason
) -> list[str | Reason | None]:
    """Why each step would run now, in a clause; nothing where it would not. Nothing is run.

    A `reason` that is given holds for all of them.
    """
    files, records = Fingerprints(root), _records(root, steps)
    reasons: list[str | Reason | None] = []
    for step, before in zip(steps, steps_before(steps), strict=True):
        own = reason or _reason(step, files.of_step(step), files, records)
        coming = [steps[place].label for place in sorted(before) if reasons[place]]
        if not own and coming:
            own = Reason("why.only_if", label=coming[-1])
        reasons.append(own)
    return reasons


def _records(root: Path, steps: Sequence[Step]) -> dict[Path, RunRecord]:
    folders = {step.folder for step in steps if step.folder is not None}
    return {folder: RunRecord(folder, root) for folder in sorted(folders)}


def _reason(
    step: Step, now: Fingerprint, files: Fingerprints, records: Mapping[Path, RunRecord]
) -> Reason | None:
    if step.folder is None:
        return ASKED_FOR
    return records[step.folder].reason_to_run(step, now, files)


class _Watch(Watch):
    """Passes on what a running notebook says, and keeps its log."""

    def __init__(self, step: Step, reporter: Reporter, log: IO[str] | None) -> None:
        super().__init__()
        self._step, self._reporter, self._log = step, reporter, log

    def cell(self, number: int, of: int) -> None:
        self._reporter.cell(self._step, number, of)
        self.note(f"cell {number} of {of}")

    def note(self, text: str) -> None:
        """Add a line to the log."""
        if self._log is not None:
            with refusals_name(Path(self._log.name)):
                print(f"{datetime.now():%H:%M:%S.%f} {text}", file=self._log, flush=True)

    def close(self) -> None:
        """End the log."""
        if self._log is not None:
            # What a full disk did not take was said when it was noted.
            with suppress(OSError):
                self._log.close()


class _Running:
    """One run of many steps."""

    def __init__(
        self, root: Path, steps: Sequence[Step], reporter: Reporter, options: RunOptions
    ) -> None:
        self._root, self._steps, self._reporter, self._options = root, steps, reporter, options
        self._before = steps_before(steps)
        self._files = Fingerprints(root)
        self._records = _records(root, steps)
        self._outcomes: dict[int, Outcome] = {}
        self._at_work: dict[Future[JobResult], tuple[int, str | Reason, Fingerprint, _Watch]] = {}

    @cached_property
    def _preload(self) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
        """What the process to fork from imports; it serves all notebooks, so what any of them does.

        First what their cells name; what else they may import follows once one of them does.

        Found out when the first notebook needs it: most often none does.
        """
        if self._options.stock_kernel:
            return None, ()
        preload, late = self._files.imports_of(self._steps)
        if self._options.executor is None:
            # While this process imports what runs notebooks, that one imports what they need.
            with _IMPORTING, without_what_is_not_used():
                from helpers.kernel.kernel_launch import prepare_kernels
            threading.Thread(target=prepare_kernels, args=(self._root, preload)).start()
        return preload, late

    def outcomes(self) -> list[Outcome]:
        executor = self._options.executor or ThreadPoolExecutor(self._options.workers)
        try:
            while len(self._outcomes) < len(self._steps):
                self._start_what_can(executor)
                if self._at_work:
                    done, _ = wait(self._at_work, return_when=FIRST_COMPLETED)
                    for future in done:
                        self._finish(future)
        finally:
            # Reached with notebooks at work only when something stops the run, such as Ctrl-C.
            for future, (_, _, _, watch) in self._at_work.items():
                watch.stop()
                future.cancel()
            if self._options.executor is None:
                executor.shutdown(wait=True)
            for _, _, _, watch in self._at_work.values():
                watch.close()
        return [self._outcomes[place] for place in range(len(self._steps))]

    def _start_what_can(self, executor: Executor) -> None:
        running = {place for place, _, _, _ in self._at_work.values()}
        for place, step in enumerate(self._steps):
            if len(self._at_work) >= self._options.workers:
                return
            known = self._outcomes.keys()
            if place in known or place in running or not self._before[place] <= known:
                continue
            blocked = self._blocked(place)
            if blocked:
                self._note(place, Outcome(step, 0.0, "skipped", blocked))
                continue
            now = self._files.of_step(step)
            reason = self._options.reason or _reason(step, now, self._files, self._records)
            if not reason:
                self._note(place, Outcome(step, 0.0, "unchanged"))
                continue
            self._submit(executor, place, reason, now)

    def _blocked(self, place: int) -> Reason | None:
        """Why a step cannot run: one it waits for did not finish; None where it can."""
        step = self._steps[place]
        for other in sorted(self._before[place]):
            if self._outcomes[other].is_good:
                continue
            name = self._steps[other].notebook.name
            if name == step.notebook.name:
                return Reason("why.other_language", name=name)
            written = self._steps[other].contract.outputs
            inputs = step.contract.inputs
            path = next((p for p in inputs for w in written if f"{w}/".startswith(f"{p}/")), None)
            if path is not None:
                return Reason("why.reads", name=name, path=path)
        return None

    def _submit(
        self, executor: Executor, place: int, reason: str | Reason, now: Fingerprint
    ) -> None:
        step = self._steps[place]
        watch = _Watch(step, self._reporter, _open_log(step))
        watch.note(f"{step.label}: {reason}")
        job = Job(
            self._root,
            step.notebook.path,
            step.output,
            dict(step.parameters),
            step.contract.outputs,
            *self._preload,
            self._options.cell_timeout,
        )
        self._reporter.started(step, reason)
        # Only a thread of this process can be watched.
        watched = (watch,) if self._options.executor is None else ()
        future = executor.submit(run_job, job, *watched)
        self._at_work[future] = (place, reason, now, watch)

    def _finish(self, future: Future[JobResult]) -> None:
        place, reason, now, watch = self._at_work[future]
        step = self._steps[place]
        try:
            result = future.result()
        except Exception as error:
            if self._options.executor is None:
                raise
            result = JobResult(0.0, Reason("cluster.failed", label=step.label, error=error))
        del self._at_work[future]
        status = "failed" if result.message else "ok"
        watch.note(f"{status} after {result.seconds:.2f} s\n{result.message}".rstrip())
        watch.close()
        self._files.forget(step)
        if step.folder is not None:
            entry = {
                "status": status,
                "message": str(result.message),
                "reason": str(reason),
                "seconds": round(result.seconds, 3),
                "cell_seconds": round(result.cell_seconds, 3),
                "memory_mb": result.memory,
                "fingerprint": now,
                "outputs": self._files.of_outputs(step),
            }
            self._records[step.folder].add(step, entry, self._steps)
        self._note(place, Outcome(step, result.seconds, status, result.message, reason))

    def _note(self, place: int, outcome: Outcome) -> None:
        self._outcomes[place] = outcome
        self._reporter.ended(outcome)


def _open_log(step: Step) -> IO[str] | None:
    if step.folder is None:
        return None
    path = step.folder / "logs" / f"{step.output.stem}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    return open_without_links(path, "w")
