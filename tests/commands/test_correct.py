"""`tangbac correct`: what is asked, refused, written and listed."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import pytest

from helpers.cli import main
from helpers.sources.raw_files import load_corrections

from ..frozen_project import frozen_project

PROJECT = frozen_project()
FIGURE = ["correct", "r0038", "--expect", "0,3026", "--use", "0,3027"]
WORDS = ["--reason", "Misread", "--reason-vi", "Đọc nhầm", "--reported-by", "A reader"]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(PROJECT / "data" / "raw", folder / "data" / "raw")
    shutil.copytree(PROJECT / "notebooks", folder / "notebooks")
    monkeypatch.chdir(folder)
    return folder


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["correct"], "The figure is missing"),
        (["correct", "r0038", "--use", "1"], "--expect is missing"),
        (["correct", "r0038", "--expect", "1"], "--use is missing"),
        ([*FIGURE, *WORDS[2:]], "--reason is missing"),
        ([*FIGURE, *WORDS[:2], "--reason-vi", " ", *WORDS[4:]], "--reason-vi is missing"),
        ([*FIGURE, *WORDS[:4]], "--reported-by is missing"),
        ([*FIGURE, *WORDS, "--date", "22/11/2026"], "is no date. Expected: YYYY-MM-DD"),
        ([*FIGURE[:4], "--use", "0.3026", *WORDS], "is '0,3026' written otherwise"),
        ([*FIGURE[:4], "--use", "0,30260", *WORDS], "is '0,3026' written otherwise"),
        ([*FIGURE[:4], "--use", " ", *WORDS], "--use is empty"),
        (["correct", "r0", "--expect", "1", "--use", "2", *WORDS], "no figure «r0»"),
    ],
)
def test_what_is_missing_or_wrong_is_refused_and_nothing_written(
    root: Path, arguments: list[str], found: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.StringIO("from a pipe\n" * 3))
    before = (root / "data/raw/corrections.yml").read_bytes()
    assert main(arguments) == 2
    assert found in capsys.readouterr().err
    assert (root / "data/raw/corrections.yml").read_bytes() == before


@pytest.mark.slow
def test_asks_at_a_terminal_writes_and_says_what_runs_again(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("Misread\nĐọc nhầm\nA reader\n"))
    begun = date.today()
    assert main([*FIGURE, "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "«0,3026» → «0,3027»: written to data/raw/corrections.yml" in printed
    assert "r0038: value 0.3026 → 0.3027" in printed
    for notebook in (root / "notebooks").glob("0*.ipynb"):
        assert notebook.stem in printed
    written = load_corrections(root)[-1]
    assert begun <= date.fromisoformat(written.pop("date")) <= date.today()
    assert written == {
        "file": "reported_rankings/reported_rankings.csv", "figure": "r0038",
        "column": "value_as_printed", "expect": "0,3026", "use": "0,3027", "reason": "Misread",
        "reason_vi": "Đọc nhầm", "reported_by": "A reader",
    }  # fmt: skip
    assert main([*FIGURE, *WORDS]) == 2
    assert "there is already a correction" in capsys.readouterr().err


@pytest.mark.slow
def test_a_dry_run_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (root / "data/raw/corrections.yml").read_bytes()
    assert main([*FIGURE, *WORDS, "--dry-run"]) == 0
    assert "would be corrected" in capsys.readouterr().out
    assert (root / "data/raw/corrections.yml").read_bytes() == before


def test_lists_corrections_and_says_which_no_longer_fit(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["correct", "--list", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "r0039, value_as_printed: «0,326» → «0,3026»  [fits]" in printed
    assert "A digit is lost." in printed
    path = root / "data/raw/reported_rankings/reported_rankings.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"0,326"', '"0,3026"'), encoding="utf-8")
    assert main(["correct", "--list"]) == 1
    printed = capsys.readouterr().out
    assert "[does not fit: found «0,3026»]" in printed
    assert "1 of them no longer fit" in printed
