"""Of a page with menus, related news and comments only the article is read."""

from __future__ import annotations

import pytest

from helpers.documents.document import Paragraph, numbered
from helpers.documents.web import read_article, read_markup

PAGE = """<!doctype html><html><head><title>Lạng Sơn xếp thứ 4 - Báo</title>
<script>var a = "xếp thứ 1"</script></head><body><form id="aspnetForm">
<div class="top-menu"><ul><li><a href="/">Trang chủ</a><li>Chỉ số hạng 3</ul></div>
<nav>Tin tức hạng 3</nav><h1>Cổng thông tin</h1>
<div class="has-sidebar"><div class="col-main"><h1>Lạng Sơn xếp thứ 4</h1>
<div class="content"><p><b>Lạng Sơn</b> đạt 0,7<b>601</b> điểm DTI 2023, xếp thứ 4<sup>(1)</sup> cả
nước theo công bố của Bộ.</p><p>Kinh tế số của tỉnh xếp thứ 8 toàn quốc trong năm ấy.<br>Xã hội số
xếp thứ 5.</p><table><tr><th>Tỉnh<th>Hạng<tr><td>Huế<td>2</table>
<p><a href="x">Bấm vào đây để xem tin khác</a></p><h4><a href="x">Huế lên hạng 2</a></h4>
<ul><li><a href="x">Hà Nội lên hạng 6</a> (12/2/2025)</ul><p hidden>Ẩn: hạng 7</p>
<p style="display:none">Ẩn: hạng 8</p></div>
<div class="box-tinlienquanv2"><h3>Tin liên quan</h3><p>Hà Nội xếp thứ 6 về chuyển đổi số</p></div>
<div id="comments"><p>Bạn đọc: tỉnh tôi xếp thứ 10 mới đúng</p></div></div>
<div class="sidebar"><p>Hà Giang xếp thứ 20 năm 2022</p></div></div>
<footer>Giấy phép 123</footer></form></body></html>"""


def shown(paragraphs: tuple[Paragraph, ...]) -> list[tuple[str, str]]:
    return [(p.place.kind, p.text) for p in paragraphs]


def test_the_article_is_read_with_its_title_first_and_nothing_around_it() -> None:
    pieces, left_out = read_article(PAGE)
    assert shown(numbered(pieces)) == [
        ("title", "Lạng Sơn xếp thứ 4"),
        ("paragraph", "Lạng Sơn đạt 0,7601 điểm DTI 2023, xếp thứ 4 cả nước theo công bố của Bộ."),
        ("paragraph", "Kinh tế số của tỉnh xếp thứ 8 toàn quốc trong năm ấy."),
        ("paragraph", "Xã hội số xếp thứ 5."),
        ("row", "Tỉnh | Hạng"),
        ("row", "Huế | 2"),
    ]
    assert set(left_out) >= {
        "menus", "related", "comments", "beside", "head and foot", "scripts", "hidden", "links",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["has-menu", "page-with-sidebar print-content", "tags-shown"])
def test_a_name_of_the_whole_page_takes_nothing_away(name: str) -> None:
    html = f"<body><div class='{name}'><p>{'Huế xếp thứ 2 cả nước. ' * 5}</p></div></body>"
    assert "Huế xếp thứ 2" in numbered(read_article(html)[0])[-1].text


def test_a_page_that_is_laid_out_with_tables_is_no_table() -> None:
    text = "Huế xếp thứ 2 cả nước về chuyển đổi số năm 2023, theo Bộ. " * 3
    html = (
        f"<table><tr><td>Lề trái</td><td><table><tr><td><p>{text}</p></td></tr></table></td></tr>"
        "</table>"
    )
    assert ("paragraph", text.strip()) in shown(numbered(read_article(html)[0]))


def test_a_page_that_nests_deeper_than_python_calls_is_read() -> None:
    text = "Huế xếp thứ 2 cả nước về chuyển đổi số. " * 3
    pieces, _ = read_article(f"{'<b><i>' * 3000}<p>{text}</p>")
    assert numbered(pieces)[-1].text == text.strip()


def test_text_that_is_marked_up_keeps_its_links() -> None:
    pieces = read_markup("<h1>Tiêu đề</h1><p><a href='x'>Huế xếp thứ 2</a></p>")
    assert shown(numbered(pieces)) == [("heading", "Tiêu đề"), ("paragraph", "Huế xếp thứ 2")]


def test_the_title_is_the_heading_that_the_page_is_called_by() -> None:
    text = f"<p>{'Huế xếp thứ 2 cả nước về chuyển đổi số. ' * 3}</p>"
    head, called = "Huế lên hạng nhì", "Huế lên hạng nhì - Cổng"
    for html, title in (
        (f"<title>{called}</title><h1>Cổng</h1><h3>{head}</h3>", head),
        (f"<title>{called}</title><div>{head}</div>", called),
        ("<meta property='og:title' content='Huế lên'><title>Cổng</title>", "Huế lên"),
    ):  # fmt: skip
        paragraphs = shown(numbered(read_article(html + text)[0]))
        assert paragraphs[0] == ("title", title)
        assert [kind for kind, _ in paragraphs] == ["title", "paragraph"]
