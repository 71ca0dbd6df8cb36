"""The page that says how the others are read: ten questions with short answers, and the terms."""

from __future__ import annotations

from helpers.sharing.wording import read_wording, use_wording
from helpers.site.frame import HOW_TO_READ, Frame, paired
from helpers.site.rendering import render

_FILE = "how_to_read.yml"
use_wording(_FILE)


def render_how_to_read(lang: str, frame: Frame) -> str:
    """The page in one language, as HTML; questions and terms stand in the order of the wording."""
    return render(
        "how_to_read.html.j2",
        lang,
        frame=frame,
        place=paired(HOW_TO_READ, lang),
        questions=_names("question"),
        terms=_names("term"),
    )


def _names(kind: str) -> list[str]:
    """The keys of the entries of a kind, without it and without what is said of them."""
    parts = (key.split(".") for key in read_wording(_FILE))
    return list(dict.fromkeys(name for own, name, *_ in parts if own == kind))
