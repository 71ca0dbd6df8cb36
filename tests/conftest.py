"""What tests of many rooms share: what is on file, stand-in notebooks, the letters of charts."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, settings

from helpers.running.quick_imports import without_what_is_not_used

with without_what_is_not_used():
    # Every process of a test run would else compile a grammar that nobody asks for.
    import nbformat  # noqa: F401

from helpers.questions.clean_figures.answer import CleanFigures, clean_figures
from helpers.sharing.drawing import Chart
from helpers.sources.editions import Definitions, load_definitions
from helpers.sources.provinces import Units, load_units

from .frozen_project import (
    ABOUT_WHAT_CHANGES,
    CHANGED_EVERY_YEAR,
    CHECKOUT,
    FROZEN,
    frozen_project,
    is_being_copied,
)
from .shown_notebooks import show_notebook
from .stand_in_notebooks import make_notebook, root

__all__ = ["make_notebook", "root", "show_notebook"]


TextsOf = Callable[[Chart], list[str]]

# No test fails by the clock: a busy machine is no fault of the code.
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")


def pytest_configure(config: pytest.Config) -> None:
    """Make the tables once, before several processes ask for them at the same time."""
    if config.getoption("numprocesses", None):
        frozen_project()


def pytest_collection_finish() -> None:
    """What was collected stays to the end, and little of what tests make refers to itself.

    To look through all of it every few hundred objects took a third of the time of some tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The project with its own data, which change every year; for `ABOUT_WHAT_CHANGES` alone."""
    return CHECKOUT


def refuse_what_changes(event: str, arguments: tuple[object, ...]) -> None:
    """Let nobody but `ABOUT_WHAT_CHANGES` open what a new edition changes."""
    if event != "open" or not isinstance(arguments[0], str):
        return
    if not any(part in arguments[0] for part in CHANGED_EVERY_YEAR):
        return
    path = Path(os.path.normpath(Path.cwd() / arguments[0]))
    if path.is_relative_to(CHECKOUT) and path.relative_to(CHECKOUT).parts[0] in CHANGED_EVERY_YEAR:
        test = running_test()
        is_asked = bool(test) and not is_being_copied() and not path.is_dir()
        if is_asked and not test.startswith(ABOUT_WHAT_CHANGES):
            raise AssertionError(f"a test of the code reads {path}, which a new edition changes")


def running_test() -> str:
    """The file of the test that is running, from `tests`; nothing while tests are collected."""
    return os.environ.get("PYTEST_CURRENT_TEST", "").partition("::")[0].removeprefix("tests/")


sys.addaudithook(refuse_what_changes)


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
