from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.printed.scores import PrintedScore, parse_score
from helpers.printed.words import PrintedNumberError

from .spellings import any_text, read_or_refused, spellings_of

# Every distinct score of the raw ledgers.
SCORES = """
0,11 0,1738 0,1860 0,1914 0,1931 0,1993 0,1997 0,2021 0,2109 0,2144 0,24 0,2464 0,2493 0,2521
0,2613 0,2756 0,2803 0,2985 0,3026 0,3048 0,3105 0,3215 0,326 0,33 0,3438 0,3504 0,3528 0,3731
0,4014 0,4332 0,4582 0,4626 0,4645 0,4794 0,482 0,4874 0,4880 0,4950 0,5064 0,5079 0,5098 0,5187
0,52 0,54 0,5453 0,5478 0,56 0,57 0,5741 0,5796 0,5878 0,5934 0,5968 0,6 0,607 0,6077 0,62
0,6203 0,6213 0,6456 0,65 0,6514 0,664 0,6688 0,67 0,6705 0,6706 0,6735 0,6783 0,68 0,6881
0,6920 0,6961 0,7 0,70 0,7024 0,7163 0,7167 0,72 0,7326 0,7350 0,7353 0,74 0,75 0,7582 0,76
0,7692 0,7723 0,7770 0,78 0,7857 0,7892 0,79 0,7908 0,7925 0,7951 0,7955 0,7985 0,8002 0,8046
0,81 0,8241 0,83 0,8321 0,8360 0,84 0,8485 0,85 0,86 0,8654 0,88 0,89 0,9062 0,909 0,9238 0,9407
0,9538 0,9578 0,96 0,9655 0.15 0.19 0.21 0.22 0.25 0.28 0.3 0.3019 0.3026 0.304 0.3051 0.3065
0.3087 0.3092 0.3136 0.3161 0.3174 0.32 0.34 0.3509 0.36 0.3615 0.3631 0.3645 0.3655 0.3668
0.3678 0.3696 0.37 0.3761 0.3764 0.377 0.38 0.3848 0.3897 0.39 0.3915 0.3955 0.4 0.403 0.4052
0.4096 0.4097 0.41 0.4155 0.4168 0.43 0.44 0.4446 0.4449 0.4455 0.45 0.4513 0.4544 0.46 0.48
0.4874 0.49 0.4964 0.5 0.51 0.5169 0.5186 0.52 0.522 0.5266 0.5346 0.54 0.56 0.5852 0.5872 0.589
0.6419 0.65 0.67 0.68 0.6845 0.69 0.6909 0.7 0.7024 0.7071 0.7164 0.7857 0.7892 0.7908 0.8147
0.8241 0.83 0.834 0.8485 0.89 0.9238 0.9351 0.9474 0.9655 1 1.00 1.000 72.5 80.12 81,8 82.01
82.8
"""


@pytest.mark.parametrize("printed", SCORES.split())
def test_a_mark_in_a_score_is_decimal(printed: str) -> None:
    whole, _, part = printed.replace(",", ".").partition(".")
    assert parse_score(printed) == PrintedScore(float(f"{whole}.{part or 0}"), None, len(part))


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize("decimals", [3, 4])
def test_every_score_a_ministry_table_can_print(decimals: int, mark: str) -> None:
    for step in range(10**decimals + 1):
        printed = f"{step // 10**decimals}{mark}{step % 10**decimals:0{decimals}d}"
        assert parse_score(printed) == PrintedScore(step / 10**decimals, None, decimals)


@pytest.mark.parametrize(
    ("printed", "value", "scale", "decimals"),
    [
        ("0,607/1,000", 0.607, 1.0, 3),
        ("0,714/1,000", 0.714, 1.0, 3),
        ("0,781/1,000", 0.781, 1.0, 3),
        ("0,934/1,00", 0.934, 1.0, 3),
        ("1,000/1,000", 1.0, 1.0, 3),
        ("0,7125/1", 0.7125, 1.0, 4),
        ("0,72/1", 0.72, 1.0, 2),
        ("0,84/1", 0.84, 1.0, 2),
        ("9,63/13,5", 9.63, 13.5, 2),
        ("38.75/50", 38.75, 50.0, 2),
        ("100/100", 100.0, 100.0, 0),
        ("541,46/1.000", 541.46, 1000.0, 2),
        ("801.91/1.000", 801.91, 1000.0, 2),
        ("541/1.000", 541.0, 1000.0, 0),
        ("80 trên 100 điểm", 80.0, 100.0, 0),
        ("1 000,5/1 200", 1000.5, 1200.0, 1),
    ],
)
def test_scores_on_a_scale(printed: str, value: float, scale: float, decimals: int) -> None:
    found = parse_score(printed)
    assert found == PrintedScore(value, scale, decimals)
    assert found.fraction == value / scale


def test_the_maximum_score_has_a_fraction_but_no_value() -> None:
    found = parse_score("maximum score")
    assert (found.value, found.scale, found.fraction) == (None, None, 1.0)


def test_a_score_without_a_scale_has_no_fraction() -> None:
    assert parse_score("0,7").fraction is None


@pytest.mark.parametrize("printed", ["tốt", "A", "Level A", "loại B", "khá", "Xuất sắc"])
def test_a_grade_is_not_a_number(printed: str) -> None:
    with pytest.raises(PrintedNumberError, match="grade is not a number"):
        parse_score(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "", "101/100", "1,5/1", "0,5/0", "0/0", "-0,5", "91,17%", "gần 0,5", "0, 5", "0 403",
        "0,4,5", "1.234/1.500", "1.234/1.000", "0,9/1.500", "1/1.000", "0/1,000", "điểm", "9" * 16,
        "nan",
    ],
)  # fmt: skip
def test_what_is_no_score_is_refused(printed: str) -> None:
    with pytest.raises(PrintedNumberError):
        parse_score(printed)


@given(st.integers(0, 10**7), st.integers(1, 4), st.sampled_from([".", ","]))
def test_scores_come_back(digits: int, decimals: int, mark: str) -> None:
    whole, part = divmod(digits, 10**decimals)
    value = float(f"{whole}.{part:0{decimals}d}")
    assert parse_score(f"{whole}{mark}{part:0{decimals}d}") == PrintedScore(value, None, decimals)


PRINTED = SCORES.split()


@given(st.sampled_from(PRINTED))
def test_spelling_changes_nothing(printed: str) -> None:
    expected = parse_score(printed)
    for spelled in spellings_of(printed):
        assert parse_score(spelled) == expected


@given(any_text(PRINTED))
def test_only_finite_scores_within_their_scale_or_a_refusal(text: str) -> None:
    found = read_or_refused(parse_score, text)
    if isinstance(found, PrintedScore):
        assert found.value is None or math.isfinite(found.value)
        assert found.fraction is None or 0 <= found.fraction <= 1
