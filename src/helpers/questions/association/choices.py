"""The reasonable choices that every question declares before looking at an answer."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from helpers.sources.declared_tests import CONTROLS
from helpers.sources.editions import Definitions, Edition
from helpers.statistics.evidence import OUTCOMES, Evidence, gather_evidence
from helpers.statistics.specification_curve import Specification

_SET_APART = 5
_CHANGED: Mapping[str, dict[str, Any]] = {
    "no controls": {"controls": None}, "without": {"outcome": "without"},
}  # fmt: skip
_CONTROL_MEASURES = ("population", "urban_population", "grdp_per_head")


def control_columns(covariates: pd.DataFrame, baseline: Edition) -> pd.DataFrame:
    """What else sets provinces apart: size, towns, wealth.

    Each measure is of the baseline's year or the newest before it; where none is so old, of the
    first after (`data/raw/definitions/tests.yml`). A share is of two figures of one year.

    Args:
        covariates: as `covariates.csv`.

    Returns:
        Index `unit_id`; the columns `CONTROLS`: `log_population` (of thousand people),
        `urban_share` (0 to 1), `log_grdp_per_head` (of million dong).
    """
    own = covariates[covariates["measure"].isin(_CONTROL_MEASURES)]
    wide = own.pivot(index=["unit_id", "year"], columns="measure", values="value").astype(float)
    wide = wide.reindex(columns=list(_CONTROL_MEASURES))
    found = pd.DataFrame(
        {
            "log_population": np.log(wide["population"]),
            "urban_share": wide["urban_population"] / wide["population"],
            "log_grdp_per_head": np.log(wide["grdp_per_head"]),
        }
    )[list(CONTROLS)]
    years = {name: _year_of(column, int(baseline.edition)) for name, column in found.items()}
    units = sorted(set(own["unit_id"]))
    chosen = {
        name: found[name].xs(year, level="year") if year is not None else np.nan
        for name, year in years.items()
    }
    return pd.DataFrame(chosen, index=pd.Index(units, name="unit_id"))


def _year_of(column: pd.Series, baseline: int) -> int | None:
    """Which year of a control goes with a baseline; None where none is on file."""
    years = sorted(set(column.dropna().index.get_level_values("year")))
    before = [year for year in years if year <= baseline]
    return before[-1] if before else next(iter(years), None)


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


def declared_evidence(
    test_id: str,
    panel: pd.DataFrame,
    predictor: pd.Series,
    controls: pd.DataFrame,
    definitions: Definitions,
    *,
    others: Mapping[str, pd.Series] | None = None,
    edition: Edition,
    draws: int,
) -> list[Evidence]:
    """The primary test of a predictor as it is declared, and after it the other ways to ask.

    Args:
        test_id: of the primary test; the others take the kind of `SENSITIVITY` for its last part.
        panel: as `build_panel`; without a score without the overlapping part nothing is asked of
            it. controls: as `control_columns`.
        others: the predictors of the kinds «change» and «one year».
        edition: the later one, whose points are spoken of. draws: as `gather_evidence`.

    Returns:
        The primary test alone has a specification curve. A predictor that is not declared has no
        primary test: its one test is sensitivity. Nothing stands beside a primary test that cannot
        be run.
    """
    declared = definitions.declared.tests.get(str(predictor.name))
    options: dict[str, Any] = {"draws": draws, "points": points_of(definitions, edition)}
    adjusted = controls[list(declared.controls if declared else CONTROLS)]
    curve = declared_specifications(panel, controls, predictor)
    outcome = declared.outcome if declared else "score"
    main: dict[str, Any] = {"outcome": outcome, "controls": adjusted, "specifications": curve}
    worth = definitions.declared.worth_saying * len(panel)
    first = gather_evidence(test_id, panel, predictor, **main, **options)
    first = replace(first, edition=f"{edition.index} {edition.edition}")
    rows = [replace(first, excludes=_excludes(first, worth))]
    if declared is None:
        return [replace(rows[0], role="sensitivity")]
    if first.problem:
        return rows
    for kind in declared.sensitivity:
        asked = {"outcome": outcome, "controls": adjusted} | options | _CHANGED.get(kind, {})
        if f"{asked['outcome']}_after" not in panel:
            continue
        other = (others or {}).get(kind, predictor)
        own_id = f"{test_id.rsplit('-', 1)[0]}-{kind.replace(' ', '-')}"
        found = gather_evidence(own_id, panel, other, **asked)
        found = replace(found, role="sensitivity", kind=kind, edition=first.edition)
        rows.append(replace(found, excludes=_excludes(found, worth)))
    return rows


def _excludes(test: Evidence, places: float) -> bool:
    """Does the interval exclude every link of so many places or more for a deviation?"""
    if test.lower is None or test.upper is None or test.places is None:
        return False
    return max(abs(test.lower), abs(test.upper)) * test.places <= places


def points_of(definitions: Definitions, edition: Edition) -> float:
    """How many points the whole formula of an edition has."""
    formula = definitions.formula_of(edition)
    return float(sum(formula.weights.values())) if formula and formula.weights else 1_000.0
