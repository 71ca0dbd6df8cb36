"""A Word document is read as a person reads it: its boxes, tables and notes, nothing twice."""

from __future__ import annotations

import io
import zipfile

from helpers.documents.document import Paragraph, numbered
from helpers.documents.word import read_word

from ..made_documents import note_mark, paragraph, run, table, text_box, word_file


def read(data: bytes) -> tuple[tuple[Paragraph, ...], list[str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        pieces, left_out = read_word({name: container.read(name) for name in container.namelist()})
    return numbered(pieces), left_out


def shown(data: bytes) -> list[tuple[str, int, int, str]]:
    return [(p.place.kind, p.place.number, p.place.row, p.text) for p in read(data)[0]]


def test_headings_tables_boxes_and_notes_have_their_places() -> None:
    body = (
        paragraph("Báo cáo", "u1")
        + paragraph("Huế xếp thứ 2/63", more=note_mark(1) + run(" DTI 2023."))
        + paragraph("", more=text_box("Đà Nẵng: hạng 1"))
        + table([["Tỉnh", "Hạng"], ["Huế", "2"]])
        + f"<w:sdt><w:sdtContent>{paragraph('Trong ô nhập')}</w:sdtContent></w:sdt>"
        + table([["Lạng Sơn", "4"]])
    )
    assert shown(word_file(body, ["Điểm: 0,7601."])) == [
        ("heading", 1, 0, "Báo cáo"),
        ("paragraph", 1, 0, "Huế xếp thứ 2/63 DTI 2023."),
        ("box", 1, 0, "Đà Nẵng: hạng 1"),
        ("row", 1, 1, "Tỉnh | Hạng"),
        ("row", 1, 2, "Huế | 2"),
        ("paragraph", 2, 0, "Trong ô nhập"),
        ("row", 2, 1, "Lạng Sơn | 4"),
        ("footnote", 1, 0, "Điểm: 0,7601."),
    ]


def test_what_is_deleted_hidden_or_a_mark_of_a_note_is_no_text() -> None:
    raised, hidden = '<w:vertAlign w:val="superscript"/>', "<w:vanish/>"
    deleted = "<w:del><w:r><w:delText>thứ 9</w:delText></w:r></w:del>"
    put_in = f"<w:ins>{run('thứ 4')}</w:ins>"
    more = run("/63") + run("1", raised) + run(" ẩn", hidden) + run(" cả nước")
    data = word_file(
        f"<w:p>{run('Xếp ')}{deleted}{put_in}{more}</w:p>", header1="<a/>", comments="<a/>"
    )
    paragraphs, left_out = read(data)
    assert [p.text for p in paragraphs] == ["Xếp thứ 4/63 cả nước"]
    assert left_out == ["margins", "remarks", "deleted"]


def test_breaks_tabs_and_hyphens_that_do_not_break_part_no_word() -> None:
    text = "<w:r><w:t>Bà Rịa</w:t><w:noBreakHyphen/><w:t>Vũng Tàu</w:t><w:br/><w:t>4</w:t></w:r>"
    assert shown(word_file(f"<w:p>{text}</w:p>")) == [("paragraph", 1, 0, "Bà Rịa-Vũng Tàu 4")]


def test_a_table_within_a_cell_is_its_text() -> None:
    inner = table([["a", "b"]])
    body = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc>{paragraph('c')}</w:tc></w:tr></w:tbl>"
    assert shown(word_file(body)) == [("row", 1, 1, "a b | c")]


def test_text_for_older_programs_is_not_read_twice() -> None:
    given = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = f"<mc:Choice Requires='wps'>{run('hạng 4')}</mc:Choice><mc:Fallback>{run('hạng 4')}"
    body = (
        f"<w:p><mc:AlternateContent xmlns:mc='{given}'>{both}</mc:Fallback></mc:AlternateContent>"
    )
    assert shown(word_file(f"{body}</w:p>")) == [("paragraph", 1, 0, "hạng 4")]
