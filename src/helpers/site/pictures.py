"""Drawings in a page: those of the house stand in it as they are, all others as an address."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_SVG = "http://www.w3.org/2000/svg"
_REFERENCE = re.compile(r"url\(#([\w.-]+)\)")
_NAME = re.compile(r"[A-Za-z][\w.-]*")
_MARKS = "fill fill-opacity fill-rule opacity stroke stroke-dasharray stroke-dashoffset "
_MARKS += "stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width "
_LETTERS = "font-family font-size font-style font-weight text-anchor "
_PLACES = "x1 x2 y1 y2 cx cy r points "
ELEMENTS = frozenset(
    "svg g defs path use rect clipPath pattern text line circle polygon title desc".split()
)
ATTRIBUTES = frozenset(
    f"{_MARKS}{_LETTERS}{_PLACES}id d x y width height transform href clip-path clip-rule color "
    "viewBox version patternUnits preserveAspectRatio paint-order role".split()
)
"""All that a drawing of the house consists of; what is not named here does not come into a page."""

# What an address inside an attribute may not hold; everything else stands as it is, which takes
# three quarters of the room of base64.
_ESCAPES = {ord(c): f"%{ord(c):02X}" for c in '%#<>"&\n\t\r'}


class UnsafeDrawingError(ValueError):
    """A drawing holds what no drawing of the house holds; says what."""


def picture_address(svg: str) -> str:
    """The `data:` address of a drawing, for the `src` of an image."""
    text = re.sub(r"<[^>]+>", lambda tag: _single_quoted(tag[0]), svg)
    return "data:image/svg+xml;charset=utf-8," + text.translate(_ESCAPES)


def _single_quoted(tag: str) -> str:
    return tag if "'" in tag else tag.replace('"', "'")


def inline_drawing(svg: str, prefix: str, alt: str, kind: str) -> str:
    """A drawing of the house as a part of a page, its ids beginning with `prefix`.

    Args:
        prefix: another one for each drawing of a page. alt: what it says in words.
        kind: the class that the style of the page knows it by.

    Raises:
        UnsafeDrawingError: it is no SVG, or has an element, an attribute or a reference that no
            drawing of the house has.
    """
    if "<!" in svg:
        raise UnsafeDrawingError("<!")
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise UnsafeDrawingError(str(error)) from None
    if root.tag != f"{{{_SVG}}}svg":
        raise UnsafeDrawingError(f"<{root.tag}>")
    names = {element.get("id", "") for element in root.iter()} - {""}
    for element in root.iter():
        _check(element, names, is_root=element is root)
    short = {name: f"{prefix}{number}" for number, name in enumerate(sorted(names))}
    for element in root.iter():
        for attribute, value in element.attrib.items():
            element.set(attribute, _renamed(attribute, value, short))
    root.attrib |= {"class": kind, "role": "img", "aria-label": alt}
    # HTML knows the elements of SVG without their namespace.
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
    return ElementTree.tostring(root, encoding="unicode")


def _check(element: Element, names: set[str], *, is_root: bool) -> None:
    tag = str(element.tag)
    name = tag.removeprefix(f"{{{_SVG}}}")
    if name == tag or name not in ELEMENTS or (name == "svg") is not is_root:
        raise UnsafeDrawingError(f"<{name}>")
    for attribute, value in element.attrib.items():
        said = UnsafeDrawingError(f"«{attribute}={value[:60]}»")
        if attribute not in ATTRIBUTES:
            raise said
        if attribute == "id" and not _NAME.fullmatch(value):
            raise said
        if attribute == "href" and not (value.startswith("#") and value[1:] in names):
            raise said
        own = _REFERENCE.fullmatch(value)
        # A backslash could spell what this looks for in other letters.
        if not (own and own[1] in names) and re.search(r"url|\\|:|/\*", value, re.IGNORECASE):
            raise said


def _renamed(attribute: str, value: str, short: dict[str, str]) -> str:
    if attribute == "id":
        return short[value]
    if attribute == "href":
        return f"#{short[value[1:]]}"
    own = _REFERENCE.fullmatch(value)
    return f"url(#{short[own[1]]})" if own else value
