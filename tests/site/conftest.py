"""A small site made of the real notebooks, and a browser to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from helpers.commands.refresh import coverage_of
from helpers.refresh import refresh
from helpers.running.contract import choose_notebooks, numbered_notebooks
from helpers.running.plan import Plan, plan_refresh
from helpers.running.workers import Reporter, RunOptions
from helpers.site.briefs import brief_notebook, plan_briefs
from helpers.sources.editions import load_definitions

from ..frozen_project import CHECKOUT, frozen_project
from ..planted_text import NAMES, UNMERGED, planted_project

UNITS = ("vn63-92", "vn63-93", "vn34-92")
AXE = CHECKOUT / "build" / "node_modules" / "axe-core" / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def build_site(
    folder: Path, *, units: tuple[str, ...] | None, notebooks: Sequence[str] = ("07",)
) -> Path:
    """Build a site in a copy of the project; gives the folder of its report.

    Of the notebooks few are run and that of the briefs: the tables are there already.

    Args:
        folder: where the copy goes.
        units: the units that get a brief; None: all.
        notebooks: those that are run.
    """
    for part in ("notebooks", "data", "docs"):
        shutil.copytree(frozen_project() / part, folder / part)
    brief = brief_notebook(numbered_notebooks(folder))
    assert brief is not None
    return run_site(folder, [*notebooks, brief.name], ("vi", "en"), units)


def run_site(
    folder: Path, names: Sequence[str], languages: Sequence[str], units: Sequence[str] | None
) -> Path:
    """Run notebooks of a project, and the briefs of some units in both languages.

    Args:
        folder: the project.
        names: the notebooks; none: all.
        languages: those the notebooks run in.
        units: the units that get a brief; None: all.
    """
    notebooks = numbered_notebooks(folder)
    chosen = choose_notebooks(notebooks, names) if names else notebooks
    definitions = load_definitions(folder)
    edition = definitions.latest_edition()
    plan = plan_refresh(folder, edition, chosen, notebooks, tuple(languages), {})

    def planned(plan: Plan) -> list[object]:
        return [b for b in plan_briefs(plan) if units is None or b.unit.unit_id in units]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.refresh.plan_briefs", planned)
        outcomes = refresh(
            plan, coverage_of(definitions), Reporter(), RunOptions(), with_briefs=True
        )
    assert {outcome.status for outcome in outcomes} == {"ok"}, [o.message for o in outcomes]
    return plan.folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report with three briefs; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("site") / "dự án"
    return build_site(folder, units=UNITS, notebooks=("02", "07"))


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report with a brief for every unit."""
    return build_site(tmp_path_factory.mktemp("whole") / "dự án", units=None)


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose raw files hold `planted_text`, refreshed, with briefs of what is in it."""
    root = planted_project(tmp_path_factory.mktemp("planted") / "dự án")
    units = [f"vn{'34' if code in UNMERGED else '63'}-{code}" for code in NAMES]
    units += ["vn34-48", "vn34-79"]
    run_site(root, [], ("vi",), units)
    return root


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"no browser on this machine: none of {', '.join(BROWSERS)}")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script that judges whether a page is accessible."""
    if not AXE.is_file():
        pytest.skip(
            f"no axe-core in {AXE.relative_to(CHECKOUT).parent}: make test-all installs it, "
            "where there is npm"
        )
    return AXE.read_text(encoding="utf-8")
