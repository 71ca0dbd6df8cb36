"""Which published statements agree with the tables?

A statement is one figure of the ledger of reported rankings. It is checked where the tables know
the answer independently of it: against the ministry's tables, or against other ranks on file for a
printed change. What cannot be checked says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from helpers.rankings.derived_ranks import ChangeProblem
from helpers.rankings.ranking_table import scores_agree
from helpers.sources.editions import Definitions
from helpers.sources.figures import Figure
from helpers.statistics.composite_index import pillar_error

VERDICTS = ("agrees", "disagrees", "cannot be checked")
CAUSES = (
    "", "set aside", "no edition printed", "no single province", "no complete table",
    "measure not in the table", "no rank, score or change of rank", "no place named",
    "earlier rank unknown", "earlier rank known only from changes",
    "sources contradict one another", "source contradicts itself", "another edition or universe",
    "change or edition misprinted", "change or rank misprinted",
)  # fmt: skip
"""Why a statement cannot be checked, or what may have gone wrong; words for readers stand in the
wording under `cause.…`."""
_COLUMNS = (
    "figure_id", "unit_id", "province_as_printed", "index", "edition", "universe", "measure",
    "statistic", "value_as_printed", "tables_say", "verdict", "cause", "source_id",
)  # fmt: skip


def check_statements(
    figures: Iterable[Figure],
    rankings: pd.DataFrame,
    problems: Sequence[ChangeProblem],
    definitions: Definitions,
) -> pd.DataFrame:
    """What do the tables say to every printed statement?

    Args:
        figures: the ledger's figures.
        rankings: as `rankings.csv`.
        problems: printed changes that fit no known rank (`complete_from_changes`).
        definitions: which editions have a complete table.

    Returns:
        `press_check.csv`: one row for each statement with `tables_say`, `verdict` (one of
        `VERDICTS`) and `cause`.
    """
    known = rankings.set_index(["unit_id", "index", "edition", "measure"])
    complete = {(e.index, e.edition, e.universe): e for e in definitions.editions if e.complete}
    misfits = {problem.figure.figure_id: problem for problem in problems}
    rows = []
    for figure in figures:
        said, verdict, cause = "", "cannot be checked", ""
        key = (figure.unit_id, figure.index, figure.edition, figure.measure)
        if figure.set_aside:
            cause = "set aside"
        elif figure.figure_id in misfits:
            problem = misfits[figure.figure_id]
            said, verdict, cause = problem.finding, "disagrees", problem.cause
        elif not figure.edition or not figure.unit_id:
            cause = "no edition printed" if not figure.edition else "no single province"
        elif (figure.index, figure.edition, figure.universe) not in complete:
            cause = "no complete table"
        elif key not in known.index:
            cause = "measure not in the table"
        elif figure.statistic in ("rank", "list_position", "group"):
            said, verdict, cause = _check_rank(figure, known.loc[key])
        elif figure.statistic == "score" and figure.value is not None:
            edition = complete[figure.index, figure.edition, figure.universe]
            said, verdict, cause = _check_score(
                figure, known.loc[key], definitions, edition.formula
            )
        elif figure.statistic == "rank_change" and figure.value is not None:
            said, verdict, cause = _check_change(figure, known, definitions)
        else:
            cause = "no rank, score or change of rank"
        rows.append(
            (
                figure.figure_id, figure.unit_id, figure.province_as_printed, figure.index,
                figure.edition, figure.universe, figure.measure, figure.statistic,
                figure.value_as_printed, said, verdict, cause, figure.source_id,
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=_COLUMNS).sort_values("figure_id", ignore_index=True)


def _check_rank(figure: Figure, row: pd.Series) -> tuple[str, str, str]:
    if pd.isna(row["rank_best"]):
        return "", "cannot be checked", "measure not in the table"
    best, worst = int(row["rank_best"]), int(row["rank_worst"])
    said = f"{best}" if best == worst else f"{best}-{worst}"
    if figure.value is not None:
        low, high = int(figure.value), int(figure.value)
    elif figure.best is not None and figure.worst is not None:
        low, high = figure.best, figure.worst
    else:
        return said, "cannot be checked", "no place named"
    return said, "agrees" if low <= worst and best <= high else "disagrees", ""


def _check_score(
    figure: Figure, row: pd.Series, definitions: Definitions, formula_id: str | None
) -> tuple[str, str, str]:
    if pd.isna(row["score"]) or formula_id is None:
        return "", "cannot be checked", "measure not in the table"
    recomputed = row["score_basis"] == "recomputed"
    error = pillar_error(definitions.formulas[formula_id]) if recomputed else 0.0
    agrees = scores_agree(float(row["score"]), figure, error)
    return f"{row['score']:.4f}", "agrees" if agrees else "disagrees", ""


def _check_change(
    figure: Figure, known: pd.DataFrame, definitions: Definitions
) -> tuple[str, str, str]:
    """A change is checked where both ranks are known other than through changes."""
    own = definitions.edition(figure.index, figure.edition, figure.universe)
    before = definitions.previous_edition(own)
    baseline = figure.baseline or (before.edition if before else "")
    earlier_key = (figure.unit_id, figure.index, baseline, figure.measure)
    later = known.loc[(figure.unit_id, figure.index, figure.edition, figure.measure)]
    if earlier_key not in known.index:
        return "", "cannot be checked", "earlier rank unknown"
    earlier = known.loc[earlier_key]
    follows = earlier["rank_basis"] == "derived"
    if pd.isna(earlier["rank"]) or pd.isna(later["rank"]) or follows:
        return "", "cannot be checked", "earlier rank known only from changes"
    change = int(earlier["rank"]) - int(later["rank"])
    said = f"{change:+d} ({earlier['rank']} → {later['rank']})"
    return said, "agrees" if figure.value == change else "disagrees", ""


def contradictions(checked: pd.DataFrame, figures: Iterable[Figure]) -> pd.DataFrame:
    """Which statements disagree with the tables, or with one another where no table is on file?

    Returns:
        `contradictions.csv`: the columns of `press_check.csv`, one row for each statement.
    """
    ledger = [f for f in figures if f.unit_id and f.edition and not f.set_aside]
    disagreeing = checked[checked["verdict"] == "disagrees"]
    groups: dict[tuple[str, str, str, str, str], list[Figure]] = {}
    for f in ledger:
        if f.statistic in ("rank", "score") and f.value is not None:
            key = (f.unit_id, f.index, f.edition, f.measure, f.statistic)
            groups.setdefault(key, []).append(f)
    against_others: dict[str, str] = {}
    for reports in groups.values():
        finest = max(reports, key=lambda f: (f.decimals or 0, f.figure_id))
        assert finest.value is not None
        agreed = all(
            scores_agree(finest.value, f) if f.statistic == "score" else f.value == finest.value
            for f in reports
        )
        if not agreed:
            said = ", ".join(f"{f.source_id}: {f.value_as_printed}" for f in reports)
            against_others |= {f.figure_id: said for f in reports}
    among_sources = checked[
        checked["figure_id"].isin(against_others)
        & (checked["verdict"] != "disagrees")
        & (checked["verdict"] != "agrees")
    ].copy()
    among_sources["tables_say"] = among_sources["figure_id"].map(against_others)
    among_sources["verdict"] = "disagrees"
    among_sources["cause"] = "sources contradict one another"
    return pd.concat([disagreeing, among_sources]).sort_values("figure_id", ignore_index=True)
