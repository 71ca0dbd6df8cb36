"""What a map file says beyond the columns: exceptions, corrections, new measures, the formula.

The rest of a map is the business of `table_map`. These entries look like::

    formula: dti-405                 # a formula on file, where the table alone cannot tell
    measures:                        # measures that no edition had before
      digital_skills: {vi: Kỹ năng số, en: Digital skills}
    exceptions:                      # findings that stand: of a unit, a column, both, or all
      - {check: units, unit: Hà Nội, reason: "Left out of the published table (note 2)."}
    corrections:                     # cells that are printed wrong; the file stays as printed
      - {unit: Huế, column: overall.rank, expect: "12", use: "11", reason: "Misprint.",
         reason_vi: "In nhầm.", reported_by: "…"}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from helpers.errors import BadInputError, Reason
from helpers.intake.checks.outcome import FAILED, Check
from helpers.intake.files.error_values import is_error
from helpers.intake.table_map import TableMap
from helpers.intake.table_values import READABLE
from helpers.intake.transcription import PrintedCell, Row, Transcription
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units

_CORRECTION = ("unit", "column", "expect", "use", "reason", "reason_vi", "reported_by")


@dataclass(frozen=True)
class Excuse:
    """A finding of a check that stands: of one unit or column, or of all where these are empty."""

    check: str
    unit_id: str
    column: str
    reason: str

    def covers(self, check: str, unit_id: str, column: str) -> bool:
        """Whether this is a finding that is meant: of that check, unit and column."""
        return self.check == check and self.unit_id in ("", unit_id) and self.column in ("", column)


@dataclass(frozen=True)
class CellCorrection:
    """A cell that is printed wrong: what stands there, what is used instead, and why."""

    unit_id: str
    column: str
    expect: str
    use: str
    reason: str
    reason_vi: str
    reported_by: str


@dataclass(frozen=True)
class MapEntries:
    """What a map says beyond the columns; all empty where there is no map."""

    formula: str = ""
    measures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    excuses: tuple[Excuse, ...] = ()
    corrections: tuple[CellCorrection, ...] = ()
    text: str = ""
    """The map itself."""


def map_entries(table_map: TableMap, units: Units, universe: str) -> MapEntries:
    """What does a map say about formula, measures, exceptions and corrections?

    Args:
        table_map: the map.
        units, universe: whose names the map uses, in any usual spelling, or unit ids.

    Raises:
        BadInputError: an entry lacks a field or has an unknown one, is not text, or names no unit.
    """
    excuses = _entries(table_map, "exceptions", ("check", "reason"), ("unit", "column"))
    cells = _entries(table_map, "corrections", _CORRECTION, ())
    return MapEntries(
        table_map.formula,
        table_map.measures,
        tuple(
            Excuse(
                entry["check"],
                _unit(entry.get("unit", ""), units, universe),
                entry.get("column", ""),
                entry["reason"],
            )
            for entry in excuses
        ),
        tuple(
            CellCorrection(_unit(unit, units, universe), *texts)
            for unit, *texts in ([entry[name] for name in _CORRECTION] for entry in cells)
        ),
    )


def _entries(
    table_map: TableMap, key: str, required: Sequence[str], optional: Sequence[str]
) -> Iterator[dict[str, str]]:
    for number, entry in enumerate(getattr(table_map, key), start=1):
        fields = set(entry) if isinstance(entry, dict) else set()
        wrong = sorted(map(str, ({*required} - fields) | (fields - {*required, *optional})))
        if not wrong:
            wrong = [name for name, text in entry.items() if not isinstance(text, str) or not text]
        if wrong:
            perhaps = Reason("map_entries.perhaps", names=", ".join(optional)) if optional else ""
            raise BadInputError(
                "map_entries.fields", file=table_map.file, key=key, number=number, wrong=wrong[0],
                required=", ".join(required), perhaps=perhaps,
            )  # fmt: skip
        yield dict(entry)


def _unit(name: str, units: Units, universe: str) -> str:
    return units.find(name, universe).unit_id if name else ""


def with_measures(definitions: Definitions, index: str, entries: MapEntries) -> Definitions:
    """The definitions with the measures that a map adds to an index.

    Raises:
        BadInputError: the index has a measure of that name already.
    """
    own = definitions.indices[index]
    for measure in entries.measures:
        if measure in own["measures"]:
            raise BadInputError("map_entries.measure", measure=measure, index=index)
    added = {**own, "measures": {**own["measures"], **entries.measures}}
    return replace(definitions, indices={**definitions.indices, index: added})


def corrected(table: Transcription, corrections: Iterable[CellCorrection]) -> Transcription:
    """The transcription with corrections laid over it; the file and its copy stay as printed.

    Raises:
        BadInputError: there is no such cell, or it does not say what the correction expects.
    """
    numbers = {column.holds: column.number for column in table.columns if column.holds}
    rows = list(table.rows)
    for entry in corrections:
        place = next((n for n, row in enumerate(rows) if row.unit_id == entry.unit_id), None)
        cell = None if place is None else rows[place].cells.get(numbers.get(entry.column, -1))
        if place is None or cell is None or cell.text != entry.expect:
            raise BadInputError(
                "map_entries.correction", column=entry.column, unit=entry.unit_id,
                expect=entry.expect,
                found=Reason("map_entries.no_cell") if cell is None else repr(cell.text),
            )  # fmt: skip
        cells = {**rows[place].cells, numbers[entry.column]: replace(cell, text=entry.use)}
        rows[place] = replace(rows[place], cells=cells)
    return replace(table, rows=tuple(rows))


def without_excused_errors(table: Transcription, excuses: Sequence[Excuse]) -> Transcription:
    """The transcription with those error values blank that exceptions let stand.

    Nothing is published in such a cell, a person says; the original and the map are kept as well.
    """
    holds = {column.number: column.holds for column in table.columns if "." in column.holds}
    own = [excuse for excuse in excuses if excuse.check == READABLE]

    def emptied(row: Row, number: int, cell: PrintedCell) -> PrintedCell:
        stands = number in holds and is_error(cell.text)
        covered = any(e.covers(READABLE, row.unit_id, holds[number]) for e in own if stands)
        return replace(cell, text="") if covered else cell

    return replace(
        table,
        rows=tuple(
            replace(row, cells={n: emptied(row, n, cell) for n, cell in row.cells.items()})
            for row in table.rows
        ),
    )


def unexcused(
    checks: Iterable[Check], excuses: Sequence[Excuse]
) -> tuple[list[Check], list[Excuse]]:
    """The failed checks that no exception covers whole, and the exceptions that cover nothing."""
    failed = [check for check in checks if check.status == FAILED]
    used: set[Excuse] = set()
    left = []
    for check in failed:
        open_findings = []
        for finding in check.findings:
            where = check.name, finding.unit_id, finding.column
            covering = [excuse for excuse in excuses if excuse.covers(*where)]
            used.update(covering)
            if not covering:
                open_findings.append(finding)
        if open_findings or not check.findings:
            left.append(replace(check, findings=tuple(open_findings)))
    return left, [excuse for excuse in excuses if excuse not in used]
