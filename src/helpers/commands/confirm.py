"""`tangbac confirm`: take the figures of an article that a person accepted into the ledger."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.commands import open_project
from helpers.commands.terminal import add_language, say

if TYPE_CHECKING:
    from helpers.commands import Commands
    from helpers.intake.confirming import Confirmed


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    confirming = commands.add_parser(
        "confirm", help=say("confirm.help"), description=say("confirm.description")
    )
    confirming.set_defaults(command=_confirm)
    confirming.add_argument("file", type=Path, help=say("confirm.file"))
    confirming.add_argument("--dry-run", action="store_true", help=say("confirm.dry_run"))
    add_language(confirming)


def _confirm(options: argparse.Namespace) -> int:
    from helpers.intake.confirming import confirm, take_in, try_out
    from helpers.intake.proposals_file import read_proposals
    from helpers.running.folder_lock import only_run
    from helpers.sources.citations import SOURCES
    from helpers.sources.ledger_rankings import FILE as LEDGER
    from helpers.sources.provinces import load_units
    from helpers.verifying.documents import log_rows

    root, definitions = open_project()
    units = load_units(root)
    proposals = read_proposals(options.file, units)
    file, today = options.file.name, datetime.date.today()
    if options.dry_run:
        found = confirm(root, file, proposals, definitions, units, today)
        if found.filing is not None:
            try_out(root, found.filing)
        _show(found, len(proposals.rows), dry=True)
        return 0
    with only_run(root):
        found = confirm(root, file, proposals, definitions, units, today)
        if found.filing is not None:
            take_in(root, found.filing)
        # Also where nothing is new: who was killed here comes again with the same file.
        log_rows(root, (LEDGER, SOURCES))
    _show(found, len(proposals.rows), dry=False)
    return 0


def _show(found: Confirmed, offered: int, *, dry: bool) -> None:
    if found.filing is None:
        print(say("confirm.known", ids=", ".join(found.known), source=found.source_id))
        return
    print(say("confirm.new_source" if found.is_new_source else "confirm.old_source",
              source=found.source_id))  # fmt: skip
    for figure in found.figures:
        named = (figure.index, figure.edition, figure.measure, figure.statistic)
        about = f"{figure.province_as_printed}, {' '.join(filter(None, named))}"
        print(f"  {figure.figure_id}  {about}: {figure.value_as_printed}")
    for figure_id in found.changed:
        print(say("confirm.changed", figure=figure_id))
    left = offered - len(found.figures)
    print(say("confirm.would" if dry else "confirm.taken", number=len(found.figures), left=left))
    if not dry:
        print(say("confirm.next"))
