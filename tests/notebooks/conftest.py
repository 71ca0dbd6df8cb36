"""Copies of the project, so that no test runs a notebook in the checkout itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ..frozen_project import CHECKOUT, frozen_project

CopyProject = Callable[[str], Path]


@pytest.fixture(scope="session")
def copy_project(tmp_path_factory: pytest.TempPathFactory) -> CopyProject:
    """The frozen project under a new folder; the code is that of the checkout."""
    return lambda name: copied(frozen_project(), tmp_path_factory.mktemp(name))


@pytest.fixture(scope="session")
def copy_checkout(tmp_path_factory: pytest.TempPathFactory) -> CopyProject:
    """The notebooks as they are committed, with the data that they show."""
    return lambda name: copied(CHECKOUT, tmp_path_factory.mktemp(name))


def copied(root: Path, below: Path) -> Path:
    folder = below / "dự án"
    for part in ("notebooks", "data", "docs"):
        unsaved = shutil.ignore_patterns(".ipynb_checkpoints")
        shutil.copytree(root / part, folder / part, ignore=unsaved)
    return folder


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
