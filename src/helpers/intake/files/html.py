"""Reading the tables of a web page as a browser shows them, spans of rows and columns filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from helpers.errors import BadInputError, Clause
from helpers.intake.files.grids import (
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    check_shape,
    clean_text,
    make_grid,
)
from helpers.intake.files.limits import SourceFile
from helpers.intake.files.text import decode
from helpers.intake.transcription import Place, PrintedCell

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser as Page
    from selectolax.lexbor import LexborNode as Node

_MOST_TABLES = 500
_NOTED = ("x:err", "x:num", "sdval")  # Excel's error and number, LibreOffice's number
_TITLES = "title, h1, h2, h3, h4, h5, h6"
# In which order a browser shows the parts of a table, however they are written.
_SHOWN_ORDER = {"thead": 0, "tfoot": 2}
# These stand apart from the text around them; all else is shown in one piece: 0,8<b>220</b>. A
# raised mark stands apart too, so that no footnote becomes a digit.
_APART = frozenset(
    "address article aside blockquote br dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header"
    " hr li main nav ol option p pre section sub sup table td th tr ul".split()
)
_NEVER_SHOWN = frozenset({"script", "style", "template", "noscript", "title"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SHOWN_INPUTS = frozenset({"", "text", "number", "search", "tel", "button", "submit"})
_STYLED_AWAY = frozenset("visually-hidden sr-only screen-reader-text d-none hidden".split())
# Rules for print or for narrow windows say nothing of what the page shows.
_AT_RULE = re.compile(r"@[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"[a-z]*\.([\w-]+)", re.IGNORECASE)
_FEWEST = 2
_LOGIN_WORDS = ("đăng nhập", "log in", "login", "sign in")


def read_html(source: SourceFile) -> list[Grid]:
    """Every table of a page, in the order of the page.

    A table that only lays out the page, with whole tables in its cells, is none; a small one in a
    cell, such as a flag beside a name, is the text of that cell.

    Raises:
        BadInputError: the encoding is not known, there are far too many tables, or one is far
            larger than a table of provinces.
    """
    text, encoding = decode(source)
    page = parsed(text)
    _take_out_hidden(page)
    tables = page.css("table")
    if len(tables) > _MOST_TABLES:
        raise BadInputError("html.tables", name=source.name, most=_MOST_TABLES)
    whole = {table.mem_id for table in tables if _is_whole(table)}
    notes = [Clause("told.encoding", encoding=encoding)]
    grids = [
        (table, make_grid(f"table {number}", _rows(f"table {number}", table), notes=notes))
        for number, table in enumerate(tables, start=1)
        if table.mem_id in whole and not whole & {inner.mem_id for inner in _below(table, "table")}
    ]
    shown = [(table, grid) for table, grid in grids if not _is_hidden(table)]
    longest = max((len(grid.rows) for _, grid in shown), default=0)
    return [
        replace(grid, around=_around(page, table))
        for table, grid in grids
        # Tabs hide tables that a click shows; an older copy stands behind the one that is shown.
        if not _is_hidden(table) or len(grid.rows) > longest
    ]


def texts_of_page(source: SourceFile) -> set[str]:
    """Every text that stands in one element of a page, cleaned."""
    nodes = parsed(decode(source)[0]).root
    if nodes is None:
        return set()
    return {
        clean_text(node.text_content or "")
        for node in nodes.traverse(include_text=True)
        if node.is_text_node
    } - {""}


def frames_of(source: SourceFile) -> list[str]:
    """The addresses of other pages that a page shows within itself."""
    frames = parsed(decode(source)[0]).css("iframe[src], frame[src]")
    return [src for frame in frames if (src := frame.attributes.get("src"))]


def text_of_scripts(source: SourceFile) -> str:
    """What the scripts of a page say, one after the other."""
    return " ".join(node.text() for node in parsed(decode(source)[0]).css("script"))


def asks_to_log_in(source: SourceFile) -> bool:
    """Whether a page is one on which to log in."""
    page = parsed(decode(source)[0])
    shown = clean_text(page.text(separator=" ")).casefold()
    asked = page.css_first("input[type=password]") is not None
    return asked or (page.css_first("form") is not None and any(w in shown for w in _LOGIN_WORDS))


def parsed(text: str) -> Page:
    """A page as its tree, by the rules of the HTML standard."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(text)


def shown_text(node: Node | None) -> str:
    """What a browser shows of an element, cleaned."""
    return clean_text("".join(_shown(node))) if node else ""


def _take_out_hidden(page: Page) -> None:
    """Take out what the page's own style hides within cells, by the name of a class."""
    styles = " ".join(node.text() for node in page.css("style"))
    hidden = set(_STYLED_AWAY)
    for selectors, rules in _RULE.findall(_AT_RULE.sub("", styles)):
        if _HIDDEN_STYLE.search(rules):
            named = (_CLASS.fullmatch(one.strip()) for one in selectors.split(","))
            hidden |= {match[1] for match in named if match}
    for node in page.css("td [class], th [class]"):
        if hidden & set((node.attributes.get("class") or "").split()):
            node.decompose()


def _is_whole(table: Node) -> bool:
    """Whether a table is more than a part of a cell: stands in none, or has a grid of its own."""
    if _above(table, "table") is None:
        return True
    lines = _lines(table)
    return len(lines) >= _FEWEST and max(len(_cells(line)) for line in lines) >= _FEWEST


def _below(node: Node, tags: str) -> list[Node]:
    """The elements within a node, itself left out."""
    return [found for found in node.css(tags) if found.mem_id != node.mem_id]


def _above(node: Node, tag: str) -> Node | None:
    above = node.parent
    while above is not None and above.tag != tag:
        above = above.parent
    return above


def _is_within(node: Node, tag: str, outer: Node) -> bool:
    """Whether the nearest element of that kind around a node is the given one."""
    above = _above(node, tag)
    return above is not None and above.mem_id == outer.mem_id


def _around(page: Page, table: Node) -> tuple[PrintedCell, ...]:
    """The titles of a page, the caption of a table and the paragraph before it."""
    before: Node | None = None
    for node in page.css("p, table"):
        if node.mem_id == table.mem_id:
            break
        before = node if node.tag == "p" and _above(node, "table") is None else before
    found: Sequence[Node | None] = [
        *page.css(_TITLES)[:_MOST_TABLES],
        *(caption for caption in _below(table, "caption") if _is_within(caption, "table", table)),
        before,
    ]
    texts = [(node.tag, clean_text(node.text(separator=" "))) for node in found if node]
    return tuple(
        PrintedCell(text, Place(f"<{tag}>", number))
        for number, (tag, text) in enumerate(texts, 1)
        if text
    )


def _lines(table: Node) -> list[Node]:
    """The rows of a table itself, in the order in which a browser shows them."""
    own = [line for line in _below(table, "tr") if _is_within(line, "table", table)]
    return sorted(own, key=lambda line: _SHOWN_ORDER.get(_section(line).tag or "", 1))


def _section(line: Node) -> Node:
    """The part of a table that a row stands in; no cell reaches beyond it."""
    assert line.parent is not None
    return line.parent


def _cells(line: Node) -> list[Node]:
    return [cell for cell in _below(line, "td, th") if _is_within(cell, "tr", line)]


def _rows(name: str, table: Node) -> list[list[str]]:
    lines = _lines(table)
    check_shape(name, len(lines), 1)
    sections = [_section(line).mem_id for line in lines]
    filled: dict[tuple[int, int], str] = {}
    for row, line in enumerate(lines):
        rest = sections[row:]
        left = next((i for i, one in enumerate(rest) if one != rest[0]), len(rest))
        column = 0
        for cell in _cells(line):
            while (row, column) in filled:
                column += 1
            down = min(_span(cell, "rowspan") or left, left)
            right = _span(cell, "colspan") or 1
            check_shape(name, len(lines), column + right)
            text = _text(cell)
            for i in range(down):
                for j in range(right):
                    filled.setdefault((row + i, column + j), text)
            column += right
    width = max((column + 1 for _, column in filled), default=0)
    return [[filled.get((row, c), "") for c in range(width)] for row in range(len(lines))]


def _text(cell: Node) -> str:
    """What a cell shows; the value that a spreadsheet noted beside it where it shows nothing."""
    attributes = cell.attributes
    return shown_text(cell) or next((v for name in _NOTED if (v := attributes.get(name))), "")


def _shown(node: Node) -> Iterator[str]:
    """What a browser shows of an element and of all that it holds, piece by piece."""
    # A stack of our own: a page may nest deeper than Python calls.
    waiting: list[Node | str] = list(reversed([*node.iter(include_text=True)]))
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, str):
            yield piece
        elif piece.is_text_node:
            yield piece.text_content or ""
        elif piece.is_element_node and not _is_hidden(piece):
            apart = " " * (piece.tag in _APART)
            is_shown_input = piece.tag == "input" and _is_shown_input(piece)
            value = (piece.attributes.get("value") or "") * is_shown_input
            waiting += [apart, *[*piece.iter(include_text=True)][::-1], value, apart]


def _is_shown_input(node: Node) -> bool:
    return (node.attributes.get("type") or "").lower() in _SHOWN_INPUTS


def _is_hidden(node: Node) -> bool:
    attributes = node.attributes
    unchosen = node.tag == "option" and "selected" not in attributes
    styled = _HIDDEN_STYLE.search(attributes.get("style") or "") is not None
    return node.tag in _NEVER_SHOWN or "hidden" in attributes or styled or unchosen


def _span(cell: Node, attribute: str) -> int:
    """The span that is written; 0 means "to the end"; what begins with no number counts as 1."""
    found = re.match(r"\s*\+?([0-9]{1,9})", cell.attributes.get(attribute) or "1")
    if not found:
        return 1
    return min(int(found[1]), MOST_ROWS if attribute == "rowspan" else MOST_COLUMNS + 1)
