"""Numbers, dates and names as readers of each language expect them."""

from __future__ import annotations

import re
import string
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import date
from typing import Any

from helpers.sharing.traced import leave_mark
from helpers.sources.origins import Figure

_MINUS = "\N{MINUS SIGN}"
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def format_number(value: float, lang: str, decimals: int = 0, *, signed: bool = False) -> str:
    """A number in the language's own form: 0,4332 and 1.260 in `vi`; 0.4332 and 1,260 in `en`."""
    text = f"{abs(value):,.{decimals}f}"
    if lang == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    is_zero = not any(c in "123456789" for c in text)
    if value < 0 and not is_zero:
        return _MINUS + text
    return "+" + text if signed and not is_zero else text


def format_p_value(p_value: float, lang: str) -> str:
    """A p-value with its sign of relation: `= 0,032`; `< 0,001` and `> 0,99` beyond these."""
    floor, ceiling = 0.001, 0.99
    if p_value < floor:
        return "< " + format_number(floor, lang, 3)
    if p_value > ceiling:
        return "> " + format_number(ceiling, lang, 2)
    return "= " + format_number(p_value, lang, 3)


def format_date(day: date, lang: str) -> str:
    """A day in the language's own form: 26/4/2021, 26 April 2021."""
    if lang == "vi":
        return f"{day.day}/{day.month}/{day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def format_month(day: date, lang: str) -> str:
    """The month of a day in the language's own form: 4/2021, April 2021."""
    return f"{day.month}/{day.year}" if lang == "vi" else f"{_MONTHS[day.month - 1]} {day.year}"


def format_figures(text: str, lang: str) -> str:
    """What the tables say in the form of the language: `-0.75 (4 → 21)` is −0,75 (4 → 21) in `vi`.

    A hyphen that is no minus stands between two numbers or names, as an en dash.
    """
    shown = re.sub(r"(?<![0-9])-(?=[0-9])", _MINUS, text).replace("-", "\N{EN DASH}")
    return re.sub(r"(?<=[0-9])\.(?=[0-9])", ",", shown) if lang == "vi" else shown


def decimals_of(value: float) -> int:
    """How many decimals has a number, up to ten digits in all?"""
    return len(f"{value:.10g}".partition(".")[2])


def _number(decimals: int, *, signed: bool = False) -> Callable[[Any, str], str]:
    return lambda value, lang: format_number(float(str(value)), lang, decimals, signed=signed)


_FORMS: dict[str, Callable[[Any, str], str]] = {
    "int": _number(0),
    "signed": _number(0, signed=True),
    "score": _number(4),
    "signed_score": _number(4, signed=True),
    "micro": _number(6),
    "two": _number(2),
    "exact": lambda value, lang: format_number(value, lang, decimals_of(value)),
    "signed_one": _number(1, signed=True),
    "percent": _number(1),
    "signed_percent": _number(1, signed=True),
    "p": lambda value, lang: format_p_value(float(str(value)), lang),
    "p_number": lambda value, lang: format_p_value(float(str(value)), lang).removeprefix("= "),
    "text_right": lambda value, _: str(value),
    "date": format_date,
    "month": format_month,
}
_FORMS_OF_TEXT: dict[str, Callable[[str, str], str]] = {
    "figures": format_figures,
    "capitals": lambda text, _: text.upper(),
}


class Phrase(ABC):
    """Words as a value, which know no language until they are written down."""

    @abstractmethod
    def written(self, lang: str) -> str:
        """What it says in one language, "vi" or "en"."""

    def spoken(self, lang: str) -> str:
        """The language that it is written in there: that one, unless it has no words in it."""
        return lang

    def pieces(self, lang: str) -> list[tuple[str, str]]:
        """What it says in one language, in pieces, each with the language that it is written in."""
        return [(self.written(lang), self.spoken(lang))]


class LocalFormatter(string.Formatter):
    """Fills a sentence with numbers in the form of one language.

    Format specs: `int`, `signed`, `score` (four decimals), `signed_score`, `micro` (six), `two`,
    `exact` (all it has), `percent` (one), `signed_one`, `signed_percent`, `p` (a p-value with its
    sign of relation), `p_number` (the same without an equals sign), `text_right` (finished text in
    a column of numbers), `date` and `month` (of a day), `figures` (text with numbers as the tables
    have them) and `capitals` (text). A phrase is written in the language, a figure as its value;
    other values are put in as text.
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def format_field(self, value: object, format_spec: str) -> str:
        """One value in the form that its spec asks for."""
        if isinstance(value, Figure):
            return leave_mark(self.format_field(value.value, format_spec), value)
        if isinstance(value, Phrase):
            value = value.written(self.lang)
            format_spec = format_spec if format_spec in _FORMS_OF_TEXT else ""
        if format_spec in _FORMS_OF_TEXT:
            return _FORMS_OF_TEXT[format_spec](str(value), self.lang)
        if format_spec in _FORMS:
            return str(_FORMS[format_spec](value, self.lang))
        return str(super().format_field(value, format_spec))


_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# No mark, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def vietnamese_sort_key(text: str) -> tuple[list[int], list[int]]:
    """Where a name stands in Vietnamese order: letters first (a ă â … d đ), then tones."""
    letters: list[int] = []
    tones: list[int] = []
    for character in unicodedata.normalize("NFC", text).casefold():
        decomposed = unicodedata.normalize("NFD", character)
        tone = next((_TONES[c] for c in decomposed if c in _TONES), 0)
        base = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
        letters.append(_LETTERS.find(base) + 1 if base.isalpha() else 0)
        tones.append(tone)
    return letters, tones
