"""The page of an executed notebook, and the claims it registers.

A page is one file that asks no other server for anything and runs no script but its own. What the
notebook concludes stands first. Text from the data is shown as text; what a browser would execute
or fetch stops the build.
"""

from __future__ import annotations

import base64
import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
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
from helpers.sharing.claims import CLAIMS_MIME, UNDECIDED, stands_out
from helpers.sharing.compact_svg import CHART_MIME
from helpers.sharing.wording import use_wording, word
from helpers.site.frame import Frame, Place
from helpers.site.page_links import explain_ranges, offer_corrections
from helpers.site.page_tables import tidy_tables
from helpers.site.pictures import UnsafeDrawingError, inline_drawing, picture_address
from helpers.site.rendering import part, render
from helpers.site.source_links import link_sources
from helpers.site.units import Link, Related
from helpers.sources.provinces import fold_name
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

_CELL = "cell-id="
_JUDGING = f'[id="{_CELL}press"]'
"""Where a brief says what sources print of its province."""
_FOLDED = 2 * 844
"""A drawing for phones that is higher than two of their screens, in pixels, is folded there."""
_PACKED = "data:image/svg+xml;base64,"
_MOST_SENTENCES = 7
"""What a person reads before the page itself; the box folds away the rest."""
_END = re.compile(r"[.!?](?=\s|$)")

ClaimRow = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """What a notebook's page says besides the notebook.

    Args:
        place: where the page lies.
        lang: "vi" or "en".
        heading: title and question in that language.
        frame: what all pages of the build say.
        title: what a browser and a search call the page, where that is not its heading.
        previous: the page before, if there is one.
        following: the page after, if there is one.
        is_brief: whether it is the page of one province, to be printed on two sheets.
        is_of_reports: whether it judges what others print, who may have an answer to it.
        units: the set of units that the province is one of; "" where there is none.
        related: pages of the units that became this one, or that this one became.
        others: the pages of the other provinces.
        sources: the ids of the sources that have a row on the page of sources.
        charts: the way to the folder of its charts' data and pictures, or "" where there is none.
        has_pictures: whether the charts lie there as PNG, too.
    """

    place: Place
    lang: str
    heading: Heading
    frame: Frame
    title: str = ""
    previous: Link | None = None
    following: Link | None = None
    is_brief: bool = False
    is_of_reports: bool = False
    units: str = ""
    related: Sequence[Related] = ()
    others: Sequence[Link] = ()
    sources: frozenset[str] = frozenset()
    charts: str = ""
    has_pictures: bool = False


def read_claims(executed: Path, notebook: str) -> list[ClaimRow]:
    """Which sentences an executed notebook registers.

    Raises:
        BadInputError: an entry has other columns than claims.csv, another notebook's name, a
            verdict that has no words here, or an id seen before.
    """
    document = json.loads(executed.read_text(encoding="utf-8"))
    claims = [claim for cell in document["cells"] for claim in _claims_of(cell)]
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


def shown_finding(claim: ClaimRow, lang: str) -> dict[str, object]:
    """A registered sentence as readers see it: in their language, with a verdict against it."""
    return {
        "sentence": claim[f"sentence_{lang}"],
        "verdict": word(f"verdict.{claim['verdict']}", lang) if stands_out(claim) else "",
        "decided": claim["verdict"] != UNDECIDED,
        "first": True,
        "notebook": claim["notebook"],
    }


def render_page(notebook: NotebookNode, page: Page) -> str:
    """The page of an executed notebook, as HTML.

    Prose of the other language is left out, code stands folded at the end, wide tables scroll by
    themselves or become cards.

    Raises:
        BadInputError: a cell shows an error, wrote to stderr, holds an image without alternative
            text, or anything that a browser would execute or fetch; names the cell.
    """
    numbers = _cell_numbers(notebook)
    claims = {cell.id: found for cell in notebook.cells if (found := _claims_of(cell))}
    shown, drawings = _prepared(notebook, page, numbers)
    html, _ = _exporter().from_notebook_node(shown)
    body = BeautifulSoup(html, "html.parser")
    _check_offline(body, page, numbers)
    related = _link_related(body, page)
    tidy_tables(body, page.lang)
    link_sources(body, page.sources, page.place)
    explain_ranges(body, page.lang, page.place)
    if page.frame.site.corrections:
        judging = [body] if page.is_of_reports else body.select(_JUDGING) if page.is_brief else []
        for judged in judging:
            offer_corrections(judged, body, page.frame.site.corrections, page.lang)
    _place_drawings(body, drawings, page, numbers)
    code = [Markup(str(cell.extract())) for cell in body.select("div.code")]
    answer = _answer(body, claims, page.lang)
    contents = _tidy_headings(body, page.lang)
    return render(
        "page.html.j2",
        page.lang,
        frame=page.frame,
        place=page.place,
        page=page,
        related=related,
        description=_description(answer, body, page),
        contents=contents,
        answer=Markup(str(answer.extract())) if answer else "",
        body=Markup(str(body)),
        code=code,
    )


def _claims_of(cell: Mapping[str, Any]) -> list[ClaimRow]:
    """Which sentences a cell registers."""
    return [
        claim
        for output in cell.get("outputs", ())
        for claim in output.get("data", {}).get(CLAIMS_MIME, ())
    ]


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
    """A chart of the house as parts of a page, and where its data and its picture lie.

    `is_small`: it stands in a figure that has its title and neither data nor picture of its own.
    """

    parts: Sequence[str]
    data: str = ""
    picture: str = ""
    is_small: bool = False


class _Markup(PreformattedString):
    """Text that goes into the page as it is."""

    PREFIX = SUFFIX = ""


def picture_names(notebook: NotebookNode, lang: str) -> dict[str, str]:
    """The charts of the house in an executed notebook: file name of its PNG -> its drawing."""
    return {
        _picture_name(cell.id, place, lang): "".join(output.data["image/svg+xml"])
        for cell in notebook.cells
        for place, output in enumerate(cell.get("outputs", ()))
        if {CHART_MIME, "image/svg+xml"} <= output.get("data", {}).keys()
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
                _prepared_output(output, page, number, drawings, picture)
                for output, picture in zip(cell.outputs, places, strict=True)
            ]
            cell.outputs = [output for output in kept if output is not None]
    return result, drawings


def _languages(cell: NotebookNode) -> set[str]:
    tags = cell.metadata.get("tags", ())
    return {lang for lang in LANGUAGES if f"lang-{lang}" in tags}


def _prepared_output(
    output: NotebookNode, page: Page, number: int | None, drawings: list[_Drawing], picture: str
) -> NotebookNode | None:
    name, lang = page.place.name, page.lang
    if output.output_type == "error":
        problem = Reason("page.stopped", kind=output.ename, text=output.evalue)
        raise _page_error(name, number, problem)
    if output.output_type == "stream":
        if output.name == "stderr":
            problem = Reason("page.warned", text=output.text.strip()[:300])
            raise _page_error(name, number, problem)
        return output
    is_claims = output.data.pop(CLAIMS_MIME, None) is not None
    own = output.data.pop(CHART_MIME, None)
    kind = next((kind for kind in _SHOWN_TYPES if kind in output.data), None)
    # The plain text beside claims is only for places that know nothing of their type.
    if kind is None or (is_claims and kind == "text/plain"):
        return None
    try:
        if kind == "text/html" and own is not None:
            output.data[kind] = _with_small_drawings(output.data[kind], drawings)
        if kind in _IMAGE_TYPES:
            alt = output.metadata.get(kind, {}).get("alt") or output.metadata.get("alt")
            if not (isinstance(alt, str) and alt.strip()):
                raise _page_error(name, number, Reason("page.no_alt"))
            shown = {"alt": alt}
            if kind == "image/svg+xml" and own is not None:
                shown["chart"] = str(len(drawings))
                drawings.append(_drawing(output.data[kind], own, alt, picture, len(drawings), lang))
            elif kind == "image/svg+xml":
                shown["address"] = picture_address(output.data[kind])
            output.metadata[kind] = NotebookNode(output.metadata.get(kind, {}), **shown)
    except UnsafeDrawingError as error:
        raise _page_error(name, number, Reason("page.forbidden", found=error)) from None
    return output


def _drawing(
    svg: str, own: Mapping[str, str], alt: str, picture: str, number: int, lang: str
) -> _Drawing:
    drawn = {"wide": svg, "narrow": own.get("narrow", "")}
    parts = {
        kind: inline_drawing(text, f"c{number}{kind[0]}", alt, kind)
        for kind, text in drawn.items()
        if text
    }
    if "narrow" in parts and _height(drawn["narrow"]) > _FOLDED:
        parts["narrow"] = part("folded_drawing", lang, Markup(parts["narrow"]))
    return _Drawing(list(parts.values()), str(own.get("data", "")), picture)


def _height(svg: str) -> float:
    """Pixels that a drawing is high."""
    found = re.match(r'<svg[^>]*? height="([\d.]+)pt"', svg)
    return float(found[1]) * 96 / 72 if found else 0.0


def _with_small_drawings(html: str, drawings: list[_Drawing]) -> str:
    """The HTML with a place for each drawing in it, which is taken out as one of the house."""
    block = BeautifulSoup(html, "html.parser")
    for image in block.select(f'figure img[src^="{_PACKED}"]'):
        svg = base64.b64decode(str(image["src"]).removeprefix(_PACKED)).decode("utf-8")
        place = block.new_tag("span", attrs={"data-chart": str(len(drawings))})
        drawn = inline_drawing(svg, f"c{len(drawings)}s", str(image["alt"]), "small")
        drawings.append(_Drawing([drawn], is_small=True))
        image.replace_with(place)
    return str(block)


def _place_drawings(
    body: BeautifulSoup, drawings: Sequence[_Drawing], page: Page, numbers: Mapping[str, int]
) -> None:
    """Put each drawing where its cell shows it, with links to its data and its picture."""
    waiting = {str(number): drawing for number, drawing in enumerate(drawings)}
    for figure in body.find_all(True, attrs={"data-chart": True}):
        drawing = waiting.pop(str(figure["data-chart"]), None)
        expected = "span" if drawing and drawing.is_small else "figure"
        if drawing is None or figure.name != expected or figure.contents:
            raise _page_error(
                page.place.name,
                _cell_number(figure, numbers),
                Reason("page.forbidden", found="data-chart"),
            )
        if drawing.is_small:
            figure.attrs = {"class": "chart"}
            figure.append(_Markup(drawing.parts[0]))
            continue
        figure.attrs = {"class": "chart two" if len(drawing.parts) > 1 else "chart"}
        for drawn in drawing.parts:
            figure.append(_Markup(drawn))
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
    return numbers.get(str(cell.get("id", "")).removeprefix(_CELL)) if cell else None


def _check_offline(body: BeautifulSoup, page: Page, numbers: Mapping[str, int]) -> None:
    """Refuse what a browser would execute, or fetch from elsewhere."""
    for element in body.find_all(True):
        found = _forbidden(element)
        if found:
            number = _cell_number(element, numbers)
            raise _page_error(page.place.name, number, Reason("page.forbidden", found=found))


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


def _link_related(body: BeautifulSoup, page: Page) -> list[Related]:
    """Link the pages that belong to a brief where its notice names them; gives the others."""
    notice = body.select_one("p.notice")
    if notice is None:
        return list(page.related)
    text, rest = notice.get_text(), []
    for group in page.related:
        if not all(link.text in text for link in group.links):
            rest.append(group)
            continue
        for link in group.links:
            said = next((one for one in notice.find_all(string=True) if link.text in one), None)
            if said is None or not link.address:
                continue
            before, _, after = str(said).partition(link.text)
            place = body.new_tag("a", attrs={"href": link.address, "lang": "vi"})
            place.string = link.text
            said.replace_with(before, place, after)
    return rest


def _answer(body: BeautifulSoup, claims: Mapping[str, Sequence[ClaimRow]], lang: str) -> Tag | None:
    """What the notebook concludes, in a box: from the heading above its claims down to them.

    Where nothing is registered there is no box; the list of nothing goes either way.
    """
    lists = body.select("ul.claims")
    found = body.find(id=f"{_CELL}{list(claims)[-1]}") if claims else None
    if found is None:
        for empty in lists:
            empty.decompose()
        return None
    above = [found, *found.find_previous_siblings("div")]
    heads = (place for place, part in enumerate(above) if part.find("h2"))
    parts = above[: next(heads, 0) + 1]
    rows = [shown_finding(claim, lang) for own in claims.values() for claim in own]
    left = _MOST_SENTENCES - sum(_sentences(p.get_text()) for one in parts for p in one("p"))
    written = part("findings", lang, _with_the_first(rows, left))
    for one in lists:
        one.replace_with(BeautifulSoup(str(written), "html.parser") if one is lists[-1] else "")
    box = body.new_tag("section", attrs={"class": "answer"})
    for cell in reversed(parts):
        box.append(cell.extract())
    body.insert(0, box)
    return box


def _with_the_first(rows: Sequence[dict[str, object]], most: int) -> list[dict[str, object]]:
    """The findings, those beyond the first so many sentences told to stand behind a fold.

    Those without a decision count only where there are no others.
    """
    any_decided = any(row["decided"] for row in rows)
    marked = []
    for row in rows:
        if row["decided"] or not any_decided:
            most -= _sentences(str(row["sentence"]))
        marked.append(row | {"first": most >= 0})
    return marked


def _sentences(text: str) -> int:
    return len(_END.findall(text.strip()))


def _description(answer: Tag | None, body: BeautifulSoup, page: Page) -> str:
    """The page in one sentence: the first that it concludes, or says, or else its question."""
    places = [answer.select_one("ul.claims li")] if answer else []
    places += [text for text in body.select("div.output p, div.output_area p") if page.is_brief]
    said = (place.get_text(" ", strip=True) for place in places if place)
    return next((text for text in said if text), page.heading.question or page.heading.title)


def _tidy_headings(body: BeautifulSoup, lang: str) -> list[tuple[str, str]]:
    """Leave h1 to the page, name the others by their text, and give (id, text) of each h2."""
    first = body.find("h1")
    if first:
        first.decompose()
    for heading in body.find_all("h1"):
        heading.name = "h2"
    contents, used = [], {"content"}
    for heading in body.find_all(["h2", "h3"]):
        text = heading.get_text(" ", strip=True)
        name = fold_name(text).replace(" ", "-") or heading.name
        anchor = next(
            one for n in count(1) if (one := name if n == 1 else f"{name}-{n}") not in used
        )
        used.add(anchor)
        heading["id"] = anchor
        link = body.new_tag("a", attrs={"class": "anchor", "href": f"#{anchor}"})
        link["aria-label"] = word("page.anchor", lang)
        link.string = "¶"
        heading.extend([" ", link])
        if heading.name == "h2":
            contents.append((anchor, text))
    return contents
