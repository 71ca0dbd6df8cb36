"""Which statements about ranks and scores does a headline or a whole text make, and where?

Reads Vietnamese, with or without diacritics, and English. What a headline leaves out is assumed and
said (`warnings`); in a text nothing is assumed: what a sentence leaves out carries over or stays
open. What is no plain statement of fact is kept with the reason (`refusal`), and every number that
was not understood is named. Nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from helpers.printed.words import one_spelling
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.marks import Mark, Marker
from helpers.statements.rules import Carried, Line, statements_of
from helpers.statements.statement import Reading, Statement, UnreadNumber
from helpers.statements.text import Sentence, plain_text, sentences

OURS = ("ta", "tinh ta", "chung ta", "we", "our")
PAIR = r"X[X()]*Y|Y[K]*X"
"""An index with its edition, as letters of marks."""
_NUMBERS = ("number", "other_number", "percent", "of_some", "of_all", "ordinal", "score", "money")


def read_headline(text: str, definitions: Definitions, units: Units) -> list[Statement]:
    """Which statements does a headline make, in its order?

    Args:
        text: the headline, in Vietnamese or English.
        definitions: indices, measures and editions on file.
        units: the provinces.

    Returns:
        At least one statement; one without a `statistic` is what was not understood.
    """
    plain = one_spelling(text)
    line = Line(plain, Marker(definitions, units).marks(plain), assume=True)
    found = [
        one for value in line.values for one in statements_of(line, value, definitions, Carried())
    ]
    left = _left(line)
    if left or not found:
        start = max(0, plain.rfind(" ", 0, max(0, left[0].start - 12)) + 1) if left else 0
        words = plain[start : left[0].end + 16].strip() if left else plain
        found.append(Statement(words, refusal="not understood"))
    return found


def _left(line: Line) -> list[Mark]:
    """Numbers in digits that no value took and that are not known to be anything else."""
    taken = {mark for v in line.values for mark in line.marks[v.start : v.end]}
    return [
        mark
        for mark in line.all_marks
        if mark.kind in _NUMBERS
        and mark not in taken
        and re.match("[0-9]", line.text[mark.start :])
    ]


def read_text(text: str, definitions: Definitions, units: Units) -> Reading:
    """Which statements does a text make?

    Args:
        text: the text, in Vietnamese or English; its lines are paragraphs, the first its title.
        definitions: indices, measures and editions on file.
        units: the provinces.

    Returns:
        The statements in their order, and the numbers that were not understood.
    """
    plain = plain_text(text)
    marks = Marker(definitions, units).marks(plain)
    carried = _told_by_title(plain, marks, definitions)
    living = units.all(definitions.living_universe)
    carried.living = frozenset(unit.province for unit in living)
    for one in definitions.editions:
        carried.on_file.setdefault(one.index, set()).add(one.edition)
    if carried.topic in carried.living and any(
        definitions.living_universe in (mark.value, mark.other)
        for mark in marks
        if mark.letter in ("U", "Z")
    ):
        carried.universe = carried.own_universe = definitions.living_universe
    statements: list[Statement] = []
    unread: list[UnreadNumber] = []
    at, paragraph = 0, 0
    for sentence in sentences(plain):
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            carried.edition = carried.mains.get(carried.index, carried.edition)
            carried.universe = carried.own_universe
        own = []
        while at < len(marks) and marks[at].start < sentence.end:
            own.append(marks[at])
            at += 1
        line = Line(plain, own, assume=False, aimed=carried.aims)
        found = [
            replace(one, sentence_start=sentence.start, sentence_end=sentence.end)
            for value in line.values
            for one in statements_of(line, value, definitions, carried)
        ]
        statements += found
        unread += [
            UnreadNumber(mark.start, mark.end, sentence.start, sentence.end)
            for mark in _left(line)
            if mark.kind not in ("percent", "money") and not _is_counted(line, mark)
        ]
        carry_on(line, found, carried)
        carried.aims = _aims_on(plain, sentence, line, aims=carried.aims)
    return Reading(plain, tuple(statements), tuple(unread))


def _aims_on(plain: str, sentence: Sentence, line: Line, *, aims: bool) -> bool:
    """Whether a heading or a question of targets leads on to its list or its answer."""
    last = plain[sentence.start : sentence.end].rstrip()[-1:]
    heads = last not in (".", "!", ";", "?")
    followed = _is_item(plain, min(sentence.end + 1, len(plain)))
    if heads and line.of_kind("goal", "target") and followed:
        return True
    if last == "?":
        return bool(line.of_kind("goal"))
    return aims and followed and _is_item(plain, sentence.start)


def _is_item(plain: str, start: int) -> bool:
    """Whether a sentence is an item of a list: "- …", "2. …", "a) …"."""
    return re.match(r"[-+*•]|[0-9a-zđ]{1,2}[.)]", plain[start:]) is not None


def _is_counted(line: Line, mark: Mark) -> bool:
    """Whether a number counts what is named after it: "42 phóng viên"."""
    after = [m for m in line.all_marks if m.start >= mark.end][:1]
    return bool(after) and (
        after[0].kind in ("unknown", "counted", "part", "body", "unit", "filler")
    )


def _told_by_title(plain: str, marks: Sequence[Mark], definitions: Definitions) -> Carried:
    """What title and text as a whole speak of: the province, and the edition named first."""
    end = plain.find("\n") if "\n" in plain else len(plain)
    seen = [mark for mark in marks if mark.letter]
    named = [mark for mark in seen if mark.kind == "province"]
    often = Counter(mark.value for mark in named).most_common(2)
    ours = any(mark.kind == "self" and mark.value in OURS for mark in marks)
    topic = named[0].value if named and (named[0].start < end or ours) else ""
    if not topic and often and (len(often) == 1 or 2 * often[0][1] >= 3 * often[1][1]):
        topic = often[0][0]
    index, edition, letters = "", "", "".join(m.letter for m in seen)
    for match in re.finditer(PAIR, letters):
        if _is_subject_only(plain, seen[match.start() : match.end()]):
            continue
        years = {m.value for m in seen[match.start() : match.end()] if m.kind == "year"}
        named = {m.value for m in seen[match.start() : match.end()] if m.kind == "index"}
        if not years & {e.edition for e in definitions.editions if e.index in named}:
            continue
        pair = {m.kind: m.value for m in seen[match.start() : match.end()]}
        index, edition = pair["index"], pair["year"]
        break
    else:
        index = next((m.value for m in seen if m.kind == "index"), "")
    mains = {index: edition} if edition else {}
    return Carried(index, edition, mains, edition, topic=topic, provinces=(topic,) if topic else ())


def _is_subject_only(plain: str, pair: Sequence[Mark]) -> bool:
    """Whether an index is named by its subject alone: "chuyển đổi số năm 2024" may be anything."""
    names = [m for m in pair if m.kind == "index"]
    led = plain[max(0, names[0].start - 20) : names[0].start].lower()
    alone = plain[names[0].start : names[0].end].lower() in (
        "chuyển đổi số",
        "digital transformation",
    )
    return alone and not re.search("hạng|kết quả|mức độ|rank", led)


def carry_on(line: Line, found: Sequence[Statement], carried: Carried) -> None:
    """What the next sentence may leave out: index, edition, units and province of this one."""
    plain = [one for one in found if one.refusal in ("", "region", "hedge")]
    named = [mark.value for mark in line.marks if mark.kind == "index"]
    carried.index = (plain[-1].index if plain else named[-1] if named else "") or carried.index
    if not line.of_kind("goal"):
        pairs = [line.marks[m.start() : m.end()] for m in re.finditer(PAIR, line.letters)]
        strong = [pair for pair in pairs if found or not _is_subject_only(line.text, pair)]
        paired = [mark.value for pair in strong for mark in pair if mark.kind == "year"]
        paired = [year for year in paired if year in carried.on_file.get(carried.index, ())]
        told = [o.edition for o in plain if o.edition in carried.on_file.get(o.index, ())]
        if told or paired:
            known = max([*told, *paired, carried.mains.get(carried.index, "")])
            carried.mains[carried.index] = known
            carried.told = (told or paired)[-1]
        # An earlier year is an aside: what follows speaks of the main one again.
        carried.edition = carried.mains.get(carried.index, carried.edition)
    measures = [line.marks[at].value for at in line.of_kind("measure")]
    carried.measure = (measures or [carried.measure])[-1]
    carried.fragment = (measures or [""])[-1]
    said = [one.universe for one in plain if one.universe]
    units = [mark.value for mark in line.marks if mark.kind == "universe"]
    carried.universe = (said or units or [carried.universe])[-1]
    carried.own_universe = carried.own_universe or carried.universe
    spoken = tuple(dict.fromkeys(one.province for one in plain if one.province))
    carried.provinces = spoken or carried.provinces
