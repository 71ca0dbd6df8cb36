"""The front page of a report: the provinces, what the figures tell, and the questions.

A report without tables of its own, of other parameters, lists its findings by question instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from helpers.running.contract import Heading
from helpers.sharing.wording import word
from helpers.site.notebook_page import ClaimRow
from helpers.site.rendering import render
from helpers.sources.provinces import NAME_PREFIXES

if TYPE_CHECKING:
    from helpers.site.front.page import Front

_UNDECIDED = "cannot tell"


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
        published: the newest date, or "".
        front: the blocks of the front page; None for a report without tables of its own.
        compare, news: where provinces are compared, and where stands what is new; or "".
    """

    lang: str
    entries: Sequence[Entry]
    findings: Sequence[ClaimRow]
    coverage: str
    published: str
    data_version: str
    front: Front | None = None
    compare: str = ""
    news: str = ""


def shown_finding(claim: ClaimRow, lang: str) -> dict[str, object]:
    """A registered sentence as readers see it: in their language, with its verdict in words."""
    return {
        "sentence": claim[f"sentence_{lang}"],
        "verdict": word(f"verdict.{claim['verdict']}", lang),
        "decided": claim["verdict"] != _UNDECIDED,
        "notebook": claim["notebook"],
    }


def render_index(landing: Landing) -> str:
    """The landing page: the blocks of the front, then the questions; without one, the findings."""
    # What a page without figures needs not is not read.
    from helpers.site.front.marked import marked
    from helpers.site.table_pages import TESTS

    return render(
        "index.html.j2",
        landing.lang,
        landing=landing,
        findings=[shown_finding(claim, landing.lang) for claim in landing.findings],
        data_version=landing.data_version,
        version=Markup("<code>{}</code>").format(landing.data_version),
        say=lambda key, **values: marked(key, landing.lang, **values),
        tests_file=TESTS.as_posix(),
        with_script=landing.front is not None,
        prefixes="|".join(NAME_PREFIXES),
    )
