"""What the texts of a file say of the year that it measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from helpers.intake.checks.checks import check_transcription
from helpers.intake.checks.year import check_year
from helpers.intake.on_file import OnFile
from helpers.intake.transcription import Dropped, Place, Transcription

OnHand = Callable[[str], Transcription]


@pytest.mark.parametrize(
    ("titles", "status"),
    [
        (["BẢNG XẾP HẠNG DTI CẤP TỈNH NĂM 2024"], "failed"),
        (["BẢNG XẾP HẠNG NĂM 2025", "So với năm 2024"], "doubt"),
        (["BẢNG XẾP HẠNG NĂM 2025"], "passed"),
        (["Ban hành ngày 20/10/2026, tháng 10 năm 2026, Nghị quyết 202/2026/QH15"], "not possible"),
        ([], "not possible"),
    ],
)
def test_a_title_of_another_year(on_hand: OnHand, titles: list[str], status: str) -> None:
    dropped = tuple(
        Dropped(title, Place("table", row), "above the table")
        for row, title in enumerate(titles, start=1)
    )
    check = check_year(replace(on_hand("dti_2024_34"), edition="2025", dropped=dropped))
    assert check.status == status
    if check.findings:
        assert titles[-1] in check.findings[0].text
        assert check.findings[0].place == Place("table", len(titles))


def test_a_note_below_does_not_outweigh_the_title(on_hand: OnHand) -> None:
    table = replace(on_hand("dti_2024_34"), edition="2025")
    below = table.rows[-1].place.row + 1
    title = Dropped("NĂM 2024", Place("table", 1), "above the table")
    note = Dropped("Công bố năm 2025", Place("table", below), "note")
    check = check_year(replace(table, dropped=(title, note)))
    assert check.status == "failed"
    assert "only below the table 2025" in check.message
    assert check_year(replace(table, dropped=(note,))).status == "passed"


def test_a_sheet_and_a_used_header_of_another_year(on_hand: OnHand, on_file: OnFile) -> None:
    table = replace(on_hand("dti_2024_34"), edition="2025")
    rows = tuple(replace(row, place=Place("DTI 2024", row.place.row)) for row in table.rows)
    assert check_year(replace(table, rows=rows)).status == "failed"
    columns = tuple(
        replace(c, header="DTI 2024") if c.holds == "overall.score" else c for c in table.columns
    )
    checks = check_transcription(
        replace(table, columns=columns), on_file, on_file.definitions
    ).checks
    (check,) = [check for check in checks if check.name == "year"]
    assert check.status == "failed"
    assert check.findings[0].column == "overall.score"
