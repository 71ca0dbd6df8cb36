"""Running jobs on a Dask cluster that exists already; its workers see the project's folder.

A job whose worker dies is given to another one by Dask itself. What the dead worker had begun lies
under names of its own and is never taken for a result.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

from helpers import __version__
from helpers.errors import BadInputError

_PATIENCE = "20 s"


@contextmanager
def cluster_executor(address: str, root: Path) -> Iterator[tuple[Executor, int]]:
    """Where to send jobs, and how many the cluster runs at once.

    Args:
        address: of the scheduler, such as tcp://10.0.0.5:8786.
        root: the project's folder, the same on every machine.

    Raises:
        BadInputError: Dask is not installed, nobody answers, there are no workers, or one does not
            see the project or has another version of the package.
    """
    try:
        from distributed import Client
    except ImportError:
        raise BadInputError(
            "--scheduler needs Dask, which is not installed. Install the package with its extra: "
            "pip install tangbac[dask]."
        ) from None
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BadInputError(
            f"There is no Dask scheduler at {address!r} ({error}). Expected: an address such as "
            "tcp://10.0.0.5:8786. Check that it runs and can be reached from here."
        ) from None
    with client:
        slots = sum(client.nthreads().values())
        if not slots:
            raise BadInputError(
                f"The Dask cluster at {address} has no workers. Start some, and run again."
            )
        _check_workers(client.run(_seen_from_worker, str(root), on_error="return"), root)
        yield client.get_executor(pure=False), slots


def _seen_from_worker(root: str) -> str:
    """Which version of the package a worker has; empty where it does not see the project."""
    return __version__ if (Path(root) / "notebooks").is_dir() else ""


def _check_workers(answers: dict[str, object], root: Path) -> None:
    for worker, answer in sorted(answers.items()):
        if answer == __version__:
            continue
        if answer == "":
            found = f"does not see {root / 'notebooks'}"
        elif isinstance(answer, str):
            found = f"has version {answer} of the package"
        else:
            found = f"cannot use the package ({answer})"
        raise BadInputError(
            f"The worker {worker} {found}. Expected: version {__version__}, and the project's "
            "folder shared under the same path on every machine of the cluster."
        )
