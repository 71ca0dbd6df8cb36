"""Where tests find the figures: in a frozen copy, which no new edition changes.

`data` of the checkout grows with every edition and correction. A test that knew it would say next
year that «2024 is the newest» is wrong. So tests of the code read `tests/frozen` (see its README),
and the few that are about what is on file, whatever it is, are listed in `ABOUT_WHAT_CHANGES`.
"""

from __future__ import annotations

import atexit
import csv
import functools
import os
import shutil
import tempfile
from contextvars import ContextVar
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
"""The code, the notebooks, the documents; not for its `data`."""

FROZEN = Path(__file__).resolve().parent / "frozen"
"""A project with definitions, provinces and every raw file, and nothing else."""

CHANGED_EVERY_YEAR = ("CHANGELOG.md", "data", "docs", "notebooks")
"""What a new edition changes in the checkout."""

ABOUT_WHAT_CHANGES = (
    "commands/test_verify.py",
    "notebooks/",
    "questions/changes/test_claims.py",
    "sharing/test_comparable_words.py",
    "sharing/test_terms.py",
    "sharing/test_wording.py",
    "site/",
    "sources/test_figures_on_file.py",
    "sources/test_remarks_on_file.py",
    "sources/test_yaml_files.py",
    "test_contributing.py",
    "test_document_links.py",
    "test_systems.py",
    "test_yearly_refresh.py",
    "verifying/",
)
"""The tests that read it, files and folders; they know no figure and no year."""

_MADE = "TANGBAC_FROZEN_PROJECT"
_RUN = ("08-press-check", "07-targets", "09-province-brief")
"""The first writes a table too; the others are quick and give enough claims to compare."""


_copying = ContextVar("copying", default=False)


def is_made() -> bool:
    """Whether this process, or the one that started it, has a frozen project already."""
    return _MADE in os.environ


def is_being_copied() -> bool:
    """Whether this process copies from the checkout just now."""
    return _copying.get()


@functools.cache
def frozen_project() -> Path:
    """A whole project of the frozen figures, to be read only: notebooks, documents, all tables.

    Made once for all processes of a test run, and removed after it.
    """
    if is_made():
        return Path(os.environ[_MADE])
    folder = Path(tempfile.mkdtemp(prefix="tangbac-frozen-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    root = folder.resolve() / "dự án"
    shutil.copytree(FROZEN / "data", root / "data")
    _copying.set(True)
    for part in ("notebooks", "docs"):
        unsaved = shutil.ignore_patterns(".ipynb_checkpoints")
        shutil.copytree(CHECKOUT / part, root / part, ignore=unsaved)
    _copying.set(False)
    _make_tables(root)
    os.environ[_MADE] = str(root)
    return root


def _make_tables(root: Path) -> None:
    """Write `data/processed` as notebooks 01 and 08 do, and the claims of those in `_RUN`."""
    from helpers.questions.clean_figures.answer import clean_figures
    from helpers.sharing.claims import CLAIM_COLUMNS, RegisteredClaims
    from helpers.sources.processed_files import datapackage, write_processed

    from .shown_notebooks import run_cells

    folder = root / "data" / "processed"
    write_processed(clean_figures(root).tables, folder)
    (folder / "datapackage.json").write_text(datapackage(), encoding="utf-8")
    displayed: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setattr("IPython.display.display", displayed.append)
        for notebook in _RUN:
            run_cells(root, notebook, {}, displayed)
    registered = [shown for shown in displayed if isinstance(shown, RegisteredClaims)]
    rows = [claim.row() for shown in registered for claim in shown.claims]
    with (folder / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, CLAIM_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["id"]))
    shutil.rmtree(root / "reports")
