"""A landing that is stopped while its files are moved into place."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.intake.filing import Filing
from helpers.intake.landing import land


def land_stopped(
    root: Path, filing: Filing, monkeypatch: pytest.MonkeyPatch, *, after: int
) -> None:
    """Stop as Ctrl-C does when so many files have been moved."""
    moved: list[Path] = []

    def stop(source: Path, target: Path) -> None:
        if len(moved) == after:
            raise KeyboardInterrupt
        moved.append(target)
        target.write_bytes(source.read_bytes())
        source.unlink()

    with monkeypatch.context() as patch:
        patch.setattr("helpers.intake.landing.replace_file", stop)
        with pytest.raises(KeyboardInterrupt):
            land(root, filing)
