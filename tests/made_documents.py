"""Documents as offices and newspapers make them: Word, a PDF of two columns, a page with menus."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import matplotlib as mpl
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_STYLES = (
    f'<w:styles {_W}><w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 1"/>'
    f"</w:style></w:styles>"
)
FONT = Path(mpl.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str, style: str = "", more: str = "") -> str:
    own = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{own}{run(text) if text else ''}{more}</w:p>"


def note_mark(number: int) -> str:
    return f'<w:r><w:rPr/><w:footnoteReference w:id="{number}"/></w:r>'


def text_box(text: str) -> str:
    """A box as Word writes it: once for itself and once for older programs."""
    inner = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent {_MC}><mc:Choice Requires='wps'>{inner}</mc:Choice>"
        f"<mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def table(rows: Sequence[Sequence[str]]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def word_file(body: str, notes: Sequence[str] = (), **more: str) -> bytes:
    """A Word document; `more` are further parts of the folder `word`, by their names."""
    parts = {
        "_rels/.rels": _RELATIONS,
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": _STYLES,
        **{f"word/{name}.xml": content for name, content in more.items()},
    }
    if notes:
        line = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        said = (
            f'<w:footnote w:id="{n}">{paragraph(t)}</w:footnote>' for n, t in enumerate(notes, 1)
        )
        parts["word/footnotes.xml"] = f"<w:footnotes {_W}>{line}{''.join(said)}</w:footnotes>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return file.getvalue()


def pdf_of_two_columns(
    title: str, columns: Sequence[Sequence[Sequence[str]]], head: str = "", shift: float = 0
) -> bytes:
    """A PDF; `columns` are the lines of the left and the right column of each page.

    `head` stands at the top of every page with its number; `shift`: how much lower the right
    column begins, in points.
    """
    pdfmetrics.registerFont(TTFont("DejaVu", FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    for number, sides in enumerate(columns, 1):
        canvas.setFont("DejaVu", 8)
        if head:
            canvas.drawString(60, 810, f"{head} {number}")
        canvas.drawCentredString(297, 30, f"– {number} –")
        if number == 1:
            canvas.setFont("DejaVu", 15)
            canvas.drawString(60, 760, title)
        canvas.setFont("DejaVu", 9)
        for side, lines in enumerate(sides):
            for place, line in enumerate(lines):
                canvas.drawString(60 + 245 * side, 730 - 13 * place - shift * side, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def pdf_of_words(words: Sequence[tuple[float, float, str]]) -> bytes:
    """A PDF of one page; each text stands so far from the left and from the foot, in points."""
    pdfmetrics.registerFont(TTFont("DejaVu", FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont("DejaVu", 9)
    for left, foot, text in words:
        canvas.drawString(left, foot, text)
    canvas.save()
    return file.getvalue()


def wrapped(text: str, width: int) -> list[str]:
    """Lines of a text as a column shows them, none longer than so many letters."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
