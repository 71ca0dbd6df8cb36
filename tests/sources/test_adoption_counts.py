"""What the wordings of adoption figures count: declared once each, the undeclared left open."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.sources.adoption_counts import load_adoption_counts, what_they_count

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
