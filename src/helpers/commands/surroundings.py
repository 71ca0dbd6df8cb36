"""What surrounds a command: its streams, its locale, signals, and a disk that refuses."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from helpers.atomic_files import NO_ROOM, PLACE_REFUSED
from helpers.errors import BadInputError, Reason


def in_utf8() -> None:
    """Start this process again in UTF-8 where its locale is another: texts and names are UTF-8.

    What was typed was read by that locale; it is handed on as it was meant.
    """
    ours = sys.getfilesystemencoding().lower() == "utf-8"
    if ours or sys.flags.utf8_mode or os.name == "nt" or not sys.executable:
        return
    typed = [_as_utf8(os.fsencode(argument)) for argument in sys.orig_argv[1:]]
    # For the kernels too, which have no such option.
    environment = os.environ | {"PYTHONUTF8": "1"}
    command = [os.fsencode(sys.executable), b"-X", b"utf8", *typed]
    os.execve(command[0], command, environment)


def _as_utf8(typed: bytes) -> bytes:
    with suppress(UnicodeDecodeError):
        typed.decode("utf-8")
        return typed
    return os.fsdecode(typed).encode("utf-8", "surrogateescape")


def check_arguments(arguments: Sequence[str]) -> None:
    """See that what was typed is text.

    Raises:
        BadInputError: the terminal sent bytes that are no UTF-8.
    """
    for argument in arguments:
        try:
            argument.encode("utf-8")
        except UnicodeEncodeError:
            raise BadInputError("command.not_text", argument=ascii(argument)) from None


class OutputError(Exception):
    """What is shown cannot be written: nobody reads it any more, or where it goes is full.

    No `OSError`: argparse, for one, passes over those.
    """

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.errno, self.reason = error.errno, error.strerror


class Shown(io.TextIOWrapper):
    """An output that takes any letter, also half of one in the name of a file.

    Raises:
        OutputError: it cannot be written.
    """

    def __init__(self, stream: io.TextIOWrapper) -> None:
        super().__init__(
            stream.buffer,
            encoding="utf-8",
            errors="backslashreplace",
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )

    def write(self, text: str) -> int:
        """Write it, or keep it for the next flush."""
        try:
            return super().write(text)
        except OSError as error:
            raise OutputError(error) from None

    def flush(self) -> None:
        """Write what was kept."""
        try:
            super().flush()
        except OSError as error:
            raise OutputError(error) from None


def open_streams() -> bool:
    """Have output take any letter, and no stream be closed; whether there was an output.

    A file that is opened next would else become the output, of this process or of a kernel.
    """
    has_output = sys.stdout is not None
    _open_closed()
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is getattr(sys, f"__{name}__"):
            stream.flush()
            setattr(sys, name, Shown(stream))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return has_output


def _open_closed() -> None:
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            with suppress(OSError):
                os.fstat(descriptor)
                continue
            # The lowest number that is free, and so the one that is missing.
            os.open(os.devnull, os.O_RDWR)
            stream = os.fdopen(descriptor, "r" if name == "stdin" else "w", encoding="utf-8")
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)


def drop_output() -> None:
    """Write nothing more: Python would try again on its way out."""
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OutputError:
                os.dup2(nothing, stream.fileno())
        os.close(nothing)


def disk_refusal(error: OSError) -> Reason | None:
    """What a person can do about a disk that refuses; None where the error is another.

    A full one names no file, unless whoever wrote has added its name.
    """
    place = error.filename2 or error.filename
    reason = error.strerror or str(error)
    if error.errno in NO_ROOM:
        place = place or Reason("disk.some_place", **_places())
        return Reason("disk.full", place=place, reason=reason)
    if error.errno in PLACE_REFUSED and place is not None:
        return Reason("disk.refused", place=place, reason=reason)
    # Python tries several folders for what is temporary, and names them all.
    if error.errno == errno.ENOENT and place is None:
        return Reason("disk.no_temporary", reason=reason)
    return None


def _places() -> dict[str, object]:
    """Where commands write: what is temporary, and what a kernel needs, lie elsewhere."""
    import tempfile

    with suppress(OSError):
        return {"project": Path.cwd(), "temporary": tempfile.gettempdir()}
    return {"project": "?", "temporary": "?"}


class EndedError(KeyboardInterrupt):
    """A signal asks the command to end: as with Ctrl-C, kernels and temporary folders go first."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.name, self.status = signal.Signals(number).name, 128 + number


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end a command in order; a signal that is ignored stays so (nohup)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [getattr(signal, name) for name in names]
    heard = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]

    def end(number: int, _: FrameType | None) -> None:
        for other in heard:
            # A second one must not stop what cleans up after the first.
            signal.signal(other, signal.SIG_IGN)
        raise EndedError(number)

    for number in heard:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, signal.SIG_DFL)
