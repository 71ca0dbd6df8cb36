"""In which language a printed text is written: Vietnamese, or else English."""

from __future__ import annotations

import re
import unicodedata

from helpers.printed.words import clean_printed_text

_ENGLISH = re.compile(
    r"\b(?:the|of|in|to|from|by|places?|ranks?|ranked|leads?|led|climbs?|climbed|rises?|rose|falls?|fell"
    r"|drops?|dropped|keeps?|kept|positions?|first|second|third|last|and|digital|index|with|score"
    r"|may (?=\d))\b"
)
_VIETNAMESE = re.compile(
    r"\b(?:tang|giam|tut|bac|hang|xep|dung|thu|nam|tinh|dan dau|vi tri|diem|chuyen doi so|ve|la"
    r"|len)\b"
)
_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx]"
_NUCLEUS = (
    "uye|uya|oai|oay|oeo|uay|uoi|uou|ieu|yeu|uu|ia|ie|iu|ua|uo|ue|ui|uy|oa|oe|oi|oo|ai|ao|au|ay|eo"
    "|eu|ya|ye|[aeiouy]"
)
# The last as in the names of Đắk Lắk and Đắk Nông.
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_NUCLEUS})(?:ch|ng|nh|[cmnpt])?|[dl]ak")
_WORD = re.compile(r"[^\W\d_]+")


def foreign_words(text: str) -> list[str]:
    """Words that are no Vietnamese syllable; abbreviations and letters alone are none."""
    return [
        word
        for word in _WORD.findall(text)
        if len(word) > 1 and not word.isupper() and not _SYLLABLE.fullmatch(_without_marks(word))
    ]


def language_of(text: str) -> str:
    """In which language a text is printed: "vi", "en", or "" where it has no words.

    A name of a province counts in neither language unless it is written with its marks.
    """
    if not any(map(str.isalpha, text)):
        return ""
    plain = clean_printed_text(text)
    marked = [word for word in _WORD.findall(plain) if not word.isascii()]
    english = {*_ENGLISH.findall(plain), *foreign_words(text)}
    vietnamese = len(marked) + len(_VIETNAMESE.findall(plain))
    return "en" if english and len(english) >= vietnamese else "vi"


def _without_marks(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(character for character in parts if not unicodedata.combining(character))
