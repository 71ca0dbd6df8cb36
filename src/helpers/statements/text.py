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
    """Where a sentence stands in its text, and whether a paragraph opens with it."""

    start: int
    end: int
    opens: bool


def plain_text(text: str) -> str:
    """The text in one spelling, a paragraph a line; places are counted in it."""
    return "\n".join(filter(None, map(one_spelling, text.splitlines())))


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a plain text, in their order; a row of a table is one."""
    for paragraph in re.finditer(r"[^\n]+", text):
        first = start = paragraph.start()
        for gap in _END.finditer(text, first, paragraph.end()):
            one = gap[0][0] == "." and len(gap[0].strip()) == 1
            if gap[1].islower() or (one and _NO_END.search(text[start : gap.start()])):
                continue
            yield Sentence(start, gap.end(), start == first)
            start = gap.end()
        yield Sentence(start, paragraph.end(), start == first)
