from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.errors import BadInputError
from helpers.intake.files.grids import MOST_ROWS, clean_text, make_grid


@given(st.text(max_size=40))
def test_cleaned_text_is_nfc_and_stays(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned == unicodedata.normalize("NFC", cleaned)


@settings(max_examples=30)
@given(st.lists(st.lists(st.text(max_size=5), max_size=4), max_size=5))
def test_a_grid_is_a_rectangle_and_loses_no_text(rows: list[list[str]]) -> None:
    grid = make_grid("sheet", rows)
    assert len({len(row) for row in grid.rows}) <= 1
    texts = [clean_text(text) for row in rows for text in row if clean_text(text)]
    assert [cell.text for row in grid.rows for cell in row if cell.text] == texts


def test_more_than_any_table_is_refused() -> None:
    for rows in ([[""]] * (MOST_ROWS + 1), [[""] * 300], [[""] * 200] * 9000, [["a" * 40_000]]):
        with pytest.raises(BadInputError, match="most"):
            make_grid("sheet", rows)
