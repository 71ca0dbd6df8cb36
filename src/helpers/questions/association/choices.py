"""The reasonable choices that every question declares before looking at an answer."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd

from helpers.statistics.evidence import OUTCOMES, Evidence, gather_evidence
from helpers.statistics.specification_curve import Specification

CONTROLS_YEAR = 2022
"""The first year of provincial statistics on file: what provinces brought with them."""

_SET_APART = 5


def control_columns(covariates: pd.DataFrame) -> pd.DataFrame:
    """What else sets provinces apart: size, towns, wealth.

    Args:
        covariates: as `covariates.csv`.

    Returns:
        Index `unit_id`; `log_population` (of thousand people), `urban_share` (0 to 1),
        `log_grdp_per_head` (of million dong), all of `CONTROLS_YEAR`.
    """
    own = covariates[covariates["year"] == CONTROLS_YEAR]
    wide = own.pivot(index="unit_id", columns="measure", values="value").astype(float)
    return pd.DataFrame(
        {
            "log_population": np.log(wide["population"]),
            "urban_share": wide["urban_population"] / wide["population"],
            "log_grdp_per_head": np.log(wide["grdp_per_head"]),
        }
    )


def declared_specifications(
    panel: pd.DataFrame, controls: pd.DataFrame, predictor: pd.Series
) -> list[Specification]:
    """Every choice of outcome, units and controls.

    Outcome: score, minus the rank, and the score without the overlapping part where the panel has
    it. Units: all, or without the five that started highest or lowest among those that have the
    predictor. Controls: none, or `control_columns`.

    Args:
        panel: as `helpers.rankings.panel.build_panel`. controls: as `control_columns`.
        predictor: one number a unit; says which units can take part at all.
    """
    known = panel.loc[panel.index.isin(predictor.dropna().index), "rank_before"]
    # Of units that share a rank the first by code counts as higher, on every machine.
    ranks = known.sort_index().sort_values(kind="stable")
    units = {
        "all": panel.index,
        "without five highest": panel.index.difference(ranks.index[:_SET_APART]),
        "without five lowest": panel.index.difference(ranks.index[-_SET_APART:]),
    }
    adjusted = {"none": None, "population, urban share, GRDP per head": controls}
    outcomes = [outcome for outcome in OUTCOMES if f"{outcome}_after" in panel]
    return [
        Specification(
            choices={"outcome": outcome, "units": chosen, "controls": control},
            outcome_after=panel[f"{outcome}_after"],
            outcome_before=panel[f"{outcome}_before"],
            controls=adjusted[control],
            units=units[chosen],
        )
        for outcome, chosen, control in itertools.product(outcomes, units, adjusted)
    ]


def declared_test(
    test_id: str,
    panel: pd.DataFrame,
    predictor: pd.Series,
    declared: pd.DataFrame,
    **options: Any,  # noqa: ANN401  (those of `gather_evidence`)
) -> Evidence:
    """One test, and behind it every choice that is declared with these controls."""
    choices = declared_specifications(panel, declared, predictor)
    return gather_evidence(test_id, panel, predictor, specifications=choices, **options)
