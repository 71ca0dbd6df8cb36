"""The newest figure of each kind that is on file of a province. For notebook 09.

The kinds are a fixed list, the same for everybody, so that no page picks what suits it. Of each the
newest dated figure stands for the unit and the provinces it was made of; an undated one only where
there is no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from helpers.questions.milestones.answer import province_milestones
from helpers.questions.milestones.dates import with_date_kinds
from helpers.questions.press_check.answer import CONTRADICTED
from helpers.questions.press_check.counts import statement_counts
from helpers.sources.provinces import Unit

GROUPS = ("services", "use", "milestones")
_ADOPTION, _SERVICES = "adoption", "online_services"
_YEARLY, _MILESTONE = "covariates", "milestones"
KINDS = {
    "online_dossier_share": ("services", _ADOPTION),
    "full_process_dossier_share": ("services", _ADOPTION),
    "online_payment_share": ("services", _ADOPTION),
    "portal_index_total": ("services", _YEARLY),
    "full_process": ("services", _SERVICES),
    "digital_economy_share_of_grdp": ("use", _ADOPTION),
    "community_digital_teams": ("use", _ADOPTION),
    "papi_internet_access": ("use", _YEARLY),
    "papi_portal_access": ("use", _YEARLY),
    "resolution_party": ("milestones", _MILESTONE),
    "plan": ("milestones", _MILESTONE),
    "ioc": ("milestones", _MILESTONE),
    "lgsp": ("milestones", _MILESTONE),
}
"""Kind -> its group, and the processed table that it is taken from."""

_DATED = ["unit_id", "as_of_start", "as_of_end", "precision", "value", "approximate", "doubt"]
_COLUMNS = [
    "kind", *_DATED, "source_id", "figure_id", "place", "size", "number", "date_kind", "group",
    "table",
]  # fmt: skip


def newest_figures(
    adoption: pd.DataFrame,
    services: pd.DataFrame,
    covariates: pd.DataFrame,
    milestones: pd.DataFrame,
    subjects: Sequence[Unit],
) -> pd.DataFrame:
    """The newest figure of each of `KINDS`: dated before undated, then undoubted before doubted.

    Of one day and equal doubt the first of the subjects stands, then the figure filed first.

    Args:
        adoption, services, covariates, milestones: as the processed tables.
        subjects: the unit and its members.

    Returns:
        One row for each kind there is a figure of, by group, undated ones last in theirs: `kind`,
        `group`, `table`, `unit_id`, `as_of_start`, `as_of_end`, `precision` ("unknown": undated),
        `value`, `approximate`, `doubt`, `source_id` (ids, parted by spaces), `figure_id`; of
        yearly figures `place` among `size` units with one of that year (largest first, equal ones
        share it); of milestones `number` (of the document) and `date_kind`. Targets and what is no
        number are left out.
    """
    found = pd.concat(
        [
            _reported(adoption, "measure", _ADOPTION, subjects),
            _reported(services, "level", _SERVICES, subjects),
            _yearly(covariates, subjects),
            _milestones(milestones, subjects),
        ],
        ignore_index=True,
    )
    order = {unit.unit_id: place for place, unit in enumerate(subjects)}
    found = found.assign(
        undated=found["precision"] == "unknown",
        age=[-day.toordinal() if isinstance(day, date) else 0 for day in found["as_of_end"]],
        doubted=found["doubt"] != "",
        subject=found["unit_id"].map(order),
        in_list=found["kind"].map(list(KINDS).index),
    )
    newest = found.sort_values(
        ["in_list", "undated", "age", "doubted", "subject", "figure_id"], kind="stable"
    ).drop_duplicates("kind")
    newest = newest.assign(in_group=newest["group"].map(GROUPS.index))
    ordered = newest.sort_values(["in_group", "undated", "in_list"], kind="stable")
    return ordered[_COLUMNS].reset_index(drop=True)


def _of_table(rows: pd.DataFrame, table: str) -> pd.DataFrame:
    """Rows of the kinds of one table, with all columns."""
    kinds = [kind for kind, (_, own) in KINDS.items() if own == table]
    rows = rows[rows["kind"].isin(kinds)]
    groups = rows["kind"].map(lambda kind: KINDS[kind][0])
    missing = {
        "place": pd.NA, "size": pd.NA, "number": "", "date_kind": "", "value": float("nan"),
        "approximate": "", "doubt": "",
    }  # fmt: skip
    added = {name: empty for name, empty in missing.items() if name not in rows}
    return rows.assign(group=groups, table=table, **added)[_COLUMNS].astype(
        {"place": "Int64", "size": "Int64"}
    )


def _reported(
    figures: pd.DataFrame, kind: str, table: str, subjects: Sequence[Unit]
) -> pd.DataFrame:
    own = rows_of(figures, subjects)
    own = own[~own["target"] & own["value"].notna()]
    return _of_table(own.rename(columns={kind: "kind"}), table)


def _yearly(covariates: pd.DataFrame, subjects: Sequence[Unit]) -> pd.DataFrame:
    by_year = covariates.groupby(["measure", "year"])["value"]
    ranked = covariates.assign(
        place=by_year.rank(ascending=False, method="min").astype("Int64"),
        size=by_year.transform("count").astype("Int64"),
    )
    own = rows_of(ranked, subjects).dropna(subset="value")
    own = own.assign(
        as_of_start=[date(year, 1, 1) for year in own["year"]],
        as_of_end=[date(year, 12, 31) for year in own["year"]],
        precision="year",
        figure_id=own[["measure", "unit_id", "year"]].astype(str).agg("/".join, axis=1),
    )
    return _of_table(own.rename(columns={"measure": "kind"}), _YEARLY)


def _milestones(milestones: pd.DataFrame, subjects: Sequence[Unit]) -> pd.DataFrame:
    own = milestones_of(milestones, subjects)
    own = own.rename(
        columns={
            "milestone_type": "kind", "event_id": "figure_id", "date_start": "as_of_start",
            "date_end": "as_of_end",
        }
    )  # fmt: skip
    own = own.assign(
        source_id=own["source_ids"].map(" ".join),
        precision=own["precision"].where(own["date_kind"] != "unknown", "unknown"),
    )
    return _of_table(own, _MILESTONE)


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


def rows_of(table: pd.DataFrame, subjects: Sequence[Unit]) -> pd.DataFrame:
    """The rows of a table that are about the subjects."""
    return table[table["unit_id"].isin([unit.unit_id for unit in subjects])]


@dataclass(frozen=True)
class Press:
    """What sources print of the subjects: of `statement_counts`, and statements to show.

    `right`: the one that agrees and says most, in Vietnamese if it can be, None where none agrees;
    `wrong`: those that the tables contradict, newest edition first.
    """

    counts: dict[str, int]
    right: pd.Series | None
    wrong: pd.DataFrame


_TELLING = ("rank_change", "rank", "score")


def press_of(checked: pd.DataFrame, subjects: Sequence[Unit]) -> Press:
    """How many printed statements of the subjects could be checked, and which hold?

    Args:
        checked: as `press_check.csv`.
    """
    own = rows_of(checked, subjects)
    ordered = own.assign(
        telling=own["statistic"].map(lambda one: _place(_TELLING, one)),
        partial=own["measure"] != "overall",
        foreign=own["value_as_printed"].map(str.isascii),
    ).sort_values(
        ["partial", "telling", "foreign", "edition", "figure_id"],
        ascending=[True, True, True, False, True], kind="stable",
    )  # fmt: skip
    agreeing = ordered[(ordered["verdict"] == "agrees") & ordered["statistic"].isin(_TELLING)]
    wrong = ordered[ordered["verdict"].isin(CONTRADICTED)]
    wrong = wrong.sort_values(["edition", "figure_id"], ascending=[False, True], kind="stable")
    return Press(dict(statement_counts(own)), None if agreeing.empty else agreeing.iloc[0], wrong)


def _place(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else len(names)
