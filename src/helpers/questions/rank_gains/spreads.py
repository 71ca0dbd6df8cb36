"""Did the scores draw together? The spread of every full edition, for notebook 02.

Across a change of formula a spread is compared under one set of points only: the earlier edition
under the points of the later, and the reverse, each between exact bounds. What the parts count
changed as well, and nothing published tells what that did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.rankings.panel import of_edition
from helpers.rankings.restated import restated_scores
from helpers.sources.editions import Definitions, Edition, formula_bounds_problem
from helpers.sources.provinces import Units
from helpers.statistics.baseline import FEWEST_UNITS
from helpers.statistics.spread import SpreadBounds, spread_bounds

_COLUMNS = ["edition", "formula", "points_of", "own", "deviation", "least", "greatest", "exact"]
_HALF_UNIT = 0.5e-4


def full_editions(definitions: Definitions, like: Edition) -> tuple[Edition, ...]:
    """Which editions of the same index rank the same units, every total printed? Oldest first."""
    editions = definitions.editions_of(like.index, like.universe)
    return tuple(one for one in editions if one.totals_known)


def spreads(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, editions: Sequence[Edition]
) -> pd.DataFrame:
    """How far apart did the scores lie in each edition, as published and under other points?

    Args:
        rankings: as `rankings.csv`. editions: of `full_editions`.

    Returns:
        A row for each edition as published (`own`; `deviation` is the standard deviation, n - 1)
        and for each other formula among the editions that it can be put under: `edition`,
        `formula`, `points_of` (the newest edition of that formula), `own`, `deviation` (missing
        unless `own`), `least` and `greatest` (its bounds; of `own` from rounding alone), `exact` as
        of `SpreadBounds`. No rows where fewer than ten units are ranked.
    """
    rows = []
    for edition in editions:
        totals = _totals(rankings, edition)
        if len(totals) < FEWEST_UNITS:
            continue
        rounded = spread_bounds(
            (totals - _HALF_UNIT).clip(0, 1).to_numpy(), (totals + _HALF_UNIT).clip(0, 1).to_numpy()
        )
        own = edition.formula or ""
        rows.append(_row(edition, edition, rounded, deviation=float(totals.std())))
        for other in {one.formula: one for one in editions if one.formula != own}.values():
            pair = sorted((edition, other), key=lambda one: one.edition)
            if formula_bounds_problem(definitions, *pair) is None:
                found = restated_scores(rankings, definitions, units, edition, other)
                bounds = spread_bounds(found["lower"].to_numpy(), found["upper"].to_numpy())
                rows.append(_row(edition, other, bounds))
    return pd.DataFrame(rows, columns=_COLUMNS)


def _totals(rankings: pd.DataFrame, edition: Edition) -> pd.Series:
    rows = of_edition(rankings, edition)
    return rows.loc[rows["measure"] == "overall", "score"].dropna().astype(float)


def _row(
    edition: Edition, under: Edition, bounds: SpreadBounds, deviation: float = float("nan")
) -> tuple[object, ...]:
    return (
        edition.edition, under.formula or "", under.edition, edition is under, deviation,
        bounds.least, bounds.greatest, bounds.exact,
    )  # fmt: skip


Ends = tuple[float, float]
"""The least and the greatest a spread can be."""


@dataclass(frozen=True)
class SpreadChange:
    """How the spread of the scores changed between two full editions of the same units.

    `before`, `after`: as published; `rounded_before`, `rounded_after`: what rounding leaves open of
    them. `earlier`: that of the first under the points of the last; `later`: that of the last under
    the points of the first; what rounding leaves open where the formula is one, None where the
    points cannot be exchanged.
    """

    first: str
    last: str
    before: float
    after: float
    rounded_before: Ends
    rounded_after: Ends
    earlier: Ends | None
    later: Ends | None

    @property
    def one_formula(self) -> bool:
        """Whether both follow one formula, so that the published spreads compare."""
        return self.earlier == self.rounded_before

    @property
    def change(self) -> float:
        """The difference of the published spreads; above 0: farther apart."""
        return self.after - self.before

    @property
    def lower(self) -> float | None:
        """The least change under one set of points, whichever of the two."""
        if self.earlier is None or self.later is None:
            return None
        return min(self.rounded_after[0] - self.earlier[1], self.later[0] - self.rounded_before[1])

    @property
    def upper(self) -> float | None:
        """The greatest change under one set of points, whichever of the two."""
        if self.earlier is None or self.later is None:
            return None
        return max(self.rounded_after[1] - self.earlier[0], self.later[1] - self.rounded_before[0])

    @property
    def direction(self) -> str:
        """«closer» or «apart» where the points of neither edition leave a doubt; else empty."""
        if self.lower is None or self.upper is None:
            return ""
        return "apart" if self.lower > 0 else "closer" if self.upper < 0 else ""


def spread_change(table: pd.DataFrame, first: Edition, last: Edition) -> SpreadChange | None:
    """How did the spread change from one full edition to another?

    Args:
        table: of `spreads`.

    Returns:
        None where either is not in the table.
    """
    own = table[table["own"]].set_index("edition")
    if not {first.edition, last.edition} <= set(own.index):
        return None
    rounded = [_ends(own.loc[[one.edition]]) for one in (first, last)]
    others = table[~table["own"]]
    under = [
        _ends(others[(others["edition"] == one.edition) & (others["formula"] == other.formula)])
        for one, other in ((first, last), (last, first))
    ]
    if first.formula and first.formula == last.formula:
        under = list(rounded)
    (rounded_before, rounded_after), (earlier, later) = rounded, under
    assert rounded_before is not None
    assert rounded_after is not None
    return SpreadChange(
        first.edition,
        last.edition,
        float(own.loc[first.edition, "deviation"]),
        float(own.loc[last.edition, "deviation"]),
        rounded_before,
        rounded_after,
        earlier,
        later,
    )


def _ends(rows: pd.DataFrame) -> Ends | None:
    return None if rows.empty else (float(rows["least"].iloc[0]), float(rows["greatest"].iloc[0]))
