"""Lines of a plain text are its paragraphs, unless only the width of the page has broken them."""

from __future__ import annotations

import textwrap
import unicodedata

from helpers.documents.document import Piece, numbered
from helpers.documents.plain import read_plain

FIRST = "Lạng Sơn đạt 0,7601 điểm, xếp thứ 4 trong 63 tỉnh, thành phố. Tỉnh tăng hai bậc so với kỳ "
FIRST += "trước. Đây là năm thứ hai liên tiếp tỉnh đứng đầu vùng."
SECOND = "- Huế xếp thứ 2 cả nước."


def texts(text: str) -> list[str]:
    return [paragraph.text for paragraph in numbered(read_plain(text))]


def test_each_line_is_a_paragraph_and_the_first_the_title() -> None:
    paragraphs = numbered(read_plain(f"Tiêu đề\n\n{FIRST}\n{SECOND}\n"))
    assert [(p.place.kind, p.place.number, p.text) for p in paragraphs] == [
        ("title", 1, "Tiêu đề"), ("paragraph", 1, FIRST), ("paragraph", 2, SECOND),
    ]  # fmt: skip


def test_lines_broken_by_their_width_are_put_together() -> None:
    wrapped = "\n".join(textwrap.wrap(FIRST, 64))
    assert wrapped.count("\n") == 2
    assert texts(f"Tiêu đề\n\n{wrapped}\n{SECOND}") == ["Tiêu đề", FIRST, SECOND]


def test_cells_between_tabs_have_bars_and_marks_are_one_spelling() -> None:
    nfd = unicodedata.normalize("NFD", "Tỉnh\tHạng\nHuế\t2")
    assert texts(nfd) == ["Tỉnh | Hạng", "Huế | 2"]


def test_lines_with_bars_are_rows_of_tables_of_their_own() -> None:
    text = "Tiêu đề\nChỉ tiêu | 2025 | 2026\nĐiểm DTI | 0,73 | 0,76\nHết.\nHuế | 2"
    places = [paragraph.place for paragraph in numbered(read_plain(text))]
    assert [(one.kind, one.number, one.row) for one in places] == [
        ("title", 1, 0), ("row", 1, 1), ("row", 1, 2), ("paragraph", 1, 0), ("row", 2, 1),
    ]  # fmt: skip


def test_what_holds_nothing_has_no_place() -> None:
    pieces = [
        Piece("row", " | ", opens=True), Piece("row", "a | b"), Piece("paragraph", "\u200b "),
        Piece("paragraph", "c\u2028d"),
    ]  # fmt: skip
    found = [(p.place.kind, p.place.number, p.place.row, p.text) for p in numbered(pieces)]
    assert found == [("row", 1, 2, "a | b"), ("paragraph", 1, 0, "c d")]
