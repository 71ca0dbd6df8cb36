"""Briefs as pages, and the check that every digit of them is that of its table."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from bs4 import BeautifulSoup

from ...traced_figures import bare_digits, check_figures, processed
from .second_way import second_way

KEPT = {
    r"\b(?:19|20)\d\d\b": "a year: of an edition, of a figure",
    r"\bs\d{3}\b": "the number of a source",
    r"\b\d+[\w-]*/(?:[\w.]+[-/])?[^\W\d][\w-]*": "the number of a document, as it is printed",
    r"(?:thang|scale) 0–1|0–1\b|\b0 to 1\b": "from where to where scores go",
    r"□ +/100\b": "out of how many the index of service gives",
}
"""What is no figure of a table, and why."""


def page_of(shown: Sequence[str]) -> BeautifulSoup:
    """What the cells show, below one element."""
    html = [text for text in shown if text.lstrip().startswith("<")]
    return BeautifulSoup(f"<main>{''.join(html)}</main>", "html.parser")


def check_page(page: BeautifulSoup, root: Path, lang: str) -> None:
    """No digit stands beside the figures, and every figure is that of its table."""
    bare = bare_digits(page, list(KEPT))
    assert not bare, bare
    check_figures(page.select("data"), root, lang, second_way(root))
    for picture in page.select("img"):
        check_picture(picture["alt"], picture["src"], root)


def check_picture(told: str, source: str, root: Path) -> None:
    """A drawing and the words beside it, which hold no marks, say what the rankings do."""
    ranked = {
        (row["province"], row["edition"], (row["rank_best"], row["rank_worst"]))
        for row in processed(root, "rankings")
        if row["index"] == "DTI"
    }
    said = set()
    for one in told.split("; "):
        name = re.match(r"[^\d:]+(?= \d{4}:)", one)
        assert name is not None, one
        spans = re.findall(r"(\d{4}): (\d+)(?:–(\d+))?", one)
        said |= {(name[0], year, (best, worst or best)) for year, best, worst in spans}
    assert said, told
    assert said <= ranked, said - ranked
    svg = BeautifulSoup(base64.b64decode(source.partition("base64,")[2]), "html.parser")
    labels = {re.sub(r" .*", "", text.get_text()) for text in svg.select("text[font-weight]")}
    spans = {best if best == worst else f"{best}–{worst}" for _, _, (best, worst) in said}
    assert labels == spans, labels ^ spans
    years = {year for _, year, _ in said}
    axis = {text.get_text() for text in svg.select("text:not([font-weight])")}
    assert years <= axis, axis
    ticks = sorted(int(text) for text in axis if len(text) < 4)
    # From the first place to the last, and tens between.
    assert ticks[0] == 1
    assert all(0 < after - before < 30 for before, after in pairwise(ticks))
