"""Exported documents read back by other programs: LibreOffice, a browser, a reader of PDF."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pdfplumber
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from helpers.cli import main
from helpers.export.files import exported

from ..frozen_project import CHECKOUT, frozen_project

STEM = "ho-chi-minh-34-2024.vi"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A4 = (595, 842)
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product("aăâeêioôơuưy", TONES)
)
# 12 vowels in 6 tones and đ, small and capital.
LETTERS += "đ"
LETTERS += LETTERS.upper()
HOSTILE = "=cmd|' /C calc'!A0 <b>\"Huế\"</b> & \u202etxt.exe\u202c $x$ \\alpha"

ReadWord = Callable[[bytes], list[str]]


def page_saying(text: str) -> str:
    shown = html.escape(text)
    folder = CHECKOUT / "src/helpers/site/templates/styles"
    names = ("base", "tables", "figures", "brief")
    style = "".join((folder / f"{name}.css").read_text("utf-8") for name in names)
    return (
        f'<html lang="vi"><head><title>T</title><style>{style}</style></head>'
        f'<body class="brief"><h1>{shown}</h1><main><h2>{shown}</h2>'
        f"<p>{shown}</p><table><caption>{shown}</caption><thead><tr><th>{shown}</th></tr></thead>"
        f"<tbody><tr><td>{shown}</td></tr></tbody></table></main></body></html>"
    )


def as_file(page: str, form: str) -> bytes:
    (content,) = exported(page, form, "vi", Path(f"x.{form}")).values()
    return content


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The brief with most to say, in three forms, of a copy of the project."""
    root = tmp_path_factory.mktemp("export") / "dự án"
    for name in ("notebooks", "data", "docs"):
        shutil.copytree(frozen_project() / name, root / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("PYTHONPATH", str(CHECKOUT / "src"))
        asked = ["--province", "ho chi minh", "--universe", "34", "--quiet"]
        for form in ("html", "docx", "png"):
            assert main(["export", "brief", "--to", form, *asked]) == 0
        yield root / "exports"


@pytest.fixture
def brief(exports: Path) -> str:
    return (exports / f"{STEM}.html").read_text(encoding="utf-8")


@pytest.fixture
def word(exports: Path) -> bytes:
    return (exports / f"{STEM}.docx").read_bytes()


@pytest.fixture
def printed_word(tmp_path: Path) -> Callable[[bytes], pdfplumber.PDF]:
    """A Word document as LibreOffice prints it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not installed (Debian: apt install libreoffice-writer)")

    def convert(content: bytes) -> pdfplumber.PDF:
        (tmp_path / "a.docx").write_bytes(content)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        subprocess.run(
            [office, "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path,
             tmp_path / "a.docx"],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return pdfplumber.open(io.BytesIO((tmp_path / "a.pdf").read_bytes()))

    return convert


def part(document: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(document)) as files:
        return ElementTree.fromstring(files.read(name))


def text_of(pdf: pdfplumber.PDF) -> str:
    return "\n".join(page.extract_text() for page in pdf.pages)


def joined(text: str) -> str:
    return "".join(text.split())


def elements(page: str, name: str) -> list[str]:
    """What the elements of the page's body say."""
    body = BeautifulSoup(page, "html.parser").body
    return [one.get_text(" ", strip=True) for one in body.find_all(name)]


def drawings(page: str) -> list[str]:
    """What the drawings of a page say in words."""
    return [one["aria-label"] for one in BeautifulSoup(page, "html.parser").select("figure svg")]


def version_of(page: str) -> str:
    """Which state of the data the foot of the page names."""
    return BeautifulSoup(page, "html.parser").select_one("footer code").get_text()


def paragraphs(document: bytes) -> list[str]:
    texts = part(document, "word/document.xml").iter(f"{W}p")
    return ["".join(run.text or "" for run in one.iter(f"{W}t")) for one in texts]


@pytest.mark.slow
def test_word_keeps_title_language_headings_tables_and_words_of_charts(
    brief: str, word: bytes
) -> None:
    document = part(word, "word/document.xml")
    styles = [style.get(f"{W}val") for style in document.iter(f"{W}pStyle")]
    assert styles[0] == "Title"
    assert styles.count("Heading1") == len(elements(brief, "h2"))
    tables = list(document.iter(f"{W}tbl"))
    assert len(tables) == len(elements(brief, "table")) > 4
    captions = [caption.get(f"{W}val") for caption in document.iter(f"{W}tblCaption")]
    # A figure within a caption is an element of its own.
    shown = BeautifulSoup(brief, "html.parser").find_all("caption")
    assert captions == [" ".join(one.get_text().split()) for one in shown]
    for table in tables:
        rows = list(table.iter(f"{W}tr"))
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert heads == [True] + [False] * (len(rows) - 1)
    described = [
        element.get("descr") for element in document.iter() if element.tag.endswith("}docPr")
    ]
    assert described == drawings(brief)
    size = document.find(f".//{W}pgSz")
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    spoken = part(word, "word/styles.xml").find(f".//{W}rPrDefault//{W}lang")
    assert spoken.get(f"{W}val") == "vi-VN"
    core = {e.tag.split("}")[1]: e.text for e in part(word, "docProps/core.xml")}
    assert (
        [core["title"]] == elements(brief, "h1") == ["Một trang về một tỉnh: Hồ Chí Minh (34 tỉnh)"]
    )
    assert core["language"] == "vi-VN"
    assert version_of(brief) in " ".join(paragraphs(word)[-3:])


@pytest.mark.slow
def test_a_tall_picture_is_no_higher_than_a_page_of_word() -> None:
    tall = quote('<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="900pt"/>')
    image = f'<img alt="Cao" src="data:image/svg+xml,{tall}">'
    document = as_file(page_saying("T").replace("</main>", f"<p>{image}</p></main>"), "docx")
    (shape,) = (
        element
        for element in part(document, "word/document.xml").iter()
        if element.tag.endswith("}extent")
    )
    width, height = (int(shape.get(side)) / 914400 for side in ("cx", "cy"))
    assert height == pytest.approx(9.4, abs=0.01)
    assert width == pytest.approx(height / 3, abs=0.01)


@pytest.mark.slow
def test_word_asks_no_other_place_for_anything(word: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(word)) as files:
        relations = [files.read(n).decode() for n in files.namelist() if n.endswith(".rels")]
    assert relations
    assert not any('TargetMode="External"' in text for text in relations)


@pytest.mark.slow
def test_libreoffice_shows_every_table_picture_and_number(
    brief: str, word: bytes, printed_word: Callable[[bytes], pdfplumber.PDF]
) -> None:
    with printed_word(word) as pdf:
        assert all((round(p.width), round(p.height)) == A4 for p in pdf.pages)
        assert sum(len(page.images) for page in pdf.pages) == len(drawings(brief)) > 0
        shown = joined(text_of(pdf))
    for caption in elements(brief, "caption"):
        assert joined(caption) in shown
    # A page may end within a paragraph, never within a cell.
    for cell in elements(brief, "td"):
        assert [word for word in cell.split() if word not in shown] == []


@pytest.mark.slow
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_survives_word(
    form: str, printed_word: Callable[[bytes], pdfplumber.PDF]
) -> None:
    assert len(set(LETTERS)) == len(LETTERS) == 146
    lines = " ".join(LETTERS[at : at + 10] for at in range(0, len(LETTERS), 10))
    document = as_file(page_saying(unicodedata.normalize(form, lines)), "docx")
    assert paragraphs(document) == [lines] * 6
    with printed_word(document) as pdf:
        assert unicodedata.normalize("NFC", joined(text_of(pdf))).count(joined(lines)) == 6


@pytest.mark.slow
def test_what_looks_like_code_is_text_in_word(
    printed_word: Callable[[bytes], pdfplumber.PDF],
) -> None:
    document = as_file(page_saying(HOSTILE), "docx")
    body = part(document, "word/document.xml")
    assert paragraphs(document) == [HOSTILE] * 6
    assert not list(body.iter(f"{W}instrText"))
    with printed_word(document) as pdf:
        assert text_of(pdf).count("=cmd|' /C calc'!A0 <b>\"Huế\"</b> &") == 6


@pytest.mark.slow
def test_every_chart_is_a_picture_for_print(brief: str, exports: Path) -> None:
    pictures = sorted(exports.glob(f"{STEM}.*.png"))
    assert len(pictures) == len(drawings(brief)) > 0
    assert pictures[0].name == f"{STEM}.1-past.png"
    for path in pictures:
        with Image.open(path) as picture:
            assert round(picture.info["dpi"][0]) == 300
            assert picture.width > 1000


@pytest.mark.slow
def test_a_second_export_runs_nothing_again(
    exports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--province", "Hồ Chí Minh", "--universe", "34", "-o", "again.html"]
    assert main(["export", "brief", "--to", "html", *asked]) == 0
    assert capsys.readouterr().out == "Written: again.html\n"
    first = (exports / f"{STEM}.html").read_bytes()
    assert (exports.parent / "again.html").read_bytes() == first


@pytest.mark.slow
@pytest.mark.browser
def test_a_browser_prints_a_brief_on_two_sheets(brief: str) -> None:
    with pdfplumber.open(io.BytesIO(as_file(brief, "pdf"))) as pdf:
        assert len(pdf.pages) <= 2
        assert all((round(p.width), round(p.height)) == A4 for p in pdf.pages)
        shown = text_of(pdf)
    for heading in elements(brief, "h2"):
        assert heading in shown
    assert "Trang đầu" not in shown
    assert version_of(brief) in shown


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_survives_print(form: str) -> None:
    page = page_saying(unicodedata.normalize(form, LETTERS))
    with pdfplumber.open(io.BytesIO(as_file(page, "pdf"))) as pdf:
        shown = unicodedata.normalize("NFC", joined(text_of(pdf)))
    assert shown.count(LETTERS) >= 2
