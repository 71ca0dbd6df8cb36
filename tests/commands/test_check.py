"""`tangbac check`: one line a statement, in the language of the headline, and the exit status."""

from __future__ import annotations

import unicodedata

import pytest

from helpers.cli import main

from ..frozen_project import frozen_project

PROJECT = frozen_project()


@pytest.fixture(autouse=True)
def in_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (
            ["Quảng Ngãi tăng 5 bậc DTI 2023"], 0,
            "ĐÚNG: “tăng 5 bậc” – Quảng Ngãi, DTI 2023. Bảng của Bộ: +5 (26 → 21) "
            "(trong 63 tỉnh).",
        ),
        (
            ["Quang Ngai climbed five places in DTI 2023"], 0,
            "AGREES: “climbed five places” – Quảng Ngãi, DTI 2023. The ministry's table: "
            "+5 (26 → 21) (among 63 provinces).",
        ),
        (
            ["Quang Ngai dat 0,7093 diem DTI 2023", "--lang", "en"], 1,
            "DISAGREES: “0,7093 diem” – Quảng Ngãi, DTI 2023. The ministry's table: 0.7077 "
            "(among 63 provinces).",
        ),
        (
            ["Hậu Giang phấn đấu vào top 10 DTI 2023"], 2,
            "CHƯA KIỂM TRA ĐƯỢC: “vào top 10” – Hậu Giang, DTI 2023. Lý do: là mục tiêu hoặc dự "
            "kiến, không phải kết quả.",
        ),
        (
            ["Good morning"], 2,
            "CANNOT BE CHECKED: “Good morning”. Reason: not understood as a rank, a change of rank "
            "or a score.",
        ),
    ],
)  # fmt: skip
def test_one_line_for_each_statement(
    arguments: list[str], status: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *arguments]) == status
    assert capsys.readouterr().out == line + "\n"


def test_several_statements_have_a_line_each_and_the_worst_status(
    capsys: pytest.CaptureFixture[str],
) -> None:
    headline = unicodedata.normalize("NFD", "Quảng Ngãi tăng 5 bậc, xếp thứ 22/63 DTI 2023")
    assert main(["check", headline]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["ĐÚNG", "KHÔNG KHỚP"]
    assert all(unicodedata.is_normalized("NFC", line) for line in lines)


def test_an_empty_headline_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "  "]) == 2
    assert "The headline is empty. Expected: a sentence in quotes" in capsys.readouterr().err
