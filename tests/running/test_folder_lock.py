"""One run at a time, and nothing left of one that was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.running.folder_lock import only_run, remove_leftovers


def test_a_second_run_is_refused_and_told_whose_the_first_is(root: Path) -> None:
    with only_run(root):
        told = rf"Another run.*process {os.getpid()}\)"
        with pytest.raises(BadInputError, match=told), only_run(root):
            pytest.fail("both ran")
        with pytest.raises(BadInputError, match="Another run"), only_run(root):
            pytest.fail("the refused one gave the lock away")
    with only_run(root):
        assert (root / "reports/.lock").read_text(encoding="utf-8") == f"{os.getpid()}\n"


def test_a_killed_run_holds_nothing(root: Path) -> None:
    program = (
        "import os, signal\nfrom pathlib import Path\n"
        "from helpers.running.folder_lock import only_run\n"
        f"with only_run(Path({str(root)!r})): os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program], check=False)
    with only_run(root):
        pass


def test_half_written_files_are_removed_and_no_others(root: Path) -> None:
    folder = root / "data/processed"
    for name in (".a.csv.123.tmp", ".b.csv.123.tmp", "a.csv", ".part-x/a.csv"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    remove_leftovers([folder / "a.csv"])
    assert {path.name for path in folder.iterdir()} == {".b.csv.123.tmp", "a.csv"}
