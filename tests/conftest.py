"""What tests of many rooms share: what is on file, stand-in notebooks, the letters of charts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, settings

from helpers.questions.clean_figures.answer import CleanFigures, clean_figures
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
    "questions/changes/test_claims.py",
    "sharing/test_comparable_words.py",
    "site/test_readme_picture.py",
    "sources/test_figures_on_file.py",
    "sources/test_yaml_files.py",
    "test_contributing.py",
    "test_yearly_refresh.py",
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


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The project with its own data, which change every year; for `ABOUT_THE_DATA` alone."""
    return CHECKOUT


def refuse_the_data_of_the_checkout(event: str, arguments: tuple[object, ...]) -> None:
    """Let nobody but `ABOUT_THE_DATA` open a file below `data`: what it says changes every year."""
    if event != "open" or not isinstance(arguments[0], str):
        return
    path = os.path.normpath(Path.cwd() / arguments[0]) if "data" in arguments[0] else ""
    if path.startswith(f"{CHECKOUT / 'data'}{os.sep}") and running_test() not in ABOUT_THE_DATA:
        raise AssertionError(f"a test of the code reads {path}, not the copy in tests/frozen")


def running_test() -> str:
    """The file of the test that is running, from `tests`; nothing while tests are collected."""
    return os.environ.get("PYTEST_CURRENT_TEST", "").partition("::")[0].removeprefix("tests/")


sys.addaudithook(refuse_the_data_of_the_checkout)


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
def texts_of() -> TextsOf:
    """All texts of a chart in the order drawn."""

    def texts(chart: Chart) -> list[str]:
        root = ElementTree.fromstring(chart.svg)
        return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]

    return texts
