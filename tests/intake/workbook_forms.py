"""The same cells as workbooks of every kind, written by hand where no program here writes them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

ERRORS = {
    "#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D,
    "#NUM!": 0x24, "#N/A": 0x2A,
}  # fmt: skip
"""Error values and their codes in .xls ([MS-XLS], 2.5.10)."""
Rows = Sequence[Sequence[str]]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SECTOR, _FREE, _LAST, _TABLE = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def is_plain(text: str) -> bool:
    """Whether a text is a number in a spreadsheet's own form."""
    return text.replace(".", "", 1).isdecimal()


def xlsx_cell(text: str, place: str) -> str:
    """One cell of .xlsx: an error, a number, a text."""
    if text in ERRORS:
        return f'<c{place} t="e"><v>{text}</v></c>'
    if is_plain(text):
        return f"<c{place}><v>{text}</v></c>"
    return f'<c{place} t="inlineStr"><is><t>{escape(text)}</t></is></c>' if text else f"<c{place}/>"


def write_xlsx(
    path: Path, rows: Rows, cell: Callable[[str, str], str] = xlsx_cell, *, places: bool = True,
    main: str = MAIN, relations: str = RELATIONS, prefix: str = "",
) -> None:  # fmt: skip
    """A workbook of one sheet without styles; `cell` writes a text at a place such as ' r="B2"'."""
    lines = [
        "".join(cell(t, f' r="{chr(65 + c)}{r}"' if places else "") for c, t in enumerate(row))
        for r, row in enumerate(rows, start=1)
    ]
    data = "".join(f"<row>{line}</row>" for line in lines)
    sheet = f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>'
    if prefix:
        for name in ("worksheet", "sheetData", "row", "c", "v", "is", "t", "f"):
            for begin in ("<", "</"):
                for end in (">", " ", "/>"):
                    sheet = sheet.replace(f"{begin}{name}{end}", f"{begin}{prefix}:{name}{end}")
        sheet = sheet.replace("xmlns=", f"xmlns:{prefix}=")
    package = "http://schemas.openxmlformats.org/package/2006"
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w") as container:
        for name, text in {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{content}.sheet.main+xml"/>'
            "</Types>",
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
            f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
            '<sheet name="Bảng" sheetId="1" r:id="b"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="b" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
            "xl/worksheets/sheet1.xml": sheet,
        }.items():
            container.writestr(name, text)


def record(kind: int, content: bytes = b"") -> bytes:
    """One record of .xls."""
    return struct.pack("<HH", kind, len(content)) + content


def xls_cell(row: int, column: int, text: str) -> bytes:
    """One cell of .xls: an error as such, a number, a text."""
    place = struct.pack("<HHH", row, column, 0)
    if text in ERRORS:
        return record(0x0205, place + bytes([ERRORS[text], 1]))
    if is_plain(text):
        return record(0x0203, place + struct.pack("<d", float(text)))
    if not text:
        return b""
    letters = text.encode("utf-16-le")
    return record(0x0204, place + struct.pack("<HB", len(letters) // 2, 1) + letters)


def xls_formula(row: int, column: int, text: str) -> bytes:
    """A cell of .xls with a formula and its result: an error, "" or a number."""
    result = struct.pack("<d", float(text)) if is_plain(text) else b""
    result = result or bytes(
        [2, 0, ERRORS[text], 0, 0, 0, 255, 255] if text else [3, *[0] * 5, 255, 255]
    )
    formula = bytes([0x1C, 0x2A])  # a constant; nobody here works it out
    tail = struct.pack("<HIH", 0, 0, len(formula)) + formula
    return record(0x0006, struct.pack("<HHH", row, column, 0) + result + tail)


def write_xls(
    path: Path,
    rows: Rows,
    cell: Callable[[int, int, str], bytes] = xls_cell,
    *,
    hidden: bool = False,
) -> None:
    """A workbook of Excel 97 with the sheet «Bảng», and before it an empty one."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)
    cells = b"".join(cell(r, c, t) for r, row in enumerate(rows) for c, t in enumerate(row))
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    chart = record(0x0809, begin) + record(0x0205, bytes(8)) + record(0x000A)
    sheets = [
        record(0x0809, begin) + record(0x0200, bytes(14)) + record(0x000A),
        record(0x0809, begin) + record(0x0200, size) + chart + cells + record(0x000A),
    ]
    names = ["Nháp", "Bảng"]
    listed = [len(name) * 2 + 12 for name in names]
    start = len(record(0x0809, begin)) + sum(listed) + len(record(0x000A))
    stream = record(0x0809, begin)
    for number, name in enumerate(names):
        letters = name.encode("utf-16-le")
        state = 1 if hidden and number else 0
        place = start + sum(map(len, sheets[:number]))
        stream += record(
            0x0085, struct.pack("<IBBBB", place, state, 0, len(letters) // 2, 1) + letters
        )
    path.write_bytes(compound_file(stream + record(0x000A) + b"".join(sheets)))


def compound_file(stream: bytes) -> bytes:
    """A container of the old Office programs that holds one stream, «Workbook»."""
    stream = stream.ljust(4096, b"\0")  # a shorter one would lie elsewhere
    number = -(-len(stream) // _SECTOR)
    assert number + 2 <= _SECTOR // 4, "one sector of the table is written"
    chain = [*range(1, number), _LAST, _LAST, _TABLE]
    table = struct.pack(f"<{_SECTOR // 4}I", *chain, *[_FREE] * (_SECTOR // 4 - len(chain)))
    entries = b"".join(
        (name.encode("utf-16-le").ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ", 2 * len(name) + 2, kind, 1, _FREE, _FREE, child, b"", 0, 0, 0, first,
            size,
        ))
        for name, kind, child, first, size in (
            ("Root Entry", 5, 1, _LAST, 0), ("Workbook", 2, _FREE, 0, len(stream))
        )
    ).ljust(_SECTOR, b"\0")  # fmt: skip
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, number, 0, 4096, _LAST, 0, _LAST, 0,
    )  # fmt: skip
    places = struct.pack("<109I", number + 1, *[_FREE] * 108)
    return head + places + stream.ljust(number * _SECTOR, b"\0") + entries + table


def ods_cell(text: str) -> str:
    """One cell of .ods as LibreOffice writes it: an error shows itself as text."""
    shown = f"<text:p>{escape(text)}</text:p>"
    if text in ERRORS or text.startswith("Err:"):
        kinds = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
        return f'<table:table-cell table:formula="of:=NA()" {kinds}>{shown}</table:table-cell>'
    if is_plain(text):
        value = f'office:value-type="float" office:value="{text}"'
        return f"<table:table-cell {value}>{shown}</table:table-cell>"
    if not text:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string">{shown}</table:table-cell>'


def write_ods(
    path: Path, rows: Rows, cell: Callable[[str], str] = ods_cell, styles: str = ""
) -> None:
    """An OpenDocument workbook of one sheet."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
            ("number", "datastyle"),
        )
    )  # fmt: skip
    spaces += (
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    )
    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        container.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}"
            "</office:automatic-styles><office:body><office:spreadsheet>"
            f'<table:table table:name="Bảng">{lines}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    path.write_bytes(file.getvalue())
