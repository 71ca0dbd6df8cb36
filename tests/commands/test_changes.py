"""`tangbac changes` and `tangbac keep`: from a changed figure to the terminal and the pages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers.cli import main

from ..frozen_project import frozen_project

PROJECT = frozen_project()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy with the real definitions, provinces and tables."""
    folder = tmp_path / "project"
    for part in ("raw/definitions", "raw/provinces", "processed"):
        shutil.copytree(PROJECT / "data" / part, folder / "data" / part)
    monkeypatch.chdir(folder)
    return folder


def test_kept_changed_and_compared(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keep"]) == 0
    edition = capsys.readouterr().out.removeprefix("data/releases/").partition(":")[0]
    assert main(["changes", "--since", edition, "--lang", "vi"]) == 0
    printed = capsys.readouterr().out
    assert "Không có gì thay đổi." in printed

    path = root / "data/processed/adoption.csv"
    header, first, *rest = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([header, *rest]), encoding="utf-8")
    assert main(["changes", "--since", edition, "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    figure = first.split(",")[0]
    assert "Gone: 1" in printed
    assert f"· {figure}: as printed" in printed
    report = root / "reports" / edition
    assert f"reports/{edition}/changes.html" in printed
    for name in ("changes.html", "changes.en.html"):
        assert figure in (report / name).read_text(encoding="utf-8")


def test_an_unknown_state_writes_no_page(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["changes", "--since", "1999"]) == 2
    assert "There is no earlier state «1999»" in capsys.readouterr().err
    assert not (root / "reports").exists()


def test_another_kept_state_stays_unless_replaced(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keep"]) == 0
    path = root / "data/processed/rejected.csv"
    path.write_text(path.read_text("utf-8").rsplit("\n", 2)[0] + "\n", encoding="utf-8")
    assert main(["keep"]) == 2
    assert "--replace" in capsys.readouterr().err
    assert main(["keep", "--replace"]) == 0
