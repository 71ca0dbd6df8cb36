"""Remarks of the ledgers: their Vietnamese form, dates and titles, and that none is left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.sharing.remarks import (
    PrintedDate,
    Remark,
    SourceTitle,
    is_translated,
    remark_texts,
    title_and_note,
)
from helpers.sources.raw_files import raw_tables, read_raw
from helpers.sources.schemas import TABLES

from ..frozen_project import FROZEN


@pytest.mark.parametrize(
    ("text", "vi"),
    [
        ("percent of eligible services", "% dịch vụ đủ điều kiện"),
        ("year not printed (2022 probable)", "không in năm (có lẽ 2022)"),
        (
            "page undated; text cut after the figure",
            "trang không ghi ngày; văn bản bị cắt sau con số",
        ),
        # Numbers keep their order and take the form of the language.
        ('only "below 6.5 %" is printed', "chỉ in “dưới 6,5%”"),
        ("undated, after 2021-05-26", "không rõ ngày, sau 26/5/2021"),
        (
            "Hà Nam also printed as 1,951 of 12.5 dossiers",
            "Hà Nam còn được in là 1.951 trên 12,5 hồ sơ",
        ),
        ("", ""),
        # What nobody has translated stays, and says that it is English.
        ("as whispered in 2021", "as whispered in 2021"),
    ],
)
def test_a_remark_has_a_vietnamese_form(text: str, vi: str) -> None:
    remark = Remark(text)
    assert remark.written("vi") == vi
    assert remark.written("en") == text
    assert remark.spoken("vi") == ("en" if "whispered" in text else "vi")
    assert remark.spoken("en") == "en"


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("2021-05-26", "26/5/2021", "26 May 2021"),
        ("2021-05", "5/2021", "May 2021"),
        ("2021", "2021", "2021"),
        ("", "", ""),
        ("3/7/2020 (as printed)", "3/7/2020 (như đã in)", "3/7/2020 (as printed)"),
        ("10-10, year not printed", "10-10 (không in năm)", "10-10 (year not printed)"),
        ("2024-09 or later", "9/2024 trở về sau", "September 2024 or later"),
        ("2017-03 (event 22/3)", "3/2017 (sự kiện ngày 22/3)", "March 2017 (event 22/3)"),
        ("2015-2021 (book of 2022)", "2015-2021 (sách năm 2022)", "2015-2021 (book of 2022)"),
        ("not stated on the copy", "bản sao không ghi", "not stated on the copy"),
    ],
)
def test_a_printed_date_in_the_form_of_the_language(text: str, vi: str, en: str) -> None:
    assert (PrintedDate(text).written("vi"), PrintedDate(text).written("en")) == (vi, en)


@pytest.mark.parametrize(
    ("text", "parts", "vi"),
    [
        ("Bài A (title from address)", ("Bài A", "title from address"),
         "Bài A (tên bài suy ra từ địa chỉ)"),
        ("Bài A (63 tỉnh)", ("Bài A (63 tỉnh)", ""), "Bài A (63 tỉnh)"),
        ("Bài A", ("Bài A", ""), "Bài A"),
        ("(title not shown)", ("", "title not shown"), "(không thấy tên bài)"),
    ],
)  # fmt: skip
def test_the_remark_behind_a_title_is_told_from_it(
    text: str, parts: tuple[str, str], vi: str
) -> None:
    assert title_and_note(text) == parts
    assert SourceTitle(text).written("vi") == vi
    assert SourceTitle(text).written("en") == text


def test_a_remark_before_a_title_is_told_from_it_too() -> None:
    assert title_and_note("(title from address) Bài A") == ("Bài A", "title from address")
    assert title_and_note("(Báo A) Bài B") == ("(Báo A) Bài B", "")


def test_a_remark_has_its_numbers_in_both_languages() -> None:
    for english, vietnamese in remark_texts().items():
        assert english.count("#") == vietnamese.count("#"), english


def remarks_on_file(root: Path) -> Iterator[str]:
    """Every remark that a page shows: doubts, what is counted, dates, producers of data sets."""
    for row in read_raw(root, "adoption/adoption.csv"):
        yield row["doubt"]
        if row["measure"].startswith(("online_dossier", "online_payment")):
            yield row["unit"]
    for name in ("online_services", "online_services_34units_2025"):
        for row in read_raw(root, f"online_services/{name}.csv"):
            yield from (row["doubt"], row["unit"])
    for file in raw_tables(root):
        metadata = read_raw(root, file).metadata
        yield from (str(metadata["producer"]), str(metadata["published"]))


def english_left(root: Path) -> set[str]:
    """What would stand in English on a Vietnamese page."""
    left = {text for text in remarks_on_file(root) if not is_translated(text)}
    for row in read_raw(root, "sources/sources.csv"):
        shown = PrintedDate(row["date_as_printed"]).written("vi")
        if any(word in shown for word in ("not", "year", "page", "event", "URL", "printed")):
            left.add(shown)
        if any(row["title"].endswith(end) for end in ("from address)", "not shown)", "copy)")):
            left |= {row["title"]} - {SourceTitle(row["title"]).written("en")}
    return left


def test_every_remark_on_file_has_a_vietnamese_form() -> None:
    assert english_left(FROZEN) == set()


def test_the_meaning_of_every_column_has_a_vietnamese_form() -> None:
    meanings = {column.description for table in TABLES.values() for column in table.columns}
    assert {meaning for meaning in meanings if not is_translated(meaning)} == set()
