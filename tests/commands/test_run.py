"""`tangbac run --each-province`: every unit of the universe that is named, and no other."""

from __future__ import annotations

import pytest

from helpers.cli import main

from ..frozen_project import frozen_project

PROJECT = frozen_project()


@pytest.mark.parametrize("universe", ["63", "34"])
def test_every_unit_of_either_universe_is_run(
    universe: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)
    assert main(["run", "09", "--each-province", universe, "--dry-run"]) == 0
    shown = [line for line in capsys.readouterr().out.splitlines() if "province-brief" in line]
    assert len(shown) == int(universe)


def test_a_universe_that_is_none_is_refused_with_those_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)
    assert main(["run", "09", "--each-province", "35", "--dry-run"]) != 0
    assert "Choose one of: 34, 63" in capsys.readouterr().err


@pytest.mark.parametrize("folder", ["/etc", "../x", ".", "reports", "reports/../notebooks", "data"])
def test_a_report_goes_below_reports_and_nowhere_else(
    folder: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)
    assert main(["run", "09", "-p", f"report={folder}", "--dry-run"]) == 2
    assert "Expected: a folder below reports/" in capsys.readouterr().err
    assert main(["run", "09", "-p", "report=reports/mine", "--dry-run"]) == 0


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        # The folder is named by the province, however it is typed.
        (["province=ha noi"], "province=ha-noi"),
        (["province=TP. Hà Nội"], "province=ha-noi"),
        (["province=Hau Giang"], "province=hau-giang"),
        (["province=vn63-01"], "province=vn63-01"),
    ],
)
def test_values_on_file_are_taken_in_any_spelling(
    given: list[str], shown: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(PROJECT)
    options = [part for one in given for part in ("-p", one)]
    assert main(["run", "9", *options, "--dry-run"]) == 0
    assert shown in capsys.readouterr().out
