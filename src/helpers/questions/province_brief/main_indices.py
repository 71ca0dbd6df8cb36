"""In which main indices is a province strong or weak? For notebook 09.

A main index is a part of the total. The tables of former units print some of them for a few units
only; those have no mean and no rank, and stand together as what the total leaves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from helpers.questions.province_brief.answer import BriefQuestion
from helpers.rankings.panel import of_edition
from helpers.sources.editions import Definitions, Edition
from helpers.statistics.ranks import TIE_TOLERANCE

_TOTAL = "overall"


@dataclass(frozen=True)
class MainIndices:
    """The main indices of one unit in one edition.

    `rows`: one for each that is printed of every unit: `part`, `points` (most that it can give;
    missing where the formula says none), `score`, `rank` and `size` of the unit, `mean`, `lowest`
    and `highest` of all, `apart` (points above the mean; missing without points); those furthest
    below the mean first, without points those of the worst rank. `rest`: parts that are not printed
    of every unit, `rest_apart` what they earn together above the mean, `whole` the points of all
    parts together; both None where the points are not known.
    """

    rows: pd.DataFrame
    rest: tuple[str, ...]
    rest_apart: float | None
    whole: float | None

    @property
    def weakest(self) -> pd.DataFrame:
        """The rows with the worst rank; more than one where they share it."""
        return self.rows[self.rows["rank"] == self.rows["rank"].max()]

    @property
    def strongest(self) -> pd.Series | None:
        """The row that is furthest above the mean; None where none is above it."""
        above = self.rows[self.rows["apart"] > TIE_TOLERANCE]
        return None if above.empty else above.iloc[-1]


def main_indices(
    rankings: pd.DataFrame, definitions: Definitions, question: BriefQuestion
) -> MainIndices:
    """In which main indices does the unit stand above or below the others?

    Args:
        rankings: as `rankings.csv`.
    """
    edition = question.edition
    formula = definitions.formula_of(edition)
    points = dict(formula.weights) if formula is not None else {}
    own = of_edition(rankings, edition)
    own = own[own["score_basis"] != "derived"]
    scores = own.pivot(index="unit_id", columns="measure", values="score")
    ranks = own.pivot(index="unit_id", columns="measure", values="rank")
    names = list(points) or _parts_without_points(definitions, edition, scores)
    printed = [one for one in names if one in scores and scores[one].notna().all()]
    unit = question.unit.unit_id
    table = pd.DataFrame(
        {
            "part": printed,
            "points": [points.get(one, math.nan) for one in printed],
            "score": [scores.at[unit, one] for one in printed],
            "rank": [ranks.at[unit, one] for one in printed],
            "size": len(scores),
            "mean": [scores[one].mean() for one in printed],
            "lowest": [scores[one].min() for one in printed],
            "highest": [scores[one].max() for one in printed],
        }
    ).astype({"rank": "Int64"})
    table["apart"] = table["points"] * (table["score"] - table["mean"])
    table = table.sort_values(["apart", "rank"], ascending=[True, False], kind="stable")
    rest = tuple(one for one in names if one not in printed)
    whole = float(sum(points.values())) or None
    rest_apart = None
    if whole is not None and rest:
        total = whole * (scores.at[unit, _TOTAL] - scores[_TOTAL].mean())
        rest_apart = float(total - table["apart"].sum())
    return MainIndices(table.reset_index(drop=True), rest, rest_apart, whole)


def _parts_without_points(
    definitions: Definitions, edition: Edition, scores: pd.DataFrame
) -> list[str]:
    """What an edition prints beside total and pillars, where no formula names its parts."""
    above = {_TOTAL, *pillars(definitions, edition.index)}
    return [one for one in definitions.measures(edition.index) if one in {*scores} - above]


def pillars(definitions: Definitions, index: str) -> list[str]:
    """Which measures of an index are its pillars, in the order of the published tables?"""
    own = [one for one in definitions.formulas.values() if one.index == index]
    named = {pillar for formula in own for pillar in formula.pillars}
    return [one for one in definitions.measures(index) if one in named]


def single_rises(found: MainIndices, missing: float) -> pd.DataFrame:
    """Which score would one main index alone have to reach to close a gap?

    Args:
        missing: score of the whole, 0 to 1, that is missing.

    Returns:
        The rows of `found` in which that is possible, in the order of the points, with `needed`:
        to four decimals, rounded up so that it is enough.
    """
    table = found.rows.dropna(subset=["points"])
    if found.whole is None or table.empty:
        return table.assign(needed=[])
    exact = table["score"] + missing * found.whole / table["points"]
    table = table.assign(needed=(exact * 1e4 - TIE_TOLERANCE * 1e4).map(math.ceil) / 1e4)
    return table[table["needed"] <= 1].sort_values("points", ascending=False, kind="stable")
