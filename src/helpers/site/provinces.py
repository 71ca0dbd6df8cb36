"""The provinces on the front page: a table and a map for each set of units.

Those that exist come first, with what they were made of; former ones with where they are now.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from markupsafe import Markup

from helpers.sharing.numbers import vietnamese_sort_key
from helpers.sharing.tile_map import brought_near, load_tile_grid
from helpers.site.front.marked import figure, joined, linked
from helpers.site.front.standing import Member, Standing, Tables, standings, understated
from helpers.site.units import Link, related_label
from helpers.sources.editions import Edition
from helpers.sources.origins import Figure, derived
from helpers.sources.provinces import Unit, fold_name

_CLASSES = 5
"""Of the map: as many provinces in each, as far as ties allow."""
_STEP = 0.1
"""Of the axis of scores."""


@dataclass(frozen=True)
class SortableCell:
    """What stands in a cell, and the number that puts it in order; "" comes last."""

    text: Markup | str
    place: str


@dataclass(frozen=True)
class Track:
    """Where scores lie on the axis, in per cent: those of the former units, and their own."""

    own: str
    members: Sequence[str]
    start: str
    width: str


@dataclass(frozen=True)
class ProvinceRow:
    """One unit: `names` are all that a person may type for it, folded, parted by `|`.

    `slug` names it in an address, `into` the unit that it is part of now.
    """

    unit_id: str
    slug: str
    name: SortableCell
    brief: str
    rank: SortableCell
    score: SortableCell
    gain: SortableCell
    could_be: SortableCell
    region: SortableCell
    members: Markup
    into: str
    track: Track | None
    names: str
    standing: Standing

    @property
    def is_unchanged(self) -> bool:
        """Whether it is one former unit still."""
        members = self.standing.members
        return len(members) == 1 and members[0].unit.province == self.standing.unit.province


@dataclass(frozen=True)
class Tile:
    """One tile of the map; `part_of` names the province an archipelago belongs to, or is "".

    `unit_id`: of the unit it shows, `now`: of the one that this is part of today.
    """

    row: int
    column: int
    name: str
    part_of: str
    rank: Markup | str
    rank_class: int
    brief: str
    unit_id: str
    now: str


@dataclass(frozen=True)
class ProvinceMap:
    """The tiles in the order of ranks, and what each class of ranks spans."""

    columns: int
    tiles: Sequence[Tile]
    classes: Sequence[Markup]


@dataclass(frozen=True)
class ProvinceTable:
    """All units of one universe in the order of their ranks.

    `gain_pair`: the editions compared, "" where none can be. `regions`: name -> in an address.
    `understated`: whether the intervals of some ranks are too narrow.
    """

    universe: str
    edition: str
    size: Figure
    gain_pair: str
    others_label: str
    rows: Sequence[ProvinceRow]
    ticks: Sequence[tuple[str, Markup]]
    regions: Mapping[str, str]
    map: ProvinceMap | None
    is_former: bool
    understated: bool
    former_size: Figure | None


def province_tables(
    tables: Tables, lang: str, briefs: Mapping[str, str]
) -> tuple[ProvinceTable, ...]:
    """The table of the units that exist, and that of former ones where they were ranked.

    Args:
        lang: "vi" or "en".
        briefs: unit_id -> address of its brief from the page, where there is one.
    """
    shown = [tables.newest, *([tables.former] if tables.former else [])]
    return tuple(_Maker(tables, edition, lang, briefs).table() for edition in shown)


@dataclass(frozen=True)
class _Maker:
    tables: Tables
    edition: Edition
    lang: str
    briefs: Mapping[str, str]

    def table(self) -> ProvinceTable:
        edition, definitions = self.edition, self.tables.definitions
        found = standings(self.tables, edition)
        everyone = [one.unit for one in found]
        is_former = edition != self.tables.newest
        alphabet = sorted({unit.province for unit in everyone}, key=vietnamese_sort_key)
        regions = sorted({unit.region for unit in everyone} - {""}, key=vietnamese_sort_key)
        scale = _scale(found)
        rows = [
            ProvinceRow(
                unit_id=one.unit.unit_id,
                slug=fold_name(one.unit.province).replace(" ", "-"),
                name=SortableCell(one.unit.province, str(alphabet.index(one.unit.province))),
                brief=self.briefs.get(one.unit.unit_id, ""),
                rank=self._cell(one.rank, "int", "–"),
                score=self._cell((one.score,) if one.score else (), "score", "–"),
                gain=self._cell(one.gain, "signed", " … "),
                could_be=self._ends(one.could_be),
                region=SortableCell(
                    one.unit.region, str(regions.index(one.unit.region)) if one.unit.region else ""
                ),
                members=self._members(one),
                into=one.members[0].unit.unit_id if is_former and one.members else "",
                track=None if is_former else _track(one, scale),
                names="|".join(self._spellings(one.unit)),
                standing=one,
            )
            for one in found
        ]
        pair = definitions.comparable_pair(edition.index, edition.universe)
        own_pair = f"{pair[0].index} {pair[0].edition}–{pair[1].edition}" if pair else ""
        other = self.tables.newest if is_former else self.tables.former
        twin = self.tables.twin
        return ProvinceTable(
            universe=edition.universe,
            edition=f"{edition.index} {edition.edition}",
            size=self.tables.size(edition.universe),
            gain_pair=own_pair,
            others_label=related_label(definitions, edition.universe, other.universe, self.lang)
            if other
            else "",
            rows=rows,
            ticks=[] if is_former else _ticks(scale, self.lang),
            regions={region: fold_name(region).replace(" ", "-") for region in regions},
            map=self._map(rows),
            is_former=is_former,
            understated=understated(self.tables, edition),
            former_size=self.tables.size(twin.universe) if twin and not is_former else None,
        )

    def _cell(self, figures: Sequence[Figure], form: str, between: str) -> SortableCell:
        """A number, or the two that it lies between."""
        if not figures:
            return SortableCell("–", "")
        text = joined((figure(one, form, self.lang) for one in figures), between)
        return SortableCell(text, str(figures[0].value))

    def _ends(self, ends: Sequence[Figure]) -> SortableCell:
        """An interval of ranks; one number where both ends are the same."""
        same = len({one.value for one in ends}) == 1
        cell = self._cell(ends[:1] if same else ends, "int", "–")
        # Ordered by how far a rank may move.
        width = str(ends[1].value - ends[0].value) if len(ends) > 1 else ""
        return SortableCell(cell.text, width)

    def _members(self, one: Standing) -> Markup:
        """Former units with their ranks; of a unit that is one of them still, its rank alone."""
        if len(one.members) == 1 and one.members[0].unit.province == one.unit.province:
            return self._rank(one.members[0])
        return joined(
            joined([self._named(member.unit, one), self._rank(member)], " ").strip()
            for member in one.members
        )

    def _rank(self, member: Member) -> Markup:
        return joined((figure(rank, "int", self.lang) for rank in member.rank), "–")

    def _named(self, unit: Unit, of: Standing) -> Markup:
        """Where a former unit is now, as a link; former ones have links in a table of their own."""
        address = self.briefs.get(unit.unit_id, "") if of.unit.merged_into else ""
        return linked(Link(unit.province, address), self.lang)

    def _map(self, rows: Sequence[ProvinceRow]) -> ProvinceMap | None:
        """Tiles in the order of the table, archipelagos after their province."""
        grid = load_tile_grid(self.edition.universe)
        if not grid:
            return None
        grid = brought_near(grid)
        size = len(rows)
        ends = [round(size * k / _CLASSES) for k in range(1, _CLASSES + 1)]
        tiles = []
        for row in rows:
            code, known = row.standing.unit.province_code, row.rank.place
            own = [place for place in grid if place.province_code == code]
            for place in sorted(own, key=lambda place: bool(place.labels)):
                # The files' labels say «Hoàng Sa (Đà Nẵng)»: the place, and what it belongs to.
                label = place.labels.get(self.lang, "")
                name, _, owner = label.removesuffix(")").partition(" (")
                tiles.append(
                    Tile(
                        row=place.row + 1,
                        column=place.column + 1,
                        name=name or row.standing.unit.province,
                        part_of=owner,
                        rank=row.rank.text,
                        rank_class=bisect_left(ends, float(known)) + 1 if known else 0,
                        brief=row.brief,
                        unit_id=row.unit_id,
                        now=row.into or row.unit_id,
                    )
                )
        starts = [1, *(end + 1 for end in ends[:-1])]
        spans = [
            joined((figure(derived(end, "map_class"), "int", self.lang) for end in span), "–")
            for span in zip(starts, ends, strict=True)
        ]
        return ProvinceMap(max(tile.column for tile in tiles), tiles, spans)

    def _spellings(self, unit: Unit) -> list[str]:
        """Every spelling on file that means a unit."""
        units = self.tables.units
        names = [fold_name(text) for text in (unit.province, unit.province_en)]
        aliases = [
            alias for alias in sorted(units.aliases) if units.match(alias, unit.universe) == unit
        ]
        return list(dict.fromkeys([*names, *aliases]))


def _scale(found: Sequence[Standing]) -> tuple[float, float]:
    """The ends of the axis of scores, of units and the former ones in them."""
    scores = [one.score.value for one in found if one.score]
    scores += [m.score.value for one in found for m in one.members if m.score]
    if not scores:
        return 0.0, 1.0
    low, high = floor(min(scores) / _STEP) * _STEP, ceil(max(scores) / _STEP) * _STEP
    return low, max(high, low + _STEP)


def _at(score: float, scale: tuple[float, float]) -> float:
    low, high = scale
    return 100 * (score - low) / (high - low)


def _ticks(scale: tuple[float, float], lang: str) -> list[tuple[str, Markup]]:
    low, high = scale
    steps = round((high - low) / _STEP)
    values = [round(low + step * _STEP, 1) for step in range(1, steps)]
    return [
        (f"{_at(value, scale):.2f}", figure(derived(value, "axis"), "exact", lang))
        for value in values
    ]


def _track(one: Standing, scale: tuple[float, float]) -> Track | None:
    if one.score is None:
        return None
    own = _at(one.score.value, scale)
    members = [_at(m.score.value, scale) for m in one.members if m.score and len(one.members) > 1]
    ends = min([own, *members]), max([own, *members])
    return Track(
        f"{own:.2f}",
        [f"{place:.2f}" for place in members],
        f"{ends[0]:.2f}",
        f"{ends[1] - ends[0]:.2f}",
    )
