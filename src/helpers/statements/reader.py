"""Which statements about ranks and scores does a whole text make, and where do they stand?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from helpers.headlines.reader import read_headline
from helpers.printed.words import one_spelling
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.statement import Reading, Statement, UnreadNumber

_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zà-ỹ])")


def read_text(text: str, definitions: Definitions, units: Units) -> Reading:
    """Which statements does a text make?

    Args:
        text: the text, in Vietnamese or English; its lines are paragraphs, the first its title.
        definitions: indices, measures and editions on file.
        units: the provinces.

    Returns:
        The statements in their order, and the numbers that were not understood.
    """
    plain = "\n".join(filter(None, map(one_spelling, text.splitlines())))
    statements: list[Statement] = []
    unread: list[UnreadNumber] = []
    for start, end in _sentences(plain):
        for one in read_headline(plain[start:end], definitions, units):
            first = max(plain.find(one.words, start, end), start)
            placed = replace(
                one, start=first, end=first + len(one.words), sentence_start=start, sentence_end=end
            )
            if one.statistic:
                statements.append(placed)
            elif re.search("[0-9]", one.words):
                unread.append(UnreadNumber(placed.start, placed.end, start, end))
    return Reading(plain, tuple(statements), tuple(unread))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for paragraph in re.finditer(r"[^\n]+", text):
        start = paragraph.start()
        for gap in _END_OF_SENTENCE.finditer(paragraph[0]):
            yield start, paragraph.start() + gap.start()
            start = paragraph.start() + gap.end()
        yield start, paragraph.end()
