"""Which statements of an article are proposed for the ledger, and the file a person edits."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from helpers.errors import BadInputError, RawFileError
from helpers.intake.proposals import (
    MOST_WORDS,
    ProposedRow,
    Source,
    printed_value,
    propose,
    words_around,
)
from helpers.intake.proposals_file import COLUMNS, FACTS, read_proposals, write_proposals
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.press_check.headline import Judged, Known, judge_statements
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.reader import read_text
from helpers.statements.statement import REFUSALS, Reading, Statement

ROW = ProposedRow(
    "Hậu Giang", "DTI", "2020", "63", "overall", "rank", "1/63", "", "of 63", "",
    "Hậu Giang xếp 1/63", assumed=(("edition assumed", "2020"), ("edition assumed", "2020")),
)  # fmt: skip
SOURCE = Source("Tên bài", "Báo A", "2021-10-20", "https://bao.vn/a", "2021-10-21", "abc")


@pytest.fixture
def proposed(clean: CleanFigures, definitions: Definitions, units: Units):  # noqa: ANN201
    def rows(text: str) -> list[ProposedRow]:
        reading = read_text(text, definitions, units)
        rankings = clean.tables["rankings"]
        judged = judge_statements(reading.statements, rankings, definitions, units)
        return propose(reading, judged, definitions, units)

    return rows


def said(row: ProposedRow) -> tuple[str, ...]:
    return (row.province_as_printed, row.index, row.edition, row.universe, row.measure,
            row.statistic, row.value_as_printed, row.baseline)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # No table of the ministry ranks DTI 2020 or the ICT Index; newspapers do.
        (
            "Năm 2020, Hậu Giang xếp thứ 28/63 về DTI 2020.",
            [("Hậu Giang", "DTI", "2020", "63", "overall", "rank", "xếp thứ 28/63", "")],
        ),
        (
            "Chỉ số ICT Index 2020 của Cà Mau xếp thứ 44, tăng 12 bậc so với năm 2019.",
            [
                ("Cà Mau", "ICT", "2020", "63", "overall", "rank", "xếp thứ 44", ""),
                ("Cà Mau", "ICT", "2020", "63", "overall", "rank_change", "tăng 12 bậc", "2019"),
            ],
        ),
        # What the ministry's table answers, true or false, is none of the ledger's.
        ("Hậu Giang đứng thứ 17 về DTI 2022.", []),
        ("Hậu Giang đứng thứ 40 về DTI 2022.", []),
        # A target, a district, another index are no figures of a province.
        ("Hậu Giang phấn đấu vào top 10 DTI 2020.", []),
        ("Huyện Long Mỹ của Hậu Giang đứng thứ 2 về DTI 2020.", []),
        # A place within a region is a statistic of its own.
        (
            "Hậu Giang đứng thứ 3 vùng Đồng bằng sông Cửu Long về DTI 2020.",
            [("Hậu Giang", "DTI", "2020", "63", "overall", "regional_rank", "đứng thứ 3", "")],
        ),
        # Twice in a text is one figure.
        (
            "Hậu Giang đạt 0,2957 điểm DTI 2020.\nDTI 2020: Hậu Giang đạt 0,2957.",
            [("Hậu Giang", "DTI", "2020", "63", "overall", "score", "0,2957 điểm", "")],
        ),
    ],
)
def test_what_no_table_can_judge_is_proposed_as_it_is_printed(
    proposed: Any,  # noqa: ANN401
    text: str,
    rows: list[tuple[str, ...]],
) -> None:
    found = proposed(text)
    assert [said(row) for row in found] == rows
    assert not any(row.accepted for row in found)


@pytest.mark.parametrize(
    ("fields", "edition", "doubt"),
    [
        ({"edition": "2020"}, "2020", ""),
        ({"refusal": "no edition"}, "", "index year not printed"),
        (
            {"edition": "2024", "warnings": (("edition assumed", "2024"),)},
            "", "index year not printed (2024 likely)",
        ),
        (
            {"edition": "2020", "warnings": (("index assumed", "DTI"),)},
            "2020", "index not named",
        ),
        # 2024 is ranked among 63 and among 34, Hậu Giang among the 63 only.
        ({"edition": "2024", "universe": ""}, "2024", ""),
        (
            {"edition": "2024", "universe": "", "province": "Cà Mau"},
            "2024", "number of units not printed",
        ),
    ],
)  # fmt: skip
def test_what_is_not_printed_stays_open_or_is_a_doubt(
    definitions: Definitions, units: Units, fields: dict[str, Any], edition: str, doubt: str
) -> None:
    text = "Hậu Giang xếp thứ 28/63"
    own = {"province": "Hậu Giang", "index": "DTI", "universe": "63", "end": 23, "sentence_end": 23}
    one = Statement("thứ 28/63", statistic="rank", value=28.0, start=14, **(own | fields))
    judged = [Judged(one, "cannot be checked", reason="no complete table")]
    (row,) = propose(Reading(text, (one,), ()), judged, definitions, units)
    assert (row.edition, row.universe, row.doubt) == (edition, "63", doubt)


@pytest.mark.parametrize(
    ("provenance", "verdict", "proposed"),
    [
        ("press", "agrees", True),
        ("press", "disagrees", True),
        ("mixed", "agrees", True),
        ("table", "agrees", False),
        ("recomputed", "disagrees", False),
        ("table", "cannot be checked", True),
    ],
)
def test_what_other_newspapers_print_stands_beside_it(
    definitions: Definitions, units: Units, provenance: str, verdict: str, proposed: bool
) -> None:
    one = Statement("28", "Hậu Giang", "DTI", "2020", statistic="rank", value=28.0, universe="63")
    judged = [Judged(one, verdict, (Known("63", "29", provenance),))]
    rows = propose(Reading("28", (one,), ()), judged, definitions, units)
    assert [row.on_file for row in rows] == ["29"] * proposed


@pytest.mark.parametrize(
    "fields",
    [
        *(
            {"refusal": reason}
            for reason in REFUSALS
            if reason not in ("no edition", "no such edition")
        ),
        {"unread": ("theo",)},
        {"scope": "vùng", "statistic": "rank"},
        {"province": ""},
        {"statistic": ""},
        {"statistic": "count"},
    ],
)
def test_what_is_no_figure_of_a_province_is_not_proposed(
    definitions: Definitions, units: Units, fields: dict[str, Any]
) -> None:
    own = {"province": "Hậu Giang", "index": "DTI", "edition": "2020", "statistic": "rank"}
    one = Statement("28", value=28.0, universe="63", **(own | fields))
    judged = [Judged(one, "cannot be checked", reason=one.refusal)]
    assert propose(Reading("28", (one,), ()), judged, definitions, units) == []


@pytest.mark.parametrize(
    ("before", "after", "quoted"),
    [
        # Nine on each side of the two of the figure; where one side ends, more of the other.
        (15, 15, "a6 a7 a8 a9 a10 a11 a12 a13 a14 0,2957 điểm b0 b1 b2 b3 b4 b5 b6 b7 b8"),
        (15, 1, " ".join(f"a{n}" for n in range(15)) + " 0,2957 điểm b0"),
        (30, 1, " ".join(f"a{n}" for n in range(13, 30)) + " 0,2957 điểm b0"),
        (0, 30, "0,2957 điểm " + " ".join(f"b{n}" for n in range(18))),
    ],
)
def test_the_words_around_are_of_the_sentence_and_at_most_twenty(
    before: int, after: int, quoted: str
) -> None:
    words = [*(f"a{n}" for n in range(before)), "0,2957 điểm", *(f"b{n}" for n in range(after))]
    text = f"Câu trước. {' '.join(words)} Câu sau."
    start = text.index("0,2957")
    one = Statement(
        "0,2957 điểm", start=start, end=start + 11, sentence_start=11,
        sentence_end=text.index(" Câu sau"),
    )  # fmt: skip
    assert words_around(text, one) == quoted
    assert len(quoted.split()) <= MOST_WORDS


@pytest.mark.parametrize(
    ("statistic", "value", "words", "printed"),
    [
        ("rank", 28.0, "vươn lên đứng thứ 28/63", "vươn lên đứng thứ 28/63"),
        ("rank", 28.0, "với hạng 28, cao nhất", "hạng 28"),
        ("rank_change", 5.0, "(tăng 5 bậc)", "tăng 5 bậc"),
        ("score", 0.4332, "điểm số là 0,4332", "0,4332"),
        # The scale was guessed, not printed: the words stay for a person to judge.
        ("score", 0.4332, "43,32 điểm", "43,32 điểm"),
    ],
)
def test_the_value_is_what_the_ledger_reads_of_the_words(
    statistic: str, value: float, words: str, printed: str
) -> None:
    one = Statement(words, "Hậu Giang", "DTI", "2020", statistic=statistic, value=value)
    assert printed_value(one) == printed


def test_the_file_gives_back_what_was_written(tmp_path: Path, units: Units) -> None:
    path = tmp_path / "đề xuất.xlsx"
    rows = [ROW, replace(ROW, value_as_printed="0,4332", statistic="score", accepted=True)]
    write_proposals(path, SOURCE, rows, "vi")
    found = read_proposals(path, units)
    assert found.source == SOURCE
    assert [replace(row, line=0) for row in found.rows] == [replace(r, assumed=()) for r in rows]
    assert [row.line for row in found.rows] == [10, 11]
    assert found.lines == {name: line for line, name in enumerate(FACTS, start=2)}
    again = tmp_path / "again.xlsx"
    write_proposals(again, SOURCE, rows, "vi")
    assert again.read_bytes() == path.read_bytes()


def test_every_cell_is_text_and_a_formula_none(tmp_path: Path, units: Units) -> None:
    hostile = '=HYPERLINK("http://x.vn","<b>bấm</b>")'
    path = tmp_path / "a.xlsx"
    row = replace(ROW, doubt="@SUM(1)", words='=1+1 <script>alert("x")</script>')
    write_proposals(path, replace(SOURCE, title=hostile), [row], "en")
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert 't="n"' not in sheet
    # Number format 49 is text; the columns have it as well, for what a person types.
    assert 'numFmtId="49"' in styles
    assert all('style="' in column for column in sheet.split("<col ")[1:])
    found = read_proposals(path, units)
    assert found.source.title == hostile
    assert (found.rows[0].doubt, found.rows[0].words) == (row.doubt, row.words)


@pytest.mark.parametrize(("lang", "word"), [("vi", "[Không nêu năm"), ("en", "[No year is named")])
def test_what_was_assumed_is_said_once_in_the_language(
    tmp_path: Path, lang: str, word: str
) -> None:
    write_proposals(path := tmp_path / "a.xlsx", SOURCE, [ROW], lang)
    with zipfile.ZipFile(path) as book:
        assert book.read("xl/sharedStrings.xml").decode().count(word) == 1


def test_a_file_that_may_have_been_edited_is_not_written_over(tmp_path: Path) -> None:
    write_proposals(path := tmp_path / "a.xlsx", SOURCE, [ROW], "vi")
    with pytest.raises(BadInputError, match="is there already"):
        write_proposals(path, SOURCE, [], "vi")
    with pytest.raises(BadInputError, match=r"ending in \.xlsx"):
        write_proposals(tmp_path / "a.csv", SOURCE, [], "vi")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_was_saved_as_csv_is_read_as_well(
    tmp_path: Path, units: Units, delimiter: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    blank = [""] * (len(COLUMNS) - 2)
    writer.writerow(["Điền nguồn", "", *blank])
    writer.writerows([fact, getattr(SOURCE, fact), *blank] for fact in FACTS)
    writer.writerow(COLUMNS)
    cells: dict[str, Any] = {name: getattr(ROW, name, "") for name in COLUMNS}
    writer.writerow((cells | {"accept": "X", "assumed": ""}).values())
    path = tmp_path / "a.csv"
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
    found = read_proposals(path, units)
    assert found.source == SOURCE
    assert [replace(row, line=0) for row in found.rows] == [replace(ROW, assumed=(), accepted=True)]


@pytest.mark.parametrize(
    ("cell", "accepted"),
    [("x", True), ("X", True), ("có", True), ("yes", True), (" ", False), ("không", False)],
)
def test_a_person_says_yes_or_nothing(
    tmp_path: Path, units: Units, cell: str, accepted: bool
) -> None:
    path = edited(tmp_path, {"accept": cell})
    assert read_proposals(path, units).rows[0].accepted == accepted


def test_neither_yes_nor_no_is_refused_with_its_place(tmp_path: Path, units: Units) -> None:
    path = edited(tmp_path, {"accept": "maybe"})
    with pytest.raises(RawFileError, match=r"a\.xlsx, line 2, column «accept».*Expected: x, or"):
        read_proposals(path, units)


def test_a_date_that_a_program_made_of_a_rank_is_seen_as_one(tmp_path: Path, units: Units) -> None:
    path = edited(tmp_path, {"value_as_printed": datetime.date(1963, 1, 1)})
    assert read_proposals(path, units).rows[0].value_as_printed.startswith("1963-01-01")


def test_lost_letters_are_refused(tmp_path: Path, units: Units) -> None:
    path = edited(tmp_path, {"words": "Qu?ng Tr? t?ng 12 b?c"})
    with pytest.raises(RawFileError, match="line 2: Vietnamese letters were lost"):
        read_proposals(path, units)
    # A question is none, nor an address with one.
    path = edited(tmp_path, {"words": "Hạng mấy? Hạng 1", "doubt": "https://bao.vn/a?b=c"})
    assert len(read_proposals(path, units).rows) == 1


@pytest.mark.parametrize("dropped", ["accept", "words", "edition"])
def test_a_file_without_a_column_is_none_of_ours(
    tmp_path: Path, units: Units, dropped: str
) -> None:
    path = edited(tmp_path, {}, dropped)
    with pytest.raises(BadInputError, match="no row names the columns accept, province_as_printed"):
        read_proposals(path, units)


def edited(folder: Path, cells: dict[str, Any], dropped: str = "") -> Path:
    """A workbook of one row as another program might write it, without the hints."""
    path = folder / "a.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    columns = [name for name in COLUMNS if name != dropped]
    own = {name: getattr(ROW, name, "") for name in columns} | {"assumed": "", "accept": "x"}
    for number, name in enumerate(columns):
        sheet.write(0, number, name)
        sheet.write(1, number, (own | cells)[name])
    book.close()
    return path
