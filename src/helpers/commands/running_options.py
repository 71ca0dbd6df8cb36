"""The options of every command that runs notebooks: how many at once, where, which of them."""

from __future__ import annotations

import argparse
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from helpers.running.plan import Step
    from helpers.running.workers import RunOptions


def add_running_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--workers",
        type=_positive,
        metavar="N",
        help="how many notebooks run at once (default: one for each processor)",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="run them on the Dask cluster with this scheduler, such as tcp://10.0.0.5:8786; the "
        "project must lie in the same folder on every machine",
    )
    parser.add_argument(
        "--cell-timeout",
        type=_positive,
        metavar="SECONDS",
        help="end a notebook of which one cell takes longer (default: no limit)",
    )
    parser.add_argument(
        "--force", action="store_true", help="run also notebooks of which nothing has changed"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say which notebooks would run, and why; run none"
    )
    parser.add_argument("--quiet", action="store_true", help="say only what failed")
    parser.add_argument(
        "--stock-kernel",
        action="store_true",
        help="start every kernel afresh instead of forking it (slower, same results)",
    )


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 1, found {text!r}")
    return number


@contextmanager
def run_options(
    options: argparse.Namespace, root: Path, *, reason: str = ""
) -> Iterator[RunOptions]:
    """How the steps are to be run; `reason`: why all of them are, whatever has changed.

    Raises:
        BadInputError: there is no cluster at the address, or its workers do not see the project.
    """
    from helpers.running.workers import RunOptions

    reason = "--force" if options.force else reason
    chosen: dict[str, Any] = {"reason": reason, "stock_kernel": options.stock_kernel}
    if options.cell_timeout:
        chosen["cell_timeout"] = options.cell_timeout
    if options.workers:
        chosen["workers"] = options.workers
    if options.scheduler is None:
        yield RunOptions(**chosen)
        return
    from helpers.running.cluster import cluster_executor

    with cluster_executor(options.scheduler, root) as (executor, slots):
        yield RunOptions(**{"workers": slots} | chosen, executor=executor)


def show_what_would_run(root: Path, steps: Sequence[Step], reason: str) -> int:
    """Print for each step whether it would run, and why (all for `reason`, if there is one).

    Gives the exit status.
    """
    from helpers.listing import text_table
    from helpers.running.workers import reasons_to_run

    reasons = reasons_to_run(root, steps, reason)
    rows = [
        {
            "notebook": step.label,
            "would": "run" if reason else "stay as it is",
            "reason": reason or "nothing it depends on has changed",
        }
        for step, reason in zip(steps, reasons, strict=True)
    ]
    print(text_table(rows))
    return 0
