"""What the cells of a notebook show, run within the tests and not in a kernel."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from .frozen_project import frozen_project

ShowNotebook = Callable[..., list[str]]


@pytest.fixture
def show_notebook(monkeypatch: pytest.MonkeyPatch) -> ShowNotebook:
    """What every cell of a notebook shows with these parameters, run here and not in a kernel.

    Hundreds of combinations would take an hour in kernels of their own.
    """
    root = frozen_project()
    monkeypatch.chdir(root)
    displayed: list[object] = []
    monkeypatch.setattr("IPython.display.display", displayed.append)

    def show(notebook: str, **given: object) -> list[str]:
        displayed.clear()
        run_cells(root, notebook, given, displayed)
        return [_as_shown(value) for value in displayed]

    return show


def run_cells(
    root: Path, notebook: str, given: Mapping[str, object], displayed: list[object]
) -> None:
    """Run the cells of a notebook within its project, and add what each shows to `displayed`.

    Raises:
        AssertionError: a heading has nothing below it, or there is no such parameter.
    """
    path = root / "notebooks" / f"{notebook}.ipynb"
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
