"""Yearly figures of merged units: sums and weighted means worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers.rankings.merged_figures import figures_of_merged
from helpers.sources.provinces import Unit, Units


def unit(unit_id: str, into: str = "") -> Unit:
    universe, code = unit_id.removeprefix("vn").split("-")
    return Unit(unit_id, universe, code, unit_id, unit_id, "", into)


UNITS = Units((unit("vn2-1", "vn1-1"), unit("vn2-2", "vn1-1"), unit("vn1-1")), {}, "2")
ROWS = [
    ("vn2-1", 2022, "population", 100.0, "thousand people"),
    ("vn2-2", 2022, "population", 300.0, "thousand people"),
    ("vn2-1", 2023, "population", 110.0, "thousand people"),
    ("vn2-1", 2022, "grdp_per_head", 40.0, "million dong"),
    ("vn2-2", 2022, "grdp_per_head", 80.0, "million dong"),
    ("vn2-1", 2022, "pci", 60.0, "points of 100"),
    ("vn2-2", 2022, "pci", 70.0, "points of 100"),
]
FIGURES = pd.DataFrame(ROWS, columns=["unit_id", "year", "measure", "value", "unit"])


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        # Of 2023 one of the two is not known, so the whole is not.
        ("population", [("vn1-1", 2022, 400.0)]),
        ("grdp_per_head", [("vn1-1", 2022, (40 * 100 + 80 * 300) / 400)]),
        ("pci", []),
        ("literacy", []),
    ],
)
def test_what_adds_up_is_carried_over_and_nothing_else(
    measure: str, expected: list[tuple[str, int, float]]
) -> None:
    found = figures_of_merged(FIGURES, UNITS, "1", measure)
    assert list(found.itertuples(index=False, name=None)) == expected


def test_figures_stay_as_they_are_filed() -> None:
    found = figures_of_merged(FIGURES, UNITS, "2", "pci")
    assert list(found["value"]) == [60.0, 70.0]
