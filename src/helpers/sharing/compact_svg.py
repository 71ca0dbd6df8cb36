"""A drawing as matplotlib writes it, in a third of the bytes and in terms that every viewer knows.

Only the way of writing changes: what a style said stands as attributes, so that a page can colour
text and marks by its own rules, and letters take the fonts of the page.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

CHART_MIME = "application/vnd.tangbac.chart+json"
"""Beside the SVG of a chart of the house: `narrow` (its drawing for phones, or ""), `data` (the
name of its CSV, or "")."""
FONTS = "'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
"""Those of the pages; the house measures with DejaVu Sans, which is the widest."""
INK = "#1f2933"

_SVG, _LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_MEASURED_WITH = "'DejaVu Sans'"
_REFERS = re.compile(r"#([^)\s]+)")
_UNTURNED = re.compile(r"rotate\(-?0(\.0+)? [^)]*\)")
_ROUND = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
"""What matplotlib says of all marks at once in a style sheet."""


def compact(svg: str) -> str:
    """The drawing without what no viewer needs: metadata, names of groups, ids nobody refers to.

    Args:
        svg: as matplotlib writes it, letters as text; or one that is compact already.
    """
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{_SVG}}}metadata", f"{{{_SVG}}}style"):
                parent.remove(child)
    wanted = {
        name
        for element in root.iter()
        for value in element.attrib.values()
        for name in _REFERS.findall(value)
    }
    for element in root.iter():
        _plain(element, wanted)
    _unwrap(root)
    for name, value in (*_ROUND.items(), ("color", INK), ("font-family", FONTS)):
        root.set(name, value)
    ElementTree.register_namespace("", _SVG)
    text = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    return re.sub(r"<[^>]+>", lambda tag: tag[0].replace(" />", "/>"), text)


def _plain(element: Element, wanted: set[str]) -> None:
    """Attributes instead of styles, short numbers, and no id that nothing refers to."""
    for rule in element.attrib.pop("style", "").split(";"):
        name, _, value = rule.partition(":")
        if name.strip() and value.strip() != _ROUND.get(name.strip()):
            element.set(name.strip(), value.strip())
    if element.get("id") not in wanted:
        element.attrib.pop("id", None)
    if f"{{{_LINK}}}href" in element.attrib:
        element.set("href", element.attrib.pop(f"{{{_LINK}}}href"))
    if _UNTURNED.fullmatch(element.get("transform", "")):
        del element.attrib["transform"]
    if element.get("font-family") == _MEASURED_WITH:
        del element.attrib["font-family"]
    for name in ("fill", "stroke"):
        if element.get(name) == INK:
            element.set(name, "currentColor")
    if "font-size" in element.attrib:
        element.set("font-size", element.attrib["font-size"].removesuffix("px"))
    if "d" in element.attrib:
        element.set("d", re.sub(r"\s*([A-Za-z])\s*", r"\1", " ".join(element.attrib["d"].split())))


def _unwrap(element: Element) -> None:
    """Groups that say nothing give way to what they hold; what shows nothing goes."""
    held: list[Element] = []
    for child in list(element):
        _unwrap(child)
        if (child.tag == f"{{{_SVG}}}defs" and not len(child)) or _is_unseen(child):
            continue
        held += list(child) if child.tag == f"{{{_SVG}}}g" and not child.attrib else [child]
    for child in list(element):
        element.remove(child)
    element.extend(held)


def _is_unseen(element: Element) -> bool:
    return (
        element.tag == f"{{{_SVG}}}path"
        and element.get("fill") == "none"
        and "stroke" not in element.attrib
        and "id" not in element.attrib
    )
