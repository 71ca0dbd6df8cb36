"""Copies of the project, so that no test runs a notebook in the checkout itself."""

from __future__ import annotations

import ast
import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CopyProject = Callable[[str], Path]
ShowNotebook = Callable[..., list[str]]


@pytest.fixture(scope="session")
def copy_project(tmp_path_factory: pytest.TempPathFactory) -> CopyProject:
    """Notebooks, data and docs under a new folder; the code is that of the checkout."""

    def copy(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name) / "dự án"
        for part in ("notebooks", "data", "docs"):
            shutil.copytree(
                PROJECT / part, folder / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints")
            )
        return folder

    return copy


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """For kernels of this very Python and this very checkout, without a person's own profile."""
    return os.environ | {
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(tmp_path_factory.mktemp("ipython")),
        "PYTHONPATH": str(PROJECT / "src"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "MPLBACKEND": "agg",
    }


@pytest.fixture
def show_notebook(monkeypatch: pytest.MonkeyPatch) -> ShowNotebook:
    """What every cell of a notebook shows with these parameters, run here and not in a kernel.

    Hundreds of combinations would take an hour in kernels of their own.
    """
    monkeypatch.chdir(PROJECT)
    displayed: list[object] = []
    monkeypatch.setattr("IPython.display.display", displayed.append)

    def show(notebook: str, **given: object) -> list[str]:
        displayed.clear()
        _run(notebook, given, displayed)
        return [_as_shown(value) for value in displayed]

    return show


def _run(notebook: str, given: Mapping[str, object], displayed: list[object]) -> None:
    """Run a notebook's cells, and add what each gives back to what it displays.

    Raises:
        AssertionError: a heading has nothing below it, or there is no such parameter.
    """
    path = PROJECT / "notebooks" / f"{notebook}.ipynb"
    names: dict[str, Any] = {}
    shown_in: dict[str, int] = {}
    section = ""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            section = source.split("\n")[0]
            continue
        before = len(displayed)
        body = ast.parse(source).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), cell["id"], "exec"), names)
        if "parameters" in cell["metadata"].get("tags", ()):
            assert given.keys() <= names.keys(), "a parameter that the notebook does not have"
            names |= given
        if last is not None:
            value = eval(compile(ast.Expression(last.value), cell["id"], "eval"), names)
            if value is not None:
                displayed.append(value)
        shown_in[section] = shown_in.get(section, 0) + len(displayed) - before
    empty = [one for one, count in shown_in.items() if not count and one.startswith("## ")]
    assert empty == []


def _as_shown(value: object) -> str:
    # A chart gives its picture and the text beside it, a table its HTML.
    forms = ("_repr_mimebundle_", "_repr_html_", "__repr__")
    return str(next(getattr(value, form)() for form in forms if hasattr(value, form)))
