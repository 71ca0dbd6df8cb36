"""From a document or a page of the web to its text: opened as carefully as a ministry's file.

What is refused is refused by the same checks; where their advice is about tables, a document has
one of its own: the entry of the same name below `document.`.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from helpers.documents.document import Document, Piece, numbered
from helpers.documents.plain import read_plain
from helpers.documents.web import read_article, read_markup
from helpers.documents.word import read_word
from helpers.errors import BadInputError, Reason, error_entries
from helpers.intake.address import fetch, page_dates
from helpers.intake.files.html import asks_to_log_in, frames_of
from helpers.intake.files.legacy_text import from_mojibake, from_tcvn3, from_vni
from helpers.intake.files.limits import DOCUMENTS, SourceFile, open_source
from helpers.intake.files.text import decode

MOST_LETTERS = 1_000_000
MOST_TAGS = 100_000
_FEWEST_LETTERS = 20
_FEWEST_WORDS, _FEWEST_OF_SHORT = 5, 3
_OLD = {"TCVN3 (.VnTime)": from_tcvn3, "VNI (VNI-Times)": from_vni}
_USUAL = re.compile(
    r"\b(?:tỉnh|chuyển|đổi|số|hạng|xếp|điểm|của|và|năm|được|với|thành|phố|trong|bậc|đã|các|là)\b",
    re.IGNORECASE,
)
"""Words that hardly any Vietnamese text does without; most cannot be written without marks."""
_LOST_LETTER = re.compile(r"\b[^\W\d_]*(?:[^\W\d_]\?[^\W\d_]|\ufffd)[^\W\d_]*(?![\w=&/?])")

_Read = tuple[Sequence[Piece], Sequence[str]]


def fetch_document(address: str, folder: Path) -> Document:
    """What does the page or the document at an address say? It is asked for once.

    Raises:
        BadInputError: as of `fetch` and `read_document`.
    """
    with about_documents():
        fetched = fetch(address, folder, tuple(DOCUMENTS))
    return replace(read_document(fetched.path, fetched.address), name=fetched.address)


def read_document(path: Path, name: str = "") -> Document:
    """What does a document say?

    Args:
        path: the file: .docx, .pdf, .html, .txt or .md. name: what to call it, where not so.

    Raises:
        BadInputError: the file cannot be trusted or read, holds no text or far too much, or is
            written in an old encoding.
    """
    with about_documents():
        source = open_source(path, DOCUMENTS)
        source = replace(source, name=name or source.name)
        markdown = path.suffix.lower() == ".md"
        pieces, left_out = _READERS["markdown" if markdown else source.kind](source)
        paragraphs = numbered(pieces)
        text = "\n".join(paragraph.text for paragraph in paragraphs)
        _check_text(source, text)
        dates = page_dates(path.name, source.data)
    return Document(source.name, paragraphs, tuple(left_out), dates)


@contextmanager
def about_documents() -> Iterator[None]:
    """Have what is refused here said of documents, where the wording has an entry for it."""
    try:
        yield
    except BadInputError as error:
        own = _own(error.reason)
        raise BadInputError(own.key, **own.values) from error


def _own(reason: Reason) -> Reason:
    """The reason as it is said of documents, and those that it holds."""
    key = f"document.{reason.key}"
    values: dict[str, Any] = {
        name: _own(value) if type(value) is Reason else value
        for name, value in reason.values.items()
    }
    return Reason(key if key in error_entries() else reason.key, **values)


def _word(source: SourceFile) -> _Read:
    with zipfile.ZipFile(io.BytesIO(source.data)) as container:
        parts = {
            name: container.read(name)
            for name in container.namelist()
            if name.endswith((".xml", ".rels"))
        }
    try:
        return read_word(parts)
    except (KeyError, ET.ParseError, RecursionError) as error:
        raise BadInputError("document.broken", name=source.name, error=repr(error)) from error


def _pdf(source: SourceFile) -> _Read:
    from helpers.documents.pages import read_pages
    from helpers.intake.files.pdf import (
        opened_pages,
        readable_page,
        refuse_scan,
    )

    with opened_pages(source) as wholes:
        pages = [readable_page(source.name, whole) for whole in wholes]
        pieces, left_out = read_pages([page for page, _ in pages])
        written = sum(len(piece.text) for piece in pieces)
        refuse_scan(source.name, written, pictures=any(page.images for page in wholes))
    # What stands on the first page in letters far larger than others may be its title.
    large = [Piece("heading", cell.text, 1) for cell in pages[0][1]]
    return [*large, *pieces], left_out


def _html(source: SourceFile) -> _Read:
    text = decode(source)[0]
    # Whoever parses tags within tags looks through all that are open.
    tags = text.count("<")
    if tags > MOST_TAGS:
        raise BadInputError("document.tags", name=source.name, tags=tags, most=MOST_TAGS)
    return read_article(text)


def _markdown(source: SourceFile) -> _Read:
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    text = decode(source)[0].replace("\r\n", "\n")
    body = re.sub(r"\A\ufeff?---\n.*?\n---\n", "", text, flags=re.DOTALL)
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    pieces = read_markup(MarkdownWithMath(renderer=renderer).render(body))
    return pieces, ["front matter"] if body != text else []


def _text(source: SourceFile) -> _Read:
    return list(read_plain(decode(source)[0])), []


_READERS: dict[str, Callable[[SourceFile], _Read]] = {
    "docx": _word, "pdf": _pdf, "html": _html, "markdown": _markdown, "text": _text,
}  # fmt: skip


def _check_text(source: SourceFile, text: str) -> None:
    name = source.name
    if len(text) > MOST_LETTERS:
        raise BadInputError("document.letters", name=name, letters=len(text), most=MOST_LETTERS)
    texts = [text]
    if source.kind in ("text", "html"):
        # An old encoding is one byte a letter; it was taken for another such encoding.
        texts.append(source.data.decode("latin-1"))
    usual = _usual(text)
    # A text without any usual word is no Vietnamese as it stands.
    most = usual + _FEWEST_WORDS if usual else _FEWEST_OF_SHORT - 1
    for old, read in _OLD.items():
        if any(_usual(read(each)) > most for each in texts):
            raise BadInputError("reading.encoding", name=name, found=old, short=old.split()[0])
    misread = [
        (word, meant)
        for word in dict.fromkeys(text.split())
        if not word.isascii() and (meant := from_mojibake(word)) and _USUAL.search(meant)
    ]
    if len(misread) >= _FEWEST_WORDS:
        shown, meant = misread[0]
        raise BadInputError("reading.mojibake", name=name, shown=shown, meant=meant)
    lost = _LOST_LETTER.findall(text)
    if len(lost) >= _FEWEST_WORDS:
        raise BadInputError("document.lost_letters", name=name, shown=", ".join(lost[:3]))
    if len(text) < _FEWEST_LETTERS:
        _refuse_empty(source)


def _refuse_empty(source: SourceFile) -> None:
    if source.kind == "html":
        if asks_to_log_in(source):
            raise BadInputError("reading.login", name=source.name)
        if frames := frames_of(source):
            raise BadInputError("reading.frame", name=source.name, address=frames[0])
    raise BadInputError("document.no_text", name=source.name)


def _usual(text: str) -> int:
    # VNI writes a letter and its marks apart.
    return len(_USUAL.findall(unicodedata.normalize("NFC", text)))
