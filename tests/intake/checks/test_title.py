"""What the texts of a file say of the ranking that it prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from helpers.intake.checks.checks import check_transcription
from helpers.intake.checks.outcome import Check
from helpers.intake.map_entries import Excuse, unexcused
from helpers.intake.on_file import OnFile
from helpers.intake.transcription import Dropped, Place, Transcription

OnHand = Callable[[str], Transcription]


def checks_of(table: Transcription, on_file: OnFile) -> dict[str, Check]:
    return {c.name: c for c in check_transcription(table, on_file, on_file.definitions).checks}


def with_titles(table: Transcription, *titles: str) -> Transcription:
    """The table with rows below its titles, which stand in its first rows."""
    rows = tuple(
        replace(row, place=Place(row.place.part, row.place.row + len(titles))) for row in table.rows
    )
    dropped = [
        Dropped(title, Place(table.rows[0].place.part, row), "above the table")
        for row, title in enumerate(titles, start=1)
    ]
    return replace(table, rows=rows, dropped=tuple(dropped))


@pytest.mark.parametrize(
    ("titles", "status"),
    [
        (["CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (PAR INDEX) NĂM 2024"], "failed"),
        (["BẢNG XẾP HẠNG PCI"], "failed"),
        (["Chỉ số đổi mới sáng tạo cấp địa phương"], "failed"),
        (["Xếp hạng Vietnam ICT Index"], "failed"),
        (["Mức độ sẵn sàng cho phát triển và ứng dụng CNTT-TT"], "failed"),
        (["MỨC ĐỘ PHÁT TRIỂN CHÍNH PHỦ ĐIỆN TỬ"], "failed"),
        (["CỤC CHUYỂN ĐỔI SỐ QUỐC GIA", "BẢNG XẾP HẠNG SIPAS"], "failed"),
        (["BẢNG XẾP HẠNG CHỈ SỐ CHUYỂN ĐỔI SỐ CẤP TỈNH NĂM 2024"], "passed"),
        (["Kết quả DTI", "So với PAR INDEX"], "doubt"),
        (["BỘ KHOA HỌC VÀ CÔNG NGHỆ", "CỤC CHUYỂN ĐỔI SỐ QUỐC GIA"], "not possible"),
        (["Hiệu chỉnh PCIx"], "not possible"),
        ([], "not possible"),
    ],
)
def test_a_title_of_another_ranking(
    on_hand: OnHand, on_file: OnFile, titles: list[str], status: str
) -> None:
    check = checks_of(with_titles(on_hand("dti_2024_34"), *titles), on_file)["index"]
    assert check.status == status
    if check.findings:
        assert titles[-1] in check.findings[0].text
        assert check.findings[0].place == Place("table", len(titles))


def test_each_index_on_file_is_known_by_its_names(on_hand: OnHand, on_file: OnFile) -> None:
    table = on_hand("egov_2017_63")
    for index, about in on_file.definitions.indices.items():
        for name in (about["name_vi"], about["name_en"]):
            status = checks_of(with_titles(table, name.upper()), on_file)["index"].status
            assert status == ("passed" if index == table.index else "failed"), name


def test_other_rankings_below_the_table_are_a_doubt(on_hand: OnHand, on_file: OnFile) -> None:
    table = on_hand("dti_2024_34")
    note = Dropped("Xem thêm PAPI", Place("table", table.rows[-1].place.row + 1), "note")
    own = Dropped("Xem thêm DTI", Place("table", table.rows[-1].place.row + 2), "note")
    assert checks_of(replace(table, dropped=(note,)), on_file)["index"].status == "doubt"
    title = with_titles(table, "PCI 2024")
    check = checks_of(replace(title, dropped=(*title.dropped, own)), on_file)["index"]
    assert check.status == "failed"
    assert "only below the table DTI" in check.message


def test_an_exception_settles_it(on_hand: OnHand, on_file: OnFile) -> None:
    checks = checks_of(with_titles(on_hand("dti_2024_34"), "BẢNG PCI"), on_file)
    excuse = Excuse("index", "", "", "The page's heading is of another table.")
    assert [c.name for c in unexcused([checks["index"]], [])[0]] == ["index"]
    assert unexcused([checks["index"]], [excuse]) == ([], [])


def only_totals(table: Transcription) -> Transcription:
    columns = tuple(
        c if c.holds.startswith(("overall.", "unit")) else replace(c, holds="")
        for c in table.columns
    )
    return replace(table, columns=columns)


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("BẢNG XẾP HẠNG HOẠT ĐỘNG CHÍNH QUYỀN SỐ CẤP TỈNH NĂM 2024", "failed"),
        ("BẢNG XẾP HẠNG HẠ TẦNG SỐ", "failed"),
        ("DTI 2024: trụ cột Nhân lực số", "failed"),
        ("DTI 2024 gồm Kinh tế số và Xã hội số", "doubt"),
        ("CỤC AN TOÀN THÔNG TIN", ""),
        ("BẢNG XẾP HẠNG CHỈ SỐ CHUYỂN ĐỔI SỐ CẤP TỈNH", ""),
    ],
)
def test_a_title_of_one_part(on_hand: OnHand, on_file: OnFile, title: str, status: str) -> None:
    table = with_titles(on_hand("dti_2024_34"), title)
    check = checks_of(only_totals(table), on_file).get("whole_index")
    assert (check.status if check else "") == status
    # A table that prints parts beside the total shows itself what it is.
    assert "whole_index" not in checks_of(table, on_file)


def test_preliminary_figures_are_a_doubt(on_hand: OnHand, on_file: OnFile) -> None:
    table = on_hand("dti_2024_34")
    assert "final" not in checks_of(with_titles(table, "Kết quả DTI"), on_file)
    check = checks_of(with_titles(table, "Kết quả DTI tháng 6 (sơ bộ)"), on_file)["final"]
    assert check.status == "doubt"
    assert "(sơ bộ)" in check.findings[0].text
