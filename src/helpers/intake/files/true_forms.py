"""What is a file by its bytes, where its ending says otherwise, and what helps?"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from pathlib import PurePath

from helpers.errors import Reason

ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-"
PACKED = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_WORD = b"word/"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_XML_WORKBOOK = b"urn:schemas-microsoft-com:office:spreadsheet"
# How a file begins, what a container also holds (names of pieces stand there uncompressed), and
# the entry that says what the file then is and what helps. The first that fits counts.
_FORMS = (
    (ZIP, _ODS, "true_forms.ods"),
    (ZIP, _WORD, "true_forms.word"),
    (ZIP, b"", "true_forms.zip"),
    *((begin, b"", "true_forms.zip") for begin in PACKED),
    (b"<?xml", _XML_WORKBOOK, "true_forms.xml_workbook"),
    *((begin, b"multipart/", "true_forms.web_archive") for begin in (b"From:", b"MIME-Version:")),
    (OLE, b"", "true_forms.old_office"),
    (PDF, b"", "true_forms.pdf"),
    *(
        (begin, b"", "true_forms.picture")
        for begin in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
    ),
)
_ENDINGS = {".xlsx", ".xls", ".ods", ".csv", ".pdf", ".doc", ".docx"}


def true_form(name: str, data: bytes) -> Reason | None:
    """What a file is by its bytes and what to do with it; None where that is not known.

    Told apart are Excel and OpenDocument workbooks, Word documents, other Office files, packed
    files, PDF and pictures.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    stem = PurePath(name).stem
    while PurePath(stem).suffix.lower() in _ENDINGS:
        stem = PurePath(stem).stem
    if data.lstrip()[:1] in (b"{", b"[") and _is_json(data):
        return Reason("true_forms.json")
    if data.startswith(ZIP) and _is_workbook(data):
        return Reason("true_forms.xlsx", stem=stem)
    for begin, holds, key in _FORMS:
        if data.startswith(begin) and holds in data:
            return Reason(key, stem=stem)
    return None


def is_word(data: bytes) -> bool:
    """Whether a container holds a Word document and no workbook."""
    return data.startswith(ZIP) and _WORD in data and not _is_workbook(data)


def is_packed(data: bytes) -> bool:
    """Whether a container is no document itself and holds files that may be the table."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            names = container.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error):
        return False
    is_document = "[Content_Types].xml" in names or "mimetype" in names
    return not is_document and any(PurePath(name).suffix.lower() in _ENDINGS for name in names)


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def is_old_workbook(data: bytes) -> bool:
    """Whether an Office file of the old kind is a workbook, and no encrypted package."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return bool(container.exists("Workbook") or container.exists("Book"))
    except (OSError, ValueError, struct.error):
        return False


def _is_workbook(data: bytes) -> bool:
    """Whether a container is an Excel workbook itself; one that is packed in it does not count.

    A broken container is asked by the names in its bytes: what it is, is said all the same.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            return any(name.startswith("xl/work") for name in container.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error):
        return b"xl/work" in data
