"""Nothing is lost between the raw files and the processed tables, and nothing is made up."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from helpers.errors import BadInputError, RawFileError
from helpers.questions.clean_figures.answer import (
    CleanFigures,
    check_index_structure,
    clean_figures,
    coverage_picture,
    noted_contradictions,
    printed_pillar_growth,
)
from helpers.sources.editions import Definitions
from helpers.sources.figures import BASES
from helpers.sources.provinces import Units
from helpers.sources.raw_files import RawTable, read_raw

from ...frozen_project import CHECKOUT


def raw_rows(project: Path, name: str) -> list[dict[str, str]]:
    """Every row of the files of one folder."""
    rows = []
    for path in sorted((project / "data" / "raw" / name).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file))
    return rows


def test_every_row_read_is_kept_or_rejected(clean: CleanFigures, project: Path) -> None:
    counts = clean.row_counts.set_index("file")
    files = sorted((project / "data" / "raw").glob("*/*.csv"))
    assert counts.index.tolist() == [path.relative_to(project).as_posix() for path in files]
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = sum(any(cells) for cells in csv.reader(file)) - 1
        assert counts.loc[path.relative_to(project).as_posix(), "rows_read"] == rows
    assert (counts["rows_read"] == counts["rows_kept"] + counts["rows_rejected"]).all()
    assert counts["rows_rejected"].sum() <= 0.03 * counts["rows_read"].sum()
    assert (counts["rows_rejected"] <= 0.03 * counts["rows_read"]).all()


def test_every_rejected_cell_stands_in_its_file_with_a_reason_in_both_languages(
    clean: CleanFigures, project: Path
) -> None:
    rejected = clean.tables["rejected"]
    assert len(rejected) == clean.row_counts["rows_rejected"].sum()
    for row in rejected.itertuples(index=False):
        with (project / row.file).open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            printed = next(cells for cells in reader if reader.line_num == row.row)
        assert printed[row.column] == row.value
        assert row.reason
        assert row.reason_vi
        assert row.reason != row.reason_vi


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("reported_rankings", "reported_figures"),
        ("online_services", "online_services"),
        ("adoption", "adoption"),
        ("milestones", "milestones"),
    ],
)
def test_every_row_of_a_ledger_is_in_its_table_as_printed(
    clean: CleanFigures, project: Path, name: str, table: str
) -> None:
    kept = clean.tables[table].set_index("figure_id")
    assert kept.index.is_unique
    printed = "date_as_printed" if name == "milestones" else "value_as_printed"
    for row in raw_rows(project, name):
        cell = kept.loc[row["figure_id"]]
        assert cell[printed] == row[printed].strip()
        assert cell["source_id"] == row["source_id"]
    if table != "reported_figures":
        assert len(kept) == len(raw_rows(project, name))


# What the first five sources print, read in data/raw by eye: index, edition, measure, statistic,
# value, source.
SEED_RANKINGS = [
    ("vn63-93", "ICT", "2020", "overall", "rank", 32, "s001"),
    ("vn63-93", "ICT", "2020", "overall", "rank_change", 15, "s001"),
    ("vn63-93", "ICT", "2020", "technical_infrastructure", "score", 0.4332, "s001"),
    ("vn63-93", "ICT", "2020", "technical_infrastructure", "rank", 34, "s001"),
    ("vn63-93", "ICT", "2020", "technical_infrastructure", "rank_change", 7, "s001"),
    ("vn63-93", "ICT", "2020", "human_infrastructure", "score", 0.6203, "s001"),
    ("vn63-93", "ICT", "2020", "human_infrastructure", "rank", 30, "s001"),
    ("vn63-93", "ICT", "2020", "human_infrastructure", "rank_change", 8, "s001"),
    ("vn63-93", "ICT", "2020", "it_application", "score", 0.1997, "s001"),
    ("vn63-93", "ICT", "2020", "it_application", "rank", 35, "s001"),
    ("vn63-93", "ICT", "2020", "it_application", "rank_change", 18, "s001"),
    ("vn63-93", "ICT", "2020", "online_services", "score", 0.1860, "s001"),
    ("vn63-93", "ICT", "2020", "online_services", "rank", 46, "s001"),
    ("vn63-93", "ICT", "2020", "online_services", "rank_change", 16, "s001"),
    ("vn63-93", "ICT", "2020", "overall", "rank", 32, "s002"),
    ("vn63-93", "DTI", "2020", "overall", "rank", 28, "s003"),
    ("vn63-93", "DTI", "2020", "overall", "score", 0.3215, "s003"),
    ("vn63-93", "DTI", "2020", "pillar_government", "rank", 26, "s003"),
    ("vn63-93", "DTI", "2020", "pillar_government", "score", 0.3731, "s003"),
    ("vn63-93", "DTI", "2020", "pillar_economy", "rank", 18, "s003"),
    ("vn63-93", "DTI", "2020", "pillar_economy", "score", 0.2985, "s003"),
    ("vn63-93", "DTI", "2020", "pillar_society", "rank", 35, "s003"),
    ("vn63-93", "DTI", "2020", "pillar_society", "score", 0.2756, "s003"),
    ("vn63-93", "DTI", "", "overall", "rank", 17, "s004"),
    ("vn63-46", "DTI", "2021", "awareness", "rank", 3, "s005"),
    ("vn63-46", "DTI", "2021", "cybersecurity", "rank", 2, "s005"),
    ("vn63-46", "DTI", "2021", "government_activity", "rank", 1, "s005"),
    ("vn63-46", "DTI", "2021", "infrastructure", "rank", 2, "s005"),
    ("vn63-46", "DTI", "2021", "overall", "rank", 2, "s005"),
]


@pytest.mark.parametrize("figure", SEED_RANKINGS, ids=lambda f: "-".join(map(str, f)))
def test_ranking_figures_of_the_first_five_sources(
    clean: CleanFigures, figure: tuple[object, ...]
) -> None:
    columns = ["unit_id", "index", "edition", "measure", "statistic", "value", "source_id"]
    table = clean.tables["reported_figures"]
    found = table[columns].itertuples(index=False, name=None)
    assert sum(row == figure for row in found) == 1
    unit_id, index, edition, measure, statistic, value, _ = figure
    if edition and statistic in ("rank", "score"):
        rankings = clean.tables["rankings"].set_index(["unit_id", "index", "edition", "measure"])
        assert rankings.loc[unit_id, index, edition, measure][statistic] == value


def test_all_ranking_figures_of_the_first_five_sources_are_listed_here(project: Path) -> None:
    first = {"s001", "s002", "s003", "s004", "s005"}
    rows = [r for r in raw_rows(project, "reported_rankings") if r["source_id"] in first]
    assert len(rows) == len(SEED_RANKINGS)


SEED_DATED = [
    ("online_services", "o145", {"level": "level_3", "value": 235, "regime": "decree-43"}),
    ("online_services", "o146", {"level": "level_4", "value": 166, "regime": "decree-43"}),
    ("online_services", "o147", {"value": 100, "target": True}),
    ("online_services", "o148", {"level": "level_4", "value": 1260}),
    ("online_services", "o149", {"level": "level_4_commune_tier", "value": 88}),
    ("online_services", "o150", {"level": "level_4_district_tier", "value": 143}),
    ("online_services", "o151", {"level": "level_4_province_tier", "value": 1029}),
    ("online_services", "o152", {"value": 100}),
    ("online_services", "o288", {"value": 23, "unit_id": ""}),
    ("online_services", "o289", {"value": 12, "out_of": 63, "unit_id": ""}),
    ("online_services", "o290", {"value": 60, "out_of": 63, "unit_id": ""}),
    ("adoption", "a007", {"value": 5000, "approximate": "about"}),
    ("adoption", "a044", {"value": 500, "approximate": "more_than"}),
    ("adoption", "a047", {"value": 58000, "approximate": "more_than", "unit_id": "vn63-46"}),
    ("adoption", "a098", {"value": 600, "precision": "unknown"}),
    ("adoption", "a132", {"value": 223}),
    ("adoption", "a133", {"value": 104}),
    ("adoption", "a184", {"value": 28.5}),
    ("adoption", "a185", {"value": 4}),
    ("adoption", "a323", {"value": 9391}),
    ("adoption", "a338", {"value": 99.1}),
    ("adoption", "a340", {"value": 100}),
    ("adoption", "a403", {"value": 87669}),
    ("adoption", "a442", {"value": 100, "unit_id": "vn63-46"}),
    ("adoption", "a443", {"value": 70, "unit_id": "vn63-46"}),
    ("adoption", "a495", {"value": 20, "approximate": "more_than"}),
    ("adoption", "a504", {"value": 10, "target": True}),
    ("adoption", "a505", {"value": 100, "target": True}),
    ("adoption", "a506", {"value": 90, "target": True}),
    ("adoption", "a516", {"value": 226, "unit_id": "vn63-46"}),
    ("milestones", "m113", {"milestone_type": "lgsp", "day": "2020-01-01", "precision": "year"}),
    ("milestones", "m114", {"milestone_type": "paygov", "precision": "year"}),
    ("milestones", "m115", {"day": "2020-07-01", "precision": "month"}),
    ("milestones", "m116", {"day": "2020-08-01", "precision": "month"}),
    ("milestones", "m117", {"milestone_type": "ioc", "day": "2020-10-01", "precision": "month"}),
    ("milestones", "m118", {"day": "2020-12-02", "milestone_type": "resolution_party"}),
    ("milestones", "m119", {"day": "2020-12-04", "precision": "day"}),
    ("milestones", "m120", {"day": "2021-04-08", "milestone_type": "ai_callcentre"}),
    ("milestones", "m121", {"day": "2021-04-27", "milestone_type": "plan"}),
    ("milestones", "m260", {"precision": "unknown", "unit_id": "vn63-46"}),
]


@pytest.mark.parametrize(("table", "figure_id", "expected"), SEED_DATED)
def test_dated_figures_of_the_first_five_sources(
    clean: CleanFigures, table: str, figure_id: str, expected: dict[str, object]
) -> None:
    found = clean.tables[table].set_index("figure_id").loc[figure_id].to_dict()
    if "date_start" in found and found["date_start"] is not None:
        found["day"] = found["date_start"].isoformat()
    expected = {"unit_id": "vn63-93"} | expected
    assert {key: found[key] for key in expected} == expected


def test_all_dated_figures_of_the_first_five_sources_are_listed_here(project: Path) -> None:
    first = {"s001", "s002", "s003", "s004", "s005"}
    on_file = {
        (name, row["figure_id"])
        for name in ("online_services", "adoption", "milestones")
        for row in raw_rows(project, name)
        if row["source_id"] in first
    }
    assert on_file == {(table, figure_id) for table, figure_id, _ in SEED_DATED}


def test_services_of_hau_giang_by_tier_add_up(clean: CleanFigures) -> None:
    values = clean.tables["online_services"].set_index("figure_id")["value"]
    assert values["o148"] == values[["o151", "o150", "o149"]].sum() == 1260


HASHES = """
import hashlib, sys
from pathlib import Path
from helpers.questions.clean_figures.answer import clean_figures
from helpers.sources.processed_files import csv_text
clean = clean_figures(Path(sys.argv[1]))
text = "".join(csv_text(name, table) for name, table in clean.tables.items())
print(hashlib.sha256((text + str(clean.checks) + str(clean.unused_aliases)).encode()).hexdigest())
"""


def test_cleaning_gives_the_same_whatever_the_order_of_sets(project: Path) -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", HASHES, str(project)],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(CHECKOUT / "src")},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    digests = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert digests[0] == digests[1] != ""


def test_coverage_counts_every_basis_once(clean: CleanFigures) -> None:
    coverage = clean.tables["coverage"]
    by_basis = coverage[[f"rank_{basis}" for basis in BASES]].sum(axis=1)
    assert (by_basis == coverage["ranked"]).all()
    assert (coverage["ranked"] + coverage["rank_interval"] <= coverage["units"]).all()
    totals = coverage[coverage["measure"] == "overall"].set_index(["index", "edition", "universe"])
    assert totals.loc["DTI", "2024", "34"][["units", "scored", "ranked"]].tolist() == [34] * 3
    assert totals.loc["EGOV", "2017", "63"]["ranked"] == 54
    assert totals.loc["ICT", "2006", "64"]["units"] == 64


def test_the_picture_of_coverage_has_every_province_and_edition(
    clean: CleanFigures, definitions: Definitions, units: Units
) -> None:
    picture = coverage_picture(clean.tables["rankings"], definitions, units)
    editions = [e for index in definitions.indices for e in definitions.editions_of(index)]
    assert len(picture) == 63 * len(editions)
    assert not picture.duplicated(["province", "edition_label"]).any()
    basis = picture.set_index(["province", "edition_label"])["basis"]
    assert basis["Yên Bái", "DTI 2020"] == "interval"
    assert basis["Bến Tre", "DTI 2020"] == "derived"
    assert basis["Đồng Nai", "DTI 2021"] == "unknown"
    assert basis["Hậu Giang", "DTI 2024"] == "score_order"


def test_growth_of_the_pillars_like_for_like(clean: CleanFigures, definitions: Definitions) -> None:
    growth = printed_pillar_growth(
        clean.tables["reported_figures"], clean.tables["rankings"], definitions
    ).set_index("pillar")
    assert growth["printed_percent"].to_dict() == {
        "pillar_government": 4.7, "pillar_economy": 13.3, "pillar_society": 13.4,
    }  # fmt: skip
    assert growth["own_percent"].round(1).to_dict() == {
        "pillar_government": 1.0, "pillar_economy": 6.7, "pillar_society": 12.8,
    }  # fmt: skip
    # How the slip came about: each mean of 2024 over the next column of 2023.
    rankings = clean.tables["rankings"]
    means = (
        rankings[(rankings["index"] == "DTI") & (rankings["universe"] == "63")]
        .groupby(["edition", "measure"])["score"]
        .mean()
    )
    shifted = {
        pillar: round(100 * (means["2024", pillar] / means["2023", other] - 1), 1)
        for pillar, other in (
            ("pillar_government", "pillar_economy"),
            ("pillar_economy", "pillar_society"),
            ("pillar_society", "overall"),
        )
    }
    assert shifted == growth["printed_percent"].to_dict()


def test_contradictions_noted_at_compiling_name_figures_of_the_ledgers(
    clean: CleanFigures, project: Path
) -> None:
    entries = noted_contradictions(project)
    assert {tuple(entry["figures"]) for entry in entries} == {
        ("o072", "o073"), ("o127", "o128"), ("r0024",), ("r0250", "r0431"),
    }  # fmt: skip
    for entry in entries:
        assert set(entry) == {"figures", "vi", "en"}
        assert entry["vi"] != entry["en"]
    # What they say, against the figures themselves.
    services = clean.tables["online_services"].set_index("figure_id")
    parts, share = services.loc["o127"], services.loc["o128"]
    assert (parts["province"], parts["value"]) == ("Hưng Yên", 951)
    assert share["value"] == 59.6
    reported = clean.tables["reported_figures"].set_index("figure_id")
    assert reported.loc[["r0250", "r0431"], "value"].tolist() == [40, 17]
    assert reported.loc[["r0250", "r0431"], "source_id"].nunique() == 1
    assert reported.loc["r0024", ["value", "edition"]].tolist() == [17, ""]


def test_a_noted_contradiction_of_a_figure_that_is_no_more_is_refused(
    project: Path, tmp_path: Path
) -> None:
    shutil.copytree(project / "data" / "raw", tmp_path / "data" / "raw")
    path = tmp_path / "data" / "raw" / "noted_contradictions.yml"
    path.write_text(path.read_text("utf-8").replace("o128", "o9128", 1), "utf-8")
    with pytest.raises(BadInputError, match=r"noted_contradictions.yml: 'o9128' is no figure"):
        noted_contradictions(tmp_path)


def test_a_corrected_mean_stays_printed_and_the_growth_slips_stay_as_they_are(
    clean: CleanFigures,
) -> None:
    figures = clean.tables["reported_figures"].set_index("figure_id")
    columns = ["value_as_printed", "value", "basis", "set_aside"]
    assert figures.loc["r0039", columns].tolist() == ["0,326", 0.3026, "printed", False]
    assert figures.loc["r0636", columns].tolist() == ["tăng 13,3%", 13.3, "printed", False]
    assert figures.loc["r0638", columns].tolist() == ["tăng 4,7%", 4.7, "printed", False]
    assert figures.loc["r0640", columns].tolist() == ["tăng 13,4%", 13.4, "printed", False]


def test_the_published_structure_has_the_points_of_the_formulas(
    project: Path, definitions: Definitions
) -> None:
    structure = read_raw(project, "index_structure/index_structure.csv")
    compared = check_index_structure(structure, definitions)
    assert compared > 0
    row = next(
        row
        for row in structure
        if row["index_name"].startswith("DTI") and row["name_vi"] == "Nhận thức số"
        and row["max_points_or_weight"].startswith("100") and row["index_year"] == "2022"
    )  # fmt: skip
    changed = RawTable(structure.file, structure.columns, [row], structure.metadata, "")
    row.corrected["max_points_or_weight"] = "90"
    with pytest.raises(RawFileError, match="Nhận thức số are not those of formula dti-922") as it:
        check_index_structure(changed, definitions)
    assert (it.value.row, str(it.value.expected), str(it.value.found)) == (row.line, "100", "90")


def test_unused_spellings_are_named_and_used_ones_are_not(
    clean: CleanFigures, project: Path
) -> None:
    aliases = {row["province_as_printed"] for row in provinces_file(project)}
    assert set(clean.unused_aliases) < aliases
    assert "TP.HCM" not in clean.unused_aliases


def provinces_file(project: Path) -> list[dict[str, str]]:
    path = project / "data" / "raw" / "provinces" / "province_aliases.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_folder_without_raw_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="missing"):
        clean_figures(tmp_path)


def test_no_table_is_empty_and_every_unit_is_known(clean: CleanFigures) -> None:
    ids = set(clean.tables["units"]["unit_id"])
    assert clean.tables["units"].groupby("universe").size().to_dict() == {
        "34": 34, "63": 63, "64": 64,
    }  # fmt: skip
    for name, table in clean.tables.items():
        assert len(table), name
        if "unit_id" in table:
            assert set(table["unit_id"]) - {""} <= ids, name
        assert not table.duplicated().any(), name
    assert isinstance(clean.ties, pd.DataFrame)
