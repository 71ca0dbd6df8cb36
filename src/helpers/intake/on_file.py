"""The official tables on file, in numbers: what a new table is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.sources.editions import Definitions, Edition, load_definitions
from helpers.sources.figures import Figure
from helpers.sources.ministry_tables import ministry_figures, read_ministry_tables
from helpers.sources.provinces import Units, load_units


@dataclass(frozen=True)
class FiledTable:
    """One official table: scores and ranks by `unit_id` (rows) and measure (columns)."""

    edition: Edition
    scores: pd.DataFrame
    ranks: pd.DataFrame
    published: str
    producer: str
    decimals: Mapping[str, int]
    """Of the scores of each measure, on the scale 0 to 1."""


@dataclass(frozen=True)
class OnFile:
    """Everything on file that a new table is held against."""

    definitions: Definitions
    units: Units
    tables: tuple[FiledTable, ...]

    def without(self, index: str, edition: str, universe: str) -> OnFile:
        """The same without the table of one edition, as before it was filed."""
        return OnFile(
            self.definitions,
            self.units,
            tuple(
                table for table in self.tables if table.edition.key != (index, edition, universe)
            ),
        )

    def producer(self, index: str, published: str) -> str:
        """Who published the last official table on file before a day, of an index if there is one.

        A table older than all of them is taken for one of who published the first.
        """
        official = [table for table in self.tables if not table.edition.transcribed_by]
        own = [table for table in official if table.edition.index == index] or official
        own.sort(key=lambda table: table.published)
        before = [table for table in own if table.published <= published]
        return next((table.producer for table in (*before[-1:], *own)), "")

    def before(self, index: str, edition: str, universe: str) -> FiledTable | None:
        """The newest complete table of the same index and universe that is older."""
        older = [
            table
            for table in self.tables
            if (table.edition.index, table.edition.universe) == (index, universe)
            and table.edition.edition < edition
            and table.edition.complete
        ]
        return max(older, key=lambda table: table.edition.edition, default=None)

    def newest_other(self, index: str, edition: str, universe: str) -> FiledTable | None:
        """The newest complete table of the same index and universe that is of another edition."""
        others = [
            table
            for table in self.tables
            if (table.edition.index, table.edition.universe) == (index, universe)
            and table.edition.edition != edition
            and table.edition.complete
        ]
        return max(others, key=lambda table: table.edition.edition, default=None)


def load_on_file(root: Path) -> OnFile:
    """What is on file below `root`.

    Raises:
        BadInputError: a raw file or a definition breaks its contract.
    """
    definitions, units = load_definitions(root), load_units(root)
    tables = []
    for table in read_ministry_tables(root):
        layout = table.metadata["table"]
        figures = ministry_figures(table, definitions, units)
        frame = pd.DataFrame(
            [(f.unit_id, f.measure, f.statistic, f.value) for f in figures],
            columns=["unit_id", "measure", "statistic", "value"],
        )
        edition = definitions.edition(layout["index"], layout["edition"], layout["universe"])
        tables.append(
            FiledTable(
                edition,
                _pivot(frame, "score"),
                _pivot(frame, "rank"),
                table.metadata["published"],
                table.metadata["producer"],
                _decimals(figures),
            )
        )
    return OnFile(definitions, units, tuple(tables))


def _decimals(figures: Iterable[Figure]) -> dict[str, int]:
    """The most decimals that a score of each measure has."""
    decimals: dict[str, int] = {}
    for figure in figures:
        if figure.statistic == "score":
            decimals[figure.measure] = max(figure.decimals or 0, decimals.get(figure.measure, 0))
    return decimals


def _pivot(frame: pd.DataFrame, statistic: str) -> pd.DataFrame:
    chosen = frame[frame["statistic"] == statistic]
    return chosen.pivot_table(index="unit_id", columns="measure", values="value", sort=False)
