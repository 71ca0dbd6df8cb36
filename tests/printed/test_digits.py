from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.printed.digits import (
    COUNT_MARKS,
    DECIMAL_MARKS,
    ENGLISH_MARKS,
    RATE_MARKS,
    VIETNAMESE_MARKS,
    Marks,
    read_digits,
    thousands_without_last_zeros,
    without_marks,
)
from helpers.printed.words import PrintedNumberError


@pytest.mark.parametrize(
    ("digits", "marks", "value", "decimals"),
    [
        ("1258", COUNT_MARKS, "1258", 0),
        ("1.258", COUNT_MARKS, "1258", 0),
        ("1,258", COUNT_MARKS, "1258", 0),
        ("1 305", COUNT_MARKS, "1305", 0),
        ("3,311,866", COUNT_MARKS, "3311866", 0),
        ("13.92", COUNT_MARKS, "13.92", 2),
        ("0.403", COUNT_MARKS, "0.403", 3),
        ("1.234,5", COUNT_MARKS, "1234.5", 1),
        ("1.258", DECIMAL_MARKS, "1.258", 3),
        ("0,403", DECIMAL_MARKS, "0.403", 3),
        ("1.175", ENGLISH_MARKS, "1.175", 3),
        ("1,175", VIETNAMESE_MARKS, "1.175", 3),
        ("0.359", RATE_MARKS, "0.359", 3),
    ],
)
def test_the_mark_rule(digits: str, marks: Marks, value: str, decimals: int) -> None:
    found = read_digits(digits, marks, digits)
    assert (found.value, found.decimals, found.unit) == (Decimal(value), decimals, "")


@pytest.mark.parametrize(
    ("digits", "marks"),
    [
        ("1,175", ENGLISH_MARKS),
        ("1.175", VIETNAMESE_MARKS),
        ("1.305", RATE_MARKS),
        ("44 33", COUNT_MARKS),
        ("1234.567", COUNT_MARKS),
        ("1.234 567", COUNT_MARKS),
        ("12,34,567", DECIMAL_MARKS),
        ("007.5", DECIMAL_MARKS),
    ],
)
def test_what_the_rule_does_not_settle_is_refused_and_speaks_of_the_whole_form(
    digits: str, marks: Marks
) -> None:
    with pytest.raises(PrintedNumberError, match="with one reading") as caught:
        read_digits(digits, marks, f"hơn {digits} tỷ")
    assert caught.value.text == f"hơn {digits} tỷ"
    assert without_marks(digits) in caught.value.expected


def test_more_digits_than_a_float_holds_are_refused() -> None:
    assert read_digits("9" * 15, COUNT_MARKS, "").value == 10**15 - 1
    with pytest.raises(PrintedNumberError, match="at most 15 digits"):
        read_digits("9" * 16, COUNT_MARKS, "9" * 16)


@given(st.integers(0, 10**14), st.sampled_from([".", ",", " "]))
def test_grouped_digits_come_back(number: int, mark: str) -> None:
    printed = f"{number:,}".replace(",", mark)
    assert read_digits(printed, COUNT_MARKS, printed).value == number


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2.154", 2154), ("1.29", 1290), ("1.3", 1300), ("1.08", 1080), ("1.009", 1009),
        ("288", 288), ("6", 6), ("0", 0), ("12.5", 12500), ("100", 100),
    ],
)  # fmt: skip
def test_zeros_lost_behind_a_dot_between_thousands_are_put_back(text: str, count: int) -> None:
    assert thousands_without_last_zeros(text) == count


@given(st.integers(0, 999_999).filter(lambda count: count < 1000 or count % 1000))
def test_every_count_that_lost_its_zeros_as_a_decimal_fraction_is_found_again(count: int) -> None:
    copied = repr(count / 1000) if count >= 1000 else str(count)
    assert thousands_without_last_zeros(copied) == count


@pytest.mark.parametrize(
    "text", ["1.290", "1,29", "0.29", "01.29", "1.2.9", "1.2345", "-1", "", "1."]
)
def test_what_no_such_copy_prints_is_refused(text: str) -> None:
    with pytest.raises(PrintedNumberError, match="whole number"):
        thousands_without_last_zeros(text)
