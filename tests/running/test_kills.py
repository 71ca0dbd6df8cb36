"""A refresh killed at any moment: files whole or absent, no process left, the next completes."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from ..frozen_project import CHECKOUT, FROZEN

MakeNotebook = Callable[..., Path]
KILLS = 20
COPY = """\
import time
from pathlib import Path
from helpers.atomic_files import write_atomically
for path, source in zip(outputs, inputs):
    time.sleep(0.1)
    text = Path(source).read_text() + "." * 200_000
    write_atomically(Path(path.replace("{report}", report)), text)
outputs = []"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc"),
]


@pytest.fixture
def root(root: Path, make_notebook: MakeNotebook) -> Path:
    for part in ("definitions", "provinces"):
        shutil.copytree(FROZEN / "data/raw" / part, root / "data/raw" / part)
    table = ("data/processed/a.csv",)
    make_notebook("01-a", COPY, inputs=("data/raw/n.csv",), outputs=table, parameters="")
    make_notebook("02-b", COPY, inputs=table, outputs=("{report}/b.csv",), claims=True)
    make_notebook("03-c", COPY, inputs=table, outputs=("{report}/c.csv",))
    (root / "data/raw/n.csv").write_text("0", encoding="utf-8")
    return root


def start(root: Path, mark: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "helpers.cli", "--lang", "en"]
    command += ["refresh", "--lang", "vi", "--workers", "2"]
    environment = os.environ | {"TANGBAC_MARK": mark, "PYTHONPATH": str(CHECKOUT / "src")}
    return subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def check_succeeds(root: Path, mark: str) -> None:
    process = start(root, mark)
    _, said = process.communicate()
    assert process.returncode == 0, said.decode()


def left_over(mark: str) -> set[int]:
    """Processes that the marked command has started and that still run."""
    found = set()
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and mark.encode() in (folder / "environ").read_bytes():
                found.add(int(folder.name))
        except OSError:
            continue
    return found


def check_whole(root: Path) -> None:
    for path in [*(root / "reports").rglob("*"), *(root / "data/processed").iterdir()]:
        if not path.is_file() or path.name.startswith("."):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix in (".ipynb", ".json"):
            json.loads(text)
        elif path.suffix == ".html":
            assert text.rstrip().endswith("</html>"), path
        elif path.name == "claims.csv":
            assert text.endswith("\n"), path
        elif path.suffix == ".csv":
            assert text.endswith("." * 200_000), path


def results(root: Path) -> dict[str, bytes]:
    files = [*(root / "reports").rglob("*"), *(root / "data/processed").rglob("*")]
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in files
        if path.is_file() and path.name not in ("run.json", ".lock") and path.suffix != ".log"
    }


def test_killed_at_random_moments(root: Path, tmp_path: Path) -> None:
    moments = random.Random(20251121)
    begin = time.monotonic()
    check_succeeds(root, "first")
    whole_run = time.monotonic() - begin
    for number in range(1, KILLS + 1):
        (root / "data/raw/n.csv").write_text(str(number), encoding="utf-8")
        mark = uuid.uuid4().hex
        process = start(root, mark)
        time.sleep(moments.uniform(0.05, 1.1) * whole_run)
        process.kill()
        process.communicate()
        check_whole(root)
        end = time.monotonic() + 20
        while left_over(mark) and time.monotonic() < end:
            time.sleep(0.02)
        assert not left_over(mark)
    check_succeeds(root, "last")
    assert not list(root.rglob("*.tmp"))
    fresh = tmp_path / "fresh"
    for part in ("notebooks", "data/raw"):
        shutil.copytree(root / part, fresh / part)
    (fresh / "data/processed").mkdir()
    check_succeeds(fresh, "fresh")
    assert results(root) == results(fresh)


def test_two_at_once(root: Path) -> None:
    first, second = start(root, "one"), start(root, "two")
    said = [process.communicate()[1].decode() for process in (first, second)]
    codes = sorted((first.returncode, second.returncode))
    assert codes == [0, 2]
    assert sum("Another run is at work in this project" in text for text in said) == 1
    alone = results(root)
    shutil.rmtree(root / "reports")
    shutil.rmtree(root / "data/processed")
    (root / "data/processed").mkdir()
    check_succeeds(root, "alone")
    assert results(root) == alone
