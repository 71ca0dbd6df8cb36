"""Where does a statement that the tables contradict fit instead?

The neighbouring editions (the later one only if it was out when the statement was printed), the
unit of the same name in the other universe, and the column beside (the activity printed as its
pillar, or the reverse) are tried, every one. Something may fit by chance: how often it does is
counted, not guessed, from the other units of the same tables.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from helpers.questions.press_check.tables import MEAN, REGIONAL, RankingColumn, Tables, mean_of
from helpers.sources.editions import Edition
from helpers.sources.figures import Figure

KINDS = ("edition", "universe", "column")
MOST_CHANCE, MOST_JOINT_CHANCE = 0.10, 0.05
"""Above this chance of some alternative fitting anyway, a fit says nothing; which statements belong
together is a choice of its own, so that their joint chance has to be smaller."""
CHANGES = ("rank_change", "score_change", "score_growth")
"""Statistics that are counted from another edition."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place where a printed number may come from.

    `figure` is the statement as it would then read, `before` the column that a change would be
    counted from.
    """

    kind: str
    figure: Figure
    before: RankingColumn | None = None


@dataclass(frozen=True, slots=True)
class Likely:
    """What fits instead.

    `kinds` of the alternatives that fit, each once; `fits` names every one with what stands there;
    `tried` alternatives could be compared; `chance` that at least one of them fits although the
    number has nothing to do with it (None where nothing was tried).
    """

    kinds: tuple[str, ...]
    fits: str
    tried: int
    chance: float | None

    @property
    def cause(self) -> str:
        """One of the causes of `press_check.csv`, empty where nothing fits."""
        if not self.kinds:
            return ""
        if self.chance is None or self.chance > MOST_CHANCE:
            return "fits elsewhere, perhaps by chance"
        return f"another {self.kinds[0]}" if len(self.kinds) == 1 else "several fit"


def shared_chances(found: Mapping[str, tuple[Figure, Likely]]) -> dict[str, Likely]:
    """The same findings, where several contradicted statements of one source fit the same way.

    One small step of rank may fit elsewhere by chance; that all those of a source do is rarer. The
    chances are multiplied only where every contradicted statement of that source and statistic fits
    in the same single way, so nothing is picked from among them, and only where the joint chance is
    at most `MOST_JOINT_CHANCE`.

    Args:
        found: by figure_id, each contradicted statement and where it fits alone.
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for figure_id, (figure, _) in found.items():
        groups.setdefault((figure.source_id, figure.statistic), []).append(figure_id)
    shared = {figure_id: likely for figure_id, (_, likely) in found.items()}
    for members in groups.values():
        kinds = {shared[figure_id].kinds for figure_id in members}
        chances = [shared[figure_id].chance for figure_id in members]
        if len(kinds) == 1 and len(next(iter(kinds))) == 1:
            joint = math.prod(chance for chance in chances if chance is not None)
            if joint > MOST_JOINT_CHANCE:
                continue
            shared |= {each: replace(shared[each], chance=joint) for each in members}
    return shared


def likely_cause(figure: Figure, tables: Tables) -> Likely:
    """Which of the alternatives does a printed number fit exactly?

    Args:
        figure: a statement that its own table contradicts.
    """
    tried, fits, misses = 0, [], 1.0
    for alternative in alternatives(figure, tables):
        found = tables.compare(alternative.figure, alternative.before)
        if found.agrees is None:
            continue
        tried += 1
        misses *= 1 - _share_that_fits(alternative, tables)
        if found.agrees:
            fits.append((alternative.kind, f"{_place(alternative, tables)}: {found.said}"))
    kinds = tuple(kind for kind in KINDS if kind in {found for found, _ in fits})
    return Likely(kinds, "; ".join(text for _, text in fits), tried, 1 - misses if tried else None)


def _share_that_fits(alternative: Alternative, tables: Tables) -> float:
    """How often the printed number fits the same place of another unit (or pair of columns)."""
    figure, before = alternative.figure, alternative.before
    if figure.measure.startswith(MEAN):
        measures = tables.definitions.measures(figure.index)
        own = (mean_of(figure), before.measure if before else "")
        pairs = product(measures, measures if before else ("",))
        others = [
            tables.compare(
                replace(figure, measure=f"{MEAN}_{later}"),
                before and before._replace(measure=earlier),
            ).agrees
            for later, earlier in pairs
            if (later, earlier) != own
        ]
    else:
        others = [
            tables.compare(replace(figure, unit_id=unit.unit_id), before).agrees
            for unit in tables.ranked_among(figure)
            if unit.unit_id != figure.unit_id
        ]
    known = [agrees for agrees in others if agrees is not None]
    # The statement's own unit is counted as one that fits, as in a permutation test.
    return (sum(known) + 1) / (len(known) + 1)


def _place(alternative: Alternative, tables: Tables) -> str:
    figure, before = alternative.figure, alternative.before
    own = RankingColumn(figure.universe, figure.edition, mean_of(figure))
    columns = [before, own] if before and figure.statistic in CHANGES else [own]
    unit = ""
    if figure.unit_id:
        named = tables.units.by_id(figure.unit_id)
        regional = figure.statistic == REGIONAL
        unit = f"{named.province} ({named.region})" if regional else named.province
    places = " → ".join(
        f"{figure.index} {column.edition} ({column.universe}) {column.measure}"
        for column in columns
    )
    return f"{unit}, {places}" if unit else places


def alternatives(figure: Figure, tables: Tables) -> Iterator[Alternative]:
    """Every place that is tried for a statement, in a fixed order."""
    edition = tables.edition_of(figure)
    if edition is None:
        return
    if figure.statistic in CHANGES:
        yield from _of_change(figure, edition, tables)
    else:
        yield from _of_level(figure, edition, tables)


def _of_level(figure: Figure, edition: Edition, tables: Tables) -> Iterator[Alternative]:
    is_mean = figure.measure.startswith(MEAN)
    for neighbour in _neighbours(edition.edition, figure, tables):
        yield Alternative("edition", replace(figure, edition=neighbour))
    for universe, unit_id in [] if is_mean else _elsewhere(figure, edition, tables):
        yield Alternative("universe", replace(figure, universe=universe, unit_id=unit_id))
    for measure in _columns_beside(figure, tables):
        yield Alternative("column", replace(figure, measure=measure))


def _of_change(figure: Figure, edition: Edition, tables: Tables) -> Iterator[Alternative]:
    before = tables.column_before(figure)
    if before is None:
        return
    later = (edition.edition, *_neighbours(edition.edition, figure, tables))
    earlier = (before.edition, *_neighbours(before.edition, figure, tables))
    for new, old in product(later, earlier):
        if old < new and (new, old) != (edition.edition, before.edition):
            column = before._replace(edition=old)
            yield Alternative("edition", replace(figure, edition=new, baseline=old), column)
    if not figure.measure.startswith(MEAN):
        for universe in _universes(figure.index, before.edition, tables):
            if universe != figure.universe:
                yield Alternative("universe", figure, before._replace(universe=universe))
    own = mean_of(figure)
    beside = _columns_beside(figure, tables)
    for measure in beside:
        plain = measure.removeprefix(f"{MEAN}_")
        yield Alternative("column", figure, before._replace(measure=plain))
    if not figure.measure.startswith(MEAN):
        for measure, old in product(beside, (own, *beside)):
            moved = replace(figure, measure=measure)
            yield Alternative("column", moved, before._replace(measure=old))


def _neighbours(year: str, figure: Figure, tables: Tables) -> list[str]:
    """The editions just before and, if it was out by then, just after, of the same units."""
    editions = tables.definitions.editions_of(figure.index, figure.universe)
    earlier = [e.edition for e in editions if e.edition < year]
    later = [e for e in editions if e.edition > year]
    return earlier[-1:] + [e.edition for e in later[:1] if tables.was_out(e, figure)]


def _universes(index: str, edition: str, tables: Tables) -> list[str]:
    return [u for i, year, u in tables.editions if (i, year) == (index, edition)]


def _elsewhere(figure: Figure, edition: Edition, tables: Tables) -> Iterator[tuple[str, str]]:
    if not figure.unit_id:
        return
    for universe in _universes(figure.index, edition.edition, tables):
        unit_id = tables.unit_in(figure.unit_id, universe)
        if universe != figure.universe and unit_id is not None:
            yield universe, unit_id


def _columns_beside(figure: Figure, tables: Tables) -> Sequence[str]:
    """The activity of a pillar, the pillar of an activity; for a national mean every column."""
    if figure.measure.startswith(MEAN):
        measures = tables.definitions.measures(figure.index)
        return [f"{MEAN}_{measure}" for measure in measures if measure != mean_of(figure)]
    beside: dict[str, str] = {}
    for formula in tables.definitions.formulas.values():
        if formula.index == figure.index:
            beside |= formula.pillars
            beside |= {own: pillar for pillar, own in formula.pillars.items()}
    return [beside[figure.measure]] if figure.measure in beside else []
