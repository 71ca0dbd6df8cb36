from __future__ import annotations

from functools import partial

import pandas as pd
import pytest

from helpers.errors import BadInputError
from helpers.sources.processed_files import read_processed
from helpers.sources.schemas import (
    TABLES,
    ColumnSchema,
    check_table,
    check_typed,
    conform,
    empty_table,
)

from ..frozen_project import frozen_project

PROJECT = frozen_project()

RANKING = {
    "unit_id": "vn63-93", "universe": "63", "province_code": "93", "province": "Hậu Giang",
    "region": "Đồng bằng sông Cửu Long", "index": "DTI", "edition": "2022", "formula": "dti-922",
    "measure": "overall", "score": 0.6342, "rank": 17, "rank_best": 17, "rank_worst": 17,
    "score_basis": "printed", "rank_basis": "printed", "score_source_id": "dti_2022_63",
    "rank_source_id": "dti_2022_63", "doubt": "",
}  # fmt: skip


def rankings(*rows: dict[str, object]) -> pd.DataFrame:
    return conform("rankings", pd.DataFrame([RANKING | row for row in rows]))


def test_a_table_that_keeps_its_schema_comes_back_unchanged() -> None:
    table = rankings({}, {"unit_id": "vn63-48", "rank": 1, "rank_best": 1, "rank_worst": 1})
    assert check_table("rankings", table) is table


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ({"rank": 65}, "rank"),
        ({"rank": 0}, "rank"),
        ({"score": 1.2}, "score"),
        ({"score": -0.1}, "score"),
        ({"universe": "35"}, "universe"),
        ({"unit_id": ""}, "unit_id"),
        ({"edition": ""}, "edition"),
        ({"rank_basis": "guessed"}, "rank_basis"),
    ],
)
def test_a_value_that_is_not_allowed_is_named(row: dict[str, object], named: str) -> None:
    with pytest.raises(BadInputError, match=rf"rankings.csv would break its schema.*{named}"):
        check_table("rankings", rankings(row))


def test_what_may_be_unknown_may_be_empty() -> None:
    row = {"rank": None, "score": None, "rank_basis": "", "formula": None, "doubt": None}
    table = rankings(row)
    check_table("rankings", table)
    assert (table["formula"].iloc[0], table["doubt"].iloc[0]) == ("", "")
    assert pd.isna(table["rank"].iloc[0])


def test_a_key_twice_is_refused() -> None:
    with pytest.raises(BadInputError, match="would break its schema"):
        check_table("rankings", rankings({}, {"score": 0.7}))


def test_a_column_too_many_too_few_or_out_of_order_is_refused() -> None:
    table = rankings({})
    for broken in (
        table.assign(more=1),
        table.drop(columns="doubt"),
        table[[*table.columns[1:], table.columns[0]]],
    ):
        with pytest.raises(BadInputError, match="would break its schema: expected the columns"):
            check_table("rankings", broken)


def test_required_numbers_must_be_there() -> None:
    gain = {
        "unit_id": "vn63-93", "province": "Hậu Giang", "index": "DTI", "baseline": "2022",
        "edition": "2023", "measure": "overall", "rank_from": 17, "rank_to": 20, "rank_gain": -3,
        "gain_least": -3, "gain_most": -3, "score_from": 0.6342, "score_to": 0.6,
        "score_change": -0.0342, "comparable": True, "bridge": "", "basis": "printed",
    }  # fmt: skip
    check_table("rank_gains", conform("rank_gains", pd.DataFrame([gain])))
    # An interval has no single gain, but always a least and a most.
    interval = gain | {"rank_gain": None, "rank_to": None}
    table = check_table("rank_gains", conform("rank_gains", pd.DataFrame([interval])))
    assert table["rank_gain"].isna().all()
    for change in (
        {"gain_least": None}, {"gain_most": None}, {"rank_gain": 64}, {"gain_least": -64},
        {"gain_most": 64}, {"score_change": 1.1}, {"unit_id": ""},
    ):  # fmt: skip
        with pytest.raises(BadInputError, match=next(iter(change))):
            check_table("rank_gains", conform("rank_gains", pd.DataFrame([gain | change])))


def test_a_table_is_put_in_the_order_of_its_key_and_its_columns() -> None:
    shuffled = pd.DataFrame(
        [RANKING | {"measure": m, "edition": e} for m, e in (("b", "2023"), ("a", "2023"))]
        + [RANKING | {"measure": "z", "edition": "2022"}]
    )[sorted(RANKING)]
    table = conform("rankings", shuffled)
    assert list(table.columns) == list(RANKING)
    assert list(zip(table["edition"], table["measure"], strict=True)) == [
        ("2022", "z"), ("2023", "a"), ("2023", "b"),
    ]  # fmt: skip
    assert list(table.index) == [0, 1, 2]


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_can_be_empty_and_has_its_key_among_its_columns(name: str) -> None:
    table = check_table(name, empty_table(name))
    assert list(table.columns) == list(TABLES[name].names)
    assert set(TABLES[name].key) <= set(TABLES[name].names)
    assert len(set(TABLES[name].names)) == len(TABLES[name].names)


def test_every_column_has_a_meaning_and_a_known_kind() -> None:
    kinds = {"text", "integer", "number", "date", "yes_no"}
    for table in TABLES.values():
        for column in table.columns:
            assert column.description, (table.name, column.name)
            assert column.kind in kinds, (table.name, column.name)


def broken_values(column: ColumnSchema) -> list[object]:
    """A value against each rule of a column; none where any value of its type will do."""
    found: list[object] = []
    if column.allowed:
        found.append("khác")
    if column.required and column.kind in ("text", "integer", "number", "date"):
        found.append("" if column.kind == "text" else None)
    if column.minimum is not None:
        found.append(column.minimum - 1)
    if column.maximum is not None:
        found.append(column.maximum + 1)
    return found


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_read_keeps_every_rule_of_one_that_is_written(name: str) -> None:
    table = read_processed(PROJECT, name)
    assert check_typed(TABLES[name], table) is table
    assert check_table(name, table) is table
    for column in TABLES[name].columns:
        for value in broken_values(column):
            broken = table.copy()
            broken.loc[len(broken) // 2, column.name] = value
            for check in (partial(check_typed, TABLES[name]), partial(check_table, name)):
                with pytest.raises(BadInputError, match="would break its schema"):
                    check(broken)
    doubled = pd.concat([table, table.tail(1)], ignore_index=True)
    for check in (partial(check_typed, TABLES[name]), partial(check_table, name)):
        with pytest.raises(BadInputError, match="would break its schema"):
            check(doubled)
