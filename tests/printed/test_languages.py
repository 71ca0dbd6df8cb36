"""The language of a printed text: headlines, titles, dates, names of provinces."""

from __future__ import annotations

import pytest

from helpers.printed.languages import foreign_words, language_of


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Quảng Ngãi tăng 5 bậc DTI 2023", "vi"),
        ("Quang Ngai tang 5 bac DTI 2023", "vi"),
        ("Đà Nẵng dẫn đầu", "vi"),
        ("Đồng Nai's digital transformation ranking up three places in 2022", "en"),
        ("Hau Giang ranked 20th of 63", "en"),
        ("Da Nang leads", "en"),
        ("Bình Dương to provide all public services online", "en"),
        ("App 'Công dân số TP.HCM' tương tác 'một chạm' ra mắt người dân", "vi"),
        # A name alone is of neither language, so it is of the page's own.
        ("Dak Nong", "vi"),
        ("top five", "en"),
        ("February 25, 2022", "en"),
        ("May 2022", "en"),
        ("cuối 2024", "vi"),
        ("Up to now (source 13/6/2022)", "en"),
        ("25/2/2022", ""),
    ],
)
def test_the_language_of_a_printed_text(text: str, lang: str) -> None:
    assert language_of(text) == lang


def test_foreign_words_are_no_vietnamese_syllables() -> None:
    text = "dịch vụ percent of services, QĐ 766, quyển, khuya, nghiêng"
    assert foreign_words(text) == ["percent", "of", "services"]
