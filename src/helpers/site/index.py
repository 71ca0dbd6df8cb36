"""The front page of a report: the provinces, what the figures tell, and the questions.

A report without tables of its own, of other parameters, lists its findings by question instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.running.contract import Heading
from helpers.site.frame import FRONT, Frame, paired
from helpers.site.how_to_read import QUESTIONS
from helpers.site.notebook_page import ClaimRow, shown_finding
from helpers.site.rendering import render
from helpers.sources.provinces import NAME_PREFIXES

if TYPE_CHECKING:
    from helpers.site.front.blocks import Front


@dataclass(frozen=True)
class Entry:
    """One notebook in the list of the index page; `failed`: it did not finish this time."""

    name: str
    heading: Heading
    has_page: bool
    failed: bool


@dataclass(frozen=True)
class Landing:
    """What the index page says in one language.

    Args:
        findings: registered sentences, listed where there is no `front`.
        frame: what all pages of the build say.
        front: the blocks of the front page; None for a report without tables of its own.
        compare, news: where provinces are compared, and where stands what is new; or "".
    """

    lang: str
    entries: Sequence[Entry]
    findings: Sequence[ClaimRow]
    coverage: str
    frame: Frame
    front: Front | None = None
    compare: str = ""
    news: str = ""


def render_index(landing: Landing) -> str:
    """The landing page: the blocks of the front, then the questions; without one, the findings."""
    # What a page without figures needs not is not read.
    from helpers.site.front.marked import marked
    from helpers.site.table_pages import TESTS

    return render(
        "index.html.j2",
        landing.lang,
        frame=landing.frame,
        place=paired(FRONT, landing.lang),
        landing=landing,
        reading=QUESTIONS,
        findings=[shown_finding(claim, landing.lang) for claim in landing.findings],
        say=lambda key, **values: marked(key, landing.lang, **values),
        tests_file=TESTS.as_posix(),
        prefixes="|".join(NAME_PREFIXES),
    )
