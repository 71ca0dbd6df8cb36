"""The process that warm kernels are forked from: it has imported the stack, and waits for orders.

Run as a file, never imported: `helpers.kernel.warm_kernel` starts it with a socket as its standard
input and talks to it in lines of JSON:

- at the start it says `{"ready": pid}`, or `{"unfit": why}` and ends;
- the order `{"arguments": [...], "environment": {...}, "folder": "..."}` is answered with
  `{"kernel": pid}`, with `{"stale": file}` where a module it has imported was changed since, or
  with `{"unfit": why}` where a module imported meanwhile forbids a fork;
- `{"import": [...]}` names modules to import one by one, while no order waits; it has no answer;
- when a kernel ends it says `{"ended": pid, "status": code}` (negative: the signal that ended it).

When the other end closes, for whatever reason, every kernel is killed and this process ends. When
this process is killed, its kernels notice by the poller of parents that every ipykernel has.

Its arguments are two lists of modules: those of every kernel, and those to import before it is
ready. Only the standard library is imported before them, so that nothing of the project is in
memory unless it was asked for.
"""

from __future__ import annotations

import atexit
import builtins
import gc
import importlib
import io
import json
import os
import select
import signal
import socket
import sys
import sysconfig
import tempfile
import threading
import time
import traceback
import warnings
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

# From its own folder, for it is run as a file.
from process_settings import (  # type: ignore[import-not-found]  # beside it only when it runs
    changed_settings,
    process_settings,
)

if TYPE_CHECKING:
    from ipykernel.kernelapp import IPKernelApp

Message = dict[str, Any]
Stamps = dict[str, tuple[int, int]]
"""Time and size of each file a module was read from."""

_LOOK_AROUND = 1.0
"""Seconds after which the parent looks whether its own parent is still there."""


def main() -> Message | None:
    """Serve until the other end closes; the order to follow in a kernel, None in the parent."""
    # A file that is run has its own folder first on the path; a kernel started afresh has not.
    sys.path.remove(str(Path(__file__).resolve().parent))
    del sys.modules["process_settings"]
    channel = socket.socket(fileno=os.dup(0))
    with Path(os.devnull).open() as nothing:
        os.dup2(nothing.fileno(), 0)
    started_with = dict(os.environ)
    # Those of the kernel itself may say what they like, as they do when a kernel starts afresh.
    for name in json.loads(sys.argv[1]):
        importlib.import_module(name)
    unfit = _preload(json.loads(sys.argv[2]))
    if unfit:
        _say(channel, {"unfit": unfit})
        return None
    _keep_memory()
    _say(channel, {"ready": os.getpid()})
    order = _serve(channel)
    if order is not None:
        # What an import sets in the environment, it would have set in the kernel.
        set_by_imports = {k: v for k, v in os.environ.items() if started_with.get(k) != v}
        order["environment"] |= set_by_imports
    return order


def _keep_memory() -> None:
    """Keep what is in memory: the collector need not touch, and so copy, its pages any more."""
    gc.collect()
    gc.freeze()


def _preload(modules: list[str]) -> str:
    """Import the modules; gives what makes this process unfit to be forked, or an empty text."""
    with tempfile.TemporaryFile() as said:
        kept = [os.dup(1), os.dup(2)]
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
        questions = _Questions()
        could_draw = _can_draw()
        before = process_settings()
        try:
            for name in modules:
                try:
                    importlib.import_module(name)
                except (Exception, SystemExit):
                    # The notebook's own import will fail in its cell, and say so there.
                    continue
            changed = changed_settings(before, process_settings())
            if _can_draw() and not could_draw:
                _draw_once()
        finally:
            questions.end()
            sys.stdout.flush()
            sys.stderr.flush()
            os.dup2(kept[0], 1)
            os.dup2(kept[1], 2)
            for descriptor in kept:
                os.close(descriptor)
        said.seek(0)
        noise = said.read().decode("utf-8", "replace").strip()
    if noise:
        # A fresh kernel would show it in the cell that imports; a forked one would lose it.
        return f"an import writes to the screen: {noise[:200]}"
    if threading.active_count() > 1:
        return "an import starts a thread"
    if questions.askers:
        return f"{questions.askers[0]} asks for the kernel when it is imported"
    if changed:
        # A notebook that does not import the module would find it changed too.
        return f"an import changes {changed[0]} for the whole process"
    return ""


def _can_draw() -> bool:
    return {"matplotlib.figure", "matplotlib.backends.backend_svg"} <= sys.modules.keys()


def _draw_once() -> None:
    """Draw an empty picture: matplotlib looks for fonts and layouts when a process first draws."""
    figure = sys.modules["matplotlib.figure"].Figure(layout="constrained")
    figure.subplots().set_title("Tăng bậc", weight="bold")
    canvas = sys.modules["matplotlib.backends.backend_svg"].FigureCanvasSVG(figure)
    canvas.print_svg(io.BytesIO())


class _Questions:
    """Answers the modules that ask for the kernel while they are imported before there is one.

    pandas sets the width of its tables by whether it is in a kernel, so it is told yes. matplotlib
    and ipywidgets sign up with a kernel, which `become_kernel` does for them. What any other module
    would do with the answer is not known, so its name is kept.
    """

    def __init__(self) -> None:
        self.askers: list[str] = []
        self._over = False
        self._ipython: Any = importlib.import_module("IPython")
        self._real: Callable[[], object] = self._ipython.get_ipython
        self._put(self._answer)
        builtins.get_ipython = self._answer  # type: ignore[attr-defined]  # IPython puts it there

    def end(self) -> None:
        """Take the answers away; who has kept the function is answered by IPython from now on."""
        self._over = True
        self._put(self._real)
        del builtins.get_ipython  # type: ignore[attr-defined]  # put there above

    def _put(self, answer: Callable[[], object]) -> None:
        self._ipython.get_ipython = self._ipython.core.getipython.get_ipython = answer

    def _answer(self) -> object:
        if self._over:
            return self._real()
        asker = sys._getframe(1).f_globals.get("__name__", "")
        package = asker.partition(".")[0]
        if package == "pandas":
            return SimpleNamespace(kernel=True)
        if package not in ("matplotlib", "ipywidgets", "IPython"):
            self.askers.append(asker)
        return None


def _stamps_of_modules() -> Stamps:
    """When each imported file outside the installed packages was last changed.

    So for the data files of their packages: a module may have read them while it was imported.
    """
    installed = tuple(
        sysconfig.get_path(name) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib")
    )
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    own = {file for file in files if file and not file.startswith(installed)}
    for folder in {Path(file).parent for file in own if Path(file).name == "__init__.py"}:
        # What Python compiles comes and goes by itself, under names of its own while it is written.
        beside = (path for path in folder.rglob("*") if "__pycache__" not in path.parts)
        own |= {str(path) for path in beside if path.suffix != ".py" and path.is_file()}
    return {file: stamp for file in own if (stamp := _stamp(file)) is not None}


def _stamp(file: str) -> tuple[int, int] | None:
    try:
        found = os.stat(file)  # noqa: PTH116
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _serve(channel: socket.socket) -> Message | None:
    """Fork for every order; gives the order in the kernel, None in the parent when all is over."""
    stamps, unfit, lines = _stamps_of_modules(), "", b""
    later: deque[str] = deque()
    started_by = os.getppid()
    wake_up, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    watched: list[socket.socket | int] = [channel, wake_up]
    kernels: set[int] = set()
    while os.getppid() == started_by:
        patience = 0.0 if later else _LOOK_AROUND
        readable, _, _ = select.select(watched, [], [], patience)
        if later and not readable:
            unfit = unfit or _preload([later.popleft()])
            _keep_memory()
            stamps = _stamps_of_modules() | stamps
            continue
        if wake_up in readable:
            os.read(wake_up, 4096)
            _report_ended(channel, kernels)
        if channel not in readable:
            continue
        received = channel.recv(1 << 16)
        if not received:
            break
        *orders, lines = (lines + received).split(b"\n")
        for order in map(_order, orders):
            if "import" in order:
                later.extend(name for name in order["import"] if name not in sys.modules)
                continue
            changed = next((file for file, stamp in stamps.items() if _stamp(file) != stamp), None)
            if changed is not None or unfit:
                _say(channel, {"unfit": unfit} if changed is None else {"stale": changed})
                continue
            kernel = _fork()
            if kernel == 0:
                _leave_service(channel, wake_up, waker)
                return order
            kernels.add(kernel)
            _say(channel, {"kernel": kernel})
    _kill_all(kernels)
    return None


def _order(line: bytes) -> Message:
    order: Message = json.loads(line)
    return order


def _leave_service(channel: socket.socket, *pipe: int) -> None:
    """Give up, in a kernel just forked, what only the parent needs."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    channel.close()
    for end in pipe:
        os.close(end)


def _fork() -> int:
    with warnings.catch_warnings():
        # The threads Python warns of are those of the linear algebra library, which ends them
        # before a fork and starts its own in the child. Python's threads were looked for above.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _report_ended(channel: socket.socket, kernels: set[int]) -> None:
    for kernel in list(kernels):
        ended, status = os.waitpid(kernel, os.WNOHANG)
        if ended:
            kernels.discard(kernel)
            code = os.waitstatus_to_exitcode(status)
            _say(channel, {"ended": kernel, "status": code})


def _kill_all(kernels: set[int]) -> None:
    for kernel in kernels:
        # The group takes along what a notebook started; a kernel just forked has none yet.
        for kill in (os.killpg, os.kill):
            try:
                kill(kernel, signal.SIGKILL)
            except ProcessLookupError:
                continue


def _say(channel: socket.socket, message: Message) -> None:
    try:
        channel.sendall(json.dumps(message).encode() + b"\n")
    except OSError:
        # The other end is gone: the next read says so, and ends everything.
        return


def become_kernel(order: Message) -> None:
    """Turn this process, just forked, into the kernel that was ordered, and end with it."""
    os.setsid()
    parent = os.getppid()
    os.environ.clear()
    os.environ.update(order["environment"] | {"JPY_PARENT_PID": str(parent)})
    time.tzset()
    os.chdir(order["folder"])
    # Found out anew: it may be named from this folder.
    tempfile.tempdir = None
    if "numpy" in sys.modules:
        # Else all kernels would draw the same "random" numbers: seeded once, before the fork.
        sys.modules["numpy"].random.seed()
    import ipykernel_launcher
    from ipykernel import kernelapp

    # ipykernel imports the function and calls it with a path and names, as ours can be called.
    kernelapp.write_connection_file = _write_whole  # type: ignore[assignment, attr-defined]
    sys.argv = [ipykernel_launcher.__file__, *order["arguments"]]
    status = 0
    try:
        kernel = _with_its_ports(parent)
        kernel.start()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    # This thread says "idle" once more after it was told to shut down. Were its way out closed
    # meanwhile, as ipykernel does it, the two would wait for each other until both are killed.
    if kernel.control_thread is not None and kernel.control_thread.is_alive():
        kernel.control_thread.stop()
        kernel.control_thread.join()
    # As multiprocessing ends what it forks: the notebook's threads and exit functions have their
    # turn, but nobody need take the imported stack apart.
    threading._shutdown()  # type: ignore[attr-defined]  # private, and there in every Python
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _with_its_ports(parent: int) -> IPKernelApp:
    """The kernel, its ports open and nothing run yet; ends this process where it cannot be had."""
    from ipykernel.kernelapp import IPKernelApp

    kernel = IPKernelApp.instance(parent_handle=parent)
    try:
        kernel.initialize()
    except Exception:
        # Another program has taken one of its ports, say. On the usual way out the ports that it
        # did get would be waited for, and nobody would learn of its end.
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    # What these find out or sign up for when a notebook is the first to import them.
    if "pandas" in sys.modules:
        sys.modules["pandas"].set_option("display.encoding", sys.stdout.encoding)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].install_repl_displayhook()
    if "ipywidgets" in sys.modules:
        sys.modules["ipywidgets"].register_comm_target()
    return kernel


def _write_whole(path: str, **connection: Any) -> None:  # noqa: ANN401  (its arguments)
    """Write the file of a connection so that nobody can read half of it.

    A kernel that starts as usual writes it long after the one who ordered it has read it; a forked
    one at the same time.
    """
    from jupyter_client.connect import write_connection_file

    # The file may lie where others write too: nobody can lay a link under a name not known.
    part = f"{path}.{os.urandom(16).hex()}.part"
    try:
        write_connection_file(part, **connection)
        os.replace(part, path)  # noqa: PTH105
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


if __name__ == "__main__":
    received_order = main()
    if received_order is not None:
        become_kernel(received_order)
    # A thread that an import started must not keep this process.
    os._exit(0)
