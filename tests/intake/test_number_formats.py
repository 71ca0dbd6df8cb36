from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.intake.number_formats import NumberFormat, read_format
from helpers.intake.read_spreadsheet import _shown


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("0.0000", NumberFormat(4, percent=False)),
        ("#,##0.00;[Red]-#,##0.00", NumberFormat(2, percent=False)),
        ("0%", NumberFormat(0, percent=True)),
        ('0.00" điểm"', NumberFormat(2, percent=False)),
        ("General", None), ("@", None), ("0.00E+00", None), ("dd/mm/yyyy", None), ("0.0##", None),
    ],
)  # fmt: skip
def test_number_formats(code: str, expected: NumberFormat | None) -> None:
    assert read_format(code) == expected


@given(st.integers(0, 10_000), st.integers(0, 6))
def test_a_number_shows_as_it_was_printed(value: int, decimals: int) -> None:
    printed = (
        f"{value / 10_000:.{decimals}f}"
        if decimals >= 4
        else f"{value}.{'0' * decimals}".rstrip(".")
    )
    assert _shown(float(printed), NumberFormat(decimals, percent=False)) == printed


def test_numbers_keep_what_a_person_sees() -> None:
    assert _shown(0.1 + 0.7001, None) == "0.8001"
    assert _shown(0.80020000000000002, None) == "0.8002"
    assert _shown(17.0, None) == "17"
    assert _shown(0.80015, NumberFormat(4, percent=False)) == "0.8002"
    assert _shown("0,8002", None) == "0,8002"
