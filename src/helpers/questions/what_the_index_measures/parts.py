"""What do the points of an index buy, and do its parts go together? Functions of notebook 10."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from helpers.questions.association.asked import INDEX
from helpers.questions.what_the_index_measures.answer import LEVEL, TOTAL, scores_of
from helpers.rankings.index_parts import can_be_recomputed, formula_to_recompute
from helpers.sources.editions import Definitions, Edition
from helpers.statistics.agreement import level_for_all
from helpers.statistics.composite_coherence import (
    cronbach_alpha,
    rest_correlations,
    variance_shares,
)
from helpers.statistics.decomposition import REMAINDER
from helpers.statistics.ranks import TIE_TOLERANCE
from helpers.statistics.resampling import Array, Resampled, bca_interval, resampled_covariances


@dataclass(frozen=True)
class Terms:
    """The terms that the totals of an edition are a sum of, one column each.

    `scores`: of the parts that every unit has (0 to 1). `points`: of the parts, all of them, and of
    `REMAINDER`, which takes together those that are not printed for every unit. `terms`: what each
    adds to the total, as a share of full marks.
    """

    edition: Edition
    scores: pd.DataFrame
    points: pd.Series
    terms: pd.DataFrame

    @property
    def full(self) -> bool:
        """Whether every part is printed for every unit."""
        return REMAINDER not in self.terms


def terms_of(rankings: pd.DataFrame, definitions: Definitions, edition: Edition) -> Terms:
    """Of which terms are the totals of an edition a sum?

    Where every part is printed the total is their sum; else what the printed parts leave of the
    printed total is one more term.

    Raises:
        BadInputError: see `formula_to_recompute`.
    """
    weights = pd.Series(formula_to_recompute(definitions, edition).weights, dtype=float)
    scores = scores_of(rankings, edition)
    parts = scores.reindex(columns=weights.index)
    known = parts.columns[parts.notna().all()]
    terms = parts[known] * weights[known] / weights.sum()
    points = weights[known]
    if len(known) < len(weights):
        terms[REMAINDER] = scores[TOTAL] - terms.sum(axis=1)
        points = pd.concat([points, pd.Series({REMAINDER: weights.drop(known).sum()})])
    return Terms(edition, parts[known], points, terms)


def editions_taken_apart(
    rankings: pd.DataFrame, definitions: Definitions
) -> tuple[Terms | None, list[Terms]]:
    """Which editions can be taken apart?

    Returns:
        The newest of the units that exist, or else of others, with every part of every unit; None
        where there is none. And every other one of the base universe, the newest first.
    """
    usable = [
        terms_of(rankings, definitions, one)
        for one in definitions.editions
        if one.index == INDEX and can_be_recomputed(definitions, one)
    ]
    usable.sort(
        key=lambda one: (definitions.began(one.edition.universe), one.edition.edition), reverse=True
    )
    lead = next((one for one in usable if one.full), None)
    others = [one for one in usable if one.edition.universe == definitions.base_universe]
    return lead, [one for one in others if one is not lead]


class Apart:
    """The terms of one edition, with the intervals that one set of resampled units gives."""

    def __init__(self, terms: Terms, draws: int) -> None:
        self.terms, self.edition = terms, terms.edition
        self.n = len(terms.terms)
        self._resampled = resampled_covariances(terms.terms.to_numpy(float), draws)

    def _table(self, statistic: Callable[[Array], Array], level: float) -> pd.DataFrame:
        return _with_interval(self._resampled, statistic, level)

    def points_bought(self) -> pd.DataFrame:
        """Which share of the differences between units does each part carry for its points?

        Returns:
            A row for each term, in the order of the formula: `part`, `points`, `points_share`,
            `share` (of the variance of the total; `variance_shares`), `lower`, `upper` (for all
            terms at once), `full` (units with full marks; missing of `REMAINDER`), `n`, all shares
            in percent.
        """
        names = self.terms.terms.columns
        points = self.terms.points
        found = self._table(variance_shares, level_for_all(LEVEL, len(names)))
        full = (self.terms.scores >= 1 - TIE_TOLERANCE).sum().reindex(names)
        return pd.DataFrame(
            {
                "part": names,
                "points": points.to_numpy(),
                "points_share": 100 * points.to_numpy() / points.sum(),
                "share": 100 * found["value"],
                "lower": 100 * found["lower"],
                "upper": 100 * found["upper"],
                "full": full.to_numpy(float),
                "n": self.n,
            }
        )

    def with_the_rest(self) -> pd.DataFrame:
        """How does each part go with the rest of the total? `part`, `value`, `lower`, `upper`."""
        found = self._table(rest_correlations, level_for_all(LEVEL, self.terms.terms.shape[1]))
        return found.assign(part=self.terms.terms.columns)

    def alpha(self) -> pd.Series:
        """How far do the parts vary as one, each score counting alike? `value`, `lower`, `upper`.

        Of an edition whose parts are all printed.
        """
        scale = (self.terms.points / self.terms.points.sum()).to_numpy()
        scaled = _with_interval(
            self._resampled, lambda one: cronbach_alpha(one / (scale[:, None] * scale)), LEVEL
        )
        return scaled.iloc[0]


def _with_interval(
    resampled: Resampled, statistic: Callable[[Array], Array], level: float
) -> pd.DataFrame:
    value = statistic(resampled.observed)
    lower, upper = bca_interval(
        value, statistic(resampled.drawn), statistic(resampled.without), level
    )
    return pd.DataFrame({"value": value, "lower": lower, "upper": upper})


def decides(row: pd.Series) -> str:
    """Does a part decide "less" or "more" than its points, or is that "open"?

    Args:
        row: of `points_bought`: the interval for all parts at once lies below the share of points,
            above it, or around it.
    """
    if row["upper"] < row["points_share"]:
        return "less"
    return "more" if row["lower"] > row["points_share"] else "open"
