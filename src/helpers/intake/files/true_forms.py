"""What is a file by its bytes, where its ending says otherwise, and what helps?"""

from __future__ import annotations

from pathlib import PurePath

ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-"
_WORKBOOK, _WORD = b"xl/work", b"word/"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_SAVE_TABLE = "open it where it can be opened, save the table as {stem}.xlsx without a password"
_FROM_WORD = (
    "open it in Word or LibreOffice, copy the table into a new workbook and save that as "
    "{stem}.xlsx (or save the document as {stem}.pdf)"
)
# How a file begins, what a container also holds (names of pieces stand there uncompressed), what
# the file then is, and what helps. The first that fits counts.
_FORMS = (
    (ZIP, _WORKBOOK, "an Excel workbook", "rename it to {stem}.xlsx"),
    (ZIP, _ODS, "an OpenDocument workbook", "rename it to {stem}.ods"),
    (ZIP, _WORD, "a Word document", _FROM_WORD),
    (ZIP, b"", "a packed file (ZIP)", "unpack it and give the table inside"),
    (OLE, b"", "an Office file of the old kind (.xls, .doc), or a locked one", _SAVE_TABLE),
    (PDF, b"", "a PDF", "rename it to {stem}.pdf"),
    *(
        (begin, b"", "a picture, in which no figures are read", "ask for the table as a workbook")
        for begin in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
    ),
)
_ENDINGS = {".xlsx", ".xls", ".ods", ".csv", ".pdf", ".doc", ".docx"}


def true_form(name: str, data: bytes) -> str:
    """What a file is by its bytes and what to do with it, for a message; "" where none is known.

    Told apart are Excel and OpenDocument workbooks, Word documents, other Office files, PDF and
    pictures.
    """
    stem = PurePath(name).stem
    while PurePath(stem).suffix.lower() in _ENDINGS:
        stem = PurePath(stem).stem
    for begin, holds, form, advice in _FORMS:
        if data.startswith(begin) and holds in data:
            return f"It is {form}: {advice.format(stem=stem)}, and run again."
    return ""


def is_word(data: bytes) -> bool:
    """Whether a container holds a Word document and no workbook."""
    return data.startswith(ZIP) and _WORD in data and _WORKBOOK not in data
