"""From a ministry's file to its table as printed: the one way in for the rest of the package."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from helpers.errors import BadInputError, Clause, UnknownProvinceError
from helpers.intake.files.grids import Grid
from helpers.intake.files.hidden_cells import hidden_notes
from helpers.intake.files.legacy_text import misread, old_encoding, with_lost_letters
from helpers.intake.files.limits import SourceFile, open_source
from helpers.intake.headers import Measures
from helpers.intake.layout import (
    Cells,
    PrintedTable,
    any_names,
    find_tables,
    nameless,
    turned_row,
)
from helpers.intake.mapping import holdings, map_columns
from helpers.intake.name_columns import FEWEST_PROVINCES
from helpers.intake.pieces import whole_table
from helpers.intake.rows import is_number
from helpers.intake.scales import full_scores
from helpers.intake.spellings import respelled, without_labels
from helpers.intake.table_map import TableMap
from helpers.intake.transcription import PrintedCell, PrintedColumn, Row, Transcription
from helpers.intake.unit_names import UnitNames
from helpers.intake.values import says_nothing
from helpers.printed.scores import split_percent
from helpers.sources.provinces import Units

_SCORE = ".score"
_WORKBOOKS = {"xlsx", "xls", "ods"}
_MOST_DECIMALS = 6
_LEADING_NAME = re.compile(r"\s*[:|–-]\s|\s*:")
_CELL_ENDS = re.compile(r"[,;|\t\r\n\"<>]+")


def transcribe(
    path: Path,
    index: str,
    edition: str,
    universe: str,
    units: Units,
    measures: Measures,
    mapping: TableMap | None = None,
) -> Transcription:
    """What does a ministry's file print of one edition, and what does it leave open?

    Nothing is written and no figure is changed: cells keep the text that a person sees. Only
    numbers of a spreadsheet that no format gives decimals are completed with zeros, and a note
    says so.

    Args:
        path: the file: .xlsx, .xls, .ods, .csv, .tsv, .txt, .html or .pdf.
        index, edition, universe: which ranking it is, as in definitions/editions.yml.
        units: all provinces.
        measures: the measures of the index, as `Definitions.indices[index]["measures"]`.
        mapping: answers to earlier questions, from `read_map`.

    Raises:
        BadInputError: the file cannot be trusted or read, holds no table of these provinces, is
            written in an old encoding, or the map does not fit it.
    """
    table_map = mapping or TableMap()
    _check_names(table_map, units, universe)
    names = UnitNames(units, universe, table_map.names)
    source = open_source(path)
    grids = [respelled(grid) for grid in read_grids(source, names)]
    _refuse_old_encoding(source, grids, names)
    _refuse_turned(source, grids, names)
    _refuse_page_without_table(source, grids, names)
    tables = find_tables(grids, names, table_map)
    table = without_labels(whole_table(tables, edition, table_map))
    _check_names_used(table_map, table)
    known = {**measures, **table_map.measures}
    size = len(units.all(universe))
    columns, questions = map_columns(table, index, edition, size, known, table_map)
    table, marks = _without_marks(table, columns)
    rows, padding = _with_zeros(table, columns)
    full = full_scores(table, columns, rows, table_map)
    return Transcription(
        path=path,
        index=index,
        edition=edition,
        universe=universe,
        columns=columns,
        rows=rows,
        dropped=table.dropped,
        questions=(*table.questions, *questions, *full.questions),
        notes=(
            *table.grid.notes,
            *_nameless_notes(grids, names),
            *(n for grid in table.pieces or (table.grid,) for n in hidden_notes(source, grid)),
            *marks,
            *padding,
            *full.notes,
        ),
        printed_means=_means(columns, table.means),
        scales=full.scales,
        around=(*table.grid.around, *_sheets_before(source, grids, table.grid, names)),
        respelled=sum(grid.respelled for grid in table.pieces or (table.grid,)),
        sha256=source.sha256,
    )


def read_grids(source: SourceFile, names: UnitNames) -> list[Grid]:
    """The grids of a file by its kind; what reads a kind is imported when one is met."""
    if source.kind in {"xlsx", "xls"}:
        from helpers.intake.files.spreadsheet import read_spreadsheet

        return read_spreadsheet(source)
    if source.kind == "ods":
        from helpers.intake.files.ods import read_ods

        return read_ods(source)
    if source.kind == "html":
        from helpers.intake.files.html import read_html

        return read_html(source)
    if source.kind == "pdf":
        from helpers.intake.files.pdf import read_pdf

        return read_pdf(source, names.names)
    from helpers.intake.files.text import read_text

    return read_text(source, names.names)


def _sheets_before(
    source: SourceFile, grids: Sequence[Grid], own: Grid, names: UnitNames
) -> tuple[PrintedCell, ...]:
    """What a workbook says on the sheets before that of the table, where they list no provinces."""
    if source.kind not in _WORKBOOKS:
        return ()
    before = itertools.takewhile(lambda grid: grid.name != own.name, grids)
    texts = ([cell for row in grid.rows for cell in row if cell.text] for grid in before)
    return tuple(
        cell
        for cells in texts
        if not any(names.names(other.text) for other in cells)
        for cell in cells
    )


def _check_names(table_map: TableMap, units: Units, universe: str) -> None:
    for text, unit_id in table_map.names.items():
        try:
            unit = units.by_id(unit_id)
        except UnknownProvinceError as error:
            raise BadInputError(
                "reading.name", file=table_map.file, text=text, error=error
            ) from None
        if unit.universe != universe:
            raise BadInputError(
                "reading.universe", file=table_map.file, text=text, unit=unit_id,
                universe=unit.universe, expected=universe,
            )  # fmt: skip


def _check_names_used(table_map: TableMap, table: PrintedTable) -> None:
    printed = {row.name_as_printed for row in table.rows}
    for text in table_map.names:
        if text not in printed:
            raise BadInputError("reading.not_printed", file=table_map.file, text=text)


def _refuse_old_encoding(source: SourceFile, grids: Sequence[Grid], names: UnitNames) -> None:
    cells = {cell.text for grid in grids for row in grid.rows for cell in row}
    texts = set(cells)
    if source.kind in {"text", "html"}:
        # An old encoding is one byte a letter; the reader took it for another such encoding.
        raw = source.data.decode("latin-1")
        texts |= {text.strip() for text in _CELL_ENDS.split(raw)}
    found = old_encoding(texts - {""}, names.names)
    if found:
        short = found.split()[0]
        raise BadInputError("reading.encoding", name=source.name, found=found, short=short)
    for key, pair in (
        ("reading.mojibake", misread(cells, names.names)),
        ("reading.lost_letters", with_lost_letters(cells, names.usual())),
    ):
        if pair:
            raise BadInputError(key, name=source.name, shown=pair[0], meant=pair[1])


def _nameless_notes(grids: Sequence[Grid], names: UnitNames) -> list[Clause]:
    shown = ", ".join(f"«{name}» ({rows})" for name, rows in nameless(grids, names))
    return [Clause("told.nameless", shown=shown)] if shown else []


def _refuse_turned(source: SourceFile, grids: Sequence[Grid], names: UnitNames) -> None:
    """Say of a table with the provinces across that it is to be turned."""
    cell = turned_row(grids, names)
    if cell is not None:
        place = cell.place
        raise BadInputError("reading.across", name=source.name, part=place.part, row=place.row)


def _refuse_page_without_table(source: SourceFile, grids: Sequence[Grid], names: UnitNames) -> None:
    """Say what a web page is that shows provinces elsewhere, or asks to log in."""
    if source.kind != "html" or any_names(grids, names):
        return
    from helpers.intake.files.html import (
        asks_to_log_in,
        frames_of,
        text_of_scripts,
        texts_of_page,
    )

    texts = {_LEADING_NAME.split(text, maxsplit=1)[0] for text in texts_of_page(source)}
    count = len({unit for text in texts if (unit := names.match(text))})
    if count >= FEWEST_PROVINCES:
        raise BadInputError("reading.outside_tables", name=source.name, count=count)
    if asks_to_log_in(source):
        raise BadInputError("reading.login", name=source.name)
    frames = frames_of(source)
    if frames:
        raise BadInputError("reading.frame", name=source.name, address=frames[0])
    scripts = text_of_scripts(source)
    if sum(name in scripts for name in names.usual()) >= FEWEST_PROVINCES:
        raise BadInputError("reading.by_script", name=source.name)


def _without_marks(
    table: PrintedTable, columns: Sequence[PrintedColumn]
) -> tuple[PrintedTable, tuple[str, ...]]:
    """Columns of figures without the marks that stand for no figure, such as "-"."""
    further = [column.number for column in columns if column.further]
    used = [*holdings(columns).values(), *further]
    marks: set[str] = set()
    rows: list[Row] = []
    for row in table.rows:
        cells = dict(row.cells)
        for number in used:
            if cells[number].text and says_nothing(cells[number].text):
                marks.add(cells[number].text)
                cells[number] = replace(cells[number], text="")
        rows.append(replace(row, cells=cells))
    shown = ", ".join(f"«{mark}»" for mark in sorted(marks))
    notes = (Clause("told.marks", shown=shown),) if marks else ()
    return replace(table, rows=tuple(rows)), notes


def _with_zeros(
    table: PrintedTable, columns: Sequence[PrintedColumn]
) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Rows whose bare numbers in score columns show as many decimals as the table's scores do."""
    scores = [column.number for column in columns if column.holds.endswith(_SCORE)]
    decimals = max(
        (_decimals(row.cells[number].text) for row in table.rows for number in scores), default=0
    )
    if decimals == 0 or decimals > _MOST_DECIMALS:
        return table.rows, ()
    changed = 0
    rows: list[Row] = []
    for row in table.rows:
        cells = dict(row.cells)
        for number in scores:
            cell = cells[number]
            if cell.place in table.grid.bare_numbers and _decimals(cell.text) < decimals:
                cells[number] = PrintedCell(_padded(cell.text, decimals), cell.place)
                changed += 1
        rows.append(replace(row, cells=cells))
    note = Clause("told.zeros", changed=changed, decimals=decimals)
    return tuple(rows), (note,) if changed else ()


def _decimals(text: str) -> int:
    text = split_percent(text)[0]
    mark = max(text.rfind("."), text.rfind(","))
    return len(text) - mark - 1 if mark >= 0 and is_number(text) else 0


def _padded(text: str, decimals: int) -> str:
    mark = "," if "," in text else "."
    whole, _, part = text.partition(mark)
    return f"{whole}{mark}{part:0<{decimals}}"


def _means(columns: Sequence[PrintedColumn], means: Sequence[Cells]) -> Mapping[str, str]:
    """What the first row of means prints, by what the column holds."""
    for row in means:
        printed = {
            holds: row[number - 1].text
            for holds, number in holdings(columns).items()
            if holds.endswith(_SCORE) and is_number(row[number - 1].text)
        }
        if printed:
            return printed
    return {}
