"""Is a Word file whole, by what Word itself asks of one?

Word calls a file damaged where a part is not declared, a relation leads nowhere, a style or a
number is used that is not defined, elements stand in another order than the schema's, or a table's
cells do not fill its grid. LibreOffice, which other tests ask, passes over most of that.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from xml.etree import ElementTree

import nbformat
import pytest

from helpers.export.word import word_document
from helpers.running.contract import Heading
from helpers.site.frame import Frame, Place
from helpers.site.notebook_page import Page, render_page

from ..frozen_project import frozen_project

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

# As CT_PPr, CT_RPr, CT_TblPr, CT_TcPr, CT_TrPr and CT_SectPr of ECMA-376 part 1 have them.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap "
    "overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc "
    "textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr "
    "sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss "
    "imprint noProof snapToGrid vanish webHidden color spacing w kern position sz "
    "szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout "
    "specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize "
    "tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook "
    "tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg "
    "textDirection bidi rtlGutter docGrid printerSettings",
}


@pytest.fixture(scope="module", params=["vi", "en"])
def parts(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """The parts of the brief that is on file, as a Word file."""
    name = "09-province-brief"
    notebook = nbformat.read(frozen_project() / "notebooks" / f"{name}.ipynb", as_version=4)
    page = Page(
        place=Place(f"{request.param}/{name}.html"),
        lang=request.param,
        heading=Heading("Hậu Giang", "?"),
        frame=Frame("x"),
        is_brief=True,
    )
    with zipfile.ZipFile(io.BytesIO(word_document(render_page(notebook, page), "vi"))) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == len(set(archive.namelist()))
        return {entry: archive.read(entry) for entry in archive.namelist()}


def tree(parts: dict[str, bytes], name: str = "word/document.xml") -> ElementTree.Element:
    return ElementTree.fromstring(parts[name])


def local(node: ElementTree.Element) -> str:
    return node.tag.removeprefix(W)


def relations(parts: dict[str, bytes], of: str) -> dict[str, ElementTree.Element]:
    folder, name = posixpath.split(of)
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    return {one.attrib["Id"]: one for one in tree(parts, place)} if place in parts else {}


def test_every_part_is_of_a_declared_kind(parts: dict[str, bytes]) -> None:
    types = tree(parts, "[Content_Types].xml")
    endings = {one.attrib["Extension"].lower() for one in types.iter(f"{TYPES}Default")}
    named = {one.attrib["PartName"].lstrip("/") for one in types.iter(f"{TYPES}Override")}
    for name in parts:
        is_declared = name in named or name.rpartition(".")[2].lower() in endings
        assert is_declared or name == "[Content_Types].xml", name
    assert named <= parts.keys()


def test_every_part_is_xml_or_a_picture_and_every_relation_leads_somewhere(
    parts: dict[str, bytes],
) -> None:
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for one in tree(parts, name):
            if one.attrib.get("TargetMode") != "External":
                target = one.attrib["Target"]
                full = target.lstrip("/") if target[0] == "/" else posixpath.join(folder, target)
                assert posixpath.normpath(full) in parts, (name, target)


def test_every_relation_that_is_used_is_there(parts: dict[str, bytes]) -> None:
    known = relations(parts, "word/document.xml")
    used = [
        value
        for node in tree(parts).iter()
        for name, value in node.attrib.items()
        if name.startswith(R)
    ]
    assert used
    assert set(used) <= known.keys()


def test_every_style_and_list_that_is_used_is_defined(parts: dict[str, bytes]) -> None:
    defined = Counter(
        style.attrib[f"{W}styleId"] for style in tree(parts, "word/styles.xml").iter(f"{W}style")
    )
    assert set(defined.values()) == {1}
    body = tree(parts)
    for kind in ("pStyle", "rStyle", "tblStyle"):
        used = {node.attrib[f"{W}val"] for node in body.iter(f"{W}{kind}")}
        assert used <= defined.keys()
    lists = {node.attrib[f"{W}val"] for node in body.iter(f"{W}numId")}
    numbered = tree(parts, "word/numbering.xml")
    assert lists <= {node.attrib[f"{W}numId"] for node in numbered.iter(f"{W}num")}


@pytest.mark.parametrize("kind", ORDER)
def test_properties_stand_in_the_order_of_the_schema(parts: dict[str, bytes], kind: str) -> None:
    places = {name: place for place, name in enumerate(ORDER[kind].split())}
    for name in ("word/document.xml", "word/styles.xml"):
        for node in tree(parts, name).iter(f"{W}{kind}"):
            found = [local(child) for child in node]
            assert set(found) <= places.keys(), found
            order = [places[child] for child in found]
            assert order == sorted(order), found
            if kind != "sectPr":
                assert len(set(found)) == len(found), found


def test_the_cells_of_every_row_fill_the_grid_and_end_with_a_paragraph(
    parts: dict[str, bytes],
) -> None:
    tables = list(tree(parts).iter(f"{W}tbl"))
    assert tables
    for table in tables:
        first, second, *rows = [local(child) for child in table]
        assert (first, second) == ("tblPr", "tblGrid")
        assert set(rows) == {"tr"}
        width = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(f"{W}tr"):
            cells = row.findall(f"{W}tc")
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in cells]
            taken = sum(1 if span is None else int(span.attrib[f"{W}val"]) for span in spans)
            skipped = row.find(f"{W}trPr/{W}gridAfter")
            assert taken + (0 if skipped is None else int(skipped.attrib[f"{W}val"])) == width
            assert all(local(cell[-1]) == "p" for cell in cells)


def test_the_numbers_of_drawings_and_bookmarks_are_their_own(parts: dict[str, bytes]) -> None:
    body = tree(parts)
    drawings = [node.attrib["id"] for node in body.iter(f"{DRAWING}docPr")]
    assert drawings
    assert len(drawings) == len(set(drawings))
    marks = [node.attrib[f"{W}id"] for node in body.iter(f"{W}bookmarkStart")]
    ends = [node.attrib[f"{W}id"] for node in body.iter(f"{W}bookmarkEnd")]
    assert sorted(marks) == sorted(ends)
    assert len(marks) == len(set(marks))
    names = [node.attrib[f"{W}name"] for node in body.iter(f"{W}bookmarkStart")]
    assert all(len(name) <= 40 for name in names)
    assert local(body[0][-1]) == "sectPr"
