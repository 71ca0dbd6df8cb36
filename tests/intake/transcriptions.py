"""Tables on hand as transcriptions, as if they had just been read from a ministry's file."""

from __future__ import annotations

import importlib.util
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from helpers.intake.on_file import OnFile, load_on_file
from helpers.intake.transcription import Place, PrintedCell, PrintedColumn, Row, Transcription
from helpers.sources.ministry_tables import read_ministry_tables
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RawTable

from ..frozen_project import FROZEN

Transcribe = Callable[[str], Transcription]


def transcription_of(table: RawTable, units: Units) -> Transcription:
    """What the reading part gives for a file that prints this table and nothing else."""
    layout = table.metadata["table"]
    holds = {layout["unit_column"]: "unit", **layout["columns"]}
    columns = tuple(
        PrintedColumn(name, number, holds.get(name, ""), "as in the table on hand")
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
                    column.number: PrintedCell(
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
    """The frozen figures, to be read only."""
    return FROZEN


@pytest.fixture(scope="session")
def on_file() -> OnFile:
    return load_on_file(FROZEN)


@pytest.fixture(scope="session")
def relations() -> ModuleType:
    """The definition of what published relations reveal, which stands in a file of its own."""
    path = Path(__file__).parent / "published_relations.py"
    spec = importlib.util.spec_from_file_location("published_relations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def on_hand(units: Units) -> Transcribe:
    """The transcription of a table on hand, by its name such as dti_2024_34."""
    tables = {table.name: table for table in read_ministry_tables(FROZEN)}
    return lambda name: transcription_of(tables[name], units)


NEW_PARTS = {
    "awareness": 50, "institutions": 50, "infrastructure": 120, "human_resources": 100,
    "cybersecurity": 100, "government_activity": 200, "economy_activity": 150,
    "society_activity": 150, "digital_skills": 80,
}  # fmt: skip
"""The points of an edition that does not exist, with a ninth part that no edition had before."""


def made_up_edition(before: Transcription, seed: int = 2025) -> Transcription:
    """An edition 2025 of 34 units: parts near those of 2024, a ninth, new points, true ranks."""
    rng = random.Random(seed)
    numbers = {column.holds: column.number for column in before.columns}
    ninth = len(before.columns) + 1
    numbers["digital_skills.score"] = ninth
    rows = []
    for row in before.rows:
        parts = {}
        for part in NEW_PARTS:
            held = row.cells.get(numbers[f"{part}.score"])
            old = float(held.text) if held else rng.uniform(0.3, 0.8)
            parts[part] = min(1.0, max(0.0, old + rng.uniform(-0.06, 0.08)))
        total = sum(NEW_PARTS[p] * s for p, s in parts.items()) / sum(NEW_PARTS.values())
        rows.append((row, parts, total))
    rows.sort(key=lambda entry: -round(entry[2], 4))
    printed = [f"{total:.4f}" for _, _, total in rows]
    return replace(
        before,
        path=Path("2025.xlsx"),
        edition="2025",
        columns=(
            *before.columns,
            PrintedColumn("Kỹ năng số", ninth, "digital_skills.score", "as the map says"),
        ),
        rows=tuple(
            replace(
                row,
                cells={
                    n: PrintedCell(text, Place("table", line, n))
                    for n, text in {
                        numbers["overall.list_position"]: str(line - 1),
                        numbers["overall.rank"]: str(1 + printed.index(f"{total:.4f}")),
                        numbers["overall.score"]: f"{total:.4f}",
                        **{numbers[f"{p}.score"]: f"{s:.4f}" for p, s in parts.items()},
                    }.items()
                },
                place=Place("table", line),
            )
            for line, (row, parts, total) in enumerate(rows, start=2)
        ),
    )


@pytest.fixture(scope="session")
def made_up(on_hand: Transcribe) -> Transcription:
    return made_up_edition(on_hand("dti_2024_34"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the raw figures, to be filed into."""
    folder = tmp_path / "project"
    shutil.copytree(FROZEN / "data" / "raw", folder / "data" / "raw")
    return folder
