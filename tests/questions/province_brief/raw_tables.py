"""The printed tables of the frozen data, read without the project's code."""

from __future__ import annotations

import csv
from fractions import Fraction

import yaml

from ...frozen_project import FROZEN

POINTS = {
    "awareness": 50, "institutions": 50, "infrastructure": 140, "human_resources": 100,
    "cybersecurity": 100, "government_activity": 200, "economy_activity": 150,
    "society_activity": 150,
}  # fmt: skip
"""Of the formula that DTI 2024 follows, as `formulas.yml` has it."""
WHOLE = sum(POINTS.values())


def scores(table: str) -> dict[str, dict[str, Fraction]]:
    """Province -> measure -> printed score, of the measures that the table prints."""
    folder = FROZEN / "data/raw/dti_tables"
    about = yaml.safe_load((folder / f"{table}.yml").read_text("utf-8"))["table"]
    named = {
        column: meaning.removesuffix(".score")
        for column, meaning in about["columns"].items()
        if meaning.endswith(".score")
    }
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {
            row[about["unit_column"]].removeprefix("TP. "): {
                measure: Fraction(row[column]) for column, measure in named.items() if row[column]
            }
            for row in csv.DictReader(file)
        }


def rank_of(value: Fraction, values: list[Fraction]) -> int:
    """How many are greater, and one."""
    return 1 + sum(other > value for other in values)
