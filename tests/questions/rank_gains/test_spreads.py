"""The spread of every full edition, worked out anew from the printed tables by other means."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize

from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.rank_gains import spreads as room
from helpers.questions.rank_gains.spreads import SpreadChange, full_editions, spread_change
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Units, load_units

from ...frozen_project import FROZEN

Array = NDArray[np.float64]
POINTS = {
    "922": (100, 100, 100, 100, 100, 200, 150, 150),
    "405": (50, 50, 140, 100, 100, 200, 150, 150),
}
COLUMNS = (
    "Nhận thức số", "Thể chế số", "Hạ tầng số", "Nhân lực số", "An toàn thông tin mạng",
    "Hoạt động chính quyền số", "Hoạt động kinh tế số", "Hoạt động xã hội số",
)  # fmt: skip
FORMULAS = {"2022": "922", "2023": "922", "2024": "405"}


def rows_of(name: str) -> list[dict[str, str]]:
    path = FROZEN / "data" / "raw" / "dti_tables" / f"dti_{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(cell: str) -> float:
    return float(cell.replace(",", "."))


def ends(row: dict[str, str], old: Sequence[int], new: Sequence[int]) -> tuple[float, float]:
    """Least and greatest total under other points: greedily, one unit at a time, in plain numbers.

    What the known parts leave of the total is given to the unknown ones in the order of what a
    point is worth under the new points; so are the roundings of the known.
    """
    half = 0.5e-4
    boxes = [
        (max(number(row[c]) - half, 0), min(number(row[c]) + half, 1)) if row.get(c) else (0.0, 1.0)
        for c in COLUMNS
    ]
    found = []
    for sign in (1, -1):
        total = sum(old) * (number(row["DTI"]) - sign * half)
        left = max(total - sum(w * low for w, (low, _) in zip(old, boxes, strict=True)), 0)
        score = sum(w * low for w, (low, _) in zip(new, boxes, strict=True))
        for part in sorted(range(len(old)), key=lambda one: sign * new[one] / old[one]):
            taken = min(left, old[part] * (boxes[part][1] - boxes[part][0]))
            score += taken * new[part] / old[part]
            left -= taken
        found.append(score / sum(new))
    return found[0], found[1]


def merged_rows() -> list[dict[str, str]]:
    """The table of 2024 with the parts that the table of merged units prints of the unmerged."""
    units = load_units(FROZEN)
    into = Counter(unit.merged_into for unit in units.all("63"))
    full = {units.find(r["Tỉnh/Thành phố"], "34").unit_id: r for r in rows_of("2024_34")}
    rows = rows_of("2024_63")
    for row in rows:
        unit = units.find(row["Tỉnh/Thành phố"], "63")
        if into[unit.merged_into] == 1:
            row |= {c: full[unit.merged_into][c] for c in COLUMNS}
    assert sum(all(row.get(c) for c in COLUMNS) for row in rows) == 11
    return rows


def interval(edition: str, formula: str) -> tuple[Array, Array]:
    rows = merged_rows() if edition == "2024" else rows_of(f"{edition}_63")
    pairs = [ends(row, POINTS[FORMULAS[edition]], POINTS[formula]) for row in rows]
    lower, upper = np.array(pairs).T
    return lower, upper


def least(lower: Array, upper: Array) -> float:
    found = minimize(
        lambda x: ((x - x.mean()) ** 2).sum(), (lower + upper) / 2,
        jac=lambda x: 2 * (x - x.mean()), bounds=list(zip(lower, upper, strict=True)),
        options={"ftol": 1e-15, "gtol": 1e-11, "maxiter": 10_000},
    )  # fmt: skip
    return math.sqrt(found.fun / (len(lower) - 1))


def greatest(lower: Array, upper: Array) -> float:
    """By turning one end after the other from many starts until no single one helps."""
    random = np.random.default_rng(3)
    middle = (lower + upper) / 2
    best = 0.0
    for start in range(40):
        cut = np.quantile(middle, start / 39)
        x = np.where(middle + random.normal(0, 0.01, len(middle)) >= cut, upper, lower)
        improved = True
        while improved:
            improved = False
            for one in range(len(x)):
                turned = x.copy()
                turned[one] = lower[one] if x[one] == upper[one] else upper[one]
                if turned.std() > x.std() + 1e-15:
                    x, improved = turned, True
        best = max(best, float(x.std(ddof=1)))
    return best


@pytest.fixture(scope="module")
def editions(definitions: Definitions) -> tuple[Edition, ...]:
    return full_editions(definitions, definitions.edition("DTI", "2023", "63"))


@pytest.fixture(scope="module")
def table(
    clean: CleanFigures, definitions: Definitions, units: Units, editions: tuple[Edition, ...]
) -> pd.DataFrame:
    return room.spreads(clean.tables["rankings"], definitions, units, editions)


def test_every_full_edition_is_there_the_newest_included(
    table: pd.DataFrame, editions: tuple[Edition, ...]
) -> None:
    assert [one.edition for one in editions] == ["2022", "2023", "2024"]
    own = table[table["own"]].set_index("edition")
    for edition in own.index:
        totals = [number(row["DTI"]) for row in rows_of(f"{edition}_63")]
        assert own.loc[edition, "deviation"] == pytest.approx(np.std(totals, ddof=1), abs=1e-12)
    assert table["exact"].all()


@pytest.mark.parametrize(
    ("edition", "formula"), [("2022", "405"), ("2023", "405"), ("2024", "922")]
)
def test_the_bounds_are_those_of_a_second_method(
    table: pd.DataFrame, edition: str, formula: str
) -> None:
    (row,) = table[(table["edition"] == edition) & ~table["own"]].to_dict("records")
    lower, upper = interval(edition, formula)
    assert row["formula"] == f"dti-{formula}"
    assert row["least"] == pytest.approx(least(lower, upper), abs=2e-7)
    assert row["greatest"] == pytest.approx(greatest(lower, upper), abs=1e-9)


def test_the_claim_reaches_the_newest_edition_with_both_bounds(
    table: pd.DataFrame, editions: tuple[Edition, ...]
) -> None:
    whole, step = (spread_change(table, one, editions[-1]) for one in editions[:2])
    assert whole is not None
    assert step is not None
    # 2022 to 2024 the published spread came back, and the points leave the direction open.
    assert abs(whole.change) < 0.001
    assert whole.lower is not None
    assert whole.upper is not None
    assert whole.lower < 0 < whole.upper
    assert whole.direction == ""
    # 2023 to 2024 it grew under the points of either: by the second method as well.
    own = float(np.std([number(row["DTI"]) for row in rows_of("2024_63")], ddof=1))
    before = float(np.std([number(row["DTI"]) for row in rows_of("2023_63")], ddof=1))
    assert own > greatest(*interval("2023", "405"))
    assert least(*interval("2024", "922")) > before
    assert step.direction == "apart"
    assert step.lower == pytest.approx(
        min(own - greatest(*interval("2023", "405")), least(*interval("2024", "922")) - before),
        abs=1e-4,
    )


def test_editions_under_one_formula_need_no_bounds(
    table: pd.DataFrame, editions: tuple[Edition, ...]
) -> None:
    found = spread_change(table, *editions[:2])
    assert found is not None
    assert found.one_formula
    assert found.direction == "closer"
    # Rounding alone is left.
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < found.change < found.upper
    assert found.upper - found.lower < 2e-4


def change(**given: object) -> SpreadChange:
    values = {
        "first": "1", "last": "2", "before": 0.05, "after": 0.06,
        "rounded_before": (0.05, 0.05), "rounded_after": (0.06, 0.06),
        "earlier": (0.04, 0.055), "later": (0.055, 0.07),
    }  # fmt: skip
    return SpreadChange(**(values | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "lower", "upper", "direction"),
    [
        ({}, 0.005, 0.02, "apart"),
        ({"earlier": (0.04, 0.065)}, -0.005, 0.02, ""),
        ({"later": (0.045, 0.07)}, -0.005, 0.02, ""),
        ({"earlier": (0.065, 0.07), "later": (0.04, 0.049)}, -0.01, -0.001, "closer"),
        ({"earlier": None, "later": None}, None, None, ""),
    ],
)
def test_both_ways_have_to_agree(
    given: dict[str, object], lower: float | None, upper: float | None, direction: str
) -> None:
    found = change(**given)
    assert found.lower == pytest.approx(lower)
    assert found.upper == pytest.approx(upper)
    assert found.direction == direction


def test_an_edition_that_is_not_in_the_table_has_no_change(
    table: pd.DataFrame, definitions: Definitions, editions: tuple[Edition, ...]
) -> None:
    assert spread_change(table, definitions.edition("DTI", "2021", "63"), editions[0]) is None
