from __future__ import annotations

import math
import pickle
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.sources.errors import BadInputError
from helpers.sources.printed_numbers import (
    PrintedNumberError,
    PrintedQuantity,
    PrintedRank,
    PrintedScore,
    parse_growth_percent,
    parse_quantity,
    parse_rank,
    parse_rank_change,
    parse_score,
    parse_score_change,
)

# Every distinct form of the raw ledgers stands in a table below. Where a whole table is regular,
# a rule that knows only that one form gives the expected number; the rest was worked out by eye.
PLAIN_COUNTS = """
05 07 1 100 102 1037 104 1044 115 116 119 122 127 130 133 135 139 143 1499 150 155 161 166 167
173 176 177 1827 186 188 19 191 198 2 204 21 217 22 223 226 228 23 230 235 236 239 240 241 247
249 251 256 258 27 272 28 283 29 301 310 311 325 335 338 34 361 369 374 393 397 4 40 409 42 43
45 456 46 460 466 47 484 5 507 509 516 519 525 528 532 533 543 544 546 55 561 566 572 577 580
581 58297 594 595 6 600 609 612 620 621 628 643 648 664 668 678 690 691 700 71 712 715 731 737
746 747 748 757 77 777 790 80 800 807 81 812 819 823 84 85 850 86 88 892 912 916 917 932 9391 94
946 95 951 959 961 962 967 973 978 982 987
"""
GROUPED_COUNTS = """
1,002 1,030 1,049 1,051 1,055 1,074 1,126 1,142 1,209 1,226 1,241 1,256 1,272 1,293 1,380 1,397
1,421 1,448 1,475 1,512 1,513 1,543 1,557 1,559 1,577 1,579 1,589 1,629 1,654 1,658 1,778 1,786
1,810 1,816 1,818 1,828 1,834 1,839 1,845 1,913 1,922 1,942 1,981 1,996 1.000 1.000.845 1.014
1.016 1.027 1.028.354 1.029 1.039 1.065.067 1.067 1.099 1.141 1.150.343 1.170 1.173 1.255 1.258
1.260 1.340 1.364 1.368 1.373 1.403 1.421 1.432 1.459 1.466 1.509 1.525 1.543 1.569 1.572 1.707
1.758 1.762 1.769 1.773 1.777 1.778 1.784 1.818 1.830 1.833 1.871 1.877 1.935 1.939 1.960 1.996
10.257 11,400 116.517 120,000 121.355 130.487 131.788 133,000 14.433 183.000 19.881 191,957
2,001 2,142 2,219 2,242 2,247 2,253 2,450 2,780,450 2.006 2.100 2.104 2.133 2.192 2.230 2.256
2.356 2.400 2.418 2.519 2.725 20,000 20.652 20.750 238.195 239.723 24,558 240.000 250,000 27.200
27.218 277.307 3,311,866 3.000 3.056 3.295 3.666 3.740 3.970 300.000 31,850 34,530 34.020 36.753
365.946 37.939 38.555 4,749 4.285 4.327 412.965 42.757 44,825 447,203 48.442 5,781 5,783 5.034
50.911 57.239 6,203 6.062 6.411 6.891 6.892 6.949 69.635 7.402 7.454 75.372 751,295 8.268 8.828
8.966 87.669 9,000 9,042 9.878 95.035 95.662
"""
PERCENTAGES = """
10% 10,76% 100% 101,3% 12% 12,52% 12.5% 17% 17,15% 18,66% 19,73% 19,76% 20% 20.7% 21.09% 22,87%
25% 26,45% 29,48% 3,08% 3,7% 30% 30,1% 31% 31,81% 35% 36.29% 37% 37,6% 39% 4,21% 4,87% 4.9%
40.1% 41,11% 42,13% 42,24% 42,92% 43,08% 44% 46.14% 47,75% 5,16% 5,73% 5,78% 50% 51% 56,83%
57,76% 57.67% 58% 58,2% 59,25% 59.6% 6,23% 6,3% 6,42% 6.64% 60% 61% 63% 63,5% 63,8% 63,9% 64,2%
65% 65,9% 65.79% 66% 66,2% 66,38% 66,44% 67% 67,4% 68% 68,3% 68.3% 7,09% 7,4% 70% 71% 71,84% 72%
72,52% 73.9% 75% 75,3% 76% 76,28% 77% 78,05% 78,19% 79% 79,53% 79,76% 8,3% 8,6% 80% 80,26%
80,53% 80,62% 80.60% 81% 81,2% 81.33% 81.35% 81.4% 81.5% 82% 82,1% 83,06% 83,21% 83.6% 84%
84.42% 85,79% 85.5% 86,5% 86,8% 87% 87,4% 87,6% 87,74% 87.4% 87.5% 88,7% 88.46% 88.9% 89.5%
89.8% 9% 9,3% 9,7% 9.7% 90% 90,43% 90.26% 91% 91,17% 91.17% 92% 92.8% 94% 94,5% 95% 95,1% 95,23%
95,5% 95.13% 95.5% 95.8% 95.90% 96% 97% 97,6% 97,7% 97,92% 97.7% 97.78% 97.9% 98% 98,01% 98,2%
98,49% 98,5% 98,6% 98,92% 98.4% 98.6% 98.7% 98.81% 99% 99,1% 99,5% 99,9% 99,99% 99.4% 99.74%
99.86%
"""
PARTS_OF_A_WHOLE = """
108/108 11/15 12/63 1292/1292 13/17 15/16 157/159 17/18 17/63 173/173 24/26 25/63 30/34 33/39
4/13 40/63 43/51 46/63 53/53 60/63 680/680 75/75 9/17
"""
# Entries "printed = value", under (qualifier, unit).
QUALIFIED = {
    ("about", ""): "About 2,500 = 2500; khoảng 1.800 = 1800; khoảng 400 = 400; khoảng 5000 = 5000",
    ("about", "percent"): """khoảng 10% = 10; khoảng 15,9% = 15.9; khoảng 7,41% = 7.41;
        khoảng 96% = 96; khoảng trên 60% = 60""",
    ("less_than", ""): """Gần 100.000 = 100000; Nearly 1,500 = 1500; gần 1.300 = 1300;
        gần 10.000 = 10000; gần 100 = 100; gần 128 = 128; gần 140.000 = 140000;
        gần 17.000 = 17000; gần 2.000 = 2000; gần 23.700 = 23700; gần 3.000 = 3000;
        gần 390.000 = 390000; gần 41.770 = 41770; gần 450 = 450; gần 7.000 = 7000;
        gần 800 = 800; gần 800.000 = 800000; nearly 4,400 = 4400; nearly 55,000 = 55000;
        Gần 2,5 triệu = 2500000""",
    ("less_than", "percent"): """gần 50% = 50; gần 97% = 97; nearly 70% = 70; nearly 86% = 86;
        nearly 80 percent = 80""",
    ("more_than", ""): """More than 6,100 = 6100; hơn 1.000 = 1000; hơn 1.370 = 1370;
        hơn 1.400 = 1400; hơn 1.600 = 1600; hơn 1.680 = 1680; hơn 1.800 = 1800; hơn 1.900 = 1900;
        hơn 10.850 = 10850; hơn 126.560 = 126560; hơn 13.600 = 13600; hơn 17.400.000 = 17400000;
        hơn 1750 = 1750; hơn 19.870 = 19870; hơn 21.000 = 21000; hơn 30.000 = 30000;
        hơn 50 = 50; hơn 500 = 500; hơn 7.512 = 7512; hơn 70.000 = 70000; hơn 8.140 = 8140;
        more than 1,200 = 1200; more than 160,000 = 160000; more than 185,000 = 185000;
        more than 2,800 = 2800; more than 350 = 350; more than 520,000 = 520000;
        more than 80,000 = 80000; more than 800,000 = 800000; more than 9,300 = 9300;
        more than 900,000 = 900000; more than 95,000 = 95000; over 1,448 = 1448;
        over 102,000 = 102000; over 105,000 = 105000; over 36,000 = 36000; over 80,000 = 80000;
        over 92,000 = 92000; trên 10.000 = 10000; trên 150 = 150; trên 1680 = 1680;
        trên 450 = 450; trên 58.000 = 58000; trên 67.500 = 67500; trên 7.770 = 7770;
        trên 77.000 = 77000; hơn 1,1 triệu = 1100000; hơn 1,3 triệu = 1300000;
        hơn 1,35 triệu = 1350000; hơn 1,46 triệu = 1460000; hơn 45 nghìn = 45000;
        more than 1.175 million = 1175000; more than 84 million = 84000000;
        over 2.2 million = 2200000""",
    ("more_than", "percent"): """More than 60% = 60; Upward 80 percent = 80; exceeded 90% = 90;
        hơn 20% = 20; hơn 90% = 90; hơn 99% = 99; more than 70% = 70; over 80% = 80;
        over 85% = 85; over 86% = 86; over 90% = 90; over 95% = 95; over 96% = 96; over 97% = 97;
        over 98% = 98; over 99% = 99; trên 37% = 37; trên 60% = 60; trên 74% = 74; trên 80% = 80;
        trên 90% = 90; trên 95% = 95; trên 97% = 97; trên 98% = 98; trên 99% = 99;
        tối thiểu 50% = 50""",
    ("more_than", "dong"): "hơn 127 tỷ đồng = 127000000000; hơn 56 tỷ đồng = 56000000000",
    ("", "percent"): """100 percent = 100; 18.7 per cent = 18.7; 45 per cent = 45; 55 percent = 55;
        74.96 per cent = 74.96; 76 percent = 76; 77.62 per cent = 77.62; 8.7 percent = 8.7;
        88 percent = 88; Fifty-two per cent = 52""",
    ("", ""): """1 305 = 1305; 362 468 = 362468; 13,7 triệu = 13700000; 4 triệu = 4000000;
        286 nghìn = 286000; 30 tỷ = 30000000000; 54 million = 54000000; 13.92 = 13.92; 2.3 = 2.3;
        28,5 = 28.5; bốn = 4; chưa có = 0; 115 + 715 = 830""",
}
QUALIFIED_ROWS = [
    (printed.strip(), float(value), *kind)
    for kind, entries in QUALIFIED.items()
    for printed, value in (entry.rsplit(" = ", 1) for entry in entries.split(";"))
]


def exact(
    value: float, unit: str = "", out_of: float | None = None, decimals: int = 0
) -> PrintedQuantity:
    return PrintedQuantity(value, None, None, unit, out_of, "", decimals)


def places(best: int | None, worst: int | None, out_of: int | None = None) -> PrintedRank:
    return PrintedRank(None, out_of, best, worst, is_last=False, is_group=True)


def rank_of(rank: int, out_of: int | None = None) -> PrintedRank:
    return PrintedRank(rank, out_of, rank, rank, is_last=False, is_group=False)


@pytest.mark.parametrize("printed", PLAIN_COUNTS.split())
def test_plain_counts(printed: str) -> None:
    assert parse_quantity(printed) == exact(float(int(printed)))


@pytest.mark.parametrize("printed", GROUPED_COUNTS.split())
def test_three_digits_after_a_mark_group_thousands_in_a_count(printed: str) -> None:
    digits = printed.replace(",", "").replace(".", "")
    assert parse_quantity(printed) == exact(float(int(digits)))


@pytest.mark.parametrize("printed", PERCENTAGES.split())
def test_a_mark_before_a_percent_sign_is_decimal(printed: str) -> None:
    number = printed.rstrip("%").replace(",", ".")
    decimals = len(number) - number.index(".") - 1 if "." in number else 0
    assert parse_quantity(printed) == exact(float(number), "percent", decimals=decimals)


@pytest.mark.parametrize("printed", PARTS_OF_A_WHOLE.split())
def test_parts_of_a_whole(printed: str) -> None:
    part, whole = printed.split("/")
    assert parse_quantity(printed) == exact(float(part), out_of=float(whole))


@pytest.mark.parametrize(("printed", "value", "qualifier", "unit"), QUALIFIED_ROWS)
def test_words_around_a_quantity(printed: str, value: float, qualifier: str, unit: str) -> None:
    found = parse_quantity(printed)
    assert (found.value, found.qualifier, found.unit) == (value, qualifier, unit)
    assert (found.lower, found.upper, found.out_of) == (None, None, None)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("0.359/1 thousand people", exact(0.359, "people", 1000.0, 3)),
        ("1.356/1.356", exact(1356.0, out_of=1356.0)),
        ("1.525/1.562", exact(1525.0, out_of=1562.0)),
        ("43 out of 53", exact(43.0, out_of=53.0)),
        ("43 trên 53", exact(43.0, out_of=53.0)),
        (
            "97.5 - 99.9 percent",
            PrintedQuantity(None, 97.5, 99.9, "percent", None, "", 1),
        ),
        (
            "khoảng 1–2 triệu",
            PrintedQuantity(None, 1_000_000.0, 2_000_000.0, "", None, "about", -6),
        ),
        ("từ 80% đến 90%", PrintedQuantity(None, 80.0, 90.0, "percent", None, "", 0)),
        ("between 80 and 90 percent", PrintedQuantity(None, 80.0, 90.0, "percent", None, "", 0)),
        ("80% trở lên", PrintedQuantity(80.0, None, None, "percent", None, "more_than", 0)),
        ("dưới 5%", PrintedQuantity(5.0, None, None, "percent", None, "less_than", 0)),
        ("\uff11.\uff12\uff15\uff18", exact(1258.0)),
        ("1\u00a0305", exact(1305.0)),
        ("17\u202f400\u202f000", exact(17_400_000.0)),
        ("1\u200b305", exact(1305.0)),
        ("1.234,5", exact(1234.5, decimals=1)),
        ("1,234.5", exact(1234.5, decimals=1)),
        ("0.403", exact(0.403, decimals=3)),
        ("1,175 triệu", exact(1_175_000.0, decimals=-3)),
        ("1.234,5 tỷ đồng", exact(1_234_500_000_000.0, "dong", decimals=-8)),
        ("năm mươi hai phần trăm", exact(52.0, "percent")),
        ("hai triệu", exact(2_000_000.0, decimals=-6)),
        ("1.258 dịch vụ", exact(1258.0, "services")),
        ("none yet", exact(0.0)),
    ],
)
def test_other_quantities(printed: str, expected: PrintedQuantity) -> None:
    assert parse_quantity(printed) == expected


@pytest.mark.parametrize(
    ("printed", "decimals"),
    [("80,26%", 2), ("13.92", 2), ("hơn 1,35 triệu", -4), ("30 tỷ", -9), ("gần 1.300", 0)],
)
def test_decimals_say_to_what_unit_a_quantity_was_published(printed: str, decimals: int) -> None:
    assert parse_quantity(printed).decimals == decimals


@pytest.mark.parametrize(
    ("printed", "readings"),
    [
        ("44 33", ("4433", "44.33")),
        ("1.200 tỷ đồng", ("1200", "1.200")),
        ("1,200 billion", ("1200", "1.200")),
        ("1,250 percent", ("1250", "1.250")),
        ("1234.567", ("1234567", "1234.567")),
        ("12,34,567", ("1234567", "1234.567")),
        ("1.234.56", ("123456", "1234.56")),
        ("1.234 567", ("1234567", "1234.567")),
        ("1.305/1 thousand people", ("1305", "1.305")),
        ("007.5", ("0075", "007.5")),
    ],
)
def test_a_number_with_two_readings_is_refused_and_both_are_named(
    printed: str, readings: tuple[str, str]
) -> None:
    with pytest.raises(PrintedNumberError) as caught:
        parse_quantity(printed)
    assert all(reading in caught.value.expected for reading in readings)
    assert caught.value.text == printed


@pytest.mark.parametrize(
    "printed",
    [
        "", "   ", "75/75 + 525", "thứ 10", "thứ 2/63", "thứ 3/63", "thứ 30/63", "10th", "-5",
        "0/0", "mười năm",
        "chưa có số liệu", "không có", "tốt", "27/10", "5/0", "53/53 %", "20 - 10%", "10%+20%",
        "5 triệu %", "1,3 triêu", "59.6% of 1,834", "hơn gần 5", "12 34 56", "nan", "inf", "1e5",
        "10²", "½", "1.", ",5", "1..5", "9" * 16, "khoảng", "%", "500 - 1 triệu", "gần gần khoảng",
        "over nearly about 5", "80 %%", "một nghìn hai trăm",
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_refused(printed: str) -> None:
    with pytest.raises(PrintedNumberError):
        parse_quantity(printed)


PLAIN_RANKS = """
01 1 10 11 12 13 14 15 16 17 18 19 2 20 21 22 23 24 25 26 27 28 29 3 30 32 34 35 36 37 38 39 4
40 41 43 44 46 47 5 50 51 53 54 55 56 57 58 6 60 61 62 63 7 8 9
"""
RANKS_OF = """
09/63 1/63 10/63 12/63 13/63 14/63 16/63 17/63 18/63 19/63 20/63 21/63 23/63 24/63 25/63 26/63
27/63 28/63 29/63 31/63 32/63 34/63 37/63 39/63 4/63 40/63 41/63 44/63 5/63 50/63 51/63 52/63
53/63 54/63 56/63 57/63 58/63 6/63 60/63 61/63 62/63 63/63 8/63 9/63 6/34 5/13
"""
# Entries "printed = rank" or "printed = rank of units".
RANKS_IN_WORDS = """
2nd = 2; 3rd = 3; 5th = 5; 7th = 7; 8th = 8; 9th = 9; 10th = 10; 14th = 14; 21st = 21; 25th = 25;
27th = 27; 29th = 29; 17th out of 63 = 17 of 63; 25th out of 63 = 25 of 63;
27th out of 63 = 27 of 63; 5th out of 63 = 5 of 63; 55 out of 63 = 55 of 63; 22 of 63 = 22 of 63;
56 trên 63 = 56 of 63; No. 27 out of 63 = 27 of 63; Nhất = 1; nhất = 1; hạng nhất = 1;
dẫn đầu = 1; đứng đầu = 1; đứng đầu cả nước = 1; số 1 = 1; thứ nhất = 1; leads = 1; led = 1;
topped = 1; first = 1; runner-up = 2; second = 2; third = 3; fourth = 4; fifth = 5; sixth = 6;
eighth = 8; hạng 2 = 2; hạng 5 = 5; hạng 8 = 8; vị trí thứ hai = 2; thứ hai = 2; thứ ba = 3;
thứ tư = 4; thứ năm = 5; thứ chín = 9; thứ 2 = 2; thứ 3 = 3; thứ 4 = 4; thứ 5 = 5; thứ 7 = 7;
thứ 8 = 8; thứ 9 = 9; thứ 10 = 10; thứ 12 = 12; thứ 14 = 14; thứ 15 = 15; thứ 21 = 21;
thứ 22 = 22; thứ 31 = 31; thứ 36 = 36; thứ 43 = 43; thứ 55 = 55; thứ 2/63 = 2 of 63;
thứ 3/63 = 3 of 63; thứ 6/63 = 6 of 63; thứ 8/63 = 8 of 63; thứ 12/63 = 12 of 63;
thứ 17/63 = 17 of 63; thứ 25/63 = 25 of 63; thứ 26/63 = 26 of 63; thứ 30/63 = 30 of 63;
thứ 32/63 = 32 of 63; thứ 37/63 = 37 of 63; thứ 14/34 = 14 of 34;
Xếp thứ 5/63 tỉnh, thành phố = 5 of 63; đứng thứ hai trong số 34 địa phương = 2 of 34;
17 / 63 = 17 of 63; ranked 5th of 63 provinces = 5 of 63; number three = 3; twenty-first = 21;
# 5 = 5; thứ hai mươi mốt = 21; đồng hạng 5 = 5; top 1 = 1; á quân = 2; thứ mười lăm = 15;
leads the country = 1; 10th nationwide = 10; giữ vị trí thứ 5 = 5
"""


@pytest.mark.parametrize("printed", PLAIN_RANKS.split())
def test_plain_ranks(printed: str) -> None:
    assert parse_rank(printed) == rank_of(int(printed))


@pytest.mark.parametrize("printed", RANKS_OF.split())
def test_ranks_of_a_number_of_units(printed: str) -> None:
    rank, units = map(int, printed.split("/"))
    assert parse_rank(printed) == rank_of(rank, units)


@pytest.mark.parametrize("entry", [entry.strip() for entry in RANKS_IN_WORDS.split(";")])
def test_ranks_in_words(entry: str) -> None:
    printed, expected = entry.rsplit(" = ", 1)
    rank, _, units = expected.partition(" of ")
    found = parse_rank(printed)
    assert (found.rank, found.out_of) == (int(rank), int(units) if units else None)
    assert (found.best, found.worst, found.is_group) == (int(rank), int(rank), False)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("top 3", places(1, 3)),
        ("top five", places(1, 5)),
        ("top 10", places(1, 10)),
        ("Top 10", places(1, 10)),
        ("top ten", places(1, 10)),
        ("tốp 10", places(1, 10)),
        ("1 trong 9 tỉnh dẫn đầu", places(1, 9)),
        ("nhóm 10 địa phương dẫn đầu", places(1, 10)),
        ("lọt top 10/63", places(1, 10, 63)),
        ("one of the top five", places(1, 5)),
        ("ahead of Da Nang (4th)", places(1, 3)),
        ("xếp trên Đà Nẵng (thứ 2)", rank_of(1)),
        ("one of the five", places(None, None)),
        ("among lowest three", PrintedRank(None, None, None, None, False, True, 3)),
        ("bottom 3 of 63", PrintedRank(None, 63, 61, 63, False, True, 3)),
        ("last", PrintedRank(None, None, None, None, True, False, 1)),
        ("đứng cuối", PrintedRank(None, None, None, None, True, False, 1)),
        ("đứng cuối bảng", PrintedRank(None, None, None, None, True, False, 1)),
        ("last of 63", PrintedRank(None, 63, 63, 63, True, False, 1)),
    ],
)
def test_groups_and_the_last_place_name_no_rank(printed: str, expected: PrintedRank) -> None:
    assert parse_rank(printed) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "", "0", "00", "65", "2021", "17,5", "64/63", "27/10", "0/63", "10/100", "5/0",
        "5/80", "last of 80", "top 10/80", "thứ mười năm", "tốt", "hạng A",
        "ba", "five", "the five", "thứ hai từ dưới lên", "đứng đầu vùng", "dẫn đầu khu vực", "-5",
        "tăng 5 bậc", "top", "top 0", "top 70", "top 5%", "nhóm dẫn đầu", "5 - 7", "5/63/2021",
        "ahead of Da Nang (1st)", "ahead of Da Nang (top 10)", "ahead of Da Nang", "second last",
        "one of the best", "lowest 70 of 63", "1 305",
    ],
)  # fmt: skip
def test_what_is_no_rank_is_refused(printed: str) -> None:
    with pytest.raises(PrintedNumberError):
        parse_rank(printed)


ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty"]
ENGLISH_FIRST_19 = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh
twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""".split()
VIETNAMESE_UNITS = "nhất hai ba tư năm sáu bảy tám chín".split()
VIETNAMESE_AFTER_TEN = "một hai ba bốn lăm sáu bảy tám chín".split()
VIETNAMESE_AFTER_TWENTY = "mốt hai ba tư lăm sáu bảy tám chín".split()


def english_place(rank: int) -> str:
    if rank < 20:
        return ENGLISH_FIRST_19[rank - 1]
    ten, unit = ENGLISH_TENS[rank // 10 - 2], rank % 10
    return f"{ten}-{ENGLISH_FIRST_19[unit - 1]}" if unit else f"{ten[:-1]}ieth"


def vietnamese_place(rank: int) -> str:
    if rank < 10:
        return f"thứ {VIETNAMESE_UNITS[rank - 1]}"
    if rank < 20:
        return f"thứ mười {VIETNAMESE_AFTER_TEN[rank - 11]}" if rank > 10 else "thứ mười"
    ten, unit = VIETNAMESE_UNITS[rank // 10 - 1].replace("tư", "bốn"), rank % 10
    return f"thứ {ten} mươi" + (f" {VIETNAMESE_AFTER_TWENTY[unit - 1]}" if unit else "")


@pytest.mark.parametrize("rank", range(1, 64))
@pytest.mark.parametrize("spell", [english_place, vietnamese_place])
def test_places_in_words_come_back(spell: Callable[[int], str], rank: int) -> None:
    words = spell(rank)
    assert parse_rank(words) == rank_of(rank)
    assert parse_rank(unicodedata.normalize("NFD", words).upper()) == rank_of(rank)
    assert parse_rank(f"{words}/63") == rank_of(rank, 63)


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
giữ nguyên = 0; giữ vững thứ hạng = 0; unchanged = 0; giảm 0 bậc = 0; fell by 4 places = -4;
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
        "moved 5 places", "--3", "giữ vững hạng 5", "up 9 places higher",
    ],
)  # fmt: skip
def test_what_is_no_rank_change_is_refused(printed: str) -> None:
    with pytest.raises(PrintedNumberError):
        parse_rank_change(printed)


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
    assert parse_score_change(printed) == expected


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
    assert parse_growth_percent(printed) == expected


@pytest.mark.parametrize("printed", ["", "tăng", "tăng 5%", "tăng -0,5", "tăng 0,5 lower", "tốt"])
def test_what_is_no_score_change_is_refused(printed: str) -> None:
    with pytest.raises(PrintedNumberError):
        parse_score_change(printed)


@pytest.mark.parametrize("printed", ["", "32,7", "tăng 4,7 điểm phần trăm", "tăng %", "5% - 6%"])
def test_what_is_no_growth_is_refused(printed: str) -> None:
    with pytest.raises(PrintedNumberError):
        parse_growth_percent(printed)


def test_an_error_speaks_both_languages_and_survives_a_process_boundary() -> None:
    with pytest.raises(PrintedNumberError) as caught:
        parse_quantity("khoảng 44 33")
    error = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(error, BadInputError)
    assert error.text == "khoảng 44 33"
    assert str(error) == str(caught.value)
    assert "Không đọc được 'khoảng 44 33'" in str(error)
    assert "Cannot read 'khoảng 44 33'" in str(error)


Parser = Callable[[str], object]
PARSERS: tuple[Parser, ...] = (
    parse_quantity,
    parse_rank,
    parse_rank_change,
    parse_score,
    parse_score_change,
    parse_growth_percent,
)
ALL_PRINTED = [
    *PLAIN_COUNTS.split(),
    *GROUPED_COUNTS.split(),
    *PERCENTAGES.split(),
    *PARTS_OF_A_WHOLE.split(),
    *SCORES.split(),
    *(row[0] for row in QUALIFIED_ROWS),
    *(entry.strip().rsplit(" = ", 1)[0] for entry in RANKS_IN_WORDS.split(";")),
    *(entry.strip().rsplit(" = ", 1)[0] for entry in CHANGES.split(";")),
]


def outcome(parser: Parser, text: str) -> object:
    try:
        return parser(text)
    except PrintedNumberError:
        return "refused"


@given(st.sampled_from(ALL_PRINTED), st.sampled_from(PARSERS))
def test_spelling_changes_nothing(printed: str, parser: Parser) -> None:
    expected = outcome(parser, printed)
    full_width = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c != " " else c for c in printed)
    for spelled in (
        unicodedata.normalize("NFD", printed),
        unicodedata.normalize("NFC", printed),
        printed.upper(),
        f"  {printed}\t\n",
        printed.replace(" ", "\u00a0"),
        printed.replace(" ", " \u202f  "),
        full_width,
    ):
        assert outcome(parser, spelled) == expected


@given(st.integers(0, 10**12), st.sampled_from([".", ",", " ", "\u00a0", "\u202f"]))
def test_grouped_counts_come_back(count: int, mark: str) -> None:
    assert parse_quantity(f"{count:,}".replace(",", mark)) == exact(float(count))


@given(st.integers(0, 10**7), st.integers(1, 4), st.sampled_from([".", ","]))
def test_percentages_and_scores_come_back(digits: int, decimals: int, mark: str) -> None:
    whole, part = divmod(digits, 10**decimals)
    value = float(f"{whole}.{part:0{decimals}d}")
    printed = f"{whole}{mark}{part:0{decimals}d}"
    assert parse_quantity(f"{printed}%") == exact(value, "percent", decimals=decimals)
    assert parse_score(printed) == PrintedScore(value, None, decimals)
    assert parse_growth_percent(f"giảm {printed} %") == -value
    assert parse_score_change(f"tăng {printed}") == value


@given(st.integers(1, 63), st.sampled_from(["tăng {} bậc", "up {} places", "{}", "+{}"]))
def test_rank_changes_up_come_back(moved: int, form: str) -> None:
    assert parse_rank_change(form.format(moved)) == moved


@given(st.integers(1, 63), st.sampled_from(["giảm {} bậc", "down {} places", "-{}", "–{}"]))
def test_rank_changes_down_come_back(moved: int, form: str) -> None:
    assert parse_rank_change(form.format(moved)) == -moved


LIKELY_TEXT = st.lists(
    st.sampled_from(
        [*"0123456789.,/ %-+", *(word for text in ALL_PRINTED for word in re.findall(r"\w+", text))]
    ),
    max_size=8,
).map("".join)


@given(st.one_of(st.text(max_size=25), LIKELY_TEXT), st.sampled_from(PARSERS))
def test_only_finite_numbers_or_a_refusal(text: str, parser: Parser) -> None:
    found = outcome(parser, text)
    numbers = [found] if isinstance(found, (int, float)) else []
    if isinstance(found, PrintedQuantity):
        numbers = [found.value, found.lower, found.upper, found.out_of]
        assert (found.value is None) == (found.lower is not None and found.upper is not None)
    if isinstance(found, PrintedRank):
        numbers = [found.rank, found.best, found.worst]
        assert all(number is None or 1 <= number <= 64 for number in numbers)
    if isinstance(found, PrintedScore):
        numbers = [found.value, found.fraction]
        assert found.fraction is None or 0 <= found.fraction <= 1
    assert all(math.isfinite(number) for number in numbers if number is not None)
