from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest
import yaml

from helpers.errors import BadInputError, RawFileError
from helpers.sources.raw_files import (
    apply_corrections,
    check_seal,
    load_corrections,
    raw_tables,
    read_raw,
    seal,
)

FILE = "letters/abc.csv"
SHOWN = "data/raw/letters/abc.csv"
METADATA = {
    "title": "Bảng", "title_en": "Table", "producer": "nhà xuất bản", "address": "x",
    "published": "2024-01-01", "transcription": "x", "licence": "x",
    "columns": ["tỉnh", "hạng"], "rows": 2, "sha256": "",
}  # fmt: skip
CORRECTION = {
    "file": FILE, "figure": "Hòa Bình", "column": "hạng", "expect": "17/63", "use": "20/63",
    "reason": "the table says 20", "reason_vi": "bảng ghi 20", "reported_by": "a reader",
    "date": "2026-01-01",
}  # fmt: skip


def file_table(root: Path, data: bytes, **changed: object) -> None:
    path = root / "data" / "raw" / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    metadata = METADATA | {"sha256": hashlib.sha256(data).hexdigest()} | changed
    path.with_suffix(".yml").write_text(yaml.safe_dump(metadata, allow_unicode=True), "utf-8")


def file_corrections(root: Path, *entries: dict[str, object]) -> None:
    path = root / "data" / "raw" / "corrections.yml"
    path.write_text(yaml.safe_dump(list(entries), allow_unicode=True), "utf-8")


GOOD = "tỉnh,hạng\nHòa Bình,17/63\nHà Nội,01\n".encode()


def test_every_cell_is_text_as_printed_with_the_line_of_an_editor(tmp_path: Path) -> None:
    file_table(tmp_path, GOOD)
    table = read_raw(tmp_path, FILE)
    assert (table.file, table.name, table.columns) == (SHOWN, "abc", ("tỉnh", "hạng"))
    assert [(row.line, row["tỉnh"], row["hạng"]) for row in table] == [
        (2, "Hòa Bình", "17/63"),
        (3, "Hà Nội", "01"),
    ]
    assert len(table) == 2
    check_seal(table)


def test_nfd_spaces_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", "tỉnh,hạng\r\n Hòa Bình ,17/63\r\n\r\nHà Nội,01\r\n")
    file_table(tmp_path, b"\xef\xbb\xbf" + text.encode())
    rows = read_raw(tmp_path, FILE).rows
    assert [(row.line, row["tỉnh"]) for row in rows] == [(2, "Hòa Bình"), (4, "Hà Nội")]


def test_a_cell_over_two_lines_keeps_the_lines_after_it_right(tmp_path: Path) -> None:
    file_table(tmp_path, 'tỉnh,hạng\n"Hòa\nBình",17/63\nHà Nội,01\n'.encode())
    assert [row.line for row in read_raw(tmp_path, FILE)] == [2, 4]


@pytest.mark.parametrize(
    ("data", "problem", "row", "column", "found"),
    [
        (b"", "the file is empty", None, None, ""),
        (b" \n\n", "the file is empty", None, None, ""),
        ("tỉnh,hạng\n".encode(), "no rows", None, None, ""),
        (GOOD.decode().encode("utf-16"), "not UTF-8", 1, None, "byte 0xff"),
        (b"t\xe1\xbb\x89nh,h\xe1\xba\xa1ng\nA,1\nHu\xea,2\n", "not UTF-8", 3, None, "byte 0xea"),
        ("tỉnh,hạng\nHà Nội\n".encode(), "number of cells", 2, None, "1 cells"),
        ("tỉnh,hạng\nHà Nội,1,2\n".encode(), "number of cells", 2, None, "3 cells"),
        ("hạng,tỉnh\n1,Hà Nội\n".encode(), "columns are swapped", 1, "hạng", "hạng, tỉnh"),
        ("tỉnh,bậc\nHà Nội,1\n".encode(), "missing or unexpected", 1, "hạng", "tỉnh, bậc"),
        ("tỉnh,hạng,x\nHà Nội,1,2\n".encode(), "missing or unexpected", 1, "x", "tỉnh, hạng, x"),
        ("tỉnh,tỉnh\nHà Nội,1\n".encode(), "stands twice", 1, "tỉnh", ""),
        ("tỉnh;hạng\nHà Nội;1\n".encode(), "missing or unexpected", 1, "tỉnh", "tỉnh;hạng"),
        ('tỉnh,hạng\n"Hà" Nội,1\n'.encode(), "not a valid CSV file", 2, None, ""),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    tmp_path: Path, data: bytes, problem: str, row: int | None, column: str | None, found: str
) -> None:
    file_table(tmp_path, data)
    with pytest.raises(RawFileError, match=problem) as caught:
        read_raw(tmp_path, FILE)
    error = caught.value
    assert (error.file, error.row, error.column, str(error.found)) == (SHOWN, row, column, found)


def test_a_missing_file_or_missing_metadata_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RawFileError, match="the file is missing"):
        read_raw(tmp_path, FILE)
    file_table(tmp_path, GOOD)
    (tmp_path / "data" / "raw" / FILE).with_suffix(".yml").unlink()
    with pytest.raises(RawFileError, match=r"metadata file is missing.*abc.yml"):
        read_raw(tmp_path, FILE)


@pytest.mark.parametrize("key", ["title_en", "licence", "sha256", "columns"])
def test_incomplete_metadata_is_refused(tmp_path: Path, key: str) -> None:
    file_table(tmp_path, GOOD)
    path = (tmp_path / "data" / "raw" / FILE).with_suffix(".yml")
    entries = yaml.safe_load(path.read_text("utf-8"))
    del entries[key]
    path.write_text(yaml.safe_dump(entries, allow_unicode=True), "utf-8")
    with pytest.raises(RawFileError, match=f"incomplete.*{key} in abc.yml"):
        read_raw(tmp_path, FILE)


def test_metadata_that_is_no_yaml_is_refused_by_name(tmp_path: Path) -> None:
    file_table(tmp_path, GOOD)
    (tmp_path / "data" / "raw" / FILE).with_suffix(".yml").write_text("title: [", "utf-8")
    with pytest.raises(BadInputError, match=r"data/raw/letters/abc.yml is not valid YAML"):
        read_raw(tmp_path, FILE)


def test_a_table_is_listed_even_where_only_its_metadata_is_left(tmp_path: Path) -> None:
    file_table(tmp_path, GOOD)
    assert raw_tables(tmp_path) == [FILE]
    (tmp_path / "data" / "raw" / FILE).unlink()
    assert raw_tables(tmp_path) == [FILE]
    (tmp_path / "data" / "raw" / "letters" / "notes.yml").write_text("a: b\n", "utf-8")
    assert raw_tables(tmp_path) == [FILE]


@pytest.mark.parametrize(
    ("changed", "key"), [({"rows": 3}, "rows 3"), ({"sha256": "0" * 64}, "sha256 000")]
)
def test_the_seal_is_the_rows_and_the_bytes(
    tmp_path: Path, changed: dict[str, object], key: str
) -> None:
    file_table(tmp_path, GOOD, **changed)
    with pytest.raises(RawFileError, match="not the one that was filed") as caught:
        check_seal(read_raw(tmp_path, FILE))
    assert str(caught.value.expected).startswith(key)
    assert f"tangbac seal {SHOWN}" in str(caught.value)


def test_sealing_records_what_is_there_and_nothing_else(tmp_path: Path) -> None:
    file_table(tmp_path, GOOD)
    path = tmp_path / "data" / "raw" / FILE
    before = path.with_suffix(".yml").read_text("utf-8")
    assert seal(tmp_path, FILE) is False
    assert path.with_suffix(".yml").read_text("utf-8") == before
    longer = GOOD + "Huế,2\n".encode()
    path.write_bytes(longer)
    assert seal(tmp_path, FILE) is True
    check_seal(read_raw(tmp_path, FILE))
    after = path.with_suffix(".yml").read_text("utf-8")
    assert "rows: 3\n" in after
    assert hashlib.sha256(longer).hexdigest() in after
    unchanged = [line for line in before.splitlines() if not line.startswith(("rows", "sha256"))]
    assert [
        line for line in after.splitlines() if not line.startswith(("rows", "sha256"))
    ] == unchanged
    assert sorted(p.name for p in path.parent.iterdir()) == ["abc.csv", "abc.yml"]


@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_sealing_understands_every_kind_of_quote(tmp_path: Path, quote: str) -> None:
    file_table(tmp_path, GOOD)
    path = (tmp_path / "data" / "raw" / FILE).with_suffix(".yml")
    lines = [line for line in path.read_text("utf-8").splitlines() if "sha256" not in line]
    old = "a" * 64
    path.write_text("\n".join([*lines, f"sha256: {quote}{old}{quote}"]) + "\n", "utf-8")
    assert seal(tmp_path, FILE) is True
    check_seal(read_raw(tmp_path, FILE))


def test_a_file_that_breaks_its_contract_is_not_sealed(tmp_path: Path) -> None:
    file_table(tmp_path, "hạng,tỉnh\n1,Hà Nội\n".encode())
    with pytest.raises(RawFileError, match="columns are swapped"):
        seal(tmp_path, FILE)


def test_every_published_table_is_the_one_that_was_filed(root: Path) -> None:
    files = raw_tables(root)
    assert "dti_tables/dti_2022_63.csv" in files
    for file in files:
        check_seal(read_raw(root, file))


def test_a_correction_is_used_and_the_printed_cell_stays(tmp_path: Path) -> None:
    file_table(tmp_path, GOOD)
    file_corrections(tmp_path, CORRECTION)
    table = read_raw(tmp_path, FILE)
    first = table.rows[0]
    assert (first["hạng"], first.printed("hạng")) == ("20/63", "17/63")
    assert first.corrected == {"hạng": "20/63"}
    assert table.rows[1].corrected == {}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"expect": "18/63"}, "expected '18/63', found '17/63'"),
        ({"figure": "Huế"}, "exactly one such cell, found 0"),
        ({"column": "bậc"}, "exactly one such cell, found 0"),
        ({"file": "letters/none.csv"}, "'letters/none.csv' is missing"),
        ({"date": 20260101}, "date"),
        ({"note": "x"}, "note"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(
    tmp_path: Path, changed: dict[str, object], message: str
) -> None:
    file_table(tmp_path, GOOD)
    file_corrections(tmp_path, CORRECTION | changed)
    with pytest.raises(BadInputError, match=message) as caught:
        read_raw(tmp_path, FILE)
    assert "data/raw/corrections.yml" in str(caught.value)


def test_a_correction_without_a_reason_is_refused(tmp_path: Path) -> None:
    file_table(tmp_path, GOOD)
    file_corrections(tmp_path, {k: v for k, v in CORRECTION.items() if k != "reason_vi"})
    with pytest.raises(BadInputError, match=r"entry 1.*reason_vi"):
        load_corrections(tmp_path)


@pytest.mark.parametrize("text", ["a: b\n", "- a\n"])
def test_corrections_that_are_no_list_of_entries_are_refused(tmp_path: Path, text: str) -> None:
    file_table(tmp_path, GOOD)
    (tmp_path / "data" / "raw" / "corrections.yml").write_text(text, "utf-8")
    with pytest.raises(BadInputError, match="expected a list of entries"):
        load_corrections(tmp_path)


def test_a_correction_in_another_unicode_form_fits(tmp_path: Path) -> None:
    file_table(tmp_path, GOOD)
    nfd = unicodedata.normalize("NFD", "Hòa Bình")
    table = read_raw(tmp_path, FILE)
    entry = CORRECTION | {"column": "tỉnh", "expect": nfd, "use": "Hoà Bình"}
    apply_corrections(table, [entry])
    assert table.rows[0]["tỉnh"] == "Hoà Bình"


def test_the_corrections_on_file(root: Path) -> None:
    used = {(e["figure"], e["column"]): (e["expect"], e["use"]) for e in load_corrections(root)}
    # 0,326 for the mean of 2020 has lost a digit. The growth of the pillars of 2024 is what the
    # source prints, right or wrong, so it is no matter for a correction.
    assert used == {
        ("46", "name_vi"): ("Thành phố Huế", "Tỉnh Thừa Thiên Huế"),
        ("46", "name_en"): ("Hue City", "Thua Thien Hue Province"),
        ("r0039", "value_as_printed"): ("0,326", "0,3026"),
    }
