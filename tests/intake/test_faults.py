"""Single faults planted into the tables on hand: none that a published relation reveals gets in."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest

from helpers.intake.checks.checks import check_transcription
from helpers.intake.checks.outcome import DOUBT, FAILED, Finding
from helpers.intake.checks.rank import check_ranks
from helpers.intake.on_file import OnFile
from helpers.intake.table_values import transcribed_values
from helpers.intake.transcription import Row, Transcription

TABLES = ("dti_2022_63", "dti_2023_63", "dti_2024_63", "dti_2024_34", "egov_2017_63")
SIBLINGS = {"dti_2024_63": "dti_2024_34", "dti_2024_34": "dti_2024_63"}
NEWEST_OTHER = {"dti_2022_63": "dti_2024_63", "dti_2023_63": "dti_2024_63",
                "dti_2024_63": "dti_2023_63"}  # fmt: skip
NOT_PRINTED = {"egov_2017_63": 10}
"""How many units a table on hand leaves out; a person says of each by name that it is so."""
SAME_UNITS = ("dti_2021_top18", "dti_2022_63", "dti_2023_63", "dti_2024_63")
OnHand = Callable[[str], Transcription]


@dataclass(frozen=True)
class Fault:
    """A table with one fault, and the units whose rows bear it.

    `left_out`: units that the table on hand does not print, as an exception of the map says.
    """

    kind: str
    table: Transcription
    units: frozenset[str]
    left_out: frozenset[str] = frozenset()


def cells_of(table: Transcription) -> dict[str, dict[str, str]]:
    """Texts by unit and by what their column holds."""
    holds = {c.number: c.holds for c in table.columns if "." in c.holds}
    return {
        row.unit_id: {holds[n]: cell.text for n, cell in row.cells.items() if n in holds}
        for row in table.rows
    }


def with_texts(row: Row, texts: dict[int, str]) -> Row:
    return replace(
        row, cells={n: replace(c, text=texts.get(n, c.text)) for n, c in row.cells.items()}
    )


def with_rows(table: Transcription, rows: dict[int, Row]) -> Transcription:
    return replace(table, rows=tuple(rows.get(n, row) for n, row in enumerate(table.rows)))


def score_columns(table: Transcription) -> list[int]:
    return [c.number for c in table.columns if c.holds.endswith(".score")]


def total_column(table: Transcription) -> int:
    return next(c.number for c in table.columns if c.holds == "overall.score")


def a_cell(table: Transcription, rng: random.Random, numbers: list[int]) -> tuple[int, int]:
    """A row and a column that print something."""
    printed = [(n, c) for n, row in enumerate(table.rows) for c in numbers if row.cells[c].text]
    return rng.choice(printed)


def one_cell(kind: str, table: Transcription, row: int, column: int, text: str) -> Fault:
    changed = with_texts(table.rows[row], {column: text})
    return Fault(kind, with_rows(table, {row: changed}), frozenset({changed.unit_id}))


def digit_changed(table: Transcription, rng: random.Random) -> Fault:
    row, column = a_cell(table, rng, score_columns(table))
    text = table.rows[row].cells[column].text
    place = rng.choice([n for n, letter in enumerate(text) if letter.isdecimal()])
    digit = rng.choice([d for d in "0123456789" if d != text[place]])
    return one_cell("digit changed", table, row, column, text[:place] + digit + text[place + 1 :])


def total_changed(table: Transcription, rng: random.Random) -> Fault:
    row, column = rng.randrange(len(table.rows)), total_column(table)
    text = table.rows[row].cells[column].text
    whole, mark, decimals = text.partition("," if "," in text else ".")
    least = 10.0 ** -len(decimals)
    moved = rng.choice((-1, 1)) * rng.uniform(max(0.0005, least), 0.05)
    other = f"{float(f'{whole}.{decimals}') + moved:.{len(decimals)}f}".replace(".", mark)
    return one_cell("total is not the sum", table, row, column, other)


def digit_lost(table: Transcription, rng: random.Random) -> Fault:
    row, column = a_cell(table, rng, score_columns(table))
    text = table.rows[row].cells[column].text
    place = rng.randrange(2, len(text))
    return one_cell("digit lost", table, row, column, text[:place] + text[place + 1 :])


def mark_lost(table: Transcription, rng: random.Random) -> Fault:
    row, column = a_cell(table, rng, score_columns(table))
    text = table.rows[row].cells[column].text
    return one_cell("decimal mark lost", table, row, column, text.replace(".", "").replace(",", ""))


def place_off_by_one(table: Transcription, rng: random.Random) -> Fault:
    numbers = [c.number for c in table.columns if c.holds.endswith((".rank", ".list_position"))]
    row, column = a_cell(table, rng, numbers)
    text = table.rows[row].cells[column].text
    return one_cell("rank off by one", table, row, column, str(int(text) + rng.choice((-1, 1))))


def cell_emptied(table: Transcription, rng: random.Random) -> Fault:
    row = rng.randrange(len(table.rows))
    return one_cell("total emptied", table, row, total_column(table), "")


def rows_swapped(table: Transcription, rng: random.Random) -> Fault:
    """Two provinces exchange everything they print, their list positions too."""
    first, second = rng.sample(range(len(table.rows)), 2)
    a, b = table.rows[first], table.rows[second]
    rows = {first: replace(a, cells=b.cells), second: replace(b, cells=a.cells)}
    return Fault("rows swapped", with_rows(table, rows), frozenset({a.unit_id, b.unit_id}))


def cells_swapped(table: Transcription, rng: random.Random) -> Fault:
    _, column = a_cell(table, rng, score_columns(table))
    printed = [n for n, row in enumerate(table.rows) if row.cells[column].text]
    first, second = rng.sample(printed, 2)
    a, b = table.rows[first], table.rows[second]
    rows = {
        first: with_texts(a, {column: b.cells[column].text}),
        second: with_texts(b, {column: a.cells[column].text}),
    }
    return Fault(
        "two cells of a column swapped", with_rows(table, rows), frozenset({a.unit_id, b.unit_id})
    )


def row_shifted(table: Transcription, rng: random.Random) -> Fault:
    """One row loses a cell, and all after it move to the left."""
    number = rng.randrange(len(table.rows))
    row, columns = table.rows[number], score_columns(table)
    start = rng.randrange(len(columns))
    texts = [row.cells[c].text for c in columns]
    moved = [*texts[:start], *texts[start + 1 :], ""]
    changed = with_texts(row, dict(zip(columns, moved, strict=True)))
    return Fault("row shifted", with_rows(table, {number: changed}), frozenset({row.unit_id}))


def columns_shifted(table: Transcription, rng: random.Random) -> Fault:
    """Every score column bears the header of its right neighbour."""
    columns = score_columns(table)
    by = rng.randrange(1, len(columns))
    held = [table.columns[c - 1].holds for c in columns]
    moved = dict(zip(columns, held[by:] + held[:by], strict=True))
    changed = tuple(replace(c, holds=moved.get(c.number, c.holds)) for c in table.columns)
    return Fault("columns shifted", replace(table, columns=changed), frozenset())


def columns_exchanged(table: Transcription, rng: random.Random) -> Fault:
    """Two parts bear each other's header."""
    parts = [c for c in table.columns if c.holds.endswith(".score") and c.holds != "overall.score"]
    first, second = rng.sample(parts, 2)
    held = {first.number: second.holds, second.number: first.holds}
    changed = tuple(replace(c, holds=held.get(c.number, c.holds)) for c in table.columns)
    return Fault("two columns exchanged", replace(table, columns=changed), frozenset())


def names_shifted(table: Transcription, rng: random.Random) -> Fault:
    """Every name stands one row too high or too low."""
    by = rng.choice((-1, 1))
    others = [table.rows[(n + by) % len(table.rows)] for n in range(len(table.rows))]
    rows = tuple(
        replace(row, name_as_printed=other.name_as_printed, unit_id=other.unit_id)
        for row, other in zip(table.rows, others, strict=True)
    )
    units = frozenset(row.unit_id for row in rows)
    return Fault("names shifted", replace(table, rows=rows), units)


def province_doubled(table: Transcription, rng: random.Random) -> Fault:
    row = rng.choice(table.rows)
    doubled = replace(table, rows=(*table.rows, row))
    return Fault("province doubled", doubled, frozenset({row.unit_id}))


def province_dropped(table: Transcription, rng: random.Random) -> Fault:
    row = rng.choice(table.rows)
    left = replace(table, rows=tuple(r for r in table.rows if r is not row))
    return Fault("province dropped", left, frozenset({row.unit_id}))


def province_renamed(table: Transcription, rng: random.Random) -> Fault:
    """One province under the name of another: that one is there twice, the first is missing."""
    first, second = rng.sample(range(len(table.rows)), 2)
    name, unit = table.rows[second].name_as_printed, table.rows[second].unit_id
    lost = table.rows[first].unit_id
    renamed = replace(table.rows[first], name_as_printed=name, unit_id=unit)
    return Fault("province renamed", with_rows(table, {first: renamed}), frozenset({lost, unit}))


CELL_FAULTS = (
    digit_changed, digit_changed, digit_changed, total_changed, digit_lost, mark_lost,
    place_off_by_one, cell_emptied, rows_swapped, cells_swapped, row_shifted, columns_shifted,
    columns_exchanged, names_shifted,
)  # fmt: skip
PART_FAULTS = (columns_shifted, columns_exchanged)
"""Those that need more than one column of scores."""
ROW_FAULTS = (province_doubled, province_dropped, province_renamed)


def revealable(fault: Fault, name: str, on_hand: OnHand, definitions: Any, r: ModuleType) -> bool:  # noqa: ANN401
    """Whether a published relation reveals the fault, by the definition of `relations`."""
    if fault.kind.startswith("province"):
        return True
    table = fault.table
    edition = definitions.edition(table.index, table.edition, table.universe)
    formula = definitions.formula_of(edition)
    decimals = Counter(
        len(row.cells[total_column(table)].text.replace(",", ".").partition(".")[2])
        for row in on_hand(name).rows
    )
    sibling = cells_of(on_hand(SIBLINGS[name])) if name in SIBLINGS else {}
    members_are_own = table.universe == "63"
    known = r.Known(
        size=int(table.universe),
        decimals=decimals.most_common(1)[0][0],
        weights=formula.weights if formula else {},
        mean=edition.mean,
        merged=sibling if members_are_own else {},
        members={} if members_are_own else sibling,
        into=INTO,
        earlier=cells_of(on_hand(NEWEST_OTHER[name])) if name in NEWEST_OTHER else {},
        lowest_agreement=lowest_agreement(name, on_hand, r) if name in NEWEST_OTHER else -1.0,
    )
    return bool(r.broken_relations(cells_of(table), known, members_are_own=members_are_own))


def lowest_agreement(name: str, on_hand: OnHand, r: ModuleType) -> float:
    """Between the totals of consecutive editions on file, without the table itself."""
    totals = [
        r.column_of(cells_of(on_hand(n)), "overall.score") for n in SAME_UNITS if n != name
    ]  # fmt: skip
    return float(min(r.agreement(a, b)[0] for a, b in pairwise(totals)))


INTO: dict[str, str] = {}
UNITS_OF: dict[str, list[str]] = {}


def named(fault: Fault, on_file: OnFile) -> tuple[list[Finding], list[Finding]]:
    """What the checks find, in the way and as a doubt."""
    table = fault.table
    before = on_file.without(table.index, table.edition, table.universe)
    checks = check_transcription(table, before, on_file.definitions).checks
    found = {
        status: [
            f
            for check in checks
            if check.status == status
            for f in check.findings
            if not (check.name == "units" and f.unit_id in fault.left_out)
        ]
        for status in (FAILED, DOUBT)
    }
    return found[FAILED], found[DOUBT]


def faults_of(
    on_hand: OnHand, tables: Sequence[str], each: int, seed: int
) -> Iterator[tuple[str, Fault]]:
    rng = random.Random(seed)
    for name in tables:
        table = on_hand(name)
        left_out = frozenset(UNITS_OF[table.universe]) - {row.unit_id for row in table.rows}
        assert len(left_out) == NOT_PRINTED.get(name, 0)
        for make in (*CELL_FAULTS, *ROW_FAULTS):
            if make in PART_FAULTS and len(score_columns(table)) == 1:
                continue
            for _ in range(each):
                yield name, replace(make(table, rng), left_out=left_out)


def plant(
    on_hand: OnHand,
    on_file: OnFile,
    relations: ModuleType,
    *,
    tables: Sequence[str] = TABLES,
    each: int,
    seed: int,
) -> Counter[tuple[str, str]]:
    INTO.update({unit.unit_id: unit.merged_into for unit in on_file.units.all("63")})
    UNITS_OF.update({size: [u.unit_id for u in on_file.units.all(size)] for size in ("63", "34")})
    counts: Counter[tuple[str, str]] = Counter()
    for name, fault in faults_of(on_hand, tables, each, seed):
        if cells_of(fault.table) == cells_of(on_hand(name)) and not fault.kind.startswith("prov"):
            continue  # equal cells were swapped: no fault
        failed, doubts = named(fault, on_file)
        if revealable(fault, name, on_hand, on_file.definitions, relations):
            counts[fault.kind, "revealed"] += 1
            where = (name, fault.kind, sorted(fault.units))
            assert failed, f"taken in silence: {where}"
            places = {finding.unit_id for finding in failed}
            # A printed mean knows that a cell of its column is wrong, not which.
            only_column = places == {""}
            assert not fault.units or places & fault.units or only_column, f"not named: {where}"
        else:
            counts[fault.kind, "doubted" if doubts else "beyond any relation"] += 1
            assert not failed, f"refused though nothing tells: {name}, {fault.kind}: {failed[0]}"
    return counts


def test_no_fault_that_a_relation_reveals_is_taken(
    on_hand: OnHand, on_file: OnFile, relations: ModuleType
) -> None:
    tables = ("dti_2023_63", "dti_2024_34", "egov_2017_63")
    counts = plant(on_hand, on_file, relations, tables=tables, each=1, seed=2025)
    assert sum(counts.values()) >= 28


@pytest.mark.slow
def test_hundreds_of_faults_and_how_many_no_relation_can_reveal(
    on_hand: OnHand, on_file: OnFile, relations: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = plant(on_hand, on_file, relations, each=7, seed=7)
    total = sum(counts.values())
    with capsys.disabled():
        kinds = sorted({kind for kind, _ in counts})
        print(f"\n{total} faults planted")
        for kind in kinds:
            shown = ", ".join(f"{s}: {n}" for (k, s), n in sorted(counts.items()) if k == kind)
            print(f"  {kind}: {shown}")
    assert total > 300
    revealed = sum(n for (_, status), n in counts.items() if status == "revealed")
    assert revealed > 300


def test_every_rank_of_a_table_with_rows_left_out_is_held_to_the_scores(
    on_hand: OnHand, relations: ModuleType
) -> None:
    """Each rank of 53 of 63 units, one higher and one lower: the check and the definition agree."""
    table, size = on_hand("egov_2017_63"), 63
    known = relations.Known(size=size, decimals=3)
    ranks = next(c.number for c in table.columns if c.holds == "overall.rank")
    silent = []
    for number, row in enumerate(table.rows):
        for by in (-1, 1):
            text = str(int(row.cells[ranks].text) + by)
            fault = one_cell("rank off by one", table, number, ranks, text)
            values, reading = transcribed_values(fault.table, size)
            found = [f for check in (*reading, check_ranks(values)) for f in check.findings]
            told = bool(relations.broken_relations(cells_of(fault.table), known))
            assert told == bool(found), (row.name_as_printed, by)
            assert not found or row.unit_id in {finding.unit_id for finding in found}
            silent += [] if told else [(row.cells[ranks].text, by)]
    # Only the last printed rank can be another: a unit that is not printed may stand above it.
    assert silent == [("53", 1)]


def test_a_total_that_only_the_printed_mean_reveals(
    on_hand: OnHand, on_file: OnFile, relations: ModuleType
) -> None:
    table = on_hand("dti_2023_63")
    column = total_column(table)
    totals = [float(row.cells[column].text) for row in table.rows]
    # Rows of four parts, from the eleventh on: the one that can fall farthest in its place.
    widest = max(range(10, 62), key=lambda n: totals[n] - totals[n + 1])
    lower = f"{totals[widest + 1] + 0.0001:.4f}"
    fault = one_cell("a total lowered in its place", table, widest, column, lower)
    edition = on_file.definitions.edition("DTI", "2023", "63")
    weights = on_file.definitions.formulas["dti-922"].weights
    known = relations.Known(size=63, weights=weights, mean=edition.mean)
    assert relations.broken_relations(cells_of(fault.table), known) == {"F"}
    failed, _ = named(fault, on_file)
    assert [(f.column, f.unit_id) for f in failed] == [("overall.score", "")]
    assert "printed is 0,6783" in failed[0].text


def test_the_tables_themselves_are_taken(on_hand: OnHand, on_file: OnFile) -> None:
    for name in TABLES:
        table = on_hand(name)
        failed, _ = named(Fault("none", table, frozenset()), on_file)
        missing = {unit.unit_id for unit in on_file.units.all(table.universe)}
        missing -= {row.unit_id for row in table.rows}
        assert {finding.unit_id for finding in failed} == missing, name
        assert len(failed) == NOT_PRINTED.get(name, 0), name
