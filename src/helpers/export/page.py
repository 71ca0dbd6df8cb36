"""A finished page taken apart, for copies of it that leave the site: what goes along, its charts.

All of it works on the HTML of a page, whatever notebook made it.
"""

from __future__ import annotations

import base64
import copy
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

from bs4 import BeautifulSoup, Tag

_SVG_ADDRESS = "data:image/svg+xml"
_SVG = "http://www.w3.org/2000/svg"
_CELL = "cell-id="
_CASED = {
    name.lower(): name for name in ("clipPath", "viewBox", "patternUnits", "preserveAspectRatio")
}
"""What a reader of HTML writes small and SVG does not."""


@dataclass(frozen=True)
class PageChart:
    """A chart of a page: the cell that drew it, the drawing, and what it says in words."""

    name: str
    svg: str
    alt: str


def standalone(page: str) -> str:
    """The page without the ways to other pages, which a copy sent to someone does not have."""
    whole = BeautifulSoup(page, "html.parser")
    _leave_site(whole)
    return str(whole)


def page_charts(page: str) -> list[PageChart]:
    """The charts of a page from top to bottom."""
    return [
        PageChart(_cell_of(image), chart_svg(image), chart_alt(image))
        for image in chart_images(BeautifulSoup(page, "html.parser"))
    ]


def chart_images(page: Tag) -> list[Tag]:
    """The elements of a page that show a drawing; of a chart of the house, the wide one."""
    return page.find_all(
        lambda tag: (
            (tag.name == "img" and str(tag.get("src", "")).startswith(_SVG_ADDRESS))
            or (tag.name == "svg" and "narrow" not in tag.get_attribute_list("class"))
        )
    )


def chart_alt(image: Tag) -> str:
    """What a drawing says in words."""
    return str(image["alt"] if image.name == "img" else image["aria-label"])


def chart_svg(image: Tag) -> str:
    """The drawing that an element shows: an image in its address, any other by itself."""
    if image.name == "img":
        kind, _, content = str(image["src"]).partition(",")
        packed = kind.endswith(";base64")
        return (base64.b64decode(content) if packed else unquote_to_bytes(content)).decode("utf-8")
    drawing = copy.copy(image)
    for element in (drawing, *drawing.find_all(True)):
        element.name = _CASED.get(element.name, element.name)
        element.attrs = {_CASED.get(name, name): value for name, value in element.attrs.items()}
    drawing["xmlns"] = _SVG
    return str(drawing)


def page_text(page: str) -> BeautifulSoup:
    """What a document takes over from a page: its title, what stands in it, and the foot.

    Navigation and code stay behind.
    """
    whole = BeautifulSoup(page, "html.parser")
    _leave_site(whole)
    for element in whole.select("nav, .skip, details.code, head > :not(title)"):
        element.decompose()
    for empty in whole.find_all(["ul", "ol"]):
        if not empty.find("li"):
            empty.decompose()
    return whole


def _leave_site(whole: BeautifulSoup) -> None:
    for element in whole.select("nav.top, nav.crumbs, nav.foot, a.anchor, body > script"):
        element.decompose()
    for fold in whole.select("details:not(.code)"):
        # On paper nobody can open it.
        fold["open"] = ""
    for link in whole.find_all("a", href=True):
        address = urlsplit(str(link["href"]))
        if not address.scheme and address.path:
            link.unwrap()


def _cell_of(image: Tag) -> str:
    cell = image.find_parent(id=lambda anchor: anchor is not None and anchor.startswith(_CELL))
    return "" if cell is None else str(cell["id"]).removeprefix(_CELL)
