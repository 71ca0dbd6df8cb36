"""Text from the data, shown letter by letter wherever it is read: no tag, formula or turned line.

A page runs no script and knows no formulas, but a notebook is also read in JupyterLab, which sets
what stands between dollar signs or after a backslash as mathematics.
"""

from __future__ import annotations

import html
import re

# What turns the direction of the text around it: a number could read as another.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MATHEMATICS = re.compile(r"[$\\]")
# The first is what JupyterLab's MathJax leaves alone, the second what older ones do.
_NO_MATHEMATICS = "mathjax_ignore tex2jax_ignore"


def shown_marks(text: str) -> str:
    """The text with every mark that would turn its direction shown by its code: `[U+202E]`."""
    return _DIRECTION.sub(lambda mark: f"[U+{ord(mark[0]):04X}]", text)


def in_attribute(text: str) -> str:
    """The text as the value of an attribute between double quotes."""
    return html.escape(shown_marks(text))


class MarkedText(str):
    """A text that has its own HTML, which says the same and where its figures come from.

    Whatever is made of it anew is plain text.
    """

    html: str

    def __new__(cls, text: str, html: str) -> MarkedText:
        """The text, and the HTML for those who show it as HTML."""
        made = super().__new__(cls, text)
        made.html = html
        return made


def literal(text: str) -> str:
    """HTML that shows the text as it is, in a page and in JupyterLab."""
    if isinstance(text, MarkedText):
        return text.html
    escaped = in_attribute(text)
    if _MATHEMATICS.search(escaped):
        return f'<span class="{_NO_MATHEMATICS}">{escaped}</span>'
    return escaped
