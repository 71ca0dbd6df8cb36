"""The same drawing in fewer bytes: text stays text, marks stay where they are."""

from __future__ import annotations

import io
import re
from collections import Counter
from xml.etree import ElementTree

from matplotlib.backends.backend_svg import FigureCanvasSVG

from helpers.sharing.compact_svg import FONTS, compact
from helpers.sharing.drawing import DOWN, UP, filled, house_style, new_figure

SVG = "{http://www.w3.org/2000/svg}"
LONG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    "<metadata><a/></metadata><defs><style>*{stroke-linejoin: round}</style></defs>"
    '<g id="text_1"><text style="font-size: 9px; font-family: \'DejaVu Sans\'; fill: #1f2933" '
    'transform="rotate(-0 1 2)" x="1" y="2">1.0005  m 2</text></g>'
    '<g id="a" clip-path="url(#p)"><use xlink:href="#m1" x="1" transform="translate(2 3)"/></g>'
    '<path d="M 0 1 \nL -2 3 \nz" style="fill: none"/><path id="m1" d="M 0 1 \nL -2 3 \nz"/>'
    '<clipPath id="p"><rect width="1" height="1"/></clipPath></svg>'
)


def drawn() -> str:
    with house_style():
        figure, axes = new_figure(4, 2)
        axes.plot([0, 1], [1, 2], marker="o", color=UP)
        axes.barh([1], [0.5], **filled(DOWN))
        axes.set_title("Huế: 1.234,5 điểm")
        written = io.StringIO()
        FigureCanvasSVG(figure).print_svg(written)
    return written.getvalue()


def test_what_a_style_says_stands_as_attributes_and_the_rest_goes() -> None:
    root = ElementTree.fromstring(compact(LONG))
    assert root.get("font-family") == FONTS
    text, group, mark, clip = root
    assert text.tag == f"{SVG}text"
    assert text.attrib == {"font-size": "9", "fill": "currentColor", "x": "1", "y": "2"}
    # What readers see is left alone.
    assert text.text == "1.0005  m 2"
    assert (group.tag, group.attrib) == (f"{SVG}g", {"clip-path": "url(#p)"})
    assert group[0].attrib == {"href": "#m1", "x": "1", "transform": "translate(2 3)"}
    assert mark.attrib == {"id": "m1", "d": "M0 1L-2 3z"}
    assert clip.get("id") == "p"


def test_a_real_drawing_is_half_as_long_and_keeps_its_marks_and_texts() -> None:
    svg = drawn()
    small = compact(svg)
    assert len(small) < 0.6 * len(svg)
    assert compact(small) == small

    def kept(text: str) -> Counter[str]:
        root = ElementTree.fromstring(text)
        return Counter(
            "".join(e.itertext()) or e.tag
            for e in root.iter()
            if e.tag in (f"{SVG}use", f"{SVG}text")
        )

    assert kept(small) == kept(svg)
    root = ElementTree.fromstring(small)
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    used = set(re.findall(r"url\(#(\w+)\)|href=\"#(\w+)\"", small))
    assert {one or other for one, other in used} == ids
    assert "metadata" not in small
    assert "style" not in small
