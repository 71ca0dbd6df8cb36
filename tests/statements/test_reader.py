"""Headlines in many wordings: what is read right, and that nothing is read wrongly in silence.

`tests/data/headlines.csv` has a row for each statement that a headline makes, in its order, as a
person reads it: `value` is a number, `1-10` for a group or `last`; `refusal` says why it cannot be
checked; `universe` is empty where the headline does not say how many units are ranked.
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from itertools import groupby

import pytest

from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statements.reader import read_headline
from helpers.statements.statement import REFUSALS, WARNINGS, Statement

from ..frozen_project import CHECKOUT

FILE = CHECKOUT / "tests" / "data" / "headlines.csv"
Row = dict[str, str]


def rows_by_headline() -> dict[str, list[Row]]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {key: list(group) for key, group in groupby(rows, key=lambda row: row["id"])}


HEADLINES = rows_by_headline()


def value_shown(statement: Statement) -> str:
    if statement.from_bottom == 1:
        return "last"
    if statement.from_bottom:
        return f"last {statement.from_bottom}"
    if statement.statistic == "group":
        return f"{statement.best}-{statement.worst}"
    return "" if statement.value is None else f"{statement.value:g}"


def as_row(statement: Statement, units: Units) -> Row:
    unit = units.match(statement.province, "63") if statement.province else None
    return {
        "province": unit.province if unit else "",
        "index": statement.index,
        "edition": statement.edition,
        "baseline": statement.baseline,
        "measure": statement.measure,
        "statistic": statement.statistic,
        "value": value_shown(statement),
        "universe": statement.universe,
        "refusal": statement.refusal,
    }


def differences(expected: list[Row], found: list[Statement], units: Units) -> list[str]:
    """What differs, statement by statement; what is read as uncheckable only has to be refused."""
    problems = []
    if len(expected) != len(found):
        problems.append(f"{len(expected)} statements expected, {len(found)} read")
    for row, statement in zip(expected, found, strict=False):
        own = as_row(statement, units)
        problems += [f"{k}: {row[k]!r} ≠ {own[k]!r}" for k in own if own[k] != row[k]]
    return problems


def is_silent(found: list[Statement]) -> bool:
    """Whether nothing warns the reader of this headline."""
    return all(not statement.warnings and not statement.refusal for statement in found)


def test_the_set_is_large_and_each_headline_stands_once() -> None:
    texts = [rows[0]["headline"] for rows in HEADLINES.values()]
    assert len(texts) >= 80
    assert len(set(texts)) == len(texts)
    assert any(unicodedata.normalize("NFC", text) != text for text in texts)
    assert sum(text.isascii() for text in texts) >= 20
    for rows in HEADLINES.values():
        assert {row["headline"] for row in rows} == {rows[0]["headline"]}
        assert [int(row["statement"]) for row in rows] == list(range(1, len(rows) + 1))
        assert {row["refusal"] for row in rows} <= {"", *REFUSALS}


def test_nearly_all_are_read_right_and_none_wrongly_in_silence(
    definitions: Definitions, units: Units
) -> None:
    wrong, silent = {}, {}
    for key, rows in HEADLINES.items():
        found = read_headline(rows[0]["headline"], definitions, units)
        problems = differences(rows, found, units)
        if problems:
            wrong[key] = problems
            if is_silent(found):
                silent[key] = problems
    assert silent == {}
    assert len(wrong) / len(HEADLINES) <= 0.05, wrong


@pytest.mark.parametrize("key", HEADLINES)
def test_every_spelling_of_a_headline_is_read_alike(
    key: str, definitions: Definitions, units: Units
) -> None:
    text = HEADLINES[key][0]["headline"]

    def read(spelling: str) -> list[Row]:
        return [as_row(one, units) for one in read_headline(spelling, definitions, units)]

    own = read(text)
    for spelling in (
        unicodedata.normalize("NFD", text),
        unicodedata.normalize("NFC", text),
        f"  {text.replace(' ', chr(160))} ",
        text + ".",
    ):
        assert read(spelling) == own, spelling


def test_every_reason_and_warning_is_one_of_those_declared(
    definitions: Definitions, units: Units
) -> None:
    for rows in HEADLINES.values():
        for statement in read_headline(rows[0]["headline"], definitions, units):
            assert statement.refusal in {"", *REFUSALS}
            assert {kind for kind, _ in statement.warnings} <= set(WARNINGS)


@pytest.mark.parametrize(
    ("text", "refusals"),
    [
        # The same letters with other tone marks: "gần", "sẽ", "nếu", "cần", "vùng" are doubts.
        ("Gắn với cải cách, Lạng Sơn xếp thứ 4 DTI 2023", [""]),
        ("Chia sẻ kinh nghiệm, Đà Nẵng đứng đầu DTI 2023", [""]),
        ("Nêu cao tinh thần, Hưng Yên xếp thứ 31 DTI 2023", [""]),
        ("Cán bộ trẻ giúp Lạng Sơn xếp thứ 4 DTI 2023", [""]),
        ("Lạng Sơn vững vàng ở vị trí thứ 4 DTI 2023", [""]),
        ("Lạng Sơn sẽ xếp thứ 4 DTI 2023", ["target"]),
        ("Lang Son se xep thu 4 DTI 2023", ["target"]),
        ("Lạng Sơn gần xếp thứ 4 DTI 2023", ["hedge"]),
        # A score, and a distance to another one.
        ("Hà Nội đạt 0,7532 điểm DTI 2023, kém Đà Nẵng 0,1 điểm", ["", "vague"]),
        ("Hai Phong scored 0.7857 in DTI 2024, 0.05 points above the average", ["", "vague"]),
        ("Hà Nội cao hơn Đà Nẵng, đạt 0,7532 điểm DTI 2023", [""]),
    ],
)
def test_what_is_refused_and_what_only_looks_like_it(
    text: str, refusals: list[str], definitions: Definitions, units: Units
) -> None:
    assert [one.refusal for one in read_headline(text, definitions, units)] == refusals


def test_a_long_text_takes_as_much_longer_as_it_is(definitions: Definitions, units: Units) -> None:
    """Counted in calls, as no clock is to be trusted: four times the text, not sixteen times."""

    def calls(sentences: int) -> int:
        counted = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal counted
            counted += event == "call"

        text = ". ".join(f"Quảng Ngãi tăng {n % 9 + 1} bậc DTI 2023" for n in range(sentences))
        sys.setprofile(count)
        try:
            assert len(read_headline(text, definitions, units)) == sentences
        finally:
            sys.setprofile(None)
        return counted

    calls(1)
    assert calls(80) < 6 * calls(20)


@pytest.mark.parametrize(
    ("text", "province", "value"),
    [
        # What looks like a page, a month, an evening or a year.
        ("DTI 2023: Sóc Trăng 36/63", "Sóc Trăng", 36),
        ("Hà Nam thứ 30 DTI 2022", "Hà Nam", 30),
        ("DTI Quảng Nam 2023 xếp thứ 41", "Quảng Nam", 41),
        ("Quảng Ngãi thăng 5 bậc DTI 2023", "Quảng Ngãi", 5),
        ("Hậu Giang lên tới 20/63 DTI 2023", "Hậu Giang", 20),
        ("Sóc Trăng đạt 0,1931 điểm DTI 2020", "Sóc Trăng", 0.1931),
        # Said in turn, from the bottom, in full.
        ("Đà Nẵng và Lạng Sơn lần lượt xếp thứ 1 và thứ 4 DTI 2023", "Đà Nẵng", 1),
        ("Da Nang keeps the lead in the 2023 Digital Transformation Index", "Đà Nẵng", 1),
    ],
)
def test_what_was_once_passed_over(
    text: str, province: str, value: float, definitions: Definitions, units: Units
) -> None:
    one = read_headline(text, definitions, units)[0]
    assert (one.province, one.value, one.refusal, one.unread) == (province, value, "", ())


@pytest.mark.parametrize("words", ["vào kỳ trước", "DTI kỳ trước", "in the previous edition"])
def test_the_edition_before_is_not_the_newest(
    words: str, definitions: Definitions, units: Units
) -> None:
    on_file = [e for e in definitions.editions if e.index == definitions.default_index]
    newest = max(e.edition for e in on_file if e.complete)
    before = max(e.edition for e in on_file if e.edition < newest)
    one = read_headline(f"Hậu Giang xếp thứ 21 {words}", definitions, units)[0]
    assert (one.value, one.edition) == (21, before)
    moved = read_headline(f"Hậu Giang tăng 5 bậc so với {words}", definitions, units)[0]
    assert moved.edition == newest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bình Dương, tỉnh giáp TP.HCM, xếp thứ 7 DTI 2023", [("Bình Dương", "2023", 7)]),
        ("Bình Dương bỏ xa Lạng Sơn, xếp thứ 7 DTI 2023", [("Bình Dương", "2023", 7)]),
        (
            "Lạng Sơn đạt hạng 4/63 về DTI 2023 (năm trước hạng 6)",
            [("Lạng Sơn", "2023", 4), ("Lạng Sơn", "2022", 6)],
        ),
        (
            "DTI 2023 của Vĩnh Phúc: hạng 44, tăng so với năm trước (hạng 50)",
            [("Vĩnh Phúc", "2023", 44), ("Vĩnh Phúc", "2022", 50)],
        ),
        (
            "DTI 2022 và 2023 của Lạng Sơn lần lượt xếp thứ 6 và 4",
            [("Lạng Sơn", "2022", 6), ("Lạng Sơn", "2023", 4)],
        ),
    ],
)
def test_a_neighbour_is_no_subject_and_the_year_before_has_its_own_place(
    text: str, found: list[tuple[str, str, int]], definitions: Definitions, units: Units
) -> None:
    read = read_headline(text, definitions, units)
    assert [(one.province, one.edition, one.value) for one in read] == found
