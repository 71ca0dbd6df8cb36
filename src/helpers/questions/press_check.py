"""Which published statements agree with the tables?

A statement is one figure of the ledger of reported rankings. It is checked where the tables know
the answer independently of it: against the ministry's tables, or against other ranks on file for a
printed change. What cannot be checked says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from helpers.rankings.derived_ranks import ChangeProblem
from helpers.rankings.ranking_table import scores_agree
from helpers.sources.editions import Definitions, Edition
from helpers.sources.figures import Figure
from helpers.statistics.composite_index import activity_error, pillar_error

VERDICTS = ("agrees", "disagrees", "cannot be checked")
CAUSES = (
    "", "set aside", "no edition printed", "no single province", "no complete table",
    "measure not in the table", "no rank, score or change of rank", "no place named",
    "earlier rank unknown", "earlier rank known only from changes",
    "sources contradict one another", "source contradicts itself", "another edition or universe",
    "change or edition misprinted", "change or rank misprinted", "another column or formula",
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

    A rank or score is checked against the ministry's table of that edition, also an incomplete one;
    a change against two ranks or scores that are known other than through changes; a national mean
    and its growth against the units of complete tables.

    Args:
        figures: the ledger's figures.
        rankings: as `rankings.csv`.
        problems: printed changes that fit no known rank (`complete_from_changes`).
        definitions: which editions have a table.

    Returns:
        `press_check.csv`: one row for each statement with `tables_say`, `verdict` (one of
        `VERDICTS`) and `cause`.
    """
    tables = _Tables(rankings, definitions)
    misfits = {problem.figure.figure_id: problem for problem in problems}
    rows = []
    for figure in figures:
        misfit = misfits.get(figure.figure_id)
        if figure.set_aside:
            said, verdict, cause = "", "cannot be checked", "set aside"
        elif misfit is not None:
            said, verdict, cause = misfit.finding, "disagrees", misfit.cause
        else:
            said, verdict, cause = tables.check(figure)
        rows.append(
            (
                figure.figure_id, figure.unit_id, figure.province_as_printed, figure.index,
                figure.edition, figure.universe, figure.measure, figure.statistic,
                figure.value_as_printed, said, verdict, cause, figure.source_id,
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=_COLUMNS).sort_values("figure_id", ignore_index=True)


Answer = tuple[str, str, str]
"""What the tables say, the verdict, and the cause."""


def _unknown(cause: str) -> Answer:
    return "", "cannot be checked", cause


def _absent(edition: Edition) -> str:
    return "measure not in the table" if edition.table else "no complete table"


class _Tables:
    """What the tables say to a single statement."""

    def __init__(self, rankings: pd.DataFrame, definitions: Definitions) -> None:
        self.definitions = definitions
        self.known = rankings.set_index(["unit_id", "index", "edition", "measure"])
        complete = {(e.index, e.edition, e.universe) for e in definitions.editions if e.complete}
        keys = ["index", "edition", "universe"]
        in_complete = [tuple(key) in complete for key in rankings[keys].to_numpy()]
        self.means = rankings[in_complete].groupby([*keys, "measure"])["score"].mean()
        self.editions = {(e.index, e.edition, e.universe): e for e in definitions.editions}

    def check(self, figure: Figure) -> Answer:
        edition = self.editions.get((figure.index, figure.edition, figure.universe))
        if edition is None or figure.statistic not in _CHECKS:
            return _unknown(
                "no edition printed"
                if not figure.edition
                else "no rank, score or change of rank"
                if figure.statistic not in _CHECKS
                else "no complete table"
            )
        if figure.measure.startswith("national_mean"):
            return self._check_mean(figure, edition)
        if not figure.unit_id:
            return _unknown("no single province")
        row = self._row(figure, figure.edition)
        if row is None:
            return _unknown(_absent(edition))
        return _CHECKS[figure.statistic](self, figure, row, edition)

    def _row(self, figure: Figure, edition: str) -> pd.Series | None:
        key = (figure.unit_id, figure.index, edition, figure.measure)
        return self.known.loc[key] if key in self.known.index else None

    def _check_rank(self, figure: Figure, row: pd.Series, edition: Edition) -> Answer:
        if not edition.table or row["rank_source_id"] != edition.table:
            return _unknown(_absent(edition))
        best, worst = int(row["rank_best"]), int(row["rank_worst"])
        said = f"{best}" if best == worst else f"{best}-{worst}"
        if figure.value is not None:
            low, high = int(figure.value), int(figure.value)
        elif figure.best is not None and figure.worst is not None:
            low, high = figure.best, figure.worst
        else:
            return said, "cannot be checked", "no place named"
        return said, "agrees" if low <= worst and best <= high else "disagrees", ""

    def _check_score(self, figure: Figure, row: pd.Series, edition: Edition) -> Answer:
        if figure.value is None:
            return _unknown("no rank, score or change of rank")
        if not edition.table or row["score_source_id"] != edition.table:
            return _unknown(_absent(edition))
        agrees = scores_agree(float(row["score"]), figure, self._error(row, edition))
        return f"{row['score']:.4f}", "agrees" if agrees else "disagrees", ""

    def _error(self, row: pd.Series, edition: Edition) -> float:
        """How far rounding alone may put the score on file from the ministry's own."""
        formula = self.definitions.formula_of(edition)
        if row["score_basis"] != "recomputed" or formula is None:
            return 0.0
        in_pillars = row.name[-1] in formula.pillars
        return pillar_error(formula) if in_pillars else activity_error(formula)

    def _check_change(self, figure: Figure, later: pd.Series, edition: Edition) -> Answer:
        """Where both ranks are known other than through changes."""
        earlier = self._row(figure, self._baseline(figure, edition))
        if earlier is None or pd.isna(earlier["rank_best"]) or pd.isna(later["rank_best"]):
            return _unknown("earlier rank unknown")
        if "derived" in (earlier["rank_basis"], later["rank_basis"]) or figure.value is None:
            return _unknown("earlier rank known only from changes")
        least = int(earlier["rank_best"] - later["rank_worst"])
        most = int(earlier["rank_worst"] - later["rank_best"])
        shown = f"{least:+d}" if least == most else f"{least:+d} … {most:+d}"
        said = f"{shown} ({earlier['rank']} → {later['rank']})"
        return said, "agrees" if least <= figure.value <= most else "disagrees", ""

    def _check_score_change(self, figure: Figure, later: pd.Series, edition: Edition) -> Answer:
        baseline = self._baseline(figure, edition)
        before = self.editions.get((figure.index, baseline, figure.universe))
        earlier = self._row(figure, baseline)
        if figure.value is None or before is None or earlier is None:
            return _unknown("earlier rank unknown")
        if pd.isna(earlier["score"]) or pd.isna(later["score"]):
            return _unknown("measure not in the table")
        change = float(later["score"] - earlier["score"])
        # Each score, and the printed change, is rounded on its own.
        rounding = 1.5 * 10.0**-4 + self._error(later, edition) + self._error(earlier, before)
        agrees = abs(change - figure.value) <= rounding + 1e-9
        return f"{change:+.4f}", "agrees" if agrees else "disagrees", ""

    def _check_growth(self, figure: Figure, later: pd.Series, edition: Edition) -> Answer:
        earlier = self._row(figure, self._baseline(figure, edition))
        if figure.value is None or earlier is None:
            return _unknown("earlier rank unknown")
        if pd.isna(earlier["score"]) or pd.isna(later["score"]):
            return _unknown("measure not in the table")
        growth = 100 * float(later["score"] / earlier["score"] - 1)
        agrees = abs(growth - figure.value) <= _PERCENT_ROUNDING
        return f"{growth:.1f} %", "agrees" if agrees else "disagrees", ""

    def _baseline(self, figure: Figure, edition: Edition) -> str:
        before = self.definitions.previous_edition(edition)
        return figure.baseline or (before.edition if before else "")

    def _check_mean(self, figure: Figure, edition: Edition) -> Answer:
        """A national mean, or its growth in percent, against the units of complete tables."""
        measure = figure.measure.removeprefix("national_mean").removeprefix("_") or "overall"
        before = self.definitions.previous_edition(edition)
        years = [edition] if figure.statistic == "score" or before is None else [before, edition]
        keys = [(e.index, e.edition, e.universe, measure) for e in years]
        if figure.value is None or any(key not in self.means.index for key in keys):
            return _unknown("no complete table")
        means = [float(self.means[key]) for key in keys]
        if figure.statistic == "score":
            formula = self.definitions.formula_of(edition)
            error = pillar_error(formula) if formula and measure in formula.pillars else 0.00005
            agrees = scores_agree(means[0], figure, error)
            return f"{means[0]:.4f}", "agrees" if agrees else "disagrees", ""
        growth = 100 * (means[-1] / means[0] - 1)
        agrees = (
            figure.statistic == "score_growth" and abs(growth - figure.value) <= _PERCENT_ROUNDING
        )
        cause = "" if agrees else "another column or formula"
        return f"{growth:.1f} %", "agrees" if agrees else "disagrees", cause


_PERCENT_ROUNDING = 0.06
_CHECKS: dict[str, Callable[[_Tables, Figure, pd.Series, Edition], Answer]] = {
    "rank": _Tables._check_rank,
    "list_position": _Tables._check_rank,
    "group": _Tables._check_rank,
    "score": _Tables._check_score,
    "rank_change": _Tables._check_change,
    "score_change": _Tables._check_score_change,
    "score_growth": _Tables._check_growth,
}


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
