"""The table of explore.ipynb in a browser: a click on the words of a header sorts as readers do."""

from __future__ import annotations

from pathlib import Path

import itables.options
import pytest
from itables.javascript import generate_init_offline_itables_html
from playwright.sync_api import Browser

from helpers.questions.explore.answer import Chosen, explore
from helpers.questions.explore.notebook import to_sort
from helpers.questions.explore.sentences import table_of
from helpers.sharing.numbers import vietnamese_sort_key
from helpers.sharing.tables import TableOf
from helpers.sources.editions import load_definitions
from helpers.sources.processed_files import read_processed
from helpers.sources.provinces import load_units

from ..frozen_project import frozen_project

PROJECT = frozen_project()

pytestmark = pytest.mark.browser


def page_of(folder: Path, baseline: str, edition: str) -> Path:
    """The table of all gains between two editions, as a page of its own."""
    definitions, units = load_definitions(PROJECT), load_units(PROJECT)
    chosen = Chosen("DTI", "63", baseline, edition, "overall", "Cà Mau")
    found = explore(read_processed(PROJECT, "rankings"), definitions, units, chosen)
    table = table_of(found, definitions)
    assert isinstance(table, TableOf)
    script = generate_init_offline_itables_html(itables.options.dt_bundle)
    path = folder / "table.html"
    path.write_text(f"<!doctype html>{script}{to_sort(found, table, 'vi').data}", encoding="utf-8")
    return path


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", "."))


def test_a_click_on_the_words_of_a_header_sorts_numbers_and_names(
    browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page()
    page.goto(page_of(tmp_path, "2022", "2023").as_uri())
    page.wait_for_selector("td.dt-right")

    def cells(place: int) -> list[str]:
        page.wait_for_timeout(200)
        return [
            cell.inner_text()
            for cell in page.query_selector_all(f"table.dataTable td:nth-child({place})")
        ]

    ranks = [number(cell) for cell in cells(3)]
    assert ranks == sorted(ranks)
    for place, header in ((4, "Tăng/giảm (bậc)"), (5, "Điểm thay đổi")):
        page.get_by_text(header, exact=True).first.click()
        shown = [number(cell) for cell in cells(place)]
        assert shown == sorted(shown)
    page.get_by_text("Tỉnh", exact=True).first.click()
    names = cells(1)
    assert names[0] == "An Giang"
    assert names == sorted(names, key=vietnamese_sort_key)
    page.close()


def test_units_whose_gain_is_not_exact_stay_at_the_end(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(page_of(tmp_path, "2020", "2021").as_uri())
    page.wait_for_selector("td.dt-right")
    page.select_option("select", label="36")
    for _ in range(3):
        page.wait_for_timeout(200)
        cells = page.query_selector_all("table.dataTable td:nth-child(4)")
        exact = [" đến " not in cell.inner_text().split(" (")[0] for cell in cells]
        assert exact == sorted(exact, reverse=True)
        assert not all(exact)
        page.get_by_text("Tăng/giảm (bậc)", exact=True).first.click()
    page.close()
