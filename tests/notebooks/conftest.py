"""Copies of the project, so that no test runs a notebook in the checkout itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ..frozen_project import CHECKOUT

CopyProject = Callable[[str], Path]


@pytest.fixture(scope="session")
def copy_project(tmp_path_factory: pytest.TempPathFactory) -> CopyProject:
    """Notebooks, data and docs under a new folder; the code is that of the checkout."""

    def copy(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name) / "dự án"
        for part in ("notebooks", "data", "docs"):
            shutil.copytree(
                CHECKOUT / part, folder / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints")
            )
        return folder

    return copy


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """For kernels of this very Python and this very checkout, without a person's own profile."""
    return os.environ | {
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(tmp_path_factory.mktemp("ipython")),
        "PYTHONPATH": str(CHECKOUT / "src"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "MPLBACKEND": "agg",
    }
