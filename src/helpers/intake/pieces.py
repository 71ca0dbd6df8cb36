"""One table out of several: pieces with other provinces, and pieces with other columns.

A table may go on over sheets, pages and tables of a page: by region, page by page, the first main
indices here and the others there. Pieces are joined by what they say, the names of provinces and of
columns, never by their place alone. What fits together in no way is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from helpers.errors import BadInputError, Clause
from helpers.intake.headers import header_words
from helpers.intake.layout import Cells, PrintedTable
from helpers.intake.table_map import TableMap
from helpers.intake.transcription import Dropped, PrintedCell, Question, Row
from helpers.sources.provinces import fold_name

_SHARE_OF_BEST = 0.8
_YEAR = re.compile(r"\b(20[0-9]{2})\b")


def whole_table(tables: Sequence[PrintedTable], edition: str, table_map: TableMap) -> PrintedTable:
    """The first table with all that belongs to it; a question where others name as many provinces.

    Args:
        tables: of the file, the one that names most provinces first.
        edition: the one that is read; a table that names other years only is another one's.
        table_map: which rows are to be dropped.

    Raises:
        BadInputError: the map drops a row that no table has.
    """
    if not table_map.part:
        tables = sorted(tables, key=lambda one: _is_of_another(one, edition))
    table, *others = tables
    left: list[PrintedTable] = []
    for other in others:
        joined = None if _is_of_another(other, edition) else _joined(table, other)
        if joined is None:
            left.append(other)
        else:
            table = joined
    if len(table.pieces) > 1:
        shown = ", ".join(dict.fromkeys(f"«{grid.name}»" for grid in table.pieces))
        note = Clause("told.joined", number=len(table.pieces), shown=shown)
        table = replace(table, grid=replace(table.grid, notes=(*table.grid.notes, note)))
    unread = [f"«{one.grid.name}» ({len(one.units)})" for one in left if one.units]
    if unread:
        note = Clause("told.unread", shown=", ".join(unread))
        table = replace(table, grid=replace(table.grid, notes=(*table.grid.notes, note)))
    _check_drops(table, table_map)
    near = [
        one
        for one in left
        if one.fitness >= _SHARE_OF_BEST * tables[0].fitness > 0
        and _is_of_another(one, edition) == _is_of_another(table, edition)
    ]
    if not near or table_map.part:
        return table
    choices = tuple(dict.fromkeys(one.grid.name for one in (tables[0], *near)))
    text = Clause("asked.table", number=len(choices))
    return replace(table, questions=(Question("part", text, choices), *table.questions))


def _check_drops(table: PrintedTable, table_map: TableMap) -> None:
    missing = [entry for entry in table_map.rows_to_drop if entry not in table.map_drops]
    if missing:
        part, number = missing[0]
        entry = f"{part}: {number}" if part else str(number)
        raise BadInputError("layout.rows_to_drop", file=table_map.file, row=entry)


def _is_of_another(table: PrintedTable, edition: str) -> bool:
    """Whether a table names years, but not that of the edition."""
    above = (row for row in table.grid.rows if row[0].place.row < table.rows[0].place.row)
    texts = [table.grid.name, *(cell.text for row in above for cell in row)]
    years = {year for text in texts for year in _YEAR.findall(text)}
    return bool(years) and edition not in years


def _joined(table: PrintedTable, other: PrintedTable) -> PrintedTable | None:
    """Both as one, where they have other provinces or other columns; else None."""
    if not table.units & other.units:
        return _below(table, other)
    if table.units - other.units and other.units - table.units:
        return _overlapping(table, other)
    if table.units == other.units and table.fitness == other.fitness:
        return _beside(table, other)
    return None


def _below(table: PrintedTable, other: PrintedTable) -> PrintedTable | None:
    """Other provinces under the same columns; what only one of them has stands at the end."""
    own, added = _headers(table), _headers(other)
    if not any(added.values()):
        added = _headers_above(table, other)
        if not added:
            return None
    if len(set(own.values())) < len(own) or len(set(added.values())) < len(added):
        # Columns of one name can only be told apart by their place.
        if list(own.values()) != list(added.values()):
            return None
        places = {number: number for number in added}
    else:
        by_header = {header: number for number, header in own.items()}
        places = {n: by_header[header] for n, header in added.items() if header in by_header}
    if places.get(other.unit_column) != table.unit_column or len(places) <= 1:
        return None
    new = [number for number in added if number not in places]
    if any(_figures(other, number) for number in new):
        return None
    places |= {number: len(own) + i for i, number in enumerate(new, start=1)}
    width = len(own) + len(new)
    identity = {number: number for number in own}
    return _made(
        table, other, width,
        header=[*_moved(table.header, identity, width)],
        rows=[*_rows(table, identity, width), *_rows(other, places, width)],
        means=[*_moved(table.means, identity, width), *_moved(other.means, places, width)],
        maxima=[*_moved(table.maxima, identity, width), *_moved(other.maxima, places, width)],
    )  # fmt: skip


def _overlapping(table: PrintedTable, other: PrintedTable) -> PrintedTable | None:
    """Other provinces under the same columns, but some stand in both: which row counts is asked."""
    joined = _below(table, other)
    if joined is None:
        return None
    rows: dict[str, Row] = {}
    repeated: list[Dropped] = []
    questions = []
    for row in joined.rows:
        first = rows.setdefault(row.unit_id, row) if row.unit_id else row
        if first is row:
            continue
        if all(cell.text == first.cells[n].text for n, cell in row.cells.items()):
            shown = " | ".join(cell.text for cell in row.cells.values() if cell.text)
            repeated.append(Dropped(shown, row.place, Clause("told.same_again")))
            continue
        places = tuple(f"{one.place.part}: {one.place.row}" for one in (first, row))
        text = Clause("asked.in_both", name=row.name_as_printed, one=places[0], other=places[1])
        questions.append(Question("rows_to_drop", text, places, row.place))
    again = {one.place for one in repeated}
    return replace(
        joined,
        rows=tuple(row for row in joined.rows if row.place not in again),
        dropped=(*joined.dropped, *repeated),
        questions=(*joined.questions, *questions),
    )


def _headers_above(table: PrintedTable, other: PrintedTable) -> dict[int, str]:
    """The headers of a table that goes on without any, by number; none where they do not fit.

    As many columns are the same ones. Where notes, empty columns or the number of the row stand in
    one piece alone, those with names and figures are, if the figures are of one kind, whole or with
    decimals.
    """
    own = _headers(table)
    numbers = range(1, len(other.grid.rows[0]) + 1)
    if len(own) == len(numbers) and table.unit_column == other.unit_column:
        alike = (_figures(table, n) == _figures(other, n) or _empty(other, n) for n in numbers)
        return own if all(alike) else {}
    kept = [n for n in own if n == table.unit_column or _figures(table, n)]
    theirs = [n for n in numbers if n == other.unit_column or _figures(other, n)]
    uncounted = [n for n in kept if own[n] not in _list_positions()]
    kinds = [_kind(other, number) for number in theirs]
    kept = next((k for k in (kept, uncounted) if [_kind(table, n) for n in k] == kinds), [])
    if not kept:
        return {}
    return {there: own[here] for here, there in zip(kept, theirs, strict=True)}


def _kind(table: PrintedTable, number: int) -> str:
    """What a column holds: names, whole numbers, or figures with decimals."""
    if number == table.unit_column:
        return "names"
    texts = [row.cells[number].text for row in table.rows if row.cells[number].text]
    whole = sum(text.isdecimal() for text in texts)
    return "whole" if 2 * whole > len(texts) else "decimals"


def _beside(table: PrintedTable, other: PrintedTable) -> PrintedTable | None:
    """Further columns of the same provinces; a column that both have must say the same."""
    own, added = _headers(table), _headers(other)
    by_header = {header: number for number, header in own.items() if header}
    values = {row.unit_id: row for row in table.rows}
    new = []
    for number, header in added.items():
        if number == other.unit_column or not header or header in _list_positions():
            continue
        known = by_header.get(header)
        if known is None:
            new.append(number)
        elif any(
            values[row.unit_id].cells[known].text != row.cells[number].text for row in other.rows
        ):
            return None
    if not new:
        # All that it says stands in the first, as in a copy of the columns that do not scroll.
        unnamed = (n for n, header in added.items() if not header and n != other.unit_column)
        return None if any(_figures(other, n) for n in unnamed) else table
    width = len(own) + len(new)
    identity = {number: number for number in own}
    places = {number: len(own) + i for i, number in enumerate(new, start=1)}
    depth = max(len(table.header), len(other.header))
    further = {row.unit_id: row for row in _rows(other, places, width)}
    rows = [
        replace(row, cells={**row.cells, **_only(further[row.unit_id].cells, places)})
        for row in _rows(table, identity, width)
    ]
    return _made(
        table, other, width,
        header=_overlaid(
            _deep(_moved(table.header, identity, width), depth),
            _deep(_moved(other.header, places, width), depth),
        ),
        rows=rows,
        means=_overlaid(
            _moved(table.means[:1], identity, width), _moved(other.means[:1], places, width)
        ),
        maxima=_overlaid(
            _moved(table.maxima[:1], identity, width), _moved(other.maxima[:1], places, width)
        ),
    )  # fmt: skip


def _made(
    table: PrintedTable,
    other: PrintedTable,
    width: int,
    *,
    header: Sequence[Cells],
    rows: Sequence[Row],
    means: Sequence[Cells],
    maxima: Sequence[Cells],
) -> PrintedTable:
    grid = table.grid
    joined = replace(
        grid,
        rows=tuple(tuple(row.cells[n] for n in range(1, width + 1)) for row in rows),
        notes=tuple(dict.fromkeys((*grid.notes, *other.grid.notes))),
        bare_numbers=grid.bare_numbers | other.grid.bare_numbers,
        around=tuple(dict.fromkeys((*grid.around, *other.grid.around))),
    )
    return replace(
        table,
        grid=joined,
        header=tuple(header),
        rows=tuple(rows),
        means=tuple(means),
        maxima=tuple(maxima),
        dropped=(*table.dropped, *other.dropped),
        questions=(*table.questions, *other.questions),
        map_drops=table.map_drops | other.map_drops,
        pieces=(*(table.pieces or (grid,)), other.grid),
    )


def _headers(table: PrintedTable) -> dict[int, str]:
    """What stands over each column, folded, by its number."""
    return {
        number: " / ".join(
            dict.fromkeys(text for row in table.header if (text := fold_name(row[number - 1].text)))
        )
        for number in range(1, len(table.grid.rows[0]) + 1)
    }


def _list_positions() -> frozenset[str]:
    return frozenset(header_words()["statistics"]["list_position"])


def _figures(table: PrintedTable, number: int) -> bool:
    """Whether a column holds anything like figures."""
    return any(any(map(str.isdecimal, row.cells[number].text)) for row in table.rows)


def _empty(table: PrintedTable, number: int) -> bool:
    """Whether nothing stands in a column."""
    return not any(row.cells[number].text for row in table.rows)


def _rows(table: PrintedTable, places: Mapping[int, int], width: int) -> Iterator[Row]:
    """The rows with their cells at other places, empty where nothing is moved to."""
    for row in table.rows:
        empty = PrintedCell("", row.place)
        moved = {places[n]: cell for n, cell in row.cells.items() if n in places}
        yield replace(row, cells={n: moved.get(n, empty) for n in range(1, width + 1)})


def _only(cells: Mapping[int, PrintedCell], places: Mapping[int, int]) -> dict[int, PrintedCell]:
    return {number: cells[number] for number in places.values()}


def _moved(rows: Sequence[Cells], places: Mapping[int, int], width: int) -> list[Cells]:
    moved = []
    for row in rows:
        cells = [PrintedCell("", row[0].place)] * width
        for number, place in places.items():
            cells[place - 1] = row[number - 1]
        moved.append(tuple(cells))
    return moved


def _deep(rows: list[Cells], depth: int) -> list[Cells]:
    """A header with as many rows, empty ones above it."""
    if not rows:
        return rows
    empty = tuple(replace(cell, text="") for cell in rows[0])
    return [*[empty] * (depth - len(rows)), *rows]


def _overlaid(rows: Sequence[Cells], others: Sequence[Cells]) -> list[Cells]:
    """Rows whose empty cells are those of the others."""
    if not rows or not others:
        return [*rows, *others]
    return [
        tuple(a if a.text else b for a, b in zip(row, other, strict=True))
        for row, other in zip(rows, others, strict=True)
    ]
