"""Links from the code of a source, wherever a page shows it, to its row on the page of sources."""

from __future__ import annotations

import re
from collections.abc import Collection

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from helpers.site.frame import Place

# A caption with a link in it is no part of a table whose roles are said.
_UNTOUCHED = ("a", "caption", "code", "pre", "script", "style", "button")
_WORD = re.compile(r"[\w-]+")


def link_sources(body: BeautifulSoup, known: Collection[str], place: Place) -> None:
    """Make a link of every word of the text that is the id of a known source.

    An id without a digit or `_` may be a word like any other, so it is none of them.
    """
    page = f"{place.up}{place.path.partition('/')[0]}/sources.html"
    # A brief has such links of its own, from where the pages of provinces lie.
    for link in body.select('a[href*="sources.html#"]'):
        link["href"] = f"{page}#{str(link['href']).partition('#')[2]}"
    known = {one for one in known if re.search(r"[\d_]", one)}
    if not known:
        return
    for text in body.find_all(string=_WORD):
        if type(text) is not NavigableString or text.find_parent(_UNTOUCHED):
            continue
        parts: list[str | Tag] = []
        end = 0
        for found in _WORD.finditer(text):
            if found[0] in known:
                parts += [text[end : found.start()], _link(body, found[0], page)]
                end = found.end()
        if parts:
            text.replace_with(*parts, text[end:])


def _link(body: BeautifulSoup, source: str, page: str) -> Tag:
    link = body.new_tag("a", attrs={"href": f"{page}#{source}"})
    link.string = source
    return link
