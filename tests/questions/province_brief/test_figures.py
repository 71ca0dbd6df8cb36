"""Every digit of a brief: from which table it comes, what it is there, and which ones are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from helpers.sources.provinces import load_units

from ...frozen_project import frozen_project
from ...traced_figures import bare_digits, check_figures
from .brief_pages import KEPT, check_page, page_of
from .second_way import second_way

NOTEBOOK = "09-province-brief"
ShowNotebook = Callable[..., list[str]]


def show_page(show_notebook: ShowNotebook, folder: Path, lang: str, unit: object) -> BeautifulSoup:
    given = {"province": unit.province, "universe": unit.universe, "lang": lang}
    return page_of(show_notebook(NOTEBOOK, **given, report=str(folder)))


@pytest.mark.parametrize(
    ("province", "universe", "lang"),
    [("Hậu Giang", "63", "vi"), ("Cần Thơ", "34", "en"), ("Sóc Trăng", "63", "en"),
     ("Huế", "34", "vi"), ("Hà Nội", "34", "vi")],
)  # fmt: skip
def test_every_digit_is_that_of_its_table(
    province: str, universe: str, lang: str, tmp_path: Path, show_notebook: ShowNotebook
) -> None:
    root = frozen_project()
    unit = load_units(root).find(province, universe)
    page = show_page(show_notebook, tmp_path, lang, unit)
    check_page(page, root, lang)
    named = {figure["data-from"].split("|")[0] for figure in page.select("data")}
    assert {"rankings", "rank_intervals", "derived"} <= named


def test_a_digit_in_the_words_and_a_figure_that_is_off_are_found() -> None:
    root = frozen_project()
    page = BeautifulSoup("<p>Hạng 7 trên <data>34</data>.</p>", "html.parser")
    assert bare_digits(page, list(KEPT)) == ["Hạng 7 trên  □ ."]

    def check(value: object, shown: object, origin: str) -> None:
        html = f'<data value="{value}" data-from="{origin}">{shown}</data>'
        check_figures(
            BeautifulSoup(html, "html.parser").select("data"), root, "vi", second_way(root)
        )

    check(19, 19, "rankings|DTI 2024|vn34-92|overall|rank")
    check(34, 34, "derived|units|vn34")
    for wrong in (
        (18, 18, "rankings|DTI 2024|vn34-92|overall|rank"),
        (19, 18, "rankings|DTI 2024|vn34-92|overall|rank"),
        (33, 33, "derived|units|vn34"),
    ):
        with pytest.raises(AssertionError):
            check(*wrong)
    with pytest.raises(AttributeError):
        check(1, 1, "derived|what_nobody_checks|vn34")
