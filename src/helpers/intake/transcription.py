"""What was read from a ministry's file: its table as printed, and what is still to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """Where in the file something stands: a sheet, page or table, and row and column from 1."""

    part: str
    row: int
    column: int | None = None


@dataclass(frozen=True)
class PrintedCell:
    """One cell as printed, NFC, without surrounding blanks; "" where nothing is printed."""

    text: str
    place: Place


@dataclass(frozen=True)
class PrintedColumn:
    """One column of the table: its header, what it holds, and why that is believed.

    `holds` is a measure and a statistic as in the .yml of an official table ("overall.rank",
    "awareness.score"), "unit" for the column of provinces, or "" for a column that is not used.
    `further` names the ranks of another edition, which such a column may hold:
    "overall.rank@2018".
    """

    header: str
    number: int
    holds: str
    reason: str
    further: str = ""


@dataclass(frozen=True)
class Row:
    """One province's row; `unit_id` is "" while the name is not matched."""

    name_as_printed: str
    unit_id: str
    cells: Mapping[int, PrintedCell]
    """Cells by the number of their column."""
    place: Place


@dataclass(frozen=True)
class Dropped:
    """A row of the file that is no province's: its text, where, and why it was left out."""

    text: str
    place: Place
    reason: str


@dataclass(frozen=True)
class Question:
    """What the file does not settle: `key` names the entry of a map that answers it."""

    key: str
    text: str
    choices: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True)
class Transcription:
    """The table of one edition as read from one file."""

    path: Path
    index: str
    edition: str
    universe: str
    columns: tuple[PrintedColumn, ...]
    rows: tuple[Row, ...]
    dropped: tuple[Dropped, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    printed_means: Mapping[str, str] = field(default_factory=dict)
    """A mean printed in the table itself ("Trung bình"), by what its column holds."""
    scales: Mapping[str, str] = field(default_factory=dict)
    """What a full score is, by what the column holds: "1", "10", "100" or "1000"."""
    around: tuple[PrintedCell, ...] = ()
    """What the file says outside the table: titles, headings, the sheets before it."""
    respelled: int = 0
    """How many figures the file spells in another way than tables usually do."""
    sha256: str = ""
    """Digest of the bytes that were read."""
