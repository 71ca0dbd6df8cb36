"""Which cell a correction speaks of, what is refused, and what is written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from helpers.errors import BadInputError
from helpers.sources.new_corrections import (
    RawCell,
    append_correction,
    check_correction,
    corrections_on_file,
    find_cell,
)
from helpers.sources.raw_files import load_corrections, read_raw

FILE = "data/raw/corrections.yml"
LEDGER = "reported_rankings/reported_rankings.csv"


def entry(**others: str) -> dict[str, str]:
    return {
        "file": LEDGER, "figure": "r0038", "column": "value_as_printed", "expect": "0,3026",
        "use": "0,3027", "reason": "It says: \"yes\" # no", "reason_vi": "Lý do: «đúng»",
        "reported_by": "A reader", "date": "2026-11-22",
    } | others  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "file", "key", "column", "printed"),
    [
        ("r0038", LEDGER, "r0038", "value_as_printed", "0,3026"),
        ("r0038:source_id", LEDGER, "r0038", "source_id", "s007"),
        ("m001:date_iso", "milestones/milestones.csv", "m001", "date_iso", "2022-10-27"),
        ("dti_2023_63:1:DTI", "dti_tables/dti_2023_63.csv", "1", "DTI", "0.8340"),
        ("data/raw/dti_tables/dti_2023_63.csv : 1 : DTI",
         "dti_tables/dti_2023_63.csv", "1", "DTI", "0.8340"),
        # 48 is the code of Đà Nẵng.
        ("dti_2023_63:48:overall:score", "dti_tables/dti_2023_63.csv", "1", "DTI", "0.8340"),
        ("papi_e_governance_2019_2024:An Giang|2020:SC82 Access to the Internet",
         "papi/papi_e_governance_2019_2024.csv", "An Giang|2020", "SC82 Access to the Internet",
         "1.7140"),
    ],
)  # fmt: skip
def test_finds_a_cell_by_id_and_by_place(
    root: Path, figure: str, file: str, key: str, column: str, printed: str
) -> None:
    cell = find_cell(root, figure)
    assert (cell.file, cell.figure, cell.column, cell.printed) == (file, key, column, printed)


def test_finds_what_is_printed_not_what_a_correction_says(root: Path) -> None:
    assert find_cell(root, "r0039").printed == "0,326"


@pytest.mark.parametrize(
    ("figure", "found"),
    [
        ("r9999", r"no figure «r9999». Nearest: r0999"),
        ("", "no figure «»"),
        ("dti_2032_63:1:DTI", "no figure «dti_2032_63:1:DTI». Nearest: dti_20"),
        ("r0038:value:more", "no figure"),
        ("m001", "name the column as well, such as m001:date_as_printed"),
        ("r0038:values", r"no column «values». Nearest: value_as_printed"),
        ("dti_2023_63", "names no cell"),
        ("dti_2023_63:64:DTI", "has no row «64»"),
        ("dti_2023_63:1:DTI 2023", "no column «DTI 2023». Nearest: DTI"),
        ("dti_2023_63:48:overall:scores", "no column for overall:scores. Nearest: overall:score"),
        ("dti_2023_63:99:overall:score", "no province with the code '99'"),
        ("papi:1:2:3", "no figure"),
        ("papi_e_governance_2019_2024:48:overall:score", "has no column for overall:score"),
        ("papi_e_governance_2019_2024:An Giang:year", "names 6 rows"),
    ],
)
def test_a_figure_that_is_not_there_is_refused_with_the_nearest(
    root: Path, figure: str, found: str
) -> None:
    with pytest.raises(BadInputError, match=found):
        find_cell(root, figure)


@pytest.mark.parametrize(
    ("figure", "expect", "use", "found"),
    [
        ("r0038", "0,326", "0,3027", r"found '0,3026', but --expect is '0,326'"),
        ("r0038", "0,3026", " 0,3026 ", "already stands there"),
        ("r0039", "0,326", "0,33", "there is already a correction, '0,326' to '0,3026'"),
    ],
)
def test_what_cannot_be_corrected(
    root: Path, figure: str, expect: str, use: str, found: str
) -> None:
    with pytest.raises(BadInputError, match=found):
        check_correction(root, find_cell(root, figure), expect, use)


def test_a_second_correction_under_another_name_of_the_row_is_refused(project: Path) -> None:
    papi = "papi/papi_e_governance_2019_2024.csv"
    column = "SC82 Access to the Internet"
    append_correction(
        project,
        entry(file=papi, figure="An Giang|2019", column=column, expect="1.6772", use="1.6773"),
    )
    assert read_raw(project, papi).rows[0][column] == "1.6773"
    cell = RawCell(papi, "An Giang|0.3598", column, 2, "1.6772")
    with pytest.raises(BadInputError, match="there is already a correction"):
        check_correction(project, cell, "1.6772", "1.7")


def test_an_entry_is_added_and_nothing_else_is_touched(project: Path) -> None:
    before = (project / FILE).read_text(encoding="utf-8")
    append_correction(project, entry())
    after = (project / FILE).read_text(encoding="utf-8")
    assert after.startswith(before)
    assert before.startswith("# ")
    assert load_corrections(project)[-1] == entry()
    row = next(row for row in read_raw(project, LEDGER) if row["figure_id"] == "r0038")
    assert (row["value_as_printed"], row.printed("value_as_printed")) == ("0,3027", "0,3026")


@pytest.mark.parametrize("before", [None, "# nothing yet", "# nothing yet\n"])
def test_the_first_entry_of_a_file(project: Path, before: str | None) -> None:
    (project / FILE).unlink()
    if before is not None:
        (project / FILE).write_text(before, encoding="utf-8")
    append_correction(project, entry(expect="0,3026", use="=1+1\u202e"))
    assert load_corrections(project) == [entry(use="=1+1\u202e")]


@pytest.mark.parametrize("before", ["[]\n", "- file: a\n   b: [\n"])
def test_a_file_that_cannot_take_an_entry_stays_as_it_is(project: Path, before: str) -> None:
    (project / FILE).write_text(before, encoding="utf-8")
    with pytest.raises(BadInputError, match=r"corrections\.yml"):
        append_correction(project, entry())
    assert (project / FILE).read_text(encoding="utf-8") == before


def test_lists_what_still_fits_and_what_does_not(project: Path) -> None:
    entries = yaml.safe_load((project / FILE).read_text(encoding="utf-8"))
    entries += [entry(expect="0,4"), entry(figure="r9999")]
    (project / FILE).write_text(yaml.safe_dump(entries), encoding="utf-8")
    stands = [found == one["expect"] for one, found in corrections_on_file(project)]
    assert stands == [True, True, True, False, False]
    assert [found for _, found in corrections_on_file(project)][-2:] == ["0,3026", None]
