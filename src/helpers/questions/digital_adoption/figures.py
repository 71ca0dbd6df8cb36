"""Figures of digital adoption: which there are, of whom and when, and which one stands for whom.

Sources print shares of different wholes under one name. What each figure counts is declared
(`data/raw/definitions/adoption_counts.yml`), and figures are put together only where they count one
thing: for each measure the largest such group.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from helpers.questions.association.dated import years_of
from helpers.sources.adoption_counts import NAMED_EXTREMES, NOT_STATED
from helpers.sources.editions import Edition
from helpers.sources.provinces import Unit

PAPI = ("papi_portal_access", "papi_internet_access")
SHARES = (
    "digital_economy_share_of_grdp",
    "online_dossier_share",
    "households_fibre_share",
    "smartphone_share",
)
COUNTS = ("community_digital_teams",)
MEASURES = (*PAPI, *SHARES[:1], *COUNTS, *SHARES[1:])

SURVEY_YEARS, FEWEST_YEARS = 3, 2
"""Over how many years a survey is averaged, and of how many of these a province needs a figure."""

USES = (
    "national", "merged", "no number", "other count", "undated", "outside", "used", "nearer",
)  # fmt: skip
"""What a figure is to the test: of the whole country or of a unit made in July 2025; not readable
as a number; counting something else, or not saying what; without a date; not of the time asked for;
used; or passed over for a nearer or firmer figure of its province."""

_COLUMNS = [
    "figure_id", "unit_id", "measure", "as_of_start", "as_of_end", "precision", "value_as_printed",
    "value", "unit", "counts", "approximate", "doubt", "source_id",
]  # fmt: skip
_PERCENT = r"%|\bper\s?cent\b"


def all_figures(adoption: pd.DataFrame, covariates: pd.DataFrame) -> pd.DataFrame:
    """Every achieved figure of the offered measures, dated or not.

    Args:
        adoption, covariates: as `adoption.csv` and `covariates.csv`.

    Returns:
        One row a figure: `figure_id`, `unit_id` (empty for the nation), `measure`, `as_of_start`,
        `as_of_end` (None where unknown), `precision`, `year` (of `as_of_end`, missing where
        unknown), `value_as_printed`, `value`, `unit`, `counts` (what it counts, by declaration),
        `approximate`, `doubt`, `source_id`, `fitting` (a number, and for a share one in percent).
        Targets are left out.
    """
    reported = adoption[adoption["measure"].isin(MEASURES) & ~adoption["target"]]
    survey = covariates[covariates["measure"].isin(PAPI)]
    yearly = survey.assign(
        figure_id=survey[["measure", "unit_id", "year"]].astype(str).agg("/".join, axis=1),
        as_of_start=[date(year, 1, 1) for year in survey["year"]],
        as_of_end=[date(year, 12, 31) for year in survey["year"]],
        precision="year",
        value_as_printed="",
        counts="points",
        approximate="",
    )
    figures = pd.concat([yearly[_COLUMNS], reported[_COLUMNS]], ignore_index=True)
    figures["year"] = years_of(figures["as_of_end"])
    figures["fitting"] = _fits(figures)
    return figures


def _fits(figures: pd.DataFrame) -> pd.Series:
    """Whether a figure is a number, and a share one in percent."""
    words = figures["value_as_printed"] + " " + figures["unit"]
    percent = words.str.contains(_PERCENT, case=False) & figures["value"].between(0, 100)
    return figures["value"].notna() & (percent | ~figures["measure"].isin(SHARES))


def _of_provinces(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures of the 63 provinces: not of the nation, not of units made in July 2025."""
    return figures[figures["unit_id"].str.startswith("vn63-")]


# --- what may be put together --------------------------------------------------------------------


def group_in_test(figures: pd.DataFrame, measure: str) -> str:
    """What do the figures count that the test of a measure takes together?

    The group that covers most provinces in one year; of several as large the one of most provinces
    at any time, then the first by name. It is the same for every baseline, so that tests of two
    editions ask about one thing, and the choice looks at what is known, never at an outcome.

    Returns:
        A group of the declared file; empty where no figure says what it counts.
    """
    own = _of_provinces(figures[(figures["measure"] == measure) & figures["fitting"]])
    own = own[~own["counts"].isin(["", NOT_STATED, NAMED_EXTREMES])]
    ever = own.groupby("counts")["unit_id"].nunique()
    by_year = own.groupby(["counts", "year"])["unit_id"].nunique().groupby("counts").max()
    groups = sorted(ever.index, key=lambda group: (-by_year.get(group, 0), -ever[group], group))
    return str(groups[0]) if groups else ""


def counted_alike(figures: pd.DataFrame) -> pd.Series:
    """Which figures are numbers that count what the test of their measure takes together?"""
    there = set(figures["measure"])
    groups = {name: group_in_test(figures, name) for name in MEASURES if name in there}
    wanted = figures["measure"].map(groups)
    return figures["fitting"] & (wanted != "") & (figures["counts"] == wanted)


def things_counted(figures: pd.DataFrame, measure: str, baseline: Edition) -> pd.DataFrame:
    """What do the figures of a measure count, and which of it is in the test?

    Returns:
        `counts`, `figures`, `provinces` (of the 63, with such a number of any time), `in_window`
        (provinces with one in the window), `in_test`; the group in the test first, then the
        largest.
    """
    own = figures[figures["measure"] == measure]
    numbers = _of_provinces(own[own["fitting"]])
    provinces = numbers.groupby("counts")["unit_id"].nunique()
    near = numbers[in_window(numbers, baseline)].groupby("counts")["unit_id"].nunique()
    table = own["counts"].value_counts().rename_axis("counts").reset_index(name="figures")
    table["provinces"] = table["counts"].map(provinces).fillna(0).astype(int)
    table["in_window"] = table["counts"].map(near).fillna(0).astype(int)
    table["in_test"] = table["counts"] == group_in_test(figures, measure)
    return table.sort_values(
        ["in_test", "figures", "counts"], ascending=[False, False, True], ignore_index=True
    )


# --- what is known -------------------------------------------------------------------------------


def what_is_known(figures: pd.DataFrame) -> pd.DataFrame:
    """How many figures are there of each measure, and how firm are they?

    Returns:
        One row a measure, in the order of `MEASURES`: `figures`, `provinces` (of the 63 with a
        number of any time that counts what the test takes together), `groups` (different things
        counted, as far as stated), `other_count` (numbers that count something else than the test
        takes together, or do not say what), `unusable` (no number), `approximate`, `doubtful`,
        `undated`, `merged` (of units made in July 2025), `national`.
    """
    alike = counted_alike(figures)
    rows = []
    for measure in MEASURES:
        own = figures[figures["measure"] == measure]
        rows.append(
            {
                "measure": measure,
                "figures": len(own),
                "provinces": _of_provinces(own[alike[own.index]])["unit_id"].nunique(),
                "groups": len(set(own["counts"]) - {"", NOT_STATED, NAMED_EXTREMES}),
                "other_count": int((own["fitting"] & ~alike[own.index]).sum()),
                "unusable": int((~own["fitting"]).sum()),
                "approximate": int((own["approximate"] != "").sum()),
                "doubtful": int((own["doubt"] != "").sum()),
                "undated": int(own["year"].isna().sum()),
                "merged": int(own["unit_id"].str.startswith("vn34-").sum()),
                "national": int((own["unit_id"] == "").sum()),
            }
        )
    return pd.DataFrame(rows)


def known_levels(figures: pd.DataFrame) -> pd.DataFrame:
    """Of how many of the 63 provinces is what the test takes together known, year by year?

    Returns:
        `measure`, then one column for each year ("2019") from the first to the last with a figure.
    """
    usable = _of_provinces(figures[counted_alike(figures)]).dropna(subset=["year"])
    counts = usable.groupby(["measure", "year"])["unit_id"].nunique().unstack(fill_value=0)
    years = range(int(usable["year"].min()), int(usable["year"].max()) + 1)
    wide = counts.reindex(index=list(MEASURES), columns=list(years), fill_value=0)
    return wide.rename(columns=str).rename_axis(columns=None).reset_index()


def known_changes(figures: pd.DataFrame, baseline: Edition, edition: Edition) -> pd.DataFrame:
    """How many changes over time are there of what the test of each measure takes together?

    Returns:
        `measure`, `year_pairs` (pairs of consecutive years that at least one province has both
        of), `province_pairs` (such pairs counted over provinces), `provinces` (with such a pair),
        `in_question` (provinces with a figure of the baseline's and of the edition's year).
    """
    usable = _of_provinces(figures[counted_alike(figures)]).dropna(subset=["year"])
    rows = []
    for measure in MEASURES:
        years = usable[usable["measure"] == measure].groupby("unit_id")["year"].agg(set)
        pairs = [(unit, y) for unit, known in years.items() for y in known if y + 1 in known]
        asked = {int(baseline.edition), int(edition.edition)}
        rows.append(
            {
                "measure": measure,
                "year_pairs": len({year for _, year in pairs}),
                "province_pairs": len(pairs),
                "provinces": len({unit for unit, _ in pairs}),
                "in_question": sum(asked <= known for known in years),
            }
        )
    return pd.DataFrame(rows)


# --- which figure stands for a province ----------------------------------------------------------


def in_window(figures: pd.DataFrame, baseline: Edition, years: int = SURVEY_YEARS) -> pd.Series:
    """Which figures can be the level at the end of the baseline's year?

    Those of PAPI of that year and of the two before; others dated wholly within it or the year
    before. Never after: what came later cannot be where a gain started from.

    Args:
        years: of a survey, the last of them the baseline's.
    """
    year = int(baseline.edition)
    back = np.where(figures["measure"].isin(PAPI), years - 1, 1)
    starts = pd.Series(years_of(figures["as_of_start"]), figures.index).astype(float)
    ends = figures["year"].astype(float)
    return (starts >= year - back) & (ends <= year)


def levels(
    figures: pd.DataFrame, measure: str, baseline: Edition, years: int = SURVEY_YEARS
) -> pd.DataFrame:
    """Which figure stands for each province at the end of the baseline's year?

    Of the figures in the window that count what the test takes together, the one nearest to the
    end of the year; of several of that day the one without doubt before the doubtful, the exact
    before the approximate, the one printed with more decimals, then the first filed. Of a survey
    the mean of `years` years (`survey_means`), in the row of the latest of them.

    Returns:
        The rows of `figures` used, index `unit_id`, and `conflicting`: how many others of the
        same day give another value.
    """
    own = figures[figures["measure"] == measure]
    usable = _of_provinces(own[counted_alike(own)])
    usable = usable[in_window(usable, baseline, years)]
    decimals = usable["value"].map(lambda value: len(f"{value:.10g}".partition(".")[2]))
    ordered = usable.assign(
        far=usable["as_of_end"].map(lambda day: -day.toordinal()),
        doubtful=usable["doubt"] != "",
        vague=usable["approximate"] != "",
        coarse=-decimals,
    ).sort_values(["unit_id", "far", "doubtful", "vague", "coarse", "figure_id"])
    chosen = ordered.drop_duplicates("unit_id").set_index("unit_id")
    same_day = ordered["far"] == ordered["unit_id"].map(chosen["far"])
    other = same_day & (ordered["value"] != ordered["unit_id"].map(chosen["value"]))
    conflicting = ordered[other].groupby("unit_id").size().reindex(chosen.index, fill_value=0)
    chosen = chosen[list(figures.columns.drop("unit_id"))].assign(conflicting=conflicting)
    if measure not in PAPI or years == 1:
        return chosen
    means = survey_means(survey_by_year(usable))
    return chosen.assign(value=means.reindex(chosen.index)).dropna(subset="value")


def survey_by_year(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures of one survey: a row for each unit, a column for each year."""
    return figures.pivot_table(index="unit_id", columns="year", values="value", aggfunc="first")


def survey_means(by_year: pd.DataFrame) -> pd.Series:
    """The mean of several years of a survey, index `unit_id`.

    Each year is taken from its own mean over the units first, so that a unit without a figure of a
    year in which all stood high is not put low by that.

    Args:
        by_year: of `survey_by_year`. Units with fewer than `FEWEST_YEARS` figures are left out.
    """
    by_year = by_year.astype(float)
    apart = by_year - by_year.mean()
    means = apart.mean(axis=1) + by_year.mean().mean()
    return means[by_year.notna().sum(axis=1) >= FEWEST_YEARS].rename("value")


def with_uses(figures: pd.DataFrame, baseline: Edition) -> pd.DataFrame:
    """What is each figure to the test of its measure?

    Returns:
        `figures` with one of `USES` as `standing`, the column's name in the saved tables.
    """
    used = set(figures["figure_id"][_stands_for(figures, baseline)])
    holds = {
        "national": figures["unit_id"] == "",
        "merged": figures["unit_id"].str.startswith("vn34-"),
        "no number": ~figures["fitting"],
        "other count": ~counted_alike(figures),
        "undated": figures["year"].isna(),
        "outside": ~in_window(figures, baseline),
        "used": figures["figure_id"].isin(used),
    }
    return figures.assign(
        standing=np.select([holds[name] for name in USES[:-1]], USES[:-1], USES[-1])
    )


def _stands_for(figures: pd.DataFrame, baseline: Edition) -> pd.Series:
    """Which figures the level of their province rests on: one, or several years of a survey."""
    kept = pd.Series(data=False, index=figures.index)
    for measure in MEASURES:
        found = levels(figures, measure, baseline)
        if measure in PAPI:
            own = (figures["measure"] == measure) & in_window(figures, baseline)
            kept |= own & figures["fitting"] & figures["unit_id"].isin(found.index)
        else:
            kept |= figures["figure_id"].isin(found["figure_id"])
    return kept


def in_order_of_time(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures by measure, province and date, undated ones last."""
    ordered = figures.assign(
        place=figures["measure"].map(MEASURES.index),
        day=figures["as_of_end"].map(lambda day: date.max if pd.isna(day) else day),
    ).sort_values(["place", "unit_id", "day", "figure_id"], ignore_index=True)
    return ordered.drop(columns=["place", "day"])


def focus_figures(figures: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Everything on file about one province, by measure and date, undated figures last."""
    return in_order_of_time(figures[figures["unit_id"] == unit.unit_id])
