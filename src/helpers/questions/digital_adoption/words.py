"""The words for one figure of notebook 05: its date, number, place, source and what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers.sharing.figure_words import with_qualifier
from helpers.sharing.numbers import format_number, format_period
from helpers.sharing.wording import sentence, use_wording, word

use_wording("digital_adoption.yml")

_COUNTS = {
    "": "adoption.counts.not_declared",
    "not_stated": "adoption.counts.not_stated",
    "points": "adoption.counts.points",
    "grdp": "adoption.counts.grdp",
    "teams": "adoption.counts.teams",
    "groups_with_project_06": "adoption.counts.groups_with_project_06",
    "dossiers_settled": "adoption.counts.dossiers_settled",
    "dossiers_received": "adoption.counts.dossiers_received",
    "dossiers": "adoption.counts.dossiers",
    "dossiers_handled_electronically": "adoption.counts.dossiers_handled_electronically",
    "dossiers_of_levels_3_4": "adoption.counts.dossiers_of_levels_3_4",
    "full_process_submission": "adoption.counts.full_process_submission",
    "dossiers_of_online_services": "adoption.counts.dossiers_of_online_services",
    "dossiers_of_one_day": "adoption.counts.dossiers_of_one_day",
    "households": "adoption.counts.households",
    "adults": "adoption.counts.adults",
    "people": "adoption.counts.people",
    "mobile_subscribers": "adoption.counts.mobile_subscribers",
}
_USES = {
    "national": "adoption.standing.national",
    "merged": "adoption.standing.merged",
    "no number": "adoption.standing.no_number",
    "other count": "adoption.standing.other_count",
    "undated": "adoption.standing.undated",
    "outside": "adoption.standing.outside",
    "used": "adoption.standing.used",
    "nearer": "adoption.standing.nearer",
}
_QUARTERS = ("I", "II", "III", "IV")


def period_shown(row: Any, lang: str) -> str:  # noqa: ANN401  (a row of figures)
    """The date of a figure, as exactly as it is printed."""
    if row.as_of_end is None or pd.isna(row.as_of_end):
        return word("adoption.undated", lang)
    if row.precision == "quarter":
        quarter = _QUARTERS[(row.as_of_end.month - 1) // 3]
        return sentence("adoption.quarter", lang, quarter=quarter, year=row.as_of_end.year)
    return format_period(row.as_of_start, row.as_of_end, row.precision, lang, joint=" – ")


def number_shown(row: Any, lang: str) -> str:  # noqa: ANN401
    """A figure with the words that stand beside it; as printed where it is no number."""
    if pd.isna(row.value):
        return f"«{row.value_as_printed}»"
    if row.measure.startswith("papi_"):
        return format_number(row.value, lang, 2)
    decimals = len(f"{row.value:.10g}".partition(".")[2])
    number = format_number(row.value, lang, decimals)
    if row.measure.endswith(("_share", "_share_of_grdp")):
        number += " %"
    return with_qualifier(number, row.approximate, lang)


def count_shown(counts: str, lang: str) -> str:
    """What a figure counts, or is a share of; a group without words stays as it is declared."""
    return word(_COUNTS[counts], lang) if counts in _COUNTS else counts


def use_shown(use: str, lang: str) -> str:
    """What a figure is to the test of its measure."""
    return word(_USES[use], lang)


def place_shown(row: Any, names: Mapping[str, str], lang: str) -> str:  # noqa: ANN401
    """The unit of a figure by name; units made in July 2025 say so, the nation too."""
    if not row.unit_id:
        return word("adoption.nation", lang)
    name = names[row.unit_id]
    if row.unit_id.startswith("vn34-"):
        return sentence("adoption.merged_unit", lang, province=name)
    return name


def source_shown(source_id: str, titles: Mapping[str, str], lang: str) -> str:
    """Where a figure comes from: id and title of the source, or the survey's producers."""
    if source_id not in titles:
        return word("adoption.producer.survey", lang)
    return f"{source_id}: {titles[source_id]}"
