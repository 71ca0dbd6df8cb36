"""The words beside a printed number: kept in both languages, never dropped."""

from __future__ import annotations

from datetime import date

import pytest

from helpers.sharing.figure_words import period, with_qualifier
from helpers.sharing.wording import Joined, written


@pytest.mark.parametrize(
    ("approximate", "vi", "en"),
    [
        ("", "75", "75"),
        ("about", "khoảng 75", "about 75"),
        ("more_than", "hơn 75", "more than 75"),
        ("less_than", "gần 75", "nearly 75"),
    ],
)
def test_a_number_keeps_the_word_beside_it(approximate: str, vi: str, en: str) -> None:
    assert written(with_qualifier("75", approximate), "vi") == vi
    assert written(with_qualifier("75", approximate), "en") == en


def test_a_word_that_is_not_known_is_not_dropped() -> None:
    with pytest.raises(KeyError, match="at_least"):
        written(with_qualifier("75", "at_least"), "vi")


def test_a_period_is_as_exact_as_it_is_known() -> None:
    first, last = date(2021, 4, 1), date(2021, 6, 30)
    assert written(period(first, last, "year"), "vi") == "2021"
    assert written(period(first, last, "month"), "vi") == "4/2021–6/2021"
    assert written(period(first, last, "quarter", " – "), "vi") == "1/4/2021 – 30/6/2021"
    assert written(period(last, last, "day"), "en") == "30 June 2021"
    months = period(first, last, "month", month=lambda day: Joined([f"m{day.month}"]))
    assert written(months, "en") == "m4–m6"
