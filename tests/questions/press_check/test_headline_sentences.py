"""The answer to a headline: its language, and a word for every reason."""

from __future__ import annotations

import csv

import pytest

from helpers import LANGUAGES
from helpers.questions.press_check.headline import check_headline
from helpers.questions.press_check.headline_sentences import answer_lines, language_of
from helpers.sharing.wording import written
from helpers.sources.editions import load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import load_units

from ...frozen_project import CHECKOUT, frozen_project

PROJECT = frozen_project()


@pytest.mark.parametrize(
    ("headline", "lang"),
    [
        ("Quảng Ngãi tăng 5 bậc DTI 2023", "vi"),
        ("Quang Ngai tang 5 bac DTI 2023", "vi"),
        ("Đà Nẵng dẫn đầu", "vi"),
        ("Đồng Nai's digital transformation ranking up three places in 2022", "en"),
        ("Hau Giang ranked 20th of 63", "en"),
        ("Da Nang leads", "en"),
    ],
)
def test_the_language_of_a_headline(headline: str, lang: str) -> None:
    assert language_of(headline) == lang


def test_every_headline_of_the_set_is_answered_in_both_languages() -> None:
    definitions, units = load_definitions(PROJECT), load_units(PROJECT)
    rankings = read_processed(PROJECT, "rankings")
    file = CHECKOUT / "tests" / "data" / "headlines.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        headlines = sorted({row["headline"] for row in csv.DictReader(stream)})
    for headline in headlines:
        judged = check_headline(headline, rankings, definitions, units)
        phrases = answer_lines(judged, definitions)
        assert len(phrases) == len(judged)
        for lang in LANGUAGES:
            lines = [written(phrase, lang) for phrase in phrases]
            for one, line in zip(judged, lines, strict=True):
                assert "\n" not in line
                assert one.statement.words in line
                if one.verdict == "cannot be checked":
                    assert ("Lý do: " if lang == "vi" else "Reason: ") in line
                for kind, about in one.statement.warnings:
                    assert about in line, kind
                assert "{" not in line
