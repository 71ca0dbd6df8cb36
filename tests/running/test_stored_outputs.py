"""Which state of the data the outputs are of that a notebook stores."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from helpers.running.contract import read_notebook
from helpers.running.execute import execute
from helpers.running.plan import Step, stored_step
from helpers.running.stored_outputs import (
    are_as_noted,
    note_version,
    present_version,
    stored_version,
)

MakeNotebook = Callable[..., Path]
INPUT = "data/raw/n.csv"


@pytest.fixture
def step(root: Path, make_notebook: MakeNotebook) -> Step:
    (root / "data/raw").mkdir()
    (root / INPUT).write_text("1", encoding="utf-8")
    path = make_notebook("02-x", inputs=(INPUT,))
    return stored_step(root, "2024", "reports/2024", read_notebook(path))


def test_the_state_is_noted_beside_the_outputs_and_changes_with_the_input(
    root: Path, step: Step
) -> None:
    path = step.output
    assert stored_version(read_notebook(path)) == ""
    execute(path, path, root=root, parameters={})
    before = path.read_text(encoding="utf-8")
    note_version(root, step)
    noted = stored_version(read_notebook(path))
    assert noted == present_version(root, step)
    without = nbformat.read(path, as_version=4)
    del without.metadata["tangbac"]
    assert nbformat.writes(without) + "\n" == before
    (root / INPUT).write_text("2", encoding="utf-8")
    assert stored_version(read_notebook(path)) == noted != present_version(root, step)


def test_outputs_that_are_not_those_that_were_noted_are_told(root: Path, step: Step) -> None:
    path = step.output
    execute(path, path, root=root, parameters={})
    assert not are_as_noted(read_notebook(path))
    note_version(root, step)
    assert are_as_noted(read_notebook(path))
    document = nbformat.read(path, as_version=4)
    # Another layout of the file, and another text beside the outputs, are none of theirs.
    path.write_text(json.dumps(json.loads(path.read_text("utf-8"))), encoding="utf-8")
    assert are_as_noted(read_notebook(path))
    document.cells[-1].outputs = [nbformat.v4.new_output("stream", text="9")]
    nbformat.write(document, path)
    assert not are_as_noted(read_notebook(path))


def test_a_copy_that_is_run_does_not_carry_the_note_of_the_file(root: Path, step: Step) -> None:
    note_version(root, step)
    execute(step.output, root / "out.ipynb", root=root, parameters={})
    assert stored_version(read_notebook(root / "out.ipynb")) == ""
    execute(step.output, step.output, root=root, parameters={})
    assert stored_version(read_notebook(step.output)) == ""


def test_a_notebook_without_inputs_is_of_all_figures(
    root: Path, make_notebook: MakeNotebook
) -> None:
    path = make_notebook("explore")
    step = stored_step(root, "2024", "reports/2024", read_notebook(path))
    before = present_version(root, step)
    (root / "data/raw").mkdir()
    (root / INPUT).write_text("1", encoding="utf-8")
    assert present_version(root, step) != before


@pytest.mark.parametrize("noted", ["x", 3, [], {"other": "x"}])
def test_another_note_tells_nothing(step: Step, noted: object) -> None:
    document = nbformat.read(step.output, as_version=4)
    document.metadata["tangbac"] = noted
    nbformat.write(document, step.output)
    assert stored_version(read_notebook(step.output)) == ""
