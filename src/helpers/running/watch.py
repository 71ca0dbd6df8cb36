"""What a running notebook tells the one who watches it."""

from __future__ import annotations

import threading
from typing import Protocol


class Process(Protocol):
    """A kernel's process, as far as it is needed to end it, and to know how it ended."""

    def poll(self) -> int | None:
        """The status it ended with (negative: the signal), or None while it runs."""

    def kill(self) -> None:
        """End it at once."""


class Watch:
    """Is told of a notebook's kernel and cells; can stop it from another thread.

    This one shows nothing; who wants to see derives from it.
    """

    def __init__(self) -> None:
        self._process: Process | None = None
        self._changing = threading.Lock()
        self.is_stopped = False

    def kernel(self, process: Process) -> None:
        """A kernel was started for the notebook."""
        with self._changing:
            self._process = process
            if self.is_stopped:
                process.kill()

    @property
    def status(self) -> int | None:
        """How the kernel ended; None where that is not known."""
        return self._process.poll() if self._process is not None else None

    def cell(self, number: int, of: int) -> None:
        """The cell with this number, from 1, starts."""

    def stop(self) -> None:
        """End the notebook's kernel, now or as soon as it has one."""
        with self._changing:
            self.is_stopped = True
            if self._process is not None:
                self._process.kill()
