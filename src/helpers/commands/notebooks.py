"""`tangbac notebooks`: run every notebook with its defaults and store the outputs in it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from helpers.commands import open_project
from helpers.commands.progress import show_progress, summarise

if TYPE_CHECKING:
    from helpers.commands import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    notebooks = commands.add_parser(
        "notebooks", help="run every notebook with its defaults and store the outputs in it"
    )
    notebooks.set_defaults(command=_notebooks)


def _notebooks(_: argparse.Namespace) -> int:
    from helpers.running.contract import notebooks_on_file

    root, definitions = open_project()
    notebooks = notebooks_on_file(root)
    edition = definitions.latest_edition()
    from helpers.running.refresh import report_folder, run_steps, stored_step, write_claims

    report = report_folder(edition, {})
    steps = [stored_step(root, edition, report, notebook) for notebook in notebooks]
    with show_progress(len(steps)) as (started, ended):
        outcomes = run_steps(root, steps, started, ended)
    write_claims(root, notebooks, outcomes)
    return summarise(outcomes)
