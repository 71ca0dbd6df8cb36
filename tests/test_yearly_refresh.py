"""docs/yearly-refresh.md, done as it says: its own lines, one after the other, on made-up editions.

Only the briefs are two instead of all, and today is late enough for editions yet to come.
"""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from .frozen_project import ABOUT_WHAT_CHANGES, CHECKOUT
from .made_up_editions import definitions_now, save_next_spreadsheet

GUIDE = (CHECKOUT / "docs" / "yearly-refresh.md").read_text(encoding="utf-8")
BY_HAND = "Documents, by hand"
PROGRAM = """\
import datetime, sys
from types import SimpleNamespace
from helpers import refresh
from helpers.commands import intake

class Later(datetime.date):
    @classmethod
    def today(cls):
        return cls(2090, 1, 1)

every = refresh.plan_briefs
refresh.plan_briefs = lambda plan: every(plan)[:2]
intake.datetime = SimpleNamespace(date=Later)
from helpers.cli import main
sys.exit(main())
"""


def blocks(kind: str, text: str = GUIDE) -> list[list[str]]:
    """The commands of every block of a kind; one that goes on over several lines is one."""
    found = re.findall(rf"^ *```{kind}\n(.*?)^ *```$", text, flags=re.DOTALL | re.MULTILINE)
    joined = (re.sub(r"[\\`]\n\s*", "", textwrap.dedent(block)) for block in found)
    return [block.strip().splitlines() for block in joined]


def of_the_makefile(task: str) -> list[str]:
    """What a task of make runs, without what a person may add."""
    text = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(rf"^{task}:.*\n((?:\t.*\n)+)", text, flags=re.MULTILINE)
    at_once = re.search(r"^AT_ONCE := (.*)$", text, flags=re.MULTILINE)
    assert recipe
    assert at_once
    values = {"BIN": ".venv/bin", "ARGS": "", "AT_ONCE": at_once[1]}
    lines = re.sub(r"\$\((\w+)\)", lambda name: values[name[1]], recipe[1])
    return [line.strip() for line in lines.splitlines()]


def test_the_lines_for_windows_are_the_same_commands() -> None:
    """There is no `make` there, and an environment's folder has another name; no more differs."""
    here = [lines for lines in blocks("sh(?: run)?") if "tangbac correct" not in lines[0]]
    for lines, there in zip(here, blocks("powershell"), strict=True):
        plain = [
            one
            for line in lines
            for one in (of_the_makefile(line[5:]) if line.startswith("make ") else [line])
        ]
        assert [line.replace(".venv/bin/", ".venv\\Scripts\\") for line in plain] == there


@dataclass(frozen=True)
class Year:
    """What a made-up edition is in place of the one that the guide takes as its example."""

    edition: str
    before: str
    universe: str

    def fitted(self, text: str) -> str:
        """A line of the guide for this edition."""
        example, units = re.findall(r"--edition (\d{4}) --universe (\w+)", GUIDE)[0]
        others = {example: self.edition, str(int(example) - 1): self.before}
        others[str(int(example) + 1)] = str(int(self.edition) + 1)
        text = text.replace(f"--universe {units}", f"--universe {self.universe}")
        return re.sub(r"20\d\d", lambda year: others.get(year[0], year[0]), text)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The checkout as somebody has just cloned it and built its environment."""
    if shutil.which("git") is None or shutil.which("make") is None:
        pytest.skip("no git or no make on this machine")
    root = tmp_path / "tangbac"
    built = shutil.ignore_patterns(".git", ".venv", "reports", "build", ".*cache*", ".hypothesis")
    shutil.copytree(CHECKOUT, root, ignore=built)
    for command in ("git init -q", "git add -A", "git commit -q -m before"):
        run(root, command)
    build_environment(root)
    return root


def build_environment(root: Path) -> None:
    """An environment that `make` takes for built, with the packages of this one."""
    folder = root / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "program.py").write_text(PROGRAM, encoding="utf-8")
    python = f'exec "{sys.executable}"'
    for name, line in (("python", python), ("tangbac", f'{python} "{folder}/program.py"')):
        (folder / "bin" / name).write_text(f'#!/bin/sh\n{line} "$@"\n', encoding="utf-8")
        (folder / "bin" / name).chmod(0o755)
    shutil.copyfile(root / "requirements.lock", folder / "requirements.lock")
    (folder / ".installed").write_text(f"{root}\n", encoding="utf-8")


def environment(root: Path) -> Mapping[str, str]:
    """That of this process, for the code of the copy; without what its pytest left there."""
    kept = {
        name: value for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "TANGBAC", "COV_", "MAKE", "ARGS"))
    }  # fmt: skip
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org"}
    who |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in who.items()}
    config = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return kept | who | config | {"PYTHONPATH": str(root / "src")}


def run(root: Path, command: str, status: int = 0) -> str:
    """What a line says, typed in the project's folder."""
    done = subprocess.run(
        command, shell=True, cwd=root, env=environment(root), check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == status, f"{command}\n{done.stdout[-4000:]}"
    return done.stdout


def steps() -> Iterator[str]:
    """The lines of the guide that are run, in order, and where the documents are written."""
    before, after = GUIDE.split(BY_HAND)
    for text in (before, after):
        for block in blocks("sh run", text):
            yield from block
        if text is before:
            yield BY_HAND


def follow_the_guide(root: Path, universe: str, points: Mapping[str, float] | None = None) -> None:
    """Take in the next edition as the guide says."""
    before = definitions_now(root).latest_edition()
    edition = save_next_spreadsheet(root / "bang-dti.xlsx", root, universe, points)
    year = Year(edition, before, universe)
    for step in steps():
        if step == BY_HAND:
            write_documents(root)
            continue
        said = run(root, year.fitted(step))
        if step.startswith("git status"):
            check_status(year, said)
    assert run(root, f"git tag --list {edition}").strip() == edition
    assert run(root, "git status --short").split() == ["??", "bang-dti.xlsx"]


def check_status(year: Year, said: str) -> None:
    """`git status` lists what the guide says that it lists."""
    (listed,) = blocks("text")
    patterns = [year.fitted(pattern) for pattern in listed]
    paths = [line[3:] for line in said.splitlines()]
    for wanted in ("bang-dti.xlsx", "docs/data-log.md", f"data/releases/{year.edition}/"):
        assert wanted in paths
    assert [p for p in paths if not any(fnmatch.fnmatch(p, one) for one in patterns)] == []


def write_documents(root: Path) -> None:
    """What an officer writes, told by `tangbac verify` what is missing."""
    said = run(root, ".venv/bin/tangbac verify --lang en", status=1)
    for line in said.splitlines():
        found = re.search(r"(docs/[\w-]+\.md): (?:no row for|does not name) (.*?)\. Add", line)
        if found is None:
            continue
        path, name = root / found[1], found[2].strip("«»")
        text = path.read_text(encoding="utf-8")
        if path.stem == "data-log":
            row = re.search(r"\| `.*\|$", line)
            assert row
            rated = "what is known", "green: good", "red: what stands now"
            text = in_order(text, row[0].replace("…", "{}").format(*rated))
        elif path.stem == "methodology":
            edition, units = re.findall(r"\d+", name)
            row_above = "| 2020 |"
            text = text.replace(
                row_above, f"| {edition} | a | b | {units} | complete |\n{row_above}"
            )
        else:
            row_above = "| 63 → 34 provinces"
            text = text.replace(row_above, f"| {name} | a | b | c |\n{row_above}")
        path.write_text(text, encoding="utf-8")
    changelog = root / "CHANGELOG.md"
    changelog.write_text(
        changelog.read_text(encoding="utf-8").replace("### Data\n", "### Data\n- DTI.\n", 1),
        encoding="utf-8",
    )


def in_order(text: str, row: str) -> str:
    """The document with the row among those of files, in the order of their names."""
    lines = text.split("\n")
    place = next(n for n, line in enumerate(lines) if line.startswith("| `") and line > row)
    return "\n".join([*lines[:place], row, *lines[place:]])


def other_points(root: Path, universe: str) -> Mapping[str, float]:
    """A formula of the same parts under which more counts for what the state does."""
    definitions = definitions_now(root)
    newest = definitions.editions_of(definitions.default_index, universe)[-1]
    points = dict(definitions.formulas[newest.formula or ""].weights)
    first, *_, last = points
    return points | {first: points[first] + 70, last: points[last] - 50}


@pytest.mark.slow
def test_two_editions_one_after_the_other_and_the_quick_tests(project: Path) -> None:
    """The tests are of the code, and no edition is one of its faults.

    Those that may not open what an edition changes need not be asked; `conftest.py` sees to that.
    """
    follow_the_guide(project, "34")
    follow_the_guide(project, "34")
    asked = " ".join(f"tests/{name}" for name in ABOUT_WHAT_CHANGES)
    run(project, f'.venv/bin/python -m pytest -q -n auto -m "not slow and not browser" {asked}')


@pytest.mark.slow
def test_an_edition_under_a_new_formula(project: Path) -> None:
    follow_the_guide(project, "34", other_points(project, "34"))


@pytest.mark.slow
def test_an_edition_of_the_former_units(project: Path) -> None:
    follow_the_guide(project, "63")
