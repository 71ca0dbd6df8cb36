"""Remarks of the ledgers for readers: what stands in English in the data, in Vietnamese.

`wording/remarks.yml` holds them. A remark without an entry stays as it is, and says so for the page
to mark it (`Phrase.spoken`).
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Mapping
from datetime import date

from helpers.printed.languages import language_of
from helpers.sharing.numbers import Phrase, format_date, format_figures, format_month
from helpers.sources.yaml_files import parse_yaml

_FILE = "remarks.yml"
_NUMBER = re.compile(r"\d+(?:[.,/-]\d+)*")
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@functools.cache
def remark_texts() -> Mapping[str, str]:
    """Every remark that has a Vietnamese form, with # for its numbers."""
    text = importlib.resources.files("helpers.wording").joinpath(_FILE).read_text("utf-8")
    entries: dict[str, str] = parse_yaml(text, _FILE)
    return entries


class Remark(Phrase):
    """A remark of a ledger: English as it stands there, Vietnamese where it has such a form."""

    def __init__(self, text: str) -> None:
        self.text = text

    def written(self, lang: str) -> str:
        """The remark in one language, its pieces between semicolons one by one."""
        if lang == "en" or not is_translated(self.text):
            return self.text
        return "; ".join(_vietnamese(piece) for piece in _pieces(self.text))

    def spoken(self, lang: str) -> str:
        """English where it has no Vietnamese form."""
        return lang if is_translated(self.text) else "en"


def is_translated(text: str) -> bool:
    """Whether every piece of a remark has a Vietnamese form, or is numbers alone."""
    return all(not _words(one) or _key(one) in remark_texts() for one in _pieces(text))


class PrintedDate(Phrase):
    """A date as a ledger notes it (`2021-05-26`, `2017-03 (event 22/3)`), for readers."""

    def __init__(self, text: str) -> None:
        self.text = text

    def written(self, lang: str) -> str:
        """The day or month in the form of the language, and the note behind it."""
        if _words(self.text) and is_translated(self.text):
            return Remark(self.text).written(lang)
        bare, note = title_and_note(self.text)
        if not note:
            bare, comma, note = self.text.partition(", ")
            if note and not comma:
                bare, note = self.text, ""
        if not is_translated(note):
            bare, note = self.text, ""
        day, _, rest = bare.partition(" ")
        shown = _day(day, lang) + (f" {Remark(rest).written(lang)}" if rest else "")
        return f"{shown} ({Remark(note).written(lang)})" if note else shown


class SourceTitle(Phrase):
    """The title of a source, which stays in its language, with the remark behind it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def written(self, lang: str) -> str:
        """The title as it is printed, and the remark in one language."""
        return "".join(text for text, _ in self.pieces(lang))

    def pieces(self, lang: str) -> list[tuple[str, str]]:
        """The title in its own language, and the remark."""
        title, note = title_and_note(self.text)
        found = [(title, language_of(title) or lang)] if title else []
        if note:
            found.append((f"{' ' if title else ''}({Remark(note).written(lang)})", lang))
        return found


class AsPrinted(Phrase):
    """What a source or a file has, letter by letter; a remark in brackets has a form of its own."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._is_remark = text.startswith("(") and is_translated(text)

    def written(self, lang: str) -> str:
        """The text as it stands there."""
        return Remark(self.text).written(lang) if self._is_remark else self.text

    def spoken(self, lang: str) -> str:
        """The language that it is printed in."""
        return lang if self._is_remark else language_of(self.text) or lang


def title_and_note(title: str) -> tuple[str, str]:
    """A title, and the remark in brackets beside it that has a Vietnamese form; "" where none."""
    found = re.fullmatch(r"(|.*\S)\s*\(([^()]+)\)", title)
    if found and is_translated(found[2]) and _words(found[2]):
        return found[1], found[2]
    found = re.fullmatch(r"[([]([^][()]+)[])]\s*(\S.*)", title)
    if found and is_translated(found[1]) and _words(found[1]):
        return found[2], found[1]
    return title, ""


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(";") if piece.strip()]


def _words(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def _key(piece: str) -> str:
    return _NUMBER.sub("#", piece)


def _vietnamese(piece: str) -> str:
    numbers = iter(_NUMBER.findall(piece))
    said = remark_texts().get(_key(piece), "#" if not _words(piece) else piece)
    return re.sub("#", lambda _: _number(next(numbers)), said)


def _number(text: str) -> str:
    if _DATE.fullmatch(text):
        return _day(text, "vi")
    if re.fullmatch(r"\d{1,3}(,\d{3})+", text):
        return text.replace(",", ".")
    return format_figures(text, "vi") if re.fullmatch(r"\d+\.\d+", text) else text


def _day(text: str, lang: str) -> str:
    found = _DATE.fullmatch(text)
    if not found:
        return text
    year, month, day = found.groups()
    if not 1 <= int(month) <= 12:  # noqa: PLR2004
        return text
    one = date(int(year), int(month), int(day or 1))
    return format_date(one, lang) if day else format_month(one, lang)
