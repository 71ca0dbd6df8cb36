from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.printed.changes import (
    parse_rank_change,
    read_growth,
    read_score_change,
)
from helpers.printed.words import PrintedNumberError

from .spellings import REFUSED, any_text, read_or_refused, spellings_of

# "tăng", "giảm" and "tụt" with a number of places, as printed.
REGULAR_CHANGES = """
giảm 03 bậc | giảm 1 bậc | giảm 1 hạng | giảm 10 bậc | giảm 11 bậc | giảm 13 bậc | giảm 14 bậc
| giảm 2 bậc | giảm 20 hạng | giảm 23 bậc | giảm 3 bậc | giảm 31 bậc | giảm 8 bậc | giảm 9 bậc
| tăng 02 bậc | tăng 1 bậc | tăng 1 hạng | tăng 10 bậc | tăng 10 hạng | tăng 11 bậc | tăng 12 bậc
| tăng 13 bậc | tăng 15 bậc | tăng 16 bậc | tăng 17 bậc | tăng 18 bậc | tăng 2 bậc | tăng 20 bậc
| tăng 21 bậc | tăng 22 bậc | tăng 23 bậc | tăng 25 bậc | tăng 26 bậc | tăng 27 bậc | tăng 28 bậc
| tăng 29 bậc | tăng 3 bậc | tăng 31 bậc | tăng 33 bậc | tăng 34 bậc | tăng 4 bậc | tăng 4 hạng
| tăng 43 bậc | tăng 44 bậc | tăng 5 bậc | tăng 6 bậc | tăng 7 bậc | tăng 8 bậc | tăng 9 bậc
| tụt 10 bậc | tụt 7 bậc | Tăng 4 bậc
"""
CHANGES = """
nhảy vọt 17 bậc = 17; tăng vọt 34 bậc = 34; tăng 11 bậc so với năm 2020 = 11; tăng một hạng = 1;
tụt một hạng = -1; an increase of 34 positions = 34; climbed two spots = 2; down 8 places = -8;
up 3 places = 3; up 9 places = 9; up 13 places = 13; up 48 = 48; risen 5 places = 5;
surging by 33 places = 33; increases 2 positions = 2; 03 = 3; 05 = 5; 10 = 10; 13 = 13; 2 = 2;
25 = 25; 3 = 3; 34 = 34; 6 = 6; -01 = -1; \u22123 = -3; –3 = -3; +5 bậc = 5; 0 = 0;
giữ nguyên = 0; giữ vị trí = 0; giữ thứ hạng = 0; giữ vững thứ hạng = 0;
unchanged = 0; giảm 0 bậc = 0; fell by 4 places = -4;
dropped three places compared with 2021 = -3; đã tăng 15 bậc so với năm trước = 15;
has risen 5 places from 2020 = 5; 9 places higher = 9; rớt 3 hạng = -3; tăng năm bậc = 5
"""


@pytest.mark.parametrize("printed", [form.strip() for form in REGULAR_CHANGES.split("|")])
def test_regular_rank_changes(printed: str) -> None:
    word, places_moved, _ = printed.split()
    sign = {"tăng": 1, "giảm": -1, "tụt": -1}[word.lower()]
    assert parse_rank_change(printed) == sign * int(places_moved)


@pytest.mark.parametrize("entry", [entry.strip() for entry in CHANGES.split(";")])
def test_rank_changes(entry: str) -> None:
    printed, expected = entry.rsplit(" = ", 1)
    assert parse_rank_change(printed) == int(expected)


@pytest.mark.parametrize(
    "printed",
    [
        "", "5 bậc", "tăng lên hạng 5", "vươn lên 5", "lên hạng 5", "up to 5", "tăng từ 20 lên 5",
        "tăng -3 bậc", "tăng 3 bậc lower", "tăng 64 bậc", "tăng 114", "tăng 2,5 bậc", "2021",
        "tăng bậc", "giảm", "tăng 11 bậc nhưng giảm 2 bậc", "tăng hạng 5", "tăng 3%", "thứ 5",
        "moved 5 places", "--3", "giữ vững hạng 5", "giữ", "giữ vị trí 5", "up 9 places higher",
    ],
)  # fmt: skip
def test_what_is_no_rank_change_is_refused(printed: str) -> None:
    with pytest.raises(PrintedNumberError):
        parse_rank_change(printed)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("0.1545", 0.1545),
        ("0.1545 higher", 0.1545),
        ("0.1757", 0.1757),
        ("tăng 0,1428", 0.1428),
        ("tăng 0,1783", 0.1783),
        ("tăng 0,2052", 0.2052),
        ("tăng 0,2084", 0.2084),
        ("tăng 0,2209", 0.2209),
        ("tăng 0,2511", 0.2511),
        ("tăng 0,2909", 0.2909),
        ("tăng 0,4159", 0.4159),
        ("tăng 114", 114.0),
        ("giảm 0,033", -0.033),
        ("0,02 lower", -0.02),
        ("\u22120,02 điểm", -0.02),
        ("tăng 114 điểm so với năm 2021", 114.0),
        ("không đổi", 0.0),
    ],
)
def test_score_changes(printed: str, expected: float) -> None:
    assert read_score_change(printed).value == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("87,44%", 87.44),
        ("90,53%", 90.53),
        ("93,03%", 93.03),
        ("94,69%", 94.69),
        ("44,6%", 44.6),
        ("32.7%", 32.7),
        ("tăng 32,7%", 32.7),
        ("tăng 13,3%", 13.3),
        ("tăng 13,4%", 13.4),
        ("tăng 4,7%", 4.7),
        ("tăng 2,6%", 2.6),
        ("tăng 30%", 30.0),
        ("giảm 3,2 phần trăm", -3.2),
        ("-3,2%", -3.2),
        ("up 5 percent compared with 2021", 5.0),
    ],
)
def test_growth(printed: str, expected: float) -> None:
    assert read_growth(printed).value == expected


@pytest.mark.parametrize("printed", ["", "tăng", "tăng 5%", "tăng -0,5", "tăng 0,5 lower", "tốt"])
def test_what_is_no_score_change_is_refused(printed: str) -> None:
    with pytest.raises(PrintedNumberError):
        read_score_change(printed)


@pytest.mark.parametrize("printed", ["", "32,7", "tăng 4,7 điểm phần trăm", "tăng %", "5% - 6%"])
def test_what_is_no_growth_is_refused(printed: str) -> None:
    with pytest.raises(PrintedNumberError):
        read_growth(printed)


@given(st.integers(1, 63), st.sampled_from(["tăng {} bậc", "up {} places", "{}", "+{}"]))
def test_rank_changes_up_come_back(moved: int, form: str) -> None:
    assert parse_rank_change(form.format(moved)) == moved


@given(st.integers(1, 63), st.sampled_from(["giảm {} bậc", "down {} places", "-{}", "–{}"]))
def test_rank_changes_down_come_back(moved: int, form: str) -> None:
    assert parse_rank_change(form.format(moved)) == -moved


@given(st.integers(0, 10**7), st.integers(1, 4), st.sampled_from([".", ","]))
def test_changes_of_score_and_growth_come_back(digits: int, decimals: int, mark: str) -> None:
    whole, part = divmod(digits, 10**decimals)
    value = float(f"{whole}.{part:0{decimals}d}")
    printed = f"{whole}{mark}{part:0{decimals}d}"
    assert read_growth(f"giảm {printed} %").value == -value
    assert read_score_change(f"tăng {printed}").value == value


PRINTED = [
    *(entry.strip().rsplit(" = ", 1)[0] for entry in CHANGES.split(";")),
    *(form.strip() for form in REGULAR_CHANGES.split("|")),
]


@given(st.sampled_from(PRINTED))
def test_spelling_changes_nothing(printed: str) -> None:
    expected = parse_rank_change(printed)
    for spelled in spellings_of(printed):
        assert parse_rank_change(spelled) == expected


@given(any_text(PRINTED))
def test_only_possible_changes_or_a_refusal(text: str) -> None:
    found = read_or_refused(parse_rank_change, text)
    assert found == REFUSED or (isinstance(found, int) and -63 <= found <= 63)
    for parser in (read_score_change, read_growth):
        try:
            moved = parser(text)
        except PrintedNumberError:
            continue
        assert math.isfinite(moved.value)
        assert moved.decimals >= 0
