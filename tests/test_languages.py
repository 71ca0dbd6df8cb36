"""Who knows a language: whoever writes words down, and nobody before."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from .frozen_project import CHECKOUT

HELPERS = CHECKOUT / "src" / "helpers"
# What is not yet said as values: the words of what a refresh changed.
NOT_YET = HELPERS / "questions" / "changes"
WRITERS = (
    "charts.py", "country_charts.py", "standing_charts.py", "workings_charts.py", "notebook.py",
    "controls.py", "sortable.py", "written_tables.py",
)  # fmt: skip
NAMES = {"lang", "language", "languages", "LANGUAGES"}
MODULES = [
    path
    for room in ("questions", "statistics", "rankings")
    for path in sorted((HELPERS / room).rglob("*.py"))
    if path.name not in WRITERS and NOT_YET not in path.parents
]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_numbers_sentences_and_tables_know_no_language(path: Path) -> None:
    known = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.arg):
            known.add(node.arg)
        elif isinstance(node, ast.Name):
            known.add(node.id)
        elif isinstance(node, ast.ImportFrom):
            known |= {alias.name for alias in node.names}
    assert known & NAMES == set()
