"""The page of a text that was checked: the whole text, every statement marked where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from helpers.printed.languages import language_of
from helpers.questions.press_check.checked_sentences import (
    counts_said,
    opening_lines,
    place_said,
    unread_said,
)
from helpers.questions.press_check.checked_text import OUTCOMES, CheckedText, outcome
from helpers.questions.press_check.headline_sentences import answer_lines
from helpers.sharing.wording import use_wording, word, written
from helpers.site.frame import Frame, Place
from helpers.site.rendering import render
from helpers.sources.editions import Definitions

use_wording("checked_text.yml")

SIGNS = {"agrees": "✓", "contradicted": "✗", "cannot be checked": "?"}
"""Beside the words of a statement, so that colour is not alone."""
_CLASSES = {name: name.replace(" ", "-") for name in OUTCOMES}


@dataclass(frozen=True)
class _Mark:
    """A stretch of the text that is shown as a statement, or as a number that was not read.

    `number` is that of the statement from 1, 0 of a number that was not read.
    """

    start: int
    end: int
    number: int = 0
    outcome: str = ""


def render_checked_text(
    checked: CheckedText, definitions: Definitions, lang: str, frame: Frame
) -> str:
    """The page as HTML that asks nobody for anything and holds no way to another page.

    Args:
        checked: the text and its verdicts. lang: "vi" or "en", the language of the page.
        frame: what the project says on its pages.
    """
    marks = [
        _Mark(one.statement.start, one.statement.end, number, outcome(one))
        for number, one in enumerate(checked.judged, 1)
    ]
    marks += [_Mark(one.start, one.end) for one in checked.reading.unread]
    answers = [written(line, lang) for line in answer_lines(checked.judged, definitions)]
    unread_counted, unread = unread_said(checked)
    _, *opening = (written(line, lang) for line in opening_lines(checked))
    return render(
        "checked_text.html.j2",
        lang,
        frame=frame,
        place=Place("check.html"),
        name=checked.document.name,
        text_lang=language_of(checked.reading.text) or lang,
        counts=[
            (_CLASSES[name], SIGNS[name], count, _said(name, lang))
            for name, count in checked.counts.items()
        ],
        counted=written(counts_said(checked), lang),
        contradicted=_contradicted(checked, answers, lang),
        opening=opening,
        unread_counted=written(unread_counted, lang),
        unread=[written(line, lang) for line in unread],
        paragraphs=_paragraphs(checked, marks, answers, lang),
    )


def _said(name: str, lang: str) -> str:
    return word(f"outcome.{name}", lang)


def _contradicted(checked: CheckedText, answers: Sequence[str], lang: str) -> list[dict[str, Any]]:
    found = zip(checked.judged, checked.paragraphs(), answers, strict=True)
    return [
        {"number": number, "answer": answer, "place": written(place_said(paragraph.place), lang)}
        for number, (one, paragraph, answer) in enumerate(found, 1)
        if outcome(one) == "contradicted"
    ]


def _paragraphs(
    checked: CheckedText, marks: Sequence[_Mark], answers: Sequence[str], lang: str
) -> list[dict[str, Any]]:
    """Each paragraph with its marks, and the answers to the statements that begin in it."""
    shown = []
    for start, paragraph in zip(checked.starts, checked.document.paragraphs, strict=True):
        end = start + len(paragraph.text)
        own = [mark for mark in marks if start <= mark.start < end]
        stated = [mark for mark in own if mark.number]
        shown.append(
            {
                "kind": paragraph.place.kind,
                "place": written(place_said(paragraph.place), lang),
                "text": _marked(paragraph.text, start, own, lang),
                "is_open": any(mark.outcome == "contradicted" for mark in stated),
                "counts": [
                    (_CLASSES[name], SIGNS[name], count, _said(name, lang))
                    for name in reversed(OUTCOMES)
                    if (count := sum(mark.outcome == name for mark in stated))
                ],
                "answers": [
                    (_CLASSES[m.outcome], SIGNS[m.outcome], m.number, answers[m.number - 1])
                    for m in stated
                ],
            }
        )
    return shown


def _marked(text: str, begin: int, marks: Sequence[_Mark], lang: str) -> Markup:
    """A paragraph as HTML, cut where a mark begins or ends; statements may share words."""
    edges = {0, len(text)}
    for mark in marks:
        edges |= {mark.start - begin, min(mark.end - begin, len(text))}
    html = Markup()
    for start, end in pairwise(sorted(edges)):
        over = [m for m in marks if m.start - begin <= start and end <= m.end - begin]
        html += _stretch(text[start:end], over)
        for mark in over:
            if mark.number and min(mark.end - begin, len(text)) == end:
                html += _sign(mark, lang)
    return html


def _stretch(text: str, over: Sequence[_Mark]) -> Markup:
    stated = [mark for mark in over if mark.number]
    if stated:
        # Where statements share words, what is contradicted shows.
        worst = next((mark for mark in stated if mark.outcome == "contradicted"), stated[0]).outcome
        numbers = " ".join(str(mark.number) for mark in stated)
        return Markup('<mark class="{}" data-statements="{}">{}</mark>').format(
            _CLASSES[worst], numbers, text
        )
    return Markup('<span class="unread">{}</span>').format(text) if over else escape(text)


def _sign(mark: _Mark, lang: str) -> Markup:
    return Markup('<a class="sign {}" id="s{}" href="#n{}" aria-label="{}">{}{}</a>').format(
        _CLASSES[mark.outcome], mark.number, mark.number,
        f"{mark.number}: {_said(mark.outcome, lang)}", SIGNS[mark.outcome], mark.number,
    )  # fmt: skip
