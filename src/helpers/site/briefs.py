"""The briefs of a site: one notebook, run for every unit in both languages.

The notebook is the one whose name ends in `province-brief`. What it writes for a unit goes to
`reports/<edition>/briefs/<unit_id>/`, with a record of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers import LANGUAGES
from helpers.errors import BadInputError
from helpers.running.contract import Notebook
from helpers.running.parameters import read_parameters
from helpers.running.plan import Plan, Step, make_step, report_folder
from helpers.running.workers import Outcome, reasons_to_run
from helpers.sources.editions import Definitions, load_definitions
from helpers.sources.provinces import Unit, Units, fold_name, load_units

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


def page_names(units: Units, universes: Sequence[str]) -> dict[str, str]:
    """Where the page of each unit lies below the folder of a language, without its ending.

    Units of today lie in `provinces`, those of a former set in a folder of their own. A province
    that no other joined has one page, that of today, whatever it was called before.

    Args:
        units: all that are on file.
        universes: the sets of units that have pages, that of today first.
    """
    names: dict[str, str] = {}
    for universe in universes:
        folder = "provinces" if universe == universes[0] else f"provinces-{universe}"
        everyone = units.all(universe)
        plain = {unit.unit_id: fold_name(unit.province).replace(" ", "-") for unit in everyone}
        alike, joined = Counter(plain.values()), Counter(unit.merged_into for unit in everyone)
        for unit in everyone:
            name = plain[unit.unit_id]
            own = f"{folder}/{name if name and alike[name] == 1 else unit.unit_id}"
            is_alone = joined[unit.merged_into] == 1
            names[unit.unit_id] = names.get(unit.merged_into, own) if is_alone else own
    return names


def has_own_page(unit: Unit, names: Mapping[str, str]) -> bool:
    """Whether the unit's page is not that of the unit it has become."""
    return names[unit.unit_id] != names.get(unit.merged_into)


def plan_briefs(plan: Plan) -> list[Brief]:
    """The briefs of all units that a complete table ranks and that have a page of their own.

    None beside a special run.

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
    universes = briefed_universes(definitions)
    names = page_names(units, universes)
    return [
        Brief(
            unit,
            brief_step(plan.root, plan.edition, notebook, unit, lang),
            plan.folder / lang / f"{names[unit.unit_id]}.html",
        )
        for universe in universes
        for unit in units.all(universe)
        if has_own_page(unit, names)
        for lang in LANGUAGES
    ]


def brief_step(root: Path, edition: str, notebook: Notebook, unit: Unit, lang: str) -> Step:
    """What runs the brief of a unit, for the site and for whoever exports it: it is run once."""
    report = f"{report_folder(edition, {})}/briefs/{unit.unit_id}"
    values = {"province": unit.province, "universe": unit.universe, "lang": lang}
    return make_step(root, edition, report, notebook, values)


def briefed_universes(definitions: Definitions) -> list[str]:
    """The sets of units that a complete table ranks, that of today first."""
    found = {edition.universe for edition in definitions.editions if edition.complete}
    return sorted(found, key=definitions.began, reverse=True)


def current_briefs(
    root: Path, briefs: Sequence[Brief], outcomes: Mapping[Path, Outcome]
) -> list[Brief]:
    """Which briefs say what the data say now: run just now, or in need of no run."""
    waiting = [brief.step for brief in briefs if brief.step.output not in outcomes]
    reasons = reasons_to_run(root, waiting, "")
    stale = {step.output for step, reason in zip(waiting, reasons, strict=True) if reason}
    stale |= {output for output, outcome in outcomes.items() if not outcome.is_good}
    return [brief for brief in briefs if brief.step.output not in stale]
