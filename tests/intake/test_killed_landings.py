"""An intake killed at any moment of its landing: the next command finds all of it or nothing."""

from __future__ import annotations

import csv
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.intake.transcription import Transcription
from helpers.sources.editions import load_definitions
from helpers.sources.raw_files import UNFINISHED, check_no_unfinished_intake

KILLS = 20
MAP = """\
columns: {"Kỹ năng số": digital_skills.score}
measures: {digital_skills: {vi: Kỹ năng số, en: Digital skills}}
"""
SLOWLY = """\
import sys, time
from pathlib import Path
from helpers.cli import main
def slow(own):
    def waits(self, *given, **named):
        if ".intake" in self.parts:
            time.sleep(0.02)
        return own(self, *given, **named)
    return waits
for name in ("replace", "write_bytes", "unlink"):
    setattr(Path, name, slow(getattr(Path, name)))
sys.exit(main())
"""
"""The command as it is, every write and move of a landing a moment longer."""

pytestmark = pytest.mark.slow


def tangbac(project: Path, *options: str, program: str = SLOWLY) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *options], cwd=project, text=True, encoding="utf-8",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def state(project: Path) -> dict[str, bytes]:
    raw = project / "data" / "raw"
    return {p.relative_to(raw).as_posix(): p.read_bytes() for p in raw.rglob("*") if p.is_file()}


def printed(table: Transcription, path: Path) -> None:
    """The made-up edition as a file of the ministry."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.header for column in table.columns])
        for row in table.rows:
            cells = [row.cells.get(column.number) for column in table.columns]
            writer.writerow(
                row.name_as_printed if column.holds == "unit" else cell.text if cell else ""
                for column, cell in zip(table.columns, cells, strict=True)
            )


def kill_in_landing(process: subprocess.Popen[str], project: Path, delay: float) -> None:
    """Kill the command so long after it began to write aside; it may have ended by then."""
    aside = (project / UNFINISHED).parent
    while not aside.exists() and process.poll() is None:
        time.sleep(0.001)
    time.sleep(delay)
    process.kill()
    process.communicate()


def test_twenty_kills_leave_a_whole_edition_or_none(
    project: Path, made_up: Transcription, tmp_path: Path
) -> None:
    printed(made_up, file := tmp_path / "bang.csv")
    (tmp_path / "map.yml").write_text(MAP, encoding="utf-8")
    taking = (
        "intake", str(file), "--index", "dti", "--edition", "2025", "--published", "2026-10-21",
        "--url", "https://dti.gov.vn/xep-hang-2025", "--map", str(tmp_path / "map.yml"), "--yes",
    )  # fmt: skip
    before, generator, halves = state(project), random.Random(11), 0
    for _ in range(KILLS):
        # What a kill left aside before anything moved would hide when the next one begins.
        shutil.rmtree((project / UNFINISHED).parent, ignore_errors=True)
        kill_in_landing(tangbac(project, *taking), project, generator.uniform(0, 0.6))
        half = (project / UNFINISHED).is_file()
        halves += half
        if half:
            # A notebook or a script, which undoes nothing, is refused.
            with pytest.raises(BadInputError, match="An intake has not ended"):
                check_no_unfinished_intake(project)
            with pytest.raises(BadInputError, match="«tangbac list»"):
                load_definitions(project)
        following = tangbac(project, "list", "editions")
        shown, told = following.communicate()
        assert following.returncode == 0, told
        assert ("An intake that did not end was undone." in told) == half
        after = state(project)
        whole = "originals/dti_2025_34/published.csv" in after
        assert whole == (after != before)
        assert ("dti-2025" in shown) == whole
        if whole:
            assert not half
            assert len(set(after) - set(before)) == 4
            assert {path for path in before if after[path] != before[path]} == {
                f"definitions/{name}.yml" for name in ("editions", "formulas", "measures")
            }
            shutil.rmtree(project / "data" / "raw")
            for path, data in before.items():
                target = project / "data" / "raw" / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
    # The kills fell on the moves themselves, and on what lies before or after them.
    assert KILLS // 10 <= halves < KILLS
    ended = tangbac(project, *taking)
    shown, told = ended.communicate()
    assert ended.returncode == 0, shown + told
    assert not (project / UNFINISHED).parent.exists()
    assert "originals/dti_2025_34/published.csv" in state(project)
