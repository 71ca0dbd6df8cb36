"""Does what CONTRIBUTING.md says to type work as written?"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
import seaborn as sns
from nbformat import v4

from helpers.notebook import open_notebook
from helpers.questions.rank_gains import notebook as rank_gains
from helpers.sharing.drawing import Chart

from .frozen_project import CHECKOUT, frozen_project

GUIDE = (CHECKOUT / "CONTRIBUTING.md").read_text("utf-8")
TextsOf = Callable[[Chart], list[str]]


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", GUIDE, flags=re.DOTALL)


def commands_of(block: str) -> list[str]:
    """The commands of a block: its lines, those that one reads up to a word with it."""
    found = re.finditer(r"(?m)^.*<<'(\w+)'\n(?:.*\n)*?\1$|^.+$", block)
    return [match[0] for match in found]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project without what is built, so that nothing is written into the checkout."""
    folder = tmp_path_factory.mktemp("contributing") / "dự án"
    built = shutil.ignore_patterns(".git", ".venv", "reports", "build", "*cache*", ".hypothesis")
    shutil.copytree(CHECKOUT, folder, ignore=built)
    return folder


def run(folder: Path, line: str) -> None:
    commands = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": commands, "PYTHONPATH": str(folder / "src")}
    done = subprocess.run(
        line, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("line", [line for block in blocks("sh") for line in commands_of(block)])
def test_every_command_ends_well(line: str, copy: Path) -> None:
    run(copy, line)


@pytest.mark.slow
def test_the_chart_of_ones_own_runs_in_a_copy_of_the_notebook(copy: Path) -> None:
    notebook = nbformat.read(copy / "notebooks" / "02-rank-gains.ipynb", as_version=4)
    contract = next(cell for cell in notebook.cells if cell.id == "contract")
    contract.source = contract.source.replace("[", '["data/processed/units.csv", ', 1)
    own = v4.new_code_cell("import seaborn as sns\n\n" + blocks("python")[0].strip(), id="own")
    notebook.cells.append(own)
    nbformat.write(notebook, copy / "notebooks" / "my-own.ipynb")
    run(copy, "tangbac run notebooks/my-own.ipynb -o my-own.out.ipynb --quiet")
    shown = nbformat.read(copy / "my-own.out.ipynb", as_version=4).cells[-1].outputs
    assert [output.data["text/plain"] for output in shown] == ["Số bậc theo vùng."]
    (kept,) = copy.rglob("by-region.csv")
    assert pd.read_csv(kept)["region"].nunique() == 6


def test_the_chart_of_ones_own_is_drawn_as_written(
    tmp_path: Path, texts_of: TextsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(frozen_project())
    shown: list[Chart] = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    names: dict[str, Any] = {
        "lang": "vi", "index": "DTI", "baseline": "", "edition": "", "universe": "63",
        "province": "Hậu Giang", "bridge": "", "weight_spread": 0.25, "draws": 100,
        "member_means": False, "report": str(tmp_path),
    }  # fmt: skip
    contract = {"inputs": ["data/processed/rankings.csv", "data/processed/units.csv"]}
    kinds = {name: type(value) for name, value in names.items()}
    sheet = open_notebook(
        "02-rank-gains", {"__annotations__": kinds, "outputs": []} | names | contract
    )
    (block,) = blocks("python")
    assert len(block.strip().splitlines()) == 3
    exec(block, {"sheet": sheet, "gains": rank_gains.ask(sheet), "sns": sns})
    kept = pd.read_csv(sheet.folder / "by-region.csv")
    assert kept["region"].nunique() == 6
    (chart,) = shown
    texts = " ".join(texts_of(chart))
    for said in ("Vùng nào lên?", "DTI 2022, DTI 2023", "Hạng chỉ để so với nhau"):
        assert said in texts


def test_every_file_that_is_named_exists() -> None:
    named = re.findall(r"`((?:src|tests|data|docs)/[\w/.-]+)`", GUIDE)
    assert len(named) > 10
    assert [name for name in named if not (CHECKOUT / name).exists()] == []
