"""What a ministry's file may look like from outside, asked before any of it is read as a table.

A file from elsewhere may be broken or made to harm: too large, a container that swells, a name
that lies. Everything here looks at names and bytes only, and writes nothing.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import BadInputError, Reason
from helpers.intake.files import containers
from helpers.intake.files.grids import MOST_ROWS
from helpers.intake.files.true_forms import (
    OLE,
    PACKED,
    PDF,
    ZIP,
    is_old_workbook,
    is_packed,
    is_word,
    true_form,
)

MOST_BYTES = 32 * 1024 * 1024
MOST_TEXT_BYTES = 8 * 1024 * 1024
_LONGEST_NAME = 200
_KINDS = {
    ".xlsx": "xlsx",
    ".xls": "xls",
    ".ods": "ods",
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
}
ENDINGS = tuple(_KINDS)
"""The endings of the files that are read."""
DOCUMENTS = {
    ".docx": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".md": "text",
}
"""The endings of documents that are read for what they say, and their kinds."""
_BEGINNINGS = {"xlsx": ZIP, "ods": ZIP, "docx": ZIP, "xls": OLE, "pdf": PDF}
_NO_TEXT = (ZIP, OLE, PDF, *PACKED)
_FORBIDDEN_LETTERS = frozenset('/\\:*?"<>|')
_FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_HTML = re.compile(rb"(?i)<(?:!doctype html|html|table|body|head|meta)\b")
_ENTITY = re.compile(rb"(?i)<!ENTITY")


@dataclass(frozen=True)
class SourceFile:
    """A file whose outside is in order: its bytes, and the kind that they are."""

    name: str
    kind: str
    """ "xlsx", "xls", "ods", "docx", "text", "html" or "pdf"."""
    data: bytes

    @property
    def sha256(self) -> str:
        """The digest of the file as it was read."""
        return hashlib.sha256(self.data).hexdigest()


def open_source(path: Path, kinds: Mapping[str, str] = _KINDS) -> SourceFile:
    """The bytes of a ministry's file, once its name, size and container are in order.

    The bytes are read once: what was checked is what is read.

    Args:
        path: the file. kinds: which kinds are read, by their endings.

    Raises:
        BadInputError: the name cannot be trusted, there is no such file, it is empty or too large,
            its ending is not known or not what the file is, or its container may do harm.
    """
    check_name(path.name)
    if not path.is_file():
        raise BadInputError("limits.not_regular" if path.exists() else "limits.no_file", path=path)
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        ending = repr(path.suffix) if path.suffix else Reason("limits.no_ending")
        advice = true_form(path.name, _begin(path)) or Reason("limits.save_as_xlsx")
        raise BadInputError(
            "limits.ending", name=path.name, ending=ending, known=", ".join(kinds), advice=advice
        )
    _check_size(path.name, path.stat().st_size, MOST_BYTES)
    data = _begin(path)
    _check_size(path.name, len(data), MOST_BYTES)
    source = SourceFile(path.name, _true_kind(path.name, kind, data), data)
    _check_inside(source)
    return source


def _begin(path: Path) -> bytes:
    """The bytes of a file, up to one more than are read."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def check_name(name: str) -> None:
    """Refuse a file name that is not what it seems.

    Raises:
        BadInputError: it holds a path separator, a control character, a mark that turns the
            direction of writing or is not seen, or it is too long.
    """
    shown = name.encode("ascii", "backslashreplace").decode()
    for character in name:
        category = unicodedata.category(character)
        if character in _FORBIDDEN_LETTERS or category in _FORBIDDEN_CATEGORIES:
            raise BadInputError("limits.letter", shown=shown, code=ord(character))
    if not name.strip(". ") or len(name) > _LONGEST_NAME:
        raise BadInputError("limits.length", shown=shown[:60], most=_LONGEST_NAME)


def _check_size(name: str, size: int, most: int) -> None:
    if size == 0:
        raise BadInputError("limits.empty", name=name)
    if size > most:
        raise BadInputError("limits.size", name=name, size=size, most=most)


def _true_kind(name: str, kind: str, data: bytes) -> str:
    """The kind by the bytes: web pages and old workbooks often bear another ending."""
    begin = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if kind == "pdf" and PDF in data[:1024]:
        return kind
    if kind == "xlsx" and data.startswith(OLE) and is_old_workbook(data):
        return "xls"
    is_odd = begin.startswith((b"<?xml", b"From:", b"MIME-Version:", b"{", b"["))
    form = true_form(name, data) if is_odd else None
    if kind in {"xlsx", "xls", "ods", "docx"} and data.startswith(ZIP) and is_packed(data):
        form = Reason("true_forms.zip")
    if form:
        raise BadInputError("limits.other_form", name=name, form=form)
    if kind in {"xls", "xlsx"} and _HTML.search(begin):
        return "html"
    if kind == "xls" and data.startswith(ZIP) and not is_word(data):
        return "xlsx"
    expected = _BEGINNINGS.get(kind)
    is_other = is_word(data) is not (kind == "docx") if expected else data.startswith(_NO_TEXT)
    if is_other or (expected and not data.startswith(expected)):
        locked = kind in {"xlsx", "ods", "docx"} and data.startswith(OLE)
        form = true_form(name, data)
        if form and not locked:
            raise BadInputError("limits.other_form", name=name, form=form)
        advice = Reason("limits.locked" if locked else "limits.other_ending")
        found = data[:8].decode("ascii", "replace")
        raise BadInputError("limits.beginning", name=name, found=found, advice=advice)
    return kind


def _check_inside(source: SourceFile) -> None:
    if source.kind in {"xlsx", "ods", "docx"}:
        containers.check_zip(source.name, source.data)
    elif source.kind == "pdf":
        containers.check_pdf_streams(source.name, source.data)
    elif source.kind in {"text", "html"}:
        _check_size(source.name, len(source.data), MOST_TEXT_BYTES)
        lines = source.data.count(b"\n")
        if source.kind == "text" and lines > MOST_ROWS:
            raise BadInputError("limits.lines", name=source.name, lines=lines, most=MOST_ROWS)
        if source.kind == "html" and _ENTITY.search(source.data):
            raise BadInputError("limits.entities", name=source.name)
