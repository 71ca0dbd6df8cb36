"""Which values a parameter takes: checked the same way wherever they come from.

A type is written as Python writes it: `str`, `int`, `float`, `bool`, `date` (of `datetime`), a list
of one of these (`list[str]`), each also with `| None`. A value that does not belong to the type is
refused, never turned into one that does: "01" is text, 1 a number, and a province's code is text.
One exception has no two meanings: a year, or a set of units, that came as a whole number.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from helpers.errors import BadInputError, Reason

Scalar = str | int | float | bool | date | None
Value = Scalar | list[Scalar]

_EXAMPLES = {
    "str": '"Hậu Giang"',
    "int": "15",
    "float": "0.5",
    "bool": "true",
    "date": "2025-10-21",
}
KINDS = tuple(_EXAMPLES)
_TEXTS_OF_DIGITS = ("baseline", "edition", "universe")
"""Parameters that are called so are years and sets of units: texts of digits, none with a zero
before it. papermill's own command, YAML and people write them as numbers."""


@dataclass(frozen=True)
class Kind:
    """A type: `name` is one of `KINDS`; `many`: a list of such; `optional`: None is allowed too."""

    name: str
    many: bool = False
    optional: bool = False

    def __str__(self) -> str:
        """Give the type as Python writes it."""
        return (f"list[{self.name}]" if self.many else self.name) + " | None" * self.optional


def read_kind(annotation: str) -> Kind | None:
    """Which type is written there; None where it is none of those a parameter may have."""
    parts = [part.strip() for part in annotation.split("|")]
    names = [part for part in parts if part != "None"]
    found = re.fullmatch(r"(list\[)?(\w+)(?(1)\])", names[0]) if len(names) == 1 else None
    if found is None or found[2] not in KINDS:
        return None
    return Kind(found[2], many=found[1] is not None, optional="None" in parts)


def meant_value(name: str, kind: Kind, value: object) -> Value:
    """The value of the parameter `name` as plain Python; a whole number that is a year is its text.

    Raises:
        TypeError: as `plain_value`.
    """
    if name in _TEXTS_OF_DIGITS and kind.name == "str" and not kind.many:
        try:
            number = _plain("int", value)
        except TypeError:
            pass
        else:
            return _digits(number)
    return plain_value(kind, value)


def _digits(number: Scalar) -> str:
    text = str(number)
    if not text.isdecimal():
        raise TypeError
    return text


def plain_value(kind: Kind, value: object) -> Value:
    """The value as plain Python, text in NFC.

    A whole or decimal number of numpy is that number; a tuple is no list.

    Raises:
        TypeError: the value does not belong to the type, or could not be written back.
    """
    if value is None and kind.optional:
        return None
    if not kind.many:
        return _plain(kind.name, value)
    if not isinstance(value, list):
        raise TypeError
    return [_plain(kind.name, item) for item in value]


def _plain(name: str, value: object) -> Scalar:
    if type(value).__module__ == "numpy" and callable(getattr(value, "item", None)):
        value = value.item()  # type: ignore[attr-defined]  # looked for in the line above
    match name, value:
        case "str", str():
            return unicodedata.normalize("NFC", str(value))
        case "bool", bool():
            return value
        # A moment is a date to Python; its hour would be lost.
        case "date", date() if not isinstance(value, datetime):
            return value
        # Python counts True as an int; a parameter does not.
        case "int", int() if not isinstance(value, bool):
            return int(value)
        case "float", float() | int() if not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    raise TypeError


def typed_value(kind: Kind, text: str) -> Value:
    """What `text`, as typed on the command line, means for this type.

    A str stays as typed ("01" is not 1), in NFC; None is written None; a list as JSON writes it.

    Raises:
        ValueError: the text means nothing of that type.
    """
    text = unicodedata.normalize("NFC", text)
    if kind.optional and text == "None":
        return None
    if not kind.many:
        return _READERS[kind.name](text)
    items = json.loads(text)
    if not isinstance(items, list):
        raise ValueError
    if kind.name == "date":
        items = [_date(item) for item in items]
    try:
        return plain_value(kind, items)
    except TypeError:
        raise ValueError from None


def _int(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise ValueError
    return int(text)


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number


def _bool(text: str) -> bool:
    if text.casefold() not in ("true", "false"):
        raise ValueError
    return text.casefold() == "true"


def _date(text: object) -> date:
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError
    return date.fromisoformat(text)


_READERS: Mapping[str, Callable[[str], Scalar]] = {
    "str": str,
    "int": _int,
    "float": _float,
    "bool": _bool,
    "date": _date,
}


def value_error(notebook: str | Reason, name: str, kind: Kind, found: object) -> BadInputError:
    """The refusal of a value: what was found, and what was expected."""
    example: str | Reason = _EXAMPLES[kind.name]
    if kind.many:
        example = f"[{example}]"
    elif kind.name == "bool":
        example = Reason("parameters.true_or_false")
    # papermill's own command guesses that 01 is the number 1.
    guessed = kind.name == "str" and not kind.many and not isinstance(found, str)
    return BadInputError(
        "parameters.value", notebook=notebook, name=name, found=found, kind=kind,
        example=example, advice=Reason("parameters.raw", name=name) if guessed else "",
    )  # fmt: skip
