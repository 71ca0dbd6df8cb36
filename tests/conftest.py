"""What tests of many rooms share: what is on file, stand-in notebooks, the letters of charts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, settings

from helpers.questions.clean_figures.answer import CleanFigures, clean_figures
from helpers.sharing import drawing
from helpers.sharing.drawing import Chart
from helpers.sources.editions import Definitions, load_definitions
from helpers.sources.provinces import Units, load_units

from .frozen_project import CHECKOUT, FROZEN, frozen_project
from .shown_notebooks import show_notebook
from .stand_in_notebooks import make_notebook, root

__all__ = ["make_notebook", "root", "show_notebook"]


ABOUT_THE_DATA = (
    "commands/test_verify.py",
    "notebooks/test_outputs.py",
    "notebooks/test_reads.py",
    "notebooks/test_same_in_every_kernel.py",
    "test_contributing.py",
    "test_document_links.py",
    "verifying/test_groups.py",
)
"""The tests of the figures on file, whatever they are; they know no figure and no year."""
TextsOf = Callable[[Chart], list[str]]

# No test fails by the clock: a busy machine is no fault of the code.
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")


def pytest_configure(config: pytest.Config) -> None:
    """Make the tables once, before several processes ask for them at the same time."""
    if config.getoption("numprocesses", None):
        frozen_project()


@pytest.fixture
def checkout(request: pytest.FixtureRequest) -> Path:
    """The project with its own data, which change every year; for tests of these alone."""
    name = request.path.relative_to(CHECKOUT / "tests").as_posix()
    assert name in ABOUT_THE_DATA, "a test of the code reads the frozen figures: tests/frozen"
    return CHECKOUT


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return load_definitions(FROZEN)


@pytest.fixture(scope="session")
def units() -> Units:
    return load_units(FROZEN)


@pytest.fixture(scope="session")
def clean() -> CleanFigures:
    """The raw files, cleaned."""
    return clean_figures(FROZEN)


@pytest.fixture
def texts_of(monkeypatch: pytest.MonkeyPatch) -> TextsOf:
    """All texts of a chart in the order drawn; for charts drawn within the test that asks."""
    monkeypatch.setitem(drawing.STYLE, "svg.fonttype", "none")

    def texts(chart: Chart) -> list[str]:
        root = ElementTree.fromstring(chart.svg)
        return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]

    return texts
