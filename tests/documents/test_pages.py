"""The pages of a PDF are read column by column; what every page repeats is left out."""

from __future__ import annotations

import io

import pdfplumber
import pytest

from helpers.documents.document import Paragraph, numbered
from helpers.documents.pages import read_pages

from ..made_documents import pdf_of_two_columns, pdf_of_words, wrapped

LEFT = (
    "Theo kết quả công bố năm 2023, tỉnh Lạng Sơn đạt 0,7601 điểm, xếp thứ 4 trong 63 tỉnh, thành "
    "phố. So với kỳ trước tỉnh tăng hai bậc, và chính quyền số của tỉnh xếp thứ 4, kinh tế số xếp "
    "thứ 8 toàn quốc."
)
RIGHT = (
    "Tỉnh Bắc Giang xếp thứ 9 về cùng chỉ số, thấp hơn Lạng Sơn năm bậc nhưng cao hơn mức bình "
    "quân của cả vùng. Kết quả này do Bộ tính từ các chỉ số chính của từng tỉnh trong năm."
)


def read(data: bytes) -> tuple[tuple[Paragraph, ...], list[str]]:
    with pdfplumber.open(io.BytesIO(data)) as document:
        pieces, left_out = read_pages(document.pages)
    return numbered(pieces), left_out


@pytest.mark.parametrize("shift", [0, 5, 6.5])
def test_columns_are_read_one_after_the_other(shift: float) -> None:
    sides = [wrapped(LEFT, 42), wrapped(RIGHT, 42)]
    paragraphs, left_out = read(
        pdf_of_two_columns("Chuyển đổi số ở vùng núi", [sides, sides], "Bản tin số", shift)
    )
    assert [(p.place.kind, p.place.page, p.text) for p in paragraphs] == [
        ("heading", 1, "Chuyển đổi số ở vùng núi"),
        ("paragraph", 1, LEFT), ("paragraph", 1, RIGHT),
        ("paragraph", 2, LEFT), ("paragraph", 2, RIGHT),
    ]  # fmt: skip
    assert left_out == ["margins"]


def test_a_word_broken_at_the_end_of_a_line_is_whole_and_a_range_keeps_its_dash() -> None:
    lines = [
        "The province has prepared for the next edi-", "tion of the index since the years 2021-",
        "2023, when it was in the fourth place of the country.", "It stays there now.",
    ]  # fmt: skip
    paragraphs, _ = read(pdf_of_two_columns("Title", [[lines, []]]))
    assert paragraphs[1].text == (
        "The province has prepared for the next edition of the index since the years 2021- 2023, "
        "when it was in the fourth place of the country. It stays there now."
    )


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    words = LEFT.split()
    half, rest = " ".join(words[:25]), " ".join(words[25:])
    whole = [wrapped(half, 42), wrapped(rest, 42)]
    paragraphs, _ = read(pdf_of_two_columns("Tiêu đề", [whole]))
    assert [p.text for p in paragraphs[1:]] == [LEFT]
    paragraphs, _ = read(pdf_of_two_columns("Tiêu đề", [[whole[0], []], [whole[1], []]]))
    assert [(p.place.page, p.text) for p in paragraphs[1:]] == [(1, LEFT)]


def test_rows_of_cells_are_no_columns_of_sentences() -> None:
    rows = [f"Tỉnh {name}" for name in ("Lạng Sơn", "Huế", "Đà Nẵng", "Cà Mau", "Hà Nội")]
    paragraphs, _ = read(pdf_of_two_columns("Bảng", [[rows, ["4", "2", "1", "30", "6"]]]))
    assert [p.text for p in paragraphs][1:3] == ["Tỉnh Lạng Sơn | 4", "Tỉnh Huế | 2"]


@pytest.mark.parametrize("hour", ["12/1/26, 6:30 PM", "18:30 1/12/26", "01/12/2026, 18:30"])
def test_what_a_browser_prints_around_a_page_is_no_text_but_its_title_is(hour: str) -> None:
    words = [(30, 820, hour), (250, 820, "Lạng Sơn"), (60, 600, "DTI 2023: thứ 4/63."),
             (30, 15, "https://bao.example/dti-2023.html"), (550, 15, "1/1")]  # fmt: skip
    paragraphs, left_out = read(pdf_of_words(words))
    assert [one.text for one in paragraphs] == ["Lạng Sơn", "DTI 2023: thứ 4/63."]
    assert left_out == ["margins"]
