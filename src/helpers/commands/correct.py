"""`tangbac correct`: write down a correction of a published figure, or list those on file."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from helpers import LANGUAGES
from helpers.commands import open_project
from helpers.errors import BadInputError, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from helpers.commands import Commands
    from helpers.questions.changes.answer import TableChanges
    from helpers.sources.editions import Definitions
    from helpers.sources.new_corrections import RawCell

_QUESTIONS = {
    "reason": "Why, in English, for the pages in English",
    "reason_vi": "Lý do, bằng tiếng Việt",
    "reported_by": "Reported by",
}


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    correct = commands.add_parser(
        "correct",
        help="correct a published figure: what is printed stays, with what is used instead and why",
        description="Write a correction into data/raw/corrections.yml. The raw file stays as "
        "printed. It is tried out first: what cannot be read, or breaks a total, is refused.",
        epilog="Exit status of --list: 0 every correction still fits, 1 one does not.",
    )
    correct.set_defaults(command=_correct)
    correct.add_argument(
        "figure",
        nargs="?",
        help="figure_id (r0039, dti_2023_63:93:overall:score), figure_id:column, or "
        "file:row:column, the row named by its first cell",
    )
    correct.add_argument("--expect", help="what stands in the file, character for character")
    correct.add_argument("--use", help="what is used instead, as it would be printed")
    correct.add_argument("--reason", help="why, in English")
    correct.add_argument("--reason-vi", help="why, in Vietnamese")
    correct.add_argument("--reported-by", help="who found the error")
    correct.add_argument("--date", help="YYYY-MM-DD (default: today)")
    correct.add_argument(
        "--dry-run", action="store_true", help="say what would change; write nothing"
    )
    correct.add_argument("--list", action="store_true", help="list the corrections on file")
    correct.add_argument("--lang", choices=LANGUAGES, default="vi", help="language of the text")


def _correct(options: argparse.Namespace) -> int:
    if options.list:
        return _list(options)
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
    done = "would be corrected" if options.dry_run else f"written to {CORRECTIONS.as_posix()}"
    print(f"{cell.place}: «{entry['expect']}» → «{entry['use']}»: {done}")
    _show_changes(definitions, root, changes, options.lang)
    if not options.dry_run:
        _show_what_runs(root, definitions)
    return 0


def _entry(options: argparse.Namespace, cell: RawCell) -> dict[str, str]:
    try:
        day = date.fromisoformat(options.date) if options.date else date.today()
    except ValueError:
        raise BadInputError("correct.date", date=options.date) from None
    words = {name: _asked(options, name) for name in _QUESTIONS}
    entry = {
        "file": cell.file, "figure": cell.figure, "column": cell.column,
        "expect": options.expect, "use": options.use, **words, "date": day.isoformat(),
    }  # fmt: skip
    return {name: unicodedata.normalize("NFC", text).strip() for name, text in entry.items()}


def _asked(options: argparse.Namespace, name: str) -> str:
    """What was given, or what the person at the terminal answers."""
    given = getattr(options, name)
    if given is None and sys.stdin.isatty():
        given = input(f"{_QUESTIONS[name]}: ")
    if given is None or not given.strip():
        raise BadInputError("correct.words", option=f"--{name.replace('_', '-')}")
    return str(given)


def _show_changes(
    definitions: Definitions, root: Path, changes: Sequence[TableChanges], lang: str
) -> None:
    from helpers.questions.changes.sentences import Refreshed, table_lines
    from helpers.sources.provinces import load_units

    provinces = {unit.unit_id: unit.province for unit in load_units(root).units}
    found = Refreshed("", "folder", changes, None, definitions, provinces)
    lines = list(table_lines(found, lang, "tangbac changes"))
    print("\n".join(lines) if lines else "No processed table changes.")


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
        step.notebook.name: {"notebook": step.notebook.name, "runs again": reason}
        for step, reason in zip(plan.steps, reasons, strict=True)
        if reason
    }
    print()
    print(text_table(list(rows.values())))
    print("\nRun it: tangbac refresh")


def _list(options: argparse.Namespace) -> int:
    root, _ = open_project()
    from helpers.sources.new_corrections import CORRECTIONS, corrections_on_file

    found = corrections_on_file(root)
    reason = "reason_vi" if options.lang == "vi" else "reason"
    for entry, stands in found:
        state = "fits" if stands == entry["expect"] else f"does not fit: {_found(stands)}"
        print(
            f"{entry['file']}, {entry['figure']}, {entry['column']}: «{entry['expect']}» → "
            f"«{entry['use']}»  [{state}]"
        )
        print(f"    {entry['date']}, {entry['reported_by']}: {entry[reason]}")
    broken = sum(stands != entry["expect"] for entry, stands in found)
    print(f"{len(found)} corrections, {broken} of them no longer fit ({CORRECTIONS.as_posix()})")
    return 1 if broken else 0


def _found(stands: str | None) -> str:
    return "there is no such cell" if stands is None else f"found «{stands}»"
