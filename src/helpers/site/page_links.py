"""Links that a page offers where it says something: to its explanation, to report an error."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from helpers.sharing.tables import Header
from helpers.sharing.wording import use_wording, word
from helpers.site.frame import HOW_TO_READ, RANGE, Place

use_wording("site.yml")


def explain_ranges(body: BeautifulSoup, lang: str, place: Place) -> None:
    """Lead from each place that says how far a rank could lie to what that means."""
    header = Header("rank_band").written(lang)
    said = [cell for cell in body.select("thead th") if cell.get_text() == header]
    # In a brief it stands below the rank, in figures where it is known.
    below = body.select("ul.key-numbers li:first-child > span:last-child")
    said += [note for note in below if any(letter.isdigit() for letter in note.get_text())]
    for element in said:
        link = body.new_tag("a", attrs={"href": f"{place.up}{HOW_TO_READ[lang]}#{RANGE}"})
        link.extend(list(element.contents))
        element.append(link)


def offer_corrections(judged: Tag, page: BeautifulSoup, address: str, lang: str) -> None:
    """Beside each statement on what a named source prints, a link for who has an answer to it.

    Args:
        judged: the part of the page that judges; its sources are linked.
        address: where errors are reported.
    """
    for said in judged.select("tr, p, li"):
        sources = said.select('a[href*="sources.html#"]')
        if not sources:
            continue
        names = ", ".join(dict.fromkeys(source.get_text() for source in sources))
        text = word("page.report_this", lang)
        link = page.new_tag("a", attrs={"class": "report", "href": address})
        link["aria-label"] = f"{text}: {names}"
        link.string = text
        sources[-1].insert_after(" · ", link)
