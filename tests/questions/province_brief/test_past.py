"""Ranks through the editions: what is joined, what was really gained, what is drawn."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from helpers.questions.province_brief.answer import (
    BriefQuestion,
    ask,
    ranked_units,
    standing_of,
)
from helpers.questions.province_brief.charts import RankLine, apart, place_text, ranks_svg
from helpers.questions.province_brief.main_indices import main_indices
from helpers.questions.province_brief.past import (
    drawn_part,
    drawn_units,
    last_runs,
    latest_break,
    ranks_through,
)
from helpers.questions.province_brief.written_tables import Tables
from helpers.sources.editions import Definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Units

from .raw_tables import rank_of, scores

EDITIONS = [("2020", False), ("2021", False), ("2022", True), ("2023", True), ("2024", False)]


@pytest.fixture(scope="module")
def rankings(project: Path) -> pd.DataFrame:
    return read_processed(project, "rankings")


def question_of(definitions: Definitions, units: Units, unit_id: str) -> BriefQuestion:
    return ask(pd.DataFrame(), definitions, units, province=unit_id, universe=unit_id[2:4])


def test_no_past_is_made_up_and_nothing_is_joined_across_a_formula(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    question = question_of(definitions, units, "vn34-92")
    history = ranks_through(rankings, definitions, question)
    own = history[history["unit_id"] == "vn34-92"]
    assert set(own["edition"]) == {"2024"}
    assert set(history["unit_id"]) == {"vn34-92", "vn63-92", "vn63-93", "vn63-94"}
    joined = {edition for edition, one in zip(history["edition"], history["joined"]) if one}  # noqa: B905
    # Decision 922 ruled 2021 to 2023; 2020 and 2024 have formulas of their own.
    assert joined == {"2022", "2023"}
    assert drawn_units(history, question) == question.members


def test_real_gains_are_those_of_the_printed_tables(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    tables = {
        year: {units.find(name, "63").unit_id: own for name, own in table.items()}
        for year in ("2022", "2023")
        for table in [scores(f"dti_{year}_63")]
    }
    for unit in units.all("63"):
        question = question_of(definitions, units, unit.unit_id)
        history = ranks_through(rankings, definitions, question)
        run = last_runs(history, definitions, [unit])[unit.unit_id]
        assert run.editions[-2:] == ("2022", "2023")
        assert set(run.editions) <= {"2021", "2022", "2023"}
        for year, table in tables.items():
            totals = [own["overall"] for own in table.values()]
            rank = rank_of(table[unit.unit_id]["overall"], totals)
            assert run.ranks[run.editions.index(year)] == rank
        assert run.gain == run.ranks[0] - run.ranks[-1]


def test_a_run_ends_where_a_rank_is_not_known(definitions: Definitions, units: Units) -> None:
    unit = units.find("Hậu Giang", "63")

    def runs(ranks: dict[str, int | None]) -> object:
        history = pd.DataFrame(
            {"unit_id": unit.unit_id, "measure": "overall", "edition": list(ranks),
             "rank": pd.array(list(ranks.values()), dtype="Int64")}
        )  # fmt: skip
        found = last_runs(history, definitions, [unit]).get(unit.unit_id)
        return None if found is None else (found.editions, found.gain)

    assert runs({"2020": 9, "2021": 8, "2022": None, "2023": 4, "2024": 1}) is None
    assert runs({"2021": 8, "2022": 9}) == (("2021", "2022"), -1)
    assert runs({"2021": 8, "2022": 9, "2023": 3}) == (("2021", "2022", "2023"), 5)
    assert runs({}) is None


def test_what_can_be_said_across_a_break(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    found = latest_break(rankings, definitions, units, "63")
    assert found is not None
    assert (found.before.edition, found.after.edition) == ("2023", "2024")
    assert set(found.least) == {unit.unit_id for unit in units.all("63")}
    assert all(found.least[unit] <= found.most[unit] for unit in found.least)
    # Whoever prints all parts can be put under the other points exactly; nobody is certain of more
    # places than there are.
    assert all(-62 <= places <= 62 for places in (*found.least.values(), *found.most.values()))
    assert latest_break(rankings, definitions, units, "34") is None


def test_the_second_drawing_is_of_the_weakest_index_with_a_past(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    question = question_of(definitions, units, "vn34-51")
    found = main_indices(rankings, definitions, question)
    history = ranks_through(rankings, definitions, question)
    assert drawn_part(history, found, question.members) == "infrastructure"
    none = history[history["measure"] == "overall"]
    assert drawn_part(none, found, question.members) == ""


def test_lines_join_only_what_can_be_compared() -> None:
    line = RankLine("Hậu Giang", {year: (rank, rank) for (year, _), rank in zip(
        EDITIONS, (28, 17, 17, 20, 33), strict=True)})  # fmt: skip
    drawn = ranks_svg([line], EDITIONS, 63, title="Hạng <b>", told="a & b")
    assert "<title>Hạng &lt;b&gt;</title><desc>a &amp; b</desc>" in drawn
    assert len(re.findall(r'<line [^>]*stroke-width="2.2"', drawn)) == 2
    assert len(re.findall("<circle ", drawn)) == 5
    # One shaded stretch, of the three editions.
    assert drawn.count("<rect ") == 1
    texts = re.findall(r"<text [^>]*>([^<]*)</text>", drawn)
    assert {"28", "17", "20", "33 Hậu Giang", "2020", "2024", "1", "63"} <= set(texts)
    assert texts.count("17") == 2


def test_a_rank_known_as_a_span_is_no_end_of_a_line() -> None:
    spans = RankLine("A", {"2021": (30, 34), "2022": (20, 20), "2023": (10, 10)})
    drawn = ranks_svg([spans], EDITIONS, 63, title="t", told="d")
    assert len(re.findall(r'<line [^>]*stroke-width="2.2"', drawn)) == 1
    assert len(re.findall(r'<line [^>]*stroke-width="4"', drawn)) == 1
    assert place_text(30, 34) in drawn


def test_labels_do_not_hide_one_another() -> None:
    assert apart([10, 11, 40], 5) == [8.0, 13.0, 40.0]
    assert apart([], 5) == []
    near = [RankLine(f"P{n}", {"2024": (30 + n, 30 + n)}) for n in range(4)]
    drawn = ranks_svg(near, EDITIONS[-1:], 63, title="t", told="d")
    heights = sorted(
        float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)"[^>]*>\d+ P\d<', drawn)
    )
    assert len(heights) == 4
    assert min(b - a for a, b in pairwise(heights)) >= 12.9


def test_a_second_edition_of_the_units_of_today_is_a_past_of_its_own(
    rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> None:
    first = definitions.edition("DTI", "2024", "34")
    second = replace(first, edition="2025", published="2026-10-21")
    added = replace(definitions, editions=(*definitions.editions, second))
    own = rankings[(rankings["edition"] == "2024") & (rankings["universe"] == "34")]
    # Everybody changes places with whoever stands as far from the other end.
    turned = own.assign(edition="2025", score=1 - own["score"])
    for name in ("rank", "rank_best", "rank_worst"):
        turned[name] = 35 - own[name]
    both = pd.concat([rankings, turned], ignore_index=True)
    question = ask(both, added, units, province="vn34-51", universe="34")
    assert question.edition == second
    history = ranks_through(both, added, question)
    assert drawn_units(history, question) == (question.unit,)
    (run,) = last_runs(history, added, [question.unit]).values()
    # Rank 23 of 34 in 2024.
    assert (run.editions, run.ranks, run.gain) == (("2024", "2025"), (23, 12), 11)
    assert latest_break(both, added, units, "34") is None
    found = main_indices(both, added, question)
    ranked = ranked_units(both, second)
    stands = standing_of(ranked, pd.DataFrame(), question.unit)
    before = pd.Series({"rank_from": 23, "rank_to": 12})
    numbers = Tables(question, added, "vi").key_numbers(stands, found, None, 0.3, before)
    assert "Lên hay xuống?: +11 bậc (từ hạng 23 (2024) đến hạng 12)" in repr(numbers)
    # The same scores under another formula say nothing of places.
    other = replace(second, formula="dti-922")
    broken = replace(definitions, editions=(*definitions.editions, other))
    question = ask(both, broken, units, province="vn34-51", universe="34")
    history = ranks_through(both, broken, question)
    assert last_runs(history, broken, [question.unit]) == {}
    assert not history.loc[history["edition"] == "2025", "joined"].any()
    numbers = Tables(question, broken, "vi").key_numbers(stands, found, None, 0.3, None)
    assert "chưa thể nói (bộ chỉ số đã đổi)" in repr(numbers)
