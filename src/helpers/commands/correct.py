"""`tangbac correct`: write down a correction of a published figure, or list those on file."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from helpers import LANGUAGES
from helpers.commands import open_project
from helpers.commands.terminal import add_language, language, say, table_width
from helpers.errors import BadInputError, Reason, said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from helpers.commands import Commands
    from helpers.questions.changes.answer import TableChanges
    from helpers.sources.editions import Definitions
    from helpers.sources.new_corrections import RawCell

_ASKED = ("reason", "reason_vi", "reported_by")
"""What a correction says in words; who does not give them is asked."""


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    correct = commands.add_parser(
        "correct",
        help=say("correct.help"),
        description=say("correct.description"),
        epilog=say("correct.epilog"),
    )
    correct.set_defaults(command=_correct)
    correct.add_argument(
        "figure",
        nargs="?",
        help=say("correct.figure"),
    )
    correct.add_argument("--expect", help=say("correct.expect"))
    correct.add_argument("--use", help=say("correct.use"))
    correct.add_argument("--reason", help=say("correct.reason"))
    correct.add_argument("--reason-vi", help=say("correct.reason_vi"))
    correct.add_argument("--reported-by", help=say("correct.reported_by"))
    correct.add_argument("--date", help=say("correct.date"))
    correct.add_argument("--dry-run", action="store_true", help=say("correct.dry_run"))
    correct.add_argument("--list", action="store_true", help=say("correct.list"))
    add_language(correct)


def _correct(options: argparse.Namespace) -> int:
    if options.list:
        return _list()
    for name in ("figure", "expect", "use"):
        if getattr(options, name) is None:
            option = Reason("correct.figure") if name == "figure" else f"--{name}"
            raise BadInputError("correct.missing", option=option)
    root, definitions = open_project()
    from helpers.questions.changes.corrected import try_correction
    from helpers.sources.new_corrections import (
        CORRECTIONS,
        append_correction,
        check_correction,
        find_cell,
    )

    cell = find_cell(root, options.figure)
    check_correction(root, cell, options.expect, options.use)
    entry = _entry(options, cell)
    changes = try_correction(root, cell, entry)
    if not options.dry_run:
        append_correction(root, entry)
    print(
        say(
            "correct.would" if options.dry_run else "correct.written", place=cell.place,
            expect=entry["expect"], use=entry["use"], file=CORRECTIONS.as_posix(),
        )
    )  # fmt: skip
    _show_changes(definitions, root, changes)
    if not options.dry_run:
        _show_what_runs(root, definitions)
    return 0


def _entry(options: argparse.Namespace, cell: RawCell) -> dict[str, str]:
    try:
        day = date.fromisoformat(options.date) if options.date else date.today()
    except ValueError:
        raise BadInputError("correct.date", date=options.date) from None
    words = {name: _asked(options, name) for name in _ASKED}
    entry = {
        "file": cell.file, "figure": cell.figure, "column": cell.column,
        "expect": options.expect, "use": options.use, **words, "date": day.isoformat(),
    }  # fmt: skip
    return {name: unicodedata.normalize("NFC", text).strip() for name, text in entry.items()}


def _asked(options: argparse.Namespace, name: str) -> str:
    """What was given, or what the person at the terminal answers."""
    given = getattr(options, name)
    if given is None and sys.stdin.isatty():
        given = input(f"{say(f'correct.ask_{name}')}: ")
    if given is None or not given.strip():
        raise BadInputError("correct.words", option=f"--{name.replace('_', '-')}")
    return str(given)


def _show_changes(definitions: Definitions, root: Path, changes: Sequence[TableChanges]) -> None:
    from helpers.questions.changes.sentences import Refreshed, table_lines
    from helpers.sources.provinces import load_units

    provinces = {unit.unit_id: unit.province for unit in load_units(root).units}
    found = Refreshed("", "folder", changes, None, definitions, provinces)
    lines = list(table_lines(found, language(), "tangbac changes"))
    print("\n".join(lines) if lines else say("correct.no_change"))


def _show_what_runs(root: Path, definitions: Definitions) -> None:
    """Which notebooks the next refresh runs, and why."""
    from helpers.listing import text_table
    from helpers.running.contract import numbered_notebooks
    from helpers.running.plan import plan_refresh
    from helpers.running.workers import reasons_to_run

    notebooks = numbered_notebooks(root)
    plan = plan_refresh(root, definitions.latest_edition(), notebooks, notebooks, LANGUAGES, {})
    reasons = reasons_to_run(root, plan.steps, "")
    rows = {
        step.notebook.name: {
            say("running.notebook"): step.notebook.name,
            say("correct.runs_again"): said(reason, language()),
        }
        for step, reason in zip(plan.steps, reasons, strict=True)
        if reason
    }
    print()
    print(text_table(list(rows.values()), table_width()))
    print(f"\n{say('correct.next')}")


def _list() -> int:
    root, _ = open_project()
    from helpers.sources.new_corrections import CORRECTIONS, corrections_on_file

    found = corrections_on_file(root)
    reason = "reason_vi" if language() == LANGUAGES[0] else "reason"
    for entry, stands in found:
        state = say("correct.fits")
        if stands != entry["expect"]:
            state = say("correct.fits_not", found=_found(stands))
        print(
            f"{entry['file']}, {entry['figure']}, {entry['column']}: «{entry['expect']}» → "
            f"«{entry['use']}»  [{state}]"
        )
        print(f"    {entry['date']}, {entry['reported_by']}: {entry[reason]}")
    broken = sum(stands != entry["expect"] for entry, stands in found)
    file = CORRECTIONS.as_posix()
    print(say("correct.count", number=len(found), broken=broken, file=file))
    return 1 if broken else 0


def _found(stands: str | None) -> str:
    return say("correct.no_cell") if stands is None else say("correct.found", stands=stands)
