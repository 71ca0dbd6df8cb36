"""Exchanged headers, shifted names and lost decimals, told by the newest other edition."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

import pytest

from helpers.intake.checks.checks import check_transcription
from helpers.intake.checks.outcome import Check
from helpers.intake.map_entries import Excuse, unexcused
from helpers.intake.on_file import OnFile
from helpers.intake.transcription import PrintedCell, Transcription

OnHand = Callable[[str], Transcription]
WEIGHTS = {
    "awareness": 50, "institutions": 50, "infrastructure": 140, "human_resources": 100,
    "cybersecurity": 100, "government_activity": 200, "economy_activity": 150,
    "society_activity": 150,
}  # fmt: skip


def checks_of(table: Transcription, on_file: OnFile) -> Mapping[str, Check]:
    before = on_file.without(table.index, table.edition, table.universe)
    return {c.name: c for c in check_transcription(table, before, on_file.definitions).checks}


@pytest.fixture(scope="module")
def next_year(on_hand: OnHand) -> Transcription:
    """An edition 2025 that does not exist: parts near those of 2024, in the order of its totals."""
    table, rng = on_hand("dti_2024_34"), random.Random(5)
    number = {c.holds: c.number for c in table.columns}
    rows = []
    for row in table.rows:
        parts = {
            p: round(
                min(1, float(row.cells[number[f"{p}.score"]].text) + rng.uniform(-0.04, 0.08)), 4
            )
            for p in WEIGHTS
        }
        total = sum(WEIGHTS[p] * score for p, score in parts.items()) / sum(WEIGHTS.values())
        rows.append((round(total, 4), row, parts))
    rows.sort(key=lambda entry: -entry[0])
    totals = [total for total, _, _ in rows]
    made = []
    for line, (total, row, parts) in enumerate(rows, start=1):
        texts = {number[f"{p}.score"]: f"{score:.4f}" for p, score in parts.items()}
        texts |= {
            number["overall.score"]: f"{total:.4f}",
            number["overall.rank"]: str(1 + totals.index(total)),
            number["overall.list_position"]: str(line),
        }
        cells = {n: PrintedCell(texts[n], replace(c.place, row=line)) for n, c in row.cells.items()}
        made.append(replace(row, cells=cells))
    return replace(table, edition="2025", rows=tuple(made))


def exchanged(table: Transcription, first: str, second: str) -> Transcription:
    other = {f"{first}.score": f"{second}.score", f"{second}.score": f"{first}.score"}
    columns = tuple(replace(c, holds=other.get(c.holds, c.holds)) for c in table.columns)
    return replace(table, columns=columns)


def test_nothing_is_said_of_a_plain_next_year(next_year: Transcription, on_file: OnFile) -> None:
    found = checks_of(next_year, on_file)
    assert not [c.name for c in found.values() if c.status == "failed"]
    assert found["precision_before"].status == "passed"


def test_no_two_columns_of_real_editions_look_exchanged(on_hand: OnHand, on_file: OnFile) -> None:
    for older, newer in pairwise(("2022", "2023", "2024")):
        only = replace(
            on_file,
            tables=tuple(t for t in on_file.tables if t.edition.edition == older),
        )
        found = checks_of(on_hand(f"dti_{newer}_63"), only)
        assert found["columns_exchanged"].status == "passed"
        assert found["names_shifted"].status == "passed"


def test_columns_of_equal_points_exchanged_are_asked_about(
    next_year: Transcription, on_file: OnFile
) -> None:
    found = checks_of(exchanged(next_year, "economy_activity", "society_activity"), on_file)
    check = found["columns_exchanged"]
    assert [c.name for c in found.values() if c.status == "failed"] == ["columns_exchanged"]
    assert {f.column for f in check.findings} == {
        "economy_activity.score",
        "society_activity.score",
    }
    for finding, column in zip(check.findings, ("society", "economy"), strict=True):
        assert finding.text.startswith(f"{column}_activity is in the order of ")
        assert "are the headers of " in finding.text
    numbers = {c.holds: c.number for c in next_year.columns}
    assert {(f.place.row, f.place.column) for f in check.findings if f.place} == {
        (1, numbers["economy_activity.score"]), (1, numbers["society_activity.score"])
    }  # fmt: skip
    stands = Excuse("columns_exchanged", "", "", "The decision says so.")
    assert unexcused([check], [stands]) == ([], [])


def test_points_of_a_known_formula_in_another_order_are_no_new_formula(
    next_year: Transcription, on_file: OnFile
) -> None:
    check = checks_of(exchanged(next_year, "awareness", "government_activity"), on_file)[
        "points_permuted"
    ]
    assert check.status == "failed"
    assert "are those of dti-405 in another order" in check.message
    assert {f.column for f in check.findings} == {"awareness.score", "government_activity.score"}


@pytest.mark.parametrize("by", [-1, 1])
def test_names_shifted_by_a_row_are_asked_about(
    next_year: Transcription, on_file: OnFile, by: int
) -> None:
    others = [*next_year.rows[by:], *next_year.rows[:by]]
    rows = tuple(
        replace(row, name_as_printed=other.name_as_printed, unit_id=other.unit_id)
        for row, other in zip(next_year.rows, others, strict=True)
    )
    check = checks_of(replace(next_year, rows=rows), on_file)["names_shifted"]
    assert check.status == "failed"
    assert f"one row {'below' if by == 1 else 'above'} it" in check.findings[-1].text


def test_names_in_another_order_are_asked_about(next_year: Transcription, on_file: OnFile) -> None:
    names = sorted((row.name_as_printed, row.unit_id) for row in next_year.rows)
    rows = tuple(
        replace(row, name_as_printed=name, unit_id=unit)
        for row, (name, unit) in zip(next_year.rows, names, strict=True)
    )
    check = checks_of(replace(next_year, rows=rows), on_file)["names_shifted"]
    assert check.status == "failed"
    assert "the rank correlation of the totals" in check.findings[0].text


def test_columns_with_fewer_decimals_than_before_are_a_doubt(
    next_year: Transcription, on_file: OnFile
) -> None:
    number = next(c.number for c in next_year.columns if c.holds == "awareness.score")
    rows = tuple(
        replace(row, cells={**row.cells, number: replace(
            row.cells[number], text=f"{float(row.cells[number].text):.1f}")})
        for row in next_year.rows
    )  # fmt: skip
    check = checks_of(replace(next_year, rows=rows), on_file)["precision_before"]
    assert check.status == "doubt"
    (finding,) = check.findings
    assert "awareness: 1 decimals (of a full score of 1), 4 in DTI 2024" in finding.text
