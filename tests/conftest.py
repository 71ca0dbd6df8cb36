"""What is on file, read once for all tests; they leave it as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from helpers.questions.clean_figures import CleanFigures, clean_figures
from helpers.sources.editions import Definitions, load_definitions
from helpers.sources.provinces import Units, load_units

PROJECT = Path(__file__).resolve().parents[1]

# No test fails by the clock: a busy machine is no fault of the code.
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return load_definitions(PROJECT)


@pytest.fixture(scope="session")
def units() -> Units:
    return load_units(PROJECT)


@pytest.fixture(scope="session")
def clean() -> CleanFigures:
    """The raw files, cleaned."""
    return clean_figures(PROJECT)
