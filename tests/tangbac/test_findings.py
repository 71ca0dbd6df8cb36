"""Findings against scipy, statsmodels and the notebook that asks the same."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

import tangbac as tb
from helpers.errors import BadInputError, NotComparableError

X, Y = "papi_internet_access_2023", "dti_pillar_society_2023"


@pytest.fixture
def table() -> pd.DataFrame:
    return tb.add(tb.wide("DTI", 63), "papi_internet_access", year=2023)


@pytest.mark.parametrize("tests", [1, 5])
def test_the_correlation_and_its_interval(table: pd.DataFrame, tests: int) -> None:
    found = tb.test(X, Y, table, tests=tests)
    known = table.dropna(subset=[X, Y])
    rho = stats.spearmanr(known[X], known[Y]).statistic
    assert found.n == len(known) == 61
    assert found.estimate == pytest.approx(rho)
    reach = stats.norm.ppf(1 - 0.025 / tests) * math.sqrt((1 + rho**2 / 2) / (61 - 3))
    ends = np.tanh(np.arctanh(rho) + np.array([-reach, reach]))
    assert (found.lower, found.upper) == pytest.approx(tuple(ends))
    # Only what holds for all comparisons at once is said.
    assert found.verdict == ("holds" if ends[0] > 0 else "cannot tell")
    assert ("5 phép so" in repr(found)) is (tests == 5)


def test_given_other_columns_it_is_the_correlation_of_what_is_left(table: pd.DataFrame) -> None:
    found = tb.test(X, Y, table, given="grdp_per_head")
    known = table.dropna(subset=[X, Y])
    ranks = known[[X, Y, "grdp_per_head_2024"]].rank()
    rest = sm.add_constant(ranks["grdp_per_head_2024"])
    left = [sm.OLS(ranks[one], rest).fit().resid for one in (X, Y)]
    assert found.estimate == pytest.approx(float(np.corrcoef(*left)[0, 1]))
    assert "GRDP" in repr(found)


def test_what_goes_together_by_definition_says_so(table: pd.DataFrame) -> None:
    assert "chỉ do cách tính" in repr(tb.test("pillar_society", "overall", table))
    assert "chỉ do cách tính" not in repr(tb.test(X, Y, table))
    assert "chỉ do cách tính" in repr(tb.test_gains("pillar_society", draws=19))


def test_what_hangs_on_one_province_is_not_concluded() -> None:
    ids = list(tb.provinces(63)["unit_id"][:12])
    x = pd.Series(range(12), ids, dtype=float, name="x")
    # Ranks that go together, but for one that undoes the rest when it goes.
    for seed in range(400):
        y = pd.Series(np.random.default_rng(seed).permutation(12), ids, dtype=float)
        found = tb.test(x, y)
        if found.hangs_on:
            break
    assert found.verdict == "cannot tell"
    assert found.lower is not None
    assert found.lower > 0 or (found.upper or 0) < 0
    assert found.hangs_on in repr(found)


def test_what_cannot_be_told_says_why() -> None:
    ids = list(tb.provinces(63)["unit_id"])
    few = pd.Series(range(4), ids[:4], dtype=float)
    same = pd.Series(1.0, ids)
    assert tb.test(few, same).problem == "too few"
    found = tb.test(same, pd.Series(range(63), ids, dtype=float))
    assert (found.problem, found.verdict, found.estimate) == ("constant", "cannot tell", None)
    assert "như nhau ở mọi tỉnh" in repr(found)


def test_the_gain_is_that_of_a_regression_on_the_start_and_the_controls() -> None:
    found = tb.test_gains("pci", 2022, 2023, draws=199)
    table = tb.add(tb.wide("DTI", 63), "pci", "urban_population", "population", "grdp_per_head",
                   year=2022)  # fmt: skip
    model = sm.add_constant(
        pd.DataFrame(
            {
                "before": table["dti_overall_2022"], "pci": table["pci_2022"],
                "size": np.log(table["population_2022"]),
                "towns": table["urban_population_2022"] / table["population_2022"],
                "wealth": np.log(table["grdp_per_head_2022"]),
            }
        )
    )  # fmt: skip
    fitted = sm.OLS(table["dti_overall_2023"], model).fit()
    scale = table["pci_2022"].std() / table["dti_overall_2023"].std()
    assert found.estimate == pytest.approx(fitted.params["pci"] * scale)
    assert found.n == 63
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < found.estimate < found.upper
    assert found.verdict == "cannot tell"
    four = tb.test_gains("pci", 2022, 2023, draws=199, tests=4)
    assert four.p_value == pytest.approx(min(1, 4 * (found.p_value or 0)))
    assert four.lower is None or four.lower < found.lower


def test_gains_are_asked_of_under_one_formula_only() -> None:
    with pytest.raises(NotComparableError):
        tb.test_gains("pci", 2020, 2021)
    with pytest.raises(BadInputError, match="draws"):
        tb.test_gains("pci", draws=3)


@pytest.mark.parametrize("tests", [0, True, 1.5])
def test_a_number_of_tests_is_a_whole_one(table: pd.DataFrame, tests: object) -> None:
    with pytest.raises(BadInputError, match="how many comparisons"):
        tb.test(X, Y, table, tests=tests)  # type: ignore[arg-type]  # what people type


def test_sides_are_columns_of_one_table_or_series_by_unit(table: pd.DataFrame) -> None:
    by_unit = table.set_index("unit_id")
    assert tb.test(by_unit[X], by_unit[Y]) == tb.test(X, Y, table)
    with pytest.raises(BadInputError, match="columns of one table"):
        tb.test(X, Y)
    with pytest.raises(BadInputError, match="unit_id"):
        tb.test(table[X], table[Y])
    with pytest.raises(BadInputError, match="no column 'papi'"):
        tb.test("papi", Y, table)
