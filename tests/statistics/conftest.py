"""The ministry's own tables read by the csv module alone, and the formulas on file."""

from __future__ import annotations

import csv
from collections.abc import Mapping

import pandas as pd
import pytest

from helpers.sources.editions import Formula, load_definitions

from ..frozen_project import FROZEN

COLUMNS = {
    "Nhận thức số": "awareness",
    "Thể chế số": "institutions",
    "Hạ tầng số": "infrastructure",
    "Nhân lực số": "human_resources",
    "An toàn thông tin mạng": "cybersecurity",
    "Hoạt động chính quyền số": "government_activity",
    "Hoạt động kinh tế số": "economy_activity",
    "Hoạt động xã hội số": "society_activity",
    "DTI": "overall",
}


@pytest.fixture(scope="session")
def formulas() -> Mapping[str, Formula]:
    return load_definitions(FROZEN).formulas


@pytest.fixture(scope="session")
def printed_tables() -> dict[str, pd.DataFrame]:
    """Edition and universe ("2022_63") -> printed scores by province, empty cells missing."""
    tables = {}
    for name in ("2022_63", "2023_63", "2024_63", "2024_34"):
        path = FROZEN / "data" / "raw" / "dti_tables" / f"dti_{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        # Two spellings of Huế and Hòa Bình are the only names that differ between the years.
        names = [
            row["Tỉnh/Thành phố"].removeprefix("TP. ").replace(" - ", " ").replace("Hoà", "Hòa")
            for row in rows
        ]
        tables[name] = pd.DataFrame(
            {
                measure: [float(row[column]) if row[column] else None for row in rows]
                for column, measure in COLUMNS.items()
            },
            index=names,
            dtype=float,
        )
    return tables
