"""Pages: offline, in one language, with text from the data shown as text."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode, v4

from helpers.errors import BadInputError
from helpers.running.contract import Heading
from helpers.sharing.claims import CLAIMS_MIME
from helpers.sharing.compact_svg import CHART_MIME
from helpers.site.frame import Frame, Place
from helpers.site.index import Entry, Landing, render_index
from helpers.site.notebook_page import Page, read_claims, render_page
from helpers.site.site_facts import SiteFacts
from helpers.site.units import Link, Related

FRAME = Frame(
    "abc123", date(2025, 10, 21), date(2026, 11, 21), {"vi": "DTI 2024", "en": "DTI 2024"}
)
PAGE = Page(
    place=Place("vi/02-x.html", "en/02-x.html"),
    lang="vi",
    heading=Heading("Ai <tăng> bậc?", "Tỉnh nào?"),
    frame=FRAME,
    previous=Link("Một <trang>", "01-a.html"),
    following=Link("Ba", "03-c.html"),
)
ALONE = Place("en/02-x.html")
CLAIM = {
    "id": "02-x-1", "notebook": "02-x", "sentence_vi": "<b>Huế</b> tăng 3 bậc.",
    "sentence_en": "Huế climbed 3 places.", "value": "3", "lower": "", "upper": "",
    "interval_kind": "", "direction": "up", "verdict": "cannot tell", "n": "63",
    "counted": "units", "method": "m",
}  # fmt: skip
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>Huế</text></svg>'


def prose(source: str, *tags: str) -> NotebookNode:
    cell = v4.new_markdown_cell(source)
    cell.metadata["tags"] = list(tags)
    return cell


def code(*outputs: NotebookNode, source: str = "rows.head()") -> NotebookNode:
    return v4.new_code_cell(source, outputs=list(outputs), execution_count=1)


def shown(data: dict[str, object], **metadata: object) -> NotebookNode:
    return v4.new_output("display_data", data=data, metadata=metadata)


def render(*cells: NotebookNode, page: Page = PAGE) -> BeautifulSoup:
    return BeautifulSoup(render_page(v4.new_notebook(cells=list(cells)), page), "html.parser")


TITLES = (prose("# Ai tăng bậc?\n\nTỉnh nào?", "lang-vi"), prose("# Who climbs?", "lang-en"))


def test_a_page_has_one_title_its_language_and_links() -> None:
    page = render(*TITLES, prose("## Một\n\ntext", "lang-vi"), prose("# Hai", "lang-vi"))
    assert page.html["lang"] == "vi"
    assert [h.get_text() for h in page.find_all("h1")] == ["Ai <tăng> bậc?"]
    assert page.title.get_text() == "Ai <tăng> bậc? – Tăng bậc"
    links = {a["href"] for a in page.select("nav.top a")}
    assert links == {"../index.html", "../en/02-x.html"}
    beside = {a["href"]: a.get_text() for a in page.select("nav.foot a")}
    assert beside == {"01-a.html": "← Trước: Một <trang>", "03-c.html": "Tiếp: Ba →"}
    contents = {a.get_text(): a["href"] for a in page.select("nav.contents a")}
    assert contents == {"Một": "#mot", "Hai": "#hai"}
    assert {a["href"] for a in page.select("h2 a.anchor")} == {"#mot", "#hai"}
    for anchor in contents.values():
        assert page.find(id=anchor.removeprefix("#")).name == "h2"
    assert "abc123" in page.footer.get_text()


def test_links_only_to_pages_that_exist() -> None:
    page = replace(PAGE, lang="en", previous=None, following=None, place=ALONE)
    links = {a["href"] for a in render(*TITLES, page=page).select("nav a")}
    assert links == {"../index.en.html"}


def test_the_other_language_is_left_out() -> None:
    cells = [
        prose("riêng", "lang-vi"),
        prose("alone", "lang-en"),
        prose("both", "lang-vi", "lang-en"),
    ]
    vi = render(*cells).main.get_text()
    en = render(*cells, page=replace(PAGE, lang="en")).main.get_text()
    assert ("riêng" in vi, "alone" in vi, "both" in vi) == (True, False, True)
    assert ("riêng" in en, "alone" in en, "both" in en) == (False, True, True)


def test_code_is_folded_and_outputs_are_not() -> None:
    page = render(code(v4.new_output("stream", name="stdout", text="63 tỉnh")))
    details = page.find("details")
    assert details.summary.get_text() == "Mã nguồn của trang này"
    assert "rows.head()" in details.get_text()
    assert "63 tỉnh" not in details.get_text()
    details.extract()
    assert "rows.head()" not in page.main.get_text()
    assert "63 tỉnh" in page.main.get_text()
    english = render(code(), page=replace(PAGE, lang="en"))
    assert english.find("details").summary.get_text() == "Code of this page"


@pytest.mark.parametrize(
    "data",
    [
        {"text/plain": "<script>alert(1)</script>"},
        {"text/markdown": "Tỉnh <script>alert(1)</script> **tăng**"},
        {"text/html": "<table><tr><td>&lt;script&gt;alert(1)&lt;/script&gt;</td></tr></table>"},
    ],
)
def test_text_from_the_data_is_shown_as_text(data: dict[str, object]) -> None:
    page = render(code(shown(data)))
    assert page.main.find("script") is None
    assert "<script>alert(1)</script>" in page.main.get_text()


@pytest.mark.parametrize(
    "html",
    [
        "<p><script>alert(1)</script></p>",
        "<img src='https://example.org/x.png' alt='x'>",
        "<img src='x.png' alt='x'>",
        "<p onclick='run()'>x</p>",
        "<a href=' javascript:run()'>x</a>",
        "<iframe src='data:text/html,x'></iframe>",
        "<style>p { background: url(https://example.org/x.png) }</style>",
        "<p style='background: url(x.png)'>x</p>",
        "<link rel='stylesheet' href='x.css'>",
    ],
)
def test_what_a_browser_would_run_or_fetch_stops_the_build(html: str) -> None:
    with pytest.raises(BadInputError, match="02-x, cell 2"):
        render(prose("text"), code(shown({"text/html": html})))
    with pytest.raises(BadInputError, match="02-x, cell 1"):
        render(prose(html))


def test_a_page_loads_nothing_from_elsewhere() -> None:
    text = render_page(
        v4.new_notebook(
            cells=[
                *TITLES,
                prose("[nguồn](https://example.org/a) and $x^2$"),
                code(shown({"image/svg+xml": SVG}, alt="Huế tăng 3 bậc")),
                code(shown({"text/html": "<table><tr><td>1</td></tr></table>"})),
            ]
        ),
        PAGE,
    )
    page = BeautifulSoup(text, "html.parser")
    assert page.find_all("iframe") == page.main.find_all(["script", "link"]) == []
    assert {link["rel"][0] for link in page.find_all("link")} == {"alternate", "icon"}
    assert all(e["src"].startswith("data:image/") for e in page.find_all(src=True))
    assert page.find("link", rel="icon")["href"].startswith("data:image/svg+xml,")
    remote = [e for e in page.find_all(href=re.compile("^https?:")) if e.name != "a"]
    assert remote == []
    assert page.find("a", href="https://example.org/a") is not None
    assert "url(" not in page.style.get_text()
    assert "@import" not in page.style.get_text()
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize("metadata", [{"alt": 'Huế "3"'}, {"image/svg+xml": {"alt": 'Huế "3"'}}])
def test_an_image_keeps_its_alternative_text(metadata: dict[str, object]) -> None:
    page = render(code(shown({"image/svg+xml": SVG, "text/plain": "<Chart>"}, **metadata)))
    assert page.find("img")["alt"] == 'Huế "3"'
    assert page.find("img")["src"].startswith("data:image/svg+xml;charset=utf-8,%3Csvg")
    assert "<Chart>" not in page.main.get_text()


def chart(svg: str = SVG, narrow: str = "", data: str = "") -> NotebookNode:
    own = {"narrow": narrow, "data": data}
    return shown({"image/svg+xml": svg, "text/plain": "x", CHART_MIME: own}, alt='Huế "3"')


def test_a_chart_of_the_house_is_text_of_the_page_in_two_widths() -> None:
    marked = SVG.replace("<text>", '<path id="a" d="M0 0"/><use href="#a"/><text>')
    own = chart(marked, marked.replace("Huế", "Huế hẹp"), "gains")
    page = render(code(own, chart(marked)), page=replace(PAGE, charts="../d/", has_pictures=True))
    assert page.find("img") is None
    first, second = page.find_all("figure")
    assert (first["class"], second["class"]) == (["chart", "two"], ["chart"])
    assert [(s["class"], s.get_text()) for s in first.find_all("svg")] == [
        (["wide"], "Huế"), (["narrow"], "Huế hẹp"),
    ]  # fmt: skip
    assert {(s["role"], s["aria-label"]) for s in page.find_all("svg")} == {("img", 'Huế "3"')}
    ids = [e["id"] for e in page.select("svg [id]")]
    assert len(ids) == len(set(ids)) == 3
    assert [use["href"].removeprefix("#") for use in page.find_all("use")] == ids
    cell = page.find("div", class_="cell")["id"].removeprefix("cell-id=")
    assert [(a["href"], a.get_text()) for a in first.find_all("a")] == [
        ("../d/gains.csv", "Tải số liệu (CSV)"), (f"../d/{cell}.vi.png", "Tải hình (PNG)"),
    ]  # fmt: skip
    assert [a["href"] for a in second.find_all("a")] == [f"../d/{cell}1.vi.png"]


def test_a_drawing_higher_than_two_screens_of_a_phone_is_folded_there() -> None:
    high, low = (SVG.replace("<svg", f'<svg height="{n}pt"') for n in (1267, 1265))
    for narrow, folded in ((high, True), (low, False)):
        page = render(code(chart(high, narrow)))
        assert bool(page.select("figure > details.narrow svg.narrow")) is folded
        assert page.select("figure > svg.wide")


def test_small_drawings_of_the_house_within_html_are_text_of_the_page() -> None:
    drawn = base64.b64encode(SVG.encode()).decode()
    image = f'<img src="data:image/svg+xml;base64,{drawn}" alt="một">'
    html = f"<div><figure><figcaption>x</figcaption>{image}</figure></div>"
    page = render(code(shown({"text/html": html, CHART_MIME: {"drawings": 1}})))
    assert page.find("img") is None
    assert [(s.get_text(), s["aria-label"]) for s in page.select("figure svg")] == [("Huế", "một")]
    # Without the mark it is of somebody else and stays a picture.
    assert render(code(shown({"text/html": html}))).find("svg") is None
    hostile = base64.b64encode(SVG.replace("<text>", "<script/><text>").encode()).decode()
    with pytest.raises(BadInputError, match="it holds"):
        render(code(shown({"text/html": html.replace(drawn, hostile), CHART_MIME: {}})))


@pytest.mark.parametrize("corrections", ["", "mailto:a@b.vn"])
def test_a_verdict_on_a_source_offers_a_link_for_errors_where_there_is_an_address(
    corrections: str,
) -> None:
    rows = "<table><tr><td>Huế</td><td>s074, s075</td></tr><tr><td>x</td></tr></table><p>s074</p>"
    frame = replace(FRAME, site=SiteFacts(corrections=corrections))
    base = replace(PAGE, frame=frame, sources=frozenset({"s074", "s075"}))
    own = code(shown({"text/html": rows}))
    page = render(own, page=replace(base, is_of_reports=True))
    expected = ["Báo sai sót: s074, s075", "Báo sai sót: s074"] if corrections else []
    links = page.select("a.report")
    assert [link["aria-label"] for link in links] == expected
    assert {link["href"] for link in links} <= {corrections}
    assert render(own, page=base).select("a.report") == []


@pytest.mark.parametrize("has_picture", [True, False])
def test_who_shares_a_page_shows_the_picture_of_the_site(has_picture: bool) -> None:
    site = SiteFacts(base_address="https://tangbac.example/")
    page = render(page=replace(PAGE, frame=replace(FRAME, site=site, has_picture=has_picture)))
    shared = [meta["content"] for meta in page.select('meta[property="og:image"]')]
    assert shared == ["https://tangbac.example/share.png"] * has_picture


def test_how_far_a_rank_could_lie_leads_to_what_that_means() -> None:
    rows = "<table><thead><tr><th>Có thể từ–đến</th><th>Tỉnh</th></tr></thead></table>"
    rows += '<ul class="key-numbers"><li><span>Hạng</span> <strong>3</strong> <span>từ 2 đến 4'
    rows += "</span></li><li><span>a</span> <span>1</span></li></ul>"
    page = render(code(shown({"text/html": rows})))
    links = page.select('main a[href="../vi/cach-doc.html#term-interval"]')
    assert [link.get_text() for link in links] == ["Có thể từ–đến", "từ 2 đến 4"]


def test_a_brief_links_the_units_that_its_notice_names_and_lists_the_others() -> None:
    notice = '<p class="notice">Gồm Huế và Đà Nẵng cũ.</p>'
    of_it = Related("Trước", [Link("Huế", "h.html"), Link("Đà Nẵng", "")])
    page = replace(PAGE, is_brief=True, related=[of_it, Related("Nay", [Link("Hà Nội", "n.html")])])
    found = render(code(shown({"text/html": notice})), page=page)
    assert [(a["href"], a.get_text()) for a in found.select(".notice a")] == [("h.html", "Huế")]
    assert found.select_one(".notice").get_text() == "Gồm Huế và Đà Nẵng cũ."
    assert [p.get_text() for p in found.select("header .related")] == ["Nay: Hà Nội"]


def test_a_chart_has_links_only_to_files_that_are_there() -> None:
    own = chart(data="gains")
    assert render(code(own)).select("figure a") == []
    page = render(code(own), page=replace(PAGE, charts="../d/"))
    assert [a["href"] for a in page.select("figure a")] == ["../d/gains.csv"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<image href="https://example.org/x.png"/>',
        '<text onclick="run()">x</text>',
        '<path fill="url(https://example.org/x)"/>',
    ],
)
def test_what_claims_to_be_of_the_house_and_is_not_stops_the_build(hostile: str) -> None:
    bad = SVG.replace("<text>", f"{hostile}<text>")
    for own in (chart(bad), chart(narrow=bad)):
        with pytest.raises(BadInputError, match="02-x, cell 2: it holds"):
            render(prose("text"), code(own))


def test_a_drawing_of_others_stays_a_picture_and_html_holds_none() -> None:
    page = render(code(shown({"image/svg+xml": SVG}, alt="x")))
    assert page.find("svg") is None
    assert page.find("img") is not None
    for html in (SVG, "<figure data-chart='0'></figure>", "<p data-chart='0'></p>"):
        with pytest.raises(BadInputError, match="02-x, cell 2"):
            render(prose("text"), code(shown({"text/html": html})))
    with pytest.raises(BadInputError, match="02-x, cell 3"):
        render(
            prose("x"),
            code(chart()),
            code(shown({"text/html": "<figure data-chart='0'></figure>"})),
        )


@pytest.mark.parametrize("kind", ["image/svg+xml", "image/png"])
def test_an_image_without_alternative_text_stops_the_build(kind: str) -> None:
    injected = v4.new_code_cell("lang = 'vi'")
    injected.metadata["tags"] = ["injected-parameters"]
    with pytest.raises(BadInputError, match="02-x, cell 2: an image has no alternative text"):
        render(prose("text"), injected, code(shown({kind: SVG}, alt=" ")))


def test_stderr_and_errors_stop_the_build() -> None:
    with pytest.raises(BadInputError, match=r"cell 1: it wrote to stderr: FutureWarning"):
        render(code(v4.new_output("stream", name="stderr", text="FutureWarning")))
    error = v4.new_output("error", ename="KeyError", evalue="'x'", traceback=[])
    with pytest.raises(BadInputError, match="stopped with KeyError"):
        render(code(error))


def test_tables_scroll_by_themselves_and_name_their_heads() -> None:
    html = (
        "<style scoped>th { color: red }</style><table border='1'><caption>Hạng</caption>"
        "<thead><tr><th>tỉnh</th></tr></thead><tbody><tr><th>Huế</th><td>1</td></tr></tbody></table>"
    )
    page = render(code(shown({"text/html": html})))
    box = page.find("table").parent
    assert (box["class"], box["aria-label"], box["tabindex"]) == (["table"], "Hạng", "0")
    assert [th["scope"] for th in page.find_all("th")] == ["col", "row"]
    assert not page.find("table").has_attr("border")
    assert "color: red" not in str(page)


def test_claims_are_not_shown_raw() -> None:
    alone = shown({CLAIMS_MIME: [CLAIM], "text/plain": "raw claims"})
    worded = shown({CLAIMS_MIME: [CLAIM], "text/markdown": "- Huế tăng 3 bậc."})
    text = render(code(alone, worded)).main.get_text()
    assert "raw claims" not in text
    assert "02-x-1" not in text
    assert text.count("Huế tăng 3 bậc.") == 1


def claims_cell(*verdicts: str) -> NotebookNode:
    claims = [
        CLAIM | {"id": f"02-x/{verdict}", "sentence_vi": f"Câu {verdict}.", "verdict": verdict}
        for verdict in verdicts
    ]
    items = "".join(f"<li>{claim['sentence_vi']}</li>" for claim in claims)
    return code(shown({CLAIMS_MIME: claims, "text/html": f'<ul class="claims">{items}</ul>'}))


def test_what_a_notebook_concludes_stands_first_and_what_it_cannot_tell_is_folded() -> None:
    page = render(
        *TITLES,
        prose("## Cách làm\n\nĐo.", "lang-vi"),
        prose("## Kết luận\n\nĐi cùng nhau thôi.", "lang-vi"),
        claims_cell("fact", "cannot tell", "holds", "contradicted"),
    )
    box = page.select_one("main > section.answer")
    assert box.find_previous_sibling() is None
    assert box.h2.find(string=True).strip() == "Kết luận"
    assert "Đi cùng nhau thôi." in box.get_text()
    assert [li.get_text() for li in box.select("section > div ul li")][:3] == [
        "Câu fact.", "Câu holds.", "Câu contradicted. trái với số liệu",
    ]  # fmt: skip
    assert box.details.summary.get_text() == "Chưa thể kết luận: 1 câu hỏi"
    assert [li.get_text() for li in box.select("details li")] == ["Câu cannot tell."]
    assert [h.find(string=True).strip() for h in page.find_all("h2")] == ["Kết luận", "Cách làm"]
    assert page.find("meta", attrs={"name": "description"})["content"] == "Câu fact."
    assert page.main.get_text().count("Câu fact.") == 1


def test_without_claims_there_is_no_box() -> None:
    page = render(*TITLES, prose("## Hỏi", "lang-vi"), claims_cell())
    assert page.find(class_="answer") is None
    assert page.select("ul.claims") == []
    assert [a.get_text() for a in page.select("nav.contents a")] == ["Hỏi"]


def test_headings_of_one_text_have_addresses_of_their_own() -> None:
    page = render(*TITLES, prose("## Điểm?\n\n### Điểm\n\n## ???", "lang-vi"))
    assert [h["id"] for h in page.find_all(["h2", "h3"])] == ["diem", "diem-2", "h2"]


def test_a_wide_table_can_become_cards_and_a_narrow_one_stays() -> None:
    def table(columns: int) -> str:
        heads = "".join(f"<th>c{n}</th>" for n in range(columns))
        cells = "".join(f"<td>{n}</td>" for n in range(columns))
        return (
            f'<div class="table"><table><thead><tr>{heads}</tr></thead>'
            f"<tbody><tr>{cells}</tr></tbody></table></div>"
        )

    page = render(code(shown({"text/html": table(4) + table(3)})))
    wide, narrow = page.find_all("table")
    assert (wide["class"], wide["role"]) == (["cards"], "table")
    assert [td["data-label"] for td in wide.find_all("td")] == ["c0", "c1", "c2", "c3"]
    roles = [part.get("role") for part in wide.find_all(["thead", "tbody", "tr", "th", "td"])]
    assert None not in roles
    assert not narrow.find_all(attrs={"role": True})
    # One region each, that of the notebook.
    assert len(page.select("main div.table")) == len(page.select("main [role=region]")) == 2


def test_the_code_of_a_known_source_leads_to_its_row() -> None:
    html = "<p>Nguồn: s074 s0745 dti_2023_63, milestones <code>s074</code> <b>s074</b></p>"
    known = frozenset({"s074", "dti_2023_63", "milestones"})
    page = render(
        code(shown({"text/html": html})),
        page=replace(PAGE, sources=known, place=Place("vi/provinces/hue.html")),
    )
    links = [(a["href"], a.parent.name) for a in page.select("main .output_html a")]
    assert links == [
        ("../../vi/sources.html#s074", "p"),
        ("../../vi/sources.html#dti_2023_63", "p"),
        ("../../vi/sources.html#s074", "b"),
    ]
    assert "Nguồn: s074 s0745 dti_2023_63, milestones s074 s074" in page.main.get_text()


def test_every_page_says_its_state_and_how_to_cite_it() -> None:
    foot = " ".join(render(*TITLES).footer.get_text().split())
    for said in ("21/10/2025", "21/11/2026", "abc123", "“DTI 2024”"):
        assert said in foot
    assert "mailto" not in str(render(*TITLES))
    assert render(*TITLES).find("link", rel="canonical") is None


def test_what_the_owner_says_stands_on_every_page() -> None:
    site = SiteFacts(
        "https://tangbac.example/", "Sở X", "mailto:sai@example.vn", "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    )  # fmt: skip
    frame = replace(FRAME, site=site, has_tables=True)
    page = render(*TITLES, page=replace(PAGE, frame=frame))
    assert page.find("link", rel="canonical")["href"] == "https://tangbac.example/vi/02-x.html"
    alternates = {
        link["hreflang"]: link["href"]
        for link in page.find_all("link", rel="alternate", hreflang=True)
    }
    assert alternates["en"] == "https://tangbac.example/en/02-x.html"
    links = {a["href"]: a.get_text() for a in page.footer.find_all("a")}
    assert links == {
        site.licence_address: "CC BY 4.0", "mailto:sai@example.vn": "Báo sai sót, góp ý",
    }  # fmt: skip
    assert "Sở X, “DTI 2024”" in page.footer.get_text()
    assert "../vi/cach-doc.html" in {a["href"] for a in page.select("nav.top a")}


def test_rendering_leaves_the_notebook_alone_and_is_repeatable() -> None:
    notebook = v4.new_notebook(
        cells=[*TITLES, code(shown({"image/svg+xml": SVG, CLAIMS_MIME: []}, alt="x"))]
    )
    before = str(notebook)
    assert render_page(notebook, PAGE) == render_page(notebook, PAGE)
    assert str(notebook) == before


def landing(lang: str) -> BeautifulSoup:
    entries = [
        Entry("01-a", Heading("Một & hai", "Có gì?"), False, True),
        Entry("02-x", Heading("Ai tăng bậc?", "Tỉnh nào?"), True, False),
    ]
    words = Landing(lang, entries, [CLAIM], "DTI 2023 (63)", FRAME)
    return BeautifulSoup(render_index(words), "html.parser")


def test_index_in_both_languages() -> None:
    vi, en = landing("vi"), landing("en")
    assert (vi.html["lang"], en.html["lang"]) == ("vi", "en")
    assert vi.find("a", class_="language")["href"] == "index.en.html"
    assert en.find("a", class_="language")["href"] == "index.html"
    assert "<b>Huế</b> tăng 3 bậc." in vi.get_text()
    assert vi.summary.get_text() == "Chưa thể kết luận: 1 câu hỏi"
    assert en.summary.get_text() == "Cannot tell: 1 questions"
    assert "Huế climbed 3 places." in en.get_text()
    for page, lang in ((vi, "vi"), (en, "en")):
        links = {a["href"] for a in page.select("main a")}
        assert links == {f"{lang}/02-x.html"}
        assert page.main.find("script") is None
        for text in ("DTI 2023 (63)", "abc123", "Một & hai", "Tỉnh nào?"):
            assert text in page.get_text()


def test_what_cannot_be_told_is_folded_below_its_question() -> None:
    entries = [Entry("02-x", Heading("Ai tăng bậc?", "Tỉnh nào?"), True, False)]
    claims = [CLAIM, CLAIM | {"id": "02-x/sure", "verdict": "holds", "sentence_vi": "Chắc chắn."}]
    words = Landing("vi", entries, claims, "DTI 2023 (63)", FRAME)
    page = BeautifulSoup(render_index(words), "html.parser")
    folded = page.find("details")
    assert folded.summary.get_text() == "Chưa thể kết luận: 1 câu hỏi"
    assert "tăng 3 bậc" in folded.get_text()
    assert "Chắc chắn." not in folded.get_text()
    assert "Chắc chắn." in page.find("section").get_text()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"notebook": "03-c"}, "names the notebook «03-c»"),
        ({"verdict": "perhaps"}, "has the verdict 'perhaps'"),
        ({"extra": 1}, "has columns"),
    ],
)
def test_ill_formed_claims_are_named(tmp_path: Path, change: dict[str, object], found: str) -> None:
    path = tmp_path / "02-x.vi.ipynb"
    path.write_text(_with_claims([CLAIM | change]), encoding="utf-8")
    with pytest.raises(BadInputError, match=f"02-x.vi.ipynb: claim «02-x-1» {found}"):
        read_claims(path, "02-x")


def test_claims_are_read_and_repeated_ids_refused(tmp_path: Path) -> None:
    path = tmp_path / "02-x.vi.ipynb"
    path.write_text(_with_claims([CLAIM]), encoding="utf-8")
    assert read_claims(path, "02-x") == [CLAIM]
    path.write_text(_with_claims([CLAIM, CLAIM]), encoding="utf-8")
    with pytest.raises(BadInputError, match="appears twice"):
        read_claims(path, "02-x")


def _with_claims(claims: list[dict[str, object]]) -> str:
    import nbformat

    return nbformat.writes(v4.new_notebook(cells=[code(shown({CLAIMS_MIME: claims}))]))


def test_a_box_shows_seven_sentences_and_folds_the_rest() -> None:
    page = render(
        *TITLES,
        prose("## Kết luận\n\nĐi cùng nhau thôi. Không hơn.", "lang-vi"),
        claims_cell(*["fact"] * 8, "cannot tell"),
    )
    box = page.select_one("section.answer")
    more, undecided = box.select("details")
    assert more.summary.get_text() == "Các kết luận khác: 3"
    assert len(more.select("li")) == 3
    assert undecided.summary.get_text() == "Chưa thể kết luận: 1 câu hỏi"
    assert not undecided.has_attr("open")
