"""A page taken apart: its charts, what goes along, what stays behind; hostile text stays text."""

from __future__ import annotations

import base64
import html
import importlib.util
import io
import re
import unicodedata
import zipfile
from pathlib import Path
from urllib.parse import quote

import pypandoc
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from helpers.errors import BadInputError
from helpers.export import word as export_word
from helpers.export.files import Exports, check_form, exported
from helpers.export.page import page_charts, standalone
from helpers.export.pictures import print_picture
from helpers.export.word import column_shares
from helpers.sharing.drawing import finish, house_style, new_figure
from helpers.sharing.png_picture import png_picture
from helpers.site.pictures import inline_drawing

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 72 36">'
    '<rect width="36" height="36" fill="#d55e00"/></svg>'
)
HOSTILE = "=cmd|' /C calc'!A0 <b>\"Huế\"</b> & \u202etxt.exe\u202c $x$ \\alpha {{7*7}}"
PAGE = """<!DOCTYPE html>
<html lang="vi"><head><title>Huế – Tăng bậc</title><style>p {}</style></head>
<body><a class="skip" href="#content">Đến nội dung</a>
<header><nav class="top"><a href="../index.html">Trang đầu</a></nav><h1>Một trang: Huế</h1></header>
<nav class="contents"><a href="#section-1">Mục</a></nav>
<main id="content">
<div class="cell" id="cell-id=first"><h2 id="section-1">Mục</h2>
<p>HOSTILE <a href="vn34-46.html">trang riêng</a> <a href="https://example.org/">nguồn</a></p>
<figure><img alt="Hạng &lt;1&gt;" src="data:image/svg+xml;base64,BASE64"></figure></div>
<div class="cell" id="cell-id=second">
<figure><img alt="Hai" src="data:image/svg+xml;charset=utf-8,QUOTED"></figure>
<table><caption>Các tỉnh</caption>
<thead><tr><th class="text">Tỉnh</th><th class="number">Hạng</th></tr></thead>
<tbody><tr class="focus"><td class="text" lang="en">Hue</td><td class="number">1</td></tr></tbody>
</table><ul><li>một</li></ul><ul class="claims"></ul></div>
<details><summary>Thêm</summary><p>ẩn</p></details>
<details class="code"><pre>secret = 1</pre></details></main>
<nav class="foot"><a href="../index.html">Trang đầu</a></nav>
<footer><p>Phiên bản dữ liệu: <code>ab12cd34</code></p></footer></body></html>"""
for name, value in {
    "HOSTILE": html.escape(HOSTILE, quote=False),
    "BASE64": base64.b64encode(SVG.encode()).decode(),
    "QUOTED": quote(SVG),
}.items():
    PAGE = PAGE.replace(name, value)


def read_html(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


@pytest.fixture
def given_to_pandoc(monkeypatch: pytest.MonkeyPatch) -> list[BeautifulSoup]:
    """What pandoc would read, without running it."""
    seen: list[BeautifulSoup] = []

    def convert(source: Path, *_: object, outputfile: Path, **__: object) -> None:
        seen.append(read_html(source.read_text(encoding="utf-8")))
        assert all((source.parent / image["src"]).is_file() for image in seen[-1].find_all("img"))
        zipfile.ZipFile(outputfile, "w").close()

    monkeypatch.setattr(pypandoc, "convert_file", convert)
    monkeypatch.setattr(export_word, "reference_document", lambda: b"")
    return seen


def test_charts_are_found_however_their_address_is_written() -> None:
    charts = page_charts(PAGE)
    assert [(chart.name, chart.alt) for chart in charts] == [
        ("first", "Hạng <1>"),
        ("second", "Hai"),
    ]
    assert [chart.svg for chart in charts] == [SVG, SVG]


def test_a_copy_leads_to_no_page_it_does_not_have() -> None:
    page = read_html(standalone(PAGE))
    assert [link["href"] for link in page.find_all("a")] == [
        "#content", "#section-1", "https://example.org/",
    ]  # fmt: skip
    assert "trang riêng" in page.get_text()
    assert HOSTILE in page.get_text()
    assert page.find("details", class_="code")
    # On paper nobody can open what is folded; the code stays shut.
    assert [fold.has_attr("open") for fold in page.find_all("details")] == [True, False]


def test_a_chart_of_the_house_is_taken_from_the_page_once(
    given_to_pandoc: list[BeautifulSoup],
) -> None:
    """The wide drawing, as SVG again; not that for phones, nor links to what stays behind."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 72 36">'
        '<clipPath id="a"><rect width="36" height="36"/></clipPath>'
        '<rect width="72" height="36" fill="#d55e00" clip-path="url(#a)"/></svg>'
    )
    parts = [inline_drawing(svg, kind[0], "Ba <3>", kind) for kind in ("wide", "narrow")]
    figure = "".join(parts) + '<figcaption><a href="../x.csv">CSV</a></figcaption>'
    page = PAGE.replace("<ul><li>", f'<figure class="chart two">{figure}</figure><ul><li>')
    charts = page_charts(page)
    assert [chart.alt for chart in charts] == ["Hạng <1>", "Hai", "Ba <3>"]
    assert charts[2].name == "second"
    with Image.open(io.BytesIO(print_picture(charts[2].svg))) as picture:
        assert picture.size == (300, 150)
        assert picture.getpixel((10, 75)) == (0xD5, 0x5E, 0)
        assert picture.getpixel((290, 75)) == (255, 255, 255)
    export_word.word_document(page, "vi")
    assert [image["alt"] for image in given_to_pandoc[0].find_all("img")] == [c.alt for c in charts]
    assert "CSV" not in given_to_pandoc[0].get_text()


def test_letters_show_on_a_machine_without_fonts() -> None:
    """None of the machine's are asked: the letters come from files of matplotlib."""
    with house_style():
        figure, _ = new_figure(3, 1)
        chart = finish(figure, "Tỉnh nào lên? ữ ậ Ỷ", "Nguồn", "alt")
    without = re.sub(r"<text.*?</text>", "", chart.svg)
    sizes, dark = [], []
    for svg in (chart.svg, without):
        with Image.open(io.BytesIO(png_picture(svg, 192))) as picture:
            title = picture.convert("L").crop((0, 0, picture.width, 60))
            sizes.append(picture.size)
            dark.append(sum(title.histogram()[:100]))
    assert sizes[0] == sizes[1]
    assert dark[1] == 0
    assert dark[0] > 500
    # Each letter is its own, none a box that stands for a letter the font lacks.
    shapes = set()
    for letter in "ữậỶlM":
        one = chart.svg.replace("Tỉnh nào lên? ữ ậ Ỷ", letter)
        with Image.open(io.BytesIO(png_picture(one, 192))) as picture:
            shapes.add(picture.crop((0, 0, 60, 60)).tobytes())
    assert len(shapes) == 5


def test_a_picture_has_its_size_on_paper() -> None:
    with Image.open(io.BytesIO(print_picture(SVG))) as picture:
        assert picture.size == (300, 150)
        assert round(picture.info["dpi"][0]) == 300
        assert picture.getpixel((10, 75)) == (0xD5, 0x5E, 0)
        assert picture.getpixel((290, 75)) == (255, 255, 255)


def test_each_chart_gets_a_file_named_by_what_it_shows(tmp_path: Path) -> None:
    files = exported(PAGE, "png", "vi", tmp_path / "huế.vi.png")
    assert [path.name for path in files] == ["huế.vi.1-first.png", "huế.vi.2-second.png"]
    assert all(content.startswith(b"\x89PNG") for content in files.values())
    without = re.sub(r"<figure>.*?</figure>", "", PAGE)
    with pytest.raises(BadInputError, match="no chart"):
        exported(without, "png", "vi", tmp_path / "a.png")


def test_pandoc_gets_text_tables_and_pictures_and_nothing_else(
    given_to_pandoc: list[BeautifulSoup],
) -> None:
    export_word.word_document(PAGE, "vi")
    (page,) = given_to_pandoc
    assert page.title.get_text() == "Một trang: Huế"
    text = page.body.get_text()
    assert HOSTILE in text
    assert "ab12cd34" in text
    for left in ("secret", "Trang đầu", "Đến nội dung"):
        assert left not in text
    assert not page.find(["h1", "nav", "details", "summary", "figure", "main"])
    assert [one.get_text() for one in page.select("div > p")][-2:] == ["Thêm", "ẩn"]
    assert [image["alt"] for image in page.find_all("img")] == ["Hạng <1>", "Hai"]
    assert page.thead.th.strong.get_text() == "Tỉnh"
    assert page.tbody.td.span["lang"] == "en"
    assert page.tbody.td.strong.get_text() == "Hue"
    assert page.find("td", class_="number")["style"] == "text-align: right"
    assert len(page.find_all("ul")) == 1
    assert page.li.p.get_text() == "một"


@pytest.mark.parametrize(
    ("drawn", "shown"),
    [
        (("72pt", "36pt"), ("1.000in", "0.500in")),
        (("936pt", "72pt"), ("6.490in", "0.499in")),
        (("432pt", "1354pt"), ("2.999in", "9.400in")),
    ],
)
def test_a_picture_fits_on_a_page_of_word(
    given_to_pandoc: list[BeautifulSoup], drawn: tuple[str, str], shown: tuple[str, str]
) -> None:
    svg = SVG.replace('"72pt" height="36pt"', f'"{drawn[0]}" height="{drawn[1]}"')
    export_word.word_document(PAGE.replace(quote(SVG), quote(svg)), "vi")
    image = given_to_pandoc[0].find_all("img")[1]
    assert (image["width"], image["height"]) == shown


def test_words_in_two_characters_a_letter_become_one(
    given_to_pandoc: list[BeautifulSoup], tmp_path: Path
) -> None:
    apart = unicodedata.normalize("NFD", PAGE)
    exported(apart, "docx", "vi", tmp_path / "a.docx")
    assert unicodedata.is_normalized("NFC", given_to_pandoc[0].get_text())
    page = exported(apart, "html", "vi", tmp_path / "a.html")
    assert unicodedata.is_normalized("NFC", page[tmp_path / "a.html"].decode("utf-8"))


def test_columns_take_what_they_ask_for_where_there_is_room() -> None:
    narrow = column_shares([["Hạng", "1"], ["Tỉnh", "Huế"]])
    assert narrow[0] == narrow[1] < 0.2
    wide = column_shares([["1"], ["một câu rất dài " * 9], ["một câu rất dài " * 9]])
    assert sum(wide) == pytest.approx(1)
    assert wide[1] == wide[2] > 5 * wide[0]
    # No room even for the words: they share the line by their lengths.
    crowded = column_shares([["a" * 90], ["b" * 50]])
    assert sum(crowded) == pytest.approx(1)
    assert crowded[0] > crowded[1]


@pytest.mark.parametrize(
    ("form", "package"), [("docx", "pypandoc"), ("docx", "resvg_py"), ("png", "resvg_py")]
)
def test_what_is_not_installed_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, form: str, package: str
) -> None:
    check_form(form)
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: None if name == package else found(name)
    )
    with pytest.raises(BadInputError, match=r'not installed.*pip install -e "\.\[export\]"'):
        check_form(form)


def test_pypandoc_without_pandoc_is_told_before_anything_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> str:
        raise OSError("No pandoc was found")

    monkeypatch.setattr(pypandoc, "get_pandoc_path", missing)
    with pytest.raises(BadInputError, match="does not find"):
        check_form("docx")


def test_a_file_that_cannot_be_replaced_is_left_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    exports = Exports(tmp_path)
    exports.write(path, b"one")
    exports.write(path, b"two")
    assert path.read_bytes() == b"two"
    (tmp_path / "folder.docx").mkdir()
    with pytest.raises(BadInputError, match=r"folder\.docx cannot be written .*-o"):
        exports.write(tmp_path / "folder.docx", b"x")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.docx", "exports", "folder.docx"]
    assert [p.name for p in exports.folder.iterdir()] == [".written.json"]


def test_a_word_file_does_not_say_when_it_was_written() -> None:
    (written,) = exported(PAGE, "docx", "vi", Path("a.docx")).values()
    with zipfile.ZipFile(io.BytesIO(written)) as document:
        assert {entry.date_time for entry in document.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert document.namelist()[0] == "[Content_Types].xml"
        assert b"dcterms:" not in document.read("docProps/core.xml").replace(b"xmlns:dcterms", b"")


def test_our_look_replaces_the_one_of_pandoc() -> None:
    from helpers.export.word_look import reference_document

    with zipfile.ZipFile(io.BytesIO(reference_document())) as look:
        styles = look.read("word/styles.xml").decode("utf-8")
        document = look.read("word/document.xml").decode("utf-8")
    assert styles.count('w:styleId="Compact"') == 1
    assert 'w:ascii="Times New Roman"' in styles
    assert '<w:pgSz w:w="11906" w:h="16838"' in document
