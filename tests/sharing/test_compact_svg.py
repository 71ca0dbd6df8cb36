"""The same drawing in fewer bytes: letters stay the letters, marks stay where they are."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from helpers.sharing.compact_svg import compact
from helpers.sharing.drawing import finish, house_style, new_figure

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


def drawn() -> str:
    with house_style():
        figure, axes = new_figure(4, 2)
        axes.plot([0, 1], [1, 2], marker="o")
        return finish(figure, "Huế: 1.234,5 điểm", "Nguồn: Bộ", "alt").svg


def uses(svg: str) -> list[str]:
    return [use.get(HREF, "")[1:] for use in ElementTree.fromstring(svg).iter(f"{SVG}use")]


def glyph(outline: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"><defs><path id="DejaVuSans-31" '
        f'd="{outline}" transform="scale(0.015625)"/></defs></svg>'
    )


def test_it_is_half_as_long_and_still_whole() -> None:
    svg = drawn()
    small = compact(svg)
    assert len(small) < 0.6 * len(svg)
    root = ElementTree.fromstring(small)
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    assert set(uses(small)) <= ids
    assert set(re.findall(r"url\(#(\w+)\)", small)) <= ids
    assert compact(svg) == small
    assert "\n" not in small
    assert "metadata" not in small


def test_every_letter_keeps_its_own_outline_and_order() -> None:
    """Ids are those of the letters, so that two drawings in one page cannot mix them up."""
    svg = drawn()
    short = {"DejaVuSans-Bold-": "b", "DejaVuSans-": "r"}

    def expected(name: str) -> str:
        for font, letter in short.items():
            if name.startswith(font):
                return letter + name.removeprefix(font)
        return name

    small = compact(svg)
    assert uses(small) == [expected(name) for name in uses(svg)]
    assert any(name.startswith("b") for name in uses(small))


def test_an_outline_is_the_same_to_a_four_hundredth_of_its_height() -> None:
    small = compact(glyph("M 160 320 \nL 480 320 \nQ 480 0 160 0 \nz \nM 32 64 \nL 64 32 \nz"))
    path = next(ElementTree.fromstring(small).iter(f"{SVG}path"))
    assert path.get("id") == "r31"
    # 160/16 and so on, as steps; the second part begins where the first began.
    assert path.get("d") == "m10 20l20 0q0-20-20-20zm-8-16l2-2z"
    assert path.get("transform") == "scale(.25)"


def test_a_command_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="command 'A'"):
        compact(glyph("M 0 0 A 1 1 0 0 1 2 2"))


def test_letters_stand_where_they_stood() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<g id="text_1"><use xlink:href="#DejaVuSans-31" transform="translate(63.62 0)"/></g>'
        '<g id="a" clip-path="url(#p)"><use xlink:href="#m1" x="1" transform="translate(2 3)"/></g>'
        "</svg>"
    )
    root = ElementTree.fromstring(compact(svg))
    first, second = root.iter(f"{SVG}use")
    assert (first.get("x"), first.get("y"), first.get("transform")) == ("63.6", None, None)
    # What has a place of its own keeps its translation, and a group that does something stays.
    assert second.get("transform") == "translate(2 3)"
    assert [child.tag for child in root] == [f"{SVG}use", f"{SVG}g"]
