"""One row for each unit and two editions: what the questions about gains are asked of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.rankings.derived_scores import DERIVED
from helpers.sources.editions import Definitions, Edition, check_comparable
from helpers.statistics.overlap import without_component

_OVERALL = "overall"


def build_panel(
    rankings: pd.DataFrame,
    definitions: Definitions,
    baseline: Edition,
    edition: Edition,
    *,
    without: str = "",
) -> pd.DataFrame:
    """Scores and ranks of every unit in two comparable editions.

    Args:
        rankings: as `rankings.csv`.
        baseline, edition: two editions under one formula over one universe.
        without: a part of the index to take out of the score as well (`score_without_…`), where a
            predictor measures the same thing; empty for none.

    Returns:
        Index `unit_id`; columns `province`, `region`, `score_before`, `score_after`,
        `rank_before`, `rank_after`, `minus_rank_before`, `minus_rank_after` (more is better) and,
        where asked, `without_before`, `without_after`. Only units with a rank in both editions.

    Raises:
        NotComparableError: the editions do not follow one formula over one universe.
    """
    check_comparable(definitions, baseline, edition)
    before, after = (_wide(rankings, e) for e in (baseline, edition))
    panel = pd.DataFrame(
        {
            "province": before["province"],
            "region": before["region"],
            "score_before": before[f"score_{_OVERALL}"],
            "score_after": after[f"score_{_OVERALL}"],
            "rank_before": before[f"rank_{_OVERALL}"],
            "rank_after": after[f"rank_{_OVERALL}"],
        }
    ).dropna(subset=["rank_before", "rank_after"])
    for moment, table in (("before", before), ("after", after)):
        panel[f"minus_rank_{moment}"] = -panel[f"rank_{moment}"]
        if without:
            formula = definitions.formula_of(edition)
            assert formula is not None
            panel[f"without_{moment}"] = without_component(
                table[f"score_{_OVERALL}"], table[f"score_{without}"], without, formula
            )
    return panel


def of_edition(rankings: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Which rows of `rankings.csv` are of one edition, over its universe? All measures of them."""
    wanted = {
        "index": edition.index, "edition": edition.edition, "universe": edition.universe,
    }  # fmt: skip
    # Plain arrays are compared several times faster than columns of text.
    return rankings[
        np.logical_and.reduce([rankings[name].to_numpy() == wanted[name] for name in wanted])
    ]


def published_scores(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with no derived score: of what is worked out over units, derived ones are no part.

    They are known of some units for a reason that goes with their value (full marks of all former
    units of a merged one), so that a mean, a spread or a correlation over them would be biased.

    Args:
        rows: of `rankings.csv`.
    """
    return rows.assign(score=rows["score"].mask(rows["score_basis"] == DERIVED))


def _wide(rankings: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    chosen = published_scores(of_edition(rankings, edition)).astype({"rank": float})
    wide = chosen.pivot(index="unit_id", columns="measure", values=["score", "rank"])
    wide.columns = [f"{value}_{measure}" for value, measure in wide.columns]
    names = chosen.drop_duplicates("unit_id").set_index("unit_id")[["province", "region"]]
    return wide.join(names)
