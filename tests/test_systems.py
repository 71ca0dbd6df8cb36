"""Is what other systems do differently seen to: line ends, names of files, kernels, packages?"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Callable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PureWindowsPath

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from helpers.atomic_files import write_atomically
from helpers.running.contract import read_notebook
from helpers.running.execute import execute

from .frozen_project import CHECKOUT, frozen_project

MakeNotebook = Callable[..., Path]

NO_FILE_OF_WINDOWS = re.compile(r'[<>:"|?*\\\x00-\x1f]|[ .]$')
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}


def git(*arguments: str, folder: Path = CHECKOUT) -> str:
    if shutil.which("git") is None or not (CHECKOUT / ".git").exists():
        pytest.skip("no checkout of git")
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def committed() -> list[str]:
    return git("ls-files", "-z").split("\0")[:-1]


def test_every_name_can_be_that_of_a_file_everywhere() -> None:
    names = committed()
    for name in names:
        for part in name.split("/"):
            assert not NO_FILE_OF_WINDOWS.search(part), name
            assert part.partition(".")[0].lower() not in DEVICES, name
        # A folder of one's own takes about a hundred of the 260 letters that Windows allows.
        assert len(name) <= 140, name
    assert len({name.casefold() for name in names}) == len(names)


def test_a_checkout_of_windows_has_the_bytes_of_one_of_linux(tmp_path: Path) -> None:
    """Git there writes two letters at each end of a line, unless it is told not to."""
    kept = [
        ".gitattributes",
        "data/raw",
        "notebooks",
        "site",
        "src/helpers/wording",
        "tests/frozen",
    ]
    copy = tmp_path / "copy"
    copy.mkdir()
    git("init", "--quiet", folder=copy)
    git("config", "core.autocrlf", "true", folder=copy)
    for name in committed():
        if name.startswith(tuple(kept)):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(CHECKOUT / name, copy / name)
    git("-c", "core.safecrlf=false", "add", "--all", folder=copy)
    before = {path: path.read_bytes() for path in copy.rglob("*") if ".git" not in path.parts[:-1]
              and path.is_file() and ".git" not in path.relative_to(copy).parts}  # fmt: skip
    for path in before:
        path.unlink()
    git("checkout-index", "--all", "--force", folder=copy)
    assert len(before) > 100
    assert [path for path, content in before.items() if path.read_bytes() != content] == []


def test_a_notebook_saved_with_other_line_ends_is_read_alike(tmp_path: Path) -> None:
    source = frozen_project() / "notebooks" / "07-targets.ipynb"
    other = tmp_path / source.name
    other.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    assert read_notebook(other).cells == read_notebook(source).cells


def test_what_is_written_ends_its_lines_alike_everywhere(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.txt", "một\nhai\n")
    assert (tmp_path / "a.txt").read_bytes() == "một\nhai\n".encode()
    # Text mode would write what the system is used to.
    for path in (CHECKOUT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "write_text":
                named = {keyword.arg: keyword.value for keyword in node.keywords}
                assert "newline" in named, (path, node.lineno)


def test_names_in_records_are_those_of_every_system() -> None:
    for path in (CHECKOUT / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"str\([\w.]+\.relative_to\(", text), path
    assert PureWindowsPath("reports\\2024\\vi").as_posix() == "reports/2024/vi"


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_without_forks_the_stock_kernel_gives_the_same(
    root: Path, make_notebook: MakeNotebook, monkeypatch: pytest.MonkeyPatch, system: str,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = make_notebook("02-x", 'import sys\nprint(province, "numpy" in sys.modules)')
    values = {"province": "Hậu Giang"}
    execute(path, root / "stock.ipynb", root=root, parameters=values, preload=None)

    class Elsewhere:
        platform = system

        def __getattr__(self, name: str) -> object:
            import sys

            return getattr(sys, name)

    monkeypatch.setattr("helpers.kernel.warm_kernel.sys", Elsewhere())
    monkeypatch.setattr("helpers.kernel.warm_kernel._said", set())
    execute(path, root / "there.ipynb", root=root, parameters=values, preload=("numpy",))
    assert (root / "there.ipynb").read_bytes() == (root / "stock.ipynb").read_bytes()
    assert "only on Linux is forking known to be safe" in capfd.readouterr().err


def conda_requirements() -> list[Requirement]:
    content = yaml.safe_load((CHECKOUT / "environment.yml").read_text(encoding="utf-8"))
    *lines, from_pypi = content["dependencies"]
    return [Requirement(line) for line in (*lines, *from_pypi["pip"])]


OF_CONDA = {
    "matplotlib-base": "matplotlib",
    "pandera-pandas": "pandera",
    "playwright-python": "playwright",
    "pypandoc": "pypandoc-binary",
}
NO_PACKAGE_OF_PYTHON = {"python", "pandoc"}


def installed(requirement: Requirement) -> Distribution:
    name = OF_CONDA.get(requirement.name, requirement.name)
    try:
        return distribution(name)
    except PackageNotFoundError:
        return distribution(requirement.name)


@pytest.mark.parametrize(
    "requirement",
    [one for one in conda_requirements() if one.name not in NO_PACKAGE_OF_PYTHON],
    ids=lambda one: one.name,
)
def test_environment_yml_names_packages_that_there_are(requirement: Requirement) -> None:
    """By what the packages say of themselves: name, version, and the Python they are for."""
    if requirement.name == "distributed":
        pytest.importorskip("distributed")
    found = installed(requirement)
    name = OF_CONDA.get(requirement.name, requirement.name)
    assert canonicalize_name(found.metadata["Name"]) in {canonicalize_name(name), requirement.name}
    assert requirement.specifier.contains(found.version)
    (python,) = (one for one in conda_requirements() if one.name == "python")
    # What is installed here is for the Python here; the newest that is allowed must be among them.
    if name not in ("numpy", "scipy"):
        assert SpecifierSet(found.metadata["Requires-Python"] or "").contains("3.13")
    assert python.specifier.contains("3.13")


def test_the_matrix_of_the_host_is_what_the_project_says_of_itself() -> None:
    text = (CHECKOUT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    systems = {*jobs["make"]["strategy"]["matrix"]["system"], jobs["windows"]["runs-on"]}
    assert {system.partition("-")[0] for system in systems} == {"ubuntu", "macos", "windows"}
    project = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    versions = set(re.findall(r"Python :: (3\.\d+)\"", project))
    for job in ("make", "windows"):
        assert set(jobs[job]["strategy"]["matrix"]["python"]) == versions
    # The lines for Windows are those of the README.
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    for step in jobs["windows"]["steps"]:
        if "pip install" in step.get("run", ""):
            assert step["run"] in readme
