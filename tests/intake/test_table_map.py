"""What a map says is taken whole or refused: nothing said twice, nothing that never ends."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.intake.files.limits import open_source
from helpers.intake.table_map import read_map

PIPE = pytest.param(
    "pipe", marks=pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
)
NFD = unicodedata.normalize("NFD", "Huế")


def put(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "map.yml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("names: {Huế: vn34-46}\nnames: {Hà Nội: vn34-01}", r"line 2: the key 'names' .*line 1"),
        ("names: {Huế: vn34-46, Huế: vn34-01}", r"line 1: the key 'Huế'"),
        (f"names: {{Huế: vn34-46, {NFD}: vn34-01}}", r"line 1: the key"),
        ('names: {Huế: vn34-46, "Huế ": vn34-01}', r"«names»: 'Huế' stands twice"),
        ('names: {1: vn34-46, "1": vn34-01}', r"«names»: '1' stands twice"),
        ('columns: {"Hạng": none, " Hạng": unit}', r"«columns»: 'Hạng' stands twice"),
        ("scales: {a.score: 1, a.score: 10}", r"line 1: the key 'a.score'"),
        ('scales: {a.score: 1, "a.score ": 10}', r"«scales»: 'a.score' stands twice"),
        ("corrections:\n- {unit: Huế,\n   use: '1', use: '2'}", r"line 3: the key 'use'"),
        ("names: &a {Huế: vn34-46}", r"line 1: the marks"),
        ("names: " + "[" * 20_000, r"line 1: entries stand more than"),
    ],
)
def test_what_would_be_lost_or_never_end_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInputError, match=r"^map\.yml.*" + says):
        read_map(put(tmp_path, text))


def test_a_number_and_the_same_digits_are_two_columns(tmp_path: Path) -> None:
    said = read_map(put(tmp_path, 'columns: {3: none, "3": unit}'))
    assert said.columns == {3: "none", "3": "unit"}


@pytest.mark.parametrize("kind", [PIPE, "folder"])
def test_what_is_no_regular_file_is_refused_before_it_is_opened(tmp_path: Path, kind: str) -> None:
    for name in ("map.yml", "bang.xlsx"):
        if kind == "pipe":
            os.mkfifo(tmp_path / name)
        else:
            (tmp_path / name).mkdir()
    with pytest.raises(BadInputError, match=r"^map\.yml is no regular file"):
        read_map(tmp_path / "map.yml")
    with pytest.raises(BadInputError, match=r"bang\.xlsx is no regular file") as raised:
        open_source(tmp_path / "bang.xlsx")
    assert "không phải là một tệp thông thường" in raised.value.said("vi")
