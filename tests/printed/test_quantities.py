from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.printed.quantities import PrintedQuantity, parse_quantity
from helpers.printed.words import PrintedNumberError

from .spellings import any_text, read_or_refused, spellings_of

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


@given(st.integers(0, 10**12), st.sampled_from([".", ",", " ", "\u00a0", "\u202f"]))
def test_grouped_counts_come_back(count: int, mark: str) -> None:
    assert parse_quantity(f"{count:,}".replace(",", mark)) == exact(float(count))


@given(st.integers(0, 10**7), st.integers(1, 4), st.sampled_from([".", ","]))
def test_percentages_come_back(digits: int, decimals: int, mark: str) -> None:
    whole, part = divmod(digits, 10**decimals)
    found = parse_quantity(f"{whole}{mark}{part:0{decimals}d}%")
    assert found == exact(float(f"{whole}.{part:0{decimals}d}"), "percent", decimals=decimals)


PRINTED = [
    *PLAIN_COUNTS.split(),
    *GROUPED_COUNTS.split(),
    *PERCENTAGES.split(),
    *PARTS_OF_A_WHOLE.split(),
    *(row[0] for row in QUALIFIED_ROWS),
]


@given(st.sampled_from(PRINTED))
def test_spelling_changes_nothing(printed: str) -> None:
    expected = parse_quantity(printed)
    for spelled in spellings_of(printed):
        assert parse_quantity(spelled) == expected


@given(any_text(PRINTED))
def test_only_finite_numbers_or_a_refusal(text: str) -> None:
    found = read_or_refused(parse_quantity, text)
    if isinstance(found, PrintedQuantity):
        numbers = [found.value, found.lower, found.upper, found.out_of]
        assert all(math.isfinite(number) for number in numbers if number is not None)
        assert (found.value is None) == (found.lower is not None and found.upper is not None)
