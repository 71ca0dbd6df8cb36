"""Every notebook has the same order of cells, and prose without numbers."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from helpers.running.contract import read_contract, read_notebook
from helpers.running.parameters import read_parameters

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
Cell = dict[str, Any]

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells_of(path: Path) -> list[Cell]:
    cells: list[Cell] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        cell["source"] = "".join(cell["source"])
    return cells


def tags(cell: Cell) -> set[str]:
    return set(cell["metadata"].get("tags", ()))


def test_the_order_of_the_cells(path: Path) -> None:
    cells = cells_of(path)
    assert 20 <= len(cells) <= 46
    kinds = [cell["cell_type"] for cell in cells]
    assert kinds[:5] == ["markdown", "markdown", "code", "code", "code"]
    assert [tags(cell) for cell in cells[:3]] == [{"lang-vi"}, {"lang-en"}, {"parameters"}]
    imports = ast.parse(cells[3]["source"]).body
    assert all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in imports)
    assert tags(cells[4]) == {"contract"}
    # Check inputs: the place of the project, the language, then whatever the question needs.
    assert kinds[5] == "code"
    assert "root = project_root()" in cells[5]["source"]
    assert "check_language(lang)" in cells[5]["source"]
    assert "check_parameters(globals())" in cells[5]["source"]
    # Check outputs, then claims.
    assert kinds[-2:] == ["code", "code"]
    checks = [n for n in ast.walk(ast.parse(cells[-2]["source"])) if isinstance(n, ast.Assert)]
    assert checks
    shown = ast.parse(cells[-1]["source"]).body[-1]
    assert isinstance(shown, ast.Expr)
    assert ast.unparse(shown).startswith("RegisteredClaims(")
    assert sum("RegisteredClaims(" in cell["source"] for cell in cells) == 1


def test_imports_stand_in_one_cell(path: Path) -> None:
    for number, cell in enumerate(cells_of(path)):
        if cell["cell_type"] == "code" and number != 3:
            nodes = ast.walk(ast.parse(cell["source"]))
            assert not any(isinstance(node, ast.Import | ast.ImportFrom) for node in nodes)


def test_prose_stands_in_both_languages_and_holds_no_numbers(path: Path) -> None:
    prose = [cell for cell in cells_of(path) if cell["cell_type"] == "markdown"]
    assert [tags(cell) for cell in prose] == [{"lang-vi"}, {"lang-en"}] * (len(prose) // 2)
    for cell in prose:
        words = re.sub(r"`[^`]*`", "", cell["source"])
        assert not re.search(r"\d", words), words
    for vi, en in zip(prose[::2], prose[1::2], strict=True):
        levels = [re.findall(r"(?m)^#+ ", cell["source"]) for cell in (vi, en)]
        assert levels[0] == levels[1]
        assert vi["source"] != en["source"]
    titles = [cell["source"].startswith("# ") for cell in prose]
    assert titles == [True, True] + [False] * (len(prose) - 2)


def test_parameters_are_typed_and_explained(path: Path) -> None:
    parameters = read_parameters(read_notebook(path))
    assert parameters["lang"].default == "vi"
    assert parameters["report"].default == ""
    source = next(c["source"] for c in cells_of(path) if "parameters" in tags(c))
    for line in source.strip().splitlines():
        assert re.fullmatch(r"[a-z_]+: [a-z |]+ = .+  # .+", line), line


def test_a_run_with_any_other_parameter_has_a_folder_of_its_own(path: Path) -> None:
    """Else its figures would replace those of the default run."""
    source = cells_of(path)[5]["source"]
    if "own_report" not in source:
        assert set(read_parameters(read_notebook(path))) == {"lang", "report"}
        return
    (call,) = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "own_report"
    )
    assert [ast.unparse(argument) for argument in call.args] == ["root", repr(path.stem)]
    given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
    assert given == {name: name for name in given}
    assert set(given) == set(read_parameters(read_notebook(path))) - {"lang", "report"}


def test_what_the_contract_names_is_what_the_code_reads_and_writes(path: Path) -> None:
    contract = read_contract(read_notebook(path))
    code = "\n".join(
        cell["source"] for cell in cells_of(path)
        if cell["cell_type"] == "code" and "contract" not in tags(cell)
    )  # fmt: skip
    tables = set(re.findall(r'read_processed\(root, "(\w+)"', code))
    named = {p for p in contract.inputs if p.startswith("data/processed/")}
    assert named == {f"data/processed/{table}.csv" for table in tables}
    # Every picture prints the state of what the notebook reads.
    assert code.count("data_version(") == code.count("data_version(root, inputs)")
    figures = {Path(output).name for output in contract.outputs if "/figures/" in output}
    saved = set(re.findall(r'"(\w+\.csv)"', code))
    assert figures == saved
    assert all(output.startswith(("{report}/", "data/", "docs/")) for output in contract.outputs)


def test_the_committed_notebook_carries_its_outputs(path: Path) -> None:
    code = [cell for cell in cells_of(path) if cell["cell_type"] == "code"]
    counts = [cell["execution_count"] for cell in code]
    assert counts == list(range(1, len(code) + 1)), "run «make notebooks»"
    assert sum(bool(cell["outputs"]) for cell in code) > len(code) / 2
