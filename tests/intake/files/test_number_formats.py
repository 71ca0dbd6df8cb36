from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import BadInputError
from helpers.intake.files.number_formats import NumberFormat, SheetCells, read_format, sheet_cells
from helpers.intake.files.spreadsheet import _shown


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("0.0000", NumberFormat(4, percent=False)),
        ("#,##0.00;[Red]-#,##0.00", NumberFormat(2, percent=False)),
        ("0%", NumberFormat(0, percent=True)),
        ('0.00" điểm"', NumberFormat(2, percent=False)),
        ("General", None), ("@", None), ("0.00E+00", None), ("dd/mm/yyyy", None), ("0.0##", None),
    ],
)  # fmt: skip
def test_number_formats(code: str, expected: NumberFormat | None) -> None:
    assert read_format(code) == expected


@given(st.integers(0, 10_000), st.integers(0, 6))
def test_a_number_shows_as_it_was_printed(value: int, decimals: int) -> None:
    printed = (
        f"{value / 10_000:.{decimals}f}"
        if decimals >= 4
        else f"{value}.{'0' * decimals}".rstrip(".")
    )
    assert _shown(float(printed), NumberFormat(decimals, percent=False)) == printed


def test_numbers_keep_what_a_person_sees() -> None:
    assert _shown(0.1 + 0.7001, None) == "0.8001"
    assert _shown(0.80020000000000002, None) == "0.8002"
    assert _shown(17.0, None) == "17"
    assert _shown(0.80015, NumberFormat(4, percent=False)) == "0.8002"
    assert _shown("0,8002", None) == "0,8002"


def workbook_of(tmp_path: Path, *, state: str = "visible", result: object = 0) -> bytes:
    """A workbook whose second sheet holds one formula, with its result or none."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Bảng").write("A1", 0.8224)
        sheet = book.add_worksheet("Tổng")
        sheet.write_formula("B2", "=0.5+0.25", None, result)
        if state == "hidden":
            sheet.hide()
    return path.read_bytes()


def test_a_formula_without_its_result_is_no_empty_cell(tmp_path: Path) -> None:
    assert sheet_cells("b.xlsx", workbook_of(tmp_path, result=0.75)) == {
        "Bảng": SheetCells(),
        "Tổng": SheetCells(),
    }
    assert sheet_cells("b.xlsx", workbook_of(tmp_path, result="không"))
    # An empty text is a result as well, and what a hidden sheet holds is not read.
    assert sheet_cells("b.xlsx", without_result(workbook_of(tmp_path, state="hidden")))
    with pytest.raises(BadInputError, match=r"b.xlsx, sheet «Tổng», cell B2: .*1 such cell"):
        sheet_cells("b.xlsx", without_result(workbook_of(tmp_path)))


def without_result(data: bytes) -> bytes:
    """The workbook as other programs write it, which know formulas but do not work them out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                assert text.count(b"<v>0</v>") == 1
                text = text.replace(b"<v>0</v>", b"<v></v>")
            new.writestr(name, text)
    return made.getvalue()
