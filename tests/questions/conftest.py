"""The raw files cleaned once, and what is on file."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.digital_adoption.figures import all_figures
from helpers.questions.milestones.dates import with_date_kinds
from helpers.questions.robustness.curves import Sources
from helpers.rankings.index_parts import IndexParts, index_parts
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units

from ..frozen_project import FROZEN, frozen_project

RawRows = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="session")
def project() -> Path:
    return frozen_project()


@pytest.fixture(scope="session")
def raw_rows() -> RawRows:
    """The rows of a raw file as they are printed, read by nothing of the project."""

    def read(file: str) -> list[dict[str, str]]:
        with (FROZEN / "data" / "raw" / file).open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))

    return read


@pytest.fixture(scope="session")
def survey(raw_rows: RawRows) -> list[dict[str, str]]:
    """The survey of citizens (PAPI) as it is printed."""
    return raw_rows("papi/papi_e_governance_2019_2024.csv")


@pytest.fixture(scope="session")
def figures(clean: CleanFigures) -> pd.DataFrame:
    """Every figure of digital adoption on file."""
    return all_figures(clean.tables["adoption"], clean.tables["covariates"])


@pytest.fixture(scope="session")
def sources(clean: CleanFigures, definitions: Definitions) -> Sources:
    tables = clean.tables
    return Sources(
        tables["rankings"],
        tables["covariates"],
        with_date_kinds(tables["milestones"]),
        all_figures(tables["adoption"], tables["covariates"]),
        definitions,
    )


@pytest.fixture(scope="session")
def parts_of(clean: CleanFigures, definitions: Definitions, units: Units) -> dict[str, IndexParts]:
    rankings = clean.tables["rankings"]
    asked = [("2022", "63"), ("2023", "63"), ("2024", "63"), ("2024", "34")]
    return {
        "/".join(pair): index_parts(rankings, definitions, units, definitions.edition("DTI", *pair))
        for pair in asked
    }
