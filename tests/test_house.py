"""Do the files that describe the project agree with each other and with the tree?"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import helpers

from .frozen_project import CHECKOUT

# The names under which conda-forge offers a package, where they differ: the base packages leave
# out what the project does not use (matplotlib's Qt window), pandera's name says its backend.
CONDA_NAMES = {
    "jupyter-client": "jupyter_client",
    "matplotlib": "matplotlib-base",
    "pandera": "pandera-pandas",
    "playwright": "playwright-python",
    "pypandoc-binary": "pypandoc",
}
# In conda's list only: Python itself, the tool that adds the project to the environment, and what
# PyPI's pypandoc-binary brings with it.
CONDA_ONLY = {"python", "pip", "pandoc"}

PYTHON_VERSIONS = ("3.11", "3.12", "3.13")
SYSTEMS = (("linux", "posix"), ("darwin", "posix"), ("win32", "nt"))


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def declared(project: dict[str, Any]) -> dict[str, SpecifierSet]:
    """Ranges of pyproject.toml by package name."""
    table = project["project"]
    lines = [*table["dependencies"]]
    for extra in table["optional-dependencies"].values():
        lines += extra
    requirements = [Requirement(line) for line in lines]
    ranges = {canonicalize_name(item.name): item.specifier for item in requirements}
    assert len(ranges) == len(lines), "a package is named twice in pyproject.toml"
    return ranges


@pytest.fixture(scope="module")
def needed_by_users(project: dict[str, Any]) -> set[str]:
    """What runs the notebooks and what builds the environment; nothing for tests or Word files."""
    table = project["project"]
    lines = [*table["dependencies"], *table["optional-dependencies"]["build"]]
    return {canonicalize_name(Requirement(line).name) for line in lines}


@pytest.fixture(scope="module")
def conda() -> dict[str, Any]:
    return yaml.safe_load((CHECKOUT / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def conda_ranges(conda: dict[str, Any]) -> dict[str, SpecifierSet]:
    """Ranges of environment.yml by conda-forge name."""
    *lines, from_pypi = conda["dependencies"]
    requirements = [Requirement(line) for line in (*lines, *from_pypi["pip"])]
    ranges = {item.name: item.specifier for item in requirements}
    assert len(ranges) == len(requirements), "a package is named twice in environment.yml"
    return ranges


LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked_in(name: str) -> list[tuple[Requirement, list[str]]]:
    """Each requirement of a lock with the lines of its hashes."""
    lock_text = (CHECKOUT / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[^\s#])", re.sub(r"\A(#.*\n)*", "", lock_text))
    parsed = []
    for block in blocks:
        head, *rest = block.splitlines()
        hashes = [line.strip(" \\") for line in rest if "--hash" in line]
        parsed.append((Requirement(head.removesuffix("\\").strip()), hashes))
    return parsed


@pytest.fixture(scope="module", params=LOCKS)
def locked(request: pytest.FixtureRequest) -> list[tuple[Requirement, list[str]]]:
    return locked_in(request.param)


def test_environment_yml_offers_what_pyproject_asks_for(
    declared: dict[str, SpecifierSet], conda_ranges: dict[str, SpecifierSet]
) -> None:
    expected = {CONDA_NAMES.get(name, name): specifier for name, specifier in declared.items()}
    found = {name: span for name, span in conda_ranges.items() if name not in CONDA_ONLY}
    assert found == expected


def test_environment_yml_names_the_analysts_tools_first(conda: dict[str, Any]) -> None:
    first = {Requirement(line).name for line in conda["dependencies"][:7]}
    tools = {"python", "jupyterlab", "pandas", "seaborn", "statsmodels", "papermill", "nbval"}
    assert first == tools
    assert conda["channels"] == ["conda-forge", "nodefaults"]
    assert conda["name"] == "tangbac"


def test_every_range_has_both_ends(declared: dict[str, SpecifierSet]) -> None:
    for name, specifier in declared.items():
        assert sorted(part.operator for part in specifier) == ["<", ">="], name


def test_python_range_is_the_same_everywhere(
    project: dict[str, Any], conda_ranges: dict[str, SpecifierSet]
) -> None:
    requires = SpecifierSet(project["project"]["requires-python"])
    assert conda_ranges["python"] == requires
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    bounds = re.search(r"\((\d+), (\d+)\) <= sys\.version_info\[:2\] < \((\d+), (\d+)\)", makefile)
    assert bounds is not None
    low, high = bounds.group(1, 2), bounds.group(3, 4)
    assert SpecifierSet(f">={'.'.join(low)},<{'.'.join(high)}") == requires
    named = {
        line.rpartition(" ")[2]
        for line in project["project"]["classifiers"]
        if line.startswith("Programming Language :: Python :: 3.")
    }
    assert named == set(PYTHON_VERSIONS)
    inside = {f"3.{minor}" for minor in range(30) if requires.contains(f"3.{minor}.0")}
    assert inside == set(PYTHON_VERSIONS)


def test_build_tool_is_the_one_in_the_lock(
    project: dict[str, Any], declared: dict[str, SpecifierSet]
) -> None:
    (build,) = (Requirement(line) for line in project["build-system"]["requires"])
    assert declared[build.name] == build.specifier


def test_every_pin_lies_in_the_ranges(
    locked: list[tuple[Requirement, list[str]]],
    declared: dict[str, SpecifierSet],
    conda_ranges: dict[str, SpecifierSet],
) -> None:
    for requirement, _ in locked:
        (pin,) = requirement.specifier
        assert pin.operator == "==", f"{requirement} is not one version"
        name = canonicalize_name(requirement.name)
        if name in declared:
            assert declared[name].contains(pin.version), f"{requirement}: pyproject.toml"
            conda_range = conda_ranges[CONDA_NAMES.get(name, name)]
            assert conda_range.contains(pin.version), f"{requirement}: environment.yml"


@pytest.mark.parametrize("python", PYTHON_VERSIONS)
@pytest.mark.parametrize(("platform", "os_name"), SYSTEMS)
def test_locks_pin_each_dependency_once_on_every_system(
    declared: dict[str, SpecifierSet],
    needed_by_users: set[str],
    python: str,
    platform: str,
    os_name: str,
) -> None:
    here = {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": platform,
        "os_name": os_name,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    users, everything = (
        [
            (canonicalize_name(requirement.name), str(requirement.specifier))
            for requirement, _ in locked_in(name)
            if applies(requirement.marker, here)
        ]
        for name in LOCKS
    )
    for pins in (users, everything):
        assert len(pins) == len({name for name, _ in pins})
    # What tests add leaves what a user has as it is.
    assert set(users) <= set(everything)
    assert declared.keys() <= {name for name, _ in everything}
    assert needed_by_users <= {name for name, _ in users}
    heavy = {"mypy", "playwright", "pypandoc-binary", "pytest", "ruff"}
    assert heavy <= declared.keys()
    assert heavy.isdisjoint(name for name, _ in users)


def applies(marker: Marker | None, environment: dict[str, str]) -> bool:
    return marker is None or marker.evaluate(environment)


def test_every_pin_has_hashes(locked: list[tuple[Requirement, list[str]]]) -> None:
    assert len(locked) > 100
    for requirement, hashes in locked:
        assert hashes, f"{requirement} has no hash"
        for line in hashes:
            assert re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line), f"{requirement}: {line}"


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_package_index(name: str) -> None:
    lock_text = (CHECKOUT / name).read_text(encoding="utf-8")
    for address in ("://", "--index-url", "--extra-index-url", "--find-links", "--trusted-host"):
        assert address not in lock_text


def test_version_is_the_same_everywhere() -> None:
    citation = yaml.safe_load((CHECKOUT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == helpers.__version__
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= citation.keys()


def test_licence_is_the_same_everywhere(project: dict[str, Any]) -> None:
    citation = yaml.safe_load((CHECKOUT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["license"] == project["project"]["license"] == "MIT"
    assert "Copyright (c) 2026 Tăng bậc contributors" in (CHECKOUT / "LICENSE").read_text("utf-8")


def test_tree_has_the_parts_everyone_relies_on() -> None:
    for folder in ("notebooks", "data/raw", "data/processed", "src/helpers", "tests"):
        assert (CHECKOUT / folder).is_dir(), folder
    assert (CHECKOUT / "environment.yml").is_file()


def test_environment_in_use_is_the_locked_one(
    locked: list[tuple[Requirement, list[str]]], declared: dict[str, SpecifierSet]
) -> None:
    if Path(sys.prefix) != CHECKOUT / ".venv":
        pytest.skip("run outside .venv: a conda environment follows the ranges, not the lock")
    from importlib.metadata import version

    for requirement, _ in locked:
        if requirement.name in declared and applies(requirement.marker, {}):
            (pin,) = requirement.specifier
            assert version(requirement.name) == pin.version


def test_make_lists_its_tasks() -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("no make on this machine")
    done = subprocess.run(
        [make, "--no-print-directory", "-C", str(CHECKOUT)],
        capture_output=True,
        text=True,
        check=True,
    )
    listed = set(re.findall(r"^make ([a-z-]+) +\S", done.stdout, flags=re.MULTILINE))
    expected = "refresh site notebooks verify lab tools test test-all lint bench lock clean help"
    assert listed == set(expected.split())


def test_make_installs_tools_for_what_needs_them_alone(tmp_path: Path) -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("no make on this machine")
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(CHECKOUT / name, tmp_path)

    def said(task: str) -> str:
        command = [make, "-n", "-C", str(tmp_path), task]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    for task in ("refresh", "site", "notebooks", "verify", "lab", "bench", "lock"):
        assert "-r requirements-dev.lock" not in said(task), task
        assert "--require-hashes $lock" in said(task), task
    for task in ("tools", "test", "test-all", "lint"):
        # First what every run needs, from the other lock, then what only adds.
        before, _, after = said(task).partition("-r requirements-dev.lock")
        assert "--require-hashes $lock" in before, task
        assert "uv pip sync" not in after, task


@pytest.mark.slow
def test_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(CHECKOUT / "src", copy / "src", ignore=caches)
    shutil.copytree(CHECKOUT / "kernels", copy / "kernels")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(CHECKOUT / name, copy / name)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name == f"tangbac-{helpers.__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (entry_points,) = (name for name in names if name.endswith("/entry_points.txt"))
        points = archive.read(entry_points).decode("utf-8")
        assert "tangbac = helpers.cli:main" in points
        assert "[jupyter_client.kernel_provisioners]" in points
        (kernel,) = (name for name in names if name.endswith("/kernels/tangbac/kernel.json"))
        assert ".data/data/share/jupyter/" in kernel
    source = copy / "src"
    files = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    own = {name for name in names if not re.match(r"[^/]+\.(dist-info|data)/", name)}
    assert own == files
    assert any(name.endswith("licenses/LICENSE") for name in names)
