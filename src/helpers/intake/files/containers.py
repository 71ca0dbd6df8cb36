"""Whether a container (.xlsx, .ods, .pdf) can be opened without harm: looked at piece by piece.

Declared sizes may lie, so every piece is expanded in small steps and counted; nothing is kept.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NoReturn

from helpers.errors import BadInputError, Reason
from helpers.intake.files.grids import MOST_COLUMNS, MOST_ROWS

MOST_ENTRIES = 1_000
MOST_EXPANDED = 100 * 1024 * 1024
_HIGHEST_RATIO = 200
_SMALL = 1024 * 1024
_STEP = 64 * 1024
_MOST = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_LONGEST_TAG = 4096
_FORBIDDEN = re.compile(rb"(?i)<!(?:DOCTYPE|ENTITY)")
_LAST_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*?\br\s*=\s*[\"']([A-Za-z]{1,4})([0-9]{1,9})[\"']")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)[\s/>]")
_STREAM = re.compile(rb"stream\r?\n")
_LETTERS = 26
_ZLIB = b"\x78"


def check_zip(name: str, data: bytes) -> None:
    """Refuse a workbook whose zip container is broken, hostile or far too large.

    Raises:
        BadInputError: too many pieces, a piece whose name leads out of the container, stands
            twice or differs in its two places, encryption, more bytes than declared or than
            allowed, XML with a document type or entities, cells far outside any table.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            entries = container.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error) as error:
        _refuse(name, Reason("containers.broken", error=error))
    if len(entries) > MOST_ENTRIES:
        _refuse(name, Reason("containers.pieces", found=len(entries), most=MOST_ENTRIES))
    declared = sum(entry.file_size for entry in entries)
    if declared > MOST_EXPANDED:
        _refuse(name, Reason("containers.declared", declared=declared, most=MOST_EXPANDED))
    seen: set[str] = set()
    total = 0
    for entry in entries:
        _check_entry_name(name, entry, seen)
        total += _check_entry(name, data, entry, MOST_EXPANDED - total)


def _refuse(name: str, problem: Reason) -> NoReturn:
    raise BadInputError("containers.refused", name=name, problem=problem)


def _check_entry_name(name: str, entry: zipfile.ZipInfo, seen: set[str]) -> None:
    inner = entry.orig_filename
    parts = inner.replace("\\", "/").split("/")
    if inner.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in inner:
        _refuse(name, Reason("containers.leads_out", inner=inner))
    if inner.casefold() in seen:
        _refuse(name, Reason("containers.twice", inner=inner))
    seen.add(inner.casefold())


def _check_entry(name: str, data: bytes, entry: zipfile.ZipInfo, left: int) -> int:
    """Expand one piece step by step; gives the bytes it really holds."""
    inner, declared = entry.filename, entry.file_size
    size, checksum, watch = 0, 0, _XmlWatch(name, inner)
    for chunk in _expanded(name, data, entry):
        size, checksum = size + len(chunk), zlib.crc32(chunk, checksum)
        if size > left:
            _refuse(name, Reason("containers.expands", most=MOST_EXPANDED))
        if size > _SMALL and size > _HIGHEST_RATIO * max(entry.compress_size, 1):
            _refuse(name, Reason("containers.swells", inner=inner, ratio=_HIGHEST_RATIO))
        if size > declared:
            _refuse(name, Reason("containers.larger", inner=inner, size=declared))
        watch.see(chunk)
    if checksum != entry.CRC and size == declared:
        _refuse(name, Reason("containers.damaged", inner=inner))
    if size != declared:
        _refuse(name, Reason("containers.other_size", inner=inner, size=size, declared=declared))
    return size


def _expanded(name: str, data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one piece in small steps, whatever size the container declares for it."""
    if entry.flag_bits & 1:
        _refuse(name, Reason("containers.locked"))
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
        _refuse(name, Reason("containers.misplaced", inner=entry.filename))
    fields = _LOCAL_HEADER.unpack(header)
    begin = entry.header_offset + _LOCAL_HEADER.size
    local_name = data[begin : begin + fields[9]]
    if local_name != entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437"):
        _refuse(name, Reason("containers.two_names", inner=entry.filename))
    begin += fields[9] + fields[10]
    packed = memoryview(data)[begin : begin + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _STEP]) for at in range(0, len(packed), _STEP))
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        try:
            yield from _inflated(packed, -15)
        except zlib.error as error:
            _refuse(name, Reason("containers.broken", error=error))
    else:
        _refuse(name, Reason("containers.unusual", inner=entry.filename))


def _inflated(packed: memoryview, window: int) -> Iterator[bytes]:
    """What a packed stream holds, in small steps of both what goes in and what comes out."""
    engine = zlib.decompressobj(window)
    for at in range(0, len(packed), _STEP):
        rest = bytes(packed[at : at + _STEP])
        while rest and not engine.eof:
            yield engine.decompress(rest, _STEP)
            rest = engine.unconsumed_tail
        if engine.eof:
            return
    while chunk := engine.decompress(b"", _STEP):
        yield chunk


class _XmlWatch:
    """Looks at a piece of a workbook as it passes: no entities, no cell beyond any table."""

    def __init__(self, name: str, entry: str) -> None:
        self.name, self.entry = name, entry
        self.is_xml = entry.lower().endswith((".xml", ".rels", ".vml", ".rdf"))
        self.is_sheet = "worksheets/" in entry.lower()
        self.tail, self.rows, self.in_row = b"", 0, 0

    def see(self, chunk: bytes) -> None:
        if not self.is_xml:
            return
        # Only whole tags are looked at; the beginning of a cut one waits for the next step.
        # UTF-16 puts zeros between the letters; without them a forbidden word is found as well.
        text = self.tail + chunk.replace(b"\0", b"")
        if _FORBIDDEN.search(text):
            _refuse(self.name, Reason("containers.entities", inner=self.entry))
        whole = max(text.rfind(b"<"), len(text) - _LONGEST_TAG)
        if self.is_sheet:
            self._see_cells(text[:whole])
        self.tail = text[whole:]

    def _see_cells(self, text: bytes) -> None:
        for token in _ROW_OR_CELL.finditer(text):
            is_row = token[1] == b"row"
            self.rows, self.in_row = (self.rows + 1, 0) if is_row else (self.rows, self.in_row + 1)
            if self.rows > MOST_ROWS or self.in_row > MOST_COLUMNS:
                self._refuse_shape(Reason("containers.more_than", **_MOST))
        for letters, digits in _LAST_CELL.findall(text):
            if int(digits) > MOST_ROWS or column_number(letters.decode()) > MOST_COLUMNS:
                self._refuse_shape(Reason("containers.cell_at", cell=(letters + digits).decode()))

    def _refuse_shape(self, found: Reason) -> None:
        _refuse(self.name, Reason("containers.shape", inner=self.entry, found=found, **_MOST))


def column_number(letters: str) -> int:
    """Which column, from 1, do the letters of a spreadsheet name ("A", "AB")?"""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def cell_name(row: int, column: int) -> str:
    """What does a spreadsheet call a cell ("AB12"), by its row and column from 1?"""
    letters = ""
    while column:
        column, place = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row}"


def check_pdf_streams(name: str, data: bytes) -> None:
    """Refuse a PDF whose packed streams swell far beyond what pages of a table hold.

    Raises:
        BadInputError: the streams expand to more bytes than allowed.
    """
    total = 0
    view = memoryview(data)
    for match in _STREAM.finditer(data):
        if data[match.end() : match.end() + 1] != _ZLIB:
            continue
        try:
            for chunk in _inflated(view[match.end() :], 15):
                total += len(chunk)
                if total > MOST_EXPANDED:
                    _refuse(name, Reason("containers.pages", most=MOST_EXPANDED))
        except zlib.error:
            continue  # not a packed stream after all, or encrypted: the reader of pages will tell
