"""A cell that holds something is never taken for an empty one, in whatever file it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.errors import BadInputError
from helpers.intake.checks.outcome import FAILED
from helpers.intake.files.error_values import is_error
from helpers.intake.files.grids import Grid
from helpers.intake.files.limits import open_source
from helpers.intake.map_entries import (
    Excuse,
    corrected,
    map_entries,
    unexcused,
    without_excused_errors,
)
from helpers.intake.reading import read_grids
from helpers.intake.table_map import TableMap, read_map
from helpers.intake.table_values import transcribed_values
from helpers.intake.transcription import Transcription
from helpers.intake.unit_names import UnitNames
from helpers.sources.provinces import Units

from . import workbook_forms as forms

Rows = list[list[str]]
Table = Any  # an official table of conftest.py
Official = Callable[[str], Any]
Read = Callable[..., Transcription]
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def write_text(path: Path, rows: Rows, delimiter: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    path.write_text(file.getvalue(), "utf-8")


def write_html(path: Path, rows: Rows, cell: Callable[[str], str] = "<td>{}</td>".format) -> None:
    lines = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows)
    path.write_text(f"<table>{lines}</table>", "utf-8")


def write_pdf(path: Path, rows: Rows) -> None:
    import matplotlib
    from reportlab.lib.pagesizes import A3, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, SimpleDocTemplate

    font = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    pdfmetrics.registerFont(TTFont("DejaVu", font))
    style = [("FONT", (0, 0), (-1, -1), "DejaVu", 5), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
    SimpleDocTemplate(str(path), pagesize=landscape(A3)).build([LongTable(rows, style=style)])


FORMS: dict[str, tuple[str, Callable[[Path, Rows], None]]] = {
    "xlsx": (".xlsx", forms.write_xlsx),
    "xlsx, cells without place": (".xlsx", lambda p, r: forms.write_xlsx(p, r, places=False)),
    "xlsx with a prefix": (".xlsx", lambda p, r: forms.write_xlsx(p, r, prefix="x")),
    "xlsx, strict": (
        ".xlsx",
        lambda p, r: forms.write_xlsx(p, r, main=STRICT, relations=STRICT_RELATIONS),
    ),
    "xlsx, errors as text": (
        ".xlsx",
        lambda p, r: forms.write_xlsx(
            p, r, lambda t, at: f'<c{at} t="inlineStr"><is><t>{t}</t></is></c>'
        ),
    ),
    "xls": (".xls", forms.write_xls),
    "xls, formulas": (
        ".xls",
        lambda p, rows: forms.write_xls(
            p, rows,
            lambda r, c, t: (forms.xls_formula if t in forms.ERRORS else forms.xls_cell)(r, c, t),
        ),
    ),
    "ods": (".ods", forms.write_ods),
    "csv": (".csv", lambda p, r: write_text(p, r, ",")),
    "tsv": (".tsv", lambda p, r: write_text(p, r, "\t")),
    "html": (".html", write_html),
    "pdf": (".pdf", write_pdf),
}  # fmt: skip


@pytest.fixture
def table(official: Official) -> Table:
    return official("dti_2024_34")


def with_texts(table: Table, texts: dict[tuple[int, str], str]) -> Rows:
    """The table with other texts in some cells, by row from 0 and by what the column holds."""
    rows = [list(row) for row in table.rows]
    for (row, holds), text in texts.items():
        rows[row][table.holds.index(holds)] = text
    return [list(table.headers), *rows]


def grids(path: Path, units: Units) -> list[Grid]:
    return read_grids(open_source(path), UnitNames(units, "34", {}))


def texts_of(result: Transcription, holds: str) -> list[str]:
    number = next(c.number for c in result.columns if c.holds == holds)
    return [row.cells[number].text for row in result.rows]


@pytest.mark.parametrize("form", FORMS)
def test_error_values_are_named_with_their_places(
    tmp_path: Path, table: Table, read: Read, form: str
) -> None:
    """Every error value that there is, a blank beside them: only the blank is one."""
    ending, write = FORMS[form]
    errors = dict(zip(range(3, 3 + len(forms.ERRORS)), forms.ERRORS, strict=True))
    changed = {(row, "human_resources.score"): text for row, text in errors.items()}
    changed |= {(20, "overall.rank"): "#REF!", (21, "human_resources.score"): ""}
    path = tmp_path / f"bang{ending}"
    write(path, with_texts(table, changed))
    result = read(path, table)
    assert not result.questions
    expected = [changed.get((n, "human_resources.score"), row[table.holds.index(
        "human_resources.score")]) for n, row in enumerate(table.rows)]  # fmt: skip
    assert texts_of(result, "human_resources.score") == expected
    _, checks = transcribed_values(result, 34)
    found = {f.text for f in checks[0].findings}
    names = [row[table.unit_at] for row in table.rows]
    assert checks[0].status == FAILED
    assert found == {
        *(f"{names[n]}: {t!r} is an error value and not a score" for n, t in errors.items()),
        f"{names[20]}: '#REF!' is an error value and not a place from 1 to 34",
    }
    rows = {f.text: f.place and (f.place.row, f.place.column) for f in checks[0].findings}
    place = rows[f"{names[3]}: '#NULL!' is an error value and not a score"]
    assert place == (5, table.holds.index("human_resources.score") + 1)
    assert "«corrections»" in checks[0].message
    assert "exception of values_readable" in checks[0].message


@pytest.mark.parametrize(
    ("text", "says"),
    [("#N/A", True), ("#n/a", True), ("Err:502", True), ("Lỗi:502", True), ("#TÊN?", True),
     ("#SPILL!", True), ("#GETTING_DATA", True), ("####", True), ("", False), ("-", False),
     ("n/a", False), ("#", False), ("# 1", False), ("#1", False), ("0,8", False),
     ("Err", False)],
)  # fmt: skip
def test_what_is_an_error_value(text: str, says: bool) -> None:
    assert is_error(text) == says


@pytest.fixture
def faulty(tmp_path: Path, table: Table, read: Read) -> Transcription:
    """A table with two error values."""
    path = tmp_path / "bang.csv"
    changed = {(5, "human_resources.score"): "#N/A", (8, "overall.rank"): "#REF!"}
    write_text(path, with_texts(table, changed), ",")
    return read(path, table)


def test_a_map_settles_every_error_value(
    tmp_path: Path, faulty: Transcription, table: Table, units: Units
) -> None:
    first, second = (table.rows[n][table.unit_at] for n in (5, 8))
    rank = table.rows[8][table.holds.index("overall.rank")]
    (tmp_path / "map.yml").write_text(
        f"""
        exceptions:
        - {{check: values_readable, unit: {first}, column: human_resources.score, reason: None.}}
        corrections:
        - {{unit: {second}, column: overall.rank, expect: "#REF!", use: "{rank}",
           reason: An error., reason_vi: Ô lỗi., reported_by: Sở}}
        """,
        "utf-8",
    )
    entries = map_entries(read_map(tmp_path / "map.yml"), units, "34")
    mended = corrected(faulty, entries.corrections)
    left, unused = unexcused(transcribed_values(mended, 34)[1], entries.excuses)
    assert (left, unused) == ([], [])
    kept = without_excused_errors(faulty, entries.excuses)
    assert texts_of(kept, "human_resources.score")[5] == ""
    assert texts_of(kept, "overall.rank")[8] == "#REF!", "what is corrected stays as printed"


def test_an_exception_empties_nothing_else(faulty: Transcription) -> None:
    unit = faulty.rows[5].unit_id
    for excuse in (
        Excuse("totals_from_parts", unit, "human_resources.score", "…"),
        Excuse("values_readable", faulty.rows[6].unit_id, "human_resources.score", "…"),
        Excuse("values_readable", unit, "overall.rank", "…"),
    ):
        assert without_excused_errors(faulty, [excuse]) == faulty


def test_a_column_of_error_values_is_asked_about(tmp_path: Path, table: Table, read: Read) -> None:
    path = tmp_path / "bang.csv"
    changed = {(n, "infrastructure.score"): "#N/A" for n in range(34)}
    write_text(path, with_texts(table, changed), ",")
    number = table.holds.index("infrastructure.score") + 1
    question = read(path, table).questions[0]
    assert question.key == f"columns.{number}"
    assert question.choices == ("infrastructure.score", "none")
    assert "it holds error values alone" in question.text
    for answer in question.choices:
        result = read(path, table, TableMap(file="map.yml", columns={number: answer}))
        assert not result.questions
        findings = transcribed_values(result, 34)[1][0].findings
        assert len(findings) == (0 if answer == "none" else 34)
    headless = [["" if c == number - 1 else text for c, text in enumerate(table.headers)]]
    write_text(path, [*headless, *with_texts(table, changed)[1:]], ",")
    assert [q.key for q in read(path, table).questions] == [f"columns.{number}"]


def test_a_row_of_error_values_is_not_dropped(tmp_path: Path, table: Table, read: Read) -> None:
    """Names that mean no province, with errors for figures; a mean behind an error stays one."""
    rows = with_texts(table, {})
    mean = ["0.5000" if h.endswith(".score") else "#REF!" for h in table.holds]
    mean[table.unit_at] = "Trung bình cả nước"
    path = tmp_path / "bang.csv"
    write_text(
        path, [*rows, ["#N/A" if h != "unit" else "Hà Nộii" for h in table.holds], mean], ","
    )
    result = read(path, table)
    assert [q.key for q in result.questions] == ["names.Hà Nộii"]
    assert result.printed_means["overall.score"] == "0.5000"


PERCENT_STYLE = (
    '<number:percentage-style style:name="N1"><number:number number:decimal-places="2"/>'
    '</number:percentage-style><style:style style:name="p" style:data-style-name="N1"/>'
    '<number:number-style style:name="N2"><number:number number:decimal-places="4"/>'
    '</number:number-style><style:style style:name="f" style:data-style-name="N2"/>'
)


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ('office:value-type="float" office:value="0.822"', "0.822"),
        ('office:value-type="float" office:value="1.0"', "1"),
        ('office:value-type="float" office:value="8.22E-1"', "0.822"),
        ('office:value-type="float" office:value="0.822" table:style-name="f"', "0.8220"),
        ('office:value-type="percentage" office:value="0.822" table:style-name="p"', "82.20%"),
        ('office:value-type="percentage" office:value="0.8221"', "82.21%"),
        ('office:value-type="currency" office:value="12"', "12"),
        ('office:value-type="string" office:string-value="Hà Nội"', "Hà Nội"),
        ('office:value-type="boolean" office:boolean-value="true"', "TRUE"),
        ('office:value-type="date" office:date-value="2025-07-01"', "2025-07-01"),
        ('office:value-type="float" office:value="NaN"', "NaN"),
        ('office:value-type="float" office:value="0,8"', "0,8"),
        ('table:formula="of:=1" office:value-type="float" office:value="0.5"', "0.5"),
        ('table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""', ""),
        ('table:style-name="f"', ""),
        ("", ""),
    ],
)
@pytest.mark.parametrize("inside", ["", "<text:p/>", "<text:p> </text:p>"])
def test_an_ods_value_without_text_is_read(
    tmp_path: Path, units: Units, cell: str, read_as: str, inside: str
) -> None:
    def written(text: str) -> str:
        own = f"<table:table-cell {cell}>{inside}</table:table-cell>"
        return own if text == "?" else forms.ods_cell(text)

    forms.write_ods(tmp_path / "b.ods", [["Tỉnh", "Điểm"], ["?", "x"]], written, PERCENT_STYLE)
    (grid,) = grids(tmp_path / "b.ods", units)
    assert grid.rows[1][0].text == read_as
    assert (grid.rows[1][0].place in grid.bare_numbers) == (
        "float" in cell and "style-name" not in cell
    )


def test_a_table_of_values_without_text_is_the_printed_table(
    tmp_path: Path, table: Table, read: Read
) -> None:
    def written(text: str) -> str:
        return (
            f'<table:table-cell office:value-type="float" office:value="{float(text)}"/>'
            if forms.is_plain(text)
            else forms.ods_cell(text)
        )

    forms.write_ods(tmp_path / "b.ods", with_texts(table, {}), written)
    result = read(tmp_path / "b.ods", table)
    assert not result.questions
    for holds, *texts in zip(table.holds, *table.rows, strict=True):
        assert holds == "unit" or texts_of(result, holds) == texts


FORMULA = '<c{} t="{}"><f>1/2</f>{}</c>'


@pytest.mark.parametrize(
    ("ending", "write"),
    [
        *[
            (".xlsx", lambda p, r, kind=kind, v=v: forms.write_xlsx(
                p, r, lambda t, at: FORMULA.format(at, kind, v) if t == "?"
                else forms.xlsx_cell(t, at)))
            for kind, v in (("n", ""), ("n", "<v/>"), ("n", "<v></v>"), ("str", ""), ("b", ""),
                            ("e", ""), ("e", "<v/>"))
        ],
        (".xlsx", lambda p, r: forms.write_xlsx(
            p, r, lambda t, at: f'<c{at} t="e"/>' if t == "?" else forms.xlsx_cell(t, at))),
        (".xls", lambda p, rows: forms.write_xls(
            p, rows, lambda r, c, t: forms.xls_formula(r, c, "") if t == "?"
            else forms.xls_cell(r, c, t))),
        *[
            (".ods", lambda p, r, a=a: forms.write_ods(
                p, r, lambda t: f"<table:table-cell {a}/>" if t == "?" else forms.ods_cell(t)))
            for a in ('table:formula="of:=1/2"',
                      'table:formula="of:=1/2" office:value-type="float"',
                      'office:value-type="percentage"',
                      'office:value-type="string" calcext:value-type="error"')
        ],
    ],
)  # fmt: skip
def test_a_formula_that_nobody_has_worked_out_is_refused(
    tmp_path: Path, units: Units, ending: str, write: Callable[[Path, Rows], None]
) -> None:
    path = tmp_path / f"b{ending}"
    write(path, [["Tỉnh", "Điểm"], ["Huế", "0.5"], ["Hà Nội", "?"]])
    with pytest.raises(
        BadInputError, match=r"^b\.\w+, sheet «Bảng», cell B3: .*1 such cell"
    ) as raised:
        grids(path, units)
    assert "Excel" in str(raised.value)
    assert "ô B3" in raised.value.said("vi")


def test_formulas_that_were_worked_out_may_give_an_empty_text(tmp_path: Path, units: Units) -> None:
    rows = [["Tỉnh", "Điểm", "Hạng"], ["Hà Nội", "=", "=0.5"]]

    def written(row: int, column: int, text: str) -> bytes:
        if text.startswith("="):
            return forms.xls_formula(row, column, text[1:])
        return forms.xls_cell(row, column, text)

    forms.write_xls(tmp_path / "b.xls", rows, written)
    grid = grids(tmp_path / "b.xls", units)[-1]
    assert [cell.text for cell in grid.rows[1]] == ["Hà Nội", "", "0.5"]
    forms.write_xlsx(
        tmp_path / "b.xlsx", rows,
        lambda t, at: f'<c{at} t="str"><f>A1</f><v>{t[1:]}</v></c>' if "=" in t
        else forms.xlsx_cell(t, at),
    )  # fmt: skip
    assert [c.text for c in grids(tmp_path / "b.xlsx", units)[0].rows[1]] == ["Hà Nội", "", "0.5"]


def test_a_hidden_sheet_may_hold_what_it_likes(tmp_path: Path, units: Units) -> None:
    forms.write_xls(
        tmp_path / "b.xls", [["?"]], lambda r, c, _: forms.xls_formula(r, c, ""), hidden=True
    )
    assert [grid.name for grid in grids(tmp_path / "b.xls", units)] == ["Nháp"]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1E+300", "1E+300"), ("-1E+300", "-1E+300"), ("NaN", "NaN"), ("INF", "Infinity"),
        ("1E-17", "0.0000"), ("-0", "-0.0000"), ("12345678901234", "12345678901234.0000"),
    ],
)  # fmt: skip
def test_numbers_beyond_any_figure_stay_in_sight(
    tmp_path: Path, units: Units, number: str, shown: str
) -> None:
    path = tmp_path / "b.ods"
    styled = 'table:style-name="f" office:value-type="float"'
    cell = f'<table:table-cell {styled} office:value="{number}"/>'
    forms.write_ods(
        path, [["?", "x"]], lambda t: cell if t == "?" else forms.ods_cell(t), PERCENT_STYLE
    )
    assert grids(path, units)[0].rows[0][0].text == shown


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<td x:err="#N/A"></td>', "#N/A"),
        ('<td x:num="0.822"> </td>', "0.822"),
        ('<td sdval="0.8220" sdnum="1066;"><br></td>', "0.8220"),
        ('<td sdval="0.8224">0,82</td>', "0,82"),
        ("<td x:num>0.5</td>", "0.5"),
        ("<td>&nbsp;</td>", ""),
    ],
)
def test_a_web_page_of_a_spreadsheet_may_hold_a_value_that_it_does_not_show(
    tmp_path: Path, units: Units, cell: str, shown: str
) -> None:
    write_html(tmp_path / "b.html", [["Huế", "?"]], lambda t: cell if t == "?" else f"<td>{t}</td>")
    (grid,) = grids(tmp_path / "b.html", units)
    assert grid.rows[0][1].text == shown


def test_marks_of_a_person_still_count_as_blank(tmp_path: Path, table: Table, read: Read) -> None:
    path = tmp_path / "bang.csv"
    write_text(path, with_texts(table, {(5, "human_resources.score"): "-"}), ",")
    result = read(path, table)
    assert texts_of(result, "human_resources.score")[5] == ""
    assert "Cells with «-» in columns of figures count as empty." in result.notes
