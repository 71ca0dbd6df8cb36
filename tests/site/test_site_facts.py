"""What the owner says of the site: read, refused with a reason, and what it makes of the site."""

from __future__ import annotations

import shutil
import struct
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from helpers.errors import BadInputError
from helpers.running.fingerprints import Fingerprints
from helpers.running.plan import Plan
from helpers.running.run_record import RunRecord
from helpers.site.address_files import AddressFiles
from helpers.site.frame import Frame
from helpers.site.made_files import MadeFiles
from helpers.site.site_facts import SiteFacts, site_facts
from helpers.sources.raw_files import load_corrections

from ..frozen_project import CHECKOUT, FROZEN

BASE = "https://tangbac.example/"
ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_file_of_the_project_says_nothing_wrong() -> None:
    site_facts(CHECKOUT)


def test_without_a_file_nothing_is_said(tmp_path: Path) -> None:
    assert site_facts(tmp_path) == SiteFacts()


def test_what_is_given_is_read(tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text(f'base_address: "{BASE}"\nowner: "Sở X"\n', "utf-8")
    assert site_facts(tmp_path) == SiteFacts(base_address=BASE, owner="Sở X")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('homepage: "x"', "expected the entries base_address, owner"),
        ("- a", "found ['a']"),
        ("owner: 3", "«owner»: expected text in quotes, found 3"),
        ('base_address: "http://a.vn/"', "expected an address that begins with https://"),
        ('base_address: "https://a.vn"', "ends with /"),
        ('corrections: "javascript:alert(1)"', "https:// / mailto:"),
        ('corrections: " mailto:a@b.vn"', "without spaces around it"),
        ('licence_address: "https://a.vn"', "expected the name of the licence"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / "site.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError) as caught:
        site_facts(tmp_path)
    assert found in str(caught.value)
    assert "site.yml" in str(caught.value)


def write(root: Path, site: SiteFacts) -> Path:
    """The files of a small report with two pages and one that has moved."""
    shutil.copytree(FROZEN / "data/raw", root / "data/raw", dirs_exist_ok=True)
    plan = Plan(root, "2024", "reports/2024", is_default=True, steps=(), notebooks=())
    pages = ("index.html", "index.en.html", "vi/data.html", "en/data.html")
    for page in (*pages, "vi/provinces/vn34-01.html"):
        path = plan.folder / page
        path.parent.mkdir(parents=True, exist_ok=True)
        moved = '<meta http-equiv="refresh" content="0; url=x">' if "vn34" in page else ""
        path.write_text(f"<html>{moved}</html>", encoding="utf-8")
    frame = Frame("v", changed=date(2026, 11, 21), site=site, has_tables=True, has_picture=True)
    made = MadeFiles(Fingerprints(root), RunRecord(plan.folder, root))
    AddressFiles(plan, made, frame, {}).write()
    return plan.folder


def test_with_an_address_there_are_a_sitemap_feeds_and_a_page_for_what_is_missing(
    tmp_path: Path,
) -> None:
    folder = write(tmp_path, SiteFacts(base_address=BASE))
    places = ElementTree.parse(folder / "sitemap.xml").getroot()
    assert [place[0].text for place in places] == [
        f"{BASE}{page}" for page in ("index.html", "vi/data.html", "index.en.html", "en/data.html")
    ]
    corrections = load_corrections(FROZEN)
    for name, reason in (("feed.xml", "reason_vi"), ("feed.en.xml", "reason")):
        feed = ElementTree.parse(folder / name).getroot()
        entries = feed.findall(f"{ATOM}entry")
        days = [entry.findtext(f"{ATOM}updated") for entry in entries]
        assert days == sorted(days, reverse=True)
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(ids)) == len(ids) > len(corrections)
        told = {entry.findtext(f"{ATOM}summary") for entry in entries}
        assert {entry[reason] for entry in corrections} <= told
        assert "DTI 2024" in {entry.findtext(f"{ATOM}title") for entry in entries}
    for name in ("share.png", "share.en.png"):
        content = (folder / name).read_bytes()
        assert content[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", content[16:24]) == (1200, 630)
    missing = BeautifulSoup((folder / "404.html").read_text(encoding="utf-8"), "html.parser")
    assert [a["href"] for a in missing.find_all("a")] == [
        f"{BASE}index.html", f"{BASE}index.en.html",
    ]  # fmt: skip


def test_without_an_address_there_is_none_of_them_any_more(tmp_path: Path) -> None:
    folder = write(tmp_path, SiteFacts(base_address=BASE))
    write(tmp_path, SiteFacts())
    assert {path.suffix for path in folder.iterdir() if path.is_file()} == {".html"}
    assert not (folder / "404.html").exists()
