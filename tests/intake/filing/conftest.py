"""Tables on hand as transcriptions, as if they had just been read from a ministry's file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.intake.transcription import Cell, Column, Place, Row, Transcription
from helpers.sources.ministry_tables import read_ministry_tables
from helpers.sources.provinces import Units, load_units
from helpers.sources.raw_files import RawTable

ROOT = Path(__file__).resolve().parents[2]

Transcribe = Callable[[str], Transcription]


def transcription_of(table: RawTable, units: Units) -> Transcription:
    """What the reading part gives for a file that prints this table and nothing else."""
    layout = table.metadata["table"]
    holds = {layout["unit_column"]: "unit", **layout["columns"]}
    columns = tuple(
        Column(name, number, holds.get(name, ""), "as in the table on hand")
        for number, name in enumerate(table.columns, start=1)
    )
    rows = []
    for row in table:
        unit = units.match(row.printed(layout["unit_column"]), layout["universe"])
        rows.append(
            Row(
                row.printed(layout["unit_column"]),
                unit.unit_id if unit else "",
                {
                    column.number: Cell(
                        row.printed(column.header), Place("table", row.line, column.number)
                    )
                    for column in columns
                    if column.holds != "unit"
                },
                Place("table", row.line),
            )
        )
    return Transcription(
        Path(table.file), layout["index"], layout["edition"], layout["universe"], columns,
        tuple(rows),
    )  # fmt: skip


@pytest.fixture(scope="session")
def root() -> Path:
    """The project itself, to be read only."""
    return ROOT


@pytest.fixture(scope="session")
def units() -> Units:
    return load_units(ROOT)


@pytest.fixture(scope="session")
def on_hand(units: Units) -> Transcribe:
    """The transcription of a table on hand, by its name such as dti_2024_34."""
    tables = {table.name: table for table in read_ministry_tables(ROOT)}
    return lambda name: transcription_of(tables[name], units)
