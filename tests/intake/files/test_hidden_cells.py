"""Rows and columns that a person does not see are named beside the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from helpers.intake.transcription import Transcription


@pytest.mark.parametrize(
    ("rows", "columns", "said"),
    [
        ([], [], ""),
        ([5, 60], [], "hides rows 5;"),
        ([], [4, 30], "hides columns 4;"),
        ([5, 6], [4], "hides rows 5, 6 and columns 4;"),
    ],
)
def test_hidden_rows_and_columns_are_named(
    tmp_path: Path,
    official: Callable[[str], object],
    read: Callable[..., Transcription],
    rows: Sequence[int],
    columns: Sequence[int],
    said: str,
) -> None:
    table = official("dti_2024_34")
    path = tmp_path / "bang.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Bảng")
        for number, texts in enumerate([table.headers, *table.rows]):  # type: ignore[attr-defined]
            sheet.write_row(number, 0, texts)
        for row in rows:
            sheet.set_row(row - 1, None, None, {"hidden": True})
        for column in columns:
            sheet.set_column(column - 1, column - 1, None, None, {"hidden": True})
    result = read(path, table)
    notes = [note for note in result.notes if "hides" in note]
    assert len(notes) == bool(said)
    assert all(said in note for note in notes)
    assert len(result.rows) == 34
