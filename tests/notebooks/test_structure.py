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

from ..frozen_project import CHECKOUT

ROOMS = CHECKOUT / "src" / "helpers" / "questions"
NOTEBOOKS = sorted((CHECKOUT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
Cell = dict[str, Any]

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells_of(path: Path) -> list[Cell]:
    cells: list[Cell] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        cell["source"] = "".join(cell["source"])
    return cells


def tags(cell: Cell) -> set[str]:
    return set(cell["metadata"].get("tags", ()))


MOST_LINES, MOST_LINES_OF_A_CELL, MOST_IMPORTED, MOST_NAMES = 40, 3, 4, 24


def code_of(path: Path) -> list[Cell]:
    """The code cells that are neither parameters nor contract."""
    return [
        cell
        for cell in cells_of(path)
        if cell["cell_type"] == "code" and not tags(cell) & {"parameters", "contract"}
    ]


def lines_of(cell: Cell) -> list[str]:
    return [line for line in cell["source"].splitlines() if line.strip()]


def names_in(source: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}


def test_the_order_of_the_cells(path: Path) -> None:
    cells = cells_of(path)
    kinds = [cell["cell_type"] for cell in cells]
    assert kinds[:6] == ["markdown", "markdown", "code", "code", "code", "code"]
    assert [tags(cell) for cell in cells[:3]] == [{"lang-vi"}, {"lang-en"}, {"parameters"}]
    imports = ast.parse(cells[3]["source"]).body
    assert all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in imports)
    assert tags(cells[4]) == {"contract"}
    # The sheet checks language and parameters before anything is read.
    opened = f'sheet = open_notebook("{path.stem}", globals())'
    assert lines_of(cells[5])[0] == opened
    assert [cell["id"] for cell in cells[-2:]] == ["check-outputs", "claims"]


def test_a_reader_meets_little_code(path: Path) -> None:
    code = code_of(path)
    assert sum(len(lines_of(cell)) for cell in code) <= MOST_LINES
    assert max(len(lines_of(cell)) for cell in code) <= MOST_LINES_OF_A_CELL


def test_a_reader_meets_few_names_before_the_first_result(path: Path) -> None:
    imported: set[str] = set()
    met: set[str] = set()
    for cell in cells_of(path):
        if cell["cell_type"] != "code":
            continue
        for node in ast.walk(ast.parse(cell["source"])):
            if isinstance(node, ast.Import | ast.ImportFrom):
                imported |= {alias.asname or alias.name for alias in node.names}
        met |= names_in(cell["source"]) - {"str", "int", "float", "bool", "globals"}
        if cell["outputs"]:
            break
    assert len(imported) <= MOST_IMPORTED
    assert len(met | imported) <= MOST_NAMES


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
        assert re.fullmatch(r"[a-z_]+: [A-Za-z |]+ = .+  # .+", line), line


def strings_given(room: Path, method: str, place: int) -> set[str]:
    """The texts that calls `….method(…)` in the room, and in what several share, are given."""
    return {
        call.args[place].value
        for module in (*room.glob("*.py"), ROOMS / "association" / "notebook.py")
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == method
        and len(call.args) > place
        and isinstance(call.args[place], ast.Constant)
    }


def test_what_the_contract_names_is_what_the_room_reads_and_writes(path: Path) -> None:
    # That nothing else is read or saved, the sheet sees to when it runs.
    contract = read_contract(read_notebook(path))
    room = ROOMS / path.stem.partition("-")[2].replace("-", "_")
    named = {Path(p).stem for p in contract.inputs if p.startswith("data/processed/")}
    assert named <= strings_given(room, "read", 0)
    figures = {Path(output).stem for output in contract.outputs if "/figures/" in output}
    assert figures <= strings_given(room, "save", 1)
    assert all(output.startswith(("{report}/", "data/", "docs/")) for output in contract.outputs)


def test_the_committed_notebook_carries_its_outputs(path: Path) -> None:
    code = [cell for cell in cells_of(path) if cell["cell_type"] == "code"]
    counts = [cell["execution_count"] for cell in code]
    assert counts == list(range(1, len(code) + 1)), "run «make notebooks»"
    assert sum(bool(cell["outputs"]) for cell in code) > len(code) / 2
