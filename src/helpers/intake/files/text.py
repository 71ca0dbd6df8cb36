"""Reading .csv, .tsv and .txt: which encoding, which delimiter, which cells."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from itertools import pairwise

from helpers.errors import BadInputError, Clause
from helpers.intake.files.grids import Grid, NamesUnit, clean_text, make_grid
from helpers.intake.files.limits import SourceFile

_BLANKS = "  "
_DELIMITERS = {
    ",": "told.comma",
    ";": "told.semicolon",
    "\t": "told.tab",
    "|": "told.bar",
    _BLANKS: "told.blanks",
}
_GAP = re.compile(r" {2,}")
_FEWEST_GAPS = 2
_HALVES = re.compile(r"[0-9]{1,3},[0-9]{2,6}")
_LOOKED_AT = 300
_MARKS = {
    b"\xef\xbb\xbf": ("utf-8-sig", "UTF-8"),
    b"\xff\xfe": ("utf-16", "UTF-16"),
    b"\xfe\xff": ("utf-16", "UTF-16"),
}
_MOST_ZEROS = 0.2
_MOST_LINES = 8  # of one cell


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
        BadInputError: the encoding is not known, a quoted cell never ends, or commas part the cells
            and are the decimal mark as well.
    """
    text, encoding = decode(source)
    text = unicodedata.normalize("NFC", text)
    split = {
        delimiter: _at_gaps(text) if delimiter == _BLANKS else _split(source.name, text, delimiter)
        for delimiter in _DELIMITERS
    }
    best = max(split, key=lambda delimiter: _fitness(split[delimiter], names_unit))
    _check_quotes(source.name, split[best])
    if best == ",":
        _check_commas(source.name, split[best], names_unit)
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


def _at_gaps(text: str) -> list[tuple[int, list[str]]]:
    """Every line cut where the lines of the table all have blanks: columns of a fixed width."""
    lines = [line.expandtabs().rstrip() for line in text.splitlines()]
    in_table = [line for line in lines if len(_GAP.findall(line.strip())) >= _FEWEST_GAPS]
    width = max(map(len, in_table), default=0)
    padded = [line.ljust(width) for line in in_table]
    blank = "".join("." if any(line[i] != " " for line in padded) else " " for i in range(width))
    cuts = [match.end() for match in _GAP.finditer(blank) if match.start() > 0]
    edges = list(pairwise([0, *cuts, None]))
    return [
        (number, [line[begin:end].strip() for begin, end in edges] if line in in_table else [line])
        for number, line in enumerate(lines, start=1)
    ]


def _check_quotes(name: str, records: list[tuple[int, list[str]]]) -> None:
    """Refuse a quotation mark that swallows the lines after it."""
    for line, cells in records:
        lines = max((cell.count("\n") for cell in cells), default=0)
        if lines > _MOST_LINES:
            raise BadInputError("text.open_quote", name=name, line=line, lines=lines)


def _check_commas(name: str, records: list[tuple[int, list[str]]], names_unit: NamesUnit) -> None:
    """Refuse decimal commas that nothing tells from the commas between cells."""
    rows = [i for i, (_, cells) in enumerate(records) if any(map(names_unit, cells))]
    if not rows or rows[0] == 0:
        return
    header = len(records[rows[0] - 1][1])
    line, cells = records[rows[0]]
    halves = _HALVES.search(",".join(cells[1:]))
    if header > 1 and halves and all(len(records[i][1]) > header for i in rows):
        raise BadInputError("text.two_uses", name=name, line=line, shown=halves[0])


def _fitness(records: list[tuple[int, list[str]]], names_unit: NamesUnit) -> tuple[int, int, int]:
    """Provinces found in cells, rows of the usual width, and that width."""
    looked_at = [cells for _, cells in records[:_LOOKED_AT]]
    found = sum(names_unit(clean_text(cell)) for cells in looked_at for cell in cells)
    widths = Counter(len(cells) for cells in looked_at if len(cells) > 1)
    width, rows = widths.most_common(1)[0] if widths else (1, 0)
    return found, rows, width
