from __future__ import annotations

from dataclasses import replace

import pandas as pd

from helpers.sources.figures import BASES, Figure, figures_table

RANK = Figure(
    "r1", "vn63-93", "63", "Hậu Giang", "DTI", "2022", "overall", "rank", "", "17/63", 17.0, 17, 17,
    None, "of 63", "printed", "", "s001",
)  # fmt: skip


def test_figures_become_a_table_whose_missing_places_stay_whole_numbers() -> None:
    words = replace(RANK, figure_id="r2", value_as_printed="tốt", value=None, best=None, worst=None)
    table = figures_table([RANK, words])
    assert list(table.columns[:2]) == ["figure_id", "unit_id"]
    assert [str(table[name].dtype) for name in ("best", "worst", "decimals")] == ["Int64"] * 3
    assert table["value"].dtype == float
    assert table["value"].iloc[0] == 17
    assert pd.isna(table["value"].iloc[1])
    assert pd.isna(table["best"].iloc[1])


def test_printed_is_the_strongest_basis_and_derived_the_weakest() -> None:
    assert (BASES[0], BASES[-1]) == ("printed", "derived")
