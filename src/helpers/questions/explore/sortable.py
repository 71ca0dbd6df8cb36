"""A table to sort and to filter: numbers in the form of the language, sorted as numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
from IPython.display import HTML
from itables import to_html_datatable

from helpers.sharing.numbers import vietnamese_sort_key
from helpers.sharing.tables import ReaderTable
from helpers.sharing.wording import use_wording, word
from helpers.sources.provinces import fold_name

use_wording("explore.yml")

TABLE_WORDS = {
    "search": "search",
    "lengthMenu": "length",
    "info": "shown",
    "infoEmpty": "none",
    "infoFiltered": "filtered",
    "zeroRecords": "no_match",
}
"""What DataTables calls its texts, and their names in the wording."""
_LENGTHS = {10, 25}
_GROUND = "--dt-html-background:transparent"
"""The ground of the page: its own is white, also beneath the white letters of a dark JupyterLab."""


def sortable_table(
    table: ReaderTable, numbers: Mapping[int, pd.Series], last: Sequence[bool], lang: str
) -> HTML:
    """Every row of a table, in its order at opening; needs no other server.

    Beside each column shown lies a hidden one that it is sorted by: where its number stands among
    the others, or its text in the order of the language.

    Args:
        table: as readers see it. numbers: place of a column -> its numbers, some missing.
        last: which rows stay at the end whatever they are sorted by.
    """
    size = len(table.headers)
    shown = pd.DataFrame(list(table.rows), columns=list(table.headers), dtype=object)
    keys = {
        f"key {place}": _of_numbers(numbers[place])
        if place in numbers
        else _of_texts([row[place] for row in table.rows], lang)
        for place in range(size)
    }
    hidden = pd.DataFrame({**keys, "last": [int(flag) for flag in last]})
    texts = {name: word(f"explore.table.{key}", lang) for name, key in TABLE_WORDS.items()}
    # DataTables knows `orderFixed`, and itables hands it on, though its types do not name it.
    fixed: dict[str, Any] = {
        "orderFixed": {"pre": [[2 * size, "asc"]]},
        "warn_on_undocumented_option": False,
    }
    drawn = to_html_datatable(
        pd.concat([shown, hidden], axis=1),
        caption=table.caption,
        connected=False,
        showIndex=False,
        lengthMenu=sorted({*_LENGTHS, max(len(shown), 1)}),
        language=texts,
        order=[],
        columnDefs=[
            *({"targets": [place], "orderData": [size + place]} for place in range(size)),
            {"targets": list(range(size, 2 * size + 1)), "visible": False, "searchable": False},
            *(
                {"targets": [place], "className": "dt-right" if flag else "dt-left"}
                for place, flag in enumerate(table.numeric)
            ),
        ],
        # Else a click on the words of a header marks them and sorts nothing.
        text_in_header_can_be_selected=False,
        **fixed,
    )
    return HTML(f'<div style="{_GROUND}">{drawn}</div>')


def _of_numbers(numbers: pd.Series) -> list[int]:
    """Where each number stands among all; a missing one after all others."""
    # Scores have four decimals; what lies beyond is of the machine.
    places = numbers.astype(float).round(9).rank(method="dense", na_option="bottom")
    return [int(place) for place in places]


def _of_texts(texts: Sequence[str], lang: str) -> list[int]:
    """Where each text stands in the order of the language."""
    alphabet = in_order(set(texts), lang)
    return [alphabet.index(text) for text in texts]


def in_order(texts: Collection[str], lang: str) -> list[str]:
    """Texts in Vietnamese order (Đ after D), or as English readers look for them (Đ as D)."""
    if lang == "vi":
        return sorted(texts, key=vietnamese_sort_key)
    return sorted(texts, key=lambda text: (fold_name(text), vietnamese_sort_key(text)))
