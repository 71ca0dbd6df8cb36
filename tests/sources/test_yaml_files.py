from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.sources.yaml_files import MOST_DEEP, parse_yaml, read_yaml

from ..frozen_project import CHECKOUT

PIPE = pytest.param(
    "pipe", marks=pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
)
NFD = unicodedata.normalize("NFD", "Huế")


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
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        ("tỉnh: [Hà Nội".encode(), "is not valid YAML"),
        ("tỉnh: Hà Nội".encode("utf-16"), "is not UTF-8"),
        (b"a: !!python/object:os.system x", "is not valid YAML"),
        (b"a: 1\n---\nb: 2", "is not valid YAML"),
        (b"a: \0", "is not valid YAML"),
        (b"day: 2025-02-30", "is not valid YAML"),
        (b"a: !!int x", "is not valid YAML"),
        (b"a: !!bool x", "is not valid YAML"),
        (b"a: !!timestamp x", "is not valid YAML"),
        (b"a: " + b"9" * 5000, "is not valid YAML"),
        (b"{[a]: 1}", "is not valid YAML"),
        (b"{{a: 1}: 1}", "is not valid YAML"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, data: bytes | None, problem: str) -> None:
    if data is not None:
        (tmp_path / "a.yml").write_bytes(data)
    with pytest.raises(BadInputError, match=f"^a.yml {problem}"):
        read_yaml(tmp_path, "a.yml")


@pytest.mark.parametrize(
    ("text", "key", "first", "line"),
    [
        ("a: 1\na: 2", "a", 1, 2),
        ("a: 1\nb: 2\n'a': 2", "a", 1, 3),
        ("a: 1\na: 1", "a", 1, 2),
        ("x:\n- {b: 1,\n   b: 2}", "b", 2, 3),
        ("[{a: {c: {d: 1, e: 2, d: 3}}}]", "d", 1, 1),
        ("1: a\n0x1: b", 1, 1, 2),
        ("true: a\nyes: b", True, 1, 2),
        (f"Huế: 1\n{NFD}: 2", NFD, 1, 2),
        ("? a\n? a", "a", 1, 2),
        ("!!set {a, b, a}", "a", 1, 1),
        ("!!omap [a: {b: 1, b: 2}]", "b", 1, 1),
        ("a: 1\n<<: {a: 2}", "a", 2, 1),
    ],
)
def test_a_key_given_twice_is_named_with_both_lines(
    text: str, key: object, first: int, line: int
) -> None:
    with pytest.raises(BadInputError) as raised:
        parse_yaml(text, "x.yml")
    assert raised.value.reason.key == "yaml.twice"
    assert raised.value.reason.values == {"file": "x.yml", "line": line, "key": key, "first": first}
    assert f"the key {key!r} stands twice" in str(raised.value)
    assert f"x.yml, dòng {line}: khóa {key!r}" in raised.value.said("vi")


@pytest.mark.parametrize(
    "text",
    ["a: {x: 1}\nb: {x: 1}", "[{a: 1}, {a: 1}]", "1: a\n'1': b", "Hà: 1\nHa: 2", "{a: [a, a]}"],
)
def test_keys_that_differ_or_stand_apart_are_no_doubles(text: str) -> None:
    assert parse_yaml(text, "x.yml")


def bomb(levels: int) -> str:
    """A few hundred letters that stand for ten to the power of so many."""
    lines = ["names:", f"  a0: &a0 [{', '.join('x' * 10)}]"]
    lines += [f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (bomb(9), 2),
        ("a: 1\nb: &x 2", 2),
        ("a: &x {b: 1}\nc: *x", 1),
        ("a: 1\nb: [1, *x]", 2),
        ("a: &x\n  <<: *x", 1),
        ("&x a: 1", 1),
        ("- &x [*x]", 1),
    ],
)
def test_no_part_of_a_file_stands_for_another(text: str, line: int) -> None:
    with pytest.raises(
        BadInputError, match=rf"^x\.yml, line {line}: the marks «&», «\*»"
    ) as raised:
        parse_yaml(text, "x.yml")
    assert f"x.yml, dòng {line}: không đọc các dấu" in raised.value.said("vi")


def test_the_marks_may_stand_in_text() -> None:
    text = 'a: Sở KH&CN\nb: "*"\nc: "&x"\nd: 2 * 3'
    assert parse_yaml(text, "x.yml") == {"a": "Sở KH&CN", "b": "*", "c": "&x", "d": "2 * 3"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[" * 20_000 + "]" * 20_000, 1),
        ("[" * 500_000, 1),
        ("- " * 20_000, 1),
        ("{a: " * 20_000, 1),
        ("\n".join(" " * n + "a:" for n in range(500)), MOST_DEEP + 1),
        ("a:\n- " + "[" * MOST_DEEP, 2),
    ],
)
def test_deep_nesting_is_refused(text: str, line: int) -> None:
    with pytest.raises(BadInputError, match=rf"^x\.yml, line {line}: .*{MOST_DEEP} deep") as raised:
        parse_yaml(text, "x.yml")
    assert f"hơn {MOST_DEEP} tầng" in raised.value.said("vi")


def test_usual_nesting_is_read() -> None:
    inner: object = parse_yaml("[" * MOST_DEEP + "]" * MOST_DEEP, "x.yml")
    for _ in range(MOST_DEEP - 1):
        assert isinstance(inner, list)
        (inner,) = inner
    assert inner == []


@pytest.mark.parametrize("kind", ["folder", PIPE, "device"])
def test_only_a_regular_file_is_opened(tmp_path: Path, kind: str) -> None:
    """Reading a pipe that nobody writes into would never end, a device neither."""
    path = tmp_path / "a.yml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises(BadInputError, match=r"^a\.yml is no regular file"):
        read_yaml(tmp_path, "a.yml")


def test_every_yaml_of_the_project_is_read() -> None:
    files = [*(CHECKOUT / "data").rglob("*.yml"), *(CHECKOUT / "src").rglob("*.yml")]
    assert len(files) > 40
    for file in files:
        read_yaml(CHECKOUT, file.relative_to(CHECKOUT).as_posix())


def test_no_error_stands_in_two_files() -> None:
    """They are laid over each other when the first error is shown."""
    files = sorted((CHECKOUT / "src/helpers/wording").glob("errors-*.yml"))
    keys = [key for file in files for key in read_yaml(file.parent, file.name)]
    assert len(files) > 1
    assert len(keys) == len(set(keys))
