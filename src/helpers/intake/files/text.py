"""Reading .csv, .tsv and .txt: which encoding, which delimiter, which cells."""

from __future__ import annotations

import csv
import io
from collections import Counter

from helpers.errors import BadInputError, Clause
from helpers.intake.files.grids import Grid, NamesUnit, clean_text, make_grid
from helpers.intake.files.limits import SourceFile

_DELIMITERS = {",": "told.comma", ";": "told.semicolon", "\t": "told.tab", "|": "told.bar"}
_LOOKED_AT = 300
_MARKS = {
    b"\xef\xbb\xbf": ("utf-8-sig", "UTF-8"),
    b"\xff\xfe": ("utf-16", "UTF-16"),
    b"\xfe\xff": ("utf-16", "UTF-16"),
}
_MOST_ZEROS = 0.2


def decode(source: SourceFile) -> tuple[str, str]:
    """The text of a file and the name of its encoding: UTF-8, UTF-16 or Windows-1258.

    Raises:
        BadInputError: it is none of them.
    """
    for codec, name in _candidates(source.data):
        try:
            return source.data.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise BadInputError("text.encoding", name=source.name)


def _candidates(data: bytes) -> list[tuple[str, str]]:
    for mark, found in _MARKS.items():
        if data.startswith(mark):
            return [found]
    begin = data[:4096]
    even, odd = begin[::2].count(0), begin[1::2].count(0)
    if max(even, odd) > _MOST_ZEROS * len(begin) / 2:
        return [("utf-16-le" if odd > even else "utf-16-be", "UTF-16 without a mark")]
    return [("utf-8", "UTF-8"), ("cp1258", "Windows-1258")]


def read_text(source: SourceFile, names_unit: NamesUnit) -> list[Grid]:
    """The one table of a text file, split at the delimiter that brings out most provinces.

    Args:
        source: the file.
        names_unit: whether a text is a province's name; a decimal comma beside semicolons is told
            from a delimiter by this.

    Raises:
        BadInputError: the encoding is not known, or a quoted cell never ends.
    """
    text, encoding = decode(source)
    split = {delimiter: _split(source.name, text, delimiter) for delimiter in _DELIMITERS}
    best = max(split, key=lambda delimiter: _fitness(split[delimiter], names_unit))
    notes = [Clause("told.split", encoding=encoding, mark=Clause(_DELIMITERS[best]))]
    rows = [cells for _, cells in split[best]]
    places = [(source.name, line) for line, _ in split[best]]
    return [make_grid(source.name, rows, places, notes)]


def _split(name: str, text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Every record with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadInputError("text.split", name=name, line=reader.line_num, error=error) from error
    return records


def _fitness(records: list[tuple[int, list[str]]], names_unit: NamesUnit) -> tuple[int, int, int]:
    """Provinces found in cells, rows of the usual width, and that width."""
    looked_at = [cells for _, cells in records[:_LOOKED_AT]]
    found = sum(names_unit(clean_text(cell)) for cells in looked_at for cell in cells)
    widths = Counter(len(cells) for cells in looked_at if len(cells) > 1)
    width, rows = widths.most_common(1)[0] if widths else (1, 0)
    return found, rows, width
