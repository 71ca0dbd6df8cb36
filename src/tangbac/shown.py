"""A table as readers see it: headers in their language, numbers in its form."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers.sharing.numbers import LocalFormatter, Phrase, decimals_of, format_number
from helpers.sharing.tables import ReaderTable
from helpers.sharing.wording import InBoth, Joined, read_wording, written
from helpers.sources.schemas import TABLES
from tangbac.labels import column_of, limits_of, usual_header
from tangbac.pictures import check_column, named_column
from tangbac.session import spoken

_USUAL = (
    "province", "region", "edition", "rank_from", "rank_to", "rank_gain", "rank", "score",
    "score_change",
)  # fmt: skip
_OF_GAINS = "rank_gain"
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
        caption: what the table shows; what limits the editions in it is added.

    Returns:
        A table for readers, which JupyterLab shows by itself.

    Raises:
        BadInputError: there is no such column; names the nearest.

    Tiếng Việt:
        Hiện bảng như trong báo cáo: tiêu đề cột theo tiếng đang chọn, số theo cách viết của tiếng
        ấy. `columns`: các cột cần hiện; `caption`: bảng cho biết gì.
    """
    meant = [named_column(table, column) for column in columns]
    for column in meant:
        check_column(table, column)
    # A table of all years has its edition in a column; of one, the caption says it.
    usual = [one for one in _USUAL if one in table and (one != "edition" or _OF_GAINS not in table)]
    added = [str(one) for one in table.columns if one not in _ON_FILE]
    chosen = meant or usual + [one for one in added if one not in usual]
    lang = spoken()
    limit = limits_of(table, chosen)
    said = Joined([one for one in (caption, limit) if one], " ")
    numeric = [pd.api.types.is_numeric_dtype(table[one]) for one in chosen]
    rows = [
        tuple(_cell(value, column, lang) for column, value in zip(chosen, row, strict=True))
        for row in table[chosen].itertuples(index=False)
    ]
    headers = tuple(written(_header(table, column), lang) for column in chosen)
    return ReaderTable(written(said, lang), headers, rows, numeric)


def _header(table: pd.DataFrame, column: str) -> Phrase | str:
    return usual_header(column) or column_of(table, column).name


def _cell(value: Any, column: str, lang: str) -> str:  # noqa: ANN401  (whatever a frame holds)
    if isinstance(value, Phrase):
        return value.written(lang)
    if pd.isna(value) or value == "":
        return "–"
    form = read_wording("columns.yml").get(column, {}).get("form", "")
    if form and not isinstance(value, str):
        return LocalFormatter(lang).format_field(value, form)
    if isinstance(value, bool | str):
        return str(value)
    number = round(float(value), _FEWER if abs(value) >= _TEN else _DECIMALS)
    return format_number(number, lang, decimals_of(number))
