"""Where in a file's grids is the table, and which of its rows are provinces?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from helpers.errors import BadInputError, Clause, Reason
from helpers.intake.files.grids import Grid
from helpers.intake.name_columns import FEWEST_PROVINCES, other_names
from helpers.intake.rows import (
    MAXIMUM,
    MEAN,
    figures_of,
    heading_kind,
    is_figure,
    is_header_again,
    is_mean_of_region,
    is_numbering,
    is_page_number,
    is_region,
    label_of,
    moved_headers,
    summary_kind,
    texts_of,
)
from helpers.intake.table_map import TableMap
from helpers.intake.transcription import Dropped, PrintedCell, Question, Row
from helpers.intake.unit_names import UnitNames
from helpers.sources.provinces import fold_name

Cells = tuple[PrintedCell, ...]

_MOST_HEADER_ROWS = 6
_FEWEST_FIGURES = 2
_CONTINUED = re.compile(r"\b(?:tiep(?: theo)?|cont(?:inued)?|2)$")
_TITLE_WORDS = 6
_WRAPPED_WORDS = 2


@dataclass(frozen=True)
class PrintedTable:
    """The table of a grid: its header's rows, its provinces, and the rest with reasons."""

    grid: Grid
    header: tuple[Cells, ...]
    unit_column: int
    """From 1."""
    rows: tuple[Row, ...]
    means: tuple[Cells, ...]
    maxima: tuple[Cells, ...]
    """Rows that print the full score of every column."""
    dropped: tuple[Dropped, ...]
    questions: tuple[Question, ...]
    map_drops: frozenset[tuple[str, int]] = frozenset()
    """The entries of the map's `rows_to_drop` that drop a row of it."""
    pieces: tuple[Grid, ...] = ()
    """The grids that it was joined of."""

    @property
    def units(self) -> set[str]:
        """The provinces that it names."""
        return {row.unit_id for row in self.rows} - {""}

    @property
    def fitness(self) -> int:
        """How many provinces it names, less the rows of figures that name none."""
        return len(self.units) - sum(not row.unit_id for row in self.rows)


@dataclass(frozen=True)
class _Candidate:
    grid: Grid
    column: int
    """From 0."""
    provinces: int
    strangers: int

    @property
    def fitness(self) -> int:
        return self.provinces - self.strangers


def find_tables(grids: Sequence[Grid], names: UnitNames, table_map: TableMap) -> list[PrintedTable]:
    """The tables that name provinces, with their rows told apart; the one that names most first.

    Where the map says which part is to be read, that one alone.

    Raises:
        BadInputError: no grid names provinces, or the map names a part that is not there.
    """
    pieces = [piece for grid in grids for piece in _pieces(_unfolded(grid, names), names)]
    found = [c for grid in pieces if (c := _candidate(grid, names, table_map, fewest=1))]
    candidates = sorted(found, key=lambda c: -c.fitness)
    if not candidates or candidates[0].provinces < FEWEST_PROVINCES:
        shown = ", ".join(f"«{grid.name}»" for grid in grids) or Reason("layout.no_grid")
        raise BadInputError(
            "layout.no_table", shown=shown, fewest=FEWEST_PROVINCES, universe=names.universe
        )
    chosen = _chosen(candidates, grids, table_map)
    others = () if table_map.part else [c for c in candidates if c is not chosen]
    # What a map says of headers and columns, it says of the first table.
    elsewhere = TableMap(
        file=table_map.file, rows_to_drop=table_map.rows_to_drop, names=table_map.names
    )
    return [_read(chosen, names, table_map), *(_read(c, names, elsewhere) for c in others)]


def turned_row(grids: Sequence[Grid], names: UnitNames) -> PrintedCell | None:
    """Where provinces stand in a row across, and in no column: the first cell of that row."""
    if any_names(grids, names):
        return None
    rows = (row for grid in grids for row in grid.rows)
    return next(
        (row[0] for row in rows
         if len({u for cell in row if (u := names.match(cell.text))}) >= FEWEST_PROVINCES),
        None,
    )  # fmt: skip


def nameless(grids: Sequence[Grid], names: UnitNames) -> list[tuple[str, int]]:
    """The tables of figures that name no province, each with the number of its rows of figures."""
    counted = (
        (grid.name, sum(figures_of(row) >= _FEWEST_FIGURES for row in grid.rows))
        for grid in grids
        if not any(names.names(cell.text) for row in grid.rows for cell in row)
    )
    return [(name, rows) for name, rows in counted if rows >= FEWEST_PROVINCES]


def any_names(grids: Sequence[Grid], names: UnitNames) -> bool:
    """Whether a column of any grid names a few provinces."""
    return any(_candidate(grid, names, TableMap()) for grid in grids)


def _chosen(
    candidates: Sequence[_Candidate], grids: Sequence[Grid], table_map: TableMap
) -> _Candidate:
    if not table_map.part:
        return candidates[0]
    for candidate in candidates:
        if table_map.part in {candidate.grid.name, *_parts(candidate.grid)}:
            return candidate
    known = ", ".join(f"«{grid.name}»" for grid in grids)
    raise BadInputError("layout.part", file=table_map.file, part=table_map.part, known=known)


def _parts(grid: Grid) -> set[str]:
    return {row[0].place.part for row in grid.rows if row}


def _candidate(
    grid: Grid, names: UnitNames, table_map: TableMap, fewest: int = FEWEST_PROVINCES
) -> _Candidate | None:
    """The column of a grid that names most provinces, or None where none names a few.

    Where the map says which column names them, that one, as long as it does.
    """
    width = len(grid.rows[0]) if grid.rows else 0
    found = [{u for row in grid.rows if (u := names.match(row[c].text))} for c in range(width)]
    if not found or max(map(len, found)) < fewest:
        return None
    said = table_map.unit_column
    column = max(range(width), key=lambda c: (len(found[c]), -c))
    if said is not None and said < width and len(found[said]) >= FEWEST_PROVINCES:
        column = said
    strangers = sum(
        bool(row[column].text)
        and not names.names(row[column].text)
        and not summary_kind(label_of(row))
        and not is_figure(row[column].text)
        and sum(is_figure(cell.text) for cell in row) > 1
        for row in grid.rows
    )
    return _Candidate(grid, column, len(found[column]), strangers)


def _unfolded(grid: Grid, names: UnitNames) -> Grid:
    """A table printed in blocks side by side, put one below the other."""
    width = len(grid.rows[0]) if grid.rows else 0
    found = [{u for row in grid.rows if (u := names.match(row[c].text))} for c in range(width)]
    columns = [c for c in range(width) if len(found[c]) >= FEWEST_PROVINCES]
    each_once = sum(len(found[c]) for c in columns) == len(set().union(*found))
    if len(columns) < 2 or not each_once:  # noqa: PLR2004
        return grid
    step = columns[1] - columns[0]
    starts = [c - columns[0] for c in columns]
    first = next(
        i for i, row in enumerate(grid.rows) if any(names.names(row[c].text) for c in columns)
    )
    above = grid.rows[:first]
    even = starts == [step * i for i in range(len(columns))] and width > starts[-1] + columns[0]
    if not even or not all(_same_header(above, start, step) for start in starts[1:]):
        return grid
    filler = replace(grid.rows[0][0], text="")
    below = [
        (*row[start : start + step], *[filler] * (step - len(row[start : start + step])))
        for start in starts[1:]
        for row in grid.rows[first:]
    ]
    note = Clause("told.blocks", number=len(columns))
    rows = (*(row[:step] for row in grid.rows), *below)
    return replace(grid, rows=rows, notes=(*grid.notes, note))


def _same_header(above: Sequence[Cells], start: int, step: int) -> bool:
    """Whether a block has the header of the first one, but for a word that it goes on, or none."""
    block = [[_without_continued(cell.text) for cell in row[start : start + step]] for row in above]
    own = [[_without_continued(cell.text) for cell in row[:step]] for row in above]
    lowest = next((i for i in reversed(range(len(block))) if any(own[i])), None)
    if lowest is None or not any(block[lowest]):
        return True
    return all(a == b for a, b in zip(own[lowest], block[lowest], strict=False))


def _without_continued(text: str) -> str:
    return _CONTINUED.sub("", fold_name(text)).strip()


def _pieces(grid: Grid, names: UnitNames) -> list[Grid]:
    """The tables that stand one below the other in a grid, each with its own header."""
    cuts, last = [0], 0
    seen: set[str] = set()
    for i, row in enumerate(grid.rows):
        # The names may stand in another column below.
        unit = next((named for cell in row if (named := names.match(cell.text))), "")
        if unit in seen:
            headers = (
                k for k in range(last + 1, i)
                if len(set(texts_of(grid.rows[k]))) > 1 and not figures_of(grid.rows[k])
            )  # fmt: skip
            cut = next(headers, None)
            if cut is not None:
                cuts.append(cut)
                seen = set()
        if unit:
            seen.add(unit)
            last = i
    parts = [grid.rows[a:b] for a, b in pairwise([*cuts, len(grid.rows)])]
    if len(parts) == 1:
        return [grid]
    return [
        replace(grid, name=f"{grid.name}, {number}", rows=part)
        for number, part in enumerate(parts, start=1)
    ]


def _read(candidate: _Candidate, names: UnitNames, table_map: TableMap) -> PrintedTable:
    grid, column = candidate.grid, candidate.column
    first = next(i for i, row in enumerate(grid.rows) if names.names(row[column].text))
    header = _header(grid, first, column, table_map)
    reader = _RowReader(names, column, header, table_map)
    taken = {id(row) for row in header}
    for row in grid.rows[:first]:
        if id(row) not in taken:
            reader.before(row)
    for row in grid.rows[first:]:
        if id(row) not in taken:
            reader.read(row)
    return PrintedTable(
        grid, header, column + 1, tuple(reader.rows), tuple(reader.means), tuple(reader.maxima),
        tuple(reader.dropped),
        (*other_names(reader.rows, names, column, header, table_map), *reader.questions),
        frozenset(reader.map_drops),
    )  # fmt: skip


def _header(grid: Grid, first: int, column: int, table_map: TableMap) -> tuple[Cells, ...]:
    """The rows of the header: those directly above the first province that are texts of columns."""
    if table_map.header_rows:
        by_row = {row[0].place.row: row for row in reversed(grid.rows)}
        missing = [number for number in table_map.header_rows if number not in by_row]
        if missing:
            raise BadInputError(
                "layout.header_rows", file=table_map.file, row=missing[0], part=grid.name
            )
        return tuple(by_row[number] for number in table_map.header_rows)
    header: list[Cells] = []
    for row in reversed(grid.rows[:first]):
        if not texts_of(row) or is_numbering(row) or summary_kind(label_of(row)):
            if header:
                break
            continue
        if _is_title(row, column) or figures_of(row) > 1:
            if header:
                break
            continue
        header.insert(0, row)
        if len(header) == _MOST_HEADER_ROWS:
            break
    return tuple(header)


def _is_title(row: Cells, column: int) -> bool:
    """Whether one text stands over the table as a whole; a wrapped piece of a header is short."""
    texts = {cell.text for cell in row if cell.text}
    if len(texts) > 1:
        return False
    covered = sum(bool(cell.text) for cell in row)
    words = len(next(iter(texts)).split())
    return (
        2 * covered > len(row)
        or words > _TITLE_WORDS
        or (covered > 1 and bool(row[column].text))
        or (words > _WRAPPED_WORDS and bool(row[0].text or row[column].text))
    )


class _RowReader:
    """Tells the rows of one table apart, in their order."""

    def __init__(
        self, names: UnitNames, column: int, header: tuple[Cells, ...], table_map: TableMap
    ) -> None:
        self.names, self.column, self.header, self.map = names, column, header, table_map
        self.regions = {fold_name(unit.region) for unit in names.units.all(names.universe)} - {""}
        self.rows: list[Row] = []
        self.means: list[Cells] = []
        self.maxima: list[Cells] = []
        self.dropped: list[Dropped] = []
        self.questions: list[Question] = []
        self.map_drops: set[tuple[str, int]] = set()

    def before(self, row: Cells) -> None:
        """A row above the first province that is no header."""
        self._check_order(row)
        place = row[0].place
        if self.map.drops(place):
            self._drop_by_map(row)
        elif is_numbering(row):
            self._drop(row, Clause("told.numbering"))
        elif (kind := summary_kind(label_of(row))) and (self._figures(row) or kind == MAXIMUM):
            self._summary(row)
        elif is_region(label_of(row), self.regions) and self._figures(row):
            self._drop(row, Clause("told.region"))
        elif self._figures(row) > 1:
            self._stranger(row)
        else:
            self._drop(row, Clause("told.above" if texts_of(row) else "told.empty_row"))

    def read(self, row: Cells) -> None:
        """A row from the first province on."""
        self._check_order(row)
        if self.map.drops(row[0].place):
            self._drop_by_map(row)
        elif unit := self.names.match(row[self.column].text):
            self._keep(row, unit)
        elif not texts_of(row):
            self._drop(row, Clause("told.empty_row"))
        elif is_header_again(row, self.header):
            self._drop(row, Clause("told.header_again"))
        elif is_numbering(row):
            self._drop(row, Clause("told.numbering"))
        elif summary_kind(label_of(row)):
            self._summary(row)
        elif is_region(label_of(row), self.regions) and not self._is_next(row):
            self._drop(row, Clause("told.region"))
        elif is_page_number(row):
            self._drop(row, Clause("told.page"))
        elif self._figures(row) or self._almost_a_name(row):
            self._stranger(row)
        else:
            self._drop(row, heading_kind(row))

    def _check_order(self, row: Cells) -> None:
        """Refuse a header that stands again with its columns in another order."""
        moved = moved_headers(row, self.header)
        if moved and not self.map.drops(row[0].place):
            own, header = moved[0]
            raise BadInputError(
                "layout.other_order", part=own.place.part, row=own.place.row,
                column=own.place.column, here=own.text, header=header.text,
                other_part=header.place.part, other=header.place.row,
            )  # fmt: skip

    def _figures(self, row: Cells) -> int:
        return figures_of([cell for i, cell in enumerate(row) if i != self.column])

    def _is_next(self, row: Cells) -> bool:
        """Whether a row goes on with the numbers of the rows of provinces: then it is one of them.

        A region's heading or means have a number of their own, or none.
        """
        before = self.rows[-1].cells.values() if self.rows else ()
        numbers = [(cell.text, own.text) for cell, own in zip(before, row, strict=False)]
        first = next((pair for pair in numbers if all(map(str.isdecimal, pair))), None)
        return first is not None and int(first[1]) == int(first[0]) + 1 and self._figures(row) > 1

    def _almost_a_name(self, row: Cells) -> bool:
        """Whether a text alone in the column of names is one, but for a slip."""
        own = row[self.column].text
        alone = own and texts_of(row) == [own]
        return bool(alone) and fold_name(own) not in self.regions and bool(self.names.near(own))

    def _keep(self, row: Cells, unit_id: str) -> None:
        own = row[self.column]
        self.rows.append(Row(own.text, unit_id, dict(enumerate(row, start=1)), own.place))

    def _stranger(self, row: Cells) -> None:
        """A row with figures that names no province: kept, and asked about."""
        own, place = row[self.column].text, row[self.column].place
        self._keep(row, "")
        several = self.names.several(own)
        if several:
            self.questions.append(
                Question(
                    f"names.{own}",
                    Clause("asked.several_names", name=own, number=len(several)),
                    (),
                    place,
                )
            )
        elif own and not is_figure(own):
            self.questions.append(
                Question(
                    f"names.{own}",
                    Clause("asked.name", name=own, universe=self.names.universe),
                    self.names.nearest(own),
                    place,
                )
            )
        else:
            shown = " | ".join(texts_of(row))
            self.questions.append(
                Question(
                    "rows_to_drop",
                    Clause("asked.no_name", shown=shown[:120]),
                    (f"{place.part}: {place.row}",),
                    place,
                )
            )

    def _summary(self, row: Cells) -> None:
        kind = summary_kind(label_of(row))
        if kind == MEAN and is_mean_of_region(label_of(row), self.regions):
            kind = Clause("told.region")
        elif kind == MEAN:
            self.means.append(row)
        if kind == MAXIMUM:
            self.maxima.append(row)
        self._drop(row, kind)

    def _drop_by_map(self, row: Cells) -> None:
        place = row[0].place
        self.map_drops |= {
            entry
            for entry in self.map.rows_to_drop
            if entry[1] == place.row and entry[0] in ("", place.part)
        }
        self._drop(row, Clause("told.map_drops", file=self.map.file))

    def _drop(self, row: Cells, reason: str) -> None:
        text = " | ".join(dict.fromkeys(texts_of(row)))
        self.dropped.append(Dropped(text, row[0].place, reason))
