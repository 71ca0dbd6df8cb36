"""Does the index agree with what people and others measure?"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from helpers.errors import BadInputError
from helpers.questions.clean_figures.answer import CleanFigures
from helpers.questions.what_the_index_measures.answer import (
    COMPARED,
    SURVEY,
    MeasuresQuestion,
    Sides,
    ask,
    compared_editions,
    printed_for_all,
    verdict,
    yearly,
)
from helpers.sources.editions import Definitions
from helpers.sources.provinces import Units
from helpers.statistics.agreement import agreement

RawRows = Callable[[str], list[dict[str, str]]]
YEARS = ("2022", "2023", "2024")
COLUMNS = {
    "papi_portal_access": "SC81 Access to E-Government Portals",
    "papi_internet_access": "SC82 Access to the Internet",
    "papi_e_responsiveness": "SC83 E-Responsiveness of Provincial Authorities",
}


@pytest.fixture(scope="module")
def rankings(clean: CleanFigures) -> pd.DataFrame:
    return clean.tables["rankings"]


@pytest.fixture(scope="module")
def covariates(clean: CleanFigures) -> pd.DataFrame:
    return clean.tables["covariates"]


@pytest.fixture(scope="module")
def question(
    rankings: pd.DataFrame, covariates: pd.DataFrame, definitions: Definitions
) -> MeasuresQuestion:
    return ask(rankings, covariates, definitions, measure="overall", draws=1_000)


@pytest.fixture(scope="module")
def sides(
    rankings: pd.DataFrame,
    covariates: pd.DataFrame,
    definitions: Definitions,
    question: MeasuresQuestion,
) -> Sides:
    return Sides(rankings, covariates, definitions, question)


@pytest.fixture(scope="module")
def compared(sides: Sides) -> pd.DataFrame:
    return sides.comparisons().set_index(["other", "given"])


@pytest.fixture(scope="module")
def printed(raw_rows: RawRows, units: Units) -> pd.DataFrame:
    """Every figure as it is printed, by unit: `2022` … the totals, and a column each a year."""
    columns: dict[str, dict[str, float]] = {}

    def keep(column: str, name: str, cell: str) -> None:
        unit = units.match(name, "63")
        if cell and unit is not None:
            columns.setdefault(column, {})[unit.unit_id] = float(cell)

    for year in YEARS:
        for row in raw_rows(f"dti_tables/dti_{year}_63.csv"):
            keep(f"dti {year}", row["Tỉnh/Thành phố"], row["DTI"])
    for row in raw_rows("papi/papi_e_governance_2019_2024.csv"):
        for measure, column in COLUMNS.items():
            keep(f"{measure} {row['year']}", row["province_as_printed"], row[column])
    for row in raw_rows("province_statistics/province_statistics_2022_2024.csv"):
        for column in ("Dân số (nghìn người)", "Dân số thành thị (nghìn người)",
                       "GRDP bình quân đầu người (triệu đồng)"):  # fmt: skip
            keep(f"{column} {row['Năm']}", row["Tỉnh/Thành phố"], row[column])
    return pd.DataFrame(columns)


def mean_of(printed: pd.DataFrame, column: str) -> pd.Series:
    return printed[[f"{column} {year}" for year in YEARS]].mean(axis=1, skipna=False)


def mean_rank(printed: pd.DataFrame) -> pd.Series:
    """The lowest total of a year has the least: one more than the totals below it, ties halved."""
    ranks = []
    for year in YEARS:
        totals = printed[f"dti {year}"].to_numpy()
        below = (totals[None, :] < totals[:, None]).sum(axis=1)
        ranks.append(below + ((totals[None, :] == totals[:, None]).sum(axis=1) + 1) / 2)
    return pd.Series(np.mean(ranks, axis=0), index=printed.index)


@pytest.mark.parametrize("measure", COLUMNS)
def test_the_raw_agreement_is_that_of_the_printed_figures(
    measure: str, compared: pd.DataFrame, printed: pd.DataFrame
) -> None:
    both = pd.concat([mean_rank(printed), mean_of(printed, measure)], axis=1).dropna()
    expected = stats.spearmanr(both[0], both[1]).statistic
    row = compared.loc[(measure, False)]
    assert (row["n"], row["years"]) == (len(both), "2022–2024")
    assert row["rho"] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("measure", COLUMNS)
def test_the_agreement_given_the_rest_is_that_of_residuals(
    measure: str, compared: pd.DataFrame, printed: pd.DataFrame
) -> None:
    people = mean_of(printed, "Dân số (nghìn người)")
    table = pd.DataFrame(
        {
            "dti": mean_rank(printed),
            "other": mean_of(printed, measure),
            "size": people,
            "towns": mean_of(printed, "Dân số thành thị (nghìn người)") / people,
            "wealth": np.log(mean_of(printed, "GRDP bình quân đầu người (triệu đồng)")),
        }
    ).dropna()
    ranks = table.rank()
    rest = sm.add_constant(ranks[["size", "towns", "wealth"]])
    left = [sm.OLS(ranks[one], rest).fit().resid for one in ("dti", "other")]
    expected = np.corrcoef(*left)[0, 1]
    assert compared.loc[(measure, True), "rho"] == pytest.approx(expected, abs=1e-9)


def test_wealth_is_no_control_of_itself(compared: pd.DataFrame, printed: pd.DataFrame) -> None:
    people = mean_of(printed, "Dân số (nghìn người)")
    towns = mean_of(printed, "Dân số thành thị (nghìn người)") / people
    wealth = mean_of(printed, "GRDP bình quân đầu người (triệu đồng)")
    columns = [mean_rank(printed), wealth, people, towns]
    inverse = np.linalg.inv(np.corrcoef([column.rank() for column in columns]))
    expected = -inverse[0, 1] / np.sqrt(inverse[0, 0] * inverse[1, 1])
    assert compared.loc[("grdp_per_head", True), "rho"] == pytest.approx(expected)


def test_the_noise_of_the_survey_is_taken_out_of_the_raw_agreement(
    compared: pd.DataFrame, printed: pd.DataFrame
) -> None:
    for measure in SURVEY:
        years = printed[[f"{measure} {year}" for year in YEARS]].dropna().to_numpy()
        units, moments = years.mean(axis=1, keepdims=True), years.mean(axis=0)
        left = years - units - moments + years.mean()
        noise = (left**2).sum() / ((len(years) - 1) * 2) / 3
        reliable = 1 - noise / units.var(ddof=1)
        row = compared.loc[(measure, False)]
        assert row["at_most"] == pytest.approx(row["rho"] / np.sqrt(reliable))
        assert np.isnan(compared.loc[(measure, True), "at_most"])
    assert np.isnan(compared.loc[("grdp_per_head", False), "at_most"])


def test_the_ranks_nobody_printed_may_be_any(
    compared: pd.DataFrame, printed: pd.DataFrame, rankings: pd.DataFrame
) -> None:
    row = compared.loc[("EGOV 2017", False)]
    own = rankings[
        (rankings["index"] == "EGOV")
        & (rankings["edition"] == "2017")
        & (rankings["measure"] == "overall")
    ]
    known = own.set_index("unit_id")["rank"].astype(float)
    assert (row["seen"], row["n"], row["years"]) == (len(known), 63, "2017")
    assert np.isnan(row["rho"])
    dti = mean_rank(printed)
    unseen = [unit for unit in dti.index if unit not in known.index]
    # Ties take up the next places, and the places left over are for the unseen.
    taken = {place + shift for place, count in known.value_counts().items()
             for shift in range(count)}  # fmt: skip
    free = sorted(set(range(1, 64)) - taken)
    assert len(free) == len(unseen) == 63 - len(known)
    seen_rank = known + (known.map(known.value_counts()) - 1) / 2
    generator = np.random.default_rng(1)

    def filled(order: list[str]) -> float:
        ranks = pd.concat([seen_rank, pd.Series(free, index=order, dtype=float)])
        return float(-stats.spearmanr(ranks.reindex(dti.index), dti).statistic)

    best_first = dti[unseen].sort_values(ascending=False).index.tolist()
    most, least = filled(best_first), filled(best_first[::-1])
    drawn = [filled(generator.permutation(unseen).tolist()) for _ in range(300)]
    assert least <= min(drawn)
    assert max(drawn) <= most
    # Of the interval at the least agreement the lower end, of that at the most the upper.
    for end, value, side in (("lower", least, -1), ("upper", most, 1)):
        expected = np.tanh(np.arctanh(value) + side * 1.959964 * np.sqrt((1 + value**2 / 2) / 60))
        assert row[end] == pytest.approx(expected, abs=1e-6)


def test_every_interval_of_the_table_is_of_one_family(compared: pd.DataFrame) -> None:
    made = compared[compared["problem"] == ""]
    reach = stats.norm.ppf(1 - 0.025 / len(made))
    row = made.loc[("grdp_per_head", False)]
    error = np.sqrt((1 + row["rho"] ** 2 / 2) / 60)
    ends = np.tanh(np.arctanh(row["rho"]) + np.array([-1, 1]) * reach * error)
    assert (row["lower_all"], row["upper_all"]) == pytest.approx(tuple(ends))
    assert (made["lower_all"] < made["lower"]).all()
    assert (made["upper"] < made["upper_all"]).all()


def test_what_hangs_on_one_province_is_not_told(
    covariates: pd.DataFrame,
    question: MeasuresQuestion,
    sides: Sides,
    compared: pd.DataFrame,
) -> None:
    made = compared[compared["problem"] == ""]
    level = 1 - 0.05 / len(made)
    for (other, given), row in made.iterrows():
        if other == "EGOV 2017":
            continue
        table = yearly(covariates, other, question.years)
        years = list(table.columns)
        own, values = sides.standing("overall", years), table.mean(axis=1, skipna=False)
        controls = sides.background(years).drop(columns=other, errors="ignore") if given else None
        excluded = row["lower_all"] > 0 or row["upper_all"] < 0
        nil = {}
        for unit in values.dropna().index:
            found = agreement(own.drop(unit), values, controls)
            ends = found.interval(level)
            assert ends is not None
            if ends[0] <= 0 <= ends[1]:
                nil[unit] = abs(found.rho or 0)
        expected = min(nil, key=lambda unit: nil[unit]) if excluded and nil else ""
        assert row["hangs_on"] == expected, other
        assert row["verdict"] == ("holds" if excluded and not nil else "cannot tell")


def test_every_part_is_compared_raw_and_at_once(sides: Sides, compared: pd.DataFrame) -> None:
    by_part = sides.by_part()
    assert list(by_part["measure"].unique()) == list(sides.question.offered[1:])
    assert not by_part["given"].any()
    made = compared[compared["problem"] == ""].reset_index()
    assert len(by_part) == len(sides.question.offered[1:]) * (~made["given"]).sum()
    # A greater family has wider intervals for the same agreement.
    row = by_part.iloc[0]
    reach = (np.arctanh(row["upper_all"]) - np.arctanh(row["rho"])) / np.sqrt(
        (1 + row["rho"] ** 2 / 2) / (row["n"] - 3)
    )
    assert reach == pytest.approx(stats.norm.ppf(1 - 0.025 / len(by_part)))


def test_what_is_not_on_file_is_named_and_counts_as_no_comparison(
    rankings: pd.DataFrame,
    covariates: pd.DataFrame,
    definitions: Definitions,
    question: MeasuresQuestion,
    compared: pd.DataFrame,
) -> None:
    for other in ("pci", "grdp_per_head"):
        left = covariates[covariates["measure"] != other]
        found = Sides(rankings, left, definitions, question).comparisons()
        absent = found[found["problem"] == "absent"]
        assert other in set(absent["other"])
        assert absent[["rho", "lower", "upper_all"]].isna().all(axis=None)
        # The raw agreement of the others is what it was.
        same = found[~found["given"] & (found["problem"] == "")].set_index("other")["rho"]
        before = compared.xs(False, level="given").loc[same.index, "rho"]
        pd.testing.assert_series_equal(same, before)


def test_what_has_a_part_of_the_years_is_compared_over_these_on_both_sides(
    rankings: pd.DataFrame,
    covariates: pd.DataFrame,
    definitions: Definitions,
    question: MeasuresQuestion,
    printed: pd.DataFrame,
) -> None:
    wealth = covariates[(covariates["measure"] == "grdp_per_head") & (covariates["year"] == 2022)]
    others = covariates[covariates["measure"] != "pci"]
    made_up = pd.concat([others, wealth.assign(measure="pci")])
    found = Sides(rankings, made_up, definitions, question).comparisons()
    row = found[(found["other"] == "pci") & ~found["given"]].iloc[0]
    column = printed["GRDP bình quân đầu người (triệu đồng) 2022"]
    assert row["years"] == "2022"
    assert row["rho"] == pytest.approx(stats.spearmanr(printed["dti 2022"], column).statistic)


# --- which years, which measures ------------------------------------------------------------------


def test_the_years_are_the_newest_that_both_sides_have(
    covariates: pd.DataFrame, definitions: Definitions
) -> None:
    assert [one.edition for one in compared_editions(covariates, definitions)] == list(YEARS)
    own = covariates["measure"] == "papi_portal_access"
    for gap in (covariates[~(own & (covariates["year"] == 2023))], covariates[~own]):
        assert compared_editions(gap, definitions) == ()
    # A figure of the survey that is doubted is no figure of it.
    asked = own & (covariates["year"] == 2022)
    doubted = covariates.assign(
        doubt=covariates["doubt"].mask(asked, "another measure in that year")
    )
    assert compared_editions(doubted, definitions) == ()


def test_a_newer_edition_waits_for_the_survey(
    covariates: pd.DataFrame, definitions: Definitions
) -> None:
    newest = definitions.edition("DTI", "2024", "63")
    later = dataclasses.replace(newest, edition="2025")
    more = dataclasses.replace(definitions, editions=(*definitions.editions, later))
    assert [one.edition for one in compared_editions(covariates, more)] == list(YEARS)
    year = covariates[covariates["year"] == 2024]
    asked = pd.concat([covariates, year.assign(year=2025)])
    assert [one.edition for one in compared_editions(asked, more)] == ["2023", "2024", "2025"]


def test_only_what_is_printed_for_all_can_be_compared(
    rankings: pd.DataFrame, definitions: Definitions, question: MeasuresQuestion
) -> None:
    expected = (
        "overall", "infrastructure", "government_activity", "economy_activity", "society_activity",
    )  # fmt: skip
    assert question.offered == expected
    one = (rankings["measure"] == "infrastructure") & (rankings["edition"] == "2023")
    derived = rankings.assign(score_basis=rankings["score_basis"].mask(one, "derived"))
    found = printed_for_all(derived, definitions, question.window)
    assert found == ("overall", *expected[2:])
    assert printed_for_all(rankings, definitions, ()) == ("overall",)


@pytest.mark.parametrize("measure", ["infrastucture", "pillar_government", "awareness"])
def test_another_measure_is_answered_with_all(
    measure: str, rankings: pd.DataFrame, covariates: pd.DataFrame, definitions: Definitions
) -> None:
    with pytest.raises(BadInputError, match=r"Offered: overall, infrastructure, gov"):
        ask(rankings, covariates, definitions, measure=measure, draws=1_000)
    with pytest.raises(BadInputError, match="from 1000 to"):
        ask(rankings, covariates, definitions, measure="overall", draws=999)


def test_the_verdict_is_that_of_the_interval_for_all_at_once() -> None:
    assert [verdict(*ends) for ends in ((0.01, 0.6), (-0.1, 0.6), (-0.6, -0.01))] == [
        "holds", "cannot tell", "contradicted",
    ]  # fmt: skip
    assert set(SURVEY) < set(COMPARED)
