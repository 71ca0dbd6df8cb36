"""Files of a site, read without a browser: links, weights, numbers."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from helpers.sharing.numbers import format_number

from ..frozen_project import frozen_project

PROJECT = frozen_project()
BRIEFS = 3
UNMERGED = 11
MEGABYTE = 1_000_000
SHEET = re.compile(rb"/Type\s*/Page\b")
"""A page of a PDF, as Chromium writes it."""


def pages_of(site: Path) -> dict[Path, BeautifulSoup]:
    return {
        path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }


def broken_links(site: Path) -> list[str]:
    """Every link of every page that leads nowhere, and every anchor that is not there."""
    pages = pages_of(site)
    anchors = {path: {tag["id"] for tag in soup.find_all(id=True)} for path, soup in pages.items()}
    found = []
    for path, soup in pages.items():
        for tag in soup.find_all(href=True):
            parts = urlsplit(tag["href"])
            if parts.scheme in ("http", "https") or tag.get("rel") == ["icon"]:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            lost = parts.fragment and parts.fragment not in anchors.get(target, set())
            if parts.scheme or not target.is_file() or lost:
                found.append(f"{path.relative_to(site)}: {tag['href']}")
    return found


_ADDRESS = re.compile(r"(?:https?://|(?<![\w./])github\.com/)[^\s,<>\"']+")


def filed_addresses(root: Path) -> set[str]:
    """Every address on file: of the single sources, and the first of each set of figures."""
    raw = root / "data/raw"
    with (raw / "sources/sources.csv").open(encoding="utf-8", newline="") as file:
        single = {row["url"] for row in csv.DictReader(file)}
    stated = [
        str(yaml.safe_load(about.read_text("utf-8")).get("address", ""))
        for about in raw.rglob("*.yml")
        if about.with_suffix(".csv").is_file()
    ]
    found = (_ADDRESS.search(one) for one in stated)
    sets = {re.sub(r"^(?=github\.com/)", "https://", one[0]) for one in found if one}
    return sets | {one for one in single if one.startswith("http")}


def outside_links(soup: BeautifulSoup) -> set[str]:
    """Every address of another host that a page names for a browser."""
    named = [
        tag[name] for name in ("href", "src", "action") for tag in soup.find_all(**{name: True})
    ]
    return {one for one in named if urlsplit(one).netloc}


def foreign_links(site: Path, filed: set[str]) -> list[str]:
    """Every address that no source on file has, and those that a page of sources lacks."""
    found = []
    for path, soup in pages_of(site).items():
        outside = outside_links(soup)
        lacking = filed - outside if path.name == "sources.html" else set()
        found += [f"{path.relative_to(site)}: {one}" for one in (outside - filed) | lacking]
    return found


def too_heavy(site: Path) -> dict[str, int]:
    sizes = {path: path.stat().st_size for path in site.rglob("*.html")}
    return {path.name: size for path, size in sizes.items() if size >= MEGABYTE}


def rankings() -> dict[str, dict[str, str]]:
    with (PROJECT / "data/processed/rankings.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["unit_id"]: row
            for row in csv.DictReader(file)
            if (row["index"], row["edition"], row["measure"]) == ("DTI", "2024", "overall")
        }


def own_pages(ranked: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The ranks of the units that have a page of their own, by its name."""
    with (PROJECT / "data/processed/units.csv").open(encoding="utf-8", newline="") as file:
        units = {row["unit_id"]: row for row in csv.DictReader(file)}
    joined = Counter(row["merged_into"] for row in units.values())
    found = {}
    for unit_id, row in ranked.items():
        if joined[units[unit_id]["merged_into"]] == 1 and row["universe"] == "63":
            continue
        plain = unicodedata.normalize("NFD", row["province"].lower().replace("đ", "d"))
        letters = "".join(c for c in plain if not unicodedata.combining(c))
        slug = "-".join(re.findall("[a-z]+", letters))
        folder = "provinces" if row["universe"] == "34" else "provinces-63"
        found[f"{folder}/{slug}"] = row
    assert len(found) == 63 - UNMERGED + 34
    return found


@pytest.mark.slow
def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    # The front page, two notebooks and that of the briefs, data, sources, how to read, comparison;
    # a brief and where it once was; in two languages.
    assert len(pages_of(site)) == 2 + 2 * (3 + 4 + 2 * BRIEFS)
    assert broken_links(site) == []


@pytest.mark.slow
def test_outside_addresses_are_those_of_the_sources(site: Path) -> None:
    assert foreign_links(site, filed_addresses(PROJECT)) == []


def test_a_dead_link_and_an_address_that_is_not_on_file_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<p id="x"><a href="#x">1</a> <a href="#y">2</a> <a href="b.html">3</a> '
        '<a href="https://a.vn/1">4</a> <a href="//b.vn">5</a></p>',
        encoding="utf-8",
    )
    (tmp_path / "sources.html").write_text('<a href="a.html#x">6</a>', encoding="utf-8")
    assert broken_links(tmp_path) == ["a.html: #y", "a.html: b.html"]
    assert foreign_links(tmp_path, {"https://a.vn/1"}) == [
        "a.html: //b.vn", "sources.html: https://a.vn/1",
    ]  # fmt: skip


@pytest.mark.slow
def test_no_page_is_heavy(site: Path) -> None:
    assert too_heavy(site) == {}


@pytest.mark.slow
def test_every_page_says_its_language_and_lets_nothing_out(site: Path) -> None:
    for path, soup in pages_of(site).items():
        lang = (
            "en" if "en" in path.relative_to(site).as_posix().replace("/", ".").split(".") else "vi"
        )
        assert soup.html["lang"] == lang, path
        policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        assert policy.startswith("default-src 'none'"), path
        assert "unsafe-inline" not in policy.partition("script-src")[2], path
        assert soup.find(["iframe", "object", "form"]) is None, path
        links = {link["rel"][0] for link in soup.find_all("link")}
        assert links <= {"alternate", "canonical", "icon"}, path


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_brief_says_rank_and_score_of_the_table(whole_site: Path, lang: str) -> None:
    ranked = rankings()
    assert len(ranked) == 63 + 34
    for name, row in own_pages(ranked).items():
        unit_id = row["unit_id"]
        page = (whole_site / lang / f"{name}.html").read_text("utf-8")
        text = BeautifulSoup(page, "html.parser").get_text(" ")
        between = {"vi": "/", "en": " of "}[lang]
        assert f"{row['rank']}{between}{row['universe']}" in text, unit_id
        assert format_number(float(row["score"]), lang, 4) in text, unit_id
        assert row["province"] in text
        old = (whole_site / lang / "provinces" / f"{unit_id}.html").read_text("utf-8")
        assert f'href="../{name}.html"' in old


@pytest.mark.slow
def test_all_briefs_make_a_whole_site(whole_site: Path) -> None:
    site = whole_site
    for lang in ("vi", "en"):
        # Those of today, and one page for each address by id.
        assert len(list((site / lang / "provinces").glob("*.html"))) == 34 + 63 + 34
        assert len(list((site / lang / "provinces-63").glob("*.html"))) == 63 - UNMERGED
    index = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")
    assert len({a["href"] for a in index.select("table.sortable th a")}) == 63 - UNMERGED + 34
    assert broken_links(site) == []
    assert foreign_links(site, filed_addresses(PROJECT)) == []
    assert too_heavy(site) == {}
    # Of the whole folder, what the briefs were made from included.
    assert sum(p.stat().st_size for p in site.rglob("*") if p.is_file()) < 150 * MEGABYTE
    shown = [p for p in site.rglob("*") if p.is_file() and p.suffix in (".html", ".csv", ".xlsx")]
    assert sum(p.stat().st_size for p in shown if "briefs" not in p.parts) < 60 * MEGABYTE


@pytest.mark.slow
@pytest.mark.browser
def test_every_brief_prints_on_two_sheets(whole_site: Path, browser: Browser) -> None:
    paths = [p for p in whole_site.glob("*/provinces*/*.html") if not p.name.startswith("vn")]
    assert len(paths) == 2 * (63 - UNMERGED + 34)
    page = browser.new_page()
    sheets = {}
    for path in paths:
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        printed = page.pdf(prefer_css_page_size=True)
        sheets[path.relative_to(whole_site).as_posix()] = len(SHEET.findall(printed))
    page.close()
    assert {name: number for name, number in sheets.items() if number != 2} == {}
