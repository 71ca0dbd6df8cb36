"""The language of the terminal: who chooses it, and that every text of a command has both."""

from __future__ import annotations

import argparse
import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from helpers.cli import main, make_parser
from helpers.commands import terminal
from helpers.commands.terminal import asked_language, say, speak
from helpers.errors import error_entries

from ..frozen_project import CHECKOUT, frozen_project

PROJECT = frozen_project()
# Words by which English is known; values, options, names of files and quotations are left out.
ENGLISH = re.compile(
    r"\b(the|and|of|is|are|with|which|what|from|this|that|it|for|not|an?|or|default|write|show|"
    r"language|provinces|files?|nothing)\b"
)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak("en")


@pytest.mark.parametrize(
    ("arguments", "environment", "lang"),
    [
        ([], {}, "en"),
        ([], {"LANG": "vi_VN.UTF-8"}, "vi"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LC_MESSAGES": "vi_VN", "LANG": "en_US.UTF-8"}, "vi"),
        # The first that is set decides, as everywhere; an empty one is not set.
        ([], {"LC_ALL": "en_GB.UTF-8", "LANG": "vi_VN.UTF-8"}, "en"),
        ([], {"LC_ALL": "", "LANG": "vi"}, "vi"),
        (["--lang", "vi", "refresh"], {}, "vi"),
        (["--lang=en", "refresh"], {"LANG": "vi"}, "en"),
        (["verify", "--lang", "vi"], {}, "vi"),
        (["--lang", "en", "refresh", "--lang", "vi"], {}, "en"),
        # Pages in both say nothing of the terminal.
        (["refresh", "--lang", "both"], {"LANG": "vi"}, "vi"),
        (["refresh", "--lang"], {}, "en"),
    ],
)
def test_the_option_or_else_the_locale_chooses(
    arguments: list[str], environment: Mapping[str, str], lang: str
) -> None:
    assert asked_language(arguments, environment) == lang


def texts(value: object, path: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every text of commands.toml with its key; argparse's own have one language each."""
    assert isinstance(value, dict)
    if set(value) <= {"vi", "en"}:
        yield path, value
        return
    for name, inner in value.items():
        if name != "argparse":
            yield from texts(inner, f"{path}.{name}".strip("."))


def test_every_text_of_the_terminal_has_both_languages_and_the_same_values() -> None:
    found = list(texts(terminal._texts()))
    assert len(found) > 150
    for key, entry in found:
        assert set(entry) == {"vi", "en"}, key
        fields = [set(re.findall(r"\{(\w+)", entry[lang])) for lang in ("vi", "en")]
        if not key.startswith("intake.description"):
            assert fields[0] == fields[1], key


def test_no_english_word_stands_in_the_vietnamese() -> None:
    for key, entry in [*texts(terminal._texts()), *error_entries().items()]:
        plain = re.sub(
            r"\{[^}]*\}|«[^»]*»|--?[\w-]+|[\w./]+\.\w+|\([^)]*\)|province: str", " ", entry["vi"]
        )
        if key != "intake.description":
            assert ENGLISH.findall(plain.lower()) == [], (key, plain)


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from parsers(inner)


def test_every_parser_and_every_option_speaks_both() -> None:
    shown: dict[str, list[dict[str, str]]] = {}
    for lang in ("vi", "en"):
        speak(lang)
        shown[lang] = [
            {
                "description": parser.description or "",
                "epilog": parser.epilog or "",
                **{a.dest: a.help or "" for a in parser._actions if a.dest != argparse.SUPPRESS},
            }
            for parser in parsers(make_parser())
        ]
    assert len(shown["vi"]) == 17  # tangbac itself and each of its commands
    for vietnamese, english in zip(shown["vi"], shown["en"], strict=True):
        assert vietnamese.keys() == english.keys()
        for name, text in english.items():
            assert bool(text) or name in ("description", "epilog"), name
            assert not text or vietnamese[name] not in ("", text), name


def test_every_value_of_an_option_has_a_name_in_both() -> None:
    for parser in parsers(make_parser()):
        for action in parser._actions:
            if action.nargs != 0 and not action.choices:
                assert f"value.{action.dest}" in dict(texts(terminal._texts())), action.dest


def said_by_argparse() -> list[tuple[str, list[str]]]:
    return [
        ("cần nêu", ["run", "--help"]),
        ("tùy chọn", ["--help"]),
        ("cách dùng", ["claims", "--help"]),
        ("lỗi: còn thiếu: sổ_tay", ["run"]),
        ("lỗi: không hiểu: --foo", ["list", "--foo"]),
        ("hãy chọn một trong", ["export", "02", "--to", "doc"]),
        ("cần một giá trị", ["run", "02", "-p"]),
        ("cần một số nguyên từ 1 trở lên", ["refresh", "--workers", "0"]),
        ("hãy chọn một trong", ["refesh"]),
        ("có thể là", ["refresh", "--b", "1"]),
    ]


@pytest.mark.parametrize(("words", "arguments"), said_by_argparse())
def test_what_argparse_says_is_vietnamese(
    words: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "vi", *arguments])
    captured = capsys.readouterr()
    shown = captured.out + captured.err
    assert words in shown
    for english in ("usage:", "error:", "argument", "options:", "invalid", "show this"):
        assert english not in shown


def test_the_first_line_of_a_refusal_follows_the_locale() -> None:
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT / "src"), "LC_ALL": "vi_VN.UTF-8"}
    command = [sys.executable, "-m", "helpers.cli", "run", "02", "-p", "universe=65"]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False,
        cwd=PROJECT, env=environment,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("tangbac: Không có tập đơn vị '65'. Hãy chọn một trong: 34, 63")


@pytest.mark.parametrize(
    ("arguments", "vietnamese", "english"),
    [
        (["list", "editions"], "CÁC KỲ", "EDITIONS"),
        (["refresh", "--dry-run", "--only", "07"], "lý do", "reason"),
        (["verify"], "Tệp gốc trong data/raw", "Raw files"),
        (["correct", "--list"], "không còn khớp", "no longer fit"),
        (["claims"], "chưa thể kết luận", "cannot tell"),
    ],
)
def test_tables_and_lists_follow_the_language(
    arguments: list[str], vietnamese: str, english: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(PROJECT)
    for lang, wanted, other in (("vi", vietnamese, english), ("en", english, vietnamese)):
        main(["--lang", lang, *arguments])
        shown = capsys.readouterr().out
        assert wanted in shown
        assert other not in shown


def test_who_gives_no_reason_is_asked_in_the_language() -> None:
    speak("vi")
    assert say("correct.ask_reported_by") == "Người phát hiện"
    assert say("intake.ask") == "Ghi vào? (có / không): "


@pytest.mark.parametrize("columns", ["80", "100", "60"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_list_fits_the_terminal_and_json_has_all(
    columns: str, lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["--lang", lang, "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= int(columns)
    # Nothing is cut off: what goes over several lines is whole.
    words = set(" ".join(lines).replace(",", " ").split())
    assert {"member_means", "province", "report"} <= words
    assert main(["list", "notebooks", "--json"]) == 0
    assert '"question_vi"' in capsys.readouterr().out


WRITTEN_TO_FILES = ("confirming.py", "filing.py", "formula.py", "proposals.py")
"""They hold texts of the data on file, which are English there beside the Vietnamese."""
SENTENCE = re.compile(r"\b(the|and|is|are|with|which|from|that|for|not)\b")


@pytest.mark.parametrize(
    "path",
    [
        path
        for room in ("commands", "intake")
        for path in sorted((CHECKOUT / "src/helpers" / room).rglob("*.py"))
        if path.name not in WRITTEN_TO_FILES
    ],
    ids=lambda path: path.name,
)
def test_no_module_says_a_sentence_of_its_own(path: Path) -> None:
    """What a person reads, questions and checks too, stands in the wording, in both languages."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in told
        and " " in node.value.strip()
        and SENTENCE.search(node.value)
    ]
    assert [text for text in said if not text.startswith("^")] in ([], ["not possible"])


def test_every_text_that_a_command_says_exists() -> None:
    folder = CHECKOUT / "src" / "helpers" / "wording"
    texts = tomllib.loads((folder / "commands.toml").read_text("utf-8"))
    known = {f"{section}.{key}" for section, entries in texts.items() for key in entries}
    said = {
        (path.name, key)
        for path in [
            *(CHECKOUT / "src/helpers/commands").glob("*.py"),
            CHECKOUT / "src/helpers/cli.py",
        ]
        for key in re.findall(r'\bsay\(\s*"([\w.]+)"', path.read_text("utf-8"))
    }
    assert len(said) > 100
    assert {(name, key) for name, key in said if key not in known} == set()
