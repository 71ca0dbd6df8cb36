"""Where do the paragraphs and sentences of a text begin and end?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.printed.words import one_spelling

_END = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[*-]*\s?(\w))")
# A full stop after these ends no sentence: an abbreviation, an initial, the number of an item.
_NO_END = re.compile(
    r"(?:(?<![^\W\d_])(?:TP|Tp|tp|TX|Tx|Q|P|H|No|no|St|Mr|Mrs|Ms|Dr|vs|PGS|TS|GS|ThS|UBND|TT|[A-ZĐ])"
    r"|(?:^|[,;:(] ?|\blà )[0-9]{1,2}|^[a-zđ0-9]{1,2})$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a sentence stands in its text, and in which paragraph: the title is number 0."""

    start: int
    end: int
    paragraph: int


def plain_text(text: str) -> str:
    """The text in one spelling, a paragraph a line; places are counted in it."""
    return "\n".join(filter(None, map(one_spelling, text.splitlines())))


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a plain text, in their order; a row of a table is one."""
    for number, paragraph in enumerate(re.finditer(r"[^\n]+", text)):
        start = paragraph.start()
        for gap in _END.finditer(paragraph[0]):
            before = paragraph[0][start - paragraph.start() : gap.start()]
            if gap[1].islower():
                continue
            if gap[0][0] == "." and len(gap[0].strip()) == 1 and _NO_END.search(before):
                continue
            yield Sentence(start, paragraph.start() + gap.end(), number)
            start = paragraph.start() + gap.end()
        yield Sentence(start, paragraph.end(), number)
