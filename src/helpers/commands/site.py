"""`tangbac site`: a refresh, a brief for every unit, and all pages."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from helpers import LANGUAGES
from helpers.commands import open_project
from helpers.commands.progress import show_progress, summarise
from helpers.commands.refresh import coverage_of
from helpers.commands.running_options import add_running_options, run_options, show_what_would_run
from helpers.commands.terminal import add_language, say

if TYPE_CHECKING:
    from helpers.commands import Commands


def add(commands: Commands) -> None:
    """Declare the command and its options."""
    site = commands.add_parser("site", help=say("site.help"))
    site.set_defaults(command=_site)
    add_running_options(site)
    add_language(site)


def _site(options: argparse.Namespace) -> int:
    from helpers.refresh import refresh
    from helpers.running.contract import numbered_notebooks
    from helpers.running.plan import plan_refresh
    from helpers.site.briefs import plan_briefs

    root, definitions = open_project()
    notebooks = numbered_notebooks(root)
    edition = definitions.latest_edition()
    plan = plan_refresh(root, edition, notebooks, notebooks, LANGUAGES, {})
    steps = [*plan.steps, *(brief.step for brief in plan_briefs(plan))]
    if options.dry_run:
        return show_what_would_run(root, steps, "--force" if options.force else "")
    with (
        run_options(options, root) as how,
        show_progress(len(steps), quiet=options.quiet) as reporter,
    ):
        outcomes = refresh(plan, coverage_of(definitions), reporter, how, with_briefs=True)
    # Of hundreds of briefs those of which nothing has changed need no line each.
    own = {step.output for step in plan.steps}
    told = [o for o in outcomes if o.step.output in own or o.status != "unchanged"]
    status = summarise(told, quiet=options.quiet)
    if not options.quiet:
        print(f"\n{say('site.as_they_were', number=len(outcomes) - len(told))}")
        print(say("site.site", path=plan.folder / "index.html"))
    return status
