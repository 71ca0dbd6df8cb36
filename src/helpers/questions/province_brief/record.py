"""What is on file of one province: services, milestones, adoption, contradictions. For notebook 09.

A page has room for a few figures of each kind: the newest of each, shared among the members of a
merged unit. How many more there are is always counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.questions.digital_adoption.figures import MEASURES, PAPI, all_figures
from helpers.questions.milestones.answer import province_milestones
from helpers.questions.milestones.dates import with_date_kinds
from helpers.questions.online_services.answer import KINDS, with_kinds
from helpers.sources.provinces import Unit

MOST_ROWS, MOST_CONTRADICTIONS = 4, 3
_VAGUE = "other"
_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Excerpt:
    """The rows that a page shows, and how many more of the processed table are not shown."""

    rows: pd.DataFrame
    more: int

    @property
    def total(self) -> int:
        """How many there are altogether."""
        return len(self.rows) + self.more


def excerpt(
    chosen: pd.DataFrame, on_file: int, subjects: Sequence[Unit], most: int = MOST_ROWS
) -> Excerpt:
    """The first rows of each subject in turn, so that none crowds out the others.

    Args:
        chosen: `unit_id` and more, the most telling of each unit first. on_file: rows altogether.

    Returns:
        At most `most` rows, by subject, in the order of `chosen`.
    """
    turn = chosen.groupby("unit_id").cumcount()
    place = chosen["unit_id"].map({unit.unit_id: i for i, unit in enumerate(subjects)})
    ordered = chosen.assign(turn=turn, place=place).sort_values(["turn", "place"], kind="stable")
    kept = ordered.head(most).sort_values(["place", "turn"], kind="stable")
    rows = kept.drop(columns=["turn", "place"]).reset_index(drop=True)
    return Excerpt(rows, on_file - len(rows))


def rows_of(table: pd.DataFrame, subjects: Sequence[Unit]) -> pd.DataFrame:
    """The rows of a table that are about the subjects."""
    return table[table["unit_id"].isin([unit.unit_id for unit in subjects])]


def _newest_first(days: pd.Series) -> pd.Series:
    """A key that sorts the newest day first and missing ones last."""
    known = pd.to_datetime(days)
    return (pd.Timestamp.max.normalize() - known).fillna(pd.Timedelta.max) / _DAY


def services_known(services: pd.DataFrame, subjects: Sequence[Unit]) -> Excerpt:
    """The newest figure of each level of services: achieved ones, then tiers, then targets.

    Args:
        services: as `online_services.csv`.

    Returns:
        Rows of `with_kinds`; only the newest of each unit and level.
    """
    own = with_kinds(rows_of(services, subjects))
    ordered = own.assign(
        last=own["kind"].map({"tier": 1, "target": 2}).fillna(0),
        age=_newest_first(own["as_of_end"]),
        order=own["kind"].map(KINDS.index),
    ).sort_values(["last", "age", "order", "figure_id"], kind="stable")
    newest = ordered.drop_duplicates(["unit_id", "level"])
    return excerpt(newest.drop(columns=["last", "age", "order"]), len(own), subjects)


def milestones_of(milestones: pd.DataFrame, subjects: Sequence[Unit]) -> pd.DataFrame:
    """All different milestones of the subjects, one subject after the other.

    Args:
        milestones: as `milestones.csv`.

    Returns:
        Rows of `province_milestones`.
    """
    dated = with_date_kinds(rows_of(milestones, subjects))
    tables = [province_milestones(dated, unit) for unit in subjects]
    return pd.concat(tables, ignore_index=True)


def milestones_known(own: pd.DataFrame, subjects: Sequence[Unit]) -> Excerpt:
    """The newest milestones, those of no named type and those without a date last.

    Args:
        own: of `milestones_of`.

    Returns:
        Rows of `own`; `more` counts milestones, not the reports of them.
    """
    ordered = own.assign(
        undated=own["date_kind"] == "unknown",
        vague=own["milestone_type"] == _VAGUE,
        age=_newest_first(own["date_end"]),
    ).sort_values(["undated", "vague", "age", "event_id"], kind="stable")
    return excerpt(ordered.drop(columns=["undated", "vague", "age"]), len(own), subjects)


def adoption_known(
    adoption: pd.DataFrame, covariates: pd.DataFrame, subjects: Sequence[Unit]
) -> Excerpt:
    """The newest figure of each measure that notebook 05 asks about.

    Args:
        adoption, covariates: as `adoption.csv` and `covariates.csv`.

    Returns:
        Rows of `all_figures` that are numbers, the newest of each unit and measure, an undoubted
        one before a doubted one of the same day; what sources report comes before the survey.
        `more` counts every other row of `adoption.csv`, targets and other measures included, and
        of the survey.
    """
    reported = sorted(MEASURES, key=lambda measure: measure in PAPI)
    adoption = rows_of(adoption, subjects)
    figures = rows_of(all_figures(adoption, rows_of(covariates, subjects)), subjects)
    ordered = figures[figures["fitting"]].assign(
        age=lambda table: _newest_first(table["as_of_end"]),
        doubted=lambda table: table["doubt"] != "",
        order=lambda table: table["measure"].map(reported.index),
    ).sort_values(["age", "doubted", "figure_id"], kind="stable")  # fmt: skip
    newest = ordered.drop_duplicates(["unit_id", "measure"]).sort_values("order", kind="stable")
    surveyed = int(figures["measure"].isin(PAPI).sum())
    return excerpt(
        newest.drop(columns=["age", "doubted", "order"]), len(adoption) + surveyed, subjects
    )


def contradictions_known(contradictions: pd.DataFrame, subjects: Sequence[Unit]) -> Excerpt:
    """Printed figures about the subjects that the tables or other sources contradict.

    Args:
        contradictions: as `contradictions.csv`.
    """
    own = rows_of(contradictions, subjects).sort_values(
        ["edition", "figure_id"], ascending=[False, True], kind="stable"
    )
    return excerpt(own, len(own), subjects, MOST_CONTRADICTIONS)


def noted_about(
    noted: Sequence[Mapping[str, Any]], ledgers: Sequence[pd.DataFrame], subjects: Sequence[Unit]
) -> list[Mapping[str, Any]]:
    """Which contradictions inside a single source speak of the subjects?

    Args:
        noted: of `noted_contradictions`. ledgers: tables with `figure_id` and `unit_id`.
    """
    own = {figure for ledger in ledgers for figure in rows_of(ledger, subjects)["figure_id"]}
    return [entry for entry in noted if own.intersection(entry["figures"])]
