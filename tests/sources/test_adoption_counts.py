"""What the wordings of adoption figures count: declared once each, the undeclared left open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.sources.adoption_counts import (
    load_adoption_counts,
    load_named_extremes,
    what_they_count,
)
from helpers.sources.raw_files import RawTable

from ..frozen_project import FROZEN


def declare(root: Path, text: str) -> Path:
    folder = root / "data" / "raw" / "definitions"
    folder.mkdir(parents=True)
    (folder / "adoption_counts.yml").write_text(text, encoding="utf-8")
    return root


def test_each_wording_means_what_its_measure_says() -> None:
    rows = [
        {"measure": "smartphone_share", "unit": "of adults"},
        {"measure": "smartphone_share", "unit": "percent of households"},
        {"measure": "households_fibre_share", "unit": "percent of households"},
        {"measure": "smartphone_share", "unit": "%"},
        {"measure": "smartphone_share", "unit": "of students"},
        {"measure": "app_downloads", "unit": "%"},
    ]
    assert what_they_count(rows, load_adoption_counts(FROZEN)) == [
        "adults", "households", "households", "not_stated", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("share:\n  adults: ['%']\n  people: ['%']\n", "'%' stands under adults and under people"),
        ("share:\n  adults: of adults\n", "adults: expected what is counted with a list"),
        ("share: ['%']\n", "share: expected what is counted"),
    ],
)
def test_a_declaration_that_is_not_clear_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(BadInputError, match=message):
        load_adoption_counts(declare(tmp_path, text))


MakeTable = Callable[..., RawTable]
EXTREMES = "- {source: s1, measures: [smartphone_share], vi: a, en: b}\n"


def extremes(root: Path, make_table: MakeTable, text: str) -> frozenset[tuple[str, str]]:
    folder = root / "data" / "raw" / "adoption"
    folder.mkdir(parents=True)
    (folder / "named_extremes.yml").write_text(text, encoding="utf-8")
    rows = [{"source_id": "s1", "measure": "smartphone_share"}, {"source_id": "s2"}]
    table = make_table("data/raw/adoption/adoption.csv", ("source_id", "measure"), rows)
    return load_named_extremes(root, table)


def test_the_highest_and_lowest_alone_stand_for_nobody(
    tmp_path: Path, make_table: MakeTable
) -> None:
    named = extremes(tmp_path, make_table, EXTREMES)
    rows = [
        {"measure": measure, "unit": "of adults", "unit_id": unit, "source_id": source}
        for measure, unit, source in (
            ("smartphone_share", "vn63-01", "s1"),
            ("smartphone_share", "vn63-01", "s2"),
            # The nation is no extreme of its provinces.
            ("smartphone_share", "", "s1"),
            ("households_fibre_share", "vn63-01", "s1"),
        )
    ]
    assert what_they_count(rows, load_adoption_counts(FROZEN), named) == [
        "named_extremes", "adults", "adults", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (EXTREMES.replace("s1", "s9"), "no figure smartphone_share of the source s9"),
        (EXTREMES.replace("smartphone_share", "x"), "no figure x of the source s1"),
        (EXTREMES.replace(", en: b", ""), "needs exactly source, measures"),
        (EXTREMES.replace("[smartphone_share]", "smartphone_share"), "needs exactly source"),
    ],
)
def test_a_list_of_extremes_that_is_not_on_file_is_refused(
    tmp_path: Path, make_table: MakeTable, text: str, message: str
) -> None:
    with pytest.raises(BadInputError, match=message):
        extremes(tmp_path, make_table, text)
