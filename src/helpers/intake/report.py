"""What an intake tells the person at the keyboard: the mapping, the rows, the checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from helpers.errors import Reason, said
from helpers.intake.checks.outcome import FAILED, PASSED, Check, Finding, shown_place
from helpers.intake.filing import Filing
from helpers.intake.map_entries import Excuse
from helpers.intake.transcription import Transcription
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RAW

_MOST_DOUBTS = 12
_MOST_MISSING = 5
"""How many provinces that no row names are offered for a name that means none."""


def transcription_lines(table: Transcription, units: Units, lang: str) -> Iterator[str]:
    """Which column holds what and why, which provinces were found, which rows were left out."""

    def line(key: str, **values: object) -> str:
        return Reason(f"report.{key}", **values).said(lang)

    yield line("table", name=table.path.name, index=table.index, edition=table.edition,
               universe=table.universe)  # fmt: skip
    yield line("columns")
    for column in table.columns:
        header = column.header or line("no_header")
        holds = column.holds or column.further or line("not_used")
        yield f"  {column.number:>2}  {header}  ->  {holds}  ({said(column.reason, lang)})"
    expected, missing = _units(table, units)
    unknown = [row for row in table.rows if row.unit_id not in expected]
    yield line("provinces", found=len(expected) - len(missing), expected=len(expected))
    if missing:
        yield "  " + line("missing", names=", ".join(missing.values()))
    for row in unknown:
        place = said(shown_place(row.place), lang)
        yield "  " + line("not_matched", name=row.name_as_printed, place=place)
    if table.dropped:
        yield line("left_out", number=len(table.dropped))
    for dropped in table.dropped:
        why, place = said(dropped.reason, lang), said(shown_place(dropped.place), lang)
        yield f"  {place}: {_short(dropped.text)!r}: {why}"
    for note in table.notes:
        yield line("note", note=note)


def _units(table: Transcription, units: Units) -> tuple[dict[str, str], dict[str, str]]:
    """The names of all units by id, and of those that no row names."""
    expected = {unit.unit_id: unit.province for unit in units.all(table.universe)}
    found = {row.unit_id for row in table.rows}
    return expected, {unit: name for unit, name in expected.items() if unit not in found}


def question_lines(table: Transcription, units: Units, lang: str) -> Iterator[str]:
    """What the file does not settle, and how a map answers it; missing provinces come first."""
    provinces, missing = _units(table, units)
    number = len(table.questions)
    yield Reason("report.questions", number=number).said(lang)
    also = Reason("report.also_missing").said(lang)
    headers = {f"columns.{column.number}": column for column in table.columns}
    for question in table.questions:
        place = f" ({said(shown_place(question.place), lang)})" if question.place else ""
        yield f"  {question.key}: {said(question.text, lang)}{place}"
        choices: Iterable[str] = question.choices
        if question.key.startswith("names."):
            first = list(missing)[:_MOST_MISSING]
            choices = (
                f"{unit} ({provinces[unit]}{also if unit in missing else ''})"
                for unit in dict.fromkeys(
                    [*(c for c in question.choices if c in missing), *first, *question.choices]
                )
            )
        if shown := ", ".join(choices):
            yield "      " + Reason("report.one_of", shown=shown).said(lang)
        if question.key in headers:
            column = headers[question.key]
            yield "      " + Reason("report.new_part").said(lang)
            yield f"        columns: {{{column.number}: short_name.score}}"
            yield f'        measures: {{short_name: {{vi: "{column.header}", en: "…"}}}}'


def check_lines(checks: Iterable[Check], excuses: Sequence[Excuse], lang: str) -> Iterator[str]:
    """What each check says, with the places; exceptions of the map beside what they excuse."""
    yield Reason("report.checks").said(lang)
    for check in checks:
        status = Reason(f"report.{check.status.replace(' ', '_')}").said(lang)
        shown = status.upper() if check.status == FAILED else status
        yield f"  {shown:<12}  {check.name}: {said(check.message, lang)}"
        if check.status != PASSED:
            # What stands in the way is shown whole, so that a map can name every place.
            most = len(check.findings) if check.status == FAILED else _MOST_DOUBTS
            for finding in check.findings[:most]:
                yield f"      {_finding(check, finding, excuses, lang)}"
            if len(check.findings) > most:
                more = Reason("report.more", number=len(check.findings) - most)
                yield f"      {more.said(lang)}"


def _finding(check: Check, finding: Finding, excuses: Sequence[Excuse], lang: str) -> str:
    place = f" [{said(shown_place(finding.place), lang)}]" if finding.place else ""
    reason = next(
        (e.reason for e in excuses if e.covers(check.name, finding.unit_id, finding.column)), ""
    )
    stands = f" - {Reason('report.stands', reason=reason).said(lang)}" if reason else ""
    return f"{said(finding.text, lang)}{place}{stands}"


def filing_lines(filing: Filing, lang: str) -> Iterator[str]:
    """Which files are written, and which of them are extended."""
    for path in filing.files:
        added = Reason("report.entry_added").said(lang) if path in filing.replaced else ""
        yield f"  {(RAW / path).as_posix()}{added}"


def _short(text: str) -> str:
    most = 80
    return text if len(text) <= most else f"{text[: most - 1]}…"
