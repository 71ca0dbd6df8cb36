"""`tangbac intake`: what it shows, refuses, asks and files."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from helpers.cli import main

from ..frozen_project import FROZEN

NOT_YET = (date.today() + timedelta(days=2)).isoformat()
"""A day that is still to come when the last test ends."""

FACTS = [
    "--index", "dti", "--edition", "2025",
    "--url", "https://dti.gov.vn/xep-hang-2025", "--published", "2026-10-21",
]  # fmt: skip
HEADERS = (
    "TT", "Xếp hạng DTI", "Tỉnh/Thành phố", "Nhận thức số", "Thể chế số", "Hạ tầng số",
    "Nhân lực số", "An toàn thông tin mạng", "Hoạt động chính quyền số", "Hoạt động kinh tế số",
    "Hoạt động xã hội số", "Kỹ năng số", "DTI",
)  # fmt: skip
POINTS = (50, 50, 120, 100, 100, 200, 150, 150, 80)
MAP = """\
columns: {"Kỹ năng số": digital_skills.score}
measures: {digital_skills: {vi: Kỹ năng số, en: Digital skills}}
"""


def made_up_rows() -> list[list[str]]:
    """34 rows of an edition that does not exist: parts near those of 2024, a ninth, true ranks."""
    path = FROZEN / "data" / "raw" / "dti_tables" / "dti_2024_34.csv"
    with path.open(encoding="utf-8") as file:
        before = list(csv.DictReader(file))
    rows = []
    for number, row in enumerate(before):
        name = row["Tỉnh/Thành phố"]
        # Digits of primes stand in for changes: no two columns go together.
        digits = [(3001 + (number * prime * prime) % 6997) / 10000
                  for prime in (37, 53, 71, 89, 107, 131, 151, 173, 193)]  # fmt: skip
        parts = [
            round(0.8 * float(row.get(part, row["DTI"])) + 0.2 * digit, 4)
            for part, digit in zip(HEADERS[3:12], digits, strict=True)
        ]
        total = sum(p * s for p, s in zip(POINTS, parts, strict=True)) / sum(POINTS)
        rows.append((round(total, 4), name, parts))
    rows.sort(key=lambda row: -row[0])
    totals = [total for total, _, _ in rows]
    return [
        [
            str(place),
            str(1 + totals.index(total)),
            name,
            *(f"{part:.4f}" for part in parts),
            f"{total:.4f}",
        ]
        for place, (total, name, parts) in enumerate(rows, start=1)
    ]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the raw figures, in which the command is run."""
    folder = tmp_path / "project"
    shutil.copytree(FROZEN / "data" / "raw", folder / "data" / "raw")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """The made-up edition as a file, and a map that answers its question."""
    path = tmp_path / "bang-dti-2025.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADERS, *made_up_rows()])
    (tmp_path / "map.yml").write_text(MAP, encoding="utf-8")
    return path


def state(project: Path) -> dict[str, str]:
    folder = project / "data"
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_an_unknown_column_is_asked_and_nothing_is_written(
    project: Path, published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state(project)
    assert main(["intake", str(published), *FACTS, "--yes"]) == 1
    shown = capsys.readouterr().out
    assert "12  Kỹ năng số  ->  not used" in shown
    assert "columns: {12: short_name.score}" in shown
    assert "Provinces: 34 of 34" in shown
    assert state(project) == before


def test_a_name_that_means_no_province_is_asked_with_names_the_missing_first(
    project: Path, published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = published.read_text(encoding="utf-8")
    published.write_text(text.replace(",Phú Thọ,", ",Hòa Bình,"), encoding="utf-8")
    before = state(project)
    arguments = ["intake", str(published), *FACTS, "--map", str(published.parent / "map.yml")]
    assert main(arguments) == 1
    shown = capsys.readouterr().out
    assert state(project) == before
    assert "missing: Phú Thọ" in shown
    assert "one of: vn34-25 (Phú Thọ, missing), vn34-" in shown
    assert "(Ninh Bình)" in shown


def test_a_failed_check_names_the_place_and_nothing_is_written(
    project: Path, published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = published.read_text(encoding="utf-8").splitlines()
    cells = text[5].split(",")
    text[5] = ",".join([cells[0], str(int(cells[1]) + 1), *cells[2:]])
    published.write_text("\n".join(text), encoding="utf-8")
    before = state(project)
    arguments = ["intake", str(published), *FACTS, "--map", str(published.parent / "map.yml")]
    assert main([*arguments, "--yes"]) == 1
    shown = capsys.readouterr().out
    assert f"{cells[2]}: rank {int(cells[1]) + 1} is printed, the scores give {cells[1]}" in shown
    assert "row 6, column 2" in shown
    assert "Failed: ranks. Nothing was written." in shown
    assert state(project) == before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"--index": "dtx"}, "There is no index 'dtx'"),
        ({"--edition": "25"}, "--edition '25'"),
        ({"--edition": "2024", "--universe": "34"}, "DTI 2024 (34 units) is on file already"),
        ({"--edition": "2024", "--universe": "34"}, "«tangbac correct FIGURE --expect … --use …»"),
        (
            {"--edition": "2024", "--universe": "34"},
            "remove data/raw/dti_tables/dti_2024_34.csv, dti_2024_34.yml and",
        ),
        ({"--universe": "35"}, "There is no universe '35'"),
        ({"--url": "dti.gov.vn"}, "--url 'dti.gov.vn'"),
        ({"--url": "file:///etc/passwd"}, "--url 'file:///etc/passwd'"),
        ({"--published": "21/10/2026"}, "--published '21/10/2026'"),
        ({"--published": NOT_YET}, "lies in the future"),
        ({"--published": "2024-10-21"}, "lies before the year"),
        ({"--edition": "2026"}, "--edition 2026 is the year of publication (2026-10-21)"),
        ({"--edition": "2022", "--universe": "34"}, "The 34 provinces are those since 2025-07-01"),
        ({"--edition": "2023", "--universe": "34", "--published": "2025-06-30"}, "another time"),
        ({"--map": "none.yml"}, "none.yml is missing"),
        ({"--transcribed-by": " "}, "names nobody"),
        ({"--transcribed-by": ""}, "names nobody"),
    ],
)
def test_what_is_given_wrong_is_refused(
    project: Path,
    published: Path,
    capsys: pytest.CaptureFixture[str],
    changed: dict[str, str],
    said: str,
) -> None:
    before = state(project)
    given = dict(zip(FACTS[::2], FACTS[1::2], strict=True)) | changed
    options = [text for pair in given.items() for text in pair]
    assert main(["intake", str(published), *options, "--yes"]) == 2
    assert said in capsys.readouterr().err
    assert state(project) == before


@pytest.mark.parametrize("file", ["none.xlsx", "dti.gov.vn/xep-hang", "ftp://dti.gov.vn/a.xlsx"])
def test_what_is_neither_a_file_nor_an_address_is_said_first(
    project: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    before = state(project)
    assert main(["intake", file, "--index", "dti", "--edition", "2025", "--lang", "en"]) == 2
    assert f"{file}: there is no such file; an address begins with https" in capsys.readouterr().err
    assert state(project) == before


def run(published: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, without a terminal."""
    command = [sys.executable, "-m", "helpers.cli", "intake", str(published), *FACTS, *options]
    return subprocess.run(
        command, capture_output=True, text=True, stdin=subprocess.DEVNULL, encoding="utf-8",
        check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "agreed"),
    [
        ("yes\n", True), ("y\n", True), ("có\n", True), ("Co\u0301\n", True), ("C\n", True),
        ("no\n", False), ("không\n", False), ("\n", False), ("", False),
    ],
)  # fmt: skip
def test_on_a_terminal_only_a_yes_is_one(
    monkeypatch: pytest.MonkeyPatch, answer: str, agreed: bool
) -> None:
    from helpers.commands.intake import _agreed
    from helpers.intake.filing import Filing

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert _agreed(Filing("dti_2025_34", {}, frozenset())) is agreed


@pytest.mark.slow
def test_without_a_terminal_a_yes_must_be_said(project: Path, published: Path) -> None:
    before = state(project)
    with_map = ("--map", str(published.parent / "map.yml"))
    refused = run(published, *with_map)
    assert refused.returncode == 2
    assert "there is no terminal to ask on" in refused.stderr
    assert state(project) == before
    shown = run(published, *with_map, "--dry-run")
    assert shown.returncode == 0, shown.stderr
    assert "To be filed as dti_2025_34" in shown.stdout
    assert state(project) == before


def test_a_dry_run_needs_no_folder_to_write_to(project: Path, published: Path) -> None:
    # Where the folder of the lock cannot be made, nothing else can be written either.
    (project / "reports").write_text("no folder", encoding="utf-8")
    before = state(project)
    arguments = ["intake", str(published), *FACTS, "--map", str(published.parent / "map.yml")]
    assert main([*arguments, "--yes"]) == 2
    assert main([*arguments, "--dry-run"]) == 0
    assert state(project) == before


def print_pdf(path: Path) -> None:
    """The made-up edition as a ministry prints it: a ruled table over several pages."""
    import matplotlib as mpl
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    from reportlab.lib.styles import ParagraphStyle  # isort: skip

    fonts = Path(mpl.get_data_path()) / "fonts" / "ttf"
    pdfmetrics.registerFont(TTFont("DejaVu", str(fonts / "DejaVuSans.ttf")))
    style = ParagraphStyle("cell", fontName="DejaVu", fontSize=6, leading=7)
    rows = [[text.replace(".", ",") for text in row] for row in made_up_rows()]
    cells = [[Paragraph(text, style) for text in row] for row in [HEADERS, *rows]]
    widths = [22, 36, 90, *([55] * 9), 40]
    table = Table(cells, colWidths=widths, repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    title = Paragraph("Phụ lục: Xếp hạng chuyển đổi số cấp tỉnh năm 2025", style)
    SimpleDocTemplate(str(path), pagesize=landscape(A4)).build([title, table])


@pytest.mark.slow
def test_from_the_ministrys_pdf_to_the_tables_of_notebook_01(
    project: Path, published: Path
) -> None:
    from helpers.questions.clean_figures.answer import clean_figures

    pdf = published.with_name("Phụ lục DTI 2025.pdf")
    print_pdf(pdf)
    done = run(pdf, "--map", str(published.parent / "map.yml"), "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        "awareness 50, institutions 50, infrastructure 120, human_resources 100, "
        "cybersecurity 100, government_activity 200, economy_activity 150, society_activity 150, "
        "digital_skills 80 over 1000"
    ) in done.stdout
    kept = project / "data/raw/originals/dti_2025_34/published.pdf"
    assert kept.read_bytes() == pdf.read_bytes()
    tables = clean_figures(project).tables
    rankings = tables["rankings"]
    own = rankings[(rankings["edition"] == "2025") & (rankings["universe"] == "34")]
    assert set(own["formula"]) == {"dti-2025"}
    names = tables["units"].set_index("unit_id")["province"]
    total = own[own["measure"] == "overall"]
    ninth = own[own["measure"] == "digital_skills"]
    found = {
        names[row.unit_id]: (int(row.rank), f"{row.score:.4f}")
        for row in total.itertuples(index=False)
    }
    skills = dict(zip(ninth["unit_id"].map(names), ninth["score"], strict=True))
    for _, rank, name, *parts, score in made_up_rows():
        short = name.removeprefix("TP. ")
        assert found[short] == (int(rank), score)
        assert f"{skills[short]:.4f}" == parts[-1]
    assert run(pdf, "--yes").returncode == 2
