"""What an import must not change for all the notebooks of a process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ..frozen_project import CHECKOUT

FOLDER = CHECKOUT / "src" / "helpers" / "kernel"
LIBRARIES = "import numpy, pandas, matplotlib\n"


def changed_by(statement: str, before: str = LIBRARIES) -> list[str]:
    program = (
        "from process_settings import *\nimport warnings\n"
        f"{before}\nfirst = process_settings()\n{statement}\n"
        "print(*changed_settings(first, process_settings()), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=FOLDER, capture_output=True, text=True, check=True
    )
    return done.stdout.split("\n")[:-1] if done.stdout.strip() else []


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("import os; os.chdir('/')", "the working folder"),
        ("import sys; sys.path.insert(0, '/elsewhere')", "the search path of modules"),
        ("import os; os.umask(0o077)", "the rights of new files"),
        ("import random; random.seed(1)", "random numbers"),
        ("import decimal; decimal.getcontext().prec = 5", "decimal arithmetic"),
        ("import gc; gc.disable()", "the collection of garbage"),
        ("import sys; sys.setrecursionlimit(5000)", "the depth of recursion"),
        ("import socket; socket.setdefaulttimeout(3)", "how long sockets wait"),
        ("import logging; logging.basicConfig()", "logging"),
        ("import sys; sys.excepthook = print", "how errors are shown"),
        ("warnings.simplefilter('error')", "warnings"),
        ("warnings.filterwarnings('ignore', category=FutureWarning)", "warnings"),
        ("numpy.seterr(all='raise')", "floating-point errors"),
        ("numpy.set_printoptions(precision=2)", "how arrays are shown"),
        ("numpy.random.seed(1)", "numpy's random numbers"),
        ("pandas.set_option('display.max_rows', 7)", "options of pandas"),
        ("matplotlib.rcParams['font.size'] = 33", "the style of charts"),
    ],
)
def test_a_change_for_the_whole_process_is_noticed(statement: str, name: str) -> None:
    assert changed_by(statement) == [name]


def test_what_comes_with_a_library_and_is_changed_at_once_is_noticed() -> None:
    assert changed_by("import numpy\nnumpy.seterr(all='raise')", "") == ["floating-point errors"]
    assert changed_by("import matplotlib as m\nm.rcParams['font.size'] = 33", "") == [
        "the style of charts"
    ]


@pytest.mark.parametrize("before", ["", LIBRARIES])
def test_the_libraries_of_the_project_change_nothing_when_they_are_imported(before: str) -> None:
    libraries = "import pandera.pandas, seaborn, statsmodels.api, scipy.stats, matplotlib.pyplot"
    assert changed_by(libraries, before) == []
