"""Which paragraphs of a web page are its article?

Menus, columns beside it, related news, comments and the like are known by their tags and by the
names that pages give them; of what remains the part with most text is the article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from helpers.documents.document import BETWEEN_CELLS, Piece
from helpers.printed.words import one_spelling

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser as Page
    from selectolax.lexbor import LexborNode as Node

_NO_TEXT = frozenset(
    "script style template noscript iframe svg object canvas video audio button select input"
    " textarea head title".split()
)
_TAGS = {"nav": "menus", "aside": "beside", "footer": "head and foot", "header": "head and foot"}
_ROLES = {
    "navigation": "menus", "search": "menus", "complementary": "beside",
    "contentinfo": "head and foot", "banner": "head and foot",
}  # fmt: skip
# By words in a class or an id, in English and as Vietnamese portals write them.
_NAMES = {
    "menus": "menu|navbar|nav|navigation|breadcrumbs?|toolbar|topbar|search|pagination|paging"
    "|login",
    "beside": "sidebar|side|aside|widgets?|cot phai|cot trai|right col|left col",
    "related": "related|lien quan|\\w*lienquan\\w*|tin khac|tinkhac|tin moi|tinmoi|cung chuyen muc"
    "|doc nhieu|docnhieu|xem nhieu|xem them|recommend(?:ed|ations?)?|popular|most read|read more"
    "|tags?|keywords?",
    "comments": "comments?|binh luan|\\w*binhluan\\w*|y kien|ykien|phan hoi|disqus|replies|rating"
    "|vote",
    "sharing": "share|sharing|social|addthis|print|follow|subscribe|newsletter",
    "advertising": "ads?|advert(?:s|isement)?|banner|quang cao|\\w*quangcao\\w*|sponsor(?:ed)?"
    "|promo|popup|modal|cookies?|consent",
    "head and foot": "footer|copyright|masthead|site header|page header|page footer",
}  # fmt: skip
_NAMED = {kind: re.compile(f"(?<= )(?:{names})(?= )") for kind, names in _NAMES.items()}
_KEPT = frozenset({"html", "body", "main", "article"})
_CORE = "h1, [itemprop=articleBody], [class*=article-body], [class*=detail-content]"
_DEEPEST = 500
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BLOCKS = _HEADINGS | frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure"
    " footer form header hr html li main nav ol p pre section summary table tbody td tfoot th thead"
    " tr ul".split()
)
_SCORED = "p, li, td, blockquote, pre, div, section, h2, h3"
_MOSTLY = 0.9
_MORE_AROUND = 0.4
_MOST_HEADS, _SHORTEST_TITLE = 20, 12
_FEWEST_LETTERS, _LONGEST_CELL, _FEWEST_CELLS = 25, 600, 2
_MARK = re.compile(r"\s*[\[(]?[0-9*]{1,3}[\])]?\s*")
_LABEL = re.compile(
    r"(?:các )?(?:tin|bài)(?: viết)? (?:liên quan|khác|cùng chuyên mục|mới(?: nhất)?|đọc nhiều)"
    r"|xem thêm|bình luận.{0,12}|ý kiến bạn đọc|từ khóa|chia sẻ|related (?:news|articles|stories)"
    r"|comments|read more|see also|tags",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[.!?:;…”\"]\s*$")
_BREAK = "\n"


def read_article(html: str) -> tuple[list[Piece], list[str]]:
    """The article of a web page, its title first, and what of the page was left out."""
    page = _parsed(html)
    left_out = _without_surroundings(page)
    body = page.body
    if body is None:
        return [], left_out
    article = _article(body)
    title = _title(page, article)
    pieces = list(_blocks(article, title))
    kinds = [piece.kind for piece in pieces]
    # What stands before the title belongs to the page.
    first = kinds.index("title") if "title" in kinds else 0
    pieces = pieces[first:]
    if "title" not in kinds:
        is_repeated = bool(pieces) and one_spelling(pieces[0].text) in title
        pieces = [Piece("title", title), *pieces[is_repeated:]]
    texts = [one_spelling(piece.text) for piece in pieces]
    if "links" in kinds:
        left_out.append("links")
    shown = [piece for piece in pieces if piece.kind != "links"]
    around = _own_letters(body)[body.mem_id] - sum(map(len, texts))
    if around > _FEWEST_LETTERS:
        left_out.append("rest")
    return shown, left_out


def read_markup(html: str) -> list[Piece]:
    """Everything that a text shows which is marked up as HTML."""
    body = _parsed(html).body
    pieces = _blocks(body, "") if body is not None else ()
    return [Piece("paragraph" if p.kind == "links" else p.kind, p.text, 0, p.opens) for p in pieces]


def _parsed(html: str) -> Page:
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415  (only pages need it)

    return LexborHTMLParser(html)


def _without_surroundings(page: Page) -> list[str]:
    """Take out what is known to be no article; gives the kinds of what was taken out."""
    found: set[str] = {"scripts"} if page.css_first("script") else set()
    body = page.body
    if body is None:
        return sorted(found)
    letters = _own_letters(body)
    kept = {node.mem_id for core in page.css(_CORE) for node in _around(core, body)}
    waiting = [*body.iter()]
    while waiting:
        node = waiting.pop()
        kind = "" if node.tag in _KEPT else _kind_of(node)
        is_core = node.mem_id in kept and kind != "hidden"
        # A name may speak of the whole page: "has-sidebar", "print-content".
        if kind and not is_core and letters[node.mem_id] <= letters[body.mem_id] / 2:
            if one_spelling(node.text()):
                found.add(kind)
            node.decompose()
        else:
            waiting += node.iter()
    return sorted(found)


def _around(node: Node, body: Node) -> Iterator[Node]:
    """The elements that hold a node, up to the body."""
    above: Node | None = node
    for _ in range(_DEEPEST):
        if above is None or above.mem_id == body.mem_id:
            return
        yield above
        above = above.parent


def _kind_of(node: Node) -> str:
    """What an element is, if not part of an article, by its tag, its role or its name."""
    attributes = node.attributes
    if "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or ""):
        return "hidden"
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", named)
    words = f" {' '.join(re.findall('[a-z]+', words.lower()))} "
    return (
        _TAGS.get(node.tag or "")
        or _ROLES.get((attributes.get("role") or "").lower())
        or next((kind for kind, names in _NAMED.items() if names.search(words)), "")
    )


def _own_letters(root: Node) -> Mapping[int, int]:
    """How many letters each element shows without those of its links, in one pass."""
    letters: defaultdict[int, int] = defaultdict(int)
    order: list[tuple[int, int]] = []
    waiting = [(root, 0)]
    while waiting:
        node, above = waiting.pop()
        if node.is_text_node:
            letters[above] += len(" ".join((node.text_content or "").split()))
        elif node.is_element_node and node.tag != "a" and not _is_unseen(node):
            order.append((node.mem_id, above))
            waiting += [(inner, node.mem_id) for inner in node.iter(include_text=True)]
    for own, above in reversed(order):
        letters[above] += letters[own]
    return letters


def _shown(node: Node) -> str:
    """What a browser shows of an element, on one line."""
    texts: list[str] = []
    waiting: list[Node | str] = [node]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, str):
            texts.append(inner)
        elif inner.is_text_node:
            texts.append(inner.text_content or "")
        elif inner.is_element_node and not _is_unseen(inner):
            apart = " " * (inner.tag in _BLOCKS or inner.tag == "br")
            waiting += [apart, *[*inner.iter(include_text=True)][::-1], apart]
    return " ".join("".join(texts).split())


def _article(body: Node) -> Node:
    """The element that holds most text in its paragraphs, as far around as text is dense."""
    scores: defaultdict[int, float] = defaultdict(float)
    nodes: dict[int, Node] = {}
    for node in body.css(_SCORED):
        text = "".join(child.text_content or "" for child in _inline(node))
        letters = len(" ".join(text.split()))
        share = 1.0
        above = node if node.tag in ("div", "td", "section") else node.parent
        while letters >= _FEWEST_LETTERS and above is not None and share > 1 / 4:
            nodes[above.mem_id] = above
            scores[above.mem_id] += share * letters
            above, share = above.parent, share / 2
    if not scores:
        return body
    best = nodes[max(scores, key=lambda each: scores[each])]
    own = _own_letters(body)
    for outer in _around(best, body):
        if own[outer.mem_id] > (1 + _MORE_AROUND) * own[best.mem_id]:
            break
        best = outer
    return best


def _inline(node: Node) -> Iterator[Node]:
    """The texts of an element that stand in no block within it and in no link."""
    waiting = list(node.iter(include_text=True))
    while waiting:
        inner = waiting.pop()
        if inner.is_text_node:
            yield inner
        elif inner.tag not in _BLOCKS and inner.tag not in _NO_TEXT and inner.tag != "a":
            waiting += inner.iter(include_text=True)


def _title(page: Page, article: Node) -> str:
    """The heading of the article, or what the page is called."""
    name = page.css_first("title")
    called = one_spelling(name.text()) if name else ""
    first, others = (
        [one_spelling(_shown(head)) for head in (*article.css(tag), *page.css(tag))[:_MOST_HEADS]]
        for tag in ("h1", "h2, h3")
    )
    graph = page.css_first("meta[property='og:title']")
    graphed = one_spelling((graph.attributes.get("content") or "") if graph else "")
    named = (head for head in (*first, *others) if _is_in(head, called))
    return next(named, "") or graphed or next(filter(None, first), "") or called


def _is_in(head: str, called: str) -> bool:
    """Whether a page is called by a heading, which is more than a word of its name."""
    return bool(head) and (head == called or (len(head) >= _SHORTEST_TITLE and head in called))


def _blocks(root: Node, title: str) -> Iterator[Piece]:
    """What a browser shows of an element, block by block; its title is known."""
    # A stack of our own: a page may nest deeper than Python calls. A text in it closes a block.
    waiting: list[Node | str] = [root]
    gathered = _Gathered(title)
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield from gathered.closed(node)
        elif node.is_text_node:
            gathered.add(node.text_content or "")
        elif not node.is_element_node or _is_unseen(node):
            continue
        elif node.tag == "br":
            gathered.text.append(_BREAK)
        elif node.tag == "a" and node.css_first("p, div, h1, h2, h3, h4, h5, h6, img") is None:
            gathered.add(_shown(node), is_link=True)
        elif node.tag == "table" and (rows := _rows(node)):
            yield from gathered.closed(gathered.kind)
            for number, row in enumerate(rows):
                yield Piece("row", BETWEEN_CELLS.join(row), opens=not number)
        else:
            if node.tag in _BLOCKS:
                yield from gathered.closed(_kind(node.tag or ""))
                waiting.append("paragraph")
            waiting += [*node.iter(include_text=True)][::-1]
    yield from gathered.closed("paragraph")


class _Gathered:
    """The text of a block as it comes, and how much of it is links."""

    def __init__(self, title: str) -> None:
        self.title, self.kind = title, "paragraph"
        self.text: list[str] = []
        self.linked = self.unlinked = 0

    def add(self, text: str, *, is_link: bool = False) -> None:
        plain = " ".join(text.replace("\xa0", " ").split())
        blanks = text[:1].isspace(), text[-1:].isspace()
        self.text.append(" " * blanks[0] + plain + " " * blanks[1])
        letters = sum(map(str.isalpha, plain))
        self.linked += letters * is_link
        self.unlinked += letters * (not is_link)

    def closed(self, kind: str) -> Iterator[Piece]:
        """The block that ends here; the next one is of the kind given."""
        whole, own = "".join(self.text), self.kind
        is_title = one_spelling(whole) == self.title and own == "heading"
        if is_title:
            own = "title"
        elif self.linked > _MOSTLY * (self.linked + self.unlinked):
            own = "links"
        for text in _parted(whole):
            plain = one_spelling(text)
            if plain and not _LABEL.fullmatch(plain.rstrip(":. ")):
                yield Piece(own, text)
        self.text, self.kind = [], kind
        self.linked = self.unlinked = 0


def _kind(tag: str) -> str:
    if tag in _HEADINGS:
        return "heading"
    return "caption" if tag in ("figcaption", "caption") else "paragraph"


def _parted(text: str) -> Iterator[str]:
    """A block cut where a line is broken twice, or after the end of a sentence."""
    part: list[str] = []
    for line in text.split(_BREAK):
        if part and (not line.strip() or _ENDS_SENTENCE.search(part[-1])):
            yield " ".join(part)
            part = []
        if line.strip():
            part.append(line)
    yield " ".join(part)


def _is_unseen(node: Node) -> bool:
    attributes = node.attributes
    hidden = "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or "")
    is_mark = node.tag == "sup" and _MARK.fullmatch(node.text()) is not None
    return node.tag in _NO_TEXT or bool(hidden) or is_mark


def _rows(table: Node) -> list[list[str]]:
    """The rows of a table that holds data; none of one that only lays out the page."""
    if table.css_first("td table, th table") is not None:
        return []
    rows = [
        [_shown(cell) for cell in row.iter() if cell.tag in ("td", "th")] for row in table.css("tr")
    ]
    longest = max((len(cell) for row in rows for cell in row), default=0)
    is_wide = sum(len(row) >= _FEWEST_CELLS for row in rows) >= _FEWEST_CELLS
    return rows if is_wide and longest <= _LONGEST_CELL else []
