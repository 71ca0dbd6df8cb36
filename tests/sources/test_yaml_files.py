from __future__ import annotations

from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.sources.yaml_files import read_yaml


def test_text_numbers_and_lists_come_as_yaml_says(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text('- {tỉnh: "Hòa Bình", năm: "2024", đủ: true}\n', "utf-8")
    assert read_yaml(tmp_path, "a.yml") == [{"tỉnh": "Hòa Bình", "năm": "2024", "đủ": True}]


def test_a_file_without_entries_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("# only a remark\n", "utf-8")
    assert read_yaml(tmp_path, "a.yml") is None


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "is missing"),
        ("tỉnh: [Hà Nội".encode(), "is not valid YAML"),
        ("tỉnh: Hà Nội".encode("utf-16"), "is not UTF-8"),
        (b"a: !!python/object:os.system x", "is not valid YAML"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, data: bytes | None, problem: str) -> None:
    if data is not None:
        (tmp_path / "a.yml").write_bytes(data)
    with pytest.raises(BadInputError, match=f"^a.yml {problem}"):
        read_yaml(tmp_path, "a.yml")
