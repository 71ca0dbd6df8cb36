"""The command: quick help, refusals before anything starts, exit statuses, interruption."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import __version__
from helpers.cli import main

from .frozen_project import CHECKOUT, FROZEN

HEAVY = ("pandas", "matplotlib", "papermill", "nbformat", "nbconvert", "rich", "yaml", "numpy")

MakeNotebook = Callable[..., Path]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the real definitions and provinces, and no notebook yet."""
    folder = tmp_path / "project"
    for part in ("definitions", "provinces"):
        shutil.copytree(FROZEN / "data/raw" / part, folder / "data/raw" / part)
    (folder / "notebooks").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT / "src"))
    return folder


@pytest.fixture
def make_notebook(root: Path) -> MakeNotebook:
    def make(name: str, body: str = "print(province, edition, code, rank)") -> Path:
        parameters = (
            'lang: str = "vi"  # language\nprovince: str = "Hậu Giang"  # in focus\n'
            'edition: str = "2023"  # later\nuniverse: str = "63"  # units\n'
            'code: str = "01"  # code\nrank: int | None = None  # rank to reach'
        )
        cells = [
            ("markdown", "# Ai tăng bậc?\n\nTỉnh nào?", ["lang-vi"]),
            ("code", parameters, ["parameters"]),
            ("code", "inputs = []\noutputs = []", ["contract"]),
            ("code", body, []),
        ]
        document = {
            "cells": [
                {"cell_type": kind, "id": f"c{number}", "metadata": {"tags": tags}, "source": text}
                | ({"outputs": [], "execution_count": None} if kind == "code" else {})
                for number, (kind, text, tags) in enumerate(cells)
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path = root / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return make


@pytest.fixture
def never_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the test if any notebook is started."""
    monkeypatch.setattr(
        "helpers.running.execute.execute", lambda *_, **__: pytest.fail("a notebook was started")
    )


def printed(path: Path) -> str:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "".join(text for cell in cells for o in cell.get("outputs", []) for text in o["text"])


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["refresh", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys\nfrom helpers.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit as end: assert end.code == 0\n"
        f"print('LOADED', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=True, env=environment, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "LOADED []"
    assert ("tangbac " + __version__ if "--version" in arguments else "usage") in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["refresh", "--province", "hau giangg"], "Hậu Giang"),
        (["refresh", "--index", "DTII"], "Did you mean DTI"),
        (["refresh", "--edition", "1999"], "2023"),
        (["refresh", "--universe", "62"], "34, 63"),
        (["refresh", "--edition", "2022", "--baseline", "2023"], "must come before"),
        (["refresh", "--baseline", "2022"], "no parameter «baseline»"),
        (["refresh", "--only", "02-rank-gain"], "02-rank-gains"),
        (["run", "2-rank-gains"], "02-rank-gains"),
        (["run", "02", "-p", "provinc=Huế"], "Did you mean province"),
        (["run", "02", "-p", "rank=first"], "Expected: int | None"),
        (["run", "02", "-p", "province"], "Expected: -p name=value"),
        (["run", "02", "-p", "province=Hau Giag"], "Did you mean: Hậu Giang"),
        (["run", "02", "-p", "province=01"], "Expected: a name such as Hà Nội"),
        (["run", "02", "-p", "universe=65"], "There is no universe '65'. Choose one of: 34, 63"),
        (["run", "02", "-p", "edition=1999"], "DTI has no edition '1999' on file"),
        (["run", "02", "-p", "lang=fr"], "There is no language 'fr'. Choose one of: vi, en"),
        (["run", "02", "-p", "rank=1", "-p", "rank=2"], "rank is given twice: «1» and «2»"),
        (["run", "99"], "Did you mean 02-rank-gains"),
        (["run", "02", "-o", "notebooks/02-rank-gains.ipynb"], "other than the notebook itself"),
        (["run", "02", "-o", "out.html"], "a file ending in .ipynb"),
        (["run", "elsewhere/03.ipynb"], "There is no notebook"),
    ],
)
@pytest.mark.usefixtures("never_started")
def test_wrong_values_are_refused_with_the_nearest_right_ones(
    make_notebook: MakeNotebook,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    make_notebook("02-rank-gains")
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.err.startswith("tangbac: ")
    assert "Traceback" not in captured.err
    assert captured.out == ""


@pytest.mark.parametrize("arguments", [[], ["refresh", "--lang", "fr"], ["lst"]])
def test_what_argparse_refuses_has_the_same_exit_status(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_a_project_without_notebooks_says_where_they_were_expected(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(root / "notebooks")
    assert main(["refresh"]) == 2
    assert "No notebook to run" in capsys.readouterr().err


def test_refresh_understands_a_province_as_people_type_it(
    root: Path, make_notebook: MakeNotebook, capsys: pytest.CaptureFixture[str]
) -> None:
    make_notebook("02-rank-gains")
    assert main(["refresh", "--province", "dak lak", "--lang", "vi", "--only", "02"]) == 0
    folder = root / "reports/2024/province=dak-lak"
    assert "Đắk Lắk 2023 01 None" in printed(folder / "notebooks/02-rank-gains.vi.ipynb")
    assert (folder / "vi/02-rank-gains.html").exists()
    captured = capsys.readouterr()
    assert "02-rank-gains (vi, province=dak-lak): xong" in captured.err
    assert captured.out.splitlines()[0].split("  ")[0] == "sổ tay"
    assert str(folder / "index.html") in captured.out


def test_run_types_values_as_the_notebook_declares_them(
    root: Path, make_notebook: MakeNotebook
) -> None:
    make_notebook("02-rank-gains")
    output = root / "out.ipynb"
    arguments = ["-p", "code=07", "-p", "rank=15", "-p", "province=Huế", "-o", str(output)]
    assert main(["run", "02", *arguments]) == 0
    assert printed(output) == "Huế 2023 07 15\n"


def test_a_notebook_of_ones_own_may_mean_something_else_by_a_name(
    make_notebook: MakeNotebook, root: Path
) -> None:
    path = make_notebook("91-own", "print(repr(code), rank)")
    text = path.read_text(encoding="utf-8")
    own = text.replace('edition: str = \\"2023\\"', "index: int = 1").replace("rank)", "index)")
    assert own.count("index") == 2
    path.write_text(own, encoding="utf-8")
    arguments = ["-p", "index=7", "-p", "code= ; ", "-o", str(root / "out.ipynb")]
    assert main(["run", "91", *arguments]) == 0
    assert printed(root / "out.ipynb") == "' ; ' 7\n"


def test_run_without_output_writes_beside_the_report(
    root: Path, make_notebook: MakeNotebook
) -> None:
    path = make_notebook("02-rank-gains")
    before = path.read_bytes()
    assert main(["run", str(path), "-p", "rank=15", "-p", "lang=en"]) == 0
    assert (root / "reports/2024/rank=15/notebooks/02-rank-gains.en.ipynb").exists()
    assert path.read_bytes() == before


def test_notebooks_stores_outputs_in_place_and_reports_failures(
    make_notebook: MakeNotebook, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = make_notebook("02-rank-gains"), make_notebook("01-clean", "1 / 0")
    explore = make_notebook("explore")
    before = bad.read_bytes()
    assert main(["notebooks"]) == 1
    assert printed(good) == printed(explore) == "Hậu Giang 2023 01 None\n"
    assert "injected-parameters" not in good.read_text(encoding="utf-8")
    assert bad.read_bytes() == before
    captured = capsys.readouterr()
    assert "01-clean stopped in cell 4 of 4" in captured.err
    assert "ZeroDivisionError" in captured.err
    assert "failed" in captured.out


def test_an_illegal_comparison_is_refused_before_anything_starts(
    root: Path, make_notebook: MakeNotebook, capsys: pytest.CaptureFixture[str]
) -> None:
    make_notebook("02-b")
    assert main(["refresh", "--baseline", "2023", "--edition", "2024"]) == 2
    message = capsys.readouterr().err
    assert "DTI 2023 (63 units) and DTI 2024 (63 units) are not comparable" in message
    assert "printed_ranks" in message
    assert not (root / "reports").exists()


def test_seal_records_a_change_that_is_meant(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / "data/raw/provinces/province_aliases.csv"
    metadata = file.with_suffix(".yml")
    before = metadata.read_text(encoding="utf-8")
    assert main(["seal", "data/raw/provinces/province_aliases.csv"]) == 0
    assert "already recorded" in capsys.readouterr().out
    with file.open("a", encoding="utf-8") as stream:
        stream.write("Hậu  Giang mới,93\n")
    assert main(["seal", "provinces/province_aliases.csv"]) == 0
    assert "province_aliases.csv: recorded" in capsys.readouterr().out
    after = metadata.read_text(encoding="utf-8")
    assert "rows: 307" in after
    assert after.count("\n") == before.count("\n")
    assert main(["seal", "data/raw/nothing/there.csv"]) == 2
    assert "the file is missing" in capsys.readouterr().err


def test_list_shows_every_section(
    make_notebook: MakeNotebook, capsys: pytest.CaptureFixture[str]
) -> None:
    make_notebook("02-rank-gains")
    assert main(["list", "--json"]) == 0
    sections = json.loads(capsys.readouterr().out)
    assert list(sections) == ["notebooks", "editions", "measures", "provinces"]
    assert sections["notebooks"][0]["question_vi"] == "Tỉnh nào?"
    units = {row["unit_id"]: row["province"] for row in sections["provinces"]}
    assert (units["vn63-93"], units["vn34-92"]) == ("Hậu Giang", "Cần Thơ")
    assert main(["list", "editions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "EDITIONS"
    assert any(line.split()[:3] == ["DTI", "2024", "34"] for line in lines)


@pytest.mark.parametrize(
    ("place", "make", "command"),
    [
        ("reports", Path.touch, ["refresh"]),
        ("reports/2024", Path.touch, ["run", "02"]),
        ("reports/2024/notebooks/02-rank-gains.vi.ipynb", Path.mkdir, ["run", "02"]),
        ("reports/2024/index.html", Path.mkdir, ["--lang", "en", "refresh", "--lang", "vi"]),
    ],
)
def test_what_the_disk_refuses_is_said_in_a_line(
    make_notebook: MakeNotebook,
    root: Path,
    capsys: pytest.CaptureFixture[str],
    place: str,
    make: Callable[[Path], None],
    command: list[str],
) -> None:
    make_notebook("02-rank-gains")
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    make(root / place)
    assert main([*command, "--quiet"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("tangbac: cannot write or read ")
    assert said.count("\n") == 1
    assert str(root / place) in said


def test_errors_of_the_program_keep_their_traceback(
    make_notebook: MakeNotebook,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_notebook("02-rank-gains")

    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("helpers.running.execute.execute", break_down)
    # Never with status 1, which says something about a notebook.
    assert main(["refresh"]) == 70
    *trace, said = capsys.readouterr().err.splitlines()
    assert "Traceback (most recent call last):" in trace
    assert trace[-1] == "RuntimeError: a mistake of ours"
    assert said.startswith("tangbac: this is a fault of the program itself")


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a POSIX signal")
@pytest.mark.slow
def test_ctrl_c_stops_the_kernel_and_leaves_no_half_file(
    root: Path, make_notebook: MakeNotebook
) -> None:
    make_notebook(
        "02-rank-gains",
        "import os, time\nfrom pathlib import Path\n"
        "Path('kernel.pid').write_text(str(os.getpid()))\ntime.sleep(120)",
    )
    # A shell that runs the tests in the background makes its children deaf to Ctrl-C.
    listening = (
        "import signal, sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from helpers.cli import main\nsys.exit(main(['--lang', 'en', 'refresh', '--lang', 'vi']))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", listening],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    pid_file = root / "kernel.pid"
    assert _within(30, lambda: pid_file.exists() and bool(pid_file.read_text()))
    kernel = int(pid_file.read_text())
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.splitlines() == [
        "tangbac: interrupted; no file is half-written. Run the same command again."
    ]
    assert _within(10, lambda: not _is_running(kernel))
    left = [path for path in (root / "reports").rglob("*") if path.is_file()]
    assert {path.name for path in left} == {".lock", "02-rank-gains.vi.log"}


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
