"""What a file leaves open is asked, what a map says is taken, and what cannot be read is named."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.errors import BadInputError
from helpers.intake.files.legacy_text import _TCVN3
from helpers.intake.table_map import TableMap, read_map
from helpers.intake.transcription import Transcription

Table = Any  # an official table of conftest.py
Official = Callable[[str], Table]
Lines = list[list[str]]
Read = Callable[..., Transcription]

HEADER = "TT,Xếp hạng DTI,Tỉnh/Thành phố,Nhận thức số,DTI"


@pytest.fixture
def table(official: Official) -> Table:
    return official("dti_2024_34")


@pytest.fixture
def lines(table: Table) -> Lines:
    """Rows of the table with five columns: place, rank, name, awareness, total."""
    return [[row[0], row[1], row[2], row[3], row[11]] for row in table.rows]


def written(tmp_path: Path, lines: Lines, header: str = HEADER) -> Path:
    path = tmp_path / "bang.csv"
    path.write_text("\n".join([header, *(",".join(line) for line in lines)]), encoding="utf-8")
    return path


def keys(result: Transcription) -> list[str]:
    return [question.key for question in result.questions]


def holds(result: Transcription) -> list[str]:
    return [column.holds for column in result.columns]


def mapped(tmp_path: Path, text: str) -> TableMap:
    path = tmp_path / "map.yml"
    path.write_text(text, encoding="utf-8")
    return read_map(path)


def test_a_misspelt_province_is_asked_about_and_the_map_answers(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    lines[2][2] = "Hải Phoong"
    result = read(written(tmp_path, lines), table)
    assert keys(result) == ["names.Hải Phoong"]
    assert "vn34-31" in result.questions[0].choices
    assert result.questions[0].place.row == 4
    assert [row.unit_id for row in result.rows].count("") == 1
    answered = mapped(tmp_path, "names: {Hải Phoong: vn34-31}")
    assert read(written(tmp_path, lines), table, answered).rows[2].unit_id == "vn34-31"
    dropped = read(written(tmp_path, lines), table, mapped(tmp_path, "rows_to_drop: [4]"))
    assert len(dropped.rows) == 33
    assert dropped.dropped[-1].reason == "the map map.yml drops it"


def test_a_row_without_a_name_is_asked_about(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    lines[5][2] = ""
    result = read(written(tmp_path, lines), table)
    assert keys(result) == ["rows_to_drop"]
    assert result.questions[0].choices == ("bang.csv: 7",)


def test_a_name_alone_with_a_slip_is_no_heading(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    lines[5] = ["", "", "Thanh Hoa s", "", ""]
    assert keys(read(written(tmp_path, lines), table)) == ["names.Thanh Hoa s"]


def test_ranks_and_scores_under_the_wrong_header_are_asked_about(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    header = "TT,Nhận thức số,Tỉnh/Thành phố,Xếp hạng DTI,DTI"
    result = read(written(tmp_path, lines, header), table)
    assert keys(result) == ["columns.2", "columns.4"]
    assert {"overall.rank", "none"} <= set(result.questions[1].choices)


def test_two_columns_of_one_figure_are_asked_about_unless_equal(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    header = "TT,Hạng,Tỉnh/Thành phố,Điểm,DTI"
    result = read(written(tmp_path, lines, header), table)
    assert set(keys(result)) == {"columns.4", "columns.5"}
    doubled = [[*line, line[4]] for line in lines]
    result = read(written(tmp_path, doubled, HEADER + ",Tổng điểm"), table)
    assert not result.questions
    assert holds(result)[-2:] == ["overall.score", ""]


def test_other_years_changes_and_loose_counts_are_not_used(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    random.Random(1).shuffle(lines)
    for place, line in enumerate(lines, start=1):
        line[0] = str(place)
        line += [line[1], "2", "ghi chú"]
    header = HEADER + ",Xếp hạng 2023,Tăng/giảm so với 2023,Ghi chú"
    result = read(written(tmp_path, lines, header), table)
    assert not result.questions
    assert holds(result) == [
        "",
        "overall.rank",
        "unit",
        "awareness.score",
        "overall.score",
        *[""] * 3,
    ]
    assert "2023" in result.columns[5].reason


def test_two_tables_ask_which_and_the_map_chooses(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in line)}</tr>" for line in lines)
    head = f"<tr>{''.join(f'<th>{c}</th>' for c in HEADER.split(','))}</tr>"
    path = tmp_path / "trang.html"
    copy = f"<table>{head}{rows}</table>"
    path.write_text(f"{copy}<p/>{copy}", "utf-8")
    assert not read(path, table).questions
    other = copy.replace(f"<td>{lines[3][-1]}</td>", "<td>0.0001</td>", 1)
    path.write_text(f"{copy}<p/>{other}", "utf-8")
    result = read(path, table)
    assert (keys(result), result.questions[0].choices) == (["part"], ("table 1", "table 2"))
    result = read(path, table, mapped(tmp_path, "part: table 2"))
    assert not result.questions
    assert result.rows[0].place.part == "table 2"


def test_the_table_of_the_right_universe_is_taken(
    tmp_path: Path, read: Read, official: Official, table: Table
) -> None:
    def rows(one: Table) -> str:
        cells = [[r[0], r[2], r[11]] for r in one.rows]
        return "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in line)}</tr>" for line in cells)

    head = "<tr><td>TT</td><td>Tỉnh</td><td>DTI</td></tr>"
    old = official("dti_2024_63")
    path = tmp_path / "trang.html"
    path.write_text(f"<table>{head}{rows(old)}</table><table>{head}{rows(table)}</table>", "utf-8")
    for one, size, part in ((old, 63, "table 1"), (table, 34, "table 2")):
        result = read(path, one)
        assert (len(result.rows), result.rows[0].place.part) == (size, part)
        assert not result.questions


def test_groups_whose_merged_cells_are_lost(tmp_path: Path, read: Read, table: Table) -> None:
    above = "TT,Tỉnh,Chính quyền số,,DTI 2023,,DTI 2024,"
    below = ",,Giá trị,Xếp hạng,Giá trị,Xếp hạng,Giá trị,Xếp hạng"
    lines = [[r[0], r[2], r[8], r[0], r[10], r[0], r[11], r[1]] for r in table.rows]
    result = read(written(tmp_path, lines, f"{above}\n{below}"), table)
    assert not result.questions
    assert holds(result) == [
        "overall.list_position", "unit", "pillar_government.score", "pillar_government.rank",
        "", "", "overall.score", "overall.rank",
    ]  # fmt: skip


def test_marks_for_no_figure_count_as_empty(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    for line in lines[5:]:
        line[3] = "-"
    lines[3][1] = "n/a"
    result = read(written(tmp_path, lines), table)
    assert not result.questions
    assert [row.cells[4].text for row in result.rows][4:6] == [lines[4][3], ""]
    assert result.rows[3].cells[2].text == ""
    assert "Cells with «-», «n/a» in columns of figures count as empty." in result.notes


def test_a_title_over_the_figures_says_nothing_of_a_column(
    tmp_path: Path, read: Read, table: Table
) -> None:
    head = "<tr><td></td><td colspan=4>Xếp hạng DTI</td></tr><tr><td>Tỉnh</td><td>Nhận thức số</td>"
    head += "<td>Thể chế số</td><td>Hạ tầng số</td><td>DTI</td></tr>"
    lines = [[r[2], r[3], r[4], r[5], r[11]] for r in table.rows]
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in line)}</tr>" for line in lines)
    path = tmp_path / "trang.html"
    path.write_text(f"<table>{head}{rows}</table>", "utf-8")
    result = read(path, table)
    assert not result.questions
    assert all(what == "unit" or what.endswith(".score") for what in holds(result))


def test_two_halves_side_by_side(tmp_path: Path, read: Read, table: Table, lines: Lines) -> None:
    both = [[*a, "", *b] for a, b in zip(lines[:17], lines[17:], strict=True)]
    result = read(written(tmp_path, both, f"{HEADER},,{HEADER}"), table)
    assert not result.questions
    assert [row.name_as_printed for row in result.rows] == [line[2] for line in lines]
    assert holds(result)[:5] == [
        "overall.list_position", "overall.rank", "unit", "awareness.score", "overall.score",
    ]  # fmt: skip


def test_scales_are_noticed_and_mixed_ones_asked_about(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    for line in lines:
        line[4] = f"{float(line[4]) * 100:.2f}"
    result = read(written(tmp_path, lines), table)
    assert keys(result) == ["scales.awareness.score", "scales.overall.score"]
    answers = mapped(tmp_path, "scales: {awareness.score: 1, overall.score: 100}")
    assert read(written(tmp_path, lines), table, answers).scales["overall.score"] == "100"
    for line in lines:
        line[3] = f"{float(line[3]) * 100:.2f}%"
    result = read(written(tmp_path, lines), table)
    assert not result.questions
    assert set(result.scales.values()) == {"100"}
    assert result.rows[0].cells[4].text == "100.00%"


def test_percent_signs_on_some_cells_only_are_asked_about_once(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    for line in lines:
        line[4] = f"{float(line[4]) * 100:.2f}%"
        line[3] = f"{float(line[3]) * 100:.2f}%"
    lines[1][4], lines[2][4], lines[3][4] = "80.02", "0.7512", "0"
    path = written(tmp_path, lines)
    result = read(path, table)
    assert keys(result) == ["scales.overall.score"]
    (question,) = result.questions
    assert "2 do not: 80.02, 0.7512" in question.text
    assert question.choices == ("100",)
    assert question.place == result.rows[1].cells[5].place
    assert not read(path, table, mapped(tmp_path, "scales: {overall.score: 100}")).questions
    with pytest.raises(BadInputError, match="carry percent signs"):
        read(path, table, mapped(tmp_path, "scales: {overall.score: 1}"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_old_encodings_are_named(
    tmp_path: Path, read: Read, table: Table, lines: Lines, kind: str
) -> None:
    back = {new: old for old, new in _TCVN3.items()}
    old_lines = [["".join(back.get(c, c) for c in cell) for cell in line] for line in lines]
    if kind == "csv":
        path = tmp_path / "bang.csv"
        path.write_bytes("\n".join(",".join(line) for line in old_lines).encode("latin-1"))
    else:
        import xlsxwriter

        path = tmp_path / "bang.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet()
            for r, line in enumerate(old_lines):
                page.write_row(r, 0, line)
    with pytest.raises(BadInputError, match="TCVN3"):
        read(path, table)


def test_vni_is_named(tmp_path: Path, read: Read, table: Table) -> None:
    path = tmp_path / "bang.csv"
    path.write_text("1,Haø Noäi\n2,Ñaø Naüng\n3,Caàn Thô\n4,Haûi Phoøng\n", encoding="utf-8")
    with pytest.raises(BadInputError, match="VNI"):
        read(path, table)


def test_no_table_of_provinces(tmp_path: Path, read: Read, table: Table) -> None:
    path = tmp_path / "bang.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInputError, match="No table of provinces"):
        read(path, table)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colums: {}", "Did you mean: columns"),
        ("columns: [1]", "expected a dict"),
        ("columns: {99: overall.score}", "none of the table's columns"),
        ("columns: {Nothing: overall.score}", "none of the table's columns"),
        ("columns: {4: awarness.score}", "awareness.score"),
        ("columns: {4: overall.mean}", "cannot hold"),
        ("columns: {4: overall.score, 5: overall.score}", "said twice"),
        ("columns: {4: unit}", "column 3"),
        ("columns: {3: overall.score}", "column 3"),
        ("part: table 9", "no table of provinces"),
        ("header_rows: [77]", "no row 77"),
        ("header_rows: [0]", "number of a row"),
        ("rows_to_drop: [77]", "no row"),
        ("rows_to_drop: ['page 2: x']", "number of a row"),
        ("names: {Nowhere: vn34-31}", "stands nowhere"),
        ("names: {Nowhere: vn34-99}", "no unit"),
        ("names: {Nowhere: vn63-31}", "one of the 63"),
        ("scales: {overall.score: 0}", "no full score"),
        ("ranks_only: true", "column 5 «DTI» holds the totals"),
        ("ranks_only: 1", "expected a bool"),
        ("measures: {New One: x}", "measures"),
        ("- a", "expected entries"),
    ],
)
def test_a_wrong_map_is_refused(
    tmp_path: Path, read: Read, table: Table, lines: Lines, text: str, says: str
) -> None:
    with pytest.raises(BadInputError, match=says):
        read(written(tmp_path, lines), table, mapped(tmp_path, text))


def test_a_map_adds_a_measure(tmp_path: Path, read: Read, table: Table, lines: Lines) -> None:
    lines = [[*line, "0.5000"] for line in lines]
    path = written(tmp_path, lines, HEADER + ",Đổi mới sáng tạo số")
    assert keys(read(path, table)) == ["columns.6"]
    answers = mapped(
        tmp_path,
        "columns: {6: innovation.score}\n"
        "measures: {innovation: {vi: Đổi mới sáng tạo số, en: Digital innovation}}",
    )
    result = read(path, table, answers)
    assert not result.questions
    assert holds(result)[5] == "innovation.score"


def test_a_table_of_ranks_alone_is_asked_about(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    alone = [line[:3] for line in lines]
    path = written(tmp_path, alone, "TT,Xếp hạng DTI,Tỉnh/Thành phố")
    result = read(path, table)
    assert (keys(result), result.questions[0].choices) == (["ranks_only"], ("true",))
    assert "column 2 holds their ranks" in result.questions[0].text
    assert not read(path, table, mapped(tmp_path, "ranks_only: true")).questions
    assert keys(read(path, table, mapped(tmp_path, "ranks_only: false"))) == ["ranks_only"]


def test_two_columns_that_name_other_provinces_are_asked_about(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    """The order of last year beside that of this year: the figures are those of one of them."""
    names = [line[2] for line in lines]
    beside = [[line[1], before, line[2], line[3], line[4]]
              for line, before in zip(lines, [*names[1:], names[0]], strict=True)]  # fmt: skip
    header = "Xếp hạng,Kỳ trước,Kỳ này,Nhận thức số,DTI"
    path = written(tmp_path, beside, header)
    result = read(path, table)
    assert keys(result) == ["columns"]
    assert result.questions[0].choices == ("{2: unit}", "{3: unit}")
    assert f"«Kỳ trước» has {names[1]}" in result.questions[0].text
    own = read(path, table, mapped(tmp_path, "columns: {3: unit}"))
    assert keys(own) == []
    assert [row.name_as_printed for row in own.rows] == names
    assert holds(own)[2] == "unit"
    other = read(path, table, mapped(tmp_path, "columns: {2: unit}"))
    assert [row.name_as_printed for row in other.rows] == [*names[1:], names[0]]
    with pytest.raises(BadInputError, match=r"names stand in column 2.*by its number"):
        read(path, table, mapped(tmp_path, "columns: {1: unit}"))
    # The same province twice, as a second spelling of it, is nothing to ask about.
    same = [[line[1], line[2].upper(), line[2], line[3], line[4]] for line in lines]
    assert keys(read(written(tmp_path, same, header), table)) == []
