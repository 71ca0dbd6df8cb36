"""Do Word files keep to the schema, as Microsoft's own validator reads it?"""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import nbformat
import pytest

from helpers.export.word import word_document
from helpers.running.contract import Heading
from helpers.site.frame import Frame, Place
from helpers.site.notebook_page import Page, render_page

from ..frozen_project import CHECKOUT, frozen_project

VALIDATOR = CHECKOUT / "build" / "node_modules" / ".bin" / "ooxml-validator"
NOTEBOOKS = sorted(path.stem for path in (CHECKOUT / "notebooks").glob("[0-9]*.ipynb"))

pytestmark = pytest.mark.slow


def word_file(name: str, lang: str) -> bytes:
    notebook = nbformat.read(frozen_project() / "notebooks" / f"{name}.ipynb", as_version=4)
    page = Page(
        place=Place(f"{lang}/{name}.html"),
        lang=lang,
        heading=Heading(name, "?"),
        frame=Frame("x"),
        is_brief=name.endswith("brief"),
    )
    return word_document(render_page(notebook, page), lang)


def faults_of(path: Path) -> list[str]:
    """What the validator has against a file, in its words."""
    if not VALIDATOR.exists():
        pytest.skip("no ooxml-validator in build/node_modules: make test-all installs it with npm")
    judged = subprocess.run([VALIDATOR, path], capture_output=True, text=True, check=False)
    assert judged.returncode in (0, 1), judged.stderr
    found = json.loads(judged.stdout)
    assert found["ok"] == (judged.returncode == 0)
    return [fault["description"] for fault in found["errors"]]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_page_is_a_word_file_as_the_schema_has_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / "page.docx"
    path.write_bytes(word_file(name, "vi"))
    assert faults_of(path) == []


def test_elements_in_another_order_are_a_fault(tmp_path: Path) -> None:
    whole = zipfile.ZipFile(io.BytesIO(word_file("09-province-brief", "vi")))
    path = tmp_path / "turned.docx"
    with zipfile.ZipFile(path, "w") as turned:
        for entry in whole.namelist():
            part = whole.read(entry)
            if entry == "word/document.xml":
                # A paragraph's properties stand before its runs.
                part = part.replace(b"<w:body>", b"<w:body><w:p><w:r/><w:pPr/></w:p>")
            turned.writestr(entry, part)
    assert len(faults_of(path)) == 1
