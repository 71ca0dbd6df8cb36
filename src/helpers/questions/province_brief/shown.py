"""How a brief is laid out: what is said above all, numbers, tables that become cards on a phone.

Each block is plain HTML with classes, whose looks are in `styles/brief.css`; a notebook without
these rules, or a Word document, shows the same as paragraphs, lists and tables.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from helpers.sharing.compact_svg import CHART_MIME
from helpers.sharing.literal_text import in_attribute, literal
from helpers.sharing.wording import Sentence


class Notice(Sentence):
    """What a reader must know before anything else."""

    def _repr_html_(self) -> str:
        return f'<p class="notice">{literal(self.text)}</p>'


class LeadSentence(Sentence):
    """What the page says above all: the first sentences stand out, the others follow."""

    def __init__(self, text: str, rest: str = "") -> None:
        super().__init__(f"{text} {rest}".strip())
        self.parts = (text, rest)

    def _repr_html_(self) -> str:
        text, rest = (literal(part) for part in self.parts)
        return f'<p class="headline"><strong>{text}</strong> {rest}</p>'


class Note(Sentence):
    """A paragraph in small letters."""

    def _repr_html_(self) -> str:
        return f'<p class="note">{literal(self.text)}</p>'


class Points:
    """Several statements as a list."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(texts)

    def __repr__(self) -> str:
        return "\n".join(f"- {text}" for text in self.texts)

    def _repr_html_(self) -> str:
        items = "\n".join(f"<li>{literal(text)}</li>" for text in self.texts)
        return f'<ul class="points">\n{items}\n</ul>'


@dataclass(frozen=True)
class Cell:
    """What stands in a table or beside a label: text, or HTML that says the same.

    `number`: it stands to the right. `kind`: a class of its own.
    """

    text: str
    html: str = ""
    number: bool = False
    kind: str = ""

    @property
    def shown(self) -> str:
        """The HTML of what it holds."""
        return self.html or literal(self.text)

    @property
    def classes(self) -> str:
        """Its classes, as an attribute."""
        names = f"{'number' if self.number else 'text'} {self.kind}".strip()
        return f'class="{names}"'


@dataclass(frozen=True)
class KeyNumber:
    """One of the numbers above all: what it is, the number, what it is to be read with."""

    label: str
    number: Cell
    note: Cell


class KeyNumbers:
    """The few numbers that a reader came for."""

    def __init__(self, numbers: Sequence[KeyNumber]) -> None:
        self.numbers = tuple(numbers)

    def __repr__(self) -> str:
        return "\n".join(f"{n.label}: {n.number.text} ({n.note.text})" for n in self.numbers)

    def _repr_html_(self) -> str:
        items = "\n".join(
            f"<li><span>{literal(n.label)}</span> <strong>{n.number.shown}</strong> "
            f"<span>{n.note.shown}</span></li>"
            for n in self.numbers
        )
        return f'<ul class="key-numbers">\n{items}\n</ul>'


@dataclass(frozen=True)
class Row:
    """One row of a table; a `group` heads the rows below it and has no cells."""

    cells: Sequence[Cell] = ()
    focus: bool = False
    group: str = ""


@dataclass(frozen=True)
class CardTable:
    """A table whose rows become cards where the page is narrow: each cell knows its header.

    The roles are said, because a browser forgets them where cells are laid out as a grid.

    Attributes:
        kind: a class, for the looks of this table alone.
        named: the column that names the row.
    """

    caption: str
    headers: Sequence[Cell]
    rows: Sequence[Row]
    kind: str
    named: int = 0

    def __repr__(self) -> str:
        lines = [row.group or " | ".join(cell.text for cell in row.cells) for row in self.rows]
        return "\n".join([self.caption, " | ".join(h.text for h in self.headers), *lines])

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th scope="col" role="columnheader" {cell.classes}>{cell.shown}</th>'
            for cell in self.headers
        )
        body = "\n".join(self._row(row) for row in self.rows)
        return (
            f'<table class="laid-out {self.kind}" role="table">'
            f"<caption>{literal(self.caption)}</caption>\n"
            f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
            f'<tbody role="rowgroup">\n{body}\n</tbody></table>'
        )

    def _row(self, row: Row) -> str:
        if row.group:
            across = f'role="rowheader" colspan="{len(self.headers)}"'
            head = f'<th scope="rowgroup" {across}>{literal(row.group)}</th>'
            return f'<tr role="row" class="group">{head}</tr>'
        cells = "".join(
            f'<th scope="row" role="rowheader" {cell.classes}>{cell.shown}</th>'
            if place == self.named
            else f'<td role="cell" {cell.classes} data-label="{in_attribute(header.text)}">'
            f"{cell.shown}</td>"
            for place, (cell, header) in enumerate(zip(row.cells, self.headers, strict=True))
        )
        focus = ' class="focus"' if row.focus else ""
        return f'<tr role="row"{focus}>{cells}</tr>'


@dataclass(frozen=True)
class Picture:
    """A small drawing with its title and what it shows in words."""

    title: str
    svg: str
    alt: str
    width: int
    height: int

    @property
    def address(self) -> str:
        """The drawing as the address of an image."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.svg.encode()).decode()}"


class Pictures:
    """Small drawings beside one another where the page is wide enough, and their note."""

    def __init__(self, pictures: Sequence[Picture], note: str) -> None:
        self.pictures, self.note = tuple(pictures), note

    def __repr__(self) -> str:
        return "\n".join([*(f"{one.title}: {one.alt}" for one in self.pictures), self.note])

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        # So the page knows that these are drawings of the house.
        return {CHART_MIME: {"drawings": len(self.pictures)}}

    def _repr_html_(self) -> str:
        figures = "\n".join(
            f"<figure><figcaption>{literal(one.title)}</figcaption>"
            f'<img src="{one.address}" alt="{in_attribute(one.alt)}" '
            f'width="{one.width}" height="{one.height}"></figure>'
            for one in self.pictures
        )
        note = f'<p class="note">{literal(self.note)}</p>'
        return f'<div class="pictures">\n{figures}\n</div>\n{note}'


class ForScript:
    """Numbers and words that the script of the page works with; nothing where there is no script.

    Args:
        name: the class that the script looks for. values: by the name of their attribute, `data-…`.
    """

    def __init__(self, name: str, values: Mapping[str, str]) -> None:
        self.name, self.values = name, dict(values)

    def __repr__(self) -> str:
        return ""

    def _repr_html_(self) -> str:
        held = " ".join(f'data-{n}="{in_attribute(text)}"' for n, text in self.values.items())
        return f'<div class="{self.name}" {held}></div>'
