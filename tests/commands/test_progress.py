"""What is seen while notebooks run: on a terminal, in a log, and not at all."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from helpers.commands.progress import show_progress, summarise
from helpers.running.contract import Contract, Notebook
from helpers.running.plan import Step
from helpers.running.workers import Outcome


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def step(name: str) -> Step:
    notebook = Notebook(Path(f"notebooks/{name}.ipynb"), ())
    return Step(notebook, "vi", {}, Contract(), Path(f"{name}.vi.ipynb"), None)


def test_a_terminal_shows_a_line_for_each_running_notebook_and_a_bar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from rich.console import Console

    monkeypatch.setattr(sys, "stderr", Terminal())
    with show_progress(2) as reporter:
        first, second = step("01-a"), step("02-b")
        reporter.started(first, "a.csv changed")
        reporter.started(second, "not run before")
        reporter.cell(second, 3, 20)
        console = Console(file=io.StringIO(), width=100)
        console.print(reporter)
        lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
        assert lines[0].startswith("01-a (vi)  a.csv changed  0.")
        assert lines[1].startswith("02-b (vi)  cell 3 of 20  0.")
        assert lines[2].endswith("╌ 0/2")
        reporter.ended(Outcome(second, 1.0, "ok"))
        console = Console(file=io.StringIO(), width=100)
        console.print(reporter)
        lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
        assert [line.split()[0] for line in lines[:1]] == ["01-a"]
        assert lines[1].startswith("━")
        assert lines[1].endswith(" 1/2")


def test_without_a_terminal_there_is_a_plain_line_for_each_that_ran(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with show_progress(2) as reporter:
        reporter.started(step("01-a"), "a.csv changed")
        reporter.ended(Outcome(step("01-a"), 1.26, "ok", reason="a.csv changed"))
        reporter.ended(Outcome(step("02-b"), 0.0, "unchanged"))
    captured = capsys.readouterr()
    assert captured.err == "01-a (vi): ok, 1.3 s (a.csv changed)\n"
    assert captured.out == ""


def test_quiet_says_only_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    good = Outcome(step("01-a"), 1.0, "ok")
    with show_progress(1, quiet=True) as reporter:
        reporter.started(good.step, "")
        reporter.ended(good)
    assert summarise([good], quiet=True) == 0
    assert capsys.readouterr() == ("", "")
    bad = [Outcome(step("02-b"), 1.0, "failed", "it\nbroke"), Outcome(step("03-c"), 0, "skipped")]
    assert summarise([good, *bad], quiet=True) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "it\nbroke" in captured.err
    assert "03-c (vi) skipped" in captured.err
