"""Where in a file's grids is the table, and which of its rows are provinces?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpers.errors import BadInputError, Clause, Reason
from helpers.intake.files.grids import Grid
from helpers.intake.name_columns import FEWEST_PROVINCES, other_names
from helpers.intake.rows import (
    MEAN,
    heading_kind,
    is_figure,
    is_header_again,
    is_numbering,
    is_page_number,
    is_region,
    label_of,
    summary_kind,
    texts_of,
)
from helpers.intake.table_map import TableMap
from helpers.intake.transcription import Dropped, PrintedCell, Question, Row
from helpers.intake.unit_names import UnitNames
from helpers.sources.provinces import fold_name

Cells = tuple[PrintedCell, ...]

_MOST_HEADER_ROWS = 6
_SHARE_OF_BEST = 0.8
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
    dropped: tuple[Dropped, ...]
    questions: tuple[Question, ...]


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


def find_table(grids: Sequence[Grid], names: UnitNames, table_map: TableMap) -> PrintedTable:
    """The table that names most provinces, with its rows told apart.

    Of several that name nearly as many the map must choose; until it does, the first is shown and
    a question asked.

    Raises:
        BadInputError: no grid names provinces, or the map names a part or rows that are not there.
    """
    candidates = sorted(
        (c for grid in grids if (c := _candidate(_unfolded(grid, names), names, table_map))),
        key=lambda c: -c.fitness,
    )
    if not candidates:
        shown = ", ".join(f"«{grid.name}»" for grid in grids) or Reason("layout.no_grid")
        raise BadInputError(
            "layout.no_table", shown=shown, fewest=FEWEST_PROVINCES, universe=names.universe
        )
    chosen = _chosen(candidates, grids, table_map)
    near = [
        c
        for c in candidates
        if c.fitness > 0 and c.fitness >= _SHARE_OF_BEST * candidates[0].fitness
    ]
    table = _read(chosen, names, table_map)
    if len(near) > 1 and not table_map.part:
        choices = tuple(c.grid.name for c in near)
        text = Clause("asked.table", number=len(near))
        table = replace(table, questions=(Question("part", text, choices), *table.questions))
    return table


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


def _candidate(grid: Grid, names: UnitNames, table_map: TableMap) -> _Candidate | None:
    """The column of a grid that names most provinces, or None where none names a few.

    Where the map says which column names them, that one, as long as it does.
    """
    width = len(grid.rows[0]) if grid.rows else 0
    found = [{u for row in grid.rows if (u := names.match(row[c].text))} for c in range(width)]
    if not found or max(map(len, found)) < FEWEST_PROVINCES:
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
    """A table printed in two halves side by side, put one below the other."""
    width = len(grid.rows[0]) if grid.rows else 0
    found = [{u for row in grid.rows if (u := names.match(row[c].text))} for c in range(width)]
    columns = [c for c in range(width) if len(found[c]) >= FEWEST_PROVINCES]
    if len(columns) != 2 or found[columns[0]] & found[columns[1]]:  # noqa: PLR2004
        return grid
    step = columns[1] - columns[0]
    first = next(i for i, row in enumerate(grid.rows) if names.names(row[columns[0]].text))
    left = [row[:step] for row in grid.rows]
    right = [row[step : 2 * step] for row in grid.rows[first:]]
    same = all(
        fold_name(a.text) == fold_name(b.text)
        for row in grid.rows[max(first - 1, 0) : first]
        for a, b in zip(row[:step], row[step : 2 * step], strict=False)
    )
    if not same or width < 2 * step - 1:
        return grid
    filler = grid.rows[0][0]
    below = [(*row, *[replace(filler, text="")] * (step - len(row))) for row in right]
    note = Clause("told.halves")
    return replace(grid, rows=(*left, *below), notes=(*grid.notes, note))


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
    missing = [entry for entry in table_map.rows_to_drop if entry not in reader.map_drops]
    if missing:
        part, number = missing[0]
        entry = f"{part}: {number}" if part else str(number)
        raise BadInputError("layout.rows_to_drop", file=table_map.file, row=entry)
    return PrintedTable(
        grid, header, column + 1, tuple(reader.rows), tuple(reader.means), tuple(reader.dropped),
        (*other_names(reader.rows, names, column, header, table_map), *reader.questions),
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
        if _is_title(row, column):
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
        self.dropped: list[Dropped] = []
        self.questions: list[Question] = []
        self.map_drops: set[tuple[str, int]] = set()

    def before(self, row: Cells) -> None:
        """A row above the first province that is no header."""
        place = row[0].place
        if self.map.drops(place):
            self._drop_by_map(row)
        elif summary_kind(label_of(row)) and self._figures(row):
            self._summary(row)
        elif is_numbering(row):
            self._drop(row, Clause("told.numbering"))
        elif self._figures(row) > 1:
            self._stranger(row)
        else:
            self._drop(row, Clause("told.above" if texts_of(row) else "told.empty_row"))

    def read(self, row: Cells) -> None:
        """A row from the first province on."""
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
        elif is_region(label_of(row), self.regions):
            self._drop(row, Clause("told.region"))
        elif is_page_number(row):
            self._drop(row, Clause("told.page"))
        elif self._figures(row) or self._almost_a_name(row):
            self._stranger(row)
        else:
            self._drop(row, heading_kind(row))

    def _figures(self, row: Cells) -> int:
        return sum(is_figure(cell.text) for i, cell in enumerate(row) if i != self.column)

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
        if own and not is_figure(own):
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
        if kind == MEAN:
            self.means.append(row)
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
