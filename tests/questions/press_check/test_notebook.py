"""Notebook 08 with every index and edition, and what it says counted again from the files."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.errors import BadInputError

from ...frozen_project import frozen_project

PROJECT = frozen_project()
ShowNotebook = Callable[..., list[str]]


def rows_of(file: str) -> list[dict[str, str]]:
    with (PROJECT / file).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def checked() -> list[dict[str, str]]:
    return rows_of("data/processed/press_check.csv")


def test_a_verdict_for_every_row_of_the_ledger(checked: list[dict[str, str]]) -> None:
    ledger = rows_of("data/raw/reported_rankings/reported_rankings.csv")
    assert [row["figure_id"] for row in checked] == sorted(row["figure_id"] for row in ledger)
    counts = Counter(row["verdict"] for row in checked)
    assert sum(counts.values()) == len(ledger)


def test_ranks_of_full_tables_counted_again_by_hand(checked: list[dict[str, str]]) -> None:
    """Plain ranks of the totals: how many provinces have a larger score in the raw table?"""
    by_id = {
        row["figure_id"]: row for row in rows_of("data/raw/reported_rankings/reported_rankings.csv")
    }
    units = {row["unit_id"]: row for row in rows_of("data/processed/units.csv")}
    compared = 0
    for row in checked:
        printed = re.fullmatch(r"(?:thứ )?([0-9]{1,2})(?:/[0-9]{2})?", row["value_as_printed"])
        table = PROJECT / f"data/raw/dti_tables/dti_{row['edition']}_{row['universe']}.csv"
        plain = (row["index"], row["measure"]) == ("DTI", "overall")
        if row["statistic"] not in ("rank", "list_position") or not (plain and printed):
            continue
        if not table.exists() or row["cause"] == "set aside":
            continue
        assert by_id[row["figure_id"]]["value_as_printed"].strip() == row["value_as_printed"]
        scores = {}
        for line in rows_of(table.relative_to(PROJECT).as_posix()):
            name = line["Tỉnh/Thành phố"].replace("TP. ", "").replace("Hoà", "Hòa")
            scores[name] = float(line["DTI"])
        own = units[row["unit_id"]]["province"]
        (score,) = {
            value for name, value in scores.items()
            if name in (own, own.replace("Thừa Thiên ", ""), f"TP. {own}")
        }  # fmt: skip
        place = 1 + sum(other > score for other in scores.values())
        assert (row["verdict"] == "agrees") is (place == int(printed[1])), row
        compared += 1
    assert compared >= 30


def test_every_index_and_edition_is_shown_and_nothing_is_a_bare_error(
    show_notebook: ShowNotebook, checked: list[dict[str, str]]
) -> None:
    known = Counter(
        (row["index"], row["edition"]) for row in checked if row["verdict"] != "cannot be checked"
    )
    for index, edition in [("DTI", "2023"), ("ICT", "2013"), ("DTI", ""), ("", "2024")]:
        shown = show_notebook("08-press-check", lang="en", index=index, edition=edition)
        total = sum(
            n for (own, year), n in known.items() if index in ("", own) and edition in ("", year)
        )
        assert f"{total} can be checked" in shown[0] or (total == 1 and "1 can be" in shown[0])


def test_a_wrong_edition_is_answered_with_those_there_are(show_notebook: ShowNotebook) -> None:
    with pytest.raises(BadInputError, match=r"speaks of any index '2032'. Did you mean"):
        show_notebook("08-press-check", edition="2032")


def test_the_numbers_beside_the_page_are_in_its_words(
    show_notebook: ShowNotebook, tmp_path: Path
) -> None:
    show_notebook("08-press-check", lang="en", edition="2023", report=str(tmp_path))
    file = tmp_path / "figures" / "08-press-check" / "contradicted.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    shown = {row["verdict_shown"] for row in rows}
    assert shown <= {"disagrees", "another edition", "other provinces"}
    assert [float(row["chance_percent"] or 0) for row in rows] == [
        pytest.approx(100 * float(row["chance"] or 0)) for row in rows
    ]
