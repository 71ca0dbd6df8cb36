"""A picture in a page: the same drawing in fewer bytes, as an address no browser has to fetch."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree import ElementTree

import matplotlib as mpl

from helpers.sharing.drawing import finish, house_style, new_figure
from helpers.site.pictures import lighter, picture_address

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<metadata><a id="m"/></metadata><defs>'
    '<path id="DejaVuSans-4c" d="M 628 4666 \nL 1259 4666 z"/>'
    '<clipPath id="p1"><rect width="5"/></clipPath></defs><g id="unused_1" clip-path="url(#p1)">'
    '<use xlink:href="#DejaVuSans-4c" x="1"/></g><text>id="x" M 1 2 #DejaVuSans-4c</text></svg>'
)


def drawn() -> str:
    with house_style():
        figure, axes = new_figure(3, 2)
        axes.plot([1, 2, 3], [3, 1, 2], marker="o", label="Đà Nẵng")
        axes.legend()
        return finish(figure, "Huế & Đà Nẵng", "Nguồn: 50%", "alt").svg


def test_names_are_short_where_something_refers_to_them_and_gone_elsewhere() -> None:
    light = lighter(SVG)
    assert '<path id="a0" d="M628 4666L1259 4666z"/>' in light
    assert '<g clip-path="url(#a1)">' in light
    assert '<use href="#a0" x="1"/>' in light
    assert "metadata" not in light
    assert "unused_1" not in light


def test_what_readers_see_stays_as_it_is() -> None:
    assert '<text>id="x" M 1 2 #DejaVuSans-4c</text>' in lighter(SVG)


def test_every_reference_of_a_real_chart_still_leads_somewhere() -> None:
    svg = drawn()
    before, after = ElementTree.fromstring(svg), ElementTree.fromstring(lighter(svg))
    shapes = [element.tag for element in before.iter() if "metadata" not in element.tag]
    kept = [element.tag for element in after.iter()]
    assert [tag for tag in shapes if "2000/svg" in tag] == kept
    names = {element.get("id") for element in after.iter()} - {None}
    used = {element.get("href") for element in after.iter("{http://www.w3.org/2000/svg}use")}
    assert used
    assert {str(href).removeprefix("#") for href in used} <= names
    assert len(lighter(svg)) < 0.85 * len(svg)
    assert mpl.rcParams["svg.fonttype"] != "none"


def test_the_address_holds_the_drawing_and_nothing_that_ends_an_attribute() -> None:
    svg = drawn()
    address = picture_address(svg)
    head, _, body = address.partition(",")
    assert head == "data:image/svg+xml;charset=utf-8"
    assert not set(body) & set('"<>#&\n')
    back = ElementTree.fromstring(unquote(body))
    assert [e.attrib for e in back.iter()] == [
        e.attrib for e in ElementTree.fromstring(lighter(svg)).iter()
    ]
