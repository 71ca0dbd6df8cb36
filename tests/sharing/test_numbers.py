"""Numbers, dates and names as readers of each language expect them."""

from __future__ import annotations

import random
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.sharing.numbers import (
    LocalFormatter,
    Phrase,
    format_date,
    format_figures,
    format_month,
    format_number,
    format_p_value,
    vietnamese_sort_key,
)


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "vi", "en"),
    [
        (0.4332, 4, False, "0,4332", "0.4332"),
        (1260, 0, False, "1.260", "1,260"),
        (1234567.891, 2, False, "1.234.567,89", "1,234,567.89"),
        (-3, 0, True, "−3", "−3"),
        (-3, 0, False, "−3", "−3"),
        (15, 0, True, "+15", "+15"),
        (0, 0, True, "0", "0"),
        (-0.0, 2, True, "0,00", "0.00"),
        (-0.00001, 4, True, "0,0000", "0.0000"),
        (0.00001, 4, True, "0,0000", "0.0000"),
        (-1260.5, 1, True, "−1.260,5", "−1,260.5"),
        (12.75, 1, False, "12,8", "12.8"),
    ],
)
def test_numbers(value: float, decimals: int, signed: bool, vi: str, en: str) -> None:
    assert format_number(value, "vi", decimals, signed=signed) == vi
    assert format_number(value, "en", decimals, signed=signed) == en


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_number_reads_back_the_same_in_both_languages(scaled: int, decimals: int) -> None:
    value = scaled / 10**decimals
    vi, en = (format_number(value, lang, decimals) for lang in ("vi", "en"))
    assert vi == en.translate(str.maketrans(",.", ".,"))
    assert float(en.replace(",", "").replace("−", "-")) == pytest.approx(value, abs=1e-9)
    assert "-" not in vi


@pytest.mark.parametrize(
    ("p_value", "vi", "en"),
    [
        (0.0321, "= 0,032", "= 0.032"),
        (0.00011, "< 0,001", "< 0.001"),
        (0.001, "= 0,001", "= 0.001"),
        (1.0, "> 0,99", "> 0.99"),
    ],
)
def test_p_values(p_value: float, vi: str, en: str) -> None:
    assert (format_p_value(p_value, "vi"), format_p_value(p_value, "en")) == (vi, en)


def test_a_p_value_in_a_column_keeps_its_floor() -> None:
    formatter = LocalFormatter("vi")
    assert formatter.format("{p:p_number}", p=0.0321) == "0,032"
    assert formatter.format("{p:p_number}", p=0.0001) == "< 0,001"


def test_dates() -> None:
    day = date(2021, 4, 26)
    assert format_date(day, "vi") == "26/4/2021"
    assert format_date(day, "en") == "26 April 2021"
    assert format_date(date(2025, 12, 1), "en") == "1 December 2025"
    assert format_month(date(2021, 11, 30), "vi") == "11/2021"
    assert format_month(date(2021, 1, 31), "en") == "January 2021"


def test_forms_of_a_sentence() -> None:
    template = (
        "{n:int} {gain:signed} {s:score} {c:signed_score} {m:micro} {r:two} {g:percent} {p:p}"
    )
    values = {
        "n": 1260, "gain": -13, "s": 0.4332, "c": 0.0723, "m": 0.0000655, "r": 0.2632,
        "g": 12.84, "p": 0.0321,
    }  # fmt: skip
    assert LocalFormatter("vi").format(template, **values) == (
        "1.260 −13 0,4332 +0,0723 0,000066 0,26 12,8 = 0,032"
    )
    assert LocalFormatter("en").format(template, **values) == (
        "1,260 −13 0.4332 +0.0723 0.000066 0.26 12.8 = 0.032"
    )


def test_values_without_a_form_are_put_in_as_they_are() -> None:
    assert LocalFormatter("vi").format("{province} {edition}", province="Huế", edition="2023") == (
        "Huế 2023"
    )
    with pytest.raises(KeyError):
        LocalFormatter("vi").format("{province}")
    with pytest.raises(ValueError, match="Invalid format specifier"):
        LocalFormatter("vi").format("{n:sore}", n=1.5)


@pytest.mark.parametrize(
    "ordered",
    [
        # The 29 letters of the Vietnamese alphabet, then tones.
        "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y".split(),
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Ninh", "Bến Tre"],
        ["Cà Mau", "Cao Bằng", "Cần Thơ"],
        ["Dak", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Gia Lai"],
        ["Hà Giang", "Hà Nội", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hồ Chí Minh", "Hưng Yên"],
        ["Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị"],
        ["Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh"],
    ],
)
def test_vietnamese_order(ordered: list[str]) -> None:
    shuffled = ordered[::-1]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=vietnamese_sort_key) == ordered


@pytest.mark.parametrize("name", ["Hậu Giang", "Đắk Lắk", "Thừa Thiên Huế", "Hà Nội"])
def test_order_does_not_depend_on_how_letters_are_coded_or_on_case(name: str) -> None:
    keys = {
        str(vietnamese_sort_key(form))
        for form in (name, unicodedata.normalize("NFD", name), name.upper(), name.lower())
    }
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("said", "vi", "en"),
    [
        ("17", "17", "17"),
        ("31-32", "31–32", "31–32"),
        ("-17 … -16 (4 → 21)", "−17 … −16 (4 → 21)", "−17 … −16 (4 → 21)"),
        ("0.6342", "0,6342", "0.6342"),
        ("-0.0750", "−0,0750", "−0.0750"),
        ("35.8%", "35,8%", "35.8%"),
        ("", "", ""),
    ],
)
def test_figures_in_a_text_in_the_form_of_the_language(said: str, vi: str, en: str) -> None:
    assert (format_figures(said, "vi"), format_figures(said, "en")) == (vi, en)


def test_forms_of_text_are_also_those_of_phrases() -> None:
    class Place(Phrase):
        def written(self, lang: str) -> str:
            return {"vi": "hạng 1.5", "en": "rank 1.5"}[lang]

    shown = "{0:capitals}; {0:figures}; {0:int}; {0}; {1:capitals}"
    assert LocalFormatter("vi").format(shown, Place(), "đúng") == (
        "HẠNG 1.5; hạng 1,5; hạng 1.5; hạng 1.5; ĐÚNG"
    )
