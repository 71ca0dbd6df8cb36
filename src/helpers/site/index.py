"""The front page of a report: findings by question, the provinces, and what the data cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.running.contract import Heading
from helpers.sharing.wording import word
from helpers.site.notebook_page import ClaimRow
from helpers.site.rendering import render
from helpers.sources.provinces import NAME_PREFIXES

if TYPE_CHECKING:
    from helpers.site.provinces import Provinces

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
        comparison: whether the edition that leads can be compared, in sentences.
        published: the newest date, or "".
        provinces: tables and map; None where no province is shown.
        has_downloads: whether the pages of the data and of the sources are there.
    """

    lang: str
    edition: str
    entries: Sequence[Entry]
    findings: Sequence[ClaimRow]
    coverage: str
    published: str
    data_version: str
    provinces: Provinces | None = None
    has_downloads: bool = False
    comparison: Sequence[str] = ()


def shown_finding(claim: ClaimRow, lang: str) -> dict[str, object]:
    """A registered sentence as readers see it: in their language, with its verdict in words."""
    return {
        "sentence": claim[f"sentence_{lang}"],
        "verdict": word(f"verdict.{claim['verdict']}", lang),
        "decided": claim["verdict"] != _UNDECIDED,
        "notebook": claim["notebook"],
    }


def render_index(landing: Landing) -> str:
    """The landing page: each question with its findings, the provinces, and what the data cover.

    What could not be told is folded below the rest of its question.
    """
    return render(
        "index.html.j2",
        landing.lang,
        landing=landing,
        findings=[shown_finding(claim, landing.lang) for claim in landing.findings],
        data_version=landing.data_version,
        with_script=landing.provinces is not None,
        prefixes="|".join(NAME_PREFIXES),
    )
