"""What a person sees while notebooks run, and the closing table."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from helpers.running.refresh import Outcome, Step

    Reporter = tuple[Callable[[Step], None], Callable[[Outcome], None]]


@contextmanager
def show_progress(total: int) -> Iterator[Reporter]:
    """What to call before and after each step: a bar on a terminal, else one line a step."""
    if not sys.stderr.isatty():

        def ended_line(outcome: Outcome) -> None:
            line = f"{outcome.step.label}: {outcome.status}, {outcome.seconds:.1f} s"
            print(line, file=sys.stderr, flush=True)

        yield lambda _: None, ended_line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)

        def started(step: Step) -> None:
            progress.update(task, description=step.label)

        yield started, lambda _: progress.advance(task)


def summarise(outcomes: Sequence[Outcome]) -> int:
    """Print the closing table, and what failed; gives the exit status."""
    from helpers.listing import text_table

    rows = [
        {
            "notebook": outcome.step.notebook.name,
            "language": outcome.step.lang or "–",
            "seconds": f"{outcome.seconds:.1f}",
            "status": outcome.status,
        }
        for outcome in outcomes
    ]
    print(text_table(rows))
    first = True
    for outcome in outcomes:
        if outcome.status == "failed":
            # The first failure in full: a second one would push it off the screen.
            message = outcome.message if first else outcome.message.splitlines()[0]
            print(f"\n{message}", file=sys.stderr)
            first = False
        elif outcome.status == "skipped":
            print(f"\n{outcome.step.label} skipped: {outcome.message}", file=sys.stderr)
    return 0 if all(outcome.status == "ok" for outcome in outcomes) else 1
