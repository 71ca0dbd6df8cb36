"""Layouts that real files have beside the usual ones: read right, or asked or refused by name.

Each stands for a kind, with neighbours of it; what is right is the table they were made of.
"""

from __future__ import annotations

import gzip
import json
import struct
import zipfile
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from helpers.errors import BadInputError
from helpers.intake.spellings import plain_figure
from helpers.intake.table_map import TableMap
from helpers.intake.transcription import Transcription
from helpers.sources.provinces import Units

Rows = list[list[str]]
Table = Any  # an official table of conftest.py
Official = Callable[[str], Any]
Read = Callable[..., Transcription]
Make = Callable[[Path, Rows], Path]
NAMES, FIRST = 2, 3
"""Column of the names, and the first of the scores."""
REGIONS = [
    "VÙNG TRUNG DU VÀ MIỀN NÚI PHÍA BẮC", "VÙNG ĐỒNG BẰNG SÔNG HỒNG", "NAM TRUNG BỘ VÀ TÂY NGUYÊN",
    "Duyên hải Nam Trung Bộ và Tây Nguyên", "ĐÔNG NAM BỘ", "Đồng bằng sông Cửu Long",
]  # fmt: skip


@pytest.fixture
def table(official: Official) -> Table:
    return official("dti_2024_34")


def printed(table: Table) -> Rows:
    """The table with its header, decimal commas as its readers expect."""
    rows = [[text.replace(".", ",") for text in row] for row in table.rows]
    return [list(table.headers), *rows]


def check_right(table: Table, read: Transcription, ids: dict[str, str]) -> None:
    """Every figure read is that of the table, and every column of figures that stands there."""
    assert not read.questions
    held = {column.holds: column.number for column in read.columns}
    own = {ids[row[NAMES]]: row for row in table.rows}
    assert sorted(row.unit_id for row in read.rows) == sorted(own)
    for at, holds in enumerate(table.holds):
        if holds in ("unit", "overall.list_position"):
            continue
        assert holds in held, holds
        for row in read.rows:
            shown, printed_there = row.cells[held[holds]].text, own[row.unit_id][at]
            full = int(read.scales.get(holds, 1))
            assert round(as_float(shown) / full, 4) == as_float(printed_there), (row.unit_id, holds)


def as_float(text: str) -> float:
    return float(text.replace(",", "."))


@pytest.fixture
def right(read: Read, table: Table, units: Units) -> Callable[[Path], None]:
    found = {row[NAMES]: units.match(row[NAMES], table.universe) for row in table.rows}
    ids = {name: unit.unit_id for name, unit in found.items() if unit is not None}
    return lambda path: check_right(table, read(path, table), ids)


def html(path: Path, text: str) -> Path:
    path = path / "bang.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><title>DTI 2024</title>{text}", "utf-8")
    return path


def html_of(rows: Rows, cell: Callable[[int, int, str], str], line: str = "<tr>{}</tr>") -> str:
    return "".join(
        line.format("".join(cell(i, j, text) for j, text in enumerate(row)))
        for i, row in enumerate(rows)
    )


def td(text: str) -> str:
    return f"<td>{text}</td>"


def named(change: Callable[[str], str]) -> Callable[[int, int, str], str]:
    """Cells whose names alone are written in another way."""
    return lambda i, j, text: td(change(text) if i and j == NAMES else text)


def figures(change: Callable[[str], str]) -> Callable[[int, int, str], str]:
    """Cells whose scores alone are written in another way."""
    return lambda i, j, text: td(change(text) if i and j >= FIRST else text)


def tail(rows: Rows, spelled: Callable[[str], str]) -> str:
    return f"<table>{html_of(rows, figures(spelled))}</table>"


def means(rows: Rows) -> list[str]:
    """A row of means of the columns of scores."""
    values = [[as_float(row[at]) for row in rows[1:]] for at in range(FIRST, len(rows[0]))]
    shown = [f"{sum(v) / len(v):.4f}".replace(".", ",") for v in values]
    return ["", "", "Trung bình", *shown]


PAGES: dict[str, Callable[[Rows], str]] = {
    "a small table in each name": lambda rows: (
        "<table>"
        + html_of(rows, named(lambda t: f"<table><tr><td><img src=x><td>{t}</table>"))
        + "</table>"
    ),
    "a layout table around": lambda rows: (
        "<table><tr><td>Trang chủ<td><table>"
        + html_of(rows, lambda _i, _j, t: td(t))
        + "</table></table>"
    ),
    "spans that are no numbers": lambda rows: (
        "<table>"
        + f'<tr><td rowspan="2px">TT<td rowspan=2>{rows[0][1]}<td rowspan=" 2">{rows[0][2]}'
        + '<td colspan="8;">Chỉ số chính<td rowspan=2>DTI'
        + "<tr>"
        + "".join(map(td, rows[0][3:-1]))
        + html_of(rows[1:], lambda _i, _j, t: td(t))
        + "</table>"
    ),
    "tfoot before tbody": lambda rows: (
        "<table><thead>"
        + html_of(rows[:1], lambda _i, _j, t: td(t))
        + "</thead><tfoot>"
        + html_of([means(rows)], lambda _i, _j, t: td(t))
        + "</tfoot><tbody>"
        + html_of(rows[1:], lambda _i, _j, t: td(t))
        + "</tbody></table>"
    ),
    "no ends of tags": lambda rows: (
        "<TABLE>" + html_of(rows, lambda _i, _j, t: f"<TD nowrap><FONT size=2>{t}", "<TR>{}")
    ),
    "hidden sort keys": lambda rows: tail(rows, lambda t: f'<i style="display: none">0001</i>{t}'),
    "hidden by its attribute": lambda rows: tail(rows, lambda t: f"<span hidden>9</span>{t}"),
    "hidden by visibility": lambda rows: tail(
        rows, lambda t: f'<b style="color:red;visibility:hidden">7</b>{t}'
    ),
    "hidden by the page's style": lambda rows: (
        "<style>@media print{td{display:none}}"
        ".k, b.x {display:none}</style>"
        + tail(rows, lambda t: f"<i class=k>0001</i>{t}<b class='y x'>9</b>")
    ),
    "hidden to the eye": lambda rows: tail(
        rows, lambda t: f"<span class=visually-hidden>điểm 7</span><span>{t}</span>"
    ),
    "breaks allowed in figures": lambda rows: tail(rows, lambda t: t.replace(",", ",<wbr>")),
    "soft hyphens": lambda rows: tail(rows, lambda t: t.replace(",", ",&shy;")),
    "digits in spans": lambda rows: tail(rows, lambda t: f"{t[:3]}<b>{t[3:]}</b>"),
    "lines in names": lambda rows: (
        "<table>" + html_of(rows, named(lambda t: t.replace(" ", "<br>"))) + "</table>"
    ),
    "blocks in names": lambda rows: (
        "<table>"
        + html_of(rows, named(lambda t: "".join(f"<div>{word}</div>" for word in t.split())))
        + "</table>"
    ),
    "fields": lambda rows: tail(rows, lambda t: f"<input readonly value='{t}'>"),
    "choices": lambda rows: tail(rows, lambda t: f"<select><option>0<option selected>{t}</select>"),
    "labels for phones": lambda rows: (
        "<table>"
        + html_of(
            rows, lambda i, j, t: td(f"<span class=label>{rows[0][j]}:</span>{t}" if i else t)
        )
        + "</table>"
    ),
    "labels without a colon": lambda rows: (
        "<table>"
        + html_of(rows, lambda i, j, t: td(f"<b>{rows[0][j]}</b> {t}" if i and j != NAMES else t))
        + "</table>"
    ),
    "paged": lambda rows: "".join(
        f"<table>{html_of([rows[0], *part], lambda _i, _j, t: td(t))}</table>"
        for part in (rows[1:13], rows[13:30], rows[30:])
    ),
    "paged, one province on the last": lambda rows: "".join(
        f"<table>{html_of([rows[0], *part], lambda _i, _j, t: td(t))}</table>"
        for part in (rows[1:-1], rows[-1:])
    ),
    "names that do not scroll, again": lambda rows: (
        f"<table>{html_of(rows, lambda _i, _j, t: td(t))}</table>"
        + f"<table>{html_of(columns_of(rows, 1, 2), lambda _i, _j, t: td(t))}</table>"
    ),
    "a note in one part only": lambda rows: (
        f"<table>{html_of(rows[:20], lambda _i, _j, t: td(t))}"
        + "</table><table>"
        + html_of(
            [[*rows[0], "Ghi chú"], *([*row, "tạm tính"] for row in rows[20:])],
            lambda _i, _j, t: td(t),
        )
        + "</table>"
    ),
}


@pytest.mark.parametrize("kind", PAGES)
def test_pages_are_read_as_a_browser_shows_them(
    kind: str, table: Table, tmp_path: Path, right: Callable[[Path], None]
) -> None:
    right(html(tmp_path, PAGES[kind](printed(table))))


def scientific(text: str) -> str:
    mantissa, exponent = f"{as_float(text):.4E}".split("E")
    return f"{mantissa.replace('.', ',')}E{int(exponent):+03d}"


SPELLINGS: dict[str, Callable[[str], str]] = {
    "no zero before the mark": lambda t: t.removeprefix("0"),
    "a blank behind the mark": lambda t: t.replace(",", ", "),
    "a blank before the mark": lambda t: t.replace(",", " ,"),
    "points": lambda t: f"{t} điểm",
    "points, short": lambda t: f"{t}đ",
    "guard of a formula": lambda t: f'="{t}"',
    "mark of a text": lambda t: f"'{t}",
    "quotation marks": lambda t: f"“{t}”",
    "scientific": scientific,
    "wide digits": lambda t: t.translate(
        {ord("0") + i: chr(0xFF10 + i) for i in range(10)} | {ord(","): "，"}
    ),
    "middle dot": lambda t: t.replace(",", "·"),
    "of a hundred": lambda t: f"{100 * as_float(t):.2f}/100".replace(".", ","),
    "a plus": lambda t: f"+{t}",
    "a power of ten": lambda t: f"{t}×10⁰",
    "decimal mark lost": lambda t: f"{10_000 * as_float(t):.0f}",
    "thin spaces": lambda t: f"{t[:4]}\u2009{t[4:]}",
    "zeros at the end": lambda t: f"{t}00",
    "the change in brackets": lambda t: f"{t} (+0,0301)",
    "the change below": lambda t: f"{t} (▼1.25%)",
    "mark of a footnote": lambda t: f"{t}¹",
    "two marks of footnotes": lambda t: f"{t} **",
    "Arabic digits": lambda t: t.translate({ord("0") + i: chr(0x660 + i) for i in range(10)}),
}
RANKS: dict[str, Callable[[str], str]] = {
    "hạng": lambda t: f"Hạng {t}",
    "thứ": lambda t: f"thứ {t}",
    "xếp thứ": lambda t: f"Xếp thứ {t}",
    "with a tie": lambda t: f"{t}=",
    "with a tie before": lambda t: f"={t}",
    "with the move": lambda t: f"{t} ▲2",
    "with the move in brackets": lambda t: f"{t} (↓1)",
    "with the mark of a footnote": lambda t: f"{t}²",
}


@pytest.mark.parametrize("kind", [*SPELLINGS, *RANKS])
def test_other_spellings_of_figures_are_read(
    kind: str, table: Table, tmp_path: Path, right: Callable[[Path], None]
) -> None:
    score, rank = SPELLINGS.get(kind, str), RANKS.get(kind, str)
    header, *rows = printed(table)
    rows = [
        [row[0], rank(row[1]), row[NAMES], *(score(text) for text in row[FIRST:])] for row in rows
    ]
    path = tmp_path / "bang.txt"
    path.write_text("\n".join("\t".join(row) for row in [header, *rows]), "utf-8")
    right(path)


def test_columns_of_a_fixed_width(
    table: Table, tmp_path: Path, right: Callable[[Path], None]
) -> None:
    rows = printed(table)
    widths = [max(len(row[at]) for row in rows) + 2 for at in range(len(rows[0]))]
    lines = ["".join(t.ljust(w) for t, w in zip(row, widths, strict=True)) for row in rows]
    path = tmp_path / "bang.txt"
    path.write_text("KẾT QUẢ DTI NĂM 2024\n\n" + "\n".join(lines), "utf-8")
    right(path)


def xlsx(path: Path, sheets: dict[str, Sequence[Sequence[str]]]) -> Path:
    path = path / "bang.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    sheet.write_string(number, column, text)
    return path


def columns_of(rows: Rows, *places: int) -> Rows:
    return [[row[place] for place in places] for row in rows]


def in_alphabet(rows: Rows) -> Rows:
    return [rows[0], *sorted(rows[1:], key=lambda row: row[NAMES])]


PIECES: dict[str, Callable[[Rows], dict[str, Rows]]] = {
    "main indices on sheets of their own": lambda rows: {
        "Xếp hạng": columns_of(rows, 0, 1, 2, 11),
        "Chỉ số 1": columns_of(rows, 0, 2, 3, 4, 5, 6),
        "Chỉ số 2": columns_of(in_alphabet(rows), 0, 2, 7, 8, 9, 10),
    },
    "the total on both sheets": lambda rows: {
        "A": columns_of(rows, 1, 2, 3, 4, 5, 6, 11),
        "B": columns_of(rows, 2, 7, 8, 9, 10, 11),
    },
    "one below the other": lambda rows: {
        "DTI": [
            ["Bảng 1"], *columns_of(rows, 0, 1, 2, 11), [], ["Bảng 2"],
            *columns_of(in_alphabet(rows), 0, 2, 3, 4, 5, 6), [], ["Bảng 3"],
            *columns_of(rows, 0, 2, 7, 8, 9, 10),
        ]
    },
    "provinces over sheets": lambda rows: {
        "Trang 1": rows[:12], "Trang 2": [rows[0], *rows[12:20]], "Trang 3": [rows[0], *rows[20:]],
    },
    "another order of columns on the second sheet": lambda rows: {
        "Trang 1": rows[:18],
        "Trang 2": columns_of([rows[0], *rows[18:]], 2, 1, 0, *range(11, 2, -1)),
    },
    "an older table beside it": lambda rows: {
        "DTI 2024": rows,
        "DTI 2023": [rows[0], *([*row[:3], *row[:2:-1]] for row in rows[1:])],
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", PIECES)
def test_pieces_are_joined_by_their_names(
    kind: str, table: Table, tmp_path: Path, right: Callable[[Path], None]
) -> None:
    right(xlsx(tmp_path, PIECES[kind](printed(table))))


def test_two_whole_tables_are_asked_about(table: Table, tmp_path: Path, read: Read) -> None:
    rows = printed(table)
    other = [rows[0], *([*row[:3], *row[:2:-1]] for row in rows[1:])]
    path = xlsx(tmp_path, {"Bảng A": rows, "Bảng B": other})
    assert [question.key for question in read(path, table).questions] == ["part"]


@pytest.mark.parametrize("blocks", [2, 3])
@pytest.mark.parametrize("header", ["again", "continued", "once"])
def test_blocks_side_by_side(
    blocks: int, header: str, table: Table, tmp_path: Path, right: Callable[[Path], None]
) -> None:
    head, *rows = printed(table)
    size = -(-len(rows) // blocks)
    parts = [rows[at : at + size] for at in range(0, len(rows), size)]
    heads = {
        "again": [head] * blocks,
        "continued": [head, *([f"{text} (tiếp)" for text in head] for _ in range(blocks - 1))],
        "once": [head, *([""] * len(head) for _ in range(blocks - 1))],
    }[header]
    empty = [""] * len(head)
    body = [[part[i] if i < len(part) else empty for part in parts] for i in range(size)]
    right(xlsx(tmp_path, {"DTI": [list(chain.from_iterable(line)) for line in (heads, *body)]}))


@pytest.mark.parametrize(
    "first",
    [
        ["", "", "Thang điểm", *["1"] * 9],
        ["", "", "Điểm tối đa", *["1,0000"] * 9],
        ["I", "", REGIONS[0], *["0,7411"] * 9],
        ["I", "", REGIONS[2], *["0,7411"] * 9],
        ["", "", "Trung bình cả nước", *["0,7411"] * 9],
    ],
    ids=["scale", "maximum", "region", "region without the word", "mean"],
)
def test_a_row_of_figures_is_no_header(
    first: list[str], table: Table, tmp_path: Path, right: Callable[[Path], None]
) -> None:
    head, *rows = printed(table)
    right(xlsx(tmp_path, {"DTI": [head, first, *rows]}))


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("HN", ("vn34-01",)),
        ("TP.HN", ("vn34-01",)),
        ("H.Nội", ("vn34-01",)),
        ("Xyz", ()),
    ],
)
def test_an_unknown_name_in_the_first_row_is_the_one_question(
    name: str, choices: tuple[str, ...], table: Table, tmp_path: Path, read: Read
) -> None:
    rows = printed(table)
    assert rows[1][NAMES] == "Hà Nội"
    rows[1][NAMES] = name
    (question,) = read(xlsx(tmp_path, {"DTI": rows}), table).questions
    assert (question.key, question.choices) == (f"names.{name}", choices)


def test_two_provinces_in_one_cell_are_named_as_such(
    table: Table, tmp_path: Path, read: Read
) -> None:
    rows = printed(table)
    for name in ("Hà Nội, Hải Phòng", "Hà Nội\nHải Phòng", "Hà Nội và Hải Phòng"):
        merged = [f"{a}\n{b}" for a, b in zip(rows[1], rows[2], strict=True)]
        merged[NAMES] = name
        questions = read(xlsx(tmp_path, {"DTI": [rows[0], merged, *rows[3:]]}), table).questions
        assert "names 2 provinces in one cell" in questions[0].text


def test_a_town_is_no_region(table: Table, tmp_path: Path, read: Read) -> None:
    rows = printed(table)
    rows[5][NAMES] = "Vũng Tàu"
    (question,) = read(xlsx(tmp_path, {"DTI": rows}), table).questions
    assert question.key == "names.Vũng Tàu"


def test_activities_called_by_their_pillars_are_asked_about(
    table: Table, tmp_path: Path, read: Read
) -> None:
    rows = printed(table)
    rows[0][8:11] = ["Chính quyền số", "Kinh tế số", "Xã hội số"]
    questions = read(xlsx(tmp_path, {"DTI": rows}), table).questions
    assert [question.choices for question in questions] == [
        (f"{name}_activity.score", f"pillar_{name}.score")
        for name in ("government", "economy", "society")
    ]


def test_an_empty_column_of_totals_is_asked_about(table: Table, tmp_path: Path, read: Read) -> None:
    rows = [[*row[:-1], row[-1] if i == 0 else ""] for i, row in enumerate(printed(table))]
    (question,) = read(xlsx(tmp_path, {"DTI": rows}), table).questions
    assert question.key == "ranks_only"
    said = read(xlsx(tmp_path, {"DTI": rows}), table, TableMap(ranks_only=True))
    assert not said.questions
    assert "overall.score" not in {column.holds for column in said.columns}


def as_numbers(folder: Path, table: Table, kept: Callable[[float, int, int], float]) -> Path:
    """The table with every figure a number without a format, kept as a program keeps it."""
    path = folder / "bang.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("DTI")
        for number, row in enumerate([table.headers, *table.rows]):
            for column, text in enumerate(row):
                if number and column != NAMES:
                    sheet.write_number(number, column, kept(float(text), number, column))
                else:
                    sheet.write_string(number, column, text)
    return path


def test_numbers_kept_in_32_bits(
    table: Table, tmp_path: Path, right: Callable[[Path], None]
) -> None:
    right(as_numbers(tmp_path, table, lambda n, _r, _c: struct.unpack("f", struct.pack("f", n))[0]))


@pytest.mark.parametrize("place", ["Phần 1: 6", "Phần 2: 16"])
def test_a_province_on_two_sheets_is_asked_about(
    place: str, table: Table, tmp_path: Path, read: Read
) -> None:
    rows = printed(table)
    # Row 5 of the table is row 6 of the first sheet; the other sheet ends with it, 15 rows below.
    path = xlsx(
        tmp_path,
        {"Phần 1": rows[:20], "Phần 2": [rows[0], *rows[20:], [*rows[5][:3], *rows[6][3:]]]},
    )
    (question,) = read(path, table).questions
    assert (question.key, question.choices) == ("rows_to_drop", ("Phần 1: 6", "Phần 2: 17"))
    assert rows[5][NAMES] in str(question.text)
    part, _, row = place.partition(": ")
    row = "17" if part == "Phần 2" else row
    answered = read(path, table, TableMap(rows_to_drop=((part, int(row)),)))
    assert not answered.questions
    assert len(answered.rows) == 34


def test_a_row_that_stands_again_is_told(table: Table, tmp_path: Path, read: Read) -> None:
    rows = printed(table)
    path = xlsx(tmp_path, {"Phần 1": rows[:20], "Phần 2": [rows[0], *rows[19:]]})
    found = read(path, table)
    assert not found.questions
    assert len(found.rows) == 34
    (again,) = (one for one in found.dropped if rows[19][NAMES] in one.text)
    assert "with the same figures" in str(again.reason)


def test_a_table_that_is_not_read_is_named(table: Table, tmp_path: Path, read: Read) -> None:
    rows = printed(table)
    other = [[f"Tiêu đề {at}" if at != NAMES else rows[0][NAMES] for at in range(12)], *rows[20:]]
    notes = read(xlsx(tmp_path, {"Phần 1": rows[:20], "Phần 2": other}), table).notes
    assert any("«Phần 2» (15)" in note for note in notes)


def test_noise_beyond_what_a_cell_shows_is_left_out(
    table: Table, tmp_path: Path, right: Callable[[Path], None]
) -> None:
    def noisy(figure: float, row: int, column: int) -> float:
        return figure if column < FIRST else figure + 3e-14 * (-1) ** row

    right(as_numbers(tmp_path, table, noisy))


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        # Low scores with their scale: the scale is not guessed from how high they go.
        ("8,50/100", "0,0850"),
        ("85.3 / 1.000", "0.0853"),
        ("100/100", "1,00"),
        ("17/63", ""),
    ],
)
def test_a_score_with_its_scale_is_one_from_0_to_1(text: str, figure: str) -> None:
    assert plain_figure(text) == figure


def as_csv(rows: Rows, delimiter: str) -> str:
    return "\n".join(delimiter.join(row) for row in rows)


def misread(text: str) -> str:
    """A text in UTF-8 as a program shows it that takes it for Windows-1252."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode("utf-8"))


def lost(text: str) -> str:
    """A text as saved where the encoding has some Vietnamese letters only."""
    return text.encode("cp1252", "replace").decode("cp1252")


def zipped(path: Path, inner: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("bang.xlsx", inner)
    return path


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


REFUSED: dict[str, tuple[str, Make]] = {
    "commas for both": (
        "text.two_uses",
        lambda p, rows: write(p / "a.csv", as_csv(rows, ",")),
    ),
    "misread": (
        "reading.mojibake",
        lambda p, rows: write(p / "a.csv", misread(as_csv(rows, ";"))),
    ),
    "misread in a workbook": (
        "reading.mojibake",
        lambda p, rows: xlsx(p, {"DTI": [[misread(t) for t in row] for row in rows]}),
    ),
    "letters lost": (
        "reading.lost_letters",
        lambda p, rows: write(p / "a.csv", lost(as_csv(rows, ";")).encode("cp1252")),
    ),
    "letters lost in a workbook": (
        "reading.lost_letters",
        lambda p, rows: xlsx(p, {"DTI": [[lost(t) for t in row] for row in rows]}),
    ),
    "an open quote": (
        "text.open_quote",
        lambda p, rows: write(
            p / "a.csv", as_csv([*rows[:4], [*rows[4][:2], f'"{rows[4][2]}'], *rows[5:]], ";")
        ),
    ),
    "gzip": (
        "limits.other_form",
        lambda p, rows: write(p / "a.csv", gzip.compress(as_csv(rows, ";").encode())),
    ),
    "a workbook packed": (
        "limits.ending",
        lambda p, rows: zipped(p / "a.zip", xlsx(p, {"DTI": rows}).read_bytes()),
    ),
    "a workbook packed, named as one": (
        "limits.other_form",
        lambda p, rows: zipped(p / "a.csv", xlsx(p, {"DTI": rows}).read_bytes()),
    ),
    "XML of 2003": (
        "limits.other_form",
        lambda p, _rows: write(
            p / "a.xls",
            '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
            '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        ),
    ),
    "a page archive": (
        "limits.other_form",
        lambda p, _rows: write(
            p / "a.html", "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related"
        ),
    ),
    "data for programs": (
        "limits.other_form",
        lambda p, rows: write(p / "a.csv", json.dumps(rows, ensure_ascii=False)),
    ),
    "an answer for programs": (
        "limits.other_form",
        lambda p, _rows: write(p / "a.csv", '{"status": 403}'),
    ),
    "another page within": (
        "reading.frame",
        lambda p, _rows: html(p, '<iframe src="https://dti.gov.vn/a"></iframe>'),
    ),
    "drawn by a script": (
        "reading.by_script",
        lambda p, rows: html(
            p, f"<script>var rows = {json.dumps(rows, ensure_ascii=False)}</script>"
        ),
    ),
    "a numbered list": (
        "reading.outside_tables",
        lambda p, rows: html(p, "".join(f"<ol><li>{r[2]}: {r[-1]}</ol>" for r in rows[1:])),
    ),
    "misread as on a Macintosh": (
        "reading.mojibake",
        lambda p, rows: write(p / "a.csv", as_csv(rows, ";").encode().decode("mac_roman")),
    ),
    "a page to log in": (
        "reading.login",
        lambda p, _rows: write(
            p / "a.xlsx", "<!doctype html><form><h1>Đăng nhập</h1><input></form>"
        ),
    ),
    "a page that asks for a password": (
        "reading.login",
        lambda p, _rows: html(p, "<form><input type=password name=p></form>"),
    ),
    "blocks for a table": (
        "reading.outside_tables",
        lambda p, rows: html(
            p, "".join(f"<div>{''.join(f'<div>{t}</div>' for t in row)}</div>" for row in rows)
        ),
    ),
    "a list": (
        "reading.outside_tables",
        lambda p, rows: html(
            p, "<ul>" + "".join(f"<li><b>{row[2]}</b>: {row[-1]}" for row in rows) + "</ul>"
        ),
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_shows_no_table_is_refused_by_its_cause(
    kind: str, table: Table, tmp_path: Path, read: Read
) -> None:
    key, make = REFUSED[kind]
    path = make(tmp_path, printed(table))
    with pytest.raises(BadInputError) as error:
        read(path, table)
    assert error.value.reason.key == key
    assert all(path.name in error.value.said(lang) for lang in ("vi", "en"))


# --- pages that go on without a header ------------------------------------------------------------


def pdf(path: Path, pages: Sequence[Rows]) -> Path:
    """A PDF with a ruled table on each page."""
    import matplotlib
    from reportlab.lib.pagesizes import A3, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, PageBreak, SimpleDocTemplate

    font = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    pdfmetrics.registerFont(TTFont("DejaVu", font))
    style = [("FONT", (0, 0), (-1, -1), "DejaVu", 5), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
    story = [part for rows in pages for part in (LongTable(rows, style=style), PageBreak())]
    path = path / "bang.pdf"
    SimpleDocTemplate(str(path), pagesize=landscape(A3)).build(story[:-1])
    return path


NOTE = len("TT XH Tên A B C D E F G H DTI".split())
CONTINUED: dict[str, Callable[[Rows], list[Rows]]] = {
    "as the first page": lambda rows: [rows[:20], rows[20:]],
    "notes on the first page alone": lambda rows: [
        [[*rows[0], "Ghi chú"], *([*row, "tạm tính"] for row in rows[1:20])], rows[20:]
    ],
    "notes from the second page on": lambda rows: [
        rows[:20], [[*row, "tạm tính"] for row in rows[20:29]],
        [[*row, "tạm tính"] for row in rows[29:]],
    ],
    "no number of the row on the second page": lambda rows: [
        rows[:20], columns_of(rows[20:], *range(1, NOTE))
    ],
    "rows counted from 1 on each page": lambda rows: [
        rows[:20], [[str(at), *row[1:]] for at, row in enumerate(rows[20:], start=1)]
    ],
    "with «continued» above": lambda rows: [rows[:20], [["(tiếp theo)"] * NOTE, *rows[20:]]],
    "other columns, with the names": lambda rows: [
        columns_of(rows, 0, 1, 2, 3, 4, 5), columns_of(rows, 0, 2, 6, 7, 8, 9, 10, 11)
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", CONTINUED)
def test_a_table_goes_on_over_pages(
    kind: str, table: Table, tmp_path: Path, right: Callable[[Path], None]
) -> None:
    right(pdf(tmp_path, CONTINUED[kind](printed(table))))


def test_a_page_with_other_columns_is_not_pushed_into_those_of_the_first(
    table: Table, tmp_path: Path, read: Read
) -> None:
    rows = printed(table)
    # A score less, words at the end: as many columns, but each figure one place to the left.
    shifted = [[*row[:3], *row[4:], "tạm tính"] for row in rows[20:]]
    found = read(pdf(tmp_path, [rows[:20], shifted]), table)
    assert len(found.rows) == 19
    assert any("(15)" in note for note in found.notes)


ORDERS: dict[str, list[int]] = {
    "two scores exchanged": [0, 1, 2, 4, 3, *range(5, NOTE)],
    "all scores from the last to the first": [0, 1, 2, *range(NOTE - 1, FIRST - 1, -1)],
    "rank and name exchanged": [0, 2, 1, *range(3, NOTE)],
}


@pytest.mark.parametrize("kind", ORDERS)
@pytest.mark.parametrize("rows_before", [10, 25])
def test_a_header_again_in_another_order_is_refused(
    rows_before: int, kind: str, table: Table, tmp_path: Path, read: Read
) -> None:
    header, *rows = printed(table)
    below = columns_of([header, *rows[rows_before:]], *ORDERS[kind])
    path = xlsx(tmp_path, {"DTI": [header, *rows[:rows_before], *below]})
    column = next(n for n, at in enumerate(ORDERS[kind]) if n != at)
    with pytest.raises(BadInputError, match=rf"another order; column {column + 1} is «"):
        read(path, table)


def test_pages_in_another_order_of_columns(table: Table, tmp_path: Path, read: Read) -> None:
    header, *rows = printed(table)
    pages = [
        [header, *rows[:20]],
        columns_of([header, *rows[20:]], *ORDERS["two scores exchanged"]),
    ]
    with pytest.raises(
        BadInputError, match=r"page 2, row 1: .* «Thể chế số», in page 1, row 1 «Nhận thức"
    ):
        read(pdf(tmp_path, pages), table)


def test_a_header_again_with_another_word_is_the_same_header(
    table: Table, tmp_path: Path, right: Callable[[Path], None]
) -> None:
    header, *rows = printed(table)
    right(xlsx(tmp_path, {"DTI": [header, *rows[:20], [*header[:-1], "Tổng"], *rows[20:]]}))


def test_columns_without_names_are_told(table: Table, tmp_path: Path, read: Read) -> None:
    rows = printed(table)
    pages = [columns_of(rows, 0, 1, 2, 3, 4), columns_of(rows, *range(5, NOTE))]
    assert any("«table 2» (34)" in note for note in read(pdf(tmp_path, pages), table).notes)


# --- tables that are turned, by region, counted again ---------------------------------------------


@pytest.mark.parametrize("form", ["xlsx", "html"])
def test_a_turned_table_is_called_so(form: str, table: Table, tmp_path: Path, read: Read) -> None:
    turned = [list(column) for column in zip(*printed(table), strict=True)]
    page = f"<table>{html_of(turned, lambda _i, _j, t: td(t))}</table>"
    path = html(tmp_path, page) if form == "html" else xlsx(tmp_path, {"DTI": turned})
    with pytest.raises(BadInputError, match="stand across, in row 3"):
        read(path, table)


@pytest.mark.parametrize(
    "label", ["Trung bình vùng", "Bình quân khu vực", "Trung bình Đông Nam Bộ"]
)
def test_means_of_regions_are_not_those_of_the_country(
    label: str, table: Table, tmp_path: Path, read: Read
) -> None:
    head, *rows = printed(table)
    country = ["", "", "Trung bình cả nước", *means([head, *rows])[3:]]
    region = ["", "", label, *["0,1234"] * 9]
    found = read(
        xlsx(tmp_path, {"DTI": [head, *rows[:9], region, *rows[9:], region, country]}), table
    )
    assert not found.questions
    assert set(found.printed_means.values()) == set(country[3:])


def test_rows_counted_in_each_region_are_no_list_positions(
    table: Table, tmp_path: Path, read: Read, right: Callable[[Path], None]
) -> None:
    head, *rows = printed(table)
    again = [[str(at % 12 + 1), *row[1:]] for at, row in enumerate(rows)]
    path = xlsx(tmp_path, {"DTI": [head, *again]})
    right(path)
    assert "overall.list_position" not in {column.holds for column in read(path, table).columns}
    # Two rows with one number are a slip, which a check names.
    slip = [*rows[:10], [rows[9][0], *rows[10][1:]], *rows[11:]]
    held = {column.holds for column in read(xlsx(tmp_path, {"DTI": [head, *slip]}), table).columns}
    assert "overall.list_position" in held


def test_a_region_in_the_place_of_a_province_is_asked_about(
    table: Table, tmp_path: Path, read: Read
) -> None:
    rows = printed(table)
    rows[8][NAMES] = "Đông Nam Bộ"
    (question,) = read(xlsx(tmp_path, {"DTI": rows}), table).questions
    assert question.key == "names.Đông Nam Bộ"
    # With a number of its own, or none, it is the mean of the region.
    region = ["", "", "Đông Nam Bộ", *["0,7411"] * 9]
    assert not read(xlsx(tmp_path, {"DTI": [*printed(table), region]}), table).questions


def test_an_empty_total_is_named_where_ranks_alone_are_asked_for(
    table: Table, tmp_path: Path, read: Read
) -> None:
    rows = [[*row[:-1], row[-1] if i == 0 else ""] for i, row in enumerate(printed(table))]
    (question,) = read(xlsx(tmp_path, {"DTI": rows}), table).questions
    assert "Column 12 «DTI» is empty" in str(question.text)


def test_a_question_shows_the_cells_that_raise_it(table: Table, tmp_path: Path, read: Read) -> None:
    rows = printed(table)
    rows[20][1] = "20,5"
    (question,) = read(xlsx(tmp_path, {"DTI": rows}), table).questions
    assert "first cells: 20,5." in str(question.text)


@pytest.mark.parametrize("turn", [90, -90])
def test_headers_on_their_side_without_rules(
    turn: int, table: Table, tmp_path: Path, right: Callable[[Path], None]
) -> None:
    import matplotlib
    from reportlab.lib.pagesizes import A3, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    font = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    pdfmetrics.registerFont(TTFont("DejaVu", font))
    head, *rows = printed(table)
    canvas = Canvas(str(tmp_path / "bang.pdf"), pagesize=landscape(A3))
    canvas.setFont("DejaVu", 7)
    lefts = [30, 60, 90, *range(220, 220 + 45 * 9, 45)]
    for left, text in zip(lefts, head, strict=True):
        words = text.split()
        # Two lines of the header, the first on the side where the letters' heads point.
        lines = [" ".join(words[:2]), " ".join(words[2:])] if len(words) > 2 else [text]
        canvas.saveState()
        canvas.translate(left + 10, 660 if turn > 0 else 730)
        canvas.rotate(turn)
        for number, line in enumerate(lines):
            canvas.drawString(0, -8 * number, line)
        canvas.restoreState()
    for number, row in enumerate(rows, start=1):
        for left, text in zip(lefts, row, strict=True):
            canvas.drawString(left, 655 - 12 * number, text)
    canvas.save()
    right(tmp_path / "bang.pdf")


@pytest.mark.parametrize("column", [3, 8, 11])
def test_a_lost_decimal_mark_says_nothing_of_the_scale(
    column: int, table: Table, tmp_path: Path, read: Read
) -> None:
    rows = printed(table)
    row = next(row for row in rows[5:] if row[column].startswith("0,"))
    row[column] = row[column].replace(",", "")
    found = read(xlsx(tmp_path, {"DTI": rows}), table)
    assert not found.questions
    assert set(found.scales.values()) == {"1"}


@pytest.mark.parametrize("hidden", ["hidden", "style='display:none'"])
def test_a_hidden_copy_is_not_read_beside_the_table_that_is_shown(
    hidden: str, table: Table, tmp_path: Path, right: Callable[[Path], None]
) -> None:
    rows = printed(table)
    older = [rows[0], *([*row[:3], *row[:2:-1]] for row in rows[1:])]

    def page(data: Rows, attribute: str = "") -> str:
        return f"<table {attribute}>{html_of(data, lambda _i, _j, t: td(t))}</table>"

    right(html(tmp_path, page(older, hidden) + page(rows)))
    # Where a tab hides the whole table and shows the first ten, the whole one is read.
    right(html(tmp_path, page(rows, hidden) + page(rows[:11])))
