"""Plain papermill and nbconvert, as the README tells it: no command of ours, in one language."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from ..frozen_project import CHECKOUT

pytestmark = pytest.mark.slow
TEMPLATES = CHECKOUT / "nbconvert_templates"
NOTEBOOK = "notebooks/07-targets.ipynb"


@pytest.fixture
def project(
    copy_project: Callable[[str], Path],
    environment: Mapping[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A copy of the project, which the processes started find as they would a checkout."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return copy_project("plain")


def ran(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, check=False,
        encoding="utf-8",
    )  # fmt: skip


def papermill(*options: str, cwd: Path, to: Path) -> subprocess.CompletedProcess[str]:
    return ran(
        "papermill", NOTEBOOK, str(to), "-k", "python3", "--no-progress-bar", *options, cwd=cwd
    )


@pytest.mark.parametrize(
    "options",
    [
        ["-p", "universe", "63", "-p", "edition", "2023"],
        ["-y", "{universe: 63, edition: 2023}"],
        ["-f", "values.yml"],
    ],
)
def test_years_and_sets_of_units_are_taken_as_people_write_them(
    project: Path, tmp_path: Path, options: list[str]
) -> None:
    values = tmp_path / "values.yml"
    values.write_text("universe: 63\nedition: 2023\n", encoding="utf-8")
    options = [str(values) if option == "values.yml" else option for option in options]
    done = papermill(*options, "-p", "lang", "en", cwd=project, to=tmp_path / "out.ipynb")
    assert done.returncode == 0, done.stderr
    assert "DTI 2023" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("universe", "65"), "Choose universe 34 or 63"),
        (("universe", "34.5"), "«universe» cannot be 34.5. Expected: str"),
        (("target", "9"), "The parameters are: lang, province, target_rank"),
        (("target_rank", "99"), "from 1 to 34"),
    ],
)
def test_what_is_wrong_ends_in_the_first_cell_that_computes(
    project: Path, tmp_path: Path, given: tuple[str, str], said: str
) -> None:
    done = papermill("-p", *given, cwd=project, to=tmp_path / "out.ipynb")
    assert done.returncode != 0
    assert said in done.stderr
    cells = [c for c in nbformat.read(tmp_path / "out.ipynb", 4).cells if c.cell_type == "code"]
    run = [c for c in cells if c.get("execution_count")]
    assert "open_notebook(" in run[-1].source


def test_the_recipe_for_one_language_has_no_word_of_the_other_and_says_its_pictures(
    project: Path, tmp_path: Path
) -> None:
    done = papermill("-p", "lang", "en", cwd=project, to=tmp_path / "out.ipynb")
    assert done.returncode == 0, done.stderr
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    (recipe,) = (line for line in readme.splitlines() if line.startswith("jupyter nbconvert"))
    recipe = recipe.replace("out.ipynb", str(tmp_path / "out.ipynb"))
    options = recipe.removeprefix("jupyter ").split()
    # As installed, the template needs no folder to be named.
    options.append(f"--TemplateExporter.extra_template_basedirs={TEMPLATES}")
    done = ran(*options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Alternative text" not in done.stderr
    page = BeautifulSoup((tmp_path / "out.html").read_text(encoding="utf-8"), "html.parser")
    alts = [image["alt"] for image in page.find_all("img")]
    assert alts
    assert all(len(alt) > 20 and "No description" not in alt for alt in alts)
    headings = [heading.get_text() for heading in page.find_all(["h1", "h2"])]
    assert any("points" in heading for heading in headings)
    assert not any("điểm" in heading for heading in headings)
