"""The provinces on the front page: a table for each set of units, and a map of those that exist.

Everything is read from the processed tables: the rank and score of the latest complete edition, and
the gain between the last two editions that may be compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.rankings.panel import of_edition
from helpers.sharing.comparable_words import no_gain
from helpers.sharing.numbers import LocalFormatter, vietnamese_sort_key
from helpers.sharing.tile_map import load_tile_grid
from helpers.site.units import Link, related_label, related_units, shown_editions, universe_title
from helpers.sources.editions import Definitions, Edition, load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Unit, Units, fold_name, load_units

MEASURE = "overall"
_CLASSES = 5
"""Of the map: as many provinces in each, as far as ties allow."""


@dataclass(frozen=True)
class SortableCell:
    """What stands in a cell, and the number that puts it in order; "" comes last."""

    text: str
    place: str


@dataclass(frozen=True)
class ProvinceRow:
    """One unit: `names` are all that a person may type for it, folded, parted by `|`."""

    unit_id: str
    name: SortableCell
    brief: str
    rank: SortableCell
    score: SortableCell
    gain: SortableCell
    region: SortableCell
    others: Sequence[Link]
    names: str


@dataclass(frozen=True)
class ProvinceTable:
    """All units of one universe in the order of their ranks.

    `gain_pair`: the editions compared, "" where none can be; `no_gain` then says so.
    """

    universe: str
    title: str
    edition: str
    gain_pair: str
    no_gain: str
    others_label: str
    rows: Sequence[ProvinceRow]


@dataclass(frozen=True)
class Tile:
    """One tile of the map; `part_of` names the province an archipelago belongs to, or is ""."""

    row: int
    column: int
    name: str
    part_of: str
    rank: str
    rank_class: int
    brief: str
    names: str


@dataclass(frozen=True)
class ProvinceMap:
    """The tiles and what each class of ranks spans; `title` says of which units."""

    edition: str
    title: str
    columns: int
    tiles: Sequence[Tile]
    classes: Sequence[str]


@dataclass(frozen=True)
class Provinces:
    """All that the front page says of the single provinces."""

    tables: Sequence[ProvinceTable]
    map: ProvinceMap | None


def provinces_of(root: Path, lang: str, briefs: Mapping[str, str]) -> Provinces:
    """What the front page says of the provinces, in one language.

    Args:
        root: the project's folder.
        lang: "vi" or "en".
        briefs: unit_id -> address of its brief from the front page, where there is one.

    Raises:
        BadInputError: a processed table is missing or does not keep its schema.
    """
    definitions, units = load_definitions(root), load_units(root)
    rankings, gains = read_processed(root, "rankings"), read_processed(root, "rank_gains")
    maker = _Maker(definitions, units, rankings, gains, lang, briefs)
    tables = [maker.table(edition) for edition in shown_editions(definitions)]
    # Of those that exist, where somebody has laid them out, else of former ones.
    mapped = next((table for table in tables if load_tile_grid(table.universe)), None)
    return Provinces(tables, None if mapped is None else maker.map(mapped))


@dataclass(frozen=True)
class _Maker:
    definitions: Definitions
    units: Units
    rankings: pd.DataFrame
    gains: pd.DataFrame
    lang: str
    briefs: Mapping[str, str]

    def table(self, edition: Edition) -> ProvinceTable:
        ranked = of_edition(self.rankings, edition)
        ranked = ranked[ranked["measure"] == MEASURE]
        ranks = {row["unit_id"]: row for row in ranked.to_dict("records")}
        pair, gains = self._last_gains(edition.universe)
        everyone = self.units.all(edition.universe)
        spellings = self._spellings(edition.universe)
        alphabet = sorted({unit.province for unit in everyone}, key=vietnamese_sort_key)
        regions = sorted({unit.region for unit in everyone}, key=vietnamese_sort_key)
        rows = [
            ProvinceRow(
                unit_id=unit.unit_id,
                name=SortableCell(unit.province, str(alphabet.index(unit.province))),
                brief=self.briefs.get(unit.unit_id, ""),
                rank=self._span(ranks.get(unit.unit_id), "rank", "rank_best", "rank_worst", "int"),
                score=self._score(ranks.get(unit.unit_id)),
                gain=self._span(
                    gains.get(unit.unit_id), "rank_gain", "gain_least", "gain_most", "signed"
                ),
                region=SortableCell(
                    unit.region, str(regions.index(unit.region)) if unit.region else ""
                ),
                others=self._others(unit),
                names="|".join(spellings[unit.unit_id]),
            )
            for unit in everyone
        ]
        rows.sort(key=lambda row: (float(row.rank.place or "inf"), int(row.name.place)))
        title = universe_title(self.definitions, edition.universe, self.lang)
        others = ", ".join(
            related_label(self.definitions, edition.universe, other, self.lang)
            for other in self._universes
            if other != edition.universe
        )
        shown = f"{edition.index} {edition.edition}"
        none = no_gain(edition.index, len(everyone)).written(self.lang)
        return ProvinceTable(edition.universe, title, shown, pair, none, others, rows)

    def map(self, table: ProvinceTable) -> ProvinceMap:
        """Tiles in the order of reading; a province's classes are those of its rank."""
        by_code = {row.unit_id.rpartition("-")[2]: row for row in table.rows}
        size = len(table.rows)
        ends = [round(size * k / _CLASSES) for k in range(1, _CLASSES + 1)]
        tiles = []
        grid = sorted(load_tile_grid(table.universe), key=lambda tile: (tile.row, tile.column))
        for place in grid:
            row = by_code[place.province_code]
            label = place.labels.get(self.lang, "")
            # The files' labels say «Hoàng Sa (Đà Nẵng)»: the place, and what it belongs to.
            name, _, owner = label.removesuffix(")").partition(" (")
            known = row.rank.place
            tiles.append(
                Tile(
                    row=place.row + 1,
                    column=place.column + 1,
                    name=name or row.name.text,
                    part_of=owner,
                    rank=row.rank.text,
                    rank_class=bisect_left(ends, float(known)) + 1 if known else 0,
                    brief=row.brief,
                    names=row.names,
                )
            )
        starts = [1, *(end + 1 for end in ends[:-1])]
        spans = [f"{first}–{last}" for first, last in zip(starts, ends, strict=True)]
        columns = max(tile.column for tile in tiles)
        return ProvinceMap(table.edition, table.title, columns, tiles, spans)

    def _last_gains(self, universe: str) -> tuple[str, dict[str, dict[str, object]]]:
        """The last pair of editions that may be compared, and what each unit gained."""
        own = self.gains[
            (self.gains["index"] == self.definitions.default_index)
            & (self.gains["measure"] == MEASURE)
            & self.gains["comparable"]
            & self.gains["unit_id"].str.startswith(f"vn{universe}-")
        ]
        index = self.definitions.default_index
        latest = self.definitions.comparable_pair(index, universe)
        if latest is None:
            return "", {}
        baseline, edition = (one.edition for one in latest)
        last = own[(own["edition"] == edition) & (own["baseline"] == baseline)]
        pair = f"{index} {baseline}–{edition}"
        return pair, {row["unit_id"]: row for row in last.to_dict("records")}

    def _span(
        self, row: Mapping[str, object] | None, exact: str, low: str, high: str, spec: str
    ) -> SortableCell:
        """A whole number, or the two that it lies between."""
        if row is None:
            return SortableCell("–", "")
        write = LocalFormatter(self.lang).format_field
        if not pd.isna(row[exact]):
            return SortableCell(write(row[exact], spec), str(row[exact]))
        if pd.isna(row[low]):
            return SortableCell("–", "")
        return SortableCell(f"{write(row[low], spec)} … {write(row[high], spec)}", str(row[low]))

    def _score(self, row: Mapping[str, object] | None) -> SortableCell:
        if row is None or pd.isna(row["score"]):
            return SortableCell("–", "")
        text = LocalFormatter(self.lang).format_field(row["score"], "score")
        return SortableCell(text, str(row["score"]))

    @property
    def _universes(self) -> list[str]:
        return [edition.universe for edition in shown_editions(self.definitions)]

    def _others(self, unit: Unit) -> list[Link]:
        return [
            Link(other.province, self.briefs.get(other.unit_id, ""))
            for other in related_units(unit, self.units, self._universes)
        ]

    def _spellings(self, universe: str) -> dict[str, list[str]]:
        """Every spelling on file that means a unit, with the names of the units within it."""
        found = {}
        for unit in self.units.all(universe):
            others = related_units(unit, self.units, self._universes)
            own = [unit, *(one for one in others if one.merged_into == unit.unit_id)]
            names = [fold_name(text) for one in own for text in (one.province, one.province_en)]
            found[unit.unit_id] = dict.fromkeys(names)
        for alias in sorted(self.units.aliases):
            meant = self.units.match(alias, universe)
            if meant is not None:
                found[meant.unit_id][alias] = None
        return {unit_id: list(names) for unit_id, names in found.items()}
