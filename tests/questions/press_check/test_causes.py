"""Where a contradicted statement fits instead, and how often that happens by chance."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.press_check.answer import check_statement
from helpers.questions.press_check.causes import (
    MOST_CHANCE,
    Likely,
    alternatives,
    likely_cause,
    shared_chances,
)
from helpers.questions.press_check.tables import Tables
from helpers.sources.editions import Definitions
from helpers.sources.figures import Figure
from helpers.sources.provinces import Units

from ...frozen_project import FROZEN

FIGURE = Figure(
    figure_id="x001", unit_id="vn63-93", universe="63", province_as_printed="Hậu Giang",
    index="DTI", edition="2023", measure="overall", statistic="rank", baseline="",
    value_as_printed="17/63", value=17.0, best=17, worst=17, decimals=None, unit="",
    basis="printed", doubt="", source_id="s900",
)  # fmt: skip


def statement(**fields: object) -> Figure:
    return replace(FIGURE, **fields)  # type: ignore[arg-type]


def change(value: float, **fields: object) -> Figure:
    return statement(statistic="rank_change", value=value, best=None, worst=None, **fields)


def score(value: float, **fields: object) -> Figure:
    return statement(
        statistic="score", value=value, best=None, worst=None, **({"decimals": 4} | fields)
    )


@pytest.fixture(scope="module")
def tables(clean: CleanFigures, definitions: Definitions, units: Units) -> Tables:
    return Tables(clean.tables["rankings"], definitions, units)


def test_hau_giang_17_in_2023_is_its_rank_of_2022(tables: Tables) -> None:
    answer = check_statement(FIGURE, tables)
    assert (answer.said, answer.verdict, answer.cause) == (
        "20", "another edition", "another edition",
    )  # fmt: skip
    assert answer.likely is not None
    # 2022 and 2024 among 63 were tried; no unit of the 34 is called Hậu Giang.
    assert answer.likely.tried == 2
    assert answer.likely.fits == "Hậu Giang, DTI 2022 (63) overall: 17"


def test_every_place_that_fits_is_named(tables: Tables) -> None:
    # Hậu Giang was 17th in 2021 and in 2022: both fit what is printed of neither.
    likely = likely_cause(statement(edition="2022", value=20.0), tables)
    assert likely.fits == "Hậu Giang, DTI 2023 (63) overall: 20"
    likely = likely_cause(statement(edition="2022", value=17.0), tables)
    assert likely.fits == "Hậu Giang, DTI 2021 (63) overall: 17"


def test_a_rank_among_34_printed_as_one_among_63(tables: Tables) -> None:
    # Cần Thơ by hand from the two tables of 2024.
    ranks = {universe: rank_by_hand(f"dti_2024_{universe}", "Cần Thơ") for universe in ("63", "34")}
    assert ranks["63"] != ranks["34"]
    figure = statement(unit_id="vn63-92", edition="2024", value=float(ranks["34"]))
    answer = check_statement(figure, tables)
    assert answer.verdict == "another universe"
    assert answer.said == str(ranks["63"])
    assert answer.likely is not None
    assert f"Cần Thơ, DTI 2024 (34) overall: {ranks['34']}" in answer.likely.fits


def rank_by_hand(table: str, province: str) -> int:
    path = FROZEN / "data" / "raw" / "dti_tables" / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    (name,) = {column for column in rows[0] if column in ("Tỉnh/Thành phố", "Tỉnh")}
    (total,) = {column for column in rows[0] if column == "DTI"}
    scores = {row[name].strip(): float(row[total].replace(",", ".")) for row in rows}
    (own,) = (value for key, value in scores.items() if province in key)
    return 1 + sum(value > own for value in scores.values())


def test_an_activity_printed_as_its_pillar_and_the_reverse(
    tables: Tables, clean: CleanFigures
) -> None:
    known = clean.tables["rankings"].query(
        "unit_id == 'vn63-93' and index == 'DTI' and edition == '2023'"
    ).set_index("measure")  # fmt: skip
    pillar, activity = (known.loc[name] for name in ("pillar_economy", "economy_activity"))
    for own, other in ((pillar, activity), (activity, pillar)):
        figure = score(round(float(other["score"]), 4), measure=str(own.name))
        answer = check_statement(figure, tables)
        assert (answer.verdict, answer.cause) == ("disagrees", "another column")
        figure = statement(value=float(other["rank"]), measure=str(own.name))
        answer = check_statement(figure, tables)
        assert answer.likely is not None
        assert f" {other.name}: " in answer.likely.fits


def test_a_change_counted_from_another_edition_or_among_other_units(tables: Tables) -> None:
    # Hải Phòng: eighth of 63 in 2023, third of 34 in 2024.
    figure = change(5.0, unit_id="vn34-31", universe="34", edition="2024")
    answer = check_statement(figure, tables)
    assert answer.cause == "earlier rank unknown"
    answer = check_statement(replace(figure, baseline="2023"), tables)
    assert (answer.verdict, answer.cause) == ("another universe", "another universe")
    answer = check_statement(replace(figure, baseline="2023", value=6.0), tables)
    assert (answer.verdict, answer.cause) == ("cannot be checked", "earlier rank unknown")


def test_small_steps_fit_by_chance(tables: Tables) -> None:
    likely = likely_cause(
        change(1.0, unit_id="vn63-22", edition="2022", measure="pillar_government"), tables
    )
    assert likely.fits
    assert likely.chance is not None
    assert likely.chance > MOST_CHANCE
    assert likely.cause == "fits elsewhere, perhaps by chance"


def test_the_chance_of_a_rank_is_one_in_the_number_of_units_for_each_try(tables: Tables) -> None:
    likely = likely_cause(FIGURE, tables)
    assert likely.tried == 2
    # Two provinces share rank 17 of 2022, one has that of 2024.
    assert likely.chance == pytest.approx(1 - (1 - 2 / 63) * (1 - 1 / 63))


def test_nothing_that_cannot_be_compared_counts_as_tried(tables: Tables) -> None:
    # No score of the first part of 2021 is on file for Hậu Giang's awareness, nor a universe.
    figure = score(0.1, measure="awareness", edition="2022")
    assert {a.kind for a in alternatives(figure, tables)} == {"edition"}
    likely = likely_cause(figure, tables)
    assert (likely.kinds, likely.fits) == ((), "")
    assert likely.cause == ""


Find = Callable[[str, tuple[str, ...], float], tuple[Figure, Likely]]


def found(figure_id: str, kinds: tuple[str, ...], chance: float) -> tuple[Figure, Likely]:
    return statement(figure_id=figure_id), Likely(kinds, "x" * len(kinds), 3, chance)


def test_chances_are_shared_only_where_all_of_a_source_fit_in_one_way() -> None:
    alike = {"a": found("a", ("edition",), 0.4), "b": found("b", ("edition",), 0.1)}
    shared = shared_chances(alike)
    assert [shared[name].chance for name in "ab"] == pytest.approx([0.04, 0.04])
    assert shared["a"].cause == "another edition"
    for other in (found("c", (), 0.5), found("c", ("column",), 0.5)):
        kept = shared_chances(alike | {"c": other})
        assert [kept[name].chance for name in "abc"] == [0.4, 0.1, 0.5]
    elsewhere, likely = found("c", (), 0.5)
    apart = shared_chances(alike | {"c": (replace(elsewhere, source_id="s901"), likely)})
    assert apart["a"].chance == pytest.approx(0.04)
    assert apart["c"].chance == 0.5


def test_a_joint_chance_has_to_be_smaller_than_a_single_one() -> None:
    """Which statements belong together is chosen: at 0.08 each keeps its own chance."""
    alike = {"a": found("a", ("edition",), 0.4), "b": found("b", ("edition",), 0.2)}
    shared = shared_chances(alike)
    assert [shared[name].chance for name in "ab"] == [0.4, 0.2]
    assert shared["a"].cause == "fits elsewhere, perhaps by chance"


def test_an_edition_that_was_not_out_yet_explains_nothing(
    clean: CleanFigures, definitions: Definitions, units: Units
) -> None:
    # Hậu Giang's rank of 2023, printed of 2022: DTI 2023 came out on 6 February 2025.
    early = statement(edition="2022", value=20.0, best=20, worst=20, source_id="s1")

    def kinds(printed: date | None) -> tuple[str, ...]:
        dated = Tables(clean.tables["rankings"], definitions, units, dates={"s1": printed})
        return likely_cause(early, dated).kinds

    assert kinds(date(2025, 2, 6)) == ("edition",)
    assert kinds(date(2025, 2, 5)) == kinds(None) == ()
    # A headline of today knows all editions.
    assert likely_cause(early, Tables(clean.tables["rankings"], definitions, units)).kinds == (
        "edition",
    )
