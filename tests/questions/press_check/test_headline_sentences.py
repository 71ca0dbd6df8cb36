"""The answer to a headline: its language, and a word for every reason."""

from __future__ import annotations

import csv

import pytest

from helpers import LANGUAGES
from helpers.questions.press_check.headline import check_headline
from helpers.questions.press_check.headline_sentences import answer_lines
from helpers.rankings.provenance import PROVENANCES
from helpers.sharing.wording import Said, written
from helpers.sources.editions import load_definitions
from helpers.sources.figures import TRANSCRIBED
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import load_units

from ...frozen_project import CHECKOUT, frozen_project

PROJECT = frozen_project()


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


@pytest.mark.parametrize(
    ("headline", "vi", "en"),
    [
        ("Hậu Giang xếp thứ 21 DTI 2023", "Bảng của Bộ: 20", "The ministry's table: 20"),
        # The table of 2023 prints no pillar; that of 2021 does.
        ("Kinh tế số của Hậu Giang xếp thứ 3 DTI 2023", "Tính lại từ các chỉ", "Recomputed from"),
        ("Kinh tế số Đà Nẵng xếp thứ 3 DTI 2021", "Bảng của Bộ: ", "The ministry's table: "),
        # A table of 2021 is on file, but Yên Bái is not among its 18; none is of the ICT Index.
        ("Yên Bái xếp thứ 3 DTI 2021", "không có số này; báo chí đã in: 27", "print: 27"),
        ("Hậu Giang xếp thứ 3/63 ICT Index 2020", "Không có bảng của Bộ", "No table of the"),
        # Of 2021 newspapers alone give a rank; that of 2022 is in the table.
        ("Yên Bái tăng 1 bậc DTI 2022", "ít nhất một số chỉ có trên báo chí", "newspapers only"),
    ],
)  # fmt: skip
def test_the_answer_says_whose_number_it_is(headline: str, vi: str, en: str) -> None:
    definitions, units = load_definitions(PROJECT), load_units(PROJECT)
    judged = check_headline(headline, read_processed(PROJECT, "rankings"), definitions, units)
    (phrase,) = answer_lines(judged, definitions)
    assert vi in written(phrase, "vi")
    assert en in written(phrase, "en")
    # The ministry's table is claimed only where it holds the number.
    assert ("Bảng của Bộ: " in written(phrase, "vi")) == vi.startswith("Bảng của Bộ: ")


def test_every_provenance_has_its_words() -> None:
    for whose in PROVENANCES:
        by = {"by": "A"} if whose == TRANSCRIBED else {}
        words = Said(f"headline.says.{whose}", said="1", **by)
        assert all(written(words, lang) for lang in LANGUAGES)
