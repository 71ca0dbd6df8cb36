"""Do gains go with online-service counts? The functions of notebook 03.

Counts by level belong to two regimes, Decree 43/2011/NĐ-CP (levels 1 to 4) and Decree
42/2022/NĐ-CP (toàn trình, một phần), which have no official conversion: nothing here adds, converts
or compares counts of the two. The functions here describe; the tests, which use the index of the
national portal, are in `portal_index`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from helpers.questions.association.asked import ask_comparison, check_draws
from helpers.questions.association.dated import years_of
from helpers.sources.editions import Definitions, Edition
from helpers.sources.provinces import Unit, Units
from helpers.statistics.baseline import FEWEST_UNITS

COUNT_LEVELS = {
    "decree-43": ("level_3", "level_4", "levels_3_4"),
    "decree-42": ("full_process", "partial_process"),
}
"""Levels whose counts are compared within their regime, never across."""
SPLIT = ("total_procedures", "full_process", "partial_process", "not_online")
"""All procedures of a unit, and the three parts that they fall into."""
REGIMES = (*COUNT_LEVELS, "none")
REGIME_CHANGE = date(2022, 8, 15)
"""The day Decree 42/2022/NĐ-CP took effect."""
KINDS = ("count", "tier", "portal", "added", "share", "target", "other")
"""What a figure about services is: a count of a whole province by level; one tier of government; a
count on the national portal; an addition in a period; a share; a target or plan; anything else."""
ADOPTION_MEASURES = ("online_dossier_share", "online_payment_share", "online_dossiers")
"""Submitted online (a share), paid online (a share), and submitted online as a bare count."""
OFFERED = tuple(f"offered_{regime}" for regime in COUNT_LEVELS)
"""What is offered, in the table of offered, submitted and paid."""
TIERS = ("province", "district", "commune")


@dataclass(frozen=True)
class ServiceQuestion:
    """What one run of notebook 03 asks, every part checked against what is on file."""

    baseline: Edition
    edition: Edition
    unit: Unit
    draws: int


def ask(
    definitions: Definitions, units: Units, *, draws: int, **comparison: str
) -> ServiceQuestion:
    """Which two DTI editions, which province, how many permutations?

    Args:
        draws: permutations; see `check_draws`.
        comparison: baseline, edition and province, as `ask_comparison`.

    Raises:
        BadInputError: a value is not on file, not text, or `draws` is out of range.
        NotComparableError: the two editions follow different formulas.
        UnknownProvinceError: the name means no province of the 63.
    """
    check_draws(draws)
    return ServiceQuestion(*ask_comparison(definitions, units, **comparison), draws)


# --- counts --------------------------------------------------------------------------------------


def figure_kind(level: str, target: bool) -> str:
    """Which of `KINDS` a figure of online services is; targets are never achieved counts."""
    if target or level.startswith("target_"):
        return "target"
    words = level.split("_")
    if "share" in words:
        return "share"
    if level.endswith("_tier"):
        return "tier"
    if level.startswith("on_national_portal"):
        return "portal"
    if level.endswith("_added"):
        return "added"
    return "count" if any(level in levels for levels in COUNT_LEVELS.values()) else "other"


def with_kinds(services: pd.DataFrame) -> pd.DataFrame:
    """The figures of provinces (national rows left out) with `kind`, `year` and `dated`.

    `year` is the year in which the figure holds, missing where no date is known.
    """
    own = services[services["unit_id"] != ""].copy()
    pairs = zip(own["level"], own["target"], strict=True)
    own["kind"] = [figure_kind(level, bool(target)) for level, target in pairs]
    own["dated"] = own["precision"] != "unknown"
    own["year"] = years_of(own["as_of_end"].where(own["dated"]))
    return own


def kinds_on_file(services: pd.DataFrame) -> pd.DataFrame:
    """How many figures of which kind, of whom and of when, apart by regime?

    Args:
        services: as `with_kinds` gives it.

    Returns:
        `regime`, `kind`, `figures`, `dated`, `units`, `first_year`, `last_year`, in the order of
        the regimes and of `KINDS`.
    """
    table = services.groupby(["regime", "kind"], as_index=False).agg(
        figures=("figure_id", "size"),
        dated=("dated", "sum"),
        units=("unit_id", "nunique"),
        first_year=("year", "min"),
        last_year=("year", "max"),
    )
    order = table["regime"].map(REGIMES.index) * len(KINDS)
    table["order"] = order + table["kind"].map(KINDS.index)
    return table.sort_values("order", ignore_index=True).drop(columns="order")


def dated_counts(services: pd.DataFrame) -> pd.DataFrame:
    """Every dated count of a whole unit by level, no targets, tiers, shares or additions."""
    chosen = services[(services["kind"] == "count") & services["dated"] & services["value"].notna()]
    columns = [
        "figure_id", "unit_id", "province", "regime", "level", "year", "as_of_start", "as_of_end",
        "precision", "value", "approximate", "unit", "doubt", "source_id",
    ]  # fmt: skip
    return chosen[columns].sort_values(["regime", "level", "province", "as_of_end", "figure_id"])


def in_whole_lists(services: pd.DataFrame) -> pd.Series:
    """Which figures are of a source that splits all procedures of the unit, at one date?

    Such lists come from the national portal and speak of the units of today. They are shown apart:
    nothing here counts or draws them together with what newspapers print of former provinces.

    Args:
        services: as `with_kinds` gives it.
    """
    keys = [services[name] for name in ("unit_id", "as_of_start", "source_id")]
    known = services["level"].where(services["level"].isin(SPLIT) & services["value"].notna())
    return known.groupby(keys, dropna=False).transform("nunique").eq(len(SPLIT))


def newest_lists(services: pd.DataFrame) -> pd.DataFrame:
    """How are the procedures of each unit split, in the newest month of which that is known?

    Args:
        services: as `with_kinds` gives it.

    Returns:
        `unit_id`, `province`, `as_of_start`, `as_of_end`, `precision`, the counts of `SPLIT` and
        `full_share` (percent of all procedures provided in full process), the largest first.
    """
    own = services[in_whole_lists(services) & services["level"].isin(SPLIT)]
    own = own[own["as_of_end"] == own["as_of_end"].max()]
    keys = ["unit_id", "province", "as_of_start", "as_of_end", "precision"]
    wide = own.pivot_table(index=keys, columns="level", values="value", aggfunc="first")
    wide = wide.reindex(columns=list(SPLIT)).reset_index().rename_axis(columns=None)
    wide["full_share"] = 100 * wide["full_process"] / wide["total_procedures"]
    return wide.sort_values(["full_share", "unit_id"], ascending=[False, True], ignore_index=True)


def old_words_kept(counts: pd.DataFrame) -> pd.DataFrame:
    """Which dated counts still use levels 3 and 4 after the change of the law?

    They stay in the series of Decree 43, whose words they use.
    """
    later = [day >= REGIME_CHANGE for day in counts["as_of_start"]]
    return counts[(counts["regime"] == "decree-43") & pd.Series(later, index=counts.index)]


def counts_coverage(counts: pd.DataFrame) -> pd.DataFrame:
    """How many of the 63 provinces have a dated count of one level in one year?

    Returns:
        One row for each level (`regime`, `level`), one column `year_2020` for each year from the
        first to the last, and `provinces`: those that have any.
    """
    old = counts[counts["unit_id"].str.startswith("vn63-")]
    years = range(int(old["year"].min()), int(old["year"].max()) + 1) if len(old) else range(0)
    rows = []
    for regime, levels in COUNT_LEVELS.items():
        for level in levels:
            own = old[old["level"] == level]
            by_year = own.groupby("year")["unit_id"].nunique()
            known = {f"year_{year}": int(by_year.get(year, 0)) for year in years}
            provinces = own["unit_id"].nunique()
            rows.append({"regime": regime, "level": level, **known, "provinces": provinces})
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class FullestYear:
    """The level and year with the most provinces; `enough` for a test at all."""

    level: str
    year: str
    provinces: int

    @property
    def enough(self) -> bool:
        """Whether so many provinces would do for a correlation."""
        return self.provinces >= FEWEST_UNITS


def fullest_year(coverage: pd.DataFrame) -> FullestYear | None:
    """Of which level and year are most provinces known? None where nothing is dated."""
    years = [column for column in coverage.columns if column.startswith("year_")]
    cells = coverage.set_index("level")[years].stack()
    if cells.empty or cells.max() == 0:
        return None
    level, year = cells.idxmax()
    return FullestYear(str(level), str(year).removeprefix("year_"), int(cells.max()))


# --- the province in focus -----------------------------------------------------------------------


def focus_figures(services: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Everything on file about one unit's services, oldest first, undated figures last.

    Returns:
        The rows of `services` (as `with_kinds` gives them) and `others`: how many other provinces
        of the 63 have a dated figure of the same level in the same year (missing if undated).
    """
    own = services[services["unit_id"] == unit.unit_id].copy()
    old = services[services["dated"] & services["unit_id"].str.startswith(f"vn{unit.universe}-")]
    known = old.groupby(["level", "year"])["unit_id"].nunique()
    dates = zip(own["level"], own["year"], strict=True)
    others = [None if pd.isna(date[1]) else int(known[date]) - 1 for date in dates]
    own["others"] = pd.array(others, dtype="Int64")
    return own.sort_values(["dated", "as_of_end", "figure_id"], ascending=[False, True, True])


def tier_sums(services: pd.DataFrame) -> pd.DataFrame:
    """Do the counts of the tiers of government add up to the total that the same source prints?

    Only a total and its tiers of one source, one level and one date are compared.

    Args:
        services: as `with_kinds` gives it; of one unit or of all.

    Returns:
        `unit_id`, `province`, `level`, `as_of_end`, `source_id`, `total`, `province_tier`,
        `district_tier`, `commune_tier` (missing where not printed), `sum` and `outcome`: "agrees",
        "differs", or "incomplete" where a tier that is not printed can explain the difference.
    """
    plain = services[~services["target"] & services["value"].notna()].copy()
    plain["tier"] = ""
    plain["base"] = plain["level"]
    for tier in TIERS:
        is_tier = plain["level"].str.endswith(f"_{tier}_tier")
        plain.loc[is_tier, "tier"] = tier
        plain.loc[is_tier, "base"] = plain["level"].str.removesuffix(f"_{tier}_tier")
    columns = [
        "unit_id", "province", "level", "as_of_end", "source_id", "total",
        *(f"{tier}_tier" for tier in TIERS), "sum", "outcome",
    ]  # fmt: skip
    rows = []
    keys = ["unit_id", "province", "base", "as_of_end", "source_id"]
    for key, group in plain.groupby(keys, sort=True, dropna=False):
        total = group.loc[group["tier"] == "", "value"]
        parts = group[group["tier"] != ""].drop_duplicates("tier").set_index("tier")["value"]
        if len(total) != 1 or parts.empty:
            continue
        values = [float(parts.get(tier, np.nan)) for tier in TIERS]
        added, whole = float(parts.sum()), float(total.iloc[0])
        outcome = (
            "agrees" if added == whole
            else "differs" if len(parts) == len(TIERS) or added > whole
            else "incomplete"
        )  # fmt: skip
        rows.append((*key, whole, *values, added, outcome))
    return pd.DataFrame(rows, columns=columns)


# --- offered, submitted, paid --------------------------------------------------------------------


def usage_figures(adoption: pd.DataFrame) -> pd.DataFrame:
    """What is on file of dossiers sent online and of payment online, targets left out.

    Returns:
        Rows of `adoption.csv` of `ADOPTION_MEASURES` with `year` (missing where undated), `dated`.
    """
    achieved = ~adoption["target"] & (adoption["unit_id"] != "") & adoption["value"].notna()
    chosen = adoption[adoption["measure"].isin(ADOPTION_MEASURES) & achieved].copy()
    chosen["dated"] = chosen["precision"] != "unknown"
    chosen["year"] = years_of(chosen["as_of_end"].where(chosen["dated"]))
    return chosen.sort_values(["measure", "province", "dated", "as_of_end", "figure_id"])


def use_by_kind(services: pd.DataFrame, usage: pd.DataFrame) -> pd.DataFrame:
    """Offered, submitted and paid online side by side, each with what is known of it.

    Args:
        services: as `with_kinds` gives it; its whole-unit counts by level are what is offered.
        usage: as `usage_figures` gives it.

    Returns:
        `kind` ("offered_decree-43", "offered_decree-42" or a measure), `figures`, `dated`, `units`,
        `first_year`, `last_year`, `lowest`, `highest`, `counted_as` (how many wordings of what is
        counted the sources use); kinds without any figure have 0 and missing values.
    """
    counts = services[services["kind"] == "count"]
    parts = {f"offered_{regime}": counts[counts["regime"] == regime] for regime in COUNT_LEVELS}
    parts |= {measure: usage[usage["measure"] == measure] for measure in ADOPTION_MEASURES}
    return pd.DataFrame(
        [
            {
                "kind": kind,
                "figures": len(part),
                "dated": int(part["dated"].sum()),
                "units": part["unit_id"].nunique(),
                "first_year": part["year"].min(),
                "last_year": part["year"].max(),
                "lowest": part["value"].min(),
                "highest": part["value"].max(),
                "counted_as": part["unit"].nunique(),
            }
            for kind, part in parts.items()
        ]
    )
