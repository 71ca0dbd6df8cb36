"""Is a text on file known again, and judged without what was taken from it?"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from helpers.questions.press_check.own_sources import (
    ARTICLES,
    address_key,
    own_sources,
    rankings_beside,
    text_digest,
)
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units

from ...frozen_project import FROZEN, frozen_project

PROJECT = frozen_project()
S018 = "https://baodongkhoi.vn/ben-tre-xep-thu-31-63-tinh-thanh-ve-muc-do-chuyen-doi-so-08082022-a103809.html"
TITLE = "Bến Tre xếp thứ 31/63 tỉnh thành về mức độ chuyển đổi số"


@pytest.mark.parametrize(
    "address",
    [
        S018,
        S018.replace("https://", "http://www."),
        f"{S018}/",
        f"{S018}#binh-luan",
        f"{S018}?utm_source=zalo&fbclid=1",
    ],
)
def test_an_article_is_known_again_by_its_address(address: str) -> None:
    assert own_sources(PROJECT, "Bất kỳ chữ nào", address) == {"s018"}


@pytest.mark.parametrize("address", [S018.replace("vn/", "vn/x-"), f"{S018}?id=2"])
def test_another_address_is_another_article_whatever_its_title(address: str) -> None:
    assert own_sources(PROJECT, f"{TITLE}\nBến Tre xếp thứ 31.", address) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{TITLE}\nTheo Bộ …", {"s018"}),
        (f"  {TITLE.upper()}!\n…", {"s018"}),
        # The name of the paper behind a title on file is no part of it.
        ("Người dân Hậu Giang dần trở thành nhân tố tích cực tham gia vào quá trình chuyển đổi số",
         {"s004"}),
        (f"{TITLE} năm 2021\n…", set()),
        (f"Mở đầu\n{TITLE}", set()),
        ("Bến Tre xếp thứ", set()),
    ],
)  # fmt: skip
def test_a_file_is_known_again_by_its_title(text: str, found: set[str]) -> None:
    # The name of a file says nothing.
    assert own_sources(PROJECT, text, "bai-bao.docx") == found


def test_a_text_is_known_again_by_its_digest_wherever_it_stands(tmp_path: Path) -> None:
    shutil.copytree(FROZEN / "data" / "raw", tmp_path / "data" / "raw")
    text = "Hậu Giang xếp thứ 28/63.\nĐiểm là 0,3215."
    (tmp_path / "data/raw" / ARTICLES).write_text(
        f"s003:\n  opened: '2026-12-01'\n  text: {text_digest(text)}\n", encoding="utf-8"
    )
    for same in (text, text.replace("\n", "  "), text.replace("ậ", "a\u0323\u0302").upper()):
        assert own_sources(tmp_path, same) == {"s003"}
        assert own_sources(tmp_path, same, "https://noi-khac.vn/bai") == {"s003"}
    assert own_sources(tmp_path, text.replace("0,3215", "0,3216")) == set()


def test_addresses_that_are_none_are_like_no_other() -> None:
    assert [address_key(text) for text in ("", "a.docx", "https://[x", "http://")] == [""] * 4
    # Sources without an address are not all the same one.
    assert own_sources(PROJECT, "Chữ", "") == set()


@pytest.mark.parametrize(
    ("source", "cell", "known"),
    [
        # Vĩnh Phúc is 55th of 2020 in s101 alone; Đắk Nông 41st of 2021 in s140 and in s212.
        ("", ("vn63-26", "2020"), (55, "s101")),
        ("s101", ("vn63-26", "2020"), None),
        ("", ("vn63-67", "2021"), (41, "s140 s212")),
        ("s140", ("vn63-67", "2021"), (41, "s212")),
        ("s101", ("vn63-67", "2021"), (41, "s140 s212")),
    ],
)
def test_what_no_other_source_prints_is_not_on_file_for_the_article_itself(
    definitions: Definitions,
    units: Units,
    source: str,
    cell: tuple[str, str],
    known: tuple[int, str] | None,
) -> None:
    with (FROZEN / "data/raw/sources/sources.csv").open(encoding="utf-8", newline="") as file:
        address = {row["source_id"]: row["url"] for row in csv.DictReader(file)}.get(source, "")
    table = rankings_beside(PROJECT, "Chữ", address, definitions, units)
    table = table[(table["index"] == "DTI") & (table["measure"] == "overall")]
    own = table.set_index(["unit_id", "edition"])[["rank", "rank_source_id"]].to_dict("index")
    assert tuple(own.get(cell, {}).values()) == (known or ())
