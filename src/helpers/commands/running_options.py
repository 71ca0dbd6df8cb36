"""The options of every command that runs notebooks: how many at once, where, which of them."""

from __future__ import annotations

import argparse
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from helpers.commands.terminal import language, say, table_width
from helpers.errors import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from helpers.errors import Reason
    from helpers.running.plan import Step
    from helpers.running.workers import RunOptions


def add_running_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--workers",
        type=_positive,
        help=say("running.workers"),
    )
    parser.add_argument(
        "--scheduler",
        help=say("running.scheduler"),
    )
    parser.add_argument("--cell-timeout", type=_positive, help=say("running.cell_timeout"))
    parser.add_argument("--force", action="store_true", help=say("running.force"))
    parser.add_argument("--dry-run", action="store_true", help=say("running.dry_run"))
    parser.add_argument("--quiet", action="store_true", help=say("running.quiet"))
    parser.add_argument("--stock-kernel", action="store_true", help=say("running.stock_kernel"))


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(say("running.whole_number", text=text))
    return number


@contextmanager
def run_options(
    options: argparse.Namespace, root: Path, *, reason: str | Reason = ""
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


def show_what_would_run(root: Path, steps: Sequence[Step], reason: str | Reason) -> int:
    """Print for each step whether it would run, and why (all for `reason`, if there is one).

    Gives the exit status.
    """
    from helpers.listing import text_table
    from helpers.running.workers import reasons_to_run

    reasons = reasons_to_run(root, steps, reason)
    rows = [
        {
            say("running.notebook"): step.label,
            say("running.would"): say("running.run" if reason else "running.stay"),
            say("running.reason"): said(reason, language()) or say("running.nothing_changed"),
        }
        for step, reason in zip(steps, reasons, strict=True)
    ]
    print(text_table(rows, table_width()))
    return 0
