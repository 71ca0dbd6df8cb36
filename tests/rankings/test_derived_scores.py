"""What follows from the table of merged units, and that it is used for nothing but full rows."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.rankings.derived_scores import KnownScore, derived_scores
from helpers.rankings.index_parts import index_parts
from helpers.rankings.panel import of_edition, published_scores
from helpers.rankings.ranking_table import scores_agree
from helpers.rankings.reconciliation import ConsistencyCheck
from helpers.sources.editions import Definitions, Edition, Formula
from helpers.sources.figures import figures_of
from helpers.sources.provinces import Unit, Units

COLUMNS = {
    "Nhận thức số": "awareness", "Thể chế số": "institutions", "Hạ tầng số": "infrastructure",
    "Nhân lực số": "human_resources", "An toàn thông tin mạng": "cybersecurity",
    "Hoạt động chính quyền số": "government_activity", "Hoạt động kinh tế số": "economy_activity",
    "Hoạt động xã hội số": "society_activity",
}  # fmt: skip
POINTS = dict(zip(COLUMNS.values(), (50, 50, 140, 100, 100, 200, 150, 150), strict=True))


def rows_of(raw: Path, file: str) -> list[dict[str, str]]:
    with (raw / file).open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def worked_out(raw: Path) -> dict[tuple[str, str], str]:
    """(old code, part) -> printed score, straight from the files: no code of the project."""
    members: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(raw, "provinces/provinces.csv"):
        merged = re.sub("^(Tỉnh|Thành phố|TP.) ", "", row["merged_into_name_2025"])
        members[merged].append(row["gso_code"])
    known = {}
    for row in rows_of(raw, "dti_tables/dti_2024_34.csv"):
        old = members[row["Tỉnh/Thành phố"].removeprefix("TP. ")]
        assert old, row
        for column, part in COLUMNS.items():
            if len(old) == 1 or row[column] == "1.0000":
                known |= {(code, part): row[column] for code in old}
    printed = {"infrastructure", "government_activity", "economy_activity", "society_activity"}
    return {cell: score for cell, score in known.items() if cell[1] not in printed}


@pytest.fixture(scope="module")
def derived(rankings: pd.DataFrame) -> pd.DataFrame:
    return rankings[rankings["score_basis"] == "derived"]


def test_every_derived_score_is_the_one_that_the_files_give(
    derived: pd.DataFrame, worked_out: dict[tuple[str, str], str]
) -> None:
    own = {
        (code, part): f"{score:.4f}"
        for code, part, score in derived[["province_code", "measure", "score"]].to_numpy()
    }
    assert own == worked_out
    assert set(zip(derived["index"], derived["edition"], derived["universe"], strict=True)) == {
        ("DTI", "2024", "63")
    }
    assert derived["measure"].value_counts().to_dict() == {
        "awareness": 47, "institutions": 28, "human_resources": 11, "cybersecurity": 11,
    }  # fmt: skip


def test_they_say_how_they_are_known_and_have_no_rank(derived: pd.DataFrame) -> None:
    assert set(derived["score_source_id"]) == {"dti_2024_34"}
    assert derived["doubt"].str.contains("DTI 2024 (34)", regex=False).all()
    full = derived["doubt"].str.startswith("full marks")
    assert derived.loc[full, "score"].eq(1).all()
    assert not derived["rank_best"].notna().any()


def test_eleven_provinces_have_all_eight_parts_and_their_printed_totals_follow(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, clean: CleanFigures
) -> None:
    edition = definitions.edition("DTI", "2024", "63")
    own = of_edition(rankings, edition)
    wide = own.pivot(index="unit_id", columns="measure", values="score")[[*POINTS, "overall"]]
    full = wide[wide.notna().all(axis=1)]
    assert len(full) == 11
    for row in full.itertuples(index=False):
        exact = sum(
            Fraction(f"{score:.4f}") * points
            for score, points in zip(row[:-1], POINTS.values(), strict=True)
        ) / sum(POINTS.values())
        assert abs(exact - Fraction(f"{row.overall:.4f}")) <= Fraction(1, 10_000)
    (check,) = (c for c in clean.checks if c.check == "total_from_parts_derived")
    assert isinstance(check, ConsistencyCheck)
    assert (check.edition, check.compared, check.failures) == ("DTI 2024 (63)", 11, 0)
    # What the workbench takes are these eleven rows and no other derived score.
    parts = index_parts(rankings, definitions, units, edition)
    assert set(parts.full[parts.full].index) == set(full.index)
    assert parts.parts[parts.full].equals(full[list(parts.parts.columns)].astype(float))
    assert parts.parts["awareness"].notna().sum() == 11


def test_no_printed_score_says_otherwise(derived: pd.DataFrame, clean: CleanFigures) -> None:
    own = derived.set_index(["unit_id", "edition", "measure"])["score"]
    for figure in figures_of(clean.tables["reported_figures"]):
        cell = figure.unit_id, figure.edition, figure.measure
        if (figure.index, figure.statistic) == ("DTI", "score") and cell in own.index:
            assert figure.value is None or scores_agree(own[cell], figure)


def test_published_scores_leave_them_out(rankings: pd.DataFrame, derived: pd.DataFrame) -> None:
    left = published_scores(rankings)
    assert left["score"].notna().sum() == rankings["score"].notna().sum() - len(derived)
    assert len(left) == len(rankings)


# --- a world by hand: A went alone, B and C together ----------------------------------------------

FORMULA = Formula("f", "DTI", "Công thức", "Formula", "by hand", weights={"a": 1, "b": 3})
OLD = Edition("DTI", "2030", "3", "f", table="old", complete=True)
NEW = Edition("DTI", "2030", "2", "f", table="new", complete=True)
UNITS = Units(
    tuple(
        Unit(f"vn{universe}-{name}", universe, name, name, name, "", into)
        for universe, name, into in (
            ("3", "A", "vn2-A"), ("3", "B", "vn2-D"), ("3", "C", "vn2-D"), ("2", "A", ""),
            ("2", "D", ""),
        )
    ),
    {},
)  # fmt: skip


def defined(old: Edition = OLD, new: Edition = NEW) -> Definitions:
    return Definitions(
        editions=(old, new),
        formulas={"f": FORMULA, "g": FORMULA},
        universes={"3": {"units": "base"}, "2": {"units": "merged"}},
        indices={"DTI": {"measures": {"overall": {}, "a": {}, "b": {}}}},
        other_names={},
    )


def derive(
    printed: dict[tuple[str, str], float | None],
    definitions: Definitions | None = None,
    *,
    basis: str = "printed",
) -> dict[tuple[str, str], float | None]:
    scores = {
        (unit, "DTI", part, "2030"): KnownScore(
            value, basis if unit.startswith("vn2") else "printed",
            "new" if unit.startswith("vn2") else "old",
        )
        for (unit, part), value in printed.items()
    }  # fmt: skip
    found = derived_scores(scores, definitions or defined(), UNITS)
    assert {known.basis for known in found.values()} <= {"derived"}
    return {(unit, part): known.value for (unit, _, part, _), known in found.items()}


def test_a_unit_that_went_alone_has_its_row_and_full_marks_are_everybodys() -> None:
    assert derive({("vn2-A", "a"): 0.4, ("vn2-D", "a"): 1.0, ("vn2-D", "b"): 0.9999}) == {
        ("vn3-A", "a"): 0.4, ("vn3-B", "a"): 1.0, ("vn3-C", "a"): 1.0,
    }  # fmt: skip


def test_what_is_known_otherwise_is_never_replaced_even_where_it_disagrees() -> None:
    printed = {("vn2-D", "a"): 1.0, ("vn3-B", "a"): 0.7}
    assert derive(printed) == {("vn3-C", "a"): 1.0}
    # Sources that disagree give no score, and none is put in its place.
    assert derive({("vn2-A", "a"): 0.4, ("vn3-A", "a"): None}) == {}


def test_one_step_and_no_more() -> None:
    # A mean of the merged table that is itself worked out is no ground for another step.
    for basis in ("recomputed", "derived"):
        assert derive({("vn2-A", "a"): 0.4, ("vn2-D", "a"): 1.0}, basis=basis) == {}
    # Nor is the last member worked out from the mean and the others.
    assert derive({("vn2-D", "a"): 0.5, ("vn3-B", "a"): 0.7}) == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Edition("DTI", "2030", "3", "g", table="old", complete=True), NEW),
        (Edition("DTI", "2029", "3", "f", table="old", complete=True), NEW),
        (Edition("DTI", "2030", "3", "f", table="old"), NEW),
        (OLD, Edition("DTI", "2030", "2", "f", table="new")),
    ],
)
def test_only_two_complete_tables_of_one_year_and_formula_say_anything(
    old: Edition, new: Edition
) -> None:
    assert derive({("vn2-A", "a"): 0.4}, defined(old, new)) == {}


def test_parts_alone_are_derived_and_from_the_ministrys_own_table() -> None:
    assert derive({("vn2-A", "overall"): 0.4}) == {}
    scores = {("vn2-A", "DTI", "a", "2030"): KnownScore(0.4, "printed", "s900")}
    assert derived_scores(scores, defined(), UNITS) == {}
