"""What an intake tells the person at the keyboard: the mapping, the rows, the checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from helpers.intake.checks.outcome import FAILED, PASSED, Check, Finding, shown_place
from helpers.intake.filing import Filing
from helpers.intake.map_entries import Excuse
from helpers.intake.transcription import Transcription
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RAW

_MOST_DOUBTS = 12
_MOST_MISSING = 5
"""How many provinces that no row names are offered for a name that means none."""


def transcription_lines(table: Transcription, units: Units) -> Iterator[str]:
    """Which column holds what and why, which provinces were found, which rows were left out."""
    yield f"{table.path.name}: {table.index} {table.edition}, {table.universe} units"
    yield "Columns"
    for column in table.columns:
        header = column.header or "(no header)"
        yield f"  {column.number:>2}  {header}  ->  {column.holds or 'not used'}  ({column.reason})"
    expected, missing = _units(table, units)
    unknown = [row for row in table.rows if row.unit_id not in expected]
    yield f"Provinces: {len(expected) - len(missing)} of {len(expected)}"
    if missing:
        yield f"  missing: {', '.join(missing.values())}"
    for row in unknown:
        yield f"  not matched: {row.name_as_printed!r} ({shown_place(row.place)})"
    if table.dropped:
        yield f"Rows left out: {len(table.dropped)}"
    for dropped in table.dropped:
        yield f"  {shown_place(dropped.place)}: {_short(dropped.text)!r}: {dropped.reason}"
    for note in table.notes:
        yield f"Note: {note}"


def _units(table: Transcription, units: Units) -> tuple[dict[str, str], dict[str, str]]:
    """The names of all units by id, and of those that no row names."""
    expected = {unit.unit_id: unit.province for unit in units.all(table.universe)}
    found = {row.unit_id for row in table.rows}
    return expected, {unit: name for unit, name in expected.items() if unit not in found}


def question_lines(table: Transcription, units: Units) -> Iterator[str]:
    """What the file does not settle, and how a map answers it; missing provinces come first."""
    provinces, missing = _units(table, units)
    number = len(table.questions)
    yield f"Questions: {number}. Answer them in a map and run again with --map FILE.yml"
    headers = {f"columns.{column.number}": column for column in table.columns}
    for question in table.questions:
        place = f" ({shown_place(question.place)})" if question.place else ""
        yield f"  {question.key}: {question.text}{place}"
        choices: Iterable[str] = question.choices
        if question.key.startswith("names."):
            first = list(missing)[:_MOST_MISSING]
            choices = (
                f"{unit} ({provinces[unit]}{', missing' if unit in missing else ''})"
                for unit in dict.fromkeys(
                    [*(c for c in question.choices if c in missing), *first, *question.choices]
                )
            )
        if shown := ", ".join(choices):
            yield f"      one of: {shown}"
        if question.key in headers:
            column = headers[question.key]
            yield "      or, for a part that no edition had before, with a short name of its own:"
            yield f"        columns: {{{column.number}: short_name.score}}"
            yield f'        measures: {{short_name: {{vi: "{column.header}", en: "…"}}}}'


def check_lines(checks: Iterable[Check], excuses: Sequence[Excuse]) -> Iterator[str]:
    """What each check says, with the places; exceptions of the map beside what they excuse."""
    yield "Checks"
    for check in checks:
        yield f"  {check.status.upper() if check.status == FAILED else check.status:<12}  " + (
            f"{check.name}: {check.message}"
        )
        if check.status != PASSED:
            # What stands in the way is shown whole, so that a map can name every place.
            most = len(check.findings) if check.status == FAILED else _MOST_DOUBTS
            for finding in check.findings[:most]:
                yield f"      {_finding(check, finding, excuses)}"
            if len(check.findings) > most:
                yield f"      and {len(check.findings) - most} more"


def _finding(check: Check, finding: Finding, excuses: Sequence[Excuse]) -> str:
    place = f" [{shown_place(finding.place)}]" if finding.place else ""
    reason = next(
        (e.reason for e in excuses if e.covers(check.name, finding.unit_id, finding.column)), ""
    )
    return f"{finding.text}{place}" + (f" - stands: {reason}" if reason else "")


def filing_lines(filing: Filing) -> Iterator[str]:
    """Which files are written, and which of them are extended."""
    for path in filing.files:
        yield f"  {(RAW / path).as_posix()}{' (entry added)' if path in filing.replaced else ''}"


def _short(text: str) -> str:
    most = 80
    return text if len(text) <= most else f"{text[: most - 1]}…"
