"""Does every module import only what its place allows, and would a wrong import be noticed?"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import grimp
import pytest

from .frozen_project import CHECKOUT

QUESTIONS = CHECKOUT / "src/helpers/questions"
NOT_FOR_NUMBERS = ("helpers.sharing", "matplotlib", "seaborn")

# Everything of a question's answer is imported here, also what grimp cannot read from the text.
IMPORT_ANSWERS = f"""
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
    found = [module for module in {NOT_FOR_NUMBERS} if module in sys.modules]
    assert not found, (name, found)
print(len(sys.argv) - 1)
"""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("helpers", include_external_packages=True, cache_dir=None)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its contract, to break imports in."""
    shutil.copytree(
        CHECKOUT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sysconfig.get_path("scripts"), "lint-imports"), "--no-logo", "--no-cache"]
    environment = os.environ | {"PYTHONPATH": str(root / "src")}
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def test_contract_holds(copy: Path) -> None:
    done = lint_imports(copy)
    assert done.returncode == 0, done.stdout
    assert "5 kept, 0 broken" in done.stdout


FLOORS = "Every room imports only from the floors below BROKEN"
ORDER = "Questions build on each other in one direction BROKEN"
NUMBERS = "Numbers know neither words nor charts BROKEN"
KERNEL = "Only running starts kernels BROKEN"
DOOR = "The front door leads in, and nothing inside knows it BROKEN"


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("sources/provinces", "import helpers.rankings.gains", FLOORS),
        ("running/plan", "import helpers.questions.rank_gains.answer", FLOORS),
        ("running/plan", "import helpers.sharing.numbers", FLOORS),
        ("kernel/kernel_launch", "import helpers.errors", FLOORS),
        ("new_room", "import helpers.errors", FLOORS),
        ("questions/targets/steps", "import helpers.questions.robustness.answer", ORDER),
        ("questions/targets/steps", "def late():\n    import seaborn", NUMBERS),
        ("questions/targets/steps", "import helpers.questions.association.sentences", NUMBERS),
        ("statistics/power", "from matplotlib import pyplot", NUMBERS),
        ("site/pages", "import helpers.kernel.warm_kernel", KERNEL),
        ("rankings/gains", "def late():\n    import tangbac.tables", DOOR),
    ],
)
def test_contract_notices_a_wrong_import(copy: Path, module: str, line: str, broken: str) -> None:
    with (copy / f"src/helpers/{module}.py").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    done = lint_imports(copy)
    assert done.returncode != 0
    assert broken in done.stdout.splitlines(), done.stdout


def test_contract_excuses_no_import() -> None:
    settings = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    for contract in settings["tool"]["importlinter"]["contracts"]:
        assert not any(key.endswith("ignore_imports") for key in contract), contract["name"]


def test_contract_names_every_module_of_numbers(graph: grimp.ImportGraph) -> None:
    """A module of a question that shows nothing is one of numbers, whatever its name."""
    settings = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    (numbers,) = (
        contract
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["id"] == "numbers"
    )
    assert tuple(numbers["forbidden_modules"]) == NOT_FOR_NUMBERS
    shown = set().union(
        *(graph.find_downstream_modules(name, as_package=True) for name in NOT_FOR_NUMBERS)
    )
    modules = {
        f"helpers.questions.{path.parent.name}.{path.stem}"
        for path in QUESTIONS.glob("*/*.py")
        if path.stem != "__init__"
    }
    named = {name for name in numbers["source_modules"] if "questions" in name}
    answers = {name for name in modules if name.endswith(".answer")}
    assert modules - shown == named - {"helpers.questions.*.answer"} | answers


def test_answers_load_nothing_that_draws() -> None:
    names = [
        f"helpers.questions.{path.parent.name}.answer"
        for path in sorted(QUESTIONS.glob("*/answer.py"))
    ]
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ANSWERS, *names], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{len(names)}\n", "")
    assert names


@pytest.mark.parametrize(
    "path", sorted(QUESTIONS.rglob("__init__.py")), ids=lambda p: p.parent.name
)
def test_a_package_of_questions_holds_a_docstring_only(path: Path) -> None:
    """Importing a module runs its packages first: what they hold, every module would import."""
    (only,) = ast.parse(path.read_text(encoding="utf-8")).body
    assert isinstance(only, ast.Expr)
    assert isinstance(only.value, ast.Constant)
    assert isinstance(only.value.value, str)
