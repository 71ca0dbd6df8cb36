"""The page that says how the others are read: ten questions with short answers, and the terms."""

from __future__ import annotations

from helpers.sharing.wording import use_wording, word
from helpers.site.frame import HOW_TO_READ, Frame, paired
from helpers.site.rendering import render

use_wording("how_to_read.yml")

QUESTIONS = (
    "movement", "comparable", "undecided", "scale", "merged", "error", "press", "sources",
    "missing", "cause",
)  # fmt: skip
TERMS = (
    "dti", "edition", "pillar", "main_index", "points", "gain", "interval", "peer",
    "full_process", "association", "p", "version",
)  # fmt: skip


def render_how_to_read(lang: str, frame: Frame) -> str:
    """The page in one language, as HTML."""
    return render(
        "how_to_read.html.j2",
        lang,
        frame=frame,
        place=paired(HOW_TO_READ, lang),
        questions=[
            (name, word(f"question.{name}.asked", lang), word(f"question.{name}.answer", lang))
            for name in QUESTIONS
        ],
        terms=[
            (name, word(f"term.{name}.name", lang), word(f"term.{name}.means", lang))
            for name in TERMS
        ],
    )
