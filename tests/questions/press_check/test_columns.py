"""Bare numbers in rows of a table are of what the head of their column names."""

from __future__ import annotations

import pytest

from helpers.documents.document import Document, Piece, numbered
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.press_check.checked_text import check_text
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units

# Printed in the tables of the ministry: Hậu Giang is 17th of 2022, and 20th of 2023 with 0.7092.
PLAIN, ODD = ("DTI", "2023", "overall", ""), "not understood"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["Tỉnh | Hạng DTI 2022 | Hạng DTI 2023", "Hậu Giang | 17 | 20"],
         [("DTI", "2022", "overall", ""), PLAIN]),
        (["Tỉnh | Hạng", "| Năm 2022 | Năm 2023", "Hậu Giang | 17 | 20"],
         [("DTI", "2022", "overall", ""), PLAIN]),
        (["Tỉnh | Điểm | Hạng chung", "Hậu Giang | 0,7092 | 20"], [PLAIN, PLAIN]),
        (["Province | Rank 2022 | Rank", "Hau Giang | 17 | 20"],
         [("DTI", "2022", "overall", ""), PLAIN]),
        (["Tỉnh | Hạng kinh tế số | Hạng", "Hậu Giang | 22 | 20"],
         [("DTI", "2023", "pillar_economy", ""), PLAIN]),
        (["Tỉnh | PCI 2023 | Hạng", "Hậu Giang | 9 | 20"],
         [(*PLAIN[:3], "another index"), PLAIN]),
        (["Tỉnh | Mục tiêu 2025 | Hạng", "Hậu Giang | 9 | 20"], [(*PLAIN[:3], "target"), PLAIN]),
        (["Tỉnh | Tăng/giảm | Hạng", "Hậu Giang | 3 | 20"], [(*PLAIN[:3], ODD), PLAIN]),
        (["Tỉnh | Số nền tảng | Hạng", "Hậu Giang | 9 | 20"], [(*PLAIN[:3], ODD), PLAIN]),
        (["Tỉnh | Hạng năm trước | Hạng", "Hậu Giang | 17 | 20"], [(*PLAIN[:3], ODD), PLAIN]),
        (["Tỉnh | Hạng 2030 | Hạng", "Hậu Giang | 17 | 20"],
         [("DTI", "2030", "overall", "no such edition"), PLAIN]),
        # Cells that no head stands above, and a table without any head.
        (["Tỉnh | Hạng", "Hậu Giang | 17 | 20"], [(*PLAIN[:3], ODD), (*PLAIN[:3], ODD)]),
        (["Hậu Giang | 20", "Lạng Sơn | 4"], [PLAIN, PLAIN]),
        # Heads over several columns, as readers of files leave them.
        (["Tỉnh | Hạng DTI", "| 2022 | 2023", "Hậu Giang | 17 | 20"],
         [("DTI", "2022", "overall", ""), PLAIN]),
        (["Tỉnh | Kinh tế số | ", "| Hạng 2022 | Hạng 2023", "Hậu Giang | 20 | 22"],
         [("DTI", "2022", "pillar_economy", ""), ("DTI", "2023", "pillar_economy", "")]),
        (["Tỉnh | Kinh tế số | Xã hội số", "| 2022 | 2023 | 2022 | 2023",
          "Hậu Giang | 17 | 22 | 9 | 9"],
         [(*PLAIN[:3], ODD), (*PLAIN[:3], ODD)]),
        (["Tỉnh | Kinh tế số, xã hội số | Hạng", "Hậu Giang | 17 | 20"],
         [(*PLAIN[:3], ODD), PLAIN]),
        # Another table has its own heads.
        (["Tỉnh | Hạng 2022", "Hậu Giang | 17", "", "Tỉnh | Hạng", "Hậu Giang | 20"],
         [("DTI", "2022", "overall", ""), PLAIN]),
        # What a cell says itself is not changed.
        (["Tỉnh | Hạng 2022", "Hậu Giang | hạng 20 DTI 2023"], [PLAIN]),
    ],
)  # fmt: skip
def test_a_number_is_of_what_the_head_of_its_column_names(
    rows: list[str],
    found: list[tuple[str, ...]],
    clean: CleanFigures,
    definitions: Definitions,
    units: Units,
) -> None:
    pieces = [Piece("title", "Chuyển đổi số: DTI 2023")]
    opens = True
    for row in rows:
        pieces += [Piece("row", row, opens=opens)] if row else []
        opens = not row
    document = Document("bang.docx", numbered(pieces))
    checked = check_text(document, clean.tables["rankings"], definitions, units)
    read = [one.statement for one in checked.judged]
    assert [(one.index, one.edition, one.measure, one.refusal) for one in read] == found
    right = [one.verdict for one in checked.judged if not one.statement.refusal]
    assert set(right) == {"agrees"} or not right
    assert checked.reading.statements == tuple(read)
