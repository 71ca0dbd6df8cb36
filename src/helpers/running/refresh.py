"""A whole refresh: the notebooks that need it, then the pages.

A notebook that fails stops only those that read what it writes. Registered sentences of a default
run are collected from the executed Vietnamese notebooks into `data/processed/claims.csv`.
"""

from __future__ import annotations

from helpers.running.folder_lock import only_run, remove_leftovers
from helpers.running.pages import CLAIMS_FILE, Coverage, Pages
from helpers.running.plan import Plan
from helpers.running.run_record import RunRecord
from helpers.running.workers import Outcome, Reporter, RunOptions, run_steps


def refresh(
    plan: Plan, coverage: Coverage, reporter: Reporter, options: RunOptions
) -> list[Outcome]:
    """How each step of the plan ended, once its notebooks are run and its pages are written.

    Raises:
        BadInputError: another run is at work in the project.
    """
    with only_run(plan.root):
        pages = [plan.folder / step.lang / f"{step.notebook.name}.html" for step in plan.steps]
        written = [plan.root / path for step in plan.steps for path in step.contract.outputs]
        others = [plan.root / CLAIMS_FILE, plan.folder / "run.json", plan.folder / "index.html"]
        remove_leftovers([*pages, *written, *others, *(step.output for step in plan.steps)])
        outcomes = run_steps(plan.root, plan.steps, reporter, options)
        record = RunRecord(plan.folder, plan.root)
        before = record.content
        outcomes = Pages(plan, record).write(outcomes, coverage)
        if record.content != before:
            record.write()
    return outcomes
