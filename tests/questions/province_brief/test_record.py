"""What is on file of a province and what is not: against the tables read line by line."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from helpers.questions.province_brief.answer import ask
from helpers.questions.province_brief.main_indices import main_indices
from helpers.questions.province_brief.past import ranks_through
from helpers.questions.province_brief.record import (
    GROUPS,
    KINDS,
    milestones_of,
    newest_figures,
    press_of,
)
from helpers.questions.province_brief.unknowns import what_is_not_known
from helpers.sources.editions import Definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Unit, Units

Tables = dict[str, pd.DataFrame]
NAMES = ("adoption", "online_services", "covariates", "milestones", "press_check", "rankings")


@pytest.fixture(scope="module")
def tables(project: Path) -> Tables:
    return {name: read_processed(project, name) for name in NAMES}


def newest(tables: Tables, *subjects: Unit) -> pd.DataFrame:
    return newest_figures(*(tables[name] for name in NAMES[:4]), subjects)


def lines(project: Path, table: str) -> list[dict[str, str]]:
    with (project / f"data/processed/{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_newest_dated_figure_of_each_kind_stands(
    project: Path, tables: Tables, units: Units
) -> None:
    adoption = lines(project, "adoption")
    for unit in units.all("34"):
        members = [one for one in units.all("63") if one.merged_into == unit.unit_id]
        own = {one.unit_id for one in (unit, *members)}
        found = newest(tables, unit, *members)
        assert found["kind"].is_unique
        for kind, (_, table) in KINDS.items():
            if table != "adoption":
                continue
            rows = [
                row
                for row in adoption
                if row["unit_id"] in own
                and row["measure"] == kind
                and row["target"] == "no"
                and row["value"]
            ]
            shown = found[found["kind"] == kind]
            assert len(shown) == bool(rows)
            if rows:
                last = max(row["as_of_end"] for row in rows)
                best = [row for row in rows if row["as_of_end"] == last]
                least_doubt = min(row["doubt"] != "" for row in best)
                chosen = {row["figure_id"] for row in best if (row["doubt"] != "") == least_doubt}
                assert shown["figure_id"].iloc[0] in chosen


def test_yearly_figures_have_their_place_among_all(
    project: Path, tables: Tables, units: Units
) -> None:
    unit = units.find("Quảng Ngãi", "63")
    found = newest(tables, unit).set_index("kind")
    for kind in ("portal_index_total", "papi_internet_access"):
        rows = [row for row in lines(project, "covariates") if row["measure"] == kind]
        year = max(row["year"] for row in rows if row["unit_id"] == unit.unit_id)
        values = {row["unit_id"]: float(row["value"]) for row in rows if row["year"] == year}
        own = values[unit.unit_id]
        assert found.loc[kind, "value"] == own
        assert str(found.loc[kind, "as_of_end"].year) == year
        assert found.loc[kind, "size"] == len(values)
        assert found.loc[kind, "place"] == 1 + sum(value > own for value in values.values())


def test_groups_in_order_and_undated_figures_last(tables: Tables, units: Units) -> None:
    for unit in units.all("63"):
        found = newest(tables, unit)
        places = [GROUPS.index(group) for group in found["group"]]
        assert places == sorted(places)
        for _, own in found.groupby("group"):
            undated = (own["precision"] == "unknown").tolist()
            assert undated == sorted(undated)


def test_of_one_day_an_undoubted_figure_goes_first_and_targets_never_stand(
    tables: Tables, units: Units
) -> None:
    unit = units.find("Hậu Giang", "63")
    model = tables["adoption"].iloc[:1].assign(
        unit_id=unit.unit_id, measure="online_dossier_share", target=False, value=1.0,
        as_of_start=pd.Timestamp("2025-05-01").date(), as_of_end=pd.Timestamp("2025-05-31").date(),
        precision="month",
    )  # fmt: skip
    made = pd.concat(
        [
            model.assign(figure_id="a1", doubt="x", value=1.0),
            model.assign(figure_id="a2", doubt="", value=2.0),
            model.assign(figure_id="a3", target=True, value=3.0,
                         as_of_end=pd.Timestamp("2025-12-31").date()),
            model.assign(figure_id="a4", as_of_end=None, precision="unknown", value=4.0),
        ],
        ignore_index=True,
    )  # fmt: skip
    found = newest({**tables, "adoption": made}, unit).set_index("kind")
    assert found.loc["online_dossier_share", "figure_id"] == "a2"
    alone = newest({**tables, "adoption": made.iloc[3:]}, unit).set_index("kind")
    assert alone.loc["online_dossier_share", "figure_id"] == "a4"


def test_milestones_of_one_subject_after_the_other(tables: Tables, units: Units) -> None:
    subjects = [units.find("Hậu Giang", "63"), units.find("Sóc Trăng", "63")]
    own = milestones_of(tables["milestones"], subjects)
    assert own["unit_id"].drop_duplicates().tolist() == [one.unit_id for one in subjects]


def test_printed_statements_are_counted_by_verdict(
    project: Path, tables: Tables, units: Units
) -> None:
    wrong = {"disagrees", "another edition", "another universe"}
    rows = lines(project, "press_check")
    for unit in units.all("63"):
        own = [row for row in rows if row["unit_id"] == unit.unit_id]
        verdicts = Counter(row["verdict"] for row in own)
        found = press_of(tables["press_check"], [unit])
        assert found.counts["all"] == len(own)
        assert found.counts["agrees"] == verdicts["agrees"]
        assert found.counts["contradicted"] == sum(verdicts[one] for one in wrong)
        assert set(found.wrong["figure_id"]) == {
            row["figure_id"] for row in own if row["verdict"] in wrong
        }
        assert found.right is None or found.right["verdict"] == "agrees"


def test_what_is_not_known_is_computed(
    tables: Tables, definitions: Definitions, units: Units
) -> None:
    def unknown(unit_id: str) -> object:
        rankings = tables["rankings"]
        question = ask(rankings, definitions, units, province=unit_id, universe=unit_id[2:4])
        return what_is_not_known(
            question,
            main_indices(rankings, definitions, question),
            ranks_through(rankings, definitions, question),
            newest(tables, *question.subjects),
            definitions,
        )

    found = unknown("vn63-93")
    assert found.parts == ("awareness", "institutions", "human_resources", "cybersecurity")
    # 28, 17, 17, 20 and 33 are known.
    assert found.editions == {}
    assert "community_digital_teams" in found.kinds
    assert "resolution_party" not in found.kinds
    assert unknown("vn34-92").parts == ()
