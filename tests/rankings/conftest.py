"""The raw files cleaned once, what is on file, and a maker of figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.sources.figures import Figure

from ..frozen_project import FROZEN


@pytest.fixture(scope="session")
def rankings(clean: CleanFigures) -> pd.DataFrame:
    return clean.tables["rankings"]


@pytest.fixture(scope="session")
def raw() -> Path:
    return FROZEN / "data" / "raw"


@pytest.fixture
def make_figure() -> Callable[..., Figure]:
    """A figure of the DTI; every field may be given."""
    number = 0

    def make(statistic: str, value: float | None, **fields: object) -> Figure:
        nonlocal number
        number += 1
        defaults = {
            "figure_id": f"x{number:03}", "unit_id": "vn63-93", "universe": "63",
            "province_as_printed": "Hậu Giang", "index": "DTI", "edition": "2021",
            "measure": "overall", "baseline": "", "value_as_printed": str(value), "best": None,
            "worst": None, "decimals": 4 if statistic == "score" else None, "unit": "",
            "basis": "printed", "doubt": "", "source_id": "s900",
        }  # fmt: skip
        return Figure(statistic=statistic, value=value, **(defaults | fields))  # type: ignore[arg-type]

    return make
