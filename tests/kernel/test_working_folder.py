"""Does a kernel begin in the folder that the stock one begins in, however that is named?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

from helpers.kernel.warm_kernel import close_fork_parents

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="kernels are forked on Linux only"
    ),
]
KERNELS = ("tangbac", "python3")


@pytest.fixture(autouse=True, scope="module")
def fork_parents() -> Iterator[None]:
    """None left; one serves all tests that can share it."""
    yield
    close_fork_parents()


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of whoever starts the kernels; `tmp` lies in it, and in `/` as well."""
    for name in ("sub/deeper", "tmp", "Tỉnh «A» 'b'"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "link").symlink_to("sub/deeper")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answer(client: Any, expression: str) -> str:  # noqa: ANN401  (jupyter_client's)
    reply = client.execute("", user_expressions={"x": expression}, reply=True, timeout=60)
    return str(reply["content"]["user_expressions"]["x"]["data"]["text/plain"])


def seen(kernel: str, expression: str, **options: object) -> str:
    """What an expression gives in a kernel that is started with these options."""
    manager, client = start_new_kernel(kernel_name=kernel, **options)
    try:
        if kernel == "tangbac":
            forked = (
                "'fork_parent.py' in open(f'/proc/{__import__(\"os\").getppid()}/cmdline').read()"
            )
            assert answer(client, forked) == "True"
        return answer(client, expression)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_folder_is_named_from_where_the_kernel_is_started(beside: Path) -> None:
    look = "__import__('os').getcwd()"
    here: dict[str, list[object]] = {
        "sub": ["sub", "./sub/", "link/..", Path("sub"), b"sub"],
        "tmp": ["tmp", "sub/../tmp"],
        "Tỉnh «A» 'b'": ["Tỉnh «A» 'b'"],
        ".": [".", None],
    }
    for expected, names in here.items():
        folder = repr(str((beside / expected).resolve()))
        assert seen("python3", look, cwd=names[0]) == folder
        assert [seen("tangbac", look, cwd=cwd) for cwd in names] == [folder] * len(names)
    assert seen("tangbac", look) == repr(str(beside.resolve()))


def test_a_restart_begins_in_the_same_folder_wherever_its_client_has_gone(
    beside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager, client = start_new_kernel(kernel_name="tangbac", cwd=str(beside / "sub"))
    try:
        monkeypatch.chdir("/")
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=60)
        assert answer(client, "__import__('os').getcwd()") == repr(str((beside / "sub").resolve()))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("cwd", ["missing", "sub/missing", "a file", "/missing/too"])
def test_a_folder_that_is_not_there_is_refused_as_the_stock_kernel_refuses_it(
    beside: Path, cwd: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (beside / "a file").touch()
    said: list[tuple[type, str]] = []
    for kernel in KERNELS:
        with pytest.raises(OSError) as refused:  # noqa: PT011  (which one is compared below)
            start_new_kernel(kernel_name=kernel, cwd=cwd)
        said.append((type(refused.value), str(refused.value)))
    assert said[0] == said[1]
    assert cwd in said[0][1]
    assert "slower" not in capfd.readouterr().err


def test_nbclient_and_nbconvert_run_a_notebook_beside_itself(beside: Path) -> None:
    for kernel in KERNELS:
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell("import os\nprint(os.getcwd())")],
            metadata={"kernelspec": {"name": kernel, "display_name": kernel}},
        )
        NotebookClient(notebook, resources={"metadata": {"path": "tmp"}}, timeout=60).execute()
        assert notebook.cells[0].outputs[0].text == f"{(beside / 'tmp').resolve()}\n", kernel
        nbformat.write(notebook, beside / "sub" / "n.ipynb")
        command = ["nbconvert", "--to", "notebook", "--execute", "--stdout", "sub/n.ipynb"]
        done = subprocess.run(
            [sys.executable, "-m", *command],
            capture_output=True, text=True, encoding="utf-8", check=True, timeout=120,
        )  # fmt: skip
        shown = nbformat.reads(done.stdout, as_version=4).cells[0].outputs[0].text
        assert shown == f"{(beside / 'sub').resolve()}\n", kernel


@pytest.mark.parametrize(
    ("name", "value", "looks"),
    [
        ("PYTHONPATH", "sub", "[p for p in __import__('sys').path if p.endswith('sub')]"),
        ("PYTHONPATH", ":/nowhere", "__import__('sys').path[:4]"),
        ("TMPDIR", "tmp", "__import__('tempfile').gettempdir()"),
        ("MPLCONFIGDIR", "sub", "__import__('matplotlib').get_configdir()"),
        ("MATPLOTLIBRC", "sub/matplotlibrc", "__import__('matplotlib').rcParams['font.size']"),
        ("MARK", "", "__import__('matplotlib').rcParams['font.size']"),
    ],
)
def test_what_the_environment_names_from_there_is_found_from_there(
    beside: Path, name: str, value: str, looks: str
) -> None:
    (beside / "sub" / "matplotlibrc").write_text("font.size: 17\n", encoding="utf-8")
    if not value:
        (beside / "matplotlibrc").write_text("font.size: 19\n", encoding="utf-8")
    environment = os.environ | {name: value}
    found = [seen(kernel, looks, env=dict(environment), cwd=str(beside)) for kernel in KERNELS]
    assert found[0] == found[1]
