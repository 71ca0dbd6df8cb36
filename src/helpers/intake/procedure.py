"""From a ministry's file to what would be filed: reading, checks and files, before any is written.

The command shows each step as it is done; nothing here writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.intake.checks import Checked, check_table
from helpers.intake.filing import Facts, Filing, filing_of
from helpers.intake.limits import open_source
from helpers.intake.map_entries import (
    MapEntries,
    corrected,
    read_map_entries,
    standing,
    with_measures,
)
from helpers.intake.mapping import read_mapping
from helpers.intake.on_file import OnFile, load_on_file
from helpers.intake.outcome import Check
from helpers.intake.reading import transcribe
from helpers.intake.transcription import Transcription
from helpers.sources.errors import BadInputError
from helpers.sources.yaml_files import read_yaml


@dataclass(frozen=True)
class Request:
    """What is to be taken in: a file, the edition it holds, and a map or None."""

    file: Path
    index: str
    edition: str
    universe: str
    map_file: Path | None = None


@dataclass(frozen=True)
class Intake:
    """A file that was read: its table, and what is known beside it."""

    request: Request
    on_file: OnFile
    entries: MapEntries
    map_text: str
    original: bytes
    table: Transcription
