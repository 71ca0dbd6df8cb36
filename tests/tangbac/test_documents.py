"""Does every block of the cookbook run as written, and is the list of functions the present one?"""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest

import tangbac as tb
from tangbac.api_page import _ORDER, PAGE, api_page

from ..frozen_project import CHECKOUT, frozen_project
from ..shown_notebooks import ShowNotebook

PYTHON = re.compile(r"```python\n(.*?)```", flags=re.DOTALL)
COOKBOOK = (frozen_project() / "docs" / "cookbook.md").read_text("utf-8")
BLOCKS = PYTHON.findall(COOKBOOK)
MOST_LINES = 5
NOTEBOOK = "cau-hoi-cua-toi"


def run(block: str) -> list[object]:
    """What each line of a block gives, run by itself but for the import."""
    names: dict[str, Any] = {"tb": tb}
    values = []
    for statement in ast.parse(block).body:
        if isinstance(statement, ast.Expr):
            values.append(eval(compile(ast.Expression(statement.value), "block", "eval"), names))
        else:
            exec(compile(ast.Module([statement], []), "block", "exec"), names)
    return values


@pytest.mark.parametrize("block", BLOCKS, ids=[block.splitlines()[0][:40] for block in BLOCKS])
def test_every_block_of_the_cookbook_runs(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    for kept in ("to_csv", "to_excel"):
        monkeypatch.setattr(f"pandas.DataFrame.{kept}", lambda *_, **__: "")
    values = [value for value in run(block) if value is not None]
    assert values or shown or block.startswith("import")
    assert len(block.strip().splitlines()) <= MOST_LINES


def test_every_recipe_stands_in_both_languages_and_has_a_block() -> None:
    recipes = COOKBOOK.split("\n## ")[1:]
    assert len(recipes) > 10
    for recipe in recipes[:-1]:
        assert " / " in recipe.splitlines()[0]
        assert PYTHON.search(recipe), recipe.splitlines()[0]


def test_the_block_of_the_readme_runs() -> None:
    (block,) = PYTHON.findall((CHECKOUT / "README.md").read_text("utf-8"))
    assert len([line for line in block.splitlines() if line]) == MOST_LINES
    assert run(block)


def test_the_page_of_functions_is_the_present_one() -> None:
    page = (frozen_project() / PAGE).read_text("utf-8")
    assert page == api_page(), "run «python -m tangbac.api_page»"
    assert {name for name in _ORDER if "." not in name} == set(tb.__all__)
    vietnamese, english = page.split("\n## English\n")
    headings = re.findall(r"(?m)^### .*$", vietnamese)
    assert headings == re.findall(r"(?m)^### .*$", english)
    # Nothing is left without words.
    assert not re.search(r"(?m)^### .*\n\n###", page)


@pytest.mark.parametrize(
    "given",
    [
        {"lang": "vi"},
        {"lang": "en", "region": "tay nguyen", "province": "Long An", "baseline": "2021",
         "edition": "2022"},
    ],
    ids=["as it is", "other values"],
)  # fmt: skip
def test_the_notebook_of_own_questions_runs(
    given: dict[str, str], show_notebook: ShowNotebook
) -> None:
    shown = show_notebook(NOTEBOOK, **given)
    assert len(shown) == 7
    assert ("Tây Nguyên" in shown[0]) is ("region" in given)
    assert ("hệ số tương quan hạng" in shown[3]) is (given["lang"] == "vi")
    assert ("rank correlation" in shown[3]) is (given["lang"] == "en")
