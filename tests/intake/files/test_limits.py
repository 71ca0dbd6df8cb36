"""Files made to harm, or that are not what they seem, are refused before they are read."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from pathlib import Path

import pytest

from helpers.errors import BadInputError
from helpers.intake.files import containers, limits
from helpers.intake.files.limits import check_name, open_source
from helpers.intake.reading import transcribe
from helpers.sources.provinces import Units


def workbook(sheet: bytes = b"<sheetData/>", **others: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in others.items():
            container.writestr(name, content)
    return file.getvalue()


def put(tmp_path: Path, data: bytes, name: str = "bang.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "name",
    ["a/b.xlsx", "..\\a.xlsx", "a\x00.csv", "a\n.csv", "b\u202excod.csv", "a\u200b.csv",
     "a\u2028.csv", "..", " ", "a" * 201 + ".csv", "c:a.csv"],
)  # fmt: skip
def test_hostile_names(name: str) -> None:
    with pytest.raises(BadInputError, match="name"):
        check_name(name)


@pytest.mark.parametrize(
    ("name", "pieces", "says"),
    [
        ("bảng.csv", ["xl/workbook.xml"], "an Excel workbook: rename it to bảng.xlsx"),
        ("bảng.xlsx.csv", ["xl/workbook.xml"], "an Excel workbook: rename it to bảng.xlsx,"),
        ("bang.html", ["xl/workbook.xml"], "an Excel workbook"),
        ("bang.pdf", ["xl/workbook.xml"], "an Excel workbook"),
        ("bang.xlsx", ["word/document.xml"], "a Word document"),
        ("bang.xls", ["word/document.xml"], "a Word document"),
        ("bang.docx", ["word/document.xml"], "a Word document.*save that as bang.xlsx"),
        ("bang.zip", ["bang.csv"], "unpack it"),
        ("bang.xlsx", ["bang.xlsx"], "unpack it"),
        ("bang.ods", ["thang 10/bang.ods", "thang 10/doc.pdf"], "unpack it"),
        ("bang.xls", ["bang.csv"], "unpack it"),
    ],
)
def test_what_a_container_really_is(
    tmp_path: Path, name: str, pieces: list[str], says: str
) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as container:
        for piece in pieces:
            container.writestr(piece, b"<a/>")
    with pytest.raises(BadInputError, match=says):
        open_source(put(tmp_path, data.getvalue(), name))


@pytest.mark.parametrize(
    ("name", "begins", "says"),
    [
        ("a.csv", b"\xd0\xcf\x11\xe0", "old kind"),
        ("a.csv", b"%PDF-1.7", "a PDF: rename it to a.pdf"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "old kind"),
        ("a.png", b"\x89PNG", "a picture"),
        ("a.xlsx", b"\xff\xd8\xff", "a picture"),
    ],
)
def test_what_bytes_really_are(tmp_path: Path, name: str, begins: bytes, says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        open_source(put(tmp_path, begins + b"rest", name))


def test_usual_names_pass() -> None:
    for name in ("Phụ lục 1 - DTI 2025 (34 tỉnh).xlsx", "dti_2025.PDF", "Bảng, số 2.csv"):
        check_name(name)


def test_what_is_in_order_passes(tmp_path: Path) -> None:
    source = open_source(put(tmp_path, workbook()))
    assert source.kind == "xlsx"
    assert len(source.sha256) == 64


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.docx", b"x", "not read"),
        ("a", b"x", "not read"),
        ("a.xlsx", b"hello", "does not begin"),
        ("a.pdf", b"PK\x03\x04", "not what its ending says"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0rest", "password"),
        ("a.xlsx", b"PK\x03\x04broken", "broken"),
        ("a.html", b"<html><!ENTITY a 'b'></html>", "entities"),
    ],
)
def test_not_what_it_says(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        open_source(put(tmp_path, data, name))


def test_no_such_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(BadInputError):
            open_source(path)


def test_ten_million_rows_are_refused_at_once(tmp_path: Path) -> None:
    for name, data in (("a.csv", b"1\n" * 10_000_000), ("b.csv", b"\n" * 7_000_000)):
        path = put(tmp_path, data, name)
        start = time.perf_counter()
        with pytest.raises(BadInputError, match="at most"):
            open_source(path)
        assert time.perf_counter() - start < 2


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 100)
    with pytest.raises(BadInputError, match="at most 100"):
        open_source(put(tmp_path, b"%PDF-" + b" " * 100, "a.pdf"))


@pytest.mark.parametrize(
    "inner", ["../../etc/passwd", "/etc/passwd", "xl\\..\\..\\a.xml", "C:/a.xml"]
)
def test_names_that_lead_out(tmp_path: Path, inner: str) -> None:
    with pytest.raises(BadInputError, match="leads out"):
        open_source(put(tmp_path, workbook(**{inner: b"x"})))


def test_a_piece_twice(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="twice"):
        open_source(put(tmp_path, workbook(**{"XL/worksheets/sheet1.xml": b"x"})))


def test_too_many_pieces(tmp_path: Path) -> None:
    many = {f"f{i}": b"" for i in range(containers.MOST_ENTRIES + 1)}
    with pytest.raises(BadInputError, match="pieces inside"):
        open_source(put(tmp_path, workbook(**many)))


def test_a_bomb_is_refused_at_once(tmp_path: Path) -> None:
    path = put(tmp_path, workbook(bomb=b"\0" * 90_000_000))
    start = time.perf_counter()
    with pytest.raises(BadInputError, match="swells"):
        open_source(path)
    assert time.perf_counter() - start < 1


def test_a_size_that_lies(tmp_path: Path) -> None:
    data = workbook(b"<a>" + b"x y z" * 1000 + b"</a>")
    size = struct.pack("<I", 5007)
    assert data.count(size) == 2
    with pytest.raises(BadInputError, match="larger than it says"):
        open_source(put(tmp_path, data.replace(size, struct.pack("<I", 10))))
    with pytest.raises(BadInputError, match="has 5007 bytes"):
        open_source(put(tmp_path, data.replace(size, struct.pack("<I", 9999))))
    with pytest.raises(BadInputError, match="would expand"):
        open_source(put(tmp_path, data.replace(size, struct.pack("<I", 900_000_000))))


def test_two_names(tmp_path: Path) -> None:
    data = workbook()
    begin = data.index(b"xl/worksheets")
    forged = data[:begin] + b"xl/workshee_s" + data[begin + 13 :]
    with pytest.raises(BadInputError, match="two names"):
        open_source(put(tmp_path, forged))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("word", ['<!DOCTYPE x [<!ENTITY a "aaaa">]>', "<!doctype x>"])
def test_document_types_and_entities(tmp_path: Path, word: str, encoding: str) -> None:
    for filler in (0, containers._STEP - 30):  # also where a word lies over two steps
        sheet = (" " * filler + word + "<sheetData/>").encode(encoding)
        with pytest.raises(BadInputError, match=r"document type|swells"):
            open_source(put(tmp_path, workbook(sheet)))


@pytest.mark.parametrize(
    "sheet",
    [
        b'<row><c r="XFD1"/></row>',
        b'<row><c r="A1048576"/></row>',
        b"<row><c s='1' r='A10001'/></row>",
        b"<row r='1'/>" * 10_001,
        b"<row>" + b"<c/>" * 257 + b"</row>",
    ],
)
def test_cells_far_outside(tmp_path: Path, sheet: bytes) -> None:
    with pytest.raises(BadInputError, match="rows"):
        open_source(put(tmp_path, workbook(b"<sheetData>" + sheet + b"</sheetData>")))


def test_a_pdf_that_swells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import zlib

    packed = zlib.compress(b"\0" * 3_000_000)
    data = b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n" + packed + b"\nendstream"
    assert open_source(put(tmp_path, data, "a.pdf")).kind == "pdf"
    monkeypatch.setattr(containers, "MOST_EXPANDED", 1_000_000)
    with pytest.raises(BadInputError, match="expand"):
        open_source(put(tmp_path, data, "a.pdf"))


def test_a_damaged_piece(tmp_path: Path) -> None:
    data = workbook(b"<sheetData>abcdefgh</sheetData>")
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as container:
        container.writestr("a.xml", b"<sheetData>abcdefgh</sheetData>")
    assert b"abcdefgh" not in data
    with pytest.raises(BadInputError, match="damaged"):
        open_source(put(tmp_path, stored.getvalue().replace(b"abcdefgh", b"abcdefgi")))


def test_merged_cells_without_end() -> None:
    from helpers.intake.files.spreadsheet import _spread_merged

    values = [["x"] * 100 for _ in range(100)]
    with pytest.raises(BadInputError, match="merged cells"):
        _spread_merged(values, [((0, 0), (99, 99))] * 1000)


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ('table:number-rows-repeated="1048576"', ""),
        ("", 'table:number-columns-repeated="16384"'),
        ("", 'table:number-rows-spanned="9999999" table:number-columns-spanned="999"'),
    ],
)
def test_an_ods_that_repeats_without_end(tmp_path: Path, row: str, cell: str) -> None:
    from helpers.intake.files.ods import read_ods

    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:body {names}><table:table table:name='a'><table:table-row {row}>"
        f"<table:table-cell {cell}><text:p>Hà Nội</text:p></table:table-cell></table:table-row>"
        "</table:table></office:body>"
    )
    source = open_source(put(tmp_path, workbook(**{"content.xml": content.encode()}), "bang.ods"))
    with pytest.raises(BadInputError, match="at most"):
        read_ods(source)


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".xls", ".pdf", ".html", ".csv"])
def test_damaged_files_end_in_a_message(tmp_path: Path, units: Units, ending: str) -> None:
    """Bytes changed at random: either the file reads, or the message says what to do."""
    import random

    chance = random.Random(20251122)
    good = {
        ".xlsx": workbook(), ".ods": workbook(), ".xls": b"\xd0\xcf\x11\xe0" + b"\0" * 3000,
        ".pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>",
        ".html": "<table><tr><td rowspan=2>Hà Nội</td></tr></table>".encode(),
        ".csv": "TT,Tỉnh\n1,Hà Nội\n".encode(),
    }[ending]  # fmt: skip
    for _ in range(100):
        data = bytearray(good)
        for _ in range(chance.choice([1, 3, 20])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path = put(tmp_path, bytes(data), f"bang{ending}")
        with pytest.raises(BadInputError):
            transcribe(path, "DTI", "2024", "34", units, {})
