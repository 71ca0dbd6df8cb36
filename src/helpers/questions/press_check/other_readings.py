"""May a statement that is contradicted be true of what else its text speaks of?

In a text, most sentences leave something out: the province, the edition, how many units are ranked,
the part of the index. What was carried over into them may be the wrong one. Nothing is called false
that is true as soon as one thing that its sentence does not name is another of those at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import pandas as pd

from helpers.questions.press_check.answer import CONTRADICTED
from helpers.questions.press_check.headline import Judged, judge_statements
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.marks import Mark, Marker
from helpers.statements.statement import Reading, Statement

OTHER_READING = "fits another reading"
_NEAR = 400
"""From how many letters before a sentence a part of the index may still be meant."""


def with_other_readings(
    reading: Reading, judged: Sequence[Judged], rankings: pd.DataFrame,
    definitions: Definitions, units: Units,
) -> list[Judged]:  # fmt: skip
    """The verdicts, those left open that another reading of their text makes true.

    Args:
        reading: the text as it was read. judged: the verdict of each statement, in their order.
        rankings: as `rankings.csv`.
    """
    marks = Marker(definitions, units).marks(reading.text)
    readings = [
        list(_others(one.statement, reading, marks, definitions))
        if one.verdict in CONTRADICTED
        else []
        for one in judged
    ]
    flat = [other for own in readings for other in own]
    answers = iter(judge_statements(flat, rankings, definitions, units))
    agrees = ["agrees" in [one.verdict for one in islice(answers, len(own))] for own in readings]
    return [
        replace(one, verdict="cannot be checked", reason=OTHER_READING, likely=None)
        if fits
        else one
        for one, fits in zip(judged, agrees, strict=True)
    ]


def _others(
    one: Statement, reading: Reading, marks: Sequence[Mark], definitions: Definitions
) -> Iterator[Statement]:
    """The statement with another province, edition, set of units or part, one at a time."""
    own = [m for m in marks if one.sentence_start <= m.start < one.sentence_end]
    kinds = {mark.kind for mark in own}
    if one.province not in {mark.value for mark in own if mark.kind == "province"}:
        named = dict.fromkeys(mark.value for mark in marks if mark.kind == "province")
        yield from (replace(one, province=name) for name in named if name != one.province)
    on_file = [edition for edition in definitions.editions if edition.index == one.index]
    if not kinds & {"year", "years"}:
        years = sorted({edition.edition for edition in on_file} - {one.edition})
        yield from (replace(one, edition=year) for year in years)
    if one.universe and not kinds & {"universe", "of_all"}:
        sizes = sorted({edition.universe for edition in on_file} - {one.universe})
        yield from (replace(one, universe=size) for size in sizes)
    if "measure" not in kinds:
        near = [
            other.measure
            for other in reading.statements
            if 0 <= one.sentence_start - other.sentence_end < _NEAR
        ]
        yield from (replace(one, measure=m) for m in dict.fromkeys(near) if m != one.measure)
