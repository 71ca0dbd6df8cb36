"""The published figures, read where they lie or copied to be broken, and small tables by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from helpers.sources.raw_files import RawRow, RawTable

from ..frozen_project import FROZEN


@pytest.fixture(scope="session")
def root() -> Path:
    """The frozen figures, to be read only."""
    return FROZEN


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the raw figures, to be broken."""
    folder = tmp_path / "project"
    shutil.copytree(FROZEN / "data" / "raw", folder / "data" / "raw")
    return folder


MakeTable = Callable[..., RawTable]


@pytest.fixture(scope="session")
def make_table() -> MakeTable:
    """A raw table from rows given as mappings; columns left out are empty."""

    def make(
        file: str,
        columns: Iterable[str],
        rows: Iterable[Mapping[str, str]],
        metadata: Mapping[str, object] | None = None,
    ) -> RawTable:
        names = tuple(columns)
        full = [dict.fromkeys(names, "") | dict(row) for row in rows]
        return RawTable(
            file,
            names,
            [RawRow(line, cells) for line, cells in enumerate(full, start=2)],
            dict(metadata or {}),
            "",
        )

    return make
