"""Where the project lies, which state of the data it has, and where runs write."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers import project
from helpers.errors import BadInputError
from helpers.project import data_version, default_report, processed_folder, project_root

from .frozen_project import FROZEN


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A project with the definitions alone."""
    folder = tmp_path / "dự án"
    shutil.copytree(FROZEN / "data/raw/definitions", folder / "data/raw/definitions")
    return folder


def test_the_project_is_found_from_any_folder_below(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = copy / "notebooks" / "bản nháp"
    below.mkdir(parents=True)
    assert project_root(below) == copy.resolve()
    monkeypatch.chdir(below)
    assert project_root() == copy.resolve()


def test_elsewhere_the_project_of_the_installed_package_is_taken(tmp_path: Path) -> None:
    home = Path(project.__file__).resolve().parents[2]
    assert project_root(tmp_path) == home


def test_without_any_project_the_marker_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "__file__", str(tmp_path / "helpers" / "project.py"))
    with pytest.raises(BadInputError, match=r"data/raw/definitions/editions\.yml"):
        project_root(tmp_path)


def test_the_version_of_the_data_changes_with_every_byte_and_name(copy: Path) -> None:
    first = data_version(copy)
    assert len(first) == 8
    assert int(first, 16) >= 0
    assert data_version(copy) == first
    file = copy / "data/raw/definitions/editions.yml"
    text = file.read_bytes()
    file.write_bytes(text + b"\n")
    assert data_version(copy) != first
    file.write_bytes(text)
    assert data_version(copy) == first
    file.rename(file.with_name("editions2.yml"))  # in the same place of the order
    assert data_version(copy) != first


def test_the_version_of_the_data_is_that_of_the_inputs_alone(copy: Path) -> None:
    other = copy / "data/raw/other.csv"
    other.write_text("1\n", encoding="utf-8")
    definitions = data_version(copy, ["data/raw/definitions"])
    one = data_version(copy, ["data/raw/other.csv"])
    other.write_text("2\n", encoding="utf-8")
    assert data_version(copy, ["data/raw/definitions"]) == definitions
    assert data_version(copy, ["data/raw/other.csv"]) != one
    whole = data_version(copy)
    (copy / "data/raw/.other.csv.swp").write_text("x", encoding="utf-8")
    assert data_version(copy) == whole
    other.unlink()
    assert data_version(copy, ["data/raw/other.csv"]) == data_version(copy, [])


def test_a_default_run_writes_to_the_report_of_the_latest_edition(copy: Path) -> None:
    assert default_report(copy) == "reports/2024"
    on_file = copy / "data" / "processed"
    assert processed_folder(copy, "") == on_file
    assert processed_folder(copy, "reports/2024") == on_file
    other = "reports/2024/province=hai-phong"
    assert processed_folder(copy, other) == copy / other / "data"
