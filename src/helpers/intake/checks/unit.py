"""Does the table list every province once, under columns that each mean one thing?"""

from __future__ import annotations

from collections.abc import Iterator

from helpers.errors import Clause
from helpers.intake.checks.outcome import DOUBT, Check, Finding, judged, shown_place
from helpers.intake.table_map import STATISTICS
from helpers.intake.table_values import TableValues
from helpers.intake.transcription import Row, Transcription
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units


def check_columns(table: Transcription, definitions: Definitions) -> Check:
    """Is there one column of provinces, a total or its rank, and nothing twice or unknown?"""
    held = [column.holds for column in table.columns if column.holds]
    known = {f"{m}.{s}" for m in definitions.measures(table.index) for s in STATISTICS} | {"unit"}
    findings = [
        Finding(
            Clause(
                "checks.column", header=c.header, number=c.number, holds=c.holds, problem=problem
            ),
            column=c.holds,
        )
        for c in table.columns
        for problem, found in (
            (Clause("checks.two_columns"), c.holds and held.count(c.holds) > 1),
            (Clause("checks.no_measure"), c.holds and c.holds not in known),
        )
        if found
    ]
    if "unit" not in held:
        findings.append(Finding(Clause("checks.no_provinces"), column="unit"))
    if not {"overall.score", "overall.rank"} & set(held):
        findings.append(Finding(Clause("checks.no_total_column"), column="overall.score"))
    return judged(
        "columns",
        findings,
        Clause("checks.columns_ok", number=len(held)),
        Clause("checks.columns_not"),
    )


def check_units(table: Transcription, units: Units) -> Check:
    """Does every unit of the universe stand in the table once, and nothing else?"""
    expected = {unit.unit_id: unit.province for unit in units.all(table.universe)}
    first: dict[str, Row] = {}
    findings = []
    for row in table.rows:
        problem: Clause | None = None
        if not row.unit_id:
            problem = Clause("checks.no_province")
        elif row.unit_id not in expected:
            problem = Clause("checks.no_unit", units=len(expected))
        elif row.unit_id in first:
            problem = Clause("checks.twice", place=shown_place(first[row.unit_id].place))
        if problem:
            findings.append(
                Finding(
                    Clause("checks.row", name=row.name_as_printed, problem=problem),
                    row.place,
                    row.unit_id,
                    "unit",
                )
            )
        first.setdefault(row.unit_id, row)
    findings += [
        Finding(Clause("checks.missing", province=province), unit_id=unit, column="unit")
        for unit, province in expected.items()
        if unit not in first
    ]
    return judged(
        "units",
        findings,
        Clause("checks.units_ok", number=len(expected)),
        Clause("checks.units_not"),
    )


def check_blanks(values: TableValues) -> list[Check]:
    """Is every total there, and is no single cell blank where its neighbours are printed?"""
    column = "overall.score" if "overall" in values.scores else "overall.rank"
    totals = values.scores if column == "overall.score" else values.ranks
    blank = totals.index[totals.get("overall", totals.mean(axis=1)).isna()]
    missing = judged(
        "totals_printed",
        [values.finding(Clause("checks.no_total"), str(unit), column) for unit in blank],
        Clause("checks.totals_ok" if column == "overall.score" else "checks.ranks_printed"),
        Clause("checks.totals_not"),
    )
    found = (*_odd_blanks(values), *_blank_places(values, column))
    odd = tuple(entry for entry in found if (entry.unit_id, entry.column) not in values.unread)
    if not odd:
        return [missing]
    message = Clause("checks.blank_cells")
    return [missing, Check("blank_cells", DOUBT, message, odd)]


def _odd_blanks(values: TableValues) -> Iterator[Finding]:
    patterns = values.scores.isna()
    for unit, row in patterns.iterrows():
        same = int((patterns == row).all(axis=1).sum())
        if row.any() and same == 1:
            for measure in row.index[row]:
                yield values.finding(Clause("checks.blank"), str(unit), f"{measure}.score")


def _blank_places(values: TableValues, totals: str) -> Iterator[Finding]:
    """Blank ranks and list positions in columns that print them for most rows.

    Where no totals are printed, blank ranks stand in the way already.
    """
    for frame, statistic in ((values.ranks, "rank"), (values.positions, "list_position")):
        for measure in frame.columns:
            column, blank = f"{measure}.{statistic}", frame[measure].isna()
            if column != totals and 2 * blank.sum() < len(frame):
                for unit in blank.index[blank]:
                    yield values.finding(
                        Clause("checks.column_blank", column=column), str(unit), column
                    )
