"""Does the table list every province once, under columns that each mean one thing?"""

from __future__ import annotations

from collections.abc import Iterator

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
        Finding(f"«{c.header}» (column {c.number}) holds {c.holds!r}: {problem}", column=c.holds)
        for c in table.columns
        for problem, found in (
            ("two columns hold it", c.holds and held.count(c.holds) > 1),
            ("not a measure and a statistic on file", c.holds and c.holds not in known),
        )
        if found
    ]
    if "unit" not in held:
        findings.append(Finding("no column holds the provinces", column="unit"))
    if not {"overall.score", "overall.rank"} & set(held):
        findings.append(Finding("no column holds the total or its rank", column="overall.score"))
    return judged(
        "columns",
        findings,
        f"{len(held)} columns are used, each for one thing",
        "the columns are not all understood",
    )


def check_units(table: Transcription, units: Units) -> Check:
    """Does every unit of the universe stand in the table once, and nothing else?"""
    expected = {unit.unit_id: unit.province for unit in units.all(table.universe)}
    first: dict[str, Row] = {}
    findings = []
    for row in table.rows:
        problem = ""
        if not row.unit_id:
            problem = "means no province"
        elif row.unit_id not in expected:
            problem = f"is none of the {len(expected)} units"
        elif row.unit_id in first:
            problem = f"stands twice, first at {shown_place(first[row.unit_id].place)}"
        if problem:
            findings.append(
                Finding(f"{row.name_as_printed!r} {problem}", row.place, row.unit_id, "unit")
            )
        first.setdefault(row.unit_id, row)
    findings += [
        Finding(f"{province} is missing", unit_id=unit, column="unit")
        for unit, province in expected.items()
        if unit not in first
    ]
    return judged(
        "units",
        findings,
        f"all {len(expected)} provinces, each once",
        "provinces that are unknown, missing or there twice",
    )


def check_blanks(values: TableValues) -> list[Check]:
    """Is every total there, and is no single cell blank where its neighbours are printed?"""
    column = "overall.score" if "overall" in values.scores else "overall.rank"
    totals = values.scores if column == "overall.score" else values.ranks
    blank = totals.index[totals.get("overall", totals.mean(axis=1)).isna()]
    missing = judged(
        "totals_printed",
        [values.finding("no total", str(unit), column) for unit in blank],
        "every province has a total" if column == "overall.score" else "every province has a rank",
        "provinces without a total or, where no totals are printed, without a rank",
    )
    found = (*_odd_blanks(values), *_blank_places(values, column))
    odd = tuple(entry for entry in found if (entry.unit_id, entry.column) not in values.unread)
    if not odd:
        return [missing]
    message = "cells that are blank where those of other rows are not; compare them with the file"
    return [missing, Check("blank_cells", DOUBT, message, odd)]


def _odd_blanks(values: TableValues) -> Iterator[Finding]:
    patterns = values.scores.isna()
    for unit, row in patterns.iterrows():
        same = int((patterns == row).all(axis=1).sum())
        if row.any() and same == 1:
            for measure in row.index[row]:
                yield values.finding("blank", str(unit), f"{measure}.score")


def _blank_places(values: TableValues, totals: str) -> Iterator[Finding]:
    """Blank ranks and list positions in columns that print them for most rows.

    Where no totals are printed, blank ranks stand in the way already.
    """
    for frame, statistic in ((values.ranks, "rank"), (values.positions, "list_position")):
        for measure in frame.columns:
            column, blank = f"{measure}.{statistic}", frame[measure].isna()
            if column != totals and 2 * blank.sum() < len(frame):
                for unit in blank.index[blank]:
                    yield values.finding(f"{column} is blank", str(unit), column)
