"""What an import must not change for all the notebooks of a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from ..frozen_project import CHECKOUT

FOLDER = CHECKOUT / "src" / "helpers" / "kernel"
LIBRARIES = "import numpy, pandas, matplotlib\n"


CHANGES = [
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
]
# Each statement in a fork of its own, so that the libraries are imported once for all of them.
PROGRAM = """\
import json, os, sys, warnings
from process_settings import *
before, *statements = sys.argv[1:]
exec(before)
for statement in statements:
    if not os.fork():
        first = process_settings()
        exec(statement)
        print(json.dumps([statement, changed_settings(first, process_settings())]), flush=True)
        os._exit(0)
    os.wait()
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kernels are forked on Linux only")


def changed_by(*statements: str, before: str = LIBRARIES) -> dict[str, list[str]]:
    """What each statement changes that a process has once, after what was done before."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, before, *statements],
        cwd=FOLDER, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    changed = dict(json.loads(line) for line in done.stdout.splitlines())
    assert changed.keys() == set(statements)
    return changed


@pytest.fixture(scope="module")
def changed() -> dict[str, list[str]]:
    return changed_by(*(statement for statement, _ in CHANGES))


@pytest.mark.parametrize(("statement", "name"), CHANGES)
def test_a_change_for_the_whole_process_is_noticed(
    changed: dict[str, list[str]], statement: str, name: str
) -> None:
    assert changed[statement] == [name]


def test_what_comes_with_a_library_and_is_changed_at_once_is_noticed() -> None:
    errors = "import numpy\nnumpy.seterr(all='raise')"
    style = "import matplotlib as m\nm.rcParams['font.size'] = 33"
    assert changed_by(errors, style, before="") == {
        errors: ["floating-point errors"],
        style: ["the style of charts"],
    }


@pytest.mark.parametrize("before", ["", LIBRARIES])
def test_the_libraries_of_the_project_change_nothing_when_they_are_imported(before: str) -> None:
    libraries = "import pandera.pandas, seaborn, statsmodels.api, scipy.stats, matplotlib.pyplot"
    assert changed_by(libraries, before=before) == {libraries: []}
