"""The same drawing in a third of the bytes, for pages that are made two hundred times.

Only the way of writing changes: outlines of letters are kept to a four-hundredth of their height,
everything else to what `drawing` leaves.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_SVG, _LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HREF = f"{{{_LINK}}}href"
_GLYPH_SCALE = "scale(0.015625)"
_COARSER = 16
_FONTS = {"DejaVuSans-Bold": "b", "DejaVuSans": "r"}
_FONTS |= {f"#{font}": f"#{short}" for font, short in _FONTS.items()}
_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3, "z": 0}
"""How many points each command of an outline has."""
_TRANSLATE = re.compile(r"translate\((\S+) (\S+)\)")


def compact(svg: str) -> str:
    """The drawing without what no viewer needs: names of groups, metadata, repeated long ids.

    Args:
        svg: as matplotlib writes it, letters as outlines.

    Raises:
        ValueError: an outline has a command that is none of M, L, Q, C and z.
    """
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{_SVG}}}metadata":
                parent.remove(child)
    _unwrap(root)
    _shorten_glyphs(root)
    for use in root.iter(f"{{{_SVG}}}use"):
        _place_by_attributes(use)
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _LINK)
    text = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    return re.sub(r"<[^>]+>", lambda tag: _one_line(tag[0]), text)


def _unwrap(element: Element) -> None:
    """Groups that only bear a name give way to what they hold."""
    held: list[Element] = []
    for child in list(element):
        _unwrap(child)
        named_only = child.tag == f"{{{_SVG}}}g" and not child.attrib.keys() - {"id"}
        held += list(child) if named_only else [child]
    for child in list(element):
        element.remove(child)
    element.extend(held)


def _shorten_glyphs(root: Element) -> None:
    """Outlines of letters in whole steps from point to point, under short ids.

    An id stays bound to its letter: drawings that stand in one page then share outlines, and can
    never take one for another.
    """
    for path in root.iter(f"{{{_SVG}}}path"):
        if path.get("transform") == _GLYPH_SCALE:
            path.set("id", _short_id(path.get("id", "")))
            path.set("d", _relative(path.get("d", "")))
            path.set("transform", "scale(.25)")
    for use in root.iter(f"{{{_SVG}}}use"):
        use.set(_HREF, _short_id(use.get(_HREF, "")))


def _short_id(name: str) -> str:
    """DejaVuSans-Bold-1ea1 as b1ea1; other names as they are."""
    font, _, letter = name.rpartition("-")
    return _FONTS[font] + letter if font in _FONTS else name


def _relative(outline: str) -> str:
    """An outline a number of times coarser, each point as a step from the last one."""
    x = y = start_x = start_y = 0
    written = []
    parts = iter(outline.split())
    for command in parts:
        if command not in _POINTS:
            raise ValueError(f"an outline has the command {command!r}")
        steps = ""
        end_x, end_y = x, y
        for _ in range(_POINTS[command]):
            end_x = round(float(next(parts)) / _COARSER)
            end_y = round(float(next(parts)) / _COARSER)
            # A space only where no minus sign separates two numbers.
            for step in (end_x - x, end_y - y):
                steps += f" {step}" if step >= 0 and steps else f"{step}"
        written.append(command.lower() + steps)
        x, y = end_x, end_y
        if command == "M":
            start_x, start_y = x, y
        elif command == "z":
            x, y = start_x, start_y
    return "".join(written)


def _place_by_attributes(use: Element) -> None:
    """`x` and `y` instead of the longer translation that means the same."""
    found = _TRANSLATE.fullmatch(use.get("transform", ""))
    if found and "x" not in use.attrib:
        del use.attrib["transform"]
        for name, value in (("x", found[1]), ("y", found[2])):
            if float(value):
                use.set(name, f"{float(value):.1f}")


def _one_line(tag: str) -> str:
    tag = re.sub(r"\s+", " ", tag.replace("&#10;", " ")).replace(" />", "/>")
    return re.sub(r'style="[^"]*"', lambda style: re.sub(r"([:;]) ", r"\1", style[0]), tag)
