from __future__ import annotations

import calendar
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import BadInputError
from helpers.printed.dates import (
    PrintedDate,
    PrintedDateError,
    parse_iso_period,
    parse_printed_date,
)

from .spellings import spellings_of

# Every distinct printed date of the raw ledgers stands below; `numbers_of` reads the regular ones.
DAY_MONTH_YEAR = """
01/07/2025 01/10/2024 01/11/2021 01/8/2022 01/9/2021 02/11/2023 02/12/2020 03/01/2024 03/07/2025
04/08/2022 04/11/2024 04/12/2020 04/3/2023 04/4/2022 04/8/2021 04/8/2022 05/7/2018 05/8/2022
06/10/2021 06/11/2020 06/12/2022 07/5/2025 08/6/2022 09/11/2022 09/8/2022 1/6/2024 10/01/2022
10/11/2021 10/7/2020 10/9/2025 11/1/2022 11/6/2021 12/11/2024 12/12/2019 12/3/2022 12/7/2022
13/10/2022 14/7/2022 14/9/2022 15/1/2025 15/11/2021 15/6/2023 16/11/2022 16/3/2023 17/03/2022
17/5/2021 17/6/2021 17/9/2021 18/02/2022 18/3/2022 18/6/2021 18/7/2023 18/9/2023 19/11/2021
2/4/2021 2/7/2020 20/02/2024 20/12/2021 20/4/2021 20/7/2015 20/9/2021 21/02/2024 21/3/2022
21/4/2023 21/9/2022 22/1/2010 22/10/2021 22/3/2023 22/7/2021 24/12/2020 25/02/2022 25/2/2022
25/4/2022 26/01/2021 26/10/2021 26/3/2024 26/4/2022 26/8/2022 27/10/2021 27/4/2021 28/3/2022
28/5/2025 28/9/2021 29/11/2021 29/3/2021 29/9/2022 30/03/2017 30/11/2021 30/9/2023 31/12/2020
31/12/2021 31/12/2025 31/8/2021 5/2/2022 8/4/2021 8/6/2023 9/12/2022
1-11-2021 15-10-2021 19-5-2021 27-10-2021
13/6/2022 16/5/2023 18/6/2024 25/7/2022 26/1/2023 26/1/2024 29/5/2024
"""
# Each is printed as "01 tháng 10 năm 2025", some after "ngày".
IN_VIETNAMESE = """
01/10/2025 01/3/2022 01/8/2022 05/6/2023 06/10/2020 06/4/2023 06/6/2022 06/8/2021 07/10/2023
08/10/2019 08/6/2022 09/11/2021 09/12/2024 09/8/2017 09/9/2024 10/4/2020 10/4/2024 13/10/2023
14/12/2022 15/12/2021 15/4/2024 15/6/2021 16/5/2022 17/01/2024 18/02/2022 18/4/2023 18/5/2023
20/02/2025 22/12/2023 22/4/2022 23/01/2019 27/02/2017 27/11/2025 27/12/2024 27/4/2021 28/02/2023
28/4/2023 28/8/2021 29/10/2024 29/3/2021 29/7/2020 29/7/2022 30/10/2024 30/12/2020 30/12/2022
31/10/2022 31/12/2020 01/02/2024 02/12/2022 08/01/2025 24/12/2025 29/09/2025 30/10/2023 11/4/2024
"""
IN_ENGLISH = """
April 15, 2024 | April 26, 2022 | August 10, 2020 | August 14, 2023 | August 20, 2021
| August 5, 2022 | December 11, 2020 | December 15, 2022 | December 24, 2020 | December 31, 2021
| December 4, 2025 | February 25, 2022 | January 17, 2022 | January 26, 2022 | January 7, 2022
| July 10, 2025 | July 11, 2025 | July 13, 2022 | July 22, 2021 | July 23, 2024 | July 6, 2023
| June 15, 2021 | June 17, 2021 | June 8, 2022 | March 18, 2022 | May 17, 2021 | May 18, 2021
| May 20, 2022 | May 30, 2019 | May 5, 2021 | November 1, 2021 | November 29, 2021
| November 4, 2021 | October 26, 2021 | October 28, 2025 | October 3, 2023 | October 31, 2022
| October 6, 2021 | September 10, 2021 | September 28, 2021
"""
UNKNOWN = """
 | (source 2024-11) | (source 2025-11-26) | (source 9/17/2024) | (undated)
| (undated; 'Sau 3 năm triển khai') | (văn bản ngày 16 tháng 5 năm 2022) | 01/4 | 10/10 | 13/3
| 14/9 | 2-10 | 20/10 | 25.5 | 27/10 | 6 đến 8-11 | April 17 | April 24 | At its third session
| At present (source 3/7/2020) | August 14 | August 30 | Chiều 14-11 | Chiều 25-11 | January 29
| July last year | June 20th’s morning | Last May | March 31 | May 11 | Mới đây (source 2021-12)
| Nghị quyết 02-NQ/TU | Ngày 10/10 | Ngày 14/10 | Ngày 15/7 | Ngày 28/9 | November 4
| Năm vừa qua (source 2021-12) | October 14 | October 20 | October 9 | On July 10
| Qua 9 tháng triển khai Nghị quyết số 01/NQ-TU | Since the beginning of this year | Sáng 1.10
| Sáng 31/8 | Sáng nay 1.10 | Up to now (source 13/6/2022) | Up to now (source 5/11/2024)
| chiều 25.11 | ngày 26/3 (ngày ban hành Nghị quyết 06/TU) | ngày 5/8
| this morning (URL 2019-10) | từ ngày 12/5 | vừa chính thức (source dated 2021-05)
| Đến nay (source dated 2022-08) | đã đưa vào vận hành | đến ngày 8/6 | 10-10, year not printed
| 19/10 (event day; page header shows 21/03/2023) | 29/2 | tháng 12
"""
ENGLISH_MONTHS = """January February March April May June July August September October November
December""".split()


def day(*year_month_day: int, bound: str = "") -> PrintedDate:
    found = date(*year_month_day)
    return PrintedDate(found, found, "day", bound)


def month(year: int, number: int, bound: str = "") -> PrintedDate:
    following = date(year + number // 12, number % 12 + 1, 1)
    return PrintedDate(date(year, number, 1), following - timedelta(days=1), "month", bound)


def whole_year(year: int, bound: str = "") -> PrintedDate:
    return PrintedDate(date(year, 1, 1), date(year, 12, 31), "year", bound)


def numbers_of(printed: str) -> tuple[int, int, int]:
    first, second, third = printed.replace("-", "/").split("/")
    return int(third), int(second), int(first)


@pytest.mark.parametrize("printed", DAY_MONTH_YEAR.split())
def test_numeric_dates_are_read_day_first(printed: str) -> None:
    assert parse_printed_date(printed) == day(*numbers_of(printed))


@pytest.mark.parametrize("numbers", IN_VIETNAMESE.split())
def test_dates_in_vietnamese_words(numbers: str) -> None:
    number, month_number, year = numbers.split("/")
    for lead in ("", "ngày ", "Ngày ", "Sáng ngày "):
        printed = f"{lead}{number} tháng {month_number} năm {year}"
        assert parse_printed_date(printed) == day(*numbers_of(numbers))


@pytest.mark.parametrize("printed", [form.strip() for form in IN_ENGLISH.split("|")])
def test_dates_in_english_words(printed: str) -> None:
    name, number, year = printed.replace(",", "").split()
    assert parse_printed_date(printed) == day(
        int(year), ENGLISH_MONTHS.index(name) + 1, int(number)
    )


@pytest.mark.parametrize("printed", [form.strip() for form in UNKNOWN.split("|")])
def test_without_a_year_nothing_is_guessed(printed: str) -> None:
    assert parse_printed_date(printed) == PrintedDate(None, None, "unknown")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("10/2017", month(2017, 10)),
        ("2002", whole_year(2002)),
        ("2014", whole_year(2014)),
        ("2021", whole_year(2021)),
        ("26 August 2022", day(2022, 8, 26)),
        ("28/9 - 02/10/2023", PrintedDate(date(2023, 9, 28), date(2023, 10, 2), "day")),
        ("July 15 to October 25, 2025", PrintedDate(date(2025, 7, 15), date(2025, 10, 25), "day")),
        ("6 đến 8-11-2024", PrintedDate(date(2024, 11, 6), date(2024, 11, 8), "day")),
        ("từ 1/3/2021 đến ngày 5/3/2021", PrintedDate(date(2021, 3, 1), date(2021, 3, 5), "day")),
        ("9 tháng đầu năm 2021", PrintedDate(date(2021, 1, 1), date(2021, 9, 30), "year")),
        ("April 2020", month(2020, 4)),
        ("From July 1, 2025", day(2025, 7, 1, bound="from")),
        ("from July 1, 2025", day(2025, 7, 1, bound="from")),
        ("Giữa năm 2023", whole_year(2023)),
        ("January 2017", month(2017, 1)),
        ("July 2025", month(2025, 7)),
        ("June 2023", month(2023, 6)),
        ("March 2014", month(2014, 3)),
        ("November 2019", month(2019, 11)),
        ("November 2024", month(2024, 11)),
        ("September 2020", month(2020, 9)),
        ("Ngày 11/11/2022", day(2022, 11, 11)),
        ("Ngày 16/8/2023", day(2023, 8, 16)),
        ("Ngày 26/3/2022", day(2022, 3, 26)),
        ("Ngày 31/12/2019", day(2019, 12, 31)),
        ("ngày 25/5/2022", day(2022, 5, 25)),
        ("Năm 2021", whole_year(2021)),
        ("Năm 2022", whole_year(2022)),
        ("Năm 2024", whole_year(2024)),
        ("năm 2018", whole_year(2018)),
        ("năm 2019", whole_year(2019)),
        ("năm 2020", whole_year(2020)),
        ("năm 2021", whole_year(2021)),
        ("năm 2022", whole_year(2022)),
        ("Since 2016", whole_year(2016, "from")),
        ("since 2019", whole_year(2019, "from")),
        ("Tháng 5/2021", month(2021, 5)),
        ("Tháng 9/2021", month(2021, 9)),
        ("tháng 10-2021", month(2021, 10)),
        ("tháng 10/2020", month(2020, 10)),
        ("tháng 7/2020", month(2020, 7)),
        ("tháng 8/2020", month(2020, 8)),
        ("giữa cuối tháng 1.2021", month(2021, 1)),
        ("giữa tháng 4.2021", month(2021, 4)),
        ("early June 2024", month(2024, 6)),
        ("from August 2016", month(2016, 8, "from")),
        ("từ tháng 5/2022", month(2022, 5, "from")),
        ("đến tháng 8/2021", month(2021, 8, "by")),
        ("Từ cuối năm 2022", whole_year(2022, "from")),
        ("Từ năm 2020", whole_year(2020, "from")),
        ("by end of 2024", whole_year(2024, "by")),
        ("beginning of 2017", whole_year(2017)),
        ("cuối 2024", whole_year(2024)),
        ("cuối năm 2022", whole_year(2022)),
        ("early 2022", whole_year(2022)),
        ("1/3/2023 (as printed)", day(2023, 3, 1)),
        ("10/3/2022 (as printed; text cites June 2022)", day(2022, 3, 10)),
        ("3/7/2020 (as printed)", day(2020, 7, 3)),
        ("4/1/2021 (as printed)", day(2021, 1, 4)),
        ("5/11/2024 (as printed)", day(2024, 11, 5)),
        ("6/10/2021 (as printed)", day(2021, 10, 6)),
        ("8/9/2022 (as printed)", day(2022, 9, 8)),
        ("2017-03 (event 22/3)", month(2017, 3)),
        ("2017-10 (event 06/10)", month(2017, 10)),
        ("2019-10 (URL)", month(2019, 10)),
        ("2024-11 (URL)", month(2024, 11)),
        ("2022-06-15 (URL)", day(2022, 6, 15)),
        ("quý III/2025", PrintedDate(date(2025, 7, 1), date(2025, 9, 30), "quarter")),
        ("Quý 4 năm 2025", PrintedDate(date(2025, 10, 1), date(2025, 12, 31), "quarter")),
        ("Q1 2024", PrintedDate(date(2024, 1, 1), date(2024, 3, 31), "quarter")),
        ("second quarter of 2024", PrintedDate(date(2024, 4, 1), date(2024, 6, 30), "quarter")),
        ("6 tháng đầu năm 2021", PrintedDate(date(2021, 1, 1), date(2021, 6, 30), "half_year")),
        ("6 tháng cuối năm 2021", PrintedDate(date(2021, 7, 1), date(2021, 12, 31), "half_year")),
        ("nửa đầu năm 2021", PrintedDate(date(2021, 1, 1), date(2021, 6, 30), "half_year")),
        ("second half of 2020", PrintedDate(date(2020, 7, 1), date(2020, 12, 31), "half_year")),
        ("first three months of 2024", PrintedDate(date(2024, 1, 1), date(2024, 3, 31), "quarter")),
        ("giai đoạn 2021-2025", PrintedDate(date(2021, 1, 1), date(2025, 12, 31), "years")),
        ("từ năm 2021 đến năm 2025", PrintedDate(date(2021, 1, 1), date(2025, 12, 31), "years")),
        ("18th of May, 2021", day(2021, 5, 18)),
        ("Sept. 3, 2021", day(2021, 9, 3)),
        ("02 . 12 . 2020", day(2020, 12, 2)),
        ("29/2/2024", day(2024, 2, 29)),
    ],
)
def test_other_printed_dates(printed: str, expected: PrintedDate) -> None:
    assert parse_printed_date(printed) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "31/02/2021", "29/2/2021", "13/13/2021", "0/5/2021", "5/0/2021", "tháng 13/2021",
        "2021-13", "2021-02-30", "February 30, 2021", "31/2", "4/26", "April 31", "tháng 13",
        "4/26/2022", "11/15/2022", "5/18/2023", "9/17/2024", "27/10/21", "năm 21",
        "Năm 2024 là năm thứ ba", "Tháng 5/20211", "Januray 2020", "trước năm 2020", "2025-2021",
        "5/3/2021 - 1/3/2021", "28/12 - 2/1/2024", "10-12/2021", "0 tháng đầu năm 2021",
        "13 tháng đầu năm 2021", "quý V/2025", "1/2-2021", "20211002",
    ],
)  # fmt: skip
def test_impossible_and_unclear_dates_are_refused(printed: str) -> None:
    with pytest.raises(PrintedDateError) as caught:
        parse_printed_date(printed)
    assert isinstance(caught.value, BadInputError)
    assert caught.value.text == printed


def test_a_month_first_date_is_refused_with_the_reason() -> None:
    with pytest.raises(PrintedDateError, match="month first") as caught:
        parse_printed_date("4/26/2022")
    assert "tháng trước" in str(caught.value)


@pytest.mark.parametrize(
    ("filed", "expected"),
    [
        ("", PrintedDate(None, None, "unknown")),
        ("2020-H2", PrintedDate(date(2020, 7, 1), date(2020, 12, 31), "half_year")),
        ("2020-H1", PrintedDate(date(2020, 1, 1), date(2020, 6, 30), "half_year")),
        ("2025-Q3", PrintedDate(date(2025, 7, 1), date(2025, 9, 30), "quarter")),
        ("2026-Q1", PrintedDate(date(2026, 1, 1), date(2026, 3, 31), "quarter")),
        ("2012-2013", PrintedDate(date(2012, 1, 1), date(2013, 12, 31), "years")),
        (" 2021\u201310 ", month(2021, 10)),
    ],
)
def test_filed_periods(filed: str, expected: PrintedDate) -> None:
    assert parse_iso_period(filed) == expected


def test_every_filed_day_month_and_year_of_the_ledgers() -> None:
    current = date(2002, 1, 1)
    while current.year < 2027:
        assert parse_iso_period(current.isoformat()) == day(*current.timetuple()[:3])
        assert parse_iso_period(f"{current:%Y-%m}") == month(current.year, current.month)
        assert parse_iso_period(f"{current:%Y}") == whole_year(current.year)
        current += timedelta(days=1)


@pytest.mark.parametrize(
    "filed",
    [
        "2021-13", "2021-00", "2021-02-29", "2021-1", "2021-10-1", "2021/10", "10/2021", "21",
        "2021-Q5", "2021-H3", "2013-2012", "2012-2012", "unknown", "2021-10-19T00:00", "nan",
    ],
)  # fmt: skip
def test_what_is_no_filed_period_is_refused(filed: str) -> None:
    with pytest.raises(PrintedDateError) as caught:
        parse_iso_period(filed)
    assert caught.value.text == filed


DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
FORMS = {
    "dd/mm/yyyy": lambda found: f"{found:%d/%m/%Y}",
    "d/m/yyyy": lambda found: f"{found.day}/{found.month}/{found.year}",
    "d-m-yyyy": lambda found: f"{found.day}-{found.month}-{found.year}",
    "d.m.yyyy": lambda found: f"Sáng {found.day}.{found.month}.{found.year}",
    "vietnamese": lambda found: f"ngày {found.day} tháng {found.month} năm {found.year}",
    "english": lambda found: f"{ENGLISH_MONTHS[found.month - 1]} {found.day}, {found.year}",
    "day first": lambda found: f"{found.day} {ENGLISH_MONTHS[found.month - 1]} {found.year}",
    "short": lambda found: f"{ENGLISH_MONTHS[found.month - 1][:3]}. {found.day}, {found.year}",
    "iso": lambda found: found.isoformat(),
}


@given(DAYS, st.sampled_from(sorted(FORMS)))
def test_days_come_back_however_they_are_spelled(found: date, form: str) -> None:
    printed = FORMS[form](found)
    for spelled in spellings_of(printed):
        assert parse_printed_date(spelled) == day(found.year, found.month, found.day)


@given(st.integers(1990, 2099), st.integers(1, 12))
def test_months_come_back(year: int, number: int) -> None:
    name = ENGLISH_MONTHS[number - 1]
    for printed in (
        f"tháng {number}/{year}",
        f"Tháng {number:02d} năm {year}",
        f"{name} {year}",
        f"early {name} of {year}",
        f"{number:02d}/{year}",
    ):
        found = parse_printed_date(printed)
        assert found == month(year, number)
        assert found.end is not None
        assert found.end.day == calendar.monthrange(year, number)[1]


@given(
    st.one_of(
        st.text(max_size=25),
        st.lists(st.sampled_from([*"0123456789/-. ", "tháng ", "năm ", "May ", "20"])).map("".join),
    )
)
def test_a_period_has_both_ends_in_order_or_none(text: str) -> None:
    for parser in (parse_printed_date, parse_iso_period):
        try:
            found = parser(text)
        except PrintedDateError:
            continue
        if found.start is None or found.end is None:
            assert (found.start, found.end, found.precision) == (None, None, "unknown")
        else:
            assert found.start <= found.end
            assert str(found.start.year) in unicodedata.normalize("NFKC", text)
