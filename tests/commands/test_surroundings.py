"""What surrounds a command, for real: full disks, closed streams, other locales, signals."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpers.cli import main
from helpers.commands.surroundings import disk_refusal
from helpers.errors import Reason

from ..frozen_project import CHECKOUT, FROZEN, frozen_project

MakeNotebook = Callable[..., Path]
TANGBAC = f"{sys.executable} -m helpers.cli"
Done = subprocess.CompletedProcess[str]
HEADLINE = "Quảng Ngãi tăng 5 bậc DTI 2023"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="streams, limits and signals of POSIX")


def shell(line: str, folder: Path | None = None, **environment: str) -> Done:
    """What a shell's line gives; its last command's status counts, or that of a pipe's first."""
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        cwd=folder or frozen_project(), env=os.environ | environment, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def said_once(done: Done, *words: str) -> bool:
    """Whether it says one sentence for a person, with these words in it."""
    return (
        done.stderr.startswith("tangbac: ")
        and done.stderr.count("\n") == 1
        and all(word in done.stderr for word in words)
    )


@pytest.mark.slow
@pytest.mark.parametrize("command", ["list", "--help", "refresh --help", "check x"])
@pytest.mark.parametrize("buffered", ["", "1"])
def test_an_output_that_takes_nothing_is_said_in_a_sentence(command: str, buffered: str) -> None:
    line = f"{TANGBAC} {command}"
    closed = shell(f"{line} >&-", PYTHONUNBUFFERED=buffered)
    assert closed.returncode == 2
    assert said_once(closed, "standard output is closed", "Nothing was started")
    full = shell(f"{line} >/dev/full", PYTHONUNBUFFERED=buffered)
    assert full.returncode == 2
    assert said_once(full, "standard output cannot be written", os.strerror(errno.ENOSPC))
    unread = shell(f"{line} | head -0", PYTHONUNBUFFERED=buffered)
    assert (unread.returncode, unread.stdout) == (141, "")
    assert said_once(unread, "what reads the output has closed it")


@pytest.fixture(scope="module")
def whole() -> Done:
    return shell(f"{TANGBAC} list editions")


@pytest.mark.parametrize("streams", ["2>&-", "2>/dev/full", "<&-", "<&- 2>&-"])
def test_other_streams_may_be_closed(whole: Done, streams: str) -> None:
    done = shell(f"{TANGBAC} list editions {streams}")
    assert (done.returncode, done.stdout) == (0, whole.stdout)
    refused = shell(f"{TANGBAC} check '' {streams}")
    assert (refused.returncode, refused.stdout) == (2, "")


def test_a_file_never_takes_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    program = (
        "import os, sys\nfrom helpers.commands.surroundings import open_streams\n"
        "print(open_streams(), os.open('f', os.O_CREAT | os.O_RDWR), file=open('said', 'w'))\n"
        "os.system('echo lost; echo lost >&2')"
    )
    environment = {"PYTHONPATH": str(CHECKOUT / "src")}
    shell(f'{sys.executable} -c "{program}" <&- >&- 2>&-', tmp_path, **environment)
    has_output, descriptor = (tmp_path / "said").read_text(encoding="utf-8").split()
    assert has_output == "False"
    assert int(descriptor) > 2
    assert (tmp_path / "f").read_bytes() == b""


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1:strict"},
    ],
)
@pytest.mark.slow
def test_every_locale_gives_the_same_answer(locale: dict[str, str]) -> None:
    for command in (f'check "{HEADLINE}"', f'check "{HEADLINE.replace("5", "9")}"', "lst"):
        usual = shell(f"{TANGBAC} {command}", LC_ALL="C.UTF-8")
        other = shell(f"{TANGBAC} {command}", **locale)
        assert (other.returncode, other.stdout) == (usual.returncode, usual.stdout)
        assert other.stderr == usual.stderr


def test_what_is_no_text_is_refused_with_its_bytes() -> None:
    for typed in (r"$'\xff'", r"$'H\x75\xe1\xba'"):
        done = shell(f"{TANGBAC} check {typed}")
        assert done.returncode == 2
        assert said_once(done, "is no text in UTF-8", r"\udc")


@pytest.fixture(scope="module")
def kept_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What commands need that run no notebook, with something for each of them to do."""
    folder = tmp_path_factory.mktemp("kept") / "project"
    for part in ("data", "docs", "notebooks"):
        shutil.copytree(frozen_project() / part, folder / part)
    for name in ("requirements.lock", "README.md"):
        shutil.copy(CHECKOUT / name, folder)
    assert shell(f"{TANGBAC} keep", folder).returncode == 0
    return folder


@pytest.fixture
def project(kept_project: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(kept_project, tmp_path / "project"))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("command", "place"),
    [
        ("changes --since data/processed", "reports/"),
        ("keep --replace", "data/releases/"),
        ("run 02", "reports/.lock"),
        ("refresh", "reports/.lock"),
    ],
)
def test_a_file_that_finds_no_room_is_named_and_nothing_is_changed(
    project: Path, command: str, place: str
) -> None:
    kept = next((project / "data/releases").glob("*/units.csv"))
    kept.write_text(kept.read_text(encoding="utf-8").replace("Huế", "Huê"), encoding="utf-8")
    before = files(project)
    # Python is deaf to the signal, so the system says EFBIG as it says ENOSPC of a full disk.
    done = shell(f"ulimit -f 0; {TANGBAC} {command} | cat", project)
    assert done.returncode == 2
    assert said_once(done, "there is no room", str(project / place), "Free some space")
    after = files(project)
    after.pop("reports/.lock", None)
    assert after == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        "refresh --dry-run",
        "site --dry-run",
        "notebooks --dry-run",
        "run 02 --dry-run",
        "correct r0038 --expect 0,3026 --use 0,3027 --reason a --reason-vi b --reported-by c "
        "--dry-run",
        "check DTI",
    ],
)
def test_who_only_looks_needs_no_folder_to_write_to(project: Path, command: str) -> None:
    usual = shell(f"{TANGBAC} {command}", project)
    mounted = f"mount --bind {project} {project} && mount -o remount,ro,bind {project}"
    if shell(f"unshare -m sh -c '{mounted}'").returncode:
        pytest.skip("only an administrator can take a folder the writing away")
    done = shell(f"unshare -m sh -c '{mounted} && cd {project} && {TANGBAC} {command}'", project)
    assert (done.returncode, done.stdout) == (usual.returncode, usual.stdout)
    assert done.stderr == usual.stderr == ""


@pytest.mark.parametrize("command", ["refresh --lang vi", "run 02 -p lang=vi", "notebooks", "site"])
def test_a_cell_may_be_given_a_limit_by_every_command_that_runs_notebooks(
    root: Path, make_notebook: MakeNotebook, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], command: str,
) -> None:  # fmt: skip
    for part in ("definitions", "provinces"):
        shutil.copytree(FROZEN / "data/raw" / part, root / "data/raw" / part)
    monkeypatch.chdir(root)
    make_notebook("02-rank-gains", "while True: pass")
    assert main([*command.split(), "--cell-timeout", "1", "--quiet"]) == 1
    said = capsys.readouterr()
    where, why = {
        False: ("02-rank-gains stopped in cell 5 of 6", "This cell took longer than 1 seconds"),
        True: ("02-rank-gains dừng ở ô 5 trong 6 ô:", "Ô này chạy quá 1 giây"),
    }["--lang vi" in command]
    assert where in said.out + said.err
    assert why in said.out + said.err


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        pytest.skip("only an administrator can mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.slow
def test_a_full_disk_is_said_wherever_it_is_found_out(
    small_disk: Path, project: Path, tmp_path: Path
) -> None:
    (project / "reports").symlink_to(small_disk)
    (small_disk / "fill").write_bytes(bytes(512 * 1024))
    for command in ("changes --since data/processed", "run 02", "refresh --only 02"):
        done = shell(f"{TANGBAC} {command}", project)
        assert done.returncode == 2
        assert said_once(done, "there is no room", "reports", os.strerror(errno.ENOSPC))
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_disk_that_fills_up_in_a_cell_is_no_fault_of_the_notebook(
    root: Path, make_notebook: MakeNotebook, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for part in ("definitions", "provinces"):
        shutil.copytree(FROZEN / "data/raw" / part, root / "data/raw" / part)
    monkeypatch.chdir(root)
    make_notebook(
        "02-rank-gains",
        "from pathlib import Path\nfrom helpers.atomic_files import refusals_name\n"
        "with refusals_name(Path('reports/x.csv')):\n    Path('/dev/full').write_text('x')",
    )
    assert main(["run", "02", "--quiet"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("tangbac: cannot write to reports/x.csv: there is no room")
    assert said.count("\n") == 1
    # What a cell may not read or write is said as such, with the cell.
    make_notebook("02-rank-gains", "from pathlib import Path\nPath('data').write_text('x')")
    assert main(["run", "02", "--quiet"]) == 1
    said = capsys.readouterr().err
    assert "stopped in cell" in said
    assert "cannot write or read data: Is a directory." in said
    assert "Traceback" not in said


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_room_is_said_in_both_languages(number: int, lang: str) -> None:
    named = disk_refusal(OSError(number, os.strerror(number), "reports/a.csv"))
    unnamed = disk_refusal(OSError(number, os.strerror(number)))
    assert isinstance(named, Reason)
    assert isinstance(unnamed, Reason)
    assert "reports/a.csv" in named.said(lang)
    assert str(Path.cwd()) in unnamed.said(lang)
    for said in (named.said(lang), unnamed.said(lang)):
        assert os.strerror(number) in said
        assert {"vi": "giải phóng dung lượng", "en": "Free some space"}[lang] in said


def test_an_error_that_is_not_of_the_disk_is_none() -> None:
    assert disk_refusal(ConnectionResetError(errno.ECONNRESET, "reset")) is None
    assert disk_refusal(FileNotFoundError(errno.ENOENT, "no such file", "a.csv")) is None


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("stock", [[], ["--stock-kernel"]])
def test_a_signal_ends_a_command_in_order(
    root: Path,
    make_notebook: MakeNotebook,
    tmp_path: Path,
    ending: signal.Signals,
    stock: list[str],
) -> None:
    for part in ("definitions", "provinces"):
        shutil.copytree(FROZEN / "data/raw" / part, root / "data/raw" / part)
    make_notebook(
        "02-rank-gains",
        "import os, time\nfrom pathlib import Path\n"
        "Path('kernel.pid').write_text(str(os.getpid()))\ntime.sleep(300)",
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "helpers.cli", "--lang", "en", "refresh", "--lang", "vi", *stock],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env=os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": str(CHECKOUT / "src")},
        # Under nohup, where these tests may run, a hangup is ignored, and rightly so.
        preexec_fn=lambda: signal.signal(ending, signal.SIG_DFL),  # noqa: PLW1509
    )  # fmt: skip
    pid = root / "kernel.pid"
    while not (pid.exists() and pid.read_text(encoding="utf-8")):
        assert process.poll() is None
        time.sleep(0.05)
    assert list(temporary.iterdir())
    process.send_signal(ending)
    _, errors = process.communicate()
    assert process.returncode == 128 + ending
    assert errors.splitlines()[-1] == (
        f"tangbac: ended by {ending.name}; no file is half-written. Run the same command again."
    )
    assert "Traceback" not in errors
    assert not list(temporary.iterdir())
    assert not Path(f"/proc/{int(pid.read_text(encoding='utf-8'))}").exists()


def test_a_signal_that_is_ignored_stays_so() -> None:
    program = (
        "import os, signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from helpers.commands.surroundings import ended_by_signals\n"
        "with ended_by_signals(): os.kill(os.getpid(), signal.SIGHUP); print('on')\n"
        "print(signal.getsignal(signal.SIGTERM) == signal.SIG_DFL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "on\nTrue\n"


def test_the_json_of_a_list_is_whole() -> None:
    assert "editions" in json.loads(shell(f"{TANGBAC} list --json").stdout)


@pytest.mark.slow
@pytest.mark.parametrize("stock", ["", "--stock-kernel"])
def test_a_machine_that_cannot_reach_itself_is_said_at_once(
    root: Path, make_notebook: MakeNotebook, stock: str
) -> None:
    if shell("unshare -n true").returncode:
        pytest.skip("only an administrator can take a network away")
    for part in ("definitions", "provinces"):
        shutil.copytree(FROZEN / "data/raw" / part, root / "data/raw" / part)
    make_notebook("02-rank-gains")
    make_notebook("03-other")
    done = shell(f"unshare -n {TANGBAC} --lang en refresh --lang vi --workers 2 {stock}", root)
    assert done.returncode == 2
    assert said_once(done, "cannot reach itself at 127.0.0.1", "ip link set lo up")
