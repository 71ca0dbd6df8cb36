"""A page in the form that a person asks for: one file, or one for each chart."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from helpers.atomic_files import write_atomically
from helpers.errors import BadInputError
from helpers.export.page import page_charts, standalone
from helpers.export.pdf import find_browser, print_page
from helpers.export.pictures import check_can_draw, print_picture
from helpers.export.word import check_can_write_word, word_document


def check_form(form: str) -> None:
    """Refuse a form ("docx", "pdf", "html", "png") that this machine cannot make.

    Raises:
        BadInputError: what makes it is not installed; says how to get it, or what to do instead.
    """
    checks = {"docx": check_can_write_word, "pdf": find_browser, "png": check_can_draw}
    if form in checks:
        checks[form]()


def exported(page: str, form: str, lang: str, target: Path) -> dict[Path, bytes]:
    """The files to write, by their place.

    Args:
        page: as `site.render_page` gives it.
        form: "docx", "pdf", "html" or "png".
        lang: "vi" or "en".
        target: the file; charts get their number and what they show before its ending.

    Raises:
        BadInputError: charts are wanted of a page without any, or the browser gave no PDF.
    """
    # Office programs find no letter that is written in two characters.
    page = unicodedata.normalize("NFC", page)
    if form == "docx":
        return {target: word_document(page, lang)}
    if form == "pdf":
        return {target: print_page(standalone(page), find_browser())}
    if form == "html":
        return {target: standalone(page).encode("utf-8")}
    charts = page_charts(page)
    if not charts:
        raise BadInputError("export.no_chart")
    return {
        target.with_name(f"{target.stem}.{number}-{chart.name}{target.suffix}"): print_picture(
            chart.svg
        )
        for number, chart in enumerate(charts, start=1)
    }


def write_file(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all, in the place of one of its name.

    Raises:
        BadInputError: the place cannot be written, as where Word holds the file open.
    """
    try:
        write_atomically(path, content)
    except OSError as error:
        raise BadInputError("export.not_written", path=path, error=error.strerror) from None
