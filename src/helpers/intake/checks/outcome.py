"""What a check of a transcribed table found, and where in the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from helpers.errors import Clause
from helpers.intake.transcription import Place

PASSED, FAILED, DOUBT, NOT_POSSIBLE = "passed", "failed", "doubt", "not possible"


@dataclass(frozen=True)
class Finding:
    """One thing found: what, where in the file, and of which unit and column."""

    text: str
    place: Place | None = None
    unit_id: str = ""
    column: str = ""
    """What the column holds, such as "overall.rank"."""


@dataclass(frozen=True)
class Check:
    """One relation that the table was held against.

    `status`: "passed"; "failed" (nothing is written unless a map excuses every finding); "doubt"
    (shown, never in the way); "not possible" (the table does not print what the check needs).
    """

    name: str
    status: str
    message: str
    findings: tuple[Finding, ...] = ()


def judged(name: str, findings: Iterable[Finding], passed: str, failed: str) -> Check:
    """A check that failed where anything was found, and passed otherwise."""
    found = tuple(findings)
    return Check(name, FAILED if found else PASSED, failed if found else passed, found)


def shown_place(place: Place | None) -> str:
    """Where something stands, as a person finds it in the file."""
    if place is None:
        return ""
    key = "report.place" if place.column is None else "report.place_column"
    return Clause(key, part=place.part, row=place.row, column=place.column)
