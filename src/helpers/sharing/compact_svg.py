"""The same drawing in a third of the bytes, for pages that are made two hundred times.

Only the way of writing changes: outlines of letters are kept to a four-hundredth of their height,
everything else to what `drawing` leaves.
"""

from __future__ import annotations

import re
from itertools import chain, pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_SVG, _LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HREF = f"{{{_LINK}}}href"
_GLYPH_SCALE = "scale(0.015625)"
_COARSER = 16
_FONTS = {"DejaVuSans-Bold": "b", "DejaVuSans": "r"}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_TRANSLATE = re.compile(r"translate\((\S+) (\S+)\)")
_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")


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
    for font, short in _FONTS.items():
        name = re.sub(rf"^(#?){font}-(?=[0-9a-f]+$)", rf"\1{short}", name)
    return name


def _relative(outline: str) -> str:
    """An outline a number of times coarser, each point as a step from the last one."""
    x = y = start_x = start_y = 0
    written = []
    for command, rest in _COMMAND.findall(outline):
        if command == "z":
            written.append("z")
            x, y = start_x, start_y
            continue
        if command not in "MLQC":
            raise ValueError(f"an outline has the command {command!r}")
        points = [round(float(number) / _COARSER) for number in _NUMBER.findall(rest)]
        pairs = list(zip(points[::2], points[1::2], strict=True))
        written.append(command.lower() + _joined(chain(*((a - x, b - y) for a, b in pairs))))
        x, y = pairs[-1]
        if command == "M":
            start_x, start_y = x, y
    return "".join(written)


def _joined(numbers: chain[int]) -> str:
    """Numbers with a space only where no minus sign separates them."""
    texts = [str(number) for number in numbers]
    return texts[0] + "".join(
        text if text.startswith("-") else f" {text}" for _, text in pairwise(texts)
    )


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
