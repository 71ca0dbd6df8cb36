"""What readers see of whole pages: each in its own language, quoted titles in theirs."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from helpers.printed.languages import language_of
from helpers.sharing.remarks import title_and_note

from ..frozen_project import FROZEN, frozen_project
from ..sharing.test_terms import KEPT, MOST_KEPT, words_kept_or_not
from .conftest import UNITS, run_site

KEPT_ON_PAGES = {"kB": "how large a file is"}
NAMES = (
    "Tăng bậc", "bậc", "toàn trình", "một phần", "Nghị quyết số", "hơn 1,3 triệu",
    "Cổng thông tin điện tử tỉnh",
)  # fmt: skip
"""What English pages name in Vietnamese, the project among it: its name is broken over lines."""
_UNREAD = ("script", "style", "code", "pre", "template")
_ATTRIBUTES = ("alt", "aria-label", "title", "placeholder", "data-label")
_MARKED = re.compile("[à-ãè-êìíò-õùúýăđĩũơưạ-ỹ]")
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’")


@pytest.fixture(scope="module")
def read_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report with every notebook in both languages, and three briefs."""
    folder = tmp_path_factory.mktemp("read") / "dự án"
    for part in ("notebooks", "data", "docs"):
        shutil.copytree(frozen_project() / part, folder / part)
    return run_site(folder, [], ("vi", "en"), UNITS)


def pages(folder: Path, lang: str) -> list[Path]:
    index = folder / ("index.html" if lang == "vi" else "index.en.html")
    return [index, *sorted((folder / lang).rglob("*.html"))]


def said(page: str, lang: str) -> Iterator[str]:
    """Every text that a page says in its own language, what is read out among it."""
    soup = BeautifulSoup(page, "html.parser")
    for text in soup.find_all(string=True):
        if type(text) is NavigableString and text.strip() and not text.find_parent(_UNREAD):
            before = str(text.find_previous(string=True) or "")
            if spoken(text.parent) == lang and not before.rstrip().endswith(("“", "‘")):
                yield text.strip()
    for element in soup.find_all(True):
        if spoken(element) == lang and not element.find_parent(_UNREAD):
            yield from (str(element[name]) for name in _ATTRIBUTES if element.get(name))


def spoken(element: Tag | None) -> str:
    own = element and (element if element.get("lang") else element.find_parent(lang=True))
    return str(own["lang"]) if own else ""


def titles_in(lang: str) -> list[str]:
    """Titles of sources that need no mark on a page of a language, the longest first."""
    with (FROZEN / "data/raw/sources/sources.csv").open(encoding="utf-8", newline="") as file:
        titles = {title_and_note(row["title"])[0] for row in csv.DictReader(file)}
    return sorted((one for one in titles if language_of(one) == lang), key=len, reverse=True)


def foreign(page: str, titles: Sequence[str] = ()) -> set[str]:
    """The words of a Vietnamese page that are neither Vietnamese nor kept for a reason."""
    kept = {word.lower() for word in {**KEPT, **KEPT_ON_PAGES}}
    words = {
        word for text in said(page, "vi") for word in words_kept_or_not(_without(text, titles))
    }
    return {word for word in words if word.lower() not in kept}


def _without(text: str, titles: Sequence[str]) -> str:
    for title in titles:
        text = text.replace(title, " ")
    return text


def vietnamese(page: str, names: re.Pattern[str]) -> set[str]:
    """Words with Vietnamese marks on an English page that are neither names nor quoted."""
    return {
        word
        for text in said(page, "en")
        for word in re.findall(r"[^\W\d_]+", _QUOTED.sub(" ", names.sub(" ", text)))
        if _MARKED.search(word) and word[0].islower()
    }


@pytest.mark.slow
def test_no_vietnamese_page_says_anything_in_english(read_site: Path) -> None:
    titles = titles_in("vi")
    found = {
        path.relative_to(read_site).as_posix(): words
        for path in pages(read_site, "vi")
        if (words := foreign(path.read_text("utf-8"), titles))
    }
    assert found == {}
    assert len(KEPT) + len(KEPT_ON_PAGES) <= MOST_KEPT


@pytest.mark.slow
def test_no_english_page_says_anything_in_vietnamese(read_site: Path) -> None:
    with (FROZEN / "data/raw/provinces/provinces.csv").open(encoding="utf-8") as file:
        regions = {row["region"] for row in csv.DictReader(file)}
    known = sorted({*regions, *NAMES, *titles_in("en")}, key=len, reverse=True)
    names = re.compile("|".join([r"\S+/\S+", *map(re.escape, known)]))
    found = {
        path.relative_to(read_site).as_posix(): words
        for path in pages(read_site, "en")
        if (words := vietnamese(path.read_text("utf-8"), names))
    }
    assert found == {}


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_box_answers_in_seven_sentences(read_site: Path, lang: str) -> None:
    for path in pages(read_site, lang):
        box = BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one("section.answer")
        if box is None:
            continue
        for fold in box.select("details"):
            if not fold.has_attr("open"):
                fold.decompose()
        told = " ".join(one.get_text(" ", strip=True) for one in box.select("p, li"))
        assert 0 < len(re.findall(r"[.!?](?:\s|$)", told)) <= 7, path.name


def test_a_planted_word_is_found() -> None:
    page = '<html lang="vi"><p>Tỉnh <b>percent</b> <i lang="en">of all</i> “led by”.</p></html>'
    assert foreign(page) == {"percent"}
    assert foreign('<html lang="vi"><img alt="Hình: services"><p>Huế</p></html>') == {"services"}
    names = re.compile("Tây Nguyên")
    page = '<html lang="en"><p>Huế tăng in Tây Nguyên, <i lang="vi">giảm</i>, “xuống”.</p></html>'
    assert vietnamese(page, names) == {"tăng"}
