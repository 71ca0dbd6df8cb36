"""Figures of digital adoption: which there are, of whom and when, and which one stands for whom."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from helpers.questions.dated_figures import years_of
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

_COUNTED = ("teams", "groups")
_PERCENT = r"%|\bper\s?cent\b"


def all_figures(adoption: pd.DataFrame, covariates: pd.DataFrame) -> pd.DataFrame:
    """Every achieved figure of the offered measures, dated or not.

    Args:
        adoption, covariates: as `adoption.csv` and `covariates.csv`.

    Returns:
        One row a figure: `figure_id`, `unit_id` (empty for the nation), `measure`, `as_of_start`,
        `as_of_end` (None where unknown), `precision`, `year` (of `as_of_end`, missing where
        unknown), `value_as_printed`, `value`, `unit`, `approximate`, `doubt`, `source_id`,
        `fitting` (a number that counts what the measure says: percent for a share, teams for the
        teams). Targets are left out.
    """
    reported = adoption[adoption["measure"].isin(MEASURES) & ~adoption["target"]]
    survey = covariates[covariates["measure"].isin(PAPI)]
    yearly = pd.DataFrame(
        {
            "figure_id": survey["measure"] + "/" + survey["unit_id"] + "/"
            + survey["year"].astype(str),
            "unit_id": survey["unit_id"],
            "measure": survey["measure"],
            "as_of_start": [date(year, 1, 1) for year in survey["year"]],
            "as_of_end": [date(year, 12, 31) for year in survey["year"]],
            "precision": "year",
            "value_as_printed": "",
            "value": survey["value"],
            "unit": survey["unit"],
            "approximate": "",
            "doubt": survey["doubt"],
            "source_id": survey["source_id"],
        }
    )  # fmt: skip
    figures = pd.concat([yearly, reported[yearly.columns]], ignore_index=True)
    figures["year"] = years_of(figures["as_of_end"])
    figures["fitting"] = figures["value"].notna() & _fits(figures)
    return figures


def _fits(figures: pd.DataFrame) -> pd.Series:
    """Whether a figure counts what its measure says."""
    words = figures["value_as_printed"] + " " + figures["unit"]
    percent = words.str.contains(_PERCENT, case=False) & figures["value"].between(0, 100)
    counted = figures["unit"].str.split(r"[ ,]", regex=True).str[0].isin(_COUNTED)
    return (
        figures["measure"].isin(PAPI)
        | (figures["measure"].isin(SHARES) & percent)
        | (figures["measure"].isin(COUNTS) & counted)
    )


def _of_provinces(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures of the 63 provinces: not of the nation, not of units made in July 2025."""
    return figures[figures["unit_id"].str.startswith("vn63-")]


def what_is_known(figures: pd.DataFrame) -> pd.DataFrame:
    """How many figures are there of each measure, and how firm are they?

    Returns:
        One row a measure, in the order of `MEASURES`: `figures`, `provinces` (of the 63 with a
        number that fits), `units_printed` (ways of saying what is counted), `approximate`,
        `doubtful`, `undated`, `unusable` (no number, or one that counts something else), `merged`
        (of units made in July 2025), `national`.
    """
    rows = []
    for measure in MEASURES:
        own = figures[figures["measure"] == measure]
        usable = _of_provinces(own[own["fitting"]])
        rows.append(
            {
                "measure": measure,
                "figures": len(own),
                "provinces": usable["unit_id"].nunique(),
                "units_printed": own["unit"].nunique(),
                "approximate": int((own["approximate"] != "").sum()),
                "doubtful": int((own["doubt"] != "").sum()),
                "undated": int(own["year"].isna().sum()),
                "unusable": int((~own["fitting"]).sum()),
                "merged": int(own["unit_id"].str.startswith("vn34-").sum()),
                "national": int((own["unit_id"] == "").sum()),
            }
        )
    return pd.DataFrame(rows)


def known_levels(figures: pd.DataFrame) -> pd.DataFrame:
    """Of how many of the 63 provinces is each measure known, year by year?

    Returns:
        `measure`, then one column for each year ("2019") from the first to the last with a figure.
    """
    usable = _of_provinces(figures[figures["fitting"]]).dropna(subset=["year"])
    counts = usable.groupby(["measure", "year"])["unit_id"].nunique().unstack(fill_value=0)
    years = range(int(usable["year"].min()), int(usable["year"].max()) + 1)
    wide = counts.reindex(index=list(MEASURES), columns=list(years), fill_value=0)
    return wide.rename(columns=str).rename_axis(columns=None).reset_index()


def known_changes(figures: pd.DataFrame, baseline: Edition, edition: Edition) -> pd.DataFrame:
    """How many changes over time are there of each measure?

    Returns:
        `measure`, `year_pairs` (pairs of consecutive years that at least one province has both
        of), `province_pairs` (such pairs counted over provinces), `provinces` (with such a pair),
        `in_question` (provinces with a figure of the baseline's and of the edition's year).
    """
    usable = _of_provinces(figures[figures["fitting"]]).dropna(subset=["year"])
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


def units_printed(figures: pd.DataFrame, measure: str) -> pd.DataFrame:
    """What do the sources say that they count? `unit`, `figures`, most frequent first."""
    counts = figures.loc[figures["measure"] == measure, "unit"].value_counts()
    table = counts.rename_axis("unit").reset_index(name="figures")
    return table.sort_values(["figures", "unit"], ascending=[False, True], ignore_index=True)


def in_window(figures: pd.DataFrame, baseline: Edition) -> pd.Series:
    """Which figures speak of the time of the baseline?

    Those of PAPI of the baseline's year; others dated wholly within a year of it.
    """
    year = int(baseline.edition)
    width = np.where(figures["measure"].isin(PAPI), 0, 1)
    starts = pd.Series(years_of(figures["as_of_start"]), figures.index).astype(float)
    ends = figures["year"].astype(float)
    return (starts >= year - width) & (ends <= year + width)


def levels(figures: pd.DataFrame, measure: str, baseline: Edition) -> pd.DataFrame:
    """Which figure stands for each province at the time of the baseline?

    The latest in the window; of several of that day the exact before the approximate, the one
    without doubt before the doubtful, the one printed with more decimals, then the first filed.

    Returns:
        The rows of `figures` used, index `unit_id`, and `conflicting`: how many others of the
        same day give another value.
    """
    usable = _of_provinces(figures[(figures["measure"] == measure) & figures["fitting"]])
    usable = usable[in_window(usable, baseline)]
    decimals = usable["value"].map(lambda value: len(f"{value:.10g}".partition(".")[2]))
    ordered = usable.assign(
        late=usable["as_of_end"].map(lambda day: -day.toordinal()),
        vague=usable["approximate"] != "",
        doubtful=usable["doubt"] != "",
        coarse=-decimals,
    ).sort_values(["unit_id", "late", "vague", "doubtful", "coarse", "figure_id"])
    chosen = ordered.drop_duplicates("unit_id").set_index("unit_id")
    same_day = ordered.merge(
        chosen[["late", "value"]].add_suffix("_chosen"), left_on="unit_id", right_index=True
    )
    other = (same_day["late"] == same_day["late_chosen"]) & (
        same_day["value"] != same_day["value_chosen"]
    )
    conflicting = same_day[other].groupby("unit_id").size().reindex(chosen.index, fill_value=0)
    return chosen[list(figures.columns.drop("unit_id"))].assign(conflicting=conflicting)


def focus_figures(figures: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Everything on file about one province, by measure and date, undated figures last."""
    own = figures[figures["unit_id"] == unit.unit_id]
    ordered = own.assign(
        place=own["measure"].map(MEASURES.index),
        day=own["as_of_end"].map(lambda day: date.max if pd.isna(day) else day),
    ).sort_values(["place", "day", "figure_id"], ignore_index=True)
    return ordered.drop(columns=["place", "day"])
