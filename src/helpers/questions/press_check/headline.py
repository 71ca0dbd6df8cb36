"""Is what a headline says true of the tables?

Every statement of the headline is judged like a row of the ledger. Where the headline does not say
among how many units a place is counted, every universe of that edition is tried: the verdict stands
only when they do not contradict one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from helpers.questions.press_check.answer import CONTRADICTED
from helpers.questions.press_check.causes import CHANGES, Likely, likely_cause
from helpers.questions.press_check.tables import Comparison, Tables
from helpers.sources.editions import Definitions, comparison_problem
from helpers.sources.figures import Figure
from helpers.sources.provinces import Units
from helpers.statements.reader import read_headline
from helpers.statements.statement import Statement

NOT_CHECKED = ("not in universe", "universes differ", "fits another year", "words not understood")
"""Why a headline cannot be judged, besides `REFUSALS` and the causes of `press_check`."""
EXIT_STATUS = {"agrees": 0, "cannot be checked": 2} | dict.fromkeys(CONTRADICTED, 1)
"""Exit status of each verdict, the mildest first; several statements give the worst of theirs."""


_ASSUMED_YEARS = ("edition assumed", "relative year", "edition after the baseline")


@dataclass(frozen=True, slots=True)
class Known:
    """What is on file: the words, of which set of units, and whose number it is.

    `provenance` is one of `rankings.provenance`; `region_size` is the number of units of the region
    where the place is one within it.
    """

    universe: str
    said: str
    provenance: str
    region_size: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One statement of a headline with its verdict.

    `said` is what is on file, for each universe asked; `reason` why it cannot be checked; `likely`
    where it fits instead; `across_formulas` that a change leads from one formula to another;
    `years` the editions that a headline without a year fits.
    """

    statement: Statement
    verdict: str
    said: tuple[Known, ...] = ()
    reason: str = ""
    likely: Likely | None = None
    across_formulas: bool = False
    years: tuple[str, ...] = ()


def check_headline(
    text: str, rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> list[Judged]:
    """What do the tables say to each statement of a headline?

    Args:
        text: the headline, in Vietnamese or English. rankings: as `rankings.csv`.

    Returns:
        One verdict for each statement, in the order of the headline; at least one.
    """
    return judge_statements(read_headline(text, definitions, units), rankings, definitions, units)


def judge_statements(
    statements: Sequence[Statement], rankings: pd.DataFrame, definitions: Definitions, units: Units
) -> list[Judged]:
    """What do the tables say to each of these statements?

    Args:
        statements: as a headline or a text was read. rankings: as `rankings.csv`.

    Returns:
        One verdict for each statement, in their order.
    """
    tables = [Tables(rankings, definitions, units, official=official) for official in (True, False)]
    return [_judge(one, tables) for one in statements]


def exit_status(judged: Sequence[Judged]) -> int:
    """The exit status of a headline: that of its worst statement."""
    order = list(EXIT_STATUS)
    return EXIT_STATUS[max((one.verdict for one in judged), key=order.index)]


def _judge(statement: Statement, tables: Sequence[Tables]) -> Judged:
    if not statement.statistic or not statement.province or not statement.edition:
        return Judged(statement, "cannot be checked", reason=statement.refusal)
    figures, reason = _figures(statement, tables[0])
    if not figures:
        return Judged(statement, "cannot be checked", reason=statement.refusal or reason)
    asked = [_compare(figure, tables) for figure in figures]
    known = [(figure, found) for figure, found in asked if found.said]
    said = tuple(Known(figure.universe, one.said, one.provenance) for figure, one in known)
    judged = Judged(
        statement, "cannot be checked", said,
        across_formulas=any(_changes_formula(figure, tables[0]) for figure, _ in known),
    )  # fmt: skip
    if statement.refusal:
        # What the tables say of the index helps only where the statement is about the index.
        said = said if statement.refusal == "hedge" else _in_region(statement, figures, tables[0])
        return replace(judged, said=said, reason=statement.refusal)
    if not any(found.agrees is not None for _, found in known):
        other = _among_other_units(judged, figures[0], tables[0])
        return _unless_unread(other) if other else replace(judged, reason=asked[0][1].reason)
    return _compared(judged, known, tables)


def _in_region(
    statement: Statement, figures: Sequence[Figure], tables: Tables
) -> tuple[Known, ...]:
    """The place within a region on file, for whoever asks; no verdict, for regions are no law."""
    if statement.refusal != "region" or statement.statistic not in ("rank", "group"):
        return ()
    base = tables.definitions.base_universe
    for figure in figures:
        found = tables.place_in_region(figure, statement.region)
        if figure.universe == base and found is not None:
            place, size, whose = found
            return (Known(base, place, whose, region_size=size),)
    return ()


def _compared(
    judged: Judged, known: Sequence[tuple[Figure, Comparison]], tables: Sequence[Tables]
) -> Judged:
    """The verdict of a statement that at least one table can answer."""
    answers = {found.agrees for _, found in known if found.agrees is not None}
    if len(answers) > 1:
        return replace(judged, reason="universes differ")
    if True in answers:
        return replace(judged, verdict="agrees")
    return _unless_unread(_contradicted(judged, known[0][0], tables))


def _unless_unread(judged: Judged) -> Judged:
    """Nothing is called false that is not wholly understood: a word may say among whom, or who."""
    statement = judged.statement
    if judged.verdict not in CONTRADICTED or not (statement.unread or statement.scope):
        return judged
    reason = "region" if statement.scope else "words not understood"
    return replace(judged, verdict="cannot be checked", reason=reason, likely=None)


def _contradicted(judged: Judged, figure: Figure, tables: Sequence[Tables]) -> Judged:
    years = _years_that_fit(judged.statement, tables)
    if years:
        return replace(judged, reason="fits another year", years=tuple(years))
    likely = likely_cause(figure, tables[0])
    verdict = likely.cause if likely.cause in EXIT_STATUS else "disagrees"
    return replace(judged, verdict=verdict, likely=likely)


def _among_other_units(judged: Judged, figure: Figure, tables: Tables) -> Judged | None:
    """A change whose earlier edition ranks other units only: 34 now, 63 before."""
    edition = tables.edition_of(figure)
    years = {e.edition for e in tables.definitions.editions if e.index == figure.index}
    earlier = [year for year in sorted(years) if year < figure.edition]
    if edition is None or not earlier or figure.statistic not in CHANGES:
        return None
    baseline = figure.baseline or earlier[-1]
    if (figure.index, baseline, figure.universe) in tables.editions:
        return None
    likely = likely_cause(replace(figure, baseline=baseline), tables)
    if likely.kinds != ("universe",):
        return None
    return replace(judged, verdict="another universe", likely=likely)


def _years_that_fit(statement: Statement, tables: Sequence[Tables]) -> list[str]:
    """Editions that a headline without a year is true of, where the assumed one is not."""
    if not {kind for kind, _ in statement.warnings} & set(_ASSUMED_YEARS):
        return []
    on_file = tables[0].definitions.editions
    years = {e.edition for e in on_file if e.index == statement.index} - {statement.edition}
    fitting = []
    for year in sorted(years):
        figures, _ = _figures(replace(statement, edition=year), tables[0])
        if any(_compare(figure, tables)[1].agrees for figure in figures):
            fitting.append(year)
    return fitting


def _compare(figure: Figure, tables: Sequence[Tables]) -> tuple[Figure, Comparison]:
    """What the ministry's table says, or else the newspapers on file."""
    official, press = tables
    found = official.compare(figure)
    if found.agrees is not None or found.said:
        return figure, found
    other = press.compare(figure)
    return figure, other if other.said else found


def _changes_formula(figure: Figure, tables: Tables) -> bool:
    before, own = tables.column_before(figure), tables.edition_of(figure)
    if figure.statistic not in CHANGES or before is None:
        return False
    old = tables.editions.get((figure.index, before.edition, before.universe))
    return bool(own and old and comparison_problem(tables.definitions, old, own) is not None)


def _figures(statement: Statement, tables: Tables) -> tuple[list[Figure], str]:
    """The statement as a figure of every universe that it may mean."""
    ranked = [
        universe
        for index, edition, universe in tables.editions
        if (index, edition) == (statement.index, statement.edition)
        and statement.universe in ("", universe)
    ]
    if not ranked:
        return [], "no such edition"
    figures = [
        _figure(statement, unit.unit_id, universe, tables)
        for universe in ranked
        if (unit := tables.units.match(statement.province, universe)) is not None
    ]
    return figures, "" if figures else "not in universe"


def _figure(statement: Statement, unit_id: str, universe: str, tables: Tables) -> Figure:
    figure = Figure(
        figure_id="",
        unit_id=unit_id,
        universe=universe,
        province_as_printed=statement.province,
        index=statement.index,
        edition=statement.edition,
        measure=statement.measure,
        statistic=statement.statistic,
        baseline=statement.baseline,
        value_as_printed=statement.words,
        value=statement.value,
        best=statement.best,
        worst=statement.worst,
        decimals=statement.decimals,
        unit="",
        basis="printed",
        doubt="",
        source_id="",
    )
    if statement.from_bottom is None:
        return figure
    size = len(tables.units.all(universe))
    # Where several share the last place, their rank is smaller than the number of units.
    best = min(size - statement.from_bottom + 1, tables.last_rank(figure) or size)
    return replace(figure, best=best, worst=size)
