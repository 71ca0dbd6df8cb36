from __future__ import annotations

import pickle
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import BadInputError
from helpers.printed.quantities import parse_quantity
from helpers.printed.words import (
    CARDINALS,
    ENGLISH_ORDINALS,
    PrintedNumberError,
    any_of,
    clean_printed_text,
)


def test_an_error_speaks_both_languages_and_survives_a_process_boundary() -> None:
    with pytest.raises(PrintedNumberError) as caught:
        parse_quantity("khoảng 44 33")
    error = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(error, BadInputError)
    assert error.text == "khoảng 44 33"
    assert str(error) == str(caught.value)
    assert "Không đọc được 'khoảng 44 33'" in str(error)
    assert "Cannot read 'khoảng 44 33'" in str(error)


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("TĂNG  15\u00a0BẬC", "tăng 15 bậc"),
        (unicodedata.normalize("NFD", "tăng vọt"), "tăng vọt"),
        ("\uff11\uff17\uff0f\uff16\uff13", "17/63"),
        ("\u22123", "-3"),
        ("1–2 \u2014 3", "1-2 - 3"),
        ("1\u200b305\u202f", "1305"),
        ("\t dẫn\n đầu ", "dẫn đầu"),
        ("", ""),
    ],
)
def test_a_printed_text_in_one_spelling(printed: str, cleaned: str) -> None:
    assert clean_printed_text(printed) == cleaned


@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    cleaned = clean_printed_text(text)
    assert clean_printed_text(cleaned) == cleaned
    assert clean_printed_text(unicodedata.normalize("NFD", text)) == cleaned


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("zero", 0), ("twelve", 12), ("twenty", 20), ("forty-two", 42), ("ninety nine", 99),
        ("one hundred", 100), ("không", 0), ("mười", 10), ("mười lăm", 15), ("hai mươi mốt", 21),
        ("bốn mươi tư", 44), ("năm mươi lăm", 55), ("bẩy mươi bẩy", 77), ("một trăm", 100),
    ],
)  # fmt: skip
def test_number_words(words: str, number: int) -> None:
    assert CARDINALS[words] == number


@pytest.mark.parametrize("words", ["mười năm", "hai mươi năm", "năm mươi năm"])
def test_a_number_of_years_is_no_number_word(words: str) -> None:
    assert words not in CARDINALS


def test_every_number_to_a_hundred_has_words_in_both_languages() -> None:
    english = {number for words, number in CARDINALS.items() if words.isascii()}
    vietnamese = {number for words, number in CARDINALS.items() if not words.isascii()}
    assert english == set(range(101))
    # "hai", "ba" and "tám" alone need no check of their own: the tens hold every unit.
    assert vietnamese >= set(range(10, 101))


@pytest.mark.parametrize(
    ("words", "place"), [("first", 1), ("twelfth", 12), ("twentieth", 20), ("ninety-ninth", 99)]
)
def test_english_ordinals(words: str, place: int) -> None:
    assert ENGLISH_ORDINALS[words] == place


def test_a_pattern_for_phrases_takes_the_longest_and_no_sign_as_a_pattern() -> None:
    pattern = re.compile(any_of("top|top 10|a.b|(x)"))
    assert [pattern.match(text)[0] for text in ("top 10 of", "top 5", "a.b", "(x)")] == [
        "top 10", "top", "a.b", "(x)",
    ]  # fmt: skip
    assert pattern.match("axb") is None
