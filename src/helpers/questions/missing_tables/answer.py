"""Which claims could be tested with a published table that are not tested without it?

Every question says itself what it requires: the functions here ask the rooms whether they find
enough, first with what is on file, then with the table's cells filled by numbers that stand for
whatever it prints. Which numbers does not matter: whether there is one decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from helpers.questions.association.asked import FEWEST_DRAWS, INDEX
from helpers.questions.digital_adoption.figures import all_figures
from helpers.questions.milestones.dates import with_date_kinds
from helpers.questions.robustness.curves import Sources
from helpers.questions.robustness.family import family_tests
from helpers.questions.robustness.standing import lasting_ranks
from helpers.questions.what_the_index_measures.answer import compared_editions, other_rankings
from helpers.rankings.index_parts import can_be_recomputed, index_parts
from helpers.sources.editions import (
    Definitions,
    Edition,
    comparison_problem,
    formula_bounds_problem,
)
from helpers.sources.provinces import Units
from helpers.sources.published_tables import Gain, PublishedTable

NAMES = (
    "largest-climb", "rank-lasts", "first-stayed", "sensitivity", "pairs-held", "rank-mover",
)  # fmt: skip
"""Of the questions that are neither a declared test nor the agreement of two rankings."""
GAINS, LASTING, MEASURES = "02-rank-gains", "06-robustness", "10-what-the-index-measures"


@dataclass(frozen=True, order=True)
class Question:
    """A claim that figures allow to test: its notebook, its name there, and of what it speaks."""

    notebook: str
    name: str
    index: str
    universe: str
    years: tuple[str, ...]

    @property
    def claim(self) -> str:
        """The id of the claim, as in `claims.csv`, without a province in focus."""
        return f"{self.notebook}/{self.name}@{'-'.join((self.index, self.universe, *self.years))}"


@dataclass(frozen=True)
class Known:
    """What is known: the processed tables that questions ask, and the definitions."""

    tables: Mapping[str, pd.DataFrame]
    definitions: Definitions
    units: Units

    @property
    def rankings(self) -> pd.DataFrame:
        """Every rank and score."""
        return self.tables["rankings"]


def opened_by(gains: Sequence[Gain], known: Known) -> list[tuple[Question, ...]]:
    """Which questions could be tested with each table that cannot be without it?

    Args:
        gains: of the tables, each taken in alone. known: without any of them.
    """
    found = []
    now = answerable(known) if gains else frozenset()
    for gain in gains:
        then = answerable(with_table(known, gain.table), of=gain.table.edition)
        found.append(tuple(sorted(then - now)))
    return found


def with_table(known: Known, table: PublishedTable) -> Known:
    """What would be known, had the table been taken in; its numbers are of no meaning."""
    own = replace(table.edition, complete=True, ranks_only=False, table=table.edition.table or "-")
    editions = tuple(own if one.key == own.key else one for one in known.definitions.editions)
    rankings = known.rankings
    of_table = rankings["measure"].isin(table.measures)
    for name in ("index", "edition", "universe"):
        of_table &= rankings[name] == getattr(own, name)
    filled = [
        {
            "unit_id": unit.unit_id, "universe": own.universe, "province": unit.province,
            "province_code": unit.province_code, "region": unit.region, "index": own.index,
            "edition": own.edition, "formula": own.formula, "measure": measure,
            "score": 1 - place / 1000, "score_basis": "printed", "rank": place,
            "rank_best": place, "rank_worst": place, "rank_basis": "printed",
        }
        for measure in table.measures
        for place, unit in enumerate(known.units.all(own.universe), 1)
    ]  # fmt: skip
    made = pd.DataFrame(filled).reindex(columns=rankings.columns).astype(rankings.dtypes.to_dict())
    whole = pd.concat([rankings[~of_table], made], ignore_index=True)
    tables = {**known.tables, "rankings": whole}
    return replace(known, tables=tables, definitions=replace(known.definitions, editions=editions))


def answerable(known: Known, of: Edition | None = None) -> frozenset[Question]:
    """Which questions about editions do the figures allow to test?

    Args:
        of: by default all; else at least those that this edition has a part in.
    """
    return frozenset(
        [*_of_pairs(known), *_of_predictors(known, of), *_of_lasting_ranks(known),
         *_of_parts(known), *_of_other_rankings(known)]
    )  # fmt: skip


def _asked(notebook: str, name: str, *editions: Edition) -> Question:
    first = editions[0]
    return Question(
        notebook, name, first.index, first.universe, tuple(one.edition for one in editions)
    )


def _of_pairs(known: Known) -> Iterator[Question]:
    """Who climbed most: two neighbours under one formula with all totals."""
    for index in known.definitions.indices:
        for universe in known.definitions.universes:
            for pair in known.definitions.comparable_pairs(index, universe)[0]:
                yield _asked(GAINS, "largest-climb", *pair)


def _of_predictors(known: Known, of: Edition | None) -> Iterator[Question]:
    """The declared tests, for every pair of full tables of which a predictor has enough figures."""
    tables, definitions = known.tables, known.definitions
    sources = Sources(
        known.rankings,
        tables["covariates"],
        with_date_kinds(tables["milestones"]),
        all_figures(tables["adoption"], tables["covariates"]),
        definitions,
    )
    universe = definitions.base_universe
    pairs = definitions.comparable_pairs(INDEX, universe)[0]
    for pair in pairs if of is None else _with(of, pairs):
        tests = family_tests(sources, pair, known.units.all(universe)[0], FEWEST_DRAWS)
        for test in tests[tests["problem"] == ""].itertuples():
            yield _asked(test.notebook, test.test_id, *pair)


def _of_lasting_ranks(known: Known) -> Iterator[Question]:
    """Do ranks last: two full tables in a row, whatever their formula."""
    for one in lasting_ranks(known.rankings, known.definitions):
        yield _asked(LASTING, "rank-lasts", one.before, one.after)
        yield _asked(LASTING, "first-stayed", one.before, one.after)


def _of_parts(known: Known) -> Iterator[Question]:
    """What takes every part of every unit: whole intervals, and which part moved the country."""
    definitions = known.definitions
    full = {
        one
        for one in definitions.editions
        if can_be_recomputed(definitions, one)
        and index_parts(known.rankings, definitions, known.units, one).full.all()
    }
    for one in full:
        if one.index == INDEX:
            yield _asked(LASTING, "pairs-held", one)
        beside = pairwise(definitions.editions_of(one.index, one.universe))
        pairs = [pair for pair in _with(one, beside) if _can_stand_together(definitions, pair)]
        if pairs:
            yield _asked(GAINS, "sensitivity", one)
        for pair in pairs:
            if full.issuperset(pair) and comparison_problem(definitions, *pair) is None:
                yield _asked(GAINS, "rank-mover", *pair)


def _can_stand_together(definitions: Definitions, pair: tuple[Edition, Edition]) -> bool:
    """Whether 02 takes two editions, under one formula or both under the points of the later."""
    problems = (comparison_problem, formula_bounds_problem)
    return any(problem(definitions, *pair) is None for problem in problems)


def _with(own: Edition, pairs: Iterable[tuple[Edition, Edition]]) -> list[tuple[Edition, Edition]]:
    return [pair for pair in pairs if own.key in {one.key for one in pair}]


def _of_other_rankings(known: Known) -> Iterator[Question]:
    """Does another ranking agree with the index: a table of it, and the index in some years."""
    window = compared_editions(known.tables["covariates"], known.definitions)
    for other in other_rankings(known.definitions) if window else ():
        yield _asked(MEASURES, f"agrees-{other.index.lower()}-{other.edition}", *window)
