"""The data dictionary: every code of the tables is described, and as what it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import LANGUAGES
from helpers.questions.online_services.sentences import level_name
from helpers.sharing.numbers import Phrase
from helpers.sharing.wording import written
from helpers.sources.covariates import _LAYOUTS
from helpers.sources.dictionary import (
    CODES,
    DICTIONARY,
    code_lists,
    data_dictionary,
    dictionary_problems,
)

from ..frozen_project import frozen_project

PROJECT = frozen_project()
Change = Callable[[Path], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("data/raw/definitions", "data/processed"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    (tmp_path / "docs").mkdir()
    (tmp_path / DICTIONARY).write_text(data_dictionary(tmp_path), "utf-8")
    return tmp_path


def replaced(file: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        path = root / file
        text = path.read_text("utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new), "utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "keys", "named"),
    [
        (
            replaced("data/processed/adoption.csv", ",smartphone_share,", ",smart_phones_share,"),
            {"dictionary.no_entry", "dictionary.left_over"},
            "smart_phones_share",
        ),
        # A part of one index is none of another.
        (
            replaced(
                "data/processed/rankings.csv", ",EGOV,2017,,overall,", ",EGOV,2017,,awareness,"
            ),
            {"dictionary.no_entry"},
            "measures of EGOV",
        ),
        (
            replaced("data/processed/covariates.csv", ",thousand people,", ",people,"),
            {"dictionary.unit"},
            "«people»",
        ),
        (
            replaced(CODES, "Population, unit: thousand people", "Population, unit: people"),
            {"dictionary.unit", "dictionary.stale"},
            "«thousand people»",
        ),
        (
            replaced(CODES, "Share using a smartphone, unit: percent", "Users, unit: count"),
            {"dictionary.unit", "dictionary.stale"},
            "smartphone_share",
        ),
        (
            replaced(CODES, "{vi: Dân số, en", "{vi: '', en"),
            {"dictionary.one_language", "dictionary.stale"},
            "population",
        ),
        (
            replaced("data/processed/reported_figures.csv", ",rank_change,", ",rank_chance,"),
            {"dictionary.no_entry"},
            "rank_chance",
        ),
        (
            replaced("data/processed/milestones.csv", ",dx_day,", ",dx_days,"),
            {"dictionary.no_entry"},
            "dx_days",
        ),
        (
            replaced(DICTIONARY, "| 0 to 1 |", "| 0 to 100 |"),
            {"dictionary.stale"},
            DICTIONARY,
        ),
        (lambda root: (root / DICTIONARY).unlink(), {"dictionary.stale"}, DICTIONARY),
    ],
)
def test_what_is_left_out_or_described_as_another_is_named(
    root: Path, change: Change, keys: set[str], named: str
) -> None:
    assert dictionary_problems(root) == []
    change(root)
    problems = dictionary_problems(root)
    assert {problem.key for problem in problems} == keys
    for lang in LANGUAGES:
        assert any(named in problem.said(lang) for problem in problems)


def test_adoption_and_covariates_are_no_parts_of_an_index() -> None:
    text = data_dictionary(PROJECT)
    for table in ("adoption", "covariates"):
        own = text.split(f"## {table}.csv")[1].split("\n## ")[0]
        (measure,) = [line for line in own.splitlines() if line.startswith("| measure |")]
        assert "no part of an index" in measure
        assert "pillar" not in measure
    for code in ("smartphone_share", "population", "pillar_economy", "share_level_4", "dx_day"):
        (line,) = {line for line in text.splitlines() if line.startswith(f"| `{code}` |")}
        assert line.count("|") >= 5


def test_units_are_those_that_the_reader_of_the_files_gives() -> None:
    listed = {code: entry.unit for code, entry in code_lists(PROJECT)["covariates"].items()}
    read = dict(pair for layout in _LAYOUTS.values() for pair in layout.measures.values())
    assert listed == read


def test_levels_are_called_what_notebook_03_calls_them() -> None:
    for level, code in code_lists(PROJECT)["service_levels"].items():
        name = level_name(level)
        if isinstance(name, Phrase):
            assert (written(name, "vi"), written(name, "en")) == (code.vi, code.en), level
