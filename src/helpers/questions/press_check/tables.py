"""What do the tables say to one printed statement?

Ranks, groups and scores are read from the table of their edition, a place within a region is
counted from the ranks there; a change is the difference of two ranks or scores that are known other
than through printed changes. Everything is compared at the precision of the print, with the
rounding of both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import NamedTuple

import pandas as pd

from helpers.printed.dates import parse_iso_period
from helpers.rankings.panel import published_scores
from helpers.rankings.provenance import provenance, provenance_of_both
from helpers.rankings.ranking_table import scores_agree
from helpers.rankings.regions import place_bounds, regions_known
from helpers.sources.editions import Definitions, Edition
from helpers.sources.figures import TRANSCRIBED, Figure
from helpers.sources.provinces import Unit, Units
from helpers.statistics.composite_index import activity_error, pillar_error
from helpers.statistics.relations import FLOAT_SLACK, half_unit

MEAN = "national_mean"
REGIONAL = "regional_rank"
"""The statistic of a place within the region of a unit, a single one or a group of them."""
_HALF_UNIT = half_unit(4)
"""The ministry prints four decimals."""


class Comparison(NamedTuple):
    """What the tables say, whether the statement agrees, and why that is not known (None).

    `provenance` says whose number it is (`rankings.provenance`); empty where nothing is said.
    """

    said: str
    agrees: bool | None
    reason: str = ""
    provenance: str = ""


class RankingColumn(NamedTuple):
    """A column of a table: the units ranked, the year measured, the measure."""

    universe: str
    edition: str
    measure: str


class RegionPlace(NamedTuple):
    """Between which places a unit stands within its region, of how many, and by whose ranks."""

    best: int
    worst: int
    units: int
    provenance: str


class _Known(NamedTuple):
    """What is on file of one unit, index, edition and measure; ranks empty where unknown."""

    score: float | None
    best: int | None
    worst: int | None
    rank: int | None
    score_basis: str
    rank_basis: str
    score_source: str
    rank_source: str

    @property
    def ranked_by(self) -> tuple[str, ...]:
        """The sources without which the rank would not be known as it is.

        Where they differ, and the rank is a span, every one of them.
        """
        sources = tuple(self.rank_source.split())
        return sources if len(sources) == 1 or self.best != self.worst else ()


_NOTHING = _Known(None, None, None, None, "", "", "", "")


def _unknown(reason: str) -> Comparison:
    return Comparison("", None, reason)


class Tables:
    """The rankings on file, asked one statement at a time.

    Args:
        rankings: as `rankings.csv`.
        official: whether a rank or a score has to stand in the ministry's own table; otherwise
            what newspapers print is taken as well, but never what is derived from changes.
        dates: when each source of a statement was printed, None where no whole date is known;
            without them statements are of today, when every edition on file is out.
    """

    def __init__(
        self,
        rankings: pd.DataFrame,
        definitions: Definitions,
        units: Units,
        *,
        official: bool = True,
        dates: Mapping[str, date | None] | None = None,
    ) -> None:
        self.definitions, self.units, self.official = definitions, units, official
        self._dates = dates
        self.editions = {edition.key: edition for edition in definitions.editions}
        # Nothing printed is held to what was derived from another table.
        rankings = published_scores(rankings).dropna(subset=["score", "rank_best"], how="all")
        self._known = _known(rankings)
        own = zip(rankings["index"], rankings["edition"], rankings["universe"], strict=True)
        # A copy of a table by somebody else is no mean of the ministry's.
        official_ones = {e.key for e in definitions.editions if e.complete and not e.transcribed_by}
        complete = rankings[[key in official_ones for key in own]]
        keys = ["index", "universe", "edition", "measure"]
        formulas = [f for f in definitions.formulas.values() if f.pillars]
        self._pillar_errors = {f.formula_id: pillar_error(f) for f in formulas}
        self._activity_errors = {f.formula_id: activity_error(f) for f in formulas}
        self._means = complete.groupby(keys)["score"].mean().to_dict()

    def edition_of(self, figure: Figure) -> Edition | None:
        """Which edition on file a statement speaks of, or None."""
        return self.editions.get((figure.index, figure.edition, figure.universe))

    def was_out(self, edition: Edition, figure: Figure) -> bool:
        """Whether an edition is known to have been out when a statement was printed.

        Without this, what next year's edition happens to hold would explain this year's papers.
        """
        if self._dates is None:
            return True
        printed, out = self._dates.get(figure.source_id), parse_iso_period(edition.published).start
        return printed is not None and out is not None and out <= printed

    def column_before(self, figure: Figure) -> RankingColumn | None:
        """Against which column a change is counted: the baseline, or else the edition before."""
        edition = self.edition_of(figure)
        before = self.definitions.previous_edition(edition) if edition else None
        baseline = figure.baseline or (before.edition if before else "")
        return RankingColumn(figure.universe, baseline, mean_of(figure)) if baseline else None

    def unit_in(self, unit_id: str, universe: str) -> str | None:
        """Which unit of another universe has the same name, or None."""
        unit = self.units.match(self.units.by_id(unit_id).province, universe)
        return unit.unit_id if unit else None

    def place_in_region(self, figure: Figure) -> RegionPlace | None:
        """Which place has a statement's unit in its region, by the ranks of the whole country?

        None where the units have no regions, or no rank on file says anything of the place.
        """
        edition = self.edition_of(figure)
        if edition is None or not regions_known(self.units, figure.universe):
            return None
        everyone = self.units.all(figure.universe)
        members = {one.unit_id for one in self.ranked_among(figure)}
        ranks, whose = {}, []
        for unit in everyone:
            column = (unit.unit_id, figure.index, figure.edition, figure.measure)
            known = self._known.get(column)
            if known is None or not self._is_known_rank(known, edition):
                continue
            assert known.best is not None
            assert known.worst is not None
            ranks[unit.unit_id] = known.best, known.worst
            whose.append(provenance(known.rank_basis, known.rank_source, edition))
        best, worst = place_bounds(figure.unit_id, members, ranks, len(everyone))
        if worst - best + 1 == len(members):
            return None
        return RegionPlace(best, worst, len(members), reduce(provenance_of_both, whose))

    def ranked_among(self, figure: Figure) -> Sequence[Unit]:
        """Among which units is a place counted: all of the country, or those of the region."""
        everyone = self.units.all(figure.universe)
        if figure.statistic != REGIONAL:
            return everyone
        region = self.units.by_id(figure.unit_id).region
        return [unit for unit in everyone if unit.region == region]

    def last_rank(self, figure: Figure) -> int | None:
        """The largest place that a unit is known to have where a statement's place is counted."""
        column = (figure.index, figure.edition, figure.measure)
        places: list[int | None] = []
        for unit in self.ranked_among(figure):
            if figure.statistic == REGIONAL:
                place = self.place_in_region(replace(figure, unit_id=unit.unit_id))
                places.append(place and place.best)
            elif known := self._known.get((unit.unit_id, *column)):
                places.append(known.best)
        return max((place for place in places if place is not None), default=None)

    def compare(self, figure: Figure, before: RankingColumn | None = None) -> Comparison:
        """What do the tables say to a statement?

        Args:
            figure: the statement; its `unit_id`, `index`, `edition`, `universe` and `measure` say
                where to look, its `value`, `best`, `worst` and `decimals` what was printed.
            before: for a change, the column it is counted from, where it is not the usual one.
        """
        check, edition = _CHECKS.get(figure.statistic), self.edition_of(figure)
        if not figure.edition:
            return _unknown("no edition printed")
        if check is None:
            return _unknown("no rank, score or change of rank")
        if edition is None:
            return _unknown("no complete table")
        before = before or self.column_before(figure)
        if figure.measure.startswith(MEAN):
            return self._compare_mean(figure, edition, before)
        # Others of its region may be known.
        nothing = _NOTHING if figure.statistic == REGIONAL and figure.unit_id else None
        column = (figure.unit_id, figure.index, figure.edition, figure.measure)
        known = self._known.get(column, nothing)
        if known is None:
            return _unknown(_absent(edition) if figure.unit_id else "no single province")
        return check(self, figure, known, edition, before)

    def _rank(
        self, figure: Figure, known: _Known, edition: Edition, _: RankingColumn | None
    ) -> Comparison:
        if not self._is_known_rank(known, edition):
            return _unknown(_absent(edition))
        assert known.best is not None
        assert known.worst is not None
        said = _span(known.best, known.worst)
        whose = provenance(known.rank_basis, known.rank_source, edition)
        if figure.value is not None:
            return Comparison(said, known.best <= figure.value <= known.worst, "", whose)
        if figure.best is None or figure.worst is None:
            return Comparison(said, None, "no place named", whose)
        agrees = figure.best <= known.worst and known.best <= figure.worst
        return Comparison(said, agrees, "", whose)

    def _regional_rank(
        self, figure: Figure, _own: _Known, edition: Edition, _: RankingColumn | None
    ) -> Comparison:
        """A place, or a group of places, within the region of a unit."""
        if not regions_known(self.units, figure.universe):
            return _unknown("no regions of these units")
        place = self.place_in_region(figure)
        if place is None:
            return _unknown(_absent(edition))
        said = _span(place.best, place.worst)
        if figure.best is None or figure.worst is None:
            return Comparison(said, None, "no place named", place.provenance)
        if figure.worst < place.best or place.worst < figure.best:
            return Comparison(said, False, "", place.provenance)
        if figure.best <= place.best and place.worst <= figure.worst:
            return Comparison(said, True, "", place.provenance)
        return Comparison(said, None, "ranks of the region partly known", place.provenance)

    def _is_known_rank(self, known: _Known, edition: Edition) -> bool:
        if known.best is None or known.worst is None:
            return False
        whose = provenance(known.rank_basis, known.rank_source, edition)
        return whose in ("table", "recomputed") if self.official else whose != "derived"

    def _score(
        self, figure: Figure, known: _Known, edition: Edition, _: RankingColumn | None
    ) -> Comparison:
        if figure.value is None:
            return _unknown("no rank, score or change of rank")
        whose = provenance(known.score_basis, known.score_source, edition)
        if known.score is None or (self.official and whose not in ("table", "recomputed")):
            return _unknown(_absent(edition))
        error = self._error(known, edition, figure.measure)
        agrees = scores_agree(known.score, figure, error)
        return Comparison(f"{known.score:.4f}", agrees, "", whose)

    def _error(self, known: _Known, edition: Edition, measure: str) -> float:
        """How far rounding alone may put the score on file from the ministry's own."""
        formula = self.definitions.formula_of(edition)
        if known.score_basis != "recomputed" or formula is None:
            return 0.0
        errors = self._pillar_errors if measure in formula.pillars else self._activity_errors
        return errors[formula.formula_id]

    def _earlier(self, figure: Figure, before: RankingColumn | None) -> _Known | None:
        if before is None:
            return None
        same = before.universe == figure.universe
        unit_id = figure.unit_id if same else self.unit_in(figure.unit_id, before.universe)
        return self._known.get((unit_id or "", figure.index, before.edition, before.measure))

    def _rank_change(
        self, figure: Figure, later: _Known, edition: Edition, before: RankingColumn | None
    ) -> Comparison:
        """Where both ranks are known other than through changes."""
        earlier = self._earlier(figure, before)
        if before is None or earlier is None or earlier.best is None or later.best is None:
            return _unknown("earlier rank unknown")
        if "derived" in (earlier.rank_basis, later.rank_basis) or figure.value is None:
            return _unknown("earlier rank known only from changes")
        if figure.source_id in (*earlier.ranked_by, *later.ranked_by):
            return _unknown("known from this source alone")
        assert earlier.worst is not None
        assert later.worst is not None
        least, most = earlier.best - later.worst, earlier.worst - later.best
        shown = f"{least:+d}" if least == most else f"{least:+d} … {most:+d}"
        ranks = " → ".join(
            str(known.rank) if known.rank is not None else f"{known.best}-{known.worst}"
            for known in (earlier, later)
        )
        old = self.editions[figure.index, before.edition, before.universe]
        whose = provenance_of_both(
            provenance(earlier.rank_basis, earlier.rank_source, old),
            provenance(later.rank_basis, later.rank_source, edition),
        )
        if self.official and whose == TRANSCRIBED:
            return _unknown("no complete table")
        return Comparison(f"{shown} ({ranks})", least <= figure.value <= most, "", whose)

    def _score_change(
        self, figure: Figure, later: _Known, edition: Edition, before: RankingColumn | None
    ) -> Comparison:
        """A change of score, or its growth in percent; each score is true to its rounding only."""
        earlier = self._earlier(figure, before)
        if figure.value is None or before is None or earlier is None:
            return _unknown("earlier rank unknown")
        if earlier.score is None or later.score is None:
            return _unknown("measure not in the table")
        if figure.source_id in (earlier.score_source, later.score_source):
            return _unknown("known from this source alone")
        old = self.editions[figure.index, before.edition, before.universe]
        errors = (
            self._error(earlier, old, before.measure) + _HALF_UNIT,
            self._error(later, edition, figure.measure) + _HALF_UNIT,
        )
        whose = provenance_of_both(
            provenance(earlier.score_basis, earlier.score_source, old),
            provenance(later.score_basis, later.score_source, edition),
        )
        if self.official and whose == TRANSCRIBED:
            return _unknown("no complete table")
        moved = _moved(figure, (earlier.score, later.score), errors)
        return moved._replace(provenance=whose)

    def _compare_mean(
        self, figure: Figure, edition: Edition, before: RankingColumn | None
    ) -> Comparison:
        """A national mean, or its growth in percent, against the units of complete tables."""
        measure = mean_of(figure)
        mean = self._means.get((figure.index, figure.universe, figure.edition, measure))
        if figure.value is None or mean is None or figure.statistic not in _OF_MEANS:
            return _unknown("no complete table")
        error = self._mean_error(edition, measure)
        if figure.statistic == "score":
            return Comparison(f"{mean:.4f}", scores_agree(mean, figure, error))
        earlier = self._means.get((figure.index, *before)) if before else None
        if earlier is None or before is None:
            return _unknown("no complete table")
        old = self.editions[figure.index, before.edition, before.universe]
        errors = (self._mean_error(old, before.measure), error)
        return _moved(figure, (earlier, mean), errors)

    def _mean_error(self, edition: Edition, measure: str) -> float:
        formula = self.definitions.formula_of(edition)
        in_pillars = formula is not None and measure in formula.pillars
        return self._pillar_errors[formula.formula_id] if formula and in_pillars else _HALF_UNIT


def mean_of(figure: Figure) -> str:
    """Which column a statement is about; a national mean is the mean of one."""
    if not figure.measure.startswith(MEAN):
        return figure.measure
    return figure.measure.removeprefix(MEAN).removeprefix("_") or "overall"


def _span(best: int, worst: int) -> str:
    return str(best) if best == worst else f"{best}-{worst}"


def _absent(edition: Edition) -> str:
    official = edition.table and not edition.transcribed_by
    return "measure not in the table" if official else "no complete table"


def _known(rankings: pd.DataFrame) -> dict[tuple[str, ...], _Known]:
    """What is on file by unit, index, edition and measure."""
    place = ("unit_id", "index", "edition", "measure")
    values = ("score", "rank_best", "rank_worst", "rank")
    told = ("score_basis", "rank_basis", "score_source_id", "rank_source_id")
    keys = zip(*(rankings[name].tolist() for name in place), strict=True)
    known = zip(
        *(rankings[name].to_numpy(dtype=object, na_value=None) for name in values),
        *(rankings[name].tolist() for name in told),
        strict=True,
    )
    return {key: _Known(*found) for key, found in zip(keys, known, strict=True)}


def _moved(figure: Figure, scores: tuple[float, float], errors: tuple[float, float]) -> Comparison:
    """Whether a printed change fits some pair of scores within their rounding."""
    growth = figure.statistic == "score_growth"

    def moved(before: float, after: float) -> float:
        return 100 * (after / before - 1) if growth else after - before

    assert figure.value is not None
    change = moved(*scores)
    least = moved(scores[0] + errors[0], scores[1] - errors[1])
    most = moved(scores[0] - errors[0], scores[1] + errors[1])
    # Without decimals on file the change counts as printed to the ministry's four.
    unit = 10.0 ** -(4 if figure.decimals is None else figure.decimals)
    low, high = figure.value - unit / 2 - FLOAT_SLACK, figure.value + unit / 2 + FLOAT_SLACK
    said = f"{change:.1f}%" if growth else f"{change:+.4f}"
    return Comparison(said, least <= high and low <= most)


_Check = Callable[[Tables, Figure, _Known, Edition, RankingColumn | None], Comparison]
_CHECKS: dict[str, _Check] = {
    "rank": Tables._rank,
    "list_position": Tables._rank,
    "group": Tables._rank,
    "score": Tables._score,
    REGIONAL: Tables._regional_rank,
    "rank_change": Tables._rank_change,
    "score_change": Tables._score_change,
    "score_growth": Tables._score_change,
}
_OF_MEANS = ("score", "score_change", "score_growth")
