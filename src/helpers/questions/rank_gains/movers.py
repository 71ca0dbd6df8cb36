"""Which parts of the index moved the country between two editions under one formula? For 02."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.rankings.index_parts import IndexParts
from helpers.statistics.covariance_shares import share_intervals
from helpers.statistics.decomposition import (
    OTHERS,
    REMAINDER,
    ROUNDING,
    split_rank_change,
    split_score_change,
)
from helpers.statistics.permutation import SEED
from helpers.statistics.ranks import TIE_TOLERANCE


@dataclass(frozen=True, eq=False)
class Movers:
    """What moved the scores and the ranks of all units, by part.

    `points`: unit × part, points of the total; `places`: unit × part and `others`, up positive. The
    parts are those known of every unit in both editions, and one block of all else (`remainder`;
    `rounding` where only that is left). `table`: a row for each part and for `others`: `part`,
    `rise` (mean change of the total through it), `rise_share`, `score_share`, `score_lower`,
    `score_upper`, `rank_share`, `rank_lower`, `rank_upper` (of `share_intervals`), `score_first`
    and `rank_first` (in which share of its draws it carries most of all parts with a name),
    `score_largest` and `rank_largest` (in how many units it moved most, up or down; ties count
    for each). Missing for `others` where it has no part: in the scores, and as a largest part.
    """

    points: pd.DataFrame
    places: pd.DataFrame
    table: pd.DataFrame

    @property
    def block(self) -> str:
        """The part that holds all that is not known of every unit, or empty."""
        return REMAINDER if REMAINDER in self.points else ""

    @property
    def parts(self) -> pd.DataFrame:
        """The rows of the table that are parts with a name of their own."""
        return self.table[~self.table["part"].isin([REMAINDER, ROUNDING, OTHERS])]


def movers(earlier: IndexParts, later: IndexParts) -> Movers | None:
    """Which part moved the country from one edition to the next?

    Args:
        earlier, later: the same units under one formula.

    Returns:
        None where all units changed alike, so that there is nothing to share out.

    Raises:
        ValueError: other units, or other formulas.
    """
    if earlier.formula != later.formula:
        raise ValueError(f"{earlier.edition} and {later.edition} follow different formulas")
    totals = (earlier.totals, later.totals)
    points = _points(earlier, later)
    split = split_rank_change(totals, points)
    places, gains = split.places, split.rank_before - split.rank_after
    if gains.nunique() == 1 or points.sum(axis=1).round(9).nunique() == 1:
        return None
    rise = points.mean()
    table = pd.DataFrame({"rise": rise, "rise_share": rise / rise.sum()}).reindex(places.columns)
    named = [part for part in points if part not in (REMAINDER, ROUNDING)]
    for name, shared in (("score", points), ("rank", places)):
        found = share_intervals(shared, SEED, among=named)
        table = table.join(found.add_prefix(f"{name}_"))
    table["score_largest"] = largest_counts(points)
    table["rank_largest"] = largest_counts(places.drop(columns=OTHERS))
    return Movers(points, places, table.rename_axis("part").reset_index())


def _points(earlier: IndexParts, later: IndexParts) -> pd.DataFrame:
    """Points of the total by part, all that is not known of every unit in one block."""
    tables = (earlier.parts, later.parts)
    split = split_score_change((earlier.totals, later.totals), tables, earlier.weights)
    known = [part for part in earlier.weights.index if split[part].notna().all()]
    block = ROUNDING if len(known) == len(earlier.weights) else REMAINDER
    change = later.totals.loc[split.index] - earlier.totals
    return split[known].assign(**{block: change - split[known].sum(axis=1)})


def largest_counts(moved: pd.DataFrame) -> pd.Series:
    """In how many units did each part move most, up or down? Equal ones count for each.

    Args:
        moved: unit × part. A unit that no part moved counts for none.
    """
    size = moved.abs()
    most = size.max(axis=1)
    is_most = (
        size.ge(most - TIE_TOLERANCE, axis=0).to_numpy()
        & (most > TIE_TOLERANCE).to_numpy()[:, None]
    )
    return pd.Series(is_most.sum(axis=0), index=moved.columns)
