"""Is a file written whole or not at all?"""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.atomic_files import write_atomically


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
