"""The words beside a printed number: kept in both languages, never dropped."""

from __future__ import annotations

import pytest

from helpers.sharing.figure_words import with_qualifier
from helpers.sharing.wording import written


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
