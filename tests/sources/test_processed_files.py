from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import BadInputError
from helpers.questions.clean_figures.answer import clean_figures
from helpers.sources.processed_files import (
    csv_text,
    datapackage,
    read_processed,
    read_table,
    write_processed,
)
from helpers.sources.schemas import TABLES, conform, empty_table

UNIT = {
    "unit_id": "vn63-01", "universe": "63", "province_code": "01", "province": "Hà Nội",
    "province_en": "Ha Noi", "region": "Đồng bằng sông Hồng", "merged_into": "vn34-01",
}  # fmt: skip
SERVICE = {
    "figure_id": "o1", "unit_id": "vn63-93", "province": "Hậu Giang",
    "as_of_start": date(2021, 10, 1), "as_of_end": date(2021, 10, 31), "precision": "month",
    "level": "level_4", "regime": "decree-43", "target": False,
    "value_as_printed": 'hơn "1,3" triệu', "value": 1_300_000.0, "lower": None, "upper": None,
    "out_of": None, "unit": "services", "approximate": "more_than", "doubt": "", "source_id": "s1",
}  # fmt: skip
CLAIM = {
    "id": "02-rho", "notebook": "02-rank-gains", "sentence_vi": "Thứ hạng, và điểm.",
    "sentence_en": "Rank,\nand score.", "value": -0.123456789, "lower": None, "upper": 1e-7,
    "interval_kind": "bounds", "direction": "down", "verdict": "cannot tell", "n": None,
    "counted": "units", "method": "m",
}  # fmt: skip


def one(name: str, *rows: Mapping[str, object]) -> pd.DataFrame:
    return conform(name, pd.DataFrame([dict(row) for row in rows]))


def tables_of(root: Path) -> dict[str, pd.DataFrame]:
    cleaned = clean_figures(root)
    return {**cleaned.tables, "press_check": cleaned.statements}


@pytest.fixture(scope="session")
def tables(root: Path) -> dict[str, pd.DataFrame]:
    return tables_of(root) | {
        "claims": one("claims", CLAIM, CLAIM | {"id": "02-x", "value": None, "n": 63}),
    }


def folder_of(root: Path) -> Path:
    return root / "data" / "processed"


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_comes_back_as_it_was_written(
    tables: dict[str, pd.DataFrame], tmp_path: Path, name: str
) -> None:
    assert len(tables[name])
    write_processed({name: tables[name]}, folder_of(tmp_path))
    found = read_processed(tmp_path, name)
    # Six decimals are written; dates stay days, codes stay text, unknown stays unknown.
    pd.testing.assert_frame_equal(found, tables[name], rtol=0, atol=5.1e-7)
    assert csv_text(name, found) == csv_text(name, tables[name])


@pytest.mark.parametrize("name", sorted(TABLES))
def test_an_empty_table_comes_back_empty(tmp_path: Path, name: str) -> None:
    write_processed({name: empty_table(name)}, folder_of(tmp_path))
    assert len(read_processed(tmp_path, name)) == 0


def test_the_bytes_of_a_table_are_fixed(tmp_path: Path) -> None:
    later = SERVICE | {
        "figure_id": "o2", "as_of_start": None, "as_of_end": None, "precision": "unknown",
        "target": True, "value": 99.5, "unit": "percent", "approximate": "", "doubt": "a, b",
    }  # fmt: skip
    write_processed({"online_services": one("online_services", later, SERVICE)}, tmp_path)
    assert (tmp_path / "online_services.csv").read_bytes() == (
        "figure_id,unit_id,province,as_of_start,as_of_end,precision,level,regime,target,"
        "value_as_printed,value,lower,upper,out_of,unit,approximate,doubt,source_id\n"
        "o1,vn63-93,Hậu Giang,2021-10-01,2021-10-31,month,level_4,decree-43,no,"
        '"hơn ""1,3"" triệu",1300000,,,,services,more_than,,s1\n'
        "o2,vn63-93,Hậu Giang,,,unknown,level_4,decree-43,yes,"
        '"hơn ""1,3"" triệu",99.5,,,,percent,,"a, b",s1\n'
    ).encode()


def test_rows_in_another_order_give_the_same_bytes(tables: dict[str, pd.DataFrame]) -> None:
    for name in ("rankings", "reported_figures", "covariates"):
        shuffled = tables[name].sample(frac=1, random_state=1)
        assert csv_text(name, conform(name, shuffled)) == csv_text(name, tables[name])


COVARIATE = {
    "unit_id": "vn63-01", "year": 2022, "measure": "x", "value": 0.0, "unit": "u", "doubt": "",
    "source_id": "s",
}  # fmt: skip


@given(st.floats(-1e9, 1e9))
def test_numbers_are_written_plainly_to_six_decimals(value: float) -> None:
    table = one("covariates", COVARIATE | {"value": value})
    written = csv_text("covariates", table).splitlines()[1].split(",")[3]
    assert abs(float(written) - value) <= 5.1e-7
    assert written != "-0"
    assert "e" not in written
    assert not (("." in written) and written.endswith(("0", ".")))


@pytest.mark.parametrize(
    ("value", "written"),
    [(100.0, "100"), (0.5, "0.5"), (-1e-9, "0"), (0.8002, "0.8002"), (120000.0, "120000")],
)
def test_numbers_seen_by_eye(value: float, written: str) -> None:
    table = one("covariates", COVARIATE | {"value": value})
    assert csv_text("covariates", table).splitlines()[1].split(",")[3] == written


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()}


@pytest.mark.parametrize("broken", [{"universe": "35"}, {"unit_id": ""}, {"unit_id": "vn63-01"}])
def test_where_one_table_breaks_its_schema_nothing_in_the_folder_is_touched(
    tmp_path: Path, broken: dict[str, str]
) -> None:
    write_processed(
        {"units": one("units", UNIT), "covariates": one("covariates", COVARIATE)}, tmp_path
    )
    before = snapshot(tmp_path)
    second = UNIT | {"unit_id": "vn63-02", "province_code": "02"} | broken
    tables = {
        "covariates": one("covariates", COVARIATE | {"value": 5.0}),
        "units": one("units", UNIT, second),
    }
    with pytest.raises(BadInputError, match=r"units.csv would break its schema") as caught:
        write_processed(tables, tmp_path)
    assert "Nothing was written. Look for the figure in data/raw" in str(caught.value)
    assert snapshot(tmp_path) == before


def test_where_writing_fails_the_old_table_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_processed({"units": one("units", UNIT)}, tmp_path)
    before = snapshot(tmp_path)

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="no space"):
        write_processed({"units": one("units", UNIT | {"region": ""})}, tmp_path)
    monkeypatch.undo()
    assert snapshot(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["units.csv"]


def test_a_missing_table_says_which_command_writes_it(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"data/processed/units.csv is missing.*make refresh"):
        read_processed(tmp_path, "units")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("units", "province_en", "name_en", "expected a column «province_en»"),
        ("units", "province_en", "province", "expected a column «province_en»"),
        ("units", "province_en,", "province_en,province_en,", "«province_en» stands twice"),
        ("units", "vn63-01,63", "vn63-01,36", "universe"),
        ("covariates", ",2022,", ",hai nghìn,", "column «year»"),
        ("covariates", ",2022,", ",2022.5,", "column «year»"),
        ("covariates", ",x,0,", ",x,0;5,", "column «value»"),
        ("online_services", ",no,", ",maybe,", "column «target».*'maybe'"),
        ("online_services", "2021-10-31", "31/10/2021", "column «as_of_end»"),
        ("online_services", "month", "monthly", "precision"),
    ],
)
def test_a_table_changed_by_hand_is_refused(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    row = {"units": UNIT, "covariates": COVARIATE, "online_services": SERVICE}[name]
    write_processed({name: one(name, row)}, folder_of(tmp_path))
    path = folder_of(tmp_path) / f"{name}.csv"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(BadInputError, match=message) as caught:
        read_processed(tmp_path, name)
    assert f"data/processed/{name}.csv" in str(caught.value)


def test_some_columns_of_a_table_are_those_of_all_of_it(
    tmp_path: Path, tables: dict[str, pd.DataFrame]
) -> None:
    folder = tmp_path / "data" / "processed"
    write_processed(tables, folder)
    whole = read_processed(tmp_path, "units")
    some = read_processed(tmp_path, "units", ["region", "unit_id"])
    pd.testing.assert_frame_equal(some, whole[["unit_id", "region"]])
    (folder / "rows.csv").write_text("unit_id,region\nvn63-01,a\nvn63-02,b,c\n", "utf-8")
    with pytest.raises(BadInputError, match="saw 3"):
        read_table("units", folder / "rows.csv", shown="x", advice="", columns=["unit_id"])
    # A rule of a column that is not asked for is not asked about; a key needs all its columns.
    path = folder / "units.csv"
    path.write_text(path.read_text("utf-8").replace(",63,", ",65,"), "utf-8")
    assert len(read_processed(tmp_path, "units", ["unit_id"])) == len(whole)


def test_the_datapackage_describes_every_file_and_column() -> None:
    package = json.loads(datapackage())
    described = {
        resource["path"]: [field["name"] for field in resource["schema"]["fields"]]
        for resource in package["resources"]
    }
    assert described == {f"{name}.csv": list(table.names) for name, table in TABLES.items()}
    units = next(r for r in package["resources"] if r["name"] == "units")
    fields = {field["name"]: field for field in units["schema"]["fields"]}
    assert fields["province_code"]["type"] == "string"
    assert "enum" not in fields["universe"]["constraints"]  # universes are data, not code
    assert units["schema"]["primaryKey"] == ["unit_id"]
