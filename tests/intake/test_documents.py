"""Documents are opened with the checks of a ministry's file, and refused in their own words."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from helpers.errors import BadInputError, error_entries
from helpers.intake.documents import read_document

from ..made_documents import paragraph, pdf_of_two_columns, table, word_file, wrapped

SAID = "Theo công bố của Bộ, Lạng Sơn xếp thứ 4/63 tỉnh, thành phố về chuyển đổi số năm 2023."


def put(tmp_path: Path, name: str, data: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_one_spelling_whatever_its_encoding(
    tmp_path: Path, form: str, codec: str
) -> None:
    data = unicodedata.normalize(form, f"Tiêu đề\n{SAID}").encode(codec)
    assert read_document(put(tmp_path, "a.txt", data)).text == f"Tiêu đề\n{SAID}"


def test_the_same_words_come_out_of_every_form(tmp_path: Path) -> None:
    rows = [["Tỉnh", "Hạng"], ["Huế", "2"]]
    markdown = f"# Tiêu đề *số*\n\n{SAID.replace('Lạng Sơn', '**Lạng Sơn**')}\n\n"
    markdown += "| Tỉnh | Hạng |\n|---|---|\n| Huế | 2 |\n"
    html = f"<title>Tiêu đề số</title><h1>Tiêu đề số</h1><p>{SAID}</p><table><tr><td>Tỉnh<td>Hạng"
    html += "<tr><td>Huế<td>2</table>"
    word = word_file(paragraph("Tiêu đề số", "u1") + paragraph(SAID) + table(rows))
    for name, data in (("a.md", markdown), ("a.html", html), ("a.docx", word)):
        found = read_document(put(tmp_path, name, data))
        assert found.text == f"Tiêu đề số\n{SAID}\nTỉnh | Hạng\nHuế | 2", name
    sides = [wrapped(SAID, 42), wrapped(SAID, 42)]
    found = read_document(put(tmp_path, "a.pdf", pdf_of_two_columns("Tiêu đề số", [sides])))
    assert found.text == f"Tiêu đề số\n{SAID}\n{SAID}"
    assert {p.place.page for p in found.paragraphs} == {1}


def test_settings_at_the_head_of_markdown_are_left_out_and_said(tmp_path: Path) -> None:
    found = read_document(put(tmp_path, "a.md", f"---\nrank: 1\n---\n{SAID}\n"))
    assert (found.text, found.left_out) == (SAID, ("front matter",))


def test_the_day_of_a_page_is_known_and_no_part_of_its_text(tmp_path: Path) -> None:
    html = f"<meta property='article:published_time' content='2025-02-14T08:00'><p>{SAID}</p>"
    found = read_document(put(tmp_path, "a.html", html))
    assert found.published == ("2025-02-14",)
    assert "2025" not in found.text


def locked_pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("secret", "other"))
    canvas.drawString(50, 500, "hidden")
    canvas.save()
    return file.getvalue()


def scan() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name.replace("__", "/"), content)
    return file.getvalue()


ENTITY = b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'
HOSTILE = [
    ("a.docx", b"", "empty"),
    ("a.docx", b"PK\x03\x04word/broken", "broken"),
    ("a.docx", b"\xd0\xcf\x11\xe0rest", "password"),
    ("a.docx", packed(xl__workbook=b"<a/>"), "no document: save it as .pdf"),
    ("a.docx", packed(word__document=b"0" * 30_000_000), "swells"),
    ("a.docx", packed(**{"word__document.xml": ENTITY}), "entities"),
    ("a.docx", packed(**{"word__document.xml": b"<a/>"}), "cannot be read"),
    ("a.doc", b"\xd0\xcf\x11\xe0rest", "save it as a.docx"),
    ("a.xlsx", packed(xl__workbook=b"<a/>"), "not read"),
    ("a.txt", word_file(paragraph(SAID)), "rename it to a.docx"),
    ("a.png", b"\x89PNG", "as text"),
    ("a.pdf", b"PK\x03\x04", "not what its ending says"),
    ("a.docx", b"Hello", "found 'Hello'"),
    ("a.pdf", b"%PDF-1.7 broken", "cannot be read"),
    ("a.pdf", locked_pdf(), "without a password"),
    ("a.pdf", scan(), "a scan"),
    ("a.html", b"<html><!ENTITY a 'b'></html>", "Copy the article"),
    ("a.html", b"<html><body><script>draw()</script></body></html>", "no text"),
    ("a.html", b"<i>" * 150_000, "150000 tags"),
    ("a.txt", b"x" * 9_000_000, "at most"),
    ("a.txt", "từ " * 400_000, "Divide the text"),
    ("a.txt", "L?ng S?n x?p th? 4, T?nh t?ng hai b?c", "question marks"),
    ("a.txt", SAID.encode("utf-8").decode("cp1252", "ignore"), "wrong encoding"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "says"), HOSTILE)
def test_hostile_files_are_refused_in_words_about_documents(
    tmp_path: Path, name: str, data: bytes | str, says: str
) -> None:
    with pytest.raises(BadInputError) as refused:
        read_document(put(tmp_path, name, data))
    for lang in ("vi", "en"):
        told = refused.value.said(lang)
        assert name in told
        assert not re.search(r"\b(table|sheet|Excel:|bảng của|trang tính)", told)
    assert says in refused.value.said("en")


TCVN3 = (
    "§Ò tµi: ChuyÓn ®æi sè cña tØnh L¹ng S¬n. TØnh ®· xÕp h¹ng thø 4 trong 63 tØnh, thµnh phè; "
    "®iÓm cña tØnh lµ 0,7601 vµ n¨m tr­íc ®­îc 0,70."
)


def test_text_in_an_old_encoding_is_refused_by_its_name(tmp_path: Path) -> None:
    for name, data in (("a.txt", TCVN3.encode("latin-1")), ("a.docx", word_file(paragraph(TCVN3)))):
        with pytest.raises(BadInputError, match="TCVN3"):
            read_document(put(tmp_path, name, data))


@pytest.mark.parametrize(
    "text",
    [
        "Haäu Giang xeáp thöù 20 DTI 2023. Tænh taêng 3 baäc so vôùi naêm 2022.",
        "Tænh Laïng Sôn xeáp haïng 4. " * 5,
    ],
)
def test_text_in_vni_is_refused_by_its_name_however_short(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInputError, match="VNI"):
        read_document(put(tmp_path, "a.txt", text))


@pytest.mark.parametrize(
    "text", ["Lạng Sơn: DTI 2023, thứ 4/63.", "Quy Nhơn is a città, naïve æ ôù"]
)
def test_a_short_text_is_not_taken_for_an_old_encoding(tmp_path: Path, text: str) -> None:
    assert read_document(put(tmp_path, "a.txt", text)).text == text


def test_an_entry_of_a_document_asks_for_what_the_other_is_given() -> None:
    for key, entry in error_entries().items():
        other = error_entries().get(key.removeprefix("document."))
        if key.startswith("document.") and other:
            for lang in ("vi", "en"):
                known = set(re.findall(r"\{(\w+)", other[lang]))
                assert set(re.findall(r"\{(\w+)", entry[lang])) <= known, key
