"""The parts of the totals of one edition, as far as they are known: what the workbench works on."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.errors import BadInputError, Words
from helpers.rankings.panel import of_edition, published_scores
from helpers.sources.editions import Definitions, Edition, Formula
from helpers.sources.provinces import Units


@dataclass(frozen=True)
class IndexParts:
    """Totals of every unit of one edition and what is known of their parts.

    `totals`: printed totals, 0 to 1, index `unit_id`. `parts`: one column for each part of
    `formula.weights`, 0 to 1, missing where unknown. What the unknown parts of a unit earn together
    follows from its total.
    """

    edition: Edition
    formula: Formula
    totals: pd.Series
    parts: pd.DataFrame

    @property
    def weights(self) -> pd.Series:
        """Points of each part, in the order of the columns of `parts`."""
        return pd.Series(self.formula.weights, dtype=float)

    @property
    def full(self) -> pd.Series:
        """Which units have every part known?"""
        return self.parts.notna().all(axis=1)

    @property
    def remainder_points(self) -> pd.Series:
        """How many points do the unknown parts of each unit earn together? 0 for a full row."""
        known = self.parts.mul(self.weights).sum(axis=1)
        return (self.weights.sum() * self.totals - known).where(~self.full, 0.0)

    @property
    def filled(self) -> pd.DataFrame:
        """The parts, each unknown one at the mean of the unit's unknown parts.

        Weighted together they give the printed total exactly. Weights that move apart within the
        unknown parts then move nothing, so that an interval over such rows is understated.
        """
        unknown_weight = self.parts.isna().mul(self.weights).sum(axis=1)
        mean = self.remainder_points / unknown_weight.where(~self.full)
        return self.parts.apply(lambda column: column.fillna(mean))


def can_be_recomputed(definitions: Definitions, edition: Edition) -> bool:
    """Whether an edition has a complete table of totals and its formula known points."""
    formula = definitions.formula_of(edition)
    return edition.totals_known and formula is not None and bool(formula.weights)


def formula_to_recompute(definitions: Definitions, edition: Edition) -> Formula:
    """By which formula are the totals of an edition recomputed?

    Raises:
        BadInputError: the edition has no complete table of totals, or the points of its formula
            are unknown; names the editions that have both.
    """
    formula = definitions.formula_of(edition)
    if formula is not None and can_be_recomputed(definitions, edition):
        return formula
    named = [e.named for e in definitions.editions if can_be_recomputed(definitions, e)]
    usable = Words(", ".join(one.vi for one in named), ", ".join(one.en for one in named))
    raise BadInputError("index_parts.unknown", edition=edition.named, usable=usable)


def index_parts(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, edition: Edition
) -> IndexParts:
    """What is known of the parts of every total of an edition?

    A unit that a later universe kept unchanged takes the parts that its table there prints: of DTI
    2024 the table of 34 prints all parts, that of 63 does not, and the two agree for the provinces
    that did not merge. No other derived score is taken: full marks of units that merged are known
    of the best alone and would bias whatever is worked out over units.

    Args:
        rankings: as `rankings.csv`.
        edition: one with a complete table.

    Raises:
        BadInputError: see `formula_to_recompute`.
    """
    formula = formula_to_recompute(definitions, edition)
    own = _scores(rankings, edition)
    parts = own.reindex(columns=list(formula.weights))
    for other in definitions.editions:
        same_formula = (other.index, other.edition, other.formula) == (
            edition.index, edition.edition, edition.formula,
        )  # fmt: skip
        if same_formula and other.complete and other.universe != edition.universe:
            twins = _unchanged_units(units, edition.universe, other.universe)
            taken = _scores(rankings, other).rename(index=twins).reindex(columns=parts.columns)
            parts = parts.combine_first(taken.loc[taken.index.isin(parts.index)])
    return IndexParts(edition, formula, own["overall"], parts.loc[own.index, list(formula.weights)])


def _scores(rankings: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    own = published_scores(of_edition(rankings, edition))
    return own.pivot(index="unit_id", columns="measure", values="score")


def _unchanged_units(units: Units, universe: str, other: str) -> dict[str, str]:
    """Units of `other` that are one unit of `universe` still, by their id there."""
    members: dict[str, list[str]] = {}
    for unit in units.all(universe):
        members.setdefault(unit.merged_into, []).append(unit.unit_id)
    known = {unit.unit_id for unit in units.all(other)}
    return {
        merged: alone[0] for merged, alone in members.items() if merged in known and len(alone) == 1
    }
