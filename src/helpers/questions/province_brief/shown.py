"""How a brief is laid out: the line above all, lists, small letters, tables side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from helpers.sharing.literal_text import literal
from helpers.sharing.tables import ReaderTable
from helpers.sharing.wording import Sentence

_BESIDE = (
    "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:0 1.2rem"
)


class LeadSentence(Sentence):
    """The line above everything else on the page."""

    def _repr_html_(self) -> str:
        return f'<p class="headline"><strong>{literal(self.text)}</strong></p>'


class Note(Sentence):
    """A paragraph in small letters."""

    def _repr_html_(self) -> str:
        return f'<p class="note">{literal(self.text)}</p>'


class Points:
    """Several statements as a list."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(texts)

    def __repr__(self) -> str:
        return "\n".join(f"- {text}" for text in self.texts)

    def _repr_html_(self) -> str:
        items = "\n".join(f"<li>{literal(text)}</li>" for text in self.texts)
        return f'<ul class="points">\n{items}\n</ul>'


class Beside:
    """Tables, or sentences in their place, beside one another where the page is wide enough."""

    def __init__(self, tables: Sequence[ReaderTable | Sentence]) -> None:
        self.tables = tuple(tables)

    def __repr__(self) -> str:
        return "\n".join(repr(table) for table in self.tables)

    def _repr_html_(self) -> str:
        held = "\n".join(table._repr_html_() for table in self.tables)
        return f'<div class="beside" style="{_BESIDE}">\n{held}\n</div>'
