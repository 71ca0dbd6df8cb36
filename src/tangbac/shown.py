"""A table as readers see it: headers in their language, numbers in its form."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.errors import BadInputError
from helpers.sharing.numbers import LocalFormatter, Phrase, decimals_of, format_number
from helpers.sharing.tables import ReaderTable
from helpers.sharing.wording import InBoth, Joined, Said, read_wording, use_wording, written
from helpers.sources.schemas import TABLES
from tangbac.labels import column_of, limits_of, rows_are_of, usual_header, word_of
from tangbac.pictures import check_column, named_column
from tangbac.session import spoken

use_wording("tangbac.yml")

_USUAL = (
    "province", "region", "edition", "measure", "rank_from", "rank_to", "rank_gain", "rank",
    "score", "score_change",
)  # fmt: skip
_OF_ROWS = {"unit_id", "index", "edition", "measure"}
"""What the rows of `rankings` and of `gains` have."""
_SAID_ONCE = ("edition", "measure")
_LEFT_OUT = ("unit_id", "doubt")
_SPANS = {"rank": ("rank_best", "rank_worst"), "rank_gain": ("gain_least", "gain_most")}
"""Between which columns a number lies where it is not known."""
_OTHER_NAME = {"vi": "en", "en": "vi"}
"""The column of `measures` that has the names of the other language."""
_ON_FILE = {*TABLES["rankings"].names, *TABLES["rank_gains"].names}
"""What `rankings` and `gains` have: of it the usual columns are shown, of others all."""
_DECIMALS, _FEWER = 4, 2
"""Of small numbers, and of those from ten on."""
_TEN = 10


def both(vi: str, en: str) -> Phrase:
    """Which words stand in a picture or a claim, in either language?

    Args:
        vi, en: the same in both languages.

    Returns:
        A phrase that `draw`, `show` and `scatter` take for a title, written in the language set.

    Tiếng Việt:
        Cùng một câu bằng hai thứ tiếng, để hình và bảng dùng đúng tiếng đang chọn.
    """
    return InBoth(vi, en)


def show(table: pd.DataFrame, *columns: str, caption: Phrase | str = "") -> ReaderTable:
    """How does a table look on a page: headers in the language set, numbers in its form?

    Args:
        table: any; those of the front door have headers of their own.
        columns: those shown, in order; none: the usual ones of `rankings` and `gains`, and all that
            was added to them.
        caption: what the table shows; of which editions it is, and what limits these, is added.

    Returns:
        A table for readers, which JupyterLab shows by itself.

    Raises:
        BadInputError: there is no such column; names the nearest.

    Tiếng Việt:
        Hiện bảng như trong báo cáo: tiêu đề cột theo tiếng đang chọn, số theo cách viết của tiếng
        ấy. `columns`: các cột cần hiện; `caption`: bảng cho biết gì.
    """
    if not isinstance(table, pd.DataFrame):
        raise BadInputError("tangbac.table", found=type(table).__name__)
    meant = [named_column(table, column) for column in columns]
    for column in meant:
        check_column(table, column)
    lang, chosen = spoken(), meant or _usual(table)
    said = [caption, rows_are_of(table), limits_of(table, chosen)]
    numeric = [pd.api.types.is_numeric_dtype(table[one]) for one in chosen]
    rows = [tuple(_cell(table, row, one, lang) for one in chosen) for _, row in table.iterrows()]
    headers = tuple(written(_header(table, column), lang) for column in chosen)
    return ReaderTable(
        written(Joined([one for one in said if one], " "), lang), headers, rows, numeric
    )


def _usual(table: pd.DataFrame) -> list[str]:
    """The columns shown where none is asked for: what is the same in all rows the caption says."""
    names = [str(one) for one in table.columns if one not in {*_LEFT_OUT, _OTHER_NAME[spoken()]}]
    if not _OF_ROWS.issubset(table.columns):
        return names
    varies = {one for one in _SAID_ONCE if one in table and table[one].nunique() > 1}
    usual = [one for one in _USUAL if one in table and (one not in _SAID_ONCE or one in varies)]
    return usual + [one for one in names if one not in {*_ON_FILE, *usual}]


def _header(table: pd.DataFrame, column: str) -> Phrase | str:
    if column == "measure" and "index" not in table:
        return Said("tangbac.code")
    return usual_header(column) or column_of(table, column).name


def _cell(table: pd.DataFrame, row: pd.Series, column: str, lang: str) -> str:
    value = row[column]
    if isinstance(value, Phrase):
        return value.written(lang)
    if pd.isna(value) or value == "":
        least, most = (row.get(one) for one in _SPANS.get(column, ("", "")))
        spans = least is not None and pd.notna(least)
        if spans:
            return Said(f"tangbac.span.{column}", least=least, most=most).written(lang)
        return Said("tangbac.two_regions").written(lang) if column == "region" else "–"
    form = read_wording("columns.yml").get(column, {}).get("form", "")
    if form and not isinstance(value, str):
        return LocalFormatter(lang).format_field(value, form)
    if isinstance(value, bool | np.bool_ | str):
        code = value if isinstance(value, str) else bool(value)
        return written(word_of(table, column, code), lang)
    number = round(float(value), _FEWER if abs(value) >= _TEN else _DECIMALS)
    return format_number(number, lang, decimals_of(number))
