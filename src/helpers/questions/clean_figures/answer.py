"""What was published, and does it add up? The functions of notebook 01."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.errors import BadInputError, RawFileError, Reason, Words
from helpers.printed.changes import read_growth
from helpers.questions.press_check.answer import check_statements, contradictions
from helpers.rankings.gains import all_gains
from helpers.rankings.rank_intervals import all_intervals
from helpers.rankings.ranking_table import build_rankings
from helpers.rankings.reconciliation import ConsistencyCheck, reconcile, ties
from helpers.rankings.shared_places import check_settled_places
from helpers.sources.adoption_counts import (
    load_adoption_counts,
    load_named_extremes,
    what_they_count,
)
from helpers.sources.covariates import all_covariates, covariate_tables
from helpers.sources.editions import Definitions, load_definitions
from helpers.sources.figures import BASES, Rejection, RowCount, figures_table
from helpers.sources.ledger_dated_figures import adoption_rows, milestone_rows, online_service_rows
from helpers.sources.ledger_rankings import load_set_aside, reported_figures
from helpers.sources.ledger_rows import is_national, source_dates
from helpers.sources.ministry_tables import ministry_figures, read_ministry_tables
from helpers.sources.provinces import Units, fold_name, load_units
from helpers.sources.raw_files import RawTable, check_original, check_seal, raw_tables, read_raw
from helpers.sources.schemas import conform
from helpers.sources.settled_editions import load_settled_editions
from helpers.sources.yaml_files import read_yaml

_NEEDED = (
    "sources/sources.csv",
    "reported_rankings/reported_rankings.csv",
    "online_services/online_services.csv",
    "adoption/adoption.csv",
    "milestones/milestones.csv",
    "index_structure/index_structure.csv",
    "online_services/online_services_34units_2025.csv",
)

_LEDGERS = _NEEDED[1:5]
_LARGEST_REJECTED_SHARE = 0.03
_ALWAYS_REJECTABLE = 10


@dataclass(frozen=True)
class CleanFigures:
    """All tables that notebook 01 writes, and what cleaning found out about the raw files.

    `statements` is the check of every printed statement, which notebook 08 writes and explains.
    """

    tables: Mapping[str, pd.DataFrame]
    statements: pd.DataFrame
    row_counts: pd.DataFrame
    checks: Sequence[ConsistencyCheck]
    ties: pd.DataFrame
    unused_aliases: tuple[str, ...]


def clean_figures(root: Path) -> CleanFigures:
    """What do the raw files say, cleaned, completed and reconciled?

    Args:
        root: the project's root; reads `data/raw`, writes nothing.

    Raises:
        RawFileError: a raw file breaks its contract, the figures do not add up, or a file is not
            the one that was filed.
        BadInputError: definitions, corrections or set-aside entries do not fit.
    """
    definitions, units = load_definitions(root), load_units(root)
    raw = {file: read_raw(root, file) for file in sorted({*_NEEDED, *raw_tables(root)})}
    sources = raw["sources/sources.csv"]
    dates = source_dates(sources)
    official = read_ministry_tables(root)
    ledger = raw["reported_rankings/reported_rankings.csv"]
    aside = load_set_aside(root, ledger)
    settled = load_settled_editions(root, ledger, definitions, aside)
    ledger_figures, rejected = reported_figures(ledger, definitions, units, dates, aside, settled)
    figures = ledger_figures + [
        figure for table in official for figure in ministry_figures(table, definitions, units)
    ]
    counted = [
        online_service_rows(table, units, dates)
        for file, table in raw.items()
        if file.startswith("online_services/")
    ]
    services = [row for rows, _ in counted for row in rows]
    rejected_services = [rejection for _, found in counted for rejection in found]
    adoption, rejected_adoption = adoption_rows(raw["adoption/adoption.csv"], units, dates)
    extremes = load_named_extremes(root, raw["adoption/adoption.csv"])
    milestones, rejected_milestones = milestone_rows(raw["milestones/milestones.csv"], units, dates)
    covariates = all_covariates(covariate_tables(root), units)
    check_index_structure(raw["index_structure/index_structure.csv"], definitions)
    rankings, problems = build_rankings(figures, definitions, units)
    check_settled_places(ledger_figures, rankings)
    checks = reconcile(figures, rankings, official, definitions, units)
    checked = check_statements(ledger_figures, rankings, problems, definitions, units, dates)
    rejections = rejected + rejected_services + rejected_adoption + rejected_milestones
    row_counts = count_rows(raw.values(), rejections)
    # Last, so that a mistake is named by its place before the change of the file is.
    for table in raw.values():
        check_seal(table)
        check_original(root, table)
    tables = {
        "units": pd.DataFrame([asdict(unit) for unit in units.units]),
        "reported_figures": figures_table(figures),
        "rankings": rankings,
        "rank_gains": all_gains(rankings, definitions),
        "rank_intervals": all_intervals(rankings, definitions, units),
        "online_services": pd.DataFrame(services),
        "milestones": pd.DataFrame(milestones),
        "adoption": pd.DataFrame(adoption).assign(
            counts=what_they_count(adoption, load_adoption_counts(root), extremes)
        ),
        "covariates": pd.DataFrame(covariates),
        "contradictions": contradictions(checked, ledger_figures),
        "coverage": coverage(rankings, units),
        "rejected": pd.DataFrame(
            [asdict(r) for r in rejections], columns=list(Rejection.__dataclass_fields__)
        ),
    }
    return CleanFigures(
        tables={name: conform(name, table) for name, table in tables.items()},
        statements=checked,
        row_counts=row_counts,
        checks=checks,
        ties=ties(rankings, definitions),
        unused_aliases=unused_aliases(raw),
    )


def count_rows(tables: Iterable[RawTable], rejections: Sequence[Rejection]) -> pd.DataFrame:
    """How many rows of each raw file were read, kept and rejected? read = kept + rejected.

    Raises:
        RawFileError: more than 3 % of the rows of a file (and more than ten) cannot be read: one
            odd cell stops nothing else, a whole column of them is a broken file.
    """
    lines: dict[str, set[int]] = {}
    for rejection in rejections:
        lines.setdefault(rejection.file, set()).add(rejection.row)
    counts = []
    for table in tables:
        rejected = len(lines.get(table.file, ()))
        if rejected > max(_ALWAYS_REJECTABLE, _LARGEST_REJECTED_SHARE * len(table)):
            first = next(r for r in rejections if r.file == table.file)
            raise RawFileError(
                table.file,
                Reason("clean_figures.rejected", number=rejected, rows=len(table)),
                row=first.row,
                column=first.column,
                expected=Reason("clean_figures.share", share=_LARGEST_REJECTED_SHARE),
                found=Reason(
                    "clean_figures.first",
                    value=first.value,
                    reason=Words(first.reason_vi, first.reason),
                    more=rejected - 1,
                ),
            )
        counts.append(RowCount(table.file, len(table), len(table) - rejected, rejected))
    return pd.DataFrame([asdict(count) for count in counts])


def coverage(rankings: pd.DataFrame, units: Units) -> pd.DataFrame:
    """Of how many units is the score and the rank known, and on what basis?

    Returns:
        `coverage.csv`: one row for each index, edition, universe and measure on file.
    """
    rows = []
    keys = ["index", "edition", "universe", "measure"]
    for (index, edition, universe, measure), group in rankings.groupby(keys):
        basis = group.loc[group["rank"].notna(), "rank_basis"].value_counts()
        rows.append(
            {
                "index": index,
                "edition": edition,
                "universe": universe,
                "measure": measure,
                "units": len(units.all(universe)),
                "scored": int(group["score"].notna().sum()),
                "ranked": int(group["rank"].notna().sum()),
                **{f"rank_{name}": int(basis.get(name, 0)) for name in BASES},
                "rank_interval": int((group["rank"].isna() & group["rank_best"].notna()).sum()),
            }
        )
    return pd.DataFrame(rows)


def unused_aliases(raw: Mapping[str, RawTable]) -> tuple[str, ...]:
    """Which spellings on the list of aliases does no raw file use any more?"""
    columns = {"province_as_printed", "Tỉnh/Thành phố", "Đơn vị"}
    used = {
        fold_name(row[column])
        for file, table in raw.items()
        if not file.startswith("provinces/")
        for column in columns & set(table.columns)
        for row in table
        if not is_national(row[column])
    }
    return tuple(
        row["province_as_printed"]
        for row in raw["provinces/province_aliases.csv"]
        if fold_name(row["province_as_printed"]) not in used
    )


def check_index_structure(structure: RawTable, definitions: Definitions) -> int:
    """How many points of the formulas on file stand in the published structure as well?

    Raises:
        RawFileError: a formula gives a part other points than the published structure of a year
            that it governs.
    """
    names = {
        definitions.measure_name("DTI", measure, "vi"): measure
        for measure in definitions.measures("DTI")
    }
    compared = 0
    for row in structure:
        if not row["index_name"].startswith("DTI"):
            continue
        measure = names.get(row["name_vi"], "")
        edition = definitions.edition("DTI", row["index_year"], definitions.base_universe)
        formula = definitions.formula_of(edition)
        points = row["max_points_or_weight"].split(" ")[0]
        if formula is None or measure not in formula.weights or not points.isdigit():
            continue
        compared += 1
        if float(points) != formula.weights[measure]:
            raise RawFileError(
                structure.file,
                Reason("clean_figures.points", part=row["name_vi"], formula=formula.formula_id),
                row=row.line,
                column="max_points_or_weight",
                expected=f"{formula.weights[measure]:g}",
                found=points,
            )
    return compared


def coverage_picture(
    rankings: pd.DataFrame, definitions: Definitions, units: Units, universe: str | None = None
) -> pd.DataFrame:
    """On what basis is the overall rank of each province known, in each edition?

    Returns:
        `province`, `edition_label`, `basis` (a BASES value, "interval" or "unknown"), a row for
        each province and edition of the universe.
    """
    universe = definitions.base_universe if universe is None else universe
    overall = rankings[(rankings["measure"] == "overall") & (rankings["universe"] == universe)]
    known = {
        (row.unit_id, row.index_name, row.edition): (
            "interval" if pd.isna(row.rank) and pd.notna(row.rank_best) else row.rank_basis
        )
        for row in overall.rename(columns={"index": "index_name"}).itertuples(index=False)
    }
    rows = [
        (unit.province, f"{index} {year}", known.get((unit.unit_id, index, year)) or "unknown")
        for index in definitions.indices
        for year in (one.edition for one in definitions.editions_of(index, universe))
        for unit in units.all(universe)
    ]
    return pd.DataFrame(rows, columns=["province", "edition_label", "basis"])


def printed_pillar_growth(
    figures: pd.DataFrame, rankings: pd.DataFrame, definitions: Definitions
) -> pd.DataFrame:
    """How does the printed growth of the national pillar means compare with like for like?

    Returns:
        `pillar`, `edition`, `baseline`, `mean_before` and `mean_after` (means of the recomputed
        pillars over the complete tables), `own_percent` and `printed_percent`, a row for each
        pillar whose growth is printed.
    """
    means = (
        rankings[rankings["universe"] == definitions.base_universe]
        .groupby(["index", "edition", "measure"])["score"]
        .mean()
    )
    rows = []
    printed = figures[
        (figures["statistic"] == "score_growth")
        & figures["measure"].str.startswith("national_mean_pillar")
    ]
    for row in printed.rename(columns={"index": "index_name"}).itertuples(index=False):
        pillar = row.measure.removeprefix("national_mean_")
        edition = definitions.edition(row.index_name, row.edition, row.universe)
        before = definitions.previous_edition(edition)
        if before is None:
            continue
        earlier, later = (means[row.index_name, e.edition, pillar] for e in (before, edition))
        growth = (100 * (later / earlier - 1), read_growth(row.value_as_printed).value)
        rows.append((pillar, edition.edition, before.edition, earlier, later, *growth))
    order = list(definitions.measures("DTI"))
    columns = "pillar edition baseline mean_before mean_after own_percent printed_percent".split()
    return pd.DataFrame(rows, columns=columns).sort_values(
        "pillar", key=lambda names: names.map(order.index), ignore_index=True
    )


def load_noted_contradictions(root: Path) -> list[dict[str, Any]]:
    """Which contradictions inside single sources were noted when the figures were compiled?

    Returns:
        `figures` (ids), and what contradicts in `vi` and `en`.
    """
    entries: list[dict[str, Any]] = read_yaml(root, "data/raw/noted_contradictions.yml")
    return entries


def noted_contradictions(root: Path) -> list[dict[str, Any]]:
    """As `load_noted_contradictions`, each checked against the ledgers; shown in notebook 01.

    Raises:
        BadInputError: an entry names a figure that is in no ledger.
    """
    entries = load_noted_contradictions(root)
    known = {row["figure_id"] for file in _LEDGERS for row in read_raw(root, file)}
    for entry in entries:
        for figure in entry["figures"]:
            if figure not in known:
                raise BadInputError("clean_figures.contradiction", figure=figure)
    return entries
