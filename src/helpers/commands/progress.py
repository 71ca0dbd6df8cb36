"""What a person sees while notebooks run, and the closing table."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from helpers.commands.terminal import language, say, table_width
from helpers.errors import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.console import Console, ConsoleOptions, RenderResult

    from helpers.errors import Reason
    from helpers.running.plan import Step
    from helpers.running.workers import Outcome, Reporter

_BAR = 30


@contextmanager
def show_progress(total: int, *, quiet: bool = False) -> Iterator[Reporter]:
    """Who is to be told of the steps: live lines on a terminal, else one line a step, or nobody."""
    from helpers.running.workers import Reporter

    if quiet:
        yield Reporter()
    elif not sys.stderr.isatty():
        yield _lines_reporter()
    else:
        with _live_reporter(total) as reporter:
            yield reporter


def _lines_reporter() -> Reporter:
    from helpers.running.workers import Reporter

    class Lines(Reporter):
        """One line for each step that ran."""

        def ended(self, outcome: Outcome) -> None:
            if outcome.status == "unchanged":
                return
            line = say(
                "running.line", label=outcome.step.label, seconds=outcome.seconds,
                status=say(f"running.{outcome.status}"),
            )  # fmt: skip
            if outcome.reason:
                line += f" ({said(outcome.reason, language())})"
            print(line, file=sys.stderr, flush=True)

    return Lines()


@contextmanager
def _live_reporter(total: int) -> Iterator[Reporter]:
    """One live line for each running notebook, and a bar for all of them."""
    from rich.console import Console
    from rich.live import Live

    from helpers.running.workers import Reporter

    class Lines(Reporter):
        """Keeps what is shown; rich asks for it four times a second."""

        def __init__(self) -> None:
            self._changing = threading.Lock()
            self._running: dict[Path, tuple[str, float, str]] = {}
            self._over = 0

        def started(self, step: Step, reason: str | Reason) -> None:
            with self._changing:
                words = said(reason, language())
                self._running[step.output] = (step.label, time.monotonic(), words)

        def cell(self, step: Step, number: int, of: int) -> None:
            with self._changing:
                label, begin, _ = self._running[step.output]
                self._running[step.output] = (
                    label,
                    begin,
                    say("running.cell", number=number, of=of),
                )

        def ended(self, outcome: Outcome) -> None:
            with self._changing:
                self._running.pop(outcome.step.output, None)
                self._over += 1

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            with self._changing:
                now = time.monotonic()
                for label, begin, words in self._running.values():
                    took = say("running.time", seconds=now - begin)
                    yield f"{label}  {words}  {took}"
                done = _BAR * self._over // max(total, 1)
                yield f"{'━' * done}{'╌' * (_BAR - done)} {self._over}/{total}"

    shown = Lines()
    with Live(shown, console=Console(stderr=True, highlight=False, markup=False), transient=True):
        yield shown


def summarise(outcomes: Sequence[Outcome], *, quiet: bool = False) -> int:
    """Print the closing table, and what failed; gives the exit status."""
    from helpers.listing import text_table

    rows = [
        {
            say("running.notebook"): outcome.step.label,
            say("running.seconds"): f"{outcome.seconds:.1f}" if outcome.seconds else "–",
            say("running.status"): say(f"running.{outcome.status}"),
            say("running.reason"): said(outcome.reason, language()) or "–",
        }
        for outcome in outcomes
    ]
    if not quiet:
        print(text_table(rows, table_width()))
    first = True
    for outcome in outcomes:
        if outcome.status == "failed":
            # The first failure in full: a second one would push it off the screen.
            whole = said(outcome.message, language())
            message = whole if first else f"{outcome.step.label}: {whole.splitlines()[0]}"
            print(f"\n{message}", file=sys.stderr)
            first = False
        elif outcome.status == "skipped":
            why, label = said(outcome.message, language()), outcome.step.label
            print(f"\n{say('running.skipped_because', label=label, message=why)}", file=sys.stderr)
    return 0 if all(outcome.is_good for outcome in outcomes) else 1
