"""Is a text that names no province Vietnamese in an old encoding, TCVN3 or VNI?

Such text shows Vietnamese only in fonts such as .VnTime or VNI-Times; elsewhere "Đà Nẵng" reads
"§µ N½ng" or "Ñaø Naüng".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpers.intake.files.grids import NamesUnit
from helpers.sources.provinces import fold_name

_FEWEST_PROVINCES = 3
_LOST = re.compile(r"[?\ufffd]+")
_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô­õøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
# VNI writes a letter and then its marks as one further letter.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301",
    "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "ó": "ĩ", "ò": "ị", "æ": "ỉ"}
_VNI_VOWEL = re.compile(r"(?<=[aeouyôöAEOUYÔÖ])[ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]")


def from_tcvn3(text: str) -> str:
    """What a text in TCVN3 says."""
    return "".join(_TCVN3.get(letter, letter) for letter in text)


def from_vni(text: str) -> str:
    """What a text in VNI says."""
    marked = _VNI_VOWEL.sub(lambda found: _VNI_MARKS[found[0].lower()], text)
    return "".join(_VNI_LETTERS.get(c, _VNI_LETTERS.get(c.lower(), c)) for c in marked)


def old_encoding(texts: Iterable[str], names_unit: NamesUnit) -> str:
    """The name of the old encoding in which the texts name provinces, or "".

    Args:
        texts: cells, as they read without their font.
        names_unit: whether a text is a province's name.
    """
    distinct = set(texts)
    for name, read in (("TCVN3 (.VnTime)", from_tcvn3), ("VNI (VNI-Times)", from_vni)):
        unnamed = (text for text in distinct if read(text) != text and not names_unit(text))
        if sum(names_unit(read(text)) for text in unnamed) >= _FEWEST_PROVINCES:
            return name
    return ""


def from_mojibake(text: str) -> str:
    """What a text in UTF-8 says that was read as one byte a letter; "" where it is no such text."""
    # A blank that does not break, the second half of «à», is an ordinary one by now.
    spelled = re.sub("(?<=[ÃÂ]) ", "\xa0", text)
    for to_bytes in (_from_windows, _from_macintosh):
        try:
            return to_bytes(spelled).decode("utf-8")
        except (UnicodeDecodeError, UnicodeEncodeError):
            continue
    return ""


def _from_windows(text: str) -> bytes:
    return bytes(map(_windows_byte, text))


def _from_macintosh(text: str) -> bytes:
    return text.encode("mac_roman")


def _windows_byte(letter: str) -> int:
    try:
        return letter.encode("cp1252")[0]
    except UnicodeEncodeError:
        # Bytes that Windows-1252 leaves open were kept as they are.
        return letter.encode("latin-1")[0]


def misread(texts: Iterable[str], names_unit: NamesUnit) -> tuple[str, str] | None:
    """A text that was read in the wrong encoding and what it says, where several provinces are."""
    found = [
        (text, meant)
        for text in sorted(set(texts))
        if not text.isascii() and (meant := from_mojibake(text)) and names_unit(meant)
    ]
    return found[0] if len(found) >= _FEWEST_PROVINCES else None


def with_lost_letters(texts: Iterable[str], names: Iterable[str]) -> tuple[str, str] | None:
    """A text with question marks for letters and the name it may be, where several are.

    Args:
        texts: cells that name no province. names: of the provinces.
    """
    shapes = [(name, fold_name(name)) for name in names]
    found = []
    for text in sorted(set(texts)):
        pieces = _LOST.split(text)
        if len(pieces) > 1:
            pattern = re.compile(r"\w{1,3}".join(map(_folded_piece, pieces)))
            found += [(text, name) for name, shape in shapes if pattern.fullmatch(shape)][:1]
    return found[0] if len(found) >= _FEWEST_PROVINCES else None


def _folded_piece(text: str) -> str:
    """A piece of a name folded, the blanks at its ends kept."""
    before, after = text[:1].isspace(), text[-1:].isspace()
    return " " * before + re.escape(fold_name(text)) + " " * (after and bool(text.strip()))
