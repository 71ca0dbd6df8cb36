"""The answer to a whole text: each statement where it stands, the counts, and what was not read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from helpers.documents.document import Paragraph, Place
from helpers.questions.press_check.checked_text import CheckedText
from helpers.questions.press_check.headline_sentences import answer_lines
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import Capital, Joined, Said, use_wording
from helpers.sources.editions import Definitions

use_wording("checked_text.yml")

_AROUND = 40
"""So many letters around a number that was not read are shown, to the ends of words."""


Listed = tuple[Phrase, list[Phrase]]
"""A sentence, and what is listed below it."""


def place_said(place: Place) -> Phrase:
    """Where is that: "paragraph 4", "table 2, row 3", "page 4, paragraph 1"?"""
    said = Said(f"place.{place.kind}", number=place.number, row=place.row)
    return Said("place.on_page", page=place.page, place=said) if place.page else said


def opening_lines(checked: CheckedText) -> list[Phrase]:
    """What is read: its name, what of it was left out, and when it says it was published."""
    document = checked.document
    lines: list[Phrase] = [Said("checked.of", name=document.name)]
    if document.published:
        lines.append(Said("checked.published", days=", ".join(document.published)))
    if document.left_out:
        kinds = [Said(f"left_out.{kind}") for kind in document.left_out]
        lines.append(Said("checked.left_out", kinds=Joined(kinds)))
    return lines


def statements_said(checked: CheckedText, definitions: Definitions) -> Iterator[Listed]:
    """Each sentence that says something, with its place, and the answers to what it says."""
    answers = answer_lines(checked.judged, definitions)
    found = zip(checked.judged, checked.paragraphs(), answers, strict=True)
    for _, group in groupby(found, key=lambda each: each[0].statement.sentence_start):
        same = list(group)
        judged, paragraph, _ = same[0]
        place, sentence = place_said(paragraph.place), checked.sentence(judged.statement)
        said = Said("checked.sentence", place=Capital(place), sentence=sentence)
        yield said, [answer for _, _, answer in same]


def counts_said(checked: CheckedText) -> Phrase:
    """How many statements agree, are contradicted, cannot be checked?"""
    if not checked.judged:
        return Said("checked.nothing")
    named = {name.replace(" ", "_"): count for name, count in checked.counts.items()}
    return Said("checked.counts", all=len(checked.judged), **named)


def unread_said(checked: CheckedText) -> Listed:
    """How many numbers were not read, and each of them with its place and the words around it."""
    unread = checked.reading.unread
    found = zip(unread, checked.paragraphs_of_unread(), strict=True)
    return Said("checked.unread", count=len(unread)), [
        Said(
            "checked.unread_at",
            number=checked.reading.text[one.start : one.end],
            place=place_said(paragraph.place),
            words=_around(checked, one.start, one.end, paragraph),
        )
        for one, paragraph in found
    ]


def _around(checked: CheckedText, start: int, end: int, paragraph: Paragraph) -> str:
    """The words around a number within its sentence's paragraph."""
    begin = checked.reading.text.rfind("\n", 0, start) + 1
    text, start, end = paragraph.text, start - begin, end - begin
    first = text.find(" ", start - _AROUND, start) + 1 if start > _AROUND else 0
    last = text.rfind(" ", end, end + _AROUND) if end + _AROUND < len(text) else len(text)
    last = last if last >= end else len(text)
    return f"{'… ' * (first > 0)}{text[first:last]}{' …' * (last < len(text))}"
