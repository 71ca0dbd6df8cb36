"""The front door opened on the frozen project, in Vietnamese, with a folder of its own."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import tangbac as tb
from helpers.sources.provinces import fold_name

from ..frozen_project import FROZEN, frozen_project

Raw = Callable[[str], list[dict[str, str]]]


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where pictures are kept in a test."""
    monkeypatch.chdir(frozen_project())
    monkeypatch.setattr("tangbac.pictures.FOLDER", tmp_path / "own")
    tb.language("vi")
    yield tmp_path / "own"
    tb.language("vi")


@pytest.fixture(scope="session")
def raw() -> Raw:
    """The rows of a raw file as they are printed, read by nothing of the project."""

    def rows(file: str) -> list[dict[str, str]]:
        path = FROZEN / "data" / "raw" / file
        return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))

    return rows


def same_province(printed: str, province: str) -> bool:
    """Whether a printed name is that of a province, whatever stands before it."""
    return fold_name(printed).removeprefix("tp ") == fold_name(province)
