"""The page that sets provinces side by side: the same figures as the tables, in one table."""

from __future__ import annotations

import csv
from functools import cache

import pytest
from bs4 import BeautifulSoup

from helpers.sharing.numbers import format_number
from helpers.site.compare import MOST, render_compare
from helpers.site.frame import Frame

from ..frozen_project import frozen_project

PROJECT = frozen_project()
BRIEFS = {"vn34-92": "vi/provinces/can-tho.html"}


@cache
def page(lang: str) -> BeautifulSoup:
    return BeautifulSoup(
        render_compare(PROJECT, lang, BRIEFS, Frame("v", has_tables=True)), "html.parser"
    )


def processed(name: str) -> list[dict[str, str]]:
    with (PROJECT / f"data/processed/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_main_index_stands_with_its_score_and_rank(lang: str) -> None:
    table = page(lang).select_one("#all-units")
    heads = [head.get_text() for head in table.select("thead th")]
    assert len(heads) == len(set(heads)) == 1 + 3 + 8 + 2
    rows = {row["data-unit"]: row.select("td") for row in table.select("tbody tr")}
    assert len(rows) == 34
    compared = 0
    for figure in processed("rankings"):
        own = (figure["edition"], figure["universe"]) == ("2024", "34")
        if not own or figure["measure"].startswith("pillar"):
            continue
        cells = [cell.get_text() for cell in rows[figure["unit_id"]]]
        score = format_number(float(figure["score"]), lang, 4)
        if figure["measure"] == "overall":
            assert cells[0] == figure["rank"]
            assert cells[2] == score
        else:
            word = {"vi": "hạng", "en": "rank"}[lang]
            assert f"{score} ({word} {figure['rank']})" in cells[3:]
        compared += 1
    assert compared == 34 * 9


def test_people_of_a_merged_unit_are_those_of_its_former_ones() -> None:
    people = {
        row["unit_id"]: float(row["value"])
        for row in processed("covariates")
        if (row["measure"], row["year"]) == ("population", "2024")
    }
    together = sum(people[f"vn63-{code}"] for code in ("92", "93", "94"))
    row = page("en").select_one('tr[data-unit="vn34-92"]')
    assert row.select("td")[-2].get_text() == format_number(together, "en", 1)


def test_a_province_is_chosen_by_a_name_that_fits_an_address() -> None:
    slugs = [row["data-slug"] for row in page("vi").select("#all-units tbody tr")]
    assert len(set(slugs)) == 34
    assert {"quang-ngai", "da-nang", "ho-chi-minh"} <= {*slugs}
    selects = page("vi").select(".choose select")
    assert len(selects) == MOST
    assert all({o["value"] for o in select.select("option")} == {"", *slugs} for select in selects)


def test_only_pages_that_are_there_are_linked() -> None:
    links = {a["href"] for a in page("vi").select("#all-units a")}
    assert links == {"../vi/provinces/can-tho.html"}
