"""The raw files cleaned once, and what is on file."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.questions.clean_figures import CleanFigures, clean_figures
from helpers.sources.editions import Definitions, load_definitions
from helpers.sources.provinces import Units, load_units

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def clean() -> CleanFigures:
    return clean_figures(PROJECT)


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return load_definitions(PROJECT)


@pytest.fixture(scope="session")
def units() -> Units:
    return load_units(PROJECT)
