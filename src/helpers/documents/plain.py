"""Which paragraphs does a plain text have?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from helpers.documents.document import BETWEEN_CELLS, Piece

_LONGEST_TITLE = 250
_WRAPPED = (50, 120)
"""A line is broken by its width where it is this long at least and no line is longer than this."""
_PARTED = re.compile(r"\t| \| ")
_ENDS = (".", "!", "?", ":", ";", "…", "”", '"')
_BEGINS_ANEW = re.compile(r"\s*(?:[-–—•*+#>]|\(?\w{1,3}[.)]\s|\s{3,})")


def read_plain(text: str) -> Iterator[Piece]:
    """The paragraphs of a text: its lines, those that only its width has broken put together.

    Tabs or bars part cells; lines of two cells or more are rows of a table. The first line is the
    title where it is short and stands for itself.
    """
    lines = text.splitlines()
    width = max(map(len, lines), default=0)
    paragraphs = list(_paragraphs(lines, width))
    in_table = False
    for number, paragraph in enumerate(paragraphs):
        is_title = not number and len(paragraphs) > 1 and len(paragraph) <= _LONGEST_TITLE
        cells = [cell.strip() for cell in _PARTED.split(paragraph.strip())]
        text = BETWEEN_CELLS.join(cells)
        if len(cells) > 1:
            yield Piece("row", text, opens=not in_table)
        else:
            yield Piece("title" if is_title else "paragraph", text)
        in_table = len(cells) > 1


def _paragraphs(lines: Sequence[str], width: int) -> Iterator[str]:
    paragraph: list[str] = []
    for line in lines:
        if paragraph and not _goes_on(paragraph[-1], line, width):
            yield " ".join(paragraph)
            paragraph = []
        if line.strip():
            paragraph.append(line)
    if paragraph:
        yield " ".join(paragraph)


def _goes_on(before: str, line: str, width: int) -> bool:
    shortest, longest = _WRAPPED
    if not line.strip() or width > longest or _PARTED.search(line):
        return False
    # The first word of the next line had no room on this one.
    word = line.split(maxsplit=1)[0]
    was_full = len(before.rstrip()) + 1 + len(word) > width
    is_open = not before.rstrip().endswith(_ENDS)
    # "… xếp thứ" | "5. Năm ấy …" is no list: a full line without an end goes on.
    is_item = _BEGINS_ANEW.match(line) is not None and not (was_full and is_open)
    goes_on = was_full or (is_open and line[0].islower())
    return len(before) >= shortest and goes_on and not is_item
