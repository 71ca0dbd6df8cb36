"""What a command leaves behind: claims of stored notebooks; pages only where all went well."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.cli import main

from ..frozen_project import CHECKOUT, FROZEN

MakeNotebook = Callable[..., Path]


@pytest.fixture
def root(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty project with the real definitions and provinces, to be the working directory."""
    for part in ("definitions", "provinces"):
        shutil.copytree(FROZEN / "data/raw" / part, root / "data/raw" / part)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT / "src"))
    return root


def claims_on_file(root: Path) -> list[dict[str, str]]:
    with (root / "data" / "processed" / "claims.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_storing_outputs_stores_the_claims_of_every_notebook_that_ran(
    root: Path, make_notebook: MakeNotebook
) -> None:
    make_notebook("01-first", claims=True)
    make_notebook("02-second", claims=True)
    make_notebook("03-none")
    make_notebook("explore")
    assert main(["notebooks"]) == 0
    first = claims_on_file(root)
    assert [row["id"] for row in first] == ["01-first-1", "02-second-1"]
    assert [row["sentence_vi"] for row in first] == ["Hậu Giang tăng 3 bậc."] * 2
    # One that fails keeps the claims of its last good run; one that is gone takes its own along.
    make_notebook("02-second", "1 / 0", claims=True)
    (root / "notebooks" / "01-first.ipynb").unlink()
    make_notebook("03-none", claims=True, parameters='province: str = "Huế"  # province in focus')
    assert main(["notebooks"]) == 1
    assert [(row["id"], row["sentence_en"]) for row in claims_on_file(root)] == [
        ("02-second-1", "Hậu Giang climbed 3 places."), ("03-none-1", "Huế climbed 3 places."),
    ]  # fmt: skip


def test_nothing_that_ran_leaves_the_claims_as_they_were(
    root: Path, make_notebook: MakeNotebook
) -> None:
    make_notebook("01-first", claims=True)
    assert main(["notebooks"]) == 0
    path = root / "data" / "processed" / "claims.csv"
    before = path.read_bytes()
    make_notebook("01-first", "1 / 0", claims=True)
    assert main(["notebooks"]) == 1
    assert path.read_bytes() == before


@pytest.mark.parametrize(("body", "status"), [("", 0), ("1 / 0", 1)])
@pytest.mark.usefixtures("root")
def test_pages_are_announced_only_where_every_step_went_well(
    make_notebook: MakeNotebook, capsys: pytest.CaptureFixture[str], body: str, status: int
) -> None:
    make_notebook("01-first")
    make_notebook("02-second", body)
    assert main(["refresh", "--lang", "vi"]) == status
    captured = capsys.readouterr()
    assert ("Các trang: " in captured.out) is (status == 0)
    assert "02-second" in captured.out
    if status:
        assert "ZeroDivisionError" in captured.err
