"""The processes that warm kernels are forked from, and the kernels, as this process knows them.

`fork_parent` is the program at the far end; see there for what the two say to each other.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

KERNEL_MODULES = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel_launcher",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
)
"""What every kernel imports when it starts."""
_PATIENCE = 120.0
"""Seconds that the imports of a fork parent may take."""

Key = tuple[object, ...]
"""What kernels must have in common to be forked from one process."""


class NoWarmKernelError(Exception):
    """A kernel cannot be forked here; the message says why, in one clause."""


class ForkedProcess:
    """A kernel that another process forked, as jupyter_client knows processes (like Popen)."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._end = threading.Event()

    def ended(self, status: int) -> None:
        """Take note that the process has ended with this status."""
        if self.returncode is None:
            self.returncode = status
        self._end.set()

    def poll(self) -> int | None:
        """The status the process ended with, or None while it runs."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The status the process ended with, once it has.

        Raises:
            TimeoutExpired: it still runs after that many seconds.
        """
        if not self._end.wait(timeout) or self.returncode is None:
            raise subprocess.TimeoutExpired(f"kernel {self.pid}", timeout or 0)
        return self.returncode

    def send_signal(self, signum: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    def kill(self) -> None:
        """End the process at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)


class ForkParent:
    """The near end of a running `fork_parent`.

    Args:
        command: the interpreter with its options.
        preload: modules of notebooks that it imports before the first fork.
        environment: its whole environment.
        folder: its working folder.

    Raises:
        NoWarmKernelError: it did not start, or is unfit to be forked.
    """

    def __init__(
        self,
        command: Sequence[str],
        preload: Sequence[str],
        environment: Mapping[str, str],
        folder: str,
    ) -> None:
        self._channel, far_end = socket.socketpair()
        program = str(Path(__file__).with_name("fork_parent.py"))
        modules = (json.dumps(list(names)) for names in (KERNEL_MODULES, preload))
        with far_end:
            self._process = subprocess.Popen(
                [*command, program, *modules],
                stdin=far_end.fileno(),
                env=environment,
                cwd=folder,
                # Ctrl-C is meant for the one who ordered the kernels, who then ends them.
                start_new_session=True,
            )
        self._lines = self._channel.makefile("r", encoding="utf-8")
        self._ordering = threading.Lock()
        self._answers: deque[dict[str, Any]] = deque()
        self._answered = threading.Condition()
        self._kernels: dict[int, ForkedProcess] = {}
        self._over = False
        self._retired = False
        threading.Thread(target=self._listen, name="fork parent", daemon=True).start()
        answer = self._answer(_PATIENCE)
        if "ready" not in answer:
            self.close()
            raise NoWarmKernelError(answer.get("unfit", "the process to fork from did not start"))

    @property
    def pid(self) -> int:
        """The number of the process that kernels are forked from."""
        return self._process.pid

    @property
    def is_over(self) -> bool:
        """Whether the process has ended."""
        return self._over

    def start(self, order: Mapping[str, object]) -> ForkedProcess | None:
        """The kernel forked for this order; None where the modules in memory are out of date.

        Raises:
            NoWarmKernelError: the process has ended, or has become unfit to be forked.
        """
        with self._ordering:
            try:
                self._send(order)
            except OSError:
                raise NoWarmKernelError("the process to fork from has ended") from None
            answer = self._answer(_PATIENCE)
        if "stale" in answer:
            return None
        if "kernel" not in answer:
            raise NoWarmKernelError(answer.get("unfit", "the process to fork from has ended"))
        kernel: ForkedProcess = answer["process"]
        return kernel

    def preload(self, modules: Sequence[str]) -> None:
        """Have these modules imported for the kernels to come, while nobody orders one."""
        with self._ordering, contextlib.suppress(OSError):
            self._send({"import": list(modules)})

    def _send(self, message: Mapping[str, object]) -> None:
        self._channel.sendall(json.dumps(message).encode() + b"\n")

    def retire(self) -> None:
        """End the process as soon as no kernel of it is left."""
        self._retired = True
        if not self._kernels:
            self.close()

    def close(self) -> None:
        """End the process, and every kernel of it that still runs."""
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)
        if not self._kernels:
            # It may be in the middle of an import, and has nothing left to see to.
            self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _answer(self, patience: float) -> dict[str, Any]:
        with self._answered:
            self._answered.wait_for(lambda: self._answers or self._over, patience)
            return self._answers.popleft() if self._answers else {}

    def _listen(self) -> None:
        with contextlib.suppress(OSError), self._lines as lines:
            for line in lines:
                self._note(json.loads(line))
        with self._answered:
            self._over = True
            self._answered.notify_all()
        # With the parent go its kernels; where it was killed itself, it could not see to that.
        for kernel in list(self._kernels.values()):
            kernel.kill()
            kernel.ended(-int(signal.SIGKILL))
        self._channel.close()
        self._process.wait()

    def _note(self, message: dict[str, Any]) -> None:
        if "ended" in message:
            self._kernels.pop(message["ended"]).ended(message["status"])
            if self._retired and not self._kernels:
                self._channel.shutdown(socket.SHUT_RDWR)
            return
        if "kernel" in message:
            # Handed over with the answer: it may end before anyone asks.
            message["process"] = ForkedProcess(message["kernel"])
            self._kernels[message["kernel"]] = message["process"]
        with self._answered:
            self._answers.append(message)
            self._answered.notify_all()


class ForkParents:
    """The processes to fork from that this process has started."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._known: dict[Key, ForkParent | NoWarmKernelError] = {}

    def find(self, key: Key, make: Callable[[], ForkParent]) -> ForkParent:
        """The parent for this key, made where there is none that runs.

        Raises:
            NoWarmKernelError: none can be had, now or when it was tried before.
        """
        with self._starting:
            known = self._known.get(key)
            if isinstance(known, NoWarmKernelError):
                raise known
            if known is not None and not known.is_over:
                return known
            for other in self._known.values():
                if isinstance(other, ForkParent):
                    other.retire()
            try:
                self._known[key] = made = make()
            except NoWarmKernelError as reason:
                # Not tried again for every kernel: the imports would take their time each time.
                self._known[key] = reason
                raise
            return made

    def running(self) -> list[ForkParent]:
        """Those that run."""
        known = self._known.values()
        return [one for one in known if isinstance(one, ForkParent) and not one.is_over]

    def forget(self, key: Key, parent: ForkParent) -> None:
        """Have another parent made for the next kernel."""
        with self._starting:
            if self._known.get(key) is parent:
                del self._known[key]
        parent.retire()

    def close(self) -> None:
        """End all of them, with their kernels."""
        with self._starting:
            for parent in self._known.values():
                if isinstance(parent, ForkParent):
                    parent.close()
            self._known.clear()
