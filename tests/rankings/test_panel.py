"""One row for each unit and two editions."""

from __future__ import annotations

import csv

import pytest

from helpers.errors import NotComparableError
from helpers.rankings.panel import build_panel
from helpers.sources.editions import load_definitions
from helpers.sources.processed_files import read_processed

from ..frozen_project import FROZEN, frozen_project


def test_the_panel_of_2022_and_2023_is_that_of_the_ministrys_tables() -> None:
    definitions = load_definitions(FROZEN)
    pair = [definitions.edition("DTI", year, "63") for year in ("2022", "2023")]
    panel = build_panel(
        read_processed(frozen_project(), "rankings"),
        definitions,
        *pair,
        without="government_activity",
    )
    assert len(panel) == 63
    with (FROZEN / "data/raw/dti_tables/dti_2022_63.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = {row["Tỉnh/Thành phố"]: row for row in csv.DictReader(file)}
    row = panel.loc["vn63-93"]
    raw = rows["Hậu Giang"]
    assert row["score_before"] == float(raw["DTI"])
    assert (row["rank_before"], row["rank_after"]) == (17, 20)
    assert (row["minus_rank_before"], row["minus_rank_after"]) == (-17, -20)
    # By hand: (1000 * total - 200 * government activity) / 800.
    expected = (1000 * float(raw["DTI"]) - 200 * float(raw["Hoạt động chính quyền số"])) / 800
    assert row["without_before"] == pytest.approx(expected, abs=1e-12)


def test_editions_across_a_break_are_refused() -> None:
    definitions = load_definitions(FROZEN)
    pair = [definitions.edition("DTI", year, "63") for year in ("2023", "2024")]
    with pytest.raises(NotComparableError):
        build_panel(read_processed(frozen_project(), "rankings"), definitions, *pair)
