"""The front page of a report: findings by question, the provinces, and what the data cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.running.contract import Heading
from helpers.site.frame import FRONT, Frame, paired
from helpers.site.notebook_page import ClaimRow, shown_finding
from helpers.site.rendering import render
from helpers.sources.provinces import NAME_PREFIXES

if TYPE_CHECKING:
    from helpers.site.provinces import Provinces


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
        frame: what all pages of the build say.
        comparison: whether the edition that leads can be compared, in sentences.
        provinces: tables and map; None where no province is shown.
    """

    lang: str
    edition: str
    entries: Sequence[Entry]
    findings: Sequence[ClaimRow]
    coverage: str
    frame: Frame
    provinces: Provinces | None = None
    comparison: Sequence[str] = ()


def render_index(landing: Landing) -> str:
    """The landing page: each question with its findings, the provinces, and what the data cover.

    What could not be told is folded below the rest of its question.
    """
    return render(
        "index.html.j2",
        landing.lang,
        frame=landing.frame,
        place=paired(FRONT, landing.lang),
        landing=landing,
        findings=[shown_finding(claim, landing.lang) for claim in landing.findings],
        prefixes="|".join(NAME_PREFIXES),
    )
