"""How exported Word documents look: pandoc's own reference document with our page and styles."""

from __future__ import annotations

import importlib.resources
import io
import subprocess
import zipfile
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ID = f"{_W}styleId"
_STYLES, _DOCUMENT = "word/styles.xml", "word/document.xml"


def reference_document() -> bytes:
    """The document whose page and styles pandoc is to take; `word_styles.xml` says which."""
    import pypandoc  # noqa: PLC0415  (an extra: only this needs it)

    given = subprocess.run(
        [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"],
        check=True,
        capture_output=True,
    ).stdout
    text = importlib.resources.files("helpers.export").joinpath("word_styles.xml")
    own = ElementTree.fromstring(text.read_text("utf-8"))
    change = {_STYLES: _with_styles, _DOCUMENT: _with_page}
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(given)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename in change:
                _keep_prefixes(content)
                root = ElementTree.fromstring(content)
                change[entry.filename](root, own)
                content = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
            target.writestr(entry, content)
    return written.getvalue()


def _keep_prefixes(content: bytes) -> None:
    # pandoc looks for the names that it wrote itself, prefix and all.
    for _, (prefix, address) in ElementTree.iterparse(io.BytesIO(content), ["start-ns"]):
        ElementTree.register_namespace(prefix, address)


def _with_styles(styles: Element, own: Element) -> None:
    """Each of our styles in the place of the one of its name, or after all others."""
    places = {style.get(_ID, style.tag): place for place, style in enumerate(styles)}
    for style in own:
        name = style.get(_ID, style.tag)
        if name in places:
            styles[places[name]] = style
        elif style.tag == f"{_W}style":
            styles.append(style)


def _with_page(document: Element, own: Element) -> None:
    """The size of the page and its margins, before whatever else is said of it."""
    section = document.find(f".//{_W}sectPr")
    page = own.find(f"{_W}sectPr")
    if section is None or page is None:
        raise ValueError("pandoc's reference document says nothing of its page")
    for place, element in enumerate(page, start=len(section.findall(f"{_W}footnotePr"))):
        section.insert(place, element)
