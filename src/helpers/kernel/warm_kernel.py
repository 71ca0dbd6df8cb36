"""Kernels that start at once, but for the first: forked from a process that has imported the stack.

The kernelspec `tangbac`, installed with the package, names the provisioner of this module, so
papermill, nbval, nbclient and JupyterLab can all use it. A forked kernel is a real ipykernel: it
has its own process, session, sockets and signals, and all but its launch is what jupyter_client
does for every kernel.

Kernels are forked from one `fork_parent` for each environment, command and working folder, because
much of an environment (hash seed, locale, number of threads) counts only when Python or a library
starts. Where forking is not to be had (only Linux is known to be safe with these libraries), the
stock kernel is started instead, and that is said once.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import List, Unicode

from helpers.kernel.kernel_processes import (
    ForkedProcess,
    ForkParent,
    ForkParents,
    Key,
    NoWarmKernelError,
)

PROVISIONER = "tangbac-warm-kernel"
"""The name under which the package registers the provisioner with jupyter_client."""
STACK = (
    "pandas",
    "seaborn",
    "statsmodels.api",
    "matplotlib.backends.backend_svg",
    "scipy.stats",
)
"""What is imported before a fork unless the trait `preload` names other modules."""
_LATE_IMPORTS = {
    "pandas": (
        "pandas.core.reshape.reshape",
        "pandas.io.formats.csvs",
        "pandas.io.formats.string",
    ),
    "pandera.pandas": (
        "pandera.accessors.pandas_accessor",
        "pandera.api.geopandas.container",
        "pandera.backends.pandas.builtin_checks",
        "pandera.backends.pandas.builtin_hypotheses",
        "pandera.backends.pandas.components",
        "pandera.backends.pandas.container",
        "pandera.backends.pandas.register",
    ),
}
"""What a module imports only when it is first used."""
_LAUNCHER = ("-m", "ipykernel_launcher")
# Read by a kernel when it is there, not by Python or a library when it starts.
_READ_LATE = frozenset(
    {"IPYTHONDIR", "JPY_API_TOKEN", "JPY_PARENT_PID", "JPY_SESSION_NAME", "PYTEST_CURRENT_TEST"}
)
# Read when Python or a library starts; each may be written from the working folder.
_PLACES = (
    "HOME",
    "MATPLOTLIBRC",
    "MPLCONFIGDIR",
    "PYTHONHOME",
    "PYTHONPYCACHEPREFIX",
    "PYTHONUSERBASE",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
)
_LAUNCH_OPTIONS = frozenset({"cwd", "env", "extra_arguments", "kernel_id"})


class WarmKernelProvisioner(LocalProvisioner):
    """Starts a kernel by forking; all else is as with jupyter_client's own provisioner."""

    preload = List(Unicode(), list(STACK), help="modules to import before the fork").tag(
        config=True
    )

    async def launch_kernel(self, cmd: list[str], **kwargs: object) -> KernelConnectionInfo:
        """Start the kernel and give its connection, forked where that is possible."""
        # Before anything waits: it is named from where its client is now.
        folder = _folder_to_start_in(kwargs.get("cwd"))
        if folder is None:
            # Refused as every kernel is, in the same words.
            return await super().launch_kernel(cmd, **kwargs)
        options = kwargs | {"cwd": folder}
        try:
            process = await asyncio.to_thread(_forked, cmd, options, tuple(self.preload))
        except NoWarmKernelError as reason:
            _say_once(str(reason))
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process  # type: ignore[assignment]  # does what is asked of a Popen
        # A forked kernel leads a session, and so a group, of its own, as a stock kernel does.
        self.pid = self.pgid = process.pid
        self.cwd = folder
        return self.connection_info


_parents = ForkParents()
running_fork_parents = _parents.running
"""Which processes kernels of this one are forked from now."""
close_fork_parents = _parents.close
"""End the processes that kernels are forked from; done by itself when this process ends."""
atexit.register(close_fork_parents)


def preload_for_next(modules: Sequence[str]) -> None:
    """Have the kernels to come find these modules imported, wherever they are forked from."""
    for parent in running_fork_parents():
        parent.preload(modules)


def imported_late_by(modules: Sequence[str]) -> list[str]:
    """What these modules import only when they are first used, as far as it is known."""
    return [late for name in modules for late in _LATE_IMPORTS.get(name, ())]


def prepare(command: Sequence[str], options: Mapping[str, Any], preload: Sequence[str]) -> None:
    """Start the process that such kernels will be forked from, if there is none yet.

    Where it cannot be had nothing happens: the first kernel says why.

    Args:
        command, options: as the kernels will be launched, `cwd` and `env` among the options.
        preload: modules to import before the fork.
    """
    folder = _folder_to_start_in(options.get("cwd"))
    if folder is None:
        return
    with contextlib.suppress(NoWarmKernelError):
        key, make, _ = _ordered(command, {**options, "cwd": folder}, preload)
        _parents.find(key, make)


def _folder_to_start_in(cwd: Any) -> str | None:  # noqa: ANN401  (whatever Popen takes)
    """The whole path of the folder that Popen would start in; None where it could not.

    The process to fork from lies elsewhere, so it is found out here. Links and `..` stay as they
    are: only the system knows where they lead.
    """
    try:
        folder = Path(os.fsdecode(cwd or os.curdir))
        folder = folder if folder.is_absolute() else Path.cwd() / folder
    except FileNotFoundError:  # the working folder itself is gone
        return None
    return str(folder) if folder.is_dir() and os.access(folder, os.X_OK) else None


def _forked(
    command: Sequence[str], options: Mapping[str, Any], preload: Sequence[str]
) -> ForkedProcess:
    """A kernel forked to be what this command, with these options of Popen, would start."""
    key, make, order = _ordered(command, options, preload)
    for _ in range(2):
        parent = _parents.find(key, make)
        kernel = parent.start(order)
        if kernel is not None:
            return kernel
        _parents.forget(key, parent)
    raise NoWarmKernelError("the modules in memory change faster than they can be imported")


def _ordered(
    command: Sequence[str], options: Mapping[str, Any], preload: Sequence[str]
) -> tuple[Key, Callable[[], ForkParent], dict[str, object]]:
    """Which process to fork from, how to make it, and what to order of it.

    Raises:
        NoWarmKernelError: such a kernel cannot be forked here.
    """
    if not sys.platform.startswith("linux"):
        raise NoWarmKernelError("only on Linux is forking known to be safe with these libraries")
    place = next((i for i in range(len(command)) if tuple(command[i : i + 2]) == _LAUNCHER), None)
    if not place or not options.keys() <= _LAUNCH_OPTIONS:
        raise NoWarmKernelError("the launch asks for more than a fork can give")
    interpreter, arguments = command[:place], command[place + len(_LAUNCHER) :]
    environment = dict(options.get("env") or os.environ)
    folder = options["cwd"]
    start = folder if _starts_there(interpreter[0], environment, folder) else "/"
    lasting = {name: value for name, value in environment.items() if name not in _READ_LATE}
    modules = (*preload, *imported_late_by(preload))
    # A process forked from this one must not talk on the sockets of its parent.
    key = (os.getpid(), start, modules, tuple(interpreter), tuple(sorted(lasting.items())))

    def make() -> ForkParent:
        # What ipykernel sets for itself when it starts, before anything can import matplotlib.
        inline = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
        return ForkParent(interpreter, modules, inline | lasting, start)

    order: dict[str, object] = {
        "arguments": arguments,
        "environment": environment,
        "folder": folder,
    }
    return key, make, order


def _starts_there(interpreter: str, environment: Mapping[str, str], folder: str) -> bool:
    """Whether it matters in which folder Python starts and imports what a notebook will need."""
    named = [environment[name] for name in _PLACES if environment.get(name)]
    if environment.get("PYTHONPATH"):
        named += environment["PYTHONPATH"].split(os.pathsep)
    if os.sep in interpreter:
        named.append(interpreter)
    # matplotlib takes its style from such a file when it is imported.
    return not all(map(os.path.isabs, named)) or (Path(folder) / "matplotlibrc").is_file()


_said: set[str] = set()


def _say_once(reason: str) -> None:
    if reason not in _said:
        _said.add(reason)
        print(f"tangbac: kernels start the usual, slower way: {reason}", file=sys.stderr)
