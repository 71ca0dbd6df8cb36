"""What a result depends on: the modules it imports, the files these name, the packages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from helpers.errors import Reason
from helpers.running import fingerprints as module
from helpers.running.contract import Cell, Contract, Notebook, numbered_notebooks
from helpers.running.fingerprints import Fingerprints, differences, shortened
from helpers.running.plan import Step, make_step

from ..frozen_project import CHECKOUT, frozen_project

PROJECT = frozen_project()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package in place of the real one: chart reads style.txt, page reads looks."""
    folder = tmp_path / "src" / "helpers"
    for name, text in {
        "__init__.py": "",
        "early.py": "from helpers import late",
        "late.py": "def f():\n    import decimal\n    from .deep import chart",
        "deep/__init__.py": "",
        "deep/chart.py": "from . import colour\nNAME = 'style.txt'",
        "deep/colour.py": "from typing import *\nif TYPE_CHECKING:\n    import fractions",
        "deep/page.py": 'FOLDER = "looks"',
        "deep/style.txt": "blue",
        "deep/looks/wide/page.css": "body {}",
        "deep/found-by-its-ending.yml": "1",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "SOURCES", folder.parent)
    return folder


def test_modules_are_followed_and_files_count_where_they_are_named(
    package: Path, tmp_path: Path
) -> None:
    found = Fingerprints(tmp_path).modules_of(["import helpers.early\nimport json"])
    assert set(found) == {
        "helpers", "helpers.early", "helpers.late", "helpers.deep", "helpers.deep.chart",
        "helpers.deep.colour", "helpers/deep/style.txt", "helpers/deep/found-by-its-ending.yml",
    }  # fmt: skip
    (package / "deep/style.txt").write_text("red", encoding="utf-8")
    (package / "deep/looks/wide/page.css").write_text("main {}", encoding="utf-8")
    again = Fingerprints(tmp_path).modules_of(["from helpers import early"])
    assert {name for name in found if found[name] != again[name]} == {"helpers/deep/style.txt"}
    of_page = Fingerprints(tmp_path).modules_of(["import helpers.deep.page"])
    assert "helpers/deep/looks/wide/page.css" in of_page
    assert "helpers/deep/style.txt" not in of_page


def step_with(*sources: str) -> Step:
    cells = tuple(Cell(n, "code", source, frozenset()) for n, source in enumerate(sources, 1))
    notebook = Notebook(Path("notebooks/02-x.ipynb"), cells)
    return Step(notebook, "vi", {}, Contract(), Path("out.ipynb"), None)


@pytest.mark.usefixtures("package")
def test_imports_of_notebooks_and_late_ones_of_the_package(tmp_path: Path) -> None:
    found = Fingerprints(tmp_path).imports_of(
        [
            step_with("import json, csv as c", "%time import os", "from helpers.late import f"),
            step_with("from xml.dom import minidom\nif True:\n    import sqlite3"),
        ]
    )
    assert found == (("csv", "helpers.late", "json", "xml.dom"), ("decimal", "typing"))


@pytest.mark.parametrize(
    "source",
    [
        "%time import helpers.late",
        "!ls\nimport helpers.late",
        "import importlib\nimportlib.import_module('helpers.' + 'late')",
        "__import__('helpers.late')",
    ],
)
@pytest.mark.usefixtures("package")
def test_a_cell_that_does_not_say_what_it_imports_may_need_every_module(
    source: str, tmp_path: Path
) -> None:
    found = Fingerprints(tmp_path).of_step(step_with("x = 1", source))["modules"]
    assert {"helpers.early", "helpers.late", "helpers.deep.page"} <= set(found)
    assert Fingerprints(tmp_path).of_step(step_with("x = 1"))["modules"] == {
        "helpers/deep/found-by-its-ending.yml": found["helpers/deep/found-by-its-ending.yml"]
    }


def test_the_front_door_counts_where_it_is_imported_and_nowhere_else(
    package: Path, tmp_path: Path
) -> None:
    door = package.parent / "tangbac"
    door.mkdir()
    lazily = "if TYPE_CHECKING:\n    from tangbac.tables import wide"
    (door / "__init__.py").write_text(lazily, encoding="utf-8")
    (door / "tables.py").write_text("import sqlite3\nfrom helpers.late import f", encoding="utf-8")
    own = ["import tangbac as tb\ntb.wide()"]
    before, inside = (Fingerprints(tmp_path).modules_of(s) for s in (own, ["import helpers.early"]))
    assert {"tangbac", "tangbac.tables", "helpers.late", "helpers.deep.chart"} <= set(before)
    (door / "tables.py").write_text("import zlib", encoding="utf-8")
    again = Fingerprints(tmp_path).modules_of(own)
    assert before["tangbac.tables"] != again["tangbac.tables"]
    assert Fingerprints(tmp_path).modules_of(["import helpers.early"]) == inside
    step = step_with("import tangbac as tb")
    assert Fingerprints(tmp_path).imports_of([step]) == (("tangbac",), ("zlib",))


def test_every_import_of_the_real_package_is_resolved(tmp_path: Path) -> None:
    """A module is known by the very name under which Python finds it."""
    import importlib.util

    found = Fingerprints(tmp_path).modules_of(["import helpers.cli", "import tangbac"])
    names = [name for name in found if "/" not in name]
    assert {"helpers.commands.refresh", "tangbac.pictures"} <= set(names)
    assert all(importlib.util.find_spec(name) is not None for name in names)


WRITTEN = [
    "from a import (  # why (so)\n    b,  # c)\n    d as e,\n)",
    '"""Text:\nimport what is needed.\n"""\nif x:\n    import a.b as c, d',
    "try:\n\tfrom . import a; from .b import c\nexcept OSError:\n    pass",
    "from a import b, \\\n    c",
    "important = 1\nfrom a import (b)",
]


def test_imports_are_found_without_reading_the_rest() -> None:
    modules = [path.read_text(encoding="utf-8") for path in (CHECKOUT / "src").rglob("*.py")]
    for source in [*modules, *WRITTEN]:
        whole, alone = (
            {
                ast.unparse(node)
                for node in ast.walk(tree)
                if isinstance(node, ast.Import | ast.ImportFrom)
            }
            for tree in (ast.parse(source), module._imports_alone(source))
        )
        assert whole == alone


def test_differences_are_told_in_a_clause() -> None:
    before = {"inputs": {"a.csv": "1", "b.csv": "1"}, "parameters": {"lang": "1"}}
    now = {"inputs": {"a.csv": "2", "c.csv": "1"}, "parameters": {"lang": "2"}}
    assert [str(one) for one in differences(before, now)] == [
        "a.csv changed", "b.csv is gone", "c.csv is new", "parameter lang changed",
    ]  # fmt: skip
    assert differences(now, now) == []
    whole = [Reason("why.changed", shown="a"), Reason("why.not_run"), Reason("why.not_run")]
    assert str(shortened(whole[:1])) == "a changed"
    assert str(shortened(whole)) == "a changed (and 2 more)"
    assert shortened(whole).said("vi") == "a đã đổi (và 2 điều nữa)"


def test_lock_python_and_packages_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.lock").write_text("pandas==3.1", encoding="utf-8")
    before = Fingerprints(tmp_path).environment
    (tmp_path / "requirements.lock").write_text("pandas==3.2", encoding="utf-8")
    monkeypatch.setattr("platform.python_version", lambda: "3.99")
    after = Fingerprints(tmp_path).environment
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"requirements.lock", "the version of Python"}
    assert before["the installed packages"]


def test_only_installed_packages_of_the_lock_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the tools that the tests add would have everything run again."""
    (tmp_path / "requirements.lock").write_text(
        "jupyter-client==8.10.0 \\\n    --hash=sha256:00\npyyaml==6.0.3 ; a == 'b'\n", "utf-8"
    )
    installed = tmp_path / "site-packages"
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(installed))

    def with_package(name: str) -> str:
        (installed / f"{name}.dist-info").mkdir(parents=True)
        return Fingerprints(tmp_path).environment["the installed packages"]

    first = with_package("jupyter_client-8.10.0")
    assert with_package("pytest-9.2.0") == first
    assert with_package("PyYAML-6.0.3") != first


def steps_on_file() -> dict[str, Step]:
    return {
        notebook.name: make_step(PROJECT, "2024", "reports/2024", notebook, {"lang": "vi"})
        for notebook in numbered_notebooks(PROJECT)
    }


def test_what_a_notebook_imports_from_a_room_is_in_memory_before_the_fork() -> None:
    steps = steps_on_file()
    for name, step in steps.items():
        room = name.partition("-")[2].replace("-", "_")
        named, _ = Fingerprints(PROJECT).imports_of([step])
        assert {"helpers.notebook", f"helpers.questions.{room}.notebook"} <= set(named)


def test_a_changed_sentence_runs_again_what_says_it_and_nothing_else() -> None:
    fingerprints, steps = Fingerprints(PROJECT), steps_on_file()
    named = {name: fingerprints.of_step(step)["modules"] for name, step in steps.items()}

    def run_again_by(file: str) -> set[str]:
        wording = f"helpers/wording/{file}"
        return {name.partition("-")[0] for name, modules in named.items() if wording in modules}

    # 01 describes the tables, with the names of the types of milestones.
    assert run_again_by("milestones.yml") == {"01", "04", "06", "09"}
    # 01 and 09 name what contradicts a figure in the words of 08.
    assert run_again_by("press_check.yml") == {"01", "08", "09"}
    assert run_again_by("clean_figures.yml") == {"01"}
    assert run_again_by("words.yml") == {name.partition("-")[0] for name in steps}
    assert run_again_by("errors-sources.yml") == set()
