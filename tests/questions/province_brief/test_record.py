"""What is on file of a province and what is not, on the tables as they are and on made ones."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from helpers.questions.province_brief.answer import ask, edition_parts, editions_known
from helpers.questions.province_brief.record import (
    MOST_ROWS,
    adoption_known,
    contradictions_known,
    excerpt,
    milestones_known,
    milestones_of,
    noted_about,
    services_known,
)
from helpers.questions.province_brief.unknowns import Unknowns, what_is_not_known
from helpers.sources.editions import Definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import Units

Tables = dict[str, pd.DataFrame]
NAMES = (
    "rankings", "online_services", "milestones", "adoption", "covariates", "contradictions",
)  # fmt: skip


@pytest.fixture(scope="module")
def tables(project: Path) -> Tables:
    return {name: read_processed(project, name) for name in NAMES}


def unknowns(tables: Tables, definitions: Definitions, units: Units, province: str,
             universe: str = "63") -> Unknowns:  # fmt: skip
    rankings = tables["rankings"]
    question = ask(rankings, definitions, units, province=province, universe=universe)
    return what_is_not_known(
        question,
        edition_parts(rankings, definitions, units, question.edition),
        editions_known(rankings, definitions, question),
        tables["online_services"],
        milestones_of(tables["milestones"], question.subjects),
        tables["adoption"],
        tables["covariates"],
        definitions,
    )


def test_no_subject_crowds_out_another(units: Units) -> None:
    one, other = units.all("63")[:2]
    rows = pd.DataFrame({"unit_id": [one.unit_id] * 5 + [other.unit_id] * 2, "n": range(7)})
    found = excerpt(rows, 10, [one, other], 4)
    assert found.rows["n"].tolist() == [0, 1, 5, 6]
    assert (found.more, found.total) == (6, 10)


def test_services_newest_of_each_level_targets_last(tables: Tables, units: Units) -> None:
    services = tables["online_services"]
    found = services_known(services, [units.find("Hậu Giang")])
    assert found.total == (services["unit_id"] == "vn63-93").sum()
    assert len(found.rows) == MOST_ROWS
    assert found.rows["level"].is_unique
    # 1.260 services at level 4 by October 2021, the newest count of the whole province.
    first = found.rows.iloc[0]
    assert (first["level"], first["value"], first["source_id"]) == ("level_4", 1260, "s003")
    made = services[services["unit_id"] == "vn63-93"].assign(target=True)
    kinds = services_known(pd.concat([made, services]), [units.find("Hậu Giang")]).rows["target"]
    assert not kinds.any()


def test_milestones_newest_first_and_undated_last(tables: Tables, units: Units) -> None:
    subjects = [units.find("Hậu Giang")]
    found = milestones_known(milestones_of(tables["milestones"], subjects), subjects).rows
    days = pd.to_datetime(found["date_end"])
    assert days.is_monotonic_decreasing
    assert "other" not in set(found["milestone_type"])
    undated = tables["milestones"].assign(date_start=None, date_end=None)
    mixed = pd.concat([undated[undated["unit_id"] == "vn63-35"], tables["milestones"]])
    subjects = [units.find("Hà Nam")]
    own = milestones_of(mixed.drop_duplicates("figure_id"), subjects)
    kinds = milestones_known(own, subjects).rows
    assert set(kinds["date_kind"]) == {"unknown"}


def test_adoption_newest_of_each_measure(tables: Tables, units: Units) -> None:
    found = adoption_known(tables["adoption"], tables["covariates"], [units.find("Hà Nam")])
    # Hà Nam has the two measures of the survey in each of six years, and nothing else asked about.
    assert found.rows["measure"].tolist() == ["papi_portal_access", "papi_internet_access"]
    assert set(found.rows["year"]) == {2024}
    own = (tables["adoption"]["unit_id"] == "vn63-35").sum()
    surveyed = (tables["covariates"]["unit_id"] == "vn63-35") & tables["covariates"][
        "measure"
    ].isin(["papi_portal_access", "papi_internet_access"])
    assert found.total == own + surveyed.sum()


def test_contradictions_of_the_province_alone(tables: Tables, units: Units) -> None:
    found = contradictions_known(tables["contradictions"], [units.find("Hậu Giang")])
    assert found.rows["figure_id"].tolist() == ["r0618"]
    assert found.more == 0
    assert contradictions_known(tables["contradictions"], [units.find("Hà Nam")]).rows.empty


def test_noted_contradictions_are_found_by_their_figures(units: Units) -> None:
    noted = [{"figures": ["r1"], "vi": "a", "en": "a"}, {"figures": ["r2"], "vi": "b", "en": "b"}]
    ledger = pd.DataFrame({"figure_id": ["r1", "r2"], "unit_id": ["vn63-93", "vn63-35"]})
    assert noted_about(noted, [ledger], [units.find("Hậu Giang")]) == [noted[0]]
    assert noted_about(noted, [ledger], [units.find("Huế", "34")]) == []


def test_the_province_of_which_least_is_known(
    tables: Tables, definitions: Definitions, units: Units
) -> None:
    on_file = pd.concat(
        [tables[name]["unit_id"] for name in ("online_services", "milestones", "adoption")]
    )
    counts = {unit: int((on_file == unit.unit_id).sum()) for unit in units.all("63")}
    least = min(counts, key=lambda unit: counts[unit])
    found = unknowns(tables, definitions, units, least.province)
    assert found.no_counts == (least.province,)
    assert found.no_portal == (least.province,)
    assert "community_digital_teams" in found.measures
    assert "papi_portal_access" not in found.measures
    assert found.editions[least.province][:2] == ("DTI 2020", "DTI 2021")


def test_what_is_not_known_is_computed(
    tables: Tables, definitions: Definitions, units: Units
) -> None:
    found = unknowns(tables, definitions, units, "Hậu Giang")
    assert found.parts == ("awareness", "institutions", "human_resources", "cybersecurity")
    assert "DTI 2020" not in found.editions["Hậu Giang"]
    assert "ICT 2018" in found.editions["Hậu Giang"]
    assert found.no_counts == found.no_milestones == ()
    # Thirteen reports, two of them of one plan; every one has a date.
    assert (found.undated, found.milestones) == (0, 12)
    nothing = unknowns(tables, definitions, units, "Bắc Kạn")
    assert nothing.no_milestones == ("Bắc Kạn",)
    assert nothing.milestones == nothing.undated == 0
    # The survey gives no result of Quảng Ninh for two years.
    assert unknowns(tables, definitions, units, "Quảng Ninh").survey_years == {
        "Quảng Ninh": (2021, 2023)
    }
    merged = unknowns(tables, definitions, units, "Cần Thơ", "34")
    assert merged.parts == ()
    assert set(merged.editions) == {"Cần Thơ", "Hậu Giang", "Sóc Trăng"}
