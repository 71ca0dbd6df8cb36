"""What a printed figure may also look like, and texts that only look like one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from helpers.printed.words import PrintedNumberError

REFUSED = "refused"


def spellings_of(printed: str) -> tuple[str, ...]:
    """The same figure in other letters, with other spaces, in capitals."""
    full_width = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c != " " else c for c in printed)
    return (
        unicodedata.normalize("NFD", printed),
        unicodedata.normalize("NFC", printed),
        printed.upper(),
        f"  {printed}\t\n",
        printed.replace(" ", "\u00a0"),
        printed.replace(" ", " \u202f  "),
        full_width,
    )


def any_text(printed: Sequence[str]) -> st.SearchStrategy[str]:
    """Any text at all, and texts put together from digits, marks and the words of figures."""
    words = (word for text in printed for word in re.findall(r"\w+", text))
    likely = st.lists(st.sampled_from([*"0123456789.,/ %-+", *words]), max_size=8).map("".join)
    return st.one_of(st.text(max_size=25), likely)


def read_or_refused(parse: Callable[[str], object], text: str) -> object:
    """What a parser makes of a text, `REFUSED` where it says that it is no figure."""
    try:
        return parse(text)
    except PrintedNumberError:
        return REFUSED
