"""Exceptions and corrections of a map: each names what it excuses or mends, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from helpers.errors import BadInputError
from helpers.intake.checks.outcome import Check, Finding
from helpers.intake.map_entries import corrected, map_entries, unexcused, with_measures
from helpers.intake.on_file import OnFile
from helpers.intake.table_map import TableMap
from helpers.intake.transcription import Transcription
from helpers.sources.provinces import Units

CORRECTION = {
    "unit": "ha noi", "column": "overall.rank", "expect": "1", "use": "2", "reason": "Misprint.",
    "reason_vi": "In nhầm.", "reported_by": "Tăng bậc contributors",
}  # fmt: skip
FAILED = Check(
    "units", "failed", "missing", (Finding("a", unit_id="vn34-01"), Finding("b", unit_id="vn34-04"))
)


def test_an_exception_covers_what_it_names_and_no_more(units: Units) -> None:
    one = TableMap(exceptions=[{"check": "units", "unit": "Hà Nội", "reason": "By note 2."}])
    left, unused = unexcused([FAILED], map_entries(one, units, "34").excuses)
    assert [finding.text for finding in left[0].findings] == ["b"]
    assert unused == []
    whole = TableMap(exceptions=[{"check": "units", "reason": "By note 2."}])
    assert unexcused([FAILED], map_entries(whole, units, "34").excuses) == ([], [])


def test_an_exception_that_excuses_nothing_is_found(units: Units) -> None:
    other = TableMap(exceptions=[{"check": "ranks", "reason": "By note 2."}])
    left, unused = unexcused([FAILED], map_entries(other, units, "34").excuses)
    assert left == [FAILED]
    assert [excuse.check for excuse in unused] == ["ranks"]


@pytest.mark.parametrize(
    "entry",
    [{"check": "units"}, {"check": "units", "reason": ""},
     {"check": "units", "reason": "x", "y": 1},
     {"check": "units", "reason": 3}, "units"],
)  # fmt: skip
def test_an_exception_needs_its_reason_in_words(units: Units, entry: Any) -> None:  # noqa: ANN401
    with pytest.raises(BadInputError, match=r"«exceptions», entry 1"):
        map_entries(TableMap(file="m.yml", exceptions=[entry]), units, "34")


def test_a_unit_of_another_universe_is_refused(units: Units) -> None:
    entry = {"check": "units", "unit": "Hậu Giang", "reason": "x"}
    with pytest.raises(BadInputError, match="went into Cần Thơ"):
        map_entries(TableMap(exceptions=[entry]), units, "34")


def test_a_correction_is_laid_over_the_cell_that_it_expects(
    units: Units, on_hand: Callable[[str], Transcription]
) -> None:
    table = on_hand("dti_2024_34")
    mended = corrected(
        table, map_entries(TableMap(corrections=[CORRECTION]), units, "34").corrections
    )
    assert mended.rows[0].cells[2].text == "2"
    assert table.rows[0].cells[2].text == "1"
    stale: Mapping[str, str] = {**CORRECTION, "expect": "7"}
    with pytest.raises(BadInputError, match="expected '7', found '1'"):
        corrected(table, map_entries(TableMap(corrections=[stale]), units, "34").corrections)


def test_a_measure_on_file_is_not_added_again(on_file: OnFile, units: Units) -> None:
    known = TableMap(measures={"awareness": {"vi": "Nhận thức", "en": "Awareness"}})
    with pytest.raises(BadInputError, match="which DTI already has"):
        with_measures(on_file.definitions, "DTI", map_entries(known, units, "34"))
