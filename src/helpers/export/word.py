"""A page as a Word document: pandoc writes it, in the look that `export_word_look` gives."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from helpers.errors import BadInputError, Reason
from helpers.export.page import chart_alt, chart_images, chart_svg, page_text
from helpers.export.pictures import (
    DOTS_PER_INCH,
    INSTALL,
    check_can_draw,
    print_picture,
)
from helpers.export.word_look import reference_document
from helpers.temporary_folders import temporary_folder

_LOCALES = {"vi": "vi-VN", "en": "en-GB"}
"""What Word calls the languages, so that it checks the spelling of the right one."""
_ROOM_FOR_PICTURES = (6.49, 9.4)
"""Inches: the width of the text (165 mm), and its height (257 mm) without a heading above."""
_LETTERS, _LONGEST_LINE, _ROOM = 84, 40, 4
"""Letters of a table that a line of the page holds, the most that one cell asks for, and the space
that a cell's edges take."""


def check_can_write_word() -> None:
    """Refuse before anything is run what could not be finished.

    Raises:
        BadInputError: pandoc, or what draws the charts, is not installed.
    """
    advice = Reason("export.install_pandoc", command=INSTALL)
    if importlib.util.find_spec("pypandoc") is None:
        raise BadInputError("export.no_pypandoc", advice=advice)
    import pypandoc  # noqa: PLC0415  (an extra: only this needs it)

    try:
        pypandoc.get_pandoc_path()
    except OSError:
        raise BadInputError("export.no_pandoc", advice=advice) from None
    check_can_draw()


def word_document(page: str, lang: str) -> bytes:
    """The page as .docx: title, headings, tables with head rows, charts with their words.

    Args:
        page: as `site.render_page` gives it. lang: "vi" or "en", the language of the document.
    """
    import pypandoc  # noqa: PLC0415

    with temporary_folder() as folder:
        source, look, written = (folder / n for n in ("page.html", "look.docx", "written.docx"))
        source.write_text(_prepared(page, folder), encoding="utf-8", newline="\n")
        look.write_bytes(reference_document())
        pypandoc.convert_file(
            source,
            "docx",
            format="html-auto_identifiers",
            outputfile=written,
            extra_args=[
                f"--reference-doc={look}",
                f"--resource-path={folder}",
                # The page's one h1 is the title.
                "--shift-heading-level-by=-1",
                f"--metadata=lang:{_LOCALES[lang]}",
                # A picture that is not found would otherwise be left out with a warning.
                "--fail-if-warnings",
            ],
        )
        return written.read_bytes()


def _prepared(page: str, folder: Path) -> str:
    """The page in the terms that pandoc keeps; its charts lie in the folder as pictures."""
    text = page_text(page)
    title = _only(text, "h1").extract().get_text(" ", strip=True)
    _only(text, "title").string = title
    for element in text.find_all(id=True):
        # Word knows no such bookmarks, and nothing leads to them.
        del element["id"]
    for number, image in enumerate(chart_images(text), start=1):
        picture = folder / f"chart-{number}.png"
        picture.write_bytes(print_picture(chart_svg(image)))
        width, height = _fitting(picture)
        shown = {"src": picture.name, "alt": chart_alt(image), "width": width, "height": height}
        image.replace_with(text.new_tag("img", attrs=shown))
    # The drawings for phones, and links to files that are not in a copy.
    for element in text.select("figure svg, figure.chart :is(figcaption, details)"):
        element.decompose()
    # pandoc reads nothing but the main part, and the state of the data stands at the foot.
    _only(text, "main").name = "div"
    # What a page folds away lies open on paper, below its line.
    for fold in text.find_all("details"):
        fold.name, fold.attrs = "div", {}
    for line in text.find_all("summary"):
        line.name = "p"
    # A figure without a caption would become a table of one cell.
    for figure in text.find_all("figure"):
        figure.name = "p"
    for table in text.find_all("table"):
        _prepare_table(text, table)
    # Loose points have the look of the text, those without a paragraph that of table cells.
    for point in text.find_all("li"):
        if not point.find(["p", "ul", "ol", "table"]):
            _wrap_contents(text, point, "p")
    return str(text)


def _only(text: BeautifulSoup, name: str) -> Tag:
    """The element of that name, of which every page has one."""
    found = text.find(name)
    assert found is not None
    return found


def _fitting(picture: Path) -> tuple[str, str]:
    """Width and height on paper: the picture's own, smaller where the page has no room.

    pandoc itself would only look at the width, and a tall picture would be cut at the foot.
    """
    from PIL import Image  # noqa: PLC0415

    with Image.open(picture) as opened:
        inches = [pixels / DOTS_PER_INCH for pixels in opened.size]
    share = min(1, *(room / size for room, size in zip(_ROOM_FOR_PICTURES, inches, strict=True)))
    return f"{share * inches[0]:.3f}in", f"{share * inches[1]:.3f}in"


def _prepare_table(text: BeautifulSoup, table: Tag) -> None:
    is_tight = _set_widths(text, table)
    for cell in table.find_all(["th", "td"]):
        if "number" in cell.get_attribute_list("class"):
            cell["style"] = "text-align: right"
        assert cell.parent is not None
        if cell.name == "th" or "focus" in cell.parent.get_attribute_list("class"):
            _wrap_contents(text, cell, "strong")
        if is_tight:
            _wrap_contents(text, cell, "span", **{"data-custom-style": "Tight"})
        if cell.get("lang"):
            _wrap_contents(text, cell, "span", lang=str(cell["lang"]))


def _set_widths(text: BeautifulSoup, table: Tag) -> bool:
    """Say how wide each column is: Word finds that by itself, other programs make all alike.

    Gives whether the longest words of all columns want more than a line, and so small letters.
    """
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in table.find_all("tr")
    ]
    if len({len(row) for row in rows}) != 1 or table.find(colspan=True):
        return False
    texts = list(zip(*rows, strict=True))
    columns = text.new_tag("colgroup")
    for share in column_shares(texts):
        columns.append(text.new_tag("col", attrs={"style": f"width: {100 * share:.1f}%"}))
    table.insert(1 if table.caption else 0, columns)
    return sum(map(_letters_of_the_longest_word, texts)) > _LETTERS


def column_shares(columns: Sequence[Sequence[str]]) -> list[float]:
    """Which part of a line each column takes, given the texts of its cells.

    As much as its longest text asks for; where that is too much together, every column keeps room
    for its longest word, and what is left is shared by what each still lacks.
    """
    wanted = [_ROOM + min(max(map(len, texts)), _LONGEST_LINE) for texts in columns]
    needed = list(map(_letters_of_the_longest_word, columns))
    wanted = [max(pair) for pair in zip(wanted, needed, strict=True)]
    if sum(wanted) <= _LETTERS:
        return [letters / _LETTERS for letters in wanted]
    spare, lacking = _LETTERS - sum(needed), sum(wanted) - sum(needed)
    if spare <= 0 or not lacking:
        return [letters / sum(needed) for letters in needed]
    return [
        (need + spare * (want - need) / lacking) / _LETTERS
        for want, need in zip(wanted, needed, strict=True)
    ]


def _letters_of_the_longest_word(texts: Sequence[str]) -> int:
    """How many letters a column must hold, the space of its edges included."""
    return _ROOM + max(len(word) for word in " ".join(texts).split() or [""])


def _wrap_contents(text: BeautifulSoup, element: Tag, name: str, **attributes: str) -> None:
    wrapper = text.new_tag(name, attrs=attributes)
    for child in list(element.contents):
        wrapper.append(child)
    element.append(wrapper)
