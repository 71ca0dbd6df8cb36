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
from helpers.errors import BadInputError, Reason

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
        raise BadInputError("cluster.no_dask") from None
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BadInputError("cluster.no_scheduler", address=address, error=error) from None
    with client:
        slots = sum(client.nthreads().values())
        if not slots:
            raise BadInputError("cluster.no_workers", address=address)
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
            found = Reason("cluster.sees_nothing", folder=root / "notebooks")
        elif isinstance(answer, str):
            found = Reason("cluster.other_version", version=answer)
        else:
            found = Reason("cluster.unusable", error=answer)
        raise BadInputError("cluster.worker", worker=worker, found=found, version=__version__)
