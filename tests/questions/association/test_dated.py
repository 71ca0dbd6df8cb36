"""Years of days, known or not."""

from __future__ import annotations

from datetime import date

import pandas as pd

from helpers.questions.association.dated import years_of


def test_a_day_that_is_not_known_has_no_year() -> None:
    years = years_of(pd.Series([date(2020, 12, 31), None, date(2021, 1, 1)], dtype=object))
    assert str(years.dtype) == "Int64"
    assert years[0] == 2020
    assert years[2] == 2021
    assert list(pd.isna(years)) == [False, True, False]


def test_no_day_at_all() -> None:
    years = years_of(pd.Series([None, None], dtype=object))
    assert str(years.dtype) == "Int64"
    assert pd.isna(years).all()
    assert len(years_of(pd.Series([], dtype=object))) == 0
