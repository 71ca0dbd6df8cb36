"""A full score of its own for every column: printed in a row or in the header, or said by a map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.intake.checks.outcome import FAILED
from helpers.intake.headers import loose_maximum, said_maximum
from helpers.intake.table_values import READABLE, transcribed_values
from helpers.printed.scores import on_one

from .test_transcribe import HEADER, Lines, Read, Table, holds, keys, lines, mapped, table, written

__all__ = ["lines", "table"]

FULL = ["", "", "Điểm tối đa", "50", "940"]
"""Of awareness and of the total."""


@pytest.fixture
def points(lines: Lines) -> Lines:
    """Awareness in points of 50, the total in points of 940; the first province by hand."""
    for line in lines:
        line[3] = f"{float(line[3]) * 40:.2f}"
        line[4] = f"{float(line[4]) * 940:.2f}"
    lines[0][3], lines[0][4] = "25.00", "893.00"  # a half, and 95 of a hundred
    return lines


@pytest.fixture
def of_34(read: Read, table: Table) -> Callable[[Path], dict[str, list[float]]]:
    """Awareness and total of every province on the scale 0 to 1."""

    def scores(path: Path) -> dict[str, list[float]]:
        result = read(path, table)
        assert not result.questions
        values, (readable, _) = transcribed_values(result, 34)
        assert readable.status != FAILED
        own = values.scores[["awareness", "overall"]]
        return {str(unit): row.tolist() for unit, row in own.iterrows()}

    return scores


@pytest.mark.parametrize("below", [False, True])
def test_a_row_of_maxima_divides_each_column_by_its_own(
    tmp_path: Path, points: Lines, of_34: Callable[[Path], dict[str, list[float]]], *, below: bool
) -> None:
    rows = [*points, FULL] if below else [FULL, *points]
    scores = of_34(written(tmp_path, rows))
    assert scores["vn34-01"] == [0.5, 0.95]


@pytest.mark.parametrize(
    ("awareness", "total"),
    [
        ("Nhận thức số (50)", "DTI (940)"),
        ("Nhận thức số (tối đa 50 điểm)", "DTI (tối đa 940 điểm)"),
        ("Nhận thức số (50 điểm)", "Tổng điểm DTI (Max: 940)"),
        ("Nhận thức số - thang điểm 50", "Tổng điểm (thang điểm: 940)"),
    ],
)
def test_maxima_in_the_header(
    tmp_path: Path, points: Lines, of_34: Callable[[Path], dict[str, list[float]]],
    awareness: str, total: str,
) -> None:  # fmt: skip
    header = f"TT,Xếp hạng DTI,Tỉnh/Thành phố,{awareness},{total}"
    assert of_34(written(tmp_path, points, header))["vn34-01"] == [0.5, 0.95]


def test_a_value_above_the_maximum_of_its_column_is_named_by_its_cell(
    tmp_path: Path, read: Read, table: Table, points: Lines
) -> None:
    points[3][3] = "50.10"  # the total may have 940, awareness not
    result = read(written(tmp_path, [FULL, *points]), table)
    _, (readable, _) = transcribed_values(result, 34)
    assert (readable.name, readable.status) == (READABLE, FAILED)
    (finding,) = readable.findings
    assert "'50.10' lies outside 0 to 50" in finding.text
    assert finding.column == "awareness.score"
    assert finding.place is not None
    assert (finding.place.row, finding.place.column) == (6, 4)  # header, maxima, three rows before


def test_maxima_of_a_table_from_0_to_1_are_weights(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    result = read(written(tmp_path, [["", "", "Điểm tối đa", "100", "1000"], *lines]), table)
    assert not result.questions
    assert set(result.scales.values()) == {"1"}
    assert any("taken for weights" in note for note in result.notes)


def test_one_column_from_0_to_1_among_points_is_asked_about(
    tmp_path: Path, read: Read, table: Table, points: Lines
) -> None:
    for line in points:
        line[3] = f"{float(line[3]) / 50:.4f}"
    result = read(written(tmp_path, [FULL, *points]), table)
    assert keys(result) == ["scales.awareness.score"]
    assert result.questions[0].choices[:2] == ("50", "1")


def test_a_total_without_a_maximum_is_asked_about_and_a_map_says_it(
    tmp_path: Path, read: Read, table: Table, points: Lines
) -> None:
    path = written(tmp_path, [["", "", "Điểm tối đa", "50", ""], *points])
    result = read(path, table)
    assert keys(result) == ["scales.overall.score"]
    answered = read(path, table, mapped(tmp_path, "scales: {overall.score: 940}"))
    assert not answered.questions
    assert answered.scales == {"awareness.score": "50", "overall.score": "940"}


def test_the_highest_scores_under_the_name_of_a_maximum_are_asked_about(
    tmp_path: Path, read: Read, table: Table, points: Lines
) -> None:
    most = [max(float(line[at]) for line in points) for at in (3, 4)]
    row = ["", "", "Tối đa", *(f"{number:.2f}" for number in most)]
    assert keys(read(written(tmp_path, [*points, row]), table)) == [
        "scales.awareness.score", "scales.overall.score",
    ]  # fmt: skip


def test_two_maxima_that_differ_are_asked_about(
    tmp_path: Path, read: Read, table: Table, points: Lines
) -> None:
    header = HEADER.replace("Nhận thức số", "Nhận thức số (tối đa 60 điểm)")
    result = read(written(tmp_path, [FULL, *points], header), table)
    assert keys(result) == ["scales.awareness.score"]
    assert result.questions[0].choices[:2] == ("50", "60")


def test_numbers_of_columns_are_no_maxima(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    for line in lines:
        line[3:] = [f"{float(text) * 10:.2f}" for text in line[3:]]
    header = "TT (9),Xếp hạng DTI (10),Tỉnh/Thành phố (11),Nhận thức số (12),DTI (13)"
    result = read(written(tmp_path, lines, header), table)
    assert holds(result)[3:] == ["awareness.score", "overall.score"]
    assert set(result.scales.values()) == {"10"}


def test_the_number_of_provinces_is_no_maximum(
    tmp_path: Path, read: Read, table: Table, lines: Lines
) -> None:
    for line in lines:
        line[3:] = [f"{float(text) * 10:.2f}" for text in line[3:]]
    header = "TT,Xếp hạng DTI,Tỉnh/Thành phố,Nhận thức số (34),DTI (34)"
    result = read(written(tmp_path, lines, header), table)
    assert not result.questions
    assert set(result.scales.values()) == {"10"}


def test_a_maximum_that_many_scores_exceed_is_asked_about(
    tmp_path: Path, read: Read, table: Table, points: Lines
) -> None:
    header = HEADER.replace("Nhận thức số", "Nhận thức số (20)")
    above = sum(float(line[3]) > 20 for line in points)
    result = read(written(tmp_path, points, f"{header} (940)"), table)
    assert above > 20
    assert keys(result) == ["scales.awareness.score"]
    assert f"but {above} of its scores exceed that" in result.questions[0].text


@pytest.mark.parametrize(
    ("header", "said", "loose"),
    [
        ("Nhận thức số (tối đa 1.000 điểm)", "1.000", ""),
        ("DTI (2024)", "", ""),
        ("Nhận thức số (3)", "", ""),
        ("Hạ tầng số (140)", "", "140"),
        ("Kinh tế số (7,5 điểm)", "7,5", ""),
        ("Điểm", "", ""),
        ("Thang điểm 10", "10", ""),
    ],
)
def test_what_headers_say(header: str, said: str, loose: str) -> None:
    assert (said_maximum(header), loose_maximum(header)) == (said, loose)


def test_points_that_differ_stay_different() -> None:
    # 87.3 / 140 = 0.62357…, 87.4 / 140 = 0.62428…: both 0.624 at three decimals.
    (one, decimals), (other, _) = on_one(87.3, 1, 140), on_one(87.4, 1, 140)
    assert other - one == pytest.approx(1 / 1400)
    assert decimals == 3
    assert 0.5 * 10**-decimals >= 0.05 / 140
    assert on_one(80.02, 2, 100) == (0.8002, 4)
