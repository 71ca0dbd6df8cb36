"""Whole documents as a careful reader reads them, and how far the reader agrees.

`tests/data/documents` has the texts (first line: title), `statements.csv` with what each says and
whether the tables bear it out (`true`, empty where none can), and `others.csv` with the numbers and
words that are no statement about a province's place.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers.questions.press_check.answer import CONTRADICTED
from helpers.questions.press_check.headline import judge_statements
from helpers.questions.press_check.other_readings import with_other_readings
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.reader import read_text
from helpers.statements.statement import Reading, Statement
from helpers.statements.text import plain_text

Row = dict[str, str]
SHOWN = ("province", "index", "measure", "edition", "universe", "statistic", "value", "worst")
TAKEN = ("", "hedge", "region", "no edition", "no such edition")


@dataclass
class Score:
    """How documents were read: each list names what is wrong."""

    labels: int = 0
    wrong: list[str] = field(default_factory=list)
    verdicts: int = 0
    false: list[str] = field(default_factory=list)
    others: int = 0
    taken: list[str] = field(default_factory=list)


def rows(folder: Path, name: str) -> list[Row]:
    """The rows of one of the two lists of a folder of documents."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def place_in(text: str, row: Row) -> tuple[int, int]:
    """Where what a row is about stands in the text as it is read."""
    start, length = int(row["start"]), int(row["length"])
    before, own = plain_text(text[:start]), plain_text(text[start : start + length])
    plain = plain_text(text)
    at = plain.find(own, max(0, len(before) - 2))
    return at, at + len(own)


def fits(label: Row, one: Statement, units: Units, *, several: bool) -> bool:  # noqa: PLR0911  # one a field
    """Whether a statement is what a label says, in every field."""
    unit, other = (
        units.match(label["province"], "63"),
        units.match(one.province, "63") if one.province else None,
    )
    if unit is None or other is None or unit.unit_id != other.unit_id:
        return False
    if (label["index"], label["measure"]) != (one.index, one.measure):
        return False
    if label["edition"] != one.edition or (not label["edition"] and one.refusal != "no edition"):
        return False
    if label["universe"] != one.universe and (one.universe or several):
        return False
    if label["how"] == "negated" and one.refusal != "negation":
        return False
    if label["how"] in ("", "bottom") and one.refusal not in (
        "",
        "region",
        "no edition",
        "no such edition",
        "no such measure",
        "rumour",
    ):
        return False
    return fits_value(label, one)


def fits_value(label: Row, one: Statement) -> bool:
    """Whether a statement has the statistic and the value of a label."""
    value = float(label["value"]) if label["value"] else None
    size = {"63": 63.0, "34": 34.0}[label["universe"]]
    last = one.statistic == "group" and one.from_bottom is not None
    if label["statistic"] == "group":
        if value is None:
            return one.refusal == "vague"
        return one.statistic == "group" and value == (
            one.from_bottom if label["how"] == "bottom" else one.worst
        )
    if label["statistic"] == "rank":
        nth = size - one.from_bottom + 1 if last and one.from_bottom in (1, 2) else None
        return value == nth if last else (one.statistic == "rank" and one.value == value)
    if label["statistic"] == "regional_rank":
        if one.statistic == "regional_rank":
            return (one.value, one.region) == (value, label["region"])
        return (
            one.refusal == "region"
            and one.value == value
            and " " in label["region"]
            and label["region"][0].islower()
        )
    return (
        one.statistic == label["statistic"]
        and one.value is not None
        and abs(one.value - (value or 0)) < 1e-9
    )


def score_document(
    name: str, text: str, labels: Sequence[Row], others: Sequence[Row], score: Score,
    rankings: pd.DataFrame, definitions: Definitions, units: Units,
) -> Reading:  # fmt: skip
    """Read a document and add to the score what is wrong with it."""
    reading = read_text(text, definitions, units)
    several = {e.edition for e in definitions.editions if e.index == "DTI" and e.universe == "34"}
    judged = judge_statements(reading.statements, rankings, definitions, units)
    judged = with_other_readings(reading, judged, rankings, definitions, units)
    matched: dict[int, Row] = {}
    for label in labels:
        start, end = place_in(text, label)
        score.labels += 1
        found = [
            n for n, one in enumerate(reading.statements)
            if start - 2 <= one.start < end
            and fits(label, one, units, several=label["edition"] in several)
        ]  # fmt: skip
        fresh = [n for n in found if n not in matched] or found
        if fresh:
            matched[fresh[0]] = label
        else:
            shown = " ".join(
                label[k]
                for k in (
                    "province",
                    "index",
                    "measure",
                    "edition",
                    "universe",
                    "statistic",
                    "value",
                    "region",
                    "how",
                    "true",
                )
            )
            score.wrong.append(f"{name} {shown} <- {reading.text[start:end]}")
    for n, one in enumerate(judged):
        if one.verdict == "cannot be checked":
            continue
        score.verdicts += 1
        truth = matched[n]["true"] if n in matched else None
        said = "false" if one.verdict in CONTRADICTED else "true"
        if (truth is None and said == "false") or (truth and truth != said):
            one_read = one.statement
            sentence = reading.text[one_read.sentence_start : one_read.sentence_end]
            shown = (one.verdict, truth, *(getattr(one_read, name) for name in SHOWN))
            score.false.append(f"{name} {' '.join(map(str, shown))} <- {sentence}")
    for row in others:
        start, end = place_in(text, row)
        score.others += 1
        hit = [
            s for s in reading.statements if s.start < end and s.end > start and s.refusal in TAKEN
        ]
        hit = [s for s in hit if not any(s is reading.statements[n] for n in matched)]
        if hit:
            words = text[int(row["start"]) : int(row["start"]) + int(row["length"])]
            score.taken.append(f"{name} {row['why']}: {words} as {hit[0].words!r}")
    return reading
