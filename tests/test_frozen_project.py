"""Tests of the code read figures that no new edition changes, and cannot do otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.sources.processed_files import read_processed
from helpers.sources.raw_files import raw_tables, read_printed
from helpers.sources.schemas import TABLES

from .frozen_project import ABOUT_WHAT_CHANGES, CHECKOUT, FROZEN, frozen_project

EDITIONS = "data/raw/definitions/editions.yml"
KNOW_WHERE_THE_TREE_LIES = {"frozen_project.py", "output_digests.py", "intake/transcriptions.py"}


@pytest.mark.parametrize(
    "name", [EDITIONS, "docs/data-log.md", "CHANGELOG.md", "notebooks/02-rank-gains.ipynb"]
)
def test_a_test_of_the_code_cannot_open_what_a_new_edition_changes(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(AssertionError, match="which a new edition changes"):
        (CHECKOUT / name).read_text(encoding="utf-8")
    monkeypatch.chdir(CHECKOUT)
    with pytest.raises(AssertionError, match="which a new edition changes"):
        Path(name).read_text(encoding="utf-8")


def test_a_test_of_the_code_opens_the_frozen_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FROZEN)
    assert "editions:" in Path(EDITIONS).read_text(encoding="utf-8")


def test_the_tests_about_the_data_are_there() -> None:
    tests = CHECKOUT / "tests"
    assert [name for name in ABOUT_WHAT_CHANGES if not (tests / name).exists()] == []


def test_only_one_file_says_where_the_checkout_lies() -> None:
    """So that a test takes the frozen figures, or asks for the checkout by its name."""
    tests = CHECKOUT / "tests"
    found = {
        path.relative_to(tests).as_posix()
        for path in tests.rglob("*.py")
        if re.search(r"Path\(__file__\)(\.resolve\(\))?\.parent", path.read_text(encoding="utf-8"))
    }
    assert found <= KNOW_WHERE_THE_TREE_LIES


def test_the_frozen_tables_are_as_they_were_sealed_and_every_table_is_made_of_them() -> None:
    for file in raw_tables(FROZEN):
        assert len(read_printed(FROZEN, file)), file
    for name in TABLES:
        assert len(read_processed(frozen_project(), name)), name
