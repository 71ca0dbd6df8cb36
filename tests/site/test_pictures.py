"""Drawings in a page: those of the house as text, under an allow-list; others as an address."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from helpers.sharing.drawing import (
    DOWN,
    UP,
    color_patches,
    finish,
    house_style,
    new_figure,
    signed_bars,
)
from helpers.site.pictures import UnsafeDrawingError, inline_drawing, picture_address

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(content: str, attributes: str = "") -> str:
    return f"<svg {NAMESPACES} {attributes}>{content}</svg>"


def drawn() -> str:
    with house_style():
        figure, axes = new_figure(3, 2)
        axes.plot([1, 2, 3], [3, 1, 2], marker="o", alpha=0.5)
        axes.scatter([1, 2], [1, 2], c=[UP, DOWN])
        axes.fill_between([1, 2], [1, 1], [2, 2])
        signed_bars(axes, [0, 1], [1, -1])
        axes.text(1, 1, "<script>alert(1)</script> url(x)", rotation=30)
        key = color_patches({"Đà Nẵng": DOWN})
        return finish(figure, "Huế & Đà Nẵng", "Nguồn: 50%", "alt", key=key).svg


def test_a_drawing_of_the_house_is_a_part_of_the_page_with_names_of_its_own() -> None:
    one, two = (inline_drawing(drawn(), prefix, 'Huế "3"', "wide") for prefix in ("c0w", "c1w"))
    root, other = ElementTree.fromstring(one), ElementTree.fromstring(two)
    assert (root.tag, root.get("role"), root.get("aria-label")) == ("svg", "img", 'Huế "3"')
    ids, others = ({e.get("id") for e in r.iter()} - {None} for r in (root, other))
    assert ids
    assert not ids & others
    used = {e.get("href", "")[1:] for e in root.iter("use")}
    used |= {e.get("clip-path", "")[5:-1] for e in root.iter()} - {""}
    used |= {e.get("fill", "")[5:-1] for e in root.iter() if e.get("fill", "").startswith("url")}
    assert used == ids
    texts = ["".join(e.itertext()) for e in root.iter("text")]
    assert {"Huế & Đà Nẵng", "Đà Nẵng", "<script>alert(1)</script> url(x)"} <= set(texts)
    assert "<script" not in one


@pytest.mark.parametrize(
    "hostile",
    [
        svg("<script>alert(1)</script>"),
        svg("<style>* { fill: url(https://example.org) }</style>"),
        svg("<foreignObject><p>x</p></foreignObject>"),
        svg('<image href="https://example.org/x.png"/>'),
        svg('<image href="data:image/png;base64,AA"/>'),
        svg('<a href="https://example.org"><text>x</text></a>'),
        svg('<animate attributeName="href" to="x"/>'),
        svg('<set attributeName="onload" to="x"/>'),
        svg("<svg/>"),
        svg('<p xmlns="http://www.w3.org/1999/xhtml">x</p>'),
        svg('<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>'),
        svg('<path xmlns=""/>'),
        svg('<use href="https://example.org/x.svg#a"/>'),
        svg('<use href="#nothing"/>'),
        svg('<use href="javascript:alert(1)"/>'),
        svg('<use xlink:href="https://example.org/x.svg#a"/>'),
        svg('<g onclick="alert(1)"/>'),
        svg("", 'onload="alert(1)"'),
        svg("", 'style="background: url(x)"'),
        svg('<path style="fill: red"/>'),
        svg('<path class="skip"/>'),
        svg('<path fill="url(https://example.org/#a)"/>'),
        svg('<path id="a" fill="URL(//example.org)"/>'),
        svg('<path id="a" fill="url(#a) url(x)"/>'),
        svg('<path id="a" fill="u\\72l(x)"/>'),
        svg('<path fill="url(#nothing)"/>'),
        svg('<path id="a b"/>'),
        svg('<path id="&quot;x"/>'),
        svg('<path aria-label="x"/>'),
        f'<!DOCTYPE svg [<!ENTITY a "x">]>{svg("<text>&a;</text>")}',
        svg("<!-- x -->"),
        "<html/>",
        "<p>x</p>",
        "not at all",
        "",
    ],
)
def test_what_no_drawing_of_the_house_has_is_refused(hostile: str) -> None:
    with pytest.raises(UnsafeDrawingError):
        inline_drawing(hostile, "c0w", "alt", "wide")


def test_the_address_holds_the_drawing_and_nothing_that_ends_an_attribute() -> None:
    address = picture_address(drawn())
    head, _, body = address.partition(",")
    assert head == "data:image/svg+xml;charset=utf-8"
    assert not set(body) & set('"<>#&\n')
    back = ElementTree.fromstring(unquote(body))
    assert [e.attrib for e in back.iter()] == [
        e.attrib for e in ElementTree.fromstring(drawn()).iter()
    ]
