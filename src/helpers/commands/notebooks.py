"""`tangbac notebooks`: run every notebook with its defaults and store the outputs in it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from helpers.commands import open_project
from helpers.commands.progress import show_progress, summarise
from helpers.commands.running_options import add_running_options, run_options, show_what_would_run
from helpers.commands.terminal import add_language, say

if TYPE_CHECKING:
    from helpers.commands import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    notebooks = commands.add_parser("notebooks", help=say("notebooks.help"))
    notebooks.set_defaults(command=_notebooks)
    add_running_options(notebooks)
    add_language(notebooks)


def _notebooks(options: argparse.Namespace) -> int:
    from helpers.running.contract import notebooks_on_file

    root, definitions = open_project()
    notebooks = notebooks_on_file(root)
    edition = definitions.latest_edition()
    from helpers.running.folder_lock import only_run
    from helpers.running.plan import report_folder, stored_step
    from helpers.running.stored_outputs import note_version
    from helpers.running.workers import ASKED_FOR, run_steps
    from helpers.site.pages import write_claims

    report = report_folder(edition, {})
    steps = [stored_step(root, edition, report, notebook) for notebook in notebooks]
    if options.dry_run:
        return show_what_would_run(root, steps, ASKED_FOR)
    with (
        run_options(options, root, reason=ASKED_FOR) as how,
        show_progress(len(steps), quiet=options.quiet) as reporter,
        only_run(root),
    ):
        outcomes = run_steps(root, steps, reporter, how)
        for outcome in outcomes:
            if outcome.is_good:
                note_version(root, outcome.step)
        write_claims(root, notebooks, outcomes)
    return summarise(outcomes, quiet=options.quiet)
