"""The words for one figure of notebook 05: its date, number, place, source and what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers.sharing.figure_words import period, with_qualifier
from helpers.sharing.numbers import Phrase
from helpers.sharing.remarks import SourceTitle
from helpers.sharing.wording import InForm, Joined, Said, read_wording, use_wording

use_wording("digital_adoption.yml")

_QUARTERS = ("I", "II", "III", "IV")


def measure_name(measure: str) -> Said:
    """What is a measure called?"""
    return Said(f"adoption.measure.{measure}")


def period_shown(figure: Any) -> Phrase | str:  # noqa: ANN401  (a row of figures)
    """The date of a figure, as exactly as it is printed."""
    day = figure.as_of_end
    if day is None or pd.isna(day):
        return Said("adoption.undated")
    if figure.precision == "quarter":
        return Said("adoption.quarter", quarter=_QUARTERS[(day.month - 1) // 3], year=day.year)
    return period(figure.as_of_start, day, figure.precision, " – ")


def number_shown(figure: Any) -> Phrase | str:  # noqa: ANN401
    """A figure with the words that stand beside it; as printed where it is no number."""
    if pd.isna(figure.value):
        return f"“{figure.value_as_printed}”"
    if figure.measure.startswith("papi_"):
        return InForm(figure.value, "two")
    number: Phrase = InForm(figure.value, "exact")
    if figure.measure.endswith(("_share", "_share_of_grdp")):
        number = Joined([number, "%"], "")
    return with_qualifier(number, figure.approximate)


def count_shown(counts: str) -> Phrase | str:
    """What a figure counts, or is a share of; a group without words stays as it is declared."""
    key = f"adoption.counts.{counts or 'not_declared'}"
    return Said(key) if key in read_wording("digital_adoption.yml") else counts


def use_shown(standing: str) -> Said:
    """What a figure is to the test of its measure."""
    return Said(f"adoption.standing.{standing}")


def place_shown(figure: Any, names: Mapping[str, str]) -> Phrase | str:  # noqa: ANN401
    """The unit of a figure by name; units made in July 2025 say so, the nation too."""
    if not figure.unit_id:
        return Said("adoption.nation")
    name = names[figure.unit_id]
    if figure.unit_id.startswith("vn34-"):
        return Said("adoption.merged_unit", province=name)
    return name


def source_shown(source_id: str, titles: Mapping[str, str]) -> Phrase | str:
    """Where a figure comes from: id and title of the source, or the survey's producers."""
    if source_id not in titles:
        return Said("adoption.producer.survey")
    return Joined((source_id, SourceTitle(titles[source_id])), ": ")
