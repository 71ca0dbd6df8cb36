"""A page in the form that a person asks for: one file, or one for each chart."""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from helpers.atomic_files import write_atomically
from helpers.errors import BadInputError
from helpers.export.page import page_charts, standalone
from helpers.export.pdf import find_browser, print_page
from helpers.export.pictures import check_can_draw, print_picture
from helpers.export.word import check_can_write_word, word_document

EXPORTS = "exports"
"""The folder, below the project's root, where nothing else lies."""
_WRITTEN = ".written.json"
_WORD_DATE = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")
_PDF_DATE, _NO_DATE = re.compile(rb"\(D:\d{14}"), b"(D:20000101000000"
"""When a browser printed it; the form asks for some day, of this length."""
_UNIX = 3
"""What a zip calls the system that it was made on."""


def check_form(form: str) -> None:
    """Refuse a form ("docx", "pdf", "html", "png") that this machine cannot make.

    Raises:
        BadInputError: what makes it is not installed; says how to get it, or what to do instead.
    """
    checks = {"docx": check_can_write_word, "pdf": find_browser, "png": check_can_draw}
    if form in checks:
        checks[form]()


def exported(page: str, form: str, lang: str, target: Path) -> dict[Path, bytes]:
    """The files to write, by their place.

    Args:
        page: as `site.render_page` gives it.
        form: "docx", "pdf", "html" or "png".
        lang: "vi" or "en".
        target: the file; charts get their number and what they show before its ending.

    Raises:
        BadInputError: charts are wanted of a page without any, or the browser gave no PDF.
    """
    # Office programs find no letter that is written in two characters.
    page = unicodedata.normalize("NFC", page)
    if form == "docx":
        return {target: _undated_word(word_document(page, lang))}
    if form == "pdf":
        printed = print_page(standalone(page), find_browser())
        return {target: _PDF_DATE.sub(_NO_DATE, printed)}
    if form == "html":
        return {target: standalone(page).encode("utf-8")}
    charts = page_charts(page)
    if not charts:
        raise BadInputError("export.no_chart")
    return {
        target.with_name(f"{target.stem}.{number}-{chart.name}{target.suffix}"): print_picture(
            chart.svg
        )
        for number, chart in enumerate(charts, start=1)
    }


class Exports:
    """The files that were exported; one that was edited since, or is of another, is left alone.

    Args:
        root: the project's folder. Exports lie in a folder of their own below it, with a list of
            what was written, or wherever a person wants them outside.
    """

    def __init__(self, root: Path) -> None:
        self._root, self.folder = root.resolve(), root / EXPORTS
        self._list = self.folder / _WRITTEN

    def check(self, path: Path, *, replace: bool) -> None:
        """Refuse a place before anything is run for it.

        Raises:
            BadInputError: it lies among the project's own files, or holds a file that no export
                wrote as it is, and is not to be replaced.
        """
        place = path.resolve()
        if place.is_relative_to(self._root):
            folders = place.relative_to(self._root).parts[:-1]
            if folders and folders[0] != EXPORTS:
                raise BadInputError("export.place", path=path, folder=EXPORTS)
        if not replace and path.exists():
            known = self._written().get(self._name(path))
            if not path.is_file() or known != _digest(path.read_bytes()):
                raise BadInputError("export.foreign", path=path)

    def write(self, path: Path, content: bytes) -> None:
        """Write a file, whole or not at all, in the place of one of its name.

        Raises:
            BadInputError: the place cannot be written, as where Word holds the file open.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content)
            written = self._written() | {self._name(path): _digest(content)}
            self.folder.mkdir(exist_ok=True)
            write_atomically(self._list, json.dumps(written, ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            raise BadInputError("export.not_written", path=path, error=error.strerror) from None

    def _written(self) -> dict[str, str]:
        """The digests of all that was written, by their place."""
        try:
            found: dict[str, str] = json.loads(self._list.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found

    def _name(self, path: Path) -> str:
        """What to call a place: from the project's root, so that the project may be moved."""
        place = path.resolve()
        inside = place.is_relative_to(self._root)
        return (place.relative_to(self._root) if inside else place).as_posix()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files by their names, the same bytes whenever and wherever it is made."""
    return _zipped(sorted(files.items()))


def _undated_word(document: bytes) -> bytes:
    """A Word file that does not say when it was written: the same page gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    return _zipped((name, _WORD_DATE.sub(b"", part)) for name, part in parts)


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name)  # of 1980, the first day a zip knows
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, _UNIX
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compresslevel=9)
    return whole.getvalue()
