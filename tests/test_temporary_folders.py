"""Nothing stays in the temporary folder: not at the end, and not after a kill for long."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers.running.folder_lock import only_run
from helpers.temporary_folders import sweep_temporary_folders, temporary_folder

from .frozen_project import CHECKOUT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills and locks of POSIX")
BEGUN = "work-begun"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def killed_at_work(temporary: Path) -> Path:
    """The folder of a process that was killed while it worked in it, a while ago."""
    program = (
        "import os, signal\nfrom helpers.temporary_folders import temporary_folder\n"
        f"with temporary_folder() as folder:\n    (folder / '{BEGUN}').write_text('half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": str(CHECKOUT / "src")}
    subprocess.run([sys.executable, "-c", program], env=environment, check=False)
    (left,) = temporary.iterdir()
    assert (left / BEGUN).exists()
    return left


def make_old(folder: Path) -> None:
    long_ago = time.time() - 3600
    os.utime(folder, (long_ago, long_ago))


def test_it_is_empty_and_gone_at_the_end(temporary: Path) -> None:
    with temporary_folder() as folder:
        assert list(temporary.iterdir()) == [folder]
        assert not list(folder.iterdir())
        (folder / "a").mkdir()
    assert not list(temporary.iterdir())


def test_it_is_gone_after_a_fault(temporary: Path) -> None:
    with pytest.raises(KeyboardInterrupt), temporary_folder():
        raise KeyboardInterrupt
    assert not list(temporary.iterdir())


def test_the_next_run_removes_what_a_killed_one_left(temporary: Path, root: Path) -> None:
    make_old(killed_at_work(temporary))
    with only_run(root):
        assert not list(temporary.iterdir())


def test_what_is_held_new_anothers_or_no_folder_of_ours_stays(
    temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = killed_at_work(temporary)
    other = temporary / "tangbac-frozen-x"
    other.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = temporary / f"{new.name}-link"
    link.symlink_to(elsewhere)
    with temporary_folder() as held:
        for folder in (held, other, elsewhere):
            make_old(folder)
        sweep_temporary_folders()
        assert {new, other, link, held} == set(temporary.iterdir())
    make_old(new)
    monkeypatch.setattr(os, "getuid", lambda: new.stat().st_uid + 1)
    sweep_temporary_folders()
    assert new.exists()
