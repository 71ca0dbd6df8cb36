"""The file in which a person says which figures of an article the ledger takes.

A workbook, for only a workbook can say that a cell is text: of a CSV file a spreadsheet makes the
rank 1/63 a month of 1963 and the score 0,4332 a number or thousands, as the computer's language has
it, and a cell that begins with = a formula. All cells are texts, also those that are still empty.
What a person saves as CSV all the same is read as well; a value that was turned into a date is then
refused where it is read as a rank or a score.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from helpers.atomic_files import write_atomically
from helpers.errors import BadInputError, RawFileError, Reason
from helpers.intake.files.grids import Grid
from helpers.intake.files.limits import open_source
from helpers.intake.proposals import Proposals, ProposedRow, Source
from helpers.intake.reading import read_grids
from helpers.intake.unit_names import UnitNames
from helpers.sharing.wording import Joined, Said, use_wording, written
from helpers.sources.provinces import Units

use_wording("proposals.yml", "press_check.yml")

ENDING = ".xlsx"
FACTS = ("title", "publisher", "published", "address", "opened", "text")
OF_LEDGER = (
    "province_as_printed", "index", "edition", "universe", "measure", "statistic",
    "value_as_printed", "baseline", "unit", "doubt",
)  # fmt: skip
"""Columns that the ledger has as well."""
COLUMNS = ("accept", *OF_LEDGER, "words", "on_file", "assumed")
_WIDTHS = {
    "accept": 12,
    "words": 60,
    "assumed": 40,
    "doubt": 30,
    "province_as_printed": 20,
    "value_as_printed": 20,
}
_YES, _NO = {"x", "có", "co", "c", "yes", "y", "1", "true"}, {"", "không", "khong", "no", "n", "0"}
_TEXT = 0x31
"""The number format of cells that are text, whatever is typed into them."""
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|\ufffd")
"""A question mark in the place of a letter, within a word."""
_MOMENT = datetime(2000, 1, 1)
"""When every workbook was made, so that the same proposals give the same bytes."""


def check_new(path: Path) -> None:
    """Refuse a place for proposals that is no new workbook: what a person has edited stays.

    Raises:
        BadInputError: the file is there already, or its ending is another.
    """
    if path.suffix.lower() != ENDING:
        raise BadInputError("proposals.ending", path=path, ending=ENDING)
    if path.exists():
        raise BadInputError("proposals.exists", path=path)


def write_proposals(path: Path, source: Source, rows: Sequence[ProposedRow], lang: str) -> None:
    """Write what an article offers into a new workbook, with words on how to fill it in.

    Raises:
        BadInputError: as `check_new`.
    """
    check_new(path)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": "Tăng bậc", "created": _MOMENT})
    text = {"num_format": _TEXT, "text_wrap": True, "valign": "top"}
    plain, bold = book.add_format(text), book.add_format({**text, "bold": True})
    hint = book.add_format({"num_format": _TEXT, "text_wrap": True, "italic": True})
    sheet = book.add_worksheet("tangbac")
    for number, name in enumerate(COLUMNS):
        sheet.set_column(number, number, _WIDTHS.get(name, 14), plain)
    sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, _word("lead", lang), hint)
    sheet.set_row(0, 60)
    for line, name in enumerate(FACTS, start=1):
        sheet.write_string(line, 0, name, bold)
        sheet.merge_range(line, 1, line, 6, asdict(source)[name], plain)
        sheet.merge_range(line, 7, line, len(COLUMNS) - 1, _word(f"fact.{name}", lang), hint)
    head = len(FACTS) + 2
    sheet.set_row(head - 1, 75)
    for number, name in enumerate(COLUMNS):
        sheet.write_string(head - 1, number, _word(f"column.{name}", lang), hint)
        sheet.write_string(head, number, name, bold)
    for line, row in enumerate(rows, start=head + 1):
        cells = asdict(row) | {
            "accept": "x" if row.accepted else "",
            "assumed": _assumed(row, lang),
        }
        for number, name in enumerate(COLUMNS):
            sheet.write_string(line, number, cells[name], plain)
    if rows:
        listed = {"validate": "list", "source": ["x"], "error_type": "warning"}
        sheet.data_validation(head + 1, 0, head + len(rows), 0, listed)
    sheet.freeze_panes(head + 1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    write_atomically(path, buffer.getvalue())


def read_proposals(path: Path, units: Units) -> Proposals:
    """What a person has made of the proposals: the article, and every row with its line.

    Raises:
        BadInputError: the file cannot be read, or is none that `write_proposals` wrote.
        RawFileError: letters were lost when it was saved, or a cell of the column `accept` says
            neither yes nor no.
    """
    grids = read_grids(open_source(path), UnitNames(units, units.base_universe, {}))
    for grid in grids:
        head = _header(grid)
        if head is not None:
            return _read(path.name, grid, *head)
    raise BadInputError("proposals.no_header", path=path, columns=", ".join(COLUMNS))


def _header(grid: Grid) -> tuple[int, Mapping[str, int]] | None:
    """The row of the names of the columns, and in which column each stands."""
    for number, row in enumerate(grid.rows):
        place = {cell.text: column for column, cell in enumerate(row) if cell.text in COLUMNS}
        if place.keys() >= {"accept", *OF_LEDGER, "words"}:
            return number, place
    return None


def _read(name: str, grid: Grid, head: int, place: Mapping[str, int]) -> Proposals:
    facts: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, row in enumerate(grid.rows[:head], start=1):
        first = row[0].text
        if first in FACTS and first not in facts:
            facts[first] = row[1].text
            lines[first] = number
    _check_letters(name, grid)
    rows = []
    for line, row in enumerate(grid.rows[head + 1 :], start=head + 2):
        cells = {column: row[number].text for column, number in place.items()}
        if any(cells.values()):
            accepted = _accepted(name, line, cells["accept"])
            named: dict[str, Any] = {column: cells[column] for column in (*OF_LEDGER, "words")}
            rows.append(ProposedRow(**named, accepted=accepted, line=line))
    return Proposals(Source(**{fact: facts.get(fact, "") for fact in FACTS}), tuple(rows), lines)


def _check_letters(name: str, grid: Grid) -> None:
    """Refuse a file that was saved in an encoding without Vietnamese letters."""
    for line, row in enumerate(grid.rows, start=1):
        # The question mark of an address stands between letters, too.
        found = next((c.text for c in row if _LOST.search(c.text) and "://" not in c.text), "")
        if found:
            raise RawFileError(
                name, Reason("proposals.lost_letters"), row=line, found=repr(found),
                expected=Reason("proposals.unicode"), advice=Reason("proposals.save_again"),
            )  # fmt: skip


def _accepted(file: str, line: int, text: str) -> bool:
    if text.casefold() not in _YES | _NO:
        raise RawFileError(
            file, Reason("proposals.accept"), row=line, column="accept",
            expected=Reason("proposals.x"), found=repr(text), advice=Reason("proposals.advice"),
        )  # fmt: skip
    return text.casefold() in _YES


def _assumed(row: ProposedRow, lang: str) -> str:
    """What the reader took for granted, each thing once."""
    said = [Said(f"warning.{kind}", about=about) for kind, about in dict.fromkeys(row.assumed)]
    return written(Joined(said, " "), lang)


def _word(key: str, lang: str) -> str:
    return written(Said(f"proposal.{key}"), lang)
