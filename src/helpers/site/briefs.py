"""The briefs of a site: one notebook, run for every unit in both languages.

The notebook is the one whose name ends in `province-brief`. What it writes for a unit goes to
`reports/<edition>/briefs/<unit_id>/`, with a record of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers import LANGUAGES
from helpers.errors import BadInputError
from helpers.running.contract import Notebook
from helpers.running.parameters import read_parameters
from helpers.running.plan import Plan, Step, make_step
from helpers.running.workers import Outcome, reasons_to_run
from helpers.sources.editions import load_definitions
from helpers.sources.provinces import Unit, load_units

_ENDING = "province-brief"


@dataclass(frozen=True)
class Brief:
    """One unit's page in one language: the step that runs it, and where the page goes."""

    unit: Unit
    step: Step
    page: Path


def brief_notebook(notebooks: Sequence[Notebook]) -> Notebook | None:
    """Which notebook makes the briefs, if there is one."""
    return next((nb for nb in notebooks if nb.name.endswith(_ENDING)), None)


def page_name(unit: Unit) -> str:
    """The page of a unit below the folder of a language, without its ending."""
    return f"provinces/{unit.unit_id}"


def plan_briefs(plan: Plan) -> list[Brief]:
    """The briefs of all units that a complete table ranks; none beside a special run.

    Raises:
        BadInputError: the notebook lacks a parameter that a brief needs.
    """
    notebook = brief_notebook(plan.notebooks)
    if notebook is None or not plan.is_default:
        return []
    missing = {"province", "universe", "lang", "report"} - read_parameters(notebook).keys()
    if missing:
        raise BadInputError("briefs.no_parameter", file=notebook.path.name, name=min(missing))
    definitions, units = load_definitions(plan.root), load_units(plan.root)
    universes = {e.universe for e in definitions.editions if e.complete}
    return [
        Brief(
            unit,
            make_step(
                plan.root,
                plan.edition,
                f"{plan.report}/briefs/{unit.unit_id}",
                notebook,
                {"province": unit.province, "universe": unit.universe, "lang": lang},
            ),
            plan.folder / lang / f"{page_name(unit)}.html",
        )
        for universe in sorted(universes, key=definitions.began, reverse=True)
        for unit in units.all(universe)
        for lang in LANGUAGES
    ]


def current_briefs(
    root: Path, briefs: Sequence[Brief], outcomes: Mapping[Path, Outcome]
) -> list[Brief]:
    """Which briefs say what the data say now: run just now, or in need of no run."""
    waiting = [brief.step for brief in briefs if brief.step.output not in outcomes]
    reasons = reasons_to_run(root, waiting, "")
    stale = {step.output for step, reason in zip(waiting, reasons, strict=True) if reason}
    stale |= {output for output, outcome in outcomes.items() if not outcome.is_good}
    return [brief for brief in briefs if brief.step.output not in stale]
