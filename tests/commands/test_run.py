"""`tangbac run --each-province`: every unit of the universe that is named, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.cli import main

PROJECT = Path(__file__).resolve().parents[2]


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
