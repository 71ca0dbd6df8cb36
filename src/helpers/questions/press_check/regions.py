"""Which printed figures are places within a region on file?"""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.questions.press_check.tables import REGIONAL
from helpers.sources.figures import Figure
from helpers.sources.provinces import Units
from helpers.statements.vocabulary import fold_letters, joined, vocabulary

_REGIONAL_TOTAL = "overall_regional"
"""How the ledger files a rank of the total within a region, where its statistic does not say so."""


def as_regional(figure: Figure) -> Figure:
    """The same figure with the statistic of a place within a region, if it is one."""
    if figure.measure == _REGIONAL_TOTAL and figure.statistic == "rank":
        return replace(figure, measure="overall", statistic=REGIONAL)
    return figure


def region_problem(figure: Figure, region: str, units: Units) -> str:
    """Why a place within a region cannot be checked for what the region is; or empty.

    Args:
        region: its name as in the table of provinces; empty where it is none of these.
    """
    if not region:
        return "region not on file"
    own = units.by_id(figure.unit_id).region if figure.unit_id else ""
    return "province outside the region" if own not in ("", region) else ""


def region_named(words: str) -> str:
    """Which region on file do the words of a ledger name, and nothing wider; or empty.

    Args:
        words: as in the column `unit` of the ledger: "Central Highlands region".
    """
    for name, shapes in vocabulary()["regions"].items():
        shape = rf"(?:of [0-9]+ |vung |khu vuc )?(?:{joined(shapes)})(?: regions?| provinces)?"
        if re.fullmatch(shape, fold_letters(words)):
            return str(name)
    return ""
