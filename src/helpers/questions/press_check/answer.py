"""Which published statements agree with the tables?

A statement is one figure of the ledger of reported rankings. It is checked where the tables know
the answer independently of it: against the ministry's tables, or against other ranks on file for a
printed change, none of which only the source of the change itself prints. What the tables
contradict is looked for in the neighbouring editions, universes and columns; what cannot be checked
says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from helpers.questions.press_check.causes import Likely, likely_cause, shared_chances
from helpers.questions.press_check.regions import as_regional, region_named, region_problem
from helpers.questions.press_check.tables import REGIONAL, Comparison, Tables
from helpers.rankings.derived_ranks import ChangeProblem
from helpers.rankings.ranking_table import scores_agree
from helpers.sources.editions import Definitions
from helpers.sources.figures import Figure
from helpers.sources.provinces import Units
from helpers.sources.schemas import TABLES, conform

CONTRADICTED = ("disagrees", "another edition", "another universe")
"""Verdicts of a statement that is not true as it is printed."""
CAUSES = (
    "", "set aside", "edition settled here", "no edition printed", "no single province",
    "no complete table",
    "measure not in the table", "no rank, score or change of rank", "no place named",
    "earlier rank unknown", "earlier rank known only from changes", "known from this source alone",
    "region not on file", "province outside the region", "no regions of these units",
    "ranks of the region partly known",
    "sources contradict one another", "source contradicts itself", "counted from another rank",
    "change or edition misprinted", "change or rank misprinted", "another edition",
    "another universe", "another column", "several fit", "fits elsewhere, perhaps by chance",
)  # fmt: skip
"""Why a statement cannot be checked, or what may have gone wrong; words for readers stand in the
wording under `cause.…`."""
_OWN_CAUSES = ("source contradicts itself", "change or edition misprinted")
"""Causes that the source itself shows; nothing else has to be tried."""


class Answer(NamedTuple):
    """What the tables say, the verdict, the cause, and where else the number was looked for."""

    said: str
    verdict: str
    cause: str
    likely: Likely | None = None


def check_statements(
    figures: Iterable[Figure],
    rankings: pd.DataFrame,
    problems: Sequence[ChangeProblem],
    definitions: Definitions,
    units: Units,
    dates: Mapping[str, date | None],
) -> pd.DataFrame:
    """What do the tables say to every printed statement?

    A rank or score is checked against the ministry's table of that edition, also an incomplete one;
    a place within a region is counted there; a change against two ranks or scores that are known
    other than through changes; a national mean and its growth against the units of complete tables.

    Args:
        figures: the ledger's. rankings: as `rankings.csv`.
        problems: printed changes that fit no known rank (`complete_from_changes`).
        dates: when each source was printed, of `source_dates`.

    Returns:
        `press_check.csv`: one row for each statement with `tables_say`, `verdict` (one of
        `PRESS_VERDICTS`), `cause` (one of `CAUSES`) and, where other places were tried, `fits`,
        `tried` and `chance`. A place within a region has the statistic of one, however it is filed.
    """
    tables = Tables(rankings, definitions, units, dates=dates)
    misfits = {problem.figure.figure_id: problem for problem in problems}
    figures = [as_regional(figure) for figure in figures]
    answers = {f.figure_id: check_statement(f, tables, misfits.get(f.figure_id)) for f in figures}
    alone = {
        f.figure_id: (f, likely)
        for f in figures
        if (likely := answers[f.figure_id].likely) is not None
    }
    for figure_id, likely in shared_chances(alone).items():
        answer = answers[figure_id]
        own = misfits[figure_id].cause if figure_id in misfits else ""
        answers[figure_id] = _contradicted(answer.said, own, likely)
    rows = [_row(figure, answers[figure.figure_id]) for figure in figures]
    return conform("press_check", pd.DataFrame(rows, columns=list(TABLES["press_check"].names)))


def _row(figure: Figure, answer: Answer) -> dict[str, object]:
    likely = answer.likely
    return {name: getattr(figure, name) for name in _OF_FIGURE} | {
        "tables_say": answer.said,
        "verdict": answer.verdict,
        "cause": answer.cause,
        "fits": likely.fits if likely else "",
        "tried": likely.tried if likely else None,
        "chance": likely.chance if likely else None,
    }


_OF_FIGURE = (
    "figure_id", "unit_id", "province_as_printed", "index", "edition", "universe", "measure",
    "statistic", "value_as_printed", "source_id",
)  # fmt: skip


def check_statement(figure: Figure, tables: Tables, problem: ChangeProblem | None = None) -> Answer:
    """What do the tables say to one statement?

    Args:
        problem: what a printed change contradicts, where it fits no known rank.
    """
    if figure.set_aside:
        return Answer("", "cannot be checked", "set aside")
    if figure.settled:
        # What settled its edition cannot confirm it.
        return Answer("", "cannot be checked", "edition settled here")
    outside = figure.statistic == REGIONAL and region_problem(
        figure, region_named(figure.unit), tables.units
    )
    found = Comparison("", None, outside) if outside else tables.compare(figure)
    if found.agrees is None and problem is None:
        return _another_universe(figure, tables) or Answer(
            found.said, "cannot be checked", found.reason
        )
    if problem is not None and problem.cause in _OWN_CAUSES:
        return Answer(problem.finding, "disagrees", problem.cause)
    if found.agrees and problem is None:
        return Answer(found.said, "agrees", "")
    # A change that is true of the ranks on file may still be counted from another rank.
    contradicted = problem.finding if problem and found.agrees is not False else found.said
    return _contradicted(
        contradicted, problem.cause if problem else "", likely_cause(figure, tables)
    )


def _contradicted(said: str, own_cause: str, likely: Likely) -> Answer:
    cause = likely.cause or own_cause
    verdict = cause if cause in ("another edition", "another universe") else "disagrees"
    return Answer(said, verdict, cause, likely)


def _another_universe(figure: Figure, tables: Tables) -> Answer | None:
    """A change counted from an edition that ranks other units only, such as 63 before 34."""
    before = tables.column_before(figure)
    if before is None or tables.edition_of(figure) is None:
        return None
    if (figure.index, before.edition, before.universe) in tables.editions:
        return None
    likely = likely_cause(figure, tables)
    return _contradicted("", "", likely) if likely.kinds == ("universe",) else None


def contradictions(checked: pd.DataFrame, figures: Iterable[Figure]) -> pd.DataFrame:
    """Which statements disagree with the tables, or with one another where no table is on file?

    Returns:
        `contradictions.csv`: the columns of `press_check.csv`, one row for each statement.
    """
    ledger = [f for f in figures if f.unit_id and f.edition and not f.set_aside and not f.settled]
    disagreeing = checked[checked["verdict"].isin(CONTRADICTED)]
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
        checked["figure_id"].isin(against_others) & (checked["verdict"] == "cannot be checked")
    ]
    among_sources = among_sources.assign(
        tables_say=among_sources["figure_id"].map(against_others),
        verdict="disagrees",
        cause="sources contradict one another",
    )
    return pd.concat([disagreeing, among_sources]).sort_values("figure_id", ignore_index=True)
