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
from helpers.questions.press_check.regions import region_problem
from helpers.questions.press_check.tables import REGIONAL, Comparison, Tables
from helpers.sources.editions import Definitions, comparison_problem
from helpers.sources.figures import Figure
from helpers.sources.provinces import Unit, Units
from helpers.statements.reader import read_headline
from helpers.statements.statement import Statement

NOT_CHECKED = (
    "not in universe", "universes differ", "fits another year", "fits another reading",
    "words not understood",
)  # fmt: skip
"""Why a headline cannot be judged, besides `REFUSALS` and the causes of `press_check`."""
EXIT_STATUS = {"cannot be checked": 2, "agrees": 0} | dict.fromkeys(CONTRADICTED, 1)
"""Exit status of each verdict; of several statements the last in this order that any of them has:
1 where anything is contradicted, else 0 where anything was judged, else 2."""


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
    `years` the editions that a headline without a year fits. `unit_id` and `universe` say which
    unit is meant and among which units it is ranked; both are empty where no province is named, or
    where its name means several units and nothing says which. `merger` is "before" or "after" where
    a unit merged from several kept the name of the one that is meant, or is itself meant.
    """

    statement: Statement
    verdict: str
    said: tuple[Known, ...] = ()
    reason: str = ""
    likely: Likely | None = None
    across_formulas: bool = False
    years: tuple[str, ...] = ()
    unit_id: str = ""
    universe: str = ""
    merger: str = ""

    @property
    def cause(self) -> str:
        """What may have gone wrong, or why nothing is said: one word of the wording, or empty.

        Of a contradicted statement one of `answer.CAUSES`; of one that cannot be checked its
        `reason`; empty for one that agrees, and where no cause is known.
        """
        return self.likely.cause if self.likely is not None else self.reason


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
    return [_named(_judge(_regional(one), tables), tables[0]) for one in statements]


def exit_status(judged: Sequence[Judged]) -> int:
    """The exit status of a headline or a text."""
    order = list(EXIT_STATUS)
    return EXIT_STATUS[max((one.verdict for one in judged), key=order.index, default=order[0])]


def _regional(statement: Statement) -> Statement:
    """A place, or a group of places, within a region on file as what it is, and no refusal."""
    placed = statement.statistic in ("rank", "group") and statement.refusal == "region"
    if not placed or not statement.region:
        return statement
    return replace(statement, statistic=REGIONAL, refusal="")


def _judge(statement: Statement, tables: Sequence[Tables]) -> Judged:
    figures, reason = _askable(statement, tables[0])
    if reason:
        return Judged(statement, "cannot be checked", reason=statement.refusal or reason)
    asked = [_compare(figure, tables) for figure in figures]
    known = [(figure, found) for figure, found in asked if found.said]
    said = tuple(_known(figure, found, tables[0]) for figure, found in known)
    judged = Judged(
        statement, "cannot be checked", said,
        across_formulas=any(_changes_formula(figure, tables[0]) for figure, _ in known),
    )  # fmt: skip
    if statement.refusal:
        # What the tables say of the index helps only where the statement is about the index.
        said = said if statement.refusal == "hedge" else ()
        return replace(judged, said=said, reason=statement.refusal)
    if statement.statistic == REGIONAL and (reason := _region_doubt(asked)):
        return replace(judged, reason=reason)
    if not any(found.agrees is not None for _, found in known):
        other = _among_other_units(judged, figures[0], tables[0])
        return _unless_unread(other) if other else replace(judged, reason=asked[0][1].reason)
    return _compared(judged, known, tables)


def _askable(statement: Statement, tables: Tables) -> tuple[list[Figure], str]:
    """The figures that a statement may mean, or why the tables cannot be asked."""
    if not statement.statistic or not statement.province or not statement.edition:
        return [], "no single province" if statement.edition else "no edition printed"
    figures, reason = _figures(statement, tables)
    if statement.statistic == REGIONAL and not statement.refusal:
        problems = (region_problem(one, statement.region, tables.units) for one in figures)
        reason = reason or next(filter(None, problems), "")
    return figures, reason


def _known(figure: Figure, found: Comparison, tables: Tables) -> Known:
    size = len(tables.ranked_among(figure)) if figure.statistic == REGIONAL else None
    return Known(figure.universe, found.said, found.provenance, size)


def _region_doubt(asked: Sequence[tuple[Figure, Comparison]]) -> str:
    """Why a place within a region is neither true nor false; or empty.

    Not every set of units has regions, and the one that is meant may be such a one: only what is
    true of one that has them is told then.
    """
    answers = {found.agrees for _, found in asked}
    if True in answers or None not in answers:
        return ""
    return next(found.reason for _, found in asked if found.agrees is None)


def _named(judged: Judged, tables: Tables) -> Judged:
    """With the unit that is meant, where it can only be one."""
    figures, _ = _figures(judged.statement, tables)
    if len(figures) != 1:
        return judged
    unit = tables.units.by_id(figures[0].unit_id)
    merger = _merger(unit, tables.units)
    return replace(judged, unit_id=unit.unit_id, universe=unit.universe, merger=merger)


def _merger(unit: Unit, units: Units) -> str:
    """Whether a unit of the merged provinces has the name of a former one, or is such a former."""
    former = units.match(unit.province, units.base_universe)
    new = units.by_id(former.merged_into) if former and former.merged_into else None
    if former is None or new is None or units.match(unit.province, new.universe) != new:
        return ""
    if len(units.members(new, units.base_universe)) == 1:
        return ""
    return {former: "before", new: "after"}.get(unit, "")


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
    # The words that name the region of a place within it are understood.
    scope = "" if statement.statistic == REGIONAL else statement.scope
    if judged.verdict not in CONTRADICTED or not (statement.unread or scope):
        return judged
    reason = "region" if scope else "words not understood"
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
    # Limits of a place within a region may be closer where newspapers print the ranks of others.
    if found.agrees is not None or (found.said and figure.statistic != REGIONAL):
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
    size = len(tables.ranked_among(figure))
    # Where several share the last place, their rank is smaller than the number of units.
    best = min(size - statement.from_bottom + 1, tables.last_rank(figure) or size)
    return replace(figure, best=best, worst=size)
