"""Is a file written whole or not at all, with its rights, and through nobody's link?"""

from __future__ import annotations

import ast
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.atomic_files import open_without_links, replace_file, write_atomically

from .frozen_project import CHECKOUT

SOURCE = CHECKOUT / "src" / "helpers"
posix = pytest.mark.skipif(os.name == "nt", reason="rights and links are those of POSIX")


@pytest.fixture
def mask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_writes_utf8_with_plain_line_ends_and_makes_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.csv"
    write_atomically(path, "Hậu Giang\n17\n")
    assert path.read_bytes() == "Hậu Giang\n17\n".encode()
    assert [p.name for p in path.parent.iterdir()] == ["a.csv"]


def test_an_interrupted_write_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    write_atomically(path, "old\n")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, "new\n")
    assert path.read_text(encoding="utf-8") == "old\n"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@posix
def test_no_name_that_can_be_guessed_is_written_through(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine\n", encoding="utf-8")
    path = tmp_path / "shared" / "a.csv"
    path.parent.mkdir()
    for middle in ("", ".", f".{os.getpid()}", f".{os.getpid()}."):
        for end in ("tmp", ".tmp", "part", ".part", "~"):
            for dot in ("", "."):
                link = path.with_name(f"{dot}a.csv{middle}{end}")
                if not link.is_symlink():
                    link.symlink_to(precious)
    planted = sorted(path.parent.iterdir())
    write_atomically(path, "new\n")
    assert precious.read_text(encoding="utf-8") == "mine\n"
    assert sorted(path.parent.iterdir()) == sorted([*planted, path])
    assert not path.is_symlink()
    # The place itself may be another's link: it is replaced, not followed.
    path.unlink()
    path.symlink_to(precious)
    write_atomically(path, "newer\n")
    assert precious.read_text(encoding="utf-8") == "mine\n"
    assert path.read_text(encoding="utf-8") == "newer\n"


def test_two_writes_of_one_process_use_different_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = []
    replace = Path.replace

    def noted(self: Path, target: Path) -> Path:
        used.append(self.name)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", noted)
    for _ in range(2):
        write_atomically(tmp_path / "a.csv", "x")
    assert len({*used}) == 2
    # Still what the next run knows for a rest of this file.
    assert all(name.startswith(".a.csv.") and name.endswith(".tmp") for name in used)


@posix
@pytest.mark.usefixtures("mask")
def test_rights_are_those_of_a_file_that_is_written_plainly(tmp_path: Path) -> None:
    path, plain = tmp_path / "a.csv", tmp_path / "plain.csv"
    plain.write_text("x", encoding="utf-8")
    write_atomically(path, "x")
    assert rights(path) == rights(plain) == 0o640
    for kept in (0o600, 0o664, 0o444):
        path.chmod(kept)
        write_atomically(path, "y")
        assert rights(path) == kept
    # Tables are written aside and moved.
    aside = tmp_path / "aside.csv"
    aside.write_text("z", encoding="utf-8")
    replace_file(aside, path)
    assert (rights(path), path.read_text(encoding="utf-8")) == (0o444, "z")


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="gives files away")
def test_a_group_is_kept_and_the_rights_of_another_owners_file_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.touch()
    os.chown(path, -1, 12345)
    path.chmod(0o660)
    write_atomically(path, "x")
    assert (path.stat().st_gid, rights(path)) == (12345, 0o660)
    os.chown(path, 54321, -1)
    path.chmod(0o666)
    mask = os.umask(0o022)
    try:
        write_atomically(path, "x")
    finally:
        os.umask(mask)
    assert (path.stat().st_uid, rights(path)) == (0, 0o644)


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is that of POSIX")
def test_what_the_disk_refuses_names_the_file_and_leaves_nothing(tmp_path: Path) -> None:
    import resource
    import signal

    path = tmp_path / "a.csv"
    write_atomically(path, "old\n")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    deaf = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match=r"File too large") as refused:
            write_atomically(path, "x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, deaf)
    assert (refused.value.errno, refused.value.filename) == (errno.EFBIG, str(path))
    assert path.read_text(encoding="utf-8") == "old\n"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@posix
@pytest.mark.parametrize("mode", ["w", "a+"])
def test_a_file_that_stays_open_is_not_opened_through_a_link(tmp_path: Path, mode: str) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine\n", encoding="utf-8")
    (tmp_path / "log").symlink_to(precious)
    with pytest.raises(OSError) as refused:  # noqa: PT011  (its number is looked at)
        open_without_links(tmp_path / "log", mode)
    assert refused.value.errno == errno.ELOOP
    assert precious.read_text(encoding="utf-8") == "mine\n"
    with open_without_links(tmp_path / "own", mode) as file:
        file.write("Huế\n")
    assert (tmp_path / "own").read_text(encoding="utf-8") == "Huế\n"


_WRITERS = {"write_text", "write_bytes", "touch", "mknod"}
_BY_ARGUMENT = {"to_csv", "to_excel", "to_json", "savefig", "save", "dump", "Workbook", "imsave"}
IN_A_FOLDER_OF_ITS_OWN = {
    # Each within a folder that `tempfile` made: its name cannot be guessed, its rights are ours.
    "export/pdf.py: print_page",
    "intake/address.py: fetch",
    "export/word.py: word_document",
    "export/word.py: _prepared",
    "questions/changes/corrected.py: try_correction",
    "sources/kept_states.py: _put_folder",
    "sources/processed_files.py: write_processed",
}
EXCLUSIVELY = {
    "atomic_files.py: open_without_links",
    "atomic_files.py: opener",
    "atomic_files.py: write_atomically",
    "intake/landing.py: _write",
    "kernel/fork_parent.py: _write_whole",
    # Opened to be locked, never written.
    "temporary_folders.py: _held",
}


def test_nothing_else_in_the_source_writes_a_file() -> None:
    found = set()
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and any(
                isinstance(node, ast.Call) and _writes(node) for node in ast.walk(function)
            ):
                found.add(f"{path.relative_to(SOURCE).as_posix()}: {function.name}")
    assert found == IN_A_FOLDER_OF_ITS_OWN | EXCLUSIVELY


def _writes(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    texts = [a.value for a in given if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if name == "open":
        modes = [t for t in texts if {*t} <= {*"rwxabt+"}]
        is_flags = any("O_" in ast.unparse(a) for a in given) and "devnull" not in ast.unparse(call)
        return is_flags or any({*mode} & {*"wxa+"} for mode in modes) or _passes_mode(given)
    if ast.unparse(call.func).startswith("shutil.copy"):
        return True
    if name in _BY_ARGUMENT:
        # Into memory, or given back as text, unless a place is named.
        return bool(call.args) and "Path" in ast.unparse(call.args[0])
    return name in _WRITERS or name in ("write_connection_file", "NamedTemporaryFile", "mktemp")


def _passes_mode(given: list[ast.expr]) -> bool:
    return any(isinstance(a, ast.Name) and a.id == "mode" for a in given)
