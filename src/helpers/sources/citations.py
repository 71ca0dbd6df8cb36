"""Which sources there are, by the ids that figures name."""

from __future__ import annotations

import csv
from pathlib import Path

from helpers.sources.raw_files import RAW, raw_tables

SOURCES = "sources/sources.csv"


def known_sources(root: Path) -> frozenset[str]:
    """The ids of all sources on file: single ones, and sets of figures by the name of their file.

    Nothing is checked here, so that a refresh with nothing to do answers at once.
    """
    with (Path(root) / RAW / SOURCES).open(encoding="utf-8", newline="") as file:
        single = {row["source_id"] for row in csv.DictReader(file)}
    return frozenset(single | {Path(table).stem for table in raw_tables(root)})
