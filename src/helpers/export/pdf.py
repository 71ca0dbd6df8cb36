"""A page as PDF, printed by a web browser of this machine: no package draws a page as well."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from helpers.errors import BadInputError, Reason
from helpers.temporary_folders import temporary_folder

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_PLACES = {
    "PROGRAMFILES": (r"Google\Chrome\Application\chrome.exe",),
    "PROGRAMFILES(X86)": (
        r"Microsoft\Edge\Application\msedge.exe",
        r"Google\Chrome\Application\chrome.exe",
    ),
}
"""Where Windows keeps browsers, which it does not put on the path: variable -> files below it."""
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_PATIENCE = 120
"""Seconds that a browser may take, on a slow machine too."""


def find_browser() -> str:
    """The program that prints pages.

    Raises:
        BadInputError: there is none.
    """
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    places = [
        Path(os.environ[variable], *below.split("\\"))
        for variable, files in _PLACES.items()
        if variable in os.environ
        for below in files
    ]
    for place in [*places, *map(Path, _MAC)]:
        if place.is_file():
            return str(place)
    raise BadInputError("export.no_browser")


def print_page(page: str, browser: str) -> bytes:
    """The page as PDF on A4, as its own rules for print say.

    Raises:
        BadInputError: the browser gave no PDF; says what it wrote instead.
    """
    with temporary_folder() as folder:
        source, target = folder / "page.html", folder / "page.pdf"
        source.write_text(page, encoding="utf-8", newline="\n")
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # Chromium refuses to start for the administrator with its sandbox.
            command.insert(1, "--no-sandbox")
        said = _said_by(command)
        content = target.read_bytes() if target.exists() else b""
    if not content.startswith(b"%PDF"):
        raise BadInputError("export.no_pdf", browser=browser, said=said)
    return content


def _said_by(command: list[str]) -> str | Reason:
    try:
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, errors="replace",
            timeout=_PATIENCE,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Reason("export.too_slow", seconds=_PATIENCE)
    except OSError as error:
        return str(error)
    return done.stderr[-500:].strip() or Reason("export.said_nothing")
