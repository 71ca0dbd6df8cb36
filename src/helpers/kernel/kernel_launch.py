"""How the kernels of this project's notebooks are started: the kernelspec and the environment."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ipykernel.kernelspec import get_kernel_dict

from helpers.kernel.warm_kernel import prepare


def kernelspec() -> dict[str, Any]:
    """The kernel of this environment, whatever other `python3` a person has installed."""
    options = [
        # Shutting down, the kernel would call its own interruption an error; cells have their own.
        "--IPKernelApp.log_level=CRITICAL",
        # Nobody goes back to the cells of a run; a database of them would be made for each kernel.
        "--HistoryManager.enabled=False",
    ]
    spec: dict[str, Any] = get_kernel_dict(options)
    return spec


def kernel_environment(profile: str) -> dict[str, str]:
    """The environment of a kernel whose IPython keeps its files in the folder `profile`."""
    return os.environ | {
        "PYTHONHASHSEED": "0",
        # Charts are drawn and shown by the helpers; a window or a second picture never appears.
        "MPLBACKEND": "agg",
        # A person's own start-up files must not change a published number.
        "IPYTHONDIR": profile,
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        # Notebooks share the cores among themselves; threads below them only get in their way, and
        # a sum must not depend on how many there are.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def prepare_kernels(root: Path, preload: Sequence[str]) -> None:
    """Start the process that the first kernel needs, so that it need not wait for the imports.

    Args:
        root: the folder that notebooks run in. preload: modules to import before a fork.
    """
    options = {"cwd": str(root), "env": kernel_environment("")}
    prepare(kernelspec()["argv"], options, preload)
