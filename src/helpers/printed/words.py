"""Which words does a printed form use? One spelling, number words, and the refusal of a form.

What every reader of printed numbers and dates shares: cleaning a text before it is read, the
cardinals and ordinals of both languages, and the error that names what could have been read.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple, NoReturn

from helpers import LANGUAGES
from helpers.errors import BadInputError, Words


class PrintedFormError(BadInputError):
    """What was printed, and what was expected in its place?

    `text` is the printed form, `expected` and `expected_vi` say what could have been read.
    """

    def __init__(self, text: str, expected: str, expected_vi: str) -> None:
        super().__init__("printed.unread", text=text, expected=Words(expected_vi, expected))
        self.text = text
        self.expected = expected
        self.expected_vi = expected_vi

    def __str__(self) -> str:
        return " | ".join(self.said(lang) for lang in LANGUAGES)


class PrintedNumberError(PrintedFormError):
    """Which printed number could not be read in exactly one way?"""


class Expected(NamedTuple):
    """What could have been read, in both languages?"""

    english: str
    vietnamese: str

    def refuse(self, text: str) -> NoReturn:
        """Raise a `PrintedNumberError` that says this was expected instead of `text`."""
        raise PrintedNumberError(text, self.english, self.vietnamese)


# What may stand between a part and its whole, or a place and the number of units.
OF = r"(?: ?/ ?| (?:out of|of|trên tổng số|trên|trong tổng số|trong số|trong) )"


def clean_printed_text(text: str) -> str:
    """The printed text in one spelling: NFC, lower case, single spaces, plain digits and dashes.

    Full-width forms, every kind of space and dash, and invisible characters are made plain.
    """
    return one_spelling(text).lower()


def one_spelling(text: str) -> str:
    """The same as `clean_printed_text`, with the case of the letters kept."""
    plain = []
    for character in text:
        category = unicodedata.category(character)
        if category == "Cf":
            continue
        if category == "Zs":
            plain.append(" ")
        elif category == "Pd" or character == "\N{MINUS SIGN}":
            plain.append("-")
        elif "\uff01" <= character <= "\uff5e":
            plain.append(chr(ord(character) - 0xFEE0))
        else:
            plain.append(character)
    return " ".join(unicodedata.normalize("NFC", "".join(plain)).split())


def any_of(phrases: str) -> str:
    """A pattern for any of the phrases, given between bars, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(phrases.split("|"), key=len)[::-1])) + ")"


def _english_words() -> tuple[dict[str, int], dict[str, int]]:
    units = "zero one two three four five six seven eight nine ten eleven twelve thirteen".split()
    units += "fourteen fifteen sixteen seventeen eighteen nineteen".split()
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    irregular = {"one": "first", "two": "second", "three": "third", "five": "fifth"}
    irregular |= {"eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
    cardinals = {word: number for number, word in enumerate(units)}
    ordinals = {irregular.get(word, f"{word}th"): n for word, n in cardinals.items() if n}
    for ten, word in zip(range(20, 100, 10), tens, strict=True):
        cardinals[word] = ten
        ordinals[f"{word[:-1]}ieth"] = ten
        for unit in range(1, 10):
            for joint in "- ":
                ordinal = irregular.get(units[unit], f"{units[unit]}th")
                cardinals[f"{word}{joint}{units[unit]}"] = ten + unit
                ordinals[f"{word}{joint}{ordinal}"] = ten + unit
    return cardinals | {"one hundred": 100}, ordinals


def _vietnamese_cardinals() -> dict[str, int]:
    units = "không một hai ba bốn năm sáu bảy tám chín mười".split()
    cardinals = {word: number for number, word in enumerate(units)} | {"bẩy": 7, "một trăm": 100}
    # "năm" also means year, so after a ten only "lăm" and "nhăm" stand for five.
    after_ten = dict(zip(units[1:10], range(1, 10), strict=True)) | {"bẩy": 7, "lăm": 5, "nhăm": 5}
    del after_ten["năm"]
    cardinals |= {f"mười {word}": 10 + unit for word, unit in after_ten.items()}
    after_ten |= {"mốt": 1, "tư": 4}
    for ten in range(2, 10):
        for tens_word in (word for word, unit in list(cardinals.items()) if unit == ten):
            cardinals[f"{tens_word} mươi"] = ten * 10
            for word, unit in after_ten.items():
                cardinals[f"{tens_word} mươi {word}"] = ten * 10 + unit
    return cardinals


_ENGLISH_CARDINALS, ENGLISH_ORDINALS = _english_words()
CARDINALS = _ENGLISH_CARDINALS | _vietnamese_cardinals()
"""The numbers 0 to 100 in words of both languages; `ENGLISH_ORDINALS`: first to ninety-ninth."""
