"""Which paragraphs does a Word document (.docx) have, tables, text boxes and notes among them?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from helpers.documents.document import BETWEEN_CELLS, Piece

_RELATIONS = "_rels/.rels"
_NOTES = {"footnote": "footnotes.xml", "endnote": "endnotes.xml"}
# Elements that only hold others: content controls, what was put in, marks for machines.
_HOLDERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body"})
# What is no text of the paragraph, or stands a second time for older programs.
_PASSED_OVER = frozenset(
    {"del", "moveFrom", "txbxContent", "Fallback", "pPr", "rPr", "instrText", "delText"}
)
_BLANKS = frozenset({"tab", "ptab", "br", "cr"})
_HEADING = re.compile(r"heading|title", re.IGNORECASE)
_BODY_LEVEL = "9"
_MARK = re.compile(r"\s*[\[(]?[0-9*]{1,3}[\])]?\s*")
_OFF = frozenset({"0", "false", "off"})


def read_word(parts: Mapping[str, bytes]) -> tuple[list[Piece], list[str]]:
    """The paragraphs of a Word document, its notes at the end, and what was left out.

    Deleted and hidden text is no text, nor are comments and what stands at the edges of pages.

    Args:
        parts: the pieces of the container by their names.

    Raises:
        KeyError: there is no main part. ParseError: a part is no XML.
    """
    main = _main_part(parts)
    folder = posixpath.dirname(main)
    root = ET.fromstring(parts[main])
    styles = parts.get(posixpath.join(folder, "styles.xml"))
    headings = _heading_styles(ET.fromstring(styles)) if styles else frozenset()
    pieces = [piece for body in _named(root, "body") for piece in _blocks(body, headings)]
    for kind, file in _NOTES.items():
        notes = parts.get(posixpath.join(folder, file))
        pieces += _notes(ET.fromstring(notes), kind) if notes else []
    return pieces, list(_left_out(parts, root, folder))


def _main_part(parts: Mapping[str, bytes]) -> str:
    for relation in ET.fromstring(parts[_RELATIONS]):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise KeyError(_RELATIONS)


def _left_out(parts: Mapping[str, bytes], root: ET.Element, folder: str) -> Iterator[str]:
    if any(re.fullmatch(rf"{folder}/(header|footer)\d*\.xml", name) for name in parts):
        yield "margins"
    if posixpath.join(folder, "comments.xml") in parts:
        yield "remarks"
    if any(_name(element) in ("delText", "vanish") for element in root.iter()):
        yield "deleted"


def _name(element: ET.Element) -> str:
    """The name without its namespace, of which there are two: of Word and of the standard."""
    return element.tag.rpartition("}")[2]


def _named(parent: ET.Element, name: str) -> Iterator[ET.Element]:
    return (element for element in parent if _name(element) == name)


def _value(parent: ET.Element | None, name: str) -> str | None:
    """The value of a property of that name, "" where it is only there."""
    found = next(_named(parent, name), None) if parent is not None else None
    if found is None:
        return None
    return next((v for key, v in found.items() if key.rpartition("}")[2] == "val"), "")


def _properties(element: ET.Element, name: str) -> ET.Element | None:
    return next(_named(element, name), None)


def _heading_styles(styles: ET.Element) -> frozenset[str]:
    """The ids of styles for headings, by their names, which no language changes, or levels."""
    return frozenset(
        id_
        for style in _named(styles, "style")
        for key, id_ in style.items()
        if key.endswith("}styleId")
        and (_HEADING.match(_value(style, "name") or "") or _has_level(_properties(style, "pPr")))
    )


def _has_level(properties: ET.Element | None) -> bool:
    return _value(properties, "outlineLvl") not in (None, _BODY_LEVEL)


def _blocks(
    parent: ET.Element, headings: frozenset[str], kind: str = "paragraph"
) -> Iterator[Piece]:
    for element in parent:
        name = _name(element)
        if name == "p":
            own = _properties(element, "pPr")
            is_heading = kind == "paragraph" and (
                _value(own, "pStyle") in headings or _has_level(own)
            )
            yield Piece("heading" if is_heading else kind, _text(element))
            yield from _boxes(element, headings)
        elif name == "tbl":
            yield from _table(element)
            yield from _boxes(element, headings)
        elif name in _HOLDERS:
            yield from _blocks(element, headings, kind)


def _boxes(parent: ET.Element, headings: frozenset[str]) -> Iterator[Piece]:
    """The paragraphs of the text boxes that hang on a paragraph or stand in a table."""
    for element in parent:
        if _name(element) == "txbxContent":
            yield from _blocks(element, headings, "box")
        elif _name(element) != "Fallback":
            yield from _boxes(element, headings)


def _table(table: ET.Element) -> Iterator[Piece]:
    opens = True
    for row in _within(table, "tr"):
        cells = [" ".join(map(_text, _within(cell, "p"))) for cell in _within(row, "tc")]
        yield Piece("row", BETWEEN_CELLS.join(cells), opens=opens)
        opens = False


def _within(parent: ET.Element, name: str) -> Iterator[ET.Element]:
    """The nearest elements of that name, whatever holds them; a table in a cell is its text."""
    for element in parent:
        if _name(element) == name:
            yield element
        elif _name(element) not in _PASSED_OVER:
            yield from _within(element, name)


def _notes(root: ET.Element, kind: str) -> Iterator[Piece]:
    """The notes; a line that only parts them from the text has a type of its own."""
    for note in _named(root, kind):
        if not any(key.endswith("}type") for key in note.attrib):
            yield Piece(kind, " ".join(map(_text, _within(note, "p"))))


def _text(element: ET.Element) -> str:
    """What a person reads in a paragraph, without the marks that lead to notes."""
    return "".join(_texts(element))


def _texts(element: ET.Element) -> Iterator[str]:
    for part in element:
        name = _name(part)
        if name == "t":
            yield part.text or ""
        elif name in _BLANKS:
            yield " "
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "r":
            yield from () if _is_unseen(part) else _texts(part)
        elif name not in _PASSED_OVER:
            yield from _texts(part)


def _is_unseen(run: ET.Element) -> bool:
    """Whether letters are hidden, or a raised number that leads to a note."""
    properties = _properties(run, "rPr")
    hidden = _value(properties, "vanish")
    if hidden is not None and hidden not in _OFF:
        return True
    raised = _value(properties, "vertAlign") == "superscript"
    return raised and _MARK.fullmatch("".join(_texts(run))) is not None
