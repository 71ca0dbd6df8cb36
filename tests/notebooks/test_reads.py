"""A notebook reads nothing of the data but what its contract lists."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from helpers.running.contract import read_contract, read_notebook

from ..frozen_project import CHECKOUT

NOTEBOOKS = sorted((CHECKOUT / "notebooks").glob("[0-9][0-9]-*.ipynb"))

# Run in a process of its own: a hook on opened files cannot be taken away again.
FOLLOW = """\
import json, os, sys
from pathlib import Path

read = set()

def follow(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        path = Path(os.path.abspath(arguments[0]))
        writes = (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)
        if path.is_relative_to(Path.cwd() / "data") and path.is_file() and not writes:
            read.add(path)

import helpers.project
helpers.project.data_version = lambda root, inputs: "00000000"
sys.addaudithook(follow)
names = {}
for cell in json.loads(Path(sys.argv[1]).read_text("utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), names)
print(json.dumps(sorted(path.relative_to(Path.cwd()).as_posix() for path in read)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("source", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_contract_lists_what_is_read(
    source: Path, copy_project: Callable[[str], Path], environment: Mapping[str, str]
) -> None:
    root = copy_project(f"reads-{source.stem}")
    done = subprocess.run(
        [sys.executable, "-c", FOLLOW, f"notebooks/{source.name}"],
        cwd=root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    contract = read_contract(read_notebook(source))
    # What is written is looked at once more under a name of its own before it is put in place.
    read = [
        path
        for path in map(Path, json.loads(done.stdout.splitlines()[-1]))
        if not path.name.startswith(".") and path.as_posix() not in contract.outputs
    ]
    listed = {
        name: [path for path in read if path.is_relative_to(name)] for name in contract.inputs
    }
    assert [path for path in read if not any(path in below for below in listed.values())] == []
    # Else a figure that the notebook never reads would make it run again. A processed table may be
    # read with other parameters only.
    unread = [name for name, below in listed.items() if not below]
    assert [name for name in unread if name.startswith("data/raw")] == []
