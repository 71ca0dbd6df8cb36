"""Whether the figures of a page are those of the tables, and whether a digit stands beside them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from bs4 import Tag

from helpers.rankings.derived_ranks import NOT_THE_SAME
from helpers.sources.origins import BETWEEN, DERIVED, KEYS

# Names of editions and decisions, days and months are no figures of a table.
NAMES = (
    r"\b(?:DTI|ICT|EGOV) \d{4}(?:–\d{4})?",
    r"\b\d{1,2}/(?:\d{1,2}/)?\d{4}",
    r"\b\d{1,2} [A-Z][a-z]+ \d{4}|\b[A-Z][a-z]+ \d{4}",
    r"\b(?:QĐ|Decision) \d+",
)


@cache
def processed(root: Path, name: str) -> list[dict[str, str]]:
    with (root / f"data/processed/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _by_key(root: Path, table: str) -> dict[tuple[str, ...], dict[str, str]]:
    rows = processed(root, table)
    found = {tuple(row[column] for column in KEYS[table]): row for row in rows}
    assert len(found) == len(rows)
    return found


def cell(root: Path, origin: str) -> str:
    """What the table says at the place that a figure names."""
    table, *key, column = origin.split(BETWEEN)
    if KEYS[table][0] == "index":
        index, years = key[0].split(" ")
        key[:1] = [index, *years.split("–")]
    return _by_key(root, table)[tuple(key)][column]


def shown_number(text: str, lang: str) -> tuple[float, int]:
    """A number as readers see it, and how many decimals it has."""
    plain = text.replace("−", "-").replace("+", "")
    plain = plain.replace(".", "").replace(",", ".") if lang == "vi" else plain.replace(",", "")
    return float(plain), len(plain.partition(".")[2])


def as_number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def check_figures(
    figures: Sequence[Tag],
    root: Path,
    lang: str,
    worked_out: Callable[[str], float | None] = lambda _: None,
) -> None:
    """Every figure is that of its table, and is shown as it is.

    Args:
        worked_out: what a figure should be that no table holds; None where somebody else checks it.
    """
    for figure in figures:
        origin, value, text = figure["data-from"], figure["value"], figure.get_text()
        number = as_number(value)
        if not origin.startswith(DERIVED + BETWEEN):
            # A rank and what a source implies stand in one cell.
            parts = cell(root, origin).split(NOT_THE_SAME)
            assert number in map(as_number, parts) if number is not None else value in parts, origin
        elif (expected := worked_out(origin)) is not None:
            assert number is not None, origin
            assert number == pytest.approx(expected, abs=1e-6), origin
        if origin.endswith("|value_as_printed"):
            assert text == value, origin
        elif number is None:
            assert _plain(text, lang) == _plain(value, "en"), origin
        else:
            shown, decimals = shown_number(text, lang)
            assert abs(shown - number) <= 0.5 * 10**-decimals + 1e-9, origin


def _plain(text: str, lang: str) -> str:
    """A text with numbers whatever its marks are: the digits and the letters."""
    decimal = text.replace(",", ".") if lang == "vi" else text
    return re.sub("[−–]", "-", decimal.replace(",", "."))


def bare_digits(page: Tag, allowed: Sequence[str]) -> list[str]:
    """What stands around every digit that is neither a figure nor allowed.

    Args:
        allowed: patterns of what is no figure of a table, beside `NAMES`.
    """
    figures = {id(text) for one in page.select("data, code") for text in one.find_all(string=True)}
    texts = page.find_all(string=True)
    told = " ".join("□" if id(text) in figures else text for text in texts)
    text = re.sub("|".join((*NAMES, *allowed)), "", told)
    return re.findall(r".{0,40}\d.{0,40}", text)
