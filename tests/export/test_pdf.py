"""PDF by a browser: which one is taken, what it is told, what is said where it fails."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.export import pdf as export_pdf
from helpers.export.pdf import find_browser, print_page

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in browsers are shell scripts")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without a browser, and the folder of its programs."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(export_pdf, "_MAC", ())
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
        monkeypatch.delenv(variable, raising=False)
    return programs


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_no_browser_is_said_with_what_to_do(bare: Path) -> None:
    assert not list(bare.iterdir())
    with pytest.raises(BadInputError, match="--to html"):
        find_browser()


def test_a_browser_on_the_path_or_where_windows_keeps_it(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge = program(tmp_path / "x86/Microsoft/Edge/Application/msedge.exe", "true")
    monkeypatch.setenv("PROGRAMFILES(X86)", str(tmp_path / "x86"))
    assert find_browser() == str(edge)
    chrome = program(bare / "google-chrome", "true")
    assert find_browser() == str(chrome)


PRINTS = """
for option in "$@"; do
  case "$option" in
    --print-to-pdf=*) { printf '%%PDF-1.4\\n'; printf '%s\\n' "$@"; } > "${option#*=}" ;;
  esac
done"""


@pytest.mark.parametrize(("user", "sandbox"), [(0, False), (1000, True)])
def test_the_sandbox_is_left_out_for_the_administrator_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: int, sandbox: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    told = print_page("<p>Huế</p>", str(program(tmp_path / "b", PRINTS))).decode().splitlines()
    assert ("--no-sandbox" in told) is not sandbox
    assert {"--headless", "--no-pdf-header-footer"} <= set(told)
    (profile,) = [option for option in told if option.startswith("--user-data-dir=")]
    assert not Path(profile.partition("=")[2]).exists()
    assert told[-1].startswith("file://")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'cannot open display' >&2; exit 1", "cannot open display"),
        ("exit 0", "said nothing"),
        ("sleep 5", "did not finish within 0.2 seconds"),
    ],
)
def test_a_browser_that_gives_no_pdf_is_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    monkeypatch.setattr(export_pdf, "_PATIENCE", 0.2 if "sleep" in script else 20)
    with pytest.raises(BadInputError, match=said):
        print_page("<p>Huế</p>", str(program(tmp_path / "b", f"{script}\n")))


def test_a_browser_that_cannot_be_started_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="No such file"):
        print_page("<p>Huế</p>", str(tmp_path / "none"))
