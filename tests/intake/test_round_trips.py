"""Official tables printed in every format and layout are read back, every cell of them."""

from __future__ import annotations

import csv
import html
import io
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from helpers.intake.checks.checks import check_transcription
from helpers.intake.checks.year import check_year
from helpers.intake.on_file import load_on_file
from helpers.intake.table_map import TableMap
from helpers.intake.transcription import Transcription

from ..frozen_project import FROZEN

Sheet = Any  # the laid out table of conftest.py
Official = Callable[[str], Any]
LayOut = Callable[..., Sheet]
Read = Callable[..., Transcription]
Found = Callable[[Transcription], dict[str, dict[str, str]]]

EDITIONS = ("dti_2022_63", "dti_2023_63", "dti_2024_63", "dti_2024_34", "egov_2017_63")
LAYOUTS = {
    "plain": {},
    "title and notes": {"title": True, "notes": True},
    "letterhead": {"letterhead": True, "title": True, "notes": True},
    "caption": {"caption": True, "numbering": True},
    "two header rows": {"headers": 2, "title": True},
    "three header rows": {"headers": 3, "numbering": True},
    "decimal comma": {"comma": True, "prefix": "short"},
    "decimal point": {"comma": False, "order": "names first"},
    "prefix UBND": {"prefix": "ubnd", "headers": 2},
    "NFD": {"nfd": True, "title": True},
    "capitals": {"prefix": "upper", "order": "total first"},
    "numbers before names": {"prefix": "number"},
    "old tone marks": {"prefix": "old", "mean": True},
    "blanks and dashes": {"prefix": "wide", "total": True},
    "footnote marks": {"prefix": "mark", "notes": True},
    "ranks of all": {"of": True, "headers": 2},
    "regions": {"regions": True, "title": True},
    "header again": {"again": 20, "headers": 2, "title": True},
    "other order": {"order": "reversed", "comma": True},
    "everything": {
        "letterhead": True, "title": True, "headers": 3, "numbering": True, "comma": True,
        "prefix": "ubnd", "nfd": True, "of": True, "regions": True, "again": 15, "mean": True,
        "total": True, "notes": True, "order": "total first",
    },
    # These two leave something open, so that a question is right and a map must answer it.
    "unknown header": {"words": {"overall.score": "Tỷ lệ hoàn thành (%)"}},
    "header without words": {"words": {"overall.score": ""}, "comma": True},
}  # fmt: skip
ASKING = {"unknown header", "header without words"}


def number_of(text: str) -> tuple[float, int] | None:
    """A printed figure as the number and decimals that a spreadsheet would hold."""
    plain = text.replace(",", ".")
    if not plain or not plain.replace(".", "", 1).isdecimal() or plain.startswith("00"):
        return None
    if "." not in plain and plain.startswith("0"):
        return None
    return float(plain), len(plain.partition(".")[2])


def write_xlsx(path: Path, sheet: Sheet, *, as_numbers: bool = True, bare: bool = False) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        hidden = book.add_worksheet("Nháp")
        hidden.write(0, 0, "Hà Nội")
        page = book.add_worksheet("Phụ lục 1")
        page.activate()
        page.set_first_sheet()
        hidden.hide()
        formats = {
            d: book.add_format({"num_format": f"0.{'0' * d}" if d else "0"}) for d in range(7)
        }
        for r, row in enumerate(sheet.cells):
            for c, text in enumerate(row):
                number = number_of(text) if as_numbers and "," not in text else None
                if number is not None and r not in sheet.header:
                    page.write_number(r, c, number[0], None if bare else formats[number[1]])
                elif text:
                    page.write_string(r, c, text)
        for top, left, bottom, right in sheet.merges:
            page.merge_range(top, left, bottom, right, sheet.cells[top][left])


def write_text(path: Path, sheet: Sheet, *, delimiter: str = ",", encoding: str = "utf-8") -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(sheet.cells)
    text = file.getvalue()
    path.write_bytes(to_1258(text) if encoding == "cp1258" else text.encode(encoding))


def to_1258(text: str) -> bytes:
    """Windows-1258 has letters with their roof or horn, and tone marks apart."""
    result = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            result += letter.encode("cp1258")
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", letter)
            tones = [m for m in marks if m in "\u0300\u0301\u0303\u0309\u0323"]
            rest = unicodedata.normalize("NFC", "".join(m for m in marks if m not in tones))
            result += (rest + "".join(tones)).replace("–", "-").encode("cp1258")
    return result


def write_html(path: Path, sheet: Sheet) -> None:
    covered = {
        (r, c): (top, left)
        for top, left, bottom, right in sheet.merges
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
    }
    spans = {(t, left): (b - t + 1, r - left + 1) for t, left, b, r in sheet.merges}
    lines = []
    for r, row in enumerate(sheet.cells):
        cells = ""
        for c, text in enumerate(row):
            if covered.get((r, c), (r, c)) != (r, c):
                continue
            down, right = spans.get((r, c), (1, 1))
            cells += f'<td rowspan="{down}" colspan="{right}"><p>{html.escape(text)}</p></td>'
        lines.append(f"<tr>{cells}</tr>")
    path.write_text(
        "<!DOCTYPE html><html><body><table><tr><td>Trang chủ</td><td>Tin tức</td></tr></table>"
        "<table><tr><th>Vùng</th><th>Số tỉnh</th></tr><tr><td>Hà Nội</td><td>1</td></tr></table>"
        f"<table><tbody>{''.join(lines)}</tbody></table></body></html>",
        encoding="utf-8",
    )


def write_pdf(
    path: Path, sheet: Sheet, *, ruled: bool = True, above: str = "", cover: bool = False
) -> None:
    """A table over pages; `above` is a text before it, with `cover` on a page of its own."""
    import matplotlib
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate

    font = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    pdfmetrics.registerFont(TTFont("DejaVu", font))
    size = 7
    style = ParagraphStyle("cell", fontName="DejaVu", fontSize=size, leading=size + 2)
    covers = {(top, left): right for top, left, _, right in sheet.merges}
    cells = [
        [
            Paragraph(html.escape(t), style)
            if t and r in sheet.header and (r, c) not in covers
            else t
            for c, t in enumerate(unicodedata.normalize("NFC", text) for text in row)
        ]
        for r, row in enumerate(sheet.cells)
    ]
    for (top, left), right in covers.items():
        if top in sheet.header and right == left:
            cells[top][left] = Paragraph(html.escape(sheet.cells[top][left]), style)
    widths = [110 if h == "unit" else 52 for h in sheet.official.holds]
    commands = [
        ("FONT", (0, 0), (-1, -1), "DejaVu", size),
        *[("SPAN", (left, t), (r, b)) for t, left, b, r in sheet.merges],
    ]
    if ruled:
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    repeat = 0 if sheet.header.start else sheet.header.stop
    table = LongTable(cells, colWidths=widths, repeatRows=repeat, style=commands)

    def foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("DejaVu", 6)
        canvas.drawString(400, 20, f"Trang {document.page}/9")

    before = [Paragraph(html.escape(above), style)] if above else []
    SimpleDocTemplate(str(path), pagesize=landscape(A4)).build(
        [*before, *([PageBreak()] if cover else []), table], onFirstPage=foot, onLaterPages=foot
    )


WRITERS: dict[str, tuple[str, Callable]] = {
    "xlsx": (".xlsx", write_xlsx),
    "xlsx as text": (".xlsx", lambda p, s: write_xlsx(p, s, as_numbers=False)),
    "xlsx without formats": (".xlsx", lambda p, s: write_xlsx(p, s, bare=True)),
    "csv": (".csv", write_text),
    "csv with a mark": (".csv", lambda p, s: write_text(p, s, encoding="utf-8-sig")),
    "csv semicolon UTF-16": (
        ".csv", lambda p, s: write_text(p, s, delimiter=";", encoding="utf-16"),
    ),
    "csv Windows-1258": (".csv", lambda p, s: write_text(p, s, delimiter=";", encoding="cp1258")),
    "tsv": (".tsv", lambda p, s: write_text(p, s, delimiter="\t")),
    "bars": (".txt", lambda p, s: write_text(p, s, delimiter="|")),
    "html": (".html", write_html),
    "web page as xls": (".xls", write_html),
    "pdf": (".pdf", write_pdf),
    "pdf without rules": (".pdf", lambda p, s: write_pdf(p, s, ruled=False)),
}  # fmt: skip
QUICK = [writer for writer in WRITERS if not writer.startswith("pdf")]
OFTEN = ["xlsx", "xlsx without formats", "csv Windows-1258", "html"]
PDF_LAYOUTS = ("letterhead", "two header rows", "blanks and dashes", "everything")


def check(path: Path, layout: str, sheet: Sheet, read: Read, found: Found) -> bool:
    """Read a file back: every cell equal, at once or once a map has answered the questions.

    Gives whether no map was needed.
    """
    result = read(path, sheet.official)
    asked = {question.key: question for question in result.questions}
    if asked:
        number = sheet.official.holds.index("overall.score") + 1
        assert set(asked) == {f"columns.{number}"}, (layout, result.questions)
        assert "overall.score" in asked[f"columns.{number}"].choices
        answered = TableMap(file="map.yml", columns={number: "overall.score"})
        result = read(path, sheet.official, answered)
    assert not result.questions
    assert found(result) == sheet.expected, layout
    return not asked


@pytest.mark.parametrize("writer", QUICK)
def test_every_format_brings_every_cell(
    tmp_path: Path, official: Official, lay_out: LayOut, read: Read, found: Found, writer: str
) -> None:
    ending, write = WRITERS[writer]
    sheet = lay_out(official("dti_2024_34"), **LAYOUTS["everything"])
    path = tmp_path / f"bang{ending}"
    write(path, sheet)
    assert check(path, "everything", sheet, read, found)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_brings_every_cell(
    tmp_path: Path, official: Official, lay_out: LayOut, read: Read, found: Found, layout: str
) -> None:
    sheet = lay_out(official("dti_2024_34"), **LAYOUTS[layout])
    path = tmp_path / "bang.csv"
    write_text(path, sheet)
    assert check(path, layout, sheet, read, found) == (layout not in ASKING)


def test_the_hidden_sheet_is_named_and_what_is_dropped_has_a_reason(
    tmp_path: Path, official: Official, lay_out: LayOut, read: Read
) -> None:
    sheet = lay_out(official("dti_2024_34"), **LAYOUTS["everything"])
    write_xlsx(path := tmp_path / "bang.xlsx", sheet)
    result = read(path, sheet.official)
    assert any("«Nháp» is hidden" in note for note in result.notes)
    reasons = {entry.reason for entry in result.dropped}
    assert {
        "above the table", "header again", "heading of a region", "mean of all provinces", "note",
        "numbers of the columns", "total or extreme of all provinces", "foot or head of a page",
    } <= reasons  # fmt: skip
    assert result.printed_means["overall.score"] == "0.5432"
    header = len(sheet.header)
    assert len(result.rows) + len(result.dropped) + header == len(sheet.cells)


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS)
def test_nine_layouts_of_ten_need_no_map(
    tmp_path: Path, official: Official, lay_out: LayOut, read: Read, found: Found, edition: str
) -> None:
    settled = []
    writers = QUICK if edition == "dti_2024_34" else OFTEN
    for writer in writers:
        ending, write = WRITERS[writer]
        for number, (layout, options) in enumerate(LAYOUTS.items()):
            sheet = lay_out(official(edition), **options)
            path = tmp_path / f"{number}{ending}"
            write(path, sheet)
            settled.append(check(path, layout, sheet, read, found))
    assert len(settled) == len(writers) * len(LAYOUTS)
    assert sum(settled) / len(settled) >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("writer", ["pdf", "pdf without rules"])
def test_pdf_over_pages(
    tmp_path: Path,
    official: Official,
    lay_out: LayOut,
    read: Read,
    found: Found,
    edition: str,
    writer: str,
) -> None:
    for layout in PDF_LAYOUTS:
        sheet = lay_out(official(edition), **LAYOUTS[layout])
        path = tmp_path / f"{layout}.pdf"
        WRITERS[writer][1](path, sheet)
        assert check(path, layout, sheet, read, found), layout


OUTSIDE = "Phụ lục: kết quả năm 2024"
"""A title that stands outside the table."""


def write_cover(path: Path, sheet: Sheet) -> None:
    """A workbook whose title stands on a sheet of its own."""
    import xlsxwriter

    write_xlsx(path, sheet)
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Bìa").write(1, 1, OUTSIDE)
        page = book.add_worksheet("Phụ lục 1")
        for number, row in enumerate(sheet.cells):
            page.write_row(number, 0, row)


def write_page(path: Path, sheet: Sheet, mark: str) -> None:
    """A web page that names its year in one element outside the table."""
    write_html(path, sheet)
    page = path.read_text(encoding="utf-8")
    element = f"<{mark}>{OUTSIDE}</{mark}>"
    if mark == "caption":
        page = page.replace("<table><tbody>", f"<table>{element}<tbody>")
    elif mark == "title":
        page = page.replace("<body>", f"<head>{element}</head><body>")
    else:
        page = page.replace("<table><tbody>", f"{element}<table><tbody>")
    path.write_text(page, encoding="utf-8")


TITLED: dict[str, tuple[str, Callable]] = {
    "pdf": (".pdf", lambda p, s: write_pdf(p, s, above=OUTSIDE)),
    "pdf without rules": (".pdf", lambda p, s: write_pdf(p, s, ruled=False, above=OUTSIDE)),
    "pdf with a page before": (".pdf", lambda p, s: write_pdf(p, s, above=OUTSIDE, cover=True)),
    "workbook": (".xlsx", write_cover),
    **{
        f"html {mark}": (".html", lambda p, s, mark=mark: write_page(p, s, mark))
        for mark in ("title", "h1", "h3", "p", "caption")
    },
}


@pytest.mark.parametrize("kind", TITLED)
def test_a_year_outside_the_table_is_held_against_the_edition(
    tmp_path: Path, official: Official, lay_out: LayOut, read: Read, found: Found, kind: str
) -> None:
    ending, write = TITLED[kind]
    sheet = lay_out(official("dti_2024_34"))
    path = tmp_path / f"bang{ending}"
    write(path, sheet)
    result = read(path, sheet.official)
    assert found(result) == sheet.expected
    assert check_year(result).status == "passed"
    wrong = check_year(replace(result, edition="2025"))
    assert wrong.status == "failed"
    assert OUTSIDE in " ".join(finding.text for finding in wrong.findings)


@pytest.mark.slow
@pytest.mark.parametrize("writer", WRITERS)
def test_an_older_table_under_a_new_year_is_refused_in_every_format(
    tmp_path: Path, official: Official, lay_out: LayOut, read: Read, writer: str
) -> None:
    """The table as it was, and with the last digit of every score moved by one."""
    ending, write = WRITERS[writer]
    on_file = load_on_file(FROZEN)
    sheet = lay_out(official("dti_2023_63"))
    moved = replace(sheet, cells=[[next_digit(text) for text in row] for row in sheet.cells])
    for number, table in enumerate((sheet, moved)):
        path = tmp_path / f"{number}{ending}"
        write(path, table)
        result = replace(read(path, sheet.official), edition="2025")
        checks = {
            c.name: c for c in check_transcription(result, on_file, on_file.definitions).checks
        }
        assert checks["another_edition"].status == "failed"
        told = [f.text for f in checks["another_edition"].findings]
        assert any("scores are those of DTI 2023 (63 units)" in text for text in told)


def next_digit(text: str) -> str:
    """A score with another last digit; anything else as it is."""
    if not text.startswith("0.") or text.endswith("9"):
        return text
    return f"{text[:-1]}{int(text[-1]) + 1}"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not here")
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_workbooks_of_libreoffice(
    tmp_path: Path, official: Official, lay_out: LayOut, read: Read, found: Found, ending: str
) -> None:
    sheets = {}
    for edition in EDITIONS:
        for layout, options in LAYOUTS.items():
            for bare in (False, True):
                path = tmp_path / f"{edition} {layout} {bare}.xlsx"
                sheets[path] = (layout, lay_out(official(edition), **options))
                write_xlsx(path, sheets[path][1], bare=bare)
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}",
         "--convert-to", ending, "--outdir", tmp_path, *sheets],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    for path, (layout, sheet) in sheets.items():
        settled = check(path.with_suffix(f".{ending}"), layout, sheet, read, found)
        assert settled == (layout not in ASKING), layout
