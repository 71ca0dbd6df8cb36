"""`tangbac check`: one line a statement, in the language of the headline, and the exit status."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from helpers.cli import main
from helpers.intake.address import Fetched

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
            "ĐÚNG: “tăng 5 bậc” – Quảng Ngãi (trước sáp nhập), DTI 2023. Bảng của Bộ: +5 (26 → 21) "
            "(trong 63 tỉnh).",
        ),
        (
            ["Quang Ngai climbed five places in DTI 2023"], 0,
            "AGREES: “climbed five places” – Quảng Ngãi (before the mergers), DTI 2023. "
            "The ministry's table: "
            "+5 (26 → 21) (among 63 provinces).",
        ),
        (
            ["Quang Ngai dat 0,7093 diem DTI 2023", "--lang", "en"], 1,
            "DISAGREES: “0,7093 diem” – Quảng Ngãi (before the mergers), DTI 2023. "
            "The ministry's table: 0.7077 "
            "(among 63 provinces).",
        ),
        (
            ["Hậu Giang phấn đấu vào top 10 DTI 2023"], 2,
            "CHƯA KIỂM TRA ĐƯỢC: “top 10” – Hậu Giang, DTI 2023. Lý do: là mục tiêu hoặc dự "
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


# 6 in 2022 and 4 in 2023, in the tables of the ministry.
SAID = "Lạng Sơn tăng 2 bậc DTI 2023."
FALSE = "Lạng Sơn xếp thứ 5/63 DTI 2023."
VAGUE = "Hậu Giang phấn đấu vào top 10 DTI 2023."
NOTHING = "Chào buổi sáng các bạn, chúc một ngày vui."


def put(tmp_path: Path, text: str, name: str = "bài viết.txt") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (f"{SAID}\n{FALSE}\n{VAGUE}", 1), (f"{SAID}\n{VAGUE}", 0), (VAGUE, 2), (NOTHING, 2),
    ],
)  # fmt: skip
def test_a_document_has_the_status_of_what_was_judged(
    text: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for more in ([], ["--json"], ["--page", str(tmp_path / "x.html")]):
        assert main(["check", "--file", put(tmp_path, text), *more]) == status
        captured = capsys.readouterr()
        # Told from wrong input, which has status 2 too: a result is printed, and no error.
        assert captured.out
        assert not captured.err


def test_wrong_input_prints_no_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = put(tmp_path, SAID)
    for arguments, said in (
        ([], "Give either a headline"),
        (["câu", "--file", text], "only one of them"),
        (["--file", str(tmp_path / "none.docx")], "no such file"),
        ([text], f'tangbac check --file "{text}"'),
        (["báo cáo.DOCX", "--page"], 'tangbac check --file "báo cáo.DOCX"'),
        (["--file", text, "--json", "--page"], "do not go together"),
        (["câu", "--page"], "--page writes the page of a document"),
        (["--file", text, "--page", str(tmp_path / "x.pdf")], "ending in .html"),
        (["--file", text, "--page", "notes/x.html"], "name none after --page"),
    ):
        assert main(["check", *arguments]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith("tangbac: ")
        assert said in captured.err


def test_a_document_is_answered_sentence_by_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--file", put(tmp_path, f"Tin tức\n{SAID} {FALSE}")]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "Văn bản: bài viết.txt",
        "",
        f"Đoạn 1: “{SAID}”",
        "  – ĐÚNG: “tăng 2 bậc” – Lạng Sơn, DTI 2023. Bảng của Bộ: +2 (6 → 4) (trong 63 tỉnh).",
        "",
        f"Đoạn 1: “{FALSE}”",
        "  – KHÔNG KHỚP: “xếp thứ 5/63” – Lạng Sơn, DTI 2023. Bảng của Bộ: 4 (trong 63 tỉnh).",
        "",
        "Số phát biểu: 2. Đúng: 1; không khớp: 1; chưa kiểm tra được: 0.",
    ]


def test_records_name_the_place_and_those_of_a_headline_the_headline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", "--file", put(tmp_path, f"Tin tức\n{FALSE}"), "--json", "--lang", "en"])
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["sentence"], row["verdict"], row["place"]) == (FALSE, "disagrees", "paragraph 1")
    main(["check", FALSE, "--json"])
    (of_headline,) = json.loads(capsys.readouterr().out)
    assert of_headline == row | {"place": ""}
    assert main(["check", "--file", put(tmp_path, NOTHING), "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == []


def test_a_page_is_an_export_and_one_that_was_edited_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("helpers.export.files.EXPORTS", tmp_path / "exports")
    arguments = ["check", "--file", put(tmp_path, SAID), "--page"]
    assert main(arguments) == 0
    page = tmp_path / "exports" / "check-bai-viet.vi.html"
    assert str(page) in capsys.readouterr().out
    assert "<mark" in page.read_text(encoding="utf-8")
    assert main(arguments) == 0
    page.write_text("edited", encoding="utf-8")
    assert main(arguments) == 2
    assert "Name another file after --page" in capsys.readouterr().err
    assert main([*arguments, "--replace", "--lang", "en"]) == 0
    assert (page.parent / "check-bai-viet.en.html").is_file()


def test_an_address_is_asked_once_and_its_article_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def fetched(address: str, folder: Path, endings: Sequence[str]) -> Fetched:
        assert ".docx" in endings
        asked.append(address)
        path = folder / "published.html"
        path.write_text(f"<title>Tin</title><nav>Hạng 1</nav><p>{SAID}</p>", encoding="utf-8")
        return Fetched(path, f"{address}/end")

    monkeypatch.setattr("helpers.intake.documents.fetch", fetched)
    assert main(["check", "https://bao.example/bai"]) == 0
    assert asked == ["https://bao.example/bai"]
    out = capsys.readouterr().out
    assert out.startswith("Văn bản: https://bao.example/bai/end\nKhông đọc: trình đơn.\n")
    assert "ĐÚNG: “tăng 2 bậc”" in out
