"""What a refresh changed: every kind of change, on tables made for the purpose."""

from __future__ import annotations

import pandas as pd

from helpers.questions.changes.answer import ORDER, CellChange, compare_states, compare_tables
from helpers.sources.schemas import TABLES


def table(name: str, *rows: dict[str, str]) -> pd.DataFrame:
    columns = list(TABLES[name].names)
    return pd.DataFrame([dict.fromkeys(columns, "") | row for row in rows], columns=columns)


def ranking(unit: str, rank: str, **others: str) -> dict[str, str]:
    return {
        "unit_id": unit, "universe": "63", "index": "DTI", "edition": "2023",
        "measure": "overall", "rank": rank, "rank_best": rank, "rank_worst": rank,
    } | others  # fmt: skip


def test_a_rank_that_changed_is_one_change_of_one_row() -> None:
    found = compare_tables(
        "rankings",
        table("rankings", ranking("vn63-01", "5", score="0.7"), ranking("vn63-93", "20")),
        table("rankings", ranking("vn63-01", "4", score="0.71"), ranking("vn63-93", "20")),
    )
    (change,) = found.rows
    assert (change.kind, change.row["unit_id"]) == ("revised", "vn63-01")
    assert change.cells == (CellChange("score", "0.7", "0.71"), CellChange("rank", "5", "4"))
    assert (found.rows_before, found.rows_after) == (2, 2)


def test_a_span_that_changed_alone_is_named() -> None:
    wider = ranking("vn63-01", "5", rank_worst="6")
    found = compare_tables("rankings", table("rankings", ranking("vn63-01", "5")),
                           table("rankings", wider))  # fmt: skip
    assert found.rows[0].cells == (CellChange("rank_worst", "5", "6"),)


def test_revised_gone_and_new_figures_each_in_their_order() -> None:
    older = table(
        "adoption",
        {"figure_id": "a1", "value": "1", "doubt": ""},
        {"figure_id": "a2", "value": "2"},
        {"figure_id": "a3", "value": "3", "value_as_printed": "3"},
    )
    newer = table(
        "adoption",
        {"figure_id": "a1", "value": "1", "doubt": "perhaps"},
        {"figure_id": "a2", "value": "2.5"},
        {"figure_id": "a4", "value": "4"},
    )
    found = compare_tables("adoption", older, newer)
    listed = [(change.kind, change.row["figure_id"]) for change in found.rows]
    # A number that changed comes before words that did.
    assert listed == [("revised", "a2"), ("revised", "a1"), ("gone", "a3"), ("new", "a4")]
    assert [change.changes_a_number for change in found.of("revised")] == [True, False]
    assert found.of("gone")[0].row["value_as_printed"] == "3"


def test_totals_come_before_parts() -> None:
    rows = [ranking("vn63-01", "1", measure=name) for name in ("awareness", "overall")]
    found = compare_tables("rankings", table("rankings"), table("rankings", *rows))
    assert [change.row["measure"] for change in found.rows] == ["overall", "awareness"]


def test_counts_add_up() -> None:
    older = table("units", *({"unit_id": f"vn63-{n}"} for n in range(10, 20)))
    newer = table("units", *({"unit_id": f"vn63-{n}"} for n in range(13, 25)))
    found = compare_tables("units", older, newer)
    assert found.rows_before is not None
    after = found.rows_before - len(found.of("gone")) + len(found.of("new"))
    assert (after, len(found.of("gone")), len(found.of("new"))) == (found.rows_after, 3, 5)


def test_columns_of_one_state_alone_are_named_and_change_no_row() -> None:
    newer = table("adoption", {"figure_id": "a1", "counts": "people"})
    older = newer.drop(columns="counts").assign(note="")
    found = compare_tables("adoption", older, newer)
    assert found.rows == ()
    assert (found.columns_new, found.columns_gone) == (("counts",), ("note",))
    assert not found.is_unchanged


def test_a_table_that_did_not_exist_is_new_with_all_its_rows() -> None:
    found = compare_tables("units", None, table("units", {"unit_id": "vn63-01"}))
    assert found.rows_before is None
    assert [change.kind for change in found.rows] == ["new"]
    assert found.columns_new == ()
    assert not found.is_unchanged


def test_equal_states_are_unchanged_and_every_table_is_compared() -> None:
    state = {name: table(name) for name in TABLES}
    state["rankings"] = table("rankings", ranking("vn63-01", "5"))
    found = compare_states(state, state)
    assert all(entry.is_unchanged for entry in found)
    assert sorted([entry.table for entry in found] + ["claims"]) == sorted(TABLES)
    assert len(set(ORDER)) == len(ORDER)
