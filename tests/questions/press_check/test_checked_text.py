"""A whole text against the tables: every statement with its place, its record and the counts."""

from __future__ import annotations

import pytest

from helpers.documents.document import Document, Piece, numbered
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.press_check.checked_sentences import (
    counts_said,
    opening_lines,
    statements_said,
    unread_said,
)
from helpers.questions.press_check.checked_text import CheckedText, check_text, outcome, record
from helpers.questions.press_check.headline import exit_status
from helpers.sharing.wording import written
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.statement import Reading, UnreadNumber

# 26 in 2022, 21 in 2023; Hậu Giang has 0.7092 in 2023: counted in the tables of the ministry.
TEXT = [
    ("title", "Chuyển đổi số ở các tỉnh"),
    ("paragraph", "Quảng Ngãi tăng 5 bậc DTI 2023. Quảng Ngãi xếp thứ 22/63 DTI 2023."),
    ("row", "Hậu Giang đạt 0,7092 điểm DTI 2023"),
    ("footnote", "Hậu Giang phấn đấu vào top 10 DTI 2023."),
]
FIELDS = [
    "sentence", "province", "unit_id", "index", "edition", "universe", "measure", "statistic",
    "value", "verdict", "cause", "documented",
]  # fmt: skip


def document(texts: list[tuple[str, str]] = TEXT, **more: tuple[str, ...]) -> Document:
    pieces = (Piece(kind, text, opens=kind == "row") for kind, text in texts)
    return Document("bao-cao.docx", numbered(pieces), **more)


@pytest.fixture(scope="module")
def checked(clean: CleanFigures, definitions: Definitions, units: Units) -> CheckedText:
    given = document(left_out=("margins",), published=("2025-02-14",))
    return check_text(given, clean.tables["rankings"], definitions, units)


def test_each_statement_is_judged_where_it_stands(checked: CheckedText) -> None:
    found = [
        (outcome(one), paragraph.place.kind, checked.sentence(one.statement))
        for one, paragraph in zip(checked.judged, checked.paragraphs(), strict=True)
    ]
    first, second = TEXT[1][1].split(". ")
    assert found == [
        ("agrees", "paragraph", f"{first}."),
        ("contradicted", "paragraph", second),
        ("agrees", "row", TEXT[2][1]),
        ("cannot be checked", "footnote", TEXT[3][1]),
    ]
    assert checked.counts == {"agrees": 2, "contradicted": 1, "cannot be checked": 1}
    assert exit_status(checked.judged) == 1


def test_a_record_has_the_fields_that_are_promised(checked: CheckedText) -> None:
    rows = [record(one, checked.sentence(one.statement)) for one in checked.judged]
    assert [list(row) for row in rows] == [FIELDS] * 4
    assert rows[1] == {
        "sentence": "Quảng Ngãi xếp thứ 22/63 DTI 2023.",
        "province": "Quảng Ngãi",
        "unit_id": "vn63-51",
        "index": "DTI",
        "edition": "2023",
        "universe": "63",
        "measure": "overall",
        "statistic": "rank",
        "value": 22.0,
        "verdict": "disagrees",
        "cause": "",
        "documented": "21",
    }
    assert (rows[0]["value"], rows[0]["documented"]) == (5.0, "+5 (26 → 21)")
    assert (rows[3]["value"], rows[3]["cause"]) == (10, "target")


def test_text_of_several_sets_of_units_names_each(
    clean: CleanFigures, definitions: Definitions, units: Units
) -> None:
    given = document([("paragraph", "Cần Thơ xếp thứ 16 DTI 2024.")])
    (one,) = check_text(given, clean.tables["rankings"], definitions, units).judged
    row = record(one, "")
    # 16 of 63 and 19 of 34.
    assert (row["universe"], row["unit_id"]) == ("", "")
    assert sorted(str(row["documented"]).split("; ")) == ["34: 19", "63: 16"]


@pytest.mark.parametrize(
    ("statuses", "status"),
    [([0, 1, 2], 1), ([0, 2], 0), ([2], 2), ([], 2)],
)
def test_the_exit_status_is_of_what_was_judged(
    checked: CheckedText, statuses: list[int], status: int
) -> None:
    agrees, contradicted, _, unchecked = checked.judged
    of = {0: agrees, 1: contradicted, 2: unchecked}
    assert exit_status([of[each] for each in statuses]) == status


def test_the_answer_says_places_counts_and_what_was_left_out(
    checked: CheckedText, definitions: Definitions
) -> None:
    said = {}
    for lang in ("vi", "en"):
        lines = [*opening_lines(checked)]
        for sentence, answers in statements_said(checked, definitions):
            lines += [sentence, *answers]
        said[lang] = [written(line, lang) for line in (*lines, counts_said(checked))]
    assert said["en"][:3] == [
        "Document: bao-cao.docx",
        "Dates on the page: 2025-02-14; a date of publication is never taken for an edition.",
        "Not read: lines repeated at the edges, page numbers.",
    ]
    assert said["en"][5] == "Paragraph 1: “Quảng Ngãi xếp thứ 22/63 DTI 2023.”"
    assert said["en"][7].startswith("Table 1, row 1: “Hậu Giang đạt")
    assert said["vi"][9].startswith("Chú thích cuối trang 1: “Hậu Giang phấn đấu")
    assert said["vi"][6].startswith("KHÔNG KHỚP: “xếp thứ 22/63”")
    assert said["vi"][-1] == "Số phát biểu: 4. Đúng: 2; không khớp: 1; chưa kiểm tra được: 1."


def test_numbers_that_were_not_read_are_listed_with_the_words_around_them() -> None:
    text = "Tỉnh có 12 huyện. " + "rất " * 30 + "đông, 345 người " + "và " * 30
    given = document([("title", "Một"), ("paragraph", text)])
    at = given.text.index("345")
    reading = Reading(given.text, (), (UnreadNumber(at, at + 3, 4, len(given.text)),))
    counted, (line,) = unread_said(CheckedText(given, reading, ()))
    assert written(counted, "en").endswith("(1):")
    words = written(line, "en")
    assert words.startswith("“345” (paragraph 1: “… rất rất")
    assert "đông, 345 người và và" in words
    assert words.endswith(" …”)")


def test_places_of_another_spelling_are_a_fault() -> None:
    given = document()
    with pytest.raises(ValueError, match="spelling"):
        CheckedText(given, Reading(given.text + " ", (), ()), ())
