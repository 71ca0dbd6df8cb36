"""The page of an executed notebook, and the claims it registers.

A page is one file that asks no other server for anything and runs no script. Text from the data is
shown as text; what a browser would execute or fetch stops the build.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from traitlets.config import Config

from helpers import LANGUAGES
from helpers.errors import BadInputError, Reason
from helpers.running.contract import INJECTED_TAG, Heading
from helpers.sharing.claims import CLAIMS_MIME
from helpers.sharing.compact_svg import CHART_MIME
from helpers.sharing.wording import use_wording, word
from helpers.site.pictures import UnsafeDrawingError, inline_drawing, picture_address
from helpers.site.rendering import render
from helpers.site.units import Related
from helpers.sources.schemas import CLAIM_VERDICTS, TABLES

use_wording("site.yml")

CLAIM_COLUMNS = TABLES["claims"].names
_SHOWN_TYPES = ("text/html", "text/markdown", "image/svg+xml", "image/png", "text/plain")
_IMAGE_TYPES = ("image/svg+xml", "image/png")
_FORBIDDEN_TAGS = ("script", "iframe", "object", "embed", "link", "base", "meta", "form", "svg")
_TEMPLATE = """\
{%- extends 'basic/index.html.j2' -%}
{%- block input_group -%}
<div class="code">{{ super() }}</div>
{%- endblock input_group -%}
{%- block data_svg scoped -%}
{%- if 'chart' in output.metadata['image/svg+xml'] -%}
<figure data-chart="{{ output.metadata['image/svg+xml'].chart }}"></figure>
{%- else -%}
<figure><img alt="{{ output.metadata['image/svg+xml'].alt | escape_html }}"
src="{{ output.metadata['image/svg+xml'].address | escape_html }}"></figure>
{%- endif -%}
{%- endblock data_svg -%}
"""

ClaimRow = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """What a notebook's page says besides the notebook.

    Args:
        name: the page's file below the folder of its language, without its ending: the name of
            the notebook, or `provinces/<unit_id>`.
        lang: "vi" or "en".
        heading: title and question in that language.
        previous: name of the page before, or "".
        following: name of the page after, or "".
        has_other_language: whether the same page exists in the other language.
        data_version: which state of the raw data it was made from.
        is_brief: whether it is the page of one province, to be printed on two sheets.
        units: the set of units that the province is one of; "" where there is none.
        related: pages of the units that became this one, or that this one became.
        charts: the way to the folder of its charts' data and pictures, or "" where there is none.
        has_pictures: whether the charts lie there as PNG, too.
    """

    name: str
    lang: str
    heading: Heading
    previous: str
    following: str
    has_other_language: bool
    data_version: str
    is_brief: bool = False
    units: str = ""
    related: Sequence[Related] = ()
    charts: str = ""
    has_pictures: bool = False

    @property
    def up(self) -> str:
        """The way from the page to the folder of the report."""
        return "../" * (1 + self.name.count("/"))


def read_claims(executed: Path, notebook: str) -> list[ClaimRow]:
    """Which sentences an executed notebook registers.

    Raises:
        BadInputError: an entry has other columns than claims.csv, another notebook's name, a
            verdict that has no words here, or an id seen before.
    """
    document = json.loads(executed.read_text(encoding="utf-8"))
    claims: list[ClaimRow] = [
        claim
        for cell in document["cells"]
        for output in cell.get("outputs", ())
        for claim in output.get("data", {}).get(CLAIMS_MIME, ())
    ]
    seen: set[str] = set()
    for claim in claims:
        found = None
        if set(claim) != set(CLAIM_COLUMNS):
            columns, expected = ", ".join(sorted(claim)), ", ".join(CLAIM_COLUMNS)
            found = Reason("claim.columns", found=columns, expected=expected)
        elif claim["notebook"] != notebook:
            found = Reason("claim.notebook", found=claim["notebook"], expected=notebook)
        elif claim["verdict"] not in CLAIM_VERDICTS:
            found = Reason(
                "claim.verdict", found=claim["verdict"], expected=", ".join(CLAIM_VERDICTS)
            )
        elif claim["id"] in seen:
            found = Reason("claim.twice")
        if found:
            raise BadInputError("claim.broken", file=executed.name, id=claim.get("id"), found=found)
        seen.add(claim["id"])
    return claims


def render_page(notebook: NotebookNode, page: Page) -> str:
    """The page of an executed notebook, as HTML.

    Prose of the other language is left out, code stands folded at the end, wide tables scroll by
    themselves.

    Raises:
        BadInputError: a cell shows an error, wrote to stderr, holds an image without alternative
            text, or anything that a browser would execute or fetch; names the cell.
    """
    numbers = _cell_numbers(notebook)
    shown, drawings = _prepared(notebook, page, numbers)
    html, _ = _exporter().from_notebook_node(shown)
    body = BeautifulSoup(html, "html.parser")
    _check_offline(body, page.name, numbers)
    _place_drawings(body, drawings, page, numbers)
    _tidy_tables(body, page.lang)
    contents = _tidy_headings(body)
    code = [Markup(str(cell.extract())) for cell in body.select("div.code")]
    return render(
        "page.html.j2", page.lang, page=page, contents=contents, body=Markup(str(body)), code=code
    )


class _Exporter(HTMLExporter):
    """nbconvert's exporter, which takes HTML in a computed Markdown output for text."""

    @jinja2.pass_context
    def markdown2html(self, context: jinja2.runtime.Context, source: str) -> str:
        # Prose cells are written by the authors; an output may carry text from the data.
        computed = context["cell"].cell_type == "code"
        renderer = IPythonRenderer(escape=computed, exclude_anchor_links=True)
        return str(MarkdownWithMath(renderer=renderer).render(source))


@cache
def _exporter() -> _Exporter:
    """The exporter, whose templates take as long to read as a page takes to make."""
    return _Exporter(  # type: ignore[no-untyped-call]  # nbconvert made it so
        config=Config(NbConvertBase={"display_data_priority": list(_SHOWN_TYPES)}),
        template_name="basic",
        raw_template=_TEMPLATE,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )


def _cell_numbers(notebook: NotebookNode) -> dict[str, int]:
    """The number of each cell by its id, as in the notebook that a person wrote."""
    written = [c for c in notebook.cells if INJECTED_TAG not in c.metadata.get("tags", ())]
    return {cell.id: number for number, cell in enumerate(written, start=1)}


def _page_error(name: str, number: int | None, problem: Reason) -> BadInputError:
    place = Reason("page.cell", name=name, number=number) if number else name
    return BadInputError("page.broken", place=place, problem=problem)


@dataclass(frozen=True)
class _Drawing:
    """A chart of the house as parts of a page, and where its data and its picture lie."""

    parts: Sequence[str]
    data: str
    picture: str


class _Markup(PreformattedString):
    """Text that goes into the page as it is."""

    PREFIX = SUFFIX = ""


def picture_names(notebook: NotebookNode, lang: str) -> dict[str, str]:
    """The charts of the house in an executed notebook: file name of its PNG -> its drawing."""
    return {
        _picture_name(cell.id, place, lang): "".join(output.data["image/svg+xml"])
        for cell in notebook.cells
        for place, output in enumerate(cell.get("outputs", ()))
        if CHART_MIME in output.get("data", {})
    }


def _picture_name(cell_id: str, place: int, lang: str) -> str:
    return f"{cell_id}{place or ''}.{lang}.png"


def _prepared(
    notebook: NotebookNode, page: Page, numbers: Mapping[str, int]
) -> tuple[NotebookNode, list[_Drawing]]:
    """A copy with the cells and outputs that the page shows, and its drawings by their numbers."""
    drawings: list[_Drawing] = []
    result = copy.deepcopy(notebook)
    result.cells = [
        cell
        for cell in result.cells
        if not (languages := _languages(cell)) or page.lang in languages
    ]
    for cell in result.cells:
        if cell.cell_type == "code":
            number = numbers.get(cell.id)
            places = [
                _picture_name(cell.id, place, page.lang) for place in range(len(cell.outputs))
            ]
            kept = [
                _prepared_output(output, page.name, number, drawings, picture)
                for output, picture in zip(cell.outputs, places, strict=True)
            ]
            cell.outputs = [output for output in kept if output is not None]
    return result, drawings


def _languages(cell: NotebookNode) -> set[str]:
    tags = cell.metadata.get("tags", ())
    return {lang for lang in LANGUAGES if f"lang-{lang}" in tags}


def _prepared_output(
    output: NotebookNode, name: str, number: int | None, drawings: list[_Drawing], picture: str
) -> NotebookNode | None:
    if output.output_type == "error":
        problem = Reason("page.stopped", kind=output.ename, text=output.evalue)
        raise _page_error(name, number, problem)
    if output.output_type == "stream":
        if output.name == "stderr":
            problem = Reason("page.warned", text=output.text.strip()[:300])
            raise _page_error(name, number, problem)
        return output
    is_claims = output.data.pop(CLAIMS_MIME, None) is not None
    kind = next((kind for kind in _SHOWN_TYPES if kind in output.data), None)
    # The plain text beside claims is only for places that know nothing of their type.
    if kind is None or (is_claims and kind == "text/plain"):
        return None
    if kind in _IMAGE_TYPES:
        alt = output.metadata.get(kind, {}).get("alt") or output.metadata.get("alt")
        if not (isinstance(alt, str) and alt.strip()):
            raise _page_error(name, number, Reason("page.no_alt"))
        shown = {"alt": alt}
        own = output.data.pop(CHART_MIME, None)
        if kind == "image/svg+xml" and own is not None:
            shown["chart"] = str(len(drawings))
            try:
                drawings.append(_drawing(output.data[kind], own, alt, picture, len(drawings)))
            except UnsafeDrawingError as error:
                raise _page_error(name, number, Reason("page.forbidden", found=error)) from None
        elif kind == "image/svg+xml":
            shown["address"] = picture_address(output.data[kind])
        output.metadata[kind] = NotebookNode(output.metadata.get(kind, {}), **shown)
    return output


def _drawing(svg: str, own: Mapping[str, str], alt: str, picture: str, number: int) -> _Drawing:
    drawn = {"wide": svg, "narrow": own.get("narrow", "")}
    parts = [
        inline_drawing(text, f"c{number}{kind[0]}", alt, kind)
        for kind, text in drawn.items()
        if text
    ]
    return _Drawing(parts, str(own.get("data", "")), picture)


def _place_drawings(
    body: BeautifulSoup, drawings: Sequence[_Drawing], page: Page, numbers: Mapping[str, int]
) -> None:
    """Put each drawing where its cell shows it, with links to its data and its picture."""
    waiting = {str(number): drawing for number, drawing in enumerate(drawings)}
    for figure in body.find_all(True, attrs={"data-chart": True}):
        drawing = waiting.pop(str(figure["data-chart"]), None)
        if drawing is None or figure.name != "figure" or figure.contents:
            raise _page_error(
                page.name,
                _cell_number(figure, numbers),
                Reason("page.forbidden", found="data-chart"),
            )
        figure.attrs = {"class": "chart two" if len(drawing.parts) > 1 else "chart"}
        for part in drawing.parts:
            figure.append(_Markup(part))
        files = [("figure.csv", f"{drawing.data}.csv" if drawing.data else "")]
        files.append(("figure.png", drawing.picture if page.has_pictures else ""))
        links = [(word(key, page.lang), name) for key, name in files if name and page.charts]
        if links:
            caption = body.new_tag("figcaption")
            for text, name in links:
                link = body.new_tag("a", attrs={"href": f"{page.charts}{name}", "download": ""})
                link.string = text
                caption.append(link)
            figure.append(caption)


def _cell_number(element: Tag, numbers: Mapping[str, int]) -> int | None:
    """The number of the cell that an element of the page comes from."""
    cell = element.find_parent("div", class_="cell")
    return numbers.get(str(cell.get("id", "")).removeprefix("cell-id=")) if cell else None


def _check_offline(body: BeautifulSoup, name: str, numbers: Mapping[str, int]) -> None:
    """Refuse what a browser would execute, or fetch from elsewhere."""
    for element in body.find_all(True):
        found = _forbidden(element)
        if found:
            number = _cell_number(element, numbers)
            raise _page_error(name, number, Reason("page.forbidden", found=found))


def _forbidden(element: Tag) -> str | Reason:
    if element.name in _FORBIDDEN_TAGS:
        return f"<{element.name}>"
    if element.name == "style" and re.search(r"url\(|@import", element.get_text()):
        return Reason("page.style")
    for key, value in element.attrs.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        if key.startswith("on"):
            return f"«{key}={text[:60]}»"
        address = re.sub(r"\s", "", text).lower()
        is_address = key in ("src", "srcset", "href", "action", "poster", "data", "background")
        is_link = element.name == "a" and key == "href"
        if is_link and not address.startswith(("javascript:", "data:", "vbscript:")):
            continue
        if (is_address and not address.startswith("data:image/")) or (
            key == "style" and "url(" in address
        ):
            return f"«{key}={text[:60]}»"
    return ""


def _tidy_tables(body: BeautifulSoup, lang: str) -> None:
    """Give every table its own scroll bar, and its head cells the scope a screen reader needs."""
    for style in body.find_all("style"):
        # The rules that pandas sends with every table are the page's own business.
        if style.has_attr("scoped"):
            style.decompose()
    for table in body.find_all("table"):
        del table["border"]
        for cell in table.find_all("th"):
            cell["scope"] = "col" if cell.find_parent("thead") else "row"
        caption = table.find("caption")
        label = caption.get_text(" ", strip=True) if caption else word("page.table", lang)
        table.wrap(
            body.new_tag("div", attrs={"class": "table", "role": "region", "tabindex": "0"})
        )["aria-label"] = label


def _tidy_headings(body: BeautifulSoup) -> list[tuple[str, str]]:
    """Leave h1 to the page, number the h2, and return (anchor, text) of each for the contents."""
    first = body.find("h1")
    if first:
        first.decompose()
    for heading in body.find_all("h1"):
        heading.name = "h2"
    contents = []
    for number, heading in enumerate(body.find_all("h2"), start=1):
        anchor = f"section-{number}"
        heading["id"] = anchor
        contents.append((anchor, heading.get_text(" ", strip=True)))
    return contents
