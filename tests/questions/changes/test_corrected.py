"""A correction tried on the real figures: what changes, and what does not pass the checks."""

from __future__ import annotations

import pytest

from helpers.errors import BadInputError
from helpers.questions.changes.corrected import try_correction
from helpers.sources.new_corrections import find_cell

from ...frozen_project import FROZEN

pytestmark = pytest.mark.slow


def entry(figure: str, use: str) -> dict[str, str]:
    cell = find_cell(FROZEN, figure)
    return {
        "file": cell.file, "figure": cell.figure, "column": cell.column, "expect": cell.printed,
        "use": use, "reason": "a", "reason_vi": "b", "reported_by": "c", "date": "2026-11-22",
    }  # fmt: skip


def test_names_what_changes_and_writes_nothing() -> None:
    corrections = (FROZEN / "data/raw/corrections.yml").read_bytes()
    found = try_correction(FROZEN, find_cell(FROZEN, "o001"), entry("o001", "more than 1,300"))
    (table,) = [entry for entry in found if not entry.is_unchanged]
    (change,) = table.rows
    assert (table.table, change.row["figure_id"]) == ("online_services", "o001")
    assert next((c.column, c.before, c.after) for c in change.cells) == ("value", "1200", "1300")
    assert (FROZEN / "data/raw/corrections.yml").read_bytes() == corrections


@pytest.mark.parametrize(
    ("figure", "use", "found"),
    [
        ("r0038", "not a score", r"line 39.*'not a score' cannot be read: expected a score"),
        # Hậu Giang would pass Ninh Bình, which stands before it in the list.
        ("dti_2023_63:93:overall:score", "0.7192", "would not pass the checks.*Ninh Bình"),
        (
            "dti_2024_34:01:overall:score",
            "0.8251",
            "Expected: 0.8241.*Found: 0.8241 as printed, in whose place a correction uses 0.8251",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(figure: str, use: str, found: str) -> None:
    with pytest.raises(BadInputError, match=found):
        try_correction(FROZEN, find_cell(FROZEN, figure), entry(figure, use))
