"""A whole refresh: the notebooks that need it, for a site the briefs as well, then the pages.

A notebook that fails stops only those that read what it writes. Registered sentences of a default
run are collected from the executed Vietnamese notebooks into `data/processed/claims.csv`.
"""

from __future__ import annotations

from helpers.running.folder_lock import only_run, remove_leftovers
from helpers.running.plan import Plan
from helpers.running.run_record import RunRecord
from helpers.running.workers import Outcome, Reporter, RunOptions, run_steps
from helpers.site.briefs import plan_briefs
from helpers.site.pages import CLAIMS_FILE, Coverage, Pages
from helpers.site.table_pages import made_from_tables


def refresh(
    plan: Plan,
    coverage: Coverage,
    reporter: Reporter,
    options: RunOptions,
    *,
    with_briefs: bool = False,
) -> list[Outcome]:
    """How each step of the plan ended, once its notebooks are run and its pages are written.

    With briefs, their steps come after those of the plan. Without, the briefs of an earlier run
    stay, and the front page leads to those that still say what the data say.

    Raises:
        BadInputError: another run is at work in the project.
    """
    with only_run(plan.root):
        briefs = plan_briefs(plan)
        steps = [*plan.steps, *(brief.step for brief in briefs if with_briefs)]
        pages = [plan.folder / step.lang / f"{step.notebook.name}.html" for step in plan.steps]
        pages += [brief.page for brief in briefs] + made_from_tables(plan)
        written = [plan.root / path for step in steps for path in step.contract.outputs]
        others = [plan.root / CLAIMS_FILE, plan.folder / "run.json", plan.folder / "index.html"]
        remove_leftovers([*pages, *written, *others, *(step.output for step in steps)])
        outcomes = run_steps(plan.root, steps, reporter, options)
        record = RunRecord(plan.folder, plan.root)
        before = record.content
        outcomes = Pages(plan, record).write(outcomes, coverage, briefs)
        if record.content != before:
            record.write()
    return outcomes
