"""What does a document say, and where does each paragraph of it stand?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from helpers.printed.words import one_spelling

KINDS = ("title", "heading", "paragraph", "row", "box", "caption", "footnote", "endnote")
"""What a paragraph may be; a row is one of a table, its cells between bars."""
LEFT_OUT = (
    "menus", "beside", "related", "comments", "sharing", "advertising", "head and foot", "links",
    "hidden", "scripts", "rest", "margins", "remarks", "deleted", "front matter",
)  # fmt: skip
"""What of a file may be no part of its text."""
BETWEEN_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph as a reader of files finds it, not yet in one spelling.

    `kind` is one of `KINDS`; `page` is 0 where a file has no pages; `opens` whether a row is the
    first of its table.
    """

    kind: str
    text: str
    page: int = 0
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: the how-manieth of its kind, on its page where there are pages.

    Of a row `number` is that of its table, and `row` its own.
    """

    kind: str
    number: int
    row: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in one spelling, on one line, and its place."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file or a page.

    `name` of the file, or the address of the page; `left_out` are some of `LEFT_OUT`; `published`
    are days (YYYY-MM-DD) on which the page says that it was published: shown, never taken for an
    edition.
    """

    name: str
    paragraphs: tuple[Paragraph, ...]
    left_out: tuple[str, ...] = ()
    published: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All paragraphs, one a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


def numbered(pieces: Iterable[Piece]) -> tuple[Paragraph, ...]:
    """The pieces that hold a text, in one spelling and with their places.

    A mark that ends a line is a blank here, so that each paragraph is one line.
    """
    seen: Counter[tuple[str, int]] = Counter()
    row = 0
    paragraphs = []
    for piece in pieces:
        text = one_spelling(piece.text)
        key = piece.kind, piece.page
        if piece.kind != "row":
            seen[key] += bool(text)
        elif piece.opens:
            # A table that goes on over pages is counted once, on its first.
            seen[key] += 1
            row = 0
        row += piece.kind == "row"
        if text.strip(BETWEEN_CELLS):
            place = Place(piece.kind, max(seen[key], 1), row * (piece.kind == "row"), piece.page)
            paragraphs.append(Paragraph(text, place))
    return tuple(paragraphs)
