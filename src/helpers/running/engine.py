"""papermill's engine with our kernel: forked where possible, quick to be ready, easy to stop."""

from __future__ import annotations

import ast
import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.utils import run_sync
from nbclient.exceptions import CellTimeoutError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.translators import PythonTranslator, papermill_translators
from traitlets import List, Unicode, default

from helpers import LANGUAGES
from helpers.errors import BadInputError
from helpers.kernel.kernel_launch import kernel_environment, kernelspec
from helpers.kernel.warm_kernel import PROVISIONER, imported_late_by, preload_for_next
from helpers.running.clean_copy import KERNEL
from helpers.running.watch import Watch
from helpers.temporary_folders import temporary_folder

ENGINE = "tangbac"
_POLL = 0.005
"""Seconds between two looks whether a kernel that was told to end has done so."""
_PORT_POLL, _PATIENCE, _CALL = 0.002, 30.0, 10.0
"""Seconds between two looks whether a kernel has opened its ports, seconds they go on, and seconds
that one of them may take."""
# Asked of the kernel when it is done: names of the error's class and of all it derives from.
_ERROR_KINDS = (
    "[kind.__module__ + '.' + kind.__qualname__ "
    "for kind in type(getattr(__import__('sys'), 'last_value', None)).__mro__]"
)
# What it says in every language, where it is one of ours.
_SAID = (
    f"[__import__('sys').last_value.said(lang) for lang in {LANGUAGES!r}]"
    " if hasattr(getattr(__import__('sys'), 'last_value', None), 'said') else []"
)
# What a disk said that took no file, as far as it was a disk.
_REFUSAL = (
    "(lambda e: isinstance(e, OSError) and (e.errno, e.strerror, e.filename and str(e.filename)))"
    "(getattr(__import__('sys'), 'last_value', None)) or None"
)
# The most memory it ever held, in kilobytes (on macOS in bytes); Windows does not say.
_MEMORY = "__import__('resource').getrusage(0).ru_maxrss"
# A kernel that ends may find its sockets closed before it has said so: no fault, and no news.
_NO_LAST_WORDS = (
    "setattr(__import__('logging').getLogger('tornado.general'), 'disabled', True)"  # of pyzmq
)
_IMPORTED = "[name for name in {} if name in __import__('sys').modules]"


class KernelEndedError(RuntimeError):
    """A kernel never answered: most often another program had taken one of its ports.

    nbclient knows no other kind of error of a kernel that does not start.
    """


class KernelNotStartedError(BadInputError):
    """No kernel can be had: what is wrong is none of the notebook's."""


@dataclass
class Run:
    """What is known of a run while it goes on, and of what it took when it is over.

    Args:
        root: the folder it runs in.
        preload: modules to import before the fork; None: the stock kernel.
        late: modules that the notebook may import late; those that it did are imported for the
            next kernels to be forked.
        watch: who is told of its steps.
        cell_timeout: seconds that one cell may take; None: as long as it likes.
    """

    root: Path
    preload: Sequence[str] | None
    late: Sequence[str]
    watch: Watch
    cell_timeout: int | None = None
    notebook: NotebookNode | None = None
    cell: int = 0
    error_kinds: str = ""
    said: Sequence[str] = ()
    refusal: tuple[int, str, str | None] | None = None
    memory: int | None = None
    cell_seconds: float = 0.0
    imported_late: Sequence[str] = ()

    def cell_starts(self, cell: NotebookNode, cell_index: int) -> None:
        """Take note of the cell that starts, and tell the one who watches."""
        del cell
        self.cell = cell_index
        self.watch.cell(cell_index + 1, len(self.notebook.cells) if self.notebook else 0)


class _KernelClient(AsyncKernelClient):
    """Is ready as soon as the kernel is: the usual client waits for silence on top."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        end = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while True:
            request = self.kernel_info()
            # The reply says that requests arrive, the idle status that outputs will.
            if await self._found(request, "shell", 1.0) and await self._found(
                request, "iopub", 0.2
            ):
                return
            if not await self._async_is_alive():
                raise KernelEndedError("it ended before it answered")
            if time.monotonic() > end:
                # One that lost a port while it opened the others may never come to its end.
                raise KernelEndedError(f"no answer in {timeout:.0f} seconds")

    wait_for_ready = _async_wait_for_ready

    async def _found(self, request: str, channel: str, patience: float) -> bool:
        """Whether the answer to the request comes: its reply, or the status after it."""
        receive = getattr(self, f"{channel}_channel").get_msg
        while True:
            try:
                message = await receive(timeout=patience)
            except Empty:
                return False
            content = message["content"]
            if message["parent_header"].get("msg_id") != request:
                continue
            if channel == "shell":
                self._handle_kernel_info_reply(message)
                return True
            if content.get("execution_state") == "idle":
                return True


class _KernelManager(AsyncKernelManager):
    """The kernel of this environment, whatever other `python3` a person has installed."""

    preload = List(Unicode(), allow_none=True)
    parent_run: Run

    @property
    def kernel_spec(self) -> KernelSpec:
        spec = KernelSpec(**kernelspec())
        if self.preload is not None:
            spec.metadata["kernel_provisioner"] = {
                "provisioner_name": PROVISIONER,
                "config": {"preload": self.preload},
            }
        return spec

    @property
    def ipykernel(self) -> bool:
        """Whether nbclient may keep the history of inputs off the disk."""
        return True

    @default("client_factory")
    def _quick_client(self) -> type[_KernelClient]:
        return _KernelClient

    @default("transport_encryption")
    def _encrypt_where_possible(self) -> str:
        # On a shared machine others can listen to the loopback; unencrypted kernels warn of it.
        return "auto" if zmq.has("curve") else "disabled"

    async def _async_finish_shutdown(
        self, waittime: float | None = None, pollinterval: float = 0.1, restart: bool = False
    ) -> None:
        await super()._async_finish_shutdown(waittime, min(pollinterval, _POLL), restart)

    async def _async_launch_kernel(self, kernel_cmd: list[str], **options: object) -> None:
        await super()._async_launch_kernel(kernel_cmd, **options)
        provisioner: Any = self.provisioner  # ours or the local one: both have a process
        self.parent_run.watch.kernel(provisioner.process)
        await self._listens()

    async def _listens(self) -> None:
        """Wait until the kernel has opened its ports: who calls too early is called back late."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and await self._async_is_alive():
            try:
                call = asyncio.open_connection(self.ip, self.hb_port)
                _, writer = await asyncio.wait_for(call, _CALL)
            except ConnectionRefusedError:
                await asyncio.sleep(_PORT_POLL)
            except OSError as error:
                # Nobody listens yet is one thing; no way to there is another, and stays so.
                reason = error.strerror or str(error) or f"no answer in {_CALL:.0f} s"
                # At once: asked politely in the middle of its start it would print a traceback.
                if self.provisioner is not None:
                    await self.provisioner.kill()
                raise KernelNotStartedError(
                    "kernel.no_loopback", address=self.ip, reason=reason
                ) from None
            else:
                writer.close()
                return


class _Client(PapermillNotebookClient):  # type: ignore[misc]  # papermill has no types
    """papermill's client, which asks the kernel at the end what it took, and what stopped it."""

    def __init__(self, manager: NotebookExecutionManager, run: Run, **options: object) -> None:
        super().__init__(manager, **options)
        self._run = run

    def papermill_execute_cells(self) -> None:
        try:
            super().papermill_execute_cells()
        except (KeyboardInterrupt, CellTimeoutError):
            # A kernel asked politely in the middle of a cell would print its own traceback, or not
            # listen.
            self.shutdown_kernel = "immediate"
            raise
        late = (*self._run.late, *imported_late_by(self._run.late))
        asked = {
            "memory": _MEMORY,
            "kinds": _ERROR_KINDS,
            "said": _SAID,
            "refusal": _REFUSAL,
            "late": _IMPORTED.format(late),
            "silence": _NO_LAST_WORDS,
        }
        request = self.kc.execute("", silent=True, user_expressions=asked)
        answers = self.wait_for_reply(request)["content"].get("user_expressions", {})
        said = {name: answer.get("data", {}).get("text/plain") for name, answer in answers.items()}
        self._run.error_kinds = said.get("kinds") or ""
        self._run.said = ast.literal_eval(said.get("said") or "[]")
        self._run.refusal = ast.literal_eval(said.get("refusal") or "None")
        self._run.memory = int(said["memory"]) if said.get("memory") else None
        self._run.imported_late = ast.literal_eval(said.get("late") or "[]")

    def stop(self) -> None:
        """Shut the kernel down, also where Ctrl-C came before the client was ready for it."""
        if self.km is not None and self.km.has_kernel:
            self._cleanup_kernel()


class _Engine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """papermill's engine with our kernel and our environment for it."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *, run: Run, **options: object
    ) -> None:
        run.notebook = nb_man.nb
        with _event_loop(), temporary_folder() as profile:
            manager = _KernelManager(kernel_name=kernel_name)
            # traitlets has no type for a list that may be None.
            manager.preload = None if run.preload is None else list(run.preload)  # type: ignore[assignment]
            manager.parent_run = run
            client = _Client(
                nb_man,
                run,
                km=manager,
                kernel_name=kernel_name,
                resources={"metadata": {"path": str(run.root)}},
                timeout=run.cell_timeout,
                startup_timeout=options["start_timeout"],
                on_cell_start=run.cell_starts,
            )
            client.owns_km = True
            try:
                client.execute(env=kernel_environment(str(profile)))
            finally:
                client.stop()
        # Not before this kernel is gone: while it imports, its parent tells of no end.
        preload_for_next(run.imported_late)
        run.cell_seconds = sum(
            cell.metadata.papermill.get("duration") or 0.0 for cell in nb_man.nb.cells
        )


class DateText(str):
    """A date as papermill can keep it among its notes, which are JSON; written as a date."""

    __slots__ = ()


class _ReadableTranslator(PythonTranslator):  # type: ignore[misc]  # papermill has no types
    """Writes values into the injected cell as a person would: "Hậu Giang", not its escapes."""

    @classmethod
    def translate(cls, val: object) -> str:
        if isinstance(val, DateText):
            # The parameters cell has imported the name: it declares a parameter of this type.
            day = date.fromisoformat(val)
            return f"date({day.year}, {day.month}, {day.day})"
        return str(super().translate(val))

    @classmethod
    def translate_escaped_str(cls, str_val: str) -> str:
        # Every escape of JSON means the same in Python.
        return json.dumps(str(str_val), ensure_ascii=False)


async def _running_loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


@contextmanager
def _event_loop() -> Iterator[None]:
    """An event loop for this thread, closed at the end; jupyter_client leaves its own open."""
    loop = run_sync(_running_loop)()
    if loop.is_running():
        # Within Jupyter: the loop belongs to others.
        yield
        return
    try:
        yield
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        asyncio.set_event_loop(None)


papermill_engines.register(ENGINE, _Engine)
# For this engine only where a notebook names the kernel so; values are the same either way.
papermill_translators.register(KERNEL, _ReadableTranslator)
