from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.printed.ranks import PrintedRank, parse_rank
from helpers.printed.words import PrintedNumberError

from .spellings import any_text, read_or_refused, spellings_of


def places(best: int | None, worst: int | None, out_of: int | None = None) -> PrintedRank:
    return PrintedRank(None, out_of, best, worst, is_last=False, is_group=True)


def rank_of(rank: int, out_of: int | None = None) -> PrintedRank:
    return PrintedRank(rank, out_of, rank, rank, is_last=False, is_group=False)


# Every distinct form of the raw ledgers stands in a table below.
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


PRINTED = [
    *PLAIN_RANKS.split(),
    *RANKS_OF.split(),
    *(entry.strip().rsplit(" = ", 1)[0] for entry in RANKS_IN_WORDS.split(";")),
]


@given(st.sampled_from(PRINTED))
def test_spelling_changes_nothing(printed: str) -> None:
    expected = parse_rank(printed)
    for spelled in spellings_of(printed):
        assert parse_rank(spelled) == expected


@given(any_text(PRINTED))
def test_only_places_among_the_provinces_or_a_refusal(text: str) -> None:
    found = read_or_refused(parse_rank, text)
    if isinstance(found, PrintedRank):
        numbers = [found.rank, found.best, found.worst]
        assert all(number is None or 1 <= number <= 64 for number in numbers)
        assert found.rank is None or (found.best, found.worst) == (found.rank, found.rank)
