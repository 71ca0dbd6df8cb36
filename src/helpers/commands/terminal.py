"""What commands say on a terminal, in its language; the texts stand in `wording/commands.toml`.

The language is that of `--lang`, before the command or after it, else that of the locale. What is
asked first of `--lang vi refresh --lang en` holds here; the one after the command is also that of
the pages, where a command makes some.

TOML, as the standard library reads it: help needs no package.
"""

from __future__ import annotations

import argparse
import importlib.resources
import os
import shutil
import sys
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from helpers import LANGUAGES

VIETNAMESE, ENGLISH = LANGUAGES
_OPTION = "--lang"
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Which variable names the language of messages: the first that is set."""
_PARSER = "argparse"
"""The section of what argparse itself says: English as it writes it -> Vietnamese."""
_spoken = ENGLISH


def speak(lang: str) -> None:
    """Have all that follows said in this language."""
    global _spoken  # noqa: PLW0603  (a process has one terminal)
    _spoken = lang
    # argparse offers no other way than a catalogue in binary form; its own names for gettext.
    argparse._ = _parsers  # type: ignore[attr-defined]
    argparse.ngettext = _parsers_number  # type: ignore[attr-defined]


def language() -> str:
    """Which language the terminal is spoken to in: "vi" or "en"."""
    return _spoken


def asked_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """Which language is wanted on the terminal, before anything else is read of what was typed."""
    for argument, following in pairwise([*arguments, ""]):
        option, equals, value = argument.partition("=")
        wanted = value if equals else following
        if option == _OPTION and wanted in LANGUAGES:
            return wanted
    named = next(filter(None, map(environment.get, _LOCALES)), "")
    return VIETNAMESE if named.lower().startswith(VIETNAMESE) else ENGLISH


def say(key: str, /, **values: object) -> str:
    """One text of `commands.toml`, such as "export.written", with what stands in its braces.

    Raises:
        KeyError: there is no such text, or a value is missing.
    """
    section, _, name = key.partition(".")
    text: str = _texts()[section][name][_spoken]
    return text.format(**values) if values else text


def line_width() -> int:
    """How long a line of the terminal is: 80 letters where there is none, or COLUMNS."""
    return shutil.get_terminal_size().columns


def table_width() -> int | None:
    """How long a line of a table of what was done may be; where no terminal is: any length."""
    return line_width() if sys.stdout.isatty() else None


@cache
def _texts() -> Mapping[str, Mapping[str, Any]]:
    file = importlib.resources.files("helpers.wording") / "commands.toml"
    return tomllib.loads(file.read_text("utf-8"))


def _parsers(english: str) -> str:
    known: Mapping[str, str] = _texts()[_PARSER] if _spoken == VIETNAMESE else {}
    return known.get(english, english)


def _parsers_number(one: str, many: str, number: int) -> str:
    return _parsers(one if number == 1 else many)


class Parser(argparse.ArgumentParser):
    """A parser whose options show in help what stands for their value, in the terminal's words."""

    def add_argument(self, *names: Any, **options: Any) -> argparse.Action:  # noqa: ANN401
        """Declare an option, as `argparse` does."""
        action = super().add_argument(*names, **options)
        if action.nargs != 0 and not action.choices and action.dest in _texts()["value"]:
            action.metavar = say(f"value.{action.dest}")
        return action


def add_language(parser: argparse.ArgumentParser) -> None:
    """Declare `--lang` of a command that makes no page: the language of what it shows."""
    parser.add_argument(_OPTION, choices=LANGUAGES, help=say("language.shown"))
