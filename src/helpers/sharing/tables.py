"""Tables for readers: headers in their language, numbers in its form, the same bytes every time."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from helpers.errors import BadInputError
from helpers.sharing.literal_text import literal
from helpers.sharing.numbers import LocalFormatter, Phrase
from helpers.sharing.wording import Linked, read_wording, written
from helpers.sources.suggestions import nearest_choices

UP, DOWN = "#0b66a8", "#a8480a"
"""As in charts; `drawing`, which names them too, takes long to import."""


_COLUMNS = read_wording("columns.yml")


class Header(Phrase):
    """A column of `columns.yml` whose header has values in braces, such as a year.

    Args:
        name: names the entry. values: what stands in its braces.

    Raises:
        BadInputError: `columns.yml` has no such entry; names the nearest.
    """

    def __init__(self, name: str, /, **values: object) -> None:
        if name not in _COLUMNS:
            raise BadInputError(
                "tables.no_column", name=name, nearest=nearest_choices(name, list(_COLUMNS))
            )
        self.name, self.values = name, values

    @property
    def form(self) -> str:
        """The form of its numbers, one of `LocalFormatter`; empty for words."""
        return _COLUMNS[self.name].get("form", "")

    def written(self, lang: str) -> str:
        """The header in one language."""
        return LocalFormatter(lang).format(_COLUMNS[self.name][lang], **self.values)


Columns = Sequence[str] | Mapping[str, str | Header]
"""Columns of a frame in the order shown; a mapping names the entry of each in `columns.yml`."""


@dataclass(frozen=True)
class ReaderTable:
    """A table of finished text: shown as HTML with a caption, as plain text elsewhere."""

    caption: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    highlighted: Sequence[bool] = ()
    foreign: Mapping[tuple[int, int], Sequence[tuple[str, str]]] = field(default_factory=dict)
    """(row, column) of a cell not wholly in the language of the page: its pieces and theirs."""
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(row, column) of a cell whose first piece may be a link: where it leads, or ""."""
    bars: Sequence[float] = ()
    """For each row what a bar behind its first number shows, from −1 (left) to 1 (right)."""

    def _repr_html_(self) -> str:
        marks = list(self.highlighted) or [False] * len(self.rows)
        kinds = ["number" if flag else "text" for flag in self.numeric]
        bars = [_bar(share) for share in self.bars] or [""] * len(self.rows)
        first = kinds.index("number") if self.bars else -1
        head = "".join(
            f'<th scope="col" class="{kind}">{literal(header)}</th>'
            for kind, header in zip(kinds, self.headers, strict=True)
        )
        body = "".join(
            ('<tr class="focus">' if mark else "<tr>")
            + "".join(
                f'<td class="{kind}"{self._shown(number, place, cell)}'
                f"{bar if place == first else ''}</td>"
                for place, (kind, cell) in enumerate(zip(kinds, row, strict=True))
            )
            + "</tr>\n"
            for number, (mark, row, bar) in enumerate(zip(marks, self.rows, bars, strict=True))
        )
        return (
            f'<div class="table"><table><caption>{literal(self.caption)}</caption>\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>"
        )

    def _shown(self, row: int, column: int, cell: str) -> str:
        """What follows `<td`: the language of the cell and its text, or its pieces with theirs."""
        pieces = self.foreign.get((row, column), [(cell, "")])
        if address := self.links.get((row, column)):
            (text, lang), *behind = pieces
            link = f'<a href="{html.escape(address)}"{_language(lang)}>{literal(text)}</a>'
            return f">{link}{''.join(_piece(text, lang) for text, lang in behind)}"
        if len(pieces) == 1:
            return f"{_language(pieces[0][1])}>{literal(cell)}"
        return ">" + "".join(_piece(text, lang) for text, lang in pieces)

    def __repr__(self) -> str:
        lines = [self.caption, " | ".join(self.headers)]
        return "\n".join(lines + [" | ".join(row) for row in self.rows])


def _piece(text: str, lang: str) -> str:
    return f"<span{_language(lang)}>{literal(text)}</span>" if lang else literal(text)


def _language(lang: str) -> str:
    return f' lang="{html.escape(lang)}"' if lang else ""


def _bar(share: float) -> str:
    """A bar to either side of the middle of its place; the number beside it says the same."""
    start, end = sorted((50.0, 50 + 50 * share))
    return (
        '<span aria-hidden="true" style="display:inline-block;width:7em;height:.7em;'
        "margin-left:.6em;print-color-adjust:exact;background:linear-gradient(to right,"
        f"transparent {start:.1f}%,{UP if share > 0 else DOWN} {start:.1f}% {end:.1f}%,"
        f'transparent {end:.1f}%)"></span>'
    )


class Stacked:
    """Several tables that a notebook shows one below the other."""

    def __init__(self, tables: Sequence[ReaderTable | Folded]) -> None:
        self.tables = tuple(tables)

    def __repr__(self) -> str:
        return "\n\n".join(repr(table) for table in self.tables)

    def _repr_html_(self) -> str:
        return "\n".join(table._repr_html_() for table in self.tables)


def stacked(*tables: ReaderTable | None) -> ReaderTable | Stacked | None:
    """The tables that there are: none, one by itself, or several one below the other."""
    present = [table for table in tables if table is not None]
    if len(present) > 1:
        return Stacked(present)
    return present[0] if present else None


class Folded:
    """Something secondary that a page keeps behind one line, which opens it.

    Args:
        summary: the line. shown: what it opens.
    """

    def __init__(self, summary: str, shown: ReaderTable | Stacked) -> None:
        self.summary, self.shown = summary, shown

    def __repr__(self) -> str:
        return f"{self.summary}\n{self.shown!r}"

    def _repr_html_(self) -> str:
        return (
            f"<details><summary>{literal(self.summary)}</summary>\n"
            f"{self.shown._repr_html_()}\n</details>"
        )


@dataclass(frozen=True, eq=False)
class TableOf:
    """A table as a value: rows and columns, which know no language until they are written down.

    Args:
        rows: the numbers; a cell may be a phrase.
        caption: what the table shows.
        columns: which columns of `rows` are shown, by their entries in `columns.yml`.
        highlight: which rows (as named tuples) stand out, such as the province in focus.
        bar: column whose sign and size a bar shows, behind the first number; none if empty.
    """

    rows: pd.DataFrame
    caption: Phrase | str
    columns: Columns
    highlight: Callable[[Any], bool] | None = None
    bar: str = ""

    def written(self, lang: str) -> ReaderTable:
        """The table in one language.

        Raises:
            BadInputError: `columns.yml` has no such column.
        """
        formatter = LocalFormatter(lang)
        headers = {
            column: entry if isinstance(entry, Header) else Header(entry)
            for column, entry in _entries(self.columns)
        }
        named = list(self.rows.itertuples(index=False))
        values = [[getattr(row, column) for column in headers] for row in named]
        rows = [
            tuple(
                _cell(formatter, value, header.form)
                for value, header in zip(row, headers.values(), strict=True)
            )
            for row in values
        ]
        foreign = {
            (number, place): pieces
            for number, row in enumerate(values)
            for place, value in enumerate(row)
            if isinstance(value, Phrase) and (pieces := _foreign_pieces(value, lang))
        }
        links = {
            (number, place): value.address
            for number, row in enumerate(values)
            for place, value in enumerate(row)
            if isinstance(value, Linked)
        }
        return ReaderTable(
            written(self.caption, lang),
            tuple(header.written(lang) for header in headers.values()),
            rows,
            tuple(bool(header.form) for header in headers.values()),
            tuple(map(self.highlight, named)) if self.highlight else (),
            foreign,
            links,
            tuple(self.rows[self.bar] / (self.rows[self.bar].abs().max() or 1)) if self.bar else (),
        )


def _entries(columns: Columns) -> Iterable[tuple[str, str | Header]]:
    return columns.items() if isinstance(columns, Mapping) else zip(columns, columns, strict=True)


def _foreign_pieces(said: Phrase, page: str) -> list[tuple[str, str]]:
    """Its pieces, with no language where that is the page's; none where it all is and no link."""
    pieces = [(text, "" if lang == page else lang) for text, lang in said.pieces(page) if text]
    return pieces if isinstance(said, Linked) or any(lang for _, lang in pieces) else []


def _cell(formatter: LocalFormatter, value: object, spec: str) -> str:
    if isinstance(value, Phrase):
        return value.written(formatter.lang)
    if pd.isna(value):
        return "–"
    return formatter.format_field(value, spec) if spec else str(value)
